"""A book in which somebody could not read some words is not made: who, where and which words are told."""

from __future__ import annotations

from string import ascii_uppercase

import pytest
from anthology import checks
from anthology.bindery.fragment import Stray
from anthology.errors import ComposeError
from anthology.judging import stop_on_errors
from anthology.model import Finding, Severity
from anthology.writers.making import Making
from anthology.writers.pdf import write_pdf
from anthology.writers.strays import told
from markupsafe import Markup
from tests import books
from tests.checks.cases import fresh, good

WAYS = ("outside", "cut", "invisible", "covered", "overprinted", "disordered")


@pytest.mark.parametrize("way", WAYS)
def test_each_way_has_its_code_and_tells_title_page_and_words(way: str) -> None:
    one = told(Stray(1, way, "deux mots", 2), "Le port", "12")
    assert (one.code, one.severity, one.page) == (f"page-text-{way}", Severity.ERROR, "12")
    assert one.message.startswith("“Le port”, page 12: ")
    assert one.message.endswith("“deux mots”")


def test_words_that_are_not_told_are_counted() -> None:
    assert told(Stray(1, "cut", "deux mots", 9), "Le port", "12").message.endswith("“deux mots” and 7 more")


def test_a_table_that_runs_off_its_page_stops_the_book() -> None:
    """A long word in a table is parted; letters are not, nor is the room between more columns than fit."""
    cells = "".join(f"<td>{letter}</td>" for letter in ascii_uppercase)
    table = f'<table id="article-port--b1"><tr>{cells}</tr></table>'
    book = books.with_data(books.book(), "article-port", body=Markup(table), photo_notes=())  # noqa: S704
    seen: list[Finding] = []
    printed = write_pdf(Making(book, books.layout(), books.pictures(), notice=seen.append))
    (one,) = seen
    assert one.code == "page-text-outside"
    assert one.page == printed.folios["article-port"]
    assert "Le port ne dort jamais" in one.message
    assert one.message.endswith(" X Y Z”")
    assert "A" not in one.message.rpartition("“")[2]
    with pytest.raises(ComposeError) as stopped:
        stop_on_errors(checks.run(fresh(good(), seen=(one,))))
    assert stopped.value.code == "page-text-outside"
