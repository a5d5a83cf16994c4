"""A function that decodes what a stranger sent, and his bytes, go in; what it makes comes out, made confined.

Whatever the library behind it does, it opens no file, calls nobody, starts nothing: see `anthology.sandbox`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anthology.errors import SourceError
from anthology.sandbox import MEMORY, TIME, Breach, Child, Killed, apart

T = TypeVar("T")

SECONDS, SECONDS_PER_MB, MOST_SECONDS = 25.0, 5.0, 120.0
"""Seconds of the processor that a file may take, and more for each million of its bytes: of what people send,
nearly all takes less than one, and a machine may be five times slower."""

MEMORY_BYTES = 1 << 30
"""What the process that reads may write to."""


class Reader:
    """Reads what strangers sent in a confined child: one for all files, killed where one hangs it."""

    def __init__(self) -> None:
        self._child = Child(MEMORY_BYTES)

    def read(self, read: Callable[[bytes, str], T], data: bytes, file: str) -> T:
        """What `read(data, file)` gives; it is a function of a module.

        Raises:
            SourceError: `reading-stopped`, when it takes too long or too much memory, or dies;
                `sandbox-denied`, when it reached for something else.
            BaseException: what `read` raises.
        """
        seconds = min(SECONDS + SECONDS_PER_MB * len(data) / 1e6, MOST_SECONDS)
        try:
            return self._child.do(read, data, file, seconds=seconds)
        except Breach as breach:
            raise _denied(breach, file) from breach
        except Killed as killed:
            raise _stopped(killed, seconds, file) from None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()


def _stopped(killed: Killed, seconds: float, file: str) -> SourceError:
    what = {
        TIME: f"to read it takes more than {seconds:.0f} seconds",
        MEMORY: f"to read it takes more than {MEMORY_BYTES >> 20} MiB of memory",
    }
    return SourceError(
        "reading-stopped",
        what.get(killed.why, f"what read it died of it ({killed.why})"),
        hint="open it, look what is huge or endless in it, and send it saved anew, or as plain text",
        file=file or None,
    )


def decoded(decode: Callable[..., T], /, *args: object, file: str) -> T:
    """What `decode(*args)` gives; `file` is what an error calls the bytes.

    Raises:
        SourceError: `sandbox-denied`, when it reached for something else.
        BaseException: what `decode` raises.
    """
    try:
        return apart(decode, *args)
    except Breach as breach:
        raise _denied(breach, file) from breach


def _denied(breach: Breach, file: str) -> SourceError:
    return SourceError(
        "sandbox-denied",
        f"reading it reached for what is not part of it: {', '.join(breach.what)}",
        hint="ask whoever sent it for another copy, saved anew; nothing was let in or out",
        file=file or None,
    )
