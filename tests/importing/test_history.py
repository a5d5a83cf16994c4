"""The last thirty imports: what stood below content/ before each can be brought back, and what came after."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from anthology import pipeline, storage
from anthology.cli import main
from anthology.errors import AnthologyError, SourceError, WriteError
from anthology.importing import history
from anthology.importing.writing import Change
from anthology.jsontext import to_json
from click import Context
from click.testing import CliRunner
from PIL import Image
from tests.importing.readings import SETTINGS

FIRST, SECOND = "submissions/a.txt", "submissions/b.txt"
TEXTS = {
    FIRST: "Le port\n\nPar Ada Roy\n\nLe premier chalutier rentre avant l’aube.\n\nLes mouettes suivent.\n",
    SECOND: "La gare\n\nPar Luc Bel\n\nLe dernier train part à minuit.\n\nLe quai se vide.\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    place = tmp_path / "content"
    (place / "submissions").mkdir(parents=True)
    (place / "anthology.toml").write_text('[book]\ntitle = "T"\nlanguage = "fr"\n', "utf-8")
    (place / FIRST).write_text(TEXTS[FIRST], "utf-8")
    return place


def texts(content: Path) -> dict[str, bytes]:
    """All that import may write, as it is."""
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file() and history.FOLDER not in path.parts
    }


def imported(content: Path, *, when: int | None = None) -> dict[str, bytes]:
    """The state before an import, which is made."""
    before = texts(content)
    pipeline.import_submissions(content, when=when)
    return before


LEDGER = ".import/ledger.json"


def changed(content: Path, file: str, text: str) -> None:
    """What an import does that changes one file."""
    history.keep(content, [Change(file, text)], None)
    storage.write_file(content / file, text.encode())


def texts_kept(content: Path) -> int:
    with sqlite3.connect(content / history.FILE) as kept:
        (number,) = kept.execute("SELECT count(*) FROM piece").fetchone()
    kept.close()
    return int(number)


def edit(content: Path, article: str, old: str, new: str) -> None:
    path = content / "articles" / f"{article}.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def listed(content: Path) -> list[tuple[int, int | None, int | None, list[tuple[str, str]]]]:
    return [
        (one.number, one.when, one.undone, [(each.file, each.how) for each in one.changes])
        for one in pipeline.history(content)
    ]


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(AnthologyError) as caught:
        call()
    return caught.value.code


class TestKeeping:
    def test_each_import_that_changed_something_is_listed_with_its_files(self, content: Path) -> None:
        assert pipeline.history(content) == ()
        imported(content, when=1_700_000_000)
        imported(content)  # nothing to do
        (content / SECOND).write_text(TEXTS[SECOND], "utf-8")
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        imported(content, when=1_700_000_060)
        assert listed(content) == [
            (2, 1_700_000_060, None, [("articles/la-gare.md", "added"), ("articles/le-port.md", "changed")]),
            (1, 1_700_000_000, None, [("articles/le-port.md", "added")]),
        ]

    def test_a_dry_run_keeps_nothing(self, content: Path) -> None:
        pipeline.import_submissions(content, dry_run=True)
        assert not (content / history.FOLDER).exists()

    def test_thirty_imports_are_kept_and_no_text_of_older_ones(self, content: Path) -> None:
        for number in range(history.MOST + 5):
            changed(content, "articles/a.md", f"Le quai {number}.\n")
        known = [one.number for one in pipeline.history(content)]
        assert known == list(range(history.MOST + 5, 5, -1))
        assert texts_kept(content) == history.MOST
        pipeline.undo(content, known[-1])
        assert (content / "articles/a.md").read_text("utf-8") == "Le quai 4.\n"

    def test_undos_to_and_fro_do_not_fill_the_disk(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(history, "_MOST_ENTRIES", 12)
        for number in range(3):
            changed(content, "articles/a.md", f"Le quai {number}.\n")
        for _ in range(20):
            pipeline.undo(content)
        assert len(pipeline.history(content)) == 12
        assert texts_kept(content) == 2

    def test_the_words_of_a_large_school_are_kept_once_where_they_stay(self, content: Path) -> None:
        entries = [
            " ".join(blake2b(b"%d %d" % (number, n)).hexdigest() for n in range(60)) for number in range(300)
        ]
        changed(content, LEDGER, to_json({"submissions": [{"text": one} for one in entries]}))
        changed(content, "articles/a.md", "Le quai.\n")
        size = (content / history.FILE).stat().st_size
        entries.insert(70, "Un texte de plus.")
        changed(content, LEDGER, to_json({"submissions": [{"text": one} for one in entries]}))
        before = texts(content)
        changed(content, "articles/a.md", "Le quai, encore.\n")
        assert (content / LEDGER).stat().st_size > 2_000_000
        assert (content / history.FILE).stat().st_size - size < size / 10
        changed(content, LEDGER, "{}")
        pipeline.undo(content, 4)
        assert texts(content) == before

    def test_git_is_told_to_leave_it_alone(self, content: Path) -> None:
        imported(content)
        assert (content / history.FOLDER / ".gitignore").read_text("utf-8") == "*\n"

    def test_the_time_of_an_import_reaches_no_other_file(self, content: Path, tmp_path: Path) -> None:
        imported(content, when=1)
        other = tmp_path / "other"
        (other / "submissions").mkdir(parents=True)
        for name in ("anthology.toml", FIRST):
            (other / name).write_bytes((content / name).read_bytes())
        imported(other, when=2)
        assert texts(content) == texts(other)


class TestBringingBack:
    def test_everything_is_as_it_was_before_the_last_import(self, content: Path) -> None:
        imported(content)
        edit(content, "le-port", "Les mouettes", "Les belles mouettes")
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        before = imported(content)
        done = pipeline.undo(content)
        assert done is not None
        assert [(one.file, one.how, one.edited) for one in done.changes] == [
            ("articles/le-port.md", "changed", False)
        ]
        assert texts(content) == before
        assert pipeline.undo(content, 3) is not None, "the undo itself is number 3"

    def test_before_the_first_import_there_was_no_article(self, content: Path) -> None:
        imported(content)
        pipeline.undo(content, 1)
        assert [file for file in texts(content) if file.startswith(("articles/", ".import/"))] == []

    def test_an_undo_can_be_undone_and_an_editors_later_words_come_back(self, content: Path) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        imported(content)
        edit(content, "le-port", "mouettes", "mouettes criardes")
        (content / "articles/a-moi.md").write_text('+++\ntitle = "À moi"\n+++\nMes mots.\n', "utf-8")
        now = texts(content)
        done = pipeline.undo(content, 2)
        assert done is not None
        assert [(one.file, one.how, one.edited) for one in done.changes] == [
            ("articles/a-moi.md", "removed", True),
            ("articles/le-port.md", "changed", True),
        ]
        assert texts(content) != now
        assert pipeline.undo(content) is not None
        assert texts(content) == now
        assert [one.undone for one in pipeline.history(content)] == [3, 2, None, None]

    def test_a_dry_run_says_the_same_and_changes_nothing(self, content: Path) -> None:
        imported(content)
        now, kept = texts(content), (content / history.FILE).read_bytes()
        said = pipeline.undo(content, dry_run=True)
        assert (texts(content), (content / history.FILE).read_bytes()) == (now, kept)
        assert said == pipeline.undo(content)

    def test_where_nothing_would_change_nothing_is_kept(self, content: Path) -> None:
        imported(content)
        pipeline.undo(content, 1)
        assert pipeline.undo(content, 1) is None
        assert [one.number for one in pipeline.history(content)] == [2, 1]

    def test_files_that_an_import_brought_go_and_come_back(self, content: Path, tmp_path: Path) -> None:
        folder = tmp_path / "groupe"
        folder.mkdir()
        (folder / "texte.txt").write_text(TEXTS[SECOND] + "\nPhoto : Zoé Grand\n", "utf-8")
        target = io.BytesIO()
        Image.effect_noise((64, 48), 60).convert("RGB").save(target, "JPEG")
        (folder / "vue.jpg").write_bytes(target.getvalue())
        imported(content)
        before = texts(content)
        pipeline.import_submissions(content, [folder])
        after = texts(content)
        assert {"photos/vue.jpg", "submissions/groupe/texte.txt"} <= after.keys() - before.keys()
        pipeline.undo(content)
        assert texts(content) == before
        pipeline.undo(content, 1)
        assert pipeline.undo(content, 3) is not None
        assert texts(content) == after

    def test_the_next_import_makes_again_what_was_taken_back(self, content: Path) -> None:
        imported(content)
        now = texts(content)
        pipeline.undo(content)
        pipeline.import_submissions(content)
        assert texts(content) == now


class TestErrors:
    def test_a_number_that_is_not_there_is_named(self, content: Path) -> None:
        assert code_of(lambda: pipeline.undo(content)) == "history-unknown"
        imported(content)
        assert code_of(lambda: pipeline.undo(content, 7)) == "history-unknown"

    @pytest.mark.parametrize("damage", ["cut", "zeroed", "piece", "state"])
    def test_a_damaged_history_is_named_and_touches_nothing(self, content: Path, damage: str) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        imported(content)
        now = texts(content)
        path = content / history.FILE
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:5000])
        elif damage == "zeroed":
            path.write_bytes(bytes(path.stat().st_size))
        else:
            with sqlite3.connect(path) as kept:
                kept.execute(
                    "UPDATE piece SET data = x'00'" if damage == "piece" else "UPDATE entry SET said = x'00'"
                )
            kept.close()
        assert code_of(lambda: pipeline.undo(content)) == "history-damaged"
        assert texts(content) == now

    def test_a_lost_text_is_noticed_before_anything_is_changed(self, content: Path) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        imported(content)
        with sqlite3.connect(content / history.FILE) as kept:
            kept.execute("DELETE FROM piece")
        kept.close()
        now = texts(content)
        assert code_of(lambda: pipeline.undo(content)) == "history-damaged"
        assert texts(content) == now


class Stopped(BaseException):
    """The machine, in the middle of it."""


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Stops at the n-th file that is written or taken away; 0: never."""
    write, take, left = storage.write_file, storage.take_away, [0]

    def counted() -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Stopped

    def writing(path: Path, data: bytes) -> None:
        counted()
        write(path, data)

    def taking(path: Path) -> None:
        counted()
        take(path)

    monkeypatch.setattr(storage, "write_file", writing)
    monkeypatch.setattr(storage, "take_away", taking)

    def stop(at: int) -> None:
        left[0] = at

    yield stop
    left[0] = 0


class TestBrokenOff:
    def prepared(self, content: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """What stood there before the second import, and what stands there now."""
        imported(content)
        edit(content, "le-port", "mouettes", "mouettes criardes")
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        (content / SECOND).write_text(TEXTS[SECOND], "utf-8")
        before = imported(content)
        return before, texts(content)

    @pytest.mark.parametrize("at", range(1, 8))
    def test_an_undo_stopped_at_any_file_is_ended_by_the_next_import(
        self, content: Path, at: int, stopping: Callable[[int], None]
    ) -> None:
        before, after = self.prepared(content)
        stopping(at)
        with pytest.raises(Stopped):
            pipeline.undo(content)
        stopping(0)
        begun = (content / history.UNFINISHED).exists()
        assert begun == (at > 1)
        if begun:
            assert code_of(lambda: pipeline.build(content, content.parent / "out")) == "undo-unfinished"
            assert code_of(lambda: pipeline.import_submissions(content, dry_run=True)) == "undo-unfinished"
            assert history.finish(content)
        assert texts(content) == (before if begun else after)
        pipeline.import_submissions(content)
        assert texts(content) == after, "the submissions are the same, and the editor's words were kept"

    def test_what_was_saved_after_an_undo_was_broken_off_stays(
        self, content: Path, stopping: Callable[[int], None]
    ) -> None:
        before, _ = self.prepared(content)
        stopping(3)
        with pytest.raises(Stopped):
            pipeline.undo(content)
        stopping(0)
        (content / "articles/le-port.md").write_text("À moi, tout neuf.\n", "utf-8")
        assert history.finish(content)
        assert texts(content) == before | {"articles/le-port.md": "À moi, tout neuf.\n".encode()}
        assert not history.finish(content)

    def test_a_note_of_an_undo_that_cannot_be_read_is_named(self, content: Path) -> None:
        self.prepared(content)
        (content / history.UNFINISHED).write_text("[1]", "utf-8")
        assert code_of(lambda: pipeline.undo(content)) == "history-damaged"


class TestSavedMeanwhile:
    def test_an_article_saved_while_an_import_thinks_is_taken_into_account(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        from anthology import importing

        understand = importing.understand
        saved: list[int] = []

        def slow(*given: Any, **more: Any) -> object:
            found = understand(*given, **more)
            if not saved:
                edit(content, "le-port", "mouettes", "mouettes criardes")
                saved.append(1)
            return found

        monkeypatch.setattr(importing, "understand", slow)
        pipeline.import_submissions(content)
        text = (content / "articles/le-port.md").read_text("utf-8")
        assert "criardes" in text
        assert "revient" in text

    def test_somebody_who_saves_all_the_time_is_told(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        from anthology import importing

        understand = importing.understand

        def slow(*given: Any, **more: Any) -> object:
            found = understand(*given, **more)
            edit(content, "le-port", "mouettes", "mouettes, mouettes")
            return found

        monkeypatch.setattr(importing, "understand", slow)
        assert code_of(lambda: pipeline.import_submissions(content)) == "saved-meanwhile"

    def test_a_file_saved_while_files_are_written_is_not_written_over(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        keep = history.keep

        def then_saved(*given: object) -> None:
            keep(*given)  # type: ignore[arg-type]
            edit(content, "le-port", "mouettes", "mouettes criardes")

        monkeypatch.setattr(history, "keep", then_saved)
        with pytest.raises(WriteError) as caught:
            pipeline.import_submissions(content)
        assert (caught.value.code, caught.value.file) == ("saved-meanwhile", "articles/le-port.md")
        assert "criardes" in (content / "articles/le-port.md").read_text("utf-8")

    def test_a_file_saved_while_an_undo_is_made_is_not_written_over(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imported(content)
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        imported(content)
        write = storage.write_file

        def then_saved(path: Path, data: bytes) -> None:
            write(path, data)
            if path.name == "unfinished.json":
                edit(content, "le-port", "mouettes", "mouettes criardes")

        monkeypatch.setattr(storage, "write_file", then_saved)
        assert code_of(lambda: pipeline.undo(content)) == "saved-meanwhile"
        assert "criardes" in (content / "articles/le-port.md").read_text("utf-8")


def test_nothing_of_the_history_is_read_as_content(content: Path) -> None:
    from anthology import sources

    imported(content)
    before = sources.read(content)
    pipeline.import_submissions(content)
    (content / history.FOLDER / "more").write_text("x", "utf-8")
    after = sources.read(content)
    assert before is not None
    assert after is not None
    assert before.whole == after.whole
    assert SETTINGS.book.language == "fr"
    assert json.loads((content / ".import/ledger.json").read_text("utf-8"))["submissions"]
    with pytest.raises(SourceError):
        history.undo(content, 99)


class TestCommand:
    def run(self, content: Path, *arguments: str, language: str = "en") -> str:
        told = CliRunner(env={"LANGUAGE": language, "TZ": "UTC"}).invoke(
            main, ["--content", str(content), *arguments]
        )
        assert told.exit_code == 0, told.output
        return told.output

    def test_history_lists_and_undo_brings_back(self, content: Path) -> None:
        assert self.run(content, "history") == "No import has changed anything yet.\n"
        imported(content)
        edit(content, "le-port", "mouettes", "mouettes criardes")
        (content / FIRST).write_text(TEXTS[FIRST].replace("rentre", "revient"), "utf-8")
        before = imported(content)
        edit(content, "le-port", "criardes", "muettes")
        assert self.run(content, "history") == (
            "   2  –  import: 1 file\n      articles/le-port.md: changed\n"
            "   1  –  import: 1 file\n      articles/le-port.md: added\n"
        )
        changed_file = "  articles/le-port.md: changed (it was edited by hand: that is kept)\n"
        told = self.run(content, "undo", "--dry-run")
        assert told == f"{changed_file}Would bring back 1 file, as before 2.\n"
        told = self.run(content, "undo", "2")
        assert told == f"{changed_file}Brought back 1 file, as before 2; `anthology undo` takes it back.\n"
        assert texts(content) == before
        assert self.run(content, "undo", "2") == "Nothing changed.\n"

    def test_it_speaks_the_language_of_the_reader(self, content: Path) -> None:
        imported(content, when=0)
        told = self.run(content, "history", language="fr")
        assert "1970-01-01" in told
        assert "1\u00a0fichier" in told or "1 fichier" in told
        assert "ajouté" in told
        assert "\u202f; `anthology undo`" in self.run(content, "undo", language="fr")

    def test_an_import_by_the_command_says_when_it_was(self, content: Path) -> None:
        self.run(content, "import")
        (entry,) = json.loads(self.run(content, "history", "--json"))["imports"]
        assert entry["when"] > 1_700_000_000
        assert entry["changes"] == [{"file": "articles/le-port.md", "how": "added", "edited": False}]
        (undone,) = json.loads(self.run(content, "undo", "--json")).values()
        assert (undone["number"], undone["undone"]) == (2, 1)

    def test_a_shell_completes_the_numbers_with_what_each_did(self, content: Path) -> None:
        for number in range(11):
            changed(content, "articles/a.md", f"Le quai {number}.\n")
        undo = main.commands["undo"]
        context = Context(undo, info_name="undo", parent=Context(main))
        context.params["content"] = content
        (argument,) = (one for one in undo.params if one.name == "number")
        found = [(one.value, one.help) for one in argument.shell_complete(context, "1")]
        assert found == [("11", "–  import: 1 file"), ("10", "–  import: 1 file"), ("1", "–  import: 1 file")]
