"""The submissions folder, and the files that are to be added to it, to manuscripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anthology import folders, records
from anthology.cache import Cache, digest
from anthology.errors import AnthologyError, SourceError, together
from anthology.model import Manuscript
from anthology.progress import Progress


def added_files(content: Path, files: Sequence[Path]) -> dict[str, bytes]:
    """New submissions by the name they will have; one that is there already, byte for byte, is not new.

    Raises:
        SourceError: one cannot be read, or a different file has its name already.
    """
    added: dict[str, bytes] = {}
    for path in files:
        file = f"{folders.SUBMISSIONS}/{path.name}"
        data = folders.read_bytes(path, str(path))
        there = content / file
        before = there.read_bytes() if there.exists() else added.get(file)
        if before is not None and before != data:
            raise SourceError(
                "submission-name-taken",
                "another submission has this name",
                hint="give the new file another name; what was received is never changed",
                file=file,
            )
        if not there.exists():
            added[file] = data
    return added


def manuscripts(
    content: Path, added: Mapping[str, bytes], progress: Progress, cache: Cache
) -> tuple[Manuscript, ...]:
    """Every submission that is there or will be, in the order of their names; what is kept is not read again.

    Raises:
        SourceError: one of them cannot be read (`Several` when more).
    """
    read: list[Manuscript] = []
    failures: list[AnthologyError] = []
    files = sorted({*folders.names(content, folders.SUBMISSIONS), *added})
    for done, file in enumerate(files, start=1):
        try:
            data = added[file] if file in added else folders.read_bytes(content / file, file)
            read.extend(_received(data, file, cache))
        except AnthologyError as error:
            failures.append(error)
        progress(done, len(files), file)
    if failures:
        raise together(failures)
    return tuple(read)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a file, without its pictures: those are read again where they are needed."""

    manuscripts: tuple[Manuscript, ...]


def _received(data: bytes, file: str, cache: Cache) -> tuple[Manuscript, ...]:
    def read() -> _Texts:
        # Most imports read nothing anew: none of the readers is loaded for them.
        from anthology import readers

        return _Texts(readers.read(data, file).manuscripts)

    key = digest(file, data)
    return cache.remember(
        "manuscript", key, read, dump=records.dump, load=partial(records.load, _Texts)
    ).manuscripts
