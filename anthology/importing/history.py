"""What stands below content/ before an import, to a state that is kept; one of the last thirty, to files.

A state is kept in one file of SQLite, in one transaction before the first change; texts that are the same in
several states are kept once, by their digest. To bring a state back is such a change too, and is kept like
one: so nothing that an editor wrote goes for good. Where a machine stops in the middle of it, the next import
or undo goes on with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anthology import folders, storage
from anthology.errors import SourceError, WriteError
from anthology.importing.writing import Change, encoded, saved_meanwhile
from anthology.jsontext import to_json
from anthology.review import FILE as REVIEW

FOLDER = ".history"
FILE = f"{FOLDER}/states.sqlite"
UNFINISHED = f"{FOLDER}/unfinished.json"
"""Is there while an undo is made: what it wants, and what stood there before."""
MOST = 30
"""Imports that can be taken back."""

_MOST_ENTRIES = 3 * MOST
"""Imports and undos together: whoever goes to and fro all day does not fill the disk."""
_PIECE_BYTES = 65_536
_ENTRY = re.compile(rb"(?m)^(?=  \{)")
_QUICK = 3
"""Of zlib: half the effort, nine tenths of the gain."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS entry (number INTEGER PRIMARY KEY, at INTEGER, undone INTEGER, said BLOB)",
    "CREATE TABLE IF NOT EXISTS piece (sha256 TEXT PRIMARY KEY, data BLOB)",
)

Pieces = tuple[str, ...]
"""A file, as the digests of its pieces: nearly always one, the whole."""
State = Mapping[str, Pieces | None]
"""Names of files to what they hold; None: not there."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that an import or an undo changed, or would: `added`, `changed` or `removed`.

    `edited` where it held what neither an import nor an undo had put there.
    """

    file: str
    how: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An import, or the undo of entry `undone`: its number, when it was (seconds since 1970), its changes."""

    number: int
    when: int | None
    undone: int | None
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An entry, and the state before it: `texts` is all there was, `others` what else was changed."""

    number: int
    when: int | None
    undone: int | None
    texts: State
    others: State
    left: State
    """What it left in the files that it changed, as far as that was known before."""

    def entry(self) -> Entry:
        before = {**self.texts, **self.others}
        changes = (_changed(file, before.get(file), after) for file, after in self.left.items())
        shown = (one for one in changes if one and not one.file.startswith(f"{folders.BASES}/"))
        return Entry(self.number, self.when, self.undone, tuple(sorted(shown, key=lambda one: one.file)))


def _changed(file: str, before: Pieces | None, after: Pieces | None, edited: bool = False) -> Changed | None:
    if before == after:
        return None
    how = "added" if before is None else "removed" if after is None else "changed"
    return Changed(file, how, edited)


# --- what can be asked -------------------------------------------------------------------------------


def entries(content: Path) -> tuple[Entry, ...]:
    """Every import and undo that can be taken back, the last one first.

    Raises:
        SourceError: what was kept cannot be read.
    """
    if not (content / FILE).exists():
        return ()
    with _opened(content) as book:
        return tuple(one.entry() for one in reversed(book.entries()))


def stop_if_unfinished(content: Path) -> None:
    """Stop whatever would take half an undo for what the editor wants.

    Raises:
        SourceError: an undo was broken off.
    """
    if (content / UNFINISHED).exists():
        raise SourceError(
            "undo-unfinished",
            "an undo was broken off before its end",
            hint="run `anthology import` or `anthology undo`: it is ended first, and nothing is lost",
            file=UNFINISHED,
        )


# --- before an import --------------------------------------------------------------------------------


def keep(content: Path, changes: Iterable[Change], when: int | None) -> None:
    """Keep what stands there, before these changes are made to it.

    Raises:
        SourceError: a file, or what was kept before, cannot be read.
        WriteError: it cannot be written; nothing was changed.
    """
    with _opened(content) as book, book.writing():
        texts = {file: book.kept(content, file) for file in _texts(content)}
        left: dict[str, Pieces | None] = {}
        others: dict[str, Pieces | None] = {}
        for one in changes:
            left[one.file] = _left(one)
            if not _is_text(one.file):
                others[one.file] = book.kept(content, one.file)
        entries = book.entries()
        number = book.next_number()
        if entries and entries[-1].undone is None and entries[-1].texts == texts:
            # The last import was broken off before it changed a text: it and this one are one.
            number = entries[-1].number
            others, left = {**others, **entries[-1].others}, {**entries[-1].left, **left}
        book.add(_Kept(number, when, None, texts, others, left))
        book.forget_oldest()


def _left(change: Change) -> Pieces | None:
    if change.fetched:
        return ()  # a photograph: it is read when it is written, and not before
    return None if change.data is None else _names(encoded(change.data))


def _is_text(file: str) -> bool:
    """Whether a file is one of those of which every state is kept whole."""
    return file == REVIEW or file.startswith((f"{folders.ARTICLES}/", f"{folders.BASES}/"))


def _texts(content: Path) -> Iterator[str]:
    """What an import may change: articles, what it set aside, questions, and what it keeps for the next."""
    for folder in (folders.ARTICLES, folders.BASES):
        yield from folders.names(content, folder)
    if (content / REVIEW).exists():
        yield REVIEW


# --- the way back ------------------------------------------------------------------------------------


def undo(
    content: Path, number: int | None = None, *, when: int | None = None, dry_run: bool = False
) -> Entry | None:
    """Bring back what stood there before entry `number` (None: before the last one); say what changes.

    What stands there now is kept first, under a number of its own. None: there is nothing to change.
    Whoever calls it holds the folder alone.

    Raises:
        SourceError: there is no such entry; what was kept is damaged: nothing was changed.
        WriteError: a file cannot be written, or somebody saved it in this very moment; the next undo or
            import goes on.
    """
    if not (content / FILE).exists():
        raise _unknown(number, ())
    with _opened(content) as book:
        wanted, back = _wanted(book, number)
        present = _present(content, wanted)
        wanted = {file: pieces for file, pieces in wanted.items() if pieces != present[file]}
        told = Entry(book.next_number(), when, back, tuple(_told(book.entries(), present, wanted)))
        if dry_run or not wanted:
            return told if wanted else None
        book.whole(wanted)
        _begin(book, content, told, wanted, present)
        _go_on(book, content, wanted, present)
    return told


def finish(content: Path) -> bool:
    """End an undo that was broken off; whether there was one. What was saved since stays as it was saved.

    Raises:
        SourceError: what was kept is damaged.
        WriteError: a file cannot be written.
    """
    if not (content / UNFINISHED).exists():
        return False
    wanted, before = _unfinished(content)
    present = {file: _pieces_of(content, file) for file in wanted}
    left = {file: pieces for file, pieces in wanted.items() if present[file] == before.get(file)}
    with _opened(content) as book:
        book.whole(left)
        _go_on(book, content, left, present)
    return True


def _unfinished(content: Path) -> list[dict[str, Pieces | None]]:
    """What the undo wants that was begun and not ended, and what stood there before it."""
    try:
        wanted, before = json.loads(folders.read_bytes(content / UNFINISHED, UNFINISHED))
        return [_state(wanted), _state(before)]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _damaged("the undo that was broken off") from None


def _unknown(number: int | None, known: Iterable[int]) -> SourceError:
    numbers = sorted(known)
    return SourceError(
        "history-unknown",
        "no import has changed anything yet" if number is None else f"no import has the number {number}",
        hint=f"`anthology history` lists them: {numbers[0]} to {numbers[-1]}" if numbers else "import first",
        file=FILE,
    )


def _wanted(book: _Book, number: int | None) -> tuple[dict[str, Pieces | None], int]:
    """Every file as it was before an entry, those that came since as not there; and that entry's number."""
    known = {one.number: one for one in book.entries()}
    if not known or number not in (None, *known):
        raise _unknown(number, known)
    back = max(known) if number is None else number
    wanted: dict[str, Pieces | None] = {}
    for one in sorted(known.values(), key=lambda one: -one.number):
        if one.number >= back:
            wanted |= one.others
    return {**wanted, **known[back].texts}, back


def _present(content: Path, wanted: dict[str, Pieces | None]) -> dict[str, Pieces | None]:
    """What stands there now, of all texts and of what is wanted; a text that nobody wants is to go."""
    for file in _texts(content):
        wanted.setdefault(file, None)
    return {file: _pieces_of(content, file) for file in wanted}


def _told(before: Iterable[_Kept], present: State, wanted: State) -> Iterator[Changed]:
    ours: dict[str, set[Pieces | None]] = {}
    for one in before:
        # A file that an entry did not change is as one before it left it, or the editor's.
        for file, pieces in one.left.items():
            ours[file] = {pieces, one.texts.get(file)} if file not in ours else {*ours[file], pieces}
    for file in sorted(wanted):
        known = ours.get(file)
        edited = present[file] is not None and (
            known is None or (present[file] not in known and () not in known)
        )
        found = _changed(file, present[file], wanted[file], edited)
        if found and not file.startswith(f"{folders.BASES}/"):
            yield found


def _begin(book: _Book, content: Path, told: Entry, wanted: State, present: State) -> None:
    """Keep what stands there; then say what is to stand there, for whoever has to end it."""
    with book.writing():
        texts = {file: book.kept(content, file) for file in _texts(content)}
        others = {file: book.kept(content, file) for file in wanted if not _is_text(file)}
        book.add(_Kept(told.number, told.when, told.undone, texts, others, wanted))
    note = to_json([dict(wanted), {file: present[file] for file in wanted}])
    storage.write_file(content / UNFINISHED, note.encode())


def _go_on(book: _Book, content: Path, wanted: State, present: State) -> None:
    """Put everything where it shall be: each file whole, and only where it is as it was looked at."""
    for file, pieces in wanted.items():
        if present[file] == pieces:
            continue
        if _pieces_of(content, file) != present[file]:
            raise saved_meanwhile(file)
        if pieces is None:
            storage.take_away(content / file)
        else:
            storage.write_file(content / file, book.bytes_of(pieces))
    storage.take_away(content / UNFINISHED)
    with book.writing():
        book.forget_oldest()


# --- pieces ------------------------------------------------------------------------------------------


def _cut(data: bytes) -> Iterator[bytes]:
    """The pieces of a file. That of the words of a school is cut between its entries, most of which stay.

    Where it is cut hangs on what stands there alone, so that one entry more moves no cut behind it.
    """
    if len(data) <= _PIECE_BYTES:
        yield data
        return
    run: list[bytes] = []
    for one in _ENTRY.split(data):
        if run and (len(one) >= _PIECE_BYTES // 8 or zlib.crc32(one) % 8 == 0):
            yield b"".join(run)
            run = []
        run.append(one)
    yield b"".join(run)


def _names(data: bytes) -> Pieces:
    return tuple(hashlib.sha256(one).hexdigest() for one in _cut(data))


def _pieces_of(content: Path, file: str) -> Pieces | None:
    path = content / file
    return _names(folders.read_bytes(path, file)) if path.exists() or path.is_symlink() else None


# --- the file of states ------------------------------------------------------------------------------


class _Book:
    """The file of states, open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written within is there afterwards, or nothing of it."""
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    def entries(self) -> list[_Kept]:
        """All that was kept, in order."""
        rows = self._sql.execute("SELECT number, at, undone, said FROM entry ORDER BY number")
        return [_Kept(number, moment, undone, *_read(said)) for number, moment, undone, said in rows]

    def add(self, one: _Kept) -> None:
        said = _packed([one.texts, one.others, one.left])
        row = (one.number, one.when, one.undone, said)
        self._sql.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", row)

    def next_number(self) -> int:
        """The number of what is done next."""
        (last,) = self._sql.execute("SELECT max(number) FROM entry").fetchone()
        return (last or 0) + 1

    def kept(self, content: Path, file: str) -> Pieces | None:
        """Keep what a file holds, unless it is kept already."""
        path = content / file
        if not (path.exists() or path.is_symlink()):
            return None
        names = []
        for one in _cut(folders.read_bytes(path, file)):
            names.append(hashlib.sha256(one).hexdigest())
            if not self._has(names[-1]):
                data = zlib.compress(one, _QUICK)
                self._sql.execute("INSERT OR REPLACE INTO piece VALUES (?, ?)", (names[-1], data))
        return tuple(names)

    def _has(self, name: str) -> bool:
        found = self._sql.execute("SELECT 1 FROM piece WHERE sha256 = ?", (name,)).fetchone()
        return found is not None

    def whole(self, wanted: State) -> None:
        """See that everything that is wanted can be had, before anything is changed for it."""
        for pieces in wanted.values():
            for name in pieces or ():
                self._piece(name)

    def bytes_of(self, pieces: Pieces) -> bytes:
        return b"".join(map(self._piece, pieces))

    def _piece(self, name: str) -> bytes:
        row = self._sql.execute("SELECT data FROM piece WHERE sha256 = ?", (name,)).fetchone()
        try:
            data = zlib.decompress(row[0])
        except (TypeError, zlib.error):
            raise _damaged("a text is lost") from None
        if hashlib.sha256(data).hexdigest() != name:
            raise _damaged("a text is not what it was")
        return data

    def forget_oldest(self) -> None:
        """Keep the last thirty imports, and no text that none of their states holds."""
        rows = self._sql.execute("SELECT number, undone FROM entry ORDER BY number DESC").fetchall()
        imports = [number for number, undone in rows if undone is None]
        first = max(imports[:MOST][-1] if imports else 0, rows[:_MOST_ENTRIES][-1][0] if rows else 0)
        if any(number < first for number, _ in rows):
            self._sql.execute("DELETE FROM entry WHERE number < ?", (first,))
            used = {name for one in self.entries() for name in _all_of((one.texts, one.others))}
            there = [name for (name,) in self._sql.execute("SELECT sha256 FROM piece")]
            gone = [(name,) for name in there if name not in used]
            self._sql.executemany("DELETE FROM piece WHERE sha256 = ?", gone)


def _all_of(states: Iterable[State]) -> Iterator[str]:
    for state in states:
        for pieces in state.values():
            yield from pieces or ()


def _packed(states: list[State]) -> bytes:
    return zlib.compress(json.dumps(states).encode(), _QUICK)


def _read(said: bytes) -> list[dict[str, Pieces | None]]:
    try:
        return [_state(one) for one in json.loads(zlib.decompress(said))]
    except (ValueError, TypeError, AttributeError, zlib.error):
        raise _damaged("a state is not what it was") from None


def _state(said: dict[str, list[str] | None]) -> dict[str, Pieces | None]:
    return {file: None if pieces is None else tuple(pieces) for file, pieces in said.items()}


@contextlib.contextmanager
def _opened(content: Path) -> Iterator[_Book]:
    path = content / FILE
    try:
        path.parent.mkdir(exist_ok=True)
        _apart_from_versions(path.parent)
        connection = sqlite3.connect(path, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(error) from None
    try:
        connection.execute("PRAGMA synchronous = FULL")
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            connection.execute("PRAGMA auto_vacuum = FULL")
            for table in _TABLES:
                connection.execute(table)
        yield _Book(connection)
    except sqlite3.OperationalError as error:
        raise _unwritable(error) from None
    except sqlite3.DatabaseError as error:
        raise _damaged(str(error)) from None
    finally:
        connection.close()


def _apart_from_versions(folder: Path) -> None:
    """Programs that keep versions of the content (git) have no need of ours."""
    ignored = folder / ".gitignore"
    if not ignored.exists():
        storage.write_file(ignored, b"*\n")


def _unwritable(error: Exception) -> WriteError:
    return WriteError(
        "cannot-write",
        f"cannot write: {error}",
        hint="nothing was changed; check the space on the disk and who may write there",
        file=FILE,
    )


def _damaged(what: str) -> SourceError:
    return SourceError(
        "history-damaged",
        f"what was kept of earlier imports cannot be read: {what}",
        hint=f"move content/{FOLDER} away: a new one is begun, and your articles are not touched",
        file=FILE,
    )
