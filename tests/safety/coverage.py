"""`python -m tests.safety.coverage [NAME...]`: the branches of the guarded modules that their own tests take.

Each module is measured alone, with its tests and no others, by coverage.py (Apache-2.0). What runs in another
process is not seen; nor is a line that says `pragma: no cover`, and why.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.safety.guarded import ROOT, chosen


@dataclass(frozen=True, slots=True)
class Covered:
    """How many statements and branches a module has, how many its tests met, and the lines they did not."""

    module: str
    all: int
    met: int
    missing: str

    @property
    def percent(self) -> float:
        """100 is all of them."""
        return 100.0 * self.met / self.all if self.all else 100.0


def covered(module: str, tests: tuple[str, ...]) -> Covered:
    """What the tests of a module meet of it.

    Raises:
        CalledProcessError: one of the tests fails.
    """
    with tempfile.TemporaryDirectory(prefix="coverage-") as folder:
        data, told = Path(folder) / "data", Path(folder) / "told.json"
        # By its file: named as a module it would be loaded twice, which no library in C++ bears.
        measure = ["run", "--branch", f"--data-file={data}", f"--include={module}"]
        for command in (
            [*measure, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
            ["json", f"--data-file={data}", "-o", str(told), "--quiet"],
        ):
            subprocess.run(
                [sys.executable, "-m", "coverage", *command],
                cwd=ROOT,
                env={**os.environ, "COVERAGE_CORE": "ctrace"},
                check=True,
                stdout=subprocess.DEVNULL,
            )
        (found,) = json.loads(told.read_text(encoding="utf-8"))["files"].values()
    sums = found["summary"]
    lines = [str(line) for line in found["missing_lines"]]
    branches = [f"{start}→{'end' if end < 0 else end}" for start, end in found["missing_branches"]]
    return Covered(
        module,
        sums["num_statements"] + sums["num_branches"],
        sums["covered_lines"] + sums["covered_branches"],
        ", ".join([*lines, *(one for one in branches if one.split("→")[0] not in lines)]),
    )


def main(names: list[str]) -> int:
    """Say what each module has; 1 where one has less than all."""
    short = False
    for module, tests in chosen(names).items():
        one = covered(module, tests)
        print(f"{one.percent:6.1f} %  {module}{': ' if one.missing else ''}{one.missing}", flush=True)
        short |= one.met < one.all
    return int(short)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
