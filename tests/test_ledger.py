"""The account of the last import, read back."""

from __future__ import annotations

from typing import Any

import pytest
from anthology.errors import SourceError
from anthology.jsontext import to_json
from anthology.ledger import StoredLedger, ledger_digest, read_ledger

BLOCK: dict[str, Any] = {"start": 0, "end": 8, "text": "Le port.", "role": "body", "fate": "printed"}
SUBMISSION: dict[str, Any] = {"file": "submissions/a.txt", "sha256": "0", "words": 2, "blocks": [BLOCK]}


def test_an_account_is_read_with_what_a_later_version_adds_passed_over() -> None:
    ledger = read_ledger({"submissions": [{**SUBMISSION, "mood": "good"}], "articles": [], "figures": {}})
    (submission,) = ledger.submissions
    assert (submission.file, submission.words, submission.edits) == ("submissions/a.txt", 2, [])
    assert submission.blocks[0].counted == 2


def test_nobody_can_tell_what_was_asked_where_the_account_does_not_say() -> None:
    assert read_ledger({}).decisions is None
    asked = read_ledger({"decisions": [{"id": "a", "kind": "title"}]}).decisions
    assert asked is not None
    assert [one.id for one in asked] == ["a"]


@pytest.mark.parametrize(
    ("damaged", "place"),
    [
        ({"submissions": {}}, "submissions"),
        ({"submissions": [{**SUBMISSION, "words": "two"}]}, "submissions.0.words"),
        (
            {"submissions": [{**SUBMISSION, "blocks": [{**BLOCK, "start": None}]}]},
            "submissions.0.blocks.0.start",
        ),
        ({"submissions": [{"file": "a"}]}, "submissions.0.sha256"),
    ],
)
def test_a_damaged_account_says_where(damaged: dict[str, object], place: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_ledger(damaged)
    assert caught.value.code == "ledger-unreadable"
    assert place in caught.value.message


class TestStored:
    TEXT = to_json({"submissions": [SUBMISSION], "decisions": []})

    def test_it_is_the_ledger_its_text_holds(self) -> None:
        stored = StoredLedger(self.TEXT)
        assert read_ledger(stored) == read_ledger({"submissions": [SUBMISSION], "decisions": []})
        assert (len(stored), list(stored)) == (2, ["submissions", "decisions"])

    def test_it_is_decoded_when_somebody_looks_into_it(self) -> None:
        damaged = StoredLedger("{")
        assert ledger_digest(damaged) == StoredLedger("{").digest
        with pytest.raises(ValueError, match="Expecting"):
            dict(damaged)

    @pytest.mark.parametrize("text", ["", "[]", "null", "3", "[" * 100_000, '{"a": 1'])
    def test_what_is_no_object_is_an_error(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"Expecting|not an object|nested"):
            len(StoredLedger(text))

    def test_two_of_the_same_text_are_equal_and_have_one_digest(self) -> None:
        assert StoredLedger(self.TEXT) == StoredLedger(self.TEXT)
        assert StoredLedger(self.TEXT) != StoredLedger(self.TEXT + " ")
        assert StoredLedger(self.TEXT) == {"submissions": [SUBMISSION], "decisions": []}
        assert ledger_digest(StoredLedger(self.TEXT)) != ledger_digest(StoredLedger(self.TEXT + " "))

    def test_a_ledger_that_was_not_stored_has_the_digest_of_what_it_says(self) -> None:
        assert ledger_digest({"decisions": []}) == ledger_digest({"decisions": []})
        assert ledger_digest({"decisions": []}) != ledger_digest({})
