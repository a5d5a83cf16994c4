"""The pictures and fonts of an e-book to what the checks need of them: do they open, what do they show?"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anthology.checks.font_characters import characters_of

if TYPE_CHECKING:
    from PIL import Image

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
FONTS = frozenset({"font/otf", "font/ttf", "application/vnd.ms-opentype", "application/font-sfnt"})
_FORMATS = ("JPEG", "PNG", "GIF")
KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF"}
"""What the bytes of a picture are, by its media type."""
_OUTLINES = {b"OTTO": "otf", b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"wOFF": "woff", b"wOF2": "woff2"}
_CELLS = 16
"""Pictures are compared as so many squares across and down."""
_ROUNDED = 3
_MOST_APART, _MOST_IN_ONE = 3.0, 24
"""How far two pictures that show the same may be from each other, of 255: on the whole, and in one place."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: whether it can be opened whole, and its width and height in pixels (0: not known).

    `kind` is what its bytes are, `mode` how its colours are told, `frames` how many it shows in turn;
    `sketch` what it shows: levels of red, green and blue of a few squares.
    """

    opens: bool
    width: int = 0
    height: int = 0
    kind: str = ""
    mode: str = ""
    frames: int = 1
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Font:
    """A font: every character that it shows; none, if it cannot be opened. `kind` is what its bytes are."""

    characters: str
    kind: str = ""


def read_font(data: bytes) -> Font:
    """What the checks need of a font."""
    return Font(characters_of(data), _OUTLINES.get(data[:4], ""))


def read_picture(data: bytes) -> Picture:
    """What the checks need of a picture."""
    # Decoders are loaded where a picture is new, so in few builds.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            known = Picture(
                True,
                *image.size,
                kind=image.format or "",
                mode=image.mode,
                frames=getattr(image, "n_frames", 1),
            )
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Picture(opens=False)
    sketch = _sketched(data)
    return replace(known, opens=bool(sketch), sketch=sketch)


def _sketched(data: bytes) -> tuple[int, ...]:
    """What a picture shows, in few levels; nothing, if it cannot be opened whole."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                image.verify()
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                image.draft("RGB", (64, 64))
                image.load()
                small = _on_white(image).resize((_CELLS, _CELLS), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return ()
    # The page setter tells the library to take pictures that were cut short, so that is looked for here.
    if data.startswith(b"\xff\xd8") and b"\xff\xd9" not in data[-32:]:
        return ()
    return tuple(small.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures show the same, however many pixels each has."""
    if not (one.sketch and other.sketch):
        return False
    sides = one.width * other.height, other.width * one.height
    if abs(sides[0] - sides[1]) > _ROUNDED * max(one.width, one.height, other.width, other.height):
        return False
    apart = [abs(here - there) for here, there in zip(one.sketch, other.sketch, strict=True)]
    return sum(apart) <= _MOST_APART * len(apart) and max(apart) <= _MOST_IN_ONE
