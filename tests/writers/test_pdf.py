"""book.pdf in the classic theme: folios that are true, sides that are right, and every word on its page."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pikepdf
import pypdfium2
import pytest
from anthology.compose import compose
from anthology.config import parse
from anthology.errors import LayoutError
from anthology.model import (
    Article,
    Book,
    Contributor,
    Finding,
    Group,
    Matter,
    Opening,
    Photo,
    PhotoEntry,
    Section,
)
from anthology.names import Person
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from lxml import etree
from markupsafe import Markup
from tests import books, kept

PROSE = (
    "Une phrase assez longue pour remplir sa ligne et passer à la suivante, sans rien dire de particulier. "
)


def article(number: int) -> Article:
    """An article of one to three pages, with whatever an article may hold."""
    body = [
        f"Numéro {number} : {PROSE * (3 + number % 3 * 9)}[^1]",
        "Pourquoi donc ?\n{: .question }",
        'Parce que.\n{: .answer speaker="Ada Roy" }',
        f'{PROSE}\n{{: .answer speaker="Guy Lô" }}',
        "## Un intertitre",
        "> Sans rien dire de particulier.\n{: .pull-quote }",
        "- un\n- deux",
        PROSE * 2,
        "[^1]: Une note de bas de page, avec *italique*.",
    ]
    people = (Person(f"Œuf{number}", "Zoë"), Person(f"N’Guetta-{number}", "Anne-Marie"))
    return Article(
        slug=f"piece-{number}",
        file=f"articles/piece-{number}.md",
        title=f"Pièce {number} : « un titre qui prend plus d’une ligne du sommaire »",
        language="fr",
        body="\n\n".join(body),
        standfirst="Un chapô." if number % 2 else "",
        group=Group(str(number), "2022", "École"),
        authors=tuple(Contributor(person) for person in people),
        photos=(Photo((people[0],)),),
    )


@cache
def long_book(articles: int = 14) -> Book:
    """Articles in two parts; with fourteen of them, contents and index are of more than one page."""
    numbers = range(1, articles + 1)
    config = parse(
        {
            "book": {"title": "Un livre", "language": "fr", "school": "École", "date": "2022-06"},
            "part": [
                {
                    "title": "Première",
                    "articles": [f"piece-{n}" for n in numbers[: articles // 2]],
                    "intro": "seuil",
                },
                {"title": "Seconde", "articles": [f"piece-{n}" for n in numbers[articles // 2 :]]},
            ],
        }
    )
    page = Article("seuil", "pages/seuil.md", "Seuil", "fr", "Un seuil.")
    thanks = Article("thanks", "pages/thanks.md", "Merci", "fr", "Merci à tous.")
    return compose(config, [article(n) for n in numbers], [page, thanks], lambda text, language: ()).book


def made(book: Book) -> PrintedBook:
    return write_pdf(Making(book, books.layout(), books.pictures(), cache=kept.results()))


@cache
def printed(name: str) -> PrintedBook:
    return made({"long": long_book, "small": books.book}[name]())


@cache
def pages(name: str) -> tuple[str, ...]:
    return texts(printed(name).data)


@cache
def labels(name: str) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(printed(name).data) as pdf:
        return tuple(pdf.get_page_label(number) for number in range(len(pdf)))


def texts(data: bytes) -> tuple[str, ...]:
    with pypdfium2.PdfDocument(data) as pdf:
        return tuple(page.get_textpage().get_text_bounded() for page in pdf)


def sections(name: str) -> list[Section]:
    book = {"long": long_book, "small": books.book}[name]()
    return [one for one in book.sections if "print" in one.media]


def first_page(name: str, section: Section) -> int:
    """Where a section starts, counted from 0."""
    return labels(name).index(printed(name).folios[section.id])


def span(name: str, section: Section) -> range:
    """The pages of a section, counted from 0; a blank one at the end may be among them."""
    starts = sorted(first_page(name, one) for one in sections(name))
    start = first_page(name, section)
    return range(start, next((other for other in starts if other > start), len(labels(name))))


def pressed(text: str) -> str:
    """Text without what a line end may add or take: blanks, hyphens, and which of two forms a letter has."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u2010\ufffe\x02-]+", "", plain)


BOTH = pytest.mark.parametrize("name", ["long", "small"])


class TestFolios:
    @BOTH
    def test_the_front_is_roman_and_even_and_the_rest_counts_from_one(self, name: str) -> None:
        found = labels(name)
        front = [label for label in found if not label.isdigit()]
        assert len(front) % 2 == 0
        assert front[:6] == ["i", "ii", "iii", "iv", "v", "vi"]
        assert list(found) == [*front, *map(str, range(1, len(found) - len(front) + 1))]
        assert printed(name).pages == len(found)

    @BOTH
    def test_every_id_of_the_book_leads_to_the_page_whose_folio_is_printed_for_it(self, name: str) -> None:
        with pikepdf.open(io.BytesIO(printed(name).data)) as pdf:
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
            tree = pikepdf.NameTree(pdf.Root.Names.Dests)
            places = {key: numbers[target[0].objgen] for key, target in tree.items()}  # type: ignore[index]
        folios = printed(name).folios
        assert {one.id for one in sections(name)} <= set(folios)
        linked = {key: labels(name)[place] for key, place in places.items()}
        assert len(linked) > 20
        assert linked.items() <= folios.items()

    @BOTH
    @pytest.mark.parametrize("id_", ["contents", "part-1", "part-2", "index", "photo-credits"])
    def test_what_is_printed_behind_a_title_or_a_name_is_the_folio_of_its_page(
        self, name: str, id_: str
    ) -> None:
        section = next(one for one in sections(name) if one.id == id_)
        text = pressed("".join(pages(name)[number] for number in span(name, section)))
        folios = printed(name).folios
        wanted = list(_lines(section))
        assert wanted
        for words, target in wanted:
            assert re.search(re.escape(pressed(words)) + re.escape(folios[target]), text), (
                words,
                folios[target],
            )

    @BOTH
    def test_the_folio_at_the_foot_is_that_of_the_page(self, name: str) -> None:
        for section in sections(name):
            if section.kind in ("article", "contents", "index", "authors"):
                for number in span(name, section):
                    if pages(name)[number].strip():
                        assert labels(name)[number] in pages(name)[number].split()

    def test_the_contents_are_longer_than_a_page_and_settled_all_the_same(self) -> None:
        contents = next(one for one in sections("long") if one.id == "contents")
        assert len(span("long", contents)) > 1


def _lines(section: Section) -> list[tuple[str, str]]:
    if section.id == "index":
        letters: tuple[tuple[str, tuple[object, ...]], ...] = section.data["letters"]  # type: ignore[assignment]
        entries = [entry for _, group in letters for entry in group]
        return [(f"{entry.person.inverted},", entry.places[0][1]) for entry in entries]  # type: ignore[attr-defined]
    lines: tuple[object, ...] = section.data["entries"]  # type: ignore[assignment]
    if section.id == "photo-credits":
        return [_credited(entry) for entry in lines if isinstance(entry, PhotoEntry)]
    return [(entry.title, entry.target) for entry in lines]  # type: ignore[attr-defined]


def _credited(entry: PhotoEntry) -> tuple[str, str]:
    photo = entry.photo
    if photo.file:
        return photo.caption or photo.alt or "Photographie", entry.place or entry.target
    return photo.licence or photo.credit[-1].display, entry.target


class TestSides:
    @BOTH
    def test_each_section_opens_on_the_side_it_asks_for(self, name: str) -> None:
        for section in sections(name):
            recto = first_page(name, section) % 2 == 0
            if section.opening is not Opening.NEXT:
                assert recto == (section.opening is Opening.RECTO), section.id

    @BOTH
    def test_a_page_left_free_for_that_is_blank(self, name: str) -> None:
        front = sum(not label.isdigit() for label in labels(name))
        free = [
            first_page(name, one) - 1
            for one in sections(name)
            if one.opening is Opening.RECTO and not pages(name)[max(first_page(name, one) - 1, 0)].strip()
        ]
        assert free
        assert [number for number, text in enumerate(pages(name)) if not text.strip()] == sorted(
            {*free} | ({front - 1} if not pages(name)[front - 1].strip() else set())
        )

    @BOTH
    def test_every_page_has_the_trim_size(self, name: str) -> None:
        with pypdfium2.PdfDocument(printed(name).data) as pdf:
            sizes = {tuple(round(side * 25.4 / 72, 1) for side in page.get_size()) for page in pdf}
        assert sizes == {(148.0, 210.0)}


class TestText:
    @BOTH
    def test_every_word_of_every_section_is_on_its_pages(self, name: str) -> None:
        for section in sections(name):
            text = pressed("".join(pages(name)[number] for number in span(name, section)))
            missing = [word for word in _words(name, section) if pressed(word) not in text]
            assert missing == [], section.id

    @BOTH
    def test_no_letter_of_an_article_is_there_less_often_than_it_was_written(self, name: str) -> None:
        for section in sections(name):
            if section.kind == "article":
                body = etree.fromstring(f"<div>{section.data['body']}</div>")
                written = Counter(pressed("".join(map(str, body.itertext()))))
                there = Counter(pressed("".join(pages(name)[number] for number in span(name, section))))
                assert written <= there

    def test_running_heads_name_the_author_on_the_left_and_the_title_on_the_right_but_not_where_a_piece_opens(
        self,
    ) -> None:
        heads = 0
        for section in sections("long"):
            if section.kind == "article":
                verso, recto = section.heads
                opening, *following = span("long", section)
                assert (
                    pressed(recto) not in pressed(pages("long")[opening].split("\n")[0]) or recto[-1] != "…"
                )
                for number in following:
                    if pages("long")[number].strip():
                        head = recto if number % 2 == 0 else verso
                        assert pressed(head) in pressed(pages("long")[number])
                        heads += 1
        assert heads > 5

    @BOTH
    def test_the_bookmarks_are_the_lines_of_the_contents(self, name: str) -> None:
        listed = [(one.title, first_page(name, one), one.level) for one in sections(name) if one.level]
        with pypdfium2.PdfDocument(printed(name).data) as pdf:
            marks = [(mark.get_title(), mark.get_dest(), mark.level + 1) for mark in pdf.get_toc()]
            found = [(title, dest.get_index() if dest else None, level) for title, dest, level in marks]
        assert found == listed

    def test_the_file_says_whose_book_it_is(self) -> None:
        with pikepdf.open(io.BytesIO(printed("long").data)) as pdf:
            assert str(pdf.docinfo["/Title"]) == "Un livre"
            assert "Zoë Œuf1" in str(pdf.docinfo["/Author"])
            assert str(pdf.docinfo["/CreationDate"]).startswith("D:202206")
            assert str(pdf.Root.Lang) == "fr"


def _words(name: str, section: Section) -> list[str]:
    book = {"long": long_book, "small": books.book}[name]()
    root = etree.fromstring(books.layout().render(book, section, "print", printed(name).folios))
    body = root.find("{http://www.w3.org/1999/xhtml}body")
    assert body is not None
    return " ".join(map(str, body.itertext())).split()


def test_the_same_book_gives_the_same_bytes() -> None:
    assert made(books.book()).data == printed("small").data


def test_a_draft_says_so_on_every_page_that_holds_something() -> None:
    drafted = texts(made(replace(books.book(), draft=True)).data)
    assert [text for text in drafted if text.strip() and "brouillon" not in pressed(text).casefold()] == []
    assert not any("brouillon" in pressed(text).casefold() for text in pages("small"))


def test_progress_is_told_after_each_section_and_ends_at_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    write_pdf(Making(books.book(), books.layout(), books.pictures(), lambda *step: told.append(step)))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert {step[1] for step in told} == {len(sections("small"))}
    assert done[-1] == len(sections("small"))


def test_a_book_without_front_matter_is_a_book() -> None:
    body = tuple(one for one in books.book().sections if one.matter is Matter.BODY)
    found = made(replace(books.book(), sections=body))
    with pypdfium2.PdfDocument(found.data) as pdf:
        assert pdf.get_page_label(0) == "1"
        assert len(pdf) == found.pages


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p>日本</p>", "glyph-missing"),
        ('<p><img src="photos/absent.jpg" alt="x"/></p>', "resource-refused"),
        ("<blockquote>" * 200 + "x" + "</blockquote>" * 200, "nesting-too-deep"),
    ],
)
def test_what_cannot_be_set_is_an_error_that_names_the_article(body: str, code: str) -> None:
    book = books.with_data(books.book(), "article-silence", body=Markup(body))  # noqa: S704
    with pytest.raises(LayoutError) as caught:
        made(book)
    assert (caught.value.code, caught.value.file) == (code, "article-silence")


def test_an_article_with_nothing_in_it_still_has_its_page() -> None:
    empty = next(one for one in books.book().sections if one.id == "article-silence")
    data = MappingProxyType({**empty.data, "body": Markup(""), "photo_notes": ()})
    book = replace(books.book(), sections=(replace(empty, data=data),))
    assert made(book).pages == 1


def test_a_paragraph_that_is_a_note_stays_in_the_text_and_only_a_called_note_goes_to_the_foot() -> None:
    body = (
        '<p id="article-silence--b1">Avant<span class="note" id="article-silence--note1">Au pied.</span>.</p>'
        '<p class="note" id="article-silence--b2">Une légende.</p><p id="article-silence--b3">Après.</p>'
    )
    book = books.with_data(books.book(), "article-silence", body=Markup(body))  # noqa: S704
    (text,) = [text for text in texts(made(book).data) if "légende" in text]
    places = [
        pressed(text).index(pressed(words)) for words in ("Avant", "Une légende.", "Après.", "Au pied.")
    ]
    assert places == sorted(places)


# --- the last page of a piece ------------------------------------------------------------------------


def told_of_its_end(lines: int) -> tuple[list[str], int]:
    """What is told of an article of so many lines, as codes; and how many lines stand on its last page."""
    text = "\n\n".join(f"Ligne {number} du texte." for number in range(lines))
    made = compose(
        parse({"book": {"title": "Un livre", "language": "fr"}}),
        [replace(article(1), body=text, photos=())],
        [],
        lambda words, language: (),
    )
    heard: list[Finding] = []
    printed = write_pdf(Making(made.book, books.layout(), notice=heard.append))
    (run,) = [one for one in printed.runs if one.section is not None and one.section.kind == "article"]
    shown = [line for line in run.order.head.pages[-1].text.splitlines() if line.startswith("Ligne")]
    assert len(run.order.head.pages) == 2
    return [one.code for one in heard if one.code == "page-short"], len(shown)


def test_a_last_page_of_a_line_or_two_is_told() -> None:
    _, more = told_of_its_end(40)
    assert more >= 4
    assert told_of_its_end(40 - more + 3) == (["page-short"], 3)
    assert told_of_its_end(40 - more + 4) == ([], 4)
