"""Errors say what is wrong, where, and what to do; and still do so in another process."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from anthology import errors
from anthology.errors import AnthologyError, LayoutError, Several, SourceError, together


def kinds() -> list[type[AnthologyError]]:
    """Every class of error that is made of a code and a message."""
    named = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [kind for kind in named if issubclass(kind, AnthologyError) and kind is not Several]


def pickled(error: AnthologyError) -> AnthologyError:
    found: AnthologyError = pickle.loads(pickle.dumps(error))  # noqa: S301
    return found


def pickled_the_old_way(error: AnthologyError) -> AnthologyError:
    found: AnthologyError = pickle.loads(pickle.dumps(error, protocol=0))  # noqa: S301
    return found


WAYS: list[Callable[[AnthologyError], AnthologyError]] = [
    pickled,
    pickled_the_old_way,
    copy.copy,
    copy.deepcopy,
]


class TestCrossing:
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("kind", kinds())
    def test_every_error_keeps_all_it_says(
        self, kind: type[AnthologyError], way: Callable[[AnthologyError], AnthologyError]
    ) -> None:
        error = kind("code", "it is wrong", hint="mend it", file="articles/a.md", line=3)
        found = way(error)
        assert type(found) is kind
        assert vars(found) == vars(error)
        assert (str(found), found.args, found.exit_status) == (str(error), error.args, kind.exit_status)

    def test_there_are_errors_to_try(self) -> None:
        assert {"AnthologyError", "LayoutError", "SourceError"} <= {kind.__name__ for kind in kinds()}

    @pytest.mark.parametrize("way", WAYS)
    def test_several_keep_every_one(self, way: Callable[[AnthologyError], AnthologyError]) -> None:
        error = Several([LayoutError("a", "one", file="x", line=1), SourceError("b", "two", hint="do")])
        found = way(error)
        assert isinstance(found, Several)
        assert str(found) == str(error)
        assert [type(one) for one in found.failures] == [LayoutError, SourceError]
        assert [vars(one) for one in found.failures] == [vars(one) for one in error.failures]
        assert (found.exit_status, found.code, found.file, found.line) == (6, "a", "x", 1)

    def test_notes_are_kept(self) -> None:
        error = LayoutError("a", "one")
        error.add_note("seen in a worker")
        assert pickled(error).__notes__ == ["seen in a worker"]


class TestTogether:
    def test_one_stays_alone_and_more_are_told_together(self) -> None:
        one, two = LayoutError("a", "one"), LayoutError("b", "two")
        assert together([one]) is one
        both = together([Several([one, two]), one])
        assert isinstance(both, Several)
        assert both.failures == (one, two, one)
