"""`make bench`: what an import and a build cost, against the engine alone on the same pages, in one run.

Each case runs in a process of its own, three times. The table gives medians of wall and processor seconds,
the peak of memory, and the ratio to the engine setting the same sections: no checks, no e-book, no report.
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
SIZES = (5, 25, 100)
_ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure every size and print one table."""
    print(f"{'articles':>8} {'what':<22} {'wall s':>7} {'cpu s':>7} {'peak MB':>8} {'ratio':>6}  result")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            content = _book(Path(folder), size)
            alone = _median(content, "engine")
            for what in ("engine", "import", "pdf", "pdf,epub"):
                wall, cpu, peak, said = alone if what == "engine" else _median(content, what)
                name = {"engine": "engine alone, pages", "pdf": "build PDF", "pdf,epub": "build both"}.get(
                    what, what
                )
                print(
                    f"{size:>8} {name:<22} {wall:7.2f} {cpu:7.2f} {peak:8.0f} {wall / alone[0]:6.2f}  {said}"
                )


def _book(folder: Path, size: int) -> Path:
    """A content folder with that many articles: the shipped ones, over and over, each with its own name."""
    content = folder / "content"
    shutil.copytree(_ROOT / "content", content)
    articles = sorted((content / "articles").glob("*.md"))
    settings = content / "anthology.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("[[part]]")[0], encoding="utf-8")
    for number in range(len(articles), size):
        copied = articles[number % len(articles)].read_text(encoding="utf-8")
        lines = [line for line in copied.split("\n") if not line.startswith("source =")]
        (content / "articles" / f"copy-{number:04}.md").write_text("\n".join(lines), encoding="utf-8")
    return content


def _median(content: Path, what: str) -> tuple[float, float, float, str]:
    runs = [_run(content, what) for _ in range(RUNS)]
    wall, cpu, peak = (statistics.median(column) for column in list(zip(*runs, strict=True))[:3])
    return wall, cpu, peak, runs[0][3]


def _run(content: Path, what: str) -> tuple[float, float, float, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", str(content), what],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu, peak, said = json.loads(done.stdout)
    return wall, cpu, peak, said


def _measured(content: Path, what: str) -> None:
    """One case, in this process."""
    started, cpu = time.perf_counter(), time.process_time()
    said = (
        _engine(content)
        if what == "engine"
        else _import(content)
        if what == "import"
        else _build(content, what)
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - started, time.process_time() - cpu, peak, said]))


def _engine(content: Path) -> str:
    """The same sections, set and bound, and nothing else."""
    from anthology import config, pipeline
    from anthology.writers import Making
    from anthology.writers.pdf import write_pdf

    composed = pipeline.read(content, config.load(content))
    printed = write_pdf(Making(composed.composition.book, composed.layout, composed.photos))
    return f"{printed.pages} pages, {len(printed.data) / 1000:.0f} kB"


def _import(content: Path) -> str:
    from anthology import pipeline

    return f"{len(pipeline.import_submissions(content).outcomes)} articles"


def _build(content: Path, what: str) -> str:
    from anthology import pipeline

    built = pipeline.build(content, content.parent / "output", only=tuple(what.split(",")))
    return ", ".join(f"{name} {figure}" for name, figure in built.figures.items())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measured(Path(sys.argv[1]), sys.argv[2])
    else:
        main()
