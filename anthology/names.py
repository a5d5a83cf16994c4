"""People's names as values: how a name is written, taken apart, shown and sorted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Person:
    """A name, in parts. A mononym, initials or a handle stand whole in `family`, with no `given`.

    An agency or a collective has only `organisation`.
    """

    family: str = ""
    given: str = ""
    organisation: str = ""

    @property
    def display(self) -> str:
        """The name as running text gives it: `Amélie Marsan`."""
        return self.organisation or _spaced(self.given, self.family)

    @property
    def inverted(self) -> str:
        """The name as an index gives it: `Marsan, Amélie`; `Gaulle, Charles de`."""
        particles, stem = _unprefixed(self.family)
        joined = f"{self.given} {particles}".strip() if self.given else ""
        return self.organisation or (f"{stem}, {joined}" if joined else self.family)

    @property
    def sort_key(self) -> tuple[str, str]:
        """Family then given name, without case, accents, hyphens or apostrophes.

        Particles in lower case do not count (`de Gaulle` sorts under G), those with a capital do (`Le
        Gall` under L): the rule of library catalogues.
        """
        return collation_key(self.organisation or _unprefixed(self.family)[1]), collation_key(self.given)

    def filed(self, language: str) -> tuple[str, str]:
        """`sort_key` as libraries of a language (`fr`, `es`...) file names (IFLA, Names of Persons).

        Georges de la Tour stands under L in French, under T in Spanish, under D in English and Italian.
        """
        stem = self.organisation or _parted(self.family, language.split("-")[0])[1]
        return collation_key(stem), collation_key(self.given)

    def inverted_in(self, language: str) -> str:
        """`inverted` as libraries of a language write it: `La Tour, Georges de`; `de la Tour, Georges`."""
        particles, stem = _parted(self.family, language.split("-")[0])
        joined = _spaced(self.given, particles) if self.given else ""
        return self.organisation or (f"{stem}, {joined}" if joined else self.family)


# --- sorting -----------------------------------------------------------------------------------------

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def collation_key(text: str) -> str:
    """Letters and digits only, without accents or case: `N’Guetta` sorts as `nguetta`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in decomposed if char.isalnum() or char == " ")


def _unprefixed(family: str) -> tuple[str, str]:
    """Part the particles in lower case from the rest: `de la`, `Torre`; `du` and `des` stay (`du Bellay`)."""
    words = family.split(" ")
    count = next((n for n, word in enumerate(words) if not word.islower() or word in _ARTICLE_INSIDE), 0)
    rest = " ".join(words[count:])
    elided = re.match(r"d[’'](?=[^\W\d_])", rest)
    particles = [*words[:count], *([elided[0]] if elided else [])]
    return " ".join(particles), rest[elided.end() :] if elided else rest


_ARTICLE_INSIDE = frozenset({"du", "des", "vom", "zum", "zur"})
"""Particles that hold an article: catalogues file the names of France and Germany under them."""


def _parted(family: str, language: str) -> tuple[str, str]:
    """Part what goes behind the given name from what a surname is filed under, as the language has it."""
    particles, rest = _unprefixed(family)
    if language in _WHOLE or not particles:
        return "", family
    if language == "fr":
        words = particles.split(" ")
        at = next((n for n, word in enumerate(words) if word in _FRENCH_ARTICLES), len(words))
        return " ".join(words[:at]), _spaced(" ".join(words[at:]), rest)
    return particles, rest


_WHOLE = frozenset({"en", "it"})
"""Languages that file a surname under its first word, whatever it is: `De Luca`, `de la Mare`."""

_FRENCH_ARTICLES = frozenset({"le", "la", "les"})
"""Under which France files: `La Tour, Georges de`."""


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)


# --- case --------------------------------------------------------------------------------------------


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LOWER_PARTICLES = _set("de du des von vom van zu zum zur")
"""Particles that usually keep a small letter at the head of a surname."""

CAPITAL_PARTICLES = _set("te ten ter da do dos das di del della dei degli dal dalla af av")
"""Particles that families write either way; in capitals, the capital is what the source shows."""

_ARTICLES = _set("la las le les lo los l der den dem het t")
"""Small only after another particle: `de la Torre`, but `La Torre`."""

_GERMANIC = _set("der den dem het")
"""Small even after `Van` with a capital: `Van der Berg`."""

_INNER = LOWER_PARTICLES | CAPITAL_PARTICLES | frozenset({"y", "e", "i", "und"})
_FIXED = _set("le la les el al ben bin ibn bou abou abu aït ait ould saint sainte san santa mc mac")
_OPENERS = _INNER | _ARTICLES | _FIXED

_MAC = _set(
    "arthur aulay bride cormick donald dougall duff fadden gregor intyre kay kenna kenzie kinley kinnon "
    "lachlan laren lean leod mahon manus millan namara neil nicol pherson queen rae"
)
"""What follows Mac in the surnames of Scotland and Ireland; MACRON and MACHADO are not among them."""

_PART = re.compile(r"[^\W\d_]+")
_BEFORE = re.compile(r"([^\W\d_]{3,})[’']$")
_ELISIONS = _set("dell dall nell sull all sant")
"""Longer words than a letter or two that a capital follows: `Dell’Aquila`."""
_ELIDED = re.compile(r"(d)[’'](?=[^\W\d_])", re.IGNORECASE)


def in_capitals(word: str) -> bool:
    """Whether a word of two letters or more has no small letter (ß has no capital of its own)."""
    letters = [char for char in word if char.isalpha() and char != "ß"]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def restored(word: str) -> str:
    """A word in capitals in the case of a name, part by part: `LAVIT-TERRAL`, `N’GUETTA`, `MCKENZIE`.

    Any other word is returned as it is.
    """
    return _PART.sub(_restored_part, word) if in_capitals(word) else word


def _restored_part(part: re.Match[str]) -> str:
    """A part with its capital; behind a long word and an apostrophe it has none: `Prud’homme`."""
    before = _BEFORE.search(part.string, 0, part.start())
    small = before is not None and before[1].casefold() not in _ELISIONS
    return part[0].lower() if small else _capitalised(part[0])


def _capitalised(part: str) -> str:
    small = part[0] + part[1:].replace("İ", "i").lower()
    if small.startswith("Mc") and len(small) > 3:
        return "Mc" + small[2:].capitalize()
    if small.startswith("Mac") and small[3:] in _MAC:
        return "Mac" + small[3:].capitalize()
    return small


def restored_family(words: str) -> str:
    """A surname with the case of a name where it stands in capitals: `DE LA TORRE`, `TE WIERIK`."""
    return _cased(words.split(), frozenset())


def other_case(words: str) -> str:
    """The other way a surname in capitals may be written (`te Wierik`); empty where there is one way."""
    tokens = words.split()
    heads = [word for word in tokens if in_capitals(word)]
    if not heads or tokens[0] != heads[0]:
        return ""
    first = collation_key(tokens[0])
    plain = restored_family(words)
    if len(tokens) > 1 and first in LOWER_PARTICLES | CAPITAL_PARTICLES:
        return _cased(tokens, frozenset({first}))
    if _ELIDED.match(tokens[0]):
        return "D" + plain[1:]
    if plain.startswith("Mac") and plain[3:4].isupper():
        return plain[:3] + plain[3:].lower()
    return ""


def _cased(tokens: list[str], turned: frozenset[str]) -> str:
    """Restore each word; particles in `turned`, at the head, take the case they would not have."""
    cased: list[str] = []
    particles = True
    for position, token in enumerate(tokens):
        last = position == len(tokens) - 1
        word = token.casefold()
        small = (not last and in_capitals(token)) or token in ("Y", "E", "I")
        if small and _is_small(word, cased, particles, turned):
            cased.append(word)
        elif position == 0 and in_capitals(token) and _ELIDED.match(token):
            cased.append("d" + token[1] + restored(token[2:]))
        else:
            cased.append(restored(token))
        particles = particles and word in _INNER | _ARTICLES
    return " ".join(cased)


def _is_small(word: str, before: list[str], leading: bool, turned: frozenset[str]) -> bool:
    after_small = bool(before) and before[-1].islower()
    if word in _ARTICLES:
        return after_small or (word in _GERMANIC and bool(before) and before[-1] in ("Van", "Von"))
    if before and not leading:
        return word in _INNER
    if word in turned:
        return word not in LOWER_PARTICLES
    return word in LOWER_PARTICLES or (after_small and word in _INNER)


# --- names of running text -----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def person_of(name: str) -> Person:
    """Take a name of running text apart: the surname starts at a particle, else it is the last word.

    A surname in capitals gets the case of a name; one word alone stays whole.
    """
    words = name.split()
    if len(words) < 2:
        return Person(family=" ".join(words))
    cut = _surname_at(words)
    return Person(restored_family(" ".join(words[cut:])), " ".join(restored(word) for word in words[:cut]))


def is_particle(word: str) -> bool:
    """Whether a word may open a surname: `de`, `Le`, `van`, `El`."""
    return word.casefold().rstrip("’'") in _OPENERS or bool(re.match(r"[dD][’']", word))


def _surname_at(words: list[str]) -> int:
    """Where the surname of a given-name-first name starts."""
    last = len(words) - 1
    capitals = [n for n, word in enumerate(words) if in_capitals(word)]
    if capitals and capitals[0] > 0 and capitals == list(range(capitals[0], len(words))):
        last = capitals[0]
    for position in range(1, last + 1):
        if words[position] in ("y", "i", "e") and position > 1:
            return position - 1
        if is_particle(words[position]) and position < len(words) - 1:
            return position
        if re.match(r"d[’']", words[position]):
            return position
    return last


READ_ALIKE = MappingProxyType({"'": "’", "ʼ": "’", "‘": "’", "‑": "-", "\u00a0": " ", "\u202f": " "})
"""Signs that names are written with and that mean the same, with the one that is kept."""


def tidy(text: str) -> str:
    """A name composed (NFC), with one kind of apostrophe, hyphen and space."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(READ_ALIKE.get(char, char) for char in composed).split())
