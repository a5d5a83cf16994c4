"""A visit to what is wrong with it: the questions that every engine in a browser is asked."""

from __future__ import annotations

from math import isclose
from typing import Any

from tests.engines import shots
from tests.engines.ebooks import Ebook, letters
from tests.engines.visiting import Visit

# WCAG 2.2, 1.4.3: text stands out from its ground 4.5 to 1.
_READABLE = 4.5
# A picture is drawn on whole pixels, so its sides may be off by one.
_PIXEL = 1.5


def leaving(visit: Visit) -> list[tuple[str, Any]]:
    """Words and blocks that stand out of their page, or that are cut."""
    return [*visit.every("outside"), *visit.every("cut")]


def untrue(visit: Visit) -> list[tuple[str, Any]]:
    """Pictures that are not there, leave their page, are divided, or have lost their proportion."""
    return [
        (section, one)
        for section, one in visit.every("pictures")
        if not one["loaded"] or one["out"] or one["parts"] != 1 or not _true(one["natural"], one["shown"])
    ]


def _true(natural: tuple[float, float], shown: tuple[float, float]) -> bool:
    if not (all(natural) and all(shown)):
        return False
    return isclose(shown[1], shown[0] * natural[1] / natural[0], abs_tol=_PIXEL)


def parted(visit: Visit) -> list[tuple[str, Any]]:
    """Guillemets and signs of two parts that a line's end parted from their word."""
    return visit.every("parted")


def unset(visit: Visit) -> list[tuple[str, Any]]:
    """Characters that no font of the book draws."""
    return visit.every("missing")


def pale(visit: Visit) -> list[tuple[str, Any]]:
    """Words that stand out too little from what is behind them."""
    return [(section, one) for section, one in visit.every("palest") if one["ratio"] < _READABLE]


def lost(visit: Visit, book: Ebook) -> list[str]:
    """Sections whose words are not all drawn, in their order, and no others."""
    return [
        section
        for section, look in zip(book.sections, visit.looks, strict=True)
        if letters(look["text"]) != book.letters(section)
    ]


def bare(visit: Visit) -> list[str]:
    """Sections with words that show hardly anything, or are dark where they should be light."""
    return [
        look.section
        for look, png in visit.shots
        if look["text"] and (shots.ink(png) < 0.01 or (shots.light(png) < 0.5) is not visit.shape.dark)
    ]
