"""E-books to findings about the archive: its beginning, its list of files, its pictures, fonts and cover."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from fontTools.ttLib import TTFont
from PIL import Image

from anthology.checks.case import Case
from anthology.checks.epub_file import OPF, EpubFile, fault, resolved
from anthology.model import Finding, Severity

_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
_FONTS = frozenset({"font/otf", "font/ttf", "application/vnd.ms-opentype", "application/font-sfnt"})
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
        linked = {_beside(file, line.get("href", "")) for line in file.package.iter(f"{OPF}link")}
        for path in sorted(listed - file.files.keys()):
            yield fault(file, "epub-manifest-wrong", f"the manifest lists {path}, which is not there")
        for path in file.files:
            known = path in listed | linked | {file.package_path} or path.startswith(_UNLISTED)
            if not known and not path.endswith("/"):
                yield fault(file, "epub-manifest-wrong", f"the manifest does not list {path}")
        for path, what in file.broken.items():
            yield fault(file, "epub-not-well-formed", f"a document is not XML: {what}", path)


def _beside(file: EpubFile, href: str) -> str:
    return resolved(file.package_path, href)


def resources(case: Case) -> Iterator[Finding]:
    """Whether each picture and each font can be opened whole."""
    for file in case.epubs.values():
        for item in file.manifest:
            data = file.files.get(item.path, b"")
            if item.media_type in _PICTURES and not _picture_opens(data):
                yield fault(file, "epub-picture-damaged", "a picture cannot be opened whole", item.path)
            if item.media_type in _FONTS and not _font_opens(data):
                yield fault(file, "epub-font-damaged", "a font cannot be opened", item.path)
        yield from _cover(file)


def _picture_opens(data: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF")) as image:
                image.verify()
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF")) as image:
                image.draft("RGB", (64, 64))
                image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return False
    # The page setter tells the library to take pictures that were cut short, so that is looked for here.
    return not data.startswith(b"\xff\xd8") or b"\xff\xd9" in data[-32:]


def _font_opens(data: bytes) -> bool:
    return bool(_characters(data))


@lru_cache(maxsize=64)
def _characters(data: bytes) -> frozenset[str]:
    """What a font can show: nothing, if it cannot be opened."""
    try:
        return frozenset(map(chr, TTFont(io.BytesIO(data), lazy=True).getBestCmap() or {}))
    except Exception:  # the library raises almost anything on a damaged font
        return frozenset()


def glyphs(case: Case) -> Iterator[Finding]:
    """Whether the fonts of the e-book have every character of its pages."""
    for file in case.epubs.values():
        fonts = [item.path for item in file.manifest if item.media_type in _FONTS]
        known = frozenset().union(*(_characters(file.files.get(path, b"")) for path in fonts))
        for path, root in file.documents.items() if known else ():
            body = root.find("{*}body")
            text = "" if body is None else "".join(str(text) for text in body.itertext())
            shown = set(text) - known
            for char in sorted(char for char in shown if unicodedata.category(char) not in {"Cc", "Cf"}):
                name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
                yield fault(file, "epub-glyph-missing", f"its fonts have no “{char}” ({name})", path)


def _cover(file: EpubFile) -> Iterator[Finding]:
    item = file.item("cover-image")
    if item is None:
        yield fault(file, "epub-cover-missing", "no picture is named as the cover")
    elif (size := _size(file.files.get(item.path, b""))) and min(size) < _LEAST_COVER_PX:
        yield Finding(
            "epub-cover-small",
            Severity.WARNING,
            f"the cover is {size[0]} × {size[1]} pixels: shops ask for more",
            f"make it at least {_LEAST_COVER_PX} pixels wide",
            f"{file.name}!{item.path}",
        )


def _size(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF")) as image:
            return image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
