"""What a worker is given: the look of a book, and a document to be set with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Side = Literal["recto", "verso"]


@dataclass(frozen=True, eq=False)
class Look:
    """What all sections of a book are set with: style sheets by name, in order, and fonts by address.

    Two looks of the same content are equal.
    """

    sheets: Mapping[str, str]
    fonts: Mapping[str, bytes]

    @cached_property
    def key(self) -> str:
        """A digest of it all."""
        whole = hashlib.sha256()
        for name, text in self.sheets.items():
            whole.update(f"{name}\0{text}\0".encode())
        for address, data in sorted(self.fonts.items()):
            whole.update(f"{address}\0".encode() + hashlib.sha256(data).digest())
        return whole.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Look) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be set: its XHTML, the side it begins on, and the pictures it shows by address.

    `first_page` is given to sheets of folios alone: they show it, and are no content of the book.
    """

    name: str
    xhtml: bytes
    side: Side
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    first_page: int | None = None

    @property
    def weight(self) -> int:
        """Bytes that are to be set: who has more may take longer."""
        return len(self.xhtml)
