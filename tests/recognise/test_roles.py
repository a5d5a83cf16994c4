"""Roles come from the whole article, with a margin that says how sure they are."""

from __future__ import annotations

import pytest
from anthology.model import Role
from anthology.recognise.cues import cues_for
from anthology.recognise.roles import (
    CLUES,
    ROLES,
    TRANSITIONS,
    Article,
    Kind,
    guess_roles,
    interview_weight,
    kind_of,
    verse_weight,
)
from anthology.recognise.traits import Traits, traits_of
from hypothesis import given
from hypothesis import strategies as st
from tests.recognise.samples import manuscript_of


def traits(text: str, language: str = "fr") -> tuple[Traits, ...]:
    return tuple(traits_of(block, cues_for(language)) for block in manuscript_of(text).blocks)


def article(text: str) -> Article:
    own = traits(text)
    return Article(own, (False,) * len(own))


QUESTIONS = (
    "Un chapô qui présente la rencontre avec la boulangère du village, un matin de novembre.\n"
    "Pourquoi vous levez-vous si tôt ?\n"
    "Parce que j’aime la rue vide et que le pain n’attend pas, surtout le samedi quand il neige.\n"
    "Que diriez-vous à une apprentie ?\n"
    "Je lui dirais d’acheter un bon réveil, et de ne jamais regarder l’heure avant d’avoir bu son café.\n"
)


def test_questions_to_somebody_and_replies_make_an_interview() -> None:
    assert kind_of(article(QUESTIONS)) is Kind.INTERVIEW
    assert [guess.role.value for guess in guess_roles(article(QUESTIONS))] == [
        "chapo",
        "question",
        "answer",
        "question",
        "answer",
    ]


def test_one_rhetorical_question_makes_none() -> None:
    text = (
        "La rue est vide à cinq heures, et le fournil éclaire déjà le trottoir d’en face.\n"
        "À quoi bon se lever si tôt ?\n"
        "Le pain n’attend pas, surtout le samedi. Le boulanger le sait, qui n’a pas de réveil.\n"
        "À sept heures, la file atteint le coin, et la rue ressemble de nouveau à une rue.\n"
    )
    assert interview_weight(article(text)) < 0


def test_a_question_inside_an_answer_is_an_answer() -> None:
    text = QUESTIONS + (
        "Et la ville, vous manque-t-elle ?\n"
        "La question, c’est de savoir si je lui manque. Qui peut le dire ? Je n’y vais plus.\n"
    )
    assert [guess.role for guess in guess_roles(article(text))][-1] is Role.ANSWER


def test_a_question_may_begin_with_a_statement_and_an_answer_may_be_short() -> None:
    text = QUESTIONS + "Vous avez refusé une médaille l’an dernier. Pouvez-vous nous dire pourquoi ?\nNon.\n"
    assert [guess.role for guess in guess_roles(article(text))][-2:] == [Role.QUESTION, Role.ANSWER]


def test_short_lines_that_rhyme_are_verse_and_lists_are_not() -> None:
    poem = "Je passe sous le pont\navec mon vieux chapeau\nune chanson au front\net les pieds dans l’eau\n"
    assert verse_weight(article(poem)) > 0
    shops = "Boulangerie Roux\n3 place des Avions, 31400 Toulouse\nBoucherie Petit\n05 61 22 00 00\n"
    assert verse_weight(article(shops)) < 0
    assert kind_of(article(shops)) is Kind.PROSE


def test_what_somebody_decided_holds_and_its_neighbours_follow() -> None:
    decided = guess_roles(article(QUESTIONS), {0: Role.TITLE})
    assert (decided[0].role, decided[0].margin) == (Role.TITLE, 1.0)
    assert decided[1].role is Role.QUESTION


def test_a_guess_says_why_and_what_comes_second() -> None:
    question = guess_roles(article(QUESTIONS))[1]
    assert "asks a question" in question.reasons
    assert question.second is not question.role
    assert 0 < question.margin <= 1


def test_an_article_that_can_be_read_two_ways_has_small_margins() -> None:
    text = (
        "Pourquoi marcher ?\nOn marche parce que la route est là, et que personne ne la prend ce matin.\n"
        "Et le retour ?\nLe retour est une autre route. On croise les mêmes arbres, et ils ne saluent plus.\n"
    )
    clear = min(guess.margin for guess in guess_roles(article(QUESTIONS)))
    assert min(guess.margin for guess in guess_roles(article(text))) < clear


def test_no_blocks_no_guesses() -> None:
    assert guess_roles(Article((), ())) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_the_tables_speak_of_the_roles_of_their_kind_alone(kind: Kind) -> None:
    allowed = {*ROLES[kind], "start", "end"}
    assert {role for pair in TRANSITIONS[kind] for role in pair} <= allowed


def test_every_clue_has_its_own_words_and_some_weight() -> None:
    assert len({clue.reason for clue in CLUES}) == len(CLUES)
    assert all(any(clue.weights.values()) for clue in CLUES)


@given(
    st.lists(
        st.sampled_from([*QUESTIONS.splitlines(), "Un mot", "« Oui. »", "- puce", "A : b"]),
        min_size=1,
        max_size=12,
    )
)
def test_every_block_of_any_sequence_gets_one_role_of_its_kind(lines: list[str]) -> None:
    own = article("\n".join(lines))
    guesses = guess_roles(own)
    assert len(guesses) == len(own.traits)
    assert {guess.role for guess in guesses} <= set(ROLES[kind_of(own)])


ONE = "Trois cents personnes étaient là samedi, sur les quais, jusque tard dans la nuit."


@pytest.mark.parametrize(("text", "roles"), [(f"La fête du port\n{ONE}", ["title", "body"]), (ONE, ["body"])])
def test_a_standfirst_stands_over_something(text: str, roles: list[str]) -> None:
    assert [guess.role.value for guess in guess_roles(article(text))] == roles
