"""Ordinal numbers (O1), centuries (O2), sovereigns and regimes (O3)."""

from __future__ import annotations

from anthology.rules.rule import Level, Rule, rewrite, together, write
from anthology.rules.usage import BLANK, FRENCH, IN, LOWER, NBSP, NO_MORE_WORD, UPPER

_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_AGES = "siècles?|millénaires?"
_ENDS = rf"{NO_MORE_WORD}(?![’'])"
_TH = "i?[èeé]me"

_COUNTED = (
    "République|Reich|Empire|Internationale|dynastie|législature|arrondissements?"
    "|légion|corps|armée|croisade|concile|congrès|biennale"
)
_SOVEREIGNS = (
    "Albert Alexandre Alexis Alphonse Amédée Baudouin Benoît Boniface Catherine Charles Christian"
    " Clément Constantin Édouard Edouard Élisabeth Elisabeth Elizabeth Ferdinand François Frédéric"
    " George Georges Grégoire Guillaume Gustave Hassan Henri Innocent Jacques Jean Jean-Paul Juan"
    " Jules Léon Léopold Louis Mohammed Napoléon Nicolas Othon Paul Philippe Pie Pierre Ptolémée"
    " Ramsès Richard Robert Rodolphe Siméon Sixte Urbain Victor-Emmanuel"
)
_NO_NAME = r"(?!(?:Les?|La|Aux?|D[ue]|Des|Une?|Ce|Cette|Ces|Et|En|Ou)\b)"
_NAMES = "|".join(_SOVEREIGNS.split())

_ROMANS = tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split())  # noqa: SIM905


def _roman(number: int) -> str:
    return _ROMANS[number - 1] + ("er" if number == 1 else "e")


RULES = (
    Rule(
        id="O1",
        name="ordinals",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Ordinals are shortened to 1er, 1re, 2d, 2de and 2e: one or two letters, never -ème or -ère.",
        source=IN,
        sign=rf"\d(?:nd|{BLANK}?i?[èeé][rm]e)",
        writes_letters=True,
        find=together(
            write(rf"(?<![\w.-])(?<!\d,)1(?P<x>[èeé])res?{_ENDS}", ""),
            write(rf"(?<![\w.-])(?<!\d,)2(?P<x>n)de?s?{_ENDS}", ""),
            write(rf"(?<![\w.])(?<!\d,)\d+(?P<x>{BLANK}?{_TH})s?{_ENDS}", "e"),
        ),
        examples=(
            ("en 1ère année", "en 1re année"),
            ("la 1ere et la 2nde", "la 1re et la 2de"),
            ("le 2ème étage", "le 2e étage"),
            ("les 24èmes rencontres", "les 24es rencontres"),
            ("le 21ième", "le 21e"),
            ("1er,2ème", "1er,2e"),
        ),
        unchanged=("le 1er", "la 1re", "le 2e", "la nième fois", "une ère", "#2ème", "1 ère nouvelle"),
    ),
    Rule(
        id="O2",
        name="centuries",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A century is XIXe siècle, and the numeral stays with its noun.",
        source=IN,
        sign=rf"[IVXLC](?:{_TH}|(?:e|er|re){BLANK}(?:{_AGES}))",
        writes_letters=True,
        find=together(
            # One letter alone may be the unknown number of « la Xème fois ».
            write(
                rf"(?<![\w’'-])(?=[IVXLC]{{2}}|[IVXLC]{_TH}s?{BLANK}(?:{_AGES}|{_COUNTED})\b)"
                rf"{_ROMAN}(?P<x>{_TH})(?=s?{_ENDS})",
                "e",
            ),
            write(rf"(?<![\w’'-]){_ROMAN}(?:e|er|re)(?P<x>{BLANK})(?:{_AGES})\b", NBSP),
        ),
        examples=(
            ("au XIXème siècle", "au XIXe⍽siècle"),
            ("au XXIe siècle", "au XXIe⍽siècle"),
            ("le Ier siècle", "le Ier⍽siècle"),
            ("le XVIIème", "le XVIIe"),
        ),
        unchanged=("la Xème fois", "un siècle", "le 21e siècle", "le CV"),
    ),
    Rule(
        id="O3",
        name="sovereigns-and-regimes",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A numeral is not parted from the sovereign or the regime it numbers.",
        source=IN,
        sign=rf"{LOWER}{BLANK}[IVX]|[IVXLC]e{BLANK}(?:{_COUNTED})",
        find=together(
            write(rf"(?<!\w){_NO_NAME}{UPPER}{LOWER}+(?P<x>{BLANK})(?=[IVX]{{2,}}{_ENDS})", NBSP),
            write(rf"(?<!\w)(?:{_NAMES})(?P<x>{BLANK})(?=(?:[IVX]+|Ier|Ire){_ENDS})", NBSP),
            write(rf"(?<![\w’'-]){_ROMAN}e(?P<x>{BLANK})(?:{_COUNTED})\b", NBSP),
        ),
        examples=(
            ("Louis XIV", "Louis⍽XIV"),
            ("François Ier", "François⍽Ier"),
            ("la IIIe République", "la IIIe⍽République"),
        ),
        unchanged=("sur X (anciennement Twitter)", "le chapitre I", "Louis Dupont", "Le XV de France"),
    ),
    Rule(
        id="O2R",
        name="century-in-figures",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Centuries are numbered in Roman capitals.",
        source=IN,
        sign=rf"\d(?:e|er|{_TH}){BLANK}(?:{_AGES})",
        find=rewrite(
            rf"(?<![\w.,-])(?P<x>(?P<number>[1-9]|1\d|2[01])(?:e|er|{_TH}){BLANK})(?=siècles?\b)",
            lambda match: f"{_roman(int(match['number']))}{NBSP}",
        ),
        examples=(("au 21ème siècle", "au XXIe⍽siècle"), ("le 1er siècle", "le Ier⍽siècle")),
        unchanged=("au XXIe siècle", "le 2e arrondissement", "le 30e siècle"),
    ),
)
