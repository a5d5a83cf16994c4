"""The words of a text, as it is written and as it was found, to those that stand in another order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence


def astray(written: Sequence[str], whole: Sequence[str], found: Sequence[str]) -> list[int]:
    """The places in `found` of words that stand in another order than they are written in.

    Only words that stand once can tell, once in `whole` too: what is written and all that stands beside it.
    """
    alone = _once(whole)
    there = {word: place for word, place in _once(found).items() if word in alone}
    places = [there[word] for word in _once(written) if word in there]
    return sorted(set(places) - set(rising(places)))


def _once(words: Sequence[str]) -> dict[str, int]:
    """The place of each word that stands only once."""
    count = Counter(words)
    return {word: place for place, word in enumerate(words) if count[word] == 1}


def rising(places: Sequence[int]) -> list[int]:
    """The longest run of numbers, in their order, of which each is greater than the one before."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        length = bisect_left(ends, place)
        ends[length:], at[length:] = [*[place], *ends[length + 1 :]], [*[number], *at[length + 1 :]]
        before.append(at[length - 1] if length else -1)
    run, number = [], at[-1] if at else -1
    while number >= 0:
        run.append(places[number])
        number = before[number]
    return run
