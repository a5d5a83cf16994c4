"""What an import keeps: it says and writes what an import says and writes that keeps nothing."""

from __future__ import annotations

import fcntl
import mmap
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from anthology import config, folders, importing, readers, rules
from anthology.cache import Cache
from anthology.errors import AnthologyError, WriteError
from anthology.importing import Imported, understanding
from anthology.importing.answered import looked_at
from anthology.recognise import articles as recognised_articles
from anthology.recognise import sheets
from tests.importing.corpus import content_of

SIZE = 7
CHANGED = "s0002.txt"
"""A submission with a teaser, a title to decide and a rule to accept."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class's content, imported; the cache of that import beside it."""
    content = content_of(SIZE, tmp_path_factory.mktemp("class") / "content")
    imported(content)
    return content


@pytest.fixture
def content(before: Path, tmp_path: Path) -> Path:
    shutil.copytree(before.parent, tmp_path / "class")
    return tmp_path / "class" / before.name


def imported(content: Path, *, salt: str = "s", dry_run: bool = False) -> Imported:
    """An import as a new process makes it: nothing in memory, and what was kept beside the content."""
    with Cache(content.parent / ".cache", salt=salt) as cache:
        return importing.imported(content, config.load(content), dry_run=dry_run, cache=cache)


def said(one: Imported) -> dict[str, Any]:
    """All that an import says; of what it does to an article, its name and its state."""
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    return {**values, "outcomes": [(each.slug, each.state) for each in one.outcomes]}


def tree(content: Path) -> dict[str, bytes]:
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in content.rglob("*")
        if path.is_file()
    }


class Counts:
    """How often the work of an import was done, by this process and by the children that read for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        work = (
            (understanding, "understood"),
            (readers, "read"),
            (sheets, "survey_of"),
            (recognised_articles, "outline_of"),
            (rules, "plain"),
            (rules, "edits"),
            (rules, "proposals"),
        )
        self._names = [name for _, name in work]
        # Memory that is one with that of every process forked from here on.
        self._numbers = memoryview(mmap.mmap(-1, 8 * len(work))).cast("Q")
        for module, name in work:
            monkeypatch.setattr(module, name, self.counted(name, getattr(module, name)))

    @property
    def calls(self) -> dict[str, int]:
        return dict(zip(self._names, self._numbers, strict=True))

    def start_again(self) -> None:
        for place in range(len(self._names)):
            self._numbers[place] = 0

    def counted(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        place = self._names.index(name)

        def counting(*args: Any, **options: Any) -> Any:
            self._numbers[place] += 1
            return work(*args, **options)

        return counting


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    return Counts(monkeypatch)


def article_of(content: Path, submission: str) -> Path:
    named = f'"submissions/{submission}"'
    return next(path for path in sorted((content / "articles").iterdir()) if named in path.read_text("utf-8"))


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# --- what may change between two imports -------------------------------------------------------------


def a_word_of_a_submission(content: Path) -> None:
    replaced(content / "submissions" / CHANGED, " les ", " quelques ")


def a_white_space_of_a_submission(content: Path) -> None:
    path = content / "submissions" / CHANGED
    path.write_bytes(path.read_bytes() + b"\n")


def a_new_submission(content: Path) -> None:
    (content / "submissions" / "z.txt").write_text(
        "Un mot\n\nLe chat dort ... ici.\n\nPar Ada Roy\n", "utf-8"
    )


def a_submission_under_another_name(content: Path) -> None:
    (content / "submissions" / CHANGED).rename(content / "submissions" / "t.txt")


def a_submission_taken_away(content: Path) -> None:
    (content / "submissions" / CHANGED).unlink()


def a_copy_of_a_submission(content: Path) -> None:
    shutil.copy(content / "submissions" / CHANGED, content / "submissions" / "copy.txt")


def a_credited_person_met_in_another_submission(content: Path) -> None:
    path = content / "submissions" / "z.txt"
    path.write_text("Groupe 9 – Élise Artigau, Tom Passicot, Marine Calone\n\nLe chat dort ici.\n", "utf-8")


def an_answer(content: Path) -> None:
    replaced(content / "review.toml", 'decision = ""', 'decision = "accept"')


def an_answer_to_a_teaser(content: Path) -> None:
    _, kind, rest = (content / "review.toml").read_text("utf-8").partition('kind = "teaser"')
    assert kind
    head = (content / "review.toml").read_text("utf-8")[: -len(rest)]
    (content / "review.toml").write_text(
        head + rest.replace('decision = ""', 'decision = "reject"', 1), "utf-8"
    )


def an_answer_to_a_title(content: Path) -> None:
    head, kind, rest = (content / "review.toml").read_text("utf-8").partition('kind = "title"')
    answered = rest.replace('decision = ""', 'decision = "Un titre à moi"', 1)
    (content / "review.toml").write_text(head + kind + answered, "utf-8")


def an_answer_in_white_space(content: Path) -> None:
    replaced(content / "review.toml", 'decision = ""', 'decision = "" # later')


def a_lost_review(content: Path) -> None:
    (content / "review.toml").unlink()


def an_article_of_the_editor(content: Path) -> None:
    replaced(article_of(content, CHANGED), "\n+++\n", "\n+++\nPar mes soins.\n\n")


def an_article_renamed(content: Path) -> None:
    article_of(content, CHANGED).rename(content / "articles" / "autre-nom.md")


def an_article_taken_away(content: Path) -> None:
    article_of(content, CHANGED).unlink()


def an_article_and_its_submission(content: Path) -> None:
    """Both change the same lines: a conflict."""
    path = article_of(content, CHANGED)
    replaced(path, " les ", " mes ")
    replaced(content / "submissions" / CHANGED, " les ", " quelques ")


def a_base_taken_away(content: Path) -> None:
    (content / ".import" / article_of(content, CHANGED).name).unlink()


def a_base_damaged(content: Path) -> None:
    (content / ".import" / article_of(content, CHANGED).name).write_text("rien", "utf-8")


def a_ledger_damaged(content: Path) -> None:
    (content / ".import" / "ledger.json").write_text("{}", "utf-8")


def a_ledger_taken_away(content: Path) -> None:
    (content / ".import" / "ledger.json").unlink()


def an_incoming_file_left_over(content: Path) -> None:
    article = article_of(content, CHANGED)
    article.with_name(f"{article.stem}{folders.INCOMING}").write_text("rien", "utf-8")


def a_rule_switched_off(content: Path) -> None:
    path = content / "anthology.toml"
    off = next(
        rule.id for rule in rules.RULES if rule.id in (content / ".import/ledger.json").read_text("utf-8")
    )
    path.write_text(path.read_text("utf-8") + f'[rules]\noff = ["{off}"]\n', "utf-8")


def a_rule_switched_on(content: Path) -> None:
    on = next(rule.id for rule in rules.RULES if not rule.on)
    path = content / "anthology.toml"
    path.write_text(path.read_text("utf-8") + f'[rules]\non = ["{on}"]\n', "utf-8")


def another_school(content: Path) -> None:
    replaced(content / "anthology.toml", "ISCPA Toulouse", "École du Port")


def another_language(content: Path) -> None:
    replaced(content / "anthology.toml", 'language = "fr"', 'language = "en"')


def a_part_with_a_cohort(content: Path) -> None:
    slug = article_of(content, "s0000.txt").stem
    path = content / "anthology.toml"
    part = f'[[part]]\ntitle = "P"\ncohort = "2022"\narticles = ["{slug}"]\n'
    path.write_text(path.read_text("utf-8") + part, "utf-8")


SEEN = [
    a_word_of_a_submission, a_white_space_of_a_submission, a_new_submission, a_submission_under_another_name,
    a_submission_taken_away, a_copy_of_a_submission, a_credited_person_met_in_another_submission, an_answer,
    an_answer_to_a_teaser, an_answer_to_a_title, an_answer_in_white_space, a_lost_review,
    an_article_of_the_editor, an_article_renamed, an_article_taken_away, an_article_and_its_submission,
    a_base_taken_away, a_base_damaged, a_ledger_damaged, a_ledger_taken_away, an_incoming_file_left_over,
    a_rule_switched_off, a_rule_switched_on, another_school, another_language, a_part_with_a_cohort,
]  # fmt: skip


@pytest.fixture(params=SEEN, ids=lambda change: change.__name__)
def change(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    wanted: Callable[[Path], None] = request.param
    return wanted


class TestKept:
    def test_an_import_after_a_change_says_and_writes_what_one_does_that_keeps_nothing(
        self, content: Path, tmp_path: Path, change: Callable[[Path], None], counts: Counts
    ) -> None:
        change(content)
        other = tmp_path / "other" / "content"
        shutil.copytree(content, other)
        plain = importing.imported(other, config.load(other))
        counts.start_again()
        found = imported(content)
        assert counts.calls["understood"] > 0
        assert said(found) == said(plain)
        assert tree(content) == tree(other)

    def test_the_import_after_it_has_nothing_to_do_and_says_what_a_plain_one_says(
        self, content: Path, change: Callable[[Path], None], counts: Counts
    ) -> None:
        change(content)
        imported(content)
        plain = importing.imported(content, config.load(content))
        counts.start_again()
        found = imported(content)
        assert counts.calls["understood"] == 0
        assert found.changes == ()
        assert said(found) == said(plain)
        assert found.ledger == plain.ledger

    def test_a_file_that_cannot_be_read_is_told_whatever_was_kept(self, content: Path) -> None:
        (content / "submissions" / CHANGED).write_bytes(b"\x00")
        for _ in range(2):
            with pytest.raises(AnthologyError, match="not-text"):
                imported(content)

    def test_a_link_is_refused_whatever_was_kept(self, content: Path, tmp_path: Path) -> None:
        path = content / "submissions" / CHANGED
        path.rename(tmp_path / CHANGED)
        path.symlink_to(tmp_path / CHANGED)
        with pytest.raises(AnthologyError, match="file-unreadable"):
            imported(content)

    def test_another_tool_or_a_damaged_cache_keeps_nothing_of_use(
        self, content: Path, counts: Counts
    ) -> None:
        expected = said(imported(content))
        assert counts.calls["understood"] == 0
        assert said(imported(content, salt="another tool")) == expected
        assert counts.calls["understood"] == 1
        assert counts.calls["read"] == SIZE
        for path in (content.parent / ".cache").iterdir():
            path.write_bytes(path.read_bytes()[:100])
        assert said(imported(content)) == expected
        assert counts.calls["understood"] == 2


class TestWork:
    def test_nothing_is_done_where_nothing_changed(self, content: Path, counts: Counts) -> None:
        imported(content)
        assert set(counts.calls.values()) == {0}

    def test_of_a_submission_that_changed_only_the_paragraph_that_changed_is_cleaned(
        self, content: Path, counts: Counts
    ) -> None:
        a_word_of_a_submission(content)
        imported(content)
        assert counts.calls["read"] == counts.calls["survey_of"] == 1
        assert 1 <= counts.calls["outline_of"] <= 3
        assert 1 <= counts.calls["plain"] <= 2
        assert counts.calls["edits"] <= 3 * counts.calls["plain"] + 1
        assert counts.calls["proposals"] <= 1

    def test_an_answer_is_read_with_the_submission_it_is_about_and_no_other(
        self, content: Path, counts: Counts
    ) -> None:
        an_answer_to_a_title(content)
        imported(content)
        assert counts.calls["read"] == counts.calls["survey_of"] == 0
        assert 1 <= counts.calls["outline_of"] <= 3

    def test_an_article_of_the_editor_is_merged_without_looking_at_a_submission(
        self, content: Path, counts: Counts
    ) -> None:
        an_article_of_the_editor(content)
        imported(content)
        assert {name: number for name, number in counts.calls.items() if number} == {"understood": 1}

    def test_a_person_met_elsewhere_is_told_to_the_submissions_that_name_them(
        self, content: Path, counts: Counts
    ) -> None:
        a_new_submission(content)
        imported(content)
        assert counts.calls["read"] == counts.calls["survey_of"] == 1
        assert counts.calls["outline_of"] < SIZE

    def test_without_a_cache_everything_is_done(self, content: Path, counts: Counts) -> None:
        importing.imported(content, config.load(content))
        assert counts.calls["read"] == counts.calls["survey_of"] == SIZE

    def test_in_one_process_the_second_import_does_nothing(self, content: Path, counts: Counts) -> None:
        cache = Cache()
        importing.imported(content, config.load(content), cache=cache)
        done = counts.calls
        assert done["read"] == SIZE
        cache.turn()
        importing.imported(content, config.load(content), cache=cache)
        assert counts.calls == done


class TestFingerprint:
    def test_each_input_changes_it(self, content: Path, change: Callable[[Path], None]) -> None:
        one = looked_at(content, config.load(content))
        assert one == looked_at(content, config.load(content))
        change(content)
        assert looked_at(content, config.load(content)) != one

    def test_hidden_files_and_other_folders_do_not(self, content: Path) -> None:
        one = looked_at(content, config.load(content))
        (content / "submissions" / ".DS_Store").write_bytes(b"x")
        (content / "pages").mkdir()
        (content / "pages" / "a.md").write_bytes(b"x")
        assert looked_at(content, config.load(content)) == one

    def test_there_is_none_where_something_is_no_file_or_nothing_was_imported(
        self, content: Path, tmp_path: Path
    ) -> None:
        settings = config.load(content)
        (content / "articles" / "x.md").symlink_to(tmp_path)
        assert looked_at(content, settings) is None
        (content / "articles" / "x.md").unlink()
        (content / ".import" / "ledger.json").unlink()
        assert looked_at(content, settings) is None

    def test_what_changed_while_it_was_read_is_not_kept(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An editor saves while the import works: what was understood is not what was looked at."""
        a_white_space_of_a_submission(content)
        imported(content)
        a_lost_review(content)
        imported(content)
        work = understanding.understood

        def disturbed(*args: Any, **more: Any) -> Imported:
            found = work(*args, **more)
            an_article_of_the_editor(content)
            return found

        monkeypatch.setattr(understanding, "understood", disturbed)
        kept = imported(content, salt="new")
        monkeypatch.setattr(understanding, "understood", work)
        assert kept.changes == ()
        states = {each.state for each in imported(content, salt="new").outcomes}
        assert states == {"unchanged", "kept"}


class TestDryRun:
    def test_it_writes_nothing_and_says_the_same(self, content: Path) -> None:
        a_word_of_a_submission(content)
        old = tree(content)
        dry = imported(content, dry_run=True)
        assert tree(content) == old
        assert said(dry) == said(imported(content))
        assert tree(content) != old


class TestAlone:
    @pytest.fixture
    def held(self, content: Path) -> Iterator[Path]:
        path = content / ".import" / ".lock"
        with path.open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            yield content

    def test_a_second_import_stops_and_writes_nothing(self, held: Path) -> None:
        a_word_of_a_submission(held)
        old = tree(held)
        with pytest.raises(WriteError, match="import-locked"):
            imported(held)
        assert tree(held) == old

    def test_a_dry_run_may_look_meanwhile(self, held: Path) -> None:
        assert imported(held, dry_run=True).outcomes

    def test_nothing_is_left_behind_and_a_file_that_a_killed_import_left_stops_nobody(
        self, content: Path
    ) -> None:
        (content / ".import" / ".lock").write_bytes(b"")
        imported(content)
        assert not (content / ".import" / ".lock").exists()

    def test_a_failure_lets_go_of_it(self, content: Path) -> None:
        (content / "submissions" / CHANGED).write_bytes(b"\x00")
        with pytest.raises(AnthologyError):
            imported(content)
        assert not (content / ".import" / ".lock").exists()

    def test_a_folder_that_cannot_be_written_is_told(self, content: Path) -> None:
        shutil.rmtree(content / ".import")
        (content / ".import").write_bytes(b"in the way")
        with pytest.raises(WriteError, match="cannot-write"):
            imported(content)
