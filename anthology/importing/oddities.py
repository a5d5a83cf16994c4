"""What was sent to findings about characters that nobody sees, or that pretend to be others.

Rule U1 takes them out of what becomes an article, and the ledger says so edit by edit; here people are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anthology.importing.accounting import NOBODYS_TEXT
from anthology.model import Finding, Reading, Severity
from anthology.tricks import KINDS, Trick, lookalikes, named, tricks

_HARMLESS = frozenset({"text-control", "text-invisible", "text-line-separator"})
"""What comes with every paste: nothing has to be done once it is gone."""
_TAGS = ("\U000e0000", "\U000e007f")
_KEPT = "text-scripts-mixed"
"""What only a person can put right: nobody knows which word is meant."""


def oddities(readings: Sequence[Reading]) -> Iterator[Finding]:
    """One finding for each such character of a submission, at its first place; and of its name."""
    for reading in readings:
        file = reading.manuscript.file
        for found in _each_once((*tricks(file), *lookalikes(file))):
            yield _of_name(file, found[0])
        for found in _each_once(_in_text(reading)):
            yield _placed(reading, found)


def _in_text(reading: Reading) -> Iterator[Trick]:
    """Every such character, with its place in the whole text."""
    for one in reading.judgements:
        if one.block.shape.withheld not in NOBODYS_TEXT:
            text, start = one.block.text, one.block.start
            for trick in (*tricks(text, reading.language), *lookalikes(text, reading.language)):
                yield Trick(start + trick.start, trick.char, trick.code)


def _each_once(found: Iterator[Trick] | Sequence[Trick]) -> list[list[Trick]]:
    places: dict[tuple[str, str], list[Trick]] = {}
    for trick in found:
        places.setdefault((trick.code, trick.char), []).append(trick)
    return list(places.values())


def _of_name(file: str, trick: Trick) -> Finding:
    kind = KINDS[trick.code]
    message = f"{named(trick.char)} in the name of the file: {kind.message}"
    return Finding(kind.code, Severity.WARNING, message, "give the file another name", file)


def _placed(reading: Reading, found: Sequence[Trick]) -> Finding:
    first, kind = found[0], KINDS[found[0].code]
    before = reading.manuscript.text[: first.start]
    column = first.start - before.rfind("\n")
    times = f", {len(found)} times" if len(found) > 1 else ""
    gone = "" if kind.code == _KEPT else "; the article is without it (rule U1)"
    harmless = kind.code in _HARMLESS and not _TAGS[0] <= first.char <= _TAGS[1]
    return Finding(
        kind.code,
        Severity.REMARK if harmless else Severity.WARNING,
        f"{named(first.char)}, column {column}{times}: {kind.message}{gone}",
        kind.hint if kind.code == _KEPT else "look whether a word is missing there",
        reading.manuscript.file,
        before.count("\n") + 1,
        column,
    )
