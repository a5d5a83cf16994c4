"""A Kindle's file and the e-book that it was made of go in; what is wrong with it comes out, or nothing.

The converter is another's program: what it makes may not act, call anybody, or say other words than the
e-book that it was given, which the gates have seen. The file (KF8) is a row of records: the first tells how
the text is packed, the next hold it, and a table near the end says where documents end and style sheets
begin. It is read here, in some lines, because no library that is kept reads it; what is packed how is
described by the MobileRead wiki (MOBI, PalmDOC).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath

from anthology.writers.epub_item import parse

_NOT_PACKED, _PALM = 1, 2
_ACTS = re.compile(
    rb"<(?:script|iframe|object|embed|form|input|applet|audio|video)\b"
    rb"|<[^>]+\son[a-z]+\s*="
    rb"|<[^>]+\s(?:src|poster|data)\s*=\s*[\"']?\s*(?!kindle:)[a-z][a-z0-9.+-]*:"
    rb"|<[^>]+\shref\s*=\s*[\"']?\s*(?!https?:|mailto:|kindle:|#)[a-z][a-z0-9.+-]*:",
    re.IGNORECASE,
)
_CALLS = re.compile(rb"@import|url\(\s*[\"']?\s*(?!kindle:)[a-z][a-z0-9.+-]*:", re.IGNORECASE)
_MARKUP = re.compile(r"<head\b.*?</head>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def wrong_with(book: bytes, epub: bytes) -> str:
    """What is wrong with the file, in words; nothing where it says what that e-book says, and cannot act."""
    try:
        documents, styles = texts(book)
        shown = _words(documents.decode("utf-8"))
    except (ValueError, IndexError, struct.error) as error:
        return f"it cannot be read ({error})"
    # Drawings stand among the style sheets.
    for found in (_ACTS.search(documents), _ACTS.search(styles), _CALLS.search(styles)):
        if found:
            return f"it holds what acts or calls: {found[0][:60].decode('utf-8', 'replace')}"
    asked = [word for body in _bodies(epub) for word in _WORD.findall(body)]
    # An empty element inside of a word may go: then it is one word, of the same letters.
    return "" if "".join(shown) == "".join(asked) else _difference(Counter(shown), Counter(asked))


def _difference(shown: Counter[str], asked: Counter[str]) -> str:
    for told, words in (("words are missing", asked - shown), ("words came from nowhere", shown - asked)):
        if words:
            return f"{told}: {', '.join(sorted(words)[:5])}"
    return "its words stand in another order"


def _words(documents: str) -> list[str]:
    return _WORD.findall(unescape(_MARKUP.sub(" ", documents)))


def _bodies(epub: bytes) -> Iterator[str]:
    """The text of each document of an e-book, in the order in which they are read."""
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        (path,) = (PurePosixPath(name) for name in archive.namelist() if name.endswith(".opf"))
        package = parse(archive.read(str(path)))
        files = {item.get("id"): item.get("href", "") for item in package.iterfind("{*}manifest/{*}item")}
        for entry in package.iterfind("{*}spine/{*}itemref"):
            document = parse(archive.read(str(path.parent / files[entry.get("idref")])))
            yield " ".join(str(text) for body in document.iterfind("{*}body") for text in body.itertext())


# --- the file ------------------------------------------------------------------------------------------


def texts(book: bytes) -> tuple[bytes, bytes]:
    """The documents of a file, one after the other, and its style sheets.

    Raises:
        ValueError, IndexError, struct.error: it is none, or is packed or locked in a way that nobody expects.
    """
    records = _records(book)
    head = records[0]
    packed, count = struct.unpack_from(">H6xH", head)
    (locked,) = struct.unpack_from(">H", head, 12)
    kind, _, _, charset, _, version = struct.unpack_from(">4sIIIII", head, 16)
    if (kind, charset, version, locked) != (b"MOBI", 65001, 8, 0) or packed not in (_NOT_PACKED, _PALM):
        raise ValueError("it is not of the kind that was asked for")
    (extra,) = struct.unpack_from(">I", head, 240)
    parts = [_bare(one, extra) for one in records[1 : count + 1]]
    text = b"".join(_unpacked(one) if packed == _PALM else one for one in parts)
    ends = _flows(records[struct.unpack_from(">I", head, 192)[0]])
    return text[: ends[0]], text[ends[0] : ends[-1]]


def _records(book: bytes) -> list[bytes]:
    if book[60:68] != b"BOOKMOBI":
        raise ValueError("it is no book for a Kindle")
    (count,) = struct.unpack_from(">H", book, 76)
    starts = [struct.unpack_from(">I", book, 78 + 8 * number)[0] for number in range(count)]
    return [book[start:end] for start, end in zip(starts, (*starts[1:], len(book)), strict=True)]


def _flows(table: bytes) -> list[int]:
    """Where each run of text ends: the documents, then what is not one."""
    kind, start, count = struct.unpack_from(">4sII", table)
    if kind != b"FDST" or count < 1:
        raise ValueError("it does not say where its documents end")
    return [struct.unpack_from(">I", table, start + 8 * number + 4)[0] for number in range(count)]


def _bare(record: bytes, extra: int) -> bytes:
    """A record of text without what is written behind it."""
    end = len(record)
    for _ in range((extra >> 1).bit_count()):
        size = 0
        for sign in record[max(0, end - 4) : end]:
            size = (sign & 0x7F) if sign & 0x80 else (size << 7) | sign
        end -= size
    if extra & 1:
        end -= (record[end - 1] & 3) + 1
    return record[:end]


def _unpacked(record: bytes) -> bytes:
    """What PalmDOC packed: runs of bytes as they are, pairs that repeat, a space and a letter in one byte."""
    made, at = bytearray(), 0
    while at < len(record):
        sign = record[at]
        at += 1
        if 1 <= sign <= 8:
            made += record[at : at + sign]
            at += sign
        elif sign < 0x80:
            made.append(sign)
        elif sign >= 0xC0:
            made += b" " + bytes((sign ^ 0x80,))
        else:
            pair = (sign << 8 | record[at]) & 0x3FFF
            at += 1
            for _ in range((pair & 7) + 3):
                made.append(made[-(pair >> 3)])
    return bytes(made)
