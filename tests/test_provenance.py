from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from anthology import pipeline
from anthology.model import Finding, Severity
from anthology.provenance import Origin, fingerprint, origins_text, read_noticed, read_origins
from tests import kept

CONTENT = Path(__file__).resolve().parent.parent / "content"


class TestFingerprint:
    def test_does_not_depend_on_the_order_of_the_sources(self) -> None:
        assert fingerprint({"a": "1", "b": "2"}, version="1") == fingerprint(
            {"b": "2", "a": "1"}, version="1"
        )

    @pytest.mark.parametrize(
        ("digests", "version"),
        [
            ({"a": "1", "b": "3"}, "1"),
            ({"a": "1"}, "1"),
            ({"a": "1", "c": "2"}, "1"),
            ({"a": "1", "b": "2"}, "2"),
        ],
    )
    def test_changes_with_a_source_a_name_or_the_version(self, digests: dict[str, str], version: str) -> None:
        assert fingerprint(digests, version=version) != fingerprint({"a": "1", "b": "2"}, version="1")


class TestOrigins:
    def test_come_back_as_they_were_written(self) -> None:
        origins = {"book.pdf": Origin("ab", draft=True), "book.epub": Origin("cd")}
        assert read_origins(origins_text(origins)) == origins

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"outputs": 3}', '{"outputs": {"a": 1}}', "null"])
    def test_of_a_damaged_file_are_unknown(self, text: str) -> None:
        assert read_origins(text) == {}


NOTICED = (
    Finding("line-loose", Severity.REMARK, "les espaces", "une autre phrase", page="7"),
    Finding("photo-coarse", Severity.WARNING, "trop petite", file="photos/é.jpg", line=3),
)


class TestWhatWasNoticed:
    def test_comes_back_for_the_same_sources_and_for_no_others(self) -> None:
        now = Origin("ab", draft=True)
        text = origins_text({"book.pdf": now}, NOTICED, now)
        assert read_origins(text) == {"book.pdf": now}
        assert read_noticed(text, now) == NOTICED
        assert read_noticed(text, Origin("ab")) == read_noticed(text, Origin("cd", draft=True)) == ()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "null",
            '{"noticed": 3}',
            '{"noticed": {"sources": "ab", "draft": false, "findings": [{}]}}',
        ],
    )
    def test_in_a_damaged_file_is_nothing(self, text: str) -> None:
        assert read_noticed(text, Origin("ab")) == ()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    settings = folder / "anthology.toml"
    settings.write_text(re.sub(r"formats = \[[^]]*\]", "", settings.read_text("utf-8")), "utf-8")
    return folder


def codes(content: Path, output: Path) -> list[tuple[str, str | None]]:
    return [(one.code, one.file) for one in pipeline.check(content, output) if one.severity != "remark"]


def add_a_word(content: Path) -> None:
    article = next(iter(sorted((content / "articles").glob("*.md"))))
    article.write_text(article.read_text("utf-8") + "\nUn paragraphe de plus.\n", "utf-8")


class TestOlderOutputs:
    def test_are_said_to_be_older_and_nothing_else_is_said_of_them(
        self, content: Path, tmp_path: Path
    ) -> None:
        pipeline.build(content, tmp_path / "output", cache=kept.results())
        assert codes(content, tmp_path / "output") == []
        add_a_word(content)
        assert codes(content, tmp_path / "output") == [
            ("output-older", "book.epub"),
            ("output-older", "book.pdf"),
        ]

    def test_stay_in_the_set_and_are_marked_when_only_another_is_made(
        self, content: Path, tmp_path: Path
    ) -> None:
        pipeline.build(content, tmp_path / "output", cache=kept.results())
        before = (tmp_path / "output" / "book.epub").read_bytes()
        add_a_word(content)
        built = pipeline.build(content, tmp_path / "output", cache=kept.results(), only=("pdf",))
        assert ("output-older", "book.epub") in [(one.code, one.file) for one in built.findings]
        assert (tmp_path / "output" / "book.epub").read_bytes() == before
        assert codes(content, tmp_path / "output") == [("output-older", "book.epub")]

    def test_are_not_drafts_that_are_checked_as_such(self, content: Path, tmp_path: Path) -> None:
        pipeline.build(content, tmp_path / "output", cache=kept.results(), draft=True)
        assert codes(content, tmp_path / "output") == []


def test_a_book_says_what_it_was_made_of_and_with() -> None:
    text = origins_text({}, made_with={"WeasyPrint": "70.0"}, inputs={"b.md": "2" * 64, "a.md": "1" * 64})
    told = json.loads(text)
    assert list(told["inputs"]) == ["a.md", "b.md"]
    assert told["made_with"] == {"WeasyPrint": "70.0"}
    assert read_origins(text) == {}
