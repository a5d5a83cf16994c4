"""The photographs of a book as an e-book holds them: small enough for every reader, each with its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import UnidentifiedImageError

from anthology.cache import digest
from anthology.pictures import SCREEN_PIXELS, for_screens, size_of
from anthology.writers.making import Making


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """The bytes of a picture, and its width and height in pixels: None where no such thing can be read."""

    data: bytes
    size: tuple[int, int] | None


def screen_pictures(making: Making) -> Mapping[str, ScreenPicture]:
    """Every picture of the book by its name (`photos/x.jpg`); what is none is told where it is packed."""
    return {name: _picture(making, name) for name in making.pictures}


def _picture(making: Making, name: str) -> ScreenPicture:
    data = making.pictures[name]
    try:
        size = size_of(data)
        if size[0] * size[1] <= SCREEN_PIXELS:
            return ScreenPicture(data, size)
        made = making.cache.remember(
            "picture for screens", digest(data), lambda: for_screens(data), dump=bytes, load=bytes
        )
        return ScreenPicture(made, size_of(made))
    except (UnidentifiedImageError, OSError):
        return ScreenPicture(data, None)
