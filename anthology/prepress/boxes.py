"""The size of the cut page and a printer's bleed to the boxes of a page, whose origin is 0, 0."""

from __future__ import annotations

from dataclasses import dataclass

from anthology.prepress.ticket import Ticket

POINTS_PER_MM = 72 / 25.4
MARK_GAP_MM = 2.0
"""From the cut edge outwards, marks begin so far behind the bleed."""

MARK_MM = 5.0
_SLUG_MM = MARK_GAP_MM + MARK_MM + 2.0
"""Room for marks around the bleed."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of one page in points (ISO 32000-1, 14.11.2): what is printed, what bleeds, what is kept."""

    media: Box
    bleed: Box
    trim: Box


def boxes(width_pt: float, height_pt: float, ticket: Ticket, *, right_hand: bool) -> Boxes:
    """The boxes of a page whose cut size is given; where nothing bleeds at the gutter, by its side."""
    bleed = ticket.bleed_mm * POINTS_PER_MM
    slug = _SLUG_MM * POINTS_PER_MM if ticket.marks else 0.0
    gutter = bleed if ticket.bleed_gutter else 0.0
    left, right = (gutter, bleed) if right_hand else (bleed, gutter)
    trim = (slug + left, slug + bleed, slug + left + width_pt, slug + bleed + height_pt)
    around = (slug, slug, trim[2] + right, trim[3] + bleed)
    return Boxes((0.0, 0.0, around[2] + slug, around[3] + slug), around, trim)


def rounded(box: Box) -> list[float]:
    """A box as a file gives it, in thousandths of a point: they nest exactly."""
    return [round(side, 3) + 0.0 for side in box]
