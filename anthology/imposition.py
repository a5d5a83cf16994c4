"""The pages of a finished PDF to the sheets of a copier, which are folded, laid into one another and stapled.

A sheet holds two pages side by side and is printed on both sides, turned over its short edge. Sheets that are
folded together are a signature. Each sheet inside another stands out at the fore edge by the thickness of the
one around it (creep), so its pages are moved to the fold by as much: after the cut all margins are equal.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anthology.config import SHEET_SIZES_MM, BookletTable, Trim

_POINTS_PER_MM = 72 / 25.4
_ENOUGH_MM = 0.05
"""Two halves of a sheet of letters are a hair narrower than two pages of half a letter."""
_BLEED_MM = 5.0
"""What the pages of a book draw over their edge (`layouts/shared/print.css`)."""
_ROOM_MM, _TICK_MM, _SPINE_TICK_MM = 3.0, 4.0, 2.5
_STEP_MM, _STEP_WIDTH_MM, _STEP_HEIGHT_MM = 8.0, 1.6, 6.0
_LINE = b"0 G 0.25 w"


@dataclass(frozen=True, slots=True)
class Folding:
    """How a booklet is folded; all lengths are millimetres.

    `sheet_mm` is the sheet, lying on its long side; `signature` how many sheets are folded into one another
    at most (0: all of them); `creep_mm` how far a sheet moves its pages to the fold for each sheet around it.
    With `cover` a sheet with the cover goes around it all; `marks` show where to fold and to cut.
    """

    sheet_mm: tuple[float, float] = (297.0, 210.0)
    signature: int = 0
    creep_mm: float = 0.1
    cover: bool = False
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the places in the book of the pages on its left and right, None for an empty one.

    `outward` is the side that lies outside when the sheet is folded; `depth` how many sheets of its
    signature are around this one; `signature` the place of the signature in the book, from 0.
    """

    left: int | None
    right: int | None
    outward: bool
    depth: int
    signature: int


def folding(wanted: BookletTable, trim: Trim) -> Folding:
    """How pages of that size are folded, by the settings; where no sheet is named, the pages choose one.

    That is the first of `SHEET_SIZES_MM` that holds two of them, or else one as large as two pages.
    """
    known = (sheet for sheet in SHEET_SIZES_MM.values() if scale_of(trim, sheet) == 1)
    return Folding(
        wanted.sheet_mm or next(known, (2 * trim.width_mm, trim.height_mm)),
        wanted.signature,
        wanted.paper_mm if wanted.creep_mm is None else wanted.creep_mm,
        wanted.cover,
        wanted.marks,
    )


def scale_of(page: Trim, sheet_mm: tuple[float, float]) -> float:
    """How large pages of that size are on a sheet: 1, or less where two of them do not fit."""
    width, height = sheet_mm
    if 2 * page.width_mm <= width + _ENOUGH_MM and page.height_mm <= height + _ENOUGH_MM:
        return 1.0
    return min(width / (2 * page.width_mm), height / page.height_mm)


def signatures(sheets: int, most: int) -> tuple[int, ...]:
    """How many sheets each signature has: as even as can be, so that none is too thin to be sewn."""
    if not sheets:
        return ()
    count = -(-sheets // most) if most else 1
    return tuple(sheets // count + (place < sheets % count) for place in range(count))


def sides(pages: int, signature: int = 0) -> tuple[Side, ...]:
    """The sides of the sheets of a book of that many pages, in the order they are printed.

    Each sheet has its outward side first. What is missing to whole sheets are empty pages at the end.
    """
    return tuple(_sides(pages, signatures(-(-pages // 4), signature)))


def _sides(pages: int, sheets: Sequence[int]) -> Iterator[Side]:
    def page(place: int) -> int | None:
        return place if place < pages else None

    start = 0
    for number, own in enumerate(sheets):
        for depth in range(own):
            first, last = start + 2 * depth, start + 4 * own - 1 - 2 * depth
            yield Side(page(last), page(first), True, depth, number)
            yield Side(page(first + 1), page(last - 1), False, depth, number)
        start += 4 * own


def imposed(book: bytes, folding: Folding, cover: bytes = b"") -> bytes:
    """The pages of a PDF on sheets; the first page of `cover`, a PDF too, is the front of a sheet around all.

    Title, language and colours of the file are kept; outline, links and tags are not: they would lead to
    pages that are no longer there. A viewer is told to print both sides, turned over the short edge, and in
    the true size (ISO 32000-1, 12.2). The pages of the book are as they were: none is packed again.
    """
    import pikepdf  # only here: what imposes nothing does not load it

    with pikepdf.open(io.BytesIO(book)) as pdf:
        own = len(pdf.pages)
        if cover:
            with pikepdf.open(io.BytesIO(cover)) as wrap:
                pdf.pages.append(wrap.pages[0])
        forms = _Forms(pikepdf, pdf)
        press = _Press(pikepdf, pdf, folding, _trim(pdf.pages[0]))
        before = len(pdf.pages)
        if cover:
            press.print_cover(forms.of(pdf.pages[own]))
        placed = [forms.of(page) for page in list(pdf.pages)[:own]]
        for side in sides(own, folding.signature):
            press.print(side, placed)
        del pdf.pages[:before]
        _forget_the_book(pikepdf, pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


_Box = tuple[float, float, float, float]


def _trim(page: Any) -> _Box:
    """The edges of the cut page in points: left, bottom, right, top."""
    left, bottom, right, top = (float(side) for side in page.trimbox)
    return left, bottom, right, top


class _Forms:
    """Pages of a PDF as forms, which can be drawn on other pages (ISO 32000-1, 8.10)."""

    def __init__(self, pikepdf: Any, pdf: Any) -> None:
        self._pikepdf, self._pdf = pikepdf, pdf
        self._taken: set[tuple[int, int]] = set()

    def of(self, page: Any) -> Any:
        """The content of a page as a form that also holds what bleeds over the edge."""
        form = self._stream(page)
        left, bottom, right, top = _trim(page)
        bleed = _BLEED_MM * _POINTS_PER_MM
        form.Type, form.Subtype = self._pikepdf.Name.XObject, self._pikepdf.Name.Form
        form.BBox = self._pikepdf.Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
        form.Resources = page.resources
        if "/Group" in page.obj:
            form.Group = page.obj.Group
        return form

    def _stream(self, page: Any) -> Any:
        """The stream of a page, packed as it is; a copy where it has several, or shares its one."""
        page.contents_coalesce()
        stream = page.obj.Contents
        if not stream.is_indirect or stream.objgen in self._taken:
            return self._pdf.make_indirect(page.as_form_xobject(handle_transformations=False))
        self._taken.add(stream.objgen)
        return stream


class _Press:
    """Prints forms on the sides of sheets."""

    def __init__(self, pikepdf: Any, pdf: Any, folding: Folding, trim: _Box) -> None:
        self._pikepdf, self._pdf, self._folding = pikepdf, pdf, folding
        self._left, self._bottom = trim[0], trim[1]
        width, height = trim[2] - trim[0], trim[3] - trim[1]
        page = Trim(width_mm=width / _POINTS_PER_MM, height_mm=height / _POINTS_PER_MM)
        scale = scale_of(page, folding.sheet_mm)
        self._scale, self._width, self._height = scale, width * scale, height * scale
        self._sheet = tuple(side * _POINTS_PER_MM for side in folding.sheet_mm)
        self._fold, self._foot = self._sheet[0] / 2, (self._sheet[1] - self._height) / 2

    def print(self, side: Side, forms: Sequence[Any]) -> None:
        """Print one side of a sheet; inner sheets have their pages nearer to the fold."""
        creep = self._creep(side)
        drawn = []
        if side.left is not None:
            drawn.append((side.left, self._fold - self._width + creep, 0.0))
        if side.right is not None:
            drawn.append((side.right, self._fold - creep, self._fold))
        page = {f"/P{place + 1}": forms[place] for place, _, _ in drawn}
        content = [self._placed(f"/P{place + 1}", x, from_) for place, x, from_ in drawn]
        if self._folding.marks and side.outward:
            content.append(self._marks(side))
        self._add(page, content)

    def print_cover(self, front: Any) -> None:
        """Print the sheet around all others: the cover on the right of its outward side, nothing within."""
        self._add({"/Cover": front}, [self._placed("/Cover", self._fold, self._fold)])
        self._add({}, [])

    def _creep(self, side: Side) -> float:
        around = side.depth + (self._folding.cover and not self._folding.signature)
        return around * self._folding.creep_mm * _POINTS_PER_MM

    def _placed(self, name: str, x: float, from_: float) -> bytes:
        """Draw a page with its left edge at x, and nothing of it beyond the half of the sheet from there."""
        scale = self._scale
        at = x - self._left * scale, self._foot - self._bottom * scale
        half = f"{from_:.4f} 0 {self._fold:.4f} {self._sheet[1]:.4f} re W n"
        return f"q {half} {scale:.6f} 0 0 {scale:.6f} {at[0]:.4f} {at[1]:.4f} cm {name} Do Q".encode()

    def _add(self, forms: Mapping[str, Any], content: Sequence[bytes]) -> None:
        self._pdf.add_blank_page(page_size=self._sheet)
        page = self._pdf.pages[-1]
        page.obj.Resources = self._pikepdf.Dictionary(XObject=self._pikepdf.Dictionary(dict(forms)))
        page.obj.Contents = self._pdf.make_stream(b"\n".join(content))

    # --- marks -----------------------------------------------------------------------------------------

    def _marks(self, side: Side) -> bytes:
        lines = [*self._fold_lines(), *(self._cut_lines() if side.depth == 0 else ())]
        drawn = b" ".join((b"q", _LINE, *(b"%b S" % line for line in lines)))
        return b" ".join((drawn, *self._step(side), b"Q"))

    def _fold_lines(self) -> Iterator[bytes]:
        """Where to fold, at head and foot: beyond the pages where there is room, else at the very edge."""
        room = self._foot - _ROOM_MM * _POINTS_PER_MM
        length = min(room, _TICK_MM * _POINTS_PER_MM) if room > 0 else _SPINE_TICK_MM * _POINTS_PER_MM
        start = room - length if room > 0 else 0.0
        for low in (start, self._sheet[1] - start - length):
            yield b"[2 1.5] 0 d " + _segment(self._fold, low, self._fold, low + length) + b" S [] 0 d"

    def _cut_lines(self) -> Iterator[bytes]:
        """Where to cut, beyond the four corners, on a sheet that is larger than its two pages."""
        beside = self._fold - self._width
        near, long = _ROOM_MM * _POINTS_PER_MM, _TICK_MM * _POINTS_PER_MM
        for x, out in ((beside, -1), (self._fold + self._width, 1)):
            for y, away in ((self._foot, -1), (self._foot + self._height, 1)):
                if beside > near:
                    yield _segment(x + out * near, y, x + out * min(beside, near + long), y)
                if self._foot > near:
                    yield _segment(x, y + away * near, x, y + away * min(self._foot, near + long))

    def _step(self, side: Side) -> Iterator[bytes]:
        """A bar on the back of a signature, lower on each than on the last: one astray is seen at once."""
        if side.depth or not self._folding.signature:
            return
        step, width, height = (size * _POINTS_PER_MM for size in (_STEP_MM, _STEP_WIDTH_MM, _STEP_HEIGHT_MM))
        steps = max(1, int(self._height * 0.8 / step))
        top = self._foot + self._height * 0.9 - (side.signature % steps) * step
        yield f"0 g {self._fold - width / 2:.3f} {top - height:.3f} {width:.3f} {height:.3f} re f".encode()


def _segment(x: float, y: float, to_x: float, to_y: float) -> bytes:
    return f"{x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l".encode()


_OF_THE_BOOK = (
    "/AcroForm", "/Dests", "/Metadata", "/MarkInfo", "/Names", "/OpenAction", "/Outlines", "/PageLabels",
    "/PageLayout", "/PageMode", "/StructTreeRoot",
)  # fmt: skip
"""Entries of the catalogue that lead to pages, or promise what only holds for the book itself."""


def _forget_the_book(pikepdf: Any, pdf: Any) -> None:
    for key in _OF_THE_BOOK:
        if key in pdf.Root:
            del pdf.Root[key]
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True,
        PrintScaling=pikepdf.Name("/None"),
        Duplex=pikepdf.Name.DuplexFlipShortEdge,
        PickTrayByPDFSize=True,
    )
