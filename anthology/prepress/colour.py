"""Colours and pictures of the screen to the inks of a press, never more of them than the paper takes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cache
from math import floor
from typing import Any

from PIL import Image, ImageChops, ImageCms, ImageMath

from anthology.prepress.ticket import CMYK, GREY, RGB, Job

NEUTRAL = 2
"""A colour whose red, green and blue differ by so much of 255 at most is a grey: black ink alone."""

_FULL = 255
_DIGITS, _NEAR = 10_000, 1e-6
_Bands = dict[str, Image.Image]
Inks = tuple[float, ...]
"""A colour in the space of the file: one, three or four numbers from 0 to 1."""


class Colours:
    """Brings colours into the space of one job."""

    def __init__(self, job: Job) -> None:
        self.key = job.colour_key
        self.space = job.ticket.colour
        self.limit = job.ticket.ink_limit * _FULL / 100
        self._convert = _converter(job.condition.profile if job.condition else b"")
        self._known: dict[tuple[int, ...], Inks] = {}

    def of_rgb(self, red: float, green: float, blue: float) -> Inks:
        """The inks of a colour of the screen; a grey is black ink alone: no coloured rims."""
        levels = tuple(round(min(max(level, 0), 1) * 255) for level in (red, green, blue))
        if levels not in self._known:
            self._known[levels] = self._of_levels(levels)
        return self._known[levels]

    def of_grey(self, level: float) -> Inks:
        """The inks of a grey, from 0 (black) to 1 (paper)."""
        return self.of_rgb(level, level, level)

    def of_cmyk(self, inks: Sequence[float]) -> Inks:
        """The inks of a colour that a style sheet gave as inks already."""
        if self.space == CMYK:
            levels = [min(max(level, 0), 1) * _FULL for level in inks]
            return tuple(_places(level / _FULL) for level in limited(levels, self.limit))
        *colour, black = inks
        red, green, blue = ((1 - min(level, 1)) * (1 - min(black, 1)) for level in colour)
        return self.of_rgb(red, green, blue)

    def picture(self, picture: Image.Image, spare: int = 0) -> Image.Image:
        """A picture of the screen in the space of the file: `L`, `RGB` or `CMYK`.

        `spare` is what is left free under the limit of ink, in levels of 255.
        """
        flat = on_paper(picture)
        if self.space == GREY or neutral(flat):
            return flat.convert("L")
        if self.space == RGB:
            return flat.convert("RGB")
        return limited_picture(self._convert(flat.convert("RGB")), int(self.limit) - spare)

    def _of_levels(self, levels: tuple[int, ...]) -> Inks:
        if max(levels) - min(levels) <= NEUTRAL:
            grey = sum(levels) / 3 / 255
            return (0.0, 0.0, 0.0, _places(1 - grey)) if self.space == CMYK else (_places(grey),)
        pixel = Image.new("RGB", (1, 1), levels)
        if self.space == GREY:
            return (_places(_levels(pixel.convert("L"))[0] / 255),)
        if self.space == RGB:
            return tuple(_places(level / 255) for level in levels)
        inks = limited(_levels(self._convert(pixel)), self.limit)
        return tuple(_places(level / _FULL) for level in inks)


def _levels(picture: Image.Image) -> tuple[int, ...]:
    return tuple(picture.tobytes())


def _places(value: float) -> float:
    """A level with four digits, never rounded up: the sum of four of them must stay under a limit."""
    return floor(value * _DIGITS + _NEAR) / _DIGITS


def on_paper(picture: Image.Image) -> Image.Image:
    """A picture on white paper where one sees through it: `1`, `L` or `RGB`."""
    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def neutral(picture: Image.Image) -> bool:
    """Whether a picture is made of greys alone."""
    if picture.mode != "RGB":
        return picture.mode in ("1", "L")
    red, green, blue = picture.split()
    between = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(_most(one) <= NEUTRAL for one in between)


def _most(band: Image.Image) -> int:
    return int(band.getextrema()[1])  # type: ignore[arg-type]


# --- ink ---------------------------------------------------------------------------------------------


def limited(inks: Sequence[float], limit: float) -> tuple[float, ...]:
    """Four inks in levels of 255, reduced to a sum: grey out of three inks goes to black first.

    That keeps the tone (grey component replacement); what is still too much is taken from the three evenly.
    """
    cyan, magenta, yellow, black = inks
    over = cyan + magenta + yellow + black - limit
    if over <= 0:
        return tuple(inks)
    moved = min(over / 2, cyan, magenta, yellow, _FULL - black)
    rest = [level - moved for level in (cyan, magenta, yellow)]
    black += moved
    scale = min(1.0, max(limit - black, 0) / max(sum(rest), 1))
    return (*(level * scale for level in rest), black)


def limited_picture(picture: Image.Image, limit: int) -> Image.Image:
    """The same for every pixel of a CMYK picture."""
    if most_ink(picture) <= limit:
        return picture
    bands = dict(zip("cmyk", picture.split(), strict=True))
    bands = _computed(_grey_replaced, limit, bands)
    bands = _computed(_scaled, limit, bands)
    return Image.merge("CMYK", tuple(bands.values()))


def most_ink(picture: Image.Image) -> int:
    """The most ink on one pixel of a CMYK picture, in levels of 255."""
    bands = dict(zip("cmyk", picture.split(), strict=True))
    summed: Any = ImageMath.lambda_eval(lambda has: has["c"] + has["m"] + has["y"] + has["k"], **bands)
    return int(summed.getextrema()[1])


def _computed(formula: Callable[[Any, int], Sequence[Any]], limit: int, bands: _Bands) -> _Bands:
    """The bands that a formula makes of all of them: its parts are worked out once for the four."""
    made: list[Image.Image] = []

    def each(has: Any) -> Any:
        whole = formula(has, limit)
        made.extend(band.im.convert("L") for band in whole)
        return whole[0]

    ImageMath.lambda_eval(each, **bands)
    return dict(zip(bands, made, strict=True))


def _grey_replaced(has: Any, limit: int) -> Sequence[Any]:
    cyan, magenta, yellow, black = (has[name] for name in "cmyk")
    least = has["min"]
    over = has["max"](cyan + magenta + yellow + black - limit, 0)
    moved = least(least((over + 1) / 2, least(cyan, magenta)), least(yellow, _FULL - black))
    return cyan - moved, magenta - moved, yellow - moved, black + moved


def _scaled(has: Any, limit: int) -> Sequence[Any]:
    cyan, magenta, yellow, black = (has[name] for name in "cmyk")
    total = cyan + magenta + yellow
    room = has["min"](total, has["max"](limit - black, 0))
    shown = has["max"](total, 1)
    return cyan * room / shown, magenta * room / shown, yellow * room / shown, black


# --- the profile -------------------------------------------------------------------------------------


@cache
def _converter(profile: bytes) -> Callable[[Image.Image], Image.Image]:
    """What brings a picture of the screen into the inks of that profile."""
    if not profile:
        return _without_profile
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        ImageCms.Intent.PERCEPTUAL,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )

    def convert(picture: Image.Image) -> Image.Image:
        made = ImageCms.applyTransform(picture, transform)
        if made is None:
            raise ValueError("no picture was made")
        return made

    return convert


def _without_profile(picture: Image.Image) -> Image.Image:
    return picture.convert("CMYK")
