"""Colour profiles made by code: those of cameras and telephones that see more than sRGB, and of a press."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import product

Matrix = tuple[tuple[float, float, float], ...]

_P3 = ((0.51512, 0.29198, 0.15710), (0.24120, 0.69225, 0.06657), (-0.00105, 0.04189, 0.78407))
_ADOBE = ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457))
_WHITE = (0.96420, 1.0, 0.82491)
"""XYZ of red, green and blue, and of white, under D50 (ICC.1:2010, 7.2.16): the published values."""

_PAPER_AND_INKS = {
    "C": (0.30, -0.62, -0.60),
    "M": (0.32, 0.75, -0.10),
    "Y": (0.90, -0.10, 0.93),
    "K": (0.16, 0, 0),
}


def display_p3() -> bytes:
    """What a telephone embeds: the colours of Display P3, its curve taken for a gamma of 2.2."""
    return _with_matrix("Display P3, made for tests", _P3, 2.2)


def adobe_rgb() -> bytes:
    """What a careful photographer embeds: colours like those of Adobe RGB (1998)."""
    return _with_matrix("Wide gamut, made for tests", _ADOBE, 563 / 256)


def grey(gamma: float = 1.8) -> bytes:
    """What a scanner embeds in a picture without colours."""
    tags = [(b"wtpt", _xyz(_WHITE)), (b"kTRC", _curve(gamma))]
    return _profile(b"mntr", b"GRAY", b"XYZ ", "Grey, made for tests", tags)


def press() -> bytes:
    """Four inks: each corner of the cube of inks has a colour, and what is between is mixed (lut8, 10.9)."""
    corners = [
        _printed([ink for ink, on in zip("CMYK", mix, strict=True) if on])
        for mix in product((0, 1), repeat=4)
    ]
    straight = bytes(range(256))
    table = struct.pack(">4sIBBBB", b"mft1", 0, 4, 3, 2, 0)
    table += b"".join(_fixed(1.0 if place % 4 == 0 else 0.0) for place in range(9))
    table += straight * 4 + b"".join(corners) + straight * 3
    return _profile(
        b"prtr", b"CMYK", b"Lab ", "Press, made for tests", [(b"wtpt", _xyz(_WHITE)), (b"A2B0", table)]
    )


def _printed(inks: Sequence[str]) -> bytes:
    """The colour of inks over one another as L, a, b in a byte each: lightness is lost ink by ink."""
    light, a, b = 0.95, 0.0, 0.0
    for ink in inks:
        by, green, blue = _PAPER_AND_INKS[ink]
        light, a, b = light * by, (a + green) * by**0.3, (b + blue) * by**0.3
    scaled = (light * 255, 128 + a * 100, 128 + b * 100)
    return bytes(max(0, min(255, round(value))) for value in scaled)


def _with_matrix(name: str, columns: Matrix, gamma: float) -> bytes:
    red, green, blue = zip(*columns, strict=True)
    tags = [(b"wtpt", _xyz(_WHITE)), (b"rXYZ", _xyz(red)), (b"gXYZ", _xyz(green)), (b"bXYZ", _xyz(blue))]
    tags += [(tag, _curve(gamma)) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"mntr", b"RGB ", b"XYZ ", name, tags)


def _profile(
    kind: bytes, space: bytes, connection: bytes, name: str, tags: Sequence[tuple[bytes, bytes]]
) -> bytes:
    """A profile of version 2.1 (ICC.1:1998-09): header, table of tags, their values."""
    said = name.encode("ascii") + b"\0"
    description = struct.pack(">4sII", b"desc", 0, len(said)) + said + bytes(78)
    every = [(b"desc", description), (b"cprt", b"text\0\0\0\0made for tests\0"), *tags]
    at, table, body = 132 + 12 * len(every), b"", b""
    for tag, value in every:
        padded = value + bytes(-len(value) % 4)
        table += struct.pack(">4sII", tag, at + len(body), len(value))
        body += padded
    head = struct.pack(">I4sI4s4s4s", at + len(body), bytes(4), 0x02100000, kind, space, connection)
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += b"".join(map(_fixed, _WHITE)) + bytes(48)
    return head + struct.pack(">I", len(every)) + table + body


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _curve(gamma: float) -> bytes:
    return struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))
