"""A place in a text in; the group, class, year or licence that stands there out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anthology.recognise.patterns import pattern

_NUMBER_SIGN = r"(?:n\s?[°º]|no\b\.?|num[ée]ro|number|nr\b\.?|\#)\s*"
_SAID = (
    "un une one eins uno una",
    "deux two zwei dos due dues",
    "trois three drei tres tre",
    "quatre four vier cuatro quattro",
    "cinq five fünf cinco cinque cinc",
    "six six sechs seis sei sis",
    "sept seven sieben siete sette set",
    "huit eight acht ocho otto vuit",
)
_COUNTED = MappingProxyType({word: str(n) for n, words in enumerate(_SAID, 1) for word in words.split()})
"""Numbers as words, which only a sign behind them shows to be the number of a group."""

_GROUP = pattern(
    rf"""(?:
      (?i:(?:sous-)?groupes?(?:\ de\ travail)?|grp|group|grupo|(?:arbeits)?gruppe|gruppo(?:\ di\ lavoro)?
         |grup(?:\ de\ treball)?|équipe|equipe|equipo|team|squadra|equip)\.?
        \s*(?:(?i:{_NUMBER_SIGN}))?
        (?:(?P<word>\d{{1,3}}[A-Za-z]?|[IVX]{{1,5}}|[A-Z])
          |(?P<said>(?i:{"|".join(_COUNTED)}))(?=\s*(?:[:：\n–—-]|$)))
    | (?i:gr)\s?\.?\s*(?:(?i:{_NUMBER_SIGN}))?(?P<short>\d{{1,3}}[A-Za-z]?|[A-Z])
    | G\s?[.-]?\s?(?P<letter>\d{{1,3}}[A-Za-z]?)
    )(?![\w’'])[\s\u00a0\u202f]*[:：.]?""",
    re.VERBOSE,
)
_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:\s?[-–/]\s?(?:{_YEAR}|\d\d))?"
_COHORT = pattern(
    rf"(?i:promo(?:tion)?|cohorte?|class of|année(?: scolaire| universitaire)?|school year|academic "
    rf"year|curso|"
    rf"jahrgang|schuljahr|abitur|promoción|promozione|promoció|anno(?: scolastico| accademico)?|a\.\s?[sa]\.|"
    rf"curs(?: escolar)?|año escolar)\s*:?\s*(?P<named>{_YEARS})(?!\w)|"
    rf"(?P<span>{_YEAR}\s?[-–/]\s?(?:{_YEAR}|\d\d))(?!\w)"
)
_DATE = pattern(rf"{_YEARS}(?!\w)")
_CODE = r"[A-Z]{1,5}\s?\d{1,2}[A-Za-z]?"
_CLASS = pattern(
    rf"""(?:(?i:classe(?:\s+de)?|klasse|class|clase|año|anno|curs|en|de|aus\ der|della)\s+)?
    (?: (?:[1-6]|[Ss]ixi|[Cc]inqui|[Qq]uatri|[Tt]roisi)\s?(?:e|è|ème|eme|ième)(?:\s?(?:[A-Z]\d?|\d))?
      | 2n?de(?:\s?(?:[A-Z]{{1,3}}\d?|\d{{1,2}}))? | 1(?:re|ère|ere)(?:\s?(?:[A-Z]{{1,4}}\d?|\d{{1,2}}))?
      | T(?:le|erm|ale)\.?(?:\s?(?:[A-Z]{{1,4}}\d?|\d{{1,2}}))?
      | (?:[Ss]econde|[Pp]remière|[Tt]erminale)(?:\s+(?:[A-Z]{{1,4}}\d?|\d{{1,2}}))?
      | C[ME][12](?:\s?[A-Z])? | CP
      | (?:[Ll]icence|[Mm]aster|[Bb]achelor|BTS|BUT|DUT)(?:\s(?:[A-Z]{{2,5}}|\d))?
      | (?i:klasse|class|year|grade|form|classe|clase)\s+\d{{1,2}}\s?[A-Za-z]?
      | [1-6]\s?[ºª]\s?(?:[Dd]e\s)?(?:ESO|[Bb]ach(?:illerato)?|[Pp]rimaria|[A-Z])?(?:\s?[A-Z])?
      | [1-6]\s?(?:[a-z]{{1,2}}|[èé])\s?(?:ESO|[Bb]at(?:xillerat)?|[Pp]rimària)?(?:\s?[A-Z])?
      | (?i:klasse|jahrgang|jg\.?)\s\d{{1,2}}[/.]\d{{1,2}} | \d{{1,2}}/\d{{1,2}}
      | [1-5]\s?[\^°]\s?[A-Z] | (?:I{{1,3}}|IV|V)\s?[A-H]
      | \d{{1,2}}\s?[a-fA-F] | {_CODE}
    )""",
    re.VERBOSE,
)
_CLASS_LABEL = pattern(
    rf"(?:(?P<code>{_CODE}(?:\s(?:[A-Z][\w.-]*|et|de|des|en)){{0,3}}|{_CLASS.pattern})[\s\u00a0\u202f]*(?:[:：]|[–—-](?=\s))|"
    rf"(?P<before>{_CODE})\s+(?=(?i:groupe|gr\.|g\s?\d)))",
    re.VERBOSE,
)
_LICENCE = pattern(
    r"(?:licen[cs]e\s+)?(?:CC[ -]?(?:BY|0|Zero)(?:[ -](?:SA|NC|ND|\d\.\d|[A-Z]{2}(?![A-Za-z])))*|"
    r"creative commons(?: [\w. -]+)?|"
    r"domaine public|public domain|dominio público|gemeinfrei|pubblico dominio|libre de droits|"
    r"royalty[ -]free|"
    r"(?:tous )?droits réservés|all rights reserved|alle rechte vorbehalten|todos los derechos reservados|"
    r"tutti i diritti riservati|(?-i:D\.\s?R\.?|DR))(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A group, class, cohort or licence: where it stands, and its value."""

    start: int
    end: int
    value: str


def group_at(text: str, start: int) -> Mark | None:
    """The label of a group: `Groupe 5`, `Groupe n°3 :`, `Gr. A`, `G1`; the value is `5`, `3`, `A`, `1`."""
    found = _GROUP.match(text, start)
    if not found:
        return None
    number = found["word"] or found["short"] or found["letter"] or _COUNTED[found["said"].casefold()]
    return Mark(*found.span(), number.lstrip("0") or number)  # `Groupe 03` is `G3`


def group_languages(label: str) -> frozenset[str]:
    """The languages of the word for a group in a label; none for a bare `G1`."""
    word = re.match(r"[^\W\d_]*", label.casefold())
    return _GROUP_WORDS.get(word[0] if word else "", frozenset())


_GROUP_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        word: frozenset(languages.split())
        for word, languages in (
            ("groupe", "fr"),
            ("groupes", "fr"),
            ("équipe", "fr"),
            ("group", "en"),
            ("team", "en fr"),
            ("grupo", "es pt"),
            ("equipo", "es"),
            ("gruppe", "de"),
            ("gruppo", "it"),
            ("squadra", "it"),
            ("grup", "ca"),
            ("equip", "ca"),
        )
    }
)


def is_footer(text: str) -> bool:
    """Whether a text is the foot of a web page: a year, an owner, rights reserved; it credits nobody."""
    return bool(_FOOTER.fullmatch(text.strip()))


_FOOTER = pattern(
    r"(?:©|\(c\)|copyright)?\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d[^\n]{0,80}|[^\n]{0,60}(?:19|"
    r"20)\d\d[^\n]{0,40})?[\s.,|–—-]*"
    r"(?:tous droits réservés|all rights reserved|alle rechte vorbehalten|todos los derechos reservados|"
    r"tutti i diritti riservati|tots els drets reservats)\W*[^\n]{0,30}",
    re.IGNORECASE,
)


def cohort_at(text: str, start: int) -> Mark | None:
    """The label of a year: `Promo 2024`, `2023-2024`."""
    found = _COHORT.match(text, start)
    return Mark(*found.span(), found["named"] or found["span"]) if found else None


def class_label_at(text: str, start: int) -> Mark | None:
    """A class that opens a list of names: `C1 :`, `3e B :`."""
    found = _CLASS_LABEL.match(text, start)
    return Mark(*found.span(), found["code"] or found["before"]) if found else None


def class_of(words: str) -> str:
    """The class that some words name, as they name it; empty when they name none."""
    return words if _CLASS.fullmatch(words) else ""


def licence_at(text: str, start: int) -> Mark | None:
    """A licence or the sign of reserved rights: `CC BY-SA 4.0`, `DR`."""
    found = _LICENCE.match(text, start)
    return Mark(*found.span(), found[0]) if found else None


def is_date(words: str) -> bool:
    """Whether some words are a year, or two."""
    return bool(_DATE.fullmatch(words))
