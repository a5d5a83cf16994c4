"""Pieces of text with their shapes, in reading order, in; one manuscript, its blocks a line each, out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from anthology.model import PLAIN, Block, Manuscript, Mark, Picture, Shape


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has its place: its marks and pictures count from the first character of `text`."""

    text: str
    shape: Shape = PLAIN
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where pieces come from: the name of a file, the digest of its bytes, how they were decoded."""

    file: str
    sha256: str
    encoding: str


def origin(data: bytes, file: str, encoding: str) -> Origin:
    """The origin of what the bytes of a file hold."""
    return Origin(file, hashlib.sha256(data).hexdigest(), encoding)


def manuscript(of: Origin, pieces: Iterable[Piece]) -> Manuscript:
    """Lay the pieces one under the other; those without ink make no block, yet keep their pictures."""
    texts: list[str] = []
    blocks: list[Block] = []
    marks: list[Mark] = []
    pictures: list[Picture] = []
    at, line = 0, 1
    for piece in map(trimmed, pieces):
        pictures += [replace(picture, at=picture.at + at) for picture in piece.pictures]
        if not piece.text:
            continue
        end = at + len(piece.text)
        blocks.append(Block(at, end, line, piece.text, piece.shape))
        marks += [replace(mark, start=mark.start + at, end=mark.end + at) for mark in piece.marks]
        texts.append(piece.text)
        at, line = end + 1, line + piece.text.count("\n") + 1
    text = "\n".join(texts)
    shown = tuple(replace(picture, at=min(picture.at, len(text))) for picture in pictures)
    return Manuscript(of.file, of.sha256, of.encoding, text, tuple(blocks), tuple(marks), shown)


def trimmed(piece: Piece) -> Piece:
    """The piece without outer white space, its marks and pictures moved with the text."""
    text = piece.text.strip()
    lead = len(piece.text) - len(piece.text.lstrip())
    if len(text) == len(piece.text):
        return piece
    marks = tuple(_moved(piece.marks, lead, len(text)))
    pictures = tuple(replace(one, at=min(max(one.at - lead, 0), len(text))) for one in piece.pictures)
    return replace(piece, text=text, marks=marks, pictures=pictures)


def _moved(marks: Iterable[Mark], lead: int, length: int) -> Iterator[Mark]:
    for mark in marks:
        start, end = (min(max(at - lead, 0), length) for at in (mark.start, mark.end))
        if start < end or mark.start == mark.end:
            yield replace(mark, start=start, end=end)
