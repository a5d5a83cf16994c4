"""Questions answered one key each: in a real terminal, and on one made of lists."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from anthology import folders, storage, walking
from anthology.cli import main
from anthology.importing.alone import alone
from anthology.jsontext import to_json
from anthology.labels import languages
from anthology.model import Decision
from anthology.review import FILE, read_review, review_text
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safety.counts import count

TEXT = "Le port dort, alertant le jour et la nuit, sous la pluie."
ASKED = (
    Decision("aaaaaaaaaa", "title", "submissions/a.txt:1", "", "« Le port »", ("it is in the text",)),
    Decision("bbbbbbbbbb", "name-accent", "submissions/a.txt:3", "Zoe", "Zoé"),
    Decision("cccccccccc", "name-accent", "submissions/b.txt:1", "Eric", "Éric"),
    Decision("dddddddddd", "wording", "submissions/a.txt:3", "dort, alertant le", "dort, alternant le"),
)


def block(line: int, text: str) -> dict[str, object]:
    return {"start": 0, "end": len(text), "line": line, "role": "body", "fate": "printed", "text": text}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    account = {
        "file": "submissions/a.txt",
        "sha256": "0",
        "words": 12,
        "blocks": [block(1, "Avant."), block(3, TEXT), block(5, "Après.")],
    }
    storage.write_file(folder / FILE, review_text(ASKED).encode())
    storage.write_file(folder / ".import/ledger.json", to_json({"submissions": [account]}).encode())
    return folder


def answers(content: Path) -> dict[str, str]:
    return dict(folders.review(content).answers)


@dataclass
class Lists:
    """A terminal made of what is pressed and typed, and of what was said."""

    keys: Sequence[str] = ()
    typed: Sequence[str | None] = ()
    width: int = 80
    colour: bool = False
    said: list[str] = field(default_factory=list)
    before_key: dict[int, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keys: Iterator[str] = iter(self.keys)
        self._typed: Iterator[str | None] = iter(self.typed)
        self._count = 0

    def say(self, text: str) -> None:
        self.said.append(text)

    def key(self) -> str:
        happening = self.before_key.get(self._count)
        self._count += 1
        if callable(happening):
            happening()
        try:
            return next(self._keys)
        except StopIteration:
            raise EOFError from None

    def line(self, prompt: str) -> str | None:
        self.said.append(prompt)
        return next(self._typed)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def walk(content: Path, keys: Sequence[str], language: str = "en", **screen: object) -> Lists:
    terminal = Lists(keys, **screen)  # type: ignore[arg-type]
    asked = [one for one in folders.review(content).decisions if one.open]
    walking.Walk(content, asked, terminal, language).go()
    return terminal


class TestKeys:
    def test_each_key_answers_its_question_and_each_answer_is_kept_at_once(self, content: Path) -> None:
        seen: list[dict[str, str]] = []
        screen = {n: lambda: seen.append(answers(content)) for n in range(5)}
        walk(content, "arwa", typed=["Éric  Le Roux"], before_key=screen)
        assert seen == [
            {},
            {"aaaaaaaaaa": "accept"},
            {"aaaaaaaaaa": "accept", "bbbbbbbbbb": "reject"},
            {"aaaaaaaaaa": "accept", "bbbbbbbbbb": "reject", "cccccccccc": "Éric Le Roux"},
        ]
        assert answers(content) == {**seen[-1], "dddddddddd": "accept"}

    def test_an_interrupt_while_no_key_is_waited_for_ends_the_walk(self, content: Path) -> None:
        def interrupt(text: str) -> None:
            terminal.said.append(text)
            if "accepted" in text:
                raise KeyboardInterrupt

        terminal = Lists("aa")
        terminal.say = interrupt  # type: ignore[method-assign]
        asked = [one for one in folders.review(content).decisions if one.open]
        assert walking.Walk(content, asked, terminal, "en").go() == 1
        assert answers(content) == {"aaaaaaaaaa": "accept"}

    def test_what_is_skipped_stays_open(self, content: Path) -> None:
        walk(content, "ssra")
        assert answers(content) == {"cccccccccc": "reject", "dddddddddd": "accept"}

    def test_back_takes_the_last_answer_back_and_asks_again(self, content: Path) -> None:
        told = walk(content, "arbbra")
        assert answers(content) == {"aaaaaaaaaa": "reject", "bbbbbbbbbb": "accept"}
        assert told.text.count("1 of 4") == 2
        assert "taken back" in told.text

    def test_back_over_a_question_that_was_skipped_changes_nothing(self, content: Path) -> None:
        told = walk(content, "asbq")
        assert answers(content) == {"aaaaaaaaaa": "accept"}
        assert told.text.count("2 of 4") == 2

    def test_all_of_one_kind_are_answered_at_once_when_that_is_confirmed(self, content: Path) -> None:
        told = walk(content, "slayq")
        assert answers(content) == {"bbbbbbbbbb": "accept", "cccccccccc": "accept"}
        assert "this answers 2 questions at once" in told.text
        assert "4 of 4" in told.text
        assert "3 of 4" not in told.text

    def test_back_takes_all_of_them_back(self, content: Path) -> None:
        walk(content, "slaybq")
        assert answers(content) == {}

    @pytest.mark.parametrize("keys", ["sln", "slan", "slrn", "sl", "sla"])
    def test_nothing_is_answered_that_was_not_confirmed(self, content: Path, keys: str) -> None:
        walk(content, f"{keys}q")
        assert answers(content) == {}

    def test_words_that_are_not_typed_answer_nothing(self, content: Path) -> None:
        told = walk(content, "wwq", typed=[None, "   "])
        assert answers(content) == {}
        assert told.text.count("1 of 4") == 3

    @pytest.mark.parametrize("end", ["q", "\x03", "\x04", ""])
    def test_it_ends_when_the_person_wants_to(self, content: Path, end: str) -> None:
        walk(content, ["a", end] if end else ["a"])
        assert answers(content) == {"aaaaaaaaaa": "accept"}

    def test_other_keys_and_arrows_do_nothing(self, content: Path) -> None:
        walk(content, ["x", "\x1b[A", "\x1b", "é", "A", "q"])
        assert answers(content) == {"aaaaaaaaaa": "accept"}

    def test_keys_pressed_ahead_are_each_a_key(self, content: Path) -> None:
        walk(content, ["aar", "q"])
        assert answers(content) == {"aaaaaaaaaa": "accept", "bbbbbbbbbb": "accept", "cccccccccc": "reject"}

    def test_the_keys_are_those_of_the_language(self, content: Path) -> None:
        told = walk(content, "prmtq", "fr", typed=["Éric Le Roux"])
        assert answers(content) == {"bbbbbbbbbb": "reject", "cccccccccc": "Éric Le Roux"}
        assert "1 sur 4" in told.text
        assert "titre à choisir" in told.text

    def test_the_evidence_is_told_in_the_language_and_stored_as_it_is(self, content: Path) -> None:
        asked = [replace(one, evidence=("is long", "my own words")) for one in ASKED]
        storage.write_file(content / FILE, review_text(asked).encode())
        text = walk(content, "pq", "fr").text
        assert "– est long" in text
        assert "– my own words" in text
        assert '"is long"' in (content / FILE).read_text("utf-8")

    @pytest.mark.parametrize("language", languages())
    def test_no_two_choices_have_one_key(self, content: Path, language: str) -> None:
        told = walk(content, {"en": "slan", "fr": "ptan"}[language], language)
        shown = [re.findall(r"\[(\w)\]", said) for said in told.said]
        offered = [keys for keys in shown if len(keys) > 1]
        assert len(offered) >= 4
        assert max(map(len, offered)) == 7
        for keys in offered:
            assert len(set(keys)) == len(keys)

    def test_in_a_dry_run_nothing_is_written(self, content: Path) -> None:
        before = (content / FILE).read_bytes()
        terminal = Lists("aab")
        walking.Walk(content, ASKED, terminal, "en", dry_run=True).go()
        assert (content / FILE).read_bytes() == before
        assert "→ accepted" in terminal.text


class TestOthers:
    """Somebody else writes to the file meanwhile: nothing of theirs is lost."""

    def test_their_answers_and_remarks_stay(self, content: Path) -> None:
        def somebody() -> None:
            text = (content / FILE).read_text().replace('id = "cccccccccc"', '# Anne\nid = "cccccccccc"')
            head, entry, rest = text.partition('id = "cccccccccc"')
            rest = rest.replace('decision = ""', 'decision = "Éric"', 1)
            (content / FILE).write_text(head + entry + rest)

        walk(content, "aq", before_key={0: somebody})
        assert answers(content) == {"aaaaaaaaaa": "accept", "cccccccccc": "Éric"}
        assert "# Anne" in (content / FILE).read_text()

    def test_their_answer_to_the_same_question_stays_and_is_told(self, content: Path) -> None:
        def somebody() -> None:
            text = (content / FILE).read_text().replace('decision = ""', 'decision = "Mon titre"', 1)
            (content / FILE).write_text(text)

        told = walk(content, "abq", before_key={0: somebody})
        assert answers(content) == {"aaaaaaaaaa": "Mon titre"}
        assert "answered elsewhere meanwhile, and stays: “Mon titre”" in told.text

    def test_a_question_that_is_gone_is_told(self, content: Path) -> None:
        def somebody() -> None:
            (content / FILE).write_text(review_text(ASKED[1:]))

        told = walk(content, "aaq", before_key={0: somebody})
        assert answers(content) == {"bbbbbbbbbb": "accept"}
        assert "aaaaaaaaaa is no longer asked" in told.text

    def test_while_an_import_runs_the_answer_waits_and_the_question_comes_again(self, content: Path) -> None:
        with alone(content):
            told = walk(content, "aq")
        assert answers(content) == {}
        assert "[import-locked]" in told.text
        assert told.text.count("1 of 4") == 2

    def test_a_file_that_they_broke_is_told_and_left_alone(self, content: Path) -> None:
        told = walk(content, "aq", before_key={0: lambda: (content / FILE).write_text("[[decision]\n")})
        assert "[review-syntax]" in told.text
        assert (content / FILE).read_text() == "[[decision]\n"

    @settings(deadline=None, max_examples=count(15, 60))
    @given(keys=st.lists(st.sampled_from("arsblyn"), max_size=14))
    def test_whatever_is_pressed_only_answers_change(
        self, tmp_path_factory: pytest.TempPathFactory, keys: list[str]
    ) -> None:
        folder = tmp_path_factory.mktemp("walk")
        storage.write_file(folder / FILE, review_text(ASKED).encode())
        walk(folder, keys)
        left = read_review((folder / FILE).read_text()).decisions
        assert tuple(replace(one, answer="") for one in left) == ASKED

    @settings(deadline=None, max_examples=count(15, 30))
    @given(keys=st.lists(st.sampled_from("ars"), max_size=len(ASKED) - 1))
    def test_going_all_the_way_back_gives_the_file_as_it_was(
        self, tmp_path_factory: pytest.TempPathFactory, keys: list[str]
    ) -> None:
        folder = tmp_path_factory.mktemp("walk")
        storage.write_file(folder / FILE, review_text(ASKED).encode())
        walk(folder, [*keys, *"b" * len(keys)])
        assert (folder / FILE).read_text() == review_text(ASKED)


class TestShown:
    def test_the_words_in_question_are_marked_where_they_stand(self, content: Path) -> None:
        told = walk(content, "sssq").said
        last = next(said for said in told if "4 of 4" in said)
        assert "submissions/a.txt, line 3  (dddddddddd)" in last
        assert "Le port dort, [[alertant]] le jour" in last
        assert "  Avant." in last
        assert "  Après." in last
        assert "proposed: dort, alternant le" in last

    def test_in_colour_the_mark_goes_on_over_the_ends_of_lines(self, content: Path) -> None:
        long = Decision("e", "teaser", "submissions/a.txt:3", TEXT, "hold back")
        (content / FILE).write_text(review_text([long]))
        told = walk(content, "q", colour=True, width=30).text
        marked = re.findall("\x1b\\[30;43m(.*?)\x1b\\[0m", told)
        assert " ".join(marked) == TEXT

    @pytest.mark.parametrize("width", [1, 24, 40, 200])
    def test_no_line_is_wider_than_the_terminal(self, content: Path, width: int) -> None:
        told = walk(content, "slansq", width=width)
        lines = [line for said in told.said for line in said.split("\n")]
        longest_word = 24
        assert max(map(len, lines)) <= max(min(width, 96), longest_word)

    def test_without_an_account_of_the_import_the_question_stands_alone(self, content: Path) -> None:
        for damaged in (
            None,
            b"{",
            b'{"submissions": 3}',
            b'{"submissions": [{"file": "submissions/a.txt"}]}',
        ):
            ledger = content / ".import/ledger.json"
            ledger.unlink() if damaged is None else ledger.write_bytes(damaged)
            assert "found: Zoe" in walk(content, "sq").text

    def test_text_of_a_submission_cannot_act_on_the_terminal(self, content: Path) -> None:
        hostile = "Un \x1b]0;title\x07mot \u202eretourné\x9b31m"
        account = {"file": "submissions/a.txt", "sha256": "0", "words": 1, "blocks": [block(1, hostile)]}
        (content / ".import/ledger.json").write_text(to_json({"submissions": [account]}))
        told = walk(content, "q").text
        assert "retourné" in told
        assert not set(told) & set("\x1b\x07\u202e\x9b")

    def test_for_two_versions_of_an_article_it_shows_what_differs(self, content: Path) -> None:
        (content / "articles").mkdir()
        (content / "articles/port.md").write_text("Le port dort.\nFin.\n")
        (content / "articles/port.incoming.md").write_text("Le port veille.\nFin.\n")
        asked = Decision("f", "merge-conflict", "articles/port.md:1", "both", "articles/port.incoming.md")
        (content / FILE).write_text(review_text([asked]))
        told = walk(content, "q").text
        assert "-Le port dort.\n+Le port veille." in told


class TestCommand:
    """The options for scripts."""

    @pytest.fixture(autouse=True)
    def here(self, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(content.parent)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, ["review", *arguments])
        return result.exit_code, result.stdout, result.stderr

    def test_answers_are_given_by_id(self, content: Path) -> None:
        given_ = ["--accept", "aaaaaaaaaa", "--reject", "bbbbbbbbbb", "--answer", "cccccccccc", "Éric"]
        status, _, told = self.run(*given_)
        assert status == 0
        assert "Answered 3." in told
        assert answers(content) == {"aaaaaaaaaa": "accept", "bbbbbbbbbb": "reject", "cccccccccc": "Éric"}
        assert self.run("--answer", "aaaaaaaaaa", "")[0] == 0
        assert "aaaaaaaaaa" not in answers(content)

    def test_a_dry_run_says_what_it_would_do(self, content: Path) -> None:
        before = (content / FILE).read_bytes()
        status, _, told = self.run("--accept", "aaaaaaaaaa", "--dry-run")
        assert (status, (content / FILE).read_bytes()) == (0, before)
        assert "Would answer 1." in told

    def test_an_id_that_is_not_asked_or_two_answers_to_one_are_wrong_use(self, content: Path) -> None:
        for wrong in (["--accept", "zzz"], ["--accept", "aaaaaaaaaa", "--reject", "aaaaaaaaaa"]):
            status, _, told = self.run(*wrong)
            assert status == 2
            assert wrong[1] in told
        assert answers(content) == {}

    def test_the_list_is_of_a_kind_of_a_file_and_of_what_is_open(self) -> None:
        def listed(*arguments: str) -> list[str]:
            return re.findall(r"\((\w{10})\)", self.run(*arguments)[1])

        assert [id_[0] for id_ in listed()] == ["a", "b", "c", "d"]
        assert [id_[0] for id_ in listed("--kind", "name-accent")] == ["b", "c"]
        assert [id_[0] for id_ in listed("--file", "a.txt", "--kind", "name-accent")] == ["b"]
        assert [id_[0] for id_ in listed("--file", "submissions/b.txt")] == ["c"]
        assert listed("--file", "x.txt") == []
        self.run("--accept", "aaaaaaaaaa")
        assert [id_[0] for id_ in listed("--open")] == ["b", "c", "d"]
        assert [id_[0] for id_ in listed("--all")] == ["a", "b", "c", "d"]

    def test_ids_and_kinds_can_be_completed(self, content: Path) -> None:
        def offered(words: list[str], typed: str) -> list[str]:
            completer = ShellComplete(main, {}, "anthology", "_ANTHOLOGY_COMPLETE")
            return [item.value for item in completer.get_completions(words, typed)]

        assert offered(["review", "--accept"], "") == [one.id for one in ASKED]
        assert offered(["review", "--reject"], "b") == ["bbbbbbbbbb"]
        assert offered(["review", "--kind"], "na") == ["name-accent"]
        assert offered(["review", "--file"], "submissions/b") == ["submissions/b.txt"]
        assert offered(["--content", str(content.parent / "nowhere"), "review", "--accept"], "") == []


# --- a real terminal ---------------------------------------------------------------------------------

_PATIENCE_S = 60.0
"""Longer than any answer takes: only a command that says nothing more is waited for that long."""


class Pty:
    """The real command in a real pseudo-terminal."""

    def __init__(self, content: Path, columns: int = 80, **environment: str) -> None:
        self.shown = ""
        self._pid, self._handle = pty.fork()
        if not self._pid:  # pragma: no cover - another process
            os.environ.update({"TERM": "xterm-256color", **environment})
            command = [sys.executable, "-m", "anthology.cli", "--content", str(content), "review"]
            os.execv(command[0], command)  # noqa: S606
        size = struct.pack("HHHH", 40, columns, 0, 0)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, size)

    def until(self, text: str) -> str:
        """What is shown up to and with that text."""
        while text not in self.shown:
            if not (more := self._read()):
                raise AssertionError(f"{text!r} never came, but: {self.shown}")
            self.shown += more
        before, found, self.shown = self.shown.partition(text)
        return before + found

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def ended(self) -> tuple[str, int]:
        """Everything else that is shown, and how the command ended."""
        while more := self._read():
            self.shown += more
        os.close(self._handle)
        return self.shown, os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self) -> str:
        ready, _, _ = select.select([self._handle], [], [], _PATIENCE_S)
        try:
            return os.read(self._handle, 1 << 16).decode(errors="replace") if ready else ""
        except OSError:  # what a terminal says whose command has ended
            return ""


class TestTerminal:
    def test_a_person_walks_through_goes_back_types_words_and_ends(self, content: Path) -> None:
        terminal = Pty(content, LANGUAGE="en")
        assert "\x1b[1m── 1 of 4" in terminal.until("[q]uit")
        terminal.press("a")
        assert "→ accepted" in terminal.until("[q]uit")
        terminal.press("b")
        assert "1 of 4" in terminal.until("[q]uit")
        terminal.press("w")
        terminal.until("Your words:")
        terminal.press("Le port, été\x7f\x7f\x7fl’hiver\r")
        assert "→ “Le port, l’hiver”" in terminal.until("[q]uit")
        terminal.press("q")
        shown, status = terminal.ended()
        assert status == 0
        assert "3 open decisions of 4." in shown
        assert answers(content) == {"aaaaaaaaaa": "Le port, l’hiver"}

    def test_it_speaks_french_without_colours_in_a_narrow_dumb_terminal(self, content: Path) -> None:
        terminal = Pty(content, 40, LANGUAGE="fr", TERM="dumb")
        shown = terminal.until("[q]uitter")
        assert "1 sur 4" in shown
        assert "\x1b" not in shown
        terminal.press("tr")
        assert "refusée" in terminal.until("[q]uitter")
        terminal.press("\x03")
        assert terminal.ended()[1] == 0
        assert answers(content) == {"aaaaaaaaaa": "reject"}

    def test_colours_can_be_declined(self, content: Path) -> None:
        terminal = Pty(content, NO_COLOR="1", LANGUAGE="en")
        assert "\x1b[" not in terminal.until("[q]uit")
        terminal.press("q")
        assert terminal.ended()[1] == 0

    def test_a_command_that_is_killed_has_kept_what_was_answered(self, content: Path) -> None:
        terminal = Pty(content, LANGUAGE="en")
        terminal.until("[q]uit")
        terminal.press("a")
        terminal.until("→ accepted")
        os.kill(terminal._pid, 9)
        assert terminal.ended()[1] == -9
        assert answers(content) == {"aaaaaaaaaa": "accept"}
