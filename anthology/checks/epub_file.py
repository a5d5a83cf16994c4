"""The bytes of an e-book to what it holds and how it is put together, without the library that made it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from anthology.errors import SourceError
from anthology.model import Finding, Severity

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XHTML_TYPE = "application/xhtml+xml"
NCX_TYPE = "application/x-dtbncx+xml"

REPORT = "make the book again; if this comes back, report it as a fault of the tool"

_MOST_FILES = 20_000
_MOST_BYTES = 512 * 2**20
"""What is unpacked at most: a small archive may hold gigabytes of nothing."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A line of the manifest: where the file is in the archive, and what is said of it."""

    id: str
    path: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EpubFile:
    """An e-book, read. `documents` are the XHTML documents by path; `broken` those that are not XML.

    `names` are the names of the archive in its order; `spine` the paths in reading order; `homes` the path
    of the document in which an id of the reading order stands first; `ncx` the contents for old readers.
    """

    name: str
    names: tuple[str, ...]
    files: Mapping[str, bytes]
    stored_first: bool
    package_path: str
    package: etree._Element
    manifest: tuple[ManifestItem, ...]
    spine: tuple[str, ...]
    documents: Mapping[str, etree._Element]
    broken: Mapping[str, str]
    homes: Mapping[str, str]
    ncx: tuple[str, etree._Element] | None

    def item(self, property_: str) -> ManifestItem | None:
        """The line of the manifest with a property (`nav`, `cover-image`)."""
        return next((item for item in self.manifest if property_ in item.properties), None)

    def document_of(self, section_id: str) -> tuple[str, etree._Element] | None:
        """The document of the spine that holds a section: the root of the section has its id."""
        path = self.homes.get(section_id)
        return (path, self.documents[path]) if path else None


def read_epub(name: str, data: bytes) -> EpubFile:
    """Read an e-book as far as the checks need it.

    Raises:
        SourceError: `epub-unreadable`: no archive, no container, no package document.
    """
    try:
        return _file(name, *_unpacked(data))
    except _DAMAGE as error:
        raise _unreadable(name, f"the archive is damaged ({type(error).__name__})") from None
    except etree.XMLSyntaxError:
        raise _unreadable(name, "its container or its package document is not XML") from None


def _unreadable(name: str, what: str) -> SourceError:
    return SourceError(
        "epub-unreadable", what, hint="make the book again; if this comes back, report it", file=name
    )


def _unpacked(data: bytes) -> tuple[list[zipfile.ZipInfo], dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise ValueError("too large")
        return entries, {entry.filename: archive.read(entry) for entry in entries}


def _file(name: str, entries: list[zipfile.ZipInfo], files: dict[str, bytes]) -> EpubFile:
    rootfile = parse(files["META-INF/container.xml"]).find(f".//{_CONTAINER}rootfile")
    path = "" if rootfile is None else rootfile.get("full-path", "")
    package = parse(files[path])
    manifest = tuple(_manifest(package, path))
    by_id = {item.id: item.path for item in manifest}
    trees, broken = _trees(manifest, files)
    documents = {item.path: trees[item.path] for item in manifest if item.path in trees and _is_page(item)}
    first = entries[0]
    spine = tuple(by_id.get(line.get("idref", ""), "") for line in package.iter(f"{OPF}itemref"))
    return EpubFile(
        name=name,
        names=tuple(entry.filename for entry in entries),
        files=files,
        stored_first=first.filename == "mimetype"
        and first.compress_type == zipfile.ZIP_STORED
        and not first.extra
        and files["mimetype"] == b"application/epub+zip",
        package_path=path,
        package=package,
        manifest=manifest,
        spine=spine,
        documents=documents,
        broken=broken,
        homes=_homes(spine, documents),
        ncx=next(
            (
                (one.path, trees[one.path])
                for one in manifest
                if one.media_type == NCX_TYPE and one.path in trees
            ),
            None,
        ),
    )


def _trees(
    manifest: tuple[ManifestItem, ...], files: Mapping[str, bytes]
) -> tuple[dict[str, etree._Element], dict[str, str]]:
    """The XML files of the manifest, and why those that cannot be read cannot."""
    trees: dict[str, etree._Element] = {}
    broken: dict[str, str] = {}
    for item in manifest:
        if item.path in files and (_is_page(item) or item.media_type == NCX_TYPE):
            try:
                trees[item.path] = parse(files[item.path])
            except etree.XMLSyntaxError as error:
                broken[item.path] = error.msg or "not well-formed"
    return trees, broken


def _is_page(item: ManifestItem) -> bool:
    return item.media_type == XHTML_TYPE


def _homes(spine: tuple[str, ...], documents: Mapping[str, etree._Element]) -> Mapping[str, str]:
    homes: dict[str, str] = {}
    for path in spine:
        for element in documents[path].iter("{*}*") if path in documents else ():
            if id_ := element.get("id"):
                homes.setdefault(id_, path)
    return homes


def _manifest(package: etree._Element, path: str) -> Iterator[ManifestItem]:
    for line in package.iter(f"{OPF}item"):
        yield ManifestItem(
            line.get("id", ""),
            resolved(path, line.get("href", "")),
            line.get("media-type", ""),
            tuple(line.get("properties", "").split()),
        )


def parse(data: bytes) -> etree._Element:
    """The root of an XML document; no entity, no DTD and no network is used."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def resolved(base: str, href: str) -> str:
    """The path in the archive to which an address without fragment leads, as seen from a file."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base


def is_local(href: str) -> bool:
    """True when an address stays inside the e-book."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def types(element: etree._Element) -> frozenset[str]:
    """What `epub:type` says an element is."""
    return frozenset((element.get(f"{OPS}type") or "").split())


def spaced(element: etree._Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def fault(file: EpubFile, code: str, message: str, path: str = "", hint: str = REPORT) -> Finding:
    """An error of an e-book, in one of its files."""
    return Finding(code, Severity.ERROR, message, hint, f"{file.name}!{path}" if path else file.name)
