"""booklet.pdf: the pages of book.pdf on the sheets of a copier, to be folded and stapled."""

from __future__ import annotations

from dataclasses import replace

from anthology import records
from anthology.bindery.binding import bind
from anthology.bindery.packet import Properties
from anthology.cache import digest
from anthology.finished import PdfFile, PdfPage
from anthology.imposition import imposed, sides
from anthology.writers.cover import cover_order
from anthology.writers.fragments import Order
from anthology.writers.making import Made, Making
from anthology.writers.pdf import PrintedBook, fonts_of, printed, program, resolutions_of

NAME = "booklet.pdf"


def write_booklet(making: Making) -> Made:
    """The booklet, and what it shows.

    Raises:
        LayoutError: the book, or its cover, cannot be set.
    """
    book = printed(making)
    cover = _cover(making) if making.folding.cover else None
    key = digest(book.data, records.digest_of(making.folding), cover.key if cover else "")
    data = making.cache.remember(
        "booklet",
        key,
        lambda: imposed(book.data, making.folding, _alone(making, cover) if cover else b""),
        dump=bytes,
        load=bytes,
    )
    return Made({NAME: data}, {NAME: _shown(making, book, cover)}, resolutions_of(NAME, book))


def _cover(making: Making) -> Order:
    """Have the front of the cover set, in the size of the pages."""
    return cover_order(making, making.layout.trim)


def _alone(making: Making, cover: Order) -> bytes:
    about = making.book.metadata
    return bind([cover.piece()], [], Properties(about.title, (), about.language), program(making.layout))


def _shown(making: Making, book: PrintedBook, cover: Order | None) -> PdfFile:
    """What a reader of the file finds in it: the words of two pages on each side of a sheet."""
    pages = [page.text for page in book.file.pages]
    printed_sides = [
        [pages[place] for place in (side.left, side.right) if place is not None]
        for side in sides(len(pages), making.folding.signature)
    ]
    around = [[cover.head.pages[0].text], []] if cover else []
    width, height = making.folding.sheet_mm
    fonts = (*book.file.fonts, *fonts_of([cover.head.faces] if cover else ()))
    return replace(
        book.file,
        name=NAME,
        pages=tuple(
            PdfPage(str(number), "\r\n".join(filter(None, texts)), width, height)
            for number, texts in enumerate([*around, *printed_sides], start=1)
        ),
        labelled=False,
        outline=(),
        fonts=tuple(dict.fromkeys(fonts)),
        destinations={},
        tagged=False,
    )
