"""Files to a ZIP archive whose bytes depend on names and contents alone; none is packed a second time."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO

from anthology.cache import Cache, digest

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".jpg", ".jpeg", ".png", ".gif")
_LEVEL = 9


class Archive(zipfile.ZipFile):
    """A new archive in `file`, without a clock; what was packed before is taken from the cache."""

    def __init__(self, file: IO[bytes], cache: Cache) -> None:
        super().__init__(file, "w")
        self._bytes, self._cache = file, cache

    def writestr(  # type: ignore[override]
        self, name: str, data: bytes | str, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        """Add a file: packed as small as can be, unless it is the media type or a picture."""
        content = data.encode("utf-8") if isinstance(data, str) else data
        entry = zipfile.ZipInfo(name, _EARLIEST)
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        if name == "mimetype" or name.endswith(_PACKED_ALREADY):
            super().writestr(entry, content)
        else:
            self._add_packed(entry, content)

    def _add_packed(self, entry: zipfile.ZipInfo, content: bytes) -> None:
        """Add what is packed already. The library packs by itself only: it is told that this is stored.

        So its header is written again, when it says what the file is.
        """
        packed = self._cache.remember(
            "packed", digest(content), lambda: _packed(content), dump=bytes, load=bytes
        )
        super().writestr(entry, packed)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.file_size, entry.CRC = len(content), zlib.crc32(content)
        end = self._bytes.tell()
        self._bytes.seek(entry.header_offset)
        self._bytes.write(entry.FileHeader())
        self._bytes.seek(end)


def _packed(content: bytes) -> bytes:
    """The content by DEFLATE, as a ZIP archive holds it: without a head of its own (APPNOTE 4.4.5)."""
    packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()
