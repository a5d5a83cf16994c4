"""A working folder: what is laid down, what is never overwritten, and that it builds, checkout or wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from anthology import config, folders, pipeline, storage
from anthology.beginning import begin
from anthology.errors import ComposeError, ConfigError, WriteError
from anthology.markup import read_body
from anthology.model import Article, Severity
from tests import kept

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, links not followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def own_articles(content: Path, language: str) -> Iterator[Article]:
    for folder in (folders.ARTICLES, folders.PAGES):
        yield from folders.articles(content, folder, language)


class TestWhatIsLaidDown:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_names_returned_are_the_files_there(self, tmp_path: Path, language: str) -> None:
        assert sorted(begin(tmp_path / "book", language=language)) == sorted(tree(tmp_path / "book"))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_there_is_one_of_each_thing_a_book_is_made_of(self, tmp_path: Path, language: str) -> None:
        names = begin(tmp_path, language=language)
        for pattern in (
            r"Makefile",
            r"\.gitignore",
            r"content/anthology\.toml",
            r"content/submissions/[\w-]+\.txt",
            r"content/articles/[\w-]+\.md",
            r"content/pages/foreword\.md",
            r"content/photos/.*",
        ):
            assert len([name for name in names if re.fullmatch(pattern, name)]) == 1, pattern

    def test_the_same_call_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            begin(tmp_path / name, title="Voix", language="fr")
        assert tree(tmp_path / "one") == tree(tmp_path / "two")

    def test_the_languages_offer_the_same_kinds_of_files(self, tmp_path: Path) -> None:
        kinds = [
            [Path(name).parent / Path(name).suffix for name in begin(tmp_path / language, language=language)]
            for language in LANGUAGES
        ]
        assert kinds[0] == kinds[1]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_target_of_the_makefile_says_what_it_does(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        targets = re.findall(
            r"^([a-z]+):(?!=)(.*)$", (tmp_path / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
        )
        assert [name for name, _ in targets] == ["all", "import", "build", "check", "clean", "help"]
        assert [name for name, rest in targets if not re.search(r"## \S", rest)] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_make_imports_builds_and_checks_with_the_command_that_is_named(
        self, tmp_path: Path, language: str
    ) -> None:
        begin(tmp_path, language=language)
        done = subprocess.run(
            ["make", "ANTHOLOGY=echo ran"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        ran = [line for line in done.stdout.splitlines() if line.startswith("ran")]
        assert ran == ["ran import", "ran build", "ran check"]

    def test_make_finds_the_command_of_the_environment_beside_it_first(self, tmp_path: Path) -> None:
        begin(tmp_path, language="en")
        command = tmp_path / ".venv" / "bin" / "anthology"
        command.parent.mkdir(parents=True)
        command.write_text("#!/bin/sh\necho beside $1\n")
        command.chmod(0o755)
        # Under `make test` this is a make inside a make, which would speak of folders and of its own flags.
        outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        done = subprocess.run(
            ["make", "build"], cwd=tmp_path, env=outside, capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "beside build"


class TestTheArticleWrittenByHand:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_read_and_shows_each_thing_an_article_can_hold(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        (article,) = folders.articles(tmp_path / "content", folders.ARTICLES, language)
        body = read_body(article)
        assert body.findings == ()
        assert article.language == language
        assert article.source is None
        assert article.standfirst
        assert article.group is not None
        assert {one.role for one in article.authors} == {"author", "interviewer"}
        assert [len(photo.credit) for photo in article.photos] == [1]
        classes = {str(element.get("class")) for element in body.root.iter() if element.get("class")}
        assert classes == {"question", "answer", "pull-quote", "note"}
        assert len({element.get("speaker") for element in body.root.iter("p")} - {None}) == 2

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_title_and_its_pull_quote_say_what_the_text_says(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        (article,) = folders.articles(tmp_path / "content", folders.ARTICLES, language)
        (pulled,) = read_body(article).root.iter("blockquote")
        assert "".join(str(text) for text in pulled.itertext()).strip() in article.title

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_front_matter_teaches_in_comments(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        (file,) = (tmp_path / "content" / "articles").iterdir()
        head = file.read_text(encoding="utf-8").split("\n+++\n")[0]
        comments = [line for line in head.splitlines() if line.startswith("#")]
        assert len(comments) > 8
        # The example that is commented out is right too.
        example = next(line.removeprefix("# ") for line in comments if line.startswith("# { file"))
        assert set(tomllib.loads(f"photos = [{example}]")["photos"][0]) == {
            "file",
            "caption",
            "alt",
            "credit",
        }

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_written_by_hand_is_plain_and_holds_no_blank_that_cannot_be_typed(
        self, tmp_path: Path, language: str
    ) -> None:
        begin(tmp_path, language=language)
        text = "".join(data.decode() for data in tree(tmp_path).values())
        assert re.findall("[\u00a0\u202f\u2009\u00ad]| +$", text, re.MULTILINE) == []


class TestTheSettings:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_they_load_with_the_starters_own_title(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        book = config.load(tmp_path / "content").book
        assert book.language == language
        assert book.title in {"Notre anthologie", "Our anthology"}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_is_commented_out_is_right_too(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        text = (tmp_path / "content" / "anthology.toml").read_text(encoding="utf-8")
        open_ = re.sub(r"^# (?=\[|[\w]+ += )", "", text, flags=re.MULTILINE)
        loaded = config.parse(tomllib.loads(open_))
        assert loaded.book.classes.keys() == {"J1"}
        assert loaded.book.editors
        assert loaded.book.openings == "next"
        listed = [slug for part in loaded.part for slug in part.articles]
        assert [(tmp_path / "content" / "articles" / f"{slug}.md").is_file() for slug in listed] == [True]

    @pytest.mark.parametrize(
        "title",
        [
            "L’été d’Ève",
            'The "best" of us',
            "C:\\new\\table",
            "'''",
            '"""',
            "]\n[book]\ntitle = 'x'",
            "# not a comment",
            "{{ title }} ${HOME} %s",
            "\u202etitle",
            "📚",
        ],
    )
    def test_any_title_is_kept_to_the_letter_on_one_line(self, tmp_path: Path, title: str) -> None:
        begin(tmp_path, title=title, language="en")
        loaded = config.load(tmp_path / "content")
        assert loaded.book.title == " ".join(title.split())
        begin(tmp_path / "plain", language="en")
        assert loaded.model_dump(exclude={"book": {"title"}}) == config.load(
            tmp_path / "plain" / "content"
        ).model_dump(exclude={"book": {"title"}})
        assert "# subtitle" in (tmp_path / "content" / "anthology.toml").read_text(encoding="utf-8")

    @pytest.mark.parametrize("title", ["", "   ", "\n"])
    def test_an_empty_title_is_the_starters_own(self, tmp_path: Path, title: str) -> None:
        begin(tmp_path, title=title, language="en")
        assert config.load(tmp_path / "content").book.title == "Our anthology"

    @pytest.mark.parametrize("title", ["a\x00b", "a\x1bb", "a\x7fb", "a\udcffb", "a\uffffb"])
    def test_a_title_that_is_not_text_is_refused_and_nothing_is_written(
        self, tmp_path: Path, title: str
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            begin(tmp_path / "book", title=title, language="en")
        assert caught.value.code == "title-not-text"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("language", "starter"), [("fr-CA", "Notre"), ("en-GB", "Our"), ("oc", "Our")])
    def test_a_language_without_a_starter_takes_the_nearest(
        self, tmp_path: Path, language: str, starter: str
    ) -> None:
        begin(tmp_path, language=language)
        book = config.load(tmp_path / "content").book
        assert book.language == language
        assert book.title.startswith(starter)

    @pytest.mark.parametrize("language", ["French", "../fr", "fr\n", 'fr"', "f"])
    def test_a_language_that_is_none_is_refused_and_nothing_is_written(
        self, tmp_path: Path, language: str
    ) -> None:
        with pytest.raises(ConfigError) as caught:
            begin(tmp_path / "book", language=language)
        assert caught.value.code == "config-value"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("locale", "language"),
        [
            ({"LANG": "fr_FR.UTF-8"}, "fr"),
            ({"LANG": "fr_CH"}, "fr"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "C.UTF-8"}, "en"),
            ({}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_BE.UTF-8"}, "fr"),
            ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ],
    )
    def test_without_a_language_the_locale_decides(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: Mapping[str, str], language: str
    ) -> None:
        for name in LOCALES:
            monkeypatch.delenv(name, raising=False)
        for name, value in locale.items():
            monkeypatch.setenv(name, value)
        begin(tmp_path)
        assert config.load(tmp_path / "content").book.language == language


class TestWhatIsThereAlready:
    def refused(self, folder: Path) -> WriteError:
        with pytest.raises(WriteError) as caught:
            begin(folder, language="en")
        assert caught.value.code == "folder-not-empty"
        assert caught.value.exit_status == 7
        return caught.value

    def test_a_file_in_the_way_is_named_and_nothing_is_written(self, tmp_path: Path) -> None:
        (tmp_path / "content").mkdir()
        (tmp_path / "content" / "anthology.toml").write_text("mine")
        before = tree(tmp_path)
        assert "content/anthology.toml" in self.refused(tmp_path).message
        assert tree(tmp_path) == before

    def test_every_file_in_the_way_is_named_at_once(self, tmp_path: Path) -> None:
        for name in ("Makefile", ".gitignore"):
            (tmp_path / name).write_text("mine")
        message = self.refused(tmp_path).message
        assert ".gitignore" in message
        assert "Makefile" in message

    def test_a_file_where_a_folder_should_be_is_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "content").write_text("mine")
        self.refused(tmp_path)
        assert tree(tmp_path) == {"content": b"mine"}

    def test_a_file_where_the_whole_should_be_is_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "book").write_text("mine")
        self.refused(tmp_path / "book")
        assert tree(tmp_path) == {"book": b"mine"}

    def test_a_folder_where_a_file_should_be_is_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "Makefile").mkdir()
        self.refused(tmp_path)
        assert tree(tmp_path) == {}

    @pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
    def test_a_link_is_in_the_way_even_one_that_leads_nowhere(self, tmp_path: Path, target: str) -> None:
        (tmp_path / "elsewhere").write_text("mine")
        (tmp_path / "book").mkdir()
        (tmp_path / "book" / "Makefile").symlink_to(tmp_path / target)
        self.refused(tmp_path / "book")
        assert (tmp_path / "elsewhere").read_text() == "mine"
        assert not (tmp_path / "nowhere").exists()

    def test_files_that_are_not_in_the_way_stay(self, tmp_path: Path) -> None:
        (tmp_path / "content" / "submissions").mkdir(parents=True)
        (tmp_path / "content" / "submissions" / "ours.txt").write_text("ours")
        (tmp_path / "notes").write_text("mine")
        begin(tmp_path, language="en")
        assert (tmp_path / "content" / "submissions" / "ours.txt").read_text() == "ours"
        assert (tmp_path / "notes").read_text() == "mine"

    def test_a_second_time_nothing_is_written(self, tmp_path: Path) -> None:
        begin(tmp_path, title="Voix", language="fr")
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        assert begin(tmp_path, title="Voix", language="fr") == ()
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before

    def test_a_second_time_with_another_title_is_refused(self, tmp_path: Path) -> None:
        begin(tmp_path, title="Voix", language="en")
        before = tree(tmp_path)
        self.refused(tmp_path)
        assert tree(tmp_path) == before

    def test_what_is_missing_is_put_back(self, tmp_path: Path) -> None:
        begin(tmp_path, language="en")
        before = tree(tmp_path)
        (tmp_path / "Makefile").unlink()
        assert begin(tmp_path, language="en") == ("Makefile",)
        assert tree(tmp_path) == before

    def test_what_fails_half_way_leaves_nothing_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "notes").write_text("mine")
        write_file = storage.write_file

        def until_the_disk_is_full(path: Path, data: bytes) -> None:
            if path.name == "foreword.md":
                raise WriteError("cannot-write", "no space left on the disk")
            write_file(path, data)

        monkeypatch.setattr(storage, "write_file", until_the_disk_is_full)
        with pytest.raises(WriteError) as caught:
            begin(tmp_path, language="en")
        assert caught.value.code == "cannot-write"
        assert [path.name for path in tmp_path.rglob("*")] == ["notes"]

    def test_a_place_that_cannot_be_written_is_named_and_stays(self, tmp_path: Path) -> None:
        (tmp_path / "letter").write_text("mine")
        with pytest.raises(WriteError) as caught:
            begin(tmp_path / "letter" / "book", language="en")
        assert caught.value.code == "cannot-write"
        assert tree(tmp_path) == {"letter": b"mine"}


class TestTheBookOfTheFolder:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_imports_builds_and_checks_cleanly(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        content, output = tmp_path / "content", tmp_path / "output"
        imported = pipeline.import_submissions(content)
        assert [one.state for one in imported.outcomes] == ["new"]
        # The example came without a title, so that a new folder shows one open question.
        assert [one.kind for one in imported.decisions] == ["title"]
        built = pipeline.build(content, output, cache=kept.results())
        own = {"book.epub", "book.pdf", "booklet.pdf", "cover.pdf", "press.pdf"}
        articles = {f"offprints/{one.stem}.pdf" for one in (content / "articles").glob("*.md")}
        assert set(built.outputs) == own | articles
        findings = [*built.findings, *pipeline.check(content, output)]
        serious = [one for one in findings if one.severity is not Severity.REMARK]
        assert {one.code for one in serious} <= {"decision-open", "title-proposed"}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_the_example_credits_is_in_its_article(self, tmp_path: Path, language: str) -> None:
        begin(tmp_path, language=language)
        content = tmp_path / "content"
        pipeline.import_submissions(content)
        (article,) = (one for one in own_articles(content, language) if one.source)
        assert [one.person.inverted for one in article.authors] == [
            "Perrin, Jules",
            "Arnaud, Camille",
            {"fr": "Robin, Noé", "en": "Robin, Noah"}[language],
        ]
        assert [who.family for photo in article.photos for who in photo.credit] == ["Causse"]
        assert article.group is not None
        assert article.group.number == "1"
        kinds = [str(block.get("class")) for block in read_body(article).root]
        assert kinds.count("question") == kinds.count("answer") == 3

    def test_a_hostile_title_builds_too(self, tmp_path: Path) -> None:
        begin(tmp_path, title="</title><script>\"\\' {{ 7 * 7 }} & ]]>", language="en")
        built = pipeline.build(tmp_path / "content", tmp_path / "output", cache=kept.results())
        assert built.outputs["book.pdf"].startswith(b"%PDF-")

    def test_a_title_that_turns_the_direction_of_writing_is_refused_by_name(self, tmp_path: Path) -> None:
        begin(tmp_path, title="La rade \u202eedar aL", language="en")
        with pytest.raises(ComposeError) as caught:
            pipeline.build(tmp_path / "content", tmp_path / "output")
        assert (caught.value.code, caught.value.file) == ("text-bidi", config.FILE)
        assert not (tmp_path / "output/book.pdf").exists()

    def test_it_builds_before_anything_is_imported(self, tmp_path: Path) -> None:
        begin(tmp_path, language="en")
        assert pipeline.build(tmp_path / "content", tmp_path / "output", cache=kept.results()).outputs


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project, installed alone into an empty folder."""
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place / "dist"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = (place / "dist").glob("*.whl")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run(
        [*command, "--no-deps", "--no-index", "--target", place / "site", wheel],
        check=True,
        capture_output=True,
    )
    return place / "site"


class TestFromTheWheel:
    def run(self, site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command of the wheel, far from the checkout (-P: the folder it runs in is no source)."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "anthology.cli", *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "LANG": "fr_FR.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_every_file_the_tool_reads_is_in_the_wheel(self, installed: Path) -> None:
        package = installed / "anthology"
        for name in ("starter", "locale", "bindery"):
            ours = {n for n in tree(ROOT / "anthology" / name) if "__pycache__" not in n}
            theirs = {n for n in tree(package / name) if "__pycache__" not in n}
            assert theirs == ours
        for name in ("layouts", "fonts"):
            assert tree(package / name) == tree(ROOT / name)

    def test_it_makes_a_folder_and_builds_the_book_there(self, installed: Path, tmp_path: Path) -> None:
        made = self.run(installed, tmp_path, "new", "livre", "--title", "Voix")
        assert made.returncode == 0, made.stderr
        folder = tmp_path / "livre"
        assert config.load(folder / "content").book.language == "fr"
        for step in ("import", "build", "check"):
            done = self.run(installed, folder, step)
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr
        assert (folder / "output" / "book.pdf").read_bytes().startswith(b"%PDF-")
        assert (folder / "output" / "book.epub").read_bytes().startswith(b"PK")
        assert json.loads((folder / "output" / "report" / "ledger.json").read_text())["articles"]

    def test_what_is_loaded_is_the_wheel_and_not_the_checkout(self, installed: Path, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "import anthology.resources as r; print(r.folder('fonts'))"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert Path(done.stdout.strip()) == installed / "anthology" / "fonts"


class TestTheCommand:
    def test_it_says_what_is_in_the_way_without_a_traceback(self, tmp_path: Path) -> None:
        (tmp_path / "Makefile").write_text("mine")
        done = subprocess.run(
            [sys.executable, "-m", "anthology.cli", "new", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == WriteError.exit_status
        assert "Makefile" in done.stderr
        assert "[folder-not-empty]" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
