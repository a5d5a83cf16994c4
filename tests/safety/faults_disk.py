"""What may be wrong with a disk, as pairs of a name and what lays it down in a book's folder."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.safety.crash import Book

Fault = Callable[[Book], object]
OTHERS = "what belongs to others"
"""What stands in files that the tool did not make: it must be there afterwards."""


def elsewhere(book: Book) -> Path:
    """A folder beside the book, with a file of others in it."""
    folder = book.folder / "elsewhere"
    (folder / "deep").mkdir(parents=True, exist_ok=True)
    (folder / "mine.txt").write_text(OTHERS, encoding="utf-8")
    (folder / "deep" / "mine.txt").write_text(OTHERS, encoding="utf-8")
    return folder


def _gone(path: Path) -> Path:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path


def _file(path: Path) -> None:
    _gone(path).write_text(OTHERS, encoding="utf-8")


def _folder(path: Path) -> None:
    _gone(path).mkdir()
    (path / "mine.txt").write_text(OTHERS, encoding="utf-8")


def _link(path: Path, target: Path | str) -> None:
    _gone(path).symlink_to(target)


def _a_set(book: Book) -> Path:
    return next((book.output / ".sets").iterdir())


BUILT: Mapping[str, Fault] = {
    "no output folder": lambda book: _gone(book.output),
    "the output folder is a link to another": lambda book: _moved(book),
    "a set is a link to elsewhere": lambda book: _link(_a_set(book), elsewhere(book)),
    "a set is a file": lambda book: _file(_a_set(book)),
    "a set is gone": lambda book: _gone(_a_set(book)),
    "all sets are gone": lambda book: _gone(book.output / ".sets"),
    "the link to the set is gone": lambda book: _gone(book.output / ".current"),
    "the link leads to a set that is gone": lambda book: _link(book.output / ".current", ".sets/0123"),
    "the link leads to itself": lambda book: _link(book.output / ".current", ".current"),
    "a name is gone": lambda book: _gone(book.output / "book.pdf"),
    "a name leads to another file": lambda book: _link(book.output / "book.pdf", ".current/book.epub"),
    "a file stands beside the sets": lambda book: _file(book.output / ".sets" / "notes"),
    "a link of a killed build": lambda book: _link(book.output / ".book.pdf.link-being-made", "x"),
    "a folder in the place of a file of the set": lambda book: _folder(_a_set(book) / "book.pdf"),
    "a loop of links in the set": lambda book: _link(_a_set(book) / "report" / "again", "again"),
    "the cache is gone": lambda book: _gone(book.folder / ".cache"),
    "the cache is a file": lambda book: _file(book.folder / ".cache"),
    "the cache's file is a folder": lambda book: _folder(book.folder / ".cache" / "results.sqlite"),
    "the cache is a link to nowhere": lambda book: _link(book.folder / ".cache", "nowhere"),
    "the cache's file is a link to a loop": lambda book: _link(
        book.folder / ".cache" / "results.sqlite", "results.sqlite"
    ),
    "a journal without sense": lambda book: _file(book.folder / ".cache" / "results.sqlite-journal"),
}
"""After these the book is built all the same, and is what it should be."""

STOPPED: Mapping[str, tuple[str, Fault]] = {
    "the output folder is a file": ("cannot-write", lambda book: _file(book.output)),
    "the output folder is a link to nowhere": ("cannot-write", lambda book: _link(book.output, "nowhere")),
    "the output folder is a link to itself": ("cannot-write", lambda book: _link(book.output, "output")),
    "the output folder is a link to a file": (
        "cannot-write",
        lambda book: _link(book.output, elsewhere(book) / "mine.txt"),
    ),
    "the lock is a folder": ("cannot-write", lambda book: _folder(book.output / ".lock")),
    "the lock is a link": (
        "cannot-write",
        lambda book: _link(book.output / ".lock", elsewhere(book) / "mine.txt"),
    ),
    "the sets are a link to elsewhere": (
        "output-in-the-way",
        lambda book: _link(book.output / ".sets", elsewhere(book)),
    ),
    "the sets are a file": ("output-in-the-way", lambda book: _file(book.output / ".sets")),
    "the link to the set is a folder": ("output-in-the-way", lambda book: _folder(book.output / ".current")),
    "the link to the set is a file": ("output-in-the-way", lambda book: _file(book.output / ".current")),
    "the link to the set leads elsewhere": (
        "output-in-the-way",
        lambda book: _link(book.output / ".current", elsewhere(book)),
    ),
    "an output is a file of others": ("output-in-the-way", lambda book: _file(book.output / "book.pdf")),
    "an output is a folder of others": ("output-in-the-way", lambda book: _folder(book.output / "book.epub")),
    "an output is a link of others": (
        "output-in-the-way",
        lambda book: _link(book.output / "report", elsewhere(book)),
    ),
}
"""Before these the build stops, with that code, and leaves alone what is there."""


def _moved(book: Book) -> None:
    target = book.folder / "moved"
    if book.output.is_symlink():
        return
    _gone(target)
    book.output.rename(target)
    book.output.symlink_to(target)


# --- damage ------------------------------------------------------------------------------------------

Damage = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return b"\0"
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _zeroed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(len(data) // 2, 1))
    size = max(len(data) // 4, 1)
    return data[:at] + b"\0" * size + data[at + size :]


def _scrambled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(len(data), 1))
    return data[:at] + chance.randbytes(64) + data[at + 64 :]


DAMAGES: Mapping[str, Damage] = {
    "cut": lambda data, chance: data[: chance.randrange(max(len(data), 1))],
    "empty": lambda data, chance: b"",
    "zeroed": _zeroed,
    "flipped": _flipped,
    "scrambled": _scrambled,
    "longer": lambda data, chance: data + chance.randbytes(512),
}


def state(book: Book) -> Iterator[Path]:
    """Every file that a build finds of the one before: its outputs, its report, its sums, what it kept."""
    for folder in (book.folder / ".cache", _a_set(book)):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def spoil(path: Path, damage: Damage, chance: random.Random) -> None:
    """Damage a file where it stands; where it has a second name, there too."""
    data = damage(path.read_bytes(), chance)
    with path.open("r+b") as file:
        file.write(data)
        file.truncate(len(data))


def of_results(name: str) -> bool:
    """True for a fault of what a build keeps for the next, not of its outputs."""
    return "cache" in name or "journal" in name


def untouched(book: Book) -> bool:
    """True if every file of others says what it said."""
    folders = (folder for folder in (book.folder / "elsewhere", book.output) if folder.is_dir())
    found = [path for folder in folders for path in folder.rglob("mine.txt")]
    there = book.folder / "elsewhere"
    extra = [name for name in os.listdir(there) if name not in ("mine.txt", "deep")] if there.exists() else []  # noqa: PTH208
    return not extra and all(path.read_text(encoding="utf-8") == OTHERS for path in found)
