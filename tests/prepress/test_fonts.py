"""The outlines of an OpenType file alone, for readers that do not know its wrapping."""

from __future__ import annotations

import struct

import pytest
from anthology.prepress.fonts import bare_outlines
from anthology.resources import font_bytes
from tests.prepress import plates


def test_the_outlines_of_a_font_are_its_table_of_that_name() -> None:
    font = font_bytes(plates.LETTERS)
    outlines = bare_outlines(font)
    assert outlines is not None
    # A CFF begins with its version, 1.0, and the size of its head.
    assert outlines[:3] == b"\x01\x00\x04"
    assert outlines in font


@pytest.mark.parametrize(
    "font", [b"", b"OTTO", b"\x00\x01\x00\x00" + bytes(40), b"OTTO" + struct.pack(">H", 9)]
)
def test_what_has_none_gives_none(font: bytes) -> None:
    assert bare_outlines(font) is None


def test_a_table_that_leads_out_of_the_file_gives_none() -> None:
    row = struct.pack(">4sLLL", b"CFF ", 0, 28, 1000)
    assert bare_outlines(b"OTTO" + struct.pack(">4H", 1, 0, 0, 0) + row) is None
