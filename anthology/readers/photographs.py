"""The bytes of a photograph in; out what its file says about it: who made it, whose it is, what it shows.

Cameras, editing programs and agencies write it in places that know nothing of each other (EXIF, IPTC, XMP).
All of it is read, before the picture is made smaller; where the places disagree, each is heard.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from lxml import etree
from PIL import ExifTags, Image, TiffImagePlugin

from anthology.errors import SourceError
from anthology.model import PhotoFacts, Said
from anthology.pictures import opened
from anthology.readers.encoding import decode

MAX_XMP = 4_000_000
"""Bytes: no program describes one photograph in more."""

MAX_VALUES = 100
"""Values of one block: a photograph has not more makers, titles and rights than this."""


NOTHING = PhotoFacts()


def credit_of(data: bytes, language: str = "") -> PhotoFacts:
    """What a photograph says about itself; texts in several languages are taken in `language`, if there.

    A file that is no picture says nothing; a block that is broken leaves a doubt, never an error.
    """
    try:
        # What is unusual in the notes of a camera is none of the reader's business.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with opened(data) as picture:
                blocks = tuple(_blocks(picture))
    except Exception:  # Pillow raises almost anything on a damaged file; whether it is one is asked elsewhere
        return NOTHING
    said = tuple(chain.from_iterable(block.said for block in blocks))
    return _facts(said, tuple(chain.from_iterable(block.doubts for block in blocks)), language)


def in_language(facts: PhotoFacts, language: str) -> PhotoFacts:
    """The same facts, with what is said in several languages taken in another one of them."""
    return _facts(facts.said, facts.doubts, language)


# --- from what is said to what holds -----------------------------------------------------------------

_BELIEVED = ("XMP", "IPTC", "Windows", "EXIF", "PNG")
"""The first is the only one that has all letters and no length."""

_ABOUT = ("creator", "credit", "caption", "rights", "terms", "alt")
_SHORTENED = {"IPTC": 32, "EXIF": 64}
"""Letters after which a maker's name is cut: IPTC allows 32, and old programs reserve 64 in EXIF."""


def _facts(said: tuple[Said, ...], doubts: tuple[str, ...], language: str) -> PhotoFacts:
    table = {about: _by_block(said, about, language) for about in _ABOUT}
    return PhotoFacts(
        creators=next(iter(table["creator"].values()), ()),
        **{about: " ".join(next(iter(table[about].values()), ())) for about in _ABOUT[1:]},
        said=said,
        disputed=tuple(about for about in _ABOUT if _differ(table[about])),
        doubts=doubts,
    )


def _by_block(said: Iterable[Said], about: str, language: str) -> dict[str, tuple[str, ...]]:
    """What each block says of one thing, the most believed first."""
    own = [one for one in said if one.about == about]
    return {
        block: texts
        for block in _BELIEVED
        if (texts := _in_language([one for one in own if one.block == block], language))
    }


def _in_language(said: list[Said], language: str) -> tuple[str, ...]:
    """The texts of one block: of a text that it gives in several languages, only one."""
    names = {one.name: [other for other in said if other.name == one.name] for one in said}
    texts = chain.from_iterable(_in_one(group, language.lower()) for group in names.values())
    return tuple(dict.fromkeys(texts))


def _in_one(group: list[Said], wanted: str) -> list[str]:
    if len({one.language for one in group}) < 2:
        return [one.text for one in group]
    return [max(group, key=lambda one: _suits(one.language.lower(), wanted)).text]


def _suits(tag: str, wanted: str) -> int:
    if wanted and tag == wanted:
        return 3
    if wanted and tag.partition("-")[0] == wanted.partition("-")[0]:
        return 2
    return 1 if tag == "x-default" else 0


def _differ(told: Mapping[str, tuple[str, ...]]) -> bool:
    blocks = list(told.items())
    return any(not _same(blocks[0], other) for other in blocks[1:])


def _same(believed: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> bool:
    """Whether two blocks say the same: but for case, spaces, and what was cut off at a fixed length."""
    long, short = (_plain(" ".join(texts)) for _block, texts in (believed, other))
    cut = _SHORTENED.get(other[0], len(long.encode()))
    return long == short or (len(short.encode()) >= cut - 1 and long.startswith(short))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace(";", " ").replace(",", " ").split())


# --- the blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    said: tuple[Said, ...] = ()
    doubts: tuple[str, ...] = ()


def _blocks(picture: Image.Image) -> Iterator[_Block]:
    for name, read in _READERS.items():
        try:
            yield read(picture)
        except Exception:  # whatever is broken in one block, the others are read
            yield _Block(doubts=(f"{name}: the block is damaged",))


def _block(found: Iterable[tuple[Said, str]]) -> _Block:
    """A block of what was found: each with a doubt about it, empty where there is none."""
    pairs = [(one, doubt) for one, doubt in found if one.text][:MAX_VALUES]
    return _Block(tuple(one for one, _ in pairs), tuple(doubt for _, doubt in pairs if doubt))


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def _clean(text: str) -> str:
    """A value on one line, without the zeros that fill it up."""
    return " ".join(_CONTROLS.sub(" ", text).replace("\ufeff", "").split())


def _decoded(raw: bytes, place: str) -> tuple[str, str]:
    """Bytes of which nothing says how they are to be read: their text, and a doubt about it."""
    raw = raw.strip(b"\0 \r\n\t")
    try:
        return _clean(decode(raw, "").text), ""
    except SourceError:
        text = _clean(raw.decode("cp1252", "replace"))
        return text, f"{place}: the letters of “{text}” may be wrong"


# --- EXIF --------------------------------------------------------------------------------------------

_EXIF = {
    ExifTags.Base.Artist: ("creator", "Artist"),
    ExifTags.Base.Copyright: ("rights", "Copyright"),
    ExifTags.Base.ImageDescription: ("caption", "ImageDescription"),
}
_EXIF_UTF16 = {ExifTags.Base.XPAuthor: ("creator", "XPAuthor")}
_MADE_BY_CAMERAS = re.compile(
    r"(?:olympus|minolta|kodak|konica|samsung|nikon|sony|medion|digital|still|camera|dsc|dcim|jpeg|picture|"
    r"image|created with gimp|default|untitled|screenshot|charset=ascii|hdrpl|edf|[\s\d_.-])+",
    re.IGNORECASE,
)
"""What cameras and programs put for a description by themselves."""


def _exif(picture: Image.Image) -> _Block:
    exif = picture.getexif()
    return _block(chain(_exif_texts(exif), _exif_wide(exif)))


def _exif_texts(exif: Image.Exif) -> Iterator[tuple[Said, str]]:
    for tag, (about, name) in _EXIF.items():
        for raw in _exif_bytes(exif.get(tag), about):
            text, doubt = _decoded(raw, f"EXIF {name}")
            if about == "caption" and _MADE_BY_CAMERAS.fullmatch(text):
                continue
            for part in _people(text) if about == "creator" else (text,):
                yield Said(about, "EXIF", name, part), doubt


def _exif_bytes(value: object, about: str) -> list[bytes]:
    """The bytes of a tag: Pillow shows them as Latin-1. The photographer's right and the editor's are two."""
    raw = value if isinstance(value, bytes) else value.encode("latin-1") if isinstance(value, str) else b""
    return raw.split(b"\0", 1) if about == "rights" else [raw]


def _exif_wide(exif: Image.Exif) -> Iterator[tuple[Said, str]]:
    """What Windows writes beside it, in UTF-16."""
    for tag, (about, name) in _EXIF_UTF16.items():
        raw = exif.get(tag)
        if isinstance(raw, tuple) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in raw):
            raw = bytes(raw)
        if isinstance(raw, bytes):
            # Half a letter at the end is none: it was cut off, or stands for the end.
            text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace").partition("\0")[0]
            yield from ((Said(about, "Windows", name, part), "") for part in _people(_clean(text)))


def _people(text: str) -> tuple[str, ...]:
    """The makers one string names: a semicolon parts them, in every program."""
    return tuple(part for each in text.split(";") if (part := each.strip()))


# --- IPTC (IIM 4.2) ----------------------------------------------------------------------------------

_IPTC = {
    80: ("creator", "2:80 By-line"),
    110: ("credit", "2:110 Credit"),
    116: ("rights", "2:116 Copyright Notice"),
    120: ("caption", "2:120 Caption"),
}
_CHARSETS = {b"\x1b%G": "utf-8", b"\x1b%/I": "utf-8", b"\x1b.A": "latin-1", b"\x1b-A": "latin-1"}
_IPTC_RESOURCE = 0x0404
_IPTC_TAG = 33723


def _iptc_bytes(picture: Image.Image) -> bytes:
    """The records of IPTC, wherever this kind of file holds them."""
    photoshop = picture.info.get("photoshop")
    if isinstance(photoshop, dict) and isinstance(photoshop.get(_IPTC_RESOURCE), bytes):
        return bytes(photoshop[_IPTC_RESOURCE])
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        # As numbers of four bytes, which many programs declare, Pillow shows the first and drops the rest;
        # its own reader of IPTC takes the bytes from here too.
        return bytes(picture.tag_v2._tagdata.get(_IPTC_TAG, b""))
    return _from_hex(picture.info.get("Raw profile type iptc"))


def _from_hex(profile: object) -> bytes:
    """A block as ImageMagick writes it into a PNG: a name, a length, and hexadecimal digits."""
    if not isinstance(profile, str):
        return b""
    try:
        raw = bytes.fromhex("".join(profile.split()[2:]))
    except ValueError:
        return b""
    start = raw.find(b"\x1c\x01") if b"\x1c\x01" in raw else raw.find(b"\x1c\x02")
    return raw[start:] if start >= 0 else b""


def _iptc(picture: Image.Image) -> _Block:
    records = list(_records(_iptc_bytes(picture)))
    charset = next((_CHARSETS.get(value) for place, value in records if place == (1, 90)), None)
    return _block(chain.from_iterable(_iptc_texts(place, value, charset) for place, value in records))


def _iptc_texts(place: tuple[int, int], value: bytes, charset: str | None) -> Iterator[tuple[Said, str]]:
    if place[0] == 2 and place[1] in _IPTC:
        about, name = _IPTC[place[1]]
        text, doubt = _in_charset(value, charset, f"IPTC {name}")
        for part in _people(text) if about == "creator" else (text,):
            yield Said(about, "IPTC", name, part), doubt


def _in_charset(value: bytes, charset: str | None, place: str) -> tuple[str, str]:
    if charset:
        try:
            return _clean(value.decode(charset)), ""
        except UnicodeDecodeError:
            pass  # the file says UTF-8 of what is none: many programs set the mark and change no letter
    return _decoded(value, place)


def _records(raw: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """The data sets: a marker, two numbers, a length and so many bytes; after a broken one is noise."""
    at = 0
    while at + 5 <= len(raw) and raw[at] == 0x1C:
        place, size = (raw[at + 1], raw[at + 2]), int.from_bytes(raw[at + 3 : at + 5])
        at += 5
        if size & 0x8000:
            width = size & 0x7FFF
            size, at = int.from_bytes(raw[at : at + width]) if width <= 8 else len(raw), at + width
        yield place, raw[at : at + size]
        at += size


# --- XMP ---------------------------------------------------------------------------------------------

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XMP = {
    "{http://purl.org/dc/elements/1.1/}creator": ("creator", "dc:creator"),
    "{http://ns.adobe.com/photoshop/1.0/}Credit": ("credit", "photoshop:Credit"),
    "{http://purl.org/dc/elements/1.1/}description": ("caption", "dc:description"),
    "{http://purl.org/dc/elements/1.1/}rights": ("rights", "dc:rights"),
    "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms": ("terms", "xmpRights:UsageTerms"),
    "{http://ns.adobe.com/xap/1.0/rights/}WebStatement": ("terms", "xmpRights:WebStatement"),
    "{http://creativecommons.org/ns#}license": ("terms", "cc:license"),
    "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility": ("alt", "AltTextAccessibility"),
}


def _xmp(picture: Image.Image) -> _Block:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    raw = (packet.encode() if isinstance(packet, str) else bytes(packet)).strip(b"\0 \r\n\t")
    if len(raw) > MAX_XMP:
        return _Block(doubts=("XMP: the block is too large to be read",))
    return _block((one, "") for one in _xmp_texts(_xml(raw))) if raw else _Block()


def _xml(raw: bytes) -> etree._Element:
    """The tree of a packet.

    Raises:
        XMLSyntaxError: it is not well formed.
        ValueError: it has a document type, which no photograph needs.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type in XMP")
    return root


def _xmp_texts(root: etree._Element) -> Iterator[Said]:
    for description in root.iter(f"{_RDF}Description"):
        for tag, (about, name) in _XMP.items():
            texts = chain(_attribute(description, tag), _elements(description.findall(tag)))
            for text, language in texts:
                for part in _people(_clean(text)) if about == "creator" else (_clean(text),):
                    yield Said(about, "XMP", name, part, language)


def _attribute(description: etree._Element, tag: str) -> Iterator[tuple[str, str]]:
    value = description.get(tag)
    if value is not None:
        yield str(value), ""


def _elements(properties: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
    """The texts of a property: its items with their languages, the address it points to, or its own text."""
    for one in properties:
        items = list(one.iter(f"{_RDF}li"))
        if items:
            yield from ((_inner(item), item.get(_LANG) or "") for item in items)
        else:
            yield one.get(f"{_RDF}resource") or _inner(one), one.get(_LANG) or ""


def _inner(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


# --- PNG ---------------------------------------------------------------------------------------------

_PNG: Mapping[str, str] = {"Author": "creator", "Copyright": "rights", "Description": "caption"}


def _png(picture: Image.Image) -> _Block:
    """The texts that stand in a PNG under the names its standard gives."""
    texts = picture.info if picture.format == "PNG" else {}
    return _block(chain.from_iterable(_png_texts(texts.get(name), name) for name in _PNG))


def _png_texts(value: object, name: str) -> Iterator[tuple[Said, str]]:
    if not isinstance(value, str):
        return
    about = _PNG[name]
    text, doubt = _png_text(value, name)
    if about == "caption" and _MADE_BY_CAMERAS.fullmatch(text):
        return
    for part in _people(text) if about == "creator" else (text,):
        yield Said(about, "PNG", name, part), doubt


def _png_text(value: str, name: str) -> tuple[str, str]:
    """A text: Latin-1 by the standard, UTF-8 in the files of many programs, Unicode in newer blocks."""
    try:
        raw = value.encode("latin-1")
    except UnicodeEncodeError:
        return _clean(value), ""
    try:
        return _clean(raw.decode("utf-8")), ""
    except UnicodeDecodeError:
        return _clean(value), ""


_READERS: Mapping[str, Callable[[Image.Image], _Block]] = {
    "EXIF": _exif,
    "IPTC": _iptc,
    "XMP": _xmp,
    "PNG": _png,
}
