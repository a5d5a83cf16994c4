"""A small book of several states, and what is found where a build of it was stopped."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from anthology import storage
from tests.safety.counts import count
from tests.safety.crash_host import Ended, Host, Run

_SETTINGS = """\
[book]
title = "Trois textes"
language = "fr"
school = "École du Rivage"
date = "2024-05"
"""
_ARTICLE = """\
+++
title = "{title}"
authors = [{{ given = "Inès", family = "Causse", role = "author" }}]
+++
La pluie tombe depuis ce matin, et personne ne sort ; on entend les gouttières, puis plus rien.

{more}
"""
_SUMS = shutil.which("sha256sum")
MIXED = "mixed"
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A folder with a book of three short articles, of which one has several states."""

    folder: Path

    @property
    def output(self) -> Path:
        """Where it is built."""
        return self.folder / "output"

    @property
    def articles(self) -> Path:
        """Where its articles are."""
        return self.folder / "content" / "articles"

    def lay_down(self) -> Book:
        """Write its sources, in state 0."""
        self.articles.mkdir(parents=True)
        (self.folder / "content" / "anthology.toml").write_text(_SETTINGS, encoding="utf-8")
        for name in ("un", "deux"):
            text = _ARTICLE.format(title=f"Le {name}", more="On tient.")
            (self.articles / f"{name}.md").write_text(text, encoding="utf-8")
        self.turn_to(0)
        return self

    def turn_to(self, state: int) -> None:
        """Let the third article say something else in each state."""
        text = _ARTICLE.format(title="Le trois", more=f"On compte {state} bateaux.")
        (self.articles / "trois.md").write_text(text, encoding="utf-8")

    def build(self, host: Host, *more: str, **befalls: object) -> Ended:
        """Build it by the command."""
        return host.run(self.run("build", *more, **befalls))

    def run(self, *args: str, **befalls: object) -> Run:
        """A command about it."""
        environment = {"TMPDIR": str(self.temporary)}
        return Run(args, cwd=str(self.folder), environment=environment, **befalls)  # type: ignore[arg-type]

    @property
    def temporary(self) -> Path:
        """Where its commands put what is temporary."""
        folder = self.folder / "tmp"
        folder.mkdir(exist_ok=True)
        return folder


def made(book: Book, host: Host) -> dict[int, str]:
    """The sums of states 0 and 1, each built from the other until all is kept that can be."""
    book.turn_to(0)
    first = host.learn(book.run("build"))
    assert first.status == 0, first.said
    found: dict[int, str] = {}
    for state in (1, 0, 1, 0)[: count(2, 4)]:
        book.turn_to(state)
        done = book.build(host)
        assert done.status == 0, done.said
        sums = standing(book.output)
        assert found.setdefault(state, sums) == sums, "the same sources make the same bytes"
    assert found[0] != found[1]
    return found


def standing(output: Path) -> str:
    """The sums of the set that a person finds: empty where there is none, `mixed` where it is not whole."""
    there = plain(output)
    sums = there.pop(storage.SUMS, None)
    if sums is None:
        return MIXED if there else NOTHING
    told = "".join(f"{hashlib.sha256(there[name]).hexdigest()}  {name}\n" for name in sorted(there))
    return told if told == sums.decode() and _is_verified(output) else MIXED


def _is_verified(output: Path) -> bool:
    """What the command says that people are told to use."""
    if _SUMS is None:
        return True
    command = [_SUMS, "--check", "--strict", "--quiet", storage.SUMS]
    return subprocess.run(command, cwd=output, capture_output=True, check=False).returncode == 0


def plain(output: Path) -> dict[str, bytes]:
    """Every file under a name that people see."""
    found = {}
    for folder, folders, files in os.walk(output, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(folder) / name
            if not name.startswith(".") and path.exists():
                found[path.relative_to(output).as_posix()] = path.read_bytes()
    return found


def leftovers(book: Book) -> list[str]:
    """What is in the output folder beside the one set that stands."""
    sets = sorted(path.name for path in (book.output / ".sets").iterdir())
    hidden = [path.name for path in book.output.iterdir() if path.name.startswith(".")]
    known = {".sets", ".current", ".lock"}
    return [*sets[1:], *(name for name in hidden if name not in known)]
