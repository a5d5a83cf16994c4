"""The picture of the cover: one page, whole, of the size that shops ask for."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from anthology.errors import LayoutError
from anthology.model import Book
from anthology.writers.cover import cover_image
from anthology.writers.making import Making
from PIL import Image
from tests import books


def cover(book: Book) -> bytes:
    return cover_image(Making(book, books.layout()))


def titled(title: str, subtitle: str = "") -> Book:
    return replace(books.book(), metadata=replace(books.metadata(), title=title, subtitle=subtitle))


def test_it_is_a_jpeg_of_1600_by_2560_pixels_and_always_the_same() -> None:
    data = cover(books.book())
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("JPEG", (1600, 2560), "RGB")
        assert len(picture.getcolors(1 << 24) or []) > 10, "something is printed on it"
        assert not picture.getexif()
    assert cover(books.book()) == data


def test_another_title_gives_another_picture_and_a_draft_says_that_it_is_one() -> None:
    plain = cover(books.book())
    assert cover(titled("Autre chose")) != plain
    assert cover(replace(books.book(), draft=True)) != plain


@pytest.mark.parametrize(
    "title",
    [
        "X",
        "Anticonstitutionnellement",
        "Un titre qui n’en finit pas, " * 6,
        "<script>alert(1)</script> & “x” {{ 7*7 }}",
        "ÉÈÀ Œ Ç – « ! »",
    ],
)
def test_a_title_of_any_length_stands_on_one_page(title: str) -> None:
    with Image.open(io.BytesIO(cover(titled(title, subtitle="Sous-titre " * 8)))) as picture:
        assert picture.size == (1600, 2560)


def test_a_character_without_a_glyph_is_an_error_that_names_the_cover() -> None:
    with pytest.raises(LayoutError) as caught:
        cover(titled("日本"))
    assert (caught.value.code, caught.value.file) == ("engine-warning", "cover")
