"""What the editor said yes to, and what the rules ask about: in its place, once, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from anthology.errors import ConfigError
from anthology.importing.wording import accepted_edits, rule_decisions
from anthology.model import Edit, Role
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
        asked = list(rule_decisions([one]))
        assert [one_.id for one_ in asked] == [again.id for again in rule_decisions([one])]
        assert len({one_.id for one_ in asked}) == len(asked)
        for each in asked:
            (edit,) = each.edits
            assert one.manuscript.text[edit.start : edit.end] == edit.before
            assert edit.end <= one.judgements[0].block.end
            assert each.found != each.proposed
            assert each.open
