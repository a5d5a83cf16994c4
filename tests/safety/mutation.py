"""`python -m tests.safety.mutation [NAME...]`: how many small faults in guarded modules their tests notice.

One thing of a function is changed at a time, and the tests of its module are run: see `mutants`. That is done
in a copy of the project; what it gave is kept in docs/mutation.json and shown in docs/mutation.md.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.safety.guarded import GUARDED, ROOT, chosen

LEAST = 90.0
"""Of a hundred faults, so many are to be noticed in each module."""

RECORD, PAGE = ROOT / "docs" / "mutation.json", ROOT / "docs" / "mutation.md"
UNTESTED = 33
"""The exit code of a mutant whose function no test calls."""
_COPIED, _SHARED = ("anthology", "tests"), ("layouts", "fonts", "content", "docs")
_SETTINGS = """
[tool.mutmut]
source_paths = ["anthology"]
"""
_HEAD = """\
# Faults that the tests notice

`python -m tests.safety.mutation` made this table. A mutant is a module with one small fault in one function;
it is noticed when a test of that module fails, or never ends. What was not measured yet is left out.

| module | mutants | noticed | share |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Score:
    """Mutants of a module, how many of them its tests noticed, and the names of the others."""

    mutants: int
    noticed: int
    alive: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        """100 is all of them."""
        return 100.0 * self.noticed / self.mutants if self.mutants else 100.0


def score(codes: Mapping[str, int]) -> Score:
    """What the exit codes of the tests say, by mutant: all tests passed, or none was there for it."""
    alive = [name for name, code in codes.items() if code in (0, UNTESTED)]
    return Score(len(codes), len(codes) - len(alive), tuple(sorted(alive)))


def measured(module: str, tests: tuple[str, ...], jobs: int) -> Score:
    """Try the mutants of a module in a copy of the project, and show those that no test notices.

    Raises:
        CalledProcessError: the tests fail on the module as it is.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy, result = Path(folder), Path(folder) / "codes.json"
        for part in _COPIED:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in _SHARED:
            (copy / part).symlink_to(ROOT / part)
        settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (copy / "pyproject.toml").write_text(settings + _SETTINGS, encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "tests.safety.mutants", module, str(result), str(jobs), *tests],
            cwd=copy,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=subprocess.DEVNULL,
            check=True,
        )
        return score(json.loads(result.read_text(encoding="utf-8")))


def table(scores: Mapping[str, Score]) -> str:
    """The page for people; the weakest modules stand where the others do, and are not left out."""
    rows = [
        f"| `{module}` | {one.mutants} | {one.noticed} | {one.percent:.1f} % |\n"
        for module, one in sorted(scores.items())
    ]
    every = Counter(mutants=0, noticed=0)
    for one in scores.values():
        every.update(mutants=one.mutants, noticed=one.noticed)
    total = Score(every["mutants"], every["noticed"])
    return f"{_HEAD}{''.join(rows)}| all | {total.mutants} | {total.noticed} | {total.percent:.1f} % |\n"


def kept() -> dict[str, Score]:
    """What earlier runs gave, of modules that are still guarded."""
    if not RECORD.exists():
        return {}
    found = json.loads(RECORD.read_text(encoding="utf-8"))
    return {
        module: Score(one["mutants"], one["noticed"], tuple(one["alive"]))
        for module, one in found.items()
        if module in GUARDED
    }


def main(names: list[str]) -> int:
    """Measure, keep, and say it; 1 where the tests of a module notice too little, or fail."""
    weak = False
    for module, tests in chosen(names).items():
        try:
            one = measured(module, tests, os.cpu_count() or 1)
        except subprocess.CalledProcessError:
            print(f"  FAILED  {module}", flush=True)
            weak = True
            continue
        print(f"{one.percent:6.1f} %  {module}: {one.noticed} of {one.mutants}", flush=True)
        scores = {**kept(), module: one}
        record = {module: asdict(scores[module]) for module in sorted(scores)}
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(table(scores), encoding="utf-8")
        weak |= one.percent < LEAST
    return int(weak)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
