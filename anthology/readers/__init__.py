"""READERS: the bytes of a submission in, what was `Received` out; one function a file suffix.

To read a further format, write its module and add its suffix here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from anthology.errors import SourceError
from anthology.model import Manuscript, Received
from anthology.readers.text import read_text, uncovered

Reader = Callable[[bytes, str], Received]
"""Takes the bytes and the name of a file (relative to the content folder)."""

READERS: Mapping[str, Reader] = MappingProxyType({".txt": read_text})


def read(data: bytes, file: str) -> Received:
    """Read one submission with the reader of its suffix.

    Raises:
        SourceError: `unknown-format` when no reader knows the suffix; what the reader raises.
    """
    suffix = PurePosixPath(file).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        raise SourceError(
            "unknown-format",
            f"no reader for “{suffix}” files" if suffix else "the file name has no suffix",
            hint=f"save it as one of: {', '.join(READERS)}",
            file=file,
        )
    return reader(data, file)


def cover(manuscript: Manuscript) -> tuple[tuple[int, int], ...]:
    """Audit that every character with ink is in exactly one block.

    Returns the spans that are in none, or in two: empty when the audit holds.
    """
    return uncovered(manuscript.text, ((block.start, block.end) for block in manuscript.blocks))
