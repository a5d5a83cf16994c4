"""The cover, from one template: flat for the printer, and its front as the picture of the e-book."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lxml import etree

from anthology.bindery import versions
from anthology.bindery.binding import bind
from anthology.bindery.packet import Properties
from anthology.cache import digest
from anthology.config import Trim
from anthology.errors import ComposeError
from anthology.layouts import XHTML
from anthology.model import Metadata, Section
from anthology.printers.cover import FIELD, Box, Plan, planned
from anthology.writers.cover_codes import isbn_barcode, qr_code
from anthology.writers.cover_words import (
    SpineLine,
    front_names,
    sizes,
    spine_lines,
    subtitle_size,
    title_size,
)
from anthology.writers.fragments import Fragments, Order, Style
from anthology.writers.making import Made, Making
from anthology.writers.pdf import printed, program

NAME = "cover.pdf"
_SIZE_PX = (1600, 2560)
_PAGE = Trim(width_mm=150.0, height_mm=150.0 * _SIZE_PX[1] / _SIZE_PX[0])
_OVER_MM = 10.0
"""How far a picture goes over the edges of the front that are cut."""

_UPWARD = frozenset({"ca", "es", "eu", "fr", "gl", "it", "oc", "pt", "ro"})
"""Languages whose books bear the title of the spine from foot to head. In most others it runs from head to
foot, as ISO 6357 asks."""


@dataclass(frozen=True, slots=True)
class _Front:
    """What the front shows, and where it stands: lengths in millimetres, sizes in hundredths of its width."""

    place: Box
    field_mm: float
    over_mm: float
    picture: str
    names: tuple[str, ...]
    listed: bool
    title_rem: float
    subtitle_rem: float


# --- the picture of the e-book -----------------------------------------------------------------------


def cover_image(making: Making) -> bytes:
    """The front of the cover as a JPEG of 1600 by 2560 pixels.

    Raises:
        LayoutError: it cannot be set.
        WriteError: it does not fit one page.
    """
    return drawn(making, cover_order(making))


def cover_order(making: Making, page: Trim = _PAGE) -> Order:
    """Have the front of the cover set by itself, on a page of that size.

    Raises:
        ComposeError: `cover-words`: words have no room on it.
    """
    place = Box(0.0, 0.0, page.width_mm, page.height_mm)
    return _order(making, "cover", {"front": _front(making, place, FIELD * place.height)})


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
    _whole(order)
    from anthology.bindery.raster import rasterise  # only here: most builds find the picture made

    return rasterise(_bound(making, order), size_px=_SIZE_PX)


# --- the printed cover -------------------------------------------------------------------------------


def cover_plan(making: Making) -> Plan:
    """Where everything stands on the cover of this book, by its final count of pages."""
    trim = making.layout.trim
    return planned(making.printing, trim.width_mm, trim.height_mm, printed(making).pages)


def write_cover(making: Making) -> Made:
    """The cover, flat, for the printer of the book.

    Raises:
        ComposeError: `cover-words`: words have no room on it.
        ConfigError: the printer's profile is none that can be used.
        LayoutError: it cannot be set, or cannot be brought into the inks.
    """
    return Made({NAME: cover_file(making, cover_plan(making))})


def cover_file(making: Making, plan: Plan) -> bytes:
    """The cover of that plan in the inks and boxes of the printer.

    Raises:
        ComposeError: `cover-words`: words have no room on it.
        ConfigError: the printer's profile is none that can be used.
        LayoutError: it cannot be set, or cannot be brought into the inks.
    """
    # A library for PDF files and one for colours: only who wants this file loads them.
    from anthology.prepress import sheets, ticket
    from anthology.writers.press import about, flattened, letters, photographs

    order = sheet_order(making, plan)
    return sheets.made(
        _bound(making, order),
        ticket.cover(making.printing),
        about(making.book),
        letters=letters(making.layout),
        placed=photographs(making, [order.piece()]),
        kept=making.cache,
        flat=lambda page: making.notice(flattened(NAME, page)),
    )


def sheet_order(making: Making, plan: Plan) -> Order:
    """Have the cover set, flat, with the largest words on its back that there is room for.

    Raises:
        ComposeError: `cover-words`: words have no room.
    """
    front = _front(making, plan.front, plan.field_mm)
    said = _said(making, plan, front)
    for size, named in sizes(plan.back.width, named=bool(said["names"])):
        back = {"blurb": said["blurb"], "names": said["names"] if named else (), "size_pt": size}
        if (
            len(
                _order(
                    making, "cover-words", {**back, "place": plan.words, "width": plan.front.width}
                ).head.pages
            )
            == 1
        ):
            return _whole(_order(making, "cover-sheet", {**said, **back}))
    raise _crowded("the words of the back cover have no room there")


def _whole(order: Order) -> Order:
    """The cover, seen to bear every word its template gave it.

    Raises:
        ComposeError: `cover-words`.
    """
    body = etree.fromstring(order.job.xhtml).find(f"{{{XHTML}}}body")
    shown = _letters("".join(page.text for page in order.head.pages))
    lost = next((word for word in _words(body) if _letters(word) not in shown), "")
    if lost or len(order.head.pages) != 1:
        raise _crowded(
            f"“{lost}” has no room on the cover" if lost else "the cover has no room for its words"
        )
    return order


def _words(body: etree._Element | None) -> Iterator[str]:
    """The words of the cover, but for the figures of the code: these are shapes beside shapes."""
    texts = () if body is None else body.xpath(".//text()[not(ancestor::*[@class='figure'])]")
    for text in texts if isinstance(texts, list | tuple) else ():
        yield from str(text).split()


def _letters(text: str) -> str:
    """What is left without hyphens, spaces of any kind and capitals: the layout may change all of these.

    A hyphen at the end of a line is read as one of the last two signs.
    """
    return re.sub(r"[\s\u00ad\u2010\u0002\ufffe-]", "", unicodedata.normalize("NFKC", text).casefold())


def _crowded(what: str) -> ComposeError:
    return ComposeError(
        "cover-words",
        what,
        hint="shorten what it says: `blurb` in [print], `title`, `subtitle` or `description` in [book]",
        file="anthology.toml",
    )


def _said(making: Making, plan: Plan, front: _Front) -> dict[str, Any]:
    printing, about = making.printing, making.book.metadata
    blurb = printing.blurb or about.description
    return {
        "plan": plan,
        "front": front,
        "spine": _spine(about, plan),
        "turn": -90 if about.language.partition("-")[0] in _UPWARD else 90,
        "blurb": tuple(part.strip() for part in blurb.split("\n\n") if part.strip()),
        "names": () if front.names else _names(making),
        "price": printing.price,
        "credit": printing.cover_credit if making.cover_picture else "",
        "isbn": printing.isbn,
        "barcode": isbn_barcode(printing.isbn) if plan.barcode else None,
        "qr": qr_code(printing.address) if plan.qr else None,
    }


def _spine(about: Metadata, plan: Plan) -> tuple[SpineLine, ...]:
    house = about.school or about.publisher or ", ".join(one.display for one in about.editors)
    return spine_lines(plan, about.title, house, about.date[:4])


# --- both --------------------------------------------------------------------------------------------


def _front(making: Making, place: Box, field_mm: float) -> _Front:
    about, picture = making.book.metadata, making.cover_picture
    title = title_size(about.title, pictured=bool(picture))
    above = front_names(() if picture else _names(making), about.title, title, field_mm / (place.width / 100))
    return _Front(
        place=place,
        field_mm=field_mm,
        over_mm=_OVER_MM,
        picture=picture,
        names=above.names,
        listed=above.listed,
        title_rem=title,
        subtitle_rem=subtitle_size(about.subtitle, pictured=bool(picture)),
    )


def _names(making: Making) -> tuple[str, ...]:
    """Everyone who wrote, in the order of the book."""
    writing = (
        one.person for one in making.book.people if any(role != "photographer" for role, _ in one.roles)
    )
    return tuple(person.display for person in writing)


def _order(making: Making, kind: str, shown: Mapping[str, Any]) -> Order:
    cover = next(one for one in making.book.sections if one.kind == "cover")
    section: Section = replace(cover, kind=kind, data=MappingProxyType(dict(shown)))
    xhtml = making.layout.render(making.book, section, "print", cache=making.cache)
    return Fragments(making).order(_style(making), section.id, xhtml, "recto")


def _style(making: Making) -> Style:
    """The fonts and the sheets of covers: a page of the book has nothing to say here."""
    layout = making.layout
    sheets = layout.style_sheets("print", extra=("cover.css",), cache=making.cache)
    own = {name: text for name, text in sheets.items() if name == "fonts.css" or name.endswith("-cover.css")}
    return Style(layout, own)


def _bound(making: Making, order: Order) -> bytes:
    about = making.book.metadata
    properties = Properties(about.title, (), about.language, producer=versions.engine())
    return bind([order.piece()], [], properties, program(making.layout), making.cache)
