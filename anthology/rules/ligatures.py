"""Letters that French joins: œ in a closed list of words (L1), æ in two phrases (L2)."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, together, write
from anthology.rules.usage import BLANK, FRENCH, IN, NO_MORE_WORD, Usage

_ENDING = "(?:e|é|er|ée|és|ées|ent|ait|aient|ant|ante|ants|antes|a|ai|ement|ements|ons|ez|era|eront|erait)?s?"
_WORDS = (
    rf"(?:é)?coeur{_ENDING}|rancoeurs?|choeurs?|(?:con)?soeurs?|soeurettes?"
    rf"|(?:dés|man)?oeuvr{_ENDING}|(?:dés)?oeuvrements?|manoeuvri(?:er|ers|ère|ères)|manoeuvrables?"
    r"|oeil|oeill(?:ets?|ades?|ères?)|oeufs?|boeufs?|voeux?|noeuds?|moeurs"
    r"|foetus|foetal(?:e|es)?|foetaux|oed[èe]mes?|oesophages?|oestrog[èe]nes?"
    r"|oecum[ée]ni(?:que|ques|sme|smes)|oenolog(?:ie|ies|ue|ues|ique|iques)|oenotourisme"
)
# A word in capitals, or with a capital inside a sentence, may be a name.
_LOWER = late(rf"(?<!\w)(?:{_WORDS}){NO_MORE_WORD}")
_FIRST = late(rf"(?:\A|[.!?…«“]{BLANK}*)(?P<word>[A-ZÉ]\w+)(?={BLANK}[a-zà-ÿ’]|[’'][a-zà-ÿ])")


def _joined(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _LOWER.finditer(text):
        yield _oe(text, *match.span())
    for match in _FIRST.finditer(text):
        if _LOWER.fullmatch(match["word"].lower()):
            yield _oe(text, *match.span("word"))


def _oe(text: str, start: int, end: int) -> Change:
    place = start + text[start:end].lower().index("oe")
    return Change(place, place + 2, "œ" if text[place] == "o" else "Œ")


RULES = (
    Rule(
        id="L1",
        name="oe-ligature",
        level=Level.APPLIED,
        languages=FRENCH,
        why="In cœur, œuvre and their families o and e are one letter; elsewhere (coexister) they are two.",
        source=f"Dictionnaire de l’Académie française, 9e éd. ; {IN}",
        sign="(?i:oe)",
        writes_letters=True,
        find=_joined,
        examples=(
            ("le coeur", "le cœur"),
            ("Oeuvre commune", "Œuvre commune"),
            ("un chef-d’oeuvre", "un chef-d’œuvre"),
            ("ils manoeuvrent", "ils manœuvrent"),
            ("d'un coup d'oeil", "d’un coup d’œil"),
        ),
        unchanged=(
            "la moelle",
            "un coefficient",
            "coexister",
            "un goéland",
            "Noël",
            "un poème",
            "Joël",
            "Citroën",
            "Marie Coeur",
            "Jacques COEUR",
            "oeuvre.fr",
            "İle Coeur",
        ),
    ),
    Rule(
        id="L2",
        name="ae-ligature",
        level=Level.APPLIED,
        languages=FRENCH,
        why="Ex æquo and curriculum vitæ keep their Latin letter.",
        source=IN,
        sign="ae",
        writes_letters=True,
        find=together(
            write(rf"(?<!\w)[eE]x[{BLANK[1:-1]}-](?P<x>ae)quo{NO_MORE_WORD}", "æ"),
            write(rf"(?<!\w)[cC]urriculum{BLANK}vit(?P<x>ae){NO_MORE_WORD}", "æ"),
        ),
        examples=(("premiers ex aequo", "premiers ex æquo"), ("un curriculum vitae", "un curriculum vitæ")),
        unchanged=("Laetitia", "Dolce Vitae"),
    ),
)
