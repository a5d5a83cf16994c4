"""Commands with nothing to do: what is said again, and everything that makes a command work anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from anthology import pipeline, resources, storage, unchanged
from anthology.beginning import begin
from anthology.cache import Cache
from anthology.errors import SourceError, ToolError, WriteError
from anthology.importing.merging import Outcome
from anthology.importing.writing import Change
from anthology.model import Finding, Severity
from tests.safety.counts import is_long

ROOT = Path(__file__).resolve().parent.parent
FOUND = (
    Finding("title-proposed", Severity.WARNING, "the title is proposed", "decide", "articles/a.md", 2),
    Finding("pdf-words-lost", Severity.REMARK, "a word", page="iv"),
)


@dataclass
class Steps:
    """Stands for the pipeline: it counts what is done, and does the least that can be seen."""

    done: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    """What somebody does while a step runs."""

    def build(
        self, content: Path, output: Path, *, only: Sequence[str] = (), draft: bool = False, **_: Any
    ) -> pipeline.Built:
        self.done.append("build")
        outputs = {"book.pdf": (content / "articles/a.md").read_bytes() + str((only, draft)).encode()}
        self.meanwhile()
        with storage.locked(output):
            sums = storage.publish(output, {**outputs, "report/findings.json": b"[]"})
        return pipeline.Built(FOUND, {"book.pdf": "1 kB"}, outputs, sums)

    def check(self, content: Path, output: Path, **_: Any) -> tuple[Finding, ...]:
        self.done.append("check")
        self.meanwhile()
        return FOUND

    def import_submissions(
        self, content: Path, files: Sequence[Path] = (), *, dry_run: bool = False, **_: Any
    ) -> pipeline.Imported:
        """Keeps a copy of each file that was sent in."""
        self.done.append("dry import" if dry_run else "import")
        wanted = {
            f"articles/from-{path.name}": path.read_bytes()
            for path in (*sorted((content / "submissions").iterdir()), *files)
        }
        wanted[".import/ledger.json"] = b'{"words": 1}'
        states = tuple(Outcome(name, _state(content / name, data)) for name, data in wanted.items())
        self.meanwhile()
        if not dry_run:
            for name, data in wanted.items():
                (content / name).parent.mkdir(exist_ok=True)
                if _state(content / name, data) == "new":
                    (content / name).write_bytes(data)
        changes = tuple(Change(one.slug, b"") for one in states if one.state == "new")
        return pipeline.Imported(states, (), (), FOUND, '{"words": 1}', changes)


def _state(path: Path, data: bytes) -> str:
    return "unchanged" if path.exists() and path.read_bytes() == data else "new"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    stand_in = Steps()
    for name in ("build", "check", "import_submissions"):
        monkeypatch.setattr(pipeline, name, getattr(stand_in, name))
    return stand_in


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book, and an installation whose layouts and fonts may be changed."""
    files = {
        "content/anthology.toml": "[book]",
        "content/articles/a.md": "text",
        "content/pages/p.md": "page",
        "content/photos/x.jpg": "photo",
        "content/submissions/a.txt": "sent",
        "content/review.toml": "",
        "content/.import/ledger.json": "{}",
        "tool/layouts/shared/book.css": "p {}",
        "tool/fonts/a.otf": "font",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / "tool" / name)
    return tmp_path


def opened(here: Path) -> Cache:
    return unchanged.opened(here / "content")


def build(here: Path, output: str = "output", **wishes: Any) -> unchanged.Built:
    """A build in a process of its own, as far as the results are concerned."""
    with opened(here) as results:
        return unchanged.build(here / "content", here / output, results, **wishes)


def check(here: Path, **wishes: Any) -> tuple[Finding, ...]:
    with opened(here) as results:
        return unchanged.check(here / "content", here / "output", results, **wishes)


def write(name: str, text: str) -> Callable[[Path], object]:
    def change(here: Path) -> None:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")

    return change


def remove(name: str) -> Callable[[Path], object]:
    return lambda here: (here / name).unlink()


SOURCES = [
    write("content/anthology.toml", "[book] # changed"),
    write("content/articles/a.md", "other"),
    write("content/articles/b.md", ""),
    remove("content/articles/a.md"),
    write("content/pages/p.md", "other"),
    write("content/photos/x.jpg", "other"),
    write("content/submissions/a.txt", "other"),
    write("content/review.toml", "[[decision]]"),
    remove("content/review.toml"),
    write("content/.import/ledger.json", "{ }"),
    write("tool/layouts/shared/book.css", "p { }"),
    write("tool/layouts/classic/new.xhtml", ""),
    write("tool/fonts/a.otf", "other"),
]
OUTPUTS = [
    write("output/book.pdf", "damaged"),
    remove("output/.current/book.pdf"),
    write("output/report/findings.json", "[ ]"),
    write("output/.current/book.epub", "put there by hand"),
]


class TestBuild:
    def test_a_second_build_says_the_same_and_does_nothing(self, here: Path, steps: Steps) -> None:
        first = build(here)
        before = {path: path.lstat().st_mtime_ns for path in (here / "output").rglob("*")}
        again = build(here)
        assert steps.done == ["build"]
        assert (first.made, again.made) == (True, False)
        assert (again.figures, again.findings) == (first.figures, first.findings)
        assert first.findings == FOUND
        assert {path: path.lstat().st_mtime_ns for path in (here / "output").rglob("*")} == before

    @pytest.mark.parametrize("change", SOURCES[:3] + SOURCES[4:])
    def test_each_source_that_changes_is_noticed(
        self, here: Path, steps: Steps, change: Callable[[Path], object]
    ) -> None:
        build(here)
        change(here)
        assert build(here).made
        assert steps.done == ["build", "build"]
        assert not build(here).made

    @pytest.mark.parametrize("change", [*OUTPUTS, remove("output/book.pdf"), remove("output/SHA256SUMS")])
    def test_an_output_that_is_not_as_it_was_made_is_noticed_and_made_again(
        self, here: Path, steps: Steps, change: Callable[[Path], object]
    ) -> None:
        build(here)
        whole = storage.published(here / "output")
        change(here)
        assert build(here).made
        assert storage.published(here / "output") == whole
        assert not build(here).made

    def test_the_whole_folder_of_outputs_may_go(self, here: Path, steps: Steps) -> None:
        build(here)
        shutil.rmtree(here / "output")
        assert build(here).made
        assert (here / "output/book.pdf").exists()

    def test_another_wish_is_another_build(self, here: Path, steps: Steps) -> None:
        wishes: list[dict[str, Any]] = [{}, {"draft": True}, {"only": ("pdf",)}, {"only": ("pdf", "epub")}]
        for wish in wishes:
            assert build(here, **wish).made
            assert not build(here, **wish).made
        # Each left another set: what the first wish made is no longer there.
        assert build(here).made

    def test_another_folder_of_outputs_gets_its_own_book(self, here: Path, steps: Steps) -> None:
        build(here)
        assert build(here, "elsewhere").made
        assert not build(here, "elsewhere").made
        assert not build(here).made

    @pytest.mark.parametrize("name", ["tool_digest", "engine_versions"])
    def test_another_tool_or_engine_makes_it_again(
        self, here: Path, steps: Steps, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(here)
        monkeypatch.setattr(unchanged, name, lambda: "other")
        assert build(here).made

    def test_a_change_that_is_taken_back_is_built_twice(self, here: Path, steps: Steps) -> None:
        build(here)
        write("content/articles/a.md", "other")(here)
        assert build(here).made
        write("content/articles/a.md", "text")(here)
        assert build(here).made
        assert not build(here).made

    def test_what_is_saved_while_it_is_built_is_not_taken_for_built(self, here: Path, steps: Steps) -> None:
        steps.meanwhile = lambda: write("content/articles/a.md", "late")(here)
        build(here)
        steps.meanwhile = lambda: None
        write("content/articles/a.md", "text")(here)
        assert build(here).made

    def test_sources_that_are_links_are_built_each_time(self, here: Path, steps: Steps) -> None:
        (here / "content/articles").rename(here / "articles")
        (here / "content/articles").symlink_to(here / "articles")
        assert build(here).made
        write("articles/a.md", "other")(here)
        assert build(here).made

    def test_without_the_cache_it_is_built_again(self, here: Path, steps: Steps) -> None:
        build(here)
        shutil.rmtree(here / ".cache")
        assert build(here).made
        with Cache() as nothing:
            assert unchanged.build(here / "content", here / "output", nothing).made

    @pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'[[[["a"]], []], "x"]', b"\xff", b"[" * 100_000])
    def test_a_record_that_is_none_is_as_good_as_no_record(
        self, here: Path, steps: Steps, data: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build(here)
        monkeypatch.setattr(Cache, "recall", lambda *_: data)
        assert build(here).made

    def test_a_folder_another_build_holds_is_told(self, here: Path, steps: Steps) -> None:
        build(here)
        with storage.locked(here / "output"), pytest.raises(WriteError) as caught:
            build(here)
        assert caught.value.code == "output-locked"

    def test_a_crew_is_hired_only_for_work(self, here: Path, steps: Steps) -> None:
        hired: list[str] = []
        for _ in range(2):
            build(here, hire=lambda: hired.append("crew"))
        assert hired == ["crew"]

    def test_a_build_that_fails_leaves_nothing_that_is_said_again(self, here: Path, steps: Steps) -> None:
        def fail() -> None:
            raise SourceError("file-encoding", "no", file="articles/a.md")

        steps.meanwhile = fail
        for _ in range(2):
            with pytest.raises(SourceError):
                build(here)
        assert steps.done == ["build", "build"]


class TestCheck:
    def test_a_second_check_says_the_same(self, here: Path, steps: Steps) -> None:
        build(here)
        assert check(here) == check(here) == FOUND
        assert steps.done == ["build", "check"]

    @pytest.mark.parametrize("change", [*SOURCES, *OUTPUTS])
    def test_whatever_changes_is_looked_at_again(
        self, here: Path, steps: Steps, change: Callable[[Path], object]
    ) -> None:
        build(here)
        check(here)
        change(here)
        check(here)
        assert steps.done.count("check") == 2

    def test_the_outside_validators_are_asked_each_time(self, here: Path, steps: Steps) -> None:
        build(here)
        for _ in range(2):
            check(here, outside=True)
        check(here)
        assert steps.done.count("check") == 3

    @pytest.mark.parametrize("file", ["content/articles/a.md", "output/book.pdf"])
    def test_what_is_changed_while_it_looks_is_looked_at_again(
        self, here: Path, steps: Steps, file: str
    ) -> None:
        build(here)
        before = (here / file).read_text(encoding="utf-8")
        steps.meanwhile = lambda: write(file, "late")(here)
        check(here)
        steps.meanwhile = lambda: None
        write(file, before)(here)
        check(here)
        assert steps.done.count("check") == 2


class TestImport:
    def do(self, here: Path, *files: Path, **wishes: Any) -> tuple[unchanged.Imported, str]:
        with opened(here) as results:
            imported, ledger = unchanged.import_submissions(here / "content", files, results, **wishes)
            return imported, ledger()

    def test_the_import_after_one_has_nothing_to_do(self, here: Path, steps: Steps) -> None:
        (first, _), (again, ledger) = self.do(here), self.do(here)
        assert steps.done == ["import", "dry import"]
        assert [{state for _, state in one.outcomes} for one in (first, again)] == [{"new"}, {"unchanged"}]
        assert (again.findings, again.open, again.taken) == (FOUND, 0, 0)
        assert json.loads(ledger) == {"words": 1}

    def test_neither_has_one_after_an_import_that_wrote_nothing(self, here: Path, steps: Steps) -> None:
        self.do(here)
        shutil.rmtree(here / ".cache")
        assert self.do(here) == self.do(here)
        assert steps.done == ["import", "dry import", "import"]

    @pytest.mark.parametrize("change", SOURCES)
    def test_whatever_changes_is_imported(
        self, here: Path, steps: Steps, change: Callable[[Path], object]
    ) -> None:
        self.do(here)
        change(here)
        self.do(here)
        assert steps.done.count("import") == 2

    def test_a_file_that_is_named_is_always_imported(self, here: Path, steps: Steps, tmp_path: Path) -> None:
        write("elsewhere.txt", "more")(here)
        self.do(here, here / "elsewhere.txt")
        assert (here / "content/articles/from-elsewhere.txt").exists()
        self.do(here, here / "elsewhere.txt")
        assert steps.done.count("import") == 2

    def test_a_dry_run_is_not_taken_for_an_import(self, here: Path, steps: Steps) -> None:
        for _ in range(2):
            self.do(here, dry_run=True)
        self.do(here)
        assert steps.done == ["dry import", "dry import", "import", "dry import"]
        assert (here / "content/articles/from-a.txt").exists()

    def test_a_dry_run_after_an_import_has_nothing_to_do(self, here: Path, steps: Steps) -> None:
        self.do(here)
        self.do(here, dry_run=True)
        assert steps.done == ["import", "dry import"]

    def test_what_is_saved_while_it_is_imported_is_imported_the_next_time(
        self, here: Path, steps: Steps
    ) -> None:
        self.do(here)
        shutil.rmtree(here / ".cache")
        steps.meanwhile = lambda: write("content/submissions/a.txt", "late")(here)
        self.do(here)
        steps.meanwhile = lambda: None
        write("content/submissions/a.txt", "sent")(here)
        self.do(here)
        assert steps.done.count("import") == 3


class TestWhereResultsAre:
    def test_they_are_kept_beside_the_content(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert unchanged.results_folder(here / "content") == here / ".cache"
        monkeypatch.chdir(here / "content")
        assert unchanged.results_folder(Path()) == here / ".cache"
        assert unchanged.results_folder(Path("../content")) == here / ".cache"

    def test_nothing_is_written_where_there_is_no_book(self, tmp_path: Path) -> None:
        with unchanged.opened(tmp_path / "content"):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_a_place_that_cannot_be_written_is_known_and_the_work_is_done(
        self, here: Path, steps: Steps
    ) -> None:
        assert not unchanged.can_keep(here / ".cache")
        build(here)
        assert unchanged.can_keep(here / ".cache")
        shutil.rmtree(here / ".cache")
        write(".cache", "a file")(here)
        write("content/articles/a.md", "other")(here)
        assert build(here).made
        assert not unchanged.can_keep(here / ".cache")
        assert (here / ".cache").read_text(encoding="utf-8") == "a file"


class TestFailure:
    def test_an_error_of_ours_stays_itself(self) -> None:
        error = SourceError("a", "b")
        assert unchanged.failure(error) is error

    def test_what_nobody_foresaw_is_told_as_a_fault_of_the_tool(self) -> None:
        error = unchanged.failure(ZeroDivisionError("x"))
        assert type(error) is ToolError
        assert (error.code, error.exit_status) == ("tool-failed", 70)
        assert "ZeroDivisionError: x" in str(error)


# --- the whole command -------------------------------------------------------------------------------

HEAVY = (
    "weasyprint",
    "pydantic",
    "lxml",
    "jinja2",
    "babel",
    "markdown",
    "PIL",
    "pikepdf",
    "fontTools",
    "watchfiles",
)
ASK = f"""
import sys
from anthology.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print(sorted(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
    sys.exit(end.code)
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder in which everything was done, with three of the outputs that it may have."""
    folder = tmp_path_factory.mktemp("book")
    begin(folder, language="fr")
    settings = folder / "content" / "anthology.toml"
    text, times = re.subn(
        r"(?m)^formats = .*$", 'formats = ["pdf", "epub", "offprints"]', settings.read_text("utf-8")
    )
    assert times == 1
    settings.write_text(text, "utf-8")
    for command in ("import", "import", "build", "check"):
        run(folder, command)
    return folder


def run(folder: Path, *arguments: str, language: str = "fr") -> tuple[str, list[str]]:
    """What a command prints in a process of its own; the last line names the heavy libraries it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": language},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr.splitlines()


def test_two_builds_at_once_share_what_is_kept_and_make_the_same(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(book, folder, symlinks=True, ignore=shutil.ignore_patterns(".cache", "output"))
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "anthology.cli", "build", "--output", name, "--jobs", "1"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    told = [each.communicate()[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], told
    assert storage.published(folder / "one") == storage.published(folder / "two")
    assert storage.published(folder / "one") == storage.published(book / "output")


class TestCommands:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("command", ["import", "build", "check"])
    def test_one_with_nothing_to_do_loads_no_library_it_does_not_need(
        self, book: Path, command: str, language: str
    ) -> None:
        assert run(book, command, language=language)[1][-1] == "[]"

    def test_a_build_says_again_what_there_is_and_that_nothing_changed(self, book: Path) -> None:
        out, lines = run(book, "build")
        assert out == ""
        assert [line.split("\u00a0: ")[0] for line in lines[:-2]] == [
            f"  output/{name}" for name in ("book.epub", "book.pdf", "offprints", "report/index.html")
        ]
        assert lines[-2] == "Rien n’a changé."

    @pytest.mark.parametrize("command", ["import", "build", "check"])
    def test_one_with_nothing_to_do_says_the_same_as_one_that_works(self, book: Path, command: str) -> None:
        out, lines = run(book, command)
        worked, told = run(book, command, "--no-cache")
        said = [line for line in lines[:-1] if line != "Rien n’a changé."]
        assert said == [line for line in told[:-1] if "Livre fait en" not in line]
        assert (out, told[-1] != "[]") == (worked, True)

    @pytest.mark.parametrize("command", ["import", "check", *(["build"] if is_long() else [])])
    def test_machines_are_told_the_same(self, book: Path, command: str) -> None:
        assert run(book, command, "--json")[0] == run(book, command, "--json", "--no-cache")[0]
