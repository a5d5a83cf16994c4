"""Page numbers that a document prints of other places: noted as they are drawn, to be filled in by binding.

A section is set with noughts for them: as many as the number has figures, all of one width. So a section that
prints a hundred page numbers is not set again because they have all moved by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf

from anthology.bindery.engine import engine
from anthology.bindery.fragment import Reference
from anthology.bindery.rows import Row, rows, with_field

CLASS, TARGET = "reference", "data-to"
"""The class of an element that holds a page number alone, and the attribute that says whose it is."""

APART = "apart"
"""One more class, where nothing else moves when the number gets another count of figures."""

_FIGURES = "0123456789"
_STEP = re.compile(r"[0-9a-f]{4}(>-?\d+)")
"""May stand behind each glyph: what makes up for the rounding of widths."""
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_OF_A_STYLE = (
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning", "lang"),
    *("font_variant_numeric", "font_variant_caps", "font_feature_settings", "letter_spacing"),
)


@dataclass(frozen=True)
class _Table:
    """The glyph of each figure, what stands between two, and how far each moves on (thousandths of an em)."""

    figures: tuple[str, ...]
    between: str
    advance: int = 0

    def said(self, number: str) -> bytes:
        """The operator that shows a number."""
        glyphs = self.between.join(self.figures[int(figure)] for figure in number)
        return f"[<{glyphs}{self.between[:-1] or '>'}] TJ".encode()


@dataclass(frozen=True)
class _Noted:
    """A page number that was drawn: the operator that shows it, its size, and its box.

    `held` where it may be shorter: at its right end, or at its left with the rest of its row moving up.
    """

    operator: bytes
    box: Any
    table: _Table
    size: float
    held: bool
    row: Row | None

    @property
    def target(self) -> str:
        return str(self.box.element.get(TARGET, "")) if self.box.element is not None else ""

    @property
    def count(self) -> int:
        return self.operator.count(b"<") if self.table.between else (len(self.operator) - len("[<>] TJ")) // 4


@dataclass
class Drawn:
    """The page numbers that are drawn, by the operator that shows each (the same object, not an equal one).

    Only those are noted whose figures are as wide as all others of their font, and drawn side by side. `held`
    are the boxes that are held at the right, `rows` those in lines that can be moved up.
    """

    every: bool = False
    """Whether every number by itself is one: so it is on sheets of folios."""
    held: Container[int] = ()
    rows: Mapping[int, Row] = field(default_factory=dict)
    shown: dict[int, _Noted] = field(default_factory=dict)
    placed: dict[int, tuple[Any, int]] = field(default_factory=dict)
    """By the box of a text in a row: the operator that places it, and where its number stands in that."""

    def references(self, page: int, operators: Sequence[Any], rects: Rects) -> Iterator[Reference]:
        """Those among the operators of a page, with their places in its content."""
        starts, at = {}, 0
        for operator in operators:
            starts[id(operator)] = at
            at += len(_as_bytes(operator)) + 1
        for key in [key for key in starts if key in self.shown]:
            yield from self._reference(page, self.shown[key], starts, rects)

    def _reference(
        self, page: int, one: _Noted, starts: Mapping[int, int], rects: Rects
    ) -> Iterator[Reference]:
        table = one.table
        plain = Reference(
            page,
            starts[id(one.operator)] + len("[<"),
            one.count,
            "" if self.every else one.target,
            table.figures,
            4 + len(table.between),
            advance=table.advance if one.held or one.row else 0,
        )
        if one.row is None:
            yield plain
            return
        behind = [self.placed.get(id(box)) for box in one.row.after(one.box)]
        if all(behind):
            after = tuple(starts[id(operator)] + place for operator, place in filter(None, behind))
            sides = tuple(rects(one.row.moved(one.box)))
            yield replace(plain, size=one.size, after=after, rects=sides)


Rects = Callable[[Iterable[tuple[Any, tuple[int, ...]]]], Iterable[int]]
"""Where the sides of links stand in the text of the objects."""


@contextmanager
def noted(drawn: Drawn) -> Iterator[None]:
    """Note the page numbers that are drawn meanwhile. The name it takes over is private to version 70."""
    drawing = engine().draw
    draw: Callable[..., Any] = drawing.draw_text
    tables: dict[tuple[Any, ...], _Table | None] = {}

    def draw_text(stream: Any, box: Any, *how: Any) -> None:
        before = len(stream.stream)
        draw(stream, box, *how)
        if id(box) in drawn.rows and (placed := with_field(stream.stream, before)) is not None:
            drawn.placed[id(box)] = placed
        if box.text.isdecimal() and (drawn.every or _is_reference(box.element)):
            style = tuple(box.style[name] for name in _OF_A_STYLE)
            if style not in tables:
                tables[style] = _figures(draw, stream, box)
            _note(drawn, stream.stream[before:], box, tables[style])

    drawing.draw_text = draw_text
    try:
        yield
    finally:
        drawing.draw_text = draw


def watching(document: Any, *, every: bool) -> Drawn:
    """What is to be noted when a document is drawn; with `every` number, as on sheets of folios."""
    if every:
        return Drawn(every=True)
    held = held_at_the_right(document)
    in_rows = {key: row for key, row in rows(document, _is_apart).items() if key not in held}
    return Drawn(held=held, rows=in_rows)


def held_at_the_right(document: Any) -> frozenset[int]:
    """Which boxes of text are numbers alone in a box that is held at the right end and no wider than they."""
    return frozenset(
        id(text)
        for page in document.pages
        for box in page._page_box.descendants()
        if box.style["position"] == "absolute" and _hangs_on_the_right(box.style)
        for text in _only_text(box)
        if _is_apart(text.element)
    )


def _hangs_on_the_right(style: Any) -> bool:
    return bool(style["left"] == style["width"] == "auto" and style["right"] != "auto")


def _only_text(box: Any) -> Sequence[Any]:
    texts = [one for one in box.descendants() if hasattr(one, "text")]
    return texts if len(texts) == 1 else ()


def _is_reference(element: Any) -> bool:
    return element is not None and str(element.get("class")).split(" ")[0] == CLASS


def _is_apart(element: Any) -> bool:
    return bool(_is_reference(element) and element.get("class") == f"{CLASS} {APART}")


def _note(drawn: Drawn, operators: Sequence[Any], box: Any, table: _Table | None) -> None:
    shows = _shows(operators)
    if table is None or shows != [table.said(box.text)]:
        return
    held, row = id(box) in drawn.held, drawn.rows.get(id(box))
    if drawn.every or not _is_apart(box.element):
        held, row = False, None
    elif not held and row is None:
        return  # where its width counts, it is set as it is
    drawn.shown[id(shows[0])] = _Noted(shows[0], box, table, _size(operators), held, row)


def _size(operators: Sequence[Any]) -> float:
    """The size of the letters, in units of the content."""
    return next(float(one.split()[1]) for one in map(_as_bytes, operators) if one.endswith(b" Tf"))


def _shows(operators: Sequence[Any]) -> list[bytes]:
    return [one for one in operators if isinstance(one, bytes) and one.endswith(b" TJ")]


def _figures(draw: Callable[..., Any], stream: Any, box: Any) -> _Table | None:
    """How the figures are shown in the font of a box; None if widths differ, or depend on neighbours."""
    other = box.copy_with_text(_FIGURES)
    other.pango_layout = engine().text.line_break.split_first_line(_FIGURES, box.style, None, None, 0)[0]
    scratch = stream.clone()
    draw(scratch, other, 0, "clip", "none")
    shows = _shows(scratch.stream)
    table = _table(shows[0]) if len(shows) == 1 else None
    width = _one_width(scratch, table.figures) if table else None
    return replace(table, advance=width - _made_up(table.between)) if table and width is not None else None


def _table(operator: bytes) -> _Table | None:
    """How all figures are shown, from the operator that shows them; None if they do not all stand alike."""
    inside = operator.removeprefix(b"[<").removesuffix(b"] TJ").decode()
    step = _STEP.match(inside)
    between = f"{step[1]}<" if step else ""
    glyphs = inside.removesuffix(between[:-1] or ">")
    figures = glyphs.split(between) if between else [glyphs[at : at + 4] for at in range(0, len(glyphs), 4)]
    table = _Table(tuple(figures), between)
    alike = len(set(figures)) == len(_FIGURES) and {len(one) for one in figures} == {4}
    return table if alike and table.said(_FIGURES) == operator else None


def _made_up(between: str) -> int:
    """What stands between two glyphs takes so much from the width of each."""
    return int(between.strip("<>") or 0)


def _one_width(scratch: Any, glyphs: Sequence[str]) -> int | None:
    """The width of all these glyphs in thousandths of an em, if it is one."""
    name = next(found[1] for one in scratch.stream if (found := _FONT.match(_as_bytes(one))))
    font = next(one for one in scratch._fonts.values() if str(one.hash).encode() == name)
    widths = {font.widths[int(glyph, 16)] for glyph in glyphs}
    return widths.pop() if len(widths) == 1 else None


def _as_bytes(operator: Any) -> bytes:
    """An operator as the stream will write it."""
    return bytes(pydyf._to_bytes(operator))
