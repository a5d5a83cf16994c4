"""press.pdf of a whole book: the words and pages of book.pdf, seen by other programs as a press would."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from anthology.model import Severity
from anthology.prepress import reading
from anthology.prepress.rules import judged
from anthology.writers.making import Making
from anthology.writers.press import flattened, write_press
from PIL import Image
from tests import books
from tests.prepress import plates

PRINTERS = ("plain", "ingramspark", "lulu")
_MM = 72 / 25.4


def file(name: str, folder: Path) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(plates.pressed(name))
    return path


@cache
def pages(data: bytes) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(data) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("name", PRINTERS)
class TestEveryPrinter:
    def test_it_meets_every_rule(self, name: str) -> None:
        file = reading.read("press.pdf", plates.pressed(name))
        assert [(rule.code, fault) for rule, fault in judged(file)] == []
        assert file.ticketed
        assert file.asked.printer == name

    def test_every_page_says_what_the_page_of_the_book_says(self, name: str) -> None:
        book, press = pages(plates.bound().data), pages(plates.pressed(name))
        assert press[: len(book)] == book
        assert set(press[len(book) :]) <= {""}
        assert len(press) % plates.printing(name).printer.pages_multiple == 0

    def test_the_photograph_comes_from_its_original(self, name: str) -> None:
        (one,) = reading.read("press.pdf", plates.pressed(name)).pictures
        assert one.name == books.PHOTO
        assert one.ppi == pytest.approx(300, rel=0.03)

    def test_what_the_writer_says_it_shows_is_what_it_shows(self, name: str) -> None:
        made = write_press(plates.making(name))
        told = made.read["press.pdf"]
        assert len(told.pages) == len(pages(made.files["press.pdf"]))
        assert (told.outline, told.destinations, told.tagged, told.labelled) == ((), {}, False, False)


class TestIdentity:
    def test_another_process_s_book_is_the_same_to_the_byte(self) -> None:
        """Nothing of the first making is at hand: no cache, no memory."""
        pictures = {books.PHOTO: plates.PHOTOGRAPH}
        printing = plates.printing("ingramspark", pages_least=4)
        making = Making(books.book(), books.layout(), pictures, printed_by=lambda: printing)
        again = write_press(making).files["press.pdf"]
        assert hashlib.sha256(again).digest() == hashlib.sha256(plates.pressed("ingramspark")).digest()

    @pytest.mark.parametrize(
        ("name", "line"), [("plain", "PDF/X-4"), ("ingramspark", "PDF/X-1a:2003"), ("lulu", None)]
    )
    def test_another_reader_sees_which_standard_it_is(
        self, name: str, line: str | None, tmp_path: Path
    ) -> None:
        said = subprocess.run(["pdfinfo", file(name, tmp_path)], check=True, capture_output=True, text=True)
        subtype = re.search(r"^PDF subtype: +(.*)$", said.stdout, re.MULTILINE)
        with pikepdf.open(io.BytesIO(plates.pressed(name))) as pdf:
            packet = pdf.Root.Metadata.read_bytes().decode()
        if line == "PDF/X-1a:2003":
            # The only kind of the three that this reader knows by name.
            assert subtype is not None
            assert subtype[1] == line
        assert (f">{line}<" in packet) == (line is not None)
        assert "Tagged:          no" in said.stdout
        assert "Encrypted:       no" in said.stdout

    def test_another_reader_sees_the_fonts_inside_and_in_a_form_of_pdf_1_4(self, tmp_path: Path) -> None:
        path = file("ingramspark", tmp_path)
        said = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True).stdout
        rows = said.splitlines()[2:]
        assert len(rows) > 2
        assert all(re.search(r"CID Type 0C|CID TrueType", row) and " yes yes yes " in row for row in rows)


class TestBoxes:
    @pytest.mark.parametrize(("name", "bleed"), [("plain", 3.0), ("ingramspark", 3.2), ("pulsio", 5.0)])
    def test_the_page_stands_in_its_bleed(self, name: str, bleed: float) -> None:
        printer = plates.printing(name).printer
        assert printer.bleed_mm == pytest.approx(bleed, abs=0.05)
        for sheet in reading.read("press.pdf", plates.pressed(name)).sheets:
            assert sheet.trim is not None
            assert sheet.bleed is not None
            assert (sheet.trim[2] - sheet.trim[0]) / _MM == pytest.approx(148, abs=0.01)
            assert (sheet.trim[1] - sheet.bleed[1]) / _MM == pytest.approx(printer.bleed_mm, abs=0.01)


@pytest.mark.parametrize("name", ["ingramspark", "lulu"])
def test_every_page_looks_like_the_page_of_the_book(name: str) -> None:
    book = plates.bound().data
    for page in range(0, len(pages(book)), 3):
        mean, most = plates.difference(plates.shown(book, page), plates.shown(plates.pressed(name), page))
        has_picture = books.PHOTO in {one.name for one in _pictures(name) if one.page == page + 1}
        assert mean < (12 if has_picture else 0.7)
        # Black as one ink is a very dark grey on a screen; a letter that moved would be far off.
        assert has_picture or most < 120


def _pictures(name: str) -> Sequence[reading.Picture]:
    return reading.read("press.pdf", plates.pressed(name)).pictures


class TestInk:
    """What Ghostscript, which has read none of our code, finds on the plates."""

    @pytest.mark.parametrize("name", ["plain", "ingramspark"])
    def test_pages_of_text_have_ink_on_the_black_plate_alone(self, name: str, tmp_path: Path) -> None:
        pictured = {one.page for one in _pictures(name)}
        cut = self.cut(name, tmp_path)
        said = subprocess.run(
            ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", "-r36", cut],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found = re.findall(r"([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) CMYK OK", said.stdout)
        assert len(found) == len(pages(plates.pressed(name)))
        inks = [tuple(map(float, row)) for row in found]
        texts = [row for page, row in enumerate(inks, start=1) if page not in pictured]
        assert all(row[:3] == (0, 0, 0) for row in texts)
        assert sum(row[3] > 0.005 for row in texts) > 5
        assert all(max(inks[page - 1][:3]) > 0.01 for page in pictured)

    @pytest.mark.parametrize("name", ["plain", "ingramspark"])
    def test_no_spot_has_more_ink_than_the_printer_takes(self, name: str, tmp_path: Path) -> None:
        limit = plates.printing(name).printer.ink_limit
        page = _pictures(name)[0].page
        subprocess.run(
            ["gs", "-q", "-o", tmp_path / "p.tif", "-sDEVICE=tiff32nc", "-r100",
             "-dUseFastColor=true", f"-dFirstPage={page}", f"-dLastPage={page}", self.cut(name, tmp_path)],
            check=True,
        )  # fmt: skip
        with Image.open(tmp_path / "p.tif") as plate:
            assert plate.mode == "CMYK"
            levels = plate.tobytes()
        sums = [sum(levels[at : at + 4]) for at in range(0, len(levels), 4)]
        assert 100 < max(sums) / 2.55 <= limit

    def cut(self, name: str, folder: Path) -> Path:
        """The file without what stands around its pages: register marks are on every plate."""
        path = folder / f"{name}-cut.pdf"
        with pikepdf.open(io.BytesIO(plates.pressed(name))) as pdf:
            for page in pdf.pages:
                page.obj.MediaBox = page.obj.TrimBox
            pdf.save(path)
        return path


def test_a_person_is_told_once_of_all_pages_of_which_a_part_became_a_picture() -> None:
    alone, many = flattened("cover.pdf", 1), flattened("press.pdf", 12, "ii")
    assert (alone.code, alone.severity, alone.page) == ("press-flattened", Severity.REMARK, None)
    assert (many.file, many.page) == ("press.pdf", "ii")
    assert "on 11 more pages" in many.message
    assert "more" not in alone.message
