"""Pictures of an e-book: no larger than readers take, each with its width and height."""

from __future__ import annotations

import io
from dataclasses import replace

from anthology.pictures import SCREEN_PIXELS
from anthology.writers.epub_documents import document, picture_places
from anthology.writers.epub_pictures import screen_pictures
from anthology.writers.making import Making
from PIL import Image
from tests import books

LARGE, SMALL = "photos/grande.jpg", "photos/petite.png"


def making(*shown: str) -> Making:
    body = "".join(f'<p id="p{place}"><img alt="a" src="{name}"/></p>' for place, name in enumerate(shown))
    book = books.with_data(books.book(), "page-foreword", body=books.body(body))
    pictures = {LARGE: books.picture(2400, 1600), SMALL: books.picture(30, 20, "PNG")}
    return replace(Making(book, books.layout()), pictures=pictures)


def test_one_that_is_too_large_is_made_smaller_and_any_other_stays_as_it_is() -> None:
    one = making()
    shown = screen_pictures(one)
    with Image.open(io.BytesIO(shown[LARGE].data)) as picture:
        assert picture.size == shown[LARGE].size == (2190, 1460)
        assert picture.width * picture.height <= SCREEN_PIXELS
    assert (shown[SMALL].data, shown[SMALL].size) == (one.pictures[SMALL], (30, 20))


def test_what_is_no_picture_is_left_to_those_who_pack_it() -> None:
    one = replace(making(), pictures={LARGE: b"not a picture"})
    assert screen_pictures(one)[LARGE].data == b"not a picture"
    assert screen_pictures(one)[LARGE].size is None


def test_a_page_says_how_large_its_pictures_are() -> None:
    one = making(LARGE, SMALL)
    section = next(each for each in one.book.sections if each.id == "page-foreword")
    sizes = {name: each.size for name, each in screen_pictures(one).items() if each.size}
    text = document(one, section, picture_places(one.pictures, sizes)).item.data.decode()
    assert 'src="../images/grande.jpg" width="2190" height="1460"' in text
    assert 'src="../images/petite.png" width="30" height="20"' in text


def test_a_picture_of_another_size_makes_another_page_of_it() -> None:
    first, second = (picture_places([LARGE], {LARGE: size}) for size in ((10, 10), (10, 11)))
    assert first.digest != second.digest
    assert picture_places([LARGE]).digest != first.digest
