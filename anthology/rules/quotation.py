"""French quotation marks: their shape (Q8, Q4, Q3, Q2), their spaces (Q1), the missing one (Q6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.pairing import CURLY, GUILLEMETS, STRAIGHT, Mark, pair
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import BLANKS, FRENCH, IN, NBSP, Usage

_CHEVRONS = re.compile(r"(?<![<\w])(?P<open><<)(?!<)(?P<quoted>[^<>\n]+)(?P<close>>>)(?![>\w])")
_TURNED = {"«": "»", "»": "«"}


def _chevrons(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _CHEVRONS.finditer(text):
        # One sign between chevrons is a shift of bits: 1 << n >> 2.
        if len(match["quoted"].strip()) > 1:
            yield Change(*match.span("open"), "«")
            yield Change(*match.span("close"), "»")


def _wrong_way(text: str, _usage: Usage) -> Iterator[Change]:
    for mark in pair(text).marks:
        if mark.wrong_way and mark.char in GUILLEMETS:
            yield Change(mark.at, mark.at + 1, _TURNED[mark.char])


def _mixed(text: str, _usage: Usage) -> Iterator[Change]:
    pairing = pair(text)
    for opening, closing in pairing.pairs() if pairing.trusted else ():
        if (opening.char in GUILLEMETS) != (closing.char in GUILLEMETS):
            yield from _written(opening, closing, GUILLEMETS)


def _foreign(text: str, _usage: Usage) -> Iterator[Change]:
    pairing = pair(text)
    if not pairing.trusted:
        return
    for opening, closing in pairing.pairs():
        if opening.char not in GUILLEMETS and closing.char not in GUILLEMETS:
            yield from _written(opening, closing, "“”" if opening.depth else GUILLEMETS)
    if pairing.unclosed:
        yield Change(pairing.unclosed.at, pairing.unclosed.at + 1, "«")


def _written(opening: Mark, closing: Mark, signs: str) -> Iterator[Change]:
    for mark, sign in zip((opening, closing), signs, strict=True):
        yield Change(mark.at, mark.at + 1, sign)


def _inner_spaces(text: str, usage: Usage) -> Iterator[Change]:
    if usage.guillemet is None:
        return
    for mark in pair(text).marks:
        start, end = _inside(text, mark)
        if mark.char in GUILLEMETS and not mark.wrong_way and not _stray(text, mark, start, end):
            yield Change(start, end, usage.guillemet)


def _inside(text: str, mark: Mark) -> tuple[int, int]:
    """The blanks (perhaps none) between a mark and what it holds."""
    start, end = (mark.at + 1, mark.at + 1) if mark.opens else (mark.at, mark.at)
    while not mark.opens and start and text[start - 1] in BLANKS:
        start -= 1
    while mark.opens and text[end : end + 1] and text[end] in BLANKS:
        end += 1
    return start, end


def _stray(text: str, mark: Mark, start: int, end: int) -> bool:
    """At the edge of a line, or alone and looking away from what it should hold."""
    held = text[end : end + 1] if mark.opens else text[max(start - 1, 0) : start]
    alone = mark.partner is None and held in (".,;:!?)]" if mark.opens else ":(,[")
    return held in ("", "\n") or alone


def _closing(text: str, usage: Usage) -> Iterator[Change]:
    if pair(text).unclosed:
        end = len(text.rstrip())
        yield Change(end, end, (usage.guillemet or NBSP) + "»")


RULES = (
    Rule(
        id="Q8",
        name="chevrons-to-guillemets",
        level=Level.APPLIED,
        languages=FRENCH,
        why="<< and >> are guillemets typed on a keyboard that has none.",
        source=IN,
        sign="<<",
        find=_chevrons,
        examples=(("<<Oui>>", "«⍽Oui⍽»"), ("il dit << oui >> et part", "il dit «⍽oui⍽» et part")),
        unchanged=("cout << x", "1 << n >> 2", "<<<<<<< HEAD", "vector<vector<int>> v", "<b>gras</b>"),
    ),
    Rule(
        id="Q4",
        name="guillemets-turned-round",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A » that opens or a « that closes is turned, where the marks of the paragraph then pair.",
        source=IN,
        sign=f"[{GUILLEMETS}]",
        find=_wrong_way,
        examples=(
            ("VERDIER :  » Ce qui compte »", "VERDIER⍽: «⍽Ce qui compte⍽»"),
            ("»Oui«, dit-il", "«⍽Oui⍽», dit-il"),
        ),
        unchanged=("» La suite d’une citation", "Il dit «⍽oui «⍽non", "«⍽Oui⍽», dit-il"),
    ),
    Rule(
        id="Q3",
        name="mixed-quotation-marks",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A quotation that opens with « closes with », and one that closes with » opens with «.",
        source=IN,
        sign=f"[{GUILLEMETS}]",
        find=_mixed,
        examples=(
            ("« Cela baisse au niveau des jeunes”.", "«⍽Cela baisse au niveau des jeunes⍽»."),
            ("“Cela baisse », dit-il", "«⍽Cela baisse⍽», dit-il"),
        ),
        unchanged=("«⍽Il a dit “non”⍽»", "«⍽Il a dit “non⍽»"),
    ),
    Rule(
        id="Q2",
        name="foreign-quotation-marks",
        level=Level.APPLIED,
        languages=FRENCH,
        why="French quotes with « »; “ ” are for a quotation inside another.",
        source=IN,
        sign=f"[{GUILLEMETS}{CURLY}{STRAIGHT}]",
        find=_foreign,
        examples=(
            ("“On est présent” nous confie-t-il", "«⍽On est présent⍽» nous confie-t-il"),
            ('le mot "oui" et "non".', "le mot «⍽oui⍽» et «⍽non⍽»."),
            ('l\'"école"', "l’«⍽école⍽»"),
            ("« Il a dit ”non“ »", "«⍽Il a dit “non”⍽»"),
            ("„Oui“, dit-il", "«⍽Oui⍽», dit-il"),
            ("“Oui“, dit-il", "«⍽Oui⍽», dit-il"),
            ("son mot: “Il y a 5 ans.", "son mot⍽: «⍽Il y a 5 ans."),
            ('« Il a dit "non" »', "«⍽Il a dit “non”⍽»"),
        ),
        unchanged=(
            'un écran de 13" et un de 15"',
            "«⍽Il a dit “non”⍽»",
            'un " tout seul',
            "fin d’une citation” et “début”",
            '`print("oui")`',
            '<a href="x">lien</a>',
        ),
    ),
    Rule(
        id="Q1",
        name="spaces-inside-guillemets",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Guillemets are set off from what they hold by a space that does not break.",
        source=f"{IN} ; CLDR gives the same marks",
        sign=f"[{GUILLEMETS}]",
        find=_inner_spaces,
        examples=(("« Oui »", "«⍽Oui⍽»"), ("«Oui»", "«⍽Oui⍽»"), ("contre « l’oubli »", "contre «⍽l’oubli⍽»")),
        unchanged=("«⍽Oui⍽», dit-il", "» suite"),
    ),
    Rule(
        id="Q6",
        name="unclosed-quotation",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A quotation that opens and never closes probably ends with its paragraph; a person knows.",
        source=IN,
        sign=f"[{GUILLEMETS}{CURLY}{STRAIGHT}]",
        find=_closing,
        examples=(("“Il y a 5 ans, de notre aide.", "“Il y a 5 ans, de notre aide.⍽»"),),
        unchanged=("«⍽Oui⍽»", "sans citation", "« Oui » et « non »", 'un écran de 13"', "« deux « fois"),
    ),
)
