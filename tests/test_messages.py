"""What a person reads on a terminal: findings counted, places named, and tables."""

from __future__ import annotations

from anthology.messages import placed, summary, table
from anthology.model import Finding, Severity


def test_findings_are_counted_by_severity_the_worst_first() -> None:
    found = [Finding("a", one, "x") for one in (Severity.REMARK, Severity.ERROR, Severity.REMARK)]
    assert summary(found) == "1 error, no warnings, 2 remarks"
    assert summary(found, "fr") == "1 erreur, aucun avertissement, 2 remarques"
    assert summary([]) == "no errors, no warnings, no remarks"


def test_what_has_no_place_is_told_alone() -> None:
    assert placed("a.md", "x") == "a.md: x"
    assert placed("a.md", "x", "fr") == "a.md\u00a0: x"
    assert placed("", "x", "fr") == "x"


def test_the_columns_of_a_table_stand_under_one_another() -> None:
    assert table([("Book", "Result"), ("a longer name", "made"), ("b", "")]) == [
        "Book           Result",
        "a longer name  made",
        "b",
    ]
