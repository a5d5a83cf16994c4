"""What single finders of rules see: the edges of the rules, where the table shows the middle."""

from __future__ import annotations

import pytest
from anthology import rules
from anthology.model import Edit
from anthology.rules import RULES, Rule, apply, edits, proposals, typeset, with_real_spaces
from anthology.rules.late import late
from anthology.rules.usage import Usage, usage_of
from anthology.rules.words import any_of


def rule(name: str) -> Rule:
    (found,) = (one for one in RULES if one.id == name)
    return found


@pytest.mark.parametrize("name", ["Q1", "P1", "P2", "D1", "D2", "N1"])
def test_a_country_whose_spaces_and_dashes_are_not_known_keeps_what_is_typed(name: str) -> None:
    for before, _ in rule(name).examples:
        assert list(rule(name).find(with_real_spaces(before), Usage())) == []


class TestRounds:
    """A rule may make room for another; where the rounds end too soon, nothing wrong is said."""

    TEXT = "Il dit : « 30 000 km » !"

    def test_what_is_typed_is_the_final_form_where_no_plainer_one_was_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        final = typeset(self.TEXT, "fr")
        assert rules.plain(self.TEXT, "fr") != final
        monkeypatch.setattr(rules, "_MOST_ROUNDS", 0)
        rules.forget()
        assert rules.plain(final, "fr") == final
        rules.forget()

    def test_rounds_have_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "_MOST_ROUNDS", 1)
        rules.forget()
        once = typeset(self.TEXT, "fr")
        assert rules.apply(self.TEXT, edits(self.TEXT, "fr")) == once
        rules.forget()


def test_what_is_remembered_can_be_forgotten() -> None:
    typeset("« Oui »", "fr")
    assert rules._revised.cache_info().currsize > 0
    rules.forget()
    assert rules._revised.cache_info().currsize == 0
    assert rules.pairing.pair.cache_info().currsize == 0


def test_examples_of_a_rule_that_proposes_are_what_it_proposes() -> None:
    assert ("un numéro numéro gratuit", "un numéro gratuit") in rules.examples_in(rule("W2"), "fr")


def test_words_become_alternatives() -> None:
    assert any_of(" de  du\n des") == "de|du|des"


def test_a_pattern_is_compiled_when_it_is_first_asked() -> None:
    pattern = late("a(?P<x>b)")
    assert (found := pattern.search("cab")) is not None
    assert found.span("x") == (2, 3)


class TestCharacters:
    def composed(self, text: str) -> str:
        made = list(rule("U2").find(text, Usage()))
        return apply(
            text, [Edit(one.start, one.end, text[one.start : one.end], one.after, "U2") for one in made]
        )

    @pytest.mark.parametrize("marks", [1, 30])
    def test_a_letter_and_its_marks_become_one(self, marks: int) -> None:
        assert self.composed("e" + "\u0301" * marks) == "é" + "\u0301" * (marks - 1)

    def test_a_letter_that_has_no_form_with_its_mark_keeps_it(self) -> None:
        assert self.composed("q\u0301 e\u0301") == "q\u0301 é"

    def test_a_heap_of_marks_is_left_to_those_who_judge_it(self) -> None:
        heap = "e" + "\u0301" * 31
        assert self.composed(f"{heap} et e\u0301") == f"{heap} et é"

    def test_marks_on_several_letters_are_not_one_heap(self) -> None:
        assert self.composed(("e" + "\u0301" * 16) * 2) == ("é" + "\u0301" * 15) * 2


class TestTwice:
    @pytest.mark.parametrize(
        "text",
        [
            "la la la",
            "le chat dort dort dort",
            "dort dort, dort",
            "dort, dort dort",
            "la mission encore encore",
        ],
    )
    def test_what_is_said_more_than_twice_or_on_purpose_is_meant(self, text: str) -> None:
        assert "W2" not in {one.rule for one in proposals(text, "fr")}

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("chats chats chiens", "chats chiens"),
            ("un chats chats", "un chats"),
            ("chats chats", "chats"),
            ("de de la", "de la"),
            ("Photo de DupontDupont, mots motss", "Photo de Dupont, mots motss"),
        ],
    )
    def test_what_is_said_twice_is_said_once(self, text: str, after: str) -> None:
        found = [one for one in proposals(text, "fr") if one.rule == "W2"]
        assert apply(text, found) == after


class TestPunctuation:
    @pytest.mark.parametrize("text", ["12:30", "12 :30", "3:2", "1:n", "a:b", "3.2:1"])
    def test_a_colon_between_figures_or_in_a_ratio_is_no_punctuation(self, text: str) -> None:
        assert list(rule("P2").find(text, usage_of("fr"))) == []

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("Il dit :oui", "Il dit⍽: oui"),
            ("Photo:Ana", "Photo⍽: Ana"),
            ("LE:12", "LE⍽: 12"),
            ("fin:", "fin⍽:"),
            ("(1990):fin", "(1990)⍽: fin"),
        ],
    )
    def test_a_colon_after_a_word_is(self, text: str, after: str) -> None:
        assert typeset(text, "fr", on=frozenset({"P2"})) == with_real_spaces(after)


class TestQuotation:
    @pytest.mark.parametrize("text", ["a » b", "a »", "« a » et “b", "« a « b", 'un " seul'])
    def test_a_quotation_is_closed_where_it_is_the_only_doubt(self, text: str) -> None:
        found = list(rule("Q6").find(text, usage_of("fr")))
        assert [one.start for one in found] == ([len(text)] if text == "« a » et “b" else [])
