"""Documents and style sheets to a small book for a Kindle (KF8), and words to a small e-book."""

from __future__ import annotations

import io
import struct
import zipfile

NOT_PACKED, PALM = 1, 2


def kindle(
    documents: bytes,
    styles: bytes = b"",
    *,
    packed: int = NOT_PACKED,
    locked: int = 0,
    version: int = 8,
    behind: tuple[bytes, int] = (b"", 0),
    table: bytes = b"FDST",
) -> bytes:
    """A file of two records of text; `behind` is what stands after each, and the flags that say so."""
    text = documents + styles
    middle = len(text) // 2
    parts = [text] if packed == PALM else [text[:middle], text[middle:]]
    head = bytearray(264)
    struct.pack_into(">H6xHH", head, 0, packed, len(parts), 4096)
    struct.pack_into(">H", head, 12, locked)
    struct.pack_into(">4sIIIII", head, 16, b"MOBI", 248, 2, 65001, 0, version)
    struct.pack_into(">I", head, 192, len(parts) + 1)
    struct.pack_into(">I", head, 240, behind[1])
    ends = (0, len(documents), len(documents), len(text))
    flows = struct.pack(">4sII4I", table, 12, 2, *ends)
    records = [bytes(head), *(part + behind[0] for part in parts), flows]
    start = 78 + 8 * len(records)
    places = []
    for record in records:
        places.append(struct.pack(">II", start, 0))
        start += len(record)
    name = b"book".ljust(60, b"\0") + b"BOOKMOBI" + bytes(8)
    return name + struct.pack(">H", len(records)) + b"".join(places) + b"".join(records)


_OPF = """\
<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="n" href="nav.xhtml"/>
<item id="b" href="text/b.xhtml"/><item id="a" href="text/a.xhtml"/></manifest>
<spine><itemref idref="b"/><itemref idref="a"/></spine></package>"""
_PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>{}</body></html>'


def epub(words: str, more: str = "") -> bytes:
    """A file whose documents say these words, then others, and a list of contents that is not read."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in (("text/a", more), ("text/b", words), ("nav", "Table")):
            archive.writestr(f"EPUB/{name}.xhtml", _PAGE.format(text))
        archive.writestr("EPUB/content.opf", _OPF)
    return made.getvalue()
