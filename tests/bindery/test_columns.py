"""Balanced columns are those of the engine, in fewer trials."""

from __future__ import annotations

from typing import Any

import pytest
from anthology.bindery import columns
from anthology.bindery.engine import engine
from anthology.bindery.jobs import Job
from tests.bindery.sheets import document, press

NEVER = 10**6
CSS = """
.c { columns: 2; column-fill: balance; column-gap: 4mm; line-height: 13.5pt; font-size: 9pt }
p:first-child { break-after: avoid }
p:last-child, section:nth-last-child(-n + 2) { break-before: avoid }
p { margin: 0 }
"""


def group(lines: int, note: str = "") -> str:
    """So many names, of which none stands alone."""
    said = "".join(f"<p>Nom {number}{note if number == 1 else ''}</p>" for number in range(lines))
    return f"<section>{said}</section>"


COLUMNS = {
    "some groups that stay together": group(2) + group(3) + group(2),
    "a tall group first": group(14) + group(2) + group(2),
    "a tall group last": group(2) + group(2) + group(14),
    "groups of like height": group(5) * 6,
    "one group": group(12),
    "two of one height": group(9) * 2,
    "on two pages": group(14) * 7 + group(30) + group(3),
    "a group of more than a page": group(90) + group(20) + group(1),
    "tall lines": f'<section style="line-height: 40.3pt">{group(6)}</section>{group(3)}',
    "after a title, in a second row": (
        f'{group(3) * 3}<h2 style="column-span: all">Titre</h2>{group(20)}{group(2)}'
    ),
    "with notes": group(16, '<span style="float: footnote">Une note.</span>') + group(2) + group(3),
}


def fragment_and_trials(body: str, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, int]:
    """What is set, and how often a column was laid out for it."""
    seen = 0
    block = engine().layout.block
    lay_out = block.block_container_layout

    def counted(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        nonlocal seen
        seen += bool(box.is_column)
        return lay_out(context, box, *rest, **named)

    monkeypatch.setattr(block, "block_container_layout", counted)
    made = press(CSS).fragment(Job("x", document(f'<div class="c">{body}</div>'), "recto", {}))
    monkeypatch.undo()
    return made, seen


@pytest.mark.parametrize("body", COLUMNS.values(), ids=COLUMNS.keys())
def test_columns_are_those_of_the_engine(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _ = fragment_and_trials(body, monkeypatch)
    monkeypatch.setattr(columns, "PATIENCE", NEVER)
    theirs, _ = fragment_and_trials(body, monkeypatch)
    assert ours == theirs


def test_a_tall_group_is_no_longer_tried_pixel_by_pixel(monkeypatch: pytest.MonkeyPatch) -> None:
    body = COLUMNS["some groups that stay together"]
    _, ours = fragment_and_trials(body, monkeypatch)
    monkeypatch.setattr(columns, "PATIENCE", NEVER)
    _, theirs = fragment_and_trials(body, monkeypatch)
    assert theirs > 60, "else this tests nothing"
    assert ours < theirs / 3
