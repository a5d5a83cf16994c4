"""Changes traced back to the text they began in."""

from __future__ import annotations

from anthology.model import Edit
from anthology.rules.revision import begin, edits_of, protect, revise
from anthology.rules.rule import Change


def test_changes_of_changes_are_edits_of_the_source() -> None:
    first = revise(begin("un deux trois"), [Change(3, 7, "2")], "A")
    second = revise(first, [Change(5, 10, "3")], "B")
    assert second.text == "un 2 3"
    assert edits_of(second) == (Edit(3, 7, "deux", "2", "A"), Edit(8, 13, "trois", "3", "B"))


def test_a_place_changed_twice_is_one_edit_of_both_rules() -> None:
    revision = revise(revise(begin("a b"), [Change(1, 2, "--")], "A"), [Change(2, 3, "+")], "B")
    assert edits_of(revision) == (Edit(1, 2, " ", "-+", "A+B"),)


def test_a_change_and_its_contrary_leave_no_edit() -> None:
    revision = revise(revise(begin("a b"), [Change(1, 2, "")], "A"), [Change(1, 1, " ")], "B")
    assert revision.text == "a b"
    assert edits_of(revision) == ()


def test_what_a_change_writes_again_is_no_part_of_its_edit() -> None:
    assert edits_of(revise(begin("30 000 m"), [Change(0, 6, "30_000")], "A")) == (Edit(2, 3, " ", "_", "A"),)


def test_a_deletion_remembers_who_made_it() -> None:
    assert edits_of(revise(begin("a  b"), [Change(1, 2, "")], "A")) == (Edit(1, 2, " ", "", "A"),)


def test_of_two_changes_that_overlap_the_first_is_made() -> None:
    assert revise(begin("abcd"), [Change(1, 3, "X"), Change(2, 4, "Y")], "A").text == "aXd"
    assert revise(begin("ab"), [Change(1, 1, "X"), Change(1, 1, "Y")], "A").text == "aXb"


def test_a_change_that_changes_nothing_is_not_recorded() -> None:
    start = begin("ab")
    assert revise(start, [Change(0, 1, "a")], "A") is start


def test_nothing_is_written_over_or_into_what_is_protected() -> None:
    start = protect(begin("abcdef"), [(1, 4)])
    changes = [Change(0, 2, "X"), Change(2, 2, "Y"), Change(3, 4, ""), Change(4, 5, "Z")]
    revision = revise(start, changes, "A")
    assert revision.text == "abcdZf"
    assert revision.view == "a\ufffc\ufffc\ufffcZf"


def test_a_change_may_stand_beside_what_is_protected() -> None:
    revision = revise(protect(begin("abc"), [(1, 2)]), [Change(1, 1, "<"), Change(2, 2, ">")], "A")
    assert revision.text == "a<b>c"
