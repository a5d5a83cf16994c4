"""E-books to findings about the archive: its beginning, its list of files, its pictures, fonts and cover."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from anthology.checks.case import Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_package import ManifestItem
from anthology.checks.epub_vocabulary import SUFFIXES
from anthology.model import Finding, Severity

_DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
"""Names that are no files on Windows, whatever their suffix."""
_UNLISTED = ("mimetype", "META-INF/")
_LEAST_COVER_PX = 1000
"""The shorter side below which shops refuse a cover."""


def container(case: Case) -> Iterator[Finding]:
    """Whether the archive begins as an e-book does, and every name in it can be kept everywhere."""
    for file in case.epubs.values():
        if not file.stored_first:
            yield fault(file, "epub-mimetype", "the archive does not begin with its media type, uncompressed")
        folded = Counter(_folded(name) for name in file.names)
        for name in file.names:
            if _leads_out(name):
                yield fault(file, "epub-path-unsafe", f"the name {name!r} leads out of the archive")
            elif folded[_folded(name)] > 1:
                yield fault(file, "epub-path-unsafe", f"two files are called {name!r}, apart from case")


def _folded(name: str) -> str:
    """A name as a system that knows no case and one spelling of accents keeps it."""
    return unicodedata.normalize("NFC", name).casefold()


def _leads_out(name: str) -> bool:
    """Whether a name is of a place that some system takes for another one than it is in the archive."""
    parts = name.removesuffix("/").split("/")
    return (
        name.startswith("/")
        or any(char in name for char in '\\:*?"<>|')
        or any(part in {"", ".", ".."} or part.endswith((".", " ")) for part in parts)
        or any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for char in name)
        or any(part.partition(".")[0].casefold() in _DEVICES for part in parts)
    )


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
        yield from _described(file)
        used = {target for sheet in file.sheets.values() for _, target, _ in sheet.links}
        for path in (path for path in file.fonts if path in file.archive and path not in used):
            yield fault(file, "epub-manifest-wrong", f"no style sheet uses the font {path}")


def _described(file: EpubFile) -> Iterator[Finding]:
    """Whether what the manifest says of each file is true, and said once."""
    for what, values in (
        ("id", [item.id for item in file.manifest]),
        ("file", [item.path for item in file.manifest]),
        ("document", list(file.package.spine)),
    ):
        for value in [value for value, count in Counter(values).items() if count > 1]:
            yield fault(file, "epub-manifest-wrong", f"the {what} {value} is listed twice")
    ids = {item.id for item in file.manifest}
    for id_ in file.package.spine:
        if id_ not in ids:
            yield fault(file, "epub-manifest-wrong", f"the reading order names {id_!r}, which is not listed")
    for item in file.manifest:
        yield from _item(file, item)
    if sum("nav" in item.properties for item in file.manifest) != 1:
        yield fault(file, "epub-manifest-wrong", "not one document is said to hold the contents")
    ncx = file.ncx[0] if file.ncx else ""
    if ncx and file.package.ncx not in {item.id for item in file.manifest if item.path == ncx}:
        yield fault(file, "epub-manifest-wrong", "the spine does not name the contents for old readers")


def _item(file: EpubFile, item: ManifestItem) -> Iterator[Finding]:
    fitting = SUFFIXES.get(item.path.rpartition(".")[2].lower())
    font = file.fonts.get(item.path)
    if fitting is not None and item.media_type not in fitting:
        what = f"{item.path} is said to be {item.media_type or 'nothing'}"
        yield fault(file, "epub-media-type-wrong", what)
    elif font is not None and font.characters and font.kind not in {"otf", "ttf"}:
        yield fault(file, "epub-media-type-wrong", f"{item.path} is no font that e-readers read")
    page = file.pages.get(item.path)
    said = set(item.properties) - {"nav", "cover-image"}
    if page is not None and said != set(page.needs):
        what = f"{item.path} needs {', '.join(page.needs) or 'nothing'}, and the manifest says otherwise"
        yield fault(file, "epub-manifest-wrong", what)


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
    elif item.id != file.package.cover:
        yield fault(file, "epub-cover-missing", "old readers are not told which picture is the cover")
    elif not any(shown.path == item.path for page in file.pages.values() for shown in page.pictures):
        yield fault(file, "epub-cover-missing", "no page shows the cover")
    elif picture and 0 < min(picture.width, picture.height) < _LEAST_COVER_PX:
        yield Finding(
            "epub-cover-small",
            Severity.WARNING,
            f"the cover is {picture.width} × {picture.height} pixels: shops ask for more",
            f"make it at least {_LEAST_COVER_PX} pixels wide",
            f"{file.name}!{item.path}",
        )
