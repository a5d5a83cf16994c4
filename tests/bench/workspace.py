"""A folder where one book is built over and over: its content, a copy of the tool, the sources for others.

The tool is copied, so that its style sheets can be changed and nobody's work on it disturbs a measurement.
What takes memory (making articles, translating them) happens in processes of its own: a process inherits the
largest size of the one that started it, and that would be measured too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench import edits
from tests.bench.measuring import Command, Cost, Failed, run

ROOT = Path(__file__).resolve().parents[2]
MAIN = "from anthology.cli import main; main()"
_MADE = (".cache", "output")
_ROOM_TRIES = 4
_PAGES = "import sys, pypdfium2; print(len(pypdfium2.PdfDocument(sys.argv[1])))"


class Workspace:
    """A book of `size` articles, built once, in a folder that is empty before."""

    def __init__(self, folder: Path, size: int, tool: Path = ROOT) -> None:
        self.folder, self.size = folder, size
        self.content, self.output, self.tool = folder / "content", folder / "output", folder / "tool"
        self.others = folder / "others"
        self._pristine = folder / "pristine"
        self._touched: set[Path] = set()
        copy_tool(tool, self.tool)
        self._step("lay-down", self.content, str(size))
        shutil.copytree(self.content, self._pristine / "content")
        shutil.copytree(self.tool / "layouts", self._pristine / "tool" / "layouts")
        self._make_room()
        self._step("translate", self.content, self.others)

    # --- our own builds ------------------------------------------------------------------------------

    def command(self, name: str, *python: str) -> Command:
        """A command of ours on this book, in a Python of its own."""
        return [sys.executable, *python, "-c", MAIN, "--content", self.content, "--output", self.output, name]

    def build(self) -> Cost:
        """One build in a process of its own."""
        return self.measured([self.command("build")])

    def begin_anew(self) -> None:
        """Put the sources back as they were, and leave nothing that a build made."""
        self._restore_sources()
        for made in _MADE:
            shutil.rmtree(self.folder / made, ignore_errors=True)

    def settle(self) -> None:
        """Put everything back as it was when the book was built for the first time, with nothing left to do.

        The cache goes back, too: a build after an edit may find in it what the first build made, and nothing
        that builds after other edits made (a book that has moved by a leaf, whatever moved it, is one book).
        """
        self.begin_anew()
        for made in _MADE:
            shutil.copytree(self._pristine / made, self.folder / made, symlinks=True)
        self.build()

    def edit(self, change: Callable[[Path, int], Path], edition: int) -> None:
        """Make a change that `settle` takes back."""
        self._touched.add(change(self.folder, edition))

    def _make_room(self) -> None:
        """Lengthen the first article until one more page in it moves all that follow to another sheet.

        Articles open on the recto: every second page more fills a side that was blank, and moves nothing.
        """
        self.build()
        before = self.pages(self.output / "book.pdf")
        for edition in range(1000, 1000 + _ROOM_TRIES):
            self._keep()
            self.edit(edits.page, edition)
            self.build()
            if self.pages(self.output / "book.pdf") > before:
                return self.settle()
        raise Failed("the first article grows, and the book does not")

    def _keep(self) -> None:
        """Take what there is now for what `settle` puts back."""
        for file in self._touched:
            shutil.copyfile(file, self._pristine / file.relative_to(self.folder))
        self._touched.clear()
        for made in _MADE:
            shutil.rmtree(self._pristine / made, ignore_errors=True)
            shutil.copytree(self.folder / made, self._pristine / made, symlinks=True)

    def _restore_sources(self) -> None:
        for file in self._touched:
            shutil.copyfile(self._pristine / file.relative_to(self.folder), file)
        self._touched.clear()

    # --- everybody's ---------------------------------------------------------------------------------

    def measured(self, commands: list[Command], cwd: Path | None = None, **more: str) -> Cost:
        """What commands cost; `more` is set in their environment."""
        return run(commands, cwd=cwd or self.folder, environment={**self.environment, **more})

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of every command: the copied tool, heard in English."""
        return {**os.environ, "PYTHONPATH": str(self.tool), "LANGUAGE": "en"}

    def pages(self, pdf: Path) -> int:
        """How many pages a PDF has."""
        said = subprocess.run(
            [sys.executable, "-c", _PAGES, pdf], capture_output=True, text=True, check=True
        ).stdout
        return int(said)

    def words(self) -> int:
        """Words of all article files, front matter left out."""
        texts = ((file.read_text(encoding="utf-8")) for file in (self.content / "articles").iterdir())
        return sum(
            len(re.sub(r"^\+\+\+\n.*?\n\+\+\+\n", "", text, flags=re.DOTALL).split()) for text in texts
        )

    def _step(self, *arguments: str | Path) -> None:
        path = os.pathsep.join(map(str, (self.tool, ROOT)))
        subprocess.run(
            [sys.executable, "-m", "tests.bench", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path},
            check=True,
        )


def copy_tool(tool: Path, target: Path) -> None:
    """Copy all of the tool that a command needs, compiled."""
    leave = shutil.ignore_patterns("__pycache__")
    for part in ("anthology", "layouts"):
        shutil.copytree(tool / part, target / part, ignore=leave)
    (target / "fonts").symlink_to((tool / "fonts").resolve())
    subprocess.run([sys.executable, "-m", "compileall", "-q", target / "anthology"], check=True)
