"""A rich file: imported, built, and found again in the tags of the PDF and the pages of the EPUB."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pikepdf
import pypdfium2
import pytest
from anthology import pipeline, readers, storage
from anthology.config import load
from anthology.model import Emphasis, Form, Mark, Picture, Received, Severity, Withheld
from lxml import etree
from PIL import Image
from tests import kept
from tests.importing.rich import TEXT, cells, manuscript_of, on, said

X = "{http://www.w3.org/1999/xhtml}"
FILE = "submissions/port.docx"
F, M = Form, Emphasis


def photograph() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(target, "JPEG")
    return target.getvalue()


def received() -> Received:
    data = photograph()
    shown = Picture(0, "quai.jpg", hashlib.sha256(data).hexdigest())
    first = f"{TEXT[0]} La pêche a 1 jour de retard, dit-on au bar."
    marks = (
        on(first, "premier chalutier", M.STRONG), on(first, "sardines", M.EMPHASIS),
        on(first, "au bar", M.LINK, "https://bar.example.org/menu"),
        Mark(len(TEXT[0]) - 1, len(TEXT[0]) - 1, M.NOTE, "n"),
    )  # fmt: skip
    one = manuscript_of(
        said("Le port", F.TITLE), said("Une nuit sur les quais.", F.STANDFIRST), said("Ada Roy", F.BYLINE),
        said(first, F.PARAGRAPH, *marks),
        said("Le matériel", F.HEADING, level=2),
        said("un couteau", F.ITEM, level=1, ordered=True), said("en acier", F.ITEM, level=2),
        said("des gants", F.ITEM, level=1, ordered=True),
        *cells([("Espèce", "Tonnes"), ("Sardine", "1 200"), ("Thon", "85")]),
        said(TEXT[1]),
        said("Des caisses sur un quai", F.ALT, label="quai.jpg", pictures=[shown]),
        said("Le quai, tôt.", F.CAPTION, label="quai.jpg"),
        said("Photo : Inès Causse"),
        said(TEXT[2]),
        said("Effacé.", withheld=Withheld.DELETED),
        said("Selon la capitainerie.", F.NOTE, label="n"),
        file=FILE,
    )  # fmt: skip
    return Received((one,), MappingProxyType({"quai.jpg": data}))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[pipeline.Built, Path]:
    root = tmp_path_factory.mktemp("rich")
    content, output = root / "content", root / "output"
    (content / "submissions").mkdir(parents=True)
    (content / FILE).write_bytes(b"a file that a reader knows")
    (content / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "read", lambda data, file: received())
        pipeline.import_submissions(content)
    assert load(content).book.title == "T"
    return pipeline.build(content, output, cache=kept.results()), output


def tags(made: tuple[pipeline.Built, Path]) -> list[tuple[str, str]]:
    """Each tag of the PDF with its alternative text, in reading order."""
    with pikepdf.open(io.BytesIO(made[0].outputs["book.pdf"])) as pdf:
        return list(_below(pdf.Root.StructTreeRoot))


def _below(element: Any) -> Iterator[tuple[str, str]]:
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from _below(one)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)[1:], str(element.get("/Alt", ""))
        if "/K" in element:
            yield from _below(element.K)


@pytest.fixture(scope="module")
def page(made: tuple[pipeline.Built, Path]) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(made[0].outputs["book.epub"])) as book:
        (name,) = [name for name in book.namelist() if name.endswith("article-le-port.xhtml")]
        return etree.fromstring(book.read(name))


def test_nothing_is_wrong_with_the_book(made: tuple[pipeline.Built, Path]) -> None:
    assert [one.code for one in made[0].findings if one.severity is Severity.ERROR] == []
    assert storage.standing(made[1]) is not None


def test_the_pdf_says_what_is_a_table_a_list_and_a_picture(made: tuple[pipeline.Built, Path]) -> None:
    found = tags(made)
    names = [name for name, _ in found]
    assert (names.count("Table"), names.count("TR"), names.count("TH"), names.count("TD")) == (1, 3, 2, 4)
    assert names.count("L") >= 2
    assert [alt for name, alt in found if name == "Figure"] == ["Des caisses sur un quai"]


def test_the_note_stands_at_the_foot_of_the_page_that_calls_it(made: tuple[pipeline.Built, Path]) -> None:
    pages = pypdfium2.PdfDocument(made[0].outputs["book.pdf"])
    texts = [" ".join(one.get_textpage().get_text_bounded().split()) for one in pages]
    (page,) = [text for text in texts if "premier chalutier" in text]
    assert page.index("Selon la capitainerie.") > page.index("un couteau")


def test_the_epub_holds_the_same(page: etree._Element) -> None:
    def texts(path: str) -> list[str]:
        return ["".join(map(str, one.itertext())).strip() for one in page.iterfind(path)]

    assert texts(f".//{X}thead//{X}th") == ["Espèce", "Tonnes"]
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in texts(f".//{X}tbody//{X}td")] == [
        "Sardine",
        "1 200",
        "Thon",
        "85",
    ]
    assert texts(f".//{X}ol/{X}li/{X}ul/{X}li") == ["en acier"]
    assert texts(f".//{X}strong") == ["premier chalutier"]
    (caption,) = texts(f".//{X}figcaption")
    assert caption.startswith("Le quai, tôt. ")
    assert caption.endswith("Inès Causse.")
    assert [one.get("alt") for one in page.iter(f"{X}img")] == ["Des caisses sur un quai"]
    assert [one.get("href") for one in page.iter(f"{X}a") if one.get("href", "").startswith("http")] == [
        "https://bar.example.org/menu"
    ]
    assert "Selon la capitainerie." in texts(f".//{X}aside")[0]


def test_what_was_deleted_is_in_neither(made: tuple[pipeline.Built, Path], page: etree._Element) -> None:
    assert "Effacé" not in "".join(map(str, page.itertext()))
