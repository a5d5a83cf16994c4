import sys
from collections.abc import Sequence

import pytest
from anthology.model import Block, Contributor, Decision, Photo
from anthology.names import Person
from anthology.recognise.people import Signature, registry, same_name, surname_capitals

CARLA = Person("Pons", "Carla")
LOU = Person("Alquier", "Lou")


def authors(*people: Person, role: str = "author") -> tuple[Contributor, ...]:
    return tuple(Contributor(person, role) for person in people)


def kinds(decisions: Sequence[Decision]) -> list[str]:
    return [one.kind for one in decisions]


# --- registry ----------------------------------------------------------------------------------------


def test_the_author_of_one_article_and_photographer_of_another_is_one_person_with_two_roles() -> None:
    found = registry(
        [
            Signature("a.txt:10", "||G1", authors(CARLA)),
            Signature("b.txt:12", "||G5", authors(LOU), (Photo((CARLA,)),)),
        ]
    )
    assert [one.person for one in found.records] == [CARLA, LOU]
    assert found.records[0].roles == (("author", "a.txt:10"), ("photographer", "b.txt:12"))
    assert found.decisions == ()


def test_two_authors_of_one_name_in_two_groups_are_not_merged_in_silence() -> None:
    signatures = [Signature("a.txt:10", "||G1", authors(CARLA)), Signature("b.txt:9", "||G2", authors(CARLA))]
    found = registry(signatures)
    assert [one.person for one in found.records] == [CARLA, CARLA]
    (question,) = found.decisions
    assert (question.kind, question.where, question.found) == (
        "namesake",
        "b.txt:9",
        "Carla Pons: a.txt:10, b.txt:9",
    )
    merged = registry(signatures, {question.id: "accept"})
    assert len(merged.records) == 1
    assert merged.decisions[0].answer == "accept"
    assert len(registry(signatures, {question.id: "reject"}).records) == 2


def test_a_group_that_writes_twice_has_no_namesakes() -> None:
    signatures = [Signature(f"{name}.txt:1", "||G1", authors(CARLA, LOU)) for name in "ab"]
    found = registry(signatures)
    assert kinds(found.decisions) == []
    assert [len(one.roles) for one in found.records] == [2, 2]


def test_an_author_and_interviewer_of_one_article_is_one_person() -> None:
    both = authors(CARLA) + authors(CARLA, role="interviewer")
    (record,) = registry([Signature("a.txt:1", "||G1", both)]).records
    assert record.roles == (("author", "a.txt:1"), ("interviewer", "a.txt:1"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("Artigau", "Elise"), Person("Artigau", "Élise")),
        (Person("N’Guetta", "Yéli"), Person("Nguetta", "Yeli")),
        (Person("Lavit-Terral", "Léna"), Person("Lavit Terral", "Léna")),
        (Person("te Wierik", "William"), Person("Te Wierik", "William")),
        (Person("Martin", "Jean-Pierre"), Person("Martin", "Jean Pierre")),
    ],
)
def test_spellings_of_one_name_are_one_person_and_a_question(one: Person, other: Person) -> None:
    signatures = [Signature("a.txt:1", "", authors(one)), Signature("b.txt:1", "", authors(other))]
    found = registry(signatures)
    (record,) = found.records
    assert (record.person, record.spellings) == (one, (other,))
    (question,) = found.decisions
    assert (question.kind, question.found, question.proposed) == ("name-spelling", one.display, other.display)
    assert found.kept(other) == one
    accepted = registry(signatures, {question.id: "accept"})
    assert accepted.kept(one) == accepted.kept(other) == other


@pytest.mark.parametrize(
    ("full", "short"),
    [
        (Person("Oulhiyane", "Aziz"), Person("Oulhiyane", "A.")),
        (Person("Conti", "Anna Maria"), Person("Conti", "Anna")),
        (Person("Thomas", "Mathis"), Person("Mathis", "Thomas")),
    ],
)
def test_names_that_may_be_one_person_s_are_two_until_somebody_says_so(full: Person, short: Person) -> None:
    signatures = [Signature("a.txt:1", "", authors(full)), Signature("b.txt:4", "", authors(short))]
    found = registry(signatures)
    assert [one.person for one in found.records] == [full, short]
    (question,) = found.decisions
    assert (question.kind, question.where, question.proposed) == ("name-variant", "b.txt:4", full.display)
    accepted = registry(signatures, {question.id: "accept"})
    (record,) = accepted.records
    assert record.roles == (("author", "a.txt:1"), ("author", "b.txt:4"))
    assert accepted.kept(short) == full
    assert len(registry(signatures, {question.id: "reject"}).records) == 2


def test_a_photographer_of_a_name_that_two_bear_is_asked_about() -> None:
    two = [Signature("a.txt:1", "||G1", authors(CARLA)), Signature("b.txt:1", "||G2", authors(CARLA))]
    shot = Signature("c.txt:9", "||G3", (), (Photo((CARLA,)),))
    found = registry([*two, shot])
    assert len(found.records) == 3
    assert kinds(found.decisions) == ["namesake", "namesake"]
    own = Signature("c.txt:9", "||G2", (), (Photo((CARLA,)),))
    assert [len(one.roles) for one in registry([*two, own]).records] == [1, 2]


def test_people_of_two_schools_or_cohorts_are_not_merged_in_silence() -> None:
    for one, other in (("Lycée A||G", "Lycée B||G"), ("|2022|G1", "|2024|G1")):
        found = registry([Signature("a:1", one, authors(CARLA)), Signature("b:1", other, authors(CARLA))])
        assert (len(found.records), kinds(found.decisions)) == (2, ["namesake"])


def test_different_people_stay_different() -> None:
    people = [Person("Thomas", "Mathis"), Person("Mathis", "Thomas"), Person("Pons", "Clara"), CARLA]
    found = registry([Signature("a.txt:1", "", authors(*people))])
    assert [one.person for one in found.records] == people
    assert found.decisions == ()


def test_an_agency_is_one_record() -> None:
    afp = Person(organisation="AFP")
    shots = [Signature(f"{name}.txt:1", "", (), (Photo((afp,)),)) for name in "ab"]
    (record,) = registry(shots).records
    assert len(record.roles) == 2


def test_twice_the_articles_take_about_twice_the_steps() -> None:
    def steps(articles: int) -> int:
        signatures = [
            Signature(
                f"{n}.txt:1", f"||G{n}", authors(*(Person(f"Martin{n % 7}", f"Léa{n}x{m}") for m in range(6)))
            )
            for n in range(articles)
        ]
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        same_name.cache_clear()
        sys.setprofile(count)
        try:
            registry(signatures)
        finally:
            sys.setprofile(None)
        return counted

    assert steps(400) < 2.3 * steps(200)


# --- surnames in capitals ----------------------------------------------------------------------------


def blocks(*texts: str) -> tuple[Block, ...]:
    found: list[Block] = []
    start = 0
    for number, text in enumerate(texts, 1):
        found.append(Block(start, start + len(text), number, text))
        start += len(text) + 1
    return tuple(found)


def applied(texts: Sequence[str], decision: Decision) -> str:
    text = "\n".join(texts)
    for edit in reversed(decision.edits):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def test_a_surname_in_capitals_is_one_question_with_all_its_places() -> None:
    texts = [
        "Depuis près de 10 ans, Aziz OULHIYANE agit au sein du conseil.",
        "« On est présent » nous confie Aziz OULHIYANE. Plus loin, OULHIYANE sourit.",
    ]
    (question,) = surname_capitals("submissions/a.txt", blocks(*texts), [Person("Oulhiyane", "Aziz")])
    assert (question.kind, question.where) == ("surname-capitals", "submissions/a.txt:1")
    assert (question.found, question.proposed) == ("Aziz OULHIYANE", "Aziz Oulhiyane")
    assert {edit.rule for edit in question.edits} == {"C4"}
    assert applied(texts, question) == "\n".join(texts).replace("OULHIYANE", "Oulhiyane")


@pytest.mark.parametrize(
    ("text", "person", "after"),
    [
        ("Avec Clarisse DE LA TORRE hier.", "Clarisse de la Torre", "Avec Clarisse de la Torre hier."),
        ("AZIZ OULHIYANE nous reçoit.", "Aziz Oulhiyane", "Aziz Oulhiyane nous reçoit."),
        ("Merci à M. OULHIYANE pour tout.", "Aziz Oulhiyane", "Merci à M. Oulhiyane pour tout."),
        ("OULHIYANE Aziz nous reçoit.", "Aziz Oulhiyane", "Oulhiyane Aziz nous reçoit."),
        ("Yéli N’GUETTA répond.", "Yéli N’Guetta", "Yéli N’Guetta répond."),
        (
            "Delphine MARIE-PERONNE, directrice",
            "Delphine Marie-Péronne",
            "Delphine Marie-Péronne, directrice",
        ),
        ("Theo ROUVÉ l’a vu.", "Théo Rouve", "Theo Rouvé l’a vu."),
        ("Aziz OULHIYANE.", "Aziz OULHIYANE", "Aziz Oulhiyane."),
    ],
)
def test_the_surname_gets_the_case_of_a_name(text: str, person: str, after: str) -> None:
    (question,) = surname_capitals("a.txt", blocks(text), [person])
    assert applied([text], question) == after


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Depuis dix ans, Aziz Oulhiyane agit.", "Aziz Oulhiyane"),
        ("Aziz OULHIYANE agit.", "Carla Pons"),
        ("Le RIOT Festival revient.", "Clémence Riot"),
        ("La SNCF et l’AFP.", "Léa Afp"),
        ("AZIZ OULHIYANE, LE PORTRAIT", "Aziz Oulhiyane"),
        ("Karim OULHIYANE agit.", "Aziz Oulhiyane"),
        ("OULHIYANEX et Aziz.", "Aziz Oulhiyane"),
        ("", "Aziz Oulhiyane"),
    ],
)
def test_acronyms_headings_and_strangers_stay(text: str, person: str) -> None:
    assert surname_capitals("a.txt", blocks(text), [person, Person(organisation="AFP"), "AFP"]) == ()


def test_two_people_are_two_questions() -> None:
    texts = blocks("Aziz OULHIYANE et Ludovic AMAR.")
    found = surname_capitals("a.txt", texts, ["Aziz Oulhiyane", "Ludovic Amar", "Aziz Oulhiyane"])
    assert [one.proposed for one in found] == ["Aziz Oulhiyane", "Ludovic Amar"]
    assert len({one.id for one in found}) == 2
