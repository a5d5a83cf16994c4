"""A parcel of every kind of file becomes a book, and everything that was in it is found again."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from anthology import pipeline
from anthology.beginning import begin
from anthology.model import Severity
from lxml import etree
from PIL import Image
from tests import kept
from tests.parcel import Parcel, parcel

XHTML = "{http://www.w3.org/1999/xhtml}"


class Made:
    """The parcel, imported from its archive, built and checked."""

    def __init__(self, folder: Path) -> None:
        self.parcel: Parcel = parcel()
        begin(folder / "book", language="fr")
        self.content, self.output = folder / "book" / "content", folder / "book" / "output"
        for path in (*(self.content / "submissions").iterdir(), *(self.content / "articles").glob("*.md")):
            path.unlink()
        sent = folder / "parcel.zip"
        sent.write_bytes(self.parcel.zipped())
        self.imported = pipeline.import_submissions(self.content, [sent])
        self.ledger: Mapping[str, Any] = self.imported.ledger
        pipeline.build(self.content, self.output, cache=kept.results())
        self.findings = pipeline.check(self.content, self.output)
        with zipfile.ZipFile(self.output / "book.epub") as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.pages = [etree.fromstring(data) for name, data in self.parts.items() if name.endswith(".xhtml")]
        self.figures = [one for page in self.pages for one in page.iter(f"{XHTML}figure")]

    def epub_text(self) -> str:
        return " ".join("".join(map(str, page.itertext())) for page in self.pages)

    def pdf_text(self) -> str:
        document = pypdfium2.PdfDocument(self.output / "book.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return text.replace("\ufffe\r\n", "").replace("\ufffe", "")

    def head(self, words: str) -> Mapping[str, Any]:
        """The front matter of the one article that holds these words."""
        (text,) = (
            text
            for path in (self.content / "articles").glob("*.md")
            if words in (text := path.read_text("utf-8"))
        )
        return tomllib.loads(text.split("+++")[1])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("parcel"))


def test_every_text_is_an_article_and_every_other_file_is_told_of(made: Made) -> None:
    texts = [one for one in made.ledger["submissions"] if one["articles"]]
    assert len(texts) == 14
    assert all(len(one["articles"]) == 1 for one in texts)
    told = {(one.code, (one.file or "").rpartition("/")[2]) for one in made.imported.findings}
    assert told >= {
        ("format-pdf", "affiche.pdf"), ("format-pages", "notes.pages"), ("empty-submission", "vide.txt"),
        ("picture-left-out", "ruche.tif"), ("letters-repaired", "foret.txt"), ("export-withheld", "blog.xml"),
    }  # fmt: skip


@pytest.mark.parametrize("output", ["pdf", "epub"])
def test_words_of_every_file_and_who_wrote_them_are_in_the_book(made: Made, output: str) -> None:
    text = made.pdf_text() if output == "pdf" else made.epub_text()
    assert [word for word in made.parcel.printed if word not in text] == []
    assert [name for name in made.parcel.people if name.split(" ")[-1] not in text] == []
    assert [word for word in made.parcel.withheld if word in text] == []


def test_every_character_of_every_text_is_accounted_for(made: Made) -> None:
    for one in made.ledger["submissions"]:
        assert one["words"] == sum(one["fates"].values()), one["file"]
        assert "undecided" not in one["fates"], one["file"]


def test_those_who_wrote_are_credited_and_nobody_else(made: Made) -> None:
    found = {
        f"{one['given']} {one['family']}"
        for sent in made.ledger["submissions"]
        for article in sent["articles"]
        for one in article["authors"]
    }
    assert found == {*made.parcel.people, "Jeanne Dupont"}
    speakers = {
        name for sent in made.ledger["submissions"] for one in sent["articles"] for name in one["speakers"]
    }
    assert speakers == {"Odile Kermarrec"}


def test_what_a_blog_keeps_back_is_neither_corrected_nor_asked_about(made: Made) -> None:
    kept = {"submissions/parcel/blog.xml#unpublished", "submissions/parcel/blog.xml#record"}
    back = [one for one in made.ledger["submissions"] if one["file"] in kept]
    assert {one["file"] for one in back} == kept
    assert all(not one["articles"] and not one["edits"] and not one["accepted"] for one in back)
    asked = (made.content / "review.toml").read_text("utf-8")
    assert not any(word in asked for word in (*made.parcel.withheld, "#unpublished", "#record"))


def test_every_photograph_is_shown_with_its_credit_and_words_for_who_cannot_see_it(made: Made) -> None:
    shown = {}
    for figure in made.figures:
        (image,) = figure.iter(f"{XHTML}img")
        shown[image.get("src", "")] = (image.get("alt"), "".join(map(str, figure.itertext())))
    assert len(shown) == len(made.parcel.photos)
    for part, (credit, alt) in made.parcel.photos.items():
        ((src, (said, below)),) = ((src, one) for src, one in shown.items() if part in src)
        assert credit in below
        assert said == alt
        data = made.parts["EPUB/" + src.removeprefix("../")]
        assert Image.open(io.BytesIO(data)).format == "JPEG"
    document = pypdfium2.PdfDocument(made.output / "book.pdf")
    pictures = sum(1 for page in document for _ in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    document.close()
    assert pictures == len(made.parcel.photos)


def test_the_interview_keeps_its_questions_its_note_its_table_and_its_box(made: Made) -> None:
    head = made.head("Sidobre")
    assert head["standfirst"].startswith("Depuis trente ans")
    assert {one["role"] for one in head["authors"]} == {"interviewer"}
    (page,) = (one for one in made.pages if "Sidobre" in "".join(map(str, one.itertext())))
    questions = [one for one in page.iter(f"{XHTML}p") if "question" in (one.get("class") or "")]
    assert len(questions) == 3
    assert [len(list(table.iter(f"{XHTML}tr"))) for table in page.iter(f"{XHTML}table")] == [3]
    assert any("huissier" in "".join(map(str, one.itertext())) for one in page.iter(f"{XHTML}aside"))


def test_the_checks_find_nothing_to_mend_but_photographs_without_words(made: Made) -> None:
    assert [one for one in made.findings if one.severity is Severity.ERROR] == []
    warned = {one.code for one in made.findings if one.severity is Severity.WARNING}
    assert "photo-without-alt" in warned
    assert not warned & {"submission-not-imported", "epub-alt-missing", "photo-without-credit"}


def test_a_second_import_changes_nothing(made: Made) -> None:
    assert pipeline.import_submissions(made.content).changes == ()
