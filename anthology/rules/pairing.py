"""From a paragraph to its quotation marks, paired: which opens, which closes, and inside how many others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from anthology.rules.late import late
from anthology.rules.usage import BLANK

GUILLEMETS = "«»"
CURLY = "“”„"
STRAIGHT = '"'

_SIGNS = frozenset(GUILLEMETS + CURLY + STRAIGHT)
_FAMILY = {sign: family for family in (GUILLEMETS, CURLY, STRAIGHT) for sign in family}
_MARK = late('[«»“”„"]')
_AFTER_COLON = late(rf"(?:\A|\n|:{BLANK}*)\Z")
_BEFORE_OPENING = "([{‘'’-–—/:=\ufffc"
_AFTER_CLOSING = ".,;:!?…)]}’'-–—/\ufffc"
_NEVER_BEFORE_CLOSING = "([{‘:"


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark: `depth` is the number of quotations open around it, `partner` its other half."""

    at: int
    char: str
    opens: bool
    depth: int = 0
    partner: int | None = None

    @property
    def wrong_way(self) -> bool:
        """Whether the sign points against its work: a » that opens, a « that closes."""
        return (self.char in "«“„" and not self.opens) or (self.char in "»”" and self.opens)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The quotation marks of a paragraph, in order, as far as their pairs can be told."""

    marks: tuple[Mark, ...]

    @property
    def unpaired(self) -> tuple[Mark, ...]:
        """The marks that have no other half in the paragraph."""
        return tuple(mark for mark in self.marks if mark.partner is None)

    @property
    def unclosed(self) -> Mark | None:
        """The one outer opening mark that is never closed, where nothing else is in doubt."""
        match self.unpaired:
            case (Mark(opens=True, depth=0, char="«" | "“" | "„") as mark,):
                return mark
        return None

    @property
    def trusted(self) -> bool:
        """Whether every mark has its half, but for one quotation that is not closed."""
        return not self.unpaired or self.unclosed is not None

    def pairs(self) -> Iterator[tuple[Mark, Mark]]:
        """Give (opening, closing) pairs in the order of their opening marks."""
        by_place = {mark.at: mark for mark in self.marks}
        for mark in self.marks:
            if mark.opens and mark.partner is not None:
                yield mark, by_place[mark.partner]


Direction = Callable[[str, int], bool | None]
"""From a text and the place of a mark to True (opens), False (closes) or None (cannot be told)."""


@lru_cache(maxsize=2)
def pair(text: str) -> Pairing:
    """Pair the marks by the spaces round them where all of them then pair; else as they point."""
    by_spaces = _paired(text, _as_it_stands)
    return _paired(text, _as_it_points) if by_spaces.unpaired else by_spaces


def _as_it_points(text: str, place: int) -> bool | None:
    char = text[place]
    return _by_neighbours(text, place) if char == STRAIGHT else char in "«“„"


def _as_it_stands(text: str, place: int) -> bool | None:
    seen = _by_neighbours(text, place)
    if seen is not None or text[place] == STRAIGHT:
        return seen
    return bool(_AFTER_COLON.search(text[max(place - 8, 0) : place])) or text[place] in "«“„"


def _by_neighbours(text: str, place: int) -> bool | None:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if _SIGNS & {before, after}:
        return None
    opens = (not before or before.isspace() or before in _BEFORE_OPENING) and _holds(after)
    closes = _held(before) and (not after or after.isspace() or after in _AFTER_CLOSING)
    return None if opens == closes else opens


def _holds(after: str) -> bool:
    return bool(after) and not after.isspace() and after not in ".,;:!?)]}"


def _held(before: str) -> bool:
    return bool(before) and not before.isspace() and before not in _NEVER_BEFORE_CLOSING


class _Open:
    """The quotations open at one place of a paragraph, as indexes of their opening marks, nearest last."""

    def __init__(self, chars: str) -> None:
        self.chars = chars
        self.nearest: list[int] = []
        self.count = dict.fromkeys((GUILLEMETS, CURLY, STRAIGHT), 0)

    def push(self, index: int) -> None:
        self.nearest.append(index)
        self.count[_FAMILY[self.chars[index]]] += 1

    def pop(self) -> int:
        index = self.nearest.pop()
        self.count[_FAMILY[self.chars[index]]] -= 1
        return index

    def holds(self, char: str) -> bool:
        return self.count[_FAMILY[char]] > 0

    def pop_for(self, char: str) -> int | None:
        """The nearest of the same family, dropping what is open inside it; else the nearest of any."""
        if not self.nearest:
            return None
        while self.holds(char) and _FAMILY[self.chars[self.nearest[-1]]] != _FAMILY[char]:
            self.pop()
        return self.pop()


def _paired(text: str, direction: Direction) -> Pairing:
    places = [match.start() for match in _MARK.finditer(text)]
    now_open = _Open("".join(text[place] for place in places))
    marks: list[Mark | None] = []
    for index, place in enumerate(places):
        opens = direction(text, place)
        if opens is None:
            opens = not now_open.holds(text[place])
        if opens:
            marks.append(Mark(place, text[place], opens=True, depth=len(now_open.nearest)))
            now_open.push(index)
        elif _inches(text, place, now_open):
            marks.append(None)
        else:
            marks.append(_closing(text, place, marks, now_open))
    return Pairing(tuple(mark for mark in marks if mark))


def _inches(text: str, place: int, now_open: _Open) -> bool:
    """A straight mark after a digit, with no straight quotation open, measures: `13"`."""
    return text[place] == STRAIGHT and text[place - 1 : place].isdigit() and not now_open.holds(STRAIGHT)


def _closing(text: str, place: int, marks: list[Mark | None], now_open: _Open) -> Mark:
    """Make a closing mark, and tell its opening mark about it."""
    index = now_open.pop_for(text[place])
    opening = None if index is None else marks[index]
    if index is None or opening is None:
        return Mark(place, text[place], opens=False)
    marks[index] = Mark(opening.at, opening.char, True, opening.depth, partner=place)
    return Mark(place, text[place], False, opening.depth, partner=opening.at)
