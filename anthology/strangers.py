"""A function that decodes what a stranger sent, and his bytes, go in; what it makes comes out, made confined.

Whatever the library behind it does, it opens no file, calls nobody, starts nothing: see `anthology.sandbox`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anthology.errors import SourceError
from anthology.sandbox import Breach, apart

T = TypeVar("T")


def decoded(decode: Callable[..., T], /, *args: object, file: str) -> T:
    """What `decode(*args)` gives; `file` is what an error calls the bytes.

    Raises:
        SourceError: `sandbox-denied`, when it reached for something else.
        BaseException: what `decode` raises.
    """
    try:
        return apart(decode, *args)
    except Breach as breach:
        raise SourceError(
            "sandbox-denied",
            f"reading it reached for what is not part of it: {', '.join(breach.what)}",
            hint="ask whoever sent it for another copy, saved anew; nothing was let in or out",
            file=file or None,
        ) from breach
