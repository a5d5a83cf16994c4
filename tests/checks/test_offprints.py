"""An offprint that is missing, is of no article, or says something else than the book is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pytest
from anthology.checks import CHECKS, Case, asked
from anthology.finished import PdfFile, PdfPage
from anthology.model import Finding, Severity
from anthology.writers.making import Made, Making
from anthology.writers.offprints import write_offprints
from anthology.writers.pdf import printed
from tests import books, kept

PORT = "offprints/port.pdf"
EMPTY: Mapping[str, PdfFile | None] = MappingProxyType({})


@cache
def files() -> Mapping[str, PdfFile]:
    making = Making(books.book(), books.layout(), books.pictures(), cache=kept.results())
    made: Made = write_offprints(making)
    return {"book.pdf": printed(making).file, **made.read}


def case(
    change: Callable[[PdfFile], PdfFile] | None = None, more: Mapping[str, PdfFile | None] = EMPTY
) -> Case:
    """The book and its offprints, of which one was changed; `more` are added, or taken away (None)."""
    told = dict(files())
    if change:
        told[PORT] = change(told[PORT])
    read = {key: file for key, file in {**told, **more}.items() if file is not None}
    return Case(book=books.book(), layout=books.layout(), outputs=dict.fromkeys(read, b""), read=read)


def found(seen: Case) -> Sequence[Finding]:
    return [one for check in CHECKS if check.name.startswith("offprint") for one in asked(check, seen)]


def with_pages(change: Callable[[int, PdfPage], PdfPage | None]) -> Callable[[PdfFile], PdfFile]:
    def changed(file: PdfFile) -> PdfFile:
        pages = (change(place, page) for place, page in enumerate(file.pages))
        return replace(file, pages=tuple(page for page in pages if page is not None))

    return changed


def front(place: int) -> bool:
    return place < files()[PORT].destinations["article-port"]


def without(word: str) -> Callable[[PdfFile], PdfFile]:
    """The offprint without a word of its page in front."""

    def blotted(place: int, page: PdfPage) -> PdfPage:
        assert place or word in page.text
        return replace(page, text=page.text.replace(word, "")) if front(place) else page

    return with_pages(blotted)


def test_those_that_are_right_give_no_finding() -> None:
    assert not found(case())


def test_where_none_were_made_none_is_missed() -> None:
    assert not found(case(more={name: None for name in files() if name != "book.pdf"}))


def test_an_article_without_its_own_is_told() -> None:
    (finding,) = found(case(more={PORT: None}))
    assert (finding.code, finding.severity, finding.file) == (
        "offprint-missing",
        Severity.ERROR,
        "offprints/",
    )
    assert "Le port ne dort jamais" in finding.message


def test_one_of_an_article_that_is_no_longer_there_is_told() -> None:
    gone = replace(files()[PORT], name="offprints/gone.pdf", destinations={"article-gone": 2})
    (finding,) = found(case(more={"offprints/gone.pdf": gone}))
    assert (finding.code, finding.file) == ("offprint-extra", "offprints/gone.pdf")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_pages(lambda place, page: page if front(place) else replace(page, label="99")), "folios"),
        (with_pages(lambda place, page: page if front(place) else None), "folios"),
        (
            with_pages(lambda place, page: page if front(place) else replace(page, text=page.text + " mot")),
            "words",
        ),
        (without("Amélie"), "reference"),
        (without("rivage"), "reference"),
        (lambda file: replace(file, title="Paroles du rivage"), "properties"),
        (lambda file: replace(file, author="Hélène Castéra"), "properties"),
        (lambda file: replace(file, language="en"), "properties"),
        (lambda file: replace(file, tagged=False), "properties"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(change: Callable[[PdfFile], PdfFile], code: str) -> None:
    seen = found(case(change))
    assert {one.code for one in seen} == {f"offprint-{code}"}
    assert {one.file for one in seen} == {PORT}


def test_a_reference_to_other_pages_is_told() -> None:
    label = files()[PORT].pages[-1].label
    seen = found(case(without(label)))
    assert [one.code for one in seen] == ["offprint-reference"] * len(seen)
    assert f"“{label}”" in seen[-1].message


@pytest.mark.parametrize("mark", ["BROUILLON", "\r\n".join("BROUILLON")], ids=["in a line", "turned"])
def test_the_mark_of_a_draft_makes_no_page_of_it_one_of_the_article(mark: str) -> None:
    marked = {
        name: replace(
            file, pages=tuple(replace(page, text=f"{page.text}\r\n{mark}".strip()) for page in file.pages)
        )
        for name, file in files().items()
    }
    seen = replace(case(more=marked), book=replace(books.book(), draft=True))
    assert not found(seen)
