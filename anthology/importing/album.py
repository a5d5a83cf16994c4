"""The pictures of all submissions in; the file of content/photos/ that each is, and what to write, out.

The same bytes are one file. A file that is there is never written over: it may be the editor's own, or ours
that somebody retouched. What import wrote, and of which bytes, is kept beside the bases of the articles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from anthology import folders
from anthology.errors import SourceError
from anthology.importing.writing import Change
from anthology.jsontext import to_json
from anthology.model import Manuscript
from anthology.pictures import SUFFIXES

RECORD = f"{folders.BASES}/photos.json"
"""Where it is kept which bytes each file was written from: names to digests."""

_UNFIT = re.compile(r"[^\w.-]+")

Fetch = Callable[[str, str], bytes]
"""(submission, name of a picture in it) to its bytes."""


@dataclass(frozen=True, slots=True)
class _Print:
    """A picture, where its bytes are to be had, and the file it is to be."""

    submission: str
    name: str
    sha256: str
    file: str


class Album:
    """The files of all pictures that a book can show."""

    def __init__(self, content: Path, prints: Sequence[_Print], record: Mapping[str, str]) -> None:
        self._content = content
        self._prints = prints
        self._record = record
        self._by_submission: dict[str, dict[str, str]] = {}
        for one in prints:
            self._by_submission.setdefault(one.submission, {})[one.name] = one.file

    def __bool__(self) -> bool:
        return bool(self._prints)

    def of(self, submission: str) -> Mapping[str, str]:
        """The files of the pictures of one manuscript, by their names in it."""
        return self._by_submission.get(submission, {})

    def changes(self, texts: Iterable[str], fetch: Fetch) -> Iterator[Change]:
        """What is to be written so that each picture that one of the texts shows is there."""
        shown = set(_shown(texts)) if self._prints else set()
        wanted = {one.file: one for one in reversed(self._prints) if quote(one.file) in shown}
        for file, one in sorted(wanted.items()):
            if not _is_there(self._content / file):
                yield Change(file, None, partial(fetch, one.submission, one.name))
        kept = {file: digest for file, digest in self._record.items() if _is_there(self._content / file)}
        record = kept | {file: one.sha256 for file, one in wanted.items()}
        if record or self._record:
            yield Change(RECORD, to_json(dict(sorted(record.items()))).encode())


def album_of(content: Path, manuscripts: Sequence[Manuscript]) -> Album:
    """Give each picture its file: the one it had, else one of its own name that nothing else has.

    Raises:
        SourceError: a file of the photographs, or the record of them, cannot be read.
    """
    pictures = [(each.file, one) for each in manuscripts for one in each.pictures if _fits(one.name)]
    record = _record(content)
    named = {digest: file for file, digest in sorted(record.items(), reverse=True)}
    taken = dict(record)
    prints = []
    for submission, one in pictures:
        if one.sha256 not in named:
            named[one.sha256] = _free(content, one.name, one.sha256, taken)
            taken[named[one.sha256]] = one.sha256
        prints.append(_Print(submission, one.name, one.sha256, named[one.sha256]))
    return Album(content, prints, record)


def _fits(name: str) -> bool:
    """Whether the name is that of a picture of a kind that a book can show."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _free(content: Path, name: str, sha256: str, taken: Mapping[str, str]) -> str:
    """A name that no other picture has, there or to be written; a file of the very bytes is this one."""
    path = PurePosixPath(_UNFIT.sub("-", name).strip("-.") or "photo")
    suffix = path.suffix or PurePosixPath(name).suffix
    number = 1
    while True:
        file = f"{folders.PHOTOS}/{path.stem}{f'-{number}' if number > 1 else ''}{suffix}"
        if taken.get(file, sha256) == sha256 and _is_free(content / file, file, sha256):
            return file
        number += 1


def _is_free(path: Path, file: str, sha256: str) -> bool:
    if not _is_there(path):
        return True
    return hashlib.sha256(folders.read_bytes(path, file)).hexdigest() == sha256


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _record(content: Path) -> dict[str, str]:
    """Which bytes each file was written from."""
    text = folders.optional_text(content, RECORD)
    if text is None:
        return {}
    try:
        known = json.loads(text)
        return {str(file): str(digest) for file, digest in known.items()}
    except (ValueError, AttributeError, RecursionError):
        raise SourceError(
            "ledger-damaged",
            "the list of the pictures that import wrote is damaged",
            hint="delete it: import writes it anew",
            file=RECORD,
        ) from None


_ADDRESS = re.compile(rf"\]\(({folders.PHOTOS}/[^)\s]+)\)|file = \"({folders.PHOTOS}/[^\"]+)\"")


def _shown(texts: Iterable[str]) -> Iterator[str]:
    """The addresses of the pictures that texts show or name."""
    for text in texts:
        for found in _ADDRESS.finditer(text):
            yield found[1] or quote(found[2])
