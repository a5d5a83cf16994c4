"""Tables of a page in; which of them hold data, and the row and column of each cell, out."""

from __future__ import annotations

from lxml import etree

from anthology.model import Form, Shape

MAX_COLUMNS = 1000
"""Columns: HTML itself lets no cell span more."""

MAX_CELL = 600
"""Characters: a cell that holds more is a column of a page, not a value."""


def data_tables(root: etree._Element) -> frozenset[etree._Element]:
    """The tables that are no scaffold of a layout: no table in them, two columns at least, short cells."""
    outer: set[etree._Element] = set()
    tables = list(root.iter("table"))
    for table in tables:
        above = next(table.iterancestors("table"), None)
        if above is not None:
            outer.add(above)
    return frozenset(table for table in tables if table not in outer and _holds_data(table))


def _holds_data(table: etree._Element) -> bool:
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    if next(table.iter("h1", "h2", "form", "article"), None) is not None:
        return False
    cells = list(table.iter("td", "th"))
    is_wide = any(sum(child.tag in ("td", "th") for child in row) > 1 for row in table.iter("tr"))
    return is_wide and all(_length(cell) <= MAX_CELL for cell in cells)


def _length(cell: etree._Element) -> int:
    return sum(len(str(text).strip()) for text in cell.itertext())


class Grid:
    """The cells of one table as they are met: rows count from 1, a cell may reach over several."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._row = 0
        self._column = 0
        self._taken: dict[int, int] = {}

    def holds(self, element: etree._Element, data: frozenset[etree._Element]) -> bool:
        """Whether the row or cell belongs to a table that holds data."""
        return next(element.iterancestors("table"), None) in data

    def new_row(self) -> None:
        """Begin a row: cells of the rows above reach one row less."""
        self._row += 1
        self._column = 0
        self._taken = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}

    def cell(self, element: etree._Element) -> Shape:
        """The shape of the next cell, in the first column that no cell from above takes."""
        self._row = max(self._row, 1)
        self._column += 1
        while self._column in self._taken:
            self._column += 1
        first = self._column
        last = min(first + _span(element, "colspan") - 1, MAX_COLUMNS)
        rows = _span(element, "rowspan")
        if rows > 1:
            self._taken.update(dict.fromkeys(range(first, last + 1), rows))
        self._column = max(first, last)
        head = element.tag == "th" and not _heads_a_row(element)
        return Shape(Form.CELL, table=self._number, row=self._row, column=first, head=head)


def _heads_a_row(cell: etree._Element) -> bool:
    """A heading of a row stands before cells that are none."""
    row = cell.getparent()
    return row is not None and any(other.tag == "td" for other in row)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return (
        min(max(int(value), 1), MAX_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 7 else 1
    )
