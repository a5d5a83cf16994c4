"""Quotation marks paired."""

from __future__ import annotations

import pytest
from anthology.rules.pairing import pair


def quoted(text: str) -> list[str]:
    return [text[opening.at + 1 : closing.at].strip() for opening, closing in pair(text).pairs()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Oui » et « non »", ["Oui", "non"]),
        ("« Il a dit “non” »", ["Il a dit “non”", "non"]),
        ("« Il a dit « non » »", ["Il a dit « non »", "non"]),
        ("« Cela … jeunes”.", ["Cela … jeunes"]),
        ('un "oui" et un "non"', ["oui", "non"]),
        ('« un "oui" franc »', ['un "oui" franc', "oui"]),
        ('l’"école"', ["école"]),
        ('"Oui" , dit-il', ["Oui"]),
        ("„Oui“, dit-il", ["Oui"]),
        ("»Oui«, dit-il", ["Oui"]),
        ("Verdier : » Ce qui »", ["Ce qui"]),
        ('un " mot " seul', ["mot"]),
        ('«"Oui"»', ['"Oui"', "Oui"]),
        ('“"Oui" et "non"”', ['"Oui" et "non"', "Oui", "non"]),
        ('un mot "(a)"', ["(a)"]),
    ],
)
def test_marks_find_their_other_half(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert pair(text).unpaired == ()


def test_a_quotation_inside_another_knows_its_depth() -> None:
    assert [mark.depth for mark in pair("« a “b” « c « d » » »").marks] == [0, 1, 1, 1, 2, 2, 1, 0]


def test_an_inner_quotation_left_open_does_not_open_the_outer_one() -> None:
    pairing = pair("« Il a dit “non »")
    assert [mark.char for mark in pairing.unpaired] == ["“"]
    assert pairing.unclosed is None
    assert not pairing.trusted


def test_one_quotation_left_open_is_known() -> None:
    pairing = pair("Il raconte : “Il y a 5 ans, « un tweet ».")
    assert pairing.unclosed is not None
    assert pairing.unclosed.at == 13
    assert pairing.trusted


@pytest.mark.parametrize("text", ["« a « b", "a » b", "“a” b”", 'un " seul'])
def test_any_other_doubt_is_not_trusted(text: str) -> None:
    assert pair(text).unclosed is None
    assert not pair(text).trusted


@pytest.mark.parametrize("text", ['un écran de 13"', "5'30\" de film", 'des 13" et des 15"'])
def test_inches_and_seconds_are_no_quotation_marks(text: str) -> None:
    assert pair(text).marks == ()


def test_a_digit_before_a_closing_mark_is_no_measure() -> None:
    assert quoted('"Windows 95"') == ["Windows 95"]


def test_a_text_without_marks_has_none() -> None:
    assert pair("l’été").marks == ()
