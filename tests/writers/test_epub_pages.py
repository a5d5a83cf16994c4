"""Marks of printed pages in the documents of an e-book, to the word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from anthology.writers.epub_item import parse
from anthology.writers.epub_pages import PageStart, mark, source_of
from lxml import etree
from tests import books

OPEN = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head/><body>'
CLOSE = "</body></html>"


def marked(body: str, *starts: tuple[str, int]) -> str:
    """The body with a mark `[n]` for each place (id, characters), numbered from 1."""
    root = parse((OPEN + body + CLOSE).encode())
    before = "".join(map(str, root.itertext()))
    mark(root, [PageStart(str(number), *one) for number, one in enumerate(starts, start=1)])
    assert "".join(map(str, root.itertext())) == before, "a mark adds no word"
    text = etree.tostring(root, encoding="unicode")
    text = re.sub(r"<span[^>]*doc-pagebreak[^>]*aria-label=\"(\w+)\"[^>]*/>", r"[\1]", text)
    return text.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        (0, "<p id='a'>[1]Un mot de plus.</p>"),
        (2, "<p id='a'>Un [1]mot de plus.</p>"),
        (3, "<p id='a'>Un [1]mot de plus.</p>"),
        (4, "<p id='a'>Un [1]mot de plus.</p>"),
        (7, "<p id='a'>Un mot de [1]plus.</p>"),
    ],
)
def test_a_word_that_is_cut_goes_whole_to_the_page_it_ends_on(characters: int, expected: str) -> None:
    body = "<p id='a'>Un mot de plus.</p>"
    assert marked(body, ("a", characters)) == expected.replace("'", '"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dit : «\u00a0Oui\u00a0» et", "dit : [1]«\u00a0Oui\u00a0» et"),
        ("dit : « Oui » et", "dit : [1]« Oui » et"),
        ("dit : “Oui” et", "dit : [1]“Oui” et"),
        ("dit : ( « Oui » et", "dit : [1]( « Oui » et"),
        ("dit : —\u00a0Oui, et", "dit : [1]—\u00a0Oui, et"),
        ("dit : mot—Oui, et", "dit : mot—[1]Oui, et"),
        ("dit : porte-Oui, et", "dit : [1]porte-Oui, et"),
        ("dit : l’Oui, et", "dit : [1]l’Oui, et"),
        ("dit : 12\u202f000\u00a0Oui, et", "dit : [1]12\u202f000\u00a0Oui, et"),
    ],
)
def test_no_mark_stands_behind_what_opens_a_word(text: str, expected: str) -> None:
    place = len("".join(text.partition("Oui")[0].split()).replace("-", ""))
    assert marked(f'<p id="a">{text}</p>', ("a", place)) == f'<p id="a">{expected}</p>'


def test_what_is_no_space_to_count_is_a_space_to_stand_behind() -> None:
    assert marked('<p id="a">un<br/>deux</p>', ("a", 2)) == '<p id="a">un<br/>[1]deux</p>'
    assert marked('<p id="a">un</p>\n<p>deux</p>', ("a", 3)) == '<p id="a">un</p>\n<p>[1]deux</p>'


def test_a_word_of_several_phrases_is_one() -> None:
    body = '<p id="a">Le <em>L</em><sup>e</sup>ttre.</p>'
    assert marked(body, ("a", 5)) == '<p id="a">Le [1]<em>L</em><sup>e</sup>ttre.</p>'


def test_calls_of_notes_and_ways_back_are_not_counted() -> None:
    call = '<a href="#n" role="doc-noteref" class="noteref">1</a>'
    body = (
        f'<p id="a">Un{call} mot de.</p><aside id="n"><p><a role="doc-backlink">1.</a> Une note.</p></aside>'
    )
    assert f"Un{call} [1]mot de." in marked(body, ("a", 2))
    assert "1.</a> [1]Une note." in marked(body, ("n", 0))
    assert "1.</a> Une [1]note." in marked(body, ("n", 3))


def test_a_mark_stands_before_a_link_or_a_heading_that_its_page_begins_with() -> None:
    assert marked('<p id="a">Un <a href="x"><em>lien</em> long</a>.</p>', ("a", 2)).startswith(
        '<p id="a">Un [1]<a href="x"><em>lien'
    )
    assert (
        marked('<div id="a"><h2 id="t">Titre</h2></div>', ("t", 0))
        == '<div id="a">[1]<h2 id="t">Titre</h2></div>'
    )
    assert marked('<h2 id="t"><em>Titre</em> long</h2>', ("t", 0)) == '[1]<h2 id="t"><em>Titre</em> long</h2>'
    assert marked('<h2 id="t">Titre long</h2>', ("t", 5)) == '<h2 id="t">Titre [1]long</h2>'


def test_items_and_cells_hold_their_mark() -> None:
    assert marked('<ul id="a"><li>un</li><li>deux</li></ul>', ("a", 2)) == (
        '<ul id="a"><li>un</li><li>[1]deux</li></ul>'
    )
    assert marked('<table id="a"><tr><td>un</td><td>deux</td></tr></table>', ("a", 2)) == (
        '<table id="a"><tr><td>un</td><td>[1]deux</td></tr></table>'
    )


def test_a_picture_counts_as_one_and_has_its_mark_before_it() -> None:
    body = '<p id="a">Un.</p><figure><a href="x"><img src="p"/></a><figcaption>Là.</figcaption></figure>'
    assert '<figure>[1]<a href="x"><img src="p"/></a>' in marked(body, ("a", 3))
    assert "<figcaption>[1]Là." in marked(body, ("a", 4))


def test_marks_keep_their_order_wherever_they_stand() -> None:
    body = '<p id="a">Un mot de plus, et encore un.</p>'
    assert marked(body, ("a", 2), ("a", 7), ("a", 17)) == (
        '<p id="a">Un [1]mot de [2]plus, et [3]encore un.</p>'
    )
    assert marked(body, ("a", 2), ("a", 3)) == '<p id="a">Un [1][2]mot de plus, et encore un.</p>'
    assert marked('<h2 id="t">Titre</h2>', ("t", 0), ("t", 1)) == '[1][2]<h2 id="t">Titre</h2>'
    assert marked('<figure id="f"><img src="p"/></figure>', ("f", 0), ("f", 0)) == (
        '<figure id="f">[1][2]<img src="p"/></figure>'
    )


def test_a_page_whose_place_is_not_there_has_no_mark() -> None:
    root = parse((OPEN + '<p id="a">Un.</p>' + CLOSE).encode())
    starts = [PageStart("1", "a", 0), PageStart("2", "b", 0), PageStart("3", "a", 99)]
    assert mark(root, starts) == ("1",)
    assert mark(root, ()) == ()


def test_what_begins_behind_all_text_stands_at_its_end() -> None:
    assert marked('<p id="a">Un.</p>', ("a", 3)) == '<p id="a">Un.[1]</p>'


def test_a_mark_says_what_it_is_to_every_reader() -> None:
    root = parse((OPEN + '<p id="a">Un.</p>' + CLOSE).encode())
    assert mark(root, [PageStart("xii", "a", 0)]) == ("xii",)
    (span,) = root.iter("{*}span")
    assert {str(key): str(value) for key, value in span.attrib.items()} == {
        "{http://www.idpf.org/2007/ops}type": "pagebreak",
        "role": "doc-pagebreak",
        "id": "folio-xii",
        "aria-label": "xii",
    }


def test_the_numbers_are_those_of_the_printed_book_or_of_the_file() -> None:
    about = replace(books.book().metadata, title="Paroles", isbn="")
    assert source_of(about) == "Paroles (book.pdf)"
    assert source_of(replace(about, isbn="2-1234-5680-X")) == "urn:isbn:212345680X"
