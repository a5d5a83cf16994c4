"""Days and months on one line (T1)."""

from __future__ import annotations

from anthology.rules.rule import Level, Rule, write
from anthology.rules.usage import BLANK, FRENCH, IN, NBSP

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

RULES = (
    Rule(
        id="T1",
        name="day-and-month",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A day may be kept on the line of its month; in narrow columns that costs more than it gives.",
        source=IN,
        find=write(rf"(?<![\w.,/-])(?:[12]?\d|3[01]|1er)(?P<x>{BLANK})(?:{_MONTHS})\b", NBSP),
        examples=(("mercredi 21 septembre", "mercredi 21⍽septembre"), ("le 1er mai", "le 1er⍽mai")),
        unchanged=("en mai", "les 42 marches", "1 500 mai".replace(" 5", "·5")),
        on=False,
    ),
)
