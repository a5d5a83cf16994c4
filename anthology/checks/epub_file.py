"""The bytes of an e-book to what it holds and how it is put together, without the library that made it."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from anthology.cache import Cache, digest
from anthology.checks.epub_archive import Archive
from anthology.checks.epub_media import FONTS, PICTURES, Font, Picture, read_font, read_picture
from anthology.checks.epub_package import ManifestItem, Ncx, Package, read_ncx, read_package
from anthology.checks.epub_page import Page, Sheet, read_page, read_sheet, renamed
from anthology.errors import SourceError
from anthology.model import Finding, Severity

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The parser reads such a document, and does not tell."""
REPORT = "make the book again; if this comes back, report it as a fault of the tool"

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class EpubFile:
    """An e-book, read. `pages` are its XHTML documents by path; `broken` says which file is not XML, and why.

    `names` are the names of the archive in its order; `spine` the paths in reading order; `homes` the path
    of the document in which an id of the reading order stands first; `ncx` the path and the contents for old
    readers.
    """

    name: str
    names: tuple[str, ...]
    archive: Archive
    stored_first: bool
    package_path: str
    package: Package
    spine: tuple[str, ...]
    pages: Mapping[str, Page]
    sheets: Mapping[str, Sheet]
    pictures: Mapping[str, Picture]
    fonts: Mapping[str, Font]
    broken: Mapping[str, str]
    homes: Mapping[str, str]
    ncx: tuple[str, Ncx] | None

    @property
    def manifest(self) -> tuple[ManifestItem, ...]:
        """What the package document lists."""
        return self.package.manifest

    def item(self, property_: str) -> ManifestItem | None:
        """The line of the manifest with a property (`nav`, `cover-image`)."""
        return next((item for item in self.manifest if property_ in item.properties), None)


def read_epub(name: str, data: bytes, cache: Cache | None = None, *, forks: bool = False) -> EpubFile:
    """Read an e-book as far as the checks need it; what the cache knows of a file is not read again.

    With `forks` two processes read what is new.

    Raises:
        SourceError: `epub-unreadable`: no archive, no container, no package document.
    """
    try:
        return _file(name, Archive(data, Cache() if cache is None else cache), forks=forks)
    except _DAMAGE as error:
        raise _unreadable(name, f"the archive is damaged ({type(error).__name__})") from None
    except etree.XMLSyntaxError:
        raise _unreadable(name, "its container or its package document is not XML") from None


def _unreadable(name: str, what: str) -> SourceError:
    return SourceError(
        "epub-unreadable", what, hint="make the book again; if this comes back, report it", file=name
    )


def _file(name: str, archive: Archive, *, forks: bool) -> EpubFile:
    path = _package_path(archive)
    package = archive.learned("package", path, Package, lambda data: read_package(path, parse(data)))
    listed = [item for item in package.manifest if item.path in archive]
    documents = [item.path for item in listed if item.media_type == XHTML_TYPE]
    known = archive.learned_of_all("page", documents, Page, _page, forks=forks)
    pictured = [item for item in package.manifest if item.media_type in PICTURES]
    held = [item.path for item in pictured if item.path in archive]
    seen = archive.learned_of_all("picture", held, Picture, lambda _, data: read_picture(data), forks=forks)
    ncxs = {item.path: _ncx(archive, item.path) for item in listed if item.media_type == NCX_TYPE}
    pages = {path: page for path, page in known.items() if not page.broken}
    by_id = {item.id: item.path for item in package.manifest}
    spine = tuple(by_id.get(id_, "") for id_ in package.spine)
    file = EpubFile(
        name=name,
        names=tuple(entry.filename for entry in archive.entries),
        archive=archive,
        stored_first=_is_stored_first(archive),
        package_path=path,
        package=package,
        spine=spine,
        pages=pages,
        sheets={
            one: archive.learned("sheet", one, Sheet, partial(read_sheet, one))
            for one in archive
            if one.endswith(".css")
        },
        pictures={item.path: seen.get(item.path, Picture(opens=False)) for item in pictured},
        fonts={
            item.path: archive.learned("font", item.path, Font, read_font)
            if item.path in archive
            else Font("")
            for item in package.manifest
            if item.media_type in FONTS
        },
        broken=_broken(known) | _broken(ncxs),
        homes=_homes(spine, pages),
        ncx=next(((path, ncx) for path, ncx in ncxs.items() if not ncx.broken), None),
    )
    archive.unpack_the_rest()
    return file


def _broken(read: Mapping[str, Page] | Mapping[str, Ncx]) -> dict[str, str]:
    return {path: one.broken for path, one in read.items() if one.broken}


def _package_path(archive: Archive) -> str:
    rootfile = parse(archive.read("META-INF/container.xml")).find(f".//{_CONTAINER}rootfile")
    return "" if rootfile is None else rootfile.get("full-path", "")


def _is_stored_first(archive: Archive) -> bool:
    first = archive.entries[0]
    return (
        first.filename == "mimetype"
        and first.compress_type == zipfile.ZIP_STORED
        and not first.extra
        and archive.read("mimetype") == b"application/epub+zip"
    )


def _page(path: str, data: bytes) -> Page:
    try:
        root = parse(data)
    except etree.XMLSyntaxError as error:
        return Page(broken=error.msg or "not well-formed")
    page = read_page(path, root)
    unpaged = digest(etree.tostring(renamed(root, lambda label: "")))
    return replace(page, unpaged=unpaged, encoding="UTF-16" if data.startswith(_UTF_16) else page.encoding)


def _ncx(archive: Archive, path: str) -> Ncx:
    def learn(data: bytes) -> Ncx:
        try:
            return read_ncx(path, parse(data))
        except etree.XMLSyntaxError as error:
            return Ncx((), (), error.msg or "not well-formed")

    return archive.learned("ncx", path, Ncx, learn)


def _homes(spine: tuple[str, ...], pages: Mapping[str, Page]) -> Mapping[str, str]:
    homes: dict[str, str] = {}
    for path in reversed(spine):
        if path in pages:
            homes.update(dict.fromkeys(pages[path].ids, path))
    return homes


def parse(data: bytes) -> etree._Element:
    """The root of an XML document; no entity, no DTD and no network is used."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def fault(file: EpubFile, code: str, message: str, path: str = "", hint: str = REPORT) -> Finding:
    """An error of an e-book, in one of its files."""
    return Finding(code, Severity.ERROR, message, hint, f"{file.name}!{path}" if path else file.name)
