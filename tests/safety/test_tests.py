"""What is said of the tests themselves: which modules are guarded, by which tests, and how well."""

from __future__ import annotations

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
