"""The boxes of a page to what is printed around it: crop and register marks, a bar of the inks."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.prepress.boxes import MARK_GAP_MM, MARK_MM, POINTS_PER_MM, Boxes
from anthology.prepress.ticket import CMYK, GREY

REGISTRATION = "CSAll"
"""The name, in the resources of marks, of the colour that every plate prints (ISO 32000-1, 8.6.6.4)."""

_LINE_PT = 0.25
_RADIUS_PT = 1.5 * POINTS_PER_MM
_CIRCLE = 0.5523
"""Of the radius: where the controls of a quarter of a circle stand."""

_PATCH_PT = 4 * POINTS_PER_MM
_BARS: dict[str, tuple[bytes, ...]] = {
    CMYK: (
        b"1 0 0 0 k", b"0 1 0 0 k", b"0 0 1 0 k", b"0 0 0 1 k",
        b"0.5 0 0 0 k", b"0 0.5 0 0 k", b"0 0 0.5 0 k", b"0 0 0 0.5 k",
    ),
    GREY: (b"0 g", b"0.25 g", b"0.5 g", b"0.75 g"),
}  # fmt: skip


def drawn(boxes: Boxes, space: str) -> bytes:
    """The operators of all marks around a page, in a file of that space of colours."""
    lines = b"".join((*_crops(boxes), *_registers(boxes)))
    return b"q /%b CS 1 SCN %.2f w\n%bS Q\n%b" % (
        REGISTRATION.encode(), _LINE_PT, lines, b"".join(_bar(boxes, space))
    )  # fmt: skip


def words_at(boxes: Boxes) -> tuple[float, float]:
    """Where the line of words begins: below the page, behind the bleed."""
    left, _, _, _ = boxes.trim
    return left + 8 * POINTS_PER_MM, boxes.bleed[1] - (MARK_GAP_MM + 2.5) * POINTS_PER_MM


def _outside(boxes: Boxes) -> tuple[float, float, float, float]:
    """Where marks begin, on each side: behind the bleed."""
    gap = MARK_GAP_MM * POINTS_PER_MM
    left, bottom, right, top = boxes.bleed
    return left - gap, bottom - gap, right + gap, top + gap


def _crops(boxes: Boxes) -> Iterator[bytes]:
    left, bottom, right, top = _outside(boxes)
    length = MARK_MM * POINTS_PER_MM
    for x in (boxes.trim[0], boxes.trim[2]):
        yield _line(x, top, x, top + length)
        yield _line(x, bottom, x, bottom - length)
    for y in (boxes.trim[1], boxes.trim[3]):
        yield _line(left, y, left - length, y)
        yield _line(right, y, right + length, y)


def _registers(boxes: Boxes) -> Iterator[bytes]:
    left, bottom, right, top = _outside(boxes)
    half = MARK_MM / 2 * POINTS_PER_MM
    across, up = (boxes.trim[0] + boxes.trim[2]) / 2, (boxes.trim[1] + boxes.trim[3]) / 2
    for x, y in ((across, top + half), (across, bottom - half), (left - half, up), (right + half, up)):
        yield _line(x - half, y, x + half, y)
        yield _line(x, y - half, x, y + half)
        yield _circle(x, y, _RADIUS_PT)


def _bar(boxes: Boxes, space: str) -> Iterator[bytes]:
    """A patch of each ink, full and half, above the page."""
    x, y = boxes.trim[0] + 5 * POINTS_PER_MM, _outside(boxes)[3] + 0.5 * POINTS_PER_MM
    for place, ink in enumerate(_BARS.get(space, ())):
        at = x + place * _PATCH_PT
        yield b"q %b %.3f %.3f %.3f %.3f re f Q\n" % (ink, at, y, _PATCH_PT, _PATCH_PT)


def _line(x: float, y: float, to_x: float, to_y: float) -> bytes:
    return b"%.3f %.3f m %.3f %.3f l\n" % (x, y, to_x, to_y)


def _circle(x: float, y: float, radius: float) -> bytes:
    control = _CIRCLE * radius
    said = [b"%.3f %.3f m" % (x + radius, y)]
    for (ax, ay), (bx, by) in (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))):
        first = x + ax * radius + bx * control, y + ay * radius + by * control
        second = x + bx * radius + ax * control, y + by * radius + ay * control
        said.append(b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (*first, *second, x + bx * radius, y + by * radius))
    return b" ".join(said) + b"\n"
