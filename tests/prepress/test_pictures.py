"""Pictures of a press: as many pixels as are wanted, in its inks, under its limit even as JPEG."""

from __future__ import annotations

import io
from random import Random

import pytest
from anthology.cache import Cache
from anthology.prepress.colour import Colours, most_ink
from anthology.prepress.pictures import LINE_ART_PPI, Placed, Pressed, at_resolution, digest, in_inks, pressed
from PIL import Image, ImageDraw
from tests.prepress import plates

INCH = 72.0


def noise(width: int, height: int) -> Image.Image:
    """Dark and bright pixels side by side: what JPEG draws worst."""
    random = Random(5)  # noqa: S311
    return Image.frombytes(
        "RGB", (width, height), bytes(random.choice((0, 20, 255)) for _ in range(width * height * 3))
    )


def written(picture: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def placed(data: bytes, inches: float) -> Placed:
    return Placed("photos/x", digest(data), lambda: data, inches * INCH, inches * INCH)


def ink(one: Pressed) -> float:
    return most_ink(Image.open(io.BytesIO(one.data))) / 2.55


@pytest.mark.parametrize("limit", [300, 240])
def test_a_jpeg_is_under_the_limit_when_it_is_read_again(limit: int) -> None:
    one = in_inks(noise(90, 60), Colours(plates.job(ink_limit=limit)), lossless=False)
    if one.filter == "DCTDecode":
        assert one.inverted
        assert ink(one) <= limit
    else:
        assert most_ink(Image.frombytes("CMYK", (90, 60), _unpacked(one.data))) <= limit * 2.55


def _unpacked(data: bytes) -> bytes:
    import zlib

    return zlib.decompress(data)


def test_a_calm_picture_stays_a_jpeg_under_the_limit() -> None:
    calm = Image.linear_gradient("L").resize((80, 80))
    picture = Image.merge("RGB", (calm, calm.rotate(90), Image.new("L", (80, 80), 10)))
    one = in_inks(picture, Colours(plates.job(ink_limit=240)), lossless=False)
    assert (one.filter, one.space, one.width) == ("DCTDecode", "DeviceCMYK", 80)
    assert 150 < ink(one) <= 240


def test_a_picture_gets_as_many_pixels_as_the_placed_size_shows() -> None:
    assert at_resolution(noise(800, 400), 2 * INCH, 1 * INCH, 300).size == (600, 300)


def test_no_pixel_is_invented() -> None:
    small = noise(100, 50)
    assert at_resolution(small, 2 * INCH, 1 * INCH, 300) is small
    barely = noise(305, 305)
    assert at_resolution(barely, INCH, INCH, 300) is barely


def test_a_jpeg_the_printer_can_take_as_it_is_is_not_written_again() -> None:
    data = written(noise(40, 40), "JPEG")
    screen = Colours(plates.job(standard="pdf", colour="rgb"))
    assert pressed(placed(data, 1), screen, 300, Cache()).data == data
    assert pressed(placed(data, 1), Colours(plates.job()), 300, Cache()).data != data
    grey = written(noise(40, 40).convert("L"), "JPEG")
    assert pressed(placed(grey, 1), Colours(plates.job()), 300, Cache()).data == grey


def test_what_came_without_loss_stays_without_loss() -> None:
    data = written(noise(40, 40), "PNG")
    one = pressed(placed(data, 1), Colours(plates.job(standard="pdf", colour="rgb")), 300, Cache())
    assert one.filter == "FlateDecode"
    assert _unpacked(one.data) == noise(40, 40).tobytes()


def drawing(side: int) -> Image.Image:
    """Lines in black and white, one bit a pixel."""
    made = Image.new("1", (side, side), 1)
    draw = ImageDraw.Draw(made)
    for at in range(0, side, 24):
        draw.line((at, 0, side - at, side), fill=0, width=5)
    return made


@pytest.mark.parametrize("mode", ["1", "L"])
def test_a_drawing_in_black_and_white_keeps_its_hard_edges(mode: str) -> None:
    data = written(drawing(900).convert(mode), "PNG")
    one = pressed(placed(data, 1), Colours(plates.job()), 300, Cache())
    assert (one.width, one.space, one.bits, one.filter) == (900, "DeviceGray", 1, "FlateDecode")
    assert Image.frombytes("1", (900, 900), _unpacked(one.data)).tobytes() == drawing(900).tobytes()


def test_a_drawing_has_no_more_points_than_a_press_draws() -> None:
    small = at_resolution(drawing(2000), INCH, INCH, 300)
    assert (small.mode, small.size) == ("1", (LINE_ART_PPI, LINE_ART_PPI))
    black = [one.convert("L").histogram()[0] / one.width / one.height for one in (small, drawing(2000))]
    assert black[0] == pytest.approx(black[1], rel=0.02)


def test_greys_are_no_drawing() -> None:
    grey = drawing(900).convert("L")
    grey.putpixel((0, 0), 128)
    one = pressed(placed(written(grey, "PNG"), 1), Colours(plates.job()), 300, Cache())
    assert (one.width, one.bits) == (300, 8)


def test_a_picture_is_made_once_for_all_jobs_with_its_colours() -> None:
    data = written(noise(40, 40), "PNG")
    asked: list[int] = []

    def get() -> bytes:
        asked.append(1)
        return data

    one = Placed("photos/x", digest(data), get, INCH, INCH)
    kept = Cache()
    first = pressed(one, Colours(plates.job()), 300, kept)
    assert pressed(one, Colours(plates.job(bleed_mm=5.0)), 300, kept) == first
    assert len(asked) == 1
    pressed(one, Colours(plates.job(ink_limit=240)), 300, kept)
    assert len(asked) == 2


def test_a_picture_comes_back_from_bytes_as_it_was() -> None:
    one = Pressed(3, 4, "DeviceCMYK", "DCTDecode", True, b"\x00data")
    assert Pressed.load(one.dump()) == one
    drawn = Pressed(8, 1, "DeviceGray", "FlateDecode", False, b"x", 1)
    assert Pressed.load(drawn.dump()) == drawn
