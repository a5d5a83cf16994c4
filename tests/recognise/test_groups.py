from anthology.model import Contributor, Group
from anthology.names import Person, person_of
from anthology.recognise.groups import Signed, group_collisions, infer_school


def signed(where: str, number: str, *names: str, cohort: str = "", school: str = "ISCPA Toulouse") -> Signed:
    people: list[Person] = [person_of(name) for name in names]
    return Signed(where, Group(number, cohort, school), tuple(Contributor(person) for person in people))


def test_two_groups_with_one_number_and_no_common_author_are_asked_about() -> None:
    (question,) = group_collisions(
        [signed("c.txt:12", "2", "Tom Passicot", "Marine Calone"), signed("d.txt:8", "2", "Théo Loizon")]
    )
    assert (question.kind, question.where) == ("group-collision", "d.txt:8")
    assert question.found == "G2: c.txt:12, d.txt:8"
    assert question.proposed == ""
    assert "Tom Passicot, Marine Calone" in question.evidence[1]


def test_a_group_that_writes_two_articles_is_one_group() -> None:
    assert not group_collisions(
        [signed("a:1", "2", "Tom Passicot", "Ana Roux"), signed("b:1", "2", "Tom PASSICOT")]
    )


def test_members_in_common_chain_articles_whatever_their_order() -> None:
    articles = [
        signed("a:1", "2", "Tom Un"),
        signed("b:1", "2", "Ana Trois"),
        signed("c:1", "2", "Tom Un", "Ana Trois"),
    ]
    assert not group_collisions(articles)
    assert not group_collisions([articles[2], articles[0], articles[1]])
    assert len(group_collisions(articles[:2])) == 1


def test_a_third_group_of_the_number_is_one_more_question() -> None:
    articles = [signed(f"{name}:1", "2", f"{name} Nom") for name in ("Ana", "Bob", "Cléo")]
    assert [one.where for one in group_collisions(articles)] == ["Bob:1", "Cléo:1"]


def test_cohort_school_and_number_tell_groups_apart() -> None:
    first = signed("a:1", "2", "Tom Un", cohort="2022")
    assert not group_collisions([first, signed("b:1", "2", "Ana Deux", cohort="2023")])
    assert not group_collisions([first, signed("b:1", "3", "Ana Deux")])
    assert not group_collisions([first, signed("b:1", "2", "Ana Deux", school="Lycée Hugo")])
    assert group_collisions([first, signed("b:1", "2", "Ana Deux")])  # this one may be of 2022 too


def test_questions_about_groups_have_ids_of_their_own() -> None:
    articles = [
        signed("a.txt:1", "2", "Tom Un"),
        signed("a.txt:9", "2", "Ana Deux"),
        signed("a.txt:20", "2", "Léa Roi"),
    ]
    assert len({one.id for one in group_collisions(articles)}) == 2


def test_the_only_school_that_is_stated_goes_for_all() -> None:
    school, why = infer_school(["ISCPA Toulouse", "", "ISCPA  Toulouse"])
    assert school == "ISCPA Toulouse"
    assert "ISCPA Toulouse" in why


def test_no_school_is_inferred_from_none_or_from_several() -> None:
    assert infer_school([]) == ("", "")
    assert infer_school(["", " "]) == ("", "")
    assert infer_school(["ISCPA Toulouse", "Lycée Hugo"]) == ("", "")
