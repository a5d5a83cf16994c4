"""Results kept from one build to the next, named by all they are made of: in memory, and in a file.

A result is named by its kind and by a digest of everything it depends on; the tool itself, its libraries and
Python are part of every name. So nothing in here is ever out of date: what changed has another name. The file
may be deleted at any time, two builds may use it at once, and what is damaged in it counts as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from anthology import halves

FOLDER = ".cache"
FILE = "results.sqlite"
LIMIT_BYTES = 512_000_000
"""Beyond it, what was not used for longest is taken away from the file."""

_HELD_BYTES = 32_000_000
_PENDING_BYTES = 16_000_000
_LARGE_BYTES = 256_000
"""Photographs and bound pages are read from the file each time: held twice, they would fill the memory."""
_SUM_SIZE = 16
_WAIT_S = 5.0
_TABLES = frozenset(
    {
        "CREATE TABLE result (name BLOB PRIMARY KEY, sum BLOB, data BLOB)",
        "CREATE TABLE used (name BLOB PRIMARY KEY, run INTEGER, size INTEGER) WITHOUT ROWID",
    }
)
"""All that is in the file. What says when a result was used stands apart from its bytes: marking it must not
write them again."""
_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
    }
)
_NOTHING = object()
_SOURCES = frozenset({".py", ".po", ".toml", ".conf"})

T = TypeVar("T")
K = TypeVar("K")


def digest(*parts: str | bytes) -> str:
    """One digest of several texts, as 64 hexadecimal digits; where one ends and the next begins counts."""
    whole = hashlib.blake2b(digest_size=32)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


@cache
def tool_digest() -> str:
    """The digest of this tool's own files, of the libraries that are installed, and of Python."""
    package = Path(__file__).resolve().parent
    files = sorted(path for path in package.rglob("*") if path.suffix in _SOURCES)
    own = [part for path in files for part in (path.relative_to(package).as_posix(), path.read_bytes())]
    return digest(sys.version, *_libraries(), *own)


def _libraries() -> list[str]:
    """The installed libraries with their versions, as their folders name them."""
    found = {
        path.name
        for entry in sys.path
        if entry and Path(entry).is_dir()
        for path in Path(entry).glob("*.dist-info")
    }
    return sorted(found)


class Cache:
    """What was made before: `remember` gives it back, or makes it and keeps it.

    Without a file it lasts as long as the process. In memory it holds what this build and the one before
    it used (beside a file, only as much as does no harm); in the file, what was used last, up to a number
    of bytes. Several threads may use it.
    """

    def __init__(self, folder: Path | None = None, *, salt: str = "", limit: int = LIMIT_BYTES) -> None:
        self._salt = salt
        self._lock = threading.RLock()
        self._file = _File.opened(folder / FILE, limit) if folder else None
        self._memory = _Memory(_HELD_BYTES if self._file else None)
        self._pending: dict[bytes, bytes] = {}
        self._waiting = 0
        self._used: set[bytes] = set()
        self._process = os.getpid()

    def remember(
        self,
        kind: str,
        key: str,
        make: Callable[[], T],
        *,
        dump: Callable[[T], bytes],
        load: Callable[[bytes], T],
    ) -> T:
        """The result of that name; made if it is not there, and kept.

        `load` must undo `dump`; an error from it counts as not there. Results are shared: nobody may change
        one.
        """
        name = self._name(kind, key)
        found = self._loaded(name, load)
        if found is not _NOTHING:
            return found  # type: ignore[no-any-return]
        return self._kept(name, make(), dump)

    def remember_all(
        self,
        kind: str,
        things: Sequence[K],
        *,
        key: Callable[[K], str],
        make: Callable[[K], T],
        dump: Callable[[T], bytes],
        load: Callable[[bytes], T],
        forks: bool = False,
    ) -> list[T]:
        """The results of several things, in their order, each as `remember` gives it.

        With `forks` two processes make what is missing: `make` then depends on the thing alone, and changes
        nothing.
        """
        names = [self._name(kind, key(thing)) for thing in things]
        found = [self._loaded(name, load) for name in names]
        missing = [place for place, value in enumerate(found) if value is _NOTHING]
        new = halves.answered(make, [things[place] for place in missing], dump=dump, load=load, forks=forks)
        for place, made in zip(missing, new, strict=True):
            found[place] = self._kept(names[place], made, dump)
        return found

    def hold(self, kind: str, key: str, make: Callable[[], T]) -> T:
        """The same in memory alone: for what costs little to make, or cannot be written down."""
        name = self._name(kind, key)
        found = self._memory.get(name)
        if found is _NOTHING:
            found = make()
            self._memory.put(name, found, 0)
        return found  # type: ignore[return-value]

    def recall(self, kind: str, key: str) -> bytes | None:
        """The bytes that were kept under that name, or None."""
        name = self._name(kind, key)
        data = self._data(name)
        if data is not None:
            self._memory.put(_raw(name), data, len(data))
        return data

    def known(self, kind: str, key: str, load: Callable[[bytes], T]) -> T | None:
        """What was kept under that name, as `load` reads it; None if nothing is there, or nothing to read."""
        found = self._loaded(self._name(kind, key), load)
        return None if found is _NOTHING else found

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes under that name, in the place of others."""
        name = self._name(kind, key)
        self._memory.forget(name)
        self._memory.put(_raw(name), data, len(data))
        if self._file is not None:
            self._add(name, data)

    def turn(self) -> None:
        """Say that a new build begins: what neither this one nor the next uses is let go."""
        self.flush()
        self._memory.turn()

    def flush(self) -> None:
        """Write what is still to be written, and take away what is over the limit."""
        with self._lock:
            if self._file is None or not (self._pending or self._used):
                return
            # What another build kept from being written waits for the next time, up to a size.
            if self._file.write(self._pending, self._used) or self._waiting > _PENDING_BYTES:
                self._pending, self._waiting = {}, 0
            self._used = set()

    def close(self) -> None:
        """Write what is still to be written, and let go of the file."""
        with self._lock:
            self.flush()
            if self._file is not None:
                self._file.close()
                self._file = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _name(self, kind: str, key: str) -> bytes:
        """A name in the file: never as long as the key, which may be a whole page."""
        whole = f"{self._salt}\0{kind}\0{key}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(whole, digest_size=32).digest()

    def _kept(self, name: bytes, made: T, dump: Callable[[T], bytes]) -> T:
        size = 0
        if self._file is not None and self._process == os.getpid():
            data = dump(made)
            self._add(name, data)
            size = len(data)
        self._memory.put(name, made, size)
        return made

    def _loaded(self, name: bytes, load: Callable[[bytes], Any]) -> Any:
        found = self._memory.get(name)
        data = self._data(name) if found is _NOTHING else None
        if data is None:
            return found
        try:
            value = load(data)
        except Exception:  # whatever is wrong with bytes from a file, the result can be made again
            return _NOTHING
        self._memory.put(name, value, len(data))
        return value

    def _data(self, name: bytes) -> bytes | None:
        held = self._memory.get(_raw(name))
        if isinstance(held, bytes):
            return held
        if self._process != os.getpid():
            return None  # a fork may neither use the connection of its parent nor wait for its locks
        with self._lock:
            if name in self._pending or self._file is None:
                return self._pending.get(name)
            data = self._file.read(name)
            if data is not None:
                self._used.add(name)
            return data

    def _add(self, name: bytes, data: bytes) -> None:
        with self._lock:
            self._pending[name] = data
            self._waiting += len(data)
            if self._waiting > _PENDING_BYTES:
                self.flush()


def _raw(name: bytes) -> bytes:
    """The name, in memory, of the bytes of a result; its own is that of what they mean."""
    return name + b"="


class _Memory:
    """What this build and the one before it used, each up to so many bytes as they are written down."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._now: dict[bytes, tuple[object, int]] = {}
        self._before: dict[bytes, tuple[object, int]] = {}
        self._size = 0

    def get(self, name: bytes) -> object:
        """The value, or `_NOTHING`."""
        entry = self._now.get(name)
        if entry is None:
            entry = self._before.get(name)
            if entry is None:
                return _NOTHING
            self.put(name, *entry)
        return entry[0]

    def put(self, name: bytes, value: object, size: int) -> None:
        """Hold the value, if there is room for so many bytes; what has no size is always held."""
        known = self._now.get(name)
        grown = self._size + size - (known[1] if known else 0)
        if size and self._limit is not None and (size > _LARGE_BYTES or grown > self._limit):
            return
        self._size = grown
        self._now[name] = (value, size)

    def forget(self, name: bytes) -> None:
        """Hold that value no more."""
        self._before.pop(name, None)
        self._size -= self._now.pop(name, (None, 0))[1]

    def turn(self) -> None:
        """Let go of what was not used since the last turn."""
        self._before, self._now, self._size = self._now, {}, 0


class _File:
    """Bytes by name in an SQLite file, each with a sum that tells damage; all errors stay in here."""

    @classmethod
    def opened(cls, path: Path, limit: int) -> _File | None:
        """The file, ready; None where there can be none: a folder that cannot be written, a broken disk."""
        file = cls(path, limit)
        return file if file._connection is not None else None

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._limit = limit
        self._connection: sqlite3.Connection | None = None
        self._place: tuple[int, int] | None = None
        self._open()

    def read(self, name: bytes) -> bytes | None:
        """The bytes of that name, if they are there and undamaged."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT sum, data FROM result WHERE name = ?", (name,)).fetchone()
        except _FAULTS as error:
            if _damaged(error):
                self._begin_again()
            return None
        if row is None or not isinstance(row[1], bytes) or _sum(row[1]) != row[0]:
            return None
        return row[1]

    def write(self, new: Mapping[bytes, bytes], used: Collection[bytes]) -> bool:
        """Add what is new, mark what was used, take away what is over the limit; False if it cannot be."""
        if self._place != _place(self._path):  # somebody took it away: what is written here would be lost
            self._reopen()
        for _ in range(2):
            if self._connection is None:
                return False
            try:
                with _transaction(self._connection) as database:
                    self._add(database, new, used)
                return True
            except _FAULTS as error:
                if not _damaged(error):
                    return False
                self._begin_again()
        return False

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _add(self, database: sqlite3.Connection, new: Mapping[bytes, bytes], used: Collection[bytes]) -> None:
        run = database.execute("SELECT coalesce(max(run), 0) + 1 FROM used").fetchone()[0]
        small = {name: data for name, data in new.items() if len(data) <= self._limit}
        database.executemany(
            "INSERT OR REPLACE INTO result (name, sum, data) VALUES (?, ?, ?)",
            [(name, _sum(data), data) for name, data in small.items()],
        )
        database.executemany("UPDATE used SET run = ? WHERE name = ?", [(run, name) for name in sorted(used)])
        database.executemany(
            "INSERT OR REPLACE INTO used (name, run, size) VALUES (?, ?, ?)",
            [(name, run, len(data)) for name, data in small.items()],
        )
        over = database.execute("SELECT coalesce(sum(size), 0) FROM used").fetchone()[0] - self._limit
        if over > 0:
            _evict(database, over)

    def _open(self) -> None:
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = _connected(self._path)
                self._place = _place(self._path)
                return
            except OSError:
                return
            except _FAULTS as error:
                if not _damaged(error):
                    return
                self._remove()

    def _reopen(self) -> None:
        self.close()
        self._open()

    def _begin_again(self) -> None:
        """Take a damaged file away: what it held can be made again."""
        self.close()
        self._remove()
        self._open()

    def _remove(self) -> None:
        # The journal first: left alone, it would be taken for that of the new file.
        for file in (f"{self._path}-journal", self._path):
            with contextlib.suppress(OSError):
                Path(file).unlink()


def _evict(database: sqlite3.Connection, over: int) -> None:
    """Take away so many bytes, or a little more, of what was not used for longest."""
    gone = []
    for name, size in database.execute("SELECT name, size FROM used ORDER BY run, name"):
        if over <= 0:
            break
        gone.append((name,))
        over -= size
    # The room in the file is used again: it need not shrink to stay bounded.
    database.executemany("DELETE FROM result WHERE name = ?", gone)
    database.executemany("DELETE FROM used WHERE name = ?", gone)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM_SIZE).digest()


# What SQLite says of a damaged file may quote it, and then cannot be read itself.
_FAULTS = (sqlite3.DatabaseError, UnicodeDecodeError)


def _damaged(error: Exception) -> bool:
    """True if the file is to blame; not a disk that is full, or another build that holds it too long."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _PASSING


def _place(file: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _connected(file: Path) -> sqlite3.Connection:
    """The file, open, with its tables.

    Raises:
        DatabaseError: it is another's, of another version, or damaged.
    """
    connection = sqlite3.connect(file, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        # A cache need not survive a power cut: what is damaged is noticed by its sum, and made again.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if _tables(connection) != _TABLES:
            _lay_out(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _tables(connection: sqlite3.Connection) -> frozenset[str]:
    """What the file says that it is: also what it would do by itself, such as triggers."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return frozenset(str(sql) for (sql,) in rows)


def _lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another build has just done so; only in an empty file."""
    with _transaction(connection):
        found = _tables(connection)
        if found not in (_TABLES, frozenset()):
            raise sqlite3.DatabaseError("the file is another's, or of another version")
        for table in sorted(_TABLES - found):
            connection.execute(table)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error, UnicodeDecodeError):
            connection.execute("ROLLBACK")
        raise
