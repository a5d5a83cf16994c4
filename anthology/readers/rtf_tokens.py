"""Bytes of RTF in; its braces, control words, bytes and text out, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})"
    rb"|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    rb"|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|(?P<skip>[\r\n]+|\\)",
    re.DOTALL,
)

CODE_PAGES: Mapping[int, str] = {
    437: "cp437", 708: "iso8859-6", 819: "latin-1", 850: "cp850", 852: "cp852", 860: "cp860", 862: "cp862",
    863: "cp863", 864: "cp864", 865: "cp865", 866: "cp866", 874: "cp874", 932: "cp932", 936: "cp936",
    949: "cp949",
    950: "cp950", 1250: "cp1250", 1251: "cp1251", 1252: "cp1252", 1253: "cp1253", 1254: "cp1254",
    1255: "cp1255",
    1256: "cp1256", 1257: "cp1257", 1258: "cp1258", 1361: "johab", 10000: "mac_roman", 10007: "mac_cyrillic",
    10029: "mac_latin2", 10081: "mac_turkish", 65001: "utf-8",
}  # fmt: skip
"""`\\ansicpg` to encodings of Python."""

CHARSETS: Mapping[int, str] = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""`\\fcharset` of a font to encodings; the others take that of the file."""

SYMBOL_CHARSET = 2
"""`\\fcharset` of fonts whose characters are pictures."""


class Token(NamedTuple):
    """One token: `kind` is open, close, word, byte, sign, text or binary; `at` its place in the file."""

    kind: str
    word: str
    number: int | None
    data: bytes
    at: int


def tokens(data: bytes) -> Iterator[Token]:
    """Cut RTF into tokens; binary data is one, whatever it holds."""
    at = 0
    while found := _TOKEN.match(data, at):
        kind, start, at = str(found.lastgroup), found.start(), found.end()
        if found["word"] is not None:
            word = found["word"].decode("ascii")
            number = int(found["number"]) if found["number"] is not None else None
            if word == "bin":
                end = min(at + max(number or 0, 0), len(data))
                yield Token("binary", "", None, data[at:end], start)
                at = end
            else:
                yield Token("word", word, number, b"", start)
        elif kind == "byte":
            yield Token("byte", "", None, bytes.fromhex(found["byte"].decode("ascii")), start)
        elif kind != "skip":
            yield Token(kind, "", None, found[0][1:] if kind == "sign" else found[0], start)


def decoded(data: bytes, encoding: str) -> str:
    """The bytes as text; what the encoding does not know becomes U+FFFD."""
    return data.decode(encoding, "replace")
