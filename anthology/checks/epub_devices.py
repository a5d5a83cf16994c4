"""E-books to findings about the devices that open them, and about whom their pictures betray."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from anthology.checks.case import Case
from anthology.checks.epub_file import EpubFile, fault, parse
from anthology.checks.epub_page import OPS, XHTML
from anthology.checks.picture_notes import PNG_TEXT, XMP
from anthology.checks.picture_notes import notes as notes_of
from anthology.model import Finding, Severity

CODES = (
    "epub-too-large",
    "epub-font-large",
    "epub-font-foreign",
    "epub-picture-large",
    "epub-contents-deep",
    "epub-picture-private",
)

MOST_BYTES = 50_000_000
"""What Amazon takes by mail (amazon.com, Send to Kindle for E-mail, 2024)."""

FACE_BYTES = 60_000
"""Bytes of a face as it lies in the file: enough for two alphabets, and ten of them are read in no time."""

LEVELS = 2
"""Levels of the contents that a Kindle shows (Kindle Publishing Guidelines, 5.2)."""

PICTURE_PIXELS = 3_200_000
"""Pixels of a picture inside a book, beyond which shops have refused it (Apple Books Asset Guide)."""

_E_BOOKS = (".epub", ".azw3")
_WEB_FONTS = re.compile(r"\.(?:woff2?|eot|svgz)$", re.IGNORECASE)
_RIGHTS = re.compile(
    r"\{(?:adobe:ns:meta/|http://www\.w3\.org/1999/02/22-rdf-syntax-ns#|http://www\.w3\.org/XML/1998/namespace"
    r"|http://ns\.adobe\.com/xap/1\.0/rights/)\}\w+|\{http://purl\.org/dc/elements/1\.1/\}(?:creator|rights)"
    r"|\{http://ns\.adobe\.com/photoshop/1\.0/\}Credit"
)
"""What a picture may say of a person: who made it, and under which terms it is printed."""
_PACKETS = frozenset({XMP, PNG_TEXT})
"""Where it says so; what is in there is read."""


@dataclass(frozen=True, slots=True)
class _Depth:
    """How many levels a table of contents has."""

    levels: int


@dataclass(frozen=True, slots=True)
class _Private:
    """What a picture says besides its credit and licence, in words for a message; nothing, if nothing."""

    what: str


def devices(case: Case) -> Iterator[Finding]:
    """Whether phones, Kindles and Kobos take the file, and its pictures tell nothing of anybody's life."""
    for name, data in case.outputs.items():
        if name.endswith(_E_BOOKS) and len(data) > MOST_BYTES:
            yield _beware(
                name,
                "epub-too-large",
                f"the file has {len(data) / 1e6:.0f} MB; by mail, a Kindle takes {MOST_BYTES // 1_000_000}",
                "put smaller pictures into the book, or share it otherwise",
            )
    for file in case.epubs.values():
        yield from _fonts(file)
        yield from _pictures(file)
        yield from _contents(file)


def _fonts(file: EpubFile) -> Iterator[Finding]:
    for entry in file.archive.entries:
        if _WEB_FONTS.search(entry.filename):
            yield fault(file, "epub-font-foreign", "e-readers know no fonts of the web", entry.filename)
        elif entry.filename in file.fonts and entry.compress_size > FACE_BYTES:
            yield _beware(
                f"{file.name}!{entry.filename}",
                "epub-font-large",
                f"a face has {entry.compress_size / 1000:.0f} kB; over {FACE_BYTES // 1000} slow a reader",
                "nothing has to be done; a family with plainer outlines is smaller",
                Severity.REMARK,
            )


def _pictures(file: EpubFile) -> Iterator[Finding]:
    cover = file.item("cover-image")
    for path, picture in file.pictures.items():
        if path not in file.archive:
            continue
        if picture.width * picture.height > PICTURE_PIXELS and (cover is None or path != cover.path):
            yield fault(
                file, "epub-picture-large", f"a picture has {picture.width} × {picture.height} pixels", path
            )
        told = file.archive.learned("private", path, _Private, _read_private).what
        if told:
            yield fault(file, "epub-picture-private", f"a picture tells {told}", path)


def _contents(file: EpubFile) -> Iterator[Finding]:
    nav = file.item("nav")
    if nav is None or nav.path not in file.pages:
        return
    levels = file.archive.learned("depth", nav.path, _Depth, _read_depth).levels
    if levels > LEVELS:
        yield fault(
            file,
            "epub-contents-deep",
            f"the contents have {levels} levels; a Kindle shows {LEVELS}",
            nav.path,
        )


def _read_depth(data: bytes) -> _Depth:
    navs = (nav for nav in parse(data).iter(f"{XHTML}nav") if "toc" in nav.get(f"{OPS}type", "").split())
    return _Depth(max(map(_levels, navs), default=0))


def _levels(element: etree._Element) -> int:
    """How many lists stand in one another."""
    own = 1 if element.tag == f"{XHTML}ol" else 0
    return own + max(map(_levels, element), default=0)


def _read_private(data: bytes) -> _Private:
    # Decoders are loaded where a picture is new, so in few builds.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF")) as picture:
            exif, notes = dict(picture.getexif()), dict(picture.info)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return _Private("")
    if exif or "exif" in notes:
        return _Private("what the camera wrote (EXIF)")
    if "photoshop" in notes:
        return _Private("what a program wrote (IPTC)")
    if strange := [one for one in notes_of(data) if one not in _PACKETS]:
        return _Private(strange[0])
    packet = notes.get("xmp") or notes.get("XML:com.adobe.xmp") or b""
    return _Private(_more_than_rights(packet if isinstance(packet, bytes) else str(packet).encode()))


def _more_than_rights(packet: bytes) -> str:
    if not packet:
        return ""
    try:
        names = {name for one in parse(packet).iter("{*}*") for name in (str(one.tag), *map(str, one.keys()))}
    except etree.XMLSyntaxError:
        return "something that cannot be read (XMP)"
    strange = sorted(name for name in names if not _RIGHTS.fullmatch(name))
    return f"more than its credit (XMP: {strange[0].rpartition('}')[2]})" if strange else ""


def _beware(file: str, code: str, message: str, hint: str, how: Severity = Severity.WARNING) -> Finding:
    return Finding(code, how, message, hint, file)
