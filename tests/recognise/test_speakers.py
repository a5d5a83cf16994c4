"""Labels stand for somebody the article names, or for nobody."""

from __future__ import annotations

import pytest
from anthology.model import Role
from anthology.recognise.speakers import Cast
from tests.recognise.samples import recognised

CAST = Cast(("Aziz Oulhiyane", "Ludovic Amar", "Jean-Luc De La Tour"))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("AO", "Aziz Oulhiyane"),
        ("A.O.", "Aziz Oulhiyane"),
        ("Aziz", "Aziz Oulhiyane"),
        ("OULHIYANE", "Aziz Oulhiyane"),
        ("Ludovic AMAR", "Ludovic Amar"),
        ("JLDLT", "Jean-Luc De La Tour"),
        ("De La Tour", "Jean-Luc De La Tour"),
        ("Aujourd’hui", ""),
        ("Résultat", ""),
        ("A", ""),
        ("", ""),
    ],
)
def test_a_label_resolves_by_initials_given_name_or_surname(label: str, name: str) -> None:
    assert CAST.resolve(label) == name


def test_a_label_that_two_people_could_have_is_nobodys() -> None:
    assert Cast(("Marcel Pujol", "Éloïse Pujol")).resolve("Pujol") == ""
    assert Cast(("Anne Meyer", "Alain Moreau")).resolve("AM") == ""


INTERVIEW = (
    "Entretien avec Lina Roux, boulangère à Muret.\n"
    "Pourquoi vous levez-vous si tôt ?\n"
    "LR : Parce que le pain n’attend pas, et que j’aime la rue vide.\n"
    "Résultat : la boutique ouvre à six heures.\n"
    "Que diriez-vous à une apprentie ?\n"
    "LR : Je lui dirais d’acheter un bon réveil.\n"
    "Groupe 2\n"
    "Tom PETIT, Zoé BRUN"
)


def test_a_word_before_a_colon_is_no_speaker() -> None:
    found = recognised(INTERVIEW).readings[0]
    assert found.drafts[0].speakers == ("Lina Roux",)
    assert found.judgements[3].role is Role.BODY
    assert found.judgements[3].turns == ()


def test_several_people_and_no_label_leave_an_answer_unnamed_and_ask() -> None:
    text = INTERVIEW.replace("Lina Roux, boulangère", "Lina Roux, boulangère, et Noé Blanc, meunier").replace(
        "LR : ", ""
    )
    found = recognised(text)
    assert {turn.speakers for judgement in found.readings[0].judgements for turn in judgement.turns} == {()}
    assert [decision.kind for decision in found.decisions].count("unnamed-speaker") == 1


def test_a_surname_in_capitals_and_one_without_are_one_person() -> None:
    text = INTERVIEW.replace("Entretien avec Lina Roux", "Entretien avec Lina ROUX")
    assert recognised(text).readings[0].drafts[0].speakers == ("Lina Roux",)
