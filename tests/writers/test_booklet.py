"""booklet.pdf of a whole book: folded and leafed through, it is the book, and hardly larger."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from anthology.cache import Cache
from anthology.checks.pdf_file import read_pdf
from anthology.checks.words import tokens
from anthology.imposition import Folding, sides
from anthology.writers.booklet import NAME, write_booklet
from anthology.writers.making import Made, Making
from anthology.writers.pdf import PrintedBook, printed
from tests import books, kept

FOLDINGS = {
    "stapled": Folding(),
    "sewn": Folding((420, 297), 2, 0.2, marks=True),
    "covered": Folding(cover=True),
}


@cache
def making() -> Making:
    return Making(books.book(), books.layout(), books.pictures(), cache=kept.results())


@cache
def made(name: str) -> Made:
    return write_booklet(_folded(FOLDINGS[name]))


def _folded(how: Folding) -> Making:
    """What the writers are given, with the book that is set already."""
    another = replace(making(), folding=how)
    another.once("printed book", whole)
    return another


@cache
def whole() -> PrintedBook:
    return printed(making())


@pytest.mark.parametrize("name", FOLDINGS)
def test_it_is_told_as_it_is(name: str) -> None:
    told = made(name).read[NAME]
    file = read_pdf(NAME, made(name).files[NAME])
    assert [tokens(page.text) for page in told.pages] == [tokens(page.text) for page in file.pages]
    assert {one.name for one in file.fonts} <= {one.name for one in told.fonts}
    plain = {"pages": (), "fonts": ()}
    assert replace(told, **plain) == replace(file, **plain)  # type: ignore[arg-type]
    for one, other in zip(told.pages, file.pages, strict=True):
        assert one.label == other.label
        assert (one.width_mm, one.height_mm) == pytest.approx((other.width_mm, other.height_mm), abs=0.01)


@pytest.mark.parametrize("name", FOLDINGS)
def test_each_side_holds_the_words_of_its_two_pages(name: str) -> None:
    how = FOLDINGS[name]
    pages = [tokens(page.text) for page in whole().file.pages]
    file = read_pdf(NAME, made(name).files[NAME])
    printed_sides = sides(len(pages), how.signature)
    assert len(file.pages) == len(printed_sides) + 2 * how.cover
    for side, page in zip(printed_sides, file.pages[2 * how.cover :], strict=True):
        there = [pages[place] for place in (side.left, side.right) if place is not None]
        assert tokens(page.text) == [word for words in there for word in words]


def test_it_is_hardly_larger_than_the_book() -> None:
    assert len(made("stapled").files[NAME]) < 1.05 * len(whole().data) + 4000


def test_a_font_and_a_picture_are_in_it_once() -> None:
    with pikepdf.open(io.BytesIO(made("stapled").files[NAME])) as pdf:
        fonts = [str(one.FontName) for one in pdf.objects if _is(one, "/FontDescriptor")]
        pictures = [one for one in pdf.objects if _stream_of(one, "/Image") and "/SMask" not in one]
    assert len(fonts) == len(set(fonts)) == len(whole().file.fonts)
    assert len(pictures) == 1


def _is(one: pikepdf.Object, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/Type")) == kind


def _stream_of(one: pikepdf.Object, kind: str) -> bool:
    return isinstance(one, pikepdf.Stream) and str(one.get("/Subtype")) == kind


def test_the_cover_is_in_the_size_of_the_pages_and_has_its_own_words() -> None:
    file = read_pdf(NAME, made("covered").files[NAME])
    assert "paroles" in tokens(file.pages[0].text)
    assert tokens(file.pages[1].text) == []


def test_a_second_build_takes_it_from_the_cache_and_another_folding_does_not() -> None:
    cache_ = Cache()
    first, again, other = (
        write_booklet(replace(_folded(how), cache=cache_)).files[NAME]
        for how in (Folding(), Folding(), Folding(signature=1))
    )
    assert first is again
    assert other != first
