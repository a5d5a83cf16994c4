"""Total fit: widths of what a paragraph holds to the places where its lines end, chosen all together.

After D. E. Knuth and M. F. Plass, "Breaking paragraphs into lines" (Software: Practice and Experience 11,
1981): a line costs the more, the further its spaces are from their own width, and the paragraph that costs
least is set. Lengths are all in one unit, whichever it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

SPACE, HYPHEN, DASH, CUT = 0, 1, 2, 3
"""What ends a line: a space; a hyphen, put in or written; any other sign after which a line may end; nothing
at all, in the middle of a word that is wider than a line."""

LADDER = 2
"""So many lines in a row may end in a hyphen."""
LEAST_LETTERS = 4
"""The last line of a paragraph holds no fewer letters."""

_EVERY_LINE = 10.0
_COSTS = {SPACE: 0.0, HYPHEN: 60.0, DASH: 30.0, CUT: 1e4}
"""What a line costs before it is squared: each, and by what it ends in (a word is only cut where the spaces
of the line before it would be wider than three quarters of an em)."""

_OPPOSITE, _SECOND_HYPHEN, _BEFORE_LAST, _SHORT_LAST = 1e4, 3e5, 2e5, 1e6
_BARRED, _RUNT, _OVERFULL = 1.5e7, 5e8, 1e12
"""What costs once: a wide line below a narrow one or the reverse; a hyphen below a hyphen, one before the
last line, a short last line; a stop that is barred (as much as spaces of two thirds of an em), a last line
that is too short, a line that runs over."""

_SHORT = 0.12
"""A last line that is shorter than this part of the measure is avoided."""
_NEAR = 0.6
"""A line that fills less of its measure than this is not looked at, unless nothing else is left."""
_HAIR = 1e-6
_WHERE_TEXT_ENDS = frozenset({SPACE, CUT})
"""Stops at which nothing is put in: what runs over the edge there does so at all later ones."""


@dataclass(slots=True)
class Stops:
    """Where the lines of a paragraph may end, in order; the last stop is the end of the paragraph.

    `ends` is how far the text reaches, from the beginning of the paragraph, when a line ends at a stop (its
    hyphen counts), and `begins` where the next line begins; `spaces_end` and `spaces_begin` how many spaces,
    that may grow and shrink, come before each. `barred` are stops that are taken only where nothing else is
    left; from `runts` on a stop leaves too little for the last line.
    """

    ends: list[float] = field(default_factory=list)
    begins: list[float] = field(default_factory=list)
    spaces_end: list[int] = field(default_factory=list)
    spaces_begin: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)
    runts: int = 0

    def drop(self) -> None:
        """Take the last stop back."""
        for column in (self.ends, self.begins, self.spaces_end, self.spaces_begin, self.kinds):
            column.pop()


@dataclass(frozen=True, slots=True)
class Give:
    """How much a space grows or shrinks: `stretch` is easy, `shrink` and `most` are the limits.

    With an infinite `most` anything is taken that is the least bad.
    """

    stretch: float
    shrink: float
    most: float


_State = tuple[int, int, int, int]
"""A stop where a line ends, how many lines in a row now end in a hyphen, which measure is the next, and how
the spaces of the line are: narrow (0), as they should be (1), wide (2), or very wide (3)."""


_BEGIN: _State = (-1, 0, 0, 1)


def fitted(stops: Stops, measures: Sequence[float], give: Give) -> list[int] | None:
    """The stops where lines end, the last one too; None where no choice keeps spaces within the limits.

    `measures` are the widths of the first lines, one by one; the last holds for all others. Without a limit
    of growth there is always an answer: what fits on no line runs over alone on one.
    """
    return _Fitting(stops, measures, give).chosen()


class _Fitting:
    """The least cost to end a line at each stop, and from where it was reached."""

    def __init__(self, stops: Stops, measures: Sequence[float], give: Give) -> None:
        self.stops, self.measures, self.give = stops, measures, give
        self.last = len(stops.ends) - 1
        self.reached: list[dict[tuple[int, int, int], tuple[float, _State]]] = [{} for _ in stops.ends]
        self.finish: tuple[float, _State] = (inf, _BEGIN)

    def chosen(self) -> list[int] | None:
        self._go_on(_BEGIN, 0.0, 0.0, 0)
        begins, spaces = self.stops.begins, self.stops.spaces_begin
        for stop in range(self.last):
            for (run, line, wide), (cost, _) in self.reached[stop].items():
                self._go_on((stop, run, line, wide), cost, begins[stop], spaces[stop])
        return self._way() if self.finish[0] < inf else None

    def _way(self) -> list[int]:
        found, (stop, run, line, wide) = [self.last], self.finish[1]
        while stop >= 0:
            found.append(stop)
            stop, run, line, wide = self.reached[stop][run, line, wide][1]
        return found[::-1]

    def _go_on(self, state: _State, cost: float, begin: float, spaces: int) -> None:
        """Every line that may begin there, by where it ends."""
        stop, run, line, before = state
        measure = self.measures[line]
        following = min(line + 1, len(self.measures) - 1)
        ends, spaces_end, kinds, last = self.stops.ends, self.stops.spaces_end, self.stops.kinds, self.last
        shrink, most = self.give.shrink, self.give.most
        first = stop + 1
        near = first if most == inf else bisect_left(ends, begin + measure * _NEAR, first, last)
        for end in range(near, last + 1):
            count = spaces_end[end] - spaces
            gap = measure - ends[end] + begin
            if gap < -shrink * count - _HAIR:
                if most == inf and end == first:
                    self._end(state, end, cost + _OVERFULL, 0, following, 1)
                if kinds[end] in _WHERE_TEXT_ENDS:
                    return
            elif end == last:
                self._end(state, end, cost + self._ending(stop, gap, count, measure), 0, 0, 1)
            elif gap <= most * count or most == inf:
                hyphens = run + 1 if kinds[end] == HYPHEN else 0
                if hyphens <= LADDER:
                    ratio = self._ratio(gap, count)
                    wide = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
                    total = cost + self._line(end, ratio) + (_SECOND_HYPHEN if hyphens > 1 else 0.0)
                    total += _OPPOSITE if abs(wide - before) > 1 else 0.0
                    self._end(state, end, total, hyphens, following, wide)

    def _end(self, state: _State, end: int, total: float, hyphens: int, following: int, wide: int) -> None:
        """A line that ends there, if it is the cheapest so far."""
        if total == inf:
            return
        if end == self.last:
            if total < self.finish[0]:
                self.finish = (total, state)
            return
        known = self.reached[end].get((hyphens, following, wide))
        if known is None or total < known[0]:
            self.reached[end][hyphens, following, wide] = (total, state)

    def _ratio(self, gap: float, count: int) -> float:
        """How much of what its spaces give a full line takes: less than 0 where they shrink.

        One without a space cannot be filled.
        """
        grown = gap / count if count else 4 * gap
        return grown / self.give.stretch if grown >= 0 else grown / self.give.shrink if count else 0.0

    def _line(self, end: int, ratio: float) -> float:
        """What a full line costs."""
        ratio = abs(ratio)
        bad = (_EVERY_LINE + 100.0 * ratio * ratio * ratio + _COSTS[self.stops.kinds[end]]) ** 2
        if end in self.stops.barred:
            return bad + (_BARRED if self.give.most == inf else inf)
        return bad

    def _ending(self, stop: int, gap: float, count: int, measure: float) -> float:
        """What the last line costs: its spaces stay as they are, unless they must shrink."""
        ratio = -gap / (count * self.give.shrink) if gap < 0 and count else 0.0
        bad = (_EVERY_LINE + 100.0 * ratio**3) ** 2
        if stop < 0:
            return bad
        if stop >= self.stops.runts:
            return bad + (_RUNT if self.give.most == inf else inf)
        if measure - gap < measure * _SHORT:
            bad += _SHORT_LAST
        return bad + _BEFORE_LAST if self.stops.kinds[stop] == HYPHEN else bad


# --- ragged lines ------------------------------------------------------------------------------------

FEW = 6
"""So many lines, and no more, are made of about one length; longer texts are left as they run."""

_LAST = 0.4
"""A last line that fills less of its measure than this is too short."""
_FEW_WORDS = {1: 0.1, 2: 0.05}
"""What a last line costs that holds so few words."""
_TIE = 0.06
"""What a line costs that ends where the sense goes on, for each degree of that."""


def ragged(stops: Stops, measure: float, ties: Sequence[int], *, even: bool) -> list[int] | None:
    """The stops where the lines of a short ragged text end: as few as there must be, the last not too short.

    `even` makes them about one length; otherwise they are filled. `ties` is how closely belongs together what
    each stop parts, 0 to 2. None where a word runs over, or there are more than a few lines.
    """
    count, last = _fewest(stops, measure), len(stops.ends) - 1
    if not count:
        return None
    length = stops.ends[last] / count if even else measure

    def cost(before: int, stop: int, width: float) -> float:
        if stop < last:
            return ((width - length) / length) ** 2 + _TIE * ties[stop]
        if even:
            return ((width - length) / length) ** 2
        return (max(0.0, _LAST * measure - width) / length) ** 2 + _FEW_WORDS.get(stop - before, 0.0)

    ways: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for left in range(count - 1, -1, -1):
        longer = [
            (spent + cost(before, stop, width), (*way, stop))
            for before, (spent, way) in ways.items()
            for stop, width in _lines(stops, measure, before)
            if (stop == last) == (left == 0)
        ]
        ways = {way[-1]: (spent, way) for spent, way in sorted(longer, reverse=True)}
    return list(ways[last][1]) if last in ways else None


def _lines(stops: Stops, measure: float, before: int) -> Iterator[tuple[int, float]]:
    """The lines that begin behind a stop and do not run over: where each ends, and how wide it is."""
    begin = stops.begins[before] if before >= 0 else 0.0
    for stop in range(before + 1, len(stops.ends)):
        if stops.ends[stop] - begin > measure + _HAIR:
            break
        yield stop, stops.ends[stop] - begin


def _fewest(stops: Stops, measure: float) -> int:
    """How many lines a text fills; 0 where a word runs over, or there are more than a few."""
    begin, lines, stop = 0.0, 0, 0
    last = len(stops.ends) - 1
    while stop <= last and lines < FEW:
        fits = bisect_right(stops.ends, begin + measure + _HAIR) - 1
        if fits < stop:
            return 0
        lines, begin, stop = lines + 1, stops.begins[fits], fits + 1
    return lines if stop > last else 0
