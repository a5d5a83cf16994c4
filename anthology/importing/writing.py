"""What an import found, and the files that follow from it, written below the content folder.

Nothing else writes there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from anthology import folders, review, storage
from anthology.errors import WriteError
from anthology.importing.merging import Outcome
from anthology.model import Decision, Finding
from anthology.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the content folder, and what it is to hold: bytes, or a text; None: it is to go.

    What is large is only fetched when it is written.
    """

    file: str
    data: bytes | str | None
    fetched: Callable[[], bytes] | None = None


@dataclass(frozen=True)  # no slots: the ledger is decoded once
class Imported:
    """What an import found, and what it writes.

    `orphans` are answers to what is no longer asked; `changes` are empty where everything is there already.
    """

    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    orphans: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    ledger_text: str
    changes: tuple[Change, ...] = ()

    @cached_property
    def ledger(self) -> Mapping[str, Any]:
        """What `ledger.json` holds: see ARCHITECTURE.md."""
        decoded: dict[str, Any] = json.loads(self.ledger_text)
        return decoded


def changes(
    content: Path, added: Mapping[str, bytes], made: Iterable[Change], review_text: str, ledger_text: str
) -> Iterator[Change]:
    """What is to be written: a file that would not change is left out.

    An empty `review_text` stands for: nothing was ever asked.
    """
    wanted: list[Change] = [*(Change(file, data) for file, data in added.items()), *made]
    if review_text:
        wanted.append(Change(review.FILE, review_text))
    wanted.append(Change(f"{folders.BASES}/{folders.LEDGER}", ledger_text))
    return (change for change in wanted if change.fetched or not _is_so(content / change.file, change.data))


def articles_changed(content: Path, outcomes: Iterable[Outcome]) -> Iterator[Change]:
    """What becomes of the article files, and of what is kept of them for the next import."""
    for one in outcomes:
        yield from _of_article(content, one)


def _of_article(content: Path, one: Outcome) -> Iterator[Change]:
    if one.aside is not None:
        yield Change(aside_file(content, one.slug), one.aside)
    for folder in (folders.ARTICLES, folders.BASES):
        yield Change(f"{folder}/{one.slug}{folders.INCOMING}", one.incoming)
    if one.text is not None:
        yield Change(f"{folders.ARTICLES}/{one.slug}.md", one.text)
    if one.base is not None:
        yield Change(f"{folders.BASES}/{one.slug}.md", one.base)


def aside_file(content: Path, slug: str) -> str:
    """A file beside an article for what an editor made of a text that was set aside: it is in no book."""
    names = (f"{folders.ARTICLES}/{slug}.{number}{folders.INCOMING}" for number in count(1))
    return next(name for name in names if not (content / name).exists())


def _is_so(path: Path, data: bytes | str | None) -> bool:
    if data is None:
        return not path.exists()
    return path.exists() and path.read_bytes() == encoded(data)


def encoded(data: bytes | str) -> bytes:
    """The bytes of a file: those of a text are made when they are needed, for there may be many texts."""
    return data.encode() if isinstance(data, str) else data


def write(content: Path, imported: Imported, progress: Progress = silent, seen: Stamps | None = None) -> None:
    """Write what is to be written, in order, after sweeping up what a killed import left.

    `seen` says what an editor's files were like when they were looked at (`stamps`): one that was saved since
    then is not written over.

    Raises:
        WriteError: a file cannot be written, or was saved meanwhile; those before it are whole, and a later
            import does the rest.
    """
    for folder in (folders.SUBMISSIONS, folders.PHOTOS, folders.ARTICLES, folders.BASES, "."):
        storage.sweep(content / folder)
    for done, change in enumerate(imported.changes):
        progress(done, len(imported.changes), "writing")
        if (
            seen is not None
            and _is_the_editors(change.file)
            and stamp(content / change.file) != seen.get(change.file)
        ):
            raise saved_meanwhile(change.file)
        if change.fetched:
            storage.write_file(content / change.file, change.fetched())
        elif change.data is None:
            storage.take_away(content / change.file)
        else:
            storage.write_file(content / change.file, encoded(change.data))


# --- what somebody saves while an import works -------------------------------------------------------

Stamp = tuple[int, int, int, int]
Stamps = Mapping[str, Stamp]
"""When the system last wrote the files that an editor may save, by their names."""


def stamps(content: Path) -> Stamps:
    """The articles and the answers, as they are now."""
    files = [*folders.names(content, folders.ARTICLES), review.FILE]
    found = ((file, stamp(content / file)) for file in files)
    return {file: one for file, one in found if one is not None}


def stamp(path: Path) -> Stamp | None:
    """What changes when somebody saves a file; None: it is not there."""
    try:
        state = path.lstat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _is_the_editors(file: str) -> bool:
    return file == review.FILE or file.startswith(f"{folders.ARTICLES}/")


def saved_meanwhile(file: str) -> WriteError:
    """Somebody saved a file between the look at it and the change of it: it is left as it was saved."""
    return WriteError(
        "saved-meanwhile",
        "somebody saved this file in this very moment: it stays as it was saved",
        hint="do the same again: what was saved is then taken into account",
        file=file,
    )
