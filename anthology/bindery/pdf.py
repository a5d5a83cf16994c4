"""Values to the text of PDF objects (ISO 32000-1, 7.3), and objects to a file."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
BEST = 9
_ROW = struct.Struct(">BII")
"""A row of the cross-reference (ISO 32000-1, 7.5.8.2); an index of people may fill an object stream with more
objects than two bytes count."""

_IN_FILE, _IN_STREAM = 1, 2
_QUICKEST = 1


def string(text: str) -> bytes:
    """A text string: ASCII as it is, anything else as UTF-16."""
    if text.isascii():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        # A bare line end would be read as another one.
        return b"(" + escaped.replace("\r", r"\r").replace("\n", r"\n").encode("ascii") + b")"
    return b"<" + (BOM_UTF16_BE + text.encode("utf-16-be", "replace")).hex().encode("ascii") + b">"


def real(value: float) -> bytes:
    """A number, with at most six digits after its point."""
    if value == int(value):
        return b"%d" % int(value)
    return f"{value:f}".rstrip("0").encode("ascii")


def reference(number: int) -> bytes:
    """An indirect reference to the object of that number."""
    return b"%d 0 R" % number


def dictionary(entries: Mapping[str, bytes | None]) -> bytes:
    """A dictionary; entries that are None are left out."""
    inside = b"".join(
        b"/%b %b" % (key.encode(), value) for key, value in entries.items() if value is not None
    )
    return b"<<" + inside + b">>"


def array(values: Iterable[bytes]) -> bytes:
    """An array."""
    return b"[" + b" ".join(values) + b"]"


def packed(data: bytes, level: int = BEST) -> bytes:
    """Bytes as the filter FlateDecode reads them; the level is that of zlib, 0 for no packing at all."""
    return zlib.compress(data, level)


def stream(number: int, entries: Mapping[str, bytes | None], data: bytes) -> bytes:
    """A whole stream object, from its number to its end; the length is added to the entries."""
    return raw_stream(number, dictionary({**entries, "Length": b"%d" % len(data)}), data)


def raw_stream(number: int, text: bytes, data: bytes) -> bytes:
    """The same with the text of a dictionary that holds the length already."""
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, text, data)


def packed_stream(number: int, entries: Mapping[str, bytes | None], data: bytes, level: int = BEST) -> bytes:
    """A stream object whose bytes are packed on the way."""
    return stream(number, {**entries, "Filter": b"/FlateDecode"}, packed(data, level))


@dataclass(frozen=True, slots=True)
class Lot:
    """A run of objects as a file holds them: bytes that can stand anywhere in it.

    `first` is the number of the first object; `rows` holds a row of the cross-reference for each number from
    there on, and `offsets` the rows (by place) of those that stand in the file by themselves, with the place
    of their first byte in `data`.
    """

    first: int
    data: bytes
    rows: bytes
    offsets: tuple[tuple[int, int], ...]

    def fits(self) -> bool:
        """Whether every row that has an offset is there, and its offset inside of the data."""
        count, rest = divmod(len(self.rows), _ROW.size)
        inside = (0 <= row < count and 0 <= at < len(self.data) for row, at in self.offsets)
        return not rest and all(inside)


def lot(
    first: int,
    plain: Sequence[tuple[int, bytes]],
    streams: Sequence[tuple[int, bytes]],
    holder: int,
    level: int = BEST,
) -> Lot:
    """Objects as one lot: `plain` go into an object stream, which is given the number `holder`.

    The numbers are some of those from `first` to `holder`; both sequences are pairs of a number and a text.
    """
    numbers = [number for number, _ in plain]
    texts = [text for _, text in plain]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    index = " ".join(f"{number} {start}" for number, start in zip(numbers, starts, strict=False)).encode()
    entries = {"Type": b"/ObjStm", "N": b"%d" % len(plain), "First": b"%d" % (len(index) + 1)}
    written = [*streams, (holder, packed_stream(holder, entries, b"\n".join([index, *texts]), level))]
    rows = bytearray(_ROW.size * (holder - first + 1))
    for place, number in enumerate(numbers):
        _ROW.pack_into(rows, _ROW.size * (number - first), _IN_STREAM, holder, place)
    begins = accumulate((len(text) for _, text in written), initial=0)
    offsets = tuple((number - first, begin) for (number, _), begin in zip(written, begins, strict=False))
    return Lot(first, b"".join(text for _, text in written), bytes(rows), offsets)


def file(lots: Iterable[Lot], *, root: int, info: int, number: int) -> bytes:
    """The whole file: the lots in order, then the cross-reference stream, an object of that `number`.

    Each lot is let go of when it is written: the file is held once.
    """
    written, rows, ranges = io.BytesIO(), [], []
    written.write(HEADER)
    sums = hashlib.sha256(hashlib.sha256(HEADER).digest())
    for one in lots:
        rows.append(_placed(one, written.tell()))
        ranges.append((one.first, len(one.rows) // _ROW.size))
        written.write(one.data)
        sums.update(hashlib.sha256(one.data).digest())
    at = written.tell()
    rows.append(_ROW.pack(_IN_FILE, at, 0))
    ranges.append((number, 1))
    order = sorted(range(len(ranges)), key=lambda place: ranges[place])
    sign = sums.hexdigest()[:32].encode()
    entries = {
        "Type": b"/XRef",
        "Index": array(
            b"0 1" if not place else b"%d %d" % ranges[order[place - 1]] for place in range(len(order) + 1)
        ),
        "W": b"[1 4 4]",
        "Size": b"%d" % (max(first + count for first, count in ranges)),
        "Root": reference(root),
        "Info": reference(info),
        "ID": array([b"<" + sign + b">"] * 2),
    }
    table = _ROW.pack(0, 0, 0xFFFF) + b"".join(rows[place] for place in order)
    # Such a table packs smaller at the first level than at the last, and a hundred times as fast (measured).
    written.write(packed_stream(number, entries, table, _QUICKEST))
    written.write(b"startxref\n%d\n%%%%EOF\n" % at)
    return written.getvalue()


def _placed(one: Lot, at: int) -> bytes:
    """The rows of a lot that begins at that byte of the file."""
    rows = bytearray(one.rows)
    for place, offset in one.offsets:
        _ROW.pack_into(rows, _ROW.size * place, _IN_FILE, at + offset, 0)
    return bytes(rows)
