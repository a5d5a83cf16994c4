"""The files that commands read, known by their digests: what changes one, what does not, what has none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology import resources, sources
from anthology.sources import LISTED, TOOL, Sources

FILES = {
    "anthology.toml": "[book]",
    "review.toml": "",
    "articles/a.md": "a",
    "articles/b.md": "b",
    "pages/foreword.md": "p",
    "photos/x.jpg": "x",
    "submissions/a.txt": "s",
    ".import/ledger.json": "{}",
    ".import/a.md": "a",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The layouts and fonts of an installation that a test may change."""
    for name in ("layouts/shared/book.css", "layouts/classic/theme.toml", "fonts/a/a.otf"):
        path = tmp_path / "tool" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / "tool" / name)
    return tmp_path / "tool"


def read(content: Path) -> Sources:
    found = sources.read(content)
    assert found is not None
    return found


def changed(before: Sources, after: Sources) -> set[str]:
    """The parts whose digests differ."""
    return {name for name in {*before.parts, *after.parts} if before.parts.get(name) != after.parts.get(name)}


class TestDigest:
    def test_it_is_the_same_for_the_same_files_wherever_they_are(self, content: Path, tool: Path) -> None:
        before = read(content)
        content.rename(content.parent / "moved")
        assert read(content.parent / "moved").whole == before.whole

    def test_a_file_that_is_written_as_it_was_changes_nothing(self, content: Path, tool: Path) -> None:
        before = read(content)
        (content / "articles/a.md").write_text("a", encoding="utf-8")
        assert read(content).whole == before.whole

    @pytest.mark.parametrize("file", FILES)
    def test_every_file_counts(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (content / file).write_text("changed", encoding="utf-8")
        assert read(content).whole != before.whole
        assert changed(before, read(content)) == {file.partition("/")[0]}

    @pytest.mark.parametrize("file", FILES)
    def test_a_file_that_goes_counts(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (content / file).unlink()
        assert read(content).whole != before.whole
        assert changed(before, read(content)) == {file.partition("/")[0], LISTED}

    @pytest.mark.parametrize("file", ["articles/c.md", "photos/y.jpg", ".import/b.md", "articles/new/a.md"])
    def test_a_file_that_comes_counts(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (content / file).parent.mkdir(exist_ok=True)
        (content / file).write_text("", encoding="utf-8")
        assert read(content).whole != before.whole

    def test_a_new_name_counts(self, content: Path, tool: Path) -> None:
        before = read(content)
        (content / "articles/a.md").rename(content / "articles/c.md")
        assert read(content).whole != before.whole

    def test_two_files_that_change_places_count(self, content: Path, tool: Path) -> None:
        before = read(content)
        (content / "articles/a.md").write_text("b", encoding="utf-8")
        (content / "articles/b.md").write_text("a", encoding="utf-8")
        assert read(content).whole != before.whole

    def test_a_folder_counts(self, content: Path, tool: Path) -> None:
        before = read(content)
        (content / "review.toml").unlink()
        (content / "review.toml").mkdir()
        assert read(content).whole != before.whole

    @pytest.mark.parametrize(
        "file", ["layouts/shared/book.css", "layouts/classic/theme.toml", "fonts/a/a.otf"]
    )
    def test_every_layout_and_every_font_counts(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (tool / file).write_text("changed", encoding="utf-8")
        assert changed(before, read(content)) == {TOOL}
        (tool / file).unlink()
        assert changed(before, read(content)) == {TOOL, LISTED}

    @pytest.mark.parametrize("file", [".DS_Store", "articles/.a.md.swp", "articles/.git/a.md"])
    def test_what_no_command_reads_does_not_count(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (content / file).parent.mkdir(exist_ok=True)
        (content / file).write_text("x", encoding="utf-8")
        assert read(content) == before

    def test_a_folder_of_the_content_is_not_mixed_up_with_one_of_the_tool(
        self, content: Path, tool: Path
    ) -> None:
        before = read(content)
        (content / "fonts/a").mkdir(parents=True)
        (tool / "fonts/a/a.otf").rename(content / "fonts/a/a.otf")
        assert changed(before, read(content)) == {TOOL, LISTED, "fonts"}


def linked(file: str) -> Callable[[Path], object]:
    def link(content: Path) -> None:
        (content / file).rename(content.parent / "elsewhere")
        (content / file).symlink_to(content.parent / "elsewhere")

    return link


class TestUnknown:
    @pytest.mark.parametrize(
        "change",
        [
            linked("articles"),
            linked("articles/a.md"),
            linked("anthology.toml"),
            lambda content: (content / "dead").symlink_to("nowhere"),
            lambda content: os.mkfifo(content / "submissions/pipe"),
            lambda content: content.rename(content.parent / "gone"),
        ],
    )
    def test_sources_whose_change_might_not_be_seen_have_no_digest(
        self, content: Path, tool: Path, change: Callable[[Path], object]
    ) -> None:
        change(content)
        assert sources.read(content) is None

    def test_a_content_folder_that_is_a_link_itself_is_read(self, content: Path, tool: Path) -> None:
        (content.parent / "link").symlink_to(content)
        assert read(content.parent / "link") == read(content)


class TestUntouched:
    def test_they_are_while_nobody_writes(self, content: Path, tool: Path) -> None:
        assert sources.untouched(content, read(content))

    @pytest.mark.parametrize("place", ["content/articles/a.md", "tool/layouts/shared/book.css"])
    def test_a_file_that_is_written_as_it_was_is_touched(self, content: Path, tool: Path, place: str) -> None:
        before = read(content)
        path = content.parent / place
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
        assert read(content).whole == before.whole
        assert not sources.untouched(content, before)

    def test_a_file_whose_time_is_set_back_is_touched(self, content: Path, tool: Path) -> None:
        path = content / "articles/a.md"
        state = path.stat()
        before = read(content)
        path.write_text("z", encoding="utf-8")
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert path.stat().st_mtime_ns == state.st_mtime_ns
        # The stamp holds the time of change, too, which nobody can set; clocks of file systems tick slowly.
        assert read(content).whole != before.whole

    @pytest.mark.parametrize("file", ["articles/c.md", "photos/y.jpg"])
    def test_a_file_that_came_or_went_is_noticed(self, content: Path, tool: Path, file: str) -> None:
        before = read(content)
        (content / file).write_text("", encoding="utf-8")
        assert not sources.untouched(content, before)
        (content / file).unlink()
        (content / "articles/a.md").unlink()
        assert not sources.untouched(content, before)

    def test_sources_that_can_no_longer_be_read_are_touched(self, content: Path, tool: Path) -> None:
        before = read(content)
        content.rename(content.parent / "gone")
        assert not sources.untouched(content, before)
