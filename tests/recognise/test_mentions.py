"""People in running text are told from places and institutions."""

from __future__ import annotations

import pytest
from anthology.recognise.cues import cues_for
from anthology.recognise.mentions import people

PEOPLE = [
    (
        "fr",
        "Delphine Marie-Péronne, Directrice du site d’Orange Tolosa à Balma, présente",
        ["Delphine Marie-Péronne"],
    ),
    ("fr", "Depuis près de 10 ans, Aziz OULHIYANE agit au sein du Conseil Régional.", ["Aziz OULHIYANE"]),
    (
        "fr",
        "Entretien avec Aziz Oulhiyane, responsable, ainsi que Ludovic Amar, responsable.",
        ["Aziz Oulhiyane", "Ludovic Amar"],
    ),
    (
        "fr",
        "à la rencontre d’Élisa Tamalet (community manager de Carole Delga, présidente)",
        ["Élisa Tamalet"],
    ),
    ("en", "while the campus sleeps, Daniel Okafor starts mopping the floor", ["Daniel Okafor"]),
    ("de", "Bademeisterin Petra Köhnlein passt seit 1994 auf", ["Petra Köhnlein"]),
    ("es", "La patrona, Lucía Ferrer, presidenta de la lonja, habla", ["Lucía Ferrer"]),
]
NOBODY = [
    ("fr", "La Région Occitanie possède de nombreuses missions."),
    ("fr", "Interview de son chef de projet digital pour Midi-Pyrénées et Languedoc-Roussillon."),
    ("fr", "Rendez-vous au Café Associatif de la place Saint Pierre."),
    ("en", "The Harlow Road Library opens at nine."),
    ("fr", "rien de tout cela"),
]


@pytest.mark.parametrize(("language", "text", "names"), PEOPLE)
def test_somebody_introduced_is_found(language: str, text: str, names: list[str]) -> None:
    assert list(people([text], cues_for(language))) == names


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_a_place_is_nobody(language: str, text: str) -> None:
    assert people([text], cues_for(language)) == ()


def test_a_given_name_that_is_known_helps() -> None:
    text = "Puis vint le tour de Ndoumbara Haddou dans la salle"
    assert people([text], cues_for("fr")) == ()
    assert people([text], cues_for("fr"), given_names={"Ndoumbara"}) == ("Ndoumbara Haddou",)
