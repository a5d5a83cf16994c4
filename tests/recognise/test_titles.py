"""A proposed title holds words that somebody said, and no others."""

from __future__ import annotations

import pytest
from anthology.recognise.cues import CUES, cues_for
from anthology.recognise.titles import (
    MAX_WORDS,
    MIN_WORDS,
    Candidate,
    Passage,
    apart,
    candidates,
    sentences,
    title_from,
)
from hypothesis import given
from hypothesis import strategies as st


def best(text: str, language: str = "fr") -> str:
    return candidates([Passage(text, 0, 1)], cues_for(language))[0].words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "fr",
            "Oui, bien sûr. On a tout perdu, puis on a recommencé. Ensuite il y a eu 14 réunions.",
            "On a tout perdu, puis on a recommencé",
        ),
        (
            "fr",
            "Par exemple le tri. Je préfère un jardin plein de ronces à un parking.",
            "Je préfère un jardin plein de ronces à un parking",
        ),
        (
            "en",
            "Nobody ever asks a roundabout to justify itself. In 1998, there were 12.",
            "Nobody ever asks a roundabout to justify itself",
        ),
    ],
)
def test_a_sentence_that_stands_by_itself_is_chosen(language: str, text: str, words: str) -> None:
    assert best(text, language) == words


def test_what_the_authors_set_apart_is_chosen_first() -> None:
    found = candidates(
        [
            Passage("Nous aimons beaucoup notre ville et nos voisins.", 0, 2),
            Passage("On a testé, on a fait machine arrière…", 60, 3, favour=2.0),
        ],
        cues_for("fr"),
    )
    assert found[0].words == "On a testé, on a fait machine arrière…"


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Léa Roux : « Nous aimons la mer »"),
        ("en", "Léa Roux: “Nous aimons la mer”"),
        ("de", "Léa Roux: „Nous aimons la mer“"),
    ],
)
def test_the_house_style_is_a_name_and_a_quotation(language: str, title: str) -> None:
    candidate = Candidate("nous aimons la mer", 0, 1, (), 1.0, spoken=True)
    assert title_from(candidate, language, ["Léa Roux"]) == title


def test_without_a_name_or_with_two_the_quotation_stands_alone() -> None:
    candidate = Candidate("nous aimons la mer", 0, 1, (), 1.0, spoken=True)
    assert (
        title_from(candidate, "fr") == title_from(candidate, "fr", ["A B", "C D"]) == "« Nous aimons la mer »"
    )


def test_what_is_only_written_takes_no_quotation_marks() -> None:
    candidate = Candidate("la roue neuve est en mélèze", 0, 1, (), 1.0, spoken=False)
    assert title_from(candidate, "fr", ["Léa Roux"]) == "La roue neuve est en mélèze"


def test_two_halves_of_one_sentence_are_no_choice() -> None:
    ranked = candidates(
        [Passage("On a testé TikTok en mars, on a fait machine arrière en avril.", 0, 1)], cues_for("fr")
    )
    assert len(ranked) > 1
    assert len(apart(ranked, 3)) < len(ranked)


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "M. Delpech attend Mme. Roux. Il pleut."
    assert [text[slice(*span)] for span in sentences(text)] == ["M. Delpech attend Mme. Roux.", "Il pleut."]


PIECES = st.sampled_from(
    [
        "Nous",
        "marchons",
        "et",
        "mais",
        ",",
        ".",
        " ",
        " ",
        "« ",
        " »",
        "qui",
        "12",
        "l’eau",
        "claire",
        "je",
        "ne",
        "dors",
        "pas",
        "?",
        ":",
    ]
)


@given(st.lists(PIECES, max_size=40).map(" ".join), st.sampled_from(sorted(CUES)))
def test_the_words_of_every_candidate_stand_in_the_text_at_their_place(text: str, language: str) -> None:
    for candidate in candidates([Passage(text, 100, 1)], cues_for(language)):
        start = candidate.start - 100
        assert text[start : start + len(candidate.words)] == candidate.words
        assert MIN_WORDS <= len(candidate.words.split()) <= MAX_WORDS
