"""The ellipsis: one sign, at its word (E1)."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, together, write
from anthology.rules.usage import BLANK, EVERY_TABLE, FRENCH, IN, LETTER, Usage

# Not in ...., paths, globs or 1...5; « etc... » is for a person, who will write « etc. ».
_DOTS = r"(?<![./\\*])(?<!\b[Ee]tc)(?<!\b[Ee]tc )\.{3}(?![./\\*\d])"

_LOOSE = late(rf"(?<=[\w»”)’])(?<!\b[Ee]tc){BLANK}+(?=…|{_DOTS})")

# Two letters on both sides: « m…e » hides a word.
_GLUED = late(rf"(?<={LETTER}{LETTER})(?:…|{_DOTS})(?P<x>)(?={LETTER}{LETTER})")


def _attached(text: str, usage: Usage) -> Iterator[Change]:
    if usage.ellipsis_attached:
        for match in _LOOSE.finditer(text):
            yield Change(match.start(), match.end(), "")
        for match in _GLUED.finditer(text):
            yield Change(*match.span("x"), " ")


RULES = (
    Rule(
        id="E1",
        name="ellipsis",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="Three points are one sign, …; in French it follows its word and a space follows it.",
        source=IN,
        sign=r"\.{3}|…",
        find=together(write(_DOTS, "…"), _attached),
        examples=(
            ("non...", "non…"),
            ("non …", "non…"),
            ("non ... oui", "non… oui"),
            ("non...oui", "non… oui"),
            ("[...]", "[…]"),
            ("Quoi ...?", "Quoi…·?"),
        ),
        unchanged=(
            "il a dit […] que",
            "encore....",
            "etc...",
            "etc ...",
            "src/.../a",
            "*...",
            "la p… respectueuse",
            "m…e",
        ),
    ),
    Rule(
        id="E1R",
        name="etc-and-more-points",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Etc. already says that more follows, and an ellipsis has three points, never more.",
        source=IN,
        sign=r"\.{4}|tc",
        find=together(
            write(rf"(?<![./\\*])(?<={LETTER})(?P<x>\.{{4,8}})(?![./\\*\d])", "…"),
            write(rf"\b[Ee]tc(?P<x>{BLANK}?(?:\.{{3}}|…))(?![.…])", "."),
        ),
        examples=(("des livres, etc...", "des livres, etc."), ("et puis.... rien", "et puis… rien")),
        unchanged=("etc.", "un…", "1....5", "Voir ...... page 3"),
    ),
)
