"""Pages and their numbers to the folios that are laid over them, set with the style sheets of the book.

A section is set without its numbers. For each name that pages have in the style sheets, sheets of empty pages
are set that show nothing but folios; what they draw is printed on the pages of that name when all numbers
are known. A style sheet may give the first page of a section another folio, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape

from anthology.bindery.binding import numbered, texts_with
from anthology.bindery.fragment import Face, SetPage
from anthology.errors import AnthologyError, LayoutError
from anthology.writers.fragments import Fragments, Order, Style

SHEET = 32
"""Folios that are set together, where each must be set."""
_SAMPLES = 2
"""Pages of each side of a sample: one is filled with other numbers, the next shows whether that is right."""

_NOTHING = re.compile(rb"[-\d. ]+ cm|q|Q|/[aA]1(?:\.0)? gs")
# The two colour spaces that every page has (`binding`) may be used.
_MORE = re.compile(rb"/(?!lab-d(?:50|65) )\S+ (?:gs|Do|cs|CS|sh|scn|SCN)\b")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page of the book: how it was set, its number, and whether it is the first of its section."""

    page: SetPage
    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Folio:
    """What is drawn over a page, and the words of it; both are empty where there is no folio."""

    drawn: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Habit:
    """Whether pages of a name bear folios on a side, and how those of the first page of a section differ."""

    plain: bool
    first: str  # "same", "none" or "other"


class Folios:
    """The folios of a book; what was set for one page serves all of that name."""

    def __init__(self, fragments: Fragments, style: Style, language: str) -> None:
        self._fragments, self._style, self._language = fragments, style, language
        self._habits: dict[tuple[str, int], _Habit] = {}
        self._orders: dict[str, Order] = {}
        self._used: dict[str, Order] = {}
        self._alike: dict[tuple[str, int], bool] = {}

    def begin(self, pages: Sequence[Numbered]) -> None:
        """Have the folios of these pages set: they will be asked for.

        Nothing is waited for: what only folios tell that are still being set is left for the next call.
        """
        kinds = dict.fromkeys(one.page.kind for one in pages)
        # Whoever asks for a folio is told what is wrong with it.
        with suppress(AnthologyError):
            self._learn([kind for kind in kinds if all(sheet.ready for sheet in self._first_sheets(kind))])
            for one in pages:
                if (one.page.kind, 1) in self._habits:
                    self._order(one, wait=False)

    def over(self, pages: Sequence[Numbered]) -> list[Folio]:
        """The folio of each page.

        Raises:
            LayoutError: `folio-not-text`: a folio is more than text; or it cannot be set.
        """
        self._learn(dict.fromkeys(one.page.kind for one in pages))
        self.begin(pages)  # all are ordered before any is waited for
        wanted = [(self._order(one), one.number) for one in pages]
        self._used.update((found[0].key, found[0]) for found, _ in wanted if found)
        return [self._folio(*found, number) if found else Folio() for found, number in wanted]

    def faces(self) -> Iterable[Sequence[Face]]:
        """The faces of all folios that were given."""
        return [order.head.faces for order in self._used.values()]

    def _learn(self, kinds: Iterable[str]) -> None:
        """Find out what folios do on pages 1 and 2, when they are the first of a section and when not."""
        asked = {kind: self._first_sheets(kind) for kind in kinds if (kind, 1) not in self._habits}
        for kind, (plain, right, left) in asked.items():
            self._habits[kind, 1] = _habit(_drawn(plain)[1], _drawn(right)[0])
            self._habits[kind, 0] = _habit(_drawn(plain)[2], _drawn(left)[0])

    def _first_sheets(self, kind: str) -> tuple[Order, Order, Order]:
        """What shows the habits of pages of a name: three in a row, and a first one on each side."""
        return self._sheet(kind, 0, 3), self._sheet(kind, 1, 1), self._sheet(kind, 2, 1)

    def _order(self, one: Numbered, *, wait: bool = True) -> tuple[Order, int] | None:
        """The sheet that holds the folio of a page, and its place there; without `wait`, the likely one."""
        habit = self._habits[one.page.kind, one.number % 2]
        if not one.page.blank and one.first and habit.first == "other":
            return self._sheet(one.page.kind, one.number, 1), 0
        if one.page.blank or not habit.plain or (one.first and habit.first == "none"):
            return None
        sample = self._sample(one.page.kind, one.number, wait=wait)
        if sample is not None:
            return sample, 2 - one.number % 2
        # The first page of a sheet is the first of a section to the style sheets: it is left out.
        start = (one.number - 1) // SHEET * SHEET
        return self._sheet(one.page.kind, start, SHEET + 1), one.number - start

    def _sample(self, kind: str, number: int, *, wait: bool) -> Order | None:
        """A sheet whose folios become those of all numbers with as many figures; None if they do not."""
        start = 10 ** (len(str(number)) - 1) // 2 * 2
        sheet = self._sheet(kind, start, 1 + 2 * _SAMPLES)
        if (kind, start) not in self._alike:
            if not wait and not sheet.ready:
                return sheet
            self._alike[kind, start] = _are_alike(sheet, start)
        return sheet if self._alike[kind, start] else None

    def _sheet(self, kind: str, first: int, count: int) -> Order:
        name = f"folios {kind} {first}-{first + count - 1}"
        if name not in self._orders:
            xhtml = _document(kind, count, self._language)
            side = "recto" if first % 2 else "verso"
            self._orders[name] = self._fragments.order(self._style, name, xhtml, side, first)  # type: ignore[arg-type]
        return self._orders[name]

    def _folio(self, order: Order, place: int, number: int) -> Folio:
        if order.job.first_page is not None and order.job.first_page + place != number:
            return _filled(order, place, number)
        return _drawn(order)[place]


def _habit(plain: Folio, opening: Folio) -> _Habit:
    first = "same" if opening == plain else "other" if opening.drawn else "none"
    return _Habit(bool(plain.drawn), first)


def _document(kind: str, count: int, language: str) -> bytes:
    pages = '<p style="break-after: page; margin: 0"></p>' * count
    named = f' style="page: {escape(kind)}"' if kind else ""
    return (
        f'<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{escape(language)}">'
        f"<head><title>-</title></head><body><div{named}>{pages}</div></body></html>\n"
    ).encode()


def _are_alike(sheet: Order, start: int) -> bool:
    """Whether a folio filled with the number of another page of its side is the folio of that page."""
    there = _drawn(sheet)
    return all(
        _filled(sheet, place, start + place + 2 * more) == there[place + 2 * more]
        for place in (1, 2)
        for more in range(_SAMPLES)
    )


def _filled(order: Order, place: int, number: int) -> Folio:
    """The folio of a page of a sheet with another number, of as many figures."""
    said = [(one, str(number)) for one in order.head.references if one.page == place]
    if any(one.count != len(digits) for one, digits in said):
        return Folio()
    contents = order.making.cache.hold("sheet of folios", order.key, lambda: _contents(order))
    text = texts_with(order.head, said)[place].strip()
    return Folio(_text_alone(numbered(contents[place], said), order.job.name), text)


def _contents(order: Order) -> Mapping[int, bytes]:
    return {part.page: part.data for part in order.body().streams if part.page >= 0}


def _drawn(order: Order) -> Sequence[Folio]:
    """What a sheet draws on each of its pages."""
    cache = order.making.cache
    return cache.hold("folios", order.key, lambda: _taken(order))


def _taken(order: Order) -> Sequence[Folio]:
    contents = _contents(order)
    texts = [page.text.strip() for page in order.head.pages]
    return [Folio(_text_alone(contents[place], order.job.name), text) for place, text in enumerate(texts)]


def _text_alone(content: bytes, name: str) -> bytes:
    """The operators of a folio, without what a page needs no resources for; empty if nothing is drawn."""
    lines = content.split(b"\n")
    if all(_NOTHING.fullmatch(line) for line in lines):
        return b""
    plain = b"\n".join(line for line in lines if not re.fullmatch(rb"/[aA]1(?:\.0)? gs", line))
    if _MORE.search(plain):
        raise LayoutError(
            "folio-not-text",
            "a folio is more than text of one colour",
            hint="take pictures, transparency and gradients out of folios.css",
            file=name,
        )
    return plain
