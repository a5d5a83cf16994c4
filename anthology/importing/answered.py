"""All files that an import looks at in; what was found when they were the very same, if kept, out.

Only an import that had nothing to write is kept, so that nothing is to be written either when it is met
again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anthology import folders, records
from anthology.cache import Cache, digest
from anthology.config import Config
from anthology.errors import AnthologyError
from anthology.importing.merging import Outcome
from anthology.importing.writing import Imported
from anthology.model import Decision, Finding
from anthology.review import FILE as REVIEW

_LEDGER = f"{folders.BASES}/{folders.LEDGER}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What an import looks at: a digest of all of it, and the ledger that is there, in UTF-8."""

    name: str
    ledger: bytes


def looked_at(content: Path, settings: Config) -> Seen | None:
    """Everything that an import reads or compares, as it is now.

    None where there was no import before, and where something is no plain file or cannot be read: whoever
    really imports says what is wrong with it.
    """
    try:
        # File by file: all of a large school together would be too much to hold.
        names = [digest(file, data) for file, data in _files(content)]
        ledger = folders.read_bytes(content / _LEDGER, _LEDGER)
        ledger.decode()
    except (OSError, ValueError, AnthologyError):
        return None
    return Seen(digest(settings.model_dump_json(), digest(_LEDGER, ledger), *names), ledger)


def _files(content: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of files, in a stable order; no import looks at hidden ones.

    Raises:
        OSError: a folder cannot be read.
        SourceError: something is neither a plain file nor a folder, or cannot be read.
    """
    yield from _below(content, folders.SUBMISSIONS)
    yield from _below(content, folders.ARTICLES)
    yield from _directly_in(content, folders.BASES)
    if os.path.lexists(content / REVIEW):
        yield REVIEW, folders.read_bytes(content / REVIEW, REVIEW)


def _below(content: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder and of the folders below it."""
    for place, names, _ in os.walk(content / folder, onerror=_raised):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from _directly_in(content, os.path.relpath(place, content))


def _directly_in(content: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    with os.scandir(content / folder) as found:
        entries = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name)
    for one in entries:
        if one.is_symlink() or not one.is_dir():
            yield f"{folder}/{one.name}", folders.read_bytes(Path(one.path), one.name)


def _raised(error: OSError) -> None:
    raise error


# --- what was found ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Written:
    """An import that had nothing to write, without its ledger, which is there; outcomes are (slug, state)."""

    outcomes: tuple[tuple[str, str], ...]
    decisions: tuple[Decision, ...]
    orphans: tuple[Decision, ...]
    findings: tuple[Finding, ...]


def answered(cache: Cache, seen: Seen) -> Imported | None:
    """What an import found that looked at the very same."""
    one = cache.known("import", seen.name, partial(records.load, _Written))
    if one is None:
        return None
    outcomes = tuple(Outcome(slug, state) for slug, state in one.outcomes)
    return Imported(outcomes, one.decisions, one.orphans, one.findings, seen.ledger.decode())


def keep(cache: Cache, seen: Seen, found: Imported) -> None:
    """Keep what an import found that had nothing to write."""
    outcomes = tuple((one.slug, one.state) for one in found.outcomes)
    written = _Written(outcomes, found.decisions, found.orphans, found.findings)
    cache.keep("import", seen.name, records.dump(written))
