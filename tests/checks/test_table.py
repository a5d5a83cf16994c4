"""The page about the checks says what the table of checks says."""

from __future__ import annotations

from anthology.checks import CHECKS
from tests.checks import table


def test_the_page_is_that_of_the_table_of_checks() -> None:
    text = table.PAGE.read_text(encoding="utf-8")
    assert text == table.page(), "run python -m tests.checks.table"


def test_every_code_has_its_line_and_its_words() -> None:
    text = table.page()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == sum(len(check.codes) for check in CHECKS)
    assert all(all(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
