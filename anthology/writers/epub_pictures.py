"""The photographs of a book as an e-book holds them: small enough for every reader, each with its size.

They were prepared before, upright and in sRGB, without what camera and telephone wrote. Who made them and
under which licence they may be used is written into them here, and nothing else of a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import UnidentifiedImageError

from anthology.cache import digest
from anthology.pictures import SCREEN_PIXELS, for_screens, size_of
from anthology.writers.making import Making
from anthology.writers.picture_rights import Rights, rights_of, with_rights


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """The bytes of a picture, and its width and height in pixels: None where no such thing can be read."""

    data: bytes
    size: tuple[int, int] | None


def screen_pictures(making: Making) -> Mapping[str, ScreenPicture]:
    """Every picture of the book by its name (`photos/x.jpg`); what is none is told where it is packed."""
    known = rights_of(making.book)
    return {name: _picture(making, name, known.get(name, Rights())) for name in making.pictures}


def _picture(making: Making, name: str, rights: Rights) -> ScreenPicture:
    data = making.pictures[name]
    try:
        small = _small(making, data)
        return ScreenPicture(with_rights(small, rights), size_of(small))
    except (UnidentifiedImageError, OSError):
        return ScreenPicture(data, None)


def _small(making: Making, data: bytes) -> bytes:
    """The picture with as many pixels as an e-book may have; one that was made smaller before is kept."""
    width, height = size_of(data)
    if width * height <= SCREEN_PIXELS:
        return data
    return making.cache.remember(
        "picture for screens", digest(data), lambda: for_screens(data), dump=bytes, load=bytes
    )
