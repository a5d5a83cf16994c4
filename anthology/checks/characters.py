"""Files of texts to findings about characters that nobody sees, that no font can show, or that pretend.

A character may also be written as a number: as TOML has it in the front matter, or as HTML has it in a text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from anthology.checks.things import PrintedSection, TextFile
from anthology.model import Finding, Severity
from anthology.tricks import KINDS, Kind, Trick, directions, is_from_the_right, lookalikes, named, tricks

CODES = tuple(KINDS)


SHOWN_CODES = ("text-reaches-readers",)
_REMARKED = frozenset({"text-replaced", "text-line-separator", "text-scripts-mixed"})
"""What is told and stops no book: a person has to look."""

_LOST = re.compile("\ufffd")
_NAME = re.compile(r'\b(?:given|family|organisation)\s*=\s*"[^"\n]*\u00ad')
"""A soft hyphen is at home in a word of a text. In a name it makes two people of one."""
_WRITTEN = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|&(?:#\w{2,8}|lrm|rlm|zwj|zwnj);")


def suspicious(one: TextFile) -> Iterator[Finding]:
    """One finding for each such character of a file, at its first place."""
    places: dict[tuple[str, str], list[int]] = {}
    for found in _seen(one):
        places.setdefault((found.code, found.char), []).append(found.start)
    stopping = frozenset(places)
    if not is_from_the_right(one.language):
        for found in directions(one.text):  # beside letters of such a language they may stay, and are told
            if (found.code, found.char) not in stopping:
                places.setdefault((found.code, found.char), []).append(found.start)
    for (code, char), starts in sorted(
        places.items(), key=lambda pair: (CODES.index(pair[0][0]), pair[1][0])
    ):
        stops = (code, char) in stopping and code not in _REMARKED
        yield _told(one, KINDS[code], char, starts, Severity.ERROR if stops else Severity.WARNING)


def _seen(one: TextFile) -> Iterator[Trick]:
    text = one.text
    for found in tricks(text, one.language):
        # A byte order mark at the head of a file says how it is encoded.
        if found.start or found.char != "\ufeff":
            yield found
    yield from lookalikes(text, one.language)
    yield from (Trick(lost.start(), lost[0], "text-replaced") for lost in _LOST.finditer(text))
    yield from (Trick(name.end() - 1, "\u00ad", "text-invisible") for name in _NAME.finditer(text))
    for written in _WRITTEN.finditer(text):
        code = written[1] or written[2]
        meant = _char(int(code, 16)) if code else html.unescape(written[0])
        around = text[max(written.start() - 1, 0) : written.start()]
        for found in tricks(around + meant, one.language):
            if found.start >= len(around):
                yield Trick(written.start(), found.char, found.code)


def _char(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _told(one: TextFile, kind: Kind, char: str, starts: list[int], severity: Severity) -> Finding:
    start = starts[0]
    before = one.text[:start]
    column = start - before.rfind("\n")
    times = f", {len(starts)} times" if len(starts) > 1 else ""
    return Finding(
        kind.code,
        severity,
        f"{named(char)}, column {column}{times}: {kind.message}",
        kind.hint,
        one.file,
        one.first_line + before.count("\n"),
        column,
    )


def shown(one: PrintedSection) -> Iterator[Finding]:
    """Whether a page would hold such a character, wherever it comes from: settings, names, descriptions."""
    found: dict[Trick, str] = {}
    for language, text in one.texts:
        for trick in tricks(text, language):
            place = " ".join(text[max(trick.start - 20, 0) : trick.start].split())
            found.setdefault(Trick(0, trick.char, trick.code), place)
    for trick, place in found.items():
        yield Finding(
            "text-reaches-readers",
            Severity.ERROR,
            f"“{one.section.title or one.section.id}” would show {named(trick.char)} behind “{place}”: "
            f"{KINDS[trick.code].message}",
            KINDS[trick.code].hint,
            one.article.file if one.article else None,
        )
