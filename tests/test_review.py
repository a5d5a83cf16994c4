"""content/review.toml: what was asked and answered reads back, and no answer is ever lost."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import tomlkit
from anthology import toml
from anthology.errors import AnthologyError, ConfigError, Several
from anthology.model import Decision
from anthology.review import Review, as_read, merged, read_review, remarks, review_text, with_answers
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count

ASKED = '[[decision]]\nid = "a"\nkind = "k"\n'
CONTROLS = [chr(n) for n in (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0))]
texts = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t=[]{}#, ’«»\u00a0\u202f👩‍🎤\u0301\u200f\u2028\ufeff"),
        st.characters(exclude_categories=["Cs"], exclude_characters=[*CONTROLS, "\ufffe", "\uffff"]),
    ),
    max_size=20,
)
decisions = st.builds(
    Decision,
    id=st.sampled_from("abcdefgh"),
    kind=texts,
    where=texts,
    found=texts,
    proposed=texts,
    evidence=st.lists(texts, max_size=3).map(tuple),
    answer=texts.map(str.strip),
)
sets = st.lists(decisions, max_size=5, unique_by=lambda one: one.id).map(tuple)


def decision(id_: str, answer: str = "", **fields: str) -> Decision:
    return replace(Decision(id_, "title", "submissions/a.txt:1", "x", "y", answer=answer), **fields)  # type: ignore[arg-type]


class TestRoundTrip:
    @settings(deadline=None, max_examples=count(50, 200))
    @given(sets, sets)
    def test_what_is_written_reads_back_orphans_last(
        self, asked: tuple[Decision, ...], orphans: tuple[Decision, ...]
    ) -> None:
        assert read_review(review_text(asked, orphans)).decisions == (*asked, *orphans)

    @settings(deadline=None, max_examples=count(50, 200))
    @given(sets, sets)
    def test_no_answer_is_ever_lost_by_asking_again(
        self, before: tuple[Decision, ...], asked: tuple[Decision, ...]
    ) -> None:
        given_ = Review(before)
        now, orphans = merged([replace(one, answer="") for one in asked], given_)
        assert [one.id for one in now] == [one.id for one in asked]
        again = read_review(review_text(now, orphans))
        assert again.answers == given_.answers
        assert merged(asked, again) == (now, orphans)

    def test_an_editor_who_breaks_lines_and_uses_windows_changes_nothing(self) -> None:
        text = review_text([decision("a", "accept")])
        assert read_review("\ufeff" + text.replace("\n", "\r\n")).answers == {"a": "accept"}

    def test_a_control_character_of_a_submission_does_not_spoil_the_file(self) -> None:
        (found,) = read_review(review_text([decision("a", found="Un\x0btitre\x0c")])).decisions
        assert found.found == "Un titre "

    def test_an_answer_of_blanks_is_no_answer(self) -> None:
        text = review_text([decision("a")]).replace('decision = ""', 'decision = "  "')
        assert read_review(text).decisions[0].open

    def test_an_answer_with_blanks_around_it_counts(self) -> None:
        text = review_text([decision("a")]).replace('decision = ""', 'decision = " accept\\n"')
        assert read_review(text).answers == {"a": "accept"}

    def test_no_file_is_no_decision(self) -> None:
        assert read_review("") == Review()


class TestMerging:
    def test_answers_follow_the_id_whatever_else_changed(self) -> None:
        before = Review((decision("a", "accept"), decision("b", "reject")))
        now, orphans = merged([decision("b", proposed="new"), decision("c")], before)
        assert [(one.id, one.answer, one.proposed) for one in now] == [("b", "reject", "new"), ("c", "", "y")]
        assert [one.id for one in orphans] == ["a"]

    def test_an_open_question_that_is_asked_no_more_goes_away(self) -> None:
        assert merged([], Review((decision("a"),))) == ((), ())

    def test_orphans_stand_at_the_end_under_a_remark(self) -> None:
        text = review_text([decision("new")], [decision("old", "my words")])
        assert text.index('id = "new"') < text.index("# No longer asked") < text.index('id = "old"')
        assert "No longer asked" not in review_text([decision("new")])


class TestWrongFiles:
    @pytest.mark.parametrize(
        ("text", "line", "code", "says"),
        [
            ("decision = accept\n", 1, "review-syntax", "not valid TOML"),
            (ASKED + 'decision = "it\'s "me""\n', 4, "review-syntax", "valid"),
            (ASKED + 'decison = "accept"\n', 4, "review-unknown-key", "mean decision?"),
            (ASKED + 'decision = true\n', 4, "review-value", "write a text"),
            (ASKED + '[[decision]]\nkind = "k"\n', 4, "review-missing-key", "2.id"),
            ('[decision]\nid = "a"\n', 1, "review-value", "write [[decision]] on a line of its own"),
            ('[[decisions]]\nid = "a"\n', 1, "review-unknown-key", "did you mean decision?"),
            (ASKED + 'decision = "\\u0000"\n', 4, "review-value", "U+0000"),
        ],
    )  # fmt: skip
    def test_a_mistake_names_the_file_and_the_line(self, text: str, line: int, code: str, says: str) -> None:
        with pytest.raises(ConfigError) as caught:
            read_review(text)
        assert (caught.value.file, caught.value.line, caught.value.code) == ("review.toml", line, code)
        assert says in str(caught.value)

    def test_all_mistakes_are_told_at_once(self) -> None:
        with pytest.raises(Several) as caught:
            read_review("[[decision]]\nid = 1\nkind = 2\n")
        assert [one.line for one in caught.value.failures] == [2, 3]

    @settings(deadline=None, max_examples=count(50, 200))
    @given(st.text(st.sampled_from('[]{}="\\\n#.decision k'), max_size=60))
    def test_no_text_whatever_makes_it_fall_over(self, text: str) -> None:
        try:
            read_review(text)
        except AnthologyError as error:
            assert error.file == "review.toml"  # noqa: PT017


@given(st.text())
def test_a_text_is_written_as_the_library_of_toml_writes_it(text: str) -> None:
    shown = toml.CONTROL.sub(" ", text)
    found = review_text([Decision("i", "k", "a:1", text, "")])
    assert f"\nfound = {tomlkit.item(shown).as_string()}\n" in found


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
wild = st.builds(
    Decision,
    id=st.sampled_from("abc"),
    kind=anything,
    where=anything,
    found=anything,
    proposed=anything,
    evidence=st.lists(anything, max_size=2).map(tuple),
    answer=anything,
)


@settings(deadline=None, max_examples=count(75, 300))
@given(st.lists(wild, max_size=4), st.lists(wild, max_size=2))
def test_what_will_be_read_is_known_without_reading(asked: list[Decision], orphans: list[Decision]) -> None:
    assert as_read(asked, orphans) == read_review(review_text(asked, orphans))


def unanswered(text: str) -> list[str]:
    """The lines of a file, but for those that hold an answer."""
    return [line for line in text.split("\n") if not re.match(r"\s*decision\s*=", line)]


@st.composite
def kept_files(draw: st.DrawFn) -> tuple[str, list[str], int]:
    """A file as people keep it, the ids it holds, and how many remarks of their own are in it."""
    asked = draw(sets)
    lines = review_text(asked).split("\n")
    number = draw(st.integers(0, 6))
    for one in range(number):
        place = draw(st.integers(0, len(lines) - 1))
        remark = f"# note {one}; " + draw(st.text(st.sampled_from("# \"=[]d’é'\\\t"), max_size=12))
        if lines[place].startswith(("[[", "decision =", "id =", "]")) and draw(st.booleans()):
            lines[place] += f"  {remark}"
        else:
            lines.insert(place, remark)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines), [one.id for one in asked], number


class TestAnswering:
    """An answer is written into the file, and nothing else of it changes."""

    @settings(deadline=None, max_examples=count(20, 80))
    @given(kept_files(), st.dictionaries(st.sampled_from("abcdefgh"), texts, max_size=4))
    def test_only_the_lines_of_the_answers_change(
        self, file: tuple[str, list[str], int], answers: dict[str, str]
    ) -> None:
        text, ids, _ = file
        before = read_review(text)
        after = with_answers(text, answers)
        told = {one.id: answers.get(one.id, one.answer).strip() for one in before.decisions}
        assert {one.id: one.answer for one in read_review(after).decisions} == told
        assert [one.id for one in read_review(after).decisions] == ids
        assert unanswered(after) == unanswered(text)

    @settings(deadline=None, max_examples=count(20, 80))
    @given(kept_files(), texts, texts)
    def test_taking_an_answer_back_gives_the_file_as_it_was(
        self, file: tuple[str, list[str], int], one: str, other: str
    ) -> None:
        text, ids, _ = file
        before = with_answers(text, dict.fromkeys(ids, one))
        assert (
            with_answers(with_answers(before, dict.fromkeys(ids, other)), dict.fromkeys(ids, one)) == before
        )

    @pytest.mark.parametrize(
        "text",
        [
            'decision = [{ id = "a", kind = "k" }]  # short\n',
            '[[decision]]\nid = "a"\nkind = "k"\n# why\nfound = """\n[[decision]]\nid = "b"\n"""\n',
            '[[decision]]\n"id" = "a"\nkind = "k"\ndecision = """\nlong\n"""  # why\n',
            "[[decision]]\nid = 'a'\nkind = 'k'\ndecision = 'it''s'\n".replace("''", ""),
            '[[ decision ]] # x\nid = "a"\nkind = "k"\ndecision = ""\nfound = """\ndecision = "no"\n"""\n',
            '[[decision]]\nid = "\\u0061"\nkind = "k"\ndecision = "" # ]]\n',
        ],
    )
    def test_however_an_entry_is_written_it_gets_its_answer(self, text: str) -> None:
        before, after = read_review(text), read_review(with_answers(text, {"a": 'mon "titre" # à moi'}))
        assert after.answers == {"a": 'mon "titre" # à moi'}
        assert [replace(one, answer="") for one in after.decisions] == [
            replace(one, answer="") for one in before.decisions
        ]
        for remark in ("# short", "# why", "# x", "# ]]"):
            assert with_answers(text, {"a": "y"}).count(remark) == text.count(remark)

    def test_an_id_that_is_not_there_changes_nothing(self) -> None:
        text = review_text([decision("a")])
        assert with_answers(text, {"z": "accept"}) == text

    def test_a_file_that_cannot_be_read_is_told_and_not_written(self) -> None:
        with pytest.raises(ConfigError, match="valid TOML"):
            with_answers("[[decision]\n", {"a": "accept"})


class TestRemarks:
    """What people wrote beside the answers outlives every import."""

    @settings(deadline=None, max_examples=count(25, 100))
    @given(kept_files(), sets, sets)
    def test_none_is_lost_whatever_is_asked_next(
        self, file: tuple[str, list[str], int], asked: tuple[Decision, ...], orphans: tuple[Decision, ...]
    ) -> None:
        text, _, number = file
        ids = {one.id for one in asked}
        orphans = tuple(one for one in orphans if one.id not in ids)
        after = review_text(asked, orphans, remarks(text))
        assert [after.count(f"# note {one};") for one in range(number)] == [1] * number
        assert read_review(after) == read_review(review_text(asked, orphans))
        assert review_text(asked, orphans, remarks(after)) == after

    def test_one_above_an_entry_or_in_it_stays_with_it_and_others_stay_at_the_head(self) -> None:
        text = (
            "# Anne: read this first\n\n# sure?\n"
            + review_text([decision("a", "accept")]).partition("\n\n")[2]
        ).replace('decision = "accept"', 'decision = "accept"  # says Anne')
        after = review_text([decision("new"), decision("a", "accept")], (), remarks(text))
        head, new, old = after.split("[[decision]]")
        assert "# Anne: read this first" in head
        assert new.rstrip().endswith("# sure?\n# says Anne")
        assert 'id = "a"' in old

    def test_those_of_a_question_that_is_gone_go_to_the_head(self) -> None:
        text = "# a note of hers\n" + review_text([decision("a")]).partition("\n\n")[2]
        after = review_text([decision("b")], (), remarks(text))
        assert after.index("# a note of hers") < after.index("[[decision]]")
