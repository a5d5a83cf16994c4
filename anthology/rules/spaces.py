"""Runs of spaces (P6) and the spaces of brackets, commas and full stops (P5, P3, P4)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anthology.rules.rule import Change, Level, Rule, rewrite, write
from anthology.rules.usage import (
    BLANK,
    BLANKS,
    EVERY_LANGUAGE,
    EVERY_TABLE,
    FRENCH,
    IN,
    LETTER,
    LOWER,
    NBSP,
    NNBSP,
    UPPER,
    Usage,
)


def _one_space(match: re.Match[str]) -> str:
    run = set(match.group())
    # Several no-break spaces are one; beside an ordinary space they come from a paste out of a web page.
    return run.pop() if run in ({NBSP}, {NNBSP}) else " "


def _trimmed_or_one(match: re.Match[str]) -> str:
    at_edge = match.start() == 0 or match.end() == len(match.string)
    return "" if at_edge else _one_space(match)


# Blanks beside a line break are an indent (verse) or Markdown's own line break.
_RUN = rf"\A{BLANK}++(?!\n)|(?<=\S){BLANK}+\Z|(?<=\S)(?:{BLANK}{{2,}}|\t)(?=\S)"

_TWO_BLANKS = re.compile(BLANK + BLANK).search
_run = rewrite(_RUN, _trimmed_or_one)


def _runs(text: str, usage: Usage) -> Iterable[Change]:
    """Most texts have single spaces, and none at their ends: a look is enough."""
    at_edge = text[:1] in BLANKS or text[-1:] in BLANKS
    return _run(text, usage) if at_edge or "\t" in text or _TWO_BLANKS(text) else ()


# One-letter neighbours (x,y) are coordinates or chemistry, not prose.
_COMMA = rf"(?:(?<=\w\w)|(?<=[)\]»”’%€…\ufffc])|(?<=[\w)\]»]{BLANK}))[,;](?P<x>)(?=[«“\ufffc]|{LETTER})"

RULES = (
    Rule(
        id="P6",
        name="one-space",
        level=Level.APPLIED,
        languages=EVERY_LANGUAGE,
        why="Two spaces, tabs and spaces at the ends of a paragraph mean nothing and tear holes in a line.",
        source="house rule",
        find=_runs,
        examples=(("a  b ", "a b"), ("un\tdeux", "un deux"), ("un \u00a0 deux", "un deux")),
        unchanged=("un vers\n    et son retrait", "10⍽ans"),
    ),
    Rule(
        id="P5",
        name="no-space-inside-brackets",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="A bracket clings to what it holds.",
        source=IN,
        sign=rf"[(\[]{BLANK}|{BLANK}[)\]]",
        find=write(rf"(?<=[(\[]){BLANK}+(?=[^\s)\]])|(?<=[^\s(\[]){BLANK}+(?=[)\]])", ""),
        examples=(("( voir ici )", "(voir ici)"), ("le mot [ sic ]", "le mot [sic]")),
        unchanged=("[ ] une case", "une ( ) vide", "un (deux) trois", "content :-)"),
    ),
    Rule(
        id="P3",
        name="no-space-before-comma-and-stop",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="A comma and a full stop cling to the word before them.",
        source=IN,
        sign=rf"{BLANK}[,.]",
        find=write(
            rf"(?<=[^\s(\[{{«“‘„.,;:!?…/])(?P<x>{BLANK}+)(?:,(?![\d,])|\.(?=\s|\Z|[)\]»”](?!\w))(?!{BLANK}?\.))",
            "",
        ),
        examples=(
            ("mot , suite", "mot, suite"),
            ("C’est fini .", "C’est fini."),
            ("fini . Alors", "fini. Alors"),
        ),
        unchanged=(
            "le site .gouv.fr",
            "un fichier .docx",
            "les bancs .Le",
            "un .NET ancien",
            "la cote 0 ,5",
            "et puis . . .",
        ),
    ),
    Rule(
        id="P4",
        name="space-after-comma-and-semicolon",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="A comma or a semicolon is followed by a space; after a full stop a person decides.",
        source=IN,
        sign=rf"[,;](?:[«“\ufffc]|{LETTER})",
        find=write(_COMMA, " "),
        examples=(
            ("scolaire,ça", "scolaire, ça"),
            ("mot ,suite", "mot, suite"),
            ("oui;non", "oui·; non"),
            ("oui ;non", "oui·; non"),
        ),
        unchanged=(
            "2,3",
            "étudiant.e.s",
            "étudiant(e)s",
            "J.-P.",
            "le point (x,y)",
            "N,N-diméthyl",
            "https://exemple.fr/a,b;c",
            "l’appel f(ab,cd)",
        ),
    ),
    Rule(
        id="P3R",
        name="stop-at-wrong-word",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="The space stands before the full stop and not after it.",
        source=IN,
        sign=rf"{BLANK}\.{UPPER}",
        find=write(rf"(?<={LOWER}{{2}})(?P<x>{BLANK}+\.)(?={UPPER}{LOWER}*(?!\w|\.))", ". "),
        examples=(("sur les bancs .Le soir vient", "sur les bancs. Le soir vient"),),
        unchanged=("un .NET ancien", "un fichier .Docx.gz", "les bancs. Le soir"),
    ),
    Rule(
        id="P4R",
        name="space-after-sentence",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Two sentences are parted by a space.",
        source=IN,
        sign=rf"[.?!]{UPPER}",
        find=write(rf"(?<={LOWER}{LOWER}{LOWER})[.?!](?P<x>)(?={UPPER}[{LOWER[1:-1]}’'{BLANK[1:-1]}])", " "),
        examples=(
            ("Il est venu l’été.Puis rien", "Il est venu l’été. Puis rien"),
            ("Quoi donc?Rien", "Quoi donc? Rien"),
        ),
        unchanged=("étudiant.e.s", "M.Roy", "J.-P. Roy", "Node.JS", "www.Exemple.fr", "l’été. Puis"),
    ),
)
