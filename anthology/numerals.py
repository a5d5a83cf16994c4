"""Numbers as a book writes them."""

from __future__ import annotations


def roman(number: int) -> str:
    """A number from 1 in roman capitals (`4` is `IV`)."""
    pairs = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    text = ""
    for value, letters in pairs:
        count, number = divmod(number, value)
        text += letters * count
    return text
