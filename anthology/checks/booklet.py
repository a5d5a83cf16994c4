"""A booklet to findings: folded and leafed through, it is the book; and whether hands can fold it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from anthology.cache import digest
from anthology.checks.asking import Kind
from anthology.checks.case import PDF, Case
from anthology.imposition import Folding, folding, scale_of, signatures
from anthology.model import Finding, Severity

BOOKLET = "booklet.pdf"
_STAPLED = 20
"""Sheets that a long-armed stapler still pierces, folded: eighty pages, as copiers with a finisher take."""

_Half = bytes | None
"""What is printed on half of a side: the content of a page, or nothing."""
_Sheet = tuple[tuple[_Half, _Half], tuple[_Half, _Half]]
"""Its outward and its inward side, each from left to right."""


@dataclass(frozen=True)
class Folded:
    """A booklet and the book that it has to be when it is folded. `key` holds the digests of both."""

    key: str
    folding: Folding
    labels: tuple[str, ...] = field(repr=False)
    book: bytes = field(compare=False, repr=False)
    data: bytes = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        """The name of the file."""
        return BOOKLET


def _folded(case: Case) -> Iterator[Folded]:
    book = case.pdfs.get(PDF)
    if BOOKLET not in case.pdfs or book is None or case.config is None or case.layout is None:
        return
    how = folding(case.config.booklet, case.layout.trim)
    whole, data = case.outputs[PDF], case.outputs[BOOKLET]
    yield Folded(digest(whole, data, repr(how)), how, tuple(page.label for page in book.pages), whole, data)


FOLDED = Kind("booklet", _folded)


def order(one: Folded) -> Iterator[Finding]:
    """Whether the sheets, folded, give every page of the book once, in order, and empty ones at the end."""
    import pikepdf  # only here: a booklet that was seen before is not read again

    with pikepdf.open(io.BytesIO(one.book)) as book, pikepdf.open(io.BytesIO(one.data)) as booklet:
        pages = [page.obj.Contents.read_bytes() for page in book.pages]
        sides = [_halves(pikepdf.parse_content_stream(page), page) for page in booklet.pages]
    wanted = 2 * (-(-len(pages) // 4) + one.folding.cover)
    if len(sides) != wanted:
        yield _error(
            "booklet-pages", f"it has {len(sides)} sides of sheets; {len(pages)} pages need {wanted}"
        )
        return
    read = _leafed(_sheets(sides)[one.folding.cover :], one.folding.signature)
    for place, (found, page) in enumerate(zip_longest(read, pages), start=1):
        if found != page:
            label = one.labels[place - 1] if place <= len(one.labels) else None
            what = f"page {place} of the folded booklet is not that of the book"
            yield _error("booklet-order", what, label)
            return


def _halves(drawn: Iterable[Any], page: Any) -> tuple[_Half, _Half]:
    """What is drawn on the left and on the right half of a side, each by where its middle is."""
    halves: list[_Half] = [None, None]
    middle = float(page.mediabox[2]) / 2
    scale, shift = 1.0, 0.0
    for operands, operator in drawn:
        if str(operator) == "cm":
            scale, shift = float(operands[0]), float(operands[4])
        elif str(operator) == "Do":
            form = page.obj.Resources.XObject[operands[0]]
            left, _, right, _ = (float(side) for side in form.BBox)
            halves[shift + scale * (left + right) / 2 > middle] = form.read_bytes()
    return halves[0], halves[1]


def _sheets(sides: Sequence[tuple[_Half, _Half]]) -> list[_Sheet]:
    return list(zip(sides[::2], sides[1::2], strict=True))


def _leafed(sheets: Sequence[_Sheet], signature: int) -> Iterator[_Half]:
    """The pages in the order of a reader, who leafs through one signature after the other.

    A sheet lies with its outward side down; what is printed behind its right half is the left of the other.
    """
    at = 0
    for count in signatures(len(sheets), signature):
        own = sheets[at : at + count]
        for outward, inward in own:
            yield from (outward[1], inward[0])
        for outward, inward in reversed(own):
            yield from (inward[1], outward[0])
        at += count


def by_hand(case: Case) -> Iterator[Finding]:
    """Whether the sheets can be folded and stapled, and hold the pages in their true size."""
    book = case.pdfs.get(PDF)
    if BOOKLET not in case.pdfs or book is None or case.config is None or case.layout is None:
        return
    how = folding(case.config.booklet, case.layout.trim)
    most = max(signatures(-(-len(book.pages) // 4), how.signature), default=0)
    if most > _STAPLED:
        yield _remark(
            "booklet-thick",
            f"{most} sheets are folded into one another: no stapler goes through more than {_STAPLED}",
            "write `signature = 4` below [booklet] of anthology.toml, and sew or glue the signatures",
        )
    scale = scale_of(case.layout.trim, how.sheet_mm)
    if scale < 1:
        width, height = how.sheet_mm
        yield _remark(
            "booklet-scaled",
            f"two pages do not fit on a sheet of {width:g} × {height:g} mm: they are at {scale:.0%}",
            "name a larger sheet below [booklet] of anthology.toml, or none",
        )


def _remark(code: str, message: str, hint: str) -> Finding:
    return Finding(code, Severity.REMARK, message, hint, BOOKLET)


def _error(code: str, message: str, page: str | None = None) -> Finding:
    hint = "make the booklet again; if this comes back, report it as a fault of the tool"
    return Finding(code, Severity.ERROR, message, hint, BOOKLET, page=page)
