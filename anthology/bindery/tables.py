"""Tables that are wider than their page to tables whose widest words are cut; no table without its head.

A column of the engine is never narrower than its widest word, so that no word is cut for the sake of another
column: with a word or an address that no column can hold, the table would run off the page. Where that is so,
and nowhere else, the words that are too wide may be parted: by hyphens where they are words, anywhere where
they are addresses or numbers. All others stay whole.

Names that are private to version 70 of the engine: `layout.table.auto_table_layout` and
`table_and_columns_preferred_widths`, `LayoutContext.tables`, `layout.preferred.min_content_width`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_ADDRESS = re.compile(r"[^\W\d_][./@:\\_=&?#][^\W_]|\d")
"""Where this stands in a word, a hyphen would be taken for one of its own signs."""

_HAIR = 1e-6


def install(engine: Any) -> None:
    """Have the engine part words where a table is too wide without that, and leave out no head."""
    table = engine.layout.table
    engine.layout.block.table_layout = _with_head(engine.layout.block.table_layout)
    lay_out = table.auto_table_layout
    least = engine.layout.preferred.min_content_width

    def fitting(context: Any, box: Any, containing_block: Any) -> None:
        inside = box.get_wrapped_table()
        widths = table.table_and_columns_preferred_widths(context, box, outer=False)
        columns, spacing, grid = widths[2], widths[6], widths[7]
        room = _room(box, inside, containing_block) - spacing
        if grid and sum(columns) > room + _HAIR:
            for cell in _too_wide(grid, columns, room, lambda one: least(context, one)):
                _part(cell)
            context.tables.pop(inside, None)
        lay_out(context, box, containing_block)

    table.auto_table_layout = fitting


def _with_head(made: Callable[..., Any]) -> Callable[..., Any]:
    def table_layout(context: Any, table: Any, bottom_space: Any, skip_stack: Any, *rest: Any) -> Any:
        result = made(context, table, bottom_space, skip_stack, *rest)
        head = table.children[0] if table.children else None
        if skip_stack is not None or head is None or not head.is_header or result[0] is None:
            return result
        if result[0].children and result[0].children[0].is_header:
            return result
        head.is_header = False
        return made(context, table, bottom_space, skip_stack, *rest)

    return table_layout


def _room(box: Any, inside: Any, containing_block: Any) -> float:
    """How wide a table may be, without its edges."""
    margins = sum(one for one in (box.margin_left, box.margin_right) if one != "auto")
    edges = inside.padding_left + inside.padding_right + inside.border_left_width + inside.border_right_width
    return float(containing_block[0] - margins - edges)


def _too_wide(
    grid: Sequence[Sequence[Any]], columns: Sequence[float], room: float, least: Any
) -> Iterator[Any]:
    """The cells, by columns, with a word that is wider than what their columns can be given."""
    most = level(columns, room)
    for column in grid:
        for cell in column:
            if cell:
                spanned = columns[cell.grid_x : cell.grid_x + cell.colspan]
                if least(cell) > sum(min(one, most) for one in spanned) + _HAIR:
                    yield cell


def level(widths: Sequence[float], room: float) -> float:
    """The width that the widest are cut to, so that all have room: `[10, 80, 90]` in 100 gives 45."""
    left = room
    for count, width in zip(range(len(widths), 0, -1), sorted(widths), strict=True):
        if width * count >= left:
            return max(left / count, 0.0)
        left -= width
    return max(widths, default=0.0)


def _part(cell: Any) -> None:
    """Let the words of a cell be parted where they do not fit."""
    words = "".join(one.text for one in cell.descendants() if hasattr(one, "text"))
    hyphens = "manual" if _ADDRESS.search(words) else "auto"
    for box in (cell, *cell.descendants()):
        box.style = box.style.copy()  # cells that look alike have one style
        box.style["overflow_wrap"], box.style["hyphens"] = "anywhere", hyphens
