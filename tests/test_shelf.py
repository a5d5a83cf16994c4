"""Many books below one folder: which they are, where each goes, and that one that fails stops no other."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from anthology import pipeline, shelf, storage, unchanged
from anthology.cache import Cache
from anthology.errors import ConfigError, LayoutError, Several, SourceError
from anthology.shelf import Volume


def put(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def book(folder: Path, text: str = "") -> Path:
    return put(folder / "content/anthology.toml", text).parent


class TestVolumes:
    def names(self, folder: Path) -> list[str]:
        return [one.name for one in shelf.volumes(folder)]

    def test_every_folder_with_settings_is_a_book_with_its_own_output(self, tmp_path: Path) -> None:
        for name in ("b", "a", "2022/c"):
            book(tmp_path / name)
        assert shelf.volumes(tmp_path) == tuple(
            Volume(name, tmp_path / name / "content", tmp_path / name / "output")
            for name in ("2022/c", "a", "b")
        )

    def test_the_folder_itself_may_be_a_book_or_hold_its_sources(self, tmp_path: Path) -> None:
        book(tmp_path / "a")
        assert shelf.volumes(tmp_path / "a") == (Volume(".", tmp_path / "a/content", tmp_path / "a/output"),)
        assert shelf.volumes(tmp_path / "a/content") == (
            Volume("a", tmp_path / "a/content", tmp_path / "a/output"),
        )

    def test_a_folder_of_another_name_may_hold_the_sources(self, tmp_path: Path) -> None:
        put(tmp_path / "a/texts/anthology.toml")
        assert shelf.volumes(tmp_path) == (Volume("a/texts", tmp_path / "a/texts", tmp_path / "a/output"),)

    def test_what_is_inside_a_book_or_hidden_is_none(self, tmp_path: Path) -> None:
        inside = book(tmp_path / "a")
        put(inside / "pages/content/anthology.toml")
        book(tmp_path / ".trash")
        assert self.names(tmp_path) == ["a"]

    def test_a_link_to_a_book_is_none(self, tmp_path: Path) -> None:
        book(tmp_path / "shelf/a")
        book(tmp_path / "b")
        (tmp_path / "shelf/b").symlink_to(tmp_path / "b")
        assert self.names(tmp_path / "shelf") == ["a"]

    def test_names_are_told_from_the_folder_that_was_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        book(tmp_path / "a")
        monkeypatch.chdir(tmp_path)
        assert self.names(Path()) == ["a"]
        assert self.names(Path("../") / tmp_path.name) == ["a"]

    def test_a_folder_without_books_is_an_error_that_says_what_a_book_is(self, tmp_path: Path) -> None:
        put(tmp_path / "a/articles/a.md")
        with pytest.raises(ConfigError) as caught:
            shelf.volumes(tmp_path)
        assert caught.value.code == "no-books"
        assert "content/anthology.toml" in caught.value.hint

    def test_books_that_would_share_an_output_folder_are_all_told(self, tmp_path: Path) -> None:
        for name in ("x/a", "x/b", "y/a", "y/b", "y/content", "z/a"):
            put(tmp_path / name / "anthology.toml")
        with pytest.raises(Several) as caught:
            shelf.volumes(tmp_path)
        assert [one.code for one in caught.value.failures] == ["output-shared"] * 2
        assert [one.message.partition(": ")[2] for one in caught.value.failures] == [
            "x/a, x/b",
            "y, y/a, y/b",
        ]

    @pytest.mark.skipif(os.geteuid() == 0, reason="an administrator can look everywhere")
    def test_a_folder_that_cannot_be_looked_into_is_told(self, tmp_path: Path) -> None:
        book(tmp_path / "a")
        (tmp_path / "b").mkdir(mode=0)
        with pytest.raises(SourceError):
            shelf.volumes(tmp_path)

    def test_a_folder_that_goes_meanwhile_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def scandir(path: object) -> object:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(os, "scandir", scandir)
        with pytest.raises(SourceError) as caught:
            shelf.volumes(tmp_path)
        assert caught.value.code == "file-unreadable"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The content folders that were built; settings that name an error stop the build by it."""
    built: list[Path] = []
    errors = {"layout": LayoutError("engine-failed", "no"), "fault": ZeroDivisionError("x")}

    def build(content: Path, output: Path, **wishes: Any) -> pipeline.Built:
        built.append(content)
        text = (content / "anthology.toml").read_text(encoding="utf-8")
        if text in errors:
            raise errors[text]
        with storage.locked(output):
            sums = storage.publish(output, {"book.pdf": text.encode()})
        return pipeline.Built((), {"book.pdf": f"{len(text)} B"}, {}, sums)

    monkeypatch.setattr(pipeline, "build", build)
    return built


def outcomes(folder: Path, opened: Callable[[Path], Cache] = unchanged.opened) -> list[shelf.Outcome]:
    return [shelf.build(one, opened) for one in shelf.volumes(folder)]


class TestBuild:
    def test_each_book_goes_into_its_own_folder(self, tmp_path: Path, steps: list[Path]) -> None:
        for name in ("a", "b"):
            book(tmp_path / name, name * 3)
        assert [one.built and one.built.figures for one in outcomes(tmp_path)] == [(("book.pdf", "3 B"),)] * 2
        for name in ("a", "b"):
            assert (tmp_path / name / "output/book.pdf").read_text(encoding="utf-8") == name * 3
            assert (tmp_path / name / ".cache").is_dir()

    def test_one_that_fails_does_not_stop_the_others(self, tmp_path: Path, steps: list[Path]) -> None:
        for name, text in (("a", "layout"), ("b", "fine"), ("c", "fault")):
            book(tmp_path / name, text)
        done = outcomes(tmp_path)
        assert [one.error and one.error.code for one in done] == ["engine-failed", None, "tool-failed"]
        assert [one.status for one in done] == [6, 0, 70]
        assert (tmp_path / "b/output/book.pdf").exists()

    def test_only_the_book_that_changed_is_built_again(self, tmp_path: Path, steps: list[Path]) -> None:
        for name in ("a", "b"):
            book(tmp_path / name, name)
        outcomes(tmp_path)
        put(tmp_path / "b/content/anthology.toml", "changed")
        assert [one.built and one.built.made for one in outcomes(tmp_path)] == [False, True]
        assert steps[2:] == [tmp_path / "b/content"]

    def test_two_books_of_the_same_sources_are_two_books(self, tmp_path: Path, steps: list[Path]) -> None:
        for name in ("a", "b"):
            book(tmp_path / name, "same")
        one = Cache(tmp_path)
        with one:
            done = outcomes(tmp_path, lambda content: nullcontext(one))  # type: ignore[arg-type, return-value]
        assert [each.built and each.built.made for each in done] == [True, True]
        assert (tmp_path / "b/output/book.pdf").read_text(encoding="utf-8") == "same"
