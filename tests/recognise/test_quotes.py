"""Quotations of any style, closed or not, and who is said to speak them."""

from __future__ import annotations

import pytest
from anthology.recognise.cues import cues_for
from anthology.recognise.quotes import attributions, quotations, wholly_quoted


def inside(text: str) -> list[str]:
    return [quotation.inside(text) for quotation in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Il dit « oui » puis “non”.", ["oui", "non"]),
        (
            "« Cela rejoint nos statistiques. Notre audience baisse”.",
            ["Cela rejoint nos statistiques. Notre audience baisse"],
        ),
        ("Sa réponse : “Il y a cinq ans, un tweet.", ["Il y a cinq ans, un tweet."]),
        ("« Il m’a dit “viens” et je suis venue »", ["Il m’a dit “viens” et je suis venue"]),
        ("„Wir sind kein Denkmal“, sagt sie.", ["Wir sind kein Denkmal"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("Rien.", []),
    ],
)
def test_marks_pair_with_the_nearest_opener_of_any_style(text: str, found: list[str]) -> None:
    assert inside(text) == found


def test_a_quotation_without_an_end_is_not_closed() -> None:
    assert [quotation.closed for quotation in quotations("« a » “b")] == [True, False]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("« Oui. »", True),
        ("“Oui”.", True),
        ("« Oui » dit-elle.", False),
        ("« Oui » « non »", False),
        ("Elle dit « oui »", False),
        ("“Sans fin", True),
    ],
)
def test_a_paragraph_is_quoted_as_a_whole_or_not(text: str, whole: bool) -> None:
    assert wholly_quoted(text) is whole


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("fr", "« Oui. » nous explique Élisa Tamalet.", ["Élisa Tamalet"]),
        (
            "fr",
            "« Oui » nous racontent Élisa Tamalet et Guillaume Clouté.",
            ["Élisa Tamalet", "Guillaume Clouté"],
        ),
        ("fr", "“Oui” nous confie Aziz OULHIYANE. Après", ["Aziz OULHIYANE"]),
        ("en", "“Yes,” says Daniel Okafor.", ["Daniel Okafor"]),
        ("en", "“Yes,” Daniel Okafor says.", ["Daniel Okafor"]),
        ("it", "« Sì », spiega Teresa Gandolfi mentre gonfia.", ["Teresa Gandolfi"]),
        ("fr", "lutter contre « l’illectronisme » en France et ailleurs", []),
        ("fr", "le projet « Demain » de Toulouse Métropole", []),
        ("fr", "« Oui », lâche-t-il.", []),
    ],
)
def test_a_verb_of_saying_after_a_quotation_names_who_spoke(
    language: str, text: str, names: list[str]
) -> None:
    found = attributions(text, cues_for(language))
    assert [name for attribution in found for name in attribution.names] == names
