"""The records of all people in; pairs of them whose names may be one person's, with the reason, out.

`Anna Conti` and `Anna Maria Conti`, `A. Oulhiyane` and `Aziz Oulhiyane`, `Thomas Mathis` and `Mathis Thomas`:
nobody but a person can tell, so they are only found here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from anthology.names import Person, collation_key


@dataclass(frozen=True, slots=True)
class Bearer:
    """A name with the articles it is credited in (with its role) and the groups its bearer wrote in."""

    person: Person
    roles: frozenset[tuple[str, str]] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bearers, by position, the fuller name first, and why they may be one person."""

    full: int
    short: int
    why: str


def variants(bearers: Sequence[Bearer]) -> tuple[Pair, ...]:
    """Find the pairs, each once, in the order of their first bearer; the time grows with the number of names.

    Two who did the same in one article, or wrote in two groups, are two people.
    """
    found = {
        frozenset((pair.full, pair.short)): pair
        for pair in (*_shortened(bearers), *_turned(bearers))
        if _may_be_one(bearers[pair.full], bearers[pair.short])
    }
    return tuple(sorted(found.values(), key=lambda pair: (min(pair.full, pair.short), pair.short)))


def _may_be_one(one: Bearer, other: Bearer) -> bool:
    apart = bool(one.groups and other.groups) and one.groups.isdisjoint(other.groups)
    return not apart and one.roles.isdisjoint(other.roles)


def _shortened(bearers: Sequence[Bearer]) -> Iterator[Pair]:
    """Given names of which one is the other, shortened: by its initials, or without the middle name."""
    families: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, bearer in enumerate(bearers):
        given = _words(bearer.person.given)
        if given:
            families[_bare(bearer.person.family), given[0][0]].append(position)
    for same in families.values():
        if len(same) > 1:
            yield from _initials(bearers, same)
            yield from _without_middle(bearers, same)


def _initials(bearers: Sequence[Bearer], same: Sequence[int]) -> Iterator[Pair]:
    """An initial beside the one full name that it may stand for; of two such names nobody can choose."""
    short = [n for n in same if _is_initials(bearers[n].person)]
    full = [n for n in same if not _is_initials(bearers[n].person)]
    for one in short:
        initials = [word[0] for word in _words(bearers[one].person.given)]
        fitting = full[:2] if len(full) < 2 else [n for n in full if _begins(bearers[n].person, initials)][:2]
        if len(fitting) == 1 and _begins(bearers[fitting[0]].person, initials):
            yield Pair(fitting[0], one, "an initial may stand for the given name")


def _is_initials(person: Person) -> bool:
    return all(len(word) == 1 for word in _words(person.given))


def _begins(person: Person, initials: Sequence[str]) -> bool:
    words = _words(person.given)
    return [word[0] for word in words[: len(initials)]] == list(initials)


def _without_middle(bearers: Sequence[Bearer], same: Sequence[int]) -> Iterator[Pair]:
    """In the order of their given names, a name stands right before those that only add to it."""
    ordered = sorted(same, key=lambda n: _words(bearers[n].person.given))
    for short, full in pairwise(ordered):
        less, more = _words(bearers[short].person.given), _words(bearers[full].person.given)
        if len(less[0]) > 1 and len(less) < len(more) and more[: len(less)] == less:
            yield Pair(full, short, "one of them has a given name more")


def _turned(bearers: Sequence[Bearer]) -> Iterator[Pair]:
    """The same two names in the other order; the one met first is taken for the fuller."""
    places: dict[tuple[str, str], int] = {}
    for position, bearer in enumerate(bearers):
        given, family = _bare(bearer.person.given), _bare(bearer.person.family)
        if not given or not family or given == family:
            continue
        first = places.get((family, given))
        if first is not None:
            yield Pair(first, position, "the same names in the other order")
        places.setdefault((given, family), position)


def _words(name: str) -> list[str]:
    return collation_key(name.replace("-", " ").replace(".", " ")).split()


def _bare(name: str) -> str:
    return collation_key(name).replace(" ", "")
