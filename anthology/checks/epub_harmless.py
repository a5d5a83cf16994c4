"""E-books to findings about what could run, or be fetched from afar."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import XMLSyntaxError

from anthology.checks.case import Case
from anthology.checks.epub_file import EpubFile, fault, parse
from anthology.checks.epub_page import active_in
from anthology.model import Finding

_LOCKS = frozenset({"META-INF/encryption.xml", "META-INF/rights.xml"})
_PROGRAMS = (".js", ".mjs", ".wasm", ".exe", ".sh", ".py", ".html", ".htm")


def harmless(case: Case) -> Iterator[Finding]:
    """Whether nothing can run, and nothing is fetched from afar."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.active:
                yield fault(file, "epub-active", f"the document holds {what}", path)
        for path, sheet in file.sheets.items():
            for word in sheet.fetched:
                yield fault(file, "epub-active", f"a style sheet fetches {word}…", path)
        for path in file.archive:
            if path in _LOCKS:
                yield fault(file, "epub-locked", "a lock stands in the way of readers", path)
            elif path.endswith(_PROGRAMS):
                yield fault(file, "epub-active", "a program stands in the e-book", path)
            elif path.endswith(".svg"):
                yield from _drawing(file, path)


def _drawing(file: EpubFile, path: str) -> Iterator[Finding]:
    """What a drawing could run or fetch; our writer makes none, so it is read each time."""
    try:
        root = parse(file.archive.read(path))
    except XMLSyntaxError:
        yield fault(file, "epub-active", "nobody knows what this drawing does", path)
        return
    for what in dict.fromkeys(active_in(list(root.iter("{*}*")))):
        yield fault(file, "epub-active", f"the drawing holds {what}", path)
