"""Fonts to the characters they can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from anthology import resources
from anthology.cache import Cache, digest


def characters_of(data: bytes) -> str:
    """Every character a font can show, sorted; none, if it cannot be opened."""
    # Loaded where a font is new, so in few builds.
    import uharfbuzz

    return "".join(map(chr, sorted(code for code in uharfbuzz.Face(data).unicodes if _is_character(code))))


def _is_character(code: int) -> bool:
    return not 0xD800 <= code <= 0xDFFF


@dataclass(frozen=True)
class Fonts:
    """The fonts of a layout, as (file, digest of its bytes) pairs, and what they can show together."""

    files: Sequence[tuple[str, str]]
    cache: Cache

    @cached_property
    def key(self) -> str:
        """The digest of all of them."""
        return digest(*(one for _, one in self.files))

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that one of them has."""
        return frozenset().union(*(self._characters(file, name) for file, name in self.files))

    def _characters(self, file: str, name: str) -> str:
        return self.cache.remember(
            "characters of a font",
            name,
            lambda: characters_of(resources.font_bytes(file)),
            dump=lambda characters: characters.encode(),
            load=lambda data: data.decode(),
        )
