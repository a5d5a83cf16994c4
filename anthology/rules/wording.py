"""Slips of wording that any reader would mark: set phrases, commas, a last stop, names of services."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, together, write
from anthology.rules.usage import BLANK, EVERY_TABLE, FRENCH, IN, LETTER, UPPER, Usage

_ACADEMY = "Académie française, Dire, ne pas dire"

_SERVICES = {
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "whatsapp": "WhatsApp",
    "facebook": "Facebook",
    "snapchat": "Snapchat",
    "iphone": "iPhone",
    "blablacar": "BlaBlaCar",
    "github": "GitHub",
}
_MISSPELT = late(
    rf"(?<![\w@#./-])(?:Linkedin|Linked{BLANK}In|Tik{BLANK}?[Tt]ok|You{BLANK}Tube|Youtube(?!u)|Whats{BLANK}?[Aa]pp"
    rf"|Face{BLANK}[Bb]ook|FaceBook|Snap{BLANK}[Cc]hat|SnapChat|Iphone|I-?[Pp]hone|Blablacar|Github)(?![\w.-])"
)


def _services(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _MISSPELT.finditer(text):
        name = _SERVICES[re.sub(rf"{BLANK}|-", "", match.group()).lower()]
        yield Change(*match.span(), name)


_SENTENCE_END = late(rf"[.!?…][»”)]?{BLANK}(?:[«“(]{BLANK}?)?{UPPER}")
_LAST = late(rf"(?:{LETTER}{BLANK}?[»”]?)\s*\Z")
_STOPS = ("", ".", "!", "?", "…", ":", ";", ",", ")", "]", "\ufffc")
_A_PARAGRAPH = 25
_A_SENTENCE = 4


def _last_stop(text: str, _usage: Usage) -> Iterator[Change]:
    """A paragraph of several sentences whose last one just stops."""
    if text.rstrip()[-1:] in _STOPS:
        return
    inner = [match.end() for match in _SENTENCE_END.finditer(text)]
    if "\n" in text or not inner or not _LAST.search(text, max(len(text) - 6, 0)):
        return
    if len(text.split()) >= _A_PARAGRAPH and len(text[inner[-1] - 1 :].split()) >= _A_SENTENCE:
        end = len(text.rstrip())
        yield Change(end, end, ".")


RULES = (
    Rule(
        id="P7",
        name="last-stop",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Every sentence of this paragraph has its stop, but the last one.",
        source=IN,
        find=_last_stop,
        examples=(
            (
                "Le marché ouvre à l’aube, dans le froid. Les premiers clients attendent déjà devant les"
                " grilles. Puis tout va vite, et personne ne parle plus de la pluie",
                "Le marché ouvre à l’aube, dans le froid. Les premiers clients attendent déjà devant les"
                " grilles. Puis tout va vite, et personne ne parle plus de la pluie.",
            ),
        ),
        unchanged=("Le marché ouvre à l’aube", "Un titre. Un autre", "Il vient. Il part."),
    ),
    Rule(
        id="P8",
        name="comma-after-yes",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="Oui and non at the head of a sentence stand for one, and a comma follows.",
        source="Grevisse et Goosse, Le Bon Usage, § 128",
        sign=rf"(?:Oui|Non){BLANK}",
        find=write(
            rf"(?:\A|(?<=[.!?…«“]{BLANK})|(?<=[«“]))(?:Oui|Non)(?P<x>)(?={BLANK}(?:effectivement|en{BLANK}effet"
            rf"|bien{BLANK}sûr|tout{BLANK}à{BLANK}fait|absolument|évidemment|bien{BLANK}entendu|exactement|c[’']est"
            rf"|je|nous|il{BLANK}y{BLANK}a)(?!\w))",
            ",",
        ),
        examples=(("Oui effectivement.", "Oui, effectivement."), ("« Non je reste »", "« Non, je reste »")),
        unchanged=("Oui, en effet.", "Oui ou non ?", "Il dit oui en effet", "Non loin de là"),
    ),
    Rule(
        id="W3",
        name="set-phrase",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="The phrase has a fixed form: en termes de, au fur et à mesure.",
        source=_ACADEMY,
        sign=r"terme|fur|armis|algrés|uatres|milles|comme.même",
        find=together(
            write(rf"(?<!\w)[Ee]n{BLANK}terme(?P<x>)(?={BLANK}(?:de|d[’'])\b|{BLANK}d[’'])", "s"),
            write(rf"(?<!\w)[Aa]u{BLANK}fur(?P<x>{BLANK}et{BLANK}a{BLANK})mesure", " et à "),
            write(r"(?<!\w)(?:[Pp]armi|[Mm]algré|[Qq]uatre)(?P<x>s)(?!\w)", ""),
            write(
                rf"(?<!\w)(?:[Dd]eux|[Tt]rois|[Qq]uatre|[Cc]inq|[Ss]ix|[Dd]ix|[Vv]ingt){BLANK}mille(?P<x>s)(?!\w)",
                "",
            ),
            write(rf"(?<!\w)(?P<x>comme{BLANK}même)(?=[{BLANK[1:-1]}]?[.,!?])", "quand même"),
        ),
        examples=(("en terme de budget", "en termes de budget"), ("parmis eux", "parmi eux")),
        unchanged=("en termes de budget", "le terme de la loi", "au fur et à mesure", "quatre mille"),
    ),
    Rule(
        id="W4",
        name="name-of-service",
        level=Level.PROPOSED,
        languages=EVERY_TABLE,
        why="The service writes its own name so.",
        source="the services themselves",
        sign="Linked|Tik|You|What|Face|Snap|Ip|I-?P|I-p|Blabla|Github",
        find=_services,
        examples=(("sur Linkedin hier", "sur LinkedIn hier"), ("via Tik Tok", "via TikTok")),
        unchanged=("LinkedIn, TikTok, YouTube", "@Linkedin", "Youtubeur", "linkedin.com", "un tic toc"),
    ),
)
