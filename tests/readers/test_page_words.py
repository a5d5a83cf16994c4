"""Lines of credit and of furniture, known by themselves."""

from __future__ import annotations

import pytest
from anthology.readers.page_words import MAX_CREDIT, is_credit, is_furniture
from tests.readers.press_pages import CREDITS


@pytest.mark.parametrize("line", [each for lines in CREDITS.values() for each in lines])
def test_a_credit_line_is_known_by_itself(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "© 2019 Le Journal. Tous droits réservés", "© 2022 The Paper. All rights reserved", "Accueil",
        "Lire la suite", "Par ailleurs, la ville a rouvert le marché ce matin.", "Photos de vacances",
        "By the way, nobody came.", "De la musique avant toute chose, et pour cela préfère l’impair.",
        "Von Montag bis Freitag ist geöffnet.",
        "La photographie est un métier.",
    ],
)  # fmt: skip
def test_a_line_that_only_looks_like_a_credit_is_none(line: str) -> None:
    assert not is_credit(line)


@pytest.mark.parametrize(
    "line",
    ["AFP", "Le port / Reuters", "Le port, photo de Jean / AFP", "Le port (c) Jean", "D.R.",
     "Por: Ana Ruiz y Pedro Gil", "Par Amélie Marsan, le 12 mai", "Par Amélie Marsan et Tom Passicot",
     "Propos recueillis par nos soins", "© Anne", "Texte et photos de Tom"],
)  # fmt: skip
def test_agencies_and_people_with_what_they_did_are_credits(line: str) -> None:
    assert is_credit(line)


def test_a_long_line_is_prose_whatever_it_begins_with() -> None:
    line = "Photo : " + "a" * (MAX_CREDIT - 8)
    assert is_credit(line)
    assert not is_credit(line + "a")


@pytest.mark.parametrize(
    ("line", "linked", "expected"),
    [
        ("Partager", 0, True), ("Partager le repas avec les voisins", 0, False), ("Publicité.", 0, True),
        ("12 commentaires", 0, True), ("Lecture : 4 min", 0, True), ("Loading...", 0, True),
        # So many signs are no button.
        ("Share" + "!" * 55, 0, True), ("Share" + "!" * 56, 0, False),
        # A pointer to another article is nearly all link; without one it is a sentence.
        ("Lire aussi : Le port", 7, True), ("Lire aussi : Le port", 0, False),
        ("Lire aussi : Le port", 5, False),
        ("Lire aussi", 0, False), ("Lire aussi", 10, True), ("Lire aussi → « Le port »–", 9, True),
        ("Le port, lire aussi", 19, False),
    ],
)  # fmt: skip
def test_a_line_of_furniture_is_a_button_or_a_pointer_and_nothing_else(
    line: str, linked: int, expected: bool
) -> None:
    assert is_furniture(line, linked) is expected
