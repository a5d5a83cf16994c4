"""Marks through edits: on the very words they were on, wherever these go."""

from __future__ import annotations

import pytest
from anthology.importing.copyist import Copyist
from anthology.importing.marked import Marked, Sheets, edited, kept_as_sent, masked
from anthology.importing.wording import Wording
from anthology.model import Edit, Emphasis, Mark
from anthology.rules import undo
from anthology.typeset import apply
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing.readings import AS_IS
from tests.importing.rich import Piece, manuscript_of
from tests.safety.counts import count

S, E, C, N = Emphasis.STRONG, Emphasis.EMPHASIS, Emphasis.CODE, Emphasis.NOTE


class TestEdited:
    @pytest.mark.parametrize(
        ("text", "mark", "edit", "expected"),
        [
            ("un mot gras", (3, 6), Edit(0, 2, "un", "deux", ""), "mot"),
            ("un mot gras", (3, 6), Edit(7, 11, "gras", "x", ""), "mot"),
            ("un mot !", (3, 6), Edit(6, 6, "", "\u202f", ""), "mot"),
            ("(mot)", (1, 4), Edit(1, 1, "", "« ", ""), "mot"),
            ("un coeur pur", (3, 8), Edit(4, 6, "oe", "œ", ""), "cœur"),
            ("un ... non", (3, 6), Edit(2, 6, " ...", "…", ""), None),
            ("a--b", (0, 2), Edit(1, 3, "--", "–", ""), "a–"),
            ("a--b", (2, 4), Edit(1, 3, "--", "–", ""), "b"),
            ("un mot", (3, 6), Edit(3, 6, "mot", "", ""), None),
            ("un mot", (3, 6), Edit(3, 6, "mot", "bel objet", ""), "bel objet"),
        ],
    )
    def test_a_mark_lies_on_what_became_of_its_words(
        self, text: str, mark: tuple[int, int], edit: Edit, expected: str | None
    ) -> None:
        made = edited(Marked(text, (Mark(*mark, S),)), [edit])
        assert made.text == apply(text, [edit])
        held = [made.text[one.start : one.end] for one in made.marks]
        assert held == ([] if expected is None else [expected])

    def test_the_call_of_a_note_stands_behind_the_word_it_stood_behind(self) -> None:
        made = edited(Marked("mot !", (Mark(3, 3, N, "1"),)), [Edit(3, 4, " ", "\u202f", "")])
        assert made.marks == (Mark(3, 3, N, "1"),)

    @settings(deadline=None, max_examples=count(100, 400))
    @given(st.data())
    def test_signs_that_no_edit_touches_keep_their_marks_and_no_other_sign_gets_one(
        self, data: st.DataObject
    ) -> None:
        text = data.draw(st.text("abcdef", min_size=1, max_size=20))
        places = st.integers(0, len(text))
        cuts = sorted(data.draw(st.sets(places, max_size=8)))
        edits = [
            Edit(start, end, text[start:end], data.draw(st.text("XYZ", max_size=3)), "")
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        start, end = sorted((data.draw(places), data.draw(places)))
        one = Marked(text, (Mark(start, end, S),) if start < end else ())
        made = edited(one, edits)
        kept = _kept(text, edits)
        assert made.text == apply(text, edits)
        marked = {place for mark in made.marks for place in range(mark.start, mark.end)}
        for before, after in kept.items():
            assert (after in marked) == (start <= before < end)


def _kept(text: str, edits: list[Edit]) -> dict[int, int]:
    """Where each sign that no edit touches stands afterwards."""
    gone = {place for edit in edits for place in range(edit.start, edit.end)}
    return {
        place: place + sum(len(edit.after) - len(edit.before) for edit in edits if edit.end <= place)
        for place in range(len(text))
        if place not in gone
    }


class TestKeptAsSent:
    def test_code_and_other_languages_are_hidden_from_the_rules_and_stay_as_long(self) -> None:
        one = Marked("si x ... y alors", (Mark(3, 10, C),))
        assert kept_as_sent(one) == "si " + "\ufffc" * 7 + " alors"

    def test_code_keeps_its_signs_while_the_words_round_it_are_set(self) -> None:
        text = "Il tape x ... y puis ..."
        one = manuscript_of(Piece(text, marks=(Mark(8, 15, C), Mark(0, 2, S))))
        copy = Copyist(one, "fr", AS_IS, Wording(one.file)).copy(0, len(text))
        assert copy == Marked("Il tape x ... y puis…", (Mark(0, 2, S), Mark(8, 15, C)))

    def test_the_edits_of_the_ledger_leave_code_alone_and_are_undone_to_the_letter(self) -> None:
        text = "Il tape x ... y puis ..."
        one = manuscript_of(Piece(text, marks=(Mark(8, 15, C),)))
        edits = Wording(one.file).edits(masked(one), "fr", frozenset(), frozenset())
        cleaned = apply(one.text, edits)
        assert cleaned == "Il tape x ... y puis…"
        assert undo(cleaned, edits) == text


def test_a_piece_is_cut_out_with_the_marks_that_lie_in_it() -> None:
    first, second = "  un mot gras".strip(), "et deux autres"
    one = manuscript_of(Piece(first, marks=(Mark(3, 11, S),)), Piece(second, marks=(Mark(3, 7, E),)))
    sheets = Sheets(one)
    assert sheets.cut(0, 6) == Marked("un mot", (Mark(3, 6, S),))
    assert sheets.cut(len(first) + 1, len(one.text)) == Marked(second, (Mark(3, 7, E),))
