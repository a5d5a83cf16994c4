"""The table of rules, and what is done with it: edits, apply, undo, typeset, plain, proposals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology.model import Edit
from anthology.rules import (
    RULES,
    Level,
    Rule,
    apply,
    edits,
    plain,
    proposals,
    typeset,
    undo,
    with_real_spaces,
)

DATA = Path(__file__).resolve().parent.parent / "data" / "rules"

APPLIED = [rule for rule in RULES if rule.level is Level.APPLIED]
PROPOSED = [rule for rule in RULES if rule.level is Level.PROPOSED]


def cases(rules: list[Rule], field: str) -> list[object]:
    """One test case for each example of each rule, named after the rule."""
    return [
        pytest.param(rule, example, id=f"{rule.id}-{number}")
        for rule in rules
        for number, example in enumerate(getattr(rule, field), 1)
    ]


class TestTable:
    def test_no_two_rules_share_an_id_or_a_name(self) -> None:
        assert len({rule.id for rule in RULES}) == len(RULES)
        assert len({rule.name for rule in RULES}) == len(RULES)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_a_rule_says_what_why_and_whence(self, rule: Rule) -> None:
        assert rule.name == rule.name.lower().replace(" ", "-")
        assert rule.why.endswith(".")
        assert rule.source
        assert rule.languages
        assert rule.examples
        assert rule.unchanged

    @pytest.mark.parametrize(("rule", "example"), cases(APPLIED, "examples"))
    def test_an_example_becomes_what_it_says_and_only_with_its_rule(
        self, rule: Rule, example: tuple[str, str]
    ) -> None:
        before, after = map(with_real_spaces, example)
        mine = frozenset({rule.id})
        assert typeset(before, "fr", on=mine) == after
        assert typeset(before, "fr", off=mine) != after
        assert any(rule.id in edit.rule.split("+") for edit in edits(before, "fr", on=mine))

    @pytest.mark.parametrize(("rule", "example"), cases(APPLIED, "unchanged"))
    def test_what_must_not_change_does_not(self, rule: Rule, example: str) -> None:
        text = with_real_spaces(example)
        assert edits(text, "fr", on=frozenset({rule.id})) == ()

    @pytest.mark.parametrize(("rule", "example"), cases(PROPOSED, "examples"))
    def test_a_proposal_is_what_it_says(self, rule: Rule, example: tuple[str, str]) -> None:
        before, after = map(with_real_spaces, example)
        proposed = proposals(before, "fr")
        assert [edit.rule for edit in proposed] == [rule.id]
        assert apply(before, proposed) == after

    @pytest.mark.parametrize(("rule", "example"), cases(PROPOSED, "unchanged"))
    def test_nothing_is_proposed_where_nothing_is_wrong(self, rule: Rule, example: str) -> None:
        assert rule.id not in {edit.rule for edit in proposals(with_real_spaces(example), "fr")}


@dataclass(frozen=True)
class Line:
    """A paragraph as it was sent, as it is to be set, and the places where the two may differ."""

    where: str
    raw: str
    auto: str
    windows: tuple[tuple[int, int], ...]


def lines() -> list[Line]:
    found = json.loads((DATA / "submissions.json").read_text(encoding="utf-8"))
    return [Line(**line | {"windows": tuple(map(tuple, line["windows"]))}) for line in found]


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.where)
class TestRealParagraphs:
    """65 paragraphs of five submissions, corrected by hand in 89 places."""

    def test_they_are_set_as_by_hand(self, line: Line) -> None:
        assert apply(line.raw, edits(line.raw, "fr-FR")) == line.auto

    def test_every_edit_falls_in_one_place_and_every_place_holds_one(self, line: Line) -> None:
        touched = [
            [
                number
                for number, (start, end) in enumerate(line.windows)
                if start <= edit.start <= edit.end <= end
            ]
            for edit in edits(line.raw, "fr")
        ]
        assert all(len(numbers) == 1 for numbers in touched)
        assert sorted({numbers[0] for numbers in touched}) == list(range(len(line.windows)))

    def test_what_is_set_by_hand_stays(self, line: Line) -> None:
        assert edits(line.auto, "fr") == ()

    def test_what_an_article_holds_has_ordinary_spaces_and_sets_the_same(self, line: Line) -> None:
        typed = plain(line.raw, "fr")
        assert "\u00a0" not in typed
        assert "\u202f" not in typed
        assert typeset(typed, "fr") == line.auto


def test_the_real_paragraphs_are_all_there() -> None:
    assert len(lines()) == 65
    assert sum(len(line.windows) for line in lines()) == 89


class TestEdits:
    def test_an_edit_is_in_the_coordinates_of_the_text_and_as_short_as_can_be(self) -> None:
        assert edits("Il y a 300 000 gens ?", "fr") == (
            Edit(10, 11, " ", "\u202f", "N1"),
            Edit(19, 20, " ", "\u202f", "P1"),
        )

    def test_rules_that_meet_in_one_place_are_one_edit_with_both_ids(self) -> None:
        (edit, *_) = edits("“Oui”", "fr")
        assert edit == Edit(0, 1, "“", "«\u00a0", "Q2+Q1")

    def test_a_rule_that_is_off_does_nothing(self) -> None:
        assert typeset("Quoi ? 28%", "fr", off=frozenset({"P1"})) == "Quoi ? 28\u00a0%"

    def test_a_rule_that_sleeps_works_only_when_asked(self) -> None:
        assert edits("le 21 septembre", "fr") == ()
        assert typeset("le 21 septembre", "fr", on=frozenset({"T1"})) == "le 21\u00a0septembre"

    def test_off_is_stronger_than_on(self) -> None:
        both = frozenset({"T1"})
        assert edits("le 21 septembre", "fr", off=both, on=both) == ()

    def test_a_text_without_words_has_no_edits(self) -> None:
        assert edits("", "fr") == ()
        assert edits("…", "fr") == ()

    def test_a_stand_in_for_foreign_matter_is_never_touched(self) -> None:
        text = "un \ufffc\ufffc\ufffc ,\ufffc"
        assert undo(typeset(text, "fr"), edits(text, "fr")) == text
        assert typeset(text, "fr") == "un \ufffc\ufffc\ufffc, \ufffc"

    def test_edits_of_another_text_are_refused(self) -> None:
        made = edits("Quoi ?", "fr")
        with pytest.raises(ValueError, match="not an edit of this text"):
            apply("Autre chose", made)
        with pytest.raises(ValueError, match="not an edit of this text"):
            undo("Autre chose", made)


class TestPlain:
    def test_what_the_rules_put_in_is_folded(self) -> None:
        assert plain("“Quoi?” dit M. Roy: 28%", "fr") == "« Quoi ? » dit M. Roy : 28 %"

    def test_a_no_break_space_that_only_the_author_wants_stays(self) -> None:
        assert plain("dans 10\u00a0ans ?", "fr") == "dans 10\u00a0ans ?"
        assert plain("en\u202fbas", "fr") == "en\u202fbas"

    def test_a_space_that_a_switched_off_rule_would_put_back_stays(self) -> None:
        assert plain("Quoi\u202f?", "fr", off=frozenset({"P1"})) == "Quoi\u202f?"

    def test_in_english_every_no_break_space_is_the_author_s(self) -> None:
        assert plain("in 10\u00a0years", "en") == "in 10\u00a0years"


class TestProposals:
    def test_a_quotation_that_never_closes_is_closed_at_the_end_of_its_paragraph(self) -> None:
        text = "Il raconte: “Il y a 5 ans, un tweet. J’ai pu aider. "
        (proposed,) = proposals(text, "fr")
        assert proposed == Edit(len(text) - 1, len(text) - 1, "", "\u00a0»", "Q6")
        assert typeset(apply(text, (proposed,)), "fr").endswith("aider.\u00a0»")

    def test_accepting_the_proposal_leaves_nothing_to_propose(self) -> None:
        text = "Il raconte : « Il y a 5 ans, un tweet."
        assert proposals(apply(text, proposals(text, "fr")), "fr") == ()

    def test_a_second_open_quotation_is_no_guess_of_ours(self) -> None:
        assert proposals("« Il a dit « non.", "fr") == ()

    def test_an_english_paragraph_gets_no_guillemet(self) -> None:
        assert proposals("“He said no.", "en") == ()


class TestLanguages:
    def test_belgium_sets_as_france(self) -> None:
        text = "« Quoi ? »: 28%, 30 000"
        assert typeset(text, "fr-BE") == typeset(text, "fr") == typeset(text, "fr_FR")

    def test_switzerland_takes_the_fine_space_everywhere_and_leaves_the_percentage(self) -> None:
        assert typeset("« Oui » : non ? 28%", "fr-CH") == "«\u202fOui\u202f»\u202f: non\u202f? 28%"

    def test_canada_puts_nothing_before_high_marks(self) -> None:
        assert typeset("« Oui » : non ? 30 000", "fr-CA") == "«\u00a0Oui\u00a0»\u00a0: non? 30\u00a0000"

    @pytest.mark.parametrize(
        "text",
        [
            "Really? Yes! No: 28%, 30 000; “so” he said.",
            'He said "no" and "yes".',
            "the 2nd of May at 14h30, 5km",
            "He waited … and left",
            "his coeur, Mr. Roy, M. Roy, no. 5, p. 12",
            "dogs' tails and the '90s",
            "a - b - c",
        ],
    )
    def test_english_has_none_of_the_french_spaces(self, text: str) -> None:
        assert edits(text, "en-GB") == ()

    def test_english_gets_its_apostrophe_its_ellipsis_and_single_spaces(self) -> None:
        assert typeset("I don't  know...really ,sir .", "en") == "I don’t know…really, sir."

    def test_a_language_without_a_table_loses_only_what_is_no_text(self) -> None:
        assert typeset("Was?\u200b „Ja“  'so' 5km", "de") == "Was? „Ja“ 'so' 5km"
