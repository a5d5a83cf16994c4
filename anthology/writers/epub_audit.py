"""A finished e-book read back from its bytes: is everything in it, in order, and to the word?

It reads with the archive and XML readers alone, not with the library that wrote the file. Anything wrong is
an error: a book that lost a word is not handed out. A page whose bytes came back as they went in says what
was read off them before; it is not parsed again.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from anthology.errors import WriteError
from anthology.writers.epub_documents import Document
from anthology.writers.epub_facts import Facts, facts, inside, is_outside, spaced
from anthology.writers.epub_item import NCX, OPS, ROOT, XHTML, XHTML_TYPE, Item, parse, values_at

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_MIMETYPE = b"application/epub+zip"
_IDS = etree.XPath("//@id[. != '']", smart_strings=False)
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the bytes must hold: every item, the spine's ids, and the number of lines of metadata.

    `pages` is what was read off each XHTML item, by its path.
    """

    items: Sequence[Item]
    documents: Sequence[Document]
    pages: Mapping[str, Facts]
    spine: Sequence[str]
    statements: int


def audit(data: bytes, expected: Expected) -> None:
    """Read an e-book back and compare it with what went in.

    Raises:
        WriteError: `epub-container-wrong`, `epub-item-lost`, `epub-metadata-lost`, `epub-spine-wrong`,
            `epub-words-differ`, `epub-link-broken`, `epub-contents-differ`.
    """
    names, files = _unpacked(data)
    path = _package_path(names, files)
    package = parse(files[path])
    _audit_items(package, files, expected.items)
    _audit_metadata(package, expected.statements)
    _audit_spine(package, expected.spine)
    pages = _pages(files, expected)
    contents = _contents(files, expected.items)
    _audit_words(pages, expected.documents)
    _audit_links(files, pages, {path: package, contents.ncx_path: contents.ncx})
    _audit_contents(contents, pages, expected.documents)


def _unpacked(data: bytes) -> tuple[list[str], dict[str, bytes]]:
    """The names in their order, and the file of each; a file that is not what it should be cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry.filename for entry in archive.infolist()]
            return names, {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _fault("epub-container-wrong", f"the archive cannot be read back: {error}") from error


def _package_path(names: Sequence[str], files: Mapping[str, bytes]) -> str:
    if not names or names[0] != "mimetype" or files["mimetype"] != _MIMETYPE:
        raise _fault("epub-container-wrong", "the archive does not begin with its media type")
    folded = Counter(name.casefold() for name in names)
    twice = [name for name in names if folded[name.casefold()] > 1]
    if twice or not all(name.isascii() for name in names):
        raise _fault("epub-container-wrong", f"a file's name cannot be kept everywhere: {twice or names}")
    container = files.get("META-INF/container.xml", b"<container/>")
    rootfile = parse(container).find(f".//{_CONTAINER}rootfile")
    path = "" if rootfile is None else rootfile.get("full-path", "")
    if path not in files:
        raise _fault("epub-container-wrong", "the container names no package document")
    return path


def _audit_items(package: etree._Element, files: Mapping[str, bytes], items: Sequence[Item]) -> None:
    listed = {line.get("href"): line for line in package.iter(f"{_OPF}item")}
    linked = {line.get("href") for line in package.iter(f"{_OPF}link")}
    for item in items:
        if files.get(f"{ROOT}/{item.path}") != item.data:
            raise _fault("epub-item-lost", f"{item.path} is not in the e-book as it was made")
        line = listed.pop(item.path, None)
        if line is None and item.path not in linked:
            raise _fault("epub-item-lost", f"{item.path} is not in the manifest")
        if line is not None and line.get("properties", "") != " ".join(item.properties):
            raise _fault("epub-item-lost", f"the manifest misdescribes {item.path}")
    if listed:
        raise _fault(
            "epub-item-lost", f"the manifest lists what is not there: {', '.join(sorted(map(str, listed)))}"
        )


def _audit_metadata(package: etree._Element, statements: int) -> None:
    metadata = package.find(f"{_OPF}metadata")
    lines = [] if metadata is None else list(metadata)
    # The date of change is written by the library itself.
    if len(lines) != statements + 1 or any(
        not (line.text or line.get("content") or line.get("href")) for line in lines
    ):
        raise _fault("epub-metadata-lost", "a line of the metadata is missing or empty")
    ids = Counter(values_at(_IDS, package))
    refined = {line.get("refines", "").removeprefix("#") for line in lines} - {""}
    wrong = [key for key, count in ids.items() if count > 1] + sorted(refined - set(ids))
    if wrong:
        raise _fault("epub-metadata-lost", f"the ids of the package are not one each: {', '.join(wrong)}")


def _audit_spine(package: etree._Element, spine: Sequence[str]) -> None:
    found = [line.get("idref") for line in package.iter(f"{_OPF}itemref")]
    if found != list(spine):
        raise _fault("epub-spine-wrong", f"the reading order is {found}, and should be {list(spine)}")


def _pages(files: Mapping[str, bytes], expected: Expected) -> Mapping[str, Facts]:
    """What each page of the archive says; the same bytes say the same."""
    known = {
        f"{ROOT}/{item.path}": (item.data, expected.pages[item.path])
        for item in expected.items
        if item.path in expected.pages
    }
    return {
        name: known[name][1] if name in known and known[name][0] == data else facts(data)
        for name, data in files.items()
        if name.endswith(".xhtml")
    }


def _audit_words(pages: Mapping[str, Facts], documents: Sequence[Document]) -> None:
    for document in documents:
        if pages[f"{ROOT}/{document.item.path}"].words != document.words:
            raise _fault("epub-words-differ", f"{document.item.path} does not say what its template made")


def _audit_links(
    files: Mapping[str, bytes], pages: Mapping[str, Facts], trees: Mapping[str, etree._Element]
) -> None:
    targets = {name: frozenset(page.ids) for name, page in pages.items()}
    for name, data in files.items():
        folder = posixpath.dirname(name)
        for address in pages[name].addresses if name in pages else _addresses(name, data, trees):
            path, fragment = _parted(folder, address)
            target = path or name
            if target not in files or (fragment and fragment not in targets.get(target, ())):
                raise WriteError(
                    "epub-link-broken",
                    f"{name.removeprefix(ROOT + '/')} points to “{address}”, which the e-book does not hold",
                    hint="look at the template or the style sheet that writes this address",
                    file=name,
                )


@lru_cache(maxsize=4096)
def _parted(folder: str, address: str) -> tuple[str, str]:
    """The file that an address leads to from a folder, empty for the same file, and the id in it."""
    path, _, fragment = address.partition("#")
    return posixpath.normpath(posixpath.join(folder, unquote(path))) if path else "", unquote(fragment)


def _addresses(name: str, data: bytes, trees: Mapping[str, etree._Element]) -> Sequence[str]:
    """The addresses inside the e-book that a file holds which is no page."""
    if name.endswith(".css"):
        found = map(str, _URL.findall(data.decode("utf-8")))
        return tuple(address for address in found if not is_outside(address))
    return inside(trees[name]) if name in trees else ()


_Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Contents:
    """Id, address and title of each line of both contents, and the older one as it was read."""

    nav: Sequence[_Line]
    ncx_path: str
    ncx: etree._Element


def _contents(files: Mapping[str, bytes], items: Sequence[Item]) -> _Contents:
    nav = next(item.path for item in items if "nav" in item.properties and item.media_type == XHTML_TYPE)
    ncx = next(f"{ROOT}/{item.path}" for item in items if item.path.endswith(".ncx"))
    return _Contents(_nav_lines(parse(files[f"{ROOT}/{nav}"])), ncx, parse(files[ncx]))


def _audit_contents(contents: _Contents, pages: Mapping[str, Facts], documents: Sequence[Document]) -> None:
    """The two contents say the same, in the order of the spine, and each line is a heading of its page."""
    if contents.nav != _ncx_lines(contents.ncx):
        raise _fault("epub-contents-differ", "nav.xhtml and toc.ncx list different things")
    listed = [document for document in documents if document.section.level]
    if [href for _, href, _ in contents.nav] != [document.item.path for document in listed]:
        raise _fault("epub-contents-differ", "the contents are not in reading order, or not complete")
    for (_, _, title), document in zip(contents.nav, listed, strict=True):
        if not any(title in heading for heading in pages[f"{ROOT}/{document.item.path}"].headings):
            raise WriteError(
                "epub-contents-differ",
                f"the contents say “{title}”, and no heading of {document.item.path} does",
                hint=f"the template sections/{document.section.kind}.xhtml prints section.title in a heading",
                file=f"layouts/sections/{document.section.kind}.xhtml",
            )


def _nav_lines(root: etree._Element) -> list[_Line]:
    nav = next(nav for nav in root.iter(f"{XHTML}nav") if nav.get(f"{OPS}type") == "toc")
    lines = ((line, line.find(f"{XHTML}a")) for line in nav.iter(f"{XHTML}li"))
    return [(line.get("id", ""), a.get("href", ""), spaced(a)) for line, a in lines if a is not None]


def _ncx_lines(root: etree._Element) -> list[_Line]:
    found = []
    for point in root.iter(f"{NCX}navPoint"):
        label, content = point.find(f"{NCX}navLabel"), point.find(f"{NCX}content")
        if label is not None and content is not None:
            found.append((point.get("id", ""), content.get("src", ""), spaced(label)))
    return found


def _fault(code: str, what: str) -> WriteError:
    return WriteError(
        code, what, hint="the e-book was not written; please report this as a fault of the tool"
    )
