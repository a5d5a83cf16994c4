"""The bytes of a PDF to what it shows and says of itself: pages with their words, outline, fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from anthology.checks.pdf_acts import DAMAGE as _DAMAGE
from anthology.checks.pdf_acts import inside, unreadable
from anthology.finished import Bookmark, PdfFile, PdfFont, PdfPage

_POINTS_PER_MM = 72 / 25.4
_DEEPEST = 40
"""Levels of a tree (outline, names) that are followed: a damaged file may hold a circle."""

DAMAGE = (*_DAMAGE, pdfium.PdfiumError)
"""What a damaged file may make the readers of PDFs raise."""


def read_pdf(name: str, data: bytes) -> PdfFile:
    """Read a PDF as far as the checks need it.

    Raises:
        SourceError: `pdf-unreadable`: it is damaged, or asks for a password.
    """
    try:
        texts = _texts(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _file(name, pdf, texts)
    except DAMAGE as error:
        raise unreadable(name, error) from None


def _texts(data: bytes) -> list[str]:
    with pdfium.PdfDocument(data) as document:
        return [_text(page) for page in document]


def _text(page: pdfium.PdfPage) -> str:
    with closing(page.get_textpage()) as text:
        return str(text.get_text_range())


def _file(name: str, pdf: pikepdf.Pdf, texts: list[str]) -> PdfFile:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    destinations = dict(_destinations(pdf, numbers))
    return PdfFile(
        name=name,
        pages=tuple(_page(page, text) for page, text in zip(pdf.pages, texts, strict=True)),
        labelled="/PageLabels" in pdf.Root,
        outline=tuple(_outline(pdf, numbers, destinations)),
        destinations=destinations,
        fonts=tuple(dict.fromkeys(_fonts(pdf))),
        title=_said(pdf, "/Title", "dc:title"),
        author=_said(pdf, "/Author", "dc:creator"),
        language=str(pdf.Root.get("/Lang", "")),
        tagged="/StructTreeRoot" in pdf.Root and _marked(pdf),
    )


def _marked(pdf: pikepdf.Pdf) -> bool:
    marks: Any = pdf.Root.get("/MarkInfo")
    return marks is not None and bool(marks.get("/Marked", False))


def _page(page: pikepdf.Page, text: str) -> PdfPage:
    left, bottom, right, top = (float(side) for side in page.trimbox)
    return PdfPage(str(page.label), text, (right - left) / _POINTS_PER_MM, (top - bottom) / _POINTS_PER_MM)


def _said(pdf: pikepdf.Pdf, key: str, field: str) -> str:
    """What the file says of itself, in its dictionary or else in its XMP packet."""
    if key in pdf.docinfo:
        return str(pdf.docinfo[key])
    with suppress(KeyError), pdf.open_metadata() as packet:
        value = packet[field]
        return ", ".join(map(str, value)) if isinstance(value, list | set) else str(value)
    return ""


# --- places ------------------------------------------------------------------------------------------

_Numbers = Mapping[tuple[int, int], int]


def _destinations(pdf: pikepdf.Pdf, numbers: _Numbers) -> Iterator[tuple[str, int]]:
    """The page of each named destination (ISO 32000-1, 12.3.2.3)."""
    names: Any = pdf.Root.get("/Names")
    tree = None if names is None else names.get("/Dests")
    for name, place in _leaves(tree, _DEEPEST) if tree is not None else ():
        page = _page_of(place, numbers)
        if page is not None:
            yield name, page


def _leaves(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    names = node.get("/Names", [])
    for place in range(0, len(names) - 1, 2):
        yield str(names[place]), names[place + 1]
    if depth:
        for kid in node.get("/Kids", []):
            yield from _leaves(kid, depth - 1)


def _page_of(place: Any, numbers: _Numbers) -> int | None:
    if isinstance(place, pikepdf.Dictionary):
        place = place.get("/D")
    target = place[0] if isinstance(place, pikepdf.Array) and len(place) else None
    return numbers.get(target.objgen) if isinstance(target, pikepdf.Dictionary) else None


def _outline(pdf: pikepdf.Pdf, numbers: _Numbers, names: Mapping[str, int]) -> Iterator[Bookmark]:
    outline = pdf.Root.get("/Outlines")
    if outline is not None:
        yield from _bookmarks(outline.get("/First"), 1, numbers, names, set())


def _bookmarks(
    item: Any, level: int, numbers: _Numbers, names: Mapping[str, int], met: set[tuple[int, int]]
) -> Iterator[Bookmark]:
    while item is not None and item.objgen not in met and level < _DEEPEST:
        met.add(item.objgen)
        place = item.get("/Dest", item.get("/A", {}).get("/D"))
        named = isinstance(place, pikepdf.String | pikepdf.Name)
        page = names.get(str(place).lstrip("/")) if named else _page_of(place, numbers)
        yield Bookmark(str(item.get("/Title", "")), level, page)
        yield from _bookmarks(item.get("/First"), level + 1, numbers, names, met)
        item = item.get("/Next")


# --- fonts -------------------------------------------------------------------------------------------


def _fonts(pdf: pikepdf.Pdf) -> Iterator[PdfFont]:
    """The fonts of any dictionary of the file, those that stand inside another one included."""
    for top in (*pdf.objects, pdf.trailer):
        for one in inside(top):
            if isinstance(one, pikepdf.Dictionary):
                yield from _font_of(one)


def _font_of(one: Any) -> Iterator[PdfFont]:
    if one.get("/Type") == "/Font" and str(one.get("/Subtype")) not in {"/CIDFontType0", "/CIDFontType2"}:
        below = one.get("/DescendantFonts")
        yield _font(one, (below[0] if below else one).get("/FontDescriptor", {}))


def _font(font: Any, descriptor: Any) -> PdfFont:
    name = str(font.get("/BaseFont", font.get("/Name", "/?"))).lstrip("/")
    plain = name.partition("+")[2] or name
    family = str(descriptor.get("/FontFamily", "")) or plain.replace("-", " ")
    # A Type 3 font is made of drawings that stand in the file itself.
    drawn = font.get("/Subtype") == "/Type3"
    return PdfFont(plain, family, drawn or any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")))
