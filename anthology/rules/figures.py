"""Numbers that a person may want otherwise: grouped (N1, N2), in words (N7, N8), with raised figures (N5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule, rewrite, together
from anthology.rules.usage import BLANK, FRENCH, IN, LOWER, NBSP, SI, UPPER, Usage
from anthology.rules.words import MONTHS, any_of

_UNITS = any_of(
    "km m cm mm kg g mg t l cl ml ha h min s Go Mo To € % ‰ °C km/h kWh MWh kW MW W V Hz km² m² m2 km2 m3"
    " k€ M€ Md€"
)
_MEASURES = any_of(
    "mètres? kilomètres? centimètres? millimètres? kilos? kilogrammes? grammes? tonnes? litres?"
    " hectares? degrés?"
    " euros? francs? dollars? livres? points? buts? heures? minutes? secondes? millions? milliards? pour fois"
    " sur contre à et ou - x × ° º"
)
_COUNTED = any_of(
    "habitants? personnes euros francs dollars abonnés élèves étudiants spectateurs visiteurs"
    " salariés emplois"
    " mètres kilomètres tonnes litres hectares logements voitures exemplaires places signatures kilomètres"
    " familles enfants femmes hommes bénévoles adhérents lecteurs entreprises communes"
    " participants manifestants"
)
_BEFORE = r"(?<![\w.,:/’'+#°º-])"
_IDENTITY = late(
    rf"(?:[nN][°ºo]s?|[Aa]rt(?:icle)?s?\.?|[Cc]ode|SIRET|SIREN|[Tt]él\.?|[Cc]hapitres?|[Pp]ages?"
    rf"|[Nn]uméros?|pp?\."
    rf"|[Tt]omes?|[Vv]ol(?:ume)?\.?|[Gg]roupes?|[Ss]alles?|[Ll]ignes?|[Zz]ones?|[Nn]iveau"
    rf"|[Ff]igures?|[Éé]tapes?|BP|CS|rue"
    rf"|[Ss]aisons?|[Éé]pisodes?|[Aa]ctes?|[Ss]cènes?|[Cc]lasses?|[Tt]ypes?|[Nn]ote"
    rf"|{UPPER}[\w-]*){BLANK}?:?{BLANK}?\Z"
)
_DATED = late(
    rf"(?:\b(?:en|depuis|dès|avant|après|vers|année|années|jusqu[’']en|fin|début|{MONTHS})|l[’']an){BLANK}\Z"
)
_UNGROUPED = late(rf"{_BEFORE}[1-9]\d{{3,8}}(?!\w|[.,]\d|[/-]\d)")
_THINGS = late(rf"{BLANK}(?:(?:{_UNITS})(?!\w)|(?:{_COUNTED})\b|d[’']euros\b)")
_MANY = late(rf"{BLANK}(?:{LOWER}{{3,}}s\b|d[’']euros\b|de{BLANK})")


def _grouped(text: str, usage: Usage) -> Iterator[Change]:
    """Numbers of five figures before any plural noun; of four before what is counted in thousands."""
    for match in _UNGROUPED.finditer(text):
        long = len(match.group()) > 4
        counts = _THINGS.match(text, match.end()) or (long and _MANY.match(text, match.end()))
        before = text[max(match.start() - 24, 0) : match.start()]
        if counts and not _IDENTITY.search(before) and (long or not _DATED.search(before)):
            yield Change(*match.span(), _in_threes(match.group(), usage.thousands or NBSP))


def _in_threes(digits: str, blank: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head], *(digits[place : place + 3] for place in range(head, len(digits), 3))]
    return blank.join(group for group in groups if group)


_POINTED = rf"{_BEFORE}[1-9]\d{{0,2}}(?:\.\d{{3}})+(?![\w/-]|[.,]\d)"
_LARGE = any_of("millions? milliards? euros? mètres kilomètres points degrés")
_DECIMAL = rf"{_BEFORE}\d{{1,3}}(?P<x>\.)\d{{1,2}}(?={BLANK}?(?:(?:{_UNITS})(?!\w)|(?:{_LARGE})\b))"

_RAISED = {"2": "²", "3": "³"}
_LOWERED = {"CO2": "CO₂", "H2O": "H₂O", "NO2": "NO₂", "SO2": "SO₂", "CH4": "CH₄", "N2O": "N₂O"}

_WORDS = dict(
    zip(
        ["2", "3", "4", "5", "6", "7", "8", "9", "10"],
        ["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
        strict=True,
    )
)
_SMALL = late(
    rf"{_BEFORE}(?<!\d{BLANK})(?<![–—]{BLANK})(?<![–—])(?:10|[2-9]){BLANK}"
    rf"(?!(?:{_UNITS}|{_MEASURES}|{MONTHS}|[a-z]{{1,2}}|h\d+)(?![\w]))"
    rf"(?={LOWER}{{2,}}[sx](?!\w)|(?:gros|grand|petit|jeune|beau|autre|premier|dernier"
    rf"|nouveau)\w*{BLANK}{LOWER}+[sx](?!\w))"
)
_BETWEEN = late(
    rf"(?:\d{BLANK}?(?:à|ou|et|-|/|sur|contre|,){BLANK}?|\b(?:à|sur|contre|entre|[Ll]e|du|au){BLANK})\Z"
)
_FIGURE = late(r"\d+(?:[.,:]\d+)*")
_YEAR = late(r"(?:1[0-9]|20)\d\d\Z")


def _in_words(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _SMALL.finditer(text):
        before = text[max(match.start() - 24, 0) : match.start()]
        if not (_BETWEEN.search(before) or _IDENTITY.search(before) or _among_figures(text, match)):
            figure = match.group().rstrip()[:2].strip(" \u00a0\u202f")
            yield Change(match.start(), match.start() + len(figure), _WORDS[figure])


def _among_figures(text: str, match: re.Match[str]) -> bool:
    """Whether other numbers stand near it: statistics, ages in a table, scores."""
    near = text[max(match.start() - 60, 0) : match.start()] + " " + text[match.end() : match.end() + 60]
    return any(not _YEAR.match(one) for one in _FIGURE.findall(near))


def _millions(match: re.Match[str]) -> str:
    many = "milliard" if match["unit"] == "Md" else "million"
    single = re.match(r"[01](?:,|\Z)", match["number"])
    return f"{NBSP}{many}{'' if single else 's'}"


RULES = (
    Rule(
        id="N1R",
        name="number-without-groups",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="A number that counts is read in groups of three; one that names (a year, a code) is left whole.",
        source=IN,
        sign=r"\d{4}",
        find=_grouped,
        examples=(
            ("30000 m de fil", "30·000 m de fil"),
            ("plus de 12500 personnes", "plus de 12·500 personnes"),
            ("3500 élèves", "3·500 élèves"),
            ("1234567 fourmis", "1·234·567 fourmis"),
        ),
        unchanged=(
            "31000 Toulouse",
            "en 1914 hommes et femmes partirent",
            "en 2019",
            "l’article 12345 des statuts",
            "n° 40000 mètres",
            "1789",
            "la 4000 tient",
            "2020-2021 personnes",
        ),
    ),
    Rule(
        id="N2",
        name="point-in-number",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="In French the groups of a number are parted by a space, and its decimals by a comma.",
        source=f"{IN} ; {SI}",
        sign=r"\d\.\d",
        find=together(
            rewrite(_POINTED, lambda match: match.group().replace(".", "\u202f")),
            rewrite(_DECIMAL, lambda _match: ","),
        ),
        examples=(
            ("30.000 abonnés", "30·000 abonnés"),
            ("2.5 millions", "2,5 millions"),
            ("soit 7.5 %", "soit 7,5 %"),
        ),
        unchanged=(
            "la version 2.5.1",
            "le web 2.0",
            "le 12.05.2020",
            "à 14.30",
            "Python 3.11 sait",
            "192.168.0.1",
        ),
    ),
    Rule(
        id="N5",
        name="raised-and-lowered-figures",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="The 2 of a square metre is raised, that of carbon dioxide is lowered.",
        source=SI,
        sign=r"m[23]\b|[A-Z]\d",
        find=together(
            rewrite(
                rf"(?<=[\d ]{BLANK})(?<=\d{BLANK})[kcdm]?m(?P<x>[23])(?![\w.,]\d|\w)",
                lambda one: _RAISED[one["x"]],
            ),
            rewrite(r"(?<=\d)[kcdm]?m(?P<x>[23])(?!\w)", lambda one: _RAISED[one["x"]]),
            rewrite(rf"(?<![\w-])(?:{'|'.join(_LOWERED)})(?![\w-])", lambda one: _LOWERED[one.group()]),
        ),
        examples=(
            ("sur 300 m2", "sur 300 m²"),
            ("12km2 de bois", "12km² de bois"),
            ("moins de CO2", "moins de CO₂"),
        ),
        unchanged=("300 m²", "M2 Droit", "le groupe m2", "CO₂", "la ligne B2", "H2O-Pro"),
    ),
    Rule(
        id="N7",
        name="small-number-in-words",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="In running text a small number is a word; figures are for dates, measures and statistics.",
        source=IN,
        sign=rf"[\d]{BLANK}{LOWER}",
        find=_in_words,
        examples=(
            ("nous gérons 4 réseaux", "nous gérons quatre réseaux"),
            ("depuis près de 10 ans, il agit", "depuis près de dix ans, il agit"),
            ("3 petites filles", "trois petites filles"),
        ),
        unchanged=(
            "le 4 mars",
            "5 km",
            "à 4 heures",
            "de 3 à 5 ans",
            "2 millions",
            "page 4 lignes",
            "2 garçons sur 5",
            "Top 5 films",
            "12 ans",
            "G4 amis",
            "le score de 3 à 1",
        ),
    ),
    Rule(
        id="N8",
        name="millions-in-full",
        level=Level.PROPOSED,
        languages=FRENCH,
        why="M is a sign for a table; in a sentence it is millions.",
        source=IN,
        sign=rf"\d{BLANK}?Md?s?{BLANK}",
        find=rewrite(
            rf"{_BEFORE}(?P<number>\d+(?:,\d+)?)(?P<x>{BLANK}?(?P<unit>Md|M)s?)(?={BLANK}(?:de{BLANK}"
            rf"|d[’']))",
            _millions,
        ),
        examples=(
            ("43M d’euros", "43⍽millions d’euros"),
            ("1,5 Md d’euros", "1,5⍽milliard d’euros"),
        ),
        unchanged=("43 M€", "M. Roy", "12 M", "le métro M de Turin"),
    ),
)
