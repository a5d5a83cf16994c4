"""What only all articles together can tell: schools, cohorts, one spelling for one person."""

from __future__ import annotations

from anthology.model import Decision
from anthology.recognise import Recognition, recognise
from tests.recognise.samples import manuscript_of, recognised

FIRST = (
    "La piscine rouvre lundi après deux ans de travaux.\n"
    "Les nageurs attendaient dès six heures devant la porte, la serviette autour du cou.\n"
)
SECOND = (
    "Le marché de nuit s’installe place du Salin.\n"
    "Huit cents personnes y travaillent sous les néons, et personne ne dort avant midi.\n"
)


def asked(found: Recognition, kind: str) -> list[Decision]:
    return [decision for decision in found.decisions if decision.kind == kind]


def schools(*credits: str, book: str = "") -> list[str]:
    texts = [text + credit for text, credit in zip((FIRST, SECOND), credits, strict=True)]
    read = [manuscript_of(text, f"submissions/{number}.txt") for number, text in enumerate(texts)]
    groups = [reading.drafts[0].group for reading in recognise(read, school=book).readings]
    return [group.school for group in groups if group]


def test_a_group_without_a_school_is_of_the_only_school_that_credits_name() -> None:
    assert schools("G1 – Lycée Hugo – ROUX Léa, PETIT Tom", "G2 – BRUN Zoé, BLANC Noé", book="Autre") == [
        "Lycée Hugo",
        "Lycée Hugo",
    ]


def test_a_group_without_a_school_is_of_the_book_s_when_none_or_several_are_named() -> None:
    assert schools("G1 – ROUX Léa, PETIT Tom", "G2 – BRUN Zoé, BLANC Noé", book="Hugo") == ["Hugo", "Hugo"]


def test_two_groups_of_one_number_are_asked_about_and_told_apart_by_a_cohort() -> None:
    texts = (
        FIRST + "G2 – Lycée Hugo – ROUX Léa, PETIT Tom",
        SECOND + "G2 – Lycée Hugo – BRUN Zoé, BLANC Noé",
    )
    (question,) = asked(recognised(*texts), "group-collision")
    after = recognised(*texts, answers={question.id: "2023"})
    keys = [reading.drafts[0].group.key for reading in after.readings if reading.drafts[0].group]
    assert keys == ["Lycée Hugo||G2", "Lycée Hugo|2023|G2"]
    assert [each.answer for each in asked(after, "group-collision")] == ["2023"]


def test_two_spellings_of_one_name_stay_until_somebody_chooses() -> None:
    texts = (FIRST + "G1 – ARTIGAU Elise, PETIT Tom", SECOND + "G1 – ARTIGAU Élise, PETIT Tom")

    def spelt(found: Recognition) -> list[str]:
        return [reading.drafts[0].authors[0].person.display for reading in found.readings]

    before = recognised(*texts)
    (question,) = asked(before, "name-spelling")
    assert spelt(before) == ["Elise Artigau", "Élise Artigau"]
    assert spelt(recognised(*texts, answers={question.id: "accept"})) == ["Élise Artigau", "Élise Artigau"]
    assert spelt(recognised(*texts, answers={question.id: "reject"})) == ["Elise Artigau", "Elise Artigau"]


def test_a_list_that_shows_no_order_is_read_by_those_credited_elsewhere() -> None:
    texts = (FIRST + "G1 – Inès MATHIS, Mathis LOU", SECOND + "Photo : Mathis Lou")
    photo = recognised(*texts).readings[1].drafts[0].photos[0]
    assert (photo.credit[0].given, photo.credit[0].family) == ("Mathis", "Lou")


def test_a_surname_in_capitals_in_running_text_is_asked_about_once() -> None:
    text = (
        "Rencontre avec Aziz OULHIYANE, responsable des réseaux.\nQue faites-vous ?\n"
        "« Je poste. » explique Aziz OULHIYANE.\nG1 – Léa ROUX, Tom PETIT"
    )
    (question,) = asked(recognised(text), "surname-capitals")
    assert (question.found, question.proposed) == ("Aziz OULHIYANE", "Aziz Oulhiyane")
    assert [text[edit.start : edit.end].rstrip(".") for edit in question.edits] == ["OULHIYANE"] * 2


def test_questions_come_in_reading_order() -> None:
    found = recognised(FIRST, SECOND + "G1 – Lycée Hugo – BETAILLE Elise, MEDALLE Rémi")
    places = [decision.where.rpartition("/")[2].split(":") for decision in found.decisions]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
    assert len(places) > 2
