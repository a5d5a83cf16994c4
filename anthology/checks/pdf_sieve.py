"""The bytes of a PDF to whether it is one that surely cannot act: quick enough for every build.

Only a file in the plain form that our writers give it is looked through: objects one behind the other, each
as long as it says, and nothing between them. Every name in it is then known, those of its object streams too.
Whatever is of another form, or holds a name that could be an action, is for `pdf_acts` to judge.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from anthology.checks.pdf_danger import ACTIONS, ANNOTATIONS, ENTRIES, FILES, PROGRAM
from anthology.checks.picture_notes import notes
from anthology.checks.private_words import told_in
from anthology.checks.web_addresses import leads_to_the_web

_WHITE = rb"[\x00\t\n\x0c\r ]"
_HEADER = re.compile(rb"%PDF-\d\.\d[\r\n]+(?:%[^\r\n]*[\r\n]+)?")
_BEGIN = re.compile(_WHITE + rb"*\d+ \d+ obj\b")
_STREAM = re.compile(rb">>" + _WHITE + rb"*stream\r?\n")
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)(?= *[/>\r\n])(?! \d+ R)")
_END = re.compile(rb"\r?\n?endstream" + _WHITE + rb"+endobj\b")
_TAIL = re.compile(
    _WHITE + rb"*(?:xref\r?\n[\d fn\r\n]+trailer" + _WHITE + rb"*(<<.*>>)" + _WHITE + rb"*)?"
    rb"startxref" + _WHITE + rb"+\d+" + _WHITE + rb"+%%EOF" + _WHITE + rb"*",
    re.DOTALL,
)
_NAME = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ADDRESS = re.compile(
    rb"(?<!/S)(?<!/S )/URI(?="
    + _WHITE
    + rb"*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|.))(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])",
    re.DOTALL,
)
_SAID = re.compile(rb"/S(?=[ /])" + _WHITE + rb"*(/[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)")
_UNSAID = re.compile(
    rb"/S(?=[\x00\t\n\x0c\r ()<\[{/])" + _WHITE + rb"*(?![>\x00\t\n\x0c\r ]|/[^\x00\t\n\x0c\r ()<>\[\]{}/%])"
)
"""An entry `S` that says no name: nobody knows what a viewer makes of it."""
_KNOWN = frozenset(
    b"/" + kind
    for kind in (
        b"GoTo URI Transparency Alpha Luminosity GTS_PDFA1 GTS_PDFX D R r A a "
        # The standard types of structure (ISO 32000-1, 14.8.4)
        b"Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 "
        b"H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link "
        b"Annot Ruby RB RT RP Warichu WT WP Figure Formula Form "
        # What follows it where it is said itself: that links are gone through as they are read
        b"StructParents TrimBox Type"
    ).split()
)
"""What the entry `S` may say: two actions, and kinds of other things."""
_ELSEWHERE = re.compile(rb"/F" + _WHITE + rb"*(?:[(</]|\d+ \d+ R)")
"""Content in another file; `/F 4` is a flag of a link."""
_BACKSLASH = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n|.)", re.DOTALL)
_MOST_BYTES = 512 * 2**20

_DOUBTFUL = frozenset(
    name.encode()
    for name in (*ENTRIES, *(ACTIONS - {"/Trans"}), *(ANNOTATIONS - {"/Text", "/Line"}), *FILES, PROGRAM)
) | {b"/OpenAction", b"/Ref", b"/PA", b"/Crypt"}
_KINDS = re.compile(rb"/(?:Subtype|S)" + _WHITE + rb"*(/(?:Text|Line|Trans))\b")
_PLACES = (b"file:/", b"/home/", b"/Users/", b"/root/", b"/tmp/", b"/private/", b":\\\\", b"\\\\\\\\")
_TAMPERED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
"""Characters that no name has to write as numbers: who does, hides a name."""


class _OtherForm(Exception):
    """The file is not of the form that is looked through."""


def surely_harmless(data: bytes) -> bool:
    """True when nothing in the file can act, or tells where it was made; False when somebody should look."""
    try:
        text = b"\n".join(_texts(data))
    except (_OtherForm, zlib.error):
        return False
    names = set(_NAME.findall(text))
    return not (
        names & _DOUBTFUL
        or any(_is_hidden(name) for name in names if b"#" in name)
        or not all(name.isascii() for name in names)
        or _KINDS.search(text)
        or set(_SAID.findall(text)) - _KNOWN
        or _UNSAID.search(text)
        or _ELSEWHERE.search(text)
        or not all(_is_of_the_web(found) for found in _ADDRESS.findall(text))
        or any(place in text for place in _PLACES)
    )


def _texts(data: bytes) -> Iterator[bytes]:
    """All that is written in the file but the inside of its streams; what object streams hold is."""
    header = _HEADER.match(data)
    place = header.end() if header else 0
    if not header:
        raise _OtherForm
    while begin := _BEGIN.match(data, place):
        end = data.find(b"endobj", begin.end())
        if end < 0:
            raise _OtherForm
        stream = _STREAM.search(data, begin.end(), end)
        if stream is None:
            if data.find(b"stream", begin.end(), end) >= 0:
                raise _OtherForm
            yield _whole(data[begin.end() : end])
            place = end + len(b"endobj")
        else:
            head = _whole(data[begin.end() : stream.start() + 2])
            yield head
            inside, place = _inside(data, head, stream.end())
            yield from _read(head, inside)
    tail = _TAIL.fullmatch(data, place)
    if tail is None:
        raise _OtherForm
    yield _whole(tail[1] or b"")


def _whole(text: bytes) -> bytes:
    """The text of an object, if it ends where it seems to: not inside of a string or of a comment."""
    if (b"(" in text or b")" in text or b"%" in text) and re.search(rb"[()%]", _STRING.sub(b"", text)):
        raise _OtherForm
    return text


def _inside(data: bytes, head: bytes, start: int) -> tuple[memoryview, int]:
    """The bytes of a stream, and where what follows its object begins."""
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or len(re.findall(rb"/Length(?!\d)", head)) != 1:
        raise _OtherForm
    end = start + int(lengths[0])
    closing = _END.match(data, end)
    if closing is None:
        raise _OtherForm
    return memoryview(data)[start:end], closing.end()


def _read(head: bytes, inside: memoryview) -> Iterator[bytes]:
    """What must be read of the inside of a stream: objects and metadata; of a picture, its notes."""
    if b"ObjStm" in head:
        yield _unpacked(head, bytes(inside))
    elif b"Metadata" in head:
        if any(told_in(_unpacked(head, bytes(inside)).decode("utf-8", "replace"))):
            raise _OtherForm
    elif b"JPXDecode" in head or b"Crypt" in head or (b"DCTDecode" in head and _tells(head, inside)):
        raise _OtherForm


def _tells(head: bytes, inside: memoryview) -> bool:
    """Whether a photograph says more than it shows, or nobody can say whether it does."""
    return b"FlateDecode" in head or bool(notes(bytes(inside)))


def _unpacked(head: bytes, inside: bytes) -> bytes:
    if b"/Filter" not in head:
        return inside
    if not re.search(rb"/Filter" + _WHITE + rb"*/FlateDecode\b", head) or b"/DecodeParms" in head:
        raise _OtherForm
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(inside, _MOST_BYTES)
    if not unpacking.eof:
        raise _OtherForm
    return text


def _is_hidden(name: bytes) -> bool:
    """Whether a name is written so that another one is read."""
    return any(int(code, 16) in _TAMPERED for code in _ESCAPE.findall(name))


def _is_of_the_web(written: bytes) -> bool:
    if written[:1] == b"<":
        return written[-1:] == b">" and len(written) > 1 and leads_to_the_web(_string(_hex(written[1:-1])))
    return written[:1] == b"(" and leads_to_the_web(_string(_BACKSLASH.sub(_plain, written[1:-1])))


def _hex(digits: bytes) -> bytes:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _plain(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign.isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}.get(
        sign, sign
    )


def _string(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return data.decode("utf-8" if data.startswith(b"\xef\xbb\xbf") else "latin-1", "replace").lstrip("\ufeff")
