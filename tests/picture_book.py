"""A folder to the content of a small second book: pictures of many kinds, notes, tables, verse, languages.

Its texts stand in `data/picture-book/`, its pictures are made here; all names are invented. The same call
gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageOps
from pillow_heif import register_heif_opener
from tests import colour_profiles

PHOTOS = "photos"
_TEXTS = Path(__file__).parent / "data" / "picture-book"


def content(folder: Path) -> Path:
    """Write the content folder of the book there; the folder itself is given back."""
    for name, data in {**texts(), **pictures()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def texts() -> dict[str, bytes]:
    """Settings, articles and pages by their places in the content folder."""
    return {str(path.relative_to(_TEXTS)): path.read_bytes() for path in sorted(_TEXTS.rglob("*.*"))}


# --- pictures ----------------------------------------------------------------------------------------


@cache
def pictures() -> Mapping[str, bytes]:
    """Every picture of the book by its place in the content folder, one of each kind that people hand in."""
    made: dict[str, Callable[[], bytes]] = {
        "port.jpg": lambda: _saved(landscape(1300, 867, 1), quality=88),
        "eclusiere.jpg": lambda: _saved(portrait(820, 1230, 2), quality=88),
        "panorama.jpg": lambda: _saved(landscape(1500, 375, 3), quality=85),
        "crue.jpg": lambda: _turned(landscape(960, 640, 4)),
        "standard.jpg": lambda: _saved(
            landscape(900, 600, 5), quality=88, icc_profile=colour_profiles.display_p3()
        ),
        "atelier.jpg": lambda: _saved(
            portrait(600, 800, 6), quality=88, icc_profile=colour_profiles.adobe_rgb()
        ),
        "hielo.jpg": lambda: _saved(
            separated(landscape(840, 560, 7)), quality=88, icc_profile=colour_profiles.press()
        ),
        "nave.jpg": lambda: _saved(separated(portrait(400, 560, 8)), quality=85),
        "archive.jpg": lambda: _saved(landscape(900, 660, 9).convert("L"), quality=85),
        "vignette.jpg": lambda: _saved(landscape(150, 100, 10), quality=70),
        "telephone.heic": lambda: _heic(landscape(800, 600, 11)),
        "enseigne.png": lambda: _saved(sign(500, 320), "PNG"),
        "plan.png": lambda: _saved(chart(900, 560), "PNG"),
        "gravure.png": lambda: _saved(engraving(2400, 1500), "PNG"),
        "fleuron.png": lambda: _saved(ornament(640, 160), "PNG"),
    }
    return {f"{PHOTOS}/{name}": make() for name, make in made.items()}


def landscape(width: int, height: int, seed: int) -> Image.Image:
    """Sky, hills one behind the other, a light, and grain: what compresses like a photograph."""
    dice = Random(seed)  # noqa: S311 - the same picture each time
    sky = _between((58, 92, 140), (236, 214, 178), dice)
    picture = ImageOps.colorize(Image.linear_gradient("L").resize((width, height)), *sky)
    draw = ImageDraw.Draw(picture)
    light = (int(width * dice.uniform(0.2, 0.8)), int(height * dice.uniform(0.15, 0.35)), height // 14)
    draw.ellipse(_around(*light), fill=(250, 238, 206))
    for depth in range(4):
        level = height * (0.42 + 0.12 * depth)
        shade = tuple(int(part * (0.75 - 0.17 * depth)) for part in (104, 122, 116))
        draw.polygon([*_ridge(width, level, height * 0.1, dice), (width, height), (0, height)], fill=shade)
    return _grained(picture, dice)


def portrait(width: int, height: int, seed: int) -> Image.Image:
    """A head and shoulders before a wall, lit from one side."""
    dice = Random(seed)  # noqa: S311 - the same picture each time
    wall = _between((70, 66, 62), (196, 178, 150), dice)
    picture = ImageOps.colorize(Image.radial_gradient("L").resize((width, height)), *reversed(wall))
    draw = ImageDraw.Draw(picture)
    middle, size = width // 2, width // 5
    coat = tuple(dice.randrange(30, 120) for _ in range(3))
    draw.ellipse((middle - 2 * size, int(height * 0.58), middle + 2 * size, height * 2), fill=coat)
    draw.ellipse(_around(middle, int(height * 0.4), size, 1.3), fill=(206, 168, 140))
    draw.chord(_around(middle, int(height * 0.36), int(size * 1.1), 1.2), 180, 360, fill=(62, 44, 36))
    lit = picture.filter(ImageFilter.GaussianBlur(width / 200))
    return _grained(lit, dice)


def separated(picture: Image.Image) -> Image.Image:
    """The picture in the four inks: black takes what three inks share."""
    inks = [ImageOps.invert(band) for band in picture.convert("RGB").split()]
    grey = ImageOps.invert(picture.convert("L")).point(lambda level: max(0, 2 * level - 255))
    return Image.merge("CMYK", [*inks, grey])


def sign(width: int, height: int) -> Image.Image:
    """A shop sign cut out of its background: half of it lets the paper through."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((20, 40, width - 20, height - 40), 60, fill=(150, 30, 40, 255))
    draw.rounded_rectangle((50, 70, width - 50, height - 70), 40, outline=(240, 220, 170, 255), width=8)
    for step in range(6):
        draw.ellipse(_around(100 + step * 60, height // 2, 22), fill=(240, 220, 170, 90 + 33 * step))
    return picture


def chart(width: int, height: int) -> Image.Image:
    """Bars in eight flat colours, with a palette: what a spreadsheet saves."""
    picture = Image.new("P", (width, height), 7)
    colours = [(30, 60, 90), (60, 110, 150), (200, 80, 60), (230, 170, 70), (90, 140, 80)]
    colours += [(0, 0, 0), (160, 160, 160), (255, 255, 255)]
    picture.putpalette([part for colour in colours for part in colour])
    draw = ImageDraw.Draw(picture)
    for bar in range(10):
        tall = int(height * (0.2 + 0.07 * (bar * 7 % 10)))
        draw.rectangle((60 + bar * 82, height - 40 - tall, 120 + bar * 82, height - 40), fill=bar % 5)
    draw.line((40, height - 40, width - 20, height - 40), fill=5, width=4)
    return picture


def engraving(width: int, height: int) -> Image.Image:
    """Line art in black and white, one bit a pixel: a lighthouse in hatching."""
    picture = Image.new("1", (width, height), 1)
    draw = ImageDraw.Draw(picture)
    for line in range(0, height, 18):
        draw.line((0, line, width, line + 40), fill=0, width=1 + 5 * line // height)
    tower = [
        (width * 0.46, height * 0.2),
        (width * 0.54, height * 0.2),
        (width * 0.6, height),
        (width * 0.4, height),
    ]
    draw.polygon(tower, fill=1, outline=0, width=8)
    for line in range(int(height * 0.25), height, 60):
        draw.line((width * 0.45, line, width * 0.56, line + 30), fill=0, width=5)
    return picture


def ornament(width: int, height: int) -> Image.Image:
    """A tailpiece: grey with an alpha channel, which says nothing to anybody."""
    picture = Image.new("LA", (width, height), (0, 0))
    draw = ImageDraw.Draw(picture)
    for step in (-2, -1, 0, 1, 2):
        size = height // (3 + abs(step))
        draw.ellipse(
            _around(width // 2 + step * width // 6, height // 2, size), fill=(40, 255 - 60 * abs(step))
        )
    return picture


def _between(dark: tuple[int, ...], light: tuple[int, ...], dice: Random) -> tuple[Any, Any]:
    turn = [dice.randrange(-24, 25) for _ in range(3)]
    return tuple(
        tuple(max(0, min(255, part + by)) for part, by in zip(colour, turn, strict=True))
        for colour in (dark, light)
    )  # type: ignore[return-value]


def _around(x: int, y: int, size: int, tall: float = 1.0) -> tuple[int, int, int, int]:
    return x - size, int(y - size * tall), x + size, int(y + size * tall)


def _ridge(width: int, level: float, swing: float, dice: Random) -> Iterator[tuple[float, float]]:
    steps = 40
    height = level
    for step in range(steps + 1):
        height += dice.uniform(-swing, swing) / 4
        yield width * step / steps, height


def _grained(picture: Image.Image, dice: Random) -> Image.Image:
    """With clouds of light and the grain of a sensor over it."""
    width, height = picture.size
    for cell, strength in ((width // 6, 0.16), (width // 40, 0.06), (1, 0.05)):
        size = (max(2, width // max(1, cell)), max(2, height // max(1, cell)))
        noise = Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))
        cloud = noise.resize(picture.size, Image.Resampling.BICUBIC).convert("RGB")
        picture = Image.blend(picture, cloud, strength)
    return ImageOps.autocontrast(picture, cutoff=1)


def _saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def _turned(picture: Image.Image) -> bytes:
    """As a camera held upright writes it: lying on its side, with a word about it (EXIF orientation 6)."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return _saved(picture.transpose(Image.Transpose.ROTATE_90), quality=88, exif=exif)


def _heic(picture: Image.Image) -> bytes:
    register_heif_opener()
    return _saved(picture, "HEIF", quality=60)
