"""The printers to the table of docs/printers.md; `python -m tests.printers.table` writes it there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

from anthology import printers
from anthology.printers import ASKED, Margin, Paper, Printer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "printers.md"
BEGIN, END = "<!-- made from the data: begin -->\n", "<!-- made from the data: end -->\n"


def table() -> str:
    """A row for each value and a column for each printer; then the places where they were read."""
    known = [printers.load(name) for name in printers.NAMES]
    head = ["what", *(f"{one.title} (`{one.name}`)" for one in known)]
    rows = [
        head,
        ["---"] * len(head),
        *(list(_row(name, known)) for name in ASKED),
        ["**said by the printer**", *(f"{_told(one)} of {len(ASKED)}" for one in known)],
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "", *_places(known), ""])


def _row(name: str, known: list[Printer]) -> Iterator[str]:
    yield f"{_what(name)} (`{name}`)"
    for one in known:
        yield shown(getattr(one, name)) + _mark(one, name)


def _told(one: Printer) -> int:
    return sum(said.checked for said in one.said.values())


def _mark(one: Printer, name: str) -> str:
    """What a value is marked with: ° is ours, ′ was read on the printer's page by somebody else."""
    said = one.said[name]
    if not said.checked:
        return " °"
    return " ′" if one.sources[said.source].by else ""


def _what(name: str) -> str:
    hint = get_type_hints(Printer, include_extras=True)[name]
    return str(next(one.description for one in hint.__metadata__ if getattr(one, "description", "")))


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Margin):
        return f"to {value.pages} pages: {value.gutter_mm:g} inside, {value.outside_mm:g} outside"
    if isinstance(value, Paper):
        return f"`{value.name}` " + ("by its widths" if value.spines else f"{value.page_mm:g}")
    if isinstance(value, tuple):
        return "<br>".join(map(shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value) or "–"


def _places(known: list[Printer]) -> Iterator[str]:
    for one in known:
        used = dict.fromkeys(one.said[name].source for name in ASKED)
        yield f"**{one.title}**"
        yield ""
        for name in used:
            place = one.sources[name]
            where = f"[{place.title}]({place.url})" if place.url else place.title
            by = f", as read by {place.by}" if place.by else ""
            yield f"* {where}, {place.date}{by}: {', '.join(_values(one, name))}."
        yield ""


def _values(one: Printer, source: str) -> Iterator[str]:
    for name in ASKED:
        said = one.said[name]
        if said.source == source:
            yield f"`{name}`" + _mark(one, name) + (f" ({said.note})" if said.note else "")


def page() -> str:
    """The page with the table that the data give."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + "\n" + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
