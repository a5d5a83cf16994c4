"""Submissions to article files: understood, cleaned, credited, and merged with what the editor did since.

The wording of a submission reaches the article unchanged but for recorded edits; what is not printed has a
named fate. Nothing is written before everything is understood. An import that has nothing to do looks at
bytes and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from anthology.cache import Cache
from anthology.config import Config
from anthology.importing.alone import alone
from anthology.importing.answered import answered, keep, looked_at
from anthology.importing.intake import added_files
from anthology.importing.writing import Imported, write
from anthology.progress import Progress, silent

__all__ = ["Imported", "imported", "understand", "write"]


def imported(
    content: Path,
    settings: Config,
    files: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Imported:
    """Import: understand everything, then write (unless it is a dry run).

    Raises:
        AnthologyError: a source or an answer cannot be used as it is; a file cannot be written; another
            import is writing to the same folder.
    """
    if dry_run:
        return understand(content, settings, files, progress, cache)
    with alone(content):
        found = understand(content, settings, files, progress, cache)
        write(content, found, progress)
        if cache is not None and found.changes:
            # What the next import will find is not what this one found: new articles are known now, and may
            # stand in a part. While all is at hand, finding it out costs next to nothing.
            understand(content, settings, (), silent, cache)
    return found


def understand(
    content: Path,
    settings: Config,
    files: Sequence[Path] = (),
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Imported:
    """Read every submission, and `files` as if they were there; say what is to be written.

    Where nothing was to be written, and all that was looked at is as it was, the same is said again.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is.
    """
    results = Cache() if cache is None else cache
    arrival = added_files(content, files)
    found = _understood(content, settings, arrival.files, progress, results)
    return replace(found, findings=(*arrival.findings, *found.findings))


def _understood(
    content: Path, settings: Config, added: Mapping[str, bytes], progress: Progress, results: Cache
) -> Imported:
    seen = looked_at(content, settings) if not added else None
    if seen and (known := answered(results, seen)):
        return known
    # To read, to recognise and to clean takes a third of a second to load: not where nothing is to be done.
    from anthology.importing.understanding import understood

    found = understood(content, settings, added, progress, results)
    # Somebody may have saved a file meanwhile: then it is not known which of the two was understood.
    if seen and not found.changes and looked_at(content, settings) == seen:
        keep(results, seen, found)
    return found
