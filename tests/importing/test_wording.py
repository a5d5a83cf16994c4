"""What the editor said yes to, and what the rules ask about: in its place, once, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anthology import rules
from anthology.cache import Cache
from anthology.errors import ConfigError
from anthology.importing import wording as wording_module
from anthology.importing.wording import Cleaning, Wording, accepted_edits, rule_decisions
from anthology.model import Edit, Role, RuleChoice
from tests.importing.readings import AS_IS, FILE, body, decision, reading


class TestAcceptedEdits:
    EDIT = Edit(3, 4, "a", "à", "R1")

    def test_only_accepted_ones_count_and_own_words_take_the_place_of_the_proposal(self) -> None:
        found = accepted_edits(
            [
                decision("1", "accept", self.EDIT),
                decision("2", "reject", Edit(9, 10, "x", "y", "R1")),
                decision("3", "", Edit(11, 12, "x", "y", "R1")),
                decision("4", "own", Edit(20, 21, "x", "y", "R1")),
                decision("5", "accept", Edit(0, 1, "x", "y", "R1"), file="submissions/b.txt"),
            ]
        )
        assert found == {
            FILE: (Edit(3, 4, "a", "à", "R1:1"), Edit(20, 21, "x", "own", "R1:4")),
            "submissions/b.txt": (Edit(0, 1, "x", "y", "R1:5"),),
        }

    def test_an_accepted_edit_reaches_the_article_in_its_place(self) -> None:
        cleaning = replace(
            AS_IS, accepted=accepted_edits([decision("1", "accept", Edit(8, 9, "a", "à", "R1"))])
        )
        assert body((Role.BODY, "Un mot. a la fin a"), cleaning=cleaning) == "Un mot. à la fin a\n"

    def test_an_edit_of_another_paragraph_or_file_changes_nothing(self) -> None:
        edits = [decision("1", "accept", Edit(8, 9, "a", "à", "R1"), file="submissions/b.txt")]
        edits += [decision("2", "accept", Edit(200, 201, "a", "à", "R1"))]
        cleaning = replace(AS_IS, accepted=accepted_edits(edits))
        assert body((Role.BODY, "Un mot. a la fin a"), cleaning=cleaning) == "Un mot. a la fin a\n"

    def test_two_accepted_decisions_about_the_same_letters_are_an_error_that_names_both(self) -> None:
        with pytest.raises(ConfigError, match="decisions one and two") as caught:
            accepted_edits(
                [
                    decision("one", "accept", Edit(3, 6, "abc", "", "R")),
                    decision("two", "x", Edit(5, 7, "cd", "", "R")),
                ]
            )
        assert (caught.value.code, caught.value.file) == ("review-overlap", "review.toml")

    def test_what_the_rules_propose_is_asked_once_for_each_place_with_a_stable_id(self) -> None:
        one = reading((Role.BODY, "A l’ecole, Etat et Ecole : Etat."), (Role.CREDIT, "A l’ecole"))
        asked = list(rule_decisions(one, Wording(FILE)))
        assert [one_.id for one_ in asked] == [again.id for again in rule_decisions(one, Wording(FILE))]
        assert len({one_.id for one_ in asked}) == len(asked)
        for each in asked:
            (edit,) = each.edits
            assert one.manuscript.text[edit.start : edit.end] == edit.before
            assert edit.end <= one.judgements[0].block.end
            assert each.found != each.proposed
            assert each.open


class TestWording:
    TEXTS = ("Il dit ... oui !", "Le XIXe siècle, a la fin", "")
    NONE: frozenset[str] = frozenset()

    @pytest.fixture
    def calls(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
        """What the rules are asked."""
        asked: list[tuple[object, ...]] = []
        for name in ("edits", "plain", "proposals"):
            work = getattr(rules, name)

            def asking(*args: object, name: str = name, work: Any = work, **options: object) -> object:
                asked.append((name, *args, *options.items()))
                return work(*args, **options)

            monkeypatch.setattr(rules, name, asking)
        return asked

    def made(self, wording: Wording) -> list[object]:
        return [
            made
            for text in self.TEXTS
            for made in (
                wording.edits(text, "fr", self.NONE, self.NONE),
                wording.plain(text, "fr", self.NONE, self.NONE),
                wording.proposals(text, "fr"),
            )
        ]

    def test_what_is_kept_is_what_the_rules_make(
        self, tmp_path: Path, calls: list[tuple[object, ...]]
    ) -> None:
        with Cache(tmp_path) as cache:
            wording = Wording(FILE, cache)
            first = self.made(wording)
            wording.keep()
        expected = [
            made
            for text in self.TEXTS
            for made in (rules.edits(text, "fr"), rules.plain(text, "fr"), rules.proposals(text, "fr"))
        ]
        calls.clear()
        with Cache(tmp_path) as cache:
            assert self.made(Wording(FILE, cache)) == first == expected
        assert calls == []

    def test_what_is_kept_is_held_no_more_and_still_not_made_again(
        self, tmp_path: Path, calls: list[tuple[object, ...]]
    ) -> None:
        with Cache(tmp_path) as cache:
            wording = Wording(FILE, cache)
            first = self.made(wording)
            wording.keep()
            assert (wording._edits, wording._plain) == ({}, {})
            calls.clear()
            assert self.made(wording) == first
            wording.keep()
            assert self.made(wording) == first
        assert calls == []

    def test_all_that_the_rules_are_told_counts(self, calls: list[tuple[object, ...]]) -> None:
        wording = Wording(FILE)
        some = frozenset({"C4"})
        for _ in range(2):
            for text in ("un", "deux"):
                for language in ("fr", "en"):
                    wording.proposals(text, language)
                    for off, on in ((self.NONE, self.NONE), (some, self.NONE), (self.NONE, some)):
                        wording.edits(text, language, off, on)
        assert len(calls) == len(set(calls)) == 4 * (1 + 3)

    def test_all_that_an_articles_text_is_made_of_counts(self, calls: list[tuple[object, ...]]) -> None:
        wording = Wording(FILE)
        some = frozenset({"C4"})
        for _ in range(2):
            for text in ("un", "deux"):
                for language in ("fr", "en"):
                    for off, on in ((self.NONE, self.NONE), (some, self.NONE), (self.NONE, some)):
                        wording.plain(text, language, off, on)
        plain = [call for call in calls if call[0] == "plain"]
        assert len(plain) == len(set(plain)) == 4 * 3

    def test_a_damaged_table_is_made_again(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            cache.keep("wording", FILE, b'[[["x", 1]], []]')
            assert Wording(FILE, cache).plain("a ...", "fr", self.NONE, self.NONE) == rules.plain(
                "a ...", "fr"
            )

    def test_only_the_texts_used_last_are_kept(
        self, tmp_path: Path, calls: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wording_module, "_MOST", 2)
        with Cache(tmp_path) as cache:
            wording = Wording(FILE, cache)
            for text in ("un", "deux", "un", "trois"):
                wording.plain(text, "fr", self.NONE, self.NONE)
            wording.keep()
        calls.clear()
        with Cache(tmp_path) as cache:
            wording = Wording(FILE, cache)
            for text in ("un", "trois", "deux"):
                wording.plain(text, "fr", self.NONE, self.NONE)
        assert [call[1] for call in calls if call[0] == "plain"] == ["deux"]


class TestChoicesOfAnArticle:
    def test_an_article_has_its_own_and_else_those_of_the_book(self) -> None:
        book = Cleaning(
            frozenset({"P1"}), frozenset({"T1"}), {}, (RuleChoice(), RuleChoice(("T1",), ("P1", "C1")))
        )
        assert book.of(None) is book.of(0) is book.of(7) is book
        assert (book.of(1).off, book.of(1).on) == (frozenset({"T1"}), frozenset({"P1", "C1"}))

    def test_a_rule_that_is_off_for_an_article_does_nothing_in_it(self) -> None:
        quiet = replace(AS_IS, choices=(RuleChoice(off=("P1",)),))
        assert body((Role.BODY, "Quoi? Rien."), cleaning=AS_IS) == "Quoi ? Rien.\n"
        assert body((Role.BODY, "Quoi? Rien."), cleaning=quiet) == "Quoi? Rien.\n"

    def test_a_rule_that_proposes_asks_nothing_where_it_is_off_and_acts_where_it_is_on(self) -> None:
        one = reading((Role.BODY, "Il va au delà de tout."))
        asked = list(rule_decisions(one, Wording(FILE), AS_IS))
        assert [each.kind for each in asked] == ["missing-hyphen"]
        for choice in (RuleChoice(off=("H1",)), RuleChoice(on=("H1",))):
            chosen = replace(AS_IS, choices=(choice,))
            assert list(rule_decisions(one, Wording(FILE), chosen)) == []
        acting = replace(AS_IS, choices=(RuleChoice(on=("H1",)),))
        assert body((Role.BODY, "Il va au delà de tout."), cleaning=acting) == "Il va au-delà de tout.\n"

    def test_the_answer_to_one_rule_stays_when_another_asks_too(self) -> None:
        one = reading((Role.BODY, "Il va au delà de tout, en terme de prix."))
        alone = replace(AS_IS, off=frozenset({"H1"}))
        (kept,) = rule_decisions(one, Wording(FILE), alone)
        assert kept.id in {each.id for each in rule_decisions(one, Wording(FILE), AS_IS)}
