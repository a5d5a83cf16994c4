"""Long notes behind the text: no word is lost, the numbers stay, short notes stay where they are."""

from __future__ import annotations

import pytest
from anthology.bindery import fragment
from anthology.bindery.jobs import Job
from anthology.bindery.setting import Press
from anthology.endnotes import long_notes_behind, longest_note
from anthology.layouts import Layout
from anthology.resources import font_bytes
from lxml import etree
from tests import books

X = "{http://www.w3.org/1999/xhtml}"
WORDS = "Le port ne dort jamais, et la ville non plus. "


def note(name: str, text: str) -> str:
    return f'<span class="note" id="{name}">{text}</span>'


def moved(body: str, most: float = 100) -> etree._Element:
    root = etree.fromstring(
        f'<html xmlns="{X[1:-1]}"><body><section class="section x">{body}</section></body></html>'
    )
    long_notes_behind(root, most)
    return root


def said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def by_class(root: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in root.iter(f"{X}*") if one.get("class") == name]


def test_a_long_note_stands_behind_the_text_and_its_call_in_its_place() -> None:
    root = moved(f"<p>Un{note('n1', WORDS * 4)}, deux{note('n2', 'Court.')}.</p><p>Fin.</p>")
    (call,), (end,) = by_class(root, "note-call"), by_class(root, "endnote")
    assert (call.get("href"), call.get("id"), call.get("data-number")) == ("#n1", "n1-call", "1")
    assert (end.get("id"), end[0].get("href"), end[0].get("data-number")) == ("n1", "#n1-call", "1")
    assert said(end) == WORDS * 4
    assert said(root).startswith("Un, deuxCourt..Fin.")
    assert [one.get("id") for one in by_class(root, "note")] == ["n2"]


def test_no_word_is_lost_and_none_is_added() -> None:
    body = f"<p>Un{note('n1', '<em>Le</em> port<br/>' * 30)}<em>!</em></p>"
    assert sorted(said(moved(body))) == sorted(said(etree.fromstring(f"<x>{body}</x>")))


def test_a_note_of_many_short_lines_is_long() -> None:
    assert by_class(moved(f"<p>Un{note('n1', 'Ô<br/>' * 3)}</p>"), "endnote")
    assert not by_class(moved(f"<p>Un{note('n1', 'Ô<br/>')}</p>"), "endnote")


def test_what_is_called_in_a_long_note_goes_with_it() -> None:
    root = moved(f"<p>Un{note('n1', WORDS * 4 + note('n2', 'dedans') + '.')} deux{note('n3', 'bas')}</p>")
    ends = by_class(root, "endnote")
    assert [(one.get("id"), one[0].get("data-number")) for one in ends] == [("n1", "1"), ("n2", "2")]
    assert said(ends[0]) == WORDS * 4 + "."
    (call,) = [one for one in by_class(root, "note-call") if one.get("id") == "n1-call"]
    assert call.get("style") == "counter-set: footnote 2"


def test_a_document_with_short_notes_is_left_alone() -> None:
    body = f"<p>Un{note('n1', 'Court.')}</p>"
    assert etree.tostring(moved(body)) == etree.tostring(moved(body, 1e9))


def long_book(words: str) -> str:
    return (
        f'<p id="@--b1">Le quai{note("@--note1", "Premier.")}, la nuit{note("@--note2", words)}, '
        f"le jour{note('@--note3', 'Dernier.')}.</p>"
    )


@pytest.fixture(scope="module")
def layout() -> Layout:
    return books.layout()


def set_article(layout: Layout, body: str) -> fragment.Head:
    section = books.article("long", "Une longue note", body, ())
    book = books.with_data(books.book(), "article-port", body=section.data["body"], photo_notes=())
    (port,) = [one for one in book.sections if one.id == "article-port"]
    xhtml = layout.render(book, port, "print")
    fonts = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
    press = Press(layout.style_sheets("print"), fonts)
    head, _ = fragment.split(press.fragment(Job("article-port", xhtml, "recto")))
    return fragment.load_head(head)


def test_a_note_of_three_pages_is_printed_whole_under_its_number(layout: Layout) -> None:
    words = " ".join(f"mot{number}" for number in range(1200))
    head = set_article(layout, long_book(words))
    text = " ".join(" ".join(page.text for page in head.pages).split())
    assert [word for word in words.split() if text.count(f"{word} ") + text.count(f"{word}\r") < 1][:3] == []
    assert head.strays == ()
    assert "2. mot0 mot1" in text.replace("\u2002", " ")
    assert "1. Premier." in text.replace("\u2002", " ")
    assert "3. Dernier." in text.replace("\u2002", " ")


def test_the_limit_grows_with_the_page() -> None:
    assert 800 < longest_note(148, 210) < 900
    assert longest_note(210, 297) > 1.9 * longest_note(148, 210)
