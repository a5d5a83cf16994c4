"""The command as people and machines use it: what it prints where, what it ends with, and what it leaves."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology import building, checks, cli, storage
from anthology.beginning import begin
from anthology.bindery import workers
from anthology.bindery.crew import InProcess
from anthology.cli import main
from anthology.finished import PdfFile, PdfPage
from anthology.writers import Made, Making
from click.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parent.parent
LEAST = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n'
ARTICLE = '+++\ntitle = "Un titre"\nauthors = [{ given = "Ada", family = "Roy" }]\n+++\nUn texte court.\n'
SUBMISSION = "Un texte envoyé par la classe, en deux phrases. Voici la seconde.\n\nGroupe 2\nZoé ROY\n"


def put(folder: Path, file: str, text: str | bytes) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and ".cache" not in path.parts
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with settings and one article; the command is run in it."""
    put(tmp_path, "content/anthology.toml", LEAST)
    put(tmp_path, "content/articles/a.md", ARTICLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


# --- how a run ends ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    begin(folder, language="en")
    arguments = ["--content", str(folder / "content"), "--output", str(folder / "output")]
    for command in ("import", "build"):
        result = CliRunner().invoke(main, [*arguments, command])
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def finished(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a finished folder; the command is run in it."""
    shutil.copytree(built, tmp_path / "copy", symlinks=True)
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


class TestStatus:
    def test_0_when_it_is_done(self, finished: Path) -> None:
        assert run("check").exit_code == 0
        assert run("settings").exit_code == 0
        assert run("--version").exit_code == 0

    def test_1_when_a_check_finds_an_error(self, finished: Path) -> None:
        book = finished / "output/book.epub"
        book.write_bytes(book.read_bytes()[:5000])
        result = run("check")
        assert result.exit_code == 1
        assert "error: " in result.stdout

    def test_1_under_strict_for_an_open_decision_that_is_only_told_otherwise(self, finished: Path) -> None:
        assert run("check").exit_code == 0
        result = run("check", "--strict")
        assert result.exit_code == 1
        assert "[decision-open]" in result.stdout

    @pytest.mark.parametrize(
        "arguments",
        [
            ["biuld"],
            ["build", "--onyl", "pdf"],
            ["--content", "content/anthology.toml", "build"],
            ["new"],
            ["check", "a", "b"],
        ],
    )
    def test_2_when_it_is_used_wrongly(self, here: Path, arguments: list[str]) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "Usage: " in result.stderr

    @pytest.mark.parametrize(
        ("status", "file", "text", "command", "code"),
        [
            (3, "content/anthology.toml", "[book]\n", "build", "config-missing-key"),
            (4, "content/articles/a.md", "Rien.", "build", "article-front-matter"),
            (
                5,
                "content/anthology.toml",
                LEAST + '[[part]]\ntitle = "P"\narticles = ["b"]\n',
                "build",
                "article-missing",
            ),
            (6, "content/articles/a.md", ARTICLE.replace("court", "日本"), "build", "glyph-missing"),
            (7, "output/book.pdf", "mine", "build", "output-in-the-way"),
        ],
    )
    def test_3_to_7_by_the_kind_of_what_stopped_it(
        self,
        here: Path,
        monkeypatch: pytest.MonkeyPatch,
        status: int,
        file: str,
        text: str,
        command: str,
        code: str,
    ) -> None:
        if status == 7:
            made = Made({"book.pdf": b"x"})
            monkeypatch.setattr(building, "WRITERS", {name: lambda making: made for name in ("pdf", "epub")})
            monkeypatch.setattr(checks, "run", lambda case, ahead=None: ())
        put(here, file, text)
        result = run(command)
        assert (result.exit_code, result.stdout) == (status, "")
        assert f"[{code}]" in result.stderr
        assert "\n  → " in result.stderr


# --- nothing breaks, nothing is half-written ---------------------------------------------------------


def link(file: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to("/etc/hostname")

    return make


def write(file: str, text: str | bytes) -> Callable[[Path], Path]:
    return lambda folder: put(folder, file, text)


def folder_at(file: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).mkdir(parents=True)

    return make


def pipe(file: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / file)

    return make


def photo(text: str = "![x](photos/x.jpg)\n{: .figure }\n") -> str:
    return f"{ARTICLE}\n{text}"


@dataclass(frozen=True)
class Broken:
    """A folder that something is wrong with, and what is said about it."""

    what: str
    spoil: Callable[[Path], object]
    command: str
    status: int
    code: str
    file: str
    line: int | str | None = None
    """With its column, where that is known as well."""


BROKEN = [
    Broken(
        "no content",
        lambda folder: (folder / "content").rename(folder / "x"),
        "import",
        3,
        "config-missing",
        "anthology.toml",
    ),
    Broken(
        "no settings",
        lambda folder: (folder / "content/anthology.toml").unlink(),
        "build",
        3,
        "config-missing",
        "anthology.toml",
    ),
    Broken(
        "settings are a folder",
        folder_at("content/anthology.toml"),
        "build",
        3,
        "config-unreadable",
        "anthology.toml",
    ),
    Broken(
        "broken settings",
        write("content/anthology.toml", LEAST + "date = \n"),
        "build",
        3,
        "config-syntax",
        "anthology.toml",
        "4:8",
    ),
    Broken(
        "settings in another encoding",
        write("content/anthology.toml", '[book]\ntitle = "é"'.encode("cp1252")),
        "import",
        3,
        "config-encoding",
        "anthology.toml",
        "2:10",
    ),
    Broken(
        "an unknown key",
        write("content/anthology.toml", LEAST + 'subtitel = "x"\n'),
        "check",
        3,
        "config-unknown-key",
        "anthology.toml",
        "4:1",
    ),
    Broken(
        "an unknown layout",
        write("content/anthology.toml", LEAST + 'layout = "../x"\n'),
        "build",
        3,
        "layout-unknown",
        "anthology.toml",
        "4:1",
    ),
    Broken(
        "an unknown rule",
        write("content/anthology.toml", LEAST + '[rules]\noff = ["X"]\n'),
        "import",
        3,
        "rule-unknown",
        "anthology.toml",
        "5:8",
    ),
    Broken(
        "an article twice",
        write("content/anthology.toml", LEAST + '[[part]]\ntitle = "P"\narticles = ["a", "a"]\n'),
        "build",
        5,
        "article-twice",
        "anthology.toml",
        "6:13",
    ),
    Broken(
        "no article",
        lambda folder: (folder / "content/articles/a.md").unlink(),
        "build",
        5,
        "no-articles",
        "articles",
    ),
    Broken(
        "an article that is no article",
        write("content/articles/b.md", "Rien."),
        "build",
        4,
        "article-front-matter",
        "articles/b.md",
        1,
    ),
    Broken(
        "broken front matter",
        write("content/articles/a.md", '+++\ntitle = "x\n+++\n'),
        "import",
        4,
        "article-syntax",
        "articles/a.md",
        2,
    ),
    Broken(
        "an article in another encoding",
        write("content/articles/a.md", ARTICLE.replace("court", "été").encode("cp1252")),
        "build",
        4,
        "file-encoding",
        "articles/a.md",
        "5:10",
    ),
    Broken(
        "an article that is a link",
        link("content/articles/a.md"),
        "build",
        4,
        "file-unreadable",
        "articles/a.md",
    ),
    Broken(
        "two articles of one name",
        write("content/articles/x/a.md", ARTICLE),
        "build",
        4,
        "article-name-taken",
        "articles/x/a.md",
    ),
    Broken(
        "marks in marks",
        write("content/articles/a.md", ARTICLE + "\n" + "> " * 500 + "x\n"),
        "build",
        4,
        "text-too-much",
        "articles/a.md",
        "7:1",
    ),
    Broken(
        "a photograph that is not there",
        write("content/articles/a.md", photo()),
        "build",
        4,
        "photo-missing",
        "articles/a.md",
        "7:6",
    ),
    Broken(
        "a photograph that is none",
        lambda folder: (
            put(folder, "content/articles/a.md", photo()),
            put(folder, "content/photos/x.jpg", "<svg/>"),
        ),
        "build",
        4,
        "photo-unreadable",
        "photos/x.jpg",
    ),
    Broken(
        "a photograph that is a link",
        lambda folder: (put(folder, "content/articles/a.md", photo()), link("content/photos/x.jpg")(folder)),
        "build",
        4,
        "file-unreadable",
        "photos/x.jpg",
    ),
    Broken(
        "a submission that is not text",
        write("content/submissions/b.txt", "\0\1\2\3" * 9),
        "import",
        4,
        "not-text",
        "submissions/b.txt",
        "1:1",
    ),
    Broken(
        "a submission of an unknown kind",
        write("content/submissions/b.xyz", "x"),
        "import",
        4,
        "",
        "submissions/b.xyz",
    ),
    Broken(
        "a submission that is a link",
        link("content/submissions/b.txt"),
        "import",
        4,
        "file-unreadable",
        "submissions/b.txt",
    ),
    Broken(
        "a submission that is a pipe",
        pipe("content/submissions/b.txt"),
        "import",
        4,
        "file-unreadable",
        "submissions/b.txt",
    ),
    Broken(
        "answers that are none",
        write("content/review.toml", "[[decision]]\nid = 1\n"),
        "import",
        3,
        "review-value",
        "review.toml",
        "2:1",
    ),
    Broken(
        "answers in a folder", folder_at("content/review.toml"), "build", 4, "file-unreadable", "review.toml"
    ),
    Broken(
        "no glyph",
        write("content/articles/a.md", ARTICLE.replace("court", "\U0001f3a4")),
        "build",
        6,
        "glyph-missing",
        "articles/a.md",
        "5:10",
    ),
    Broken(
        "an output that is in the way of the lock",
        folder_at("output/.lock"),
        "build",
        7,
        "cannot-write",
        "output",
    ),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.what)
def test_a_broken_folder_is_told_with_its_place_and_nothing_is_written(here: Path, case: Broken) -> None:
    put(here, "content/submissions/a.txt", SUBMISSION)
    if "lock" not in case.what:
        storage.publish(here / "output", {"book.pdf": b"old", "book.epub": b"old"})
    case.spoil(here)
    before = snapshot(here)
    result = run(case.command)
    assert (result.exit_code, result.stdout) == (case.status, ""), result.stderr
    place = f"{case.file}:{case.line}: " if case.line is not None else f"{case.file}: "
    assert any(line.startswith(place) for line in result.stderr.splitlines()), result.stderr
    assert f"{case.code}]" in result.stderr
    assert "\n  → " in result.stderr
    assert snapshot(here) == before


def test_every_mistake_of_the_settings_is_told_at_once(here: Path) -> None:
    put(here, "content/anthology.toml", '[book]\ntitle = 3\nlangage = "fr"\n')
    result = run("build")
    assert result.exit_code == 3
    assert len(re.findall(r"^anthology\.toml:\d", result.stderr, re.MULTILINE)) == 3


# --- what is printed where ---------------------------------------------------------------------------


class TestStreams:
    @pytest.mark.parametrize(
        ("arguments", "keys"),
        [
            (["import", "--json"], {"submissions", "articles", "decisions"}),
            (["review", "--json"], {"decisions"}),
            (["check", "--json"], {"findings"}),
            (["rules", "--json"], {"rules"}),
        ],
    )
    def test_a_result_for_machines_is_alone_on_standard_output(
        self, finished: Path, arguments: list[str], keys: set[str]
    ) -> None:
        result = run(*arguments)
        assert result.exit_code == 0
        assert keys <= set(json.loads(result.stdout))

    def test_findings_for_machines_have_the_shape_that_is_promised(self, finished: Path) -> None:
        findings = json.loads(run("check", "--json").stdout)["findings"]
        assert findings
        for one in findings:
            assert list(one) == ["code", "severity", "message", "hint", "file", "line", "column", "page"]

    def test_messages_go_to_the_other_stream(self, finished: Path) -> None:
        result = run("import")
        assert result.stdout == ""
        assert "Imported 1 article" in result.stderr

    def test_quiet_says_nothing_but_the_result_and_errors(self, finished: Path) -> None:
        for arguments in (["--quiet", "import"], ["import", "--quiet"], ["-q", "check", "--json"]):
            assert run(*arguments).stderr == ""
        assert json.loads(run("-q", "check", "--json").stdout)["findings"]
        (finished / "content/anthology.toml").unlink()
        assert "[config-missing]" in run("--quiet", "import").stderr

    def test_verbose_says_more(self, finished: Path) -> None:
        assert "unchanged" in run("import", "--verbose").stderr
        assert "unchanged" not in run("import").stderr

    def test_open_decisions_are_listed_with_what_is_proposed(self, finished: Path) -> None:
        result = run("review")
        assert "title (" in result.stdout
        assert "proposed: " in result.stdout
        assert "1 open decision of 1" in result.stderr

    @pytest.mark.parametrize(
        ("command", "holds"),
        [
            ("settings", "[book] title  (text, default: required)"),
            ("rules", " → "),
            ("checks", "glyph-missing"),
        ],
    )
    def test_what_can_be_set_and_what_is_done_is_listed(self, here: Path, command: str, holds: str) -> None:
        result = run(command)
        assert holds in result.stdout
        assert result.stderr == ""

    def test_a_finding_is_one_line_with_its_place_and_one_with_what_to_do(self, finished: Path) -> None:
        lines = run("check").stdout.splitlines()
        heads = [line for line in lines if not line.startswith("  → ")]
        assert all(re.match(r"(error|warning|remark): .+ \[[a-z-]+\]$", head) for head in heads)
        before = [lines[place - 1] for place, line in enumerate(lines) if line.startswith("  → ")]
        assert before == [head for head in heads if "[press-rules]" not in head], (
            "nothing is to be done there"
        )
        assert before

    def test_options_may_stand_on_either_side_of_the_command(self, here: Path) -> None:
        (here / "content").rename(here / "mine")
        for arguments in (["--content", "mine", "import"], ["import", "--content", "mine"]):
            assert run(*arguments).exit_code == 0

    def test_a_dry_run_says_what_it_would_do(self, here: Path) -> None:
        put(here, "content/submissions/a.txt", SUBMISSION)
        before = snapshot(here)
        assert "Would import 1 article" in run("import", "--dry-run").stderr
        assert snapshot(here) == before

    def test_a_new_folder_is_made_and_can_be_made_again(self, here: Path) -> None:
        assert run("new", "un livre", "--language", "fr").exit_code == 0
        result = run("new", "un livre", "--language", "fr")
        assert result.exit_code == 0
        assert "cd 'un livre'" in result.stderr


# --- building again, and many books ------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A writer that writes at once; the titles of the books it was given."""
    titles: list[str] = []

    def write_pdf(making: Making) -> Made:
        titles.append(making.book.metadata.title)
        page = PdfPage("1", "", 148.0, 210.0)
        seen = PdfFile("book.pdf", (page,) * 7, True, (), {}, (), "", "", "fr", True)
        return Made({"book.pdf": b"%PDF- " + making.book.metadata.title.encode()}, {"book.pdf": seen})

    monkeypatch.setattr(building, "WRITERS", {"pdf": write_pdf, "epub": lambda making: Made({})})
    monkeypatch.setattr(checks, "run", lambda case, outside=False, ahead=None: tuple(case.seen))
    return titles


class TestBuildingAgain:
    def test_a_build_with_nothing_to_do_tells_the_same_and_says_so(
        self, here: Path, quick: list[str]
    ) -> None:
        first, again = run("build").stderr.splitlines(), run("build").stderr.splitlines()
        assert len(quick) == 1
        assert again == [*first[:-1], "Nothing changed."]
        assert re.fullmatch(r"Built in \d+\.\d s\.", first[-1])
        assert first[0].startswith("  output/book.pdf: ")

    def test_it_tells_machines_the_same(self, here: Path, quick: list[str]) -> None:
        assert run("build", "--json").stdout == run("build", "--json").stdout
        assert len(quick) == 1

    def test_without_the_cache_it_is_made_again_and_nothing_is_kept(
        self, here: Path, quick: list[str]
    ) -> None:
        for _ in range(2):
            assert "Nothing changed" not in run("build", "--no-cache").stderr
        assert len(quick) == 2
        assert not (here / ".cache").exists()

    def test_where_nothing_can_be_kept_the_book_is_made_and_who_wants_to_know_is_told(
        self, here: Path, quick: list[str]
    ) -> None:
        put(here, ".cache", "in the way")
        assert ".cache" not in run("build").stderr
        told = run("build", "--verbose").stderr
        assert f"Nothing can be kept in {here / '.cache'}" in told
        assert len(quick) == 2

    @pytest.mark.parametrize("jobs", ["0", "-1", "many"])
    def test_a_number_of_jobs_that_is_none_is_a_wrong_use(self, here: Path, jobs: str) -> None:
        assert run("build", "--jobs", jobs).exit_code == 2

    @pytest.mark.parametrize("executor", ["threads", "dask://", "dask://host", "http://host:1"])
    def test_an_executor_nobody_knows_is_told_with_those_there_are(self, here: Path, executor: str) -> None:
        result = run("build", "--executor", executor)
        assert result.exit_code == 3
        assert "[executor-unknown]" in result.stderr
        assert "dask://HOST:PORT" in result.stderr
        assert not (here / "output/book.pdf").exists()

    def test_the_crew_is_as_big_as_was_asked_or_as_the_machine_allows(
        self, here: Path, quick: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[tuple[str, int]] = []

        def crew_for(executor: str, jobs: int) -> InProcess:
            asked.append((executor, jobs))
            return InProcess()

        monkeypatch.setattr(workers, "crew_for", crew_for)
        monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5}, raising=False)
        for arguments in ([], ["--jobs", "7"], ["--jobs", "2", "--executor", "processes"]):
            run("build", "--no-cache", *arguments)
        assert asked == [("", 3), ("", 7), ("processes", 2)]


class TestManyBooks:
    @pytest.fixture
    def shelf(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in ("a", "b", "c"):
            put(tmp_path, f"{name}/content/anthology.toml", LEAST.replace("Un livre", f"Le livre {name}"))
            put(tmp_path, f"{name}/content/articles/a.md", ARTICLE)
        put(tmp_path, "b/content/articles/a.md", "Rien.")
        monkeypatch.chdir(tmp_path)
        return tmp_path

    def test_each_is_made_and_the_status_is_the_worst_of_them(self, shelf: Path, quick: list[str]) -> None:
        result = run("build", "--all", ".")
        assert result.exit_code == 4
        assert quick == ["Le livre a", "Le livre c"]
        for name in ("a", "c"):
            assert (shelf / name / "output/book.pdf").read_text() == f"%PDF- Le livre {name}"
        assert not (shelf / "b/output/book.pdf").exists()
        assert not (shelf / "output").exists()
        lines = result.stderr.splitlines()
        assert any(line.startswith("b: articles/a.md:1: ") for line in lines)
        table = [re.split(r"  +", line) for line in lines[-4:]]
        assert [row[:2] for row in table] == [
            ["Book", "Result"],
            ["a", "made"],
            ["b", "failed"],
            ["c", "made"],
        ]
        assert table[1][2] == "7"
        assert table[1][3].startswith("book.pdf ")

    def test_those_that_did_not_change_are_not_made_again(self, shelf: Path, quick: list[str]) -> None:
        put(shelf, "b/content/articles/a.md", ARTICLE)
        assert run("build", "--all", ".").exit_code == 0
        put(shelf, "c/content/articles/a.md", ARTICLE + "\nUn mot.\n")
        lines = run("build", "--all", ".").stderr.splitlines()
        assert [re.split(r"  +", line)[1] for line in lines] == ["Result", "unchanged", "unchanged", "made"]
        assert len(quick) == 4

    def test_machines_are_told_of_every_book(self, shelf: Path, quick: list[str]) -> None:
        result = run("build", "--all", ".", "--json")
        books = {one["book"]: one for one in json.loads(result.stdout)["books"]}
        assert {name: one["status"] for name, one in books.items()} == {"a": 0, "b": 4, "c": 0}
        assert [one["code"] for one in books["b"]["errors"]] == ["article-front-matter"]
        one = books["a"]
        assert (one["changed"], one["pages"], set(one["outputs"])) == (True, 7, {"book.pdf"})
        assert set(books["a"]) == set(books["b"])

    def test_a_folder_without_books_is_an_error(self, shelf: Path) -> None:
        (shelf / "empty").mkdir()
        result = run("build", "--all", "empty")
        assert result.exit_code == 3
        assert "[no-books]" in result.stderr

    @pytest.mark.parametrize("arguments", [["--all", "missing"], ["--all", "a/content/anthology.toml"]])
    def test_a_folder_that_is_none_is_a_wrong_use(self, shelf: Path, arguments: list[str]) -> None:
        assert run("build", *arguments).exit_code == 2

    @pytest.mark.parametrize("arguments", [["--content", "a/content"], ["--output", "elsewhere"]])
    def test_the_folders_of_one_book_cannot_be_given_for_all(self, shelf: Path, arguments: list[str]) -> None:
        for order in ([*arguments, "build", "--all", "."], ["build", "--all", ".", *arguments]):
            result = run(*order)
            assert result.exit_code == 2
            assert "--all" in result.stderr


# --- completion --------------------------------------------------------------------------------------


class TestCompletion:
    @pytest.mark.parametrize(
        ("shell", "does"),
        [("bash", "complete "), ("zsh", "compdef "), ("fish", "complete --no-files --command anthology")],
    )
    def test_the_script_of_each_shell_asks_the_command(self, shell: str, does: str) -> None:
        script = run("completion", shell).stdout
        assert f"_ANTHOLOGY_COMPLETE={shell}_complete" in script
        assert does in script

    def test_another_shell_is_a_wrong_use(self) -> None:
        assert run("completion", "csh").exit_code == 2

    @pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
    @pytest.mark.parametrize(
        ("typed", "wanted"),
        [
            (["anthology", "bui"], "build"),
            (["anthology", "build", "--exe"], "--executor"),
            (["anthology", "completion", "z"], "zsh"),
            (["anthology", "build", "--only", "off"], "offprints"),
            (["anthology", "watch", "--only", "pdf,book"], "pdf,booklet"),
        ],
    )
    def test_bash_completes_with_it(self, tmp_path: Path, typed: list[str], wanted: str) -> None:
        command = put(
            tmp_path,
            "anthology",
            f"#!{sys.executable}\nfrom anthology.cli import main\nmain(prog_name='anthology')\n",
        )
        command.chmod(0o755)
        script = (
            'eval "$(anthology completion bash)"\n'
            f"COMP_WORDS=({' '.join(typed)}) COMP_CWORD={len(typed) - 1}\n"
            '_anthology_completion anthology\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
        )
        done = subprocess.run(
            ["bash", "-c", script],
            env={**ENVIRONMENT, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [wanted]


# --- as a process ------------------------------------------------------------------------------------


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "anthology.cli", *arguments]


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def test_the_command_is_a_program_whose_errors_are_plain_text_without_colours(here: Path) -> None:
    put(here, "content/anthology.toml", "[book]\n")
    done = subprocess.run(
        program("build"), cwd=here, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "missing key: book.title" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_terminal_of_few_letters_still_gets_the_result(here: Path) -> None:
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    for command in ("settings", "rules"):
        done = subprocess.run(program(command), cwd=here, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert len(done.stdout) > 100


class TestProgress:
    def tell(self, live: bool, quiet: bool, elapsed_s: float, monkeypatch: pytest.MonkeyPatch,
             capsys: pytest.CaptureFixture[str]) -> str:  # fmt: skip
        """What is printed about a step, that much time after the start."""
        clock = iter([0.0, elapsed_s])
        with monkeypatch.context() as patched:
            patched.setattr(time, "monotonic", lambda: next(clock))
            patched.setattr(sys.stderr, "isatty", lambda: live)
            with cli._progress(cli.Places(Path(), Path(), quiet, False), "build") as tell:
                tell(1, 4, "une pièce")
        return capsys.readouterr().err

    def test_it_is_shown_when_the_work_lasts_and_wiped_away_after(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shown = self.tell(True, False, 1.5, monkeypatch, capsys)
        assert "build [█████░░░░░░░░░░░░░░░] 1/4 une pièce" in shown
        assert shown.endswith("\r\x1b[2K")

    @pytest.mark.parametrize(
        ("live", "quiet", "elapsed_s"), [(False, False, 9), (True, True, 9), (True, False, 0.5)]
    )
    def test_it_is_not_shown_to_a_file_or_to_who_wants_quiet_or_when_the_work_is_short(
        self, live: bool, quiet: bool, elapsed_s: float, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        assert self.tell(live, quiet, elapsed_s, monkeypatch, capsys) == ""

    def test_an_import_on_a_terminal_leaves_nothing_on_standard_output(self, finished: Path) -> None:
        try:
            ours, theirs = pty.openpty()
        except OSError as error:
            pytest.skip(f"this machine gives no terminal: {error}")
        with subprocess.Popen(
            program("import"),
            cwd=finished,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=theirs,
        ) as child:
            os.close(theirs)
            said = b""
            while chunk := _read(ours):
                said += chunk
            assert child.stdout is not None
            assert child.stdout.read() == b""
        os.close(ours)
        assert child.returncode == 0
        assert "Imported 1 article" in said.decode()
        assert "Traceback" not in said.decode()


def _read(terminal: int) -> bytes:
    """What a terminal says next; nothing when its other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
