"""All paragraphs of all submissions in; which repeat another, wholly or as a part of it, out.

Likeness is *containment*, the share of the smaller paragraph's runs of five words that the larger one
holds too, found through an inverted index: the cost grows with the text, not with the pairs. (Jaccard
likeness, what MinHash estimates, is useless here: a sentence lifted from a long paragraph shares little
of the whole.)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

RUN = 5
"""Words in a shingle."""

MIN_WORDS = 8
"""Shorter repeats are refrains, labels and set phrases: nobody's copy."""

CONTAINED = 0.9
"""Containment from which the smaller paragraph is (nearly) all in the larger one."""

CANDIDATE = 0.5
"""Containment from which two paragraphs are worth aligning word by word."""

SAME = 97.0
"""rapidfuzz ratio (0 to 100) from which an aligned paragraph is the same but for slips."""

COMMON = 50
"""A shingle in more paragraphs than this is a formula of the house and proves nothing."""

_TOKEN = re.compile(r"\w+")

Place = tuple[int, int]
"""A paragraph: the position of its submission and its own position in it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """`smaller` is said again in `larger`. `exact`: no word of the smaller is missing there, in order."""

    smaller: Place
    larger: Place
    containment: float
    exact: bool
    whole: bool
    """The two say the same, and neither says more."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Every repeat between paragraphs, by the place of the smaller one."""

    by_smaller: Mapping[Place, tuple[Repeat, ...]]
    words: Mapping[Place, tuple[str, ...]]

    def of(self, place: Place) -> tuple[Repeat, ...]:
        """Where a paragraph is repeated, the fullest first, then in reading order."""
        return self.by_smaller.get(place, ())

    def pair(self, one: Place, other: Place) -> Repeat | None:
        """Return the repeat of `one` in `other`, if there is one."""
        return next((repeat for repeat in self.of(one) if repeat.larger == other), None)


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers without case or marks: what must agree for one text to be a copy of another."""
    return tuple(_TOKEN.findall(text.casefold()))


def find_repeats(texts: Sequence[Sequence[str]]) -> Repeats:
    """Compare every paragraph with every other; `texts[i][j]` is paragraph j of submission i."""
    words = {
        (file, index): tokens(text)
        for file, paragraphs in enumerate(texts)
        for index, text in enumerate(paragraphs)
    }
    runs = {place: _runs(said) for place, said in words.items() if len(said) >= RUN}
    found: dict[Place, list[Repeat]] = defaultdict(list)
    for (smaller, larger), common in sorted(_common(runs).items()):
        containment = common / min(len(runs[smaller]), len(runs[larger]))
        if containment >= CANDIDATE:
            for repeat in _aligned(smaller, larger, containment, words):
                found[repeat.smaller].append(repeat)
    return Repeats({place: tuple(sorted(each, key=_fullest)) for place, each in found.items()}, words)


def _fullest(repeat: Repeat) -> tuple[float, Place]:
    return -repeat.containment, repeat.larger


def _runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[index : index + RUN]) for index in range(len(words) - RUN + 1))


def _common(runs: Mapping[Place, frozenset[tuple[str, ...]]]) -> Counter[tuple[Place, Place]]:
    """Count the runs that two paragraphs share, for the pairs that share one."""
    index: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for place, own in runs.items():
        for run in own:
            index[run].append(place)
    common: Counter[tuple[Place, Place]] = Counter()
    for places in index.values():
        if 1 < len(places) <= COMMON:
            common.update((one, other) for i, one in enumerate(places) for other in places[i + 1 :])
    return common


def _aligned(
    one: Place, other: Place, containment: float, words: Mapping[Place, tuple[str, ...]]
) -> Iterable[Repeat]:
    if words[one] == words[other]:
        return (Repeat(one, other, 1.0, True, True), Repeat(other, one, 1.0, True, True))
    smaller, larger = sorted((one, other), key=lambda place: (len(words[place]), place))
    exact = _inside(words[smaller], words[larger])
    said, said_again = " ".join(words[smaller]), " ".join(words[larger])
    if not exact and containment < CONTAINED and fuzz.partial_ratio(said, said_again) < SAME:
        return ()
    alike = fuzz.ratio(said, said_again) >= SAME
    repeat = Repeat(smaller, larger, containment, exact, alike)
    return (repeat, Repeat(larger, smaller, containment, False, True)) if alike else (repeat,)


def _inside(smaller: Sequence[str], larger: Sequence[str]) -> bool:
    """Whether the words stand in the larger paragraph in the same order, without a gap."""
    return f" {' '.join(smaller)} " in f" {' '.join(larger)} "
