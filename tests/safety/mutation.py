"""`python -m tests.safety.mutation [NAME...]`: how many small faults in guarded modules their tests notice.

mutmut (BSD-3-Clause) changes one thing of a function at a time and runs the tests of its module. That is
done in a copy of the project; what it gave is kept in docs/mutation.json and shown in docs/mutation.md.
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
_KILLED, _SURVIVED = (1, 3), 0
_PARTS = ("anthology", "tests", "layouts", "fonts", "content")
_SETTINGS = """
[tool.mutmut]
source_paths = ["anthology"]
only_mutate = ["{module}"]
also_copy = ["layouts", "fonts", "content"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-seed=0", "-x"]
process_isolation = "forkserver"
track_dependencies = false
use_git_change_detection = false
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


def score(codes: Mapping[str, int | None]) -> Score:
    """What the exit codes of the tests say, by mutant; one that was not tried is not noticed."""
    alive = [name for name, code in codes.items() if not _is_noticed(code)]
    return Score(len(codes), len(codes) - len(alive), tuple(sorted(alive)))


def _is_noticed(code: int | None) -> bool:
    # 36 and the like: out of time. 33: no test calls the function.
    return code in _KILLED or code in (36, 24, -24, 152, 255)


def measured(module: str, tests: tuple[str, ...], jobs: int) -> Score:
    """Mutate a module in a copy of the project, and run its tests on each mutant.

    Raises:
        RuntimeError: the tests fail on the module as it is, or mutmut does.
    """
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for part in _PARTS:
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        more = _SETTINGS.format(module=module, tests=json.dumps(tests))
        (copy / "pyproject.toml").write_text(settings + more, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs)],
            cwd=copy,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        meta = copy / "mutants" / f"{module}.meta"
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"] if meta.exists() else {}
        if not codes or None in codes.values():
            raise RuntimeError(f"{module}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return score(codes)


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
    """Measure, keep, and say it; 1 where the tests of a module notice too little."""
    weak = False
    for module, tests in chosen(names).items():
        one = measured(module, tests, os.cpu_count() or 1)
        print(f"{one.percent:6.1f} %  {module}: {one.noticed} of {one.mutants}", flush=True)
        for name in one.alive:
            print(f"          {name}", flush=True)
        scores = {**kept(), module: one}
        record = {module: asdict(scores[module]) for module in sorted(scores)}
        RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(table(scores), encoding="utf-8")
        weak |= one.percent < LEAST
    return int(weak)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
