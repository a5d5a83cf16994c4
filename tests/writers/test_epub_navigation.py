"""The contents of the e-book from its sections."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology.errors import WriteError
from anthology.model import Matter, Section
from anthology.writers.epub_item import NCX, parse
from anthology.writers.epub_navigation import (
    Leaf,
    landmarks,
    navigation_document,
    ncx,
    outline,
    reading_order,
)
from tests import books


def sections(*levels: int, matter: Matter = Matter.BODY) -> tuple[Section, ...]:
    return tuple(
        books.section(f"s-{n}", "page", matter, f"Titre {n}", level=level)
        for n, level in enumerate(levels, start=1)
    )


def shape(*levels: int) -> list[tuple[str, list[str]]]:
    return [(one.id, [below.id for below in one.below]) for one in outline(sections(*levels))]


def test_articles_go_below_what_opens_before_them() -> None:
    assert shape(1, 2, 2, 1, 2) == [
        ("toc-s-1", ["toc-s-2", "toc-s-3"]),
        ("toc-s-4", ["toc-s-5"]),
    ]


def test_sections_that_are_not_listed_are_left_out() -> None:
    assert shape(0, 1, 0, 2, 0) == [("toc-s-2", ["toc-s-4"])]


def test_an_article_without_a_part_stands_alone() -> None:
    assert shape(2, 2) == [("toc-s-1", ["toc-s-2"])]
    assert shape(2) == [("toc-s-1", [])]


def test_there_are_never_more_than_two_levels() -> None:
    assert shape(1, 2, 3, 4) == [("toc-s-1", ["toc-s-2", "toc-s-3", "toc-s-4"])]


@pytest.mark.parametrize("levels", [(), (0, 0)])
def test_contents_of_nothing_are_refused(levels: tuple[int, ...]) -> None:
    with pytest.raises(WriteError) as caught:
        outline(sections(*levels))
    assert caught.value.code == "epub-no-contents"


def test_without_a_contents_page_the_navigation_document_stands_for_it() -> None:
    front, body = sections(1, matter=Matter.FRONT)[0], replace(sections(1)[0], id="s-2")
    assert reading_order((front, body)) == ("cover-page", "s-1", "nav", "s-2")
    assert [(mark.type, mark.href) for mark in landmarks((front, body), "fr")] == [
        ("cover", "text/cover.xhtml"),
        ("toc", "nav.xhtml#toc"),
        ("bodymatter", "text/s-2.xhtml"),
    ]


def test_with_a_contents_page_the_navigation_document_is_not_shown_as_a_page() -> None:
    whole = tuple(one for one in books.book().sections if "ebook" in one.media)
    assert "nav" not in reading_order(whole)


def test_a_book_without_a_body_has_no_beginning_of_the_text() -> None:
    assert [mark.type for mark in landmarks(sections(1, matter=Matter.BACK), "en")] == ["cover", "toc"]


def test_labels_are_in_the_language_of_the_book() -> None:
    whole = tuple(one for one in books.book().sections if "ebook" in one.media)
    french = [mark.label for mark in landmarks(whole, "fr")]
    assert french == ["Couverture", "Table des matières", "Début du texte"]
    assert [mark.label for mark in landmarks(whole, "en")] == ["Cover", "Contents", "Start of the text"]


LEAVES = tuple(
    Leaf(folio, f"text/{section}.xhtml#folio-{folio}")
    for folio, section in (("v", "s-1"), ("1", "s-2"), ("2", "s-2"), ("4", "s-3"))
)


def test_the_pages_of_paper_are_listed_for_those_who_look_for_one() -> None:
    about = books.book().metadata
    root = parse(navigation_document(about, outline(sections(1, 2)), (), (), LEAVES).data)
    (pages,) = (nav for nav in root.iter("{*}nav") if nav.get("role") == "doc-pagelist")
    assert pages.get("{http://www.idpf.org/2007/ops}type") == "page-list"
    assert pages.get("hidden") == ""
    assert [(line.text, line.get("href")) for line in pages.iter("{*}a")] == [
        ("v", "text/s-1.xhtml#folio-v"),
        ("1", "text/s-2.xhtml#folio-1"),
        ("2", "text/s-2.xhtml#folio-2"),
        ("4", "text/s-3.xhtml#folio-4"),
    ]
    without = parse(navigation_document(about, outline(sections(1, 2)), (), ()).data)
    assert [nav.get("id") for nav in without.iter("{*}nav")] == ["toc", "landmarks"]


def test_old_readers_get_the_same_pages_each_in_its_turn() -> None:
    order = ["text/s-1.xhtml", "text/s-2.xhtml", "text/s-3.xhtml"]
    root = parse(ncx(books.book().metadata, outline(sections(1, 2, 2)), LEAVES, order).data)
    targets = list(root.iter(f"{NCX}pageTarget"))
    assert [(one.get("id"), one.get("type"), one.get("value")) for one in targets] == [
        ("folio-v", "front", "5"),
        ("folio-1", "normal", "1"),
        ("folio-2", "normal", "2"),
        ("folio-4", "normal", "4"),
    ]
    numbered = [one for one in root.iter("{*}*") if one.get("playOrder")]
    turns = sorted(numbered, key=lambda one: int(one.get("playOrder", "")))
    assert [one.get("id") for one in turns] == [
        *("toc-s-1", "folio-v", "toc-s-2", "folio-1", "folio-2", "toc-s-3", "folio-4")
    ]
    assert [one.get("playOrder") for one in turns] == [str(number) for number in range(1, 8)]
    said = {one.get("name"): one.get("content") for one in root.iter(f"{NCX}meta")}
    assert (said["dtb:totalPageCount"], said["dtb:maxPageNumber"]) == ("4", "5")
