"""calibre's converter with nothing left to chance: same book, same bytes. It runs inside of calibre.

Arguments: digits that stand for chance, then those of `ebook-convert`. What a file of the
converter says of the moment (PalmDB and EXTH 106), what it draws by lot (the book's number there, the keys of
its fonts), and the order in which it walks through a set of files all come from these digits, or are fixed.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib
import itertools
import os
import sys
import uuid
from typing import Any

_MOMENT = datetime.datetime(1980, 1, 1, tzinfo=datetime.timezone.utc)  # noqa: UP017 - calibre has its own Python


def main(arguments: list[str]) -> None:
    """Convert a book: the digits, the source, the target, the options."""
    _fix_chance(arguments[0])
    _fix_time()
    _fix_order()
    _part("calibre.ebooks.conversion.cli").main(["ebook-convert", *arguments[1:]])


def _fix_chance(digits: str) -> None:
    numbers, blocks = itertools.count(), itertools.count()

    def number() -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{digits}-{next(numbers)}")

    def some(length: int) -> bytes:
        return hashlib.shake_256(f"{digits}-{next(blocks)}".encode()).digest(length)

    replaced: dict[Any, dict[str, Any]] = {uuid: {"uuid4": number}, os: {"urandom": some}}
    _replace(replaced)
    _part("random").seed(digits)


def _fix_time() -> None:
    dates = _part("calibre.utils.date")
    _replace({_part("time"): {"time": _MOMENT.timestamp}, dates: {"now": _now, "utcnow": _now}})


def _now() -> datetime.datetime:
    return _MOMENT


def _fix_order() -> None:
    """Files stand in a set by their place in memory; here, by the order in which they came."""
    base = _part("calibre.ebooks.oeb.base")
    numbers, given = itertools.count(), "_number_of_its_own"

    def order(item: Any) -> int:
        if not hasattr(item, given):
            setattr(item, given, next(numbers))
        return int(getattr(item, given))

    _replace({base.Manifest.Item: {"__hash__": order}})


def _part(name: str) -> Any:
    """A module that calibre uses: this tool itself asks neither the clock nor chance for anything."""
    return importlib.import_module(name)


def _replace(parts: dict[Any, dict[str, Any]]) -> None:
    for owner, new in parts.items():
        for name, value in new.items():
            setattr(owner, name, value)


if __name__ == "__main__":
    main(sys.argv[1:])
