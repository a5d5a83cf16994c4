"""The files that commands read, to digests: of all of them, and of each part of the content folder.

It tells in a moment whether anything changed, so it reads bytes and understands none of them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anthology import resources
from anthology.cache import digest

_IMPORTED = ".import"
"""The one hidden folder of the content that is read."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All files that commands read: the content folder, the layouts and the fonts.

    `whole` is the digest of what they hold: where it is the same, so is every file. `stamp` says when the
    system last wrote them: where it stayed, nobody touched one in between, not even to change it and change
    it back. `parts` has a digest for each name at the top of the content folder, one for what the tool
    ships (`TOOL`), and one of all names (`LISTED`).
    """

    whole: str
    stamp: str
    parts: Mapping[str, str]


LISTED, TOOL = "/", ""


def read(content: Path) -> Sources | None:
    """The files as they are now; None where one cannot be read or is no plain file.

    A link is none: what it leads to may change unseen, so a command has to look for itself.
    """
    entries = _entries(content)
    if entries is None:
        return None
    parts: dict[str, list[str]] = {LISTED: [one.name for one in entries]}
    for one in entries:
        parts.setdefault(one.name.partition("/")[0], []).extend((one.name, one.holds))
    return Sources(
        digest(*(text for one in entries for text in (one.name, one.holds))),
        _stamp(entries),
        {name: digest(*texts) for name, texts in parts.items()},
    )


def untouched(content: Path, before: Sources) -> bool:
    """True when nobody wrote to any of the files since they were read."""
    entries = _entries(content, holds=False)
    return entries is not None and _stamp(entries) == before.stamp


def is_read(name: str) -> bool:
    """False for a file or folder that no command reads, by its plain name."""
    return not name.startswith(".") or name == _IMPORTED


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    holds: str
    touched: str


def _stamp(entries: list[_Entry]) -> str:
    return digest(*(text for one in entries for text in (one.name, one.touched)))


def _entries(content: Path, *, holds: bool = True) -> list[_Entry] | None:
    """Each file and folder, the tool's own as `//fonts/...`; None where one is neither, or cannot be read."""
    try:
        found = [_entry(path, name, holds) for path, name in _paths(content)]
    except OSError:
        return None
    plain = [one for one in found if one is not None]
    return plain if len(plain) == len(found) else None


def _entry(path: Path, name: str, holds: bool) -> _Entry | None:
    # What is asked of the system comes before the bytes: a file that is written in between has a later stamp.
    state = path.lstat()
    if stat.S_ISDIR(state.st_mode):
        return _Entry(name, "folder", "")
    if not stat.S_ISREG(state.st_mode):
        return None
    touched = f"{state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
    return _Entry(name, digest(path.read_bytes()) if holds else "", touched)


def _paths(content: Path) -> Iterator[tuple[Path, str]]:
    yield from _below(content, "")
    for name in ("layouts", "fonts"):
        yield from _below(resources.folder(name), f"//{name}/")


def _below(folder: Path, head: str) -> Iterator[tuple[Path, str]]:
    for place, folders, files in os.walk(folder, onerror=_raised):
        folders[:] = sorted(name for name in folders if is_read(name))
        below = os.path.relpath(place, folder)
        for name in sorted((*folders, *(name for name in files if is_read(name)))):
            yield Path(place, name), head + os.path.normpath(f"{below}/{name}")


def _raised(error: OSError) -> None:
    raise error
