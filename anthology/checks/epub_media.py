"""The pictures and fonts of an e-book to what the checks need of them: do they open, what do they show?"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from anthology.checks.font_characters import characters_of

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
FONTS = frozenset({"font/otf", "font/ttf", "application/vnd.ms-opentype", "application/font-sfnt"})
_FORMATS = ("JPEG", "PNG", "GIF")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: whether it can be opened whole, and its width and height in pixels (0: not known)."""

    opens: bool
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Font:
    """A font: every character that it shows; none, if it cannot be opened."""

    characters: str


def read_font(data: bytes) -> Font:
    """What the checks need of a font."""
    return Font(characters_of(data))


def read_picture(data: bytes) -> Picture:
    """What the checks need of a picture."""
    # Decoders are loaded where a picture is new, so in few builds.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return Picture(opens=False)
    return Picture(_opens(data), width, height)


def _opens(data: bytes) -> bool:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                image.verify()
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                image.draft("RGB", (64, 64))
                image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return False
    # The page setter tells the library to take pictures that were cut short, so that is looked for here.
    return not data.startswith(b"\xff\xd8") or b"\xff\xd9" in data[-32:]
