"""Submissions to article files: understood, cleaned, credited, and merged with what the editor did since.

The wording of a submission reaches the article unchanged but for recorded edits; what is not printed has a
named fate. Nothing is written before everything is understood. An import that has nothing to do looks at
bytes and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from anthology import folders
from anthology.cache import Cache
from anthology.config import Config
from anthology.importing import history
from anthology.importing.alone import alone
from anthology.importing.answered import answered, keep, looked_at
from anthology.importing.intake import added_files
from anthology.importing.writing import Imported, Stamps, saved_meanwhile, stamps, write
from anthology.progress import Progress, silent

__all__ = ["Imported", "imported", "understand", "undone", "write"]


def imported(
    content: Path,
    settings: Config,
    files: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
    when: int | None = None,
    keep_going: bool = False,
) -> Imported:
    """Import: understand everything, then keep what is there and write (unless it is a dry run).

    `when` is the time in seconds since 1970, for `anthology history`. With `keep_going` a submission that
    cannot be read is a finding, an error, and the others are imported.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is; a file cannot be written; another
            import is writing to the same folder.
    """
    if dry_run:
        history.stop_if_unfinished(content)
        return understand(content, settings, files, progress, cache, keep_going=keep_going)
    with alone(content):
        history.finish(content)
        found, seen = _understood_at_rest(content, settings, files, progress, cache, keep_going)
        if found.changes:
            history.keep(content, found.changes, when)
        write(content, found, progress, seen)
        if cache is not None and found.changes:
            # What the next import will find is not what this one found: new articles are known now, and may
            # stand in a part. While all is at hand, finding it out costs next to nothing.
            understand(content, settings, (), silent, cache, keep_going=keep_going)
    return found


def undone(
    content: Path, number: int | None = None, *, when: int | None = None, dry_run: bool = False
) -> history.Entry | None:
    """Bring back what stood there before import `number` (None: before the last), unless it is a dry run.

    What stands there now is kept, and can be brought back like everything else. None: nothing would change.

    Raises:
        AnthologyError: there is no such import; what was kept cannot be read; a file cannot be written; an
            import is writing to the same folder.
    """
    if dry_run:
        history.stop_if_unfinished(content)
        return history.undo(content, number, dry_run=True)
    with alone(content):
        history.finish(content)
        return history.undo(content, number, when=when)


_TRIES = 3


def _understood_at_rest(
    content: Path,
    settings: Config,
    files: Sequence[Path],
    progress: Progress,
    cache: Cache | None,
    keep_going: bool,
) -> tuple[Imported, Stamps]:
    """What is to be written, where nobody saved an article or an answer while it was found out.

    Raises:
        WriteError: somebody saves all the time.
    """
    seen = stamps(content)
    for _ in range(_TRIES):
        found = understand(content, settings, files, progress, cache, keep_going=keep_going)
        before, seen = seen, stamps(content)
        if before == seen or not found.changes:  # who writes nothing writes over nothing
            return found, seen
    raise saved_meanwhile(folders.ARTICLES)


def understand(
    content: Path,
    settings: Config,
    files: Sequence[Path] = (),
    progress: Progress = silent,
    cache: Cache | None = None,
    *,
    keep_going: bool = False,
) -> Imported:
    """Read every submission, and `files` as if they were there; say what is to be written.

    Where nothing was to be written, and all that was looked at is as it was, the same is said again.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is.
    """
    results = Cache() if cache is None else cache
    arrival = added_files(content, files)
    found = _understood(content, settings, arrival.files, progress, results, keep_going)
    return replace(found, findings=(*arrival.findings, *found.findings))


def _understood(
    content: Path,
    settings: Config,
    added: Mapping[str, bytes],
    progress: Progress,
    results: Cache,
    keep_going: bool,
) -> Imported:
    # What is said of a submission that was left out stops the next import, unless that is told to go on too.
    seen = looked_at(content, settings) if not added and not keep_going else None
    if seen and (known := answered(results, seen)):
        return known
    # To read, to recognise and to clean takes a third of a second to load: not where nothing is to be done.
    from anthology.importing.understanding import understood

    found = understood(content, settings, added, progress, results, keep_going=keep_going)
    # Somebody may have saved a file meanwhile: then it is not known which of the two was understood.
    if seen and not found.changes and looked_at(content, settings) == seen:
        keep(results, seen, found)
    return found
