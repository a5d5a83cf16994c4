"""A number of submissions in; what importing them costs out: all at once, one changed, nothing changed.

Each import is a command in a process of its own, as somebody types it, with what it keeps for the next one.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench import results
from tests.bench.measuring import Command, Cost, run
from tests.bench.rounds import digest_of
from tests.bench.workspace import MAIN, ROOT, copy_tool

Entry = dict[str, Any]
CASES: Mapping[str, str] = {
    "first": "all of them, for the first time",
    "one": "one of them changed",
    "nothing": "nothing changed",
}
_PACKAGES = ("rapidfuzz", "lxml", "markdown", "pydantic")
_MB = 1_000_000
_SAID = re.compile(r"(\d+) articles?; (\d+) open")
_ADDED = " Il a fallu attendre la marée suivante.\n"


class School:
    """A folder with the submissions of a school, and a copy of the tool that nobody works on."""

    def __init__(self, folder: Path, size: int, tool: Path = ROOT) -> None:
        self.folder, self.content, self.tool = folder, folder / "content", folder / "tool"
        copy_tool(tool, self.tool)
        # Elsewhere: a process inherits the largest size of the one that started it.
        command: Command = [sys.executable, "-m", "tests.bench", "send", self.content, str(size)]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        self.words = int(said.stdout)
        self._sent = folder / "sent"
        shutil.copytree(self.content, self._sent)

    def begin_anew(self) -> None:
        """Leave the submissions as they were sent, and nothing that an import made."""
        for made in (self.content, self.folder / ".cache", self.folder / "output"):
            shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(self._sent, self.content)

    def change_one(self) -> None:
        """Add a sentence to the first paragraph of a submission in the middle."""
        plain = sorted((self.content / "submissions").glob("*.txt"))
        file = plain[len(plain) // 2]
        title, text = file.read_text(encoding="utf-8").split("\n", 1)
        opening, rest = text.split("\n", 1)
        file.write_text(f"{title}\n{opening}{_ADDED}{rest}", encoding="utf-8")

    def imports(self) -> Cost:
        """What `anthology import` costs now.

        Raises:
            Failed: it failed.
        """
        places = ("--content", self.content, "--output", self.folder / "output")
        command: Command = [sys.executable, "-c", MAIN, *places, "import"]
        environment = {**os.environ, "PYTHONPATH": str(self.tool), "LANGUAGE": "en"}
        return run([command], cwd=self.folder, environment=environment)

    def said(self) -> tuple[int, int]:
        """How many articles, and how many open questions, the last import told of."""
        found = _SAID.search((self.folder / "last-command.log").read_text(encoding="utf-8"))
        return (int(found[1]), int(found[2])) if found else (0, 0)


def measured(size: int, runs: int, tool: Path, tell: Callable[[str], None]) -> Entry:
    """What imports of so many submissions cost: the medians of all rounds, and each round.

    Raises:
        Failed: an import failed.
    """
    costs: dict[str, list[Cost]] = {case: [] for case in CASES}
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder), size, tool)
        for number in range(runs):
            tell(f"import of {size} submissions, round {number + 1} of {runs}")
            school.begin_anew()
            costs["first"].append(school.imports())
            articles, questions = school.said()
            costs["nothing"].append(school.imports())
            school.change_one()
            costs["one"].append(school.imports())
    return {
        "words": school.words,
        "articles": articles,
        "questions": questions,
        "cases": {case: _medians(each) for case, each in costs.items()},
    }


def _medians(rounds: Sequence[Cost]) -> Entry:
    return {
        "wall_s": round(statistics.median(one.wall_s for one in rounds), 3),
        "cpu_s": round(statistics.median(one.cpu_s for one in rounds), 3),
        "peak_mb": round(max(one.peak_bytes for one in rounds) / _MB, 1),
        "rounds": [results.round_of(one) for one in rounds],
    }


# --- results -----------------------------------------------------------------------------------------


def described(tool: Path) -> results.Results:
    """What results are of: the machine, the libraries an import uses, a digest of the tool; no sizes yet."""
    return {
        "machine": results.machine(),
        "versions": {name: version(name) for name in _PACKAGES},
        "tool": digest_of(tool),
        "sizes": {},
    }


def into_page(page: str, kept: results.Results) -> str:
    """The page with its table made anew; what stands outside the marks stays."""
    return results.between_marks(page, f"{results.of_machine(kept)}\n\n{table(kept)}")


def table(kept: results.Results) -> str:
    """One table of all sizes, as Markdown: a row for each size and case."""
    sizes = kept["sizes"]
    smallest = next(iter(sizes))
    rows = [
        "| submissions | words | what is imported | wall s | CPU s | CPU ms each | × | memory MB | runs |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            _row(size, sizes[size], case, _each(smallest, sizes[smallest], case))
            for size in sizes
            for case in CASES
        ),
    ]
    return "\n".join(rows)


def _each(size: str, one: Entry, case: str) -> float:
    """Seconds of processor for each submission that is there."""
    return float(one["cases"][case]["cpu_s"]) / int(size)


def _row(size: str, one: Entry, case: str, smallest: float) -> str:
    entry, each = one["cases"][case], _each(size, one, case)
    cells = [
        f"{int(size):,}",
        f"{one['words']:,}",
        CASES[case],
        f"{entry['wall_s']:.2f}",
        f"{entry['cpu_s']:.2f}",
        f"{1000 * each:.1f}",
        f"{each / smallest:.2f}",
        f"{entry['peak_mb']:.0f}",
        str(len(entry["rounds"])),
    ]
    return f"| {' | '.join(cells)} |"
