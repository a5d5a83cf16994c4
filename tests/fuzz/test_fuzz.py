"""Any bytes end in a result or in a named error: what once failed, and mutants of what is sound."""

from __future__ import annotations

import contextlib
import sys
import types
from functools import partial

import pytest
from anthology import rules
from anthology.readers import encoding
from tests.fuzz import __main__ as program
from tests.fuzz import mutating
from tests.fuzz.targets import KEPT, TARGETS, Broken, Target
from tests.safety.counts import count, each
from tests.safety.figures import record

TRIED = {
    "decoding": count(1500, 300_000),
    "cleaning": count(1000, 300_000),
    "docx": count(1000, 300_000),
    "front_matter": count(300, 80_000),
    "gates": count(40, 20_000),
}
"""How many mutants of each, a million in all in the long form: what one costs differs by a hundred times."""
AT_ONCE = 1000
"""Mutants that are made by one row of dice, in the long form by one process."""

EACH = pytest.mark.parametrize("name", TARGETS)


@EACH
def test_what_was_kept_is_read_or_refused_by_name(name: str) -> None:
    for path in sorted((KEPT / name).glob("*")):
        TARGETS[name].attempt(path.read_bytes())


@EACH
def test_every_seed_and_mutants_of_them_are_read_or_refused_by_name(name: str) -> None:
    for seed in TARGETS[name].seeds():
        TARGETS[name].attempt(seed)
    rows = range(0, TRIED[name], AT_ONCE)
    assert sum(each(partial(_tried, name), rows)) == TRIED[name]
    record("P4", f"mutants given to {name}: none ended without a result or a name", TRIED[name])


def _tried(name: str, first: int) -> int:
    """Try the mutants from this one on, and say how many they were."""
    target = TARGETS[name]
    many = min(AT_ONCE, TRIED[name] - first)
    row = mutating.mutants(target.seeds(), target.words, many, number=first)
    for number, data in enumerate(row, first):
        try:
            target.attempt(data)
        except Exception as error:
            raise AssertionError(f"mutant {number} of {name}: {error!r}\n{data!r}") from error
    return many


def test_the_same_number_gives_the_same_mutants() -> None:
    seeds = [b"a seed", b"another one"]
    first = list(mutating.mutants(seeds, [b"word"], 50))
    assert first == list(mutating.mutants(seeds, [b"word"], 50))
    assert first != list(mutating.mutants(seeds, [b"word"], 50, number=1))
    assert len(set(first)) > 40


def test_the_limits_reach_the_fuzzer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the first argument for the name of the program, and says nothing of one that is lost."""
    heard: list[object] = []
    atheris = types.ModuleType("atheris")
    vars(atheris).update(
        instrument_imports=lambda include: contextlib.nullcontext(),
        Setup=lambda arguments, attempt: heard.append((arguments[1:], attempt)),
        Fuzz=lambda: None,
    )
    monkeypatch.setitem(sys.modules, "atheris", atheris)
    monkeypatch.setattr(sys, "argv", ["-c", "-max_total_time=1", "seeds"])
    exec(program._RUN.format(name="gates"), {})  # noqa: S102 - what `make fuzz` hands to Python
    assert heard == [(["-max_total_time=1", "seeds"], TARGETS["gates"].attempt)]


class TestFaultsAreSeen:
    """A target that could not fail would be no test."""

    def fails(self, target: Target, how: type[Exception]) -> None:
        seeds = target.seeds()
        with pytest.raises(how):
            all(map(target.attempt, [*seeds, *mutating.mutants(seeds, target.words, 50)]))

    def test_a_text_that_is_not_the_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wrong = encoding.Decoded("other words", "utf-8")
        monkeypatch.setattr("tests.fuzz.targets.decode", lambda data, file: wrong)
        self.fails(TARGETS["decoding"], Broken)

    def test_an_edit_that_is_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "edits", lambda text, language: ())
        self.fails(TARGETS["cleaning"], Broken)

    def test_a_block_that_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.fuzz.targets.cover", lambda one: ((0, 1),))
        self.fails(TARGETS["docx"], Broken)

    def test_a_credit_that_is_not_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.fuzz.targets.article_text", lambda one: '+++\ntitle = "T"\n+++\n')
        self.fails(TARGETS["front_matter"], Broken)

    def test_a_quick_look_that_sees_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.fuzz.targets.surely_harmless", lambda data: True)
        monkeypatch.setattr("tests.fuzz.targets.acts", lambda pdf: "a script")
        self.fails(TARGETS["gates"], Broken)
