"""The bytes of a ZIP archive to its names and files, each unpacked only when nothing is known of it yet."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from anthology import records
from anthology.cache import Cache, digest

MOST_FILES = 20_000
MOST_BYTES = 512 * 2**20
"""What is unpacked at most: a small archive may hold gigabytes of nothing."""

_END, _END_SIZE = b"PK\x05\x06", 22
"""How the last record of an archive begins, and how long it is without a comment (APPNOTE 4.3.16)."""

T = TypeVar("T")


class Archive:
    """An archive, opened. Of two files of one name the last counts.

    Every method that reads a file raises what `zipfile` raises for damage.
    """

    def __init__(self, data: bytes, cache: Cache) -> None:
        """Open an archive.

        Raises:
            ValueError: it unpacks to more than anybody can hold.
            zipfile.BadZipFile: it is damaged.
        """
        self._data, self._cache = data, cache
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.entries = self._zip.infolist()
        if len(self.entries) > MOST_FILES or sum(entry.file_size for entry in self.entries) > MOST_BYTES:
            raise ValueError("too large")
        self._by_name = {entry.filename: entry for entry in self.entries}
        self._starts = sorted({*(entry.header_offset for entry in self.entries), self._zip.start_dir})
        self._keys: dict[zipfile.ZipInfo, str] = {}
        self._sound: set[zipfile.ZipInfo] = set()

    def __contains__(self, path: str) -> bool:
        return path in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def stands_alone(self) -> bool:
        """Whether nothing stands before the first file or behind the list of files: no other kind of file."""
        first = min((entry.header_offset for entry in self.entries), default=0)
        return first == 0 and self._data[-_END_SIZE:].startswith(_END)

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._zip.read(self._by_name[path])

    def key(self, path: str) -> str:
        """The digest of a file as it lies in the archive, packed, with all that the archive says of it."""
        return self._key(self._by_name[path])

    def learned(self, kind: str, path: str, shape: type[T], learn: Callable[[bytes], T]) -> T:
        """What `learn` says of a file, a value of that shape, once for the same file under the same name."""
        entry = self._by_name[path]
        known = self._cache.remember(
            f"epub {kind}",
            self._key(entry),
            lambda: learn(self._zip.read(entry)),
            dump=records.dump,
            load=partial(records.load, shape),
        )
        self._sound.add(entry)
        return known

    def learned_of_all(
        self,
        kind: str,
        paths: Sequence[str],
        shape: type[T],
        learn: Callable[[str, bytes], T],
        *,
        forks: bool,
    ) -> dict[str, T]:
        """The same of several files, by their paths; with `forks` two processes learn."""
        entries = [self._by_name[path] for path in paths]
        known = self._cache.remember_all(
            f"epub {kind}",
            entries,
            key=self._key,
            make=lambda entry: learn(entry.filename, self._zip.read(entry)),
            dump=records.dump,
            load=partial(records.load, shape),
            forks=forks,
        )
        self._sound.update(entries)
        return dict(zip(paths, known, strict=True))

    def unpack_the_rest(self) -> None:
        """Unpack, once for the same bytes, what nothing was learned of: it may be damaged."""
        for entry in self.entries:
            if entry not in self._sound:
                self._cache.remember(
                    "epub file", self._key(entry), partial(self._unpacked, entry), dump=bytes, load=bytes
                )

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        self._zip.read(entry)
        return b"sound"

    def _key(self, entry: zipfile.ZipInfo) -> str:
        if entry not in self._keys:
            self._keys[entry] = self._digest(entry)
        return self._keys[entry]

    def _digest(self, entry: zipfile.ZipInfo) -> str:
        after = bisect_right(self._starts, entry.header_offset)
        end = self._starts[after] if after < len(self._starts) else len(self._data)
        said = (entry.CRC, entry.compress_size, entry.file_size, entry.compress_type, entry.flag_bits)
        return digest(entry.filename, repr(said), self._data[entry.header_offset : end])
