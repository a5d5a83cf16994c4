"""Paragraphs as word processors keep them, runs of words with properties, in; pieces with marks out.

What a paragraph does not show (deleted, hidden) becomes a piece of its own behind it, and so does what hangs
on it: notes, text boxes, comments, alternative texts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from anthology.model import PLAIN, Emphasis, Form, Mark, Picture, Shape, Withheld
from anthology.readers.pieces import Piece

LINE = "\n"
"""A line break inside of a paragraph."""

PAGE = "\f"
"""A page or column break inside of a paragraph: what follows is a paragraph of its own."""

LONG_LINE = 40
"""Characters: a line as long as this, with a small letter after it, was broken to a width, and not meant."""

_ADDRESS = re.compile(r"(?:https?|ftp|mailto|tel):\S+", re.IGNORECASE)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\{1,2}[onmt]\s+(?:"[^"]*"\s+)?)*"([^"]*)"', re.IGNORECASE)
_ONE = frozenset({Form.TITLE, Form.STANDFIRST, Form.HEADING, Form.ITEM, Form.CELL, Form.CAPTION, Form.ALT})
_BREAKS = re.compile("[\n\f]")

Marked = frozenset[tuple[Emphasis, str]]
"""The marks that words bear, each with its target."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run: words that bear the same marks. `label` names withheld words (who, or what, withheld them)."""

    text: str
    marks: Marked = frozenset()
    withheld: Withheld | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """The place where a note is called."""

    label: str


@dataclass(frozen=True, slots=True)
class Image:
    """The place of a picture."""

    name: str
    sha256: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read: its shape, its content in order, and the paragraphs that hang on it."""

    shape: Shape = PLAIN
    content: list[Words | Call | Image] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)


class Album:
    """The pictures of one file, each with a name made of the file's, in the order in which they come."""

    def __init__(self, stem: str) -> None:
        self.stem = stem or "picture"
        self.pictures: dict[str, bytes] = {}

    def add(self, data: bytes, suffix: str) -> Image:
        """Keep a picture; its place."""
        name = f"{self.stem}-{len(self.pictures) + 1}{suffix}"
        self.pictures[name] = data
        return Image(name, hashlib.sha256(data).hexdigest())


def is_address(target: str) -> bool:
    """Whether a reader of the book can follow this address: of the web, of mail, of a telephone."""
    return _ADDRESS.fullmatch(target) is not None


def address_of(instruction: str) -> str:
    """The address that a field of Word leads to (`HYPERLINK "https://..."`); empty for every other field."""
    found = _HYPERLINK.match(instruction)
    return found[1] if found else ""


def plain(text: str, shape: Shape = PLAIN) -> Paragraph:
    """A paragraph of words without marks."""
    return Paragraph(shape, [Words(text, withheld=shape.withheld)])


def pieces(paragraphs: Iterable[Paragraph]) -> Iterator[Piece]:
    """Each paragraph's pieces in reading order, and behind them those of what hangs on it."""
    for paragraph in paragraphs:
        yield from _shown(paragraph)
        yield from _held(paragraph)
        yield from pieces(paragraph.after)


def _shown(paragraph: Paragraph) -> Iterator[Piece]:
    own = paragraph.shape.withheld
    parts = [one for one in paragraph.content if not isinstance(one, Words) or one.withheld in (None, own)]
    whole = _piece(parts, paragraph.shape)
    for start, end in _lines(whole.text, paragraph.shape):
        yield _cut(whole, start, end)


def _piece(parts: Iterable[Words | Call | Image], shape: Shape) -> Piece:
    text: list[str] = []
    spans: list[tuple[int, int, Marked]] = []
    marks: list[Mark] = []
    pictures: list[Picture] = []
    at = 0
    for one in parts:
        if isinstance(one, Words):
            text.append(one.text)
            spans.append((at, at + len(one.text), one.marks))
            at += len(one.text)
        elif isinstance(one, Call):
            marks.append(Mark(at, at, Emphasis.NOTE, one.label))
        else:
            pictures.append(Picture(at, one.name, one.sha256))
    words = "".join(text)
    marks += _joined(words, spans)
    return Piece(words, shape, tuple(sorted(marks, key=_order)), tuple(pictures))


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.kind, mark.target


def _joined(text: str, spans: Sequence[tuple[int, int, Marked]]) -> Iterator[Mark]:
    """One mark for neighbours that bear the same, without white space at its ends."""
    open_: dict[tuple[Emphasis, str], int] = {}
    for start, end, marks in (*spans, (len(text), len(text) + 1, frozenset[tuple[Emphasis, str]]())):
        if start == end:
            continue
        for kind in [one for one in open_ if one not in marks]:
            yield from _trimmed(text, [Mark(open_.pop(kind), start, *kind)])
        for kind in sorted(marks):
            open_.setdefault(kind, start)


def _lines(text: str, shape: Shape) -> Iterator[tuple[int, int]]:
    """Spans that are blocks of their own: a page break always parts, a line break if it was meant to."""
    start = 0
    for found in _BREAKS.finditer(text):
        if found[0] == PAGE or (shape.form not in _ONE and _parts(text, start, found)):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _parts(text: str, start: int, found: re.Match[str]) -> bool:
    before = text[max(start, text.rfind(LINE, 0, found.start()) + 1) : found.start()].strip()
    follows = text[found.end() : found.end() + 80].lstrip(" \t\xa0")[:1]
    return len(before) < LONG_LINE or not follows.islower()


def _cut(whole: Piece, start: int, end: int) -> Piece:
    if (start, end) == (0, len(whole.text)):
        return whole
    marks = [
        replace(one, start=max(one.start, start) - start, end=min(one.end, end) - start)
        for one in whole.marks
        if (one.start < end and one.end > start) or start <= one.start == one.end <= end
    ]
    pictures = [
        replace(one, at=one.at - start) for one in whole.pictures if _stands(one.at, start, end, whole)
    ]
    return Piece(
        whole.text[start:end], whole.shape, tuple(_trimmed(whole.text[start:end], marks)), tuple(pictures)
    )


def _stands(at: int, start: int, end: int, whole: Piece) -> bool:
    return start <= at < end or at == end or (end == len(whole.text) and at > end)


def _trimmed(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    for one in marks:
        inked = text[one.start : one.end]
        if one.start == one.end:
            yield one
        elif inked.strip():
            lead, tail = len(inked) - len(inked.lstrip()), len(inked) - len(inked.rstrip())
            yield replace(one, start=one.start + lead, end=one.end - tail)


def _held(paragraph: Paragraph) -> Iterator[Piece]:
    """Words that the file withholds inside of a paragraph it shows: a piece for each run of them."""
    own = paragraph.shape.withheld
    words = (one for one in paragraph.content if isinstance(one, Words) and one.text)
    for (withheld, label), run in groupby(words, key=lambda one: (one.withheld, one.label)):
        if withheld not in (None, own):
            yield _piece(
                run, replace(paragraph.shape, withheld=withheld, label=label or paragraph.shape.label)
            )


def withhold(paragraphs: Iterable[Paragraph], why: Withheld) -> list[Paragraph]:
    """The same paragraphs, withheld as a whole (those that are withheld already keep their reason)."""
    return [_withheld(paragraph, why) for paragraph in paragraphs]


def _withheld(paragraph: Paragraph, why: Withheld) -> Paragraph:
    shape = paragraph.shape if paragraph.shape.withheld else replace(paragraph.shape, withheld=why)
    return Paragraph(shape, paragraph.content, withhold(paragraph.after, why))


def notes(paragraphs: Iterable[Paragraph], label: str) -> list[Paragraph]:
    """The paragraphs as those of one note."""
    return [replace(one, shape=replace(one.shape, form=Form.NOTE, label=label)) for one in paragraphs]


def inked(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether any of them shows or withholds a word."""
    return any(
        inked(one.after) or any(isinstance(part, Words) and part.text.strip() for part in one.content)
        for one in paragraphs
    )


def joined(first: Paragraph, second: Paragraph) -> Paragraph:
    """Two paragraphs whose parting was deleted, as the one they have become."""
    return Paragraph(second.shape, first.content + second.content, first.after + second.after)
