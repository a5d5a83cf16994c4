"""What is said of the tests themselves: which modules are guarded, by which tests, and how well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.safety import coverage, mutation
from tests.safety.guarded import GUARDED, ROOT, chosen, file_of
from tests.safety.mutation import Score, score, table


@pytest.mark.parametrize("module", GUARDED)
def test_every_guarded_module_has_tests_that_are_there(module: str) -> None:
    assert (ROOT / module).is_file()
    assert chosen([module])[module], module
    assert [test for test in GUARDED[module] if not file_of(test).is_file()] == []


def test_some_are_chosen_by_a_part_of_their_name() -> None:
    assert set(chosen(["storage", "cache"])) == {"anthology/storage.py", "anthology/cache.py"}
    assert set(chosen([])) == set(GUARDED)


def test_a_mutant_that_no_test_meets_is_not_noticed() -> None:
    found = score({"a": 1, "b": 0, "c": 33, "d": -14, "e": -24})
    assert found == Score(5, 3, ("b", "c"))
    assert found.percent == 60.0


_SMALL = """
def twice(number):
    return number * 2


def small(number):
    return min(number, 100)


def never(number):
    return number + 1
"""
_CALM = """
from hypothesis import settings

settings.register_profile("calm")
"""
_TESTS = """
import small


def test_twice():
    assert small.twice(3) == 6


def test_small():
    assert small.small(5) == 5
"""


def test_mutants_are_noticed_by_a_test_or_shown(tmp_path: Path) -> None:
    pytest.importorskip("mutmut", reason="`make release-check` installs it")
    (tmp_path / "small.py").write_text(_SMALL)
    (tmp_path / "conftest.py").write_text(_CALM)
    (tmp_path / "test_small.py").write_text(_TESTS)
    (tmp_path / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["."]\n')
    result = tmp_path / "codes.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.safety.mutants", "small.py", str(result), "2", "test_small.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    codes = {name.removeprefix("small.x_"): code for name, code in json.loads(result.read_text()).items()}
    by_function = {
        name: {code for mutant, code in codes.items() if mutant.startswith(name)}
        for name in ("twice", "small", "never")
    }
    assert by_function["twice"] == {1}
    assert by_function["small"] == {0, 1}
    assert by_function["never"] == {mutation.UNTESTED}
    assert "+    return min(number, 101)" in done.stdout
    assert "number * 3" not in done.stdout


def test_the_page_tells_each_module_and_all_together() -> None:
    page = table({"anthology/b.py": Score(10, 9, ("x",)), "anthology/a.py": Score(30, 30)})
    assert page.endswith(
        "| `anthology/a.py` | 30 | 30 | 100.0 % |\n"
        "| `anthology/b.py` | 10 | 9 | 90.0 % |\n"
        "| all | 40 | 39 | 97.5 % |\n"
    )


def test_the_page_in_docs_is_made_of_what_was_kept() -> None:
    assert mutation.PAGE.read_text(encoding="utf-8") == table(mutation.kept())


def test_what_is_not_met_is_less_than_all() -> None:
    assert coverage.Covered("a.py", 10, 9, "7").percent == 90.0
