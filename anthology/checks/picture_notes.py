"""The bytes of a picture to what it says besides what it shows: places, people, programs, words.

A camera notes where it stood, a program who sat before it and where the file lay. What a book shows of a
picture needs none of it; so nothing is looked for by name, and whatever is not needed is told.
"""

from __future__ import annotations

from collections.abc import Iterator

_JPEG, _PNG, _GIF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF8"
_JPEG_END = b"\xff\xd9"

_NEEDED = {0xE0: (b"JFIF\x00",), 0xE2: (b"ICC_PROFILE\x00",), 0xEE: (b"Adobe",)}
"""Segments that say how to show the picture, and how each begins (JFIF 1.02, ICC.1, Adobe TN 5116)."""
_SCAN = 0xDA
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length (ISO 10918-1, B.1.1.3)."""
XMP = "XMP"
PNG_TEXT = "XMP (iTXt)"
"""What a packet is told as that has the form of one; somebody else says whether it tells too much."""
_KNOWN = {
    (0xE1, b"Exif"): "EXIF",
    (0xE1, b"http://ns.adobe.com/xap/1.0/\x00"): XMP,
    (0xED, b"Photoshop"): "IPTC",
    (0xFE, b""): "a comment",
}

_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD".split(),
)
"""Chunks of a PNG that say how to show it (PNG, third edition, 11)."""
_PNG_PACKET = b"iTXtXML:com.adobe.xmp\x00"
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def notes(data: bytes) -> tuple[str, ...]:
    """What a JPEG, PNG or GIF says besides what it shows, each once; a damaged one says that as well."""
    readers = {_JPEG: _jpeg, _PNG: _png, _GIF: _gif}
    read = next((one for sign, one in readers.items() if data.startswith(sign)), None)
    if read is None:
        return ()
    try:
        return tuple(dict.fromkeys(read(data)))
    except IndexError:
        return ("something that nobody can read",)


def _jpeg(data: bytes) -> Iterator[str]:
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1  # any marker may have more of these before it
        if data[place] != 0xFF:
            yield "something that nobody can read"
            return
        marker = data[place + 1]
        if marker == _SCAN:
            break
        if marker in _BARE:
            place += 2
            continue
        size = int.from_bytes(data[place + 2 : place + 4], "big")
        yield from _segment(marker, data[place + 4 : place + 2 + size])
        place += 2 + max(size, 2)
    if not data.endswith(_JPEG_END):
        yield "something behind its end"


def _segment(marker: int, inside: bytes) -> Iterator[str]:
    spoken = 0xE0 <= marker <= 0xEF or marker == 0xFE
    if spoken and not inside.startswith(_NEEDED.get(marker, ())):
        heads = ((own, what) for (of, own), what in _KNOWN.items() if of == marker)
        known = (what for own, what in heads if inside.startswith(own))
        yield next(known, f"notes of a program (segment {marker:02X})")


def _png(data: bytes) -> Iterator[str]:
    place = len(_PNG)
    while True:
        size, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if len(kind) < 4:
            yield "something that nobody can read"
            return
        if data.startswith(_PNG_PACKET, place + 4):
            yield PNG_TEXT
        elif kind not in _CHUNKS:
            yield f"notes of a program ({kind.decode('latin-1')!r})"
        place += 12 + size
        if kind == b"IEND":
            break
    if place < len(data):
        yield "something behind its end"


def _gif(data: bytes) -> Iterator[str]:
    """The blocks of a GIF (89a, 17 to 27)."""
    place = 13 + _table(data[10])
    while data[place] != 0x3B:
        if data[place] == 0x21:
            if data[place + 1] == 0xFE:
                yield "a comment"
            elif data[place + 1] == 0xFF and not data.startswith(_LOOPS, place + 3):
                yield "notes of a program"
            place += 2
        elif data[place] == 0x2C:
            place += 11 + _table(data[place + 9])
        else:
            yield "something that nobody can read"
            return
        while data[place]:
            place += 1 + data[place]
        place += 1
    if place + 1 < len(data):
        yield "something behind its end"


def _table(flags: int) -> int:
    """How many bytes a table of colours has, by the flags that announce it."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
