"""Bytes of a plain-text file in; its manuscript out: its text and its paragraphs with their places.

A line is a paragraph, unless blank lines part the paragraphs and the lines between them were broken to a
common width (an e-mail, an old editor): then such a run of lines is one paragraph.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from anthology.errors import SourceError
from anthology.model import Block, Manuscript, Received
from anthology.readers.encoding import decode

MAX_WRAP = 120
"""Characters: no mail program or editor breaks lines wider than this; a longer line is a paragraph."""

MIN_WRAP = 40
"""Characters: lines that never reach this were not broken to a width, but meant (verse, addresses)."""

_BREAK = re.compile("\r\n|[\n\r\x0c\u2028\u2029]")
_NEWLINE = re.compile("\r\n|[\n\r]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]"
    # Behind what looks like the first byte of a letter, these are its other bytes: a rule puts them right.
    "|(?<![\xc2-\xf4\x80-\x9f])(?<![\xc2-\xf4].)[\x80-\x84\x86-\x9f]"
)
_INK = re.compile(r"\S(?:.*\S)?", re.DOTALL)

Span = tuple[int, int]


def read_text(data: bytes, file: str) -> Received:
    """Read a `.txt` submission.

    Raises:
        SourceError: `unknown-encoding`, `bad-encoding`, `not-text` or `empty-submission`.
    """
    decoded = decode(data, file)
    refuse_binary(decoded.text, file)
    blocks = tuple(_blocks(decoded.text))
    if not blocks:
        raise SourceError(
            "empty-submission",
            "the submission holds no text",
            hint="put the text into the file, or take the file out of the folder",
            file=file,
        )
    digest = hashlib.sha256(data).hexdigest()
    return Received((Manuscript(file, digest, decoded.encoding, decoded.text, blocks),))


def refuse_binary(text: str, file: str) -> None:
    """Raise `not-text` at the first control character that no text holds (NUL, escape...)."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    breaks = newlines(text)
    line = line_of(breaks, found.start())
    raise SourceError(
        "not-text",
        f"character U+{ord(found[0]):04X} on line {line} does not occur in text",
        hint="this may be a picture, a Word file or a damaged file under the name of a text file: "
        "give it its real name, or save it again as plain text in UTF-8",
        file=file,
        line=line,
        column=found.start() - (breaks[line - 2] if line > 1 else 0) + 1,
    )


def newlines(text: str) -> list[int]:
    """Offsets just after each line break (LF, CRLF or CR)."""
    return [found.end() for found in _NEWLINE.finditer(text)]


def line_of(breaks: Sequence[int], offset: int) -> int:
    """Return the line (from 1) of `offset`, given the `newlines` of the text."""
    return bisect_right(breaks, offset) + 1


def _blocks(text: str) -> Iterator[Block]:
    breaks = newlines(text)
    for start, end in _paragraphs(text):
        yield Block(start, end, line_of(breaks, start), text[start:end])


def _paragraphs(text: str) -> Iterator[Span]:
    runs = list(_runs(text))
    width = _wrap_width(text, runs)
    for run in runs:
        if width and _is_wrapped(text, run, width):
            yield run[0][0], run[-1][1]
        else:
            yield from run


def _runs(text: str) -> Iterator[list[Span]]:
    """Lines with ink, gathered between blank lines."""
    run: list[Span] = []
    for start, end in _lines(text):
        ink = _INK.search(text, start, end)
        if ink:
            run.append(ink.span())
        elif run:
            yield run
            run = []
    if run:
        yield run


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for found in _BREAK.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _wrap_width(text: str, runs: Sequence[Sequence[Span]]) -> int:
    """The width the lines were broken to, in characters; 0 when they were not.

    Three lines in a row are needed to see it: of two, the first is always the widest that fits.
    """
    if len(runs) < 2:
        return 0
    widths = ((run, max(end - start for start, end in run)) for run in runs if len(run) > 2)
    broken = [width for run, width in widths if _is_wrapped(text, run, width)]
    return max((width for width in broken if MIN_WRAP <= width <= MAX_WRAP), default=0)


def _is_wrapped(text: str, run: Sequence[Span], width: int) -> bool:
    """Whether each line was broken because the next line's first word no longer fitted."""
    return len(run) > 1 and all(
        end - start + 1 + _first_word(text, following) > width for (start, end), following in pairwise(run)
    )


def _first_word(text: str, span: Span) -> int:
    return len(text[slice(*span)].split(maxsplit=1)[0])


def uncovered(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans of `text` with ink that none of `spans` holds, and spans that two of them hold."""
    gaps: list[Span] = []
    reached = 0
    for start, end in sorted(spans):
        if start < reached:
            gaps.append((start, min(end, reached)))
        gaps.extend(_inked(text, reached, start))
        reached = max(reached, end)
    gaps.extend(_inked(text, reached, len(text)))
    return tuple(gaps)


def _inked(text: str, start: int, end: int) -> Iterator[Span]:
    ink = _INK.search(text, start, end) if start < end else None
    if ink:
        yield ink.span()
