"""An ISBN and an address to the codes a scanner reads: shapes on a grid of modules, and their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from anthology.printers.cover import BARCODE_MODULES, QUIET_MODULES

_BAR, _GUARD = 69.24, 74.24
"""How high bars and guard bars are, in modules: 22.85 mm at 0.33 mm a module, and five modules more."""

_FIRST_HALF, _SECOND_HALF, _DIGIT = 3, 50, 7
"""Modules from the first bar to the figures of each half, and the width of a figure."""

_QUIET_QR = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code as one path in modules, its size with the quiet zone, and its figures: (place, letter)."""

    path: str
    width: float
    height: float
    figures: tuple[tuple[float, str], ...] = ()


def isbn_barcode(isbn: str) -> Code:
    """The EAN-13 of an ISBN-13, with its quiet zones (ISO/IEC 15420)."""
    from barcode.ean import EuropeanArticleNumber13

    digits = re.sub(r"\D", "", isbn)
    bars = EuropeanArticleNumber13(digits[:12], guardbar=True).build()[0]
    left = QUIET_MODULES[0]
    shapes = (
        (left + at, 0.0, width, _GUARD if kind == "G" else _BAR) for at, width, kind in _runs(bars, "1G")
    )
    return Code(_path(shapes), *BARCODE_MODULES, tuple(_figures(digits, left)))


def _figures(digits: str, left: int) -> Iterator[tuple[float, str]]:
    """The first figure stands in the quiet zone, six below each half."""
    yield left - 2.0 - _DIGIT, digits[0]
    for half, start in ((digits[1:7], _FIRST_HALF), (digits[7:], _SECOND_HALF)):
        yield from ((left + start + _DIGIT * place, digit) for place, digit in enumerate(half))


def qr_code(address: str) -> Code:
    """The QR code of an address, with its quiet zone; 15 % of it may be lost (ISO/IEC 18004, level M)."""
    import segno

    code = segno.make_qr(address, error="m")
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
    shapes = (
        (_QUIET_QR + at, float(_QUIET_QR + y), width, 1.0)
        for y, row in enumerate(rows)
        for at, width, _ in _runs(row, "1")
    )
    side = len(rows) + 2 * _QUIET_QR
    return Code(_path(shapes), side, side)


def _runs(row: Sequence[str], dark: str) -> Iterator[tuple[int, int, str]]:
    """Where each run of equal dark modules begins, how long it is, and what it is made of."""
    at = 0
    for kind, run in groupby(row):
        length = len(list(run))
        if kind in dark:
            yield at, length, kind
        at += length


def _path(shapes: Iterable[tuple[float, float, float, float]]) -> str:
    return "".join(f"M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z" for x, y, width, height in shapes)
