"""The judged blocks and pictures of one article in; its Markdown, and the words it must hold, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote

from anthology.importing.copyist import Copyist
from anthology.importing.inline import line, lines
from anthology.importing.marked import Marked, without
from anthology.markup import quoted
from anthology.model import Block, Emphasis, Form, Judgement, Mark, Picture, Role, Turn

_MARKED = {Role.QUESTION: "question", Role.CAPTION: "note"}
_BULLETS = "-–—•·*▪◦‣"
_DISPLAYED = frozenset({Role.INTERTITLE, Role.QUESTION})
"""Roles that are set apart by themselves: a mark over the whole of them says nothing more."""

_NUMBER = re.compile(
    r"[-+−–±~<>≤≥]?\s?(?:[$€£]\s?)?\d[\d\s.,'’\u00a0\u202f]*(?:\s?(?:%|‰|[$€£]|°C?|[^\W\d_]{1,3}))?"
)
"""A figure with its unit, as a column of figures holds them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture of a submission under the name that the book has it by (`photos/x.jpg`)."""

    picture: Picture
    file: str


@dataclass(slots=True)
class Words:
    """The words of an article's text: those that run on, those of each note, those that describe pictures."""

    text: list[str] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """Markdown, and the words that were written into it, by another way than reading it back."""

    markdown: str
    words: Words


def body_of(judgements: Sequence[Judgement], pictures: Sequence[Placed], copyist: Copyist) -> Body:
    """Write the text of an article; `judgements` are those shown, `pictures` those to be shown with them."""
    return _Writer(judgements, pictures, copyist).body()


def parts_of(one: Judgement) -> list[tuple[int, int]]:
    """The stretches of a block that are printed: its turns, if it has any, without labels and bullets."""
    return [(turn.start, turn.end) for turn in one.turns] or [(_start(one), one.block.end)]


def _start(one: Judgement) -> int:
    """Where the words of a block begin: behind its bullet, if the source set one before an item of a list."""
    text = one.block.text
    if one.role is Role.LIST and text[:1] in _BULLETS and text[1:2].isspace():
        return one.block.start + len(text) - len(text[1:].lstrip())
    return one.block.start


Item = Judgement | Placed


class _Writer:
    def __init__(self, judgements: Sequence[Judgement], pictures: Sequence[Placed], copyist: Copyist) -> None:
        self.copyist = copyist
        self.words = Words()
        self.pictures = pictures
        own = {each.picture.name for each in pictures}
        self.beside = _labelled(judgements, own)
        self.notes = _notes(judgements)
        self.called: dict[str, int] = {}
        aside = {id(one) for each in self.beside.values() for one in each}
        aside |= {id(one) for each in self.notes.values() for one in each}
        self.flow = [one for one in judgements if id(one) not in aside]
        self.levels = _levels(self.flow)

    def body(self) -> Body:
        parts = [part for run in self._runs() for part in self._of_run(run)]
        parts += self._notes_called()
        uncalled = [one for label, own in self.notes.items() if label not in self.called for one in own]
        self.notes = {}  # the notes stand there: what calls one from here on calls nothing
        parts += [part for one in uncalled for part in self._paragraph(one, "note")]
        return Body("\n\n".join(part for part in parts if part) + "\n", self.words)

    # --- what follows what ---

    def _runs(self) -> Iterator[tuple[Item, ...]]:
        """Blocks that are one thing together: a list, a table, a quotation; a picture never parts them."""
        waiting = sorted(self.pictures, key=lambda each: each.picture.at)
        for _, run in groupby(self.flow, key=_Together()):
            blocks = tuple(run)
            while waiting and waiting[0].picture.at <= blocks[0].block.start:
                yield (waiting.pop(0),)
            yield blocks
            while waiting and waiting[0].picture.at <= blocks[-1].block.end:
                yield (waiting.pop(0),)
        yield from ((each,) for each in waiting)

    def _of_run(self, run: Sequence[Item]) -> Iterator[str]:
        first = run[0]
        if isinstance(first, Placed):
            yield self._figure(first)
            return
        blocks = [one for one in run if isinstance(one, Judgement)]
        if first.role is Role.LIST:
            yield self._list(blocks)
        elif first.role is Role.TABLE:
            yield self._table([one.block for one in blocks])
        elif _is_quotation(first):
            yield "\n>\n".join(f"> {part}" for one in blocks if (part := self._line(one)))
        else:
            yield from self._block(first)

    # --- blocks ---

    def _block(self, one: Judgement) -> Iterator[str]:
        if one.role is Role.ANSWER:
            yield from self._answer(one)
        elif one.role is Role.INTERTITLE:
            yield from (f"{'#' * self._depth(one)} {part}" for part in [self._line(one)] if part)
        elif one.role is Role.PULL_QUOTE:
            yield from (f"> {part}\n{{: .pull-quote }}" for part in [self._line(one)] if part)
        elif one.role is Role.VERSE:
            yield self._verse(one)
        else:
            yield from self._paragraph(one, _MARKED.get(one.role, ""))

    def _paragraph(self, one: Judgement, name: str) -> Iterator[str]:
        if part := self._line(one):
            yield f"{part}\n{{: .{name} }}" if name else part

    def _answer(self, one: Judgement) -> Iterator[str]:
        for turn in one.turns or (Turn(one.block.start, one.block.end),):
            speaker = f" speaker={quoted(', '.join(turn.speakers))}" if turn.speakers else ""
            if part := self._said(self.copyist.copy(turn.start, turn.end)):
                yield f"{part}\n{{: .answer{speaker} }}"

    def _verse(self, one: Judgement) -> str:
        text = self._counted(self.copyist.copy(one.block.start, one.block.end))
        return f"{lines(text, self._call)}\n{{: .verse }}" if text.text else ""

    def _depth(self, one: Judgement) -> int:
        """`##` to `####`: the headings of an article begin with the second level, and leave none out."""
        return min(2 + self.levels.get(one.block.shape.level, 0), 4)

    def _line(self, one: Judgement) -> str:
        text = self.copyist.copy(_start(one), one.block.end)
        return self._said(_undressed(text) if one.role in _DISPLAYED else text)

    def _said(self, text: Marked) -> str:
        return line(self._counted(text), self._call)

    def _counted(self, text: Marked) -> Marked:
        """The text, once its words are noted; that of a call is none of them: a number stands for it."""
        self.words.text += self._bare(text).split()
        return text

    def _bare(self, text: Marked) -> str:
        calls = [mark for mark in text.marks if mark.kind is Emphasis.NOTE and mark.target in self.notes]
        fresh = {mark.target: (mark.start, mark.end) for mark in reversed(calls)}
        gone = [span for label, span in fresh.items() if label not in self.called and span[0] < span[1]]
        return without(text, sorted(gone)).text if gone else text.text

    # --- lists ---

    def _list(self, items: Sequence[Judgement]) -> str:
        """Items under one another; those of an inner list all are as the first of them."""
        written: list[str] = []
        open_lists: list[tuple[int, bool, int]] = []  # level, numbered, items so far
        for one in items:
            level = max(one.block.shape.level, 1)
            while len(open_lists) > 1 and open_lists[-1][0] > level:
                open_lists.pop()
            if not open_lists or open_lists[-1][0] < level:
                open_lists.append((level, one.block.shape.ordered, 0))
            elif len(open_lists) == 1 and open_lists[0][1] != one.block.shape.ordered:
                open_lists = [(level, one.block.shape.ordered, 0)]
                written.append("")
            text = self._line(one)
            if not text:
                continue
            own, numbered, number = open_lists[-1]
            open_lists[-1] = own, numbered, number + 1
            sign = f"{number + 1}." if numbered else "-"
            written.append(f"{'    ' * (len(open_lists) - 1)}{sign} {text}")
        return "\n".join(written).strip("\n")

    # --- tables ---

    def _table(self, cells: Sequence[Block]) -> str:
        """Rows between bars; without a row of headings the first is empty, as Markdown wants it."""
        rows = sorted({cell.shape.row for cell in cells})
        columns = sorted({cell.shape.column for cell in cells})
        by_place: dict[tuple[int, int], list[Block]] = {}
        for cell in cells:
            by_place.setdefault((cell.shape.row, cell.shape.column), []).append(cell)
        grid = [[tuple(by_place.get((row, column), ())) for column in columns] for row in rows]
        headed = _is_headed(grid)
        written = [
            [self._cell(cell, head=headed and not place) for cell in row] for place, row in enumerate(grid)
        ]
        head, body = (written[0], written[1:]) if headed else ([""] * len(columns), written)
        figures = [_is_figures(column) for column in _columns(grid[headed:])]
        return "\n".join([_row(head), _row("--:" if one else "---" for one in figures), *map(_row, body)])

    def _cell(self, blocks: Sequence[Block], *, head: bool) -> str:
        copies = [self.copyist.copy(block.start, block.end) for block in blocks]
        parts = [self._said(_undressed(each) if head else each) for each in copies]
        return "<br>".join(part for part in parts if part)

    # --- pictures ---

    def _figure(self, one: Placed) -> str:
        """A picture with what describes it, and its caption below it."""
        beside = self.beside.get(one.picture.name, [])
        alt = " ".join(
            " ".join(self.copyist.copy(each.block.start, each.block.end).text.split())
            for each in beside
            if each.role is Role.ALT
        )
        self.words.alts += alt.split()
        captions = [self._line(each) for each in beside if each.role is Role.CAPTION]
        caption = "".join(f" {part}" for part in captions if part)
        return f"![{line(Marked(alt))}]({quote(one.file)}){caption}\n{{: .figure }}"

    # --- notes ---

    def _call(self, label: str) -> str:
        """The call of a note, where it is called first."""
        if label not in self.notes or label in self.called:
            return ""
        self.called[label] = len(self.called) + 1
        return f"[^{self.called[label]}]"

    def _notes_called(self) -> Iterator[str]:
        """The notes, in the order of their numbers; one may call another."""
        done = 0
        while done < len(self.called):
            label = list(self.called)[done]
            done += 1
            before, self.words.text = self.words.text, []
            parts = [part for one in self.notes[label] if (part := self._line(one))]
            self.words.notes.append(self.words.text)
            self.words.text = before
            yield f"[^{done}]: " + "\n\n    ".join(parts)


# --- what belongs together ---------------------------------------------------------------------------


class _Together:
    """Gives blocks that are one thing the same sign, and all others a sign of their own."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, one: Judgement) -> tuple[str, int]:
        if one.role is Role.LIST:
            return "list", 0
        if one.role is Role.TABLE:
            return "table", one.block.shape.table
        if _is_quotation(one):
            return "quotation", 0
        self.number += 1
        return "", self.number


def _is_quotation(one: Judgement) -> bool:
    return one.block.shape.form is Form.QUOTE and one.role in (Role.BODY, Role.INTRO)


def _labelled(judgements: Sequence[Judgement], names: set[str]) -> dict[str, list[Judgement]]:
    """What stands below a picture or describes it, by the name of the picture."""
    found: dict[str, list[Judgement]] = {}
    for one in judgements:
        if one.role in (Role.ALT, Role.CAPTION) and one.block.shape.label in names:
            found.setdefault(one.block.shape.label, []).append(one)
    return found


def _notes(judgements: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for one in judgements:
        if one.role is Role.NOTE:
            found.setdefault(one.block.shape.label, []).append(one)
    return found


def _levels(flow: Sequence[Judgement]) -> Mapping[int, int]:
    """How far each level of heading is below the highest, counting only those that occur."""
    levels = sorted({one.block.shape.level for one in flow if one.role is Role.INTERTITLE} - {0})
    return {level: rank for rank, level in enumerate(levels)}


def _undressed(text: Marked) -> Marked:
    """The text without marks of weight that lie on the whole of it."""
    return Marked(text.text, tuple(mark for mark in text.marks if not _dresses(mark, text.text)))


def _dresses(mark: Mark, text: str) -> bool:
    whole = not text[: mark.start].strip() and not text[mark.end :].strip()
    return mark.kind in (Emphasis.STRONG, Emphasis.EMPHASIS) and whole


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


Cell = tuple[Block, ...]
"""The paragraphs of a cell; none where it is empty."""


def _is_headed(grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row names the columns: the file says so, or words stand above columns of figures."""
    first = [cell for cell in grid[0] if cell]
    if all(block.shape.head for cell in first for block in cell):
        return True
    named = len(first) >= len(grid[0]) - 1 and not any(_is_figure(cell) for cell in first)
    return named and len(grid) > 2 and any(map(_is_figures, _columns(grid[1:])))


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _is_figures(column: Sequence[Cell]) -> bool:
    """Whether a column holds figures and nothing else."""
    filled = [cell for cell in column if cell]
    return any(map(_is_figure, filled)) and all(_is_figure(cell) or _words(cell) in "–—-" for cell in filled)


def _is_figure(cell: Cell) -> bool:
    return _NUMBER.fullmatch(_words(cell)) is not None


def _words(cell: Cell) -> str:
    return " ".join(block.text for block in cell).strip()
