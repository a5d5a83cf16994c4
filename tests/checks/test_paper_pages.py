"""Where a page begins: the words of paper beside the mark in a document of the e-book."""

from __future__ import annotations

import pytest
from anthology.checks.case import Rendered
from anthology.checks.paper_pages import begin
from anthology.checks.pdf_sections import SetSection
from anthology.checks.things import MadeSection, ShownPage
from anthology.finished import PdfPage
from lxml import etree
from tests import books

ARTICLE = next(one for one in books.book().sections if one.kind == "article")
MARK = '<span epub:type="pagebreak" role="doc-pagebreak" id="folio-{0}" aria-label="{0}"></span>'
DOCUMENT = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<body><p>{first}Le port ne dort jamais. Sur les quais, {second}</p></body></html>"
)


def found(paper: str, screen: str) -> list[str]:
    """What is found where the second page of a section reads so, and its mark stands before that."""
    texts = ("Le port ne dort jamais. Sur les quais,", paper)
    pages = tuple(PdfPage(str(label), text, 148, 210) for label, text in enumerate(texts, 1661))
    document = DOCUMENT.format(first=MARK.format(1661), second=f"{MARK.format(1662)}{screen}")
    made = MadeSection(
        ARTICLE,
        draft=False,
        printed=Rendered(b"<html><body><p>Le port</p></body></html>"),
        set=SetSection(ARTICLE, 0, pages),
        shown=None,
        page=ShownPage("a.xhtml", "", None),  # type: ignore[arg-type]
        promised=(),
    )
    vars(made)["page_tree"] = etree.fromstring(document)
    return [one.code for one in begin(made)]


@pytest.mark.parametrize(
    ("paper", "screen"),
    [
        ("endurance d’une apprentie", "endurance d’une apprentie"),
        ("rance d’une apprentie", "endurance d’une apprentie"),
        ("rance d’une apprentie", "l’endurance d’une apprentie"),
        ("prentie dessine la pièce", "aujourd’hui\u00a0l’apprentie dessine la pièce"),
        ("tants habitent la ville", "«\u00a020\u202f000\u00a0habitants habitent la ville"),
        ("endurance d’une apprentie", " l’endurance d’une apprentie"),
    ],
)
def test_a_page_begins_at_its_mark_or_inside_of_the_piece_that_stands_there(paper: str, screen: str) -> None:
    assert found(paper, screen) == []


@pytest.mark.parametrize(
    ("paper", "screen"),
    [
        ("d’une apprentie", "l’endurance d’une apprentie"),
        ("apprentie dessine la pièce", "l’endurance d’une apprentie dessine la pièce"),
        ("rance d’une apprentie", "l’endurance de l’apprentie"),
        ("endurance d’une apprentie", "Sur l’endurance d’une apprentie"),
        ("rance d’une apprentie", "l’endurante d’une apprentie"),
    ],
)
def test_anything_else_is_a_mark_in_the_wrong_place(paper: str, screen: str) -> None:
    assert found(paper, screen) == ["epub-page-misplaced"]
