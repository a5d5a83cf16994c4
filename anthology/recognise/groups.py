"""The groups of all articles in; groups that only seem to be one, and the school nobody wrote, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from anthology.model import Contributor, Decision, Group
from anthology.recognise.decisions import decision_id
from anthology.recognise.people import same_name


@dataclass(frozen=True, slots=True)
class Signed:
    """An article's group as its credit gives it, its authors, and the place of the credit (`file:line`)."""

    where: str
    group: Group
    authors: tuple[Contributor, ...] = ()

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """The authors, as names that can be compared."""
        return frozenset(same_name(one.person) for one in self.authors)


def group_collisions(signed: Sequence[Signed]) -> tuple[Decision, ...]:
    """Ask about groups that share school and number, have no cohort to tell them apart, and no author.

    Articles of one group are chained by their common authors: `Groupe 2` with half its members in a
    second article is still one group. There is one decision for each further group of that number.
    """
    teams = _teams(signed)
    questions = []
    for position, team in enumerate(teams):
        rival = next(
            (other for other in teams[:position] if _may_be_one(other[0].group, team[0].group)), None
        )
        if rival:
            questions.append(_collision(rival[0], team[0]))
    return tuple(questions)


def _teams(signed: Sequence[Signed]) -> list[list[Signed]]:
    """Articles that may be of one group and share authors, one after the other, in the order of the first."""
    teams: list[list[Signed]] = []
    for one in signed:
        mates = [team for team in teams if any(_share(one, other) for other in team)]
        joined = [*(other for team in mates for other in team), one]
        teams = [team for team in teams if team not in mates] + [joined]
    order = {id(one): position for position, one in enumerate(signed)}
    return sorted(teams, key=lambda team: order[id(team[0])])


def _share(one: Signed, other: Signed) -> bool:
    return _may_be_one(one.group, other.group) and bool(one.names & other.names)


def _may_be_one(one: Group, other: Group) -> bool:
    apart = one.cohort and other.cohort and one.cohort != other.cohort
    same = one.number.casefold() == other.number.casefold() != ""
    return same and one.school == other.school and not apart


def _collision(first: Signed, second: Signed) -> Decision:
    file = second.where.rpartition(":")[0]
    key = second.group.key
    return Decision(
        id=decision_id("group-collision", file, f"{key}|{_names(second)}"),
        kind="group-collision",
        where=second.where,
        found=f"G{second.group.number}: {first.where}, {second.where}",
        proposed="",
        evidence=(
            "two groups of one school have one number, and no author in common",
            f"{first.where}: {_names(first)}",
            f"{second.where}: {_names(second)}",
        ),
    )


def _names(signed: Signed) -> str:
    return ", ".join(one.person.display for one in signed.authors)


def infer_school(stated: Sequence[str]) -> tuple[str, str]:
    """Return the one school that the credits name, and why; two empty strings when none or several are."""
    named = Counter(" ".join(school.split()) for school in stated if school.strip())
    if len({school.casefold() for school in named}) != 1:
        return "", ""
    school, _ = named.most_common(1)[0]
    times = sum(named.values())
    return school, f"{school} is the only school that the credits name ({times} of {len(stated)})"
