"""Every defect of an e-book is found: beside the book it is made of, and alone where it shows in the file."""

from __future__ import annotations

import pytest
from tests.checks import epub_mutants
from tests.checks.epub_mutants import LISTED, OF_EPUBS, OWN, Mutant, alone, codes, good, known

EVERY = [pytest.param(one, id=one.name) for one in (*LISTED, *OWN)]


def test_a_good_e_book_gives_nothing() -> None:
    data = good().zipped()
    assert codes(known(data)) == set()
    assert codes(alone(data)) == set()


@pytest.mark.parametrize("mutant", EVERY)
def test_a_defect_is_found_by_its_code(mutant: Mutant) -> None:
    data = mutant.data()
    assert mutant.seen in codes(known(data))
    found = codes(alone(data))
    assert mutant.alone in found if mutant.alone else found == set()


def test_defects_are_told_apart_by_their_names() -> None:
    names = [one.name for one in (*LISTED, *OWN)]
    assert len(names) == len(set(names))
    assert len(LISTED) == 42
    assert len(OWN) >= 42


def test_each_code_about_e_books_has_a_defect_that_shows_it() -> None:
    """So a check that can find nothing is not one. Sizes that would take long to make are tried elsewhere."""
    shown = epub_mutants.BY_CODE.keys()
    own = (one for one in OF_EPUBS if one.ask.__module__.startswith("anthology.checks.epub_"))
    every = {code for check in own for code in check.codes}
    assert every - shown <= {"epub-too-large", "epub-font-large"}
