"""Pages on the sheets of a copier, folded again by the tests: every page once, in order, in its place."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from anthology.config import BookletTable, Trim
from anthology.imposition import Folding, folding, imposed, scale_of, sides, signatures

MM = 72 / 25.4
A5 = Trim(width_mm=148, height_mm=210)


def book(pages: int, width_mm: float = 148, height_mm: float = 210, left: float = 0.0) -> bytes:
    """A book whose pages say their numbers, 10 mm from the left and 20 mm from the foot of the cut page."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(width_mm * MM, height_mm * MM))
            page.obj.MediaBox = pikepdf.Array([left, 0, left + width_mm * MM, height_mm * MM])
            page.obj.TrimBox = page.obj.MediaBox
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            words = f"BT /F 12 Tf {left + 10 * MM} {20 * MM} Td (p{number}.) Tj ET"
            page.obj.Contents = pdf.make_stream(words.encode())
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.Root.Lang = pikepdf.String("fr")
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.docinfo["/Title"] = "Paroles du rivage"
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


Half = list[str]


def halves(data: bytes) -> list[tuple[Half, Half]]:
    """What stands on the left and on the right half of each side of a sheet."""
    with pdfium.PdfDocument(data) as document:
        return [_halves(page) for page in document]


def _halves(page: pdfium.PdfPage) -> tuple[Half, Half]:
    width, height = page.get_size()
    text = page.get_textpage()
    found = (
        text.get_text_bounded(0, 0, width / 2, height),
        text.get_text_bounded(width / 2, 0, width, height),
    )
    text.close()
    return re.findall(r"p\d+\.", found[0]), re.findall(r"p\d+\.", found[1])


def leafed(sheets: Sequence[tuple[Half, Half]], sizes: Sequence[int]) -> Iterator[Half]:
    """What a reader sees who folds each signature and leafs through it, one half of a side after the other.

    The sheets of a signature are a pile, the first at the bottom, outward side down. Folded, the right half
    of each lies before its left half; behind a half of one side is the other half of the other side.
    """
    outward, inward, at = list(sheets[::2]), list(sheets[1::2]), 0
    for size in sizes:
        pile = range(at, at + size)
        for sheet in pile:
            yield outward[sheet][1]
            yield inward[sheet][0]
        for sheet in reversed(pile):
            yield inward[sheet][1]
            yield outward[sheet][0]
        at += size


def origins(data: bytes) -> dict[str, tuple[float, float]]:
    """Where the number of each page begins on its sheet, in mm from the left and from the foot."""
    found = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for *_, scale, x, y, name in _placed(page):
                found[name] = (float(x) + 10 * MM * scale) / MM, (float(y) + 20 * MM * scale) / MM
    return found


def _placed(page: pikepdf.Page) -> Iterator[tuple[float, float, float, str]]:
    for found in re.finditer(r"([\d.]+) 0 0 [\d.]+ (-?[\d.]+) (-?[\d.]+) cm /(\w+) Do", _content(page)):
        yield float(found[1]), float(found[2]), float(found[3]), found[4]


def _content(page: pikepdf.Page) -> str:
    return page.obj.Contents.read_bytes().decode()


class TestOrder:
    @pytest.mark.parametrize("signature", [0, 1, 2, 3, 4, 8])
    @pytest.mark.parametrize("pages", range(1, 41))
    def test_folded_sheets_are_the_book_and_empty_pages_stand_at_the_end(
        self, pages: int, signature: int
    ) -> None:
        sheets = [
            tuple([] if place is None else [f"p{place + 1}."] for place in (side.left, side.right))
            for side in sides(pages, signature)
        ]
        sizes = signatures(len(sheets) // 2, signature)
        read = list(leafed(sheets, sizes))  # type: ignore[arg-type]
        assert read == [[f"p{number}."] for number in range(1, pages + 1)] + [[]] * (-pages % 4)
        assert not signature or max(sizes) <= signature

    @pytest.mark.parametrize(("pages", "signature"), [(1, 0), (7, 0), (24, 2), (30, 3), (37, 4), (40, 0)])
    def test_the_words_of_a_finished_file_read_half_by_half_are_the_book(
        self, pages: int, signature: int
    ) -> None:
        data = imposed(book(pages), Folding(signature=signature))
        found = halves(data)
        read = list(leafed(found, signatures(len(found) // 2, signature)))
        assert read == [[f"p{number}."] for number in range(1, pages + 1)] + [[]] * (-pages % 4)

    def test_signatures_are_as_even_as_can_be(self) -> None:
        assert signatures(10, 4) == (4, 3, 3)
        assert signatures(10, 0) == (10,)
        assert signatures(0, 4) == ()

    def test_an_outward_side_comes_before_its_inward_one_and_depth_counts_the_sheets_around(self) -> None:
        assert [(side.outward, side.depth, side.signature) for side in sides(16, 2)] == [
            (True, 0, 0), (False, 0, 0), (True, 1, 0), (False, 1, 0),
            (True, 0, 1), (False, 0, 1), (True, 1, 1), (False, 1, 1),
        ]  # fmt: skip


class TestPlace:
    def test_two_pages_meet_at_the_fold_in_their_true_size(self) -> None:
        found = origins(imposed(book(4), Folding(creep_mm=0)))
        assert found["P4"] == pytest.approx((148.5 - 148 + 10, 20), abs=0.01)
        assert found["P1"] == pytest.approx((148.5 + 10, 20), abs=0.01)

    def test_each_sheet_inside_another_has_its_pages_nearer_to_the_fold_by_the_creep(self) -> None:
        still, moved = (origins(imposed(book(24), Folding(creep_mm=creep))) for creep in (0.0, 0.25))
        shifts = {name: moved[name][0] - still[name][0] for name in still}
        for depth in range(6):
            for left, right in ((24 - 2 * depth, 1 + 2 * depth), (2 + 2 * depth, 23 - 2 * depth)):
                assert shifts[f"P{left}"] == pytest.approx(0.25 * depth, abs=0.001)
                assert shifts[f"P{right}"] == pytest.approx(-0.25 * depth, abs=0.001)

    def test_creep_begins_anew_with_each_signature(self) -> None:
        still, moved = (
            origins(imposed(book(16), Folding(signature=2, creep_mm=creep))) for creep in (0.0, 0.5)
        )
        assert moved["P9"] == still["P9"]
        assert moved["P11"][0] == pytest.approx(still["P11"][0] - 0.5, abs=0.001)

    def test_nothing_of_a_page_is_printed_beyond_the_fold(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(12), Folding(creep_mm=2)))) as pdf:
            clips = [re.findall(r"([\d.]+) 0 ([\d.]+) [\d.]+ re W n", _content(page)) for page in pdf.pages]
        half = 297 * MM / 2
        assert {pair for page in clips for pair in page} == {
            ("0.0000", f"{half:.4f}"),
            (f"{half:.4f}", f"{half:.4f}"),
        }

    def test_a_page_whose_corner_is_elsewhere_is_placed_by_its_cut_edge(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(4, left=-20.0), Folding(creep_mm=0)))) as pdf:
            (scale, x, _, _), *_ = [one for one in _placed(pdf.pages[0]) if one[3] == "P1"]
        assert (scale, x) == pytest.approx((1.0, 148.5 * MM + 20), abs=0.01)

    def test_pages_that_do_not_fit_are_made_smaller_and_still_meet_at_the_fold(self) -> None:
        data = imposed(book(4, 210, 297), Folding(sheet_mm=(297, 210), creep_mm=0))
        with pikepdf.open(io.BytesIO(data)) as pdf:
            placed = {name: (scale, x / MM) for scale, x, _, name in _placed(pdf.pages[0])}
        assert placed["P1"] == pytest.approx((0.7071, 148.5), abs=0.001)
        assert placed["P4"] == pytest.approx((0.7071, 148.5 - 210 * 0.70707), abs=0.01)


class TestSheet:
    @pytest.mark.parametrize(
        ("trim", "sheet"),
        [
            ((148, 210), (297, 210)),
            ((139.7, 215.9), (279.4, 215.9)),
            ((152.4, 228.6), (420, 297)),
            ((170, 240), (420, 297)),
            ((210, 297), (420, 297)),
            ((250, 300), (500, 300)),
        ],
    )
    def test_the_pages_choose_the_first_sheet_that_holds_two_of_them(
        self, trim: tuple[float, float], sheet: tuple[float, float]
    ) -> None:
        page = Trim(width_mm=trim[0], height_mm=trim[1])
        chosen = folding(BookletTable(), page)
        assert chosen.sheet_mm == sheet
        assert scale_of(page, chosen.sheet_mm) == 1

    def test_settings_are_the_folding(self) -> None:
        table = BookletTable.model_validate(
            {"sheet": "a3", "signature": 4, "paper_mm": 0.12, "cover": True, "marks": True}
        )
        assert folding(table, A5) == Folding((420, 297), 4, 0.12, cover=True, marks=True)
        assert folding(BookletTable(creep_mm=0.3), A5).creep_mm == 0.3
        assert folding(BookletTable.model_validate({"sheet": "210 x 300mm"}), A5).sheet_mm == (300, 210)


class TestFile:
    def test_title_and_language_stay_and_nothing_leads_to_pages_that_are_gone(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(9), Folding()))) as pdf:
            assert str(pdf.docinfo["/Title"]) == "Paroles du rivage"
            assert str(pdf.Root.Lang) == "fr"
            assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/Metadata"} & set(pdf.Root)
            assert not any("/Annots" in page for page in pdf.pages)
            assert len(pdf.pages) == 6
            pages = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
            assert sum(one.get("/Type") == "/Page" for one in pages) == 6
            assert not any(one.get("/Subtype") == "/Link" for one in pages)

    def test_a_viewer_is_told_to_turn_over_the_short_edge_and_to_keep_the_size(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(4), Folding()))) as pdf:
            told = pdf.Root.ViewerPreferences
            assert (str(told.Duplex), str(told.PrintScaling)) == ("/DuplexFlipShortEdge", "/None")

    def test_the_same_pages_are_the_same_bytes_and_no_larger_than_the_book(self) -> None:
        pages = book(40)
        once, again = (imposed(pages, Folding(signature=4)) for _ in range(2))
        assert once == again
        assert len(once) < 1.05 * len(pages) + 4000

    def test_a_content_stream_that_two_pages_share_is_drawn_on_both(self) -> None:
        with pikepdf.open(io.BytesIO(book(4))) as pdf:
            pdf.pages[2].obj.Contents = pdf.pages[0].obj.Contents
            out = io.BytesIO()
            pdf.save(out)
        read = leafed(halves(imposed(out.getvalue(), Folding())), (1,))
        assert [one for half in read for one in half] == ["p1.", "p2.", "p1.", "p4."]

    @pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
    def test_qpdf_finds_no_fault(self, tmp_path: Path) -> None:
        file = tmp_path / "booklet.pdf"
        file.write_bytes(imposed(book(11), Folding((420, 297), 2, 0.2, marks=True), cover=book(1)))
        done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


class TestCover:
    def test_a_sheet_with_the_cover_and_nothing_within_comes_first(self) -> None:
        data = imposed(book(8), Folding(cover=True), cover=book(1))
        assert halves(data)[:2] == [([], ["p1."]), ([], [])]
        read = list(leafed(halves(data)[2:], (2,)))
        assert read == [[f"p{number}."] for number in range(1, 9)]

    def test_it_lies_around_a_stapled_booklet_and_around_no_signature(self) -> None:
        stapled = origins(imposed(book(8), Folding(cover=True, creep_mm=1), cover=book(1)))
        assert stapled["P1"][0] == pytest.approx(148.5 + 10 - 1, abs=0.001)
        sewn = origins(imposed(book(8), Folding(signature=1, cover=True, creep_mm=1), cover=book(1)))
        assert sewn["P1"][0] == pytest.approx(148.5 + 10, abs=0.001)


class TestMarks:
    def test_none_are_printed_unless_asked_for(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(8), Folding((420, 297), 1)))) as pdf:
            assert not any(" l" in _content(page) for page in pdf.pages)

    def test_the_fold_and_the_cut_are_marked_beyond_the_pages_where_the_sheet_has_room(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(8), Folding((420, 297), marks=True)))) as pdf:
            first, second = (_lines(pdf.pages[place]) for place in (0, 2))
            inward = _lines(pdf.pages[1])
        fold = [line for line in first if line[0] == line[2] == pytest.approx(210, abs=0.01)]
        assert len(fold) == 2
        left, foot = 210 - 148, (297 - 210) / 2
        assert all(
            max(y, to_y) <= foot - 2.99 or min(y, to_y) >= foot + 210 + 2.99
            for x, y, to_x, to_y in first
            if left < x < 420 - left and left < to_x < 420 - left
        )
        assert len(first) == 2 + 8
        assert len(second) == 2
        assert inward == []

    def test_where_the_pages_fill_the_sheet_the_fold_is_marked_at_its_very_edge(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(8), Folding(marks=True)))) as pdf:
            lines = _lines(pdf.pages[0])
        assert sorted((y, to_y) for _, y, _, to_y in lines) == [
            pytest.approx((0, 2.5), abs=0.01),
            pytest.approx((207.5, 210), abs=0.01),
        ]

    def test_the_back_of_each_signature_bears_a_bar_that_is_lower_than_the_last(self) -> None:
        with pikepdf.open(io.BytesIO(imposed(book(12), Folding(signature=1, marks=True)))) as pdf:
            bars = [
                float(found[1])
                for page in pdf.pages
                for found in re.finditer(r"0 g [\d.]+ ([\d.]+) [\d.]+ [\d.]+ re f", _content(page))
            ]
        assert len(bars) == 3
        assert [round((one - after) / MM, 2) for one, after in pairwise(bars)] == [8, 8]


def _lines(page: pikepdf.Page) -> list[tuple[float, float, float, float]]:
    """The lines drawn on a side, in mm."""
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+) m (-?[\d.]+) (-?[\d.]+) l", _content(page))
    return [tuple(float(one) / MM for one in line) for line in found]  # type: ignore[misc]
