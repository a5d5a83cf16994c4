"""The pages of the printed book to marks in the documents of an e-book: where each begins, to the word.

So a class can say « page 37 » and mean the same line on paper and on screen. A word that a page end cuts goes
whole to the page it ends on; an opening quotation mark goes with its word. Blank pages have no mark, nor have
pages of sections that are on paper alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from anthology.bindery.starts import counted
from anthology.model import Metadata
from anthology.writers.epub_item import HEADINGS, OPS, XHTML
from anthology.writers.pagination import Leaves

BEFORE = "folio-"
"""Stands before a folio in the id of its mark; no section and no block has such an id."""

_PHRASES = frozenset(
    f"{XHTML}{name}"
    for name in (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
_ELSEWHERE = frozenset({"doc-noteref", "doc-backlink"})
_KEPT_TOGETHER = "\u00a0\u202f\u2060\ufeff"
_OPENING = frozenset("«“„‚‘‹([{¿¡")
_DASHES = frozenset("—–")


@dataclass(frozen=True, slots=True)
class PageStart:
    """The folio of a printed page, and where it begins; see `anthology.bindery.fragment.Start`."""

    folio: str
    id: str
    characters: int


Starts = Mapping[str, Sequence[PageStart]]
"""The pages of the printed book by the id of the section they show, in order."""


def page_starts(runs: Iterable[Leaves], folio: Callable[[int], str]) -> Starts:
    """Where each printed page begins; `folio` gives what the page of that place (from 0) bears."""
    found: dict[str, list[PageStart]] = {}
    at = 0
    for run in runs:
        head = run.order.head
        if run.section is not None:
            starts = (PageStart(folio(at + one.page), one.id, one.characters) for one in head.starts)
            found.setdefault(run.section.id, []).extend(starts)
        at += len(head.pages)
    return found


def source_of(metadata: Metadata) -> str:
    """What the page numbers are those of: the printed book by its number, else the file."""
    isbn = "".join(sign for sign in metadata.isbn if sign.isalnum())
    return f"urn:isbn:{isbn}" if isbn else f"{metadata.title} (book.pdf)"


# --- marks in a document ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Piece:
    """A run of text of a document: that of an element, or the one behind it; or a picture; or an edge."""

    element: etree._Element | None
    behind: bool = False
    text: str = ""

    @property
    def is_text(self) -> bool:
        return bool(self.text)


_Point = tuple[int, int]
"""A place in a document: the number of a piece, and of a character in it."""


def mark(root: etree._Element, starts: Sequence[PageStart]) -> tuple[str, ...]:
    """Put a mark into a document wherever a page begins; the folios of those that have a place in it."""
    if not starts:
        return ()
    text = _Text(root)
    points = [(point, one.folio) for one in starts if (point := text.point(one)) is not None]
    # From the last to the first: what stands before is not moved.
    ordered = sorted(points, key=lambda pair: pair[0])
    for point, folio in reversed(ordered):
        text.insert(point, _mark(folio))
    return tuple(folio for _, folio in ordered)


def _mark(folio: str) -> etree._Element:
    made = etree.Element(f"{XHTML}span", {f"{OPS}type": "pagebreak", "role": "doc-pagebreak"})
    made.set("id", f"{BEFORE}{folio}")
    made.set("aria-label", folio)
    return made


class _Text:
    """What is read of a document, piece by piece, and where each id begins in it."""

    def __init__(self, root: etree._Element) -> None:
        self._pieces: list[_Piece] = []
        self._ids: dict[str, int] = {}
        self._gather(next(root.iter(f"{XHTML}body"), root))

    def _gather(self, element: etree._Element) -> None:
        if not _ELSEWHERE.isdisjoint((element.get("role") or "").split()):
            return
        if id_ := element.get("id"):
            self._ids.setdefault(id_, len(self._pieces))
        if element.tag == f"{XHTML}img":
            self._pieces.append(_Piece(element))
        self._edge(element)
        self._add(element, behind=False)
        for child in element:
            if isinstance(child.tag, str):
                self._gather(child)
            self._add(child, behind=True)
        self._edge(element)

    def _edge(self, element: etree._Element) -> None:
        if element.tag not in _PHRASES:
            self._pieces.append(_Piece(None))

    def _add(self, element: etree._Element, *, behind: bool) -> None:
        text = element.tail if behind else element.text
        if text:
            self._pieces.append(_Piece(element, behind, text))

    # --- where -----------------------------------------------------------------------------------

    def point(self, start: PageStart) -> _Point | None:
        """Where a page begins: before a picture, or before the word that its first character is part of."""
        left, first = start.characters, self._ids.get(start.id)
        for number in range(first, len(self._pieces)) if first is not None else ():
            piece = self._pieces[number]
            if piece.is_text:
                length = len(counted(piece.text))
                if left < length:
                    return self._word(number, _place(piece.text, left))
                left -= length
            elif piece.element is not None:
                if left == 0:
                    return number, 0
                left -= 1
        return None if first is None or left else self._end()

    def _end(self) -> _Point | None:
        """Behind all that is read."""
        number = next((n for n, piece in reversed(list(enumerate(self._pieces))) if piece.is_text), None)
        return None if number is None else (number, len(self._pieces[number].text))

    def _word(self, number: int, place: int) -> _Point:
        """The beginning of what no line would part from that character."""
        begin, after, gap = (number, place), self._pieces[number].text[place], False
        for point, sign in self._backwards(number, place):
            parted = sign in _DASHES and after.isalpha() and self._letter_before(point)
            if sign.isspace() and sign not in _KEPT_TOGETHER:
                gap = True
            elif parted or (gap and sign not in _OPENING):
                break
            else:
                begin, gap, after = point, False, sign
        return begin

    def _letter_before(self, point: _Point) -> bool:
        return next((sign.isalpha() for _, sign in self._backwards(*point)), False)

    def _backwards(self, number: int, place: int) -> Iterator[tuple[_Point, str]]:
        """The characters before a place, as far as they stand in the same paragraph."""
        while True:
            text = self._pieces[number].text
            for before in range(place - 1, -1, -1):
                yield (number, before), text[before]
            number -= 1
            if number < 0 or not self._pieces[number].is_text:
                return
            place = len(self._pieces[number].text)

    # --- marks -----------------------------------------------------------------------------------

    def insert(self, point: _Point, made: etree._Element) -> None:
        """Put an element there; outside of a phrase, a link or a heading that begins with it."""
        number, place = point
        piece = self._pieces[number]
        element = piece.element
        if element is None:
            raise ValueError("no place for a mark")
        if not piece.is_text:
            _before(_outermost(element), made)
        elif piece.behind:
            text = element.tail or ""
            made.tail, element.tail = text[place:], text[:place]
            parent = element.getparent()
            if parent is not None:
                parent.insert(parent.index(element) + 1, made)
        elif not (element.text or "")[:place].strip() and _may_stand_before(element):
            _before(_outermost(element), made)
        else:
            text = element.text or ""
            made.tail, element.text = text[place:], text[:place]
            element.insert(0, made)


def _place(text: str, left: int) -> int:
    """The place of the character before which so many are counted."""
    for place, sign in enumerate(text):
        length = len(counted(sign))
        if left < length:
            return place
        left -= length
    raise ValueError("not so many characters")


def _may_stand_before(element: etree._Element) -> bool:
    return element.tag in _PHRASES or element.tag in HEADINGS


def _outermost(element: etree._Element) -> etree._Element:
    """The phrase or heading that begins with an element, if there is one."""
    parent = element.getparent()
    while (
        parent is not None
        and _may_stand_before(parent)
        and parent.index(element) == 0
        and not (parent.text or "").strip()
    ):
        element, parent = parent, parent.getparent()
    return element


def _before(element: etree._Element, made: etree._Element) -> None:
    """Put an element before another one; what stood behind the one before stays there."""
    while (earlier := element.getprevious()) is not None and _is_mark(earlier) and not earlier.tail:
        element = earlier
    parent = element.getparent()
    if parent is None:
        raise ValueError("nothing stands before the root")
    parent.insert(parent.index(element), made)


def _is_mark(element: etree._Element) -> bool:
    return element.get("role") == "doc-pagebreak"
