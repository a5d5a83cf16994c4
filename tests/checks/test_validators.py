"""The outside programs, for real: each sees its fault, and none has anything to say of our books.

In the short form of these it is the picture book, which has all that the other has; in the long form
(ANTHOLOGY_LONG) both, in either theme: each takes half a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anthology import checks
from anthology.checks import CHECKS, Case
from anthology.model import Finding
from tests.checks import small_ebooks
from tests.checks.outsiders import answered
from tests.engines import ebooks
from tests.safety.counts import is_long

OUTSIDE = [check for check in CHECKS if check.outside]
PREFIXES = ("epubcheck-", "ace-", "nu-")


def asked(data: bytes, name: str = "book.epub") -> list[Finding]:
    """What the outside programs say of an e-book."""
    found = checks.run(Case(outputs={name: data}), outside=True)
    return answered(one for one in found if one.code.startswith(PREFIXES))


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    return asked(small_ebooks.faulty(), "faulty.epub")


class TestFaults:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("epubcheck-RSC-005", 'Duplicate ID "twice"'),
            ("epubcheck-RSC-005", 'attribute "viewbox" not allowed here'),
            ("ace-color-contrast", "contrast of 1.3"),
            ("nu-error", "letter-spacng"),
        ],
    )
    def test_each_validator_sees_its_own(self, found: list[Finding], code: str, words: str) -> None:
        assert [one for one in found if one.code == code and words in one.message] != []

    def test_what_the_newest_no_longer_sees_the_older_one_does(self, found: list[Finding]) -> None:
        small = [one.message for one in found if '"viewbox"' in one.message and "epubcheck" in one.code]
        assert small != []
        assert all(words.endswith("(EPUBCheck 4.2.6)") for words in small)

    def test_nobody_is_told_where_the_file_stood(self, found: list[Finding]) -> None:
        assert {(one.file or "").partition("!")[0] for one in found} == {"faulty.epub"}


def test_without_outside_no_program_is_asked() -> None:
    found = checks.run(Case(outputs={"faulty.epub": small_ebooks.faulty()}))
    assert [one for one in found if one.code.startswith(PREFIXES)] == []


def test_they_run_side_by_side_and_tell_in_the_order_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits until all have begun."""
    from threading import Barrier

    together = Barrier(len(OUTSIDE))

    def waiting(case: Case) -> Iterator[Finding]:
        together.wait(60)
        yield from ()

    table = tuple(
        checks.Check(one.name, one.why, one.codes, waiting, outside=True) if one.outside else one
        for one in CHECKS
    )
    monkeypatch.setattr(checks, "CHECKS", table)
    assert checks.run(Case(), outside=True) == checks.run(Case())


@pytest.mark.parametrize("name", ebooks.BOOKS if is_long() else ["pictures"])
def test_none_has_anything_to_say_of_our_books_in_either_theme(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    book = ebooks.made(ebooks.shared(tmp_path_factory.getbasetemp()))[name]
    assert asked(book.data) == []


@pytest.mark.skipif(not is_long(), reason="in the long form: each takes half a minute")
@pytest.mark.parametrize("name", ebooks.BOOKS)
def test_none_has_anything_to_say_of_a_book_in_the_other_theme(name: str, tmp_path: Path) -> None:
    assert asked(ebooks.in_the_other_theme(name, tmp_path)) == []
