"""The outputs a build can make: one writer each, from the same rendered sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anthology.writers.making import Conformance as Conformance
from anthology.writers.making import Made as Made
from anthology.writers.making import Making as Making
from anthology.writers.making import Place as Place

from anthology.writers.cover import cover_image, write_cover  # isort: skip
from anthology.writers.epub import write_epub  # isort: skip
from anthology.writers.epub_pages import Starts, page_starts  # isort: skip
from anthology.writers.booklet import write_booklet  # isort: skip
from anthology.writers.offprints import write_offprints  # isort: skip
from anthology.writers.pdf import paged, printed, resolutions_of  # isort: skip

Writer = Callable[[Making], Made]
"""What a build needs of one output: its files by name, and what they show."""


def _pdf(making: Making) -> Made:
    book = printed(making)
    return Made({"book.pdf": book.data}, {"book.pdf": book.file}, resolutions_of("book.pdf", book))


def _epub(making: Making) -> Made:
    return Made({"book.epub": _e_book(making)})


def _e_book(making: Making) -> bytes:
    """The bytes of the e-book: what is made for one kind of device is made of these."""

    def pages() -> Starts:
        book = paged(making)
        return page_starts(book.runs, book.folio)

    return making.once("e-book", lambda: write_epub(making, cover=cover_image(making), pages=pages))


def _kindle(making: Making) -> Made:
    from anthology.writers.kindle import azw3

    return Made({"book.azw3": azw3(_e_book(making), making.cache)})


def _kobo(making: Making) -> Made:
    from anthology.writers.kobo import kobo

    return Made({"book.kepub.epub": kobo(_e_book(making), making.cache)})


def _press(making: Making) -> Made:
    # A library for PDF files and one for colours: only who wants this file loads them.
    from anthology.writers.press import write_press

    return write_press(making)


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "pdf": _pdf,
        "epub": _epub,
        "kindle": _kindle,
        "kobo": _kobo,
        "press": _press,
        "cover": write_cover,
        "booklet": write_booklet,
        "offprints": write_offprints,
    }
)
