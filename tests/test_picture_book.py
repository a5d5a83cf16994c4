"""The second book: the same bytes each time, pictures of every kind, and it builds."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from anthology.bindery.fragment import PHOTOGRAPH_PPI
from anthology.model import Severity
from anthology.pictures import SCREEN_PIXELS
from anthology.pipeline import Built, build
from lxml import etree
from PIL import Image
from pypdfium2 import raw
from tests import kept, page_oracle, picture_book
from tests.engines import needs


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("picture-book")
    return build(picture_book.content(folder / "content"), folder / "output", cache=kept.results())


def files(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_builds_without_an_error(built: Built) -> None:
    assert [found for found in built.findings if found.severity is Severity.ERROR] == []
    assert {"book.pdf", "book.epub"} <= built.outputs.keys()
    assert built.pages > 40


def shown_in(data: bytes) -> list[tuple[float, int]]:
    """Points an inch and bits a pixel of each picture of a file, by the PDF itself."""
    with pypdfium2.PdfDocument(data) as pdf:
        found = []
        for page in pdf:
            for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)):
                about = image.get_metadata()
                found.append((max(about.horizontal_dpi, about.vertical_dpi), about.bits_per_pixel))
        return found


def test_its_file_holds_photographs_for_a_screen_and_drawings_as_sharp_as_they_are(built: Built) -> None:
    pictures = shown_in(built.outputs["book.pdf"])
    assert len(pictures) == 15
    photographs = [ppi for ppi, bits in pictures if bits == 24]
    assert max(photographs) <= PHOTOGRAPH_PPI + 1
    assert [round(ppi) > 550 for ppi, bits in pictures if bits == 1] == [True], "the engraving"
    assert len(built.outputs["book.pdf"]) < 900_000, "of 1.99 MB with the photographs as they came"


def test_its_photograph_that_is_too_small_is_told_with_its_page(built: Built) -> None:
    (found,) = [one for one in built.findings if one.code == "photo-coarse"]
    assert found.file == "photos/vignette.jpg"
    with pypdfium2.PdfDocument(built.outputs["book.pdf"]) as pdf:
        (page,) = [number for number in range(len(pdf)) if "La même vue" in words(pdf, number)][:1]
        assert found.page == pdf.get_page_label(page)


def words(pdf: pypdfium2.PdfDocument, number: int) -> str:
    return str(pdf[number].get_textpage().get_text_bounded())


def test_the_pages_of_its_e_book_begin_where_those_of_paper_do(built: Built, tmp_path: Path) -> None:
    """Behind pictures and tables, in the middle of notes and words, in all its languages."""
    needs.program("pdftotext")
    pdf = tmp_path / "book.pdf"
    pdf.write_bytes(built.outputs["book.pdf"])
    pages = page_oracle.compare(built.outputs["book.epub"], pdf)
    assert pages.wrong == ()
    assert list(pages.listed) == list(page_oracle.bearing_text(pdf))[1:]
    assert len(pages.listed) > 30
    assert pages.cut, "words that a page end cuts"


def test_every_picture_of_its_e_book_has_a_size_and_words_or_is_said_to_be_decoration(built: Built) -> None:
    found = []
    with zipfile.ZipFile(io.BytesIO(built.outputs["book.epub"])) as book:
        for name in book.namelist():
            if "/text/article-" in name:
                found += list(etree.fromstring(book.read(name)).iter("{*}img"))
    assert len(found) == 15
    assert all(int(one.get("width", "0")) * int(one.get("height", "0")) <= SCREEN_PIXELS for one in found)
    assert all(int(one.get("width", "0")) > 100 for one in found)
    without = [one for one in found if not one.get("alt")]
    assert [one.get("aria-hidden") for one in without] == ["true"], "the tailpiece alone"


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    here = files(picture_book.content(tmp_path / "here"))
    script = "import sys, pathlib; from tests.picture_book import content; content(pathlib.Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "there")], check=True, env=environment)
    assert files(tmp_path / "there") == here


def test_its_pictures_are_of_every_kind_that_people_hand_in() -> None:
    kinds: set[tuple[object, ...]] = set()
    for data in picture_book.pictures().values():
        with Image.open(io.BytesIO(data)) as picture:
            kinds.add((picture.format, picture.mode, "icc_profile" in picture.info))
            kinds.add(("turned", picture.getexif().get(0x0112, 1)))
    assert kinds >= {
        ("JPEG", "RGB", False),
        ("JPEG", "RGB", True),
        ("JPEG", "CMYK", True),
        ("JPEG", "CMYK", False),
        ("JPEG", "L", False),
        ("PNG", "1", False),
        ("PNG", "P", False),
        ("PNG", "RGBA", False),
        ("PNG", "LA", False),
        ("HEIF", "RGB", False),
        ("turned", 6),
    }
