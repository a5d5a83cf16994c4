"""Pages that one sees through, printed where nothing such may be: they look as they did, and are sharp."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest
from anthology.cache import Cache
from anthology.prepress import reading, sheets
from anthology.prepress.rules import judged
from anthology.resources import font_bytes
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw
from tests.prepress import plates

X1A = {"standard": "pdf/x-1a"}
RGB = {"standard": "pdf", "colour": "rgb", "transparency": False}
"""Colours that a viewer shows as they are, so that two files can be compared by eye."""

GROUND = b"0.2 0.4 0.6 rg 60 300 200 120 re f "
OVER = b"1 1 1 rg 80 320 100 60 re f "


def states(pdf: pikepdf.Pdf) -> Dictionary:
    """States of several opacities, a form as a group, and a picture that fades out."""
    half, faint = Dictionary(ca=0.5, CA=0.5), Dictionary(ca=0.25)
    group = pdf.make_stream(b"0 0 0 rg 0 0 80 40 re f 1 0 0 rg 20 10 80 40 re f")
    group["/Subtype"], group["/BBox"] = Name.Form, Array([0, 0, 120, 60])
    group["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    group["/Resources"] = Dictionary()
    return Dictionary(
        ExtGState=Dictionary({"/half": half, "/faint": faint, "/multiply": Dictionary(BM=Name.Multiply)}),
        XObject=Dictionary({"/group": group, "/logo": logo(pdf)}),
    )


def logo(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A red disc whose rim fades out, as a drawing program saves it with a see-through ground."""
    size = (90, 90)
    disc = Image.new("L", size)
    for step in range(30):
        ImageDraw.Draw(disc).ellipse((step, step, 89 - step, 89 - step), fill=8 * step + 15)
    picture = plates.image(pdf, Image.new("RGB", size, (200, 30, 30)).tobytes(), size)
    picture.SMask = plates.image(pdf, disc.tobytes(), size, "DeviceGray")
    return picture


@cache
def book(content: bytes) -> bytes:
    return plates.drawn(content, states)


def pressed(content: bytes, **asked: object) -> tuple[bytes, list[int]]:
    """The file for the press, and the pages of which it told that a part became a picture."""
    told: list[int] = []
    data = sheets.made(
        book(content), plates.job(**asked), plates.ABOUT, letters=font_bytes(plates.LETTERS), kept=Cache(),
        flat=told.append,
    )  # fmt: skip
    return data, told


def pictures(data: bytes) -> list[reading.Picture]:
    return list(reading.read("press.pdf", data).pictures)


LOOKS = {
    "an area over white": (b"/half gs 0 0 1 rg 60 300 90 90 re f", 0),
    "lines over white": (b"/half gs 4 w 1 0 0 RG 60 300 90 90 re S", 0),
    "a group over white": (b"q /half gs 1 0 0 1 60 300 cm /group Do Q", 0),
    "a picture over white": (b"q 90 0 0 90 60 300 cm /logo Do Q", 0),
    "an area over a colour": (GROUND + b"/half gs " + OVER, 1),
    "a group over a colour": (GROUND + b"q /faint gs 1 0 0 1 80 320 cm /group Do Q", 1),
    "a picture over a colour": (GROUND + b"q 90 0 0 90 100 315 cm /logo Do Q", 1),
    "a picture made faint": (b"q /half gs 90 0 0 90 60 300 cm /logo Do Q", 1),
    "two areas over each other": (b"/half gs 1 0 0 rg 60 300 90 90 re f 0 0 1 rg 100 340 90 90 re f", 1),
    "a colour that multiplies": (GROUND + b"/multiply gs 1 0.8 0 rg 80 320 100 60 re f", 1),
    "two places far from each other": (
        GROUND + b"/half gs " + OVER + b"q 1 0 0 1 0 -200 cm /full gs " + GROUND + OVER + b"Q", 2,
    ),
    "what runs over the edge": (b"0 0.5 0 rg -20 -20 90 90 re f /half gs 1 g -20 -20 60 60 re f", 1),
}  # fmt: skip


class TestLooks:
    @pytest.mark.parametrize("look", LOOKS)
    def test_the_page_looks_as_it_did_and_only_what_must_is_a_picture(self, look: str) -> None:
        content, patches = LOOKS[look]
        data, told = pressed(content, **RGB)
        mean, most = plates.difference(plates.shown(book(content), 0, 2), plates.shown(data, 0, 2))
        # At the rim of a picture a pixel may be half covered: that is all that may differ.
        assert mean < 0.25
        assert most < 130
        shown = [one for one in pictures(data) if one.ppi > 290]
        assert len(shown) == patches
        assert told == [1] * bool(patches)

    @pytest.mark.parametrize(
        "look", ["a group over white", "a group over a colour", "a picture over a colour"]
    )
    def test_nothing_can_be_seen_through_and_every_rule_is_met(self, look: str) -> None:
        data, _ = pressed(LOOKS[look][0], **X1A)
        file = reading.read("press.pdf", data)
        assert [fault for rule, fault in judged(file) if rule.code != "press-resolution"] == []
        assert file.sheets[0].glass == ()


class TestLetters:
    CONTENT = (
        b"/half gs BT /F 24 Tf 1 0 0 1 60 500 Tm 0.6 0 0 rg (On white) Tj ET "
        + GROUND
        + b"/half gs BT /F 24 Tf 1 0 0 1 80 350 Tm 1 g (On blue) Tj ET"
    )

    @staticmethod
    @cache
    def book() -> bytes:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        half = Dictionary({"/half": Dictionary(ca=0.5)})
        return plates.drawn(
            TestLetters.CONTENT, lambda pdf: Dictionary(Font=Dictionary({"/F": font}), ExtGState=half)
        )

    def test_letters_on_white_stay_letters_and_all_words_can_be_read(self) -> None:
        data = plates.sheet(plates.job(**X1A), self.book())
        (patch,) = pictures(data)
        assert patch.ppi >= 590
        with pypdfium2.PdfDocument(data) as document:
            words = document[0].get_textpage().get_text_range().split()
        assert words == ["On", "white", "On", "blue"]
        with pikepdf.open(io.BytesIO(data)) as pdf:
            box = pdf.pages[0].obj.Resources.XObject["/Glass0"]
            assert int(box.Height) < 600 * 60 / 72, "the words on blue, and no more"


class TestLive:
    def test_what_may_stay_live_stays_and_a_picture_is_right_over_a_colour(self) -> None:
        content = GROUND + b"q 90 0 0 90 100 315 cm /logo Do Q /half gs " + OVER
        data, told = pressed(content, transparency=True)
        assert told == [1]
        assert reading.read("press.pdf", data).sheets[0].glass == ("an opacity",)
        assert [one.masked for one in pictures(data)] == [False, False]
        assert [rule.code for rule, _ in judged(reading.read("press.pdf", data))] == ["press-resolution"]


class TestKept:
    def test_the_same_page_is_the_same_to_the_byte_kept_or_not(self) -> None:
        content, kept = LOOKS["a group over a colour"][0], Cache()

        def made() -> bytes:
            letters = font_bytes(plates.LETTERS)
            return sheets.made(book(content), plates.job(**X1A), plates.ABOUT, letters=letters, kept=kept)

        first = made()
        assert made() == first == pressed(content, **X1A)[0]

    def test_a_page_that_nobody_sees_through_is_left_alone(self) -> None:
        data, told = pressed(GROUND, **X1A)
        assert told == []
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert "/XObject" not in pdf.pages[0].obj.Resources

    def test_pages_that_share_a_form_keep_their_own_opacities(self) -> None:
        """The second page shows in full what the first shows at half."""
        with pikepdf.open(io.BytesIO(book(LOOKS["a group over white"][0]))) as pdf:
            page = pdf.pages[0].obj
            pdf.add_blank_page(page_size=plates.A5)
            second = pdf.pages[1].obj
            second.Resources, second.TrimBox = page.Resources, page.TrimBox
            second.Contents = pdf.make_stream(b"/group Do")
            both = plates.saved(pdf)
        data = plates.sheet(plates.job(**X1A), both)
        inks = [sheet.inks for sheet in reading.read("press.pdf", data).sheets]
        assert (0.0, 0.0, 0.0, 1.0) not in inks[0]
        assert (0.0, 0.0, 0.0, 1.0) in inks[1]
        assert max(ink[3] for ink in inks[0]) == pytest.approx(0.5, abs=0.01)
