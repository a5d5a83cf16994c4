"""A booklet that is not the book, or cannot be folded, is found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pikepdf
import pytest
from anthology.checks import CHECKS, Case, asked
from anthology.checks.booklet import BOOKLET
from anthology.config import Trim
from anthology.finished import PdfFile, PdfPage
from anthology.imposition import folding, imposed
from anthology.model import Finding, Severity
from tests import books
from tests.checks import cases
from tests.test_imposition import book

A5 = Trim(width_mm=148, height_mm=210)


@cache
def pages(count: int) -> bytes:
    return book(count)


def case(count: int = 10, spoil: Callable[[Any], object] = lambda pdf: None, **booklet: Any) -> Case:
    """A book of so many pages, and its booklet after something was done to it."""
    config = cases.config()
    table = config.booklet.model_validate(booklet)
    data = _spoilt(imposed(pages(count), folding(table, A5), cover=pages(1) if table.cover else b""), spoil)
    told = tuple(PdfPage(str(number), f"p{number}.", 148, 210) for number in range(1, count + 1))
    return Case(
        config=config.model_copy(update={"booklet": table}),
        layout=books.layout(),
        outputs={"book.pdf": pages(count), BOOKLET: data},
        read={name: _file(name, told) for name in ("book.pdf", BOOKLET)},
    )


def _file(name: str, told: tuple[PdfPage, ...]) -> PdfFile:
    return PdfFile(name, told, True, (), {}, (), "", "", "", tagged=True)


def _spoilt(data: bytes, spoil: Callable[[Any], object]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def found(seen: Case) -> Sequence[Finding]:
    return [one for check in CHECKS if check.name.startswith("booklet") for one in asked(check, seen)]


@pytest.mark.parametrize(
    "booklet", [{}, {"signature": 1}, {"cover": True}, {"sheet": "A3", "signature": 2, "marks": True}]
)
def test_one_that_is_right_gives_no_finding(booklet: dict[str, Any]) -> None:
    assert not found(case(10, **booklet))


def turned_over_the_long_edge(pdf: Any) -> None:
    """The back of each sheet bears its halves the other way round."""
    half = 297 * 72 / 25.4 / 2
    for page in list(pdf.pages)[1::2]:
        name, other = (f"/P{number}" for number in _numbers(page.obj.Contents.read_bytes()))
        drawn = f"{other} Do q 1 0 0 1 {half} 0 cm {name} Do Q"
        page.obj.Contents = pdf.make_stream(drawn.encode())


def _numbers(content: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"/P(\d+) Do", content)]


def two_sheets_change_places(pdf: Any) -> None:
    first, second = pdf.pages[0], pdf.pages[2]
    first.obj.Contents, second.obj.Contents = second.obj.Contents, first.obj.Contents
    first.obj.Resources, second.obj.Resources = second.obj.Resources, first.obj.Resources


def a_page_is_not_printed(pdf: Any) -> None:
    content = pdf.pages[1].obj.Contents
    content.write(content.read_bytes().rpartition(b"q ")[0])


def a_page_is_printed_twice(pdf: Any) -> None:
    forms = pdf.pages[1].obj.Resources.XObject
    first, second = forms.keys()
    forms[first] = forms[second]


@pytest.mark.parametrize(
    "spoil",
    [
        turned_over_the_long_edge,
        two_sheets_change_places,
        a_page_is_not_printed,
        a_page_is_printed_twice,
    ],
)
def test_pages_in_another_order_are_found_by_folding(spoil: Callable[[Any], object]) -> None:
    (finding,) = found(case(12, spoil))
    assert (finding.code, finding.severity, finding.file) == ("booklet-order", Severity.ERROR, BOOKLET)


def test_the_first_page_that_is_wrong_is_named() -> None:
    (finding,) = found(case(8, two_sheets_change_places))
    assert finding.page == "1"


@pytest.mark.parametrize("kept", [0, 5])
def test_sides_that_are_missing_are_counted(kept: int) -> None:
    def cut(pdf: Any) -> None:
        del pdf.pages[kept or -2 :]
        if not kept:
            pdf.add_blank_page(page_size=(842, 595))

    (finding,) = found(case(10, cut))
    assert finding.code == "booklet-pages"
    assert "10 pages need 6" in finding.message


def test_more_sheets_than_a_stapler_goes_through_are_told_and_signatures_help() -> None:
    (finding,) = found(case(81))
    assert (finding.code, finding.severity) == ("booklet-thick", Severity.REMARK)
    assert "21 sheets" in finding.message
    assert not found(case(80))
    assert not found(case(81, signature=4))


def test_pages_that_had_to_be_made_smaller_are_told() -> None:
    (finding,) = found(case(8, sheet="200x140"))
    assert finding.code == "booklet-scaled"
    assert "67%" in finding.message


def test_without_a_book_to_compare_with_nothing_is_said() -> None:
    seen = case(8, two_sheets_change_places)
    alone = Case(config=seen.config, layout=seen.layout, outputs={BOOKLET: seen.outputs[BOOKLET]})
    assert not found(alone)
