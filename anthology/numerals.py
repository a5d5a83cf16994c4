"""Numbers as a book writes them."""

from __future__ import annotations

_PAIRS = (
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


def roman(number: int) -> str:
    """A number from 1 in roman capitals (`4` is `IV`)."""
    text = ""
    for value, letters in _PAIRS:
        count, number = divmod(number, value)
        text += letters * count
    return text


def from_roman(text: str) -> int:
    """The number that roman figures write, of either case; what is none of them counts nothing."""
    number, rest = 0, text.upper()
    for value, letters in _PAIRS:
        while rest.startswith(letters):
            number, rest = number + value, rest.removeprefix(letters)
    return number
