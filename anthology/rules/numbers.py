"""Numbers and what stands beside them: thousands (N1), money (N3), units (N4), hours (N6), N9 and N10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, space, together, write
from anthology.rules.usage import ANY_BLANK, BLANK, CLDR, EVERY_TABLE, FRENCH, IN, NBSP, SI, UPPER, Usage

# A number in groups of three, itself no part of a longer row of figures, nor a telephone number (+33 ...).
_GROUPED = late(
    rf"(?<![\w.,/])(?<!\d{BLANK})(?<![^\d]-)(?!(?<=\+)\d{{1,3}}(?:{BLANK}\d{{3}}){{3}})"
    rf"[1-9]\d{{0,2}}(?:{BLANK}\d{{3}})+(?!\w|{BLANK}\d)"
)
_TELEPHONE = late(rf"(?<![\w.,])(?:0|\+33{BLANK}?)[1-9](?:{BLANK}\d\d){{4}}(?!{BLANK}?\d)")
_BLANK = late(BLANK)

# What these announce identifies and does not count: it keeps the spaces it has.
_IDENTITY = late(
    rf"\b(?:SIREN|SIRET|RCS(?:{BLANK}{UPPER}[\w-]+)?|RNA|TVA|IBAN|ISSN|INE|RIB|CCP|[Tt]él"
    rf"|[Aa]rt(?:icle)?|[nN][°ºo]s?)"
    rf"[{ANY_BLANK}:n°o.]{{0,6}}\Z"
)

_CURRENCY = "€$£¥"
_BEFORE_PERCENT = rf"(?<=\d)(?P<x>{BLANK}*)[%‰](?!\w)"
_BEFORE_CURRENCY = rf"(?<=\d)(?P<x>{BLANK}*)[{_CURRENCY}](?![\w$])"

_NUMBER = r"(?<![^\W_])(?<!\d[.,])\d++(?:[.,]\d++)?"

# Units that may be glued: no common word or name is written so.
_LONG_UNITS = (
    "km/h m/s kWh MWh GWh kHz MHz GHz Hz kW MW GW km²? km³ m[²³] cm[²³]? mm[²³]? dm km hm kg mg µg ml"
    " mL cl cL dl dL ha min ko Ko Mo Go To °C °F kcal hPa dB [kM]€ Md€"
)
# One letter: with a space, or glued where nothing else is meant (4g, 80s are names).
_SHORT_UNITS = "[mglt]"
_NO_MORE = r"(?![\w’'‘/²³°-])"
_UNITS = "|".join(_LONG_UNITS.split())


def _thousands(text: str, usage: Usage) -> Iterator[Change]:
    if usage.thousands is None:
        return
    for number in _GROUPED.finditer(text):
        if not _IDENTITY.search(text[max(number.start() - 32, 0) : number.start()]):
            yield from _spaced(text, number, usage.thousands)


def _telephone(text: str, _usage: Usage) -> Iterator[Change]:
    for number in _TELEPHONE.finditer(text):
        yield from _spaced(text, number, NBSP)


def _spaced(text: str, number: re.Match[str], blank: str) -> Iterator[Change]:
    return (Change(*found.span(), blank) for found in _BLANK.finditer(text, *number.span()))


# « le 20h » is a news programme, « 24h/24 » and « 20h de TF1 » are names: a person decides.
_HOUR = late(
    rf"(?<![\w:.,/])(?<!\d{BLANK})(?<![^\dh]-)(?P<hour>[01]?\d|2[0-4])(?P<a>{BLANK}*)h"
    rf"(?:(?P<b>{BLANK}*)(?P<minute>[0-5]\d)(?!\w|[/:,.]\d)|(?![\w/’'‘]|-\D))"
)
_PROGRAMME = late(r"\b(?:[Ll]e|[Dd]u) \Z")
_NAMED = late(rf"{BLANK}(?:de|du){BLANK}{UPPER}")


def _hours(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _HOUR.finditer(text):
        if not _is_name(text, match):
            yield Change(*match.span("a"), NBSP)
            if match["minute"]:
                yield Change(*match.span("b"), NBSP)


def _is_name(text: str, hour: re.Match[str]) -> bool:
    if hour["minute"] or hour["a"] or hour["hour"] not in {"13", "20", "24"}:
        return False
    before = text[max(hour.start() - 4, 0) : hour.start()].replace(NBSP, " ")
    return bool(_PROGRAMME.search(before) or _NAMED.match(text, hour.end()))


RULES = (
    Rule(
        id="N9",
        name="telephone-number",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A telephone number is not cut at the end of a line.",
        source=IN,
        sign=rf"\d{BLANK}\d\d",
        find=_telephone,
        examples=(
            ("appelez le 05 61 00 00 00", "appelez le 05⍽61⍽00⍽00⍽00"),
            ("au +33 5 61 00 00 00", "au +33⍽5⍽61⍽00⍽00⍽00"),
        ),
        unchanged=("05.61.00.00.00", "01 02 03", "05 61 00 00 00 12"),
    ),
    Rule(
        id="N1",
        name="fine-space-between-thousands",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="A number already in groups of three keeps them with a fine space that does not break.",
        source=f"{IN} ; {CLDR} (U+202F)",
        sign=rf"\d{BLANK}\d{{3}}",
        find=_thousands,
        examples=(
            ("300 000 abonnés", "300·000 abonnés"),
            ("1 500 mètres", "1·500 mètres"),
            ("175 000. Puis", "175·000. Puis"),
            ("1 234 567,89", "1·234·567,89"),
        ),
        unchanged=(
            "en 2019",
            "31000 Toulouse",
            "30000 pas",
            "0800 123 456",
            "SIRET 552 100 554",
            "n°⍽123 456",
            "les 21 et 22",
            "12 34 567",
            "+33 561 000 000",
            "G1 300 personnes",
            "2019 300 personnes",
        ),
    ),
    Rule(
        id="N10",
        name="multiplication-sign",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="Between two numbers, a spaced x is ×.",
        source=SI,
        sign=rf"\d{BLANK}[x×]{BLANK}\d",
        writes_letters=True,
        find=write(rf"{_NUMBER}(?P<x>{BLANK}[x×]{BLANK})(?=\d)", f"{NBSP}×{NBSP}"),
        examples=(("3 x 4", "3⍽×⍽4"), ("une salle de 3,5 x 4 x 2", "une salle de 3,5⍽×⍽4⍽×⍽2")),
        unchanged=("un 4x4", "x5 à 15", "G3 x 4", "un relais 4x100"),
    ),
    Rule(
        id="N6",
        name="hours",
        level=Level.APPLIED,
        languages=FRENCH,
        why="The h of an hour stands between two spaces that do not break.",
        source=IN,
        sign=rf"\d{BLANK}*h",
        find=_hours,
        examples=(
            ("14h30", "14⍽h⍽30"),
            ("10h-18h", "10⍽h-18⍽h"),
            ("dès 18h, ouvert", "dès 18⍽h, ouvert"),
            ("à 9 h 05.", "à 9⍽h⍽05."),
        ),
        unchanged=("14:30", "24h/24", "le 20h", "20h de TF1", "les 24h du Mans", "H24", "14 heures"),
    ),
    Rule(
        id="N4",
        name="number-and-unit",
        level=Level.APPLIED,
        languages=FRENCH,
        why="A unit is set off from its number by a space that does not break.",
        source=SI,
        sign=rf"\d{BLANK}*[kKmMgGcdhltTsHµ°]",
        find=together(
            write(rf"{_NUMBER}(?P<x>{BLANK}*)(?:{_UNITS}){_NO_MORE}", NBSP),
            write(rf"{_NUMBER}(?P<x>{BLANK}+)(?:{_SHORT_UNITS}|[hs]){_NO_MORE}", NBSP),
            write(rf"(?!(?<!\d)(?:[2-6]g|4l)){_NUMBER}(?P<x>){_SHORT_UNITS}{_NO_MORE}", NBSP),
            write(rf"(?<![^\W_])(?:2[5-9]|[3-9]\d|\d{{3}})(?P<x>)h{_NO_MORE}", NBSP),
        ),
        examples=(
            ("2,3kg", "2,3⍽kg"),
            ("20°C", "20⍽°C"),
            ("5 km.", "5⍽km."),
            ("à 130 km/h", "à 130⍽km/h"),
            ("30 000 m", "30·000⍽m"),
            ("les 35h", "les 35⍽h"),
            ("50 k€", "50⍽k€"),
        ),
        unchanged=(
            "la 4G",
            "la 4g",
            "en 3D",
            "H24",
            '13"',
            "45°",
            "les 2 s’aiment",
            "5 t-shirts",
            "les années 80s",
            "G1 m",
            "24h/24",
            "v2 l",
            "5 minutes",
        ),
    ),
    Rule(
        id="N3",
        name="percent-and-currency",
        level=Level.APPLIED,
        languages=EVERY_TABLE,
        why="% ‰ and the signs of money stay at their number: after a no-break space, in English after none.",
        source=f"{CLDR} (U+00A0) ; {SI}",
        sign=rf"\d{BLANK}*[%‰{_CURRENCY}]",
        find=together(space(_BEFORE_PERCENT, "percent"), space(_BEFORE_CURRENCY, "money")),
        examples=(
            ("(28%)", "(28⍽%)"),
            ("19 % pour", "19⍽% pour"),
            ("50€", "50⍽€"),
            ("1 500 €", "1·500⍽€"),
            ("2,5‰", "2,5⍽‰"),
        ),
        unchanged=("https://exemple.fr/a%20b", "$5", "`5%`", "100%bio", "5€50", "le % de oui"),
    ),
)
