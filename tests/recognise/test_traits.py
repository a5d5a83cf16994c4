"""What one block shows by itself."""

from __future__ import annotations

import pytest
from anthology.model import Block
from anthology.recognise.cues import cues_for
from anthology.recognise.traits import Traits, label_of, traits_of


def traits(text: str, language: str = "fr") -> Traits:
    return traits_of(Block(0, len(text), 1, text), cues_for(language))


@pytest.mark.parametrize(
    "text", ["Pourquoi ?", "Pourquoi?!", "« Pourquoi ? »", "Quoi (Ukraine, écologie) ?", "Vraiment ?…"]
)
def test_it_asks_when_it_ends_with_a_question_mark(text: str) -> None:
    assert traits(text).asks


@pytest.mark.parametrize(
    "text", ["Pourquoi ? Parce que.", "La question, c’est de savoir comment.", "Quoi ? dit-elle"]
)
def test_it_does_not_ask_when_something_follows(text: str) -> None:
    assert not traits(text).asks


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("AO: Responsable", "AO"),
        ("LA : En charge", "LA"),
        ("Marcel Pujol\u00a0: À ne pas crier.", "Marcel Pujol"),
        ("Le résultat est là, et il faut bien le dire : rien.", ""),
        ("Quoi ? Ceci : cela", ""),
        ("« Oui » : non", ""),
        ("https://example.org", ""),
        ("Fin :", ""),
    ],
)
def test_a_label_is_a_few_words_before_a_colon(text: str, label: str) -> None:
    assert label_of(text)[0] == label


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Que faites-vous ?"),
        ("fr", "Racontez votre journée."),
        ("fr", "À quel âge as-tu commencé ?"),
        ("en", "What do you do?"),
        ("de", "Was wünschen Sie sich?"),
        ("es", "¿Qué hace usted?"),
    ],
)
def test_somebody_is_addressed(language: str, text: str) -> None:
    assert traits(text, language).address


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Chez Marie, le nez au vent, assez loin."),
        ("en", "He does it."),
        ("de", "Sie schläft im Garten."),
    ],
)
def test_nobody_is_addressed(language: str, text: str) -> None:
    assert not traits(text, language).address


@pytest.mark.parametrize(
    "text",
    ["05 61 22 00 00", "contact@lieu.example", "3 place des Avions, 31400 Toulouse", "www.lieu.example"],
)
def test_contact_details_are_seen(text: str) -> None:
    assert traits(text).contact


def test_a_number_in_a_sentence_is_no_contact() -> None:
    assert not traits("Plus de 300 000 personnes suivent la région, dont 31400 jeunes.").contact
