"""The articles of all submissions and the repeats between their paragraphs in; which articles are copies out.

Of two that say the same, the richer is kept. What only the poorer one says is pointed out, never lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anthology.recognise.duplicates import MIN_WORDS, RUN, Place, Repeats

COPY = 0.6
"""The share of an article's words (in paragraphs of five words or more) that another must hold too."""

REPEATED = 20
"""Words: a paragraph this long that comes back elsewhere in its article is worth a question."""

WITHIN = 1.25
"""How many times longer a paragraph must be than a sentence lifted out of it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that another one (by position) holds too, and where each paragraph is found there."""

    kept: int
    blocks: Mapping[Place, Place]


@dataclass(frozen=True, slots=True)
class Inside:
    """Repeats within one article, by the positions of its blocks in their submission.

    `dropped` maps a paragraph said twice in a row to the first of the two; `lifted` holds sentences that
    a longer paragraph says too; `echoes` maps a long paragraph that comes back elsewhere to the first;
    `refrains` are the paragraphs, long or short, whose very words come back and are kept.
    """

    dropped: Mapping[int, int]
    lifted: Mapping[int, int]
    echoes: Mapping[int, int]
    refrains: frozenset[int] = frozenset()


NOTHING_INSIDE = Inside(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
"""An article that says nothing twice."""


def find_copies(articles: Sequence[Sequence[Place]], repeats: Repeats) -> Mapping[int, Copy]:
    """Return the articles (by position) that are copies of a richer one."""
    home = {place: number for number, places in enumerate(articles) for place in places}
    richness = [sum(repeats.length(place) for place in places) for places in articles]
    copies: dict[int, Copy] = {}
    kept: set[int] = set()
    for number in sorted(range(len(articles)), key=lambda each: (-richness[each], each)):
        original = _covered_by(articles[number], kept, home, repeats)
        if original is None:
            kept.add(number)
        else:
            copies[number] = Copy(original, _matched(articles[number], articles[original], repeats))
    return copies


def _covered_by(
    places: Sequence[Place], kept: Collection[int], home: Mapping[Place, int], repeats: Repeats
) -> int | None:
    """The kept article that holds most of this one's words, if it holds enough of them."""
    said = [place for place in places if repeats.length(place) >= RUN]
    total = sum(repeats.length(place) for place in said)
    shared: dict[int, int] = defaultdict(int)
    for place in said:
        for other in {home.get(repeat.larger, -1) for repeat in repeats.of(place)}.intersection(kept):
            shared[other] += repeats.length(place)
    best = max(shared, key=lambda each: (shared[each], -each), default=None)
    return best if best is not None and shared[best] >= max(COPY * total, MIN_WORDS) else None


def _matched(copy: Sequence[Place], kept: Sequence[Place], repeats: Repeats) -> Mapping[Place, Place]:
    """Where each paragraph of a copy stands in the article kept; short lines by their words alone."""
    owned = set(kept)
    short = {repeats.words[place]: place for place in reversed(kept)}
    found: dict[Place, Place] = {}
    for place in copy:
        held = next((repeat.larger for repeat in repeats.of(place) if repeat.larger in owned), None)
        match = held or short.get(repeats.words[place])
        if match:
            found[place] = match
    return found


def find_inside(places: Sequence[Place], repeats: Repeats) -> Inside:
    """Return what one article says twice."""
    owned = {place: position for position, place in enumerate(places)}
    dropped: dict[Place, Place] = {}
    lifted: dict[Place, Place] = {}
    echoes: dict[Place, Place] = {}
    refrains: set[Place] = set()
    for place, other, exact, whole in _pairs(places, owned, repeats):
        length = repeats.length(place)
        if not whole:
            if exact and repeats.length(other) >= WITHIN * length:
                lifted.setdefault(place, other)
        elif exact and length >= MIN_WORDS and _follows(places, owned, place, other, dropped, repeats):
            dropped.setdefault(place, dropped.get(other, other))
        else:
            refrains.add(place)
            if length >= REPEATED and owned[place] > owned[other]:
                echoes.setdefault(place, other)
    kept = {key: value for key, value in echoes.items() if key not in dropped}
    return Inside(
        _positions(dropped),
        _positions(lifted),
        _positions(kept),
        frozenset(index for _, index in refrains.difference(dropped, dropped.values())),
    )


def _positions(places: Mapping[Place, Place]) -> Mapping[int, int]:
    """The same without the submission, which is one and the same."""
    return {index: other for (_, index), (_, other) in places.items()}


def _pairs(
    places: Sequence[Place], owned: Mapping[Place, int], repeats: Repeats
) -> Iterator[tuple[Place, Place, bool, bool]]:
    for place in places:
        for repeat in repeats.of(place):
            if repeat.larger in owned:
                yield place, repeat.larger, repeat.exact, repeat.whole


def _follows(
    places: Sequence[Place],
    owned: Mapping[Place, int],
    place: Place,
    other: Place,
    dropped: Mapping[Place, Place],
    repeats: Repeats,
) -> bool:
    """Whether a paragraph comes again right after itself, or in a run of paragraphs that come again.

    Anything else may be a refrain, which is kept.
    """
    here, there = owned[place], owned[other]
    if here <= there:
        return False
    if here == there + 1 or (dropped.get(places[here - 1]) == places[there - 1] and there):
        return True
    following = here + 1 < len(places) and there + 1 < here
    return following and repeats.words[places[here + 1]] == repeats.words[places[there + 1]]
