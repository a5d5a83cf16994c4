"""What a picture says besides what it shows: nothing is looked for by name, what is not needed is told."""

from __future__ import annotations

import zlib

import pytest
from anthology.checks.picture_notes import notes

NOBODY = "something that nobody can read"
BEHIND = "something behind its end"

# --- JPEG --------------------------------------------------------------------------------------------

SCAN = b"\xff\xda\x00\x02\x12\x34"
END = b"\xff\xd9"


def segment(marker: int, inside: bytes = b"") -> bytes:
    return bytes([0xFF, marker]) + (len(inside) + 2).to_bytes(2, "big") + inside


def jpeg(*segments: bytes, end: bytes = SCAN + END) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + end


NEEDED = (
    segment(0xE0, b"JFIF\x00\x01"),
    segment(0xE2, b"ICC_PROFILE\x00\x01\x01"),
    segment(0xEE, b"Adobe\x00"),
    segment(0xDB, b"Adobe"),
    segment(0xC0, b""),
    b"\xff\x01",
    b"\xff\xd0",
    b"\xff\xd8",
    b"\xff\xff\xff" + segment(0xC4, b"x")[1:],
)


@pytest.mark.parametrize("one", NEEDED)
def test_what_a_photograph_needs_is_not_told(one: bytes) -> None:
    assert notes(jpeg(one)) == ()
    assert notes(jpeg(one, segment(0xFE, b"Ada"))) == ("a comment",)


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (segment(0xE1, b"Exif\x00\x00"), "EXIF"),
        (segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x/>"), "XMP"),
        (segment(0xE1, b"http://ns.adobe.com/xap/1.0/"), "notes of a program (segment E1)"),
        (segment(0xED, b"Photoshop 3.0\x00"), "IPTC"),
        (segment(0xFE, b""), "a comment"),
        (segment(0xFE, b"Ada"), "a comment"),
        (segment(0xE0, b"JFXX\x00"), "notes of a program (segment E0)"),
        (segment(0xE0, b"Exif\x00\x00"), "notes of a program (segment E0)"),
        (segment(0xE2, b"MPF\x00"), "notes of a program (segment E2)"),
        (segment(0xEF, b"x"), "notes of a program (segment EF)"),
        (b"\xff\xe9\x00\x00", "notes of a program (segment E9)"),
    ],
)
def test_what_it_says_besides_is_told(one: bytes, what: str) -> None:
    assert notes(jpeg(one)) == (what,)
    assert notes(jpeg(*NEEDED, one, one)) == (what,)


def test_each_is_told_once_and_in_order() -> None:
    one, two = segment(0xE1, b"Exif\x00\x00"), segment(0xFE, b"x")
    assert notes(jpeg(two, one, two)) == ("a comment", "EXIF")


def test_what_stands_behind_the_end_is_told() -> None:
    assert notes(jpeg() + b"Ada") == (BEHIND,)
    assert notes(jpeg(end=SCAN)) == (BEHIND,)


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8", b"\xff\xd8\xff", jpeg(b"x"), jpeg(b"\xff\xff\xff", end=b""), jpeg(NEEDED[0], end=b"")],
)
def test_a_photograph_that_is_cut_says_so(data: bytes) -> None:
    assert notes(data) == (NOBODY,)


# --- PNG ---------------------------------------------------------------------------------------------


def chunk(kind: bytes, inside: bytes = b"") -> bytes:
    return len(inside).to_bytes(4, "big") + kind + inside + zlib.crc32(kind + inside).to_bytes(4, "big")


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + b"".join(chunks) + chunk(b"IEND")


@pytest.mark.parametrize(
    ("chunks", "what"),
    [
        ((), ()),
        ((chunk(b"PLTE", b"abc"), chunk(b"IDAT", b"x" * 300), chunk(b"iCCP", b"x")), ()),
        ((chunk(b"tEXt", b"Author\x00Ada"),), ("notes of a program ('tEXt')",)),
        ((chunk(b"prVt"), chunk(b"tIME")), ("notes of a program ('prVt')", "notes of a program ('tIME')")),
        ((chunk(b"iTXt", b"XML:com.adobe.xmp\x00<x/>"),), ("XMP (iTXt)",)),
        ((chunk(b"iTXt", b"Author\x00Ada"),), ("notes of a program ('iTXt')",)),
        ((chunk(b"IDAT", b"iTXtXML:com.adobe.xmp\x00"),), ()),
        ((chunk(b"\xe9abc"),), ("notes of a program ('éabc')",)),
    ],
)
def test_a_png_is_read_chunk_by_chunk(chunks: tuple[bytes, ...], what: tuple[str, ...]) -> None:
    assert notes(png(*chunks)) == what


def test_a_png_that_is_cut_or_goes_on_says_so() -> None:
    assert notes(png() + b"x") == (BEHIND,)
    assert notes(png()[:-12]) == (NOBODY,)
    assert notes(png()[:-5]) == (NOBODY,)
    assert notes(png()[:-4]) == ()


# --- GIF ---------------------------------------------------------------------------------------------


def gif(*blocks: bytes, flags: int = 0, end: bytes = b";") -> bytes:
    table = bytes(3 << (flags & 7) + 1) if flags & 0x80 else b""
    return b"GIF89a" + bytes(4) + bytes([flags]) + bytes(2) + table + b"".join(blocks) + end


def extension(label: int, *inside: bytes) -> bytes:
    return bytes([0x21, label]) + b"".join(bytes([len(one)]) + one for one in inside) + b"\x00"


def image(flags: int = 0, data: bytes = b"abc") -> bytes:
    table = bytes(3 << (flags & 7) + 1) if flags & 0x80 else b""
    return b"," + bytes(8) + bytes([flags]) + table + b"\x02" + bytes([len(data)]) + data + b"\x00"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (gif(), ()),
        (gif(image()), ()),
        (gif(image(), flags=0x80), ()),
        (gif(image(0x81), image(0x87), flags=0x87), ()),
        (gif(image(0x01), flags=0x07), ()),
        (gif(extension(0xF9, b"1234"), image()), ()),
        (gif(extension(0xFF, b"NETSCAPE2.0", b"\x01\x00\x00"), image()), ()),
        (gif(extension(0xFF, b"ICCRGBG1012", b"x")), ()),
        (gif(extension(0xFF, b"XMP DataXMP", b"x")), ("notes of a program",)),
        (gif(extension(0xFE, b"Ada"), image()), ("a comment",)),
        (gif(extension(0xFE, b"Ada", b"x"), extension(0xFF, b"x")), ("a comment", "notes of a program")),
        (gif(image(), end=b"x"), (NOBODY,)),
        (gif(image(), end=b""), (NOBODY,)),
        (gif() + b"x", (BEHIND,)),
        (b"GIF89a", (NOBODY,)),
    ],
)
def test_a_gif_is_read_block_by_block(data: bytes, what: tuple[str, ...]) -> None:
    assert notes(data) == what


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF", b"\x89PNG\r\n", b"\xff"])
def test_what_is_no_picture_of_these_kinds_says_nothing(data: bytes) -> None:
    assert notes(data) == ()
