"""Files for a press that the tests share, each made once: of a real book, and of pages drawn by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

import pikepdf
import pypdfium2
from anthology import printers
from anthology.cache import Cache
from anthology.prepress import conditions, sheets
from anthology.prepress.identity import About
from anthology.prepress.pictures import Placed
from anthology.prepress.ticket import Job, Ticket
from anthology.printers import Printing
from anthology.resources import font_bytes
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from anthology.writers.press import write_press
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops
from tests import books

A5 = (419.528, 595.276)
PHOTOGRAPH = books.picture(1500, 1000)
ABOUT = About("L’eau & le fer", "Hélène Castéra", "2024-05", "tests")
LETTERS = "linux-libertine/LinLibertine_R.otf"
NOTHING: Mapping[int, Placed] = MappingProxyType({})


def printing(name: str, **changed: object) -> Printing:
    """A printer the tool ships, with some of its values changed."""
    printer = replace(printers.load(name), **changed)  # type: ignore[arg-type]
    return Printing(printer, printer.paper())


@cache
def making(name: str) -> Making:
    """The book of the tests, on its way to that printer."""
    pictures = {books.PHOTO: PHOTOGRAPH}
    return Making(
        books.book(), books.layout(), pictures, cache=_CACHE, printed_by=lambda: printing(name, pages_least=4)
    )


_CACHE = Cache()


@cache
def bound() -> PrintedBook:
    """The same book as it is read on a screen."""
    return write_pdf(making("plain"))


@cache
def pressed(name: str) -> bytes:
    """The same book as that printer takes it."""
    return write_press(making(name)).files["press.pdf"]


def job(**asked: object) -> Job:
    """A job with the coated paper, but for what is asked."""
    values = {"pages_multiple": 1, "marks": False, **asked}
    ticket = Ticket(**values)  # type: ignore[arg-type]
    return Job(ticket, None if ticket.standard == "pdf" else conditions.shipped("fogra39-300"))


def sheet(job: Job, book: bytes, placed: Mapping[int, Placed] = NOTHING) -> bytes:
    """A book drawn by hand as a file for the press."""
    return sheets.made(book, job, ABOUT, letters=font_bytes(LETTERS), placed=placed, kept=Cache())


def drawn(content: bytes, draw: Callable[[pikepdf.Pdf], Dictionary] | None = None, pages: int = 1) -> bytes:
    """A file of some pages with one content each; `draw` gives the resources."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=A5)
            page = pdf.pages[-1].obj
            page.Contents = pdf.make_stream(content)
            page.TrimBox = Array([0, 0, *A5])
            page.Resources = draw(pdf) if draw else Dictionary()
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """The bytes of a file."""
    written = io.BytesIO()
    pdf.save(written, deterministic_id="encryption" not in how, **how)
    return written.getvalue()


def image(pdf: pikepdf.Pdf, pixels: bytes, size: tuple[int, int], space: str = "DeviceRGB") -> pikepdf.Stream:
    """A picture of plain pixels."""
    stream = pdf.make_stream(pixels)
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Image
    stream.Width, stream.Height = size
    stream.ColorSpace, stream.BitsPerComponent = Name(f"/{space}"), 8
    return stream


def shown(data: bytes, page: int, scale: float = 1.5) -> Image.Image:
    """A page as a viewer draws it, cut to its TrimBox."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        box = [float(side) for side in pdf.pages[page].obj.TrimBox]
        pdf.pages[page].obj.MediaBox = pikepdf.Array(box)
        single = pikepdf.new()
        single.pages.append(pdf.pages[page])
        written = io.BytesIO()
        single.save(written)
    with pypdfium2.PdfDocument(written.getvalue()) as document:
        drawn: Image.Image = document[0].render(scale=scale).to_pil()
        return drawn.convert("RGB")


def difference(first: Image.Image, second: Image.Image) -> tuple[float, float]:
    """The mean and the largest difference of two pictures, in levels of 255."""
    assert first.size == second.size
    levels = ImageChops.difference(first, second).convert("L").tobytes()
    return sum(levels) / len(levels), max(levels)
