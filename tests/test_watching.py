"""A book that is watched: every save that matters is a round of work, and nothing stops the watch.

Real files and real notices of the system; what is waited for is always a round, never a time.
"""

from __future__ import annotations

import functools
import gc
import importlib
import itertools
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from anthology import pipeline, resources, storage, unchanged, watching
from anthology.beginning import begin
from anthology.bindery.crew import InProcess
from anthology.cache import Cache
from anthology.errors import AnthologyError, SourceError
from anthology.watching import Round, Watch

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60
"""How long a round may take on a slow machine before a test fails."""


class Kept:
    """Something that a build leaves in memory."""


@dataclass
class Steps:
    """Stands for the pipeline: `broken` in an article is an error, `fault` a fault of the tool."""

    done: list[str] = field(default_factory=list)
    left: list[weakref.ref[Kept]] = field(default_factory=list)

    def build(self, content: Path, output: Path, *, cache: Cache, crew: Any, **_: Any) -> pipeline.Built:
        self.done.append("build")
        text = (content / "articles/a.md").read_text(encoding="utf-8")
        if "broken" in text:
            raise SourceError("article-syntax", "broken", file="articles/a.md", line=1)
        if "fault" in text:
            raise ZeroDivisionError("a fault of the tool")
        kept = cache.hold("book", text, Kept)
        self.left.append(weakref.ref(kept))
        for word in text.split():
            crew.submit(str, word, name=word)
        style = (resources.folder("layouts") / "shared/book.css").read_bytes()
        with storage.locked(output):
            sums = storage.publish(output, {"book.pdf": text.encode() + style})
        return pipeline.Built((), {"book.pdf": "1 kB"}, {}, sums)

    def import_submissions(self, content: Path, files: Sequence[Path], **_: Any) -> pipeline.Imported:
        self.done.append("import")
        sent = (content / "submissions/a.txt").read_text(encoding="utf-8")
        if "broken" in sent:
            raise SourceError("not-text", "broken", file="submissions/a.txt")
        (content / ".import").mkdir(exist_ok=True)
        # As the real one, it writes even where the editor saves, by way of a hidden file.
        storage.write_file(content / ".import/a.md", sent.encode())
        return pipeline.Imported((), (), (), (), "{}\n")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    stand_in = Steps()
    for name in ("build", "import_submissions"):
        monkeypatch.setattr(pipeline, name, getattr(stand_in, name))
    return stand_in


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "book/content/anthology.toml": "[book]",
        "book/content/review.toml": "",
        "book/content/articles/a.md": "one",
        "book/content/submissions/a.txt": "sent",
        "tool/layouts/shared/book.css": "",
        "tool/fonts/a.otf": "",
    }
    for name, text in files.items():
        save(tmp_path / name, text)
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / "tool" / name)
    return tmp_path / "book/content"


def save(path: Path, text: str) -> None:
    """Put a file there whole: nobody is caught half-way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    os.write(handle, text.encode())
    os.close(handle)
    Path(name).replace(path)


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


class Running:
    """A watch at work in a thread: `next` waits for the round that comes next."""

    def __init__(self, content: Path) -> None:
        self.results = Cache(content.parent / ".cache")
        self.rounds: queue.Queue[Round | Exception] = queue.Queue()
        clock = itertools.count(0.0, 0.5)
        self.watch = Watch(content, content.parent / "output", self.results, InProcess(), lambda: next(clock))
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            for one in self.watch.rounds():
                self.rounds.put(one)
        except Exception as error:
            self.rounds.put(error)

    def next(self) -> Round:
        one = self.rounds.get(timeout=PATIENCE_S)
        assert isinstance(one, Round), one
        return one

    def end(self) -> list[Round | Exception]:
        """Stop; what was done and not waited for."""
        self.watch.stop.set()
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()
        self.results.close()
        return list(self.rounds.queue)


@pytest.fixture
def running(content: Path, steps: Steps) -> Iterator[Running]:
    run = Running(content)
    try:
        yield run
    finally:
        run.end()


def published(content: Path) -> str:
    return (content.parent / "output/book.pdf").read_text(encoding="utf-8")


def by_rename(path: Path, text: str) -> None:
    """As most editors save: into another file, which then gets the name."""
    path.with_name(f"{path.name}~").write_text(text, encoding="utf-8")
    path.with_name(f"{path.name}~").replace(path)


def with_backup(path: Path, text: str) -> None:
    """As others do: the old file is moved away, a new one is written, the old one goes."""
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, encoding="utf-8")
    path.with_name(f"{path.name}~").unlink()


def in_two_halves(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        os.fsync(file.fileno())
        file.write(text[len(text) // 2 :])


def until(running: Running, content: Path, text: str) -> Round:
    """The round after which the book holds that text; an editor may have been caught half-way before."""
    for _ in range(5):
        one = running.next()
        if one.built and published(content) == text:
            return one
    pytest.fail(f"never built: {text}")


class TestRounds:
    def test_it_imports_and_builds_at_the_start(self, running: Running, content: Path, steps: Steps) -> None:
        first = running.next()
        assert steps.done == ["import", "build"]
        assert (first.error, published(content)) == (None, "one")
        assert first.imported == unchanged.Imported((), (), 0, 0)

    @pytest.mark.parametrize("way", [save, in_place, by_rename, with_backup, in_two_halves])
    def test_an_article_is_built_however_it_is_saved(
        self, running: Running, content: Path, steps: Steps, way: Callable[[Path, str], None]
    ) -> None:
        running.next()
        way(content / "articles/a.md", "another text")
        done = until(running, content, "another text")
        assert done.built
        assert (done.sections, done.seconds) == (2, 0.5)

    def test_the_text_of_an_article_is_built_without_an_import(
        self, running: Running, content: Path, steps: Steps
    ) -> None:
        running.next()
        save(content / "articles/a.md", "another text")
        assert running.next().imported is None
        assert steps.done == ["import", "build", "build"]

    @pytest.mark.parametrize("file", ["submissions/a.txt", "review.toml", "anthology.toml"])
    def test_what_an_import_reads_is_imported_first(
        self, running: Running, content: Path, steps: Steps, file: str
    ) -> None:
        running.next()
        save(content / file, "changed")
        assert running.next().imported
        assert steps.done == ["import", "build"] * 2

    def test_an_article_that_comes_is_imported_too(
        self, running: Running, content: Path, steps: Steps
    ) -> None:
        running.next()
        save(content / "articles/b.md", "new")
        assert running.next().imported

    @pytest.mark.parametrize("file", ["layouts/shared/book.css", "fonts/a.otf", "layouts/new/theme.toml"])
    def test_layouts_and_fonts_are_watched(
        self, running: Running, content: Path, steps: Steps, file: str
    ) -> None:
        running.next()
        save(content.parent.parent / "tool" / file, "/* new */")
        done = running.next()
        assert done.built
        assert done.built.made
        assert steps.done[-1] == "build"

    def test_what_modules_remember_of_them_is_forgotten(
        self, running: Running, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        forgot: list[str] = []
        monkeypatch.setattr(watching, "_forget", lambda: forgot.append("all"))
        running.next()
        before = len(forgot)
        save(content / "articles/a.md", "two")
        running.next()
        assert len(forgot) == before
        save(content.parent.parent / "tool/fonts/a.otf", "new")
        running.next()
        assert len(forgot) == before + 1

    def test_what_a_round_writes_starts_no_other(self, content: Path, steps: Steps) -> None:
        run = Running(content)
        run.next()
        for number in range(3):
            save(content / "submissions/a.txt", f"sent {number}")
            run.next()
        save(content / "articles/a.md", "last")
        until(run, content, "last")
        assert run.end() == []
        assert steps.done == ["import", "build"] * 4 + ["build"]

    def test_a_file_that_is_saved_as_it_was_and_one_that_nobody_reads_start_none(
        self, content: Path, steps: Steps
    ) -> None:
        run = Running(content)
        run.next()
        save(content / "articles/a.md", "one")
        save(content / "articles/.a.md.swp", "swap")
        save(content.parent / "output/notes.txt", "mine")
        save(content.parent / "elsewhere.md", "x")
        save(content / "articles/a.md", "two")
        until(run, content, "two")
        assert run.end() == []
        assert steps.done == ["import", "build", "build"]

    def test_what_is_saved_during_a_round_gets_a_round_of_its_own(
        self, content: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = steps.build

        def build(*args: Any, **wishes: Any) -> pipeline.Built:
            built = whole(*args, **wishes)
            if published(content) == "one":
                save(content / "articles/a.md", "two")
            return built

        monkeypatch.setattr(pipeline, "build", build)
        run = Running(content)
        run.next()
        until(run, content, "two")
        run.end()


class TestErrors:
    @pytest.mark.parametrize(
        ("text", "code"), [("broken", "article-syntax"), ("fault", "tool-failed"), ("\udcff", "tool-failed")]
    )
    def test_one_is_told_and_the_next_save_is_built(
        self, running: Running, content: Path, text: str, code: str
    ) -> None:
        running.next()
        (content / "articles/a.md").write_bytes(text.encode("utf-8", "surrogateescape"))
        done = running.next()
        assert (done.built, done.error and done.error.code) == (None, code)
        assert published(content) == "one"
        save(content / "articles/a.md", "mended")
        until(running, content, "mended")

    def test_one_at_the_start_does_not_end_the_watch(self, content: Path, steps: Steps) -> None:
        save(content / "submissions/a.txt", "broken")
        run = Running(content)
        first = run.next()
        assert first.error
        assert (first.error.code, steps.done) == ("not-text", ["import"])
        save(content / "submissions/a.txt", "mended")
        assert run.next().built
        assert run.end() == []

    def test_an_import_that_failed_is_made_again_when_anything_is_saved(
        self, running: Running, content: Path, steps: Steps
    ) -> None:
        running.next()
        save(content / "submissions/a.txt", "broken")
        assert running.next().error
        save(content / "articles/a.md", "two")
        assert running.next().error
        assert steps.done[2:] == ["import", "import"]

    def test_a_folder_that_is_deleted_and_comes_back_is_followed(
        self, running: Running, content: Path
    ) -> None:
        running.next()
        shutil.copytree(content, content.parent / "copy")
        shutil.rmtree(content / "articles")
        while (done := running.next()).error is None:
            pass
        assert done.error.code == "tool-failed"  # the stand-in misses the file
        shutil.copytree(content.parent / "copy/articles", content / "articles")
        until(running, content, "one")
        save(content / "articles/a.md", "two")
        until(running, content, "two")

    @pytest.mark.parametrize("way", [shutil.rmtree, lambda path: path.rename(path.with_name("away"))])
    def test_the_content_folder_itself_may_go_and_come_back(
        self, running: Running, content: Path, way: Callable[[Path], object]
    ) -> None:
        running.next()
        shutil.copytree(content, content.parent / "copy")
        way(content)
        while running.next().error is None:
            pass
        (content.parent / "copy").rename(content)
        while (done := running.next()).built is None:
            pass
        save(content / "articles/a.md", "two")
        until(running, content, "two")
        assert done.error is None

    def test_a_machine_that_cannot_watch_is_told(
        self, content: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError("OS file watch limit reached.")

        monkeypatch.setattr(watchfiles, "watch", refuse)
        run = Running(content)
        (error,) = [run.rounds.get(timeout=PATIENCE_S)]
        assert isinstance(error, AnthologyError)
        assert (error.code, "limit" in error.hint) == ("watch-failed", True)
        run.end()


class TestMemory:
    def test_what_an_earlier_build_left_is_let_go_when_it_is_used_no_more(
        self, running: Running, content: Path, steps: Steps
    ) -> None:
        running.next()
        for number in range(12):
            save(content / "articles/a.md", f"text {number}")
            until(running, content, f"text {number}")
        gc.collect()
        alive = [one for one in steps.left if one() is not None]
        assert len(steps.left) >= 13
        assert len(alive) <= 2


# --- the whole command -------------------------------------------------------------------------------


class Program:
    """`anthology watch` as a process; `until` waits for a line that it prints."""

    def __init__(self, folder: Path, language: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "anthology.cli", "watch", "--jobs", "1"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": language, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        self._guard = threading.Timer(5 * PATIENCE_S, self.process.kill)
        self._guard.start()

    def until(self, pattern: str) -> list[str]:
        """The lines up to the one that matches."""
        assert self.process.stderr is not None
        seen = []
        for line in self.process.stderr:
            seen.append(line.rstrip("\n"))
            if re.search(pattern, line):
                return seen
        raise AssertionError(f"never said: {pattern}\n" + "\n".join(seen))

    def end(self, number: int) -> str:
        """Send a signal; the rest of what is said."""
        self.process.send_signal(number)
        assert self.process.stderr is not None
        rest = self.process.stderr.read()
        self.process.wait(PATIENCE_S)
        self._guard.cancel()
        self.process.stderr.close()
        return rest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begin(tmp_path, language="fr")
    return tmp_path


def test_the_command_builds_on_save_tells_errors_recovers_and_ends_quietly(folder: Path) -> None:
    program = Program(folder, "fr")
    try:
        start = program.until(r"^content est suivi\. Ctrl-C pour finir\.$")
        assert any(line.startswith("  output/book.pdf") for line in start)
        assert (folder / "output/book.epub").exists()
        article = next(iter((folder / "content/articles").glob("*.md")))
        text = article.read_text(encoding="utf-8")
        article.write_text(text + "\nUn paragraphe de plus.\n", encoding="utf-8")
        (built,) = program.until(r"^Livre fait en ")
        assert re.fullmatch(
            r"Livre fait en \d+,\d s\u00a0: \w+ sections? recomposées?\u00a0; aucune erreur, .*", built
        )
        article.write_text(text.replace("+++", "---", 1), encoding="utf-8")
        told = program.until(r"^En attente du prochain changement\.$")
        assert any("[article-front-matter]" in line for line in told)
        article.write_text(text, encoding="utf-8")
        program.until(r"^Livre fait en ")
        rest = program.end(signal.SIGINT)
    finally:
        program.process.kill()
        program._guard.cancel()
    assert rest.strip() == ""
    assert program.process.returncode == 0


def test_what_remembers_is_emptied_whatever_else_stands_in_the_modules() -> None:
    importlib.import_module("anthology.prepress.sheets")  # it holds values that answer to any name
    resources.theme("classic")
    watching._forget()
    modules = [module for name, module in sys.modules.items() if name.startswith("anthology.")]
    remembering = [one for module in modules for one in vars(module).values() if is_remembering(one)]
    assert len(remembering) > 5
    assert {one.cache_info().currsize for one in remembering} == {0}


def is_remembering(value: object) -> bool:
    return isinstance(value, functools._lru_cache_wrapper)
