"""The plan of a cover: every part in its place, whatever the printer, the size and the number of pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from anthology import printers
from anthology.printers import Printing
from anthology.printers.cover import BARCODE_MODULES, Box, planned

ISBN, ADDRESS = "978-2-07-036002-4", "https://example.org/livre.epub"
SIZES = [(148.0, 210.0), (152.4, 228.6), (170.0, 240.0), (210.0, 297.0), (110.0, 178.0), (90.0, 140.0)]


def printing(name: str = "plain", **fields: object) -> Printing:
    printer = printers.load(name)
    given = {"isbn": ISBN, "address": ADDRESS, **fields}
    return Printing(printer, printer.paper(), **given)  # type: ignore[arg-type]


def inside(box: Box, place: Box, by: float = 0.0) -> bool:
    free = (box.left - place.left, box.top - place.top, place.right - box.right, place.bottom - box.bottom)
    return min(free) >= by - 1e-6


def apart(one: Box, other: Box) -> bool:
    beside = one.right <= other.left + 1e-6 or other.right <= one.left + 1e-6
    return beside or one.bottom <= other.top + 1e-6 or other.bottom <= one.top + 1e-6


@pytest.mark.parametrize(("name", "size"), list(product(printers.NAMES, SIZES)))
def test_everything_on_the_back_has_its_own_place_in_the_safe_zone(
    name: str, size: tuple[float, float]
) -> None:
    asked = printing(name)
    plan = planned(asked, *size, 160)
    things = [one for one in (plan.words, plan.house, plan.barcode, plan.qr) if one is not None]
    assert all(inside(one, plan.back, plan.safe_mm) for one in things)
    assert all(apart(one, other) for one, other in combinations(things, 2))
    assert all(one.width > 20 and one.height > 5 for one in things)
    assert 0.8 * 0.33 - 1e-6 <= plan.module_mm <= 1.2 * 0.33
    assert plan.barcode is not None
    assert plan.barcode.width == pytest.approx(BARCODE_MODULES[0] * plan.module_mm)
    assert inside(plan.barcode, plan.back, asked.printer.barcode_edge_mm)


def test_the_sheet_is_back_spine_and_front_side_by_side() -> None:
    plan = planned(printing(), 148, 210, 158)
    assert plan.pages == 160
    assert (plan.back.right, plan.spine.right) == (plan.spine.left, plan.front.left)
    assert plan.sheet.width == pytest.approx(2 * 148 + 160 * 0.054)


def test_a_width_that_the_printer_gave_goes_before_the_paper() -> None:
    assert planned(printing(spine_mm=12.5), 148, 210, 100).spine.width == 12.5


@pytest.mark.parametrize(("pages", "words"), [(78, False), (80, False), (120, True), (400, True)])
def test_kdp_wants_no_words_on_a_thin_spine_and_six_points_are_the_least(pages: int, words: bool) -> None:
    assert (planned(printing("kdp"), 148, 210, pages).spine_pt >= 6) == words


def test_letters_of_the_spine_stay_off_its_folds() -> None:
    plan = planned(printing("kdp"), 148, 210, 120)
    assert plan.spine_pt * 25.4 / 72 < plan.spine.width - 2 * plan.spine_safe_mm


def test_without_isbn_and_address_the_printers_place_stays_free() -> None:
    plan = planned(printing("kdp", isbn="", address=""), 148, 210, 100)
    assert (plan.barcode, plan.qr) == (None, None)
    assert (plan.room.width, plan.room.height) == pytest.approx((50.8, 30.5))
    assert apart(plan.room, plan.house)


def test_a_printer_that_prints_the_code_itself_gets_its_place() -> None:
    kdp = printing("kdp")
    asked = replace(kdp, printer=replace(kdp.printer, barcode_by="printer"))
    assert planned(asked, 148, 210, 100).barcode is None
