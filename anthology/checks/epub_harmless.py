"""E-books to findings about what could run, be fetched from afar, or tell where they were made."""

from __future__ import annotations

import stat
from collections.abc import Iterator

from lxml.etree import XMLSyntaxError

from anthology.checks.case import Case
from anthology.checks.epub_acts import acts_in, is_inside
from anthology.checks.epub_file import EpubFile, fault, parse
from anthology.model import Finding


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOCKS = frozenset({"META-INF/encryption.xml", "META-INF/rights.xml", "META-INF/signatures.xml"})
_KINDS = _words("xhtml css ncx opf jpg jpeg png gif svg otf ttf txt")
"""Files that a book is made of; all others are told, for some of them run."""
_CONTAINER = "META-INF/container.xml"
_AROUND = frozenset({"mimetype", _CONTAINER, "META-INF/com.apple.ibooks.display-options.xml"})
_OF_CONTAINER = frozenset({"container", "rootfiles", "rootfile"})
_LOCKED = 0x1
"""The flag of a file that is packed with a password (APPNOTE 4.4.4)."""


def harmless(case: Case) -> Iterator[Finding]:
    """Whether nothing can run, and nothing is fetched from afar."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.active:
                yield fault(file, "epub-active", f"the document holds {what}", path)
        for path, sheet in file.sheets.items():
            for word in sheet.fetched:
                yield fault(file, "epub-active", f"a style sheet fetches {word}…", path)
        for what in file.package.active:
            yield fault(file, "epub-active", f"the package holds {what}", file.package_path)
        for path in file.archive:
            yield from _member(file, path)
        yield from _wrapping(file)


def _member(file: EpubFile, path: str) -> Iterator[Finding]:
    suffix = path.rpartition(".")[2].casefold()
    if path in _LOCKS:
        yield fault(file, "epub-locked", "a lock stands in the way of readers", path)
    elif suffix == "svg":
        yield from _drawing(file, path)
    elif path == _CONTAINER:
        yield from _container(file)
    elif path not in _AROUND and not path.endswith("/") and suffix not in _KINDS:
        yield fault(file, "epub-active", "a file of a kind that no book needs stands in the e-book", path)


def _drawing(file: EpubFile, path: str) -> Iterator[Finding]:
    """What a drawing could run or fetch; our writer makes none, so it is read each time."""
    try:
        root = parse(file.archive.read(path))
    except XMLSyntaxError:
        yield fault(file, "epub-active", "nobody knows what this drawing does", path)
        return
    for what in acts_in(root):
        yield fault(file, "epub-active", f"the drawing holds {what}", path)


def _container(file: EpubFile) -> Iterator[Finding]:
    """Whether the container leads to one book, inside of the archive, and nowhere else."""
    root = parse(file.archive.read(_CONTAINER))
    names = [str(one.tag).rpartition("}")[2] for one in root.iter("{*}*")]
    for name in dict.fromkeys(names):
        if name not in _OF_CONTAINER:
            yield fault(file, "epub-active", f"the container holds a <{name}> element", _CONTAINER)
    if names.count("rootfile") != 1 or not is_inside(file.package_path):
        yield fault(file, "epub-active", "the container leads to another book as well", _CONTAINER)


def _wrapping(file: EpubFile) -> Iterator[Finding]:
    """Whether the archive is one, and nothing but one."""
    if not file.archive.stands_alone():
        yield fault(
            file, "epub-active", "something stands before or behind the archive: another kind of file"
        )
    for entry in file.archive.entries:
        mode = entry.external_attr >> 16
        if entry.flag_bits & _LOCKED:
            yield fault(file, "epub-locked", "a file asks for a password", entry.filename)
        if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or not stat.S_IFMT(mode)):
            yield fault(file, "epub-active", "a name leads to another file of the machine", entry.filename)


def discreet(case: Case) -> Iterator[Finding]:
    """Whether an e-book tells nothing of the machines and people that made it, but whose the book is."""
    for file in case.epubs.values():
        for what in file.package.private:
            yield fault(file, "epub-private", f"the package holds {what}", file.package_path)
        for entry in file.archive.entries:
            if entry.extra or entry.comment:
                what = "the archive holds notes of the machine that packed it"
                yield fault(file, "epub-private", what, entry.filename)
