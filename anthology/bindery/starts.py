"""A document as the engine laid it out to where each of its pages begins in the text.

A place is told so that another rendering of the same text can find it: by the id that was opened last before
it, and by how many characters were read since. Notes stand elsewhere in other media, and page numbers only on
paper, so neither is counted; a picture counts as one character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from anthology.bindery.fragment import Start
from anthology.bindery.marks import inner

_PASSED_OVER = re.compile("[\\s\u00ad\u2010\u2011\u200b-\u200f\u2060\ufeff-]+")
"""White space, hyphens and what nobody sees: the ends of lines add them or drop them."""

_APART = frozenset({"note", "note-call", "note-number", "reference"})
_ID = re.compile(rb"""\sid=["']([^"']*)["']""")


class Place(NamedTuple):
    """A place in a text: the id before it, and how many characters were read since."""

    id: str
    characters: int


def counted(text: str) -> str:
    """What counts of a text. Capitals that are only drawn as such may be more than what is written (ß)."""
    return _PASSED_OVER.sub("", text).casefold()


def starts(pages: Sequence[Any], boxes: Any, xhtml: bytes) -> tuple[Start, ...]:
    """Where pages of the engine begin in the text; a page without text or picture is left out.

    `boxes` is the engine's module of that name; `xhtml` the document as it was written, whose order counts: a
    picture may have been set behind paragraphs that follow it, and its page does not begin with it then.
    """
    order = {id_.decode(): number for number, id_ in reversed(list(enumerate(_ID.findall(xhtml))))}
    found: list[Start] = []
    text, begun, read = _Text(), _NOWHERE, _NOWHERE
    for number, page in enumerate(pages):
        places = [
            (order.get(one.id, 0), one.characters, one.id) for one in text.places(page._page_box, boxes)
        ]
        if places:
            begun = _first(places, begun, read)
            found.append(Start(number, begun[2], begun[1]))
            read = max(read, *places)
    return tuple(found)


_Ranked = tuple[int, int, str]
"""A place by its rank in the document as it was written."""

_NOWHERE: _Ranked = (-1, 0, "")


def _first(places: Sequence[_Ranked], begun: _Ranked, read: _Ranked) -> _Ranked:
    """Where a page begins: before what none of the pages before it had.

    A page may hold nothing but a picture that was set late. It begins there, unless the page before it does
    so behind that picture.
    """
    onward = next((one for one in places if one >= read), None)
    return onward or next((one for one in places if one >= begun), read)


class _Text:
    """The text of one document, while its pages are gone through from the first to the last."""

    def __init__(self) -> None:
        self._own: Mapping[Any, _Own] = {}
        self._read: dict[Any, int] = {}

    def places(self, page_box: Any, boxes: Any) -> Iterator[Place]:
        """Where each line or picture of a page stands, in the order of the page."""
        for child in page_box.children:
            if child.element_tag == "html" and not self._own:
                self._own = _own_texts(child.element)
            if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox):
                yield from self._within(child, boxes)

    def _within(self, box: Any, boxes: Any) -> Iterator[Place]:
        box = inner(box)
        if "::" in str(box.element_tag) or box.is_leader or isinstance(box, boxes.FootnoteAreaBox):
            return
        if isinstance(box, boxes.TextBox):
            yield from self._taken(box.element, len(counted(box.text)))
        elif isinstance(box, boxes.ReplacedBox):
            yield from self._taken(box.element, 1)
        else:
            for child in getattr(box, "children", ()):
                yield from self._within(child, boxes)

    def _taken(self, element: Any, length: int) -> Iterator[Place]:
        """The place of the next characters of an element; what is repeated (the head of a table) has none."""
        own, before = self._own.get(element), self._read.get(element, 0)
        if own is not None and length and before < own.length:
            self._read[element] = before + length
            yield own.place(before)


class _Own:
    """The text of an element without those inside it: its pieces, each with its place."""

    def __init__(self) -> None:
        self.length = 0
        self._begins: list[int] = []
        self._places: list[Place] = []

    def add(self, place: Place, length: int) -> None:
        self._begins.append(self.length)
        self._places.append(place)
        self.length += length

    def place(self, before: int) -> Place:
        """Where the character stands that so many come before."""
        piece = bisect_right(self._begins, before) - 1
        id_, characters = self._places[piece]
        return Place(id_, characters + before - self._begins[piece])


def _own_texts(root: Any) -> Mapping[Any, _Own]:
    """The text of every element that is on the page for its own sake."""
    own: dict[Any, _Own] = {}
    id_, characters = "", 0

    def add(element: Any, length: int) -> None:
        nonlocal characters
        if length:
            own.setdefault(element, _Own()).add(Place(id_, characters), length)
            characters += length

    def walk(element: Any) -> None:
        nonlocal id_, characters
        # A paragraph that is called a note stands in the text.
        if element.tag != "p" and not _APART.isdisjoint((element.get("class") or "").split()):
            return
        if element.get("id"):
            id_, characters = element.get("id"), 0
        add(element, 1 if element.tag == "img" else len(counted(element.text or "")))
        for child in element:
            walk(child)
            add(element, len(counted(child.tail or "")))

    walk(root)
    return own
