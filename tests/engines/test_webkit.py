"""Both books in WebKit, the engine of Apple's and of Kobo's readers, which breaks words of French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from tests.engines import judging, needs, webdriver
from tests.engines.ebooks import BOOKS, Ebook, letters
from tests.engines.serving import served
from tests.engines.visiting import Shape, Visit, kept, visit
from tests.engines.webdriver import Browser
from tests.safety.counts import is_long

PAGE = Shape("page", 632, 840)
# Where a word stands whole, in every language.
WHOLE = "h1, h2, h3, h4, .byline, .group, .name, .question, .verse, .standfirst, th, nav"


@pytest.fixture(scope="module")
def window(books: Mapping[str, Ebook]) -> Iterator[tuple[Browser, str]]:
    """WebKitGTK on a screen that nobody sees, and the address it loads from."""
    needs.package("foliate-js")
    needs.file("/usr/share/hyphen/hyph_fr.dic")
    driver = [needs.program("WebKitWebDriver")]
    needs.program("Xvfb")
    started = {"binary": needs.file("/usr/lib*/**/webkit2gtk-4.1/MiniBrowser"), "args": ["--automation"]}
    wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": started}
    files = {f"{name}.epub": book.data for name, book in books.items()}
    with (
        served(needs.PACKAGES, files) as address,
        webdriver.display(1300, 1300) as display,
        webdriver.browser(driver, wanted, display) as browser,
    ):
        yield browser, address


@dataclass(frozen=True)
class Read:
    """A book, how it was shown, its notes as they opened, and its broken words, by where they stand."""

    book: Ebook
    visit: Visit
    notes: Mapping[str, tuple[bool, str, str]]
    broken: Mapping[str, list[str]]
    heard: Mapping[str, list[str]]


@pytest.fixture(scope="module", params=BOOKS if is_long() else ["pictures"])
def read(request: pytest.FixtureRequest, window: tuple[Browser, str], books: Mapping[str, Ebook]) -> Read:
    (browser, address), name = window, request.param
    book = books[name]
    browser.size(PAGE.width, PAGE.height)
    page, file = f"{address}/pages/foliate.html", f"{address}/books/{name}.epub"
    seen = kept(visit(browser, page, file, PAGE), f"webkit-{name}")
    notes, broken = {}, {"p:lang(fr)": [], WHOLE: []}  # type: ignore[var-annotated]
    for place, section in enumerate(book.sections):
        for one in browser.call("notesOf", place):
            notes[f"{section}#{one['call']}"] = (one["opened"], letters(one["text"] or ""), one["call"])
        for where, words in broken.items():
            words += browser.call("brokenWords", place, where)
    return Read(book, seen, notes, broken, browser.call("heard"))


def test_every_word_of_every_section_is_drawn(read: Read) -> None:
    assert judging.lost(read.visit, read.book) == []


def test_nothing_leaves_its_page_or_is_cut(read: Read) -> None:
    assert judging.leaving(read.visit) == []


def test_no_line_ends_between_a_sign_and_its_word(read: Read) -> None:
    assert judging.parted(read.visit) == []


def test_every_picture_is_whole_inside_its_page_and_true(read: Read) -> None:
    assert len(read.visit.every("pictures")) > 0
    assert judging.untrue(read.visit) == []


def test_every_character_is_drawn_by_a_font_of_the_book(read: Read) -> None:
    assert read.visit.looks[-1]["tested"] > 200
    assert judging.unset(read.visit) == []


def test_every_word_stands_out_from_its_ground(read: Read) -> None:
    assert judging.pale(read.visit) == []
    assert judging.bare(read.visit) == []


def test_every_note_call_opens_its_own_note(read: Read) -> None:
    assert read.notes == {call: (True, *note) for call, note in read.book.notes.items()}
    assert len(read.notes) > 0


def test_words_of_paragraphs_are_broken_and_those_of_titles_and_names_are_not(read: Read) -> None:
    assert len(read.broken["p:lang(fr)"]) > 3
    assert read.broken[WHOLE] == []


def test_nothing_fails_and_nothing_is_asked_of_the_network(read: Read) -> None:
    assert read.heard == {"errors": [], "asked": []}
