"""Who is measured, and at what: our own builds after each kind of change, other tools on the same book."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from tests.bench import edits
from tests.bench.measuring import Command, Cost, Failed
from tests.bench.watching import Watch
from tests.bench.workspace import Workspace

REFERENCE = "weasyprint"
_RIVALS = Path(__file__).with_name("rivals")
_LARGE = 1000
_ROUNDS_OF_LARGE = 3


class Weight(Enum):
    """What a contender does with a large book: sets nearly nothing of it, sets all of it, is left out."""

    EDIT = "edit"
    WHOLE = "whole"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Contender:
    """One line of the table.

    `measure(workspace, round)` makes ready, then measures; `files` are what it made, below the workspace;
    `lacking(workspace)` says why it cannot run here, or nothing.
    """

    key: str
    name: str
    measure: Callable[[Workspace, int], Cost]
    files: tuple[str, ...]
    weight: Weight
    lacking: Callable[[Workspace], str] = lambda workspace: ""

    def rounds(self, size: int, wished: int) -> int:
        """How often it is measured: a book of a thousand articles is set whole once, and by few."""
        if size < _LARGE:
            return wished
        large = {Weight.EDIT: min(wished, _ROUNDS_OF_LARGE), Weight.WHOLE: 1, Weight.LEFT_OUT: 0}
        return large[self.weight]


# --- ours --------------------------------------------------------------------------------------------

_OURS = ("output/book.pdf", "output/book.epub")
Ready = Callable[[Workspace, int], None]
_PAGE_TRIES = 5


def _from_nothing(workspace: Workspace, edition: int) -> None:
    workspace.begin_anew()


def _nothing(workspace: Workspace, edition: int) -> None:
    workspace.settle()


def _edited(change: Callable[[Path, int], Path]) -> Ready:
    """A change to a book of which everything is made."""

    def make_ready(workspace: Workspace, edition: int) -> None:
        workspace.settle()
        workspace.edit(change, edition)

    return make_ready


READY: Mapping[str, Ready] = MappingProxyType(
    {
        "cold": _from_nothing,
        "style": _edited(edits.style),
        "photograph": _edited(edits.photograph),
        "page": _edited(edits.page),
        "comma": _edited(edits.comma),
        "nothing": _nothing,
    }
)
"""What is done before each of our own builds from a new process; `edition` is another one each time."""


def _built(key: str) -> Callable[[Workspace, int], Cost]:
    def measure(workspace: Workspace, edition: int) -> Cost:
        READY[key](workspace, edition)
        return workspace.build()

    return measure


def _moved(workspace: Workspace, edition: int) -> Cost:
    """A page more that moves all that follows: where it finds a side that was blank, another is tried."""
    for more in range(_PAGE_TRIES):
        READY["page"](workspace, edition + 100 * more)
        before = workspace.pages(workspace.output / "book.pdf")
        cost = workspace.build()
        if workspace.pages(workspace.output / "book.pdf") > before:
            return cost
    raise Failed("a page more moves nothing")


def _watched(workspace: Workspace, edition: int) -> Cost:
    workspace.settle()
    with Watch(workspace) as watch:
        # Two saves: what is kept in memory from the first one on is what watching is for.
        watch.after(lambda: workspace.edit(edits.comma, 100 + edition))
        return watch.after(lambda: workspace.edit(edits.comma, 200 + edition))


# --- others ------------------------------------------------------------------------------------------


def _python(script: str, source: str, target: str) -> Callable[[Workspace, int], Cost]:
    command: Command = [sys.executable, _RIVALS / script, source, target]
    return lambda workspace, edition: workspace.measured([command], workspace.others)


def _pandoc(workspace: Workspace, edition: int) -> Cost:
    import pypandoc

    pandoc: Command = [pypandoc.get_pandoc_path(), "book.md", "--toc", "--css", "book.css", "--output"]
    engine = (
        f"--pdf-engine={Path(sys.executable).with_name('weasyprint')}",
        "--pdf-engine-opt=--pdf-variant=pdf/ua-1",
    )
    commands: list[Command] = [[*pandoc, "pandoc.pdf", *engine], [*pandoc, "pandoc.epub"]]
    return workspace.measured(commands, workspace.others)


def _chromium(workspace: Workspace, edition: int) -> Cost:
    profile = workspace.others / "chromium-profile"
    shutil.rmtree(profile, ignore_errors=True)
    page = (workspace.others / "book.html").as_uri()
    command: Command = [
        _browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--user-data-dir={profile}", "--print-to-pdf=chromium.pdf", page,
    ]  # fmt: skip
    return workspace.measured([command], workspace.others)


def _pagedjs(workspace: Workspace, edition: int) -> Cost:
    command: Command = [
        shutil.which("pagedjs-cli") or "", "book.html", "--output", "pagedjs.pdf",
        "--timeout", "1200000", "--browserArgs=--no-sandbox",
    ]  # fmt: skip
    return workspace.measured([command], workspace.others, PUPPETEER_EXECUTABLE_PATH=_browser())


def _browser() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


def _needs_browser(workspace: Workspace) -> str:
    return "" if _browser() else "no Chromium is installed"


def _needs_pagedjs(workspace: Workspace) -> str:
    return _needs_browser(workspace) or (
        "" if shutil.which("pagedjs-cli") else "pagedjs-cli is not on the PATH"
    )


CONTENDERS = (
    Contender(
        REFERENCE,
        "WeasyPrint in one go",
        _python("weasyprint_alone.py", "book.html", "weasyprint.pdf"),
        ("others/weasyprint.pdf",),
        Weight.WHOLE,
    ),
    Contender("cold", "nothing made before", _built("cold"), _OURS, Weight.WHOLE),
    Contender("style", "the theme’s CSS changed", _built("style"), _OURS, Weight.LEFT_OUT),
    Contender("photograph", "one photograph changed", _built("photograph"), _OURS, Weight.EDIT),
    Contender("page", "a page more in the first article", _moved, _OURS, Weight.EDIT),
    Contender("comma", "one comma changed", _built("comma"), _OURS, Weight.EDIT),
    Contender("watch", "one comma changed, under watch", _watched, _OURS, Weight.EDIT, Watch.lacking),
    Contender("nothing", "nothing changed", _built("nothing"), _OURS, Weight.EDIT),
    Contender(
        "pandoc", "pandoc + WeasyPrint", _pandoc, ("others/pandoc.pdf", "others/pandoc.epub"), Weight.LEFT_OUT
    ),
    Contender("pagedjs", "Paged.js", _pagedjs, ("others/pagedjs.pdf",), Weight.LEFT_OUT, _needs_pagedjs),
    Contender(
        "chromium",
        "Chromium’s own print",
        _chromium,
        ("others/chromium.pdf",),
        Weight.LEFT_OUT,
        _needs_browser,
    ),
    Contender(
        "typst",
        "Typst",
        _python("typst_alone.py", "book.typ", "typst.pdf"),
        ("others/typst.pdf",),
        Weight.EDIT,
    ),
)
OURS = frozenset({*READY, "watch"})
