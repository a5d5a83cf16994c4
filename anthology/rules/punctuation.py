"""The high marks of French: the space before ; ! ? (P1) and round the colon (P2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, space
from anthology.rules.usage import BLANK, EVERY_TABLE, IN, LETTER, Usage

# After an opening mark or another high mark nothing is put; `<!` `#!` `&;` are code.
_MARK = (
    rf"(?<=[^\s(\[{{«“‘„¿¡;!?<#&/\\=|])(?P<x>"
    rf"{BLANK}+(?=(?:;(?!\d)|[!?](?!\w))(?![=\[]))"
    rf"|(?=;(?:[\s\"»”)\]«“]|\Z|{LETTER}))"
    rf"|(?=[!?](?![\w=\[/])))"
)

_COLON = late(rf"(?<=[^\s(\[{{«“‘„¿¡:;!?/\\=<>|&@#~^$])(?P<x>{BLANK}*):(?![:=/\\)])")
_STARTS_WORD = late(rf"[«“„\d]|{LETTER}|\"\w")
_ENDS = late(r"\s|\Z|[«“„\"»”]")


def _colon(text: str, usage: Usage) -> Iterator[Change]:
    for match in _COLON.finditer(text) if usage.colon is not None else ():
        if _is_prose(text, match):
            yield Change(*match.span("x"), usage.colon or "")
            if (usage.colon_opens or match["x"]) and _STARTS_WORD.match(text, match.end()):
                yield Change(match.end(), match.end(), " ")


def _is_prose(text: str, colon: re.Match[str]) -> bool:
    """Whether a colon is punctuation: `12:30`, `1:n` and `a:b` are not."""
    before, after = text[max(colon.start() - 2, 0) : colon.start()], text[colon.end() : colon.end() + 1]
    if before[-1:].isdigit() and after.isdigit():
        return False
    if colon["x"] or _ENDS.match(text, colon.end()):
        return True
    return ((before.isalnum() and len(before) == 2) or not before[-1:].isalnum()) and _glued(before, after)


def _glued(before: str, after: str) -> bool:
    return after.isalpha() or (after.isdigit() and before.isalpha())


RULES = (
    Rule(
        id="P1",
        name="fine-space-before-high-marks",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="In French ; ! and ? are set off by a fine space, elsewhere by none; they never begin a line.",
        source=f"{IN} (espace fine insécable)",
        sign="[;!?]",
        find=space(_MARK, "mark"),
        examples=(
            ("Quoi?", "Quoi·?"),
            ("vos partenaires ?", "vos partenaires·?"),
            ("Quoi?!", "Quoi·?!"),
            ("(Ecologie) ?", "(Ecologie)·?"),
            ("Oui ; non", "Oui·; non"),
        ),
        unchanged=(
            "https://exemple.fr/?q=a",
            "si a != b",
            "un doute (?) demeure",
            "Quoi·?!",
            "le signe «⍽!⍽»",
            "bravo ;-)",
            "¿Qué tal?",
            "page?id=3",
            "AT&amp;T",
        ),
    ),
    Rule(
        id="P2",
        name="space-round-colon",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="A colon has a space after it, and in French a no-break space before it, elsewhere none.",
        source=f"{IN} (espace mots insécable)",
        sign=":",
        find=_colon,
        examples=(
            ("la modération: il s’agit", "la modération⍽: il s’agit"),
            ("sa responsabilité :réduire", "sa responsabilité⍽: réduire"),
            ("Crédit photo : Carla", "Crédit photo⍽: Carla"),
            ("C1 :GUIVARCH", "C1⍽: GUIVARCH"),
            ("Groupe 3 :", "Groupe 3⍽:"),
            ("titre:sous-titre", "titre⍽: sous-titre"),
        ),
        unchanged=(
            "à 12:30",
            "3:2",
            "16:9",
            "00:12:34",
            "https://exemple.fr",
            "std::vector",
            "bravo :-)",
            "un :smile: ici",
            "Jn 3:16",
            "une relation 1:n",
            "x := 2",
            "mailto:a@exemple.fr",
        ),
    ),
)
