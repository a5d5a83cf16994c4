"""What is read out of a finished PDF."""

from __future__ import annotations

import io

import pikepdf
import pytest
from anthology.checks.pdf_danger import Acts
from anthology.checks.pdf_file import read_pdf
from anthology.checks.pdf_gate import gated
from anthology.checks.pdf_sections import set_sections
from anthology.errors import SourceError
from tests import books
from tests.checks import cases


def test_pages_have_their_folio_their_text_and_their_size() -> None:
    file = read_pdf("book.pdf", cases.pdf())
    labels = [page.label for page in file.pages]
    assert labels[:2] == ["i", "ii"]
    assert labels[-2:] == [str(int(labels[-1]) - 1), labels[-1]]
    assert {(round(page.width_mm, 1), round(page.height_mm, 1)) for page in file.pages} == {(148.0, 210.0)}
    assert any("Le port ne dort jamais" in " ".join(page.text.split()) for page in file.pages)


def test_every_section_has_a_destination_and_every_bookmark_leads_to_one() -> None:
    file = read_pdf("book.pdf", cases.pdf())
    printed = [one.id for one in books.book().sections if "print" in one.media]
    assert [id_ for id_ in printed if id_ not in file.destinations] == []
    assert all(mark.page in file.destinations.values() for mark in file.outline)
    assert {mark.level for mark in file.outline} == {1, 2}


def test_fonts_are_told_by_family_and_once() -> None:
    fonts = read_pdf("book.pdf", cases.pdf()).fonts
    assert {font.family for font in fonts} <= {face.family for face in books.layout().fonts()}
    assert all(font.embedded for font in fonts)
    assert len(fonts) == len(set(fonts))


def test_sections_get_their_pages_without_running_heads_and_folios() -> None:
    file = read_pdf("book.pdf", cases.pdf())
    there = {one.section.id: one for one in set_sections(file, cases.good().sections("print"))}
    port = there["article-port"]
    assert port.text.count("Groupe 5") == 1
    assert port.pages[0].label not in port.text.split()
    assert "avant l’aube" not in port.text.casefold()


@pytest.mark.parametrize("kind", ["outline", "names"])
def test_a_tree_that_goes_in_circles_is_read_once(kind: str) -> None:
    with pikepdf.open(io.BytesIO(cases.pdf())) as file:
        if kind == "outline":
            first = file.Root.Outlines.First
            first.Next = first
        else:
            node = file.make_indirect(pikepdf.Dictionary())
            node.Kids = pikepdf.Array([node])
            file.Root.Names.Dests = node
        target = io.BytesIO()
        file.save(target)
    read = read_pdf("book.pdf", target.getvalue())
    assert len(read.outline) == 1 if kind == "outline" else read.destinations == {}


def test_a_file_that_asks_for_a_password_cannot_be_read() -> None:
    with pikepdf.open(io.BytesIO(cases.pdf())) as file:
        target = io.BytesIO()
        file.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(SourceError) as caught:
        read_pdf("book.pdf", target.getvalue())
    assert caught.value.code == "pdf-unreadable"
    assert caught.value.file == "book.pdf"


def test_an_ordinary_link_to_the_web_is_no_danger() -> None:
    with pikepdf.open(io.BytesIO(cases.pdf())) as file:
        links = [note.A.URI for page in file.pages for note in page.get("/Annots", []) if "/A" in note]
    assert "https://example.org/silence" in map(str, links)
    assert gated("book.pdf", cases.pdf()) == Acts()
