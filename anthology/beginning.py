"""A title and a language to a working folder that builds at once: settings, a first article, a Makefile."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import tomlkit

from anthology import config, resources, storage, toml
from anthology.errors import ConfigError, WriteError

_SETTINGS = f"content/{config.FILE}"
_LANGUAGES = ("fr", "en")
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no title can hold: controls, broken bytes, what is not a character."""


def begin(folder: Path, *, title: str = "", language: str = "") -> tuple[str, ...]:
    """Lay the files of a new book down in a folder, and return the names of those written.

    A file that is there already with the same content is left alone, so the same call can be made twice.
    Without a title or a language the book has those of the starter; the starter is French where the locale
    is, otherwise English.

    Raises:
        ConfigError: the title or the language is none.
        WriteError: `folder-not-empty` where other files are in the way, `cannot-write`; nothing was written.
    """
    files = _files(title, language or _language_of_locale(os.environ))
    missing = _missing(folder, files)
    _write(folder, {name: files[name] for name in missing})
    return missing


def _language_of_locale(environment: Mapping[str, str]) -> str:
    """`fr` or `en`, from the variables of POSIX locales in the order they apply (POSIX.1-2024, 8.2)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "fr" if locale.casefold().startswith("fr") else "en"


def _files(title: str, language: str) -> dict[str, bytes]:
    """What is laid down, as {name: bytes}, settings with this title and language among it."""
    base = language.partition("-")[0]
    root = resources.folder("starter") / (base if base in _LANGUAGES else "en")
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    return {**files, _SETTINGS: _settings(files[_SETTINGS].decode(), title, language).encode()}


def _settings(text: str, title: str, language: str) -> str:
    """The settings with what was asked for in its place, comments and all."""
    document = tomlkit.parse(text)
    book = document["book"]
    book["language"] = language
    if wanted := _one_line(title):
        book["title"] = wanted
    filled = tomlkit.dumps(document)
    config.parse(toml.tables(filled))
    return filled


def _one_line(title: str) -> str:
    line = " ".join(title.split())
    if _NOT_TEXT.search(line):
        raise ConfigError(
            "title-not-text",
            "the title holds something that is not a character of text",
            hint="type the title again, in letters, figures and signs",
        )
    return line


def _missing(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that are not there yet."""
    in_the_way = [name for name, data in files.items() if _is_in_the_way(folder, name, data)]
    if in_the_way:
        raise WriteError(
            "folder-not-empty",
            f"in the way: {', '.join(in_the_way)}; nothing was written",
            hint="choose a new folder, or move these files away",
            file=str(folder),
        )
    return tuple(name for name in files if not (folder / name).exists())


def _is_in_the_way(folder: Path, name: str, data: bytes) -> bool:
    """True where something else stands at the place of the file, or of a folder on the way to it."""
    path = folder / name
    if os.path.lexists(path):
        return _content(path) != data
    above = [place for place in path.parents if place.is_relative_to(folder)]
    return any(os.path.lexists(place) and not place.is_dir() for place in above)


def _content(path: Path) -> bytes | None:
    """The bytes of a plain file; None for anything else, and for a file that may not be read."""
    with contextlib.suppress(OSError):
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    return None


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write them all; what stops half-way leaves none of them, and no folder that was not there."""
    made = _new_folders(folder, files)
    written: list[Path] = []
    try:
        for name, data in files.items():
            storage.write_file(folder / name, data)
            written.append(folder / name)
    except BaseException:
        _take_away(written, made)
        raise


def _new_folders(folder: Path, names: Iterable[str]) -> list[Path]:
    """The folders that these files need and that are not there, the deepest first."""
    needed = {place for name in names for place in (folder / name).parents if not place.exists()}
    return sorted(needed, key=lambda place: len(place.parts), reverse=True)


def _take_away(files: Iterable[Path], folders: Iterable[Path]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()
    for place in folders:
        with contextlib.suppress(OSError):
            place.rmdir()
