"""Lines of ragged text to what stands in each behind a page number, and moves up where that is shorter.

A number in such a line is set as wide as any, so no line is ever broken otherwise; when the book is bound,
what follows it in its line takes up the room that it does not need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anthology.bindery.engine import engine
from anthology.bindery.fields import field

_MATRIX = re.compile(rb"((?:\S+ ){4})(\S+)( \S+ Tm)")
_RAGGED = frozenset({"left", "start"})


@dataclass(frozen=True)
class Row:
    """The boxes of a line, from left to right: those of text, and those that are links."""

    texts: tuple[Any, ...]
    links: tuple[Any, ...]

    def after(self, text: Any) -> Sequence[Any]:
        """The boxes of text behind one of them that show something."""
        place = next(place for place, one in enumerate(self.texts) if one is text)
        return [one for one in self.texts[place + 1 :] if one.text.strip()]

    def moved(self, text: Any) -> Iterator[tuple[Any, tuple[int, ...]]]:
        """The links that move with what is behind a box of text, and which of their sides do (0: left)."""
        behind = text.position_x + text.width
        for link in self.links:
            if link.position_x >= behind:
                yield link, (0, 1)
            elif link.position_x + link.width >= behind:
                yield link, (1,)


def rows(document: Any, is_apart: Callable[[Any], bool]) -> Mapping[int, Row]:
    """The lines with numbers that stand apart, by the boxes of their text; only those that can be moved."""
    boxes = engine().formatting_structure.boxes
    found = (
        _row(line, boxes)
        for page in document.pages
        for line in _lines(page._page_box, boxes)
        if line.style["text_align_all"] in _RAGGED
    )
    return {
        id(text): row
        for row in found
        if row is not None and any(is_apart(one.element) for one in row.texts)
        for text in row.texts
    }


def _lines(box: Any, boxes: Any) -> Iterator[Any]:
    """The lines of blocks whose width does not depend on what they hold."""
    for one in box.children:
        if isinstance(one, boxes.LineBox):
            yield one
        elif type(one) is boxes.BlockBox and one.is_in_normal_flow():
            yield from _lines(one, boxes)


def _row(line: Any, boxes: Any) -> Row | None:
    """A line of nothing but plain text, which runs from left to right."""
    inside = [one for one in line.descendants() if one is not line]
    plain = all(isinstance(one, boxes.TextBox | boxes.InlineBox) for one in inside)
    if not plain or line.style["direction"] != "ltr" or any(map(_is_adorned, inside)):
        return None
    texts = sorted((one for one in inside if isinstance(one, boxes.TextBox)), key=_place)
    links = sorted((one for one in inside if isinstance(one, boxes.InlineBox) and one.link), key=_place)
    return Row(tuple(texts), tuple(links))


def _place(box: Any) -> float:
    return float(box.position_x)


def _is_adorned(box: Any) -> bool:
    """Whether more than letters is drawn of a box."""
    style = box.style
    framed = any(style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left"))
    return framed or style["text_decoration_line"] != "none" or style["background_color"].alpha > 0


def with_field(operators: list[Any], start: int) -> tuple[Any, int] | None:
    """The operator that places a text, from that one on, changed so that its place can be told anew later.

    With it, where the field of its place stands in it. None where there are more than one, or none.
    """
    found = {
        place: match
        for place in range(start, len(operators))
        if isinstance(operators[place], bytes) and (match := _MATRIX.fullmatch(operators[place]))
    }
    if len(found) != 1:
        return None
    ((place, match),) = found.items()
    operators[place] = match[1] + field(float(match[2])) + match[3]
    return operators[place], match.end(1)
