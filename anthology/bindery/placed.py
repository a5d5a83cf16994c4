"""Pictures as they are placed: what the engine draws of each, and how large -> what the file holds of it.

The engine would give the file each picture as it came, drawings of two colours in three bytes a pixel. Here a
photograph is held as fine as a screen can show, and a drawing as sharp as it is, in as few bits as it needs.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pydyf
from PIL import Image

from anthology.bindery.engine import engine
from anthology.bindery.fragment import PHOTOGRAPH_PPI, Shown

DRAWING_PPI = 600
"""Points an inch that a picture of few colours keeps: the edge of a line is seen far beyond 150."""

_JPEG_QUALITY = 82
_MOST_COLOURS = {"1": 2, "P": 256, "RGB": 256, "L": 32}
_POINTS = 72


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One picture, drawn once: the engine's name of it, its file, its page (from 0), its size in pt."""

    picture: str
    file: str
    page: int
    width_pt: float
    height_pt: float
    pixels: tuple[int, int]


@dataclass
class Placed:
    """What was drawn of pictures, and the objects they became, by the engine's name of each picture.

    `pictures` are the bytes by address: the engine itself has only kept what it made of some of them.
    """

    pictures: Mapping[str, bytes] = field(default_factory=dict)
    drawings: list[_Drawing] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    page: int = -1
    file: str = ""

    def shown(self, codes: Mapping[int, int]) -> Iterator[Shown]:
        """The pictures of the text, as binding must know them; `codes` are local numbers by number."""
        for one in self.drawings:
            if one.file and one.picture in self.objects:
                local = codes[self.objects[one.picture].number]
                yield Shown(local, one.file, one.page, one.width_pt, one.height_pt, one.pixels)

    def object_of(self, image: Any) -> Any:
        """What the file holds of a picture, made for the largest size at which it was drawn."""
        own = [one for one in self.drawings if one.picture == image.id]
        data = next((self.pictures[one.file] for one in own if one.file in self.pictures), None)
        widths, heights = [one.width_pt for one in own], [one.height_pt for one in own]
        inches = max(widths, default=0.0) / _POINTS, max(heights, default=0.0) / _POINTS
        self.objects[image.id] = made = _x_object(data or image.image_data.data, inches)
        return made


@contextmanager
def placing(placed: Placed) -> Iterator[None]:
    """Note the pictures that are drawn meanwhile, and give the file ours of them.

    The four names it takes over are private to version 70.
    """
    kind, drawing, paging = engine().images.RasterImage, engine().draw, engine().document.Page
    draw: Callable[..., Any] = kind.draw
    given: Callable[..., Any] = kind.get_x_object
    boxed: Callable[..., Any] = drawing.draw_replacedbox
    painted: Callable[..., Any] = paging.paint

    def paint(page: Any, *how: Any) -> None:
        placed.page += 1
        painted(page, *how)

    def draw_box(stream: Any, box: Any) -> None:
        placed.file = unquote(box.element.get("src", "")) if box.element_tag == "img" else ""
        boxed(stream, box)
        placed.file = ""

    def draw_picture(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        pixels = (image.width, image.height)
        across, down = _rounded(width * stream.ctm[0][0]), _rounded(height * stream.ctm[1][1])
        placed.drawings.append(_Drawing(image.id, placed.file, placed.page, across, down, pixels))
        draw(image, stream, width, height, style)

    def x_object(image: Any, *_: Any) -> Any:
        return placed.object_of(image)

    kind.draw, kind.get_x_object = draw_picture, x_object
    drawing.draw_replacedbox, paging.paint = draw_box, paint
    try:
        yield
    finally:
        kind.draw, kind.get_x_object = draw, given
        drawing.draw_replacedbox, paging.paint = boxed, painted


def _rounded(size: float) -> float:
    return round(abs(size), 4)


# --- what the file holds -----------------------------------------------------------------------------


def _x_object(data: bytes, inches: tuple[float, float]) -> Any:
    """A picture as an object of the file, as fine as it needs to be at that size."""
    picture = Image.open(io.BytesIO(data))
    photograph, drawing = (_wanted(picture.size, inches, ppi) for ppi in (PHOTOGRAPH_PPI, DRAWING_PPI))
    if picture.format == "JPEG":
        return _jpeg_object(picture.size, picture.mode, data) if photograph == picture.size else (
            _photograph(_drafted(picture, photograph))
        )  # fmt: skip
    alpha, colours = _alpha(picture), _without_alpha(picture)
    if _is_drawing(colours):
        size, shown = drawing, _flat(_smaller_drawing(colours, drawing))
    else:
        size, shown = photograph, _photograph(_resized(colours, photograph))
    if alpha is not None:
        shown.extra["SMask"] = _flat(_resized(alpha, size))
    return shown


def _wanted(size: tuple[int, int], inches: tuple[float, float], ppi: int) -> tuple[int, int]:
    """The size in pixels that is as fine as asked, or the picture's own where that is smaller."""
    scale = max(ppi * side / pixels for side, pixels in zip(inches, size, strict=True))
    return size if scale >= 1 or scale <= 0 else (_side(size[0] * scale), _side(size[1] * scale))


def _side(pixels: float) -> int:
    return max(1, round(pixels))


def _drafted(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A JPEG, decoded no finer than needed, and made as small as asked."""
    picture.draft(None, (size[0] * 2, size[1] * 2))
    return _resized(picture, size)


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, Image.Resampling.BICUBIC)


def _is_drawing(picture: Image.Image) -> bool:
    """Whether it was drawn and not photographed: two colours, a palette, or hardly any greys."""
    most = _MOST_COLOURS.get(picture.mode, 0)
    return bool(most) and picture.getcolors(most) is not None


def _smaller_drawing(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A drawing, made as small as asked: black and white stays so, others get the colours between."""
    if picture.size == size:
        return picture
    if picture.mode == "1":
        return _resized(picture.convert("L"), size).point(lambda level: 255 * (level >= 128), "1")
    return _resized(picture.convert("L" if picture.mode == "L" else "RGB"), size)


def _alpha(picture: Image.Image) -> Image.Image | None:
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    return picture.getchannel("A") if "A" in picture.getbands() else None


def _without_alpha(picture: Image.Image) -> Image.Image:
    """The colours alone; two colours and a palette stay what they are."""
    if picture.mode in ("1", "P") and "transparency" not in picture.info:
        return picture
    return picture.convert("L" if picture.mode in ("1", "L", "LA") else "RGB")


def _photograph(picture: Image.Image) -> Any:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return _jpeg_object(picture.size, picture.mode, target.getvalue())


def _jpeg_object(size: tuple[int, int], mode: str, data: bytes) -> Any:
    return _object(size, "/DeviceGray" if mode == "L" else "/DeviceRGB", 8, data, Filter="/DCTDecode")


def _flat(picture: Image.Image) -> Any:
    """A picture whose every pixel is kept."""
    bits, data = _png_data(picture)
    space: Any = "/DeviceRGB" if picture.mode == "RGB" else "/DeviceGray"
    if picture.mode == "P":
        palette = bytes(picture.getpalette("RGB") or ())
        space = pydyf.Array(["/Indexed", "/DeviceRGB", len(palette) // 3 - 1, f"<{palette.hex()}>"])
    # As PNG filters rows: ISO 32000-1, 7.4.4.4.
    rows = {"Predictor": 15, "Columns": picture.width, "BitsPerComponent": bits}
    rows |= {"Colors": len(picture.getbands())}
    packing = {"Filter": "/FlateDecode", "DecodeParms": pydyf.Dictionary(rows)}
    return _object(picture.size, space, bits, data, **packing)


def _object(size: tuple[int, int], space: Any, bits: int, data: bytes, **packing: Any) -> Any:
    about = {"Width": size[0], "Height": size[1], "ColorSpace": space, "BitsPerComponent": bits}
    return pydyf.Stream([data], {"Type": "/XObject", "Subtype": "/Image", **about, **packing})


def _png_data(picture: Image.Image) -> tuple[int, bytes]:
    """Bits a pixel and the packed rows of a picture, as PNG has them."""
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    data, at, rows = target.getvalue(), 8, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            rows.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return data[24], b"".join(rows)
