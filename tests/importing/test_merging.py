"""The editor's file and a new import: no line that an editor typed is ever lost."""

from __future__ import annotations

import pytest
from anthology.importing.merging import edited_aside, merged
from anthology.model import Decision
from anthology.pages import read_article
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count

HEAD = '+++\ntitle = "T"\n+++\n'
B = f"{HEAD}un\n\ndeux\n\ntrois\n\nquatre\n"
EDITED = B.replace("deux", "deux, dit-elle")
ELSEWHERE = B.replace("quatre", "cinq")
SAME_LINE = B.replace("deux", "DEUX")


class TestThreeWay:
    @pytest.mark.parametrize(
        ("base", "result", "current", "state", "text", "new_base"),
        [
            (None, B, None, "new", B, B),
            (B, B, B, "unchanged", None, B),
            (None, B, B, "unchanged", None, B),
            (B, ELSEWHERE, ELSEWHERE, "unchanged", None, ELSEWHERE),
            (B, B, EDITED, "kept", None, None),
            (B, ELSEWHERE, B, "updated", ELSEWHERE, ELSEWHERE),
            (B, ELSEWHERE, EDITED, "merged", EDITED.replace("quatre", "cinq"), ELSEWHERE),
            (B, SAME_LINE, EDITED, "conflict", None, None),
            (None, B, EDITED, "conflict", None, None),
            (B, B, None, "deleted-by-editor", None, B),
            (B, ELSEWHERE, None, "new", ELSEWHERE, ELSEWHERE),
        ],
    )
    def test_what_happens_to_the_file_of_the_editor(
        self,
        base: str | None,
        result: str,
        current: str | None,
        state: str,
        text: str | None,
        new_base: str | None,
    ) -> None:
        found = merged("a", base, result, current, {})
        assert (found.slug, found.state, found.text, found.base) == ("a", state, text, new_base)
        assert (found.incoming, found.decision is not None) == (
            (result, True) if state == "conflict" else (None, False)
        )

    def test_a_photograph_that_the_editor_called_decoration_stays_one(self) -> None:
        credit = 'credit = [ { family = "Roy" } ]'
        photo = f'photos = [\n  {{ file = "photos/x.jpg", {credit} }},\n]'
        base = B.replace("+++\nun", f"{photo}\n+++\nun")
        edited = base.replace(f"{credit} }}", f"{credit}, decorative = true }}")
        found = merged("a", base, base.replace("quatre", "cinq"), edited, {})
        assert found.text == edited.replace("quatre", "cinq")
        assert read_article(found.text, "articles/a.md", slug="a", language="fr").photos[0].decorative

    @pytest.mark.parametrize("ends", ["\r\n", "\r"])
    def test_the_line_ends_of_another_system_are_no_change_of_the_editors(self, ends: str) -> None:
        windows = "\ufeff" + B.replace("\n", ends)
        assert merged("a", B, B, windows, {}).state == "unchanged"
        assert merged("a", B, ELSEWHERE, windows, {}).state == "updated"
        found = merged("a", B, ELSEWHERE, EDITED.replace("\n", ends), {})
        assert (found.state, found.text) == ("merged", EDITED.replace("quatre", "cinq"))

    @pytest.mark.parametrize(
        ("answer", "state", "text", "base"),
        [
            ("accept", "updated", SAME_LINE, SAME_LINE),
            ("reject", "kept", None, SAME_LINE),
            ("", "conflict", None, None),
            ("fait à la main", "kept", None, SAME_LINE),
        ],
    )
    def test_the_answer_to_a_conflict_is_followed(
        self, answer: str, state: str, text: str | None, base: str | None
    ) -> None:
        asked = merged("a", B, SAME_LINE, EDITED, {}).decision
        assert asked is not None
        found = merged("a", B, SAME_LINE, EDITED, {asked.id: answer})
        assert (found.slug, found.state, found.text, found.base) == ("a", state, text, base)

    def test_the_question_names_the_file_and_shows_the_first_lines_that_the_import_brings(self) -> None:
        lines = ["  quatre neuf ", "", "x" + "y" * 200, "dix", "onze"]
        asked = merged("a", B, B.replace("deux", "\n".join(lines)), EDITED, {}).decision
        assert asked == Decision(
            id="c1eddc7c5f",
            kind="merge-conflict",
            where="articles/a.md:1",
            found="the editor and the import changed the same lines",
            proposed="articles/a.incoming.md",
            evidence=("quatre neuf", "x" + "y" * 159),
        )

    def test_an_answer_holds_for_the_two_texts_it_was_given_for_and_no_others(self) -> None:
        asked = merged("a", B, SAME_LINE, EDITED, {}).decision
        assert asked is not None
        later = EDITED.replace("un", "un mot de plus")
        assert merged("a", B, SAME_LINE, later, {asked.id: "accept"}).state == "conflict"

    def test_after_each_answer_the_next_import_asks_nothing(self) -> None:
        assert merged("a", SAME_LINE, SAME_LINE, SAME_LINE, {}).state == "unchanged"
        assert merged("a", SAME_LINE, SAME_LINE, EDITED, {}).state == "kept"

    def test_changes_that_merge_into_something_unreadable_are_a_conflict(self) -> None:
        base = '+++\ntitle = "T"\n# a\n# b\n# c\n+++\nx\n'
        mine = base.replace('"T"\n', '"T"\nstandfirst = "S"\n')
        theirs = base.replace("# c\n", '# c\nstandfirst = "S"\n')
        assert merged("a", base, theirs, mine, {}).state == "conflict"

    def test_a_last_line_without_an_end_is_not_glued_to_the_next(self) -> None:
        found = merged("a", B, B + "\ncinq\n", EDITED.rstrip("\n"), {})
        text = found.text if found.text is not None else f"{EDITED}{found.incoming}"
        assert {"deux, dit-elle", "quatre", "cinq"} <= set(text.split("\n"))

    lines = st.lists(st.sampled_from(["a", "b", "c", "", "x y", "\u2028z", "d\x0b"]), max_size=7)

    @settings(deadline=None, max_examples=count(100, 400))
    @given(lines, lines, lines, st.booleans())
    def test_no_line_an_editor_typed_is_ever_lost(
        self, base: list[str], result: list[str], current: list[str], known: bool
    ) -> None:
        texts = [HEAD + "\n".join(part) for part in (base, result, current)]
        before = texts[0] if known else None
        found = merged("a", before, texts[1], texts[2], {})
        if found.text is None:
            assert found.state in ("unchanged", "kept", "conflict")
            assert found.incoming in (None, texts[1])
            assert found.state != "conflict" or found.incoming == texts[1]
            return
        assert before is not None or texts[2] == texts[1]
        typed = [line for line in texts[2].split("\n") if line not in texts[0].split("\n")]
        for line in typed:
            assert found.text.split("\n").count(line) >= typed.count(line)
        if found.state == "merged":
            new = [line for line in texts[1].split("\n") if line not in texts[0].split("\n")]
            assert set(new) <= set(found.text.split("\n"))
        again = merged("a", found.base, texts[1], found.text, {})
        assert again.text is None, "a second import changes nothing"


@pytest.mark.parametrize(
    ("there", "written", "result", "kept"),
    [
        (None, "a", "b", None),
        ("a", "a", "b", None),
        ("b", "a", "b", None),
        ("\ufeffa\r\nc\rd\n", "a\nc\nd\n", "b", None),
        ("mine\r\n", "a", "b", "mine\r\n"),
        ("mine", None, "b", "mine"),
    ],
)
def test_what_an_editor_made_of_a_text_set_aside_is_known_from_what_import_wrote(
    there: str | None, written: str | None, result: str, kept: str | None
) -> None:
    assert edited_aside(there, written, result) == kept
