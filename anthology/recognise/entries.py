"""A paragraph in; whether it has the shape of an entry of a list, and of which kind, out.

Hours, dates, ranks, quantities, prices and results line up under one another: one alone proves nothing, so
whoever asks looks at the neighbours too.
"""

from __future__ import annotations

import re

from anthology.recognise.patterns import pattern

MAX_WORDS = 24
"""Words: an entry is seldom longer, but for what happened at an hour."""

MAX_LIVE = 60
"""Words: what happened at an hour may take a few sentences."""

_HOUR = pattern(
    r"\W{0,2}(?:[àa]s?\s+|um\s+|at\s+)?\d{1,2}\s?(?:[hH]\s?(?:\d{2})?|[:.]\s?\d{2})\b(?!\d)\s*\S?"
)
_DAY = pattern(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica"
    r"|dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge)\.?,?\s+(?:el\s+|den\s+)?\d{1,2}\b",
    re.IGNORECASE,
)
_DATED = pattern(
    r"\d{1,2}(?:er|\.|st|nd|rd|th)?\s+(?:de\s+)?(?:jan|f[ée]v|feb|mar|mär|av[rn]|apr|abr|ma[iyg]|jui|jun|jul|giu|lug|ao[uû]t|aug"
    r"|ago|sep|set|oct|okt|ott|nov|d[ée]c|dez|dic|gen|ene)[a-zäéû]*\b|(?:\d{1,2}/){1,2}\d{2,4}\b",
    re.IGNORECASE,
)
_RANK = pattern(r"\d{1,3}(?:ers?|res?|nde?|es?|ères?|[eè]mes?|[ºª°]|st|nd|rd|th)\s+\S")
_QUANTITY = pattern(r"(?:\d[\d.,/ ]*|[½¼¾⅓⅔])\s?[^\W\d_]")
_PRICE = pattern(r"\d\s?(?:€|£|\$|euros?\b|francs?\b|CHF\b)|[€£$]\s?\d", re.IGNORECASE)
_FIGURED = pattern(r"[^:?!.]{1,40}?[\s\u00a0\u202f]*:[\s\u00a0\u202f]+(?=.*\d|[«“„\"])[^?]*\S")
_SCORED = pattern(r"[A-ZÀ-Þ][\w’'-]{1,40}\s\(?\d{1,4}(?:e|')?\)?\s*[,.;]")


def is_entry(text: str, words: int, stopped: bool) -> bool:
    """Whether a paragraph of so many words could be an entry of a list; `stopped`: a stop ends it."""
    if _HOUR.match(text):
        return words <= MAX_LIVE
    if words > MAX_WORDS:
        return False
    if _DAY.match(text) or _DATED.match(text) or _RANK.match(text):
        return not stopped or words <= MAX_WORDS // 2
    if not stopped and words <= 12 and (_QUANTITY.match(text) or _PRICE.search(text)):
        return True
    return bool(_FIGURED.fullmatch(text)) and (not stopped or words <= 12 or len(_SCORED.findall(text)) > 1)
