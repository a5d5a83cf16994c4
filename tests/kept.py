"""The results that all tests of a run share: who asks how a book is, and not how it is made, takes them.

What is made in one process is there for the others. A test of what is made anew takes a cache of its own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from anthology.cache import Cache

_folder: list[Path] = []


def begin(folder: Path) -> None:
    """Say where the results of this run are: processes that say the same share them."""
    folder.mkdir(exist_ok=True)
    _folder[:] = [folder]
    _opened.cache_clear()


def end() -> None:
    """Write what is still to be written, and let go of the file."""
    _opened().close()


def results() -> Cache:
    """What was made of books before, by this process and the others."""
    kept = _opened()
    kept.flush()
    return kept


@cache
def _opened() -> Cache:
    (folder,) = _folder
    return Cache(folder)
