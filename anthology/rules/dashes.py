"""Dashes: two hyphens (D2) and the pair that holds an aside (D1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.rule import Change, Level, Rule, write
from anthology.rules.usage import BLANK, FRENCH, IN, LOWER, NBSP, Usage

_SENTENCE = re.compile(r"[^.!?…:;\n]+")
_DASH = re.compile(rf"(?<=[^\s])(?P<before>{BLANK}+)(?P<dash>[-–—])(?P<after>{BLANK}+)(?=[^\s])")
_OPENS_AFTER = re.compile(rf"{LOWER}|[,)»”’]")
_CLOSES_AFTER = re.compile(rf"{LOWER}|[\d,)»”’%€]")
_GOES_ON = re.compile(rf"{LOWER}|[«“]")


def _asides(text: str, _usage: Usage) -> Iterator[Change]:
    for sentence in _SENTENCE.finditer(text):
        dashes = list(_DASH.finditer(text, *sentence.span()))
        if _hold_an_aside(text, dashes):
            opening, closing = dashes
            yield from (Change(*dash.span("dash"), "–") for dash in dashes if dash["dash"] == "-")
            yield Change(*opening.span("after"), NBSP)
            yield Change(*closing.span("before"), NBSP)


def _hold_an_aside(text: str, dashes: list[re.Match[str]]) -> bool:
    """Whether two dashes stand among lower-case words: scores, labels and lists of names have others."""
    return len(dashes) == 2 and all(
        before.match(text, dash.start() - 1) and _GOES_ON.match(text, dash.end())
        for dash, before in zip(dashes, (_OPENS_AFTER, _CLOSES_AFTER), strict=True)
    )


RULES = (
    Rule(
        id="D2",
        name="double-hyphen",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Two hyphens between spaces are a dash.",
        source=IN,
        sign="--",
        find=write(rf"(?<=[^\s-]){BLANK}(?P<x>--){BLANK}(?=[^\s-])", "–"),
        examples=(("mot -- mot", "mot – mot"),),
        unchanged=("make --help", "a---b", "un --- deux", "i--"),
    ),
    Rule(
        id="D1",
        name="dashes-round-an-aside",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Two spaced hyphens in one sentence are dashes, and cling to the aside they hold.",
        source=f"{IN} (tiret) ; the en dash is the house's choice",
        sign=rf"{BLANK}[-–—]{BLANK}",
        find=_asides,
        examples=(
            ("mot - incise - mot", "mot –⍽incise⍽– mot"),
            ("il vient — dit-on — seul.", "il vient —⍽dit-on⍽— seul."),
        ),
        unchanged=(
            "G1 – MULOT Emmanuelle, Durand Méline",
            "Groupe 2 – ISCPA Toulouse – Tom PASSICOT",
            "3 - 2",
            "Toulouse - Paris - Lyon",
            "un - deux - trois - quatre",
            "2020-2021, p.⍽12-15",
        ),
    ),
)
