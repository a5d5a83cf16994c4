"""A page's own words are told from an author's."""

from __future__ import annotations

import pytest
from anthology.model import Role
from anthology.recognise.furniture import furniture


@pytest.mark.parametrize(
    "text",
    [
        "Publié le 14 mars 2023",
        "Published on March 14, 2023",
        "2 min de lecture",
        "Temps de lecture : 4 minutes",
        "Laisser un commentaire",
        "Partager sur Facebook",
        "Lire aussi : La piscine fermée tout l’été",
        "Catégories : Actualités, Sport",
        "3 commentaires",
        "Page 3 sur 7",
        "© 2019 Le Petit Journal – Tous droits réservés",
        "Lire la suite →",
    ],
)
def test_what_only_a_page_says_is_furniture(text: str) -> None:
    assert furniture([text]) == {0: Role.FURNITURE}


@pytest.mark.parametrize(
    "text",
    [
        "Partager",
        "Menu",
        "12",
        "Publié le premier, ce roman a tout changé.",
        "Partager, c’est d’abord apprendre à attendre son tour.",
        "Lire aussi, c’est se taire.",
        "Catégories sociales et lecture",
        "Les commentaires n’ont pas manqué.",
        "Page après page, elle avance.",
        "…",
        "?",
        "Groupe 5",
    ],
)
def test_what_an_author_may_say_is_not(text: str) -> None:
    assert furniture([text]) == {}


def test_a_word_that_may_be_either_is_furniture_beside_furniture() -> None:
    texts = ["Accueil", "Menu", "Publié le 3 mai 2022", "Partager", "Un texte.", "Menu"]
    assert set(furniture(texts)) == {0, 1, 2, 3}


@pytest.mark.parametrize("text", ["***", "---", "* * *", "⁂", "<<<<<<< HEAD", "=======", ">>>>>>> branche"])
def test_rules_and_merge_marks_are_markers(text: str) -> None:
    assert furniture([text]) == {0: Role.MARKER}


def test_a_line_of_characters_nobody_sees_is_blank() -> None:
    assert furniture(["\u200b\u200b", "\ufeff"]) == {0: Role.BLANK, 1: Role.BLANK}
