"""Lines as they are laid out: each is told whether the text has a space, or a line end, where it was cut.

The space at which a line is cut is dropped, and what is drawn does not show that there was one: a word that
was cut behind a dash or a slash looks the same. The name that is taken over is private to version 70.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_WHITE = frozenset(" \n\t")


def note_line_ends(engine: Any) -> None:
    """Have the engine note, on every line that it makes, whether it is parted from the next one."""
    inline, boxes = engine.layout.inline, engine.formatting_structure.boxes
    inline.get_next_linebox = _noting(inline.get_next_linebox, boxes)


def is_parted(line: Any) -> bool:
    """Whether a space or a line end stands in the text between a line and the next one."""
    return bool(getattr(line, "anthology_parted", False))


def _noting(made: Callable[..., Any], boxes: Any) -> Callable[..., Any]:
    def get_next_linebox(context: Any, linebox: Any, *rest: Any) -> Any:
        line, resume_at = made(context, linebox, *rest)
        if line is not None:
            line.anthology_parted = resume_at is not None and _is_white(linebox, resume_at, boxes)
        return line, resume_at

    return get_next_linebox


def _is_white(linebox: Any, resume_at: Any, boxes: Any) -> bool:
    """Whether white space stands on either side of a place, which is given as the engine does it."""
    box, index = linebox, 0
    while resume_at:
        ((number, resume_at),) = resume_at.items()
        if isinstance(box, boxes.TextBox):
            index = number
        elif number < len(box.children):
            box = box.children[number]
        else:
            return False
    if isinstance(box, boxes.TextBox) and index:
        around = box.text.encode()[index - 1 : index + 1].decode("latin-1")
        return not _WHITE.isdisjoint(around)
    return _is_white_before(linebox, box, boxes)


def _is_white_before(linebox: Any, box: Any, boxes: Any) -> bool:
    """The same for a place at the beginning of a box: whether it or the text before it has a space there."""
    first, last = next(_inside(box, boxes), box), ""
    for one in _inside(linebox, boxes):
        if one is first:
            return bool(_WHITE & {last[-1:], getattr(one, "text", "")[:1]})
        last = getattr(one, "text", "x") or last
    return False


def _inside(box: Any, boxes: Any) -> Iterator[Any]:
    """The texts of a box, and what stands in it like a letter."""
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _inside(child, boxes)
    else:
        yield box
