"""Credits of many schools, papers and agencies: they are read or asked about, and nothing is wrong."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from anthology.recognise.credits import credit_lines
from tests.recognise.credit_corpus import SURE, Half, half, outcome

OPEN, HELD = half("open"), half("held")
HALVES = pytest.mark.parametrize("each", [OPEN, HELD], ids=["open", "held"])


def label(case: dict[str, Any]) -> str:
    return str(case["text"]).replace("\n", " ¶ ")[:60]


def outcomes(each: Half) -> Counter[str]:
    return Counter(outcome(case) for case in each.credits)


@pytest.mark.parametrize("case", [*OPEN.credits, *HELD.credits], ids=label)
def test_no_credit_is_wrong_in_silence(case: dict[str, Any]) -> None:
    assert outcome(case) != "wrong"
    assert outcome(case, case.get("language", "")) != "wrong"


@HALVES
def test_of_twenty_credits_nineteen_are_read_to_the_last_name(each: Half) -> None:
    counts = outcomes(each)
    assert counts["read"] >= 0.95 * counts.total(), counts


def test_the_corpus_is_as_large_as_it_says() -> None:
    credits, others = [*OPEN.credits, *HELD.credits], [*OPEN.others, *HELD.others]
    assert len({case["text"] for case in credits}) == len(credits) >= 450
    assert len(set(others)) == len(others) >= 450
    assert {case.get("language") for case in credits} >= {"fr", "en", "es", "de", "it", "ca"}
    assert len(HELD.credits) >= 130


@pytest.mark.parametrize("text", [*OPEN.others, *HELD.others])
def test_what_credits_nobody_is_no_credit(text: str) -> None:
    line = credit_lines([text]).get(0)
    assert line is None or line.confidence < SURE, line
