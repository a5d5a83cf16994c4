"""The groups of all articles in; groups that only seem to be one, and the school nobody wrote, out."""

from __future__ import annotations

from collections import Counter, defaultdict
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
    numbered: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, one in enumerate(signed):
        if one.group.number:  # without one, nobody can take it for another's
            numbered[one.group.school, one.group.number.casefold()].append(position)
    rivals = sorted(pair for same in numbered.values() for pair in _rivals(signed, same))
    return tuple(_collision(signed[first], signed[second]) for second, first in rivals)


def _rivals(signed: Sequence[Signed], same: Sequence[int]) -> list[tuple[int, int]]:
    """The first articles of groups that may be an earlier one, each with the first article of that one.

    `same` are the positions of articles under one number of one school.
    """
    heads = sorted(team[0] for team in _teams(signed, same))
    found = []
    for place, head in enumerate(heads):
        rival = next((one for one in heads[:place] if not _apart(signed[one], signed[head])), None)
        if rival is not None:
            found.append((head, rival))
    return found


def _teams(signed: Sequence[Signed], same: Sequence[int]) -> list[list[int]]:
    """Articles that may be of one group and share authors, one after the other."""
    names = {position: signed[position].names for position in same}
    teams: list[list[int]] = []
    for one in same:
        mates: list[list[int]] = []
        others: list[list[int]] = []
        for team in teams:
            shares = any(
                not names[one].isdisjoint(names[other]) and not _apart(signed[one], signed[other])
                for other in team
            )
            (mates if shares else others).append(team)
        teams = [*others, [*(other for team in mates for other in team), one]]
    return teams


def _apart(one: Signed, other: Signed) -> bool:
    """Whether two cohorts tell two groups of one number from each other."""
    return bool(one.group.cohort and other.group.cohort and one.group.cohort != other.group.cohort)


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
