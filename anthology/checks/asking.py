"""Questions to answers: each is asked of the whole case, or of one thing after the other, once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from anthology import records
from anthology.checks.case import Case
from anthology.errors import AnthologyError, apart
from anthology.halves import Ahead
from anthology.model import Finding, Severity


class Thing(Protocol):
    """Something a question is asked of: a value, which holds all that an answer can depend on.

    A question is given the thing alone, so it cannot look at anything else. Where two things are equal, or
    have one key, they have the same answers.
    """

    @property
    def name(self) -> str:
        """What tells it from the other things of its kind, also in the next build."""

    @property
    def key(self) -> str:
        """The digest of everything in it."""


def _itself(thing: Any) -> Any:
    return thing


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one kind: what they are called, and those that a case has.

    `plain` gives a thing without what makes no difference to whether it is right (where in the book it
    stands), in the form of the things themselves: that is what is asked first, and what an answer is kept
    by. Only where something is found is the thing itself asked, so that a finding names its true place.
    """

    name: str
    of: Callable[[Case], Iterable[Thing]]
    plain: Callable[[Any], Thing] = _itself


@dataclass(frozen=True, slots=True)
class Check:
    """One question: its name, why it is asked, the codes it can give, and the function that asks it.

    It is asked of the whole case; with `of`, of each thing of that kind. `outside` marks a check that runs a
    program that is not part of this tool.
    """

    name: str
    why: str
    codes: tuple[str, ...]
    ask: Callable[[Any], Iterable[Finding]]
    of: Kind | None = None
    outside: bool = False


Row = tuple[tuple[str, tuple[Finding, ...]], ...]
"""The findings of one thing by the names of the checks; a check that found nothing is not in it."""


class Answers:
    """The answers to a table of checks about one case.

    What was answered about a thing is kept in the cache of the case, the checks of one kind together. `ahead`
    holds answers that were given before the rest of the case was there, as `begun` names them.
    """

    def __init__(
        self, case: Case, table: Sequence[Check], ahead: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        self._case = case
        self._table = table
        self._ahead = ahead
        self._known: dict[str, dict[str, list[Finding]]] = {}

    def to(self, check: Check) -> Sequence[Finding]:
        """Every finding of a check, in order; what stops it is a finding too."""
        if check.of is None:
            return _asked(check, self._case)
        if check.of.name not in self._known:
            self._known[check.of.name] = self._of_each(check.of)
        return self._known[check.of.name][check.name]

    def _of_each(self, kind: Kind) -> dict[str, list[Finding]]:
        questions = _about(kind, self._table)
        found: dict[str, list[Finding]] = {check.name: [] for check in questions}
        try:
            for row in self._rows(kind, questions):
                for name, findings in row:
                    found.setdefault(name, []).extend(findings)
        except AnthologyError as error:
            return {name: _failures(error) for name in found}
        return found

    def _rows(self, kind: Kind, questions: Sequence[Check]) -> Iterator[Row]:
        # Where one process builds over and over, most things are made of the very objects of the build
        # before: to see that two are equal then costs far less than to take their digests.
        named = _named(kind, questions)
        before: dict[str, tuple[Thing, Row]] = self._case.cache.hold(f"last {named}", "", dict)
        things = list(kind.of(self._case))
        rows: list[Row | None] = [_known(before, thing) for thing in things]
        new = [place for place, row in enumerate(rows) if row is None]
        answers = self._new(named, questions, [kind.plain(things[place]) for place in new])
        if kind.plain is not _itself:
            found = [place for place, row in enumerate(answers) if row]
            true = self._new(f"{named} there", questions, [things[new[place]] for place in found])
            for place, answer in zip(found, true, strict=True):
                answers[place] = answer
        for place, answer in zip(new, answers, strict=True):
            rows[place] = answer
        before.clear()
        for thing, row in zip(things, rows, strict=True):
            if row is not None:
                before[thing.name] = thing, row
                yield row

    def _new(self, named: str, questions: Sequence[Check], things: Sequence[Thing]) -> list[Row]:
        def make(thing: Thing) -> Row:
            told = self._ahead.get(f"{named} {thing.key}") if self._ahead else None
            return _answered(questions, thing) if told is None else records.load(Row, told)

        return self._case.cache.remember_all(
            named,
            things,
            key=lambda thing: thing.key,
            make=make,
            dump=records.dump,
            load=partial(records.load, Row),
            forks=self._case.forks,
        )


def begun(ahead: Ahead, case: Case, kind: Kind, things: Iterable[Thing], table: Sequence[Check]) -> None:
    """Have the checks of a table asked ahead about things of a kind, as far as nobody knows the answers."""
    questions = _about(kind, table)
    named = _named(kind, questions)
    keys = ((thing.key, thing) for thing in things)
    new = {f"{named} {key}": thing for key, thing in keys if case.cache.recall(named, key) is None}
    ahead.begin(lambda thing: records.dump(_answered(questions, thing)), new)


def _about(kind: Kind, table: Sequence[Check]) -> list[Check]:
    return [check for check in table if check.of is kind]


def _named(kind: Kind, questions: Sequence[Check]) -> str:
    return " ".join(("answers", kind.name, *(check.name for check in questions)))


def _known(before: Mapping[str, tuple[Thing, Row]], thing: Thing) -> Row | None:
    known = before.get(thing.name)
    return known[1] if known and known[0] == thing else None


def _answered(questions: Sequence[Check], thing: Thing) -> Row:
    # A copy is asked: what it works out on the way is let go with it.
    own = copy(thing)
    answers = ((check.name, tuple(_asked(check, own))) for check in questions)
    return tuple((name, found) for name, found in answers if found)


def _asked(check: Check, of: object) -> list[Finding]:
    section = getattr(getattr(of, "section", None), "id", "")
    try:
        found = list(check.ask(of))
    except AnthologyError as error:
        found = _failures(error)
    # Whoever leaves an article out has to know whose it is.
    return [replace(one, section=section) for one in found] if section else found


def _failures(error: AnthologyError) -> list[Finding]:
    return [
        Finding(one.code, Severity.ERROR, one.message, one.hint, one.file, one.line, one.column)
        for one in apart(error)
    ]
