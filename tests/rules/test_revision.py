"""Changes traced back to the text they began in."""

from __future__ import annotations

import pytest
from anthology.model import Edit
from anthology.rules.revision import NEW, apply, begin, each_alone, edits_of, protect, revise, undo
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


def test_each_character_knows_where_it_came_from_and_who_wrote_it() -> None:
    first = revise(begin("abcdef"), [Change(1, 2, "XY"), Change(4, 5, "")], "A")
    assert (first.text, first.view, first.source) == ("aXYcdf", "aXYcdf", "abcdef")
    assert list(first.origin) == [0, NEW, NEW, 2, 3, 5]
    assert list(first.writers) == [(), ("A",), ("A",), (), (), ()]
    assert first.removers == {1: ("A",), 4: ("A",)}
    second = revise(first, [Change(2, 4, "Z")], "B")
    assert (second.text, list(second.origin)) == ("aXZdf", [0, NEW, NEW, 3, 5])
    assert list(second.writers) == [(), ("A",), ("A", "B"), (), ()]
    assert second.removers == {1: ("A",), 2: ("B",), 4: ("A",)}
    assert first.removers == {1: ("A",), 4: ("A",)}
    assert edits_of(second) == (Edit(1, 3, "bc", "XZ", "A+B"), Edit(4, 5, "e", "", "A"))


def test_a_rule_that_changes_its_own_work_is_named_once() -> None:
    twice = revise(revise(begin("abc"), [Change(1, 2, "XY")], "A"), [Change(2, 3, "Z")], "A")
    assert list(twice.writers) == [(), ("A",), ("A",), ()]
    assert edits_of(twice) == (Edit(1, 2, "b", "XZ", "A"),)


def test_what_is_put_in_and_taken_out_again_is_an_edit_of_nothing() -> None:
    gone = revise(revise(begin("ab"), [Change(1, 1, "X")], "A"), [Change(1, 2, "")], "B")
    assert gone.text == "ab"
    assert gone.removers == {}
    assert edits_of(gone) == ()


def test_changes_at_both_ends_are_edits() -> None:
    ends = revise(begin("ab"), [Change(0, 0, "<"), Change(2, 2, ">")], "A")
    assert edits_of(ends) == (Edit(0, 0, "", "<", "A"), Edit(2, 2, "", ">", "A"))
    assert edits_of(revise(begin("ab"), [Change(0, 2, "")], "A")) == (Edit(0, 2, "ab", "", "A"),)
    assert edits_of(begin("ab")) == ()


def test_an_edit_is_as_short_as_can_be() -> None:
    assert edits_of(revise(begin("aXb"), [Change(0, 3, "aYb")], "A")) == (Edit(1, 2, "X", "Y", "A"),)
    assert edits_of(revise(begin("aa"), [Change(0, 2, "aaa")], "A")) == (Edit(0, 0, "", "a", "A"),)
    assert edits_of(revise(begin("aaa"), [Change(0, 3, "aa")], "A")) == (Edit(0, 1, "a", "", "A"),)
    one = revise(begin("ab"), [Change(0, 1, "X")], "A")
    assert edits_of(revise(one, [Change(0, 2, "aYb")], "B")) == (Edit(1, 1, "", "Y", "A+B"),)


def test_changes_are_made_in_the_order_of_their_places() -> None:
    changes = [Change(4, 5, "5"), Change(2, 3, "3"), Change(3, 4, "4"), Change(0, 1, "1")]
    assert revise(begin("abcde"), changes, "A").text == "1b345"
    assert revise(begin("abcd"), [Change(0, 2, "X"), Change(1, 3, "Y"), Change(2, 4, "Z")], "A").text == "XZ"
    assert revise(begin("abcd"), [Change(1, 2, "X"), Change(2, 2, "Y")], "A").text == "aXYcd"
    assert revise(begin("abcd"), [Change(0, 0, "X"), Change(0, 1, "Y")], "A").text == "XYbcd"


def test_what_was_covered_stays_covered() -> None:
    first = protect(begin("abcdef"), [(0, 1), (3, 5)])
    assert (first.view, first.text) == ("\ufffcbc\ufffc\ufffcf", "abcdef")
    assert protect(first, [(2, 3)]).view == "\ufffcb\ufffc\ufffc\ufffcf"
    assert protect(first, []).view == first.view


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (Change(0, 0, "X"), True),
        (Change(1, 1, "X"), False),
        (Change(2, 2, "X"), True),
        (Change(3, 3, "X"), True),
        (Change(4, 4, "X"), True),
        (Change(2, 3, "X"), True),
        (Change(1, 3, "X"), False),
        (Change(3, 4, "X"), False),
        (Change(2, 4, "X"), False),
    ],
)
def test_a_change_keeps_out_of_what_is_covered(change: Change, made: bool) -> None:
    start = protect(begin("abcd"), [(0, 2), (3, 4)])
    assert (revise(start, [change], "A") is not start) is made
    assert len(list(each_alone(start, [change], "A"))) == made


def test_each_change_alone_is_an_edit_of_its_own() -> None:
    found = each_alone(begin("un deux"), [Change(3, 7, "2"), Change(0, 2, "un")], "A")
    assert list(found) == [Edit(3, 7, "deux", "2", "A")]


def test_edits_are_made_and_undone() -> None:
    edits = (Edit(0, 1, "a", "XYZ", "A"), Edit(2, 2, "", "-", "B"), Edit(3, 5, "de", "", "A"))
    assert apply("abcdef", edits) == "XYZb-cf"
    assert undo("XYZb-cf", edits) == "abcdef"
    assert apply("abc", ()) == undo("abc", ()) == "abc"


def test_edits_of_another_text_are_refused() -> None:
    edit = Edit(1, 2, "b", "X", "A")
    with pytest.raises(ValueError, match="not an edit of this text: Edit"):
        apply("aXc", [edit])
    with pytest.raises(ValueError, match="not an edit of this text"):
        undo("abc", [edit])
