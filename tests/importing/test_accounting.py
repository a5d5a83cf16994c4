"""The ledger: every word counted once, every change of it undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from anthology.importing.accounting import account, ledger_text
from anthology.importing.wording import Wording
from anthology.jsontext import to_json
from anthology.ledger import noticed
from anthology.model import Edit, Finding, Reading, Role, Severity
from anthology.rules import apply, undo
from tests.importing.readings import AS_IS, FILE, articles, decision, reading


class TestLedger:
    def one(self) -> Reading:
        return reading(
            (Role.TITLE, "Un titre"), (Role.BODY, "Il dit ... oui !"), (Role.CREDIT, "G5 – MARSAN Amélie"),
            (Role.PULL_QUOTE, "Jamais deux"), (Role.TEASER, "À lire aussi"),
        )  # fmt: skip

    def submission(self, one: Reading) -> Mapping[str, Any]:
        found = json.loads(account(one, [made.slug for made in articles(one)], AS_IS, Wording(FILE)))
        return dict(found)

    def test_every_word_is_counted_once_under_its_fate(self) -> None:
        one = self.one()
        found = self.submission(one)
        assert found["words"] == len(one.manuscript.text.split()) == sum(found["fates"].values())
        assert found["fates"] == {"printed": 7, "display-quote": 2, "credit": 4, "held-back": 3}
        assert sum(block["words"] for block in found["blocks"]) == found["words"]
        assert [one.manuscript.text[block["start"] : block["end"]] for block in found["blocks"]] == [
            block["text"] for block in found["blocks"]
        ]

    def test_undoing_every_edit_gives_the_source_back(self) -> None:
        one = self.one()
        edits = [Edit(**edit) for edit in self.submission(one)["edits"]]
        assert all(edit.rule for edit in edits)
        cleaned = apply(one.manuscript.text, edits)
        assert "Il dit… oui\u202f!" in cleaned
        assert undo(cleaned, edits) == one.manuscript.text

    def test_articles_and_decisions_are_named(self) -> None:
        one = self.one()
        made = articles(one)
        slugs = [article.slug for article in made]
        asked = [decision("1", "accept", Edit(0, 1, "U", "u", "R1"))]
        text = ledger_text([account(one, slugs, AS_IS, Wording(FILE))], slugs, asked)
        found = json.loads(text)
        assert text == to_json(found)
        assert found["articles"] == [{"slug": "un-titre", "file": "articles/un-titre.md"}]
        (asked,) = found["decisions"]
        assert (asked["id"], asked["open"], asked["decision"]) == ("1", False, "accept")
        (submission,) = found["submissions"]
        assert {block["article"] for block in submission["blocks"]} == {"un-titre"}


def test_what_was_noticed_is_read_back_as_it_was() -> None:
    found = Finding("page-furniture", Severity.REMARK, "menus", "look", "submissions/a.html", 3)
    text = ledger_text([], [], [], [found], [("submissions/a.html", "0" * 64)])
    assert noticed(json.loads(text)).findings == (found,)
    assert json.loads(text)["files"] == [{"file": "submissions/a.html", "sha256": "0" * 64}]
    assert noticed({"findings": [{"code": 1}]}).findings == ()
