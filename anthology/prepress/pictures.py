"""A picture to the stream a press prints: resolution at the placed size, colours, ink under the limit."""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from PIL import Image

from anthology.prepress.colour import Colours, most_ink, on_paper
from anthology.prepress.ticket import CMYK, RGB

_QUALITY = 92
_TRIES = 4
_SPARE = 4
"""Levels of 255 left free under the limit at first: what JPEG adds at edges must fit in there."""

_BARELY = 1.02
"""A picture that has only so much more pixels than are wanted stays as it is: it would only lose."""

LINE_ART_PPI = 1200
"""Points an inch that a drawing in black and white keeps: its edges are hard, a press shows each step."""

_BITS = {"1": 1}
_SPACES = {"1": "DeviceGray", "L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}


class Kept(Protocol):
    """Where bytes are kept from one build to the next."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """The bytes of that name, or None."""

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes under that name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A photograph of the book: its file's name, a digest, how to get it, its largest placed size."""

    name: str
    digest: str
    data: Callable[[], bytes]
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Pressed:
    """The stream of a picture: entries of its dictionary, and its bytes as its filter wants them.

    `bits` are those of one component: 1 for a drawing in black and white, else 8.
    """

    width: int
    height: int
    space: str
    filter: str
    inverted: bool
    data: bytes = field(repr=False)
    bits: int = 8

    def dump(self) -> bytes:
        """It as bytes."""
        head = json.dumps(
            [self.width, self.height, self.space, self.filter, self.inverted, self.bits]
        ).encode()
        return len(head).to_bytes(4, "big") + head + self.data

    @staticmethod
    def load(data: bytes) -> Pressed:
        """What was dumped."""
        start = 4 + int.from_bytes(data[:4], "big")
        width, height, space, filter_, inverted, bits = json.loads(data[4:start])
        return Pressed(width, height, space, filter_, inverted, data[start:], bits)


def pressed(placed: Placed, colours: Colours, ppi: int, kept: Kept) -> Pressed:
    """A photograph as it is printed, from its original; kept by all that decides on it."""
    size = (round(placed.width_pt, 3), round(placed.height_pt, 3))
    name = json.dumps([placed.digest, *size, ppi, colours.key])
    found = kept.recall("press picture", name)
    if found is not None:
        return Pressed.load(found)
    data = placed.data()
    with Image.open(io.BytesIO(data)) as picture:
        small = at_resolution(picture, placed.width_pt, placed.height_pt, ppi)
        made = _untouched(picture, small, colours, data) or in_inks(
            small, colours, lossless=picture.format == "PNG"
        )
    kept.keep("press picture", name, made.dump())
    return made


def _untouched(picture: Image.Image, small: Image.Image, colours: Colours, data: bytes) -> Pressed | None:
    """A JPEG that is as the printer wants it already: written again, it would only lose."""
    fits = picture.mode == "L" or (picture.mode == "RGB" and colours.space == RGB)
    if picture.format != "JPEG" or small is not picture or not fits:
        return None
    return Pressed(*picture.size, _SPACES[picture.mode], "DCTDecode", False, data)


def at_resolution(picture: Image.Image, width_pt: float, height_pt: float, ppi: int) -> Image.Image:
    """A picture with as many pixels as a placed size can show; never more than it has.

    What is black and white stays so, and as fine as a press draws letters (`LINE_ART_PPI`).
    """
    flat = _line_art(on_paper(picture))
    ppi = max(ppi, LINE_ART_PPI) if flat.mode == "1" else ppi
    scale = max(width_pt / 72 * ppi / flat.width, height_pt / 72 * ppi / flat.height)
    if scale * _BARELY >= 1:
        return flat
    size = (max(1, ceil(flat.width * scale)), max(1, ceil(flat.height * scale)))
    grey = flat.convert("L") if flat.mode == "1" else flat
    made = grey.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return made if grey is flat else made.point(_NEARER, "1")


_NEARER = [0] * 128 + [255] * 128


def _line_art(picture: Image.Image) -> Image.Image:
    """A grey picture that holds nothing but black and white, as one of one bit a pixel."""
    if picture.mode != "L" or picture.format == "JPEG":
        return picture
    levels = {level for _, level in picture.getcolors(2) or ((0, -1),)}
    return picture.point(_NEARER, "1") if levels <= {0, 255} else picture


def in_inks(picture: Image.Image, colours: Colours, *, lossless: bool) -> Pressed:
    """A picture as a stream; what the limit of ink cannot bear as JPEG is packed without loss."""
    if picture.mode == "1" and "transparency" not in picture.info:
        return _packed(picture)
    spare = _SPARE
    for _ in range(0 if lossless else _TRIES):
        made = colours.picture(picture, spare)
        data = _jpeg(made)
        over = _over(data, colours) if made.mode == "CMYK" else 0
        if over <= 0:
            return Pressed(*made.size, _SPACES[made.mode], "DCTDecode", made.mode == "CMYK", data)
        spare += over + _SPARE
    return _packed(colours.picture(picture))


def _packed(made: Image.Image) -> Pressed:
    data = zlib.compress(made.tobytes(), 9)
    return Pressed(*made.size, _SPACES[made.mode], "FlateDecode", False, data, _BITS.get(made.mode, 8))


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    # Inks are not thinned out as colours of the screen may be: letters in pictures get rims.
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True, subsampling=0)
    return target.getvalue()


def _over(data: bytes, colours: Colours) -> int:
    """By how much the most ink of a written JPEG is over the limit."""
    if colours.space != CMYK:
        return 0
    with Image.open(io.BytesIO(data)) as picture:
        return ceil(most_ink(picture) - colours.limit)


def digest(data: bytes) -> str:
    """A name for bytes."""
    return hashlib.sha256(data).hexdigest()
