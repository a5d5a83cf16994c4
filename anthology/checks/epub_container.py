"""E-books to findings about the archive: its beginning, its list of files, its pictures, fonts and cover."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from anthology.checks.case import Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.model import Finding, Severity

_UNLISTED = ("mimetype", "META-INF/")
_LEAST_COVER_PX = 1000
"""The shorter side below which shops refuse a cover."""


def container(case: Case) -> Iterator[Finding]:
    """Whether the archive begins as an e-book does, and every name in it can be kept everywhere."""
    for file in case.epubs.values():
        if not file.stored_first:
            yield fault(file, "epub-mimetype", "the archive does not begin with its media type, uncompressed")
        folded = Counter(name.casefold() for name in file.names)
        for name in file.names:
            if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
                yield fault(file, "epub-path-unsafe", f"the name {name!r} leads out of the archive")
            elif folded[name.casefold()] > 1:
                yield fault(file, "epub-path-unsafe", f"two files are called {name!r}, apart from case")


def manifest(case: Case) -> Iterator[Finding]:
    """Whether the manifest lists what is there, and what it lists can be read."""
    for file in case.epubs.values():
        listed = {item.path for item in file.manifest}
        known = {*listed, *file.package.linked, file.package_path}
        for path in sorted(path for path in listed if path not in file.archive):
            yield fault(file, "epub-manifest-wrong", f"the manifest lists {path}, which is not there")
        for path in file.archive:
            if not (path in known or path.startswith(_UNLISTED) or path.endswith("/")):
                yield fault(file, "epub-manifest-wrong", f"the manifest does not list {path}")
        for path, what in file.broken.items():
            yield fault(file, "epub-not-well-formed", f"a document is not XML: {what}", path)


def resources(case: Case) -> Iterator[Finding]:
    """Whether each picture and each font can be opened whole."""
    for file in case.epubs.values():
        for path, picture in file.pictures.items():
            if not picture.opens:
                yield fault(file, "epub-picture-damaged", "a picture cannot be opened whole", path)
        for path, font in file.fonts.items():
            if not font.characters:
                yield fault(file, "epub-font-damaged", "a font cannot be opened", path)
        yield from _cover(file)


def glyphs(case: Case) -> Iterator[Finding]:
    """Whether the fonts of the e-book have every character of its pages."""
    for file in case.epubs.values():
        known = frozenset().union(*(font.characters for font in file.fonts.values()))
        for path, page in file.pages.items() if known else ():
            for char in page.characters:
                if char not in known and unicodedata.category(char) not in {"Cc", "Cf"}:
                    name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
                    yield fault(file, "epub-glyph-missing", f"its fonts have no “{char}” ({name})", path)


def _cover(file: EpubFile) -> Iterator[Finding]:
    item = file.item("cover-image")
    picture = file.pictures.get(item.path) if item else None
    if item is None:
        yield fault(file, "epub-cover-missing", "no picture is named as the cover")
    elif picture and 0 < min(picture.width, picture.height) < _LEAST_COVER_PX:
        yield Finding(
            "epub-cover-small",
            Severity.WARNING,
            f"the cover is {picture.width} × {picture.height} pixels: shops ask for more",
            f"make it at least {_LEAST_COVER_PX} pixels wide",
            f"{file.name}!{item.path}",
        )
