"""`--keep-going`: articles that fail are left out and named, the others are a draft, the command fails."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology import judging, pipeline, storage, unchanged
from anthology.bindery.workers import in_process
from anthology.cache import Cache
from anthology.checks.asking import Answers, Check, Kind
from anthology.checks.case import Case
from anthology.cli import main
from anthology.errors import AnthologyError, ComposeError, ConfigError, LayoutError, SourceError, together
from anthology.left_out import blamed, without
from anthology.model import Article, Finding, Section, Severity
from anthology.pipeline import build
from anthology.watching import Watch
from click.testing import CliRunner
from tests.books import book as value_book

_SETTINGS = """[book]
title = "Un livre"
language = "fr"

[[part]]
title = "Une partie"
articles = ["bon", "crochets"]
"""
_HOSTILE = {
    "crochets.md": '+++\ntitle = "Des crochets"\n+++\nUn mot.\n\n' + "[ mot " * 4000,
    "marques.md": '+++\ntitle = "Des marques"\n+++\n' + "> " * 3000 + "mot",
    "sans-titre.md": "+++\nlangue = 3\n+++\nmot\n",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A book of two sound articles."""
    folder = tmp_path / "content"
    (folder / "articles").mkdir(parents=True)
    (folder / "anthology.toml").write_text(_SETTINGS.replace(', "crochets"', ""), encoding="utf-8")
    for name in ("bon", "autre"):
        text = f'+++\ntitle = "Un {name} titre"\n+++\nUn texte {name}, sans malice.\n'
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def mixed(content: Path) -> Path:
    """The same with three articles that cannot be read, one of them in a part."""
    (content / "anthology.toml").write_text(_SETTINGS, encoding="utf-8")
    for name, text in _HOSTILE.items():
        (content / "articles" / name).write_text(text, encoding="utf-8")
    return content


def places(content: Path) -> list[str]:
    return ["--content", str(content), "--output", str(content.parent / "output")]


class TestBuild:
    def test_the_others_are_built_as_a_draft_that_names_what_is_missing(self, mixed: Path) -> None:
        output = mixed.parent / "output"
        with pytest.raises(AnthologyError):
            build(mixed, output, only=("epub",))
        assert not (output / "book.epub").exists()
        built = build(mixed, output, only=("epub",), keep_going=True)
        assert {one.file for one in built.left_out} == {f"articles/{name}" for name in _HOSTILE}
        told = [one for one in built.findings if one.code == "article-left-out"]
        assert {one.file for one in told} == {f"articles/{name}" for name in _HOSTILE}
        assert {one.severity for one in told} == {Severity.ERROR}
        assert all(one.line for one in told)
        there = storage.published(output)
        assert all(one.draft for one in judging.origins(there).values())
        assert b"Des crochets" not in there["book.epub"]
        assert "crochets.md" in there["report/index.html"].decode()

    def test_a_book_without_faults_is_whole_and_no_draft(self, content: Path) -> None:
        output = content.parent / "output"
        built = build(content, output, only=("epub",), keep_going=True)
        assert built.left_out == ()
        assert not any(one.draft for one in judging.origins(storage.published(output)).values())

    def test_a_draft_without_an_article_is_older_than_the_whole_book(self, mixed: Path) -> None:
        output = mixed.parent / "output"
        build(mixed, output, only=("epub",), keep_going=True)
        partial = judging.origins(storage.published(output))["book.epub"]
        whole = build(mixed, output, only=("epub",), keep_going=True, draft=True)
        assert whole.left_out
        for name in _HOSTILE:
            (mixed / "articles" / name).write_text(
                f'+++\ntitle = "Titre {name}"\n+++\nUn texte.\n', encoding="utf-8"
            )
        build(mixed, output, only=("epub",), draft=True)
        assert judging.origins(storage.published(output))["book.epub"] != partial

    def test_what_is_of_no_article_stops_it_and_leaves_what_was_there(self, mixed: Path) -> None:
        output = mixed.parent / "output"
        build(mixed, output, only=("epub",), keep_going=True)
        before = (output / "book.epub").read_bytes()
        settings = (mixed / "anthology.toml").read_text(encoding="utf-8")
        (mixed / "anthology.toml").write_text(
            settings.replace('title = "Un livre"', 'title = "Un livre"\ncover = "photos/none.jpg"'),
            encoding="utf-8",
        )
        with pytest.raises(AnthologyError) as caught:
            build(mixed, output, only=("epub",), keep_going=True)
        failures = getattr(caught.value, "failures", (caught.value,))
        assert "photo-missing" in {one.code for one in failures}
        assert {one.file for one in failures} > {f"articles/{name}" for name in _HOSTILE}
        assert (output / "book.epub").read_bytes() == before

    def test_where_every_article_fails_there_is_no_book(self, mixed: Path) -> None:
        for name in ("bon", "autre"):
            (mixed / "articles" / f"{name}.md").write_text("+++\n+++\n", encoding="utf-8")
        with pytest.raises(AnthologyError) as caught:
            build(mixed, mixed.parent / "output", only=("epub",), keep_going=True)
        assert "no-articles" in str(caught.value)
        assert "crochets.md" in str(caught.value)


class TestCommand:
    def test_it_says_what_is_missing_and_fails_as_the_first_of_them(self, mixed: Path) -> None:
        arguments = [*places(mixed), "build", "--only", "epub", "--jobs", "1", "--keep-going", "--quiet"]
        for _ in range(2):  # it is not taken for done
            result = CliRunner().invoke(main, arguments, env={"LANGUAGE": "en"})
            assert result.exit_code == SourceError.exit_status
            assert "articles/crochets.md" in result.output
            assert "The book is a draft without what stands above" in result.output
        assert (mixed.parent / "output" / "book.epub").exists()
        french = CliRunner().invoke(main, arguments, env={"LANGUAGE": "fr"})
        assert "Le livre est un brouillon" in french.output

    def test_without_it_nothing_is_made(self, mixed: Path) -> None:
        result = CliRunner().invoke(main, [*places(mixed), "build", "--only", "epub", "--jobs", "1"])
        assert result.exit_code == SourceError.exit_status
        assert not (mixed.parent / "output" / "book.epub").exists()

    def test_a_watch_tells_both_the_book_and_what_is_missing(self, mixed: Path) -> None:
        stop = threading.Event()
        watch = Watch(
            mixed, mixed.parent / "output", Cache(), in_process(), lambda: 0.0,
            only=("epub",), keep_going=True, stop=stop,
        )  # fmt: skip
        done = next(watch.rounds())
        stop.set()
        assert done.built is not None
        assert isinstance(done.built, unchanged.Partly)
        assert done.error is not None
        assert "articles/crochets.md" in str(done.error)


ARTICLE = Article(
    slug="marche", file="articles/marche.md", title="T", language="fr", body="![a](photos/a%20b.jpg)"
)


@dataclass(frozen=True)
class Piece:
    """A section, as something that is asked about."""

    section: Section

    @property
    def name(self) -> str:
        return self.section.id

    @property
    def key(self) -> str:
        return self.section.id


def lost(piece: Piece) -> list[Finding]:
    told = Finding("pdf-words-lost", Severity.ERROR, "3 words are missing", file="book.pdf")
    return [told] if piece.name == "article-marche" else []


class TestBlame:
    def test_a_failure_of_an_article_a_photograph_or_a_section_is_that_articles(self) -> None:
        for failure in (
            LayoutError("setting-timeout", "too long", file="articles/marche.md"),
            SourceError("photo-damaged", "broken", file="photos/a b.jpg"),
            ComposeError("pdf-words-lost", "3 are missing", file="book.pdf", section="article-marche"),
        ):
            (found,) = blamed(failure, [ARTICLE])
            assert (found.file, found.error) == ("articles/marche.md", failure)

    def test_one_failure_that_is_nobodys_is_enough_to_stop(self) -> None:
        mine = LayoutError("setting-timeout", "too long", file="articles/marche.md")
        for other in (
            ConfigError("config-value", "wrong", file="anthology.toml"),
            SourceError("photo-damaged", "broken", file="photos/other.jpg"),
            ComposeError("pdf-words-lost", "“T”: words are missing", file="book.pdf"),
            ComposeError("pdf-words-lost", "“T”: words are missing", file="book.pdf", section="index"),
        ):
            assert blamed(together([mine, other]), [ARTICLE]) == ()

    def test_what_is_found_in_a_section_says_whose_it_is_until_it_stops_the_build(self) -> None:
        pieces = Kind("piece", lambda _: [Piece(one) for one in value_book().sections])
        check = Check("words", "why", ("pdf-words-lost",), lost, pieces)
        found = Answers(Case(), [check]).to(check)
        assert [one.section for one in found] == ["article-marche"]
        with pytest.raises(ComposeError) as caught:
            judging.stop_on_errors(found)
        assert [one.file for one in blamed(caught.value, [ARTICLE])] == ["articles/marche.md"]

    def test_no_part_lists_an_article_that_is_left_out(self, mixed: Path) -> None:
        settings = pipeline.load(mixed)
        assert without(settings, ["articles/crochets.md"]).part[0].articles == ("bon",)
        assert without(settings, []) is settings
