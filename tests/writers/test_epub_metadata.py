"""What catalogues are told: who did what, when, and what readers can expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from anthology.model import Book, BookPerson, Section
from anthology.names import Person
from anthology.writers.epub_accessibility import Finished
from anthology.writers.epub_documents import Document
from anthology.writers.epub_facts import facts
from anthology.writers.epub_item import XHTML_TYPE, Item
from anthology.writers.epub_metadata import changed, statements
from anthology.writers.epub_statement import Statement
from tests import books


def page(body: str, section: Section | None = None) -> Document:
    shown = section or next(one for one in books.book().sections if one.id == "article-port")
    data = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode()
    return Document(shown, Item(shown.id, f"text/{shown.id}.xhtml", XHTML_TYPE, data), facts(data), "")


def told(book: Book, documents: Sequence[Document] = ()) -> tuple[Statement, ...]:
    nav = facts(b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>')
    return statements(book, Finished(documents, nav, {}, (), ()), {})


def people(book: Book, name: str) -> list[tuple[str, str, str]]:
    """(name, role, file-as) of each creator or contributor."""
    said = told(book)
    refined = {(one.attributes.get("refines"), one.attributes.get("property")): one.value for one in said}
    return [
        (
            one.value,
            refined[f"#{one.attributes['id']}", "role"],
            refined[f"#{one.attributes['id']}", "file-as"],
        )
        for one in said
        if one.name == f"dc:{name}"
    ]


def values(said: Sequence[Statement], property_: str) -> list[str]:
    return [one.value for one in said if one.attributes.get("property") == property_]


def test_the_editor_is_the_creator_and_everybody_else_contributes_once_for_each_role() -> None:
    assert people(books.book(), "creator") == [("Hélène Castéra", "edt", "Castéra, Hélène")]
    assert people(books.book(), "contributor") == [
        ("Amélie Marsan", "aut", "Marsan, Amélie"),
        ("Amélie Marsan", "pht", "Marsan, Amélie"),
        ("Théo Œrtzen-Lacaze", "aut", "Œrtzen-Lacaze, Théo"),
        ("Zoë L’Haÿ", "pht", "L’Haÿ, Zoë"),
        ("Karim N’Diaye", "aut", "N’Diaye, Karim"),
        ("Karim N’Diaye", "trl", "N’Diaye, Karim"),
        ("Brune", "ill", "Brune"),
        ("Brune", "pht", "Brune"),
        ("Agence Rivage", "pht", "Agence Rivage"),
    ]


def test_without_an_editor_the_authors_are_the_creators_and_nobody_is_named_twice() -> None:
    book = replace(books.book(), metadata=replace(books.metadata(), editors=()))
    assert [(name, role) for name, role, _ in people(book, "creator")] == [
        ("Amélie Marsan", "aut"),
        ("Théo Œrtzen-Lacaze", "aut"),
        ("Karim N’Diaye", "aut"),
    ]
    assert ("Amélie Marsan", "aut", "Marsan, Amélie") not in people(book, "contributor")
    assert ("Amélie Marsan", "pht", "Marsan, Amélie") in people(book, "contributor")


def test_an_editor_who_also_edits_an_article_is_named_once() -> None:
    book = replace(
        books.book(),
        people=(BookPerson(books.EDITOR, (("editor", "article-port"), ("author", "article-port"))),),
    )
    assert people(book, "contributor") == [("Hélène Castéra", "aut", "Castéra, Hélène")]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("author", "aut"),
        ("photographer", "pht"),
        ("interviewer", "ivr"),
        ("interviewee", "ive"),
        ("illustrator", "ill"),
        ("editor", "edt"),
        ("translator", "trl"),
        ("layout", "bkd"),
        ("proofreader", "pfr"),
        ("coffee", "ctb"),
    ],
)
def test_roles_are_relators_of_the_library_of_congress(role: str, code: str) -> None:
    book = replace(books.book(), people=(BookPerson(Person(family="X"), ((role, "article-port"),)),))
    assert people(book, "contributor") == [("X", code, "X")]


def test_each_article_names_its_authors_and_whoever_else_signs_it() -> None:
    articles = [page("<h1>a</h1>", one) for one in books.book().sections if one.kind == "article"]
    found = [
        (one.attributes["refines"], one.attributes["property"], one.value)
        for one in told(books.book(), articles)
        if one.attributes.get("property", "").startswith("dcterms:c")
    ]
    assert found == [
        ("#article-port", "dcterms:creator", "Amélie Marsan"),
        ("#article-port", "dcterms:creator", "Théo Œrtzen-Lacaze"),
        ("#article-marche", "dcterms:creator", "Karim N’Diaye"),
        ("#article-marche", "dcterms:contributor", "Brune"),
        ("#article-lighthouse", "dcterms:creator", "Théo Œrtzen-Lacaze"),
        ("#article-lighthouse", "dcterms:contributor", "Karim N’Diaye"),
    ]


@pytest.mark.parametrize(
    ("person", "language", "filed"),
    [
        (Person(given="Georges", family="de La Tour"), "fr", "La Tour, Georges de"),
        (Person(given="Charles", family="de Gaulle"), "fr", "Gaulle, Charles de"),
        (Person(given="Walter", family="de la Mare"), "en", "de la Mare, Walter"),
        (Person(given="Ludwig", family="van Beethoven"), "fr", "Beethoven, Ludwig van"),
        (Person(family="Brune"), "fr", "Brune"),
        (Person(organisation="Agence Rivage"), "fr", "Agence Rivage"),
    ],
)
def test_names_are_filed_as_libraries_of_the_language_file_them(
    person: Person, language: str, filed: str
) -> None:
    book = replace(
        books.book(),
        metadata=replace(books.metadata(), language=language),
        people=(BookPerson(person, (("author", "article-port"),)),),
    )
    assert people(book, "contributor") == [(person.display, "aut", filed)]


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2022-06-15", "2022-06-15"), ("2022-06", "2022-06-01"), ("2022", "2022-01-01"), ("", "1980-01-01")],
)
def test_the_date_of_change_is_the_book_s(date: str, expected: str) -> None:
    assert changed(replace(books.metadata(), date=date)) == expected


def test_title_and_subtitle_are_told_apart() -> None:
    said = told(books.book())
    assert [(one.value, one.attributes["id"]) for one in said if one.name == "dc:title"] == [
        ("Paroles du rivage", "title-main"),
        ("Reportages & entretiens", "title-subtitle"),
    ]
    assert values(said, "title-type") == ["main", "subtitle"]


def test_nothing_is_said_where_nothing_is_known() -> None:
    empty = replace(
        books.metadata(), subtitle="", date="", editors=(), publisher="", school="", rights="", description=""
    )
    said = told(Book(empty, books.book().sections, ()))
    assert all(one.value or one.name in {"link", "meta"} for one in said)
    assert not {one.name for one in said} & {
        "dc:creator",
        "dc:contributor",
        "dc:publisher",
        "dc:date",
        "dc:rights",
        "dc:description",
    }
