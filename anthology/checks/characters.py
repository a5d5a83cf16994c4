"""Files of articles to findings about characters that nobody sees, or that no font can show.

The classes follow the Unicode Standard, chapter 23 (special areas) and UTS #39 (security mechanisms).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from anthology.checks.things import TextFile
from anthology.model import Finding, Severity

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """Characters of one kind: why they do harm, and what to do."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    message: str
    hint: str


def _kind(code: str, severity: Severity, pattern: str, message: str, hint: str) -> _Kind:
    return _Kind(code, severity, re.compile(pattern), message, hint)


_DELETE = "delete it; it is between the letters that stand around it"
_KINDS = (
    _kind(
        "text-control",
        Severity.ERROR,
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]",
        "a control character, which has no place in a text",
        _DELETE,
    ),
    _kind(
        "text-surrogate",
        Severity.ERROR,
        "[\ud800-\udfff]",
        "half of a character",
        "type the character that is meant",
    ),
    _kind(
        "text-noncharacter",
        Severity.ERROR,
        "[\ufdd0-\ufdef]|["
        + "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
        + "]",
        "a code that is no character",
        _DELETE,
    ),
    _kind(
        "text-replaced",
        Severity.WARNING,
        "\ufffd",
        "a mark that stands for a character that was lost",
        "look into the submission for what stood there, and type it",
    ),
    _kind(
        "text-bidi",
        Severity.WARNING,
        "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
        "a sign that turns the direction of writing: what is read is not what is written",
        _DELETE,
    ),
    _kind(
        "text-invisible",
        Severity.WARNING,
        "[\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
        "\U000e0000-\U000e007f]",
        "a character that nobody can see",
        _DELETE,
    ),
    # Joiners are letters' business in many scripts and in emoji; between Latin letters they hide.
    _kind(
        "text-invisible",
        Severity.WARNING,
        "(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]",
        "a character that nobody can see",
        _DELETE,
    ),
    _kind(
        "text-private-use",
        Severity.WARNING,
        "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]",
        "a sign that means something in one font only",
        "type the character that is meant",
    ),
    _kind(
        "text-line-separator",
        Severity.WARNING,
        "[\u0085\u2028\u2029]",
        "a line end of an unusual kind",
        "type an ordinary line end, or an empty line between paragraphs",
    ),
    _kind(
        "text-marks-piled",
        Severity.WARNING,
        "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}",
        "more marks on one letter than any language writes",
        "leave the marks that belong to the word",
    ),
    _kind(
        "text-scripts-mixed",
        Severity.WARNING,
        "(?:(?<=[A-Za-z])[\u0400-\u052f\u0370-\u03ff])|(?:[\u0400-\u052f\u0370-\u03ff](?=[A-Za-z]))",
        "a Greek or Cyrillic letter inside a Latin word: it looks right, and cannot be found",
        "type the word again",
    ),
)
CODES = tuple(dict.fromkeys(kind.code for kind in _KINDS))


def suspicious(one: TextFile) -> Iterator[Finding]:
    """One finding for each such character of a file, at its first place."""
    right_to_left = one.language.partition("-")[0] in _RIGHT_TO_LEFT
    for kind in _KINDS:
        if not (kind.code == "text-bidi" and right_to_left):
            yield from _found(kind, one.file, one.first_line, one.text)


def _found(kind: _Kind, file: str, first_line: int, text: str) -> Iterator[Finding]:
    places: dict[str, list[int]] = {}
    for match in kind.pattern.finditer(text):
        places.setdefault(match[0][0], []).append(match.start())
    for char, starts in places.items():
        if (file_start := starts[0]) == 0 and char == "\ufeff":
            continue  # a byte order mark at the head of a file says how it is encoded
        before = text[:file_start]
        column = file_start - before.rfind("\n")
        times = f", {len(starts)} times" if len(starts) > 1 else ""
        yield Finding(
            kind.code,
            kind.severity,
            f"{_name(char)}, column {column}{times}: {kind.message}",
            kind.hint,
            file,
            first_line + before.count("\n"),
        )


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
