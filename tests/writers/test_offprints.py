"""Offprints: the pages of the book with its numbers, behind a page that says where they are from."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from typing import TypeVar

import pikepdf
import pytest
from anthology.bindery.crew import Crew, Shared
from anthology.bindery.workers import in_process
from anthology.cache import Cache
from anthology.checks.pdf_file import read_pdf
from anthology.checks.words import tokens
from anthology.finished import PdfFile
from anthology.layouts import Layout
from anthology.model import Book, Contributor, Section
from anthology.names import Person
from anthology.writers.making import Made, Making
from anthology.writers.offprints import name_of, write_offprints
from anthology.writers.pdf import PrintedBook, printed
from tests import books, kept
from tests.verapdf import verdicts

T = TypeVar("T")

PORT, MARCHE, LIGHTHOUSE, SILENCE = (
    f"offprints/{slug}.pdf" for slug in ("port", "marche", "lighthouse", "silence")
)


@cache
def book() -> Book:
    """The book for tests, in which an article leads to itself, to another one and out of the book."""
    text = (
        '<p id="article-silence--b1">Rien. C’est <a href="https://example.org/silence">dit-on</a> rare, '
        'voir <a href="#article-port--b2">la nuit du port</a> et '
        '<a href="#article-silence--b2">plus bas</a>.</p>'
        '<p id="article-silence--b2">Rien encore.</p>'
    )
    return books.with_data(books.book(), "article-silence", body=books.body(text))


@cache
def making() -> Making:
    return Making(book(), books.layout(), books.pictures(), cache=kept.results())


@cache
def made() -> Made:
    return write_offprints(making())


@cache
def whole() -> PrintedBook:
    return printed(making())


@cache
def read() -> Mapping[str, PdfFile]:
    return {name: read_pdf(name, data) for name, data in made().files.items()}


def words(name: str, page: int = 0) -> str:
    return " ".join(read()[name].pages[page].text.split())


class _Watched(Crew):
    """A crew that notes the names of what it is given to set."""

    jobs = 1

    def __init__(self, seen: list[str]) -> None:
        self._crew, self._seen = in_process(), seen

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        self._seen.append(name)
        return self._crew.submit(task, *args, name=name)

    def share(self, value: object) -> Shared:
        return self._crew.share(value)


class TestFiles:
    def test_each_article_has_one_and_is_told_as_it_is(self) -> None:
        assert list(made().files) == [PORT, MARCHE, LIGHTHOUSE, SILENCE]
        for name, file in read().items():
            told = made().read[name]
            assert [tokens(page.text) for page in told.pages] == [tokens(page.text) for page in file.pages]
            assert replace(told, pages=(), fonts=()) == replace(file, pages=(), fonts=())
            assert {one.name for one in file.fonts} <= {one.name for one in told.fonts}
            sizes = [(page.label, round(page.width_mm, 2), round(page.height_mm, 2)) for page in file.pages]
            assert sizes == [
                (page.label, round(page.width_mm, 2), round(page.height_mm, 2)) for page in told.pages
            ]

    def test_the_same_book_gives_the_same_bytes_and_a_second_build_takes_them_from_the_cache(self) -> None:
        cache = Cache()
        first, second = (
            write_offprints(Making(book(), books.layout(), books.pictures(), cache=cache)) for _ in range(2)
        )
        assert first.files == made().files == second.files
        assert all(first.files[name] is second.files[name] for name in first.files)

    def test_a_name_is_one_that_every_system_takes(self) -> None:
        def named(slug: str) -> str:
            return name_of(replace(book().sections[0], id=f"article-{slug}"))

        assert named("le-port") == "offprints/le-port.pdf"
        assert named("con") == "offprints/_con.pdf"
        assert named("com1") == "offprints/_com1.pdf"

    def test_every_rule_of_verapdf_for_accessible_and_archived_files_is_kept(self) -> None:
        asked = [(flavour, made().files[name]) for name in (PORT, SILENCE) for flavour in ("ua1", "2a")]
        found = verdicts(asked)
        assert [dict(one.failed) for one in found] == [{}] * len(asked)
        assert all(one.checks > 100 for one in found)


class TestPages:
    def test_they_are_those_of_the_book_with_their_numbers(self) -> None:
        for name, file in read().items():
            home = f"article-{name.removeprefix('offprints/').removesuffix('.pdf')}"
            start = whole().file.destinations[home]
            front = file.destinations[home]
            own = file.pages[front:]
            there = whole().file.pages[start : start + len(own)]
            assert [page.label for page in own] == [page.label for page in there]
            assert [tokens(page.text) for page in own] == [tokens(page.text) for page in there]
            assert [page.label for page in file.pages[:front]] == ["i", "ii"][:front]

    def test_the_article_lies_on_the_side_it_has_in_the_book(self) -> None:
        for file in read().values():
            front = next(place for id_, place in file.destinations.items() if id_.startswith("article-"))
            assert (front + 1) % 2 == int(file.pages[front].label) % 2

    def test_notes_and_credits_come_along(self) -> None:
        assert "capitainerie" in words(PORT, 2)
        assert "Zoë L’Haÿ" in words(PORT, 2)
        assert "La halle." in words(MARCHE)
        assert "CC BY 4.0" in words(SILENCE)

    def test_a_link_to_another_article_is_plain_words_and_the_others_lead_where_they_should(self) -> None:
        assert "la nuit du port" in words(SILENCE, 2)
        with pikepdf.open(io.BytesIO(made().files[SILENCE])) as pdf:
            links = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
            places = [str(one.Dest) for one in links if "/Dest" in one]
            addresses = [str(one.A.URI) for one in links if "/A" in one]
        assert addresses == ["https://example.org/silence"]
        assert "article-silence--b2" in places
        assert set(places) <= set(read()[SILENCE].destinations)

    def test_one_whose_links_stay_inside_is_bound_of_the_very_pages_of_the_book(self) -> None:
        def content(data: bytes) -> list[bytes]:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                return [page.Contents.read_bytes() for page in pdf.pages]

        start = whole().file.destinations["article-port"]
        pages = content(whole().data)[start:]
        assert content(made().files[PORT])[2:] == pages[: len(read()[PORT].pages) - 2]


class TestReference:
    def test_it_tells_who_what_in_which_book_by_whom_where_when_and_on_which_pages(self) -> None:
        label = read()[PORT].pages[2].label
        last = read()[PORT].pages[-1].label
        pages = f"p. {label}" if label == last else f"p. {label}–{last}"
        told = " ".join(words(PORT).replace("\u00a0", " ").replace("- ", "").split())
        for part in (
            "Élisa Tamalet : « Le port ne dort jamais »",
            "Tiré à part",
            "Amélie Marsan et Théo Œrtzen-Lacaze. ",
            "Dans : Paroles du rivage. Reportages & entretiens. ",
            "Édition : Hélène Castéra. École du Rivage, 2022, " + pages + ".",
        ):
            assert part.casefold() in told.casefold()

    def test_it_is_in_the_language_of_the_book_around_a_title_in_that_of_the_article(self) -> None:
        assert "Tiré à part" in words(LIGHTHOUSE)
        with pikepdf.open(io.BytesIO(made().files[LIGHTHOUSE])) as pdf:
            assert str(pdf.Root.Lang) == "en"
        english = Layout(books.layout().theme, books.A5, "en")
        whole_book = replace(book(), metadata=replace(book().metadata, language="en"))
        other = write_offprints(Making(whole_book, english, books.pictures(), cache=kept.results()))
        told = " ".join(other.read[PORT].pages[0].text.split())
        assert "Offprint" in told
        assert "In: Paroles du rivage" in told

    def test_the_file_says_title_authors_and_language_of_the_article(self) -> None:
        file = read()[LIGHTHOUSE]
        assert (file.title, file.language) == ("The last keeper’s notebook", "en")
        assert file.author == "Théo Œrtzen-Lacaze, Karim N’Diaye"
        assert [(one.title, one.level, one.page) for one in file.outline] == [
            ("The last keeper’s notebook", 1, file.destinations["article-lighthouse"])
        ]

    def test_an_article_without_authors_has_a_reference_too(self) -> None:
        assert read()[SILENCE].author == ""
        assert words(SILENCE).startswith("Silences Tiré à part")

    @pytest.mark.parametrize("moved", [0, 1])
    def test_numbers_are_filled_in_so_that_a_page_more_sets_no_reference_again(self, moved: int) -> None:
        cache = Cache()
        first = Making(book(), books.layout(), books.pictures(), cache=cache)
        write_offprints(first)
        longer = books.with_data(
            book(),
            "article-port",
            body=books.body('<p id="article-port--b2">Plus long.</p>' + "<p>Rien.</p>" * 60 * moved),
        )
        seen: list[str] = []
        again = Making(longer, books.layout(), books.pictures(), cache=cache, crew=_Watched(seen))
        second = write_offprints(again)
        assert "offprint-article-marche" not in seen
        label = second.read[MARCHE].pages[-1].label
        assert label in tokens(second.read[MARCHE].pages[0].text)
        assert (label != read()[MARCHE].pages[-1].label) == bool(moved)

    def test_many_authors_take_more_than_a_page_and_the_article_keeps_its_side(self) -> None:
        crowd = tuple(Contributor(Person(f"Personne-{n}", "Anne-Sophie")) for n in range(100))
        crowded = books.with_data(book(), "article-silence", byline=crowd)
        making = Making(crowded, books.layout(), books.pictures(), cache=kept.results())
        file = write_offprints(making).read[SILENCE]
        front = file.destinations["article-silence"]
        assert front > 2
        assert (front + 1) % 2 == int(file.pages[front].label) % 2
        assert "personne" in tokens(file.pages[1].text)


class TestSection:
    def test_the_book_itself_holds_no_section_of_the_kind(self) -> None:
        kinds: set[str] = {section.kind for section in book().sections if isinstance(section, Section)}
        assert "offprint" not in kinds
