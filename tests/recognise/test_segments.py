"""Where articles begin and end, and what is only a teaser of one."""

from __future__ import annotations

import pytest
from anthology.model import Fate, Role
from anthology.readers import read
from anthology.recognise import recognise
from tests.recognise.samples import recognised, roles_of

TEASER = "Une matinée à la Région : les étudiants ont rencontré les élus et le service de presse du conseil."
ARTICLE = (
    "Le jardin de la rue Lejeune fête ses dix ans cette année.\n"
    "Trente familles y cultivent des légumes, des fleurs et quelques rancunes, derrière un grillage vert.\n"
    "Le bail court jusqu’en 2027. Un promoteur a déjà mesuré le terrain, de nuit, avec une lampe frontale.\n"
    "Groupe 5\n"
    "Amélie MARSAN, Lou ALQUIER"
)
SECOND = (
    "La piscine municipale rouvre lundi après deux ans de travaux.\n"
    "Les premiers nageurs attendaient dès six heures devant la porte, la serviette autour du cou.\n"
    "L’eau est à vingt-sept degrés et le plongeoir a été repeint en jaune par les agents de la ville.\n"
    "Groupe 6\n"
    "Nina FABRE, Adam KOVAC"
)


def test_a_credit_closes_an_article() -> None:
    found = recognised(f"{ARTICLE}\n{SECOND}").readings[0]
    assert len(found.drafts) == 2
    assert [judgement.article for judgement in found.judgements] == [0] * 5 + [1] * 5


def test_a_photo_credit_closes_nothing() -> None:
    text = ARTICLE.replace("Le bail", "Crédit photo : Lou ALQUIER\nLe bail")
    assert len(recognised(text).readings[0].drafts) == 1


def test_a_paragraph_printed_twice_above_another_subject_is_a_teaser() -> None:
    found = recognised(f"{TEASER}\n{TEASER}\n{ARTICLE}")
    first, second = found.readings[0].judgements[:2]
    assert (first.role, first.fate, first.of) == (
        Role.DUPLICATE_TEASER,
        Fate.DROPPED_COPY,
        "submissions/a.txt:2",
    )
    assert (second.role, second.fate, second.article) == (Role.TEASER, Fate.HELD_BACK, None)
    assert found.readings[0].drafts[0].start == second.block.end + 1


def test_a_standfirst_printed_twice_above_its_own_article_stays() -> None:
    chapo = "Trente familles cultivent des légumes et des fleurs au jardin de la rue Lejeune, sans grillage."
    found = recognised(f"{chapo}\n{chapo}\n{ARTICLE}").readings[0]
    assert roles_of(found)[:2] == ["duplicate-teaser", "chapo"]
    assert found.judgements[1].fate is Fate.PRINTED


def test_a_title_printed_twice_is_printed_once() -> None:
    found = recognised(f"Le jardin partagé\nLe jardin partagé\n{ARTICLE}").readings[0]
    assert roles_of(found)[:2] == ["duplicate-title", "title"]
    assert found.drafts[0].title == "Le jardin partagé"
    assert not found.drafts[0].title_proposed


def test_one_paragraph_alone_after_the_last_credit_is_a_teaser() -> None:
    found = recognised(f"{ARTICLE}\n{TEASER}")
    assert found.readings[0].judgements[-1].fate is Fate.HELD_BACK
    assert "teaser" in {decision.kind for decision in found.decisions}


def test_several_paragraphs_after_the_last_credit_are_an_article_that_nobody_signed() -> None:
    unsigned = "\n".join(SECOND.splitlines()[:3])
    found = recognised(f"{ARTICLE}\n{unsigned}")
    assert len(found.readings[0].drafts) == 2
    (question,) = [decision for decision in found.decisions if decision.kind == "missing-credit"]
    assert question.where == "submissions/a.txt:6"


def test_a_teaser_that_another_submission_prints_in_full_is_a_copy() -> None:
    full = f"{TEASER}\n{SECOND}"
    last = recognised(f"{ARTICLE}\n{TEASER}", full).readings[0].judgements[-1]
    assert (last.role, last.fate, last.of) == (
        Role.DUPLICATE_TEASER,
        Fate.DROPPED_COPY,
        "submissions/b.txt:1",
    )


def test_a_submission_of_one_paragraph_is_an_article() -> None:
    found = recognised(TEASER).readings[0]
    assert len(found.drafts) == 1
    assert found.judgements[0].fate is Fate.PRINTED


@pytest.mark.parametrize(
    "text",
    [
        "Groupe 5\nAmélie MARSAN, Lou ALQUIER",
        "Photo : Amélie Marsan",
        "Crédits photos :\n\nPhoto 1 : Amélie Marsan\nPhoto 2 : Lou Alquier / École du Port",
        "© Amélie Marsan, 2024",
    ],
)
def test_credits_without_a_text_make_no_article_and_are_asked_about(text: str) -> None:
    found = recognised(text)
    assert found.readings[0].drafts == ()
    (question,) = (one for one in found.decisions if one.kind == "missing-text")
    assert question.where == "submissions/a.txt:1"
    # Which `check` tells of each, as long as nobody has answered.
    assert {one.fate for one in found.readings[0].judgements} == {Fate.UNDECIDED}


def test_a_page_of_furniture_alone_is_kept_out_of_the_book() -> None:
    found = recognised("Publié le 14 mars 2023\nPartager\n***").readings[0]
    assert roles_of(found) == ["furniture", "furniture", "marker"]
    assert found.drafts == ()


def test_a_photograph_between_the_byline_and_the_text_parts_no_article() -> None:
    page = (
        "<html lang='fr'><body><main><article><h1>La piscine municipale rouvre</h1><p>Par Nina Fabre</p>"
        "<figure><img src='a.jpg' alt='Un bassin'>"
        "<figcaption>Le bassin. Photo : Adam Kovac</figcaption></figure>"
        + "".join(f"<p>{line}</p>" for line in (*ARTICLE.splitlines()[1:3], *SECOND.splitlines()[1:3]))
        + "</article></main></body></html>"
    )
    found = recognise(read(page.encode(), "submissions/a.html").manuscripts)
    (draft,) = found.readings[0].drafts
    assert [one.person.display for one in draft.authors] == ["Nina Fabre"]
    assert [who.display for one in draft.photos for who in one.credit] == ["Adam Kovac"]
    assert "credit-leftover" not in {one.kind for one in found.decisions}
