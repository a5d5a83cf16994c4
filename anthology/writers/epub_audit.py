"""A finished e-book read back from its bytes: is everything in it, in order, and to the word?

It reads with the archive and XML readers alone, not with the library that wrote the file. Anything wrong is
an error: a book that lost a word is not handed out.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from anthology.errors import WriteError
from anthology.writers.epub_documents import Document
from anthology.writers.epub_item import NCX, OPS, ROOT, XHTML, XHTML_TYPE, Item, parse, text_of

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_MIMETYPE = b"application/epub+zip"
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the bytes must hold: every item, the spine's ids, and the number of lines of metadata."""

    items: Sequence[Item]
    documents: Sequence[Document]
    spine: Sequence[str]
    statements: int


def audit(data: bytes, expected: Expected) -> None:
    """Read an e-book back and compare it with what went in.

    Raises:
        WriteError: `epub-container-wrong`, `epub-item-lost`, `epub-metadata-lost`, `epub-spine-wrong`,
            `epub-words-differ`, `epub-link-broken`, `epub-contents-differ`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [entry.filename for entry in archive.infolist()]
        files = {name: archive.read(name) for name in names}
    package = parse(files[_package_path(names, files)])
    _audit_items(package, files, expected.items)
    _audit_metadata(package, expected.statements)
    _audit_spine(package, expected.spine)
    _audit_words(files, expected.documents)
    _audit_links(files)
    _audit_contents(files, expected)


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
    ids = Counter(str(element.get("id")) for element in package.iter("{*}*") if element.get("id"))
    refined = {line.get("refines", "").removeprefix("#") for line in lines} - {""}
    wrong = [key for key, count in ids.items() if count > 1] + sorted(refined - set(ids))
    if wrong:
        raise _fault("epub-metadata-lost", f"the ids of the package are not one each: {', '.join(wrong)}")


def _audit_spine(package: etree._Element, spine: Sequence[str]) -> None:
    found = [line.get("idref") for line in package.iter(f"{_OPF}itemref")]
    if found != list(spine):
        raise _fault("epub-spine-wrong", f"the reading order is {found}, and should be {list(spine)}")


def _audit_words(files: Mapping[str, bytes], documents: Sequence[Document]) -> None:
    for document in documents:
        if text_of(parse(files[f"{ROOT}/{document.item.path}"])) != document.text:
            raise _fault("epub-words-differ", f"{document.item.path} does not say what its template made")


def _audit_links(files: Mapping[str, bytes]) -> None:
    targets = {name: _ids(parse(data)) for name, data in files.items() if name.endswith(".xhtml")}
    for name, data in files.items():
        for address in _addresses(name, data):
            path, _, fragment = address.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            )
            if target not in files or (fragment and unquote(fragment) not in targets.get(target, ())):
                raise WriteError(
                    "epub-link-broken",
                    f"{name.removeprefix(ROOT + '/')} points to “{address}”, which the e-book does not hold",
                    hint="look at the template or the style sheet that writes this address",
                    file=name,
                )


def _ids(root: etree._Element) -> frozenset[str]:
    return frozenset(str(part.get("id")) for part in root.iter("{*}*") if part.get("id"))


def _addresses(name: str, data: bytes) -> Iterator[str]:
    """The addresses inside the e-book that a file holds."""
    if name.endswith(".css"):
        found = [str(address) for address in _URL.findall(data.decode("utf-8"))]
    elif name.endswith((".xhtml", ".ncx", ".opf")):
        attributes = (
            (etree.QName(key), value) for part in parse(data).iter("{*}*") for key, value in part.items()
        )
        found = [str(value) for key, value in attributes if key.localname in {"href", "src"}]
    else:
        found = []
    return (address for address in found if not urlsplit(address).scheme)


def _audit_contents(files: Mapping[str, bytes], expected: Expected) -> None:
    """The two contents say the same, in the order of the spine, and each line is a heading of its page."""
    nav = _nav_lines(files, expected.items)
    if nav != _ncx_lines(files, expected.items):
        raise _fault("epub-contents-differ", "nav.xhtml and toc.ncx list different things")
    listed = [document for document in expected.documents if document.section.level]
    if [href for _, href, _ in nav] != [document.item.path for document in listed]:
        raise _fault("epub-contents-differ", "the contents are not in reading order, or not complete")
    for (_, _, title), document in zip(nav, listed, strict=True):
        root = parse(files[f"{ROOT}/{document.item.path}"])
        if not any(title in _spaced(heading) for heading in root.iter(*_HEADINGS)):
            raise WriteError(
                "epub-contents-differ",
                f"the contents say “{title}”, and no heading of {document.item.path} does",
                hint=f"the template sections/{document.section.kind}.xhtml prints section.title in a heading",
                file=f"layouts/sections/{document.section.kind}.xhtml",
            )


_Line = tuple[str, str, str]


def _nav_lines(files: Mapping[str, bytes], items: Sequence[Item]) -> list[_Line]:
    """Id, address and title of each line of the contents in `nav.xhtml`."""
    path = next(item.path for item in items if "nav" in item.properties and item.media_type == XHTML_TYPE)
    root = parse(files[f"{ROOT}/{path}"])
    nav = next(nav for nav in root.iter(f"{XHTML}nav") if nav.get(f"{OPS}type") == "toc")
    lines = ((line, line.find(f"{XHTML}a")) for line in nav.iter(f"{XHTML}li"))
    return [(line.get("id", ""), a.get("href", ""), _spaced(a)) for line, a in lines if a is not None]


def _ncx_lines(files: Mapping[str, bytes], items: Sequence[Item]) -> list[_Line]:
    path = next(item.path for item in items if item.path.endswith(".ncx"))
    found = []
    for point in parse(files[f"{ROOT}/{path}"]).iter(f"{NCX}navPoint"):
        label, content = point.find(f"{NCX}navLabel"), point.find(f"{NCX}content")
        if label is not None and content is not None:
            found.append((point.get("id", ""), content.get("src", ""), _spaced(label)))
    return found


def _spaced(element: etree._Element) -> str:
    return " ".join(text_of(element).split())


def _fault(code: str, what: str) -> WriteError:
    return WriteError(
        code, what, hint="the e-book was not written; please report this as a fault of the tool"
    )
