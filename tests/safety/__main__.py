"""`python -m tests.safety [NAME...]`: measure what is promised about safety, and keep the figures in docs/.

Each measure is a file of tests, run in its long form. A test notes what it measured by `figures.record`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.safety import counts, figures

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "same-bytes": ("tests/test_same_bytes.py",),
    "fuzz": ("tests/fuzz/test_fuzz.py",),
}
"""Measures that are not `test_NAME.py` of this folder: the files that pytest runs, or tests of a file."""

MEASURES: Mapping[str, tuple[str, ...]] = {
    **{
        path.stem.removeprefix("test_"): (path.relative_to(ROOT).as_posix(),)
        for path in sorted(HERE.glob("test_*.py"))
    },
    **ELSEWHERE,
}
"""What can be measured, by name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measures that are named, or all; say what they gave, and keep it. 1: a promise was broken."""
    asked = _parser().parse_args(arguments)
    names = asked.names or list(MEASURES)
    if unknown := [name for name in names if name not in MEASURES]:
        print(f"no such measure: {', '.join(unknown)}; there are {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    results = {name: _measured(name) for name in names}
    broken = [name for name, found in results.items() if found is None]
    new = figures.in_order(one for found in results.values() for one in found or ())
    print(figures.table(new), end="")
    for name in broken:
        print(f"{name}: FAILED")
    _keep(new, {name for name in names if name not in broken}, asked.docs)
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.safety", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--docs", type=Path, default=ROOT / "docs", help="where the figures are kept")
    return parser


def _measured(name: str) -> list[figures.Figure] | None:
    """What the long form of a measure gave; None where one of its tests failed."""
    with tempfile.TemporaryDirectory(prefix="safety-") as folder:
        notes = Path(folder) / "figures"
        done = subprocess.run(
            # Long tests say how far they are, past what pytest keeps of their output.
            [sys.executable, "-m", "pytest", "-q", "-x", "--capture=sys", *MEASURES[name]],
            cwd=ROOT,
            env={**os.environ, counts.LONG: "1", figures.FILE: str(notes)},
            check=False,
        )
        found = figures.recorded(notes, name)
        if done.returncode == 0:
            return found
        # They are not kept; but what took an hour is not to be lost without a word.
        print(f"{name}, before it failed:\n{figures.table(found)}", end="")
        return None


def _keep(new: Sequence[figures.Figure], measured: set[str], docs: Path) -> None:
    """Put the figures in the place of those that the same measures gave before."""
    page, text = docs / "safety.json", docs / "safety.md"
    # Of a measure that is no more, nothing is kept.
    before = [one for one in figures.kept(page) if one.measure not in measured and one.measure in MEASURES]
    every = figures.in_order([*before, *new])
    page.write_text(figures.to_json(every), encoding="utf-8")
    if text.exists():
        text.write_text(figures.put_in(text.read_text(encoding="utf-8"), every), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
