"""The spaces a country puts round its marks, by language tag, and the signs that every rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

NBSP = "\u00a0"
"""No-break space, as wide as the spaces between words: *espace mots insécable*."""

NNBSP = "\u202f"
"""Narrow no-break space: *espace fine insécable*."""

OPAQUE = "\ufffc"
"""What rules see in place of a character that nobody may touch."""

BLANKS = " \t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""The spaces of any width that can stand inside a line."""

ANY_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""The same for a set of a regular expression: to compile fifteen signs takes three times as long."""

BLANK = f"[{ANY_BLANK}]"
"""Regular expression for one of BLANKS."""

LETTER = r"[^\W\d_]"
"""Regular expression for one letter."""

NO_MORE_WORD = r"(?![\w\u0300-\u036f])"
"""Regular expression for the end of a word whose last letter takes no further accent."""

LOWER = "[a-zß-öø-ÿœ]"
"""Regular expression for one lower-case letter of French or its neighbours."""

UPPER = "[A-ZÀ-ÖØ-ÞŒŸ]"
"""Regular expression for one capital letter of French or its neighbours."""

FRENCH = ("fr",)
NEIGHBOURS = ("es", "de", "it", "ca")
"""Languages that have a table of their own beside French and English."""
GUILLEMETS_FIRST = ("fr", "es", "it", "ca", "de-ch")
"""Languages whose first quotation marks are « »."""
EVERY_TABLE = ("fr", "en", *NEIGHBOURS)
EVERY_LANGUAGE = ("*",)

IN = "Lexique des règles typographiques en usage à l’Imprimerie nationale, 3e éd."
CLDR = "Unicode CLDR, locale fr"
SI = "BIPM, Brochure sur le SI, 5.4.3"


@dataclass(frozen=True, slots=True)
class Dash:
    """The dash that holds an aside, the space on its outer side and the one on its inner side."""

    sign: str
    outside: str = " "
    inside: str = " "


@dataclass(frozen=True, slots=True)
class Usage:
    """What a country writes; None leaves what is typed.

    The space before `; ! ?`, before a colon, inside « », between thousands, before `%`, before a sign of
    money. `ellipsis_attached`: whether « … » follows its word without a space. `quotes`: the marks of a
    quotation and of one inside it, opening and closing. `dash`: the dashes of an aside. `colon_opens`:
    whether a colon that is glued to the next word gets a space.
    """

    mark: str | None = None
    colon: str | None = None
    guillemet: str | None = None
    thousands: str | None = None
    percent: str | None = None
    ellipsis_attached: bool = False
    money: str | None = None
    quotes: str = ""
    dash: Dash | None = None
    colon_opens: bool = False


_FRANCE = Usage(
    NNBSP,
    NBSP,
    NBSP,
    NNBSP,
    NBSP,
    ellipsis_attached=True,
    money=NBSP,
    quotes="«»“”",
    dash=Dash("–", inside=NBSP),
    colon_opens=True,
)
_ABROAD = Usage("", "", "", NNBSP, NBSP, money=NBSP, quotes="«»“”", dash=Dash("–"))
_ENGLISH = Usage("", "", percent="", quotes="“”‘’", dash=Dash("–"))

USAGES: Mapping[str, Usage] = MappingProxyType(
    {
        "": Usage(),
        "fr": _FRANCE,
        # Federal Chancellery: the fine space everywhere; CLDR fr-CH writes 28%.
        "fr-ch": replace(_FRANCE, colon=NNBSP, guillemet=NNBSP, percent=None, quotes="«»‹›"),
        # Office québécois de la langue française: nothing before ; ! ? where no fine space is at hand.
        "fr-ca": replace(_FRANCE, mark="", thousands=NBSP),
        # New Hart’s Rules: a spaced en dash in Britain; Chicago Manual of Style: a closed em dash in America.
        "en": _ENGLISH,
        "en-us": replace(_ENGLISH, dash=Dash("—", "", "")),
        # Real Academia Española, Ortografía (2010): « » then “ ”; the raya clings to what it holds.
        "es": replace(_ABROAD, dash=Dash("—", inside="")),
        "ca": replace(_ABROAD, dash=Dash("—", inside="")),
        # CLDR it: 28%.
        "it": replace(_ABROAD, percent=""),
        # Duden: „ “ then ‚ ‘; DIN 5008: 28 %.
        "de": replace(_ABROAD, quotes="„“‚‘"),
        "de-ch": replace(_ABROAD, quotes="«»‹›", percent=None),
    }
)
"""By language tag in lower case; a tag that is not here takes its longest prefix that is."""


def usage_of(language: str) -> Usage:
    """Give the usage of a language tag (`fr-BE` has that of `fr`)."""
    subtags = language.lower().replace("_", "-").split("-")
    prefixes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((USAGES[prefix] for prefix in prefixes if prefix in USAGES), USAGES[""])
