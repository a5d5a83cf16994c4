"""What is read off the pages of a finished file, and what a printer is told of it."""

from __future__ import annotations

import pytest
from anthology import checks
from anthology.checks import CHECKS, Case
from anthology.checks.preflight_file import sheets
from anthology.model import Severity
from tests.checks import cases, spoilt_pages
from tests.checks.cases import fresh, good, with_pdf
from tests.checks.spoilt_pages import PAGE, emptied, painted, spoilt, written


def found(case: Case, code: str) -> list[checks.asking.Finding]:  # type: ignore[name-defined]
    check = next(one for one in CHECKS if code in one.codes)
    return [one for one in checks.asked(check, case) if one.code == code]


def test_each_page_tells_its_boxes_and_its_ink() -> None:
    pages = sheets(cases.pdf())
    assert [page.label for page in pages][:2] == ["i", "ii"]
    assert {tuple(round(side) for side in page.size_pt) for page in pages} == {(420, 595)}
    words = list(pages[PAGE].texts)
    assert {round(ink.size_pt, 2) for ink in words} & {10.5}
    assert all(ink.light == 0 and ink.alpha == 1 and ink.upright for ink in words)
    assert not any(page.missing or page.dumb for page in pages)


def test_a_run_of_text_is_told_where_it_stands() -> None:
    case = with_pdf(lambda file: written("0.5 g", 100, 300, file, size=12))
    ink = list(sheets(case.outputs["book.pdf"])[PAGE].texts)[-1]
    assert (round(ink.box[0]), round(ink.box[1], 2), round(ink.size_pt, 2)) == (100, 300.0, 12.0)
    assert ink.light == pytest.approx(0.21, abs=0.02)


def test_lines_and_areas_are_told_by_their_thickness() -> None:
    case = with_pdf(lambda file: painted("2 0 0 2 0 0 cm 0.3 w 5 5 m 50 5 l S 9 9 30 0.2 re f", file))
    *_, line, area = sheets(case.outputs["book.pdf"])[PAGE].inks
    assert (line.kind, round(line.size_pt, 3)) == ("line", 0.6)
    assert (area.kind, round(area.size_pt, 3)) == ("area", 0.4)


def test_the_article_and_its_file_are_named() -> None:
    case = spoilt("1 g", 100, 300)()
    (one,) = found(case, "page-text-invisible")
    assert one.severity is Severity.ERROR
    assert one.page == sheets(cases.pdf())[PAGE].label
    starts = {place: id_ for id_, place in case.pdfs["book.pdf"].destinations.items() if "--" not in id_}
    section = starts[max(place for place in starts if place <= PAGE)]
    assert f"(articles/{section.removeprefix('article-')}.md): words cannot be seen" in one.message


def test_white_words_on_a_dark_box_can_be_read() -> None:
    dark = "0 g 50 280 300 40 re f 1 g"
    assert found(spoilt(dark, 100, 300)(), "page-text-invisible") == []


def test_two_empty_pages_are_not_too_many() -> None:
    assert found(with_pdf(emptied(4)), "pdf-pages-empty") == []


def test_a_printer_gets_what_it_asks_for() -> None:
    for code in ("pdf-text-near-edge", "pdf-text-in-gutter", "pdf-page-count", "pdf-hairline"):
        assert found(spoilt_pages.asked(), code) == []


def test_a_draft_is_not_measured_for_a_printer() -> None:
    wide = spoilt_pages.MUTANTS["pdf-text-near-edge"][0]()
    assert found(wide, "pdf-text-near-edge")
    book = fresh(wide, book=cases.books.replace(good().book, draft=True))  # type: ignore[attr-defined]
    assert found(book, "pdf-text-near-edge") == []


def test_a_build_does_not_look_at_what_it_painted_just_now() -> None:
    case = spoilt("1 g", 100, 300)()
    assert fresh(case, read={"book.pdf": case.pdfs["book.pdf"]}).preflight == {}
