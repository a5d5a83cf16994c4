"""The archive of the e-book: the same bytes whether a file was packed before or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from anthology.cache import Cache, digest
from anthology.writers import epub_archive
from tests import books

ONE = books.picture(640, 400)


def test_what_was_packed_before_is_the_same_file(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "a.txt": "Rien. " * 400,
        "b.txt": "",
        "c.jpg": ONE,
    }
    with Cache(tmp_path) as kept:
        first = packed(files, kept)
    with Cache(tmp_path) as kept:
        again = packed(files, kept)
    assert first == again
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: data.encode() if isinstance(data, str) else data for name, data in files.items()
        }
        assert [entry.compress_type for entry in archive.infolist()] == [
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_STORED,
        ]
        assert archive.getinfo("a.txt").compress_size < archive.getinfo("a.txt").file_size / 50


def packed(files: Mapping[str, bytes | str], kept: Cache) -> bytes:
    out = io.BytesIO()
    with epub_archive.Archive(out, kept) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_archive_is_the_one_that_the_library_would_pack(tmp_path: Path) -> None:
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as archive:
        entry = zipfile.ZipInfo("a.txt", (1980, 1, 1, 0, 0, 0))
        entry.create_system, entry.external_attr = 3, 0o100644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, "Rien. " * 400, compresslevel=9)
    assert packed({"a.txt": "Rien. " * 400}, Cache()) == expected.getvalue()


def test_what_is_not_packed_is_not_kept(tmp_path: Path) -> None:
    """The photographs of a book may be larger than all that a cache holds."""
    with Cache(tmp_path) as kept:
        packed({"a.jpg": ONE, "b.txt": "Rien."}, kept)
        assert kept.recall("packed", digest(ONE)) is None
        assert kept.recall("packed", digest(b"Rien.")) is not None
