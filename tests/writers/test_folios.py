"""Folios are printed over finished pages as the style sheets would have printed them with the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from anthology import building, config
from anthology.bindery.crew import InProcess
from anthology.bindery.fragment import SetPage
from anthology.cache import Cache
from anthology.checks.pdf_file import read_pdf
from anthology.errors import LayoutError
from anthology.layouts import Layout, Medium
from anthology.numerals import roman
from anthology.writers import pdf as writer
from anthology.writers.folios import Numbered
from anthology.writers.fragments import Fragments
from anthology.writers.making import Making
from anthology.writers.pdf import PrintedBook, write_pdf
from markupsafe import Markup
from tests import books, kept
from tests.bindery.one_go import numbers_as_wide_as_they_are, one_go
from tests.bindery.portrait import Letter, Portrait
from tests.safety.counts import is_long

CONTENT = Path(__file__).resolve().parents[2] / "content"

_NONE = "@bottom-left { content: none } @bottom-right { content: none }"
_DIVIDED = "\ufffe"
"""What a reader with the fonts at hand gives for a hyphen that only divides a word, and for its line end."""

FOLIOS = {
    "the classic ones": "",
    "none where a section opens": f"@page text:first {{ {_NONE} }} @page front:first {{ {_NONE} }}",
    "in the middle where a section opens": (
        f"@page text:first {{ {_NONE} @bottom-center {{ content: counter(page) }} }}"
    ),
    "none where a section opens on the left": f"@page text:first:left {{ {_NONE} }}",
    "at the top": (
        f"@page text:left {{ {_NONE} @top-left-corner {{ content: counter(page) }} }}"
        f"@page text:right {{ {_NONE} @top-right-corner {{ content: counter(page) }} }}"
    ),
    "on the left alone": f"@page text:right {{ {_NONE} }}",
    "on the right alone": f"@page text:left {{ {_NONE} }}",
    "on pages of every name": "@page { @bottom-center { content: counter(page, upper-roman) } }",
    "with words, in a face and a colour of their own": (
        '@page text { @bottom-center { content: "— " counter(page) " —"; color: #a02010;'
        ' font: italic bold 9pt "Linux Libertine" } }'
    ),
    "in a colour of paper": "@page text { @bottom-center { content: counter(page); color: lab(50% 40 20) } }",
    "under a rule": (
        "@page text { @bottom-center { content: counter(page); border-top: 1pt solid #102030; width: 40pt } }"
    ),
    "under a rule, and not in the corner where a section opens on the left": (
        "@page text { @bottom-center { content: counter(page); border-top: 1pt solid #102030; width: 40pt } }"
        f"@page text:first:left {{ {_NONE} }}"
    ),
    "of nothing but a rule": '@page text { @bottom-center { content: ""; background: red; height: 2pt } }',
    "none at all": f"@page :left {{ {_NONE} }} @page text:left {{ {_NONE} }} @page text:right {{ {_NONE} }}"
    f"@page front:left {{ {_NONE} }} @page front:right {{ {_NONE} }}",
}
SOME = (
    "the classic ones",
    "on pages of every name",
    "under a rule, and not in the corner where a section opens on the left",
)
"""Of those, one of each way in which they differ: where, on which pages, of which figures, what is drawn."""
EACH = pytest.mark.parametrize("name", FOLIOS if is_long() else SOME)

_MORE = Markup('<p id="article-lighthouse--b1">{}</p>').format(
    "The stairs count 301 steps, and so on. " * 120
)
BOOK = books.with_data(books.book(), "article-lighthouse", body=_MORE)
"""It has pages on which no section opens."""


@dataclass(frozen=True)
class Themed(Layout):
    """The classic theme with more of its own for folios."""

    folios: str = ""

    def style_sheets(
        self,
        medium: Medium,
        *,
        draft: bool = False,
        extra: tuple[str, ...] = (),
        cache: Cache | None = None,
    ) -> Mapping[str, str]:
        sheets = super().style_sheets(medium, draft=draft, extra=extra, cache=cache)
        return {**sheets, "own-folios.css": self.folios} if "folios.css" in extra else sheets


def themed(folios: str, cache: Cache | None = None) -> Making:
    plain = books.layout()
    layout = Themed(theme=plain.theme, trim=plain.trim, language=plain.language, folios=folios)
    return Making(BOOK, layout, books.pictures(), cache=cache or Cache())


@cache
def text_kept() -> Cache:
    """Folios are set apart from the text: what all these books have in common is set once."""
    return Cache()


@cache
def printed(name: str) -> tuple[Making, PrintedBook]:
    making = themed(FOLIOS[name], text_kept())
    with numbers_as_wide_as_they_are():
        return making, write_pdf(making)


def by_place(letters: list[Letter]) -> list[tuple[object, ...]]:
    return sorted((letter.said, *(round(side, 2) for side in letter.box)) for letter in letters)


@EACH
def test_they_stand_where_they_would_stand_on_pages_set_with_them(name: str) -> None:
    making, book = printed(name)
    bound, whole = Portrait(book.data), Portrait(one_go(making, book))
    assert [by_place(page) for page in bound.letters] == [by_place(page) for page in whole.letters]
    assert bound.tags == whole.tags
    assert max(len(page.folios) for page in bound.marked) == (name != "none at all"), "one at most"
    assert pixels(bound.data) == pixels(whole.data)


def pixels(data: bytes) -> list[bytes]:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return [bytes(page.render(scale=1).buffer) for page in pdf]


@EACH
def test_what_is_told_of_the_file_is_what_a_reader_finds_in_it(name: str) -> None:
    _, book = printed(name)
    same_file(book, exactly="own" not in name and name != "at the top")


@pytest.mark.parametrize("draft", [False, True] if is_long() else [False])
def test_so_it_is_for_the_book_of_this_checkout_and_for_a_draft(draft: bool) -> None:
    read = building.read(CONTENT, config.load(CONTENT), draft=draft)
    making = Making(read.composition.book, read.layout, read.photos, cache=kept.results())
    same_file(write_pdf(making), exactly=not draft)


def same_file(book: PrintedBook, *, exactly: bool = True) -> None:
    """Compare field by field: what differs is named.

    Where lines are shorter than a word, or turned, a reader with the fonts at hand may see a line end where
    one without them sees none.
    """
    found, told = read_pdf("book.pdf", book.data), book.file
    for here, there in zip(found.pages, told.pages, strict=True):
        seen, said = (one.text.replace(_DIVIDED, "\r\n") for one in (here, there))
        assert (here.label, seen.split()) == (there.label, said.split()) or not exactly
        assert (seen == said) or not exactly
        assert "".join(seen.split()) == "".join(said.split())
        assert (here.width_mm, here.height_mm) == pytest.approx((there.width_mm, there.height_mm), abs=1e-6)
    assert replace(found, pages=(), fonts=(), destinations={}) == replace(
        told, pages=(), fonts=(), destinations={}
    )
    assert dict(found.destinations) == dict(told.destinations)
    assert set(found.fonts) == set(told.fonts)
    assert len(found.pages) == book.pages


def folios_of(name: str) -> dict[str, str]:
    """What each page bears over its text, by its label."""
    _, book = printed(name)
    one = Portrait(book.data)
    found = {}
    for label, page in zip(one.labels, one.marked, strict=True):
        glyphs = [(font, text) for folio in page.folios for font, text in folio]
        letters = [one.fonts[font].letters[int.from_bytes(text[at : at + 2])] for font, text in glyphs
                   for at in range(0, len(text), 2)]  # fmt: skip
        found[label] = "".join(letters)
    return found


class TestWhichPages:
    def test_pages_bear_their_own_number_roman_in_the_front(self) -> None:
        borne = folios_of("the classic ones")
        assert {label: text for label, text in borne.items() if text and text != label} == {}
        assert {"v", "3", "11"} <= set(filter(None, borne.values()))

    def test_blank_pages_bear_none_in_any_theme(self) -> None:
        for name in FOLIOS if is_long() else SOME:
            _, book = printed(name)
            if name != "on pages of every name":
                texts = Portrait(book.data).letters
                empty = [place for place, letters in enumerate(texts) if not letters]
                assert empty, name

    def test_where_a_section_opens_there_is_none_or_another_one(self) -> None:
        plain = folios_of("the classic ones")
        none = folios_of("none where a section opens")
        middle = folios_of("in the middle where a section opens")
        _, book = printed("none where a section opens")
        opening = {book.folios[one.id] for one in BOOK.sections if one.id in book.folios}
        assert {label for label in plain if plain[label] and not none[label]} == {
            label for label in opening if plain[label]
        }
        assert middle == plain
        assert any(none.values())

    def test_on_one_side_alone(self) -> None:
        for name, odd in (("on the left alone", 0), ("on the right alone", 1)):
            borne = {label for label, text in folios_of(name).items() if text and label.isdigit()}
            assert borne
            assert {int(label) % 2 for label in borne} == {odd}

    def test_a_theme_without_folios_sets_none_and_prints_none(self) -> None:
        assert not any(folios_of("none at all").values())


def test_the_mark_of_a_draft_is_printed_once() -> None:
    book = write_pdf(replace(themed(""), book=replace(books.book(), draft=True)))
    texts = ["".join(page.text.casefold().split()) for page in book.file.pages]
    assert [text.count("brouillon") for text in texts] == [1] * len(texts)
    same_file(book, exactly=False)


@pytest.mark.parametrize(
    "css",
    [
        "@page text { @bottom-center { content: counter(page); opacity: 0.5 } }",
        "@page text { @bottom-center { content: counter(page); background: linear-gradient(red, blue) } }",
        "@page text { @bottom-center { content: counter(page); color: rgba(0, 0, 0, 0.4) } }",
    ],
)
def test_what_needs_more_than_a_page_has_is_an_error(css: str) -> None:
    with pytest.raises(LayoutError) as caught:
        write_pdf(themed(css))
    assert caught.value.code == "folio-not-text"
    assert (caught.value.file or "").startswith("folios text")


def test_a_picture_is_none_of_the_book_s() -> None:
    with pytest.raises(LayoutError) as caught:
        write_pdf(themed('@page text { @bottom-center { content: url("photos/x.png") } }'))
    assert caught.value.code == "resource-refused"


def numbered(count: int) -> list[Numbered]:
    page = SetPage("text", blank=False, width_pt=419.5, height_pt=595.3)
    return [Numbered(page, number, first=False) for number in range(1, count + 1)]


@pytest.mark.parametrize(("name", "most"), [("the classic ones", 5 * 4 + 5), ("on pages of every name", 190)])
def test_a_figure_more_is_set_and_not_a_page_more(name: str, most: int) -> None:
    """Plain figures of one width are filled in from samples; roman numbers are set, each by itself."""
    making = themed(FOLIOS[name])
    folios = writer.folios_of(Fragments(making), making.layout, making.book)
    found = folios.over(numbered(130))
    pages = sum(len(order.head.pages) for order in folios._orders.values())
    assert pages <= most
    assert (pages > 130) == ("classic" not in name)
    for number in (1, 2, 9, 10, 11, 87, 99, 100, 101, 129, 130):
        set_as_it_is = folios._folio(folios._sheet("text", number - 1, 2), 1, number)
        assert found[number - 1] == set_as_it_is
        told = set_as_it_is.text.replace("\u2010\r\n", "")  # a long roman number is broken at a hyphen
        assert (str(number) if "classic" in name else roman(number)) in told.split()


class Slow(InProcess):
    """A crew that has not set yet what it was last asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Future[Any]], str]] = []

    def submit(self, task: Callable[..., Any], /, *args: object, name: str = "") -> Any:
        future: Future[Any] = Future()
        do = partial(super().submit, task, *args, name=name)
        self.waiting.append((future, do, name))
        return future

    def catch_up(self) -> list[str]:
        """Set what was asked for; its names."""
        done, self.waiting = self.waiting, []
        for future, do, _ in done:
            future.set_result(do().result())
        return [name for _, _, name in done]


def test_folios_are_begun_as_far_as_can_be_told_and_nothing_is_waited_for() -> None:
    crew = Slow()
    making = replace(themed(FOLIOS["the classic ones"]), crew=crew)
    folios = writer.folios_of(Fragments(making), making.layout, making.book)
    pages = numbered(130)
    folios.begin(pages)  # would never return if it waited
    assert crew.catch_up() == ["folios text 0-2", "folios text 1-1", "folios text 2-2"]
    folios.begin(pages)
    samples = crew.catch_up()
    assert samples == ["folios text 0-4", "folios text 10-14", "folios text 100-104"]
    folios.begin(pages)
    assert crew.catch_up() == []
    found = folios.over(pages)
    assert not crew.waiting, "all was begun before"
    # A guess that did not come true leaves nothing in the book.
    assert len(list(folios.faces())) == len(samples)
    few = writer.folios_of(Fragments(making), making.layout, making.book)
    few.begin(pages)
    assert few.over(pages[:9]) == found[:9]
    assert len(list(few.faces())) == 1


def test_what_is_wrong_with_folios_is_told_when_they_are_asked_for() -> None:
    making = themed("@page text { @bottom-center { content: counter(page); opacity: 0.5 } }")
    folios = writer.folios_of(Fragments(making), making.layout, making.book)
    pages = numbered(3)
    folios.begin(pages)
    folios.begin(pages)
    with pytest.raises(LayoutError, match="folio-not-text"):
        folios.over(pages)


class Two(InProcess):
    """A crew that says it is two."""

    jobs = 2


def test_who_has_something_to_do_meanwhile_is_called_once_and_not_for_a_few_pages() -> None:
    calls: list[int] = []
    plain = replace(themed(""), crew=Two(), meanwhile=lambda: calls.append(len(calls)))
    run = writer._Run(plain)
    order = run.blank("recto")
    assert len(order.head.pages) == 1
    run.wait([order] * (writer._LONG - 1))
    assert calls == []
    run.wait([order] * writer._LONG)
    run.wait([order] * writer._LONG)
    assert calls == [0]
    alone = writer._Run(replace(plain, crew=InProcess()))
    alone.wait([order] * writer._LONG)
    assert calls == [0]
