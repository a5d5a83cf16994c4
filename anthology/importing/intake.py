"""The submissions folder, and the files that are to be added to it, to manuscripts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anthology import folders, records
from anthology.cache import Cache, digest
from anthology.errors import AnthologyError, SourceError, apart, together
from anthology.importing.parcels import Arrival, arrived, shared_out, sorted_out
from anthology.model import Finding, Manuscript, PhotoFacts, Severity
from anthology.progress import Progress
from anthology.strangers import Reader, decoded


def added_files(content: Path, paths: Sequence[Path]) -> Arrival:
    """New submissions by the name they will have; one that is there already, byte for byte, is not new.

    A path may be that of a file, of a folder or of an archive: see `anthology.importing.parcels`.

    Raises:
        SourceError: one cannot be read, or a different file has its name already.
    """
    arrivals = [arrived(path) for path in paths]
    files = [pair for one in arrivals for pair in one.files.items()]
    return Arrival(_new(content, files), tuple(finding for one in arrivals for finding in one.findings))


def _new(content: Path, files: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    added: dict[str, bytes] = {}
    for file, data in files:
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


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, in the order of the files, and what a person should know of its reading.

    `files` holds the name and the digest of every file, also of those that hold no text; `loose` of the
    pictures that came as files of their own. Where one belongs to a text, that text's `pictures` say so.
    `facts` holds what pictures say of themselves, by the digest of their bytes.
    """

    manuscripts: tuple[Manuscript, ...]
    findings: tuple[Finding, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    loose: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, PhotoFacts], ...] = ()


def submissions(
    content: Path,
    added: Mapping[str, bytes],
    progress: Progress,
    cache: Cache,
    reader: Reader,
    *,
    keep_going: bool = False,
) -> Sent:
    """Every submission that is there or will be, in the order of their names; what is kept is not read again.

    One whose reading had to be stopped is told, and the others are read; with `keep_going` so is one that
    cannot be read.

    Raises:
        SourceError: one of them cannot be read (`Several` when more).
    """
    read: list[Sent] = []
    failures: list[AnthologyError] = []
    parcel = sorted_out({*folders.names(content, folders.SUBMISSIONS), *added})
    files = parcel.files
    for done, file in enumerate(files, start=1):
        try:
            read.append(_received(_bytes_of(content, added, file), file, cache, reader))
        except AnthologyError as error:
            if keep_going:
                read.append(_left_out(error, file))
            else:
                failures.append(error)
        progress(done, len(files), file)
    if failures:
        raise together(failures)
    return _together(read, parcel.findings)


def _left_out(error: AnthologyError, file: str) -> Sent:
    """A file of which nothing is imported, and why."""
    return Sent(
        (),
        tuple(
            Finding(one.code, Severity.ERROR, one.message, one.hint, one.file or file, one.line, one.column)
            for one in apart(error)
        ),
    )


def _together(read: Sequence[Sent], passed_over: Sequence[Finding]) -> Sent:
    """All that was read, each photograph with the text that it belongs to."""
    loose = tuple(one for each in read for one in each.loose)
    shared = shared_out([one for each in read for one in each.manuscripts], dict(loose))
    return Sent(
        shared.manuscripts,
        (*passed_over, *(one for each in read for one in each.findings)),
        tuple(one for each in read for one in each.files),
        loose,
        tuple(one for each in read for one in each.facts),
    )


def _bytes_of(content: Path, added: Mapping[str, bytes], file: str) -> bytes:
    return added[file] if file in added else folders.read_bytes(content / file, file)


def _received(data: bytes, file: str, cache: Cache, reader: Reader) -> Sent:
    """The texts of a file, without its pictures: those are read again where they are needed."""
    key = digest(file, data)
    kept = cache.known("manuscript", key, partial(records.load, Sent))
    if kept is not None:
        return kept
    read = _read_apart(data, file, reader)
    # What cannot be read today may be tomorrow, when LibreOffice is there.
    if read.manuscripts or read.loose:
        cache.keep("manuscript", key, records.dump(read))
    return read


def _read_apart(data: bytes, file: str, reader: Reader) -> Sent:
    """The same, read by a confined child; not where another program, with its own limits, converts it."""
    # Most imports read nothing anew: none of the readers is loaded for them. Whom a child is forked from has
    # loaded them for all that follow.
    from anthology import readers  # noqa: F401

    try:
        read = reader.read(_read_here, data, file)
    except SourceError as error:
        if error.code != "reading-stopped":
            raise
        own = (file, hashlib.sha256(data).hexdigest())
        return Sent((), (Finding(error.code, Severity.WARNING, error.message, error.hint, file),), (own,))
    return _read(data, file) if read is None else read


def _read_here(data: bytes, file: str) -> Sent | None:
    from anthology import readers

    return None if readers.is_converted(data, file) else _read(data, file)


def _read(data: bytes, file: str) -> Sent:
    from anthology import readers
    from anthology.readers.photographs import credit_of

    own = (file, hashlib.sha256(data).hexdigest())
    try:
        received = readers.read(data, file)
    except SourceError as error:
        if error.code != "empty-submission":
            raise
        # Nothing can be lost of it: it stops nobody who sends a whole folder.
        said = Finding(error.code, Severity.WARNING, error.message, error.hint, file)
        return Sent((), (said,), (own,))
    loose = (own,) if received.pictures and not received.manuscripts else ()
    facts = (
        (hashlib.sha256(one).hexdigest(), decoded(credit_of, one, file=file))
        for one in received.pictures.values()
    )
    return Sent(received.manuscripts, received.findings, (own,), loose, tuple(facts))


class Opened:
    """The pictures of submissions: one file is read at a time, and held until another is asked for."""

    def __init__(self, content: Path, added: Mapping[str, bytes], reader: Reader) -> None:
        self._content = content
        self._added = added
        self._reader = reader
        self._held: tuple[str, Mapping[str, bytes]] = "", {}

    def picture(self, manuscript: str, name: str) -> bytes:
        """The bytes of a picture of a manuscript, as they came.

        Raises:
            SourceError: the file cannot be read (any more), or the picture is not in it.
        """
        file = manuscript if self._has(manuscript) else manuscript.rpartition("#")[0]
        if self._held[0] != file:
            data = _bytes_of(self._content, self._added, file)
            pictures = self._reader.read(_pictures_here, data, file)
            self._held = file, _pictures(data, file) if pictures is None else pictures
        if name in self._held[1]:
            return self._held[1][name]
        beside = f"{file.rpartition('/')[0]}/{name}"
        if self._has(beside):  # it came as a file of its own, beside the text
            return _bytes_of(self._content, self._added, beside)
        raise SourceError(
            "file-unreadable", f"the picture {name} is no longer in it", hint="import again", file=file
        )

    def _has(self, file: str) -> bool:
        return file in self._added or (self._content / file).exists()


def _pictures_here(data: bytes, file: str) -> Mapping[str, bytes] | None:
    from anthology import readers

    return None if readers.is_converted(data, file) else _pictures(data, file)


def _pictures(data: bytes, file: str) -> Mapping[str, bytes]:
    from anthology import readers

    return dict(readers.read(data, file).pictures)
