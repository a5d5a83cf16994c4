"""What is left of a page without its margins, wherever these stand in its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from anthology import checks
from anthology.checks.pdf_file import read_pdf
from anthology.checks.pdf_sections import SetSection, printed_folios
from anthology.checks.words import difference, tokens
from anthology.finished import PdfFile, PdfPage
from anthology.model import Matter, Section
from tests.checks import cases
from tests.checks.cases import fresh, good

HEADS = ("Groupe 5", "Le port ne dort jamais, et la suite")
SECTION = Section("article-port", "article", Matter.BODY, "Le port", "fr", heads=HEADS)
TEXT = ["Un texte", "de 12 lignes,", "le soir."]


def page(lines: list[str], label: str = "12") -> PdfPage:
    return PdfPage(label, "\r\n".join(lines), 148, 210)


def left(lines: list[str], label: str = "12") -> list[str]:
    """What is left of a page that is not the first of its section."""
    return SetSection(SECTION, 4, (page(["Le port", "11"], "11"), page(lines, label))).text.split("\r\n")[1:]


@pytest.mark.parametrize(
    "lines",
    [
        [*TEXT, "Groupe 5", "12"],
        [*TEXT, "12", "Groupe 5"],
        ["12", *TEXT, "Groupe 5"],
        ["Groupe 5", "12", *TEXT],
        [*TEXT, "12"],
        [*TEXT, "12 Groupe 5"],
        [*TEXT, "Groupe 5   12"],
        ["Groupe… 12", *TEXT],
        [TEXT[0], "12", *TEXT[1:], "Groupe 5"],
        [*TEXT, " 12 "],
        TEXT,
    ],
)
def test_folio_and_running_head_are_taken_off_wherever_they_stand(lines: list[str]) -> None:
    assert left(lines) == TEXT


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["12", "12", "Groupe 5"], ["12"]),
        ([*TEXT, "Groupe 5", "Groupe 5", "12"], [*TEXT, "Groupe 5"]),
        ([*TEXT, "Groupe 5 12", "12"], [*TEXT, "12"]),
        ([*TEXT, "13"], [*TEXT, "13"]),
        ([*TEXT, "Groupe 6 12"], [*TEXT, "Groupe 6 12"]),
        ([*TEXT, "xii"], [*TEXT, "xii"]),
    ],
)
def test_no_more_is_taken_off_than_a_page_has_in_its_margins(lines: list[str], kept: list[str]) -> None:
    assert left(lines) == kept


def test_each_side_has_its_own_head() -> None:
    """A heading may read like the title that stands at the head of the other side."""
    title = HEADS[1]
    pages = (
        page(["11"], "11"),
        page([title, "12", "Groupe 5"]),
        page([title, "Groupe 5", title, "13"], "13"),
    )
    assert SetSection(SECTION, 4, pages).texts[1:] == (title, f"{title}\r\nGroupe 5")
    nobody = replace(SECTION, heads=("", title))
    assert SetSection(nobody, 4, pages[:2]).texts[1] == f"{title}\r\nGroupe 5"


def test_a_word_that_is_cut_at_the_end_of_a_page_is_whole_again() -> None:
    pages = (page(["une antho-", "11"], "11"), page(["12", "logie"]))
    assert SetSection(SECTION, 4, pages).words == ["une", "anthologie"]


def test_the_hyphen_of_a_last_line_does_not_keep_the_running_head() -> None:
    pages = (page(["un texte", "11"], "11"), page(["une antho\ufffeGroupe 5", "12"]), page(["logie"], "13"))
    assert SetSection(SECTION, 4, pages).words == ["un", "texte", "une", "anthologie"]


def test_a_section_without_margins_keeps_every_line() -> None:
    bare = replace(SECTION, heads=("", ""))
    assert SetSection(bare, 4, (page([*TEXT, "12"]),)).text.split("\r\n") == [*TEXT, "12"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Un texte", "12"], ["12"]),
        (["xii", "Un texte"], ["xii"]),
        (["Un texte", "Groupe 5 12"], ["12"]),
        (["12 Groupe 5"], ["12"]),
        (["Il a 12", "12 ans"], []),
        ([], []),
    ],
)
def test_a_printed_folio_is_found_alone_or_beside_a_running_head(lines: list[str], found: list[str]) -> None:
    assert printed_folios(page(lines), HEADS) == found


# --- tables that go on over pages -----------------------------------------------------------------------

HEAD = "Année\nDébit (m3/s)\n"


def set_with(pages: list[list[str]], *heads: str) -> list[str]:
    made = tuple(page(lines, str(number)) for number, lines in enumerate(pages, start=11))
    return SetSection(SECTION, 4, made, heads=heads).words


def test_the_head_that_a_page_says_again_counts_once() -> None:
    pages = [
        ["Un texte", "Année Débit (m3/s)", "1958 306"],
        ["Groupe 5", "Année Débit (m3/s)", "1960 380"],
        ["Année Débit", "(m3/s)", "1962 454", "13"],
    ]
    kept = tokens("un texte année débit m 3 s 1958 306 1960 380 1962 454")
    assert set_with(pages, HEAD) == kept
    assert set_with(pages).count("débit") == 3


@pytest.mark.parametrize(
    "pages",
    [
        [["Un texte"], ["Année Débit (m3/s)", "1958 306"]],
        [["Année Débit (m3/s)", "1958 306"], ["Année Débit (m3/s) 1960"]],
        [["Un texte"], ["1958 306", "Année Débit (m3/s)"]],
    ],
)
def test_what_is_no_head_said_again_is_kept(pages: list[list[str]]) -> None:
    assert set_with(pages, HEAD) == tokens("\n".join(line for lines in pages for line in lines))


def test_two_tables_with_one_head_keep_one_each() -> None:
    pages = [["Année Débit (m3/s)", "1958"], ["Année Débit (m3/s)", "1960"], ["Année Débit (m3/s)", "1962"]]
    assert set_with(pages, HEAD, HEAD).count("débit") == 2


# --- in the whole book -------------------------------------------------------------------------------


def moved(change: Callable[[str, str], str]) -> PdfFile:
    """The good PDF with the folio of each page that bears one drawn elsewhere."""
    file = read_pdf("book.pdf", cases.pdf())
    pages = [
        replace(one, text=change(one.text.rpartition("\r\n")[0], one.label))
        if one.text.rpartition("\r\n")[2] == one.label
        else one
        for one in file.pages
    ]
    assert [one.text for one in pages] != [one.text for one in file.pages]
    return replace(file, pages=tuple(pages))


@pytest.mark.parametrize(
    "change",
    [
        lambda text, folio: f"{text}\r\n{folio}\r\n",
        lambda text, folio: f"{text}\n{folio}",
        lambda text, folio: f"{folio}\r\n{text}",
        lambda text, folio: f"{text} {folio}" if text.count("\r\n") > 3 else f"{text}\r\n{folio}",
    ],
)
def test_nothing_is_said_of_a_book_wherever_its_folios_are_drawn(change: Callable[[str, str], str]) -> None:
    assert checks.run(fresh(good(), read={"book.pdf": moved(change)})) == ()


def test_a_folio_that_is_wrong_is_told_wherever_it_is_drawn() -> None:
    wrong = moved(lambda text, folio: f"{int(folio) + 1 if folio.isdigit() else folio}\r\n{text}")
    found = {one.code for one in checks.run(fresh(good(), read={"book.pdf": wrong}))}
    assert found == {"pdf-folio-wrong"}


def test_a_number_of_the_text_is_not_lost_unseen_behind_a_folio() -> None:
    seen = difference(tokens("de 12 lignes"), tokens(" ".join(left(["de lignes", "Groupe 5", "12"]))))
    assert seen.lost == ("12",)
