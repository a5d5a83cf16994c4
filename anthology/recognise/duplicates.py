"""All paragraphs of all submissions in; which repeat another, wholly or as a part of it, out.

Likeness is *containment*, the share of the smaller paragraph's runs of five words that the larger one
holds too, found through an inverted index: the cost grows with the text, not with the pairs. (Jaccard
likeness, what MinHash estimates, is useless here: a sentence lifted from a long paragraph shares little
of the whole.)

What is compared of a submission is kept with it as marks, one short number a run. Equal runs have equal
marks, so a run whose mark nobody else bears is nobody else's; only the few others are looked at, by their
words.
"""

from __future__ import annotations

import math
import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from sys import intern
from unicodedata import normalize
from zlib import crc32

from rapidfuzz import fuzz

from anthology.model import Manuscript
from anthology.recognise.patterns import pattern

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

NEAR = 85.0
"""rapidfuzz ratio from which one is an edited version of the other: no copy by itself, but a sign of one."""

LONGEST = 20_000
"""Characters: of longer paragraphs the runs they share must tell, for to align them takes too long."""

COMMON = 50
"""A shingle in more paragraphs than this is a formula of the house and proves nothing."""

_TOKEN = pattern(r"\w+")
_PLAIN = str.maketrans({"œ": "oe", "æ": "ae", "\u00ad": None, "\u200b": None, "\u2060": None, "\ufeff": None})

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


@dataclass(frozen=True)  # no slots: what is looked at once is kept beside the fields
class Compared:
    """What of a submission is compared with others.

    `lengths` are the words in each paragraph, `distinct` its different runs; `marks` holds eight hexadecimal
    digits for each run of each paragraph, in their order.
    """

    lengths: tuple[int, ...]
    distinct: tuple[int, ...]
    marks: str

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the marks of each paragraph begin and end among all."""
        ends = tuple(accumulate(map(_runs_in, self.lengths)))
        return tuple(zip((0, *ends), ends, strict=False))

    def fits(self, manuscript: Manuscript) -> bool:
        """Whether it may be of this manuscript: it has as many paragraphs, and a mark for each run."""
        runs = sum(_runs_in(length) for length in self.lengths)
        paragraphs = {len(self.lengths), len(self.distinct), len(manuscript.blocks)}
        return len(paragraphs) == 1 and len(self.marks) == 8 * runs


class Words(Mapping[Place, tuple[str, ...]]):
    """The words of each paragraph, told apart when somebody asks for them."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._texts = texts
        self._known: dict[Place, tuple[str, ...]] = {}

    def __getitem__(self, place: Place) -> tuple[str, ...]:
        if place not in self._known:
            file, index = place
            self._known[place] = tokens(self._texts[file][index])
        return self._known[place]

    def __iter__(self) -> Iterator[Place]:
        return (
            (file, index) for file, paragraphs in enumerate(self._texts) for index in range(len(paragraphs))
        )

    def __len__(self) -> int:
        return sum(map(len, self._texts))


@dataclass(frozen=True, slots=True)
class Repeats:
    """Every repeat between paragraphs, by the place of the smaller one."""

    by_smaller: Mapping[Place, tuple[Repeat, ...]]
    words: Mapping[Place, tuple[str, ...]]
    compared: Sequence[Compared] = field(repr=False)

    def length(self, place: Place) -> int:
        """The number of words in a paragraph."""
        return self.compared[place[0]].lengths[place[1]]

    def of(self, place: Place) -> tuple[Repeat, ...]:
        """Where a paragraph is repeated, the fullest first, then in reading order."""
        return self.by_smaller.get(place, ())

    def pair(self, one: Place, other: Place) -> Repeat | None:
        """Return the repeat of `one` in `other`, if there is one."""
        return next((repeat for repeat in self.of(one) if repeat.larger == other), None)


def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers without case or marks: what must agree for one text to be a copy of another.

    What only the program makes of a text is no difference: composed accents, ligatures, soft hyphens.
    """
    return tuple(map(intern, _TOKEN.findall(normalize("NFKC", text.casefold()).translate(_PLAIN))))


def compared(paragraphs: Sequence[str]) -> Compared:
    """What is to be compared of one submission with others."""
    words = [tokens(text) for text in paragraphs]
    runs = [list(_runs(said)) for said in words]
    # Marks are kept from one import to the next: unlike `hash`, these are the same in every process.
    marks = [crc32(" ".join(run).encode("utf-8", "surrogatepass")) for own in runs for run in own]
    return Compared(
        tuple(map(len, words)),
        tuple(len(set(own)) for own in runs),
        struct.pack(f">{len(marks)}I", *marks).hex(),
    )


def find_repeats(texts: Sequence[Sequence[str]], known: Sequence[Compared] | None = None) -> Repeats:
    """Compare every paragraph with every other.

    `texts[i][j]` is paragraph j of submission i; `known[i]` is what `compared` gives for submission i.
    """
    every = [compared(paragraphs) for paragraphs in texts] if known is None else known
    words = Words(texts)
    found: dict[Place, list[Repeat]] = defaultdict(list)
    for one, other, common in _common(every):
        containment = min(common / every[one[0]].distinct[one[1]], 1.0)
        for repeat in _aligned(one, other, containment, words):
            found[repeat.smaller].append(repeat)
    return Repeats({place: _fullest_first(each) for place, each in found.items()}, words, every)


def _fullest_first(repeats: Sequence[Repeat]) -> tuple[Repeat, ...]:
    in_order = sorted(repeats, key=attrgetter("larger"))
    return tuple(sorted(in_order, key=attrgetter("containment"), reverse=True))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[offset:] for offset in range(RUN)), strict=False)


def _runs_in(words: int) -> int:
    return max(words - RUN + 1, 0)


def _common(every: Sequence[Compared]) -> Iterator[tuple[Place, Place, int]]:
    """Yield each paragraph with those, no smaller, that hold half its runs; and how many marks they share.

    Such a paragraph holds half its runs in common with any other at all. Only from these is anything looked
    up, one after the other, so no table of all pairs is ever held.
    """
    marks = [_unpacked(one) for one in every]
    again = _again(marks)
    half = [
        place
        for place, own in _by_paragraph(every, marks)
        if sum(map(again.__contains__, own)) >= CANDIDATE * every[place[0]].distinct[place[1]]
    ]
    wanted = {mark for place in half for mark in _own(every, marks, place) if mark in again}
    holders = _holders(every, marks, wanted)
    for place in half:
        runs = every[place[0]].distinct[place[1]]
        telling = _telling(_own(every, marks, place), holders)
        known = set(telling)
        for other in sorted(_candidates(telling, holders, runs)):
            if (every[other[0]].distinct[other[1]], other) > (runs, place):
                common = len(known.intersection(_own(every, marks, other)))
                if common >= CANDIDATE * runs:
                    yield place, other, common


def _telling(own: Iterable[int], holders: Mapping[int, Sequence[Place]]) -> tuple[int, ...]:
    """The marks that a few other paragraphs bear too, the rarest first."""
    shared = {mark: len(holders.get(mark, ())) for mark in own}
    return tuple(
        sorted((each for each, times in shared.items() if 1 < times <= COMMON), key=shared.__getitem__)
    )


def _candidates(telling: Sequence[int], holders: Mapping[int, Sequence[Place]], runs: int) -> set[Place]:
    """The paragraphs that may bear half as many of these marks as there are runs.

    Whoever bears so many bears one of the first few: that is why the rarest stand first.
    """
    spare = len(telling) - math.ceil(CANDIDATE * runs)
    return {place for mark in telling[: max(spare + 1, 0)] for place in holders[mark]}


def _unpacked(one: Compared) -> array[int]:
    data = bytes.fromhex(one.marks)
    return array("L", struct.unpack(f">{len(data) // 4}I", data))


def _again(marks: Sequence[Sequence[int]]) -> frozenset[int]:
    """The marks that more than one run bears: in order, they stand side by side."""
    ordered = sorted(chain.from_iterable(marks))
    return frozenset(one for one, other in pairwise(ordered) if one == other)


def _by_paragraph(
    every: Sequence[Compared], marks: Sequence[array[int]]
) -> Iterator[tuple[Place, Sequence[int]]]:
    """The marks of each paragraph that has any, in the order of its runs."""
    for file, (one, own) in enumerate(zip(every, marks, strict=True)):
        for index, (start, end) in enumerate(one.spans):
            if end > start:
                yield (file, index), own[start:end]


def _own(every: Sequence[Compared], marks: Sequence[array[int]], place: Place) -> Sequence[int]:
    file, index = place
    return marks[file][slice(*every[file].spans[index])]


def _holders(
    every: Sequence[Compared], marks: Sequence[array[int]], wanted: set[int]
) -> Mapping[int, Sequence[Place]]:
    """For each of these marks, the paragraphs that hold it, in reading order; lists of no use are cut."""
    holders: dict[int, list[Place]] = defaultdict(list)
    for place, own in _by_paragraph(every, marks):
        for mark in wanted.intersection(own):
            if len(holders[mark]) <= COMMON:
                holders[mark].append(place)
    return holders


def _aligned(
    one: Place, other: Place, containment: float, words: Mapping[Place, tuple[str, ...]]
) -> Iterable[Repeat]:
    first, second = words[one], words[other]
    if first == second:
        return (Repeat(one, other, 1.0, True, True), Repeat(other, one, 1.0, True, True))
    smaller, larger = (one, other) if (len(first), one) <= (len(second), other) else (other, one)
    said, said_again = " ".join(first), " ".join(second)
    if smaller != one:
        said, said_again = said_again, said
    exact = f" {said} " in f" {said_again} "
    full, part = _likeness(said, said_again)
    if not exact and containment < CONTAINED and max(full, part) < NEAR:
        return ()
    alike = full >= SAME
    repeat = Repeat(smaller, larger, containment, exact, alike)
    return (repeat, Repeat(larger, smaller, containment, False, alike)) if full >= NEAR else (repeat,)


def _likeness(one: str, other: str) -> tuple[float, float]:
    """How like two texts are (0 to 100): the whole of both, and the shorter to its like in the longer."""
    if max(len(one), len(other)) > LONGEST:
        return 0.0, 0.0
    full = fuzz.ratio(one, other)
    return full, full if full >= NEAR else fuzz.partial_ratio(one, other)
