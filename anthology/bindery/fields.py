"""Numbers in the text of a fragment that binding may change: each in a field as long as any other."""

from __future__ import annotations

import re
from collections.abc import Iterable

LENGTH = 12
"""Characters of a field: with six decimals, enough for any place on a page."""

_FIELD = re.compile(rb" *-?\d+\.\d{6}")


def field(number: float) -> bytes:
    """A number in a field."""
    return b"%*.6f" % (LENGTH, number)


def is_field(text: bytes, place: int) -> bool:
    """Whether a field stands at a place of a text."""
    return place >= 0 and _FIELD.fullmatch(text, place, place + LENGTH) is not None


def moved(text: bytes, places: Iterable[tuple[int, float]]) -> bytes:
    """A text in which each field at one of these places is less by its distance, or by all that it has."""
    sums: dict[int, float] = {}
    for place, distance in places:
        sums[place] = sums.get(place, 0.0) + distance
    moving = bytearray(text)
    for place, distance in sums.items():
        moving[place : place + LENGTH] = field(float(moving[place : place + LENGTH]) - distance)
    return bytes(moving)
