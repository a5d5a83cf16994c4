"""A document for paper, its notes in place, to one whose long notes stand at its end under the same numbers.

A page can hold no note longer than itself, and the engine drops what is over; a note that takes much of a
page drives the text before it. So a long one is set behind the text, in lines like any other, and may go over
as many pages as it needs. On screen every note pops up, however long.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_X = "{http://www.w3.org/1999/xhtml}"
_LETTERS_PER_MM2 = 0.027
"""A note may have so many letters for each square millimetre of the cut page: 839 on 148 × 210 mm, which in
lines of some 75 are the third part of a page."""

_LETTERS_PER_LINE = 60
"""A line that is ended by hand takes as much room as so many letters."""

CALL, NOTES, NOTE = "note-call", "endnotes", "endnote"
"""The classes of the call in the text, of all the notes at the end, and of each of them."""


def longest_note(width_mm: float, height_mm: float) -> float:
    """How many letters a note below the text may have on a page of that size."""
    return width_mm * height_mm * _LETTERS_PER_MM2


def long_notes_behind(root: etree._Element, most: float) -> None:
    """Move each note of more than so many letters to the end of its section, with those called in it."""
    numbers = {note: number for number, note in enumerate(_notes(root), start=1)}
    moved = list(dict.fromkeys(note for long in numbers if _length(long) > most for note in _notes(long)))
    if not moved:
        return
    end = etree.SubElement(_home(root), f"{_X}div", {"class": NOTES})
    # The inner ones first: where one is called is then part of the note that is moved next.
    behind = {note: _moved(note, numbers[note]) for note in reversed(moved)}
    end.extend(behind[note] for note in moved)


def _notes(tree: etree._Element) -> Iterator[etree._Element]:
    return (span for span in tree.iter(f"{_X}span") if span.get("class") == "note")


def _length(note: etree._Element) -> int:
    lines = sum(1 for _ in note.iter(f"{_X}br"))
    return sum(map(len, map(str, note.itertext()))) + _LETTERS_PER_LINE * lines


def _home(root: etree._Element) -> etree._Element:
    """The section of a document, or else its body."""
    sections = (one for one in root.iter(f"{_X}section") if "section" in (one.get("class") or "").split())
    return next(sections, next(root.iter(f"{_X}body"), root))


def _moved(note: etree._Element, number: int) -> etree._Element:
    """The note as a paragraph; what was the note becomes its call.

    The number of the note that follows is one more than those of this note and of all that it calls.
    """
    inner = sum(1 for call in note.iter(f"{_X}a") if call.get("class") == CALL)
    key, tail = note.get("id", f"note{number}"), note.tail
    paragraph = etree.Element(f"{_X}p", {"class": NOTE, "id": key})
    back = etree.SubElement(
        paragraph, f"{_X}a", {"class": "note-number", "href": f"#{key}-call", "data-number": str(number)}
    )
    back.tail = note.text
    paragraph.extend(list(note))
    note.clear()
    note.tag, note.tail = f"{_X}a", tail
    note.set("class", CALL)
    note.set("id", f"{key}-call")
    note.set("href", f"#{key}")
    note.set("data-number", str(number))
    note.set("style", f"counter-set: footnote {number + inner}")
    return paragraph
