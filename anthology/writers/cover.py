"""The picture of the cover, from the cover section set as a page of its own."""

from __future__ import annotations

from dataclasses import replace

from anthology.bindery.binding import bind
from anthology.bindery.packet import Properties
from anthology.cache import digest
from anthology.config import Trim
from anthology.writers.fragments import Fragments, Order, Style
from anthology.writers.making import Making
from anthology.writers.pdf import program

_SIZE_PX = (1600, 2560)
_PAGE = Trim(width_mm=150.0, height_mm=150.0 * _SIZE_PX[1] / _SIZE_PX[0])


def cover_image(making: Making) -> bytes:
    """The cover as a JPEG of 1600 by 2560 pixels.

    Raises:
        LayoutError: it cannot be set.
        WriteError: it does not fit one page.
    """
    return drawn(making, cover_order(making))


def cover_order(making: Making) -> Order:
    """Have the cover set."""
    section = next(one for one in making.book.sections if one.kind == "cover")
    layout = replace(making.layout, trim=_PAGE)
    style = Style(layout, layout.style_sheets("print", cache=making.cache))
    xhtml = layout.render(making.book, section, "print", cache=making.cache)
    return Fragments(making).order(style, section.id, xhtml, "recto")


def drawn(making: Making, order: Order) -> bytes:
    """The picture of a cover that was set.

    Raises:
        WriteError: it does not fit one page.
    """
    key = digest(order.key)
    known = making.cache.recall("cover", key)
    if known is None:
        known = _picture(making, order)
        making.cache.keep("cover", key, known)
    return known


def _picture(making: Making, order: Order) -> bytes:
    from anthology.bindery.raster import rasterise  # only here: most builds find the picture made

    about = making.book.metadata
    pdf = bind(
        [order.piece()], [], Properties(about.title, (), about.language), program(making.layout), making.cache
    )
    return rasterise(pdf, size_px=_SIZE_PX)
