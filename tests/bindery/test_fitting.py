"""Total fit, on numbers alone."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import inf
from random import Random

import pytest
from anthology.bindery import fitting
from anthology.bindery.fitting import CUT, HYPHEN, LADDER, SPACE, Give, Stops, fitted
from hypothesis import given
from hypothesis import strategies as st

GIVE = Give(stretch=0.5, shrink=0.2, most=2.0)
LOOSE = Give(stretch=0.5, shrink=0.2, most=inf)


def text(*words: float, hyphens: frozenset[int] = frozenset()) -> Stops:
    """Words of these widths, with spaces of 1 between them, but a hyphen behind those of `hyphens`."""
    stops, at, spaces = Stops(), 0.0, 0
    for number, word in enumerate(words):
        at += word
        last = number == len(words) - 1
        cut = number in hyphens
        stops.ends.append(at + 0.5 * cut)
        stops.spaces_end.append(spaces)
        if not cut and not last:
            at, spaces = at + 1, spaces + 1
        stops.begins.append(at)
        stops.spaces_begin.append(spaces)
        stops.kinds.append(HYPHEN if cut else SPACE)
    stops.runts = len(words) - 1
    return stops


def spaces_of(stops: Stops, found: list[int], measure: float) -> list[float]:
    """How wide each space of each line but the last becomes."""
    wide, begin, before = [], 0.0, 0
    for stop in found[:-1]:
        count = stops.spaces_end[stop] - before
        wide.append(1 + (measure - stops.ends[stop] + begin) / count if count else inf)
        begin, before = stops.begins[stop], stops.spaces_begin[stop]
    return wide


def test_a_text_that_fits_on_one_line_stays_on_it() -> None:
    assert fitted(text(2, 2, 2), [10], GIVE) == [2]


def test_a_line_is_left_looser_where_the_next_one_gains_more() -> None:
    # Line by line, the first would take the third word (its spaces are then as they should be) and leave the
    # second with one word and a hole.
    stops = text(3, 3, 2, 6, 3, 3)
    found = fitted(stops, [10], GIVE)
    assert found is not None
    assert fitted(text(3, 3, 2), [10], GIVE) == [2]
    assert max(spaces_of(stops, found, 10)) <= 3


def test_spaces_shrink_by_what_they_give_and_no_further() -> None:
    assert fitted(text(3, 3, 3.3), [11], GIVE) == [2]
    assert fitted(text(3, 3, 3.5), [11], GIVE) != [2]


def test_where_no_choice_keeps_the_limit_there_is_none_and_without_a_limit_the_least_bad() -> None:
    stops = text(2, 2, 9, 2, 2)
    assert fitted(stops, [10], GIVE) is None
    assert fitted(stops, [10], LOOSE) == [1, 2, 4]


def test_what_fits_on_no_line_runs_over_alone() -> None:
    assert fitted(text(4, 5, 30, 4, 5), [10], LOOSE) == [1, 2, 4]


def test_a_word_that_no_line_holds_is_cut_where_it_may_be_and_not_before_it_must() -> None:
    stops = text(4, *[3.0] * 7, 4, hyphens=frozenset(range(1, 7)))
    for place in range(1, 7):
        stops.kinds[place], stops.ends[place] = CUT, stops.ends[place] - 0.5
    assert fitted(stops, [10], GIVE) is None
    found = fitted(stops, [10], LOOSE)
    assert found is not None
    begins = [0.0, *(stops.begins[stop] for stop in found)]
    assert all(stops.ends[stop] - begin <= 10 for begin, stop in zip(begins, found, strict=False))
    assert sum(stops.kinds[stop] == CUT for stop in found) <= 3


def opposites() -> int:
    """How often, in many texts, a line with wide spaces stands next to one with narrow ones."""
    met = 0
    for seed in range(150):
        dice = Random(seed)  # noqa: S311 - the same words each time
        stops = text(*(dice.uniform(0.5, 3) for _ in range(40)))
        found = fitted(stops, [22], LOOSE)
        assert found is not None
        told = [0 if wide < 0.9 else 2 if wide > 1.25 else 1 for wide in spaces_of(stops, found, 22)]
        met += sum(abs(one - other) > 1 for one, other in pairwise(told))
    return met


def test_lines_with_wide_and_with_narrow_spaces_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = opposites()
    monkeypatch.setattr(fitting, "_OPPOSITE", 0.0)
    assert apart < 0.9 * opposites()


def test_no_more_lines_in_a_row_than_a_ladder_has_end_in_a_hyphen() -> None:
    words = [9.5] * 8
    stops = text(*words, hyphens=frozenset(range(7)))
    assert fitted(stops, [10], GIVE) is None, "each line would end in a hyphen"
    mixed = text(*[4.5, 4.0] * 8, hyphens=frozenset(range(1, 15, 2)))
    found = fitted(mixed, [10], LOOSE)
    assert found is not None
    run = most = 0
    for stop in found[:-1]:
        run = run + 1 if mixed.kinds[stop] == HYPHEN else 0
        most = max(most, run)
    assert most <= LADDER


def test_a_barred_stop_is_taken_only_where_nothing_else_is_left() -> None:
    stops = text(4.5, 4.5, 4.5, 4.5)
    assert fitted(stops, [10], GIVE) == [1, 3]
    stops.barred.add(1)
    assert fitted(stops, [10], GIVE) is None
    assert fitted(stops, [10], LOOSE) is not None


def test_the_last_line_is_no_runt_where_another_choice_is_left() -> None:
    stops = text(*[1.0] * 10, 1.5)
    assert fitted(stops, [9], LOOSE) == [4, 9, 10]
    stops.runts = 9
    found = fitted(stops, [9], LOOSE)
    assert found is not None
    assert found[-2] < 9


def test_first_lines_may_be_narrower_than_the_others() -> None:
    stops = text(2, 2, 2, 2, 2, 2, 2, 2, 2)
    found = fitted(stops, [5, 5, 8], GIVE)
    assert found == [1, 3, 6, 8]


@given(
    st.lists(st.floats(min_value=0.5, max_value=4), min_size=1, max_size=40),
    st.floats(min_value=6, max_value=30),
)
def test_every_line_that_is_chosen_keeps_the_limits(words: list[float], measure: float) -> None:
    stops = text(*words)
    found = fitted(stops, [measure], GIVE)
    if found is not None:
        assert found == sorted(set(found))
        assert found[-1] == len(words) - 1
        assert all(0.8 - 1e-4 <= wide <= 3 + 1e-9 for wide in spaces_of(stops, found, measure))
    loose = fitted(stops, [measure], LOOSE)
    assert loose is not None, "there is always an answer without a limit"


def test_the_choice_is_the_most_even_of_all() -> None:
    """Against every choice of as many lines, by the space that is furthest from its own width."""
    stops = text(2.1, 3.4, 1.2, 4.4, 2.2, 0.9, 3.1, 2.8, 1.7, 3.9, 2.5)
    found = fitted(stops, [12], LOOSE)
    assert found is not None

    def worst(choice: list[int]) -> float:
        return max((abs(wide - 1) for wide in spaces_of(stops, choice, 12)), default=0.0)

    last = len(stops.ends) - 1
    choices = [[*stops_before, last] for stops_before in combinations(range(last), len(found) - 1)]
    fitting = [
        choice
        for choice in choices
        if all(0.8 <= wide < inf for wide in spaces_of(stops, choice, 12))
        and stops.ends[-1] - stops.begins[choice[-2]] <= 12
    ]
    assert worst(found) <= min(map(worst, fitting)) + 1e-9


# --- ragged lines ------------------------------------------------------------------------------------


def ragged(stops: Stops, measure: float, ties: list[int] | None = None, *, even: bool) -> list[int] | None:
    return fitting.ragged(stops, measure, ties or [0] * len(stops.ends), even=even)


def widths_of(stops: Stops, found: list[int]) -> list[float]:
    begins = [0.0, *(stops.begins[stop] for stop in found[:-1])]
    return [stops.ends[stop] - begin for stop, begin in zip(found, begins, strict=True)]


def test_the_lines_of_a_title_are_about_one_length() -> None:
    stops = text(4, 4, 4, 4, 2)
    assert ragged(stops, 19, even=True) == [1, 4], "and not 19 and 2"
    assert widths_of(stops, [1, 4]) == [9, 12]
    assert ragged(text(9, 9, 9, 9), 30, even=True) == [1, 3]


def test_filled_lines_keep_more_than_a_word_or_two_for_the_last() -> None:
    assert ragged(text(*[3] * 8, 1), 31, even=False) == [5, 8]
    assert ragged(text(20, 3, 3), 25, even=False) == [0, 2]
    assert ragged(text(*[3] * 12), 31, even=False) == [7, 11], "a last line of half a measure is left alone"


def test_a_line_ends_rather_where_the_sense_ends() -> None:
    stops = text(*[4] * 10)
    assert ragged(stops, 30, even=True) == [4, 9]
    assert ragged(stops, 30, [1, 1, 1, 0, 2, 1, 1, 1, 1, 0], even=True) == [3, 9]


@pytest.mark.parametrize("even", [True, False])
def test_ragged_lines_are_as_few_as_must_be_and_none_runs_over(even: bool) -> None:
    dice = Random(5)  # noqa: S311 - the same texts each time
    for _ in range(60):
        words = [dice.randint(1, 9) for _ in range(dice.randint(1, 8))]
        stops, measure = text(*words), dice.randint(9, 20)
        every = [
            [*way, len(words) - 1]
            for count in range(len(words))
            for way in combinations(range(len(words) - 1), count)
            if max(widths_of(stops, [*way, len(words) - 1])) <= measure
        ]
        found = ragged(stops, measure, even=even)
        fewest = min(map(len, every))
        if fewest > fitting.FEW:
            assert found is None
        else:
            assert found in [way for way in every if len(way) == fewest]


@pytest.mark.parametrize("even", [True, False])
def test_a_word_that_runs_over_and_a_long_text_are_left_to_others(even: bool) -> None:
    assert ragged(text(3, 30, 3), 20, even=even) is None
    assert ragged(text(*[9] * (fitting.FEW + 1)), 10, even=even) is None
    assert ragged(text(*[9] * fitting.FEW), 10, even=even) == list(range(fitting.FEW))
