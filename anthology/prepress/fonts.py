"""An OpenType file with PostScript outlines to the bare outlines (CFF), as old readers of PDF want them."""

from __future__ import annotations

import struct

_HEAD, _ROW = 12, 16


def bare_outlines(font: bytes) -> bytes | None:
    """The table `CFF ` of an OpenType file, by its directory; None if it is not such a file, or has none.

    PDF knew fonts of this wrapping only from version 1.6 on (ISO 32000-1, table 126).
    """
    if font[:4] != b"OTTO" or len(font) < _HEAD:
        return None
    count = struct.unpack_from(">H", font, 4)[0]
    for place in range(_HEAD, min(_HEAD + _ROW * count, len(font) - _ROW + 1), _ROW):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, place)
        if tag == b"CFF " and offset + length <= len(font):
            return font[offset : offset + length]
    return None
