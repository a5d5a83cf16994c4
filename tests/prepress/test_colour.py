"""Greys are black ink alone, colours go through the profile, no spot gets more ink than the paper takes."""

from __future__ import annotations

import io

import pytest
from anthology.prepress.colour import Colours, limited, limited_picture, most_ink
from PIL import Image, ImageChops, ImageCms
from tests.prepress import plates


def cube() -> Image.Image:
    """Every colour of the screen, in steps of 17."""
    levels = range(0, 256, 17)
    pixels = bytes(
        level for red in levels for green in levels for blue in levels for level in (red, green, blue)
    )
    return Image.frombytes("RGB", (256, 16), pixels)


class TestColoursOfAreas:
    def test_black_and_every_grey_are_black_ink_alone(self) -> None:
        colours = Colours(plates.job())
        assert colours.of_rgb(0, 0, 0) == (0, 0, 0, 1)
        assert colours.of_rgb(1, 1, 1) == (0, 0, 0, 0)
        assert colours.of_grey(0.4) == (0, 0, 0, 0.6)
        assert all(colours.of_rgb(*[level / 255] * 3)[:3] == (0, 0, 0) for level in range(256))

    def test_a_colour_is_what_the_profile_says(self) -> None:
        red, green, blue = (Colours(plates.job()).of_rgb(*one) for one in ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
        assert red[0] < 0.1 < 0.9 < min(red[1:3])
        assert green[1] < 0.2 < 0.5 < min(green[0], green[2])
        assert blue[2] < 0.2 < 0.6 < min(blue[:2])

    def test_no_colour_of_the_screen_has_more_ink_than_asked(self) -> None:
        colours = Colours(plates.job(ink_limit=220))
        steps = [step / 5 for step in range(6)]
        sums = [sum(colours.of_rgb(red, green, blue)) for red in steps for green in steps for blue in steps]
        assert 2.0 < max(sums) <= 2.2 + 1e-3

    def test_inks_that_a_style_sheet_gives_stay_unless_they_are_too_many(self) -> None:
        colours = Colours(plates.job(ink_limit=300))
        assert colours.of_cmyk((0.1, 0.2, 0.3, 0.4)) == (0.1, 0.2, 0.3, 0.4)
        assert sum(colours.of_cmyk((1, 1, 1, 1))) <= 3.0

    def test_a_press_of_one_ink_gets_one_number(self) -> None:
        colours = Colours(plates.job(colour="grey"))
        assert colours.of_rgb(0, 0, 0) == (0,)
        assert 0.2 < colours.of_rgb(1, 0, 0)[0] < 0.4
        assert 0.2 < colours.of_cmyk((0, 1, 1, 0))[0] < 0.4

    def test_a_printer_who_wants_the_screen_gets_it_and_black_as_grey(self) -> None:
        colours = Colours(plates.job(standard="pdf", colour="rgb"))
        assert colours.of_rgb(1, 0.2, 0) == (1, 0.2, 0)
        assert colours.of_rgb(0, 0, 0) == (0,)


class TestPictures:
    @pytest.mark.parametrize("limit", [300, 240, 180])
    def test_no_pixel_has_more_ink_than_asked(self, limit: int) -> None:
        picture = Colours(plates.job(ink_limit=limit)).picture(cube())
        assert picture.mode == "CMYK"
        assert most_ink(picture) <= limit * 255 / 100

    def test_a_profile_of_little_ink_takes_the_place_of_what_is_cut_off(self) -> None:
        full = Image.new("CMYK", (2, 2), (250, 240, 230, 100))
        inks = limited_picture(full, 500).getpixel((0, 0))
        assert isinstance(inks, tuple)
        assert sum(inks) <= 500
        # Grey goes to black first: that keeps the tone.
        assert inks[3] > 200

    def test_the_picture_and_the_area_are_reduced_alike(self) -> None:
        levels = (200, 180, 220, 120)
        of_picture = limited_picture(Image.new("CMYK", (1, 1), levels), 540).getpixel((0, 0))
        assert isinstance(of_picture, tuple)
        assert limited(levels, 540) == pytest.approx(of_picture, abs=2)

    def test_what_is_under_the_limit_is_not_touched(self) -> None:
        light = Image.new("CMYK", (3, 3), (10, 20, 30, 40))
        assert limited_picture(light, 600) is light
        assert limited((10, 20, 30, 40), 600) == (10, 20, 30, 40)

    def test_a_picture_without_colour_is_one_ink(self) -> None:
        colours = Colours(plates.job())
        assert colours.picture(Image.new("RGB", (4, 4), (90, 91, 90))).mode == "L"
        assert colours.picture(Image.new("RGB", (4, 4), (90, 96, 90))).mode == "CMYK"

    def test_what_one_sees_through_stands_on_white_paper(self) -> None:
        layer = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
        assert Colours(plates.job()).picture(layer).getpixel((0, 0)) == 255
        half = Image.new("RGBA", (1, 1), (0, 0, 0, 128))
        assert Colours(plates.job()).picture(half).getpixel((0, 0)) == 127

    def test_a_print_looks_as_near_to_the_screen_as_its_inks_allow(self) -> None:
        """Muted colours, which a press can print, come back from the profile as they were."""
        levels = range(64, 200, 17)
        pixels = bytes(level for red in levels for green in levels for level in (red, green, 128))
        screen = Image.frombytes("RGB", (len(levels), len(levels)), pixels)
        job = plates.job()
        assert job.condition is not None
        press = ImageCms.ImageCmsProfile(io.BytesIO(job.condition.profile))
        back = ImageCms.profileToProfile(
            Colours(job).picture(screen), press, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
        assert back is not None
        differences = ImageChops.difference(back, screen).tobytes()
        assert sum(differences) / len(differences) < 12

    def test_paper_stays_paper(self) -> None:
        picture = Image.new("RGB", (2, 1), "white")
        picture.putpixel((1, 0), (255, 0, 0))
        assert Colours(plates.job()).picture(picture).getpixel((0, 0)) == (0, 0, 0, 0)
