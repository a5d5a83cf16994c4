"""A paragraph in; the people it names, with the reasons to believe that they are people, out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from anthology.recognise.cues import Cues, words_of
from anthology.recognise.given_names import given_name_weight
from anthology.recognise.patterns import pattern

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒŸĆČŁŚŠŻŽ]"
_LETTER = r"[\wÀ-ÿ]"
CAPITAL_WORD = rf"{_CAPITAL}(?:{_LETTER}|[’'\-](?={_LETTER}))*\.?(?<!{_LETTER}{_LETTER}\.)"
PARTICLE = r"(?:de|du|des|da|di|del|della|d[’']|van|von|der|den|la|le|el|y|i|bin|ben|ibn|zu|O[’'])"
NAME = rf"{CAPITAL_WORD}(?:[ \u00a0](?:{PARTICLE}[ \u00a0]?){{0,2}}{CAPITAL_WORD}){{0,4}}"
"""A run of capitalised words; particles may stand inside it. A stop only after an initial (`J.`)."""

_NAME = pattern(NAME)
_LAST_WORD = pattern(rf"({_LETTER}+)[’'\s]*$")
_NEXT_WORD = pattern(rf"\s*({_LETTER}+)")
_APPOSITION = pattern(r"\s*[,(]\s*(?:[^\W\d_]{1,3}[’'\s]\s?)?([^\W\d_]+)")

NEAR = 80
"""Characters before and after a name that may tell what it names."""

SURE = 2.0
"""The weight from which a run of capitals is taken for a person."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as the text writes it, where, and how much speaks for a person."""

    name: str
    start: int
    end: int
    weight: float


def mentions(text: str, cues: Cues, given_names: Collection[str] = ()) -> tuple[Mention, ...]:
    """Return every run of two or more capitalised words outside parentheses, weighed as a person."""
    closed = list(_parentheses(text))
    found = (_trimmed(match, cues) for match in _NAME.finditer(text))
    return tuple(
        Mention(text[start:end], start, end, _weight(text, start, end, cues, given_names))
        for start, end, titled in found
        if (titled or " " in text[start:end]) and not _within(start, closed)
    )


def people(texts: Iterable[str], cues: Cues, given_names: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names in `texts` that are surely people, in order, each once."""
    texts = tuple(texts)
    found = (mention for text in texts for mention in mentions(text, cues, given_names))
    return tuple(dict.fromkeys(mention.name for mention in found if mention.weight >= SURE))


def _trimmed(match: re.Match[str], cues: Cues) -> tuple[int, int, bool]:
    """Leave out leading articles and honorifics (`La Région`, `Herr Wallrath`); say if one was there."""
    start, end = match.span()
    titled = False
    while " " in (text := match.string[start:end]):
        first, _, rest = text.partition(" ")
        word = first.casefold().rstrip(".")
        if word in cues.honorifics:
            titled = True
        elif not _no_name(word, cues):
            break
        start = end - len(rest.lstrip(" "))
    return start, end, titled


def _no_name(word: str, cues: Cues) -> bool:
    """An article, a preposition, a post (`Bademeisterin`): capitals may open it, but it is no name."""
    return _is_post(word, cues) or word in cues.articles | cues.prepositions | cues.links


def _is_post(word: str, cues: Cues) -> bool:
    return word in cues.posts or (bool(cues.post_endings) and word.endswith(cues.post_endings))


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of these spans, in order, holds a place."""
    index = bisect_right(spans, (place, place)) - 1
    return index >= 0 and spans[index][0] < place < spans[index][1]


def _parentheses(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"\([^()]*\)?", text):
        yield found.span()


def _weight(text: str, start: int, end: int, cues: Cues, given_names: Collection[str]) -> float:
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    return (
        0.5
        + _weight_of_name(text[start:end], cues, given_names)
        + _weight_of_context_before(before, cues)
        + _weight_of_context_after(after, cues)
    )


def _weight_of_name(name: str, cues: Cues, given_names: Collection[str]) -> float:
    first, *others = name.split()
    known = first in given_names or first.split("-")[0] in given_names
    weight = 3.0 * max(float(known), given_name_weight(first))
    if first.isupper() and len(first) > 2:
        weight -= 1.0
    elif others and others[-1].isupper() and len(others[-1]) > 2:
        weight += 1.5
    if any(word in cues.institutions for word in words_of(name)):
        weight -= 3.0
    return weight


def _weight_of_context_before(before: str, cues: Cues) -> float:
    stripped = before.rstrip()
    if not stripped or stripped[-1] in ".!?…,:;–—":
        return 0.5
    last = _LAST_WORD.search(before)
    word = last[1].casefold() if last else ""
    if word in ("avec", "with", "con", "mit", "amb"):
        return 1.0
    if word in cues.honorifics or _is_post(word, cues):
        return 2.0
    if word in cues.says:
        return 1.5
    if word in ("d", "de", "of", "von", "di"):
        return 1.0 if _before_of(before, cues) else -0.5
    if word in cues.articles | cues.prepositions:
        return -2.0
    return -0.5 if word.islower() and word not in cues.links else 0.0


def _before_of(before: str, cues: Cues) -> bool:
    """Whether `of` follows a meeting or a post (`à la rencontre d’…`): then a person may follow."""
    return bool(cues.interview.search(before)) or any(word in cues.posts for word in words_of(before)[-3:])


def _weight_of_context_after(after: str, cues: Cues) -> float:
    apposition = _APPOSITION.match(after)
    if apposition:
        return 2.0 if apposition[1].casefold() in cues.posts or after.lstrip().startswith("(") else 1.0
    following = _NEXT_WORD.match(after)
    word = following[1] if following else ""
    if not word or word[0].isupper():
        return 0.0
    if word in cues.prepositions | cues.articles:
        return -0.5
    return 0.0 if word in cues.links else 1.0
