"""The content folder: what is there, in a stable order, and nothing through a link."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from anthology import folders, pages
from anthology.cache import Cache
from anthology.errors import AnthologyError, Several, SourceError
from anthology.model import Article
from anthology.review import Review

ARTICLE = '+++\ntitle = "T"\n+++\n\nTexte.\n'


def put(content: Path, file: str, text: str | bytes = ARTICLE) -> Path:
    path = content / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def failures(content: Path) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(AnthologyError) as caught:
        folders.articles(content, folders.ARTICLES, "fr")
    found = caught.value.failures if isinstance(caught.value, Several) else (caught.value,)
    assert all(isinstance(one, SourceError) for one in found)
    return [(one.code, one.file, one.line) for one in found]


class TestNames:
    def test_files_are_listed_by_name_whatever_their_folder_and_hidden_ones_are_not(
        self, tmp_path: Path
    ) -> None:
        for file in ("submissions/b.txt", "submissions/a/z.txt", "submissions/É.txt", "submissions/.DS_Store",
                     "submissions/.git/x", "other/c.txt"):  # fmt: skip
            put(tmp_path, file)
        assert folders.names(tmp_path, "submissions") == [
            "submissions/a/z.txt",
            "submissions/b.txt",
            "submissions/É.txt",
        ]
        assert folders.names(tmp_path, "nowhere") == []

    def test_a_folder_that_cannot_be_looked_into_is_named_and_not_passed_over(self, tmp_path: Path) -> None:
        """Its name is longer than the system takes: so it is refused to everybody, to root too."""
        (tmp_path / "articles").mkdir()
        place = os.open(tmp_path / "articles", os.O_RDONLY)
        for _ in range(21):
            os.mkdir("d" * 200, dir_fd=place)
            inside = os.open("d" * 200, os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = inside
        os.close(place)
        with pytest.raises(SourceError) as caught:
            folders.names(tmp_path, "articles")
        assert caught.value.code == "file-unreadable"
        assert caught.value.message.startswith("this folder cannot be read: ")
        assert str(caught.value.file).startswith("articles/ddd")

    def test_a_link_is_listed_so_that_it_is_refused_and_not_overlooked(self, tmp_path: Path) -> None:
        put(tmp_path, "elsewhere/secret.txt")
        (tmp_path / "submissions").mkdir()
        (tmp_path / "submissions/file.txt").symlink_to(tmp_path / "elsewhere/secret.txt")
        (tmp_path / "submissions/folder").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "submissions/loop").symlink_to(tmp_path / "submissions")
        listed = folders.names(tmp_path, "submissions")
        assert listed == ["submissions/file.txt", "submissions/folder", "submissions/loop"]
        for file in listed:
            with pytest.raises(SourceError, match="this is a link") as caught:
                folders.read_bytes(tmp_path / file, file)
            assert (caught.value.code, caught.value.file) == ("file-unreadable", file)

    @pytest.mark.parametrize("name", [b"a\nb.txt", b"a\x1b[31m.txt", b"caf\xe9.txt", b"\xff.txt"])
    def test_a_name_that_cannot_be_printed_is_an_error_and_not_a_surprise(
        self, tmp_path: Path, name: bytes
    ) -> None:
        (tmp_path / "submissions").mkdir()
        (Path(os.fsdecode(os.fsencode(tmp_path / "submissions") + b"/" + name))).write_bytes(b"x")
        with pytest.raises(SourceError) as caught:
            folders.names(tmp_path, "submissions")
        assert caught.value.code == "file-name"
        assert str(caught.value).isascii() or "→" in str(caught.value)
        str(caught.value).encode()

    def test_digests_are_those_of_the_bytes(self, tmp_path: Path) -> None:
        put(tmp_path, "photos/a.jpg", b"\x00\xff")
        assert folders.digests(tmp_path, "photos") == {
            "photos/a.jpg": hashlib.sha256(b"\x00\xff").hexdigest()
        }


class TestReading:
    def test_only_a_plain_file_is_read(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        for name, says in (("pipe", "plain file"), ("folder", "plain file"), ("nothing", "No such file")):
            with pytest.raises(SourceError, match=says):
                folders.read_bytes(tmp_path / name, name)

    def test_a_text_that_is_not_utf8_is_named_with_its_line(self, tmp_path: Path) -> None:
        put(tmp_path, "articles/a.md", "un\ndeux\ntrois é\n".encode("cp1252"))
        with pytest.raises(SourceError, match="byte 14") as caught:
            folders.text(tmp_path, "articles/a.md")
        assert (caught.value.code, caught.value.line) == ("file-encoding", 3)

    def test_a_text_that_is_not_there_is_none_but_a_dead_link_is_an_error(self, tmp_path: Path) -> None:
        assert folders.optional_text(tmp_path, "x.md") is None
        (tmp_path / "x.md").symlink_to("nowhere")
        with pytest.raises(SourceError, match="this is a link"):
            folders.optional_text(tmp_path, "x.md")

    def test_no_review_is_an_empty_one(self, tmp_path: Path) -> None:
        assert folders.review(tmp_path) == Review()


class TestArticles:
    def test_they_come_in_the_order_of_their_names_without_what_import_laid_beside_them(
        self, tmp_path: Path
    ) -> None:
        for name in ("b", "a", "a.incoming", "c"):
            put(tmp_path, f"articles/{name}.md")
        put(tmp_path, "articles/notes.txt", "x")
        found = folders.articles(tmp_path, folders.ARTICLES, "fr")
        assert [(one.slug, one.file) for one in found] == [
            ("a", "articles/a.md"), ("b", "articles/b.md"), ("c", "articles/c.md"),
        ]  # fmt: skip

    def test_two_articles_of_one_name_are_an_error_and_neither_is_lost(self, tmp_path: Path) -> None:
        put(tmp_path, "articles/a.md")
        put(tmp_path, "articles/2022/a.md")
        assert failures(tmp_path) == [("article-name-taken", "articles/a.md", None)]

    def test_all_broken_articles_are_told_at_once(self, tmp_path: Path) -> None:
        put(tmp_path, "articles/a.md", "Sans rien.\n")
        put(tmp_path, "articles/b.md")
        put(tmp_path, "articles/c.md", '+++\ntitle = 3\ntitel = "x"\n+++\n')
        put(tmp_path, "articles/d.md", b'+++\ntitle = "\xe9"\n+++\n')
        (tmp_path / "articles/e.md").symlink_to("b.md")
        assert failures(tmp_path) == [
            ("article-front-matter", "articles/a.md", 1),
            ("article-value", "articles/c.md", 2),
            ("article-unknown-key", "articles/c.md", 3),
            ("file-encoding", "articles/d.md", 2),
            ("file-unreadable", "articles/e.md", None),
        ]

    def test_what_is_kept_is_not_parsed_again_and_depends_on_bytes_name_and_language(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parsed: list[tuple[str, str]] = []
        real = pages.read_article

        def counted(text: str, file: str, *, slug: str, language: str) -> Article:
            parsed.append((file, language))
            return real(text, file, slug=slug, language=language)

        monkeypatch.setattr(pages, "read_article", counted)
        kept = tmp_path / "kept"

        def read(language: str = "fr") -> tuple[Article, ...]:
            parsed.clear()
            with Cache(kept) as cache:
                found = folders.articles(tmp_path, folders.ARTICLES, language, cache)
            told = list(parsed)
            assert found == folders.articles(tmp_path, folders.ARTICLES, language)
            parsed[:] = told
            return found

        put(tmp_path, "articles/a.md")
        put(tmp_path, "articles/b.md")
        read()
        assert parsed == [("articles/a.md", "fr"), ("articles/b.md", "fr")]
        read()
        assert parsed == []
        read("en")
        assert parsed == [("articles/a.md", "en"), ("articles/b.md", "en")]
        (tmp_path / "articles/b.md").rename(tmp_path / "articles/c.md")
        put(tmp_path, "articles/a.md", ARTICLE.replace("Texte", "Teste"))
        assert [one.slug for one in read()] == ["a", "c"]
        assert parsed == [("articles/a.md", "fr"), ("articles/c.md", "fr")]
