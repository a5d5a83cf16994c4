"""An archive opened again: what is known of a file is not unpacked, and no change of a byte is missed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from anthology import checks
from anthology.cache import Cache
from anthology.checks.epub_file import read_epub
from anthology.errors import SourceError
from tests.checks import cases
from tests.checks.cases import fresh, good
from tests.checks.test_checks import FONT, JPEG, PORT

ALWAYS = ["META-INF/container.xml", "mimetype"]
"""Read each time: they are short."""


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are unpacked, as they are."""
    names: list[str] = []
    read = zipfile.ZipFile.read

    def counted(self: zipfile.ZipFile, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        names.append(name.filename if isinstance(name, zipfile.ZipInfo) else name)
        return read(self, name, pwd)

    monkeypatch.setattr(zipfile.ZipFile, "read", counted)
    return names


def changed(path: str, data: bytes) -> bytes:
    """The good e-book, packed again with one file changed."""
    return cases.with_files({**cases.unpacked(), path: data}).outputs["book.epub"]


def test_every_file_is_unpacked_once_and_then_no_more(unpacked: list[str], tmp_path: Path) -> None:
    data = changed("mimetype", b"application/epub+zip")
    names = set(read_epub("book.epub", data).names)
    assert set(unpacked) == names
    with Cache(tmp_path) as cold:
        first = read_epub("book.epub", data, cold)
    unpacked.clear()
    with Cache(tmp_path) as warm:
        again = read_epub("book.epub", data, warm)
    assert sorted(unpacked) == ALWAYS
    assert (again.pages, again.sheets, again.pictures, again.fonts) == (
        first.pages,
        first.sheets,
        first.pictures,
        first.fonts,
    )
    assert (again.package, again.ncx, again.homes) == (first.package, first.ncx, first.homes)


@pytest.mark.parametrize("path", [PORT, JPEG, FONT, "EPUB/content.opf", "EPUB/styles/fonts.css"])
def test_of_a_changed_e_book_the_changed_file_alone_is_unpacked(path: str, unpacked: list[str]) -> None:
    results = Cache()
    read_epub("book.epub", changed("mimetype", b"application/epub+zip"), results)
    other = changed(path, cases.unpacked()[path] + b" ")
    unpacked.clear()
    read_epub("book.epub", other, results)
    assert sorted(set(unpacked)) == sorted({*ALWAYS, path})


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        (JPEG, b"no picture", "epub-picture-damaged"),
        (FONT, b"no font", "epub-font-damaged"),
        (PORT, b"<html", "epub-not-well-formed"),
        ("EPUB/toc.ncx", b"<ncx", "epub-not-well-formed"),
        ("EPUB/styles/fonts.css", b"@import 'x.css';", "epub-active"),
    ],
)
def test_what_is_damaged_is_seen_after_what_was_sound_was_kept(path: str, data: bytes, code: str) -> None:
    results = Cache()
    assert checks.run(fresh(good(), cache=results)) == ()
    spoilt = fresh(good(), cache=results, outputs={"book.epub": changed(path, data)})
    assert code in {one.code for one in checks.run(spoilt)}


def test_a_sound_file_under_another_name_is_another_file() -> None:
    results = Cache()
    page = cases.unpacked()[PORT]
    moved = page.replace(b"../styles/", b"nowhere/")
    read_epub("book.epub", changed(PORT, moved), results)
    file = read_epub("book.epub", changed(PORT, page), results)
    assert ("../styles/fonts.css", "EPUB/styles/fonts.css", "") in file.pages[PORT].links


@pytest.mark.parametrize("offset", [30, 60, 400])
def test_a_byte_that_turned_over_in_any_file_is_seen_with_a_warm_cache(offset: int) -> None:
    results = Cache()
    data = cases.epub()
    read_epub("book.epub", data, results)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [one for one in archive.infolist() if one.compress_size > 500]
    for entry in entries:
        spoilt = bytearray(data)
        spoilt[entry.header_offset + offset + len(entry.filename)] ^= 0x55
        with pytest.raises(SourceError, match="damaged"):
            read_epub("book.epub", bytes(spoilt), results)


def test_of_two_files_of_one_name_the_last_counts_and_both_must_be_sound() -> None:
    target = io.BytesIO(cases.epub())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr(PORT, b"<html")
    file = read_epub("book.epub", target.getvalue())
    assert PORT in file.broken
    assert file.names.count(PORT) == 2
