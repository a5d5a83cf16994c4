"""What a command is about -> what it has to say: the same again where nothing changed, or after the work.

What a command said is kept under the digest of all it read. Where the same files are there again, and the
same outputs, it is said again. The steps themselves are imported only when there is work for them: to load
them takes longer than to see that there is none.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from anthology import __version__, cache, records, sources, storage
from anthology.bindery.versions import engine_versions
from anthology.cache import Cache, digest, tool_digest
from anthology.errors import AnthologyError, SystemRefusal, ToolError, together
from anthology.model import Finding
from anthology.progress import Progress, silent
from anthology.sources import Sources

if TYPE_CHECKING:
    from anthology import pipeline
    from anthology.bindery.crew import Crew

T = TypeVar("T")

_SETTINGS = "anthology.toml"
_LEDGER = Path(".import", "ledger.json")
_UNFINISHED = Path(".history", "unfinished.json")
"""An undo that was broken off: half of it is nothing that is known."""

# --- where results are kept --------------------------------------------------------------------------


def opened(content: Path) -> Cache:
    """The results of earlier commands about a content folder, given by this very tool.

    Where there are no settings there is no book: nothing is kept, and nothing written.
    """
    if not (content / _SETTINGS).is_file():
        return Cache()
    return Cache(results_folder(content), salt=tool_digest() + engine_versions())


def results_folder(content: Path) -> Path:
    """Where results are kept: `.cache/` beside the content folder, also where that is named `.`."""
    # Not `resolve`: where the content folder is a link, what is made of it stays with the link.
    return Path(os.path.abspath(content)).parent / cache.FOLDER  # noqa: PTH100


def can_keep(folder: Path) -> bool:
    """True when the next command will find what this one keeps there."""
    return os.access(folder, os.W_OK) and os.access(folder / cache.FILE, os.W_OK)


def failure(error: Exception) -> AnthologyError:
    """What stopped a command, as something that can be told: what nobody foresaw is a fault of the tool."""
    if isinstance(error, AnthologyError):
        return error
    if isinstance(error, MemoryError) or _OUT_OF_MEMORY.search(str(error)):
        return SystemRefusal(
            "memory-short", "there is not enough memory", hint="close other programs, or --jobs 1"
        )
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        return SystemRefusal(
            "system-refused",
            f"the system refused: {error.strerror}",
            hint="make room, or mend the rights of this place; what was there before is untouched",
            file=os.fsdecode(error.filename) if error.filename else None,
        )
    told = _told(error)
    return ToolError(
        "tool-failed",
        f"the tool failed: {type(error).__name__}: {error}",
        hint=f"report it as a fault of the tool, with what you did{told and f', and the file {told}'}",
    )


_OUT_OF_MEMORY = re.compile(r"can't start new thread|failed to map segment|[Cc]annot allocate memory")
"""What the system says where it has no memory, to those who do not know it for that."""

_REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.ENFILE}
    | {errno.ENOMEM, errno.EAGAIN, errno.EIO, errno.ENAMETOOLONG, errno.ELOOP}
)
"""What a machine answers whose disk, memory, rights or patience are at an end."""


def _told(error: Exception) -> str:
    """The file that says where in the tool it went wrong; empty where none can be written."""
    import tempfile
    import traceback

    lines = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(prefix="anthology-failed-", suffix=".txt", delete=False) as file:
            file.write(f"anthology {__version__}\n{lines}".encode("utf-8", "backslashreplace"))
    except OSError:
        return ""
    return file.name


# --- build -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has to say: a figure for each output, what was found, and the pages it set.

    `pages` is 0 where no pages were asked for. `made` is False for a build that had nothing to do.
    """

    figures: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    pages: int = 0
    made: bool = True


@dataclass(frozen=True, slots=True)
class Partly(Built):
    """The same of a build that left articles out, and what stopped it while they were in."""

    failure: AnthologyError | None = None


@dataclass(frozen=True, slots=True)
class _Published:
    """What a build said, and the sums of the set it left in the output folder."""

    built: Built
    sums: str


def build(
    content: Path,
    output: Path,
    results: Cache,
    *,
    only: Sequence[str] = (),
    quick: bool = False,
    draft: bool = False,
    keep_going: bool = False,
    progress: Progress = silent,
    hire: Callable[[], Crew] | None = None,
    before: Sources | None = None,
) -> Built:
    """Make the book and publish it, unless this very set stands there already, made of the same sources.

    `hire` is asked for a crew when there is work; `before` are the sources, if they were read just now. With
    `keep_going` articles that stop the build are left out (`Partly`): that is done anew each time.

    Raises:
        AnthologyError: something stops the build; the set that was there stays whole.
    """
    before = before or sources.read(content)
    key = digest(before.whole if before else "", str(draft), "quick" if quick else "", *only)
    if before and (known := _published_before(output, results, key)):
        return known
    crew = hire() if hire else None
    if crew:
        # There is hardly a change that sets no page: the engine is loaded while we load and read all else.
        crew.warm()
    from anthology import pipeline

    made = pipeline.build(
        content,
        output,
        only=only,
        quick=quick,
        draft=draft,
        keep_going=keep_going,
        progress=progress,
        cache=results,
        crew=crew,
    )
    if made.left_out:
        return Partly(tuple(made.figures.items()), made.findings, made.pages, failure=together(made.left_out))
    built = Built(tuple(made.figures.items()), made.findings, made.pages)
    if before and sources.untouched(content, before):
        results.keep("command build", key, records.dump(_Published(built, digest(made.sums))))
    return built


def _published_before(output: Path, results: Cache, key: str) -> Built | None:
    known = _kept(results, "command build", key, _Published)
    if known is None or not output.is_dir():
        return None
    with storage.locked(output):
        stands = storage.standing(output)
    return replace(known.built, made=False) if stands and digest(stands) == known.sums else None


# --- check -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Checked:
    findings: tuple[Finding, ...]


def check(content: Path, output: Path, results: Cache, *, outside: bool = False) -> tuple[Finding, ...]:
    """Every finding about the sources, the book and the outputs that are there.

    What the outside validators say is asked of them each time.

    Raises:
        AnthologyError: the settings or an article cannot be read at all.
    """
    before = None if outside else sources.read(content)
    there = _sums(output)
    key = digest(before.whole if before else "", there)
    if before and (known := _kept(results, "command check", key, _Checked)):
        return known.findings
    from anthology import pipeline

    findings = pipeline.check(content, output, outside=outside, cache=results)
    if before and sources.untouched(content, before) and _sums(output) == there:
        results.keep("command check", key, records.dump(_Checked(findings)))
    return findings


def _sums(output: Path) -> str:
    try:
        return storage.sums(storage.published(output))
    except AnthologyError:
        return ""


# --- import ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has to say: (slug, state) of each article, findings, open and answered questions."""

    outcomes: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    open: int
    taken: int


def import_submissions(
    content: Path,
    files: Sequence[Path],
    results: Cache,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    when: int | None = None,
    keep_going: bool = False,
) -> tuple[Imported, Callable[[], str]]:
    """Read every submission and write what it makes, unless the last import found the very same.

    The second value gives the ledger, as JSON. `when` is the time, in seconds since 1970. With `keep_going`
    what cannot be read is left out, and is an error among the findings.

    Raises:
        AnthologyError: a source or the settings cannot be read, or a file cannot be written.
    """
    before = None if (content / _UNFINISHED).exists() else sources.read(content)
    if before and not files and (known := _kept(results, "command import", before.whole, Imported)):
        return known, partial((content / _LEDGER).read_text, encoding="utf-8")
    from anthology import pipeline

    done = pipeline.import_submissions(
        content,
        files,
        dry_run=dry_run,
        progress=progress,
        cache=results,
        when=when,
        keep_going=keep_going,
    )
    if not dry_run and not any(one.severity == "error" for one in done.findings):
        _keep_next(content, done, results, before)
    return _imported(done), lambda: done.ledger_text


def _keep_next(content: Path, done: pipeline.Imported, results: Cache, before: Sources | None) -> None:
    """Keep what the next import will say, if it will have nothing to write."""
    from anthology import pipeline

    if done.changes:
        # It says something else than this one; with all at hand, asking costs next to nothing.
        before = sources.read(content)
        done = pipeline.import_submissions(content, dry_run=True, cache=results)
    if before and not done.changes and sources.untouched(content, before):
        results.keep("command import", before.whole, records.dump(_imported(done)))


def _imported(done: pipeline.Imported) -> Imported:
    still_open = sum(one.open for one in done.decisions)
    return Imported(
        tuple((one.slug, one.state) for one in done.outcomes),
        done.findings,
        still_open,
        len(done.decisions) - still_open,
    )


# --- both --------------------------------------------------------------------------------------------


def _kept(results: Cache, command: str, key: str, kind: type[T]) -> T | None:
    """What was kept under that name, if it is what it should be."""
    data = results.recall(command, key)
    try:
        return records.load(kind, data) if data is not None else None
    except (ValueError, LookupError, TypeError):
        return None
