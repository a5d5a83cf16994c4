"""What catalogues are told: who did what, when, and what readers can expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from anthology.model import Book, BookPerson, Section
from anthology.names import Person
from anthology.writers.epub_documents import Document
from anthology.writers.epub_facts import facts
from anthology.writers.epub_item import XHTML_TYPE, Item
from anthology.writers.epub_metadata import Statement, changed, statements
from tests import books


def page(body: str, section: Section | None = None) -> Document:
    shown = section or next(one for one in books.book().sections if one.id == "article-port")
    data = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode()
    return Document(shown, Item(shown.id, f"text/{shown.id}.xhtml", XHTML_TYPE, data), facts(data), "")


def told(book: Book, documents: Sequence[Document] = (), css: str = "") -> tuple[Statement, ...]:
    return statements(book, documents, {"book.css": css}, {})


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


def test_each_article_names_its_authors_and_no_photographer() -> None:
    articles = [page("<h1>a</h1>", one) for one in books.book().sections if one.kind == "article"]
    found = [
        (one.attributes["refines"], one.value)
        for one in told(books.book(), articles)
        if one.attributes.get("property") == "dcterms:creator"
    ]
    assert found == [
        ("#article-port", "Amélie Marsan"),
        ("#article-port", "Théo Œrtzen-Lacaze"),
        ("#article-marche", "Karim N’Diaye"),
        ("#article-lighthouse", "Théo Œrtzen-Lacaze"),
    ]


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


PICTURE = '<h1>a</h1><img src="x.jpg" alt="Un port"/>'


@pytest.mark.parametrize(
    ("body", "modes", "sufficient", "described"),
    [
        ("<h1>a</h1>", ["textual"], ["textual"], False),
        (PICTURE, ["textual", "visual"], ["textual"], True),
        (PICTURE + '<img src="y.jpg" alt="" role="presentation"/>', ["textual", "visual"], ["textual"], True),
        (PICTURE + '<img src="y.jpg"/>', ["textual", "visual"], ["textual,visual"], False),
        (PICTURE + '<img src="y.jpg" alt=" "/>', ["textual", "visual"], ["textual,visual"], False),
    ],
)
def test_what_is_said_of_pictures_is_true(
    body: str, modes: list[str], sufficient: list[str], described: bool
) -> None:
    said = told(books.book(), [page(body)])
    assert values(said, "schema:accessMode") == modes
    assert values(said, "schema:accessModeSufficient") == sufficient
    assert ("alternativeText" in values(said, "schema:accessibilityFeature")) is described
    summary = values(said, "schema:accessibilitySummary")[0]
    assert ("Chaque image a une description." in summary) is described
    assert ("Certaines images n’ont pas de description." in summary) is (sufficient == ["textual,visual"])


@pytest.mark.parametrize(
    ("body", "css", "feature", "claimed"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", "", "structuralNavigation", True),
        ("<h1>a</h1><h3>b</h3>", "", "structuralNavigation", False),
        ('<p role="note">a</p>', "", "ARIA", True),
        ("<p>a</p>", "", "ARIA", False),
        ("<p>a</p>", "p { font-size: 1.2em }", "displayTransformability", True),
        ("<p>a</p>", "p { font-size: 12px }", "displayTransformability", False),
        ("<p>a</p>", "p { font: bold 11.5pt serif }", "displayTransformability", False),
    ],
)
def test_a_feature_is_claimed_when_it_is_there(body: str, css: str, feature: str, claimed: bool) -> None:
    said = told(books.book(), [page(body)], css)
    assert (feature in values(said, "schema:accessibilityFeature")) is claimed


def test_an_index_is_claimed_when_there_is_one() -> None:
    index = next(one for one in books.book().sections if one.kind == "index")
    assert "index" in values(told(books.book(), [page("<h1>a</h1>", index)]), "schema:accessibilityFeature")
    assert "index" not in values(told(books.book(), [page("<h1>a</h1>")]), "schema:accessibilityFeature")


def test_no_conformance_is_claimed_that_nobody_evaluated() -> None:
    assert not [one for one in told(books.book()) if "conformsTo" in "".join(one.attributes.values())]
