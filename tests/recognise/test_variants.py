"""Names that may be one person's."""

from __future__ import annotations

import pytest
from anthology.names import Person
from anthology.recognise.variants import Bearer, variants
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count


def bearer(given: str, family: str, where: str, role: str = "author", group: str = "") -> Bearer:
    return Bearer(Person(family, given), frozenset({(role, where)}), frozenset({group} - {""}))


@pytest.mark.parametrize(
    ("full", "short"),
    [
        (("Aziz", "Oulhiyane"), ("A.", "Oulhiyane")),
        (("Aziz", "Oulhiyane"), ("A", "OULHIYANE")),
        (("Jean-Pierre", "Martin"), ("J.-P.", "Martin")),
        (("Anna Maria", "Conti"), ("Anna", "Conti")),
        (("John F.", "Harlow"), ("John", "Harlow")),
        (("Élise", "Artigau"), ("E.", "Artigau")),
    ],
)
def test_a_shorter_given_name_may_be_the_same_person_s(full: tuple[str, str], short: tuple[str, str]) -> None:
    (pair,) = variants([bearer(*full, "a:1"), bearer(*short, "b:1")])
    assert (pair.full, pair.short) == (0, 1)
    (pair,) = variants([bearer(*short, "b:1"), bearer(*full, "a:1")])
    assert (pair.full, pair.short) == (1, 0)
    assert pair.why


def test_two_names_turned_round_may_be_one_person_s() -> None:
    (pair,) = variants([bearer("Mathis", "Thomas", "a:1"), bearer("Thomas", "Mathis", "b:1")])
    assert (pair.full, pair.short) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (bearer("Anna", "Conti", "a:1"), bearer("Alba", "Conti", "b:1")),
        (bearer("Anna", "Conti", "a:1"), bearer("Anna", "Conte", "b:1")),
        (bearer("A.", "Conti", "a:1"), bearer("B.", "Conti", "b:1")),
        (bearer("Anna", "Conti", "a:1"), bearer("Anna Maria", "Conti", "a:1")),
        (bearer("Mathis", "Thomas", "a:1"), bearer("Thomas", "Mathis", "a:1")),
        (bearer("Anna", "Conti", "a:1", group="G1"), bearer("A.", "Conti", "b:1", group="G2")),
        (bearer("", "Nadar", "a:1"), bearer("", "Nadal", "b:1")),
    ],
)
def test_two_people_are_no_pair(one: Bearer, other: Bearer) -> None:
    assert variants([one, other]) == ()


def test_an_initial_that_two_may_have_is_nobody_s() -> None:
    three = [bearer("Anna", "Conti", "a:1"), bearer("Alba", "Conti", "b:1"), bearer("A.", "Conti", "c:1")]
    assert variants(three) == ()


NAMES = st.sampled_from(
    ["Anna", "A.", "Maria", "J.-P.", "Jean", "Pierre", "Jean-Pierre", "Conti", "Élise", "E"]
)
BEARERS = st.builds(
    bearer, st.lists(NAMES, max_size=2).map(" ".join), NAMES, st.sampled_from(["a:1", "b:1", "c:1"])
)


@given(st.lists(BEARERS, max_size=8))
@settings(max_examples=count(50, 200), deadline=None)
def test_every_pair_is_of_two_who_did_not_do_the_same_in_one_article(bearers: list[Bearer]) -> None:
    pairs = variants(bearers)
    assert len({frozenset((one.full, one.short)) for one in pairs}) == len(pairs)
    assert all(bearers[one.full].roles.isdisjoint(bearers[one.short].roles) for one in pairs)
