"""The bytes and the name of a file in; what kind of file it really is out, as the suffix of that kind.

Programs, servers and people give files other names than their own: a `.doc` that holds RTF or a web page, a
photograph called `.txt`. The first bytes know better.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

LOCKED = ".locked"
"""Stands for a document that only opens with a password."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Office before 2007 begin, and messages of Outlook: a small file system."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", ".rtf"),
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"bplist00", ".webarchive"),
    (b"\xdb\xa5\x2d\0", ".doc"),  # Word 2 for Windows
    (b"\x31\xbe\0\0", ".doc"),  # Word for DOS, and Write
    (b"\xfe\x37\0\x23", ".doc"),  # Word for Macintosh
    (b"\xffWPC", ".wpd"),
)
_BRANDS: Mapping[bytes, str] = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), ".heic"),
    **dict.fromkeys((b"avif", b"avis"), ".avif"),
    **dict.fromkeys((b"mp41", b"mp42", b"isom", b"M4A ", b"M4V ", b"qt  "), ".mp4"),
}
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("__properties_version1.0", ".msg"),
    ("Quill", ".pub"),
)
"""Names in the directory of such a file, in UTF-16, and what they tell."""

_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", ".docx"),
    ("ppt/presentation.xml", ".pptx"),
    ("xl/workbook.xml", ".xlsx"),
    ("Index/Document.iwa", ".pages"),
    ("Index.zip", ".pages"),
    ("index.apxl", ".key"),
)
_MEDIA: Mapping[bytes, str] = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.text-template": ".odt",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/epub+zip": ".epub",
}
_TEMPLATES: Mapping[str, str] = {".dotx": ".docx", ".docm": ".docx", ".ott": ".odt", ".dot": ".doc"}
_PACKAGES = frozenset(
    {".pages", ".key", ".numbers", ".docx", ".odt", ".pptx", ".xlsx", ".odp", ".ods", ".epub"}
)
_DOCUMENTS = frozenset({".doc", ".docx", ".odt", ".rtf", ".pages"})
_NAMED_AS_TEXT = frozenset({".txt", ".text", ".md", ".markdown", ""})

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_WORD_XML = re.compile(
    rb'<\?mso-application\s+progid="Word\.Document"|schemas\.microsoft\.com/office/word/2003'
)
_FLAT_ODF = re.compile(rb"<office:document\b")
_WEB_ARCHIVE = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.I)
_NO_TEXT = re.compile(b"[\x00-\x08\x0e-\x1f]")
_HEAD = 4096


def suffix_of(file: str) -> str:
    """The suffix of a name in small letters; that of a template is the one of its documents."""
    suffix = PurePosixPath(file).suffix.lower()
    return _TEMPLATES.get(suffix, suffix)


def kind_of(data: bytes, file: str) -> str:
    """The suffix of the kind that a file is of, `LOCKED`, or that of its name where its bytes tell nothing.

    A file that is called a text, and is text, is taken for what it is called: it may be about HTML.
    """
    named = suffix_of(file)
    if named in _NAMED_AS_TEXT and _is_text(data) and not data.startswith(b"{\\rtf"):
        return named
    found = _by_bytes(data, named) or (_by_words(data) if named not in _NAMED_AS_TEXT else "")
    return found or (".txt" if named in _DOCUMENTS and _is_text(data) else named)


def _by_bytes(data: bytes, named: str) -> str:
    if data.startswith(OLE):
        return _by_streams(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _by_members(data, named)
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    return next((suffix for start, suffix in _SIGNATURES if data.startswith(start)), "")


def _by_streams(data: bytes) -> str:
    return next((suffix for name, suffix in _STREAMS if name.encode("utf-16-le") in data), ".doc")


def _by_members(data: bytes, named: str) -> str:
    """What a zip archive holds; one that cannot be opened is of the kind of its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            media = _declared(archive) if "mimetype" in names else b""
    except Exception:  # zipfile raises almost anything on a damaged archive
        return named if named in _PACKAGES else ".zip"
    if media in _MEDIA:
        return _MEDIA[media]
    found = next((suffix for member, suffix in _MEMBERS if member in names), ".zip")
    # The three programs of Apple pack alike.
    return named if found == ".pages" and named in (".key", ".numbers") else found


def _declared(archive: zipfile.ZipFile) -> bytes:
    """The media type that such a package names; it is short, whatever the archive says of its size."""
    with archive.open("mimetype") as member:
        return member.read(200).strip()


def _by_words(data: bytes) -> str:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    for pattern, suffix in (
        (_WORD_XML, ".doc"),
        (_FLAT_ODF, ".fodt"),
        (_WEB_ARCHIVE, ".mht"),
        (_HTML, ".html"),
    ):
        if pattern.match(head) if pattern is _HTML else pattern.search(head):
            return suffix
    return ""


def _is_text(data: bytes) -> bool:
    """Whether these are lines that somebody named after the program they are usually written with."""
    return bool(data.strip()) and not _NO_TEXT.search(data)
