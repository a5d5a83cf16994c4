"""Signs of the old symbol fonts become the characters that look the same."""

from __future__ import annotations

import pytest
from anthology.readers.symbols import symbol


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", 0x61, "α"),
        ("Symbol", 0xF061, "α"),
        ("symbol", 0x41, "Α"),
        ("Symbol", 0xF07A, "ζ"),
        ("Symbol", 0xF0A1, "ϒ"),
        ("Symbol", 0xF0FE, "⎭"),
        ("Symbol", 0xF022, "∀"),
        ("WINGDINGS", 0xF0FC, "✓"),
        ("Wingdings", 0x4A, "☺"),
    ],
)
def test_a_sign_of_a_known_font_is_the_character_that_looks_like_it(font: str, code: int, sign: str) -> None:
    assert symbol(font, code) == sign


@pytest.mark.parametrize(
    ("code", "sign"), [(0x20, " "), (0xF020, " "), (0x31, "1"), (0xF031, "1"), (0xF02E, ".")]
)
def test_figures_and_points_of_the_greek_font_are_themselves(code: int, sign: str) -> None:
    assert symbol("Symbol", code) == sign


@pytest.mark.parametrize(
    ("font", "code"),
    [
        ("Symbol", 0xF07F),  # of no sign
        ("Symbol", 0xF01F),
        ("Symbol", 0xF0FF),
        ("Symbol", 0xF100),  # beyond the font
        ("Symbol", 0xEFFF),
        ("Symbol", 0xF161),
        ("Wingdings", 0xF031),  # which has no figures
        ("Wingdings 3", 0xF07B),
        ("Arial", 0x61),
        ("", 0x2603),
        ("", 1),
        ("", 0x10FFFF),
        ("", 0xD7FF),
        ("", 0xE000),
    ],
)
def test_what_no_font_here_knows_is_itself(font: str, code: int) -> None:
    assert symbol(font, code) == chr(code)


@pytest.mark.parametrize("code", [0, -1, 0xD800, 0xDFFF, 0x110000, 0xFFFFFF])
def test_what_is_no_character_at_all_is_the_sign_of_that(code: int) -> None:
    assert symbol("Arial", code) == "\ufffd"
