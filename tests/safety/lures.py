"""A secret file and a port, watched: whoever opens the one or calls the other is noticed.

The kernel tells of the file (inotify), so it does not matter which process opened it, or in which language.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MARK = "Xylophagequartzbuvez"
"""A word that stands in every form of the secret, and in no article."""

_OPENED = 0x20  # IN_OPEN
_HEAD = struct.Struct("iIII")


def _png() -> bytes:
    """A picture of one pixel that says the word."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    text = chunk(b"tEXt", b"Comment\0" + MARK.encode())
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + text
        + chunk(b"IDAT", zlib.compress(b"\0\xab\xcd\xef"))
        + chunk(b"IEND", b"")
    )


FORMS = {
    "secret.txt": f"{MARK}\n".encode(),
    "secret.css": f'p::before {{ content: "{MARK}" }}'.encode(),
    "secret.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><text id="t">{MARK}</text></svg>'.encode(),
    "secret.xml": f"<!ENTITY leak '{MARK}'>".encode(),
    "secret.md": f'+++\ntitle = "{MARK}"\n+++\n\n{MARK}\n'.encode(),
    "secret.png": _png(),
}
"""The secret, as each reader would like it best."""


@dataclass
class Lures:
    """`folder` holds the secret; `port` is one of this machine's."""

    folder: Path
    port: int
    _notes: int
    _door: socket.socket

    def filled(self, text: str) -> str:
        """A vector with the places of the lures in it: `@DIR@`, `@FILE@`, `@UP@`, `@PORT@`, `@HTTP@`."""
        places = {
            "@DIR@": str(self.folder),
            "@FILE@": f"file://{self.folder}",
            "@UP@": f"{'../' * 12}{str(self.folder).lstrip('/')}",
            "@PORT@": str(self.port),
            "@HTTP@": f"http://127.0.0.1:{self.port}",
        }
        for sign, place in places.items():
            text = text.replace(sign, place)
        return text

    def touched(self) -> list[str]:
        """What was opened or called since this was asked last."""
        return [*self._opened(), *self._called()]

    def _opened(self) -> Iterator[str]:
        try:
            told = os.read(self._notes, 65536)
        except BlockingIOError:
            return
        at = 0
        while at < len(told):
            *_, length = _HEAD.unpack_from(told, at)
            at += _HEAD.size
            yield f"opened {told[at : at + length].rstrip(bytes(1)).decode() or 'the folder'}"
            at += length

    def _called(self) -> Iterator[str]:
        while True:
            try:
                who, _ = self._door.accept()
            except BlockingIOError:
                return
            who.close()
            yield "called"


@contextmanager
def lures(folder: Path) -> Iterator[Lures]:
    """Lay them out in a new folder; take the port down again."""
    folder.mkdir()
    for name, data in FORMS.items():
        (folder / name).write_bytes(data)
    library = ctypes.CDLL(None, use_errno=True)
    notes = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert notes >= 0
    assert library.inotify_add_watch(notes, os.fsencode(folder), _OPENED) >= 0
    door = socket.socket()
    try:
        door.bind(("127.0.0.1", 0))
        door.listen(64)
        door.setblocking(False)
        yield Lures(folder, door.getsockname()[1], notes, door)
    finally:
        door.close()
        os.close(notes)
