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

import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
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

COMMON = 50
"""A shingle in more paragraphs than this is a formula of the house and proves nothing."""

_TOKEN = pattern(r"\w+")

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
class Compared:
    """What of a submission is compared with others.

    `lengths` are the words in each paragraph, `distinct` its different runs; `marks` holds eight hexadecimal
    digits for each run of each paragraph, in their order.
    """

    lengths: tuple[int, ...]
    distinct: tuple[int, ...]
    marks: str

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
    """Words and numbers without case or marks: what must agree for one text to be a copy of another."""
    return tuple(_TOKEN.findall(text.casefold()))


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
    for (smaller, larger), common in sorted(_common(every, words).items()):
        containment = common / min(every[file].distinct[index] for file, index in (smaller, larger))
        if containment >= CANDIDATE:
            for repeat in _aligned(smaller, larger, containment, words):
                found[repeat.smaller].append(repeat)
    ordered = {place: tuple(sorted(each, key=_fullest)) for place, each in found.items()}
    return Repeats(ordered, words, every)


def _fullest(repeat: Repeat) -> tuple[float, Place]:
    return -repeat.containment, repeat.larger


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[offset:] for offset in range(RUN)), strict=False)


def _runs_in(words: int) -> int:
    return max(words - RUN + 1, 0)


def _common(every: Sequence[Compared], words: Words) -> Counter[tuple[Place, Place]]:
    """Count the runs that two paragraphs share, for the pairs that may share enough of them."""
    marks = {place: own for file, one in enumerate(every) for place, own in _marks(file, one)}
    counts: Counter[int] = Counter()
    for own in marks.values():
        counts.update(own)
    again = {mark for mark, times in counts.items() if times > 1}
    # Of two paragraphs, one must hold half its runs in common with the other: so with any other at all.
    half = {
        place
        for place, own in marks.items()
        if sum(map(again.__contains__, own)) >= CANDIDATE * every[place[0]].distinct[place[1]]
    }
    wanted = {mark for place in half for mark in marks[place] if mark in again}
    common: Counter[tuple[Place, Place]] = Counter()
    for places in _holders(marks, wanted, words):
        if 1 < len(places) <= COMMON:
            common.update(
                (one, other)
                for i, one in enumerate(places)
                for other in places[i + 1 :]
                if one in half or other in half
            )
    return common


def _marks(file: int, one: Compared) -> Iterator[tuple[Place, tuple[int, ...]]]:
    """The marks of each paragraph that has any, in the order of its runs."""
    data = bytes.fromhex(one.marks)
    every = struct.unpack(f">{len(data) // 4}I", data)
    start = 0
    for index, length in enumerate(one.lengths):
        end = start + _runs_in(length)
        if end > start:
            yield (file, index), every[start:end]
        start = end


def _holders(
    marks: Mapping[Place, tuple[int, ...]], wanted: Set[int], words: Words
) -> Iterator[tuple[Place, ...]]:
    """For each run under one of these marks, the paragraphs that hold it, in reading order."""
    index: dict[tuple[str, ...], dict[Place, None]] = defaultdict(dict)
    for place, own in marks.items():
        if not wanted.isdisjoint(own):
            for mark, run in zip(own, _runs(words[place]), strict=True):
                if mark in wanted:
                    index[run][place] = None
    return map(tuple, index.values())


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
