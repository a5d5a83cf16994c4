"""What the checks of the cover see: one spoilt cover for each code, and nothing on a good one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import pikepdf
import pytest
from anthology import printers, resources
from anthology.cache import Cache
from anthology.checks import CHECKS, Case
from anthology.checks import cover as checks
from anthology.finished import PdfFile, PdfPage
from anthology.layouts import Layout
from anthology.model import Finding, Severity
from anthology.printers import Printing
from anthology.printers.cover import Plan, planned
from anthology.writers.cover import cover_file
from anthology.writers.making import Making
from tests import books

PAGES = 240
ISBN = "978-2-07-036002-4"


def printing(name: str = "kdp", **fields: object) -> Printing:
    printer = printers.load(name)
    given = {"isbn": ISBN, "blurb": "Cinq rencontres.", "address": "https://example.org/x.epub", **fields}
    return Printing(printer, printer.paper(), **given)  # type: ignore[arg-type]


def _same(asked: Printing) -> Printing:
    return asked


def plan(asked: Printing, pages: int = PAGES) -> Plan:
    return planned(asked, 148, 210, pages)


@cache
def kept() -> Cache:
    return Cache()


@cache
def cover(name: str = "kdp", pages: int = PAGES, isbn: str = ISBN, theme: str = "classic") -> bytes:
    asked = printing(name, isbn=isbn)
    layout = Layout(resources.theme(theme), books.A5, "fr")
    made = Making(books.book(), layout, books.pictures(), printed_by=partial(_same, asked), cache=kept())
    return cover_file(made, plan(asked, pages))


def inside(pages: int) -> PdfFile:
    """A book of so many pages, as its writer tells it."""
    page = PdfPage("1", "", 148, 210)
    return PdfFile("book.pdf", (page,) * pages, True, (), {}, (), "", "", "fr", True)


def case(data: bytes, asked: Printing | None = None, pages: int = PAGES) -> Case:
    return Case(
        book=books.book(),
        layout=books.layout(),
        outputs={"cover.pdf": data, "book.pdf": b""},
        read={"book.pdf": inside(pages)},
        printed_by=partial(_same, asked or printing()),
    )


def found(one: Case) -> list[Finding]:
    asked: Sequence[Callable[[Case], object]] = (checks.spine, checks.words, checks.barcode, checks.isbn)
    return [finding for ask in asked for finding in ask(one)]  # type: ignore[attr-defined]


def codes(one: Case) -> list[str]:
    return [finding.code for finding in found(one)]


def painted(data: bytes, content: bytes) -> bytes:
    """The cover with something painted over it, in mm from the lower left corner of the cut sheet."""
    with pikepdf.open(io.BytesIO(data)) as file:
        page = file.pages[0]
        left, bottom = (float(side) for side in page.trimbox[:2])
        scale = 72 / 25.4
        page.contents_add(b"q %.4f 0 0 %.4f %.4f %.4f cm %b Q" % (scale, scale, left, bottom, content))
        written = io.BytesIO()
        file.save(written)
        return written.getvalue()


def black(left: float, top: float, width: float, height: float) -> bytes:
    return b"0 0 0 1 k %.3f %.3f %.3f %.3f re f" % (left, 210 - top - height, width, height)


def word(left: float, top: float) -> bytes:
    """The word “aaa” in a font of the cover."""
    font, glyph = letter_a()
    return b"BT /%b 4 Tf 1 0 0 1 %.3f %.3f Tm <%b> Tj ET" % (font, left, 210 - top, glyph * 3)


def letter_a() -> tuple[bytes, bytes]:
    """The name of a font of the cover that has the letter, and its glyph there."""
    with pikepdf.open(io.BytesIO(cover())) as file:
        for name, font in sorted(file.pages[0].Resources.Font.items()):
            if mapped := re.search(rb"<([0-9a-f]{4})> <0061>", font.ToUnicode.read_bytes()):
                return name.removeprefix("/").encode(), mapped[1]
    raise AssertionError("no font has the letter a")


class TestGoodCovers:
    @pytest.mark.parametrize("theme", resources.theme_names())
    @pytest.mark.parametrize("name", printers.NAMES)
    def test_nothing_is_said_of_them(self, name: str, theme: str) -> None:
        assert found(case(cover(name, theme=theme), printing(name))) == []

    def test_nor_of_one_without_codes_where_nobody_asks(self) -> None:
        assert found(case(cover(isbn=""), printing(isbn=""))) == []

    def test_a_book_without_a_cover_is_not_asked_who_prints_it(self) -> None:
        def nobody() -> Printing:
            raise AssertionError("this takes time")

        assert found(Case(outputs={"book.pdf": b""}, read={"book.pdf": inside(9)}, printed_by=nobody)) == []


class TestSpoiltCovers:
    def test_one_made_for_another_count_of_pages(self) -> None:
        one = case(cover(), pages=PAGES + 20)
        assert codes(one) == ["cover-spine"]
        assert found(one)[0].severity is Severity.ERROR
        assert "13.7 mm wide, and 260 pages need 14.9 mm" in found(one)[0].message

    def test_one_page_more_that_the_binder_adds_anyway_is_none(self) -> None:
        assert codes(case(cover(), pages=PAGES - 1)) == []

    def test_one_for_another_paper(self) -> None:
        kdp = printing()
        assert codes(case(cover(), replace(kdp, paper=kdp.printer.paper("cream")))) == ["cover-spine"]

    def test_the_pages_of_the_press_file_go_before_those_of_the_book(self) -> None:
        one = case(cover())
        press = replace(one, outputs={**one.outputs, "press.pdf": b""})
        assert codes(replace(press, read={**one.read, "press.pdf": inside(300)})) == ["cover-spine"]

    def test_words_on_a_spine_that_may_have_none(self) -> None:
        strict = printing()
        strict = replace(strict, printer=replace(strict.printer, spine_text_pages=PAGES + 1))
        assert codes(case(cover(), strict)) == ["cover-spine-text"]

    @pytest.mark.parametrize(
        "place",
        [
            (2.0, 60.0),
            (145.0, 60.0),
            (60.0, 3.0),
            (60.0, 208.5),
            (148.2, 100.0),
            (164.0, 60.0),
            (306.5, 60.0),
        ],
        ids=[
            "outer edge",
            "fold of the back",
            "head",
            "foot",
            "fold of the spine",
            "fold of the front",
            "right",
        ],
    )
    def test_a_word_near_an_edge_or_a_fold(self, place: tuple[float, float]) -> None:
        one = case(painted(cover(), word(*place)))
        assert codes(one) == ["cover-safe"]
        assert found(one)[0].severity is Severity.WARNING

    def test_a_word_in_the_middle_is_none(self) -> None:
        assert codes(case(painted(cover(), word(60.0, 100.0)))) == []

    @pytest.mark.parametrize("side", ["left", "right"])
    def test_something_in_the_white_beside_the_barcode(self, side: str) -> None:
        code = plan(printing()).barcode
        assert code is not None
        x = code.left + 1 if side == "left" else code.right - 1.2
        one = case(painted(cover(), black(x, code.top + 5, 0.3, 10)))
        assert codes(one) == ["cover-barcode"]
        assert "white" in found(one)[0].message

    def test_a_bar_too_many_and_bars_that_are_gone(self) -> None:
        code = plan(printing()).barcode
        assert code is not None
        more = painted(cover(), black(code.left + 12, code.top, 3, 20))
        white = black(*(code.left, code.top, code.width, code.height)).replace(b"0 0 0 1 k", b"0 0 0 0 k")
        for data in (more, painted(cover(), white)):
            assert codes(case(data)) == ["cover-barcode"]

    def test_no_isbn_where_the_printer_asks_for_one(self) -> None:
        one = case(cover("ingramspark", isbn=""), printing("ingramspark", isbn=""))
        assert codes(one) == ["cover-isbn"]
        assert found(one)[0].severity is Severity.REMARK


def test_every_code_of_the_cover_is_in_the_table_of_checks() -> None:
    listed = {code for check in CHECKS for code in check.codes if code.startswith("cover-")}
    assert listed == {"cover-spine", "cover-safe", "cover-spine-text", "cover-barcode", "cover-isbn"}
