"""A printed book to findings: its pictures that are too coarse at the size they are shown, and what fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor

from anthology.bindery.binding import Piece
from anthology.bindery.fragment import Shown
from anthology.model import Finding, Severity

SCREEN_LEAST = 100
"""Points an inch below which a picture looks coarse on a screen and from an office printer."""

_CM = 2.54


def coarse_on_screens(pieces: Sequence[Piece], folios: Sequence[str]) -> Iterator[Finding]:
    """Pictures that even a screen shows coarsely; `folios` are those of all pages of the pieces."""
    return _coarse("photo-coarse", "a page that is read on a screen", SCREEN_LEAST, pieces, folios)


def coarse_on_paper(pieces: Sequence[Piece], folios: Sequence[str], least: int) -> Iterator[Finding]:
    """Pictures with fewer points an inch than the printer of the book asks for."""
    return _coarse("photo-coarse-print", "the printer of this book", least, pieces, folios)


def _coarse(
    code: str, who: str, least: int, pieces: Sequence[Piece], folios: Sequence[str]
) -> Iterator[Finding]:
    for folio, one in _shown(pieces, folios):
        if round(one.ppi) < least:
            yield Finding(
                code,
                Severity.WARNING,
                f"{one.name} has {one.ppi:.0f} points an inch at the {_size(one)} at which it is shown; "
                f"{who} needs {least}",
                hint=f"show it at {_fitting(one, least)} at most, or take a picture of "
                f"{_needed(one, least)} pixels or more",
                file=one.name,
                page=folio,
            )


def _shown(pieces: Sequence[Piece], folios: Sequence[str]) -> Iterator[tuple[str, Shown]]:
    """Each picture as it is shown, with the folio of its page."""
    first = 0
    for piece in pieces:
        for one in piece.head.shown:
            yield folios[first + one.page], one
        first += len(piece.head.pages)


def _size(one: Shown) -> str:
    return f"{one.width_pt / 72 * _CM:.1f} x {one.height_pt / 72 * _CM:.1f} cm"


def _fitting(one: Shown, least: int) -> str:
    """The largest size that is fine enough, rounded down to a millimetre."""
    scale = one.ppi / least
    across, down = (floor(size / 72 * _CM * scale * 10) / 10 for size in (one.width_pt, one.height_pt))
    return f"{across:.1f} x {down:.1f} cm"


def _needed(one: Shown, least: int) -> str:
    return " x ".join(str(ceil(size / 72 * least)) for size in (one.width_pt, one.height_pt))
