"""A picture and what is known of whose it is, to the same picture that says so itself (in XMP), and no more.

The picture travels: it is taken out of the e-book, and its caption stays behind. The packet is put between
the parts of the file; no pixel is touched.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from anthology.model import Book, PhotoEntry

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_APP0, _APP1 = b"\xff\xe0", b"\xff\xe1"
_JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_PNG_NAME = b"XML:com.adobe.xmp\0\0\0\0\0"
_MOST = 0xFFFF - 2 - len(_JPEG_NAME)
"""Bytes that one segment of a JPEG can hold (XMP Specification 3, 1.1.3)."""

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "x": "adobe:ns:meta/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
_END = b'<?xpacket end="r"?>'


@dataclass(frozen=True, slots=True)
class Rights:
    """Who made a picture, as names are shown, and under which licence it is printed, if that is known."""

    names: tuple[str, ...] = ()
    licence: str = ""


def rights_of(book: Book) -> Mapping[str, Rights]:
    """Whose each picture of the book is, by its name (`photos/x.jpg`), as the list of credits says it."""
    return {
        entry.photo.file: Rights(tuple(person.display for person in entry.photo.credit), entry.photo.licence)
        for entry in _entries(book)
        if entry.photo.file
    }


def _entries(book: Book) -> Iterator[PhotoEntry]:
    for section in book.sections:
        listed = section.data.get("entries", ())
        if isinstance(listed, tuple):
            yield from (entry for entry in listed if isinstance(entry, PhotoEntry))


def with_rights(data: bytes, rights: Rights) -> bytes:
    """The picture with its credit and its licence as XMP (IPTC Photo Metadata: creator, credit line, terms).

    A picture of another kind than JPEG or PNG, and one of which nothing is known, stays as it is.
    """
    if not (rights.names or rights.licence):
        return data
    packet = _packet(rights)
    if data.startswith(_PNG):
        return _in_png(data, packet)
    # No list of names is that long; a picture without it is better than one that no program opens.
    return _in_jpeg(data, packet) if data.startswith(_JPEG) and len(packet) <= _MOST else data


def _in_jpeg(data: bytes, packet: bytes) -> bytes:
    """Behind the head that says how the picture is to be read (JFIF), which stands first."""
    at = len(_JPEG)
    if data[at : at + 2] == _APP0:
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    body = _JPEG_NAME + packet
    return data[:at] + _APP1 + struct.pack(">H", len(body) + 2) + body + data[at:]


def _in_png(data: bytes, packet: bytes) -> bytes:
    """Behind the first chunk, which says how large the picture is (PNG 3, 11.3.3.4)."""
    at = len(_PNG) + 12 + struct.unpack(">I", data[len(_PNG) : len(_PNG) + 4])[0]
    body = b"iTXt" + _PNG_NAME + packet
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return data[:at] + chunk + data[at:]


def _packet(rights: Rights) -> bytes:
    root = etree.Element(_name("x:xmpmeta"), nsmap=_SPACES)
    about = etree.SubElement(
        etree.SubElement(root, _name("rdf:RDF")), _name("rdf:Description"), {_name("rdf:about"): ""}
    )
    if rights.names:
        makers = etree.SubElement(etree.SubElement(about, _name("dc:creator")), _name("rdf:Seq"))
        for name in rights.names:
            etree.SubElement(makers, _name("rdf:li")).text = name
        etree.SubElement(about, _name("photoshop:Credit")).text = ", ".join(rights.names)
    if rights.licence:
        for term in ("dc:rights", "xmpRights:UsageTerms"):
            said = etree.SubElement(etree.SubElement(about, _name(term)), _name("rdf:Alt"))
            etree.SubElement(said, _name("rdf:li"), {_LANGUAGE: "x-default"}).text = rights.licence
    return _BEGIN + etree.tostring(root, encoding="utf-8") + _END


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"
