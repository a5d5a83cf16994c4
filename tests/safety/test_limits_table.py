"""The page about the limits says what the table of limits says, and real texts stay far below them."""

from __future__ import annotations

from pathlib import Path

import pytest
from anthology import limits
from anthology.errors import SourceError
from tests.safety import limits_table
from tests.test_limits import PAST


def test_the_page_is_that_of_the_table_of_limits() -> None:
    text = limits_table.PAGE.read_text(encoding="utf-8")
    assert text == limits_table.page(), "run python -m tests.safety.limits_table"


def test_every_limit_is_measured_and_real_texts_reach_no_half_of_any() -> None:
    measured = {*limits_table.OF_ARTICLES, *limits_table.OF_HEADS, *limits_table.OF_SUBMISSIONS, limits.BYTES}
    assert measured == set(limits.LIMITS)
    found = limits_table.of_books()
    assert all(2 * found[one] <= one.most for one in limits.LIMITS), found


@pytest.mark.parametrize("name", PAST)
def test_what_is_measured_is_what_the_limit_is_about(name: str, tmp_path: Path) -> None:
    """A text past a limit reaches more than the limit, by the measure of the page too."""
    limit, past, at = PAST[name]
    measure = limits_table.OF_ARTICLES[limit]
    assert measure(past) > limit.most or limit is limits.COMBINING
    assert measure(at) <= limit.most or name == "lists"  # a row of list marks alone is a rule


def test_depth_and_names_of_toml_are_counted() -> None:
    assert limits_table.OF_HEADS[limits.FRONT_DEPTH]('a = [{ b = ["[["] }]') == 3
    assert limits_table.OF_HEADS[limits.FRONT_KEY]("a.b.c = 1\n[d.e]\n") == 3
    with pytest.raises(SourceError):
        limits.refuse_tables("a = " + "[" * 41, "a")
