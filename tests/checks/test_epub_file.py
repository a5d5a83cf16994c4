"""What is read out of a finished e-book, and what is not unpacked."""

from __future__ import annotations

import io
import zipfile

import pytest
from anthology.checks.epub_file import parse, read_epub
from anthology.checks.epub_page import is_local, resolved
from anthology.checks.words import text_of
from anthology.errors import SourceError
from tests import books
from tests.checks import cases


def test_sections_are_found_by_their_id() -> None:
    file = read_epub("book.epub", cases.epub())
    shown = [one.id for one in books.book().sections if "ebook" in one.media]
    assert [id_ for id_ in shown if id_ not in file.homes] == []
    assert file.homes["article-port"] == "EPUB/text/article-port.xhtml"
    assert "half-title" not in file.homes


def test_the_reading_order_names_files_that_are_there() -> None:
    file = read_epub("book.epub", cases.epub())
    assert set(file.spine) <= set(file.names)
    assert file.stored_first
    assert file.ncx is not None


@pytest.mark.parametrize(
    ("base", "href", "path"),
    [
        ("EPUB/nav.xhtml", "text/a.xhtml#x", "EPUB/text/a.xhtml"),
        ("EPUB/text/a.xhtml", "../images/%C3%A9.jpg", "EPUB/images/é.jpg"),
        ("EPUB/text/a.xhtml", "#x", "EPUB/text/a.xhtml"),
    ],
)
def test_addresses_are_resolved_as_a_reading_system_does(base: str, href: str, path: str) -> None:
    assert resolved(base, href) == path


@pytest.mark.parametrize(
    "href", ["http://e.org/", "//e.org/x", "data:,x", "javascript:x", "file:///x", "http://["]
)
def test_an_address_that_leaves_the_e_book_is_not_local(href: str) -> None:
    assert not is_local(href)


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        with archive.open("zeros", "w", force_zip64=True) as member:
            for _ in range(65):
                member.write(bytes(8 * 2**20))
    with pytest.raises(SourceError) as caught:
        read_epub("book.epub", target.getvalue())
    assert caught.value.code == "epub-unreadable"


def test_an_entity_of_a_document_is_not_resolved() -> None:
    files = cases.unpacked()
    hostile = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    name = "EPUB/text/article-port.xhtml"
    files[name] = files[name].replace(b"<!DOCTYPE html>", hostile).replace(b"presque", b"&e;")
    file = read_epub("book.epub", cases.with_files(files).outputs["book.epub"])
    assert "On s’y fait,  toujours." in text_of(parse(file.archive.read(name)))
