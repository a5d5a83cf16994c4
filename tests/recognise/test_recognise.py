"""All submissions together: every block judged, every word accounted for, nothing guessed in silence."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from types import FrameType

import pytest
from anthology.model import Decision, Fate, Manuscript, Reading, Role
from anthology.recognise import Recognition, recognise
from anthology.recognise.outline import DOUBT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.recognise.samples import (
    CREDITS,
    Sample,
    class_submissions,
    ledger,
    manuscript_of,
    recognised,
    roles_of,
    samples,
)
from tests.safety import counts

CLASS = class_submissions()
SAMPLES = samples()


@pytest.fixture(scope="module")
def book() -> Recognition:
    return recognise([sample.manuscript for sample in CLASS], school="ISCPA Toulouse")


def reading(book: Recognition, name: str) -> Reading:
    return next(each for each in book.readings if name in each.manuscript.file)


def kinds(decisions: tuple[Decision, ...]) -> list[str]:
    return [decision.kind for decision in decisions]


def asked(book: Recognition, kind: str) -> list[Decision]:
    return [decision for decision in book.decisions if decision.kind == kind]


# --- the five submissions of the class ---------------------------------------------------------------


@pytest.mark.parametrize("sample", CLASS, ids=lambda sample: sample.name[:3])
def test_every_block_of_the_class_has_the_role_that_people_read(book: Recognition, sample: Sample) -> None:
    assert roles_of(reading(book, sample.name)) == list(sample.roles)


def test_the_words_of_the_class_are_accounted_for_to_the_word(book: Recognition) -> None:
    words: Counter[str] = Counter()
    for each in book.readings:
        for judgement in each.judgements:
            words[judgement.fate.value] += judgement.block.words
    assert dict(words) == ledger()
    assert words.total() == 2714


def test_each_copy_of_the_class_names_the_line_it_repeats(book: Recognition) -> None:
    for sample in CLASS:
        found = {
            str(judgement.block.line): judgement.of
            for judgement in reading(book, sample.name).judgements
            if judgement.of
        }
        assert found == sample.truth.get("copies", {})


def test_the_poorer_copy_makes_no_article(book: Recognition) -> None:
    assert [len(each.drafts) for each in book.readings] == [1, 1, 1, 1, 1]
    assert {judgement.article for judgement in reading(book, "000").judgements[10:]} == {None}


def test_the_class_is_asked_what_only_a_person_can_tell(book: Recognition) -> None:
    places = {(decision.kind, decision.where.rpartition("/")[2]) for decision in book.decisions}
    assert ("teaser", "000_7d391ecc436f6b8a.txt:2") in places
    assert ("teaser", "000_7d391ecc436f6b8a.txt:20") in places
    assert ("missing-question", "000_7d391ecc436f6b8a.txt:5") in places
    assert ("unnamed-speaker", "003_14a0321d7b1167a1.txt:3") in places
    assert len(asked(book, "title")) == 5
    assert not asked(book, "role")
    assert not asked(book, "missing-credit")


def test_labels_initials_and_attributions_name_who_speaks(book: Recognition) -> None:
    def speakers(name: str) -> list[list[tuple[str, ...]]]:
        return [
            [turn.speakers for turn in judgement.turns]
            for judgement in reading(book, name).judgements
            if judgement.role is Role.ANSWER
        ]

    delphine = [("Delphine Marie-Péronne",)]
    aziz, ludovic = [("Aziz Oulhiyane",)], [("Ludovic Amar",)]
    assert speakers("000") == [delphine, delphine, delphine]
    assert speakers("002") == [aziz, ludovic, aziz, ludovic]
    assert speakers("003") == [[()], [()], [()], [()], [()]]
    assert speakers("004") == [
        [("Élisa Tamalet", "Guillaume Clouté")],
        [("Élisa Tamalet",)],
        [("Laëtitia Gaubert",), ("Élisa Tamalet",)],
    ]


def test_two_turns_of_one_paragraph_are_cut_after_the_first_name(book: Recognition) -> None:
    found = reading(book, "004")
    turns = next(judgement.turns for judgement in found.judgements if len(judgement.turns) == 2)
    first, second = (found.manuscript.text[turn.start : turn.end] for turn in turns)
    assert first.endswith("affirme Laëtitia Gaubert.")
    assert second.startswith("« Nous sommes en lien")
    assert second.endswith("précise Élisa Tamalet")


def test_a_turn_leaves_out_its_label(book: Recognition) -> None:
    found = reading(book, "002")
    turn = found.judgements[2].turns[0]
    assert found.manuscript.text[turn.start : turn.end].startswith("Responsable des médias sociaux")


def test_a_title_is_a_name_and_words_that_stand_in_the_text(book: Recognition) -> None:
    for each in book.readings:
        draft = each.drafts[0]
        assert draft.title_proposed
        quoted = draft.title.partition("« ")[2].removesuffix(" »")
        assert 4 <= len(quoted.split()) <= 18
        assert quoted[1:] in each.manuscript.text
    assert reading(book, "002").drafts[0].title.startswith("Aziz Oulhiyane : « ")
    assert reading(book, "003").drafts[0].title.startswith("« ")


def test_an_article_spans_from_its_first_block_to_its_last(book: Recognition) -> None:
    draft = reading(book, "000").drafts[0]
    text = reading(book, "000").manuscript.text[draft.start : draft.end]
    assert text.startswith("De nos jours, le numérique")
    assert text.endswith("Pons Carla")


def test_furniture_is_no_part_of_an_article() -> None:
    found = recognised("Publié le 3 mai 2022\nLa piscine\nElle rouvre lundi après deux ans.\nPage 1 sur 2\n")
    draft = found.readings[0].drafts[0]
    assert found.readings[0].manuscript.text[draft.start : draft.end].startswith("La piscine")
    assert found.readings[0].manuscript.text[draft.start : draft.end].endswith("deux ans.")
    assert [judgement.article for judgement in found.readings[0].judgements] == [None, 0, 0, None]


# --- other shapes ------------------------------------------------------------------------------------


def right(role: str, truth: str) -> bool:
    return role == truth or (role in CREDITS and truth in CREDITS)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_wrong_in_another_shape_is_asked_about(sample: Sample) -> None:
    found = recognise([sample.manuscript])
    judgements = found.readings[0].judgements
    assert len(judgements) == len(sample.roles)
    for judgement, truth in zip(judgements, sample.roles, strict=True):
        assert right(judgement.role.value, truth) or judgement.margin < DOUBT, judgement
    speakers = sample.truth.get("speakers")
    if speakers is not None:
        assert list(found.readings[0].drafts[0].speakers) == speakers
    assert {draft.language for draft in found.readings[0].drafts} == {sample.truth.get("language", "fr")}
    assert len(found.readings[0].drafts) == sample.truth.get("articles", 1)


def test_nearly_every_block_of_other_shapes_is_right() -> None:
    pairs = [
        (judgement.role.value, truth)
        for sample in SAMPLES
        for judgement, truth in zip(
            recognise([sample.manuscript]).readings[0].judgements, sample.roles, strict=True
        )
    ]
    assert len(pairs) >= 290
    assert sum(right(*pair) for pair in pairs) / len(pairs) >= 0.97


@pytest.mark.parametrize(
    "name",
    [
        "essai_questions",
        "poeme",
        "reportage_inter",
        "adresses",
        "tribune",
        "faq_conseils",
        "nouvelle_dialogue",
    ],
)
def test_what_is_no_interview_does_not_become_one(name: str) -> None:
    sample = next(each for each in SAMPLES if each.name == name)
    assert not {"question", "answer"} & set(roles_of(recognise([sample.manuscript]).readings[0]))


# --- answers -----------------------------------------------------------------------------------------


def answered(book: Recognition, kind: str, answer: str, where: str = "") -> Recognition:
    decision = next(each for each in asked(book, kind) if where in each.where)
    return recognise([sample.manuscript for sample in CLASS], answers={decision.id: answer})


def test_an_accepted_title_is_no_proposal_any_more(book: Recognition) -> None:
    after = answered(book, "title", "accept", "002")
    draft = reading(after, "002").drafts[0]
    assert draft.title == reading(book, "002").drafts[0].title
    assert not draft.title_proposed


def test_own_words_become_the_title(book: Recognition) -> None:
    after = answered(book, "title", "Un tweet et des jeunes", "002")
    assert (reading(after, "002").drafts[0].title, reading(after, "002").drafts[0].title_proposed) == (
        "Un tweet et des jeunes",
        False,
    )


def test_a_rejected_title_stays_a_proposal(book: Recognition) -> None:
    assert reading(answered(book, "title", "reject", "002"), "002").drafts[0].title_proposed


def test_a_name_given_by_a_person_speaks_every_unnamed_answer(book: Recognition) -> None:
    after = reading(answered(book, "unnamed-speaker", "Aziz Oulhiyane"), "003")
    assert after.drafts[0].speakers == ("Aziz Oulhiyane",)
    assert after.drafts[0].title.startswith("Aziz Oulhiyane : « ")


def test_a_teaser_that_somebody_wants_is_printed_and_stays_in_the_list(book: Recognition) -> None:
    after = answered(book, "teaser", "reject", ":20")
    last = reading(after, "000").judgements[-1]
    assert last.fate is Fate.PRINTED
    assert len(reading(after, "000").drafts) == 2
    assert any(decision.where.endswith(":20") and not decision.open for decision in asked(after, "teaser"))


def test_a_leading_teaser_that_somebody_wants_opens_the_article_below_it(book: Recognition) -> None:
    after = reading(answered(book, "teaser", "reject", ":2"), "000")
    assert after.judgements[1].role is Role.CHAPO
    assert after.judgements[1].article == after.judgements[2].article == 0


def test_an_accepted_teaser_is_held_back_with_its_answer(book: Recognition) -> None:
    after = answered(book, "teaser", "accept", ":20")
    assert reading(after, "000").judgements[-1].fate is Fate.HELD_BACK
    assert any(not decision.open for decision in asked(after, "teaser"))


def test_names_that_somebody_gives_sign_an_article_that_nobody_signed() -> None:
    text = "La piscine rouvre lundi.\nLes nageurs attendaient dès six heures devant la porte, en maillot."
    before = recognised(text)
    (question,) = asked(before, "missing-credit")
    assert before.readings[0].drafts[0].authors == ()
    after = recognised(text, answers={question.id: "Groupe 4 : Nina FABRE, Adam KOVAC"})
    draft = after.readings[0].drafts[0]
    assert [author.person.display for author in draft.authors] == ["Nina Fabre", "Adam Kovac"]
    assert draft.group
    assert draft.group.number == "4"
    assert not asked(after, "missing-credit")[0].open


DOUBTFUL = (
    "Pourquoi marcher ?\n"
    "On marche parce que la route est là, et que personne d’autre ne la prend ce matin de novembre.\n"
    "Et le retour ?\n"
    "Le retour est une autre route. On croise les mêmes arbres et ils ont l’air de ne plus nous connaître.\n"
    "Groupe 2\n"
)


def test_a_doubtful_role_can_be_given_by_name_or_turned_to_the_second_best() -> None:
    before = recognised(DOUBTFUL)
    doubts = asked(before, "role")
    assert doubts
    line = int(doubts[0].where.rpartition(":")[2])
    given_by_name = recognised(DOUBTFUL, answers={doubts[0].id: "intertitle"})
    assert given_by_name.readings[0].judgements[line - 1].role is Role.INTERTITLE
    turned = recognised(DOUBTFUL, answers={doubts[0].id: "reject"})
    second = doubts[0].evidence[-1].removeprefix("otherwise: ")
    assert turned.readings[0].judgements[line - 1].role.value == second
    assert [each.id for each in asked(turned, "role")] == [each.id for each in doubts]


def test_ids_do_not_move_when_something_else_is_added(book: Recognition) -> None:
    more = manuscript_of("Une autre page.\nSans rapport aucun.\n", "submissions/zzz.txt")
    after = recognise([*(sample.manuscript for sample in CLASS), more], school="ISCPA Toulouse")
    assert {decision.id for decision in book.decisions} <= {decision.id for decision in after.decisions}


# --- what must hold for any text ---------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "« Nous marchons. » explique Léa Roux. « Et nous rions. » ajoute Tom Petit.",
        "Pourquoi êtes-vous venue ?",
        "LR : Parce que j’aimais la mer.",
        "Groupe 2 – Lycée Hugo – ROUX Léa, PETIT Tom",
        "Crédit photo : Léa ROUX",
        "Un intertitre",
        "“Une phrase entre guillemets sans fin",
        "- une puce",
        "1. un numéro",
        "***",
        "Publié le 3 mars 2022",
        "\u200b",
        "?",
        "Il était une fois une phrase un peu longue qui ne disait rien de particulier à personne.",
        "Il était une fois une phrase un peu longue qui ne disait rien de particulier à personne.",
        "Q : Quoi ?",
        "R : Rien.",
        "",
    ]
)
WILD = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60)


def manuscripts(texts: list[list[str]]) -> list[str]:
    return [text for lines in texts if (text := "\n".join(lines)).strip()]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(LINES | WILD, min_size=1, max_size=12), max_size=3).map(manuscripts))
def test_any_text_gets_one_judgement_a_block_and_loses_no_word(texts: list[str]) -> None:
    read = [manuscript_of(text, f"submissions/{number}.txt") for number, text in enumerate(texts)]
    found = recognise(read)
    for each, manuscript in zip(found.readings, read, strict=True):
        assert tuple(judgement.block for judgement in each.judgements) == manuscript.blocks
        fates: Counter[Fate] = Counter()
        for judgement in each.judgements:
            fates[judgement.fate] += judgement.block.words
            assert judgement.article is None or judgement.article < len(each.drafts)
            assert (judgement.fate is not Fate.DROPPED_COPY) or judgement.of
            assert 0 <= judgement.margin <= 1
            for turn in judgement.turns:
                assert judgement.block.start <= turn.start <= turn.end <= judgement.block.end
        assert fates.total() == len(manuscript.text.split())
        assert all(draft.title for draft in each.drafts)
    assert len({decision.id for decision in found.decisions}) == len(found.decisions)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=counts.count(15, 25))
@given(st.lists(st.lists(LINES, min_size=2, max_size=10), min_size=1, max_size=2).map(manuscripts))
def test_no_answer_makes_a_word_disappear_or_a_question(texts: list[str]) -> None:
    read = [manuscript_of(text, f"submissions/{number}.txt") for number, text in enumerate(texts)]
    before = recognise(read)
    for answer in ("accept", "reject", "Léa Roux"):
        after = recognise(read, answers={decision.id: answer for decision in before.decisions})
        assert [len(each.judgements) for each in after.readings] == [len(each.blocks) for each in read]


def test_reading_twice_gives_the_same() -> None:
    everything = [sample.manuscript for sample in SAMPLES]
    assert recognise(everything) == recognise(everything)


def calls_for(texts: Sequence[Manuscript]) -> int:
    """How many functions run to recognise some submissions."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        recognise(texts)
    finally:
        sys.setprofile(before)
    return count


def different(copies: int) -> list[Manuscript]:
    return [
        manuscript_of(
            "\n".join(f"{block.text} {number}" for block in sample.manuscript.blocks),
            f"submissions/{number}-{sample.name}.txt",
        )
        for number in range(copies)
        for sample in SAMPLES[:3]
    ]


def one_long(copies: int) -> list[Manuscript]:
    lines = (f"Pourquoi vous {number} ?\nParce que {number} me plaît, et toi." for number in range(copies))
    return [manuscript_of("\n".join(lines))]


@pytest.mark.parametrize("texts", [different, one_long])
def test_the_work_grows_with_the_text_alone(texts: Callable[[int], list[Manuscript]]) -> None:
    calls_for(texts(1))  # patterns are compiled when they are first used
    many = counts.count(16, 40)
    assert calls_for(texts(many)) < 5 * calls_for(texts(many // 4))
