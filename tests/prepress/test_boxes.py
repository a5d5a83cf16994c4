"""Boxes for each bleed: nested, from 0, 0, and by the side of the page where nothing bleeds at the gutter."""

from __future__ import annotations

import pytest
from anthology.prepress.boxes import POINTS_PER_MM, boxes
from anthology.prepress.ticket import Ticket

A5_MM = (148.0, 210.0)
A5 = (A5_MM[0] * POINTS_PER_MM, A5_MM[1] * POINTS_PER_MM)


def in_mm(box: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(side / POINTS_PER_MM, 3) for side in box)


@pytest.mark.parametrize("bleed", [3.0, 3.175, 5.0])
def test_without_marks_the_sheet_is_the_page_and_its_bleed(bleed: float) -> None:
    made = boxes(*A5, Ticket(bleed_mm=bleed, marks=False), right_hand=True)
    assert in_mm(made.media) == in_mm(made.bleed) == (0, 0, 148 + 2 * bleed, 210 + 2 * bleed)
    assert in_mm(made.trim) == pytest.approx((bleed, bleed, 148 + bleed, 210 + bleed), abs=1e-3)


@pytest.mark.parametrize("bleed", [3.0, 5.0])
def test_marks_have_room_around_the_bleed(bleed: float) -> None:
    made = boxes(*A5, Ticket(bleed_mm=bleed, marks=True), right_hand=False)
    assert in_mm(made.media)[:2] == (0, 0)
    assert in_mm(made.bleed)[0] == in_mm(made.bleed)[1] == 9
    assert in_mm(made.trim)[0] - in_mm(made.bleed)[0] == pytest.approx(bleed, abs=1e-3)
    assert in_mm(made.media)[2] - in_mm(made.bleed)[2] == pytest.approx(9, abs=2e-3)


def test_where_nothing_bleeds_at_the_gutter_the_side_of_the_page_decides() -> None:
    ticket = Ticket(bleed_mm=3.2, bleed_gutter=False, marks=False)
    right, left = (boxes(*A5, ticket, right_hand=side) for side in (True, False))
    assert in_mm(right.media) == in_mm(left.media) == (0, 0, 151.2, 216.4)
    assert in_mm(right.trim) == (0, 3.2, 148, 213.2)
    assert in_mm(left.trim) == (3.2, 3.2, 151.2, 213.2)
