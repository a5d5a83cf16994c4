"""How large the words of a cover are, and which of them there is room for, by length and widest word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anthology.layouts import widest_word
from anthology.printers.cover import Plan

_MM_PER_PT = 25.4 / 72
_LETTER_EM = 0.5
"""The mean width of a letter, spaces counted, with something to spare."""

_MEASURE_REM = 80.0
_TITLE_LINE, _NAMES_REM, _NAMES_LINE = 1.06, 2.3, 1.55
_LISTED_REM = 2.9
_AROUND_REM = 25.0
"""What the field keeps free above the names, below the title and between them."""

_LEAST_SPINE_PT = 6.0
_BACK_PT = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_NAMED_DOWN_TO_PT = 10.0


def title_size(title: str, *, pictured: bool) -> float:
    """The size of the title on the front, in hundredths of its width.

    It has the field for itself, or, under a picture, part of the plate.
    """
    largest, room = (9.0, 52.0) if pictured else (14.0, 105.0)
    return _tenth(min(largest, 76 / widest_word(title), room / max(len(title), 1) ** 0.5))


def subtitle_size(subtitle: str, *, pictured: bool) -> float:
    """The same of the subtitle."""
    largest, room = (4.2, 34.0) if pictured else (5.4, 60.0)
    return _tenth(min(largest, 76 / widest_word(subtitle), room / max(len(subtitle), 1) ** 0.5))


def _tenth(size: float) -> float:
    return int(size * 10) / 10


@dataclass(frozen=True, slots=True)
class FrontNames:
    """The names above the title: all of them, or none where they have no room; one a line where they can."""

    names: tuple[str, ...] = ()
    listed: bool = False


def front_names(names: Sequence[str], title: str, title_rem: float, field_rem: float) -> FrontNames:
    """What names stand above the title, on a front whose field is that high."""
    lines = _lines(title, _MEASURE_REM / title_rem)
    free = field_rem - _AROUND_REM - lines * title_rem * _TITLE_LINE
    if not names:
        return FrontNames()
    if (
        len(names) * _LISTED_REM * _NAMES_LINE <= free
        and max(map(len, names)) * _LISTED_REM * _LETTER_EM < _MEASURE_REM
    ):
        return FrontNames(tuple(names), listed=True)
    letters = sum(len(name) + 3 for name in names)
    # Names are not cut, so each line loses part of one.
    needed = (-(-letters * _NAMES_REM * _LETTER_EM // (_MEASURE_REM * 0.85)) + 1) * _NAMES_REM * _NAMES_LINE
    return FrontNames(tuple(names)) if needed <= free else FrontNames()


def _lines(text: str, measure_em: float) -> int:
    """How many lines a text has, each as full as it can be."""
    lines, used = 1, 0.0
    for word in text.split():
        width = widest_word(word)
        if used and used + 0.25 + width > measure_em:
            lines, used = lines + 1, width
        else:
            used += width + (0.25 if used else 0.0)
    return lines


def sizes(width_mm: float, *, named: bool) -> Iterator[tuple[float, bool]]:
    """Sizes of the words of the back in points, and whether the names stand below them, best first."""
    scale = (width_mm / 148) ** 0.33
    for with_names in (True, False) if named else (False,):
        least = _NAMED_DOWN_TO_PT if with_names else 0.0
        yield from ((round(size * scale, 2), with_names) for size in _BACK_PT if size >= least)


@dataclass(frozen=True, slots=True)
class SpineLine:
    """Words on the spine: how long their place is, and how far its middle is from the head, in mm."""

    kind: str
    text: str
    size: float
    length: float
    middle: float


def spine_lines(plan: Plan, title: str, house: str, year: str) -> tuple[SpineLine, ...]:
    """The title, and who made the book and when where there is room; nothing where the spine is too thin."""
    if not plan.spine_pt:
        return ()
    height, edge = plan.sheet.height, max(plan.margin_mm * 0.7, plan.safe_mm)
    upper = plan.field_mm - 2 * edge
    size = _fitting(title, upper, plan.spine_pt)
    if not size:
        whole = _fitting(title, height - 2 * edge, plan.spine_pt)
        # Longer than the field: the spine is then of its colour from head to foot.
        line = SpineLine("spine-title", title, whole, height - 2 * edge, height / 2)
        return (line,) if whole else ()
    lower = height - plan.field_mm - 2 * edge
    line = SpineLine("spine-title", title, size, upper, plan.field_mm / 2)
    return (line, *_foot(plan, house, year, lower, size))


def _foot(plan: Plan, house: str, year: str, lower: float, title_pt: float) -> Iterator[SpineLine]:
    middle = (plan.field_mm + plan.sheet.height) / 2
    both = " · ".join(part for part in (house, year) if part)
    for text in dict.fromkeys((both, house, year)):
        size = _fitting(text, lower, min(max(title_pt * 0.8, 7.0), plan.spine_pt, 9.0)) if text else 0.0
        if size:
            yield SpineLine("spine-school", text, size, lower, middle)
            return


def _fitting(text: str, length_mm: float, most: float) -> float:
    """The size in points at which a line fits, 0 where it would be too small to be read."""
    size = min(most, length_mm / (max(len(text), 1) * _LETTER_EM * 1.08) / _MM_PER_PT)
    return round(size, 2) if size >= _LEAST_SPINE_PT else 0.0
