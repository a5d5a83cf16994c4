"""Apostrophes: their shape (A1) and the spaces that stray round them (A2)."""

from __future__ import annotations

from anthology.rules.rule import Level, Rule, together, write
from anthology.rules.usage import BLANK, EVERY_TABLE, FRENCH, IN, LETTER

_ELIDED = "(?i:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|aujourd)"
_VOWEL = "[aeiouyhàâäéèêëîïôöùûüœæAEIOUYHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ]"

# Not after another quote mark: in ‘l’ or 'l' the letter itself is quoted.
_ALONE = r"(?<![\w’'‘“\"-])"
_STRAIGHT = "['‘´`＇]"

RULES = (
    Rule(
        id="A1",
        name="typographic-apostrophe",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="The apostrophe is ’; between letters a straight one, an accent, an opening quote stand for it.",
        source=IN,
        sign=_STRAIGHT,
        find=together(
            write(rf"(?<={LETTER}){_STRAIGHT}(?={LETTER})", "’"),
            write(rf"{_ALONE}{_ELIDED}(?P<x>{_STRAIGHT})(?=[\d«“„\"(\[\ufffc]|{BLANK}+{_VOWEL})", "’"),
            write(rf"{_ALONE}{_ELIDED}{BLANK}(?P<x>{_STRAIGHT})(?={_VOWEL}\w*(?!['’\w]))", "’"),
        ),
        examples=(
            ("l'école", "l’école"),
            ("N'Guetta", "N’Guetta"),
            ("aujourd‘hui", "aujourd’hui"),
            ("plus d'1 million", "plus d’1 million"),
            ("l`eau et l´air", "l’eau et l’air"),
        ),
        unchanged=("5' de pause", "haut de 5'10", "ʻokina", "les 'tits gars", "`l'eau`", "l’école"),
    ),
    Rule(
        id="A2",
        name="no-space-round-elision",
        level=Level.APPLIED,
        languages=FRENCH,
        why="An elided word is glued to the next one.",
        source="house rule",
        sign=rf"’{BLANK}|{BLANK}’",
        find=together(
            write(rf"{_ALONE}{_ELIDED}{BLANK}?’(?P<x>{BLANK}+)(?={_VOWEL})", ""),
            write(rf"{_ALONE}{_ELIDED}(?P<x>{BLANK})’(?={BLANK}*{_VOWEL}\w*(?!['’\w]))", ""),
        ),
        examples=(("l’ école", "l’école"), ("qu 'il vienne", "qu’il vienne"), ("l' été", "l’été")),
        unchanged=("un p’tit", "la lettre ‘l’ est belle", "le 'd 'initial'", "les amis’ été"),
    ),
)
