"""Ways to spoil the pages of a finished book: for each code of the preflight, files that must show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
from anthology import printers
from anthology.checks import Case
from anthology.printers import Margin, Printer, Printing
from tests.checks.cases import fresh, good, with_pdf

PAGE = 8
_SHOWN = re.compile(rb"/(\S+) \S+ Tf.*?\[(<[0-9a-f]{8,}>)", re.DOTALL)


def painted(operators: str, file: pikepdf.Pdf, page: int = PAGE) -> None:
    """Paint something more on a page, above what is there."""
    file.pages[page].contents_add(file.make_stream(f" q {operators} Q ".encode()))


def written(setup: str, x: float, y: float, file: pikepdf.Pdf, *, size: float = 10, glyphs: str = "") -> None:
    """Write some letters more on a page, in a font of the page."""
    page = file.pages[PAGE]
    data = b"".join(stream.read_bytes() for stream in _contents(page))
    found = _SHOWN.search(data)
    assert found
    shown = glyphs or found[2].decode()
    painted(f"{setup} BT /{found[1].decode()} {size} Tf 1 0 0 1 {x} {y} Tm [{shown}] TJ ET", file)


def _contents(page: pikepdf.Page) -> list[Any]:
    contents: Any = page.obj.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def emptied(*pages: int) -> Callable[[pikepdf.Pdf], None]:
    def spoil(file: pikepdf.Pdf) -> None:
        for page in pages:
            file.pages[page].Contents = file.make_stream(b"")

    return spoil


def overprinted(file: pikepdf.Pdf) -> None:
    written("0 g", 100, 300, file)
    written("0 g", 104, 301, file)


def turned(file: pikepdf.Pdf) -> None:
    file.pages[PAGE].obj.Rotate = 90


def cut_elsewhere(file: pikepdf.Pdf) -> None:
    file.pages[PAGE].obj.TrimBox = [-20, 0, 419, 595]


def cut_smaller(file: pikepdf.Pdf) -> None:
    file.pages[PAGE].obj.TrimBox = [0, 0, 400, 595]


def printed_by(**asked: object) -> Callable[[], Printing]:
    """A printer that asks for these values, and for nothing else."""
    plain = printers.load("plain")
    printer: Printer = replace(plain, **asked)  # type: ignore[arg-type]
    return lambda: Printing(printer, printer.paper())


def asked(**values: object) -> Case:
    """The good case for a printer that asks for these values."""
    return fresh(good(), printed_by=printed_by(**values))


def spoilt(*arguments: object, **more: object) -> Callable[[], Case]:
    return lambda: with_pdf(partial(written, *arguments, **more))  # type: ignore[arg-type]


MUTANTS: Mapping[str, tuple[Callable[[], Case], ...]] = {
    "page-text-outside": (
        spoilt("", -60, 300),
        spoilt("", 100, -30),
        spoilt("", 415, 300),
        spoilt("", 100, 620),
        spoilt("1 0 0 1 500 0 cm", 100, 300),
    ),
    "page-text-cut": (spoilt("90 290 12 20 re W n", 100, 300), spoilt("0 0 1 1 re W n", 100, 300)),
    "page-text-invisible": (
        spoilt("1 g", 100, 300),
        spoilt("0 0 0 0.02 k", 100, 300),
        spoilt("3 Tr", 100, 300),
        spoilt("0 g 90 290 300 30 re f", 100, 300),
    ),
    "page-text-covered": (lambda: with_pdf(partial(painted, "0.9 g 0 0 420 600 re f")),),
    "page-text-overprinted": (lambda: with_pdf(overprinted),),
    "pdf-glyph-missing": (spoilt("", 100, 300, glyphs="<0000>"),),
    "pdf-letters-missing": (spoilt("", 100, 300, glyphs="<fff0>"),),
    "pdf-boxes-wrong": (
        lambda: with_pdf(turned),
        lambda: with_pdf(cut_elsewhere),
        lambda: with_pdf(cut_smaller),
    ),
    "pdf-text-near-edge": (lambda: asked(margins=(Margin(pages=900, gutter_mm=5, outside_mm=60),)),),
    "pdf-text-in-gutter": (lambda: asked(margins=(Margin(pages=900, gutter_mm=60, outside_mm=5),)),),
    "pdf-page-count": (lambda: asked(pages_least=400), lambda: asked(pages_most=4)),
    "pdf-hairline": (
        lambda: with_pdf(partial(painted, "0.1 w 90 290 m 200 290 l S")),
        lambda: with_pdf(partial(painted, "90 290 100 0.1 re f")),
        lambda: asked(line_least_pt=3.0),
    ),
    "pdf-letters-small": (spoilt("", 100, 300, size=3), lambda: asked(font_least_pt=30.0)),
    "pdf-text-light": (spoilt("0.8 g", 100, 300), spoilt("0 0 0 0.3 k", 100, 300)),
    "pdf-pages-empty": (lambda: with_pdf(emptied(8, 9, 10)),),
}
