"""Articles in the forms that student papers use are read as people read them, or somebody is asked."""

from __future__ import annotations

import pytest
from tests.recognise.shapes import PARTS, Shape, Verdict, by_role, read, shapes, verdicts

CORPUS = {part: shapes(part) for part in PARTS}
EVERY = [shape for part in PARTS for shape in CORPUS[part]]
INTERVIEW = {"question", "answer"}

RIGHT = {"development": 0.99, "kept_back": 0.955}
"""The share of paragraphs whose role is right: measured, and held from falling."""

SILENT = {"development": 0.0, "kept_back": 0.01}
"""The share of paragraphs that are wrong and nobody is asked about."""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Verdict]]:
    return {part: [each for shape in CORPUS[part] for each in verdicts(shape)] for part in PARTS}


def test_the_corpus_has_many_forms_in_six_languages() -> None:
    assert len(EVERY) >= 95
    assert {shape.language for shape in EVERY} == {"fr", "en", "es", "de", "it", "ca"}
    assert all(len(CORPUS[part]) >= 40 for part in PARTS)
    roles = {role for shape in EVERY for role in shape.roles}
    assert roles >= {"masthead", "teaser", "verse", "list", "caption", "pull-quote", "intro", "marker"}


@pytest.mark.parametrize("part", PARTS)
def test_nearly_every_paragraph_is_what_people_say_it_is(part: str, found: dict[str, list[Verdict]]) -> None:
    own = found[part]
    assert sum(each.right for each in own) / len(own) >= RIGHT[part], by_role(own)


@pytest.mark.parametrize("part", PARTS)
def test_what_is_wrong_is_asked_about(part: str, found: dict[str, list[Verdict]]) -> None:
    wrong = [each for each in found[part] if not each.right and not each.asked]
    assert len(wrong) / len(found[part]) <= SILENT[part], wrong


@pytest.mark.parametrize("part", PARTS)
def test_questions_to_people_are_few(part: str, found: dict[str, list[Verdict]]) -> None:
    assert sum(each.asked for each in found[part]) / len(found[part]) < 0.1


@pytest.mark.parametrize(
    "shape", [one for one in EVERY if not INTERVIEW & set(one.roles)], ids=lambda shape: shape.name
)
def test_what_is_no_interview_never_becomes_one(shape: Shape) -> None:
    assert not INTERVIEW & {judgement.role.value for judgement in read(shape).judgements}


@pytest.mark.parametrize("shape", EVERY, ids=lambda shape: shape.name)
def test_an_article_is_one_article_in_its_own_language_under_a_title_of_its_own_words(shape: Shape) -> None:
    (draft,) = read(shape).drafts
    assert draft.language == shape.language
    words = shape.manuscript.text.casefold()
    assert all(word.casefold() in words for word in draft.title.strip("…").split() if word.isalpha())
