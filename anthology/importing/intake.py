"""The submissions folder, and the files that are to be added to it, to manuscripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anthology import folders, readers
from anthology.errors import AnthologyError, SourceError, together
from anthology.model import Manuscript
from anthology.progress import Progress


def added_files(content: Path, files: Sequence[Path]) -> dict[str, bytes]:
    """New submissions by the name they will have.

    Raises:
        SourceError: one cannot be read, or a different file has its name already.
    """
    added: dict[str, bytes] = {}
    for path in files:
        file = f"{folders.SUBMISSIONS}/{path.name}"
        data = folders.read_bytes(path, str(path))
        there = content / file
        if (there.exists() and there.read_bytes() != data) or added.get(file, data) != data:
            raise SourceError(
                "submission-name-taken",
                "another submission has this name",
                hint="give the new file another name; what was received is never changed",
                file=file,
            )
        added[file] = data
    return added


def manuscripts(content: Path, added: Mapping[str, bytes], progress: Progress) -> tuple[Manuscript, ...]:
    """Every submission that is there or will be, in the order of their names.

    Raises:
        SourceError: one of them cannot be read (`Several` when more).
    """
    read: list[Manuscript] = []
    failures: list[AnthologyError] = []
    files = sorted({*folders.names(content, folders.SUBMISSIONS), *added})
    for done, file in enumerate(files, start=1):
        try:
            data = added[file] if file in added else folders.read_bytes(content / file, file)
            read.append(readers.read(data, file))
        except AnthologyError as error:
            failures.append(error)
        progress(done, len(files), file)
    if failures:
        raise together(failures)
    return tuple(read)
