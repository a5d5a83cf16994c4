"""A list of names as written in; the order of given name and surname it keeps, and each name in parts, out.

The order is decided for the list, not for each name: one surname in capitals decides for its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from anthology.names import Person, collation_key, in_capitals, is_particle, restored, restored_family, tidy
from anthology.recognise.given_names import given_name_weight
from anthology.recognise.patterns import pattern

Key = tuple[str, str]
"""A given name and a surname, without case, accents or spaces."""


class Order(Enum):
    """Which part of a name its list writes first."""

    GIVEN_FIRST = "given name first"
    SURNAME_FIRST = "surname first"

    @property
    def other(self) -> Order:
        """The opposite order."""
        return Order.SURNAME_FIRST if self is Order.GIVEN_FIRST else Order.GIVEN_FIRST


@dataclass(frozen=True, slots=True)
class Verdict:
    """The order of a list, why, and whether the evidence is enough not to ask."""

    order: Order
    evidence: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A name cut in two, as written. `other` is another cut that is as good, or None."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    other: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    @property
    def person(self) -> Person:
        """The name with its case restored where it stands in capitals."""
        given = (word if _is_initials(word) else restored(word) for word in self.given)
        return Person(restored_family(" ".join(self.family)), " ".join(given))


_ENOUGH = 0.6
"""One given name that is nothing else decides, even beside one that may be a surname; the latter does not."""

_AGAINST_CUSTOM = 1.5
"""More than one name must show the surname first where custom puts the given name there."""

_PRIOR = 0.2
"""What custom adds where anything speaks for the given name first."""

_MINORITY = 1 / 3
"""The share of contrary hints above which the list is asked about."""

_COLUMN = 4
"""Names: a shorter list is in alphabetical order too often by chance."""

_INITIAL = pattern(r"[^\W\d_]|(?:[^\W\d_]\.-?){1,3}")

_GLUED = pattern(
    r"(?P<capitals>[^\W\d_a-zß-ÿ](?:[^\W\d_a-zß-ÿ]|[’'-]){2,}?)(?=[A-ZÀ-Þ][a-zß-ÿ])(?P<rest>[A-ZÀ-Þ][a-zß-ÿ].*)"
)
_GLUED_AFTER = pattern(
    r"(?P<rest>[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)?)(?P<capitals>[A-ZÀ-Þ]{3,}(?:[-’' ][A-ZÀ-Þ]+)*)"
)


def tokens_of(name: str) -> tuple[str, ...]:
    """The words of a name; a surname in capitals glued to a given name is cut off it."""
    return tuple(unglued(tidy(name)).split())


def unglued(name: str) -> str:
    """`BERTINHugo` and `HugoBERTIN` with the space they lack; any other name as it is."""
    found = _GLUED.fullmatch(name)
    if found:
        return f"{found['capitals']} {found['rest']}"
    after = _GLUED_AFTER.fullmatch(name)
    return f"{after['rest']} {after['capitals']}" if after else name


# --- capitals ----------------------------------------------------------------------------------------

_INITIALS = frozenset({"AJ", "EJ", "OJ"})


def _shouts(word: str) -> bool:
    """Whether a word stands in capitals as surnames do: initials (`JB`, `J.-P.`) do not count."""
    if not in_capitals(word) or "." in word:
        return False
    letters = [char for char in collation_key(word) if char.isalpha()]
    return (
        len(letters) > 2
        or word == "NG"
        or (word not in _INITIALS and any(char in "aeiouy" for char in letters))
    )


def capitals_order(tokens: Sequence[str]) -> Order | None:
    """Where a name has its surname in capitals; None without a contrast."""
    cut = _capitals_run(tokens)
    if cut is None:
        return None
    return Order.SURNAME_FIRST if cut[0] == 0 else Order.GIVEN_FIRST


def _capitals_run(tokens: Sequence[str]) -> tuple[int, int] | None:
    """The words of the surname in capitals at one end of a name, particles with them."""
    loud = [n for n, word in enumerate(tokens) if _shouts(word) or _short_between(tokens, n)]
    if not loud or len(loud) == len(tokens):
        return None
    start, end = loud[0], loud[-1] + 1
    if any(n not in loud and not is_particle(tokens[n]) for n in range(start, end)):
        return None
    while start and tokens[start - 1].islower() and is_particle(tokens[start - 1]):
        start -= 1
    return (start, end) if (start == 0) != (end == len(tokens)) else None


def _short_between(tokens: Sequence[str], position: int) -> bool:
    """A particle in capitals (`DE`, `TE`, `D’`) beside a surname in capitals."""
    word = tokens[position]
    near = [tokens[n] for n in (position - 1, position + 1) if 0 <= n < len(tokens)]
    return (
        in_capitals(word)
        and is_particle(word)
        and any(_shouts(other) or is_particle(other) for other in near)
    )


# --- order -------------------------------------------------------------------------------------------


class Custom(Enum):
    """What is usual where a list stands, for names that show nothing by themselves."""

    ROSTER = "either order"
    CREDIT = "mostly given name first"
    BYLINE = "given name first"


def order_of(
    names: Sequence[Sequence[str]],
    others: Sequence[Verdict],
    known: Container[Key],
    custom: Custom = Custom.ROSTER,
) -> Verdict:
    """Decide the order of one list (each name as its words).

    Capitals come first, then names known from elsewhere and given names, then the other lists of the
    same credit, then a column in alphabetical order, then custom.
    """
    longer = [tokens for tokens in names if len(tokens) > 1]
    return (
        _by_capitals(longer)
        or _by_hints(longer, known, custom)
        or _by_others(others)
        or _by_alphabet(longer)
        or _by_custom(longer, known, custom)
        or _unsure(longer, known)
    )


def _by_capitals(names: Sequence[Sequence[str]]) -> Verdict | None:
    votes = [(tokens, order) for tokens in names if (order := capitals_order(tokens))]
    if not votes:
        return None
    first = [tokens for tokens, order in votes if order is Order.SURNAME_FIRST]
    order = Order.SURNAME_FIRST if 2 * len(first) > len(votes) else Order.GIVEN_FIRST
    witness = next(tokens for tokens, vote in votes if vote is order)
    loud = next(word for word in witness if _shouts(word) or in_capitals(word))
    plain = len(votes) < len(names)
    agreed = len(first) in (0, len(votes)) or not plain
    sure = agreed and not all(_contradicts(tokens, order) for tokens, _ in votes)
    return Verdict(order, f"{loud} is in capitals: {order.value}", sure)


def _contradicts(tokens: Sequence[str], order: Order) -> bool:
    """Whether the word in capitals is surely a given name, and the other one is not."""
    lean = _lean(tokens)
    return lean >= 1 if order is Order.SURNAME_FIRST else lean <= -1


def _by_hints(names: Sequence[Sequence[str]], known: Container[Key], custom: Custom) -> Verdict | None:
    leans = [_known_lean(tokens, known) or _customary(tokens, custom) for tokens in names]
    ahead = sum(lean for lean in leans if lean > 0)
    behind = -sum(lean for lean in leans if lean < 0)
    if ahead > behind and custom is not Custom.ROSTER:
        ahead += _PRIOR
    order = Order.GIVEN_FIRST if ahead > behind else Order.SURNAME_FIRST
    more, less = max(ahead, behind), min(ahead, behind)
    if custom is not Custom.ROSTER and order is Order.SURNAME_FIRST and behind < _AGAINST_CUSTOM:
        return None
    if more < _ENOUGH or less > more * _MINORITY:
        return None
    witness = max(
        zip(leans, names, strict=True), key=lambda pair: pair[0] if order is Order.GIVEN_FIRST else -pair[0]
    )[1]
    word = witness[0] if order is Order.GIVEN_FIRST else witness[-1]
    return Verdict(order, f"{word} is a given name: {order.value}", True)


def _customary(tokens: Sequence[str], custom: Custom) -> float:
    """How far a name leans where the given name usually stands first.

    Two given names (`Océane Thibaud`) then keep that order if the first is nothing else; if it may be a
    surname (`Laurent Marie`), nothing is sure.
    """
    lean = _lean(tokens)
    if custom is Custom.ROSTER or abs(lean) >= 1 or not given_name_weight(tokens[0]):
        return lean
    return max(lean, _ENOUGH) if given_name_weight(tokens[0]) == 1 else max(lean, 0.0)


def _lean(tokens: Sequence[str]) -> float:
    """How far a name looks given-name-first (above 0) or surname-first (below), by its words alone."""
    first, last = tokens[0], tokens[-1]
    if "." in first or _is_initials(first):
        return 1.0
    if _INITIAL.fullmatch(last):
        weight = given_name_weight(first)
        return 1.0 if weight == 1 else (0.0 if weight else -1.0)
    if is_particle(first) and len(tokens) > 2 and not given_name_weight(first):
        return -1.0
    lean = given_name_weight(first) - given_name_weight(last)
    if _SURNAME.match(last) or _SURNAME.match(first):
        return lean + (1.0 if _SURNAME.match(last) else -1.0)
    inner = len(tokens) > 2 and any(is_particle(word) for word in tokens[1:-1])
    return lean + (0.5 if inner and lean >= 0 else 0)


_SURNAME = pattern(r"(?:Ma?c[A-Z]|O’[A-Z])[a-z]")
"""Beginnings that only surnames have: MacLeod, McKenzie, O’Leary."""


def _is_initials(word: str) -> bool:
    return in_capitals(word) and len(word) < 4 and not _shouts(word) and not is_particle(word)


def _known_lean(tokens: Sequence[str], known: Container[Key]) -> float:
    """2 or -2 where somebody known from elsewhere has the same words, in this order or the other."""
    for cut in range(1, len(tokens)):
        head, tail = _key(" ".join(tokens[:cut])), _key(" ".join(tokens[cut:]))
        if (head, tail) in known:
            return 2.0
        if (tail, head) in known:
            return -2.0
    return 0.0


def keys_of(people: Iterable[Person]) -> frozenset[Key]:
    """The names of people, as `order_of` knows them."""
    return frozenset((_key(one.given), _key(one.family)) for one in people if one.given and one.family)


def _key(text: str) -> str:
    return collation_key(text).replace(" ", "")


def _by_others(others: Sequence[Verdict]) -> Verdict | None:
    orders = {other.order for other in others if other.sure}
    if len(orders) != 1:
        return None
    order = orders.pop()
    return Verdict(order, f"the other names of the credit: {order.value}", True)


def _by_alphabet(names: Sequence[Sequence[str]]) -> Verdict | None:
    if len(names) < _COLUMN:
        return None
    sorted_first = _is_sorted([tokens[0] for tokens in names])
    sorted_last = _is_sorted([tokens[-1] for tokens in names])
    if sorted_first == sorted_last:
        return None
    order = Order.SURNAME_FIRST if sorted_first else Order.GIVEN_FIRST
    return Verdict(order, f"the surnames are in alphabetical order: {order.value}", True)


def _is_sorted(column: Sequence[str]) -> bool:
    keys = [collation_key(word) for word in column]
    return all(one <= other for one, other in pairwise(keys)) and len(set(keys)) > 2


def _by_custom(names: Sequence[Sequence[str]], known: Container[Key], custom: Custom) -> Verdict | None:
    if custom is not Custom.BYLINE or not names:
        return None
    if any((_known_lean(tokens, known) or _lean(tokens)) < 0 for tokens in names):
        return None
    return Verdict(Order.GIVEN_FIRST, f"a byline: {Order.GIVEN_FIRST.value}", True)


def _unsure(names: Sequence[Sequence[str]], known: Container[Key]) -> Verdict:
    if not names:
        return Verdict(Order.GIVEN_FIRST, "every name is one word", True)
    lean = sum(_known_lean(tokens, known) or _lean(tokens) for tokens in names)
    order = Order.SURNAME_FIRST if lean < 0 else Order.GIVEN_FIRST
    return Verdict(order, "neither capitals nor known given names tell the order", False)


def against(tokens: Sequence[str], order: Order, known: Container[Key]) -> bool:
    """Whether one name of a list, by its own given name, keeps the other order than its list."""
    if len(tokens) < 2 or capitals_order(tokens):
        return False
    lean = _known_lean(tokens, known) or _lean(tokens)
    return lean <= -_ENOUGH if order is Order.GIVEN_FIRST else lean >= _ENOUGH


# --- parts -------------------------------------------------------------------------------------------


def cut(tokens: Sequence[str], order: Order, *, two_surnames: bool) -> Parts:
    """Cut a name in two. `two_surnames` is true where people bear two, as in Spain: then nobody asks."""
    if len(tokens) < 2:
        return Parts((), tuple(tokens))
    run = _capitals_run(tokens)
    if run:
        start, end = run
        return Parts(tuple(tokens[:start]) or tuple(tokens[end:]), tuple(tokens[start:end]))
    parts = (
        _cut_given_first(tokens, two_surnames) if order is Order.GIVEN_FIRST else _cut_surname_first(tokens)
    )
    if len(tokens) > 2 and collation_key(tokens[0]) in _VIETNAMESE:
        middle = (tuple(tokens[-1:]), tuple(tokens[:-1]))
        return replace(
            parts, other=parts.other or (middle if parts.family != middle[1] else _last_two(tokens))
        )
    return parts


def _last_two(tokens: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(tokens[1:]), tuple(tokens[:1])


_VIETNAMESE = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "ngo",
        "duong",
        "trinh",
        "dinh",
    ]
)
"""Surnames that a middle name follows: `Nguyen Thi Mai`."""


def _cut_given_first(tokens: Sequence[str], two_surnames: bool) -> Parts:
    particle = _particle_at(tokens)
    if particle:
        return Parts(tuple(tokens[:particle]), tuple(tokens[particle:]))
    at = 1
    while at < len(tokens) - 1 and _goes_on(tokens[at]):
        at += 1
    other = None
    if at < len(tokens) - 1 and not two_surnames:
        other = (tuple(tokens[:-1]), tuple(tokens[-1:]))
    return Parts(tuple(tokens[:at]), tuple(tokens[at:]), other)


def _goes_on(word: str) -> bool:
    """Whether a second word still belongs to the given name: `Maria`, `F.`, `F`."""
    return given_name_weight(word) == 1 or bool(_INITIAL.fullmatch(word))


def _particle_at(tokens: Sequence[str]) -> int:
    """Where a surname with particles starts in a name that opens with the given name; 0 without particles."""
    for position in range(1, len(tokens) - 1):
        if tokens[position] in ("y", "e", "i"):
            return position - 1 if position > 1 else 0
        given = given_name_weight(tokens[position]) == 1 and tokens[position].casefold() != "ben"
        if is_particle(tokens[position]) and not given:
            return position
    return next((n for n in range(1, len(tokens)) if re.match(r"[dD]’", tokens[n])), 0)


def _cut_surname_first(tokens: Sequence[str]) -> Parts:
    start = 0
    while start < len(tokens) - 2 and is_particle(tokens[start]):
        start += 1
    at = len(tokens) - 1
    while at - 1 > start and _goes_on(tokens[at - 1]):
        at -= 1
    other = None
    if at - start > 1 and not any(map(is_particle, tokens[start:at])):
        other = (tuple(tokens[start + 1 :]), tuple(tokens[: start + 1]))
    return Parts(tuple(tokens[at:]), tuple(tokens[:at]), other)
