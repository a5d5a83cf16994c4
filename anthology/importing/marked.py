"""Text with its marks: cut out of a submission, and changed by edits that carry the marks along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from anthology.model import Edit, Emphasis, Manuscript, Mark
from anthology.typeset import OBJECT, apply

_AS_SENT = frozenset({Emphasis.CODE, Emphasis.LANGUAGE})
"""Code keeps its characters; words of another language are set by the rules of that one, in the book."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marks, which count from its first character."""

    text: str
    marks: tuple[Mark, ...] = ()

    def ending_at(self, spans: Sequence[tuple[int, int]], text: str) -> Marked:
        """The same marks, at these places of another text; those that hold nothing any more are gone."""
        moved = (
            replace(mark, start=start, end=end)
            for mark, (start, end) in zip(self.marks, spans, strict=True)
            if start < end or mark.kind is Emphasis.NOTE
        )
        return Marked(text, tuple(moved))


class Sheets:
    """The text of a submission, of which pieces are cut out with their marks."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.text = manuscript.text
        self._marks = tuple(sorted(manuscript.marks, key=lambda one: (one.start, one.end)))
        self._blocks = [block.start for block in manuscript.blocks] if self._marks else []
        self._starts = [mark.start for mark in self._marks]

    def cut(self, start: int, end: int) -> Marked:
        """The text from one place to another, inside of one block, without the white space around it."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        text = raw.strip()
        return Marked(text, tuple(self._inside(start, start + len(text))) if self._marks else ())

    def _inside(self, start: int, end: int) -> Iterator[Mark]:
        # A mark lies inside of one block: none that touches this piece begins before its block.
        block = self._blocks[max(bisect_right(self._blocks, start) - 1, 0)] if self._blocks else 0
        for mark in self._marks[bisect_right(self._starts, block - 1) :]:
            if mark.start > end:
                return
            low, high = max(mark.start, start), min(mark.end, end)
            if low < high or (mark.start == mark.end and start <= mark.start):
                yield replace(mark, start=low - start, end=high - start)


def kept_as_sent(one: Marked) -> str:
    """The text as the rules are to see it: as long as it is, with a sign for each character to be kept."""
    return _masked(one.text, one.marks)


def masked(manuscript: Manuscript) -> str:
    """The whole text of a submission as the rules are to see it."""
    return _masked(manuscript.text, manuscript.marks)


def _masked(text: str, marks: Sequence[Mark]) -> str:
    kept = [mark for mark in marks if mark.kind in _AS_SENT]
    if not kept:
        return text
    chars = list(text)
    for mark in kept:
        chars[mark.start : mark.end] = OBJECT * (mark.end - mark.start)
    return "".join(chars)


def edited(one: Marked, edits: Sequence[Edit]) -> Marked:
    """The text with every edit made; edits are disjoint and in its coordinates.

    A mark that begins or ends inside of what an edit replaces does so behind what takes its place; what is
    put in where a mark begins or ends stands outside of it.
    """
    if not edits:
        return one
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    places = sorted({place for mark in one.marks for place in (mark.start, mark.end)})
    left, right = _moved(places, ordered)
    spans = [_span(mark, left, right) for mark in one.marks]
    return one.ending_at(spans, apply(one.text, ordered))


def _span(mark: Mark, left: dict[int, int], right: dict[int, int]) -> tuple[int, int]:
    if mark.start == mark.end:
        return left[mark.start], left[mark.start]
    start, end = right[mark.start], left[mark.end]
    return start, max(start, end)


def _moved(places: Sequence[int], edits: Sequence[Edit]) -> tuple[dict[int, int], dict[int, int]]:
    """Where places of a text are once it is edited: as ends of marks, and as beginnings of marks."""
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    done = shift = 0
    for place in places:
        while done < len(edits) and edits[done].end < place:
            shift += len(edits[done].after) - (edits[done].end - edits[done].start)
            done += 1
        left[place] = right[place] = place + shift
        for edit in edits[done:]:
            if edit.start > place:
                break
            _at(edit, place, left, right)
    return left, right


def _at(edit: Edit, place: int, left: dict[int, int], right: dict[int, int]) -> None:
    """Move a place that an edit touches: it lies inside of what is replaced, or at one of its ends."""
    grown = len(edit.after) - (edit.end - edit.start)
    if edit.start < place < edit.end:
        behind = right[place] - (place - edit.start) + len(edit.after)
        left[place] = right[place] = behind
    elif edit.start < edit.end == place:
        left[place] += grown
        right[place] += grown
    elif edit.start == edit.end == place:
        right[place] += grown


def without(one: Marked, spans: Sequence[tuple[int, int]]) -> Marked:
    """The text without some stretches of it, in order and disjoint."""
    return edited(one, [Edit(start, end, one.text[start:end], "", "") for start, end in spans])
