"""Addresses of pictures in a page in; those whose bytes the page itself holds out, each with a name."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from anthology.model import Picture

_DATA = re.compile(r"data:image/[\w.+-]+((?:;[\w=.+-]+)*),", re.IGNORECASE)
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
)
_MIN_BYTES = 200
"""Bytes: what is smaller holds the place of a picture (one transparent point) and shows nothing."""

_NO_PARTS: Mapping[str, bytes] = MappingProxyType({})


class Album:
    """What a page shows: pictures it holds (`pictures`), and how many it only names (`elsewhere`).

    `parts` are the pictures that came in the same file as the page, by address. Nothing is ever fetched.
    """

    def __init__(self, file: str, parts: Mapping[str, bytes] = _NO_PARTS) -> None:
        self._stem = PurePosixPath(file).stem.replace("#", "-")
        self._parts = parts
        self._names: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}
        self.elsewhere: set[str] = set()

    def name_of(self, address: str) -> str:
        """The name that captions call it by: its own in the book, else the last part of its address."""
        data = self._bytes_of(address)
        if data is None:
            if scheme_of(address) in {"http", "https", ""} and address:
                self.elsewhere.add(address)
            return _file_name(address)
        suffix = next((suffix for start, suffix in _KINDS if data.startswith(start)), "")
        if not suffix or len(data) < _MIN_BYTES:
            return ""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._names:
            name = f"{self._stem}-{len(self._names) + 1}{suffix}"
            self._names[digest] = name
            self.pictures[name] = data
        return self._names[digest]

    def picture(self, address: str, at: int) -> Picture | None:
        """The picture at that place of the text, if the file holds its bytes."""
        name = self.name_of(address)
        data = self.pictures.get(name)
        return Picture(at, name, hashlib.sha256(data).hexdigest()) if data else None

    def _bytes_of(self, address: str) -> bytes | None:
        if address in self._parts:
            return self._parts[address]
        head = _DATA.match(address)
        if head is None:
            return None
        body = address[head.end() :]
        if "base64" not in head[1].lower():
            return unquote_to_bytes(body)
        try:
            return base64.b64decode(unquote(body))
        except (binascii.Error, ValueError):
            return b""


def scheme_of(address: str) -> str | None:
    """The scheme of an address, in lower case (empty for a relative one); None for what is no address."""
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return None


def _file_name(address: str) -> str:
    scheme = scheme_of(address)
    if scheme not in {"", "http", "https", "file"}:
        return ""
    return unquote(urlsplit(address.strip()).path).replace("\\", "/").rpartition("/")[2]
