"""A document of either medium to what stands out of its text: headings, captions, credits, notes.

Each is told by its letters alone, so what a line, a hyphen or a small capital makes of it does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from anthology.checks.words import tokens

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CREDITS = frozenset({"byline", "group", "who", "editors"})
_CALLS = frozenset({"noteref", "note-call"})
_NOTES = frozenset({"note", "endnote"})
_BESIDE = frozenset({"note-number", "folio", "reference"})
_BESIDE_ROLES = frozenset({"doc-backlink", "doc-pagebreak"})
_LETTERS_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Part:
    """Something that stands out: of which kind, and its letters, in two pieces where a note is called in it.

    `before` are the letters before the call of a note; `offset` is how many characters were read till there.
    """

    kind: str
    pieces: tuple[str, ...]
    before: str = ""
    offset: int = 0

    @property
    def same(self) -> tuple[str, tuple[str, ...], str]:
        """What is the same in both media."""
        return self.kind, self.pieces, self.before


def parts(root: etree._Element) -> tuple[Part, ...]:
    """All of a document: headings, captions and credits in their order, then notes in that of their calls."""
    reading = _Reading()
    reading.read(next(root.iter("{*}body"), root))
    return (*reading.parts, *reading.notes())


class _Reading:
    """A document, while it is read from its beginning to its end."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._calls: list[tuple[str, str, int]] = []
        self._notes: dict[str, tuple[str, ...]] = {}
        self._open: list[list[str]] = []
        self._last, self._length = "", 0

    def notes(self) -> Iterator[Part]:
        """The notes, each where it is called."""
        for id_, before, offset in self._calls:
            yield Part("note", self._notes.get(id_, ()), before, offset)

    def read(self, element: etree._Element) -> None:
        classes = frozenset((element.get("class") or "").split())
        name = element.tag.rpartition("}")[2]
        if not _CALLS.isdisjoint(classes):
            self._called((element.get("href") or "").removeprefix("#"))
        elif not _NOTES.isdisjoint(classes):
            if name == "span":
                self._called(element.get("id") or "")
            self._notes[element.get("id") or ""] = self._apart(element)
        elif classes.isdisjoint(_BESIDE) and element.get("role") not in _BESIDE_ROLES:
            self._text(element, _kind(name, classes))

    def _called(self, id_: str) -> None:
        letters = _letters(self._last)[-_LETTERS_BEFORE:]
        self._calls.append((id_, letters, self._length))
        for one in self._open:
            one.append("")

    def _apart(self, element: etree._Element) -> tuple[str, ...]:
        """What a note says; the text around it goes on behind it."""
        around, self._open, last = self._open, [[""]], self._last
        self._last = ""
        self._inside(element)
        said, self._open, self._last = self._open[0], around, last
        return tuple(map(_letters, said))

    def _text(self, element: etree._Element, kind: str) -> None:
        offset = self._length
        if kind:
            self._open.append([""])
        self._inside(element)
        if kind:
            self.parts.append(Part(kind, tuple(map(_letters, self._open.pop())), offset=offset))

    def _inside(self, element: etree._Element) -> None:
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self.read(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._length += len(text)
            self._last = (self._last + text)[-200:]
            for one in self._open:
                one[-1] += text


def _kind(name: str, classes: frozenset[str]) -> str:
    if name in _HEADINGS:
        return "heading"
    if name == "figcaption":
        return "caption"
    return "credit" if name == "p" and not classes.isdisjoint(_CREDITS) else ""


def _letters(text: str) -> str:
    return "".join(tokens(text))


def told(pieces: Sequence[str]) -> str:
    """The beginning of a part, for a message."""
    whole = " ".join(filter(None, pieces))
    return f"“{whole[:40]}{'…' if len(whole) > 40 else ''}”"
