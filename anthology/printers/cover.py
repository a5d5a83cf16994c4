"""What a printer asks and the count of pages to the plan of a cover: back, spine and front, flat on a sheet.

Places are millimetres from the top left corner of the cut sheet; y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from anthology.printers import Printing

BARCODE_MODULES = (113, 78.6)
"""Width and height of an EAN-13 with quiet zones and figures, modules (GS1 General Specifications, 5.2)."""

QUIET_MODULES = (11, 7)
"""What stays white on the left and on the right of the bars, in modules."""

MODULE_MM = 0.33
"""A module at the nominal size; 80 to 120 % of it are allowed."""

_SCALES = (0.8, 1.2)
FIELD = 0.66
"""How far down the field goes that runs over back, spine and front; below it stands the plate."""

_MARGIN = 0.1
_GAP_MM = 4.0
_UNDER_FIELD = 0.6
_NARROW_MM = 34.0
_HOUSE_MM = 5.0
_LEAST_SPINE_PT = 6.0
_MOST_SPINE_PT = 15.0
_MM_PER_PT = 25.4 / 72
_LINE = 1.35
"""How much of the spine a line of letters needs, in their size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the sheet, in millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.top + self.height

    def inset(self, by: float) -> Box:
        """The same, smaller by that much on every side."""
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands on a cover for so many pages.

    `room` is what is kept free for a barcode, `barcode` where ours stands and `module_mm` how wide its
    narrowest bar is; `qr` where the QR code stands. `words` is the place of the words of the back; `stacked`
    says that what stands on the plate of the back has no room beside the codes, and stands above them.
    `spine_pt` is the largest size of letters on the spine, 0 where it bears none.
    """

    pages: int
    bleed_mm: float
    safe_mm: float
    spine_safe_mm: float
    margin_mm: float
    field_mm: float
    sheet: Box
    back: Box
    spine: Box
    front: Box
    room: Box
    barcode: Box | None
    module_mm: float
    qr: Box | None
    words: Box
    house: Box
    stacked: bool
    spine_pt: float


def planned(printing: Printing, width_mm: float, height_mm: float, pages: int) -> Plan:
    """The plan of a cover for a book of that size whose inside has that many pages."""
    printer = printing.printer
    count = printer.pages(pages)
    spine_mm = printing.spine(count)
    back = Box(0.0, 0.0, width_mm, height_mm)
    spine = Box(width_mm, 0.0, spine_mm, height_mm)
    front = Box(width_mm + spine_mm, 0.0, width_mm, height_mm)
    safe = printer.cover_safe_mm
    margin = max(_MARGIN * width_mm, safe)
    edge = max(printer.barcode_edge_mm, safe)
    # On a small page the field ends higher, so that the plate can hold the code and the publisher above it.
    hung = max(edge, margin if printer.barcode_by == "book" else 0.0)
    plate = printer.barcode_height_mm + hung + 2 * _GAP_MM + _HOUSE_MM + _UNDER_FIELD * margin
    field = min(FIELD * height_mm, height_mm - plate)
    scale = _scale(printing, height_mm - field - hung - 2 * _GAP_MM - _HOUSE_MM - _UNDER_FIELD * margin)
    barcode = _barcode(back, max(edge, _edge_of_look(printing, width_mm, margin, scale)), scale)
    room = _room(printing, back, edge, barcode)
    own = bool(printing.isbn) and printer.barcode_by != "printer"
    qr = _qr(back, barcode if own else room, margin) if printing.address else None
    codes = min([one.left for one in (room, qr) if one is not None])
    stacked = codes - _GAP_MM - margin < _NARROW_MM
    return Plan(
        pages=count,
        bleed_mm=printer.cover_bleed_mm,
        safe_mm=safe,
        spine_safe_mm=printer.spine_safe_mm,
        margin_mm=margin,
        field_mm=field,
        sheet=Box(0.0, 0.0, 2 * width_mm + spine_mm, height_mm),
        back=back,
        spine=spine,
        front=front,
        room=room,
        barcode=barcode if own else None,
        module_mm=MODULE_MM * scale,
        qr=qr,
        words=Box(margin, margin, width_mm - 2 * margin, field - 1.6 * margin),
        house=_house(back, margin, field, codes, stacked, room),
        stacked=stacked,
        spine_pt=_spine_pt(printing, count, spine_mm),
    )


def _scale(printing: Printing, height: float) -> float:
    """How large the barcode is, against its nominal size."""
    printer = printing.printer
    width, tall = (modules * MODULE_MM for modules in BARCODE_MODULES)
    least, most = _SCALES
    fits = min(printer.barcode_width_mm / width, printer.barcode_height_mm / tall, height / tall, 1.0)
    # A hundredth down, so that rounded sizes of the room do not cost a step.
    return min(max(round(fits + 0.005, 2), least), most)


def _edge_of_look(printing: Printing, width_mm: float, margin: float, scale: float) -> float:
    """The code hangs from the margin of the page where the printer keeps no place of its own for it."""
    room = width_mm - 2 * margin - BARCODE_MODULES[0] * MODULE_MM * scale
    own = printing.printer.barcode_by == "book"
    return margin if own and room > 0 else 0.0


def _barcode(back: Box, edge: float, scale: float) -> Box:
    width, height = (modules * MODULE_MM * scale for modules in BARCODE_MODULES)
    return Box(back.right - edge - width, back.bottom - edge - height, width, height)


def _room(printing: Printing, back: Box, edge: float, barcode: Box) -> Box:
    """What no other thing may stand on: the printer's place, and our own code."""
    printer = printing.printer
    width = min(printer.barcode_width_mm, back.width - 2 * edge)
    left, top = back.right - edge - width, back.bottom - edge - printer.barcode_height_mm
    if printer.barcode_by == "book":
        return barcode
    left, top = min(left, barcode.left), min(top, barcode.top)
    return Box(left, top, back.right - edge - left, back.bottom - edge - top)


def _qr(back: Box, beside: Box, margin: float) -> Box | None:
    """Beside the barcode and as high as it, where the back is wide enough for both."""
    side = min(beside.height, 26.0)
    left = beside.left - _GAP_MM - side
    return Box(left, beside.bottom - side, side, side) if left >= back.left + margin - 0.01 else None


def _house(back: Box, margin: float, field: float, codes: float, stacked: bool, room: Box) -> Box:
    """Where the publisher stands on the plate of the back: at its foot, or above the codes."""
    top = field + _UNDER_FIELD * margin
    bottom = (room.top - _GAP_MM) if stacked else back.bottom - margin
    right = back.right - margin if stacked else codes - _GAP_MM
    return Box(margin, top, right - margin, bottom - top)


def _spine_pt(printing: Printing, pages: int, spine_mm: float) -> float:
    if not printing.printer.spine_takes_text(pages, spine_mm):
        return 0.0
    size = (spine_mm - 2 * printing.printer.spine_safe_mm) / _LINE / _MM_PER_PT
    return round(min(size, _MOST_SPINE_PT), 2) if size >= _LEAST_SPINE_PT else 0.0
