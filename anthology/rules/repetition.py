"""Words that come twice by a slip of the keyboard (W2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import BLANK, EVERY_TABLE, LOWER, UPPER, Usage

# Words that no sentence has twice in a row: « had had », « that that » and « die die » are grammar.
_NEVER_TWICE = (
    "de du des la le les un une et à au aux dans pour par sur avec que qui ce cette ces son sa"
    " ses leur est sont"
    " ont ne se mais ou où il ils on je tu dont comme"
    " the of and to in is are was were with for from at by this we they"
    " el los las del y en con por para su sus es una unos unas al"
    " und von mit für auf ist im zum zur ein eine einen"
    " di che gli lo un una per con sono nel della dei"
    " els les amb i als dels"
)
_FUNCTION = "|".join(sorted(set(_NEVER_TWICE.split())))
# What is said twice on purpose: « toujours, toujours » without its comma.
_ON_PURPOSE = late(
    r"(?:\w+ment|\w+ly|beaucoup|toujours|jamais|encore|longtemps|petit\w*|grand\w*|doucement"
    r"|merci|bravo|cours"
    r"|demain|attends|allons|allez|voilà|comme|moins|tellement|silence|maman|vraiment|really|never|always"
    r"|sempre|mucho|immer|schnell|piano|bonbon|chut|chacha|voyons|tiens|tenez|venez|viens|enfin|pauvre\w*"
    r"|faire|elles|entre|sauve|vieux|vieille|cœur|alors|allô|allo|arrête\w*|écoute\w*|regarde\w*|adieu)\Z"
)
_TWICE = late(rf"(?<![\w’'.,:;-])(?P<one>{_FUNCTION}|{LOWER}{{5,30}})(?P<x>{BLANK}(?P=one))(?![\w’'-])")
_WORDS = re.compile(r"\w+").findall
_GLUED = late(rf"(?P<one>{UPPER}(?<!\w{UPPER}){LOWER}{{2,20}})(?P<x>(?P=one))(?!\w)")


def _twice(text: str, _usage: Usage) -> Iterator[Change]:
    words = _WORDS(text)
    for match in _TWICE.finditer(text) if any(map(eq, words, words[1:])) else ():
        if not _meant(text, match):
            yield Change(*match.span("x"), "")
    for match in _GLUED.finditer(text):
        yield Change(*match.span("x"), "")


def _meant(text: str, match: re.Match[str]) -> bool:
    one = match["one"]
    if _ON_PURPOSE.match(one):
        return True
    again = text[match.end() + 1 : match.end() + 1 + len(one)]
    before = text[max(match.start() - len(one) - 1, 0) : match.start()].strip()
    return one in {again, before}


RULES = (
    Rule(
        id="W2",
        name="word-twice",
        level=Level.PROPOSED,
        languages=EVERY_TABLE,
        why="The same word stands twice; once is probably meant.",
        source="house rule",
        find=_twice,
        examples=(
            ("la mission de de la région", "la mission de la région"),
            ("un numéro numéro gratuit", "un numéro gratuit"),
            ("Photo de DupontDupont", "Photo de Dupont"),
        ),
        unchanged=(
            "nous nous levons",
            "vous vous trompez",
            "la la la",
            "c’est très très bien",
            "il court vraiment vraiment vite",
            "Tintin",
            "de, de",
            "Bora-Bora",
            "Duran Duran",
        ),
    ),
)
