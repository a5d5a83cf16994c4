"""A paragraph in; the quotations in it, and who they are said to come from, out.

Quotation marks of every style pair with the nearest opener inside the paragraph: submissions open with
`«` and close with `”`, or never close at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from anthology.recognise.cues import Cues, words_of
from anthology.recognise.mentions import NAME
from anthology.recognise.patterns import pattern

OPENERS = "«“„‹"
CLOSERS = "»”›"
STRAIGHT = '"'

_MARKS = pattern(f"[{OPENERS}{CLOSERS}{STRAIGHT}]")
_AND = r"(?:,|et|and|y|e|und|i|&)"
_NAMES = rf"(?P<names>{NAME}(?:(?:,?\s+{_AND}\s+|,\s+){NAME})*)"
_LEAD = r"[\s,.]*(?P<lead>(?:[^\W\d_][\w’'\-]*\s+){0,4}?)"
_VERB_THEN_NAME = pattern(_LEAD + _NAMES)
_NAME_THEN_VERB = pattern(rf"[\s,.]*{_NAMES}\s+(?P<verb>[^\W\d_]+)")
_NAME = pattern(NAME)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, marks included; `closed` is False when it only ends with the paragraph."""

    start: int
    end: int
    closed: bool

    def inside(self, text: str) -> str:
        """The words between the marks."""
        return text[self.start + 1 : self.end - 1 if self.closed else self.end].strip()


@dataclass(frozen=True, slots=True)
class Attribution:
    """`» nous explique X`: the end of the quotation, the end of the names, and the names."""

    start: int
    end: int
    names: tuple[str, ...]


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the outermost quotations of a paragraph, in order."""
    found: list[Quotation] = []
    depth = start = 0
    low = text.find("„")  # German closes with “ what „ opened
    for mark in _MARKS.finditer(text):
        index, char = mark.start(), mark[0]
        if _opens(char, depth, german=0 <= low < index):
            start = start if depth else index
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append(Quotation(start, index + 1, closed=True))
    if depth:
        found.append(Quotation(start, len(text), closed=False))
    return tuple(found)


def _opens(char: str, depth: int, *, german: bool) -> bool:
    if char in OPENERS:
        return not (char == "“" and depth and german)
    return char == STRAIGHT and not depth


def wholly_quoted(text: str) -> bool:
    """Whether one quotation (closed or not) is the whole paragraph, but for a final stop."""
    found = quotations(text)
    return bool(found) and found[0].start == 0 and not text[found[0].end :].strip(" .,;…\u00a0\u202f")


def attributions(text: str, cues: Cues) -> tuple[Attribution, ...]:
    """Return the names said to speak right after a quotation closes (`» nous confie Élisa Tamalet`)."""
    found = (_attribution(text, quotation, cues) for quotation in quotations(text) if quotation.closed)
    return tuple(attribution for attribution in found if attribution)


def _attribution(text: str, quotation: Quotation, cues: Cues) -> Attribution | None:
    after = _VERB_THEN_NAME.match(text, quotation.end)
    if after and _says(after["lead"], cues):
        return _attributed(after, quotation)
    before = _NAME_THEN_VERB.match(text, quotation.end)
    if before and before["verb"].casefold() in cues.says:
        return _attributed(before, quotation)
    return None


def _says(lead: str, cues: Cues) -> bool:
    """A known verb of saying; or an unknown word that can be a verb, just before the name."""
    words = words_of(lead)
    return any(word in cues.says for word in words)


def _attributed(match: re.Match[str], quotation: Quotation) -> Attribution:
    names = tuple(name.rstrip(".") for name in _NAME.findall(match["names"]))
    return Attribution(quotation.end, match.end("names"), names)
