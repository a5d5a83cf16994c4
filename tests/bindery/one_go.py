"""A book as the engine writes it in one go: what a bound book must equal.

The documents of a printed book are set again, each on the side and with the number that its first page has in
that book, folios and all; and all pages are written as one file by the engine's own `Document.copy`, with the
engine's fonts, links and outline. The tags are those of the bindery's own tagger, which here sees the whole
book as one document.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
import pypdfium2
import pytest
from anthology import resources
from anthology.bindery.engine import listening
from anthology.bindery.packet import Properties
from anthology.bindery.placed import Placed, placing
from anthology.bindery.setting import Pages, Press
from anthology.bindery.tags import tagging
from anthology.layouts import Layout
from anthology.model import Matter, Section
from anthology.writers import pagination
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, properties_of

BLANK = (
    b'<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" class="blank" lang="und">'
    b'<head><title>-</title></head><body><div class="section"></div></body></html>'
)


@contextmanager
def numbers_as_wide_as_they_are() -> Iterator[None]:
    """Have page numbers set with as many noughts as they have figures.

    Otherwise lines of the index are broken as if all had three, and in one go as the numbers themselves say.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagination, "_FIGURES_APART", 1)
        yield


def one_go(making: Making, printed: PrintedBook) -> bytes:
    """The same book, in one go."""
    press = press_of(making)
    said = labels(printed.data)
    front = sum(not label.isdigit() for label in said)
    sections = [one for one in making.book.sections if "print" in one.media]
    opening = [one for one in sections if one.matter is Matter.FRONT]
    rest = [one for one in sections if one.matter is not Matter.FRONT]
    runs = [
        *_runs(press, making, opening, printed.folios, said[:front]),
        *_runs(press, making, rest, printed.folios, said[front:]),
    ]
    return written(press, runs, properties_of(making.book), said)


def press_of(making: Making) -> Press:
    """A press that prints folios with the pages."""
    sheets = making.layout.style_sheets("print", draft=making.book.draft, extra=("folios.css",))
    return Press(sheets, {**fonts(making.layout), **making.pictures})


def fonts(layout: Layout) -> Mapping[str, bytes]:
    """The fonts of a layout by their addresses."""
    return {f"fonts/{face.file}": resources.font_bytes(face.file) for face in layout.fonts()}


def _runs(
    press: Press, making: Making, sections: Sequence[Section], folios: Mapping[str, str], said: Sequence[str]
) -> Iterator[Pages]:
    """The sections that are numbered together, with blank pages where the book leaves pages free."""
    number = 1
    for section in sections:
        start = said.index(folios[section.id]) + 1
        for free in range(number, start):
            yield _set(press, "blank page", BLANK, free)
        xhtml = making.layout.render(making.book, section, "print", folios)
        yield (pages := _set(press, section.id, xhtml, start))
        number = start + len(pages)
    for free in range(number, len(said) + 1):
        yield _set(press, "blank page", BLANK, free)


def _set(press: Press, name: str, xhtml: bytes, number: int) -> Pages:
    return press.set(xhtml, name=name, first_page=number, side="recto" if number % 2 else "verso")


def written(press: Press, runs: Sequence[Pages], about: Properties, said: Sequence[str]) -> bytes:
    """All pages as the engine itself writes them, as PDF/UA-1; `said` are their folios."""
    book = runs[0].document.copy([page for run in runs for page in run.document.pages])
    told = book.metadata
    told.title, told.authors, told.lang = about.title, list(about.authors), about.language
    told.description, told.keywords = about.subject, list(about.keywords)
    told.created = told.modified = about.date or None
    told.generator = None

    def finish(document: Any, pdf: Any) -> None:
        for page in (one for one in pdf.objects if isinstance(one, dict) and "TrimBox" in one):
            page["MediaBox"] = page["BleedBox"] = page["TrimBox"]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(_numbering(said))})

    target = io.BytesIO()
    heard = listening("the book in one go", press._fetcher)
    with heard, placing(Placed(press._table)), tagging(book):
        book.write_pdf(target, finisher=finish, pdf_tags=True, pdf_variant="pdf/ua-1")
    return target.getvalue()


def labels(data: bytes) -> tuple[str, ...]:
    """The folio of each page, as a viewer shows it."""
    with pypdfium2.PdfDocument(data) as pdf:
        return tuple(pdf.get_page_label(number) for number in range(len(pdf)))


def _numbering(said: Sequence[str]) -> Iterator[Any]:
    """Roman folios from the first page, arabic ones from the first page that has one."""
    front = sum(not label.isdigit() for label in said)
    if front:
        yield from (0, pydyf.Dictionary({"S": "/r", "St": 1}))
    if front < len(said):
        yield from (front, pydyf.Dictionary({"S": "/D", "St": 1}))
