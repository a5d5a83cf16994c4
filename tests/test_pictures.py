"""Photographs: a whole picture, upright, in sRGB and without a word about the camera, or an error by name."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anthology import pictures
from anthology.errors import SourceError
from PIL import Image, ImageCms, ImageDraw, ImageFile
from pillow_heif import register_heif_opener
from tests import colour_profiles

register_heif_opener()

FILE = "photos/x.jpg"


def drawn(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture in which every corner differs: red at the top left, green at the top right, blue below."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill="#d00000")
    draw.rectangle((width // 2, 0, width, height // 2), fill="#00a000")
    draw.rectangle((0, height // 2, width // 2, height), fill="#0000c0")
    # Its own few colours: dots of others between them are what takes longest to pack.
    return image.convert(mode, palette=Image.Palette.ADAPTIVE) if mode == "P" else image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def reread(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        pictures.prepared(data, FILE)
    assert (caught.value.code, caught.value.file, caught.value.exit_status) == ("photo-unreadable", FILE, 4)
    assert caught.value.hint
    assert "0x" not in str(caught.value), "no address of memory in a message"
    return caught.value


def near(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int], slack: int = 12) -> bool:
    found = image.convert("RGB").getpixel(place)
    assert isinstance(found, tuple)
    return all(abs(a - b) <= slack for a, b in zip(found, colour, strict=True))


class TestWhatIsKept:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_a_picture_keeps_its_kind_size_and_colours(self, kind: str) -> None:
        found = reread(pictures.prepared(saved(drawn(), kind), FILE))
        assert (found.format, found.size) == (kind, (64, 48))
        assert near(found, (10, 8), (0xD0, 0, 0))
        assert near(found, (50, 8), (0, 0xA0, 0))

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_mode_of_a_png_is_written_whole(self, mode: str) -> None:
        before = Image.new("I;16", (64, 48), 4660) if mode == "I;16" else drawn(mode=mode)
        found = reread(pictures.prepared(saved(before, "PNG"), FILE))
        assert found.format == "PNG"
        kept = Image.new("L", (64, 48), 4660 // 256) if mode == "I;16" else reread(saved(before, "PNG"))
        assert found.convert("RGBA").tobytes() == kept.convert("RGBA").tobytes()

    def test_a_transparent_colour_of_a_palette_stays_transparent(self) -> None:
        before = drawn(mode="P")
        corner = before.getpixel((60, 44))
        data = saved(before, "PNG", transparency=corner)
        found = reread(pictures.prepared(data, FILE)).convert("RGBA")
        assert found.tobytes() == reread(data).convert("RGBA").tobytes()
        assert found.getpixel((60, 44))[3] == 0  # type: ignore[index]

    @pytest.mark.parametrize(
        ("kind", "mode"),
        [
            *(("TIFF", mode) for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB")),
            *((kind, mode) for kind in ("WEBP", "AVIF", "HEIF") for mode in ("RGB", "RGBA")),
        ],
    )
    def test_what_scanners_telephones_and_web_pages_make_becomes_a_jpeg(self, kind: str, mode: str) -> None:
        found = reread(pictures.prepared(saved(drawn().convert(mode), kind), FILE))
        plain = "L" if mode in ("1", "L") else "RGB"
        assert (found.format, found.mode, found.size) == ("JPEG", plain, (64, 48))
        assert near(found, (40, 40), (255, 255, 255), 40)
        if mode not in ("1", "L"):
            assert near(found, (10, 8), (0xD0, 0, 0), 60)
            assert near(found, (50, 8), (0, 0xA0, 0), 60)

    @pytest.mark.parametrize("kind", ["WEBP", "TIFF", "AVIF", "HEIF"])
    def test_what_one_sees_through_is_shown_on_white(self, kind: str) -> None:
        glass = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
        assert near(reread(pictures.prepared(saved(glass, kind), FILE)), (30, 20), (255, 255, 255))

    def test_sixteen_bits_of_grey_keep_their_greys(self) -> None:
        data = saved(Image.new("I;16", (64, 48), 128 * 256), "TIFF")
        assert near(reread(pictures.prepared(data, FILE)), (30, 20), (128, 128, 128), 3)

    def test_of_a_picture_that_moves_the_first_frame_is_taken(self) -> None:
        frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
        found = reread(
            pictures.prepared(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), FILE)
        )
        assert (found.format, getattr(found, "n_frames", 1)) == ("PNG", 1)
        assert near(found, (30, 20), (255, 0, 0))

    @pytest.mark.parametrize("suffix", sorted(pictures.SUFFIXES))
    def test_every_photograph_is_set_under_a_name_of_its_own_that_readers_show(self, suffix: str) -> None:
        names = {pictures.set_name(f"Vue{other}") for other in pictures.SUFFIXES}
        assert len(names) == len(pictures.SUFFIXES)
        assert pictures.set_name(f"Vue{suffix}").endswith((".jpg", ".jpeg", ".png"))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "HEIF"])
    def test_the_name_it_is_set_under_says_what_it_became(self, kind: str) -> None:
        suffix = {"TIFF": ".tif", "HEIF": ".heic"}.get(kind, f".{kind.lower()}")
        made = reread(pictures.prepared(saved(drawn(), kind), FILE))
        name = pictures.set_name(f"vue{suffix}")
        assert made.format == {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}[name.rpartition(".")[2]]

    @pytest.mark.parametrize(("mode", "kept"), [("L", "L"), ("RGB", "RGB"), ("CMYK", "RGB")])
    def test_a_jpeg_becomes_rgb_and_what_is_grey_stays_grey(self, mode: str, kept: str) -> None:
        found = reread(pictures.prepared(saved(drawn(mode=mode)), FILE))
        assert (found.mode, found.size) == (kept, (64, 48))

    def test_a_picture_with_a_second_one_behind_it_as_telephones_write_is_a_jpeg(self) -> None:
        data = saved(drawn(), "MPO", save_all=True, append_images=[drawn(16, 12)])
        assert reread(data).format == "MPO"
        found = reread(pictures.prepared(data, FILE))
        assert (found.format, found.size) == ("JPEG", (64, 48))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_the_same_picture_gives_the_same_bytes(self, kind: str) -> None:
        data = saved(drawn(), kind)
        assert pictures.prepared(data, FILE) == pictures.prepared(data, "photos/other.jpg")

    def test_a_picture_of_one_pixel_is_a_picture(self) -> None:
        assert reread(pictures.prepared(saved(drawn(1, 1), "PNG"), FILE)).size == (1, 1)

    def test_the_leniency_another_library_asked_for_is_left_as_it_was(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        refused(saved(drawn(400, 300))[:-2000])
        pictures.prepared(saved(drawn()), FILE)
        assert ImageFile.LOAD_TRUNCATED_IMAGES is True


class TestUprightAndPlain:
    @pytest.mark.parametrize(
        ("orientation", "size", "red"),
        [
            (1, (64, 48), (10, 8)),
            (2, (64, 48), (53, 8)),
            (3, (64, 48), (53, 39)),
            (4, (64, 48), (10, 39)),
            (5, (48, 64), (8, 10)),
            (6, (48, 64), (39, 10)),
            (7, (48, 64), (39, 53)),
            (8, (48, 64), (8, 53)),
        ],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
    def test_the_way_the_camera_was_held_is_applied(
        self, kind: str, orientation: int, size: tuple[int, int], red: tuple[int, int]
    ) -> None:
        exif = Image.Exif()
        exif[0x0112] = orientation
        found = reread(pictures.prepared(saved(drawn(), kind, exif=exif.tobytes()), FILE))
        assert found.size == size
        assert near(found, red, (0xD0, 0, 0), 30)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_where_when_and_with_what_it_was_taken_is_left_behind(self, kind: str) -> None:
        exif = Image.Exif()
        exif[0x010F] = "SECRETCAM"
        exif[0x9003] = "2022:11:30 10:00:00"
        exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 36.0, 15.0)})
        options: dict[str, Any] = {"exif": exif.tobytes()}
        if kind == "JPEG":
            options |= {"comment": b"SECRETCOMMENT", "xmp": b"<x:SECRETXMP/>", "dpi": (123, 123)}
        data = saved(drawn(), kind, **options)
        assert b"SECRETCAM" in data
        made = pictures.prepared(data, FILE)
        found = reread(made)
        assert dict(found.getexif()) == {}
        assert not {"exif", "xmp", "comment", "icc_profile", "dpi"} & set(found.info)
        assert b"SECRET" not in made

    def test_texts_hidden_in_a_png_are_left_behind(self) -> None:
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "SECRET")
        info.add_text("XML:com.adobe.xmp", "SECRET", zip=True)
        info.add_itxt("Location", "SECRET")
        made = pictures.prepared(saved(drawn(), "PNG", pnginfo=info), FILE)
        assert reread(made).info == {}

    def test_damaged_notes_of_the_camera_are_no_reason_to_refuse_or_to_warn(self) -> None:
        data = saved(drawn(), exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff broken")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert reread(pictures.prepared(data, FILE)).size == (64, 48)


def exchanged() -> bytes:
    """The sRGB profile with the primaries of red and green exchanged: a conversion cannot be overlooked."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * data[131], 12)}
    red, green = (int.from_bytes(data[at + 4 : at + 8]) for at in (entries[b"rXYZ"], entries[b"gXYZ"]))
    data[red : red + 20], data[green : green + 20] = data[green : green + 20], data[red : red + 20]
    return bytes(data)


class TestColour:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_the_colours_of_every_screen_stay_as_they_are(self, kind: str) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        made = reread(pictures.prepared(saved(drawn(), kind, icc_profile=profile), FILE))
        assert near(made, (10, 8), (0xD0, 0, 0))
        assert near(made, (50, 8), (0, 0xA0, 0))
        assert "icc_profile" not in made.info

    @pytest.mark.parametrize(
        ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB")]
    )
    def test_the_colours_of_another_space_are_converted_and_not_only_relabelled(
        self, kind: str, mode: str
    ) -> None:
        made = reread(pictures.prepared(saved(drawn(mode=mode), kind, icc_profile=exchanged()), FILE))
        assert near(made, (10, 8), (0, 0xD0, 0), 40)
        assert near(made, (50, 8), (0xA0, 0, 0), 40)
        assert "icc_profile" not in made.info

    @pytest.mark.parametrize("profile", [b"rubbish", b"", b"\0" * 200])
    @pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
    def test_a_damaged_profile_is_as_good_as_none(self, profile: bytes, mode: str) -> None:
        data = saved(drawn(mode=mode), icc_profile=profile)
        assert reread(pictures.prepared(data, FILE)).size == (64, 48)


def plain(colour: Any, mode: str, size: tuple[int, int] = (16, 16)) -> Image.Image:
    return Image.new(mode, size, colour)


class TestOtherSpaces:
    """Real profiles: those of cameras that see more than sRGB, of scanners, of inks."""

    @pytest.mark.parametrize("profile", [colour_profiles.display_p3(), colour_profiles.adobe_rgb()])
    @pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("TIFF", "RGB")])
    def test_a_wide_gamut_is_brought_into_srgb(self, profile: bytes, kind: str, mode: str) -> None:
        def shown(colour: tuple[int, int, int]) -> tuple[int, ...]:
            data = saved(plain(colour, "RGB").convert(mode), kind, icc_profile=profile, quality=95)
            found = reread(pictures.prepared(data, FILE)).convert("RGB").getpixel((8, 8))
            assert isinstance(found, tuple)
            return found

        red, green, blue = shown((200, 60, 60))
        assert (red > 210, green < 60, blue < 60) == (True, True, True), (
            "the same number is a stronger red there"
        )
        grey = shown((128, 128, 128))
        assert max(grey) - min(grey) <= 1, "what has no colour gets none"
        assert all(abs(part - 128) <= 3 for part in grey)

    def test_what_lets_one_see_through_it_stays_as_it_was(self) -> None:
        glass = plain((200, 60, 60, 77), "RGBA")
        found = reread(pictures.prepared(saved(glass, "PNG", icc_profile=colour_profiles.display_p3()), FILE))
        assert found.getchannel("A").getextrema() == (77, 77)

    @pytest.mark.parametrize(("kind", "mode"), [("JPEG", "L"), ("PNG", "L"), ("PNG", "LA"), ("TIFF", "L")])
    def test_grey_of_a_scanner_stays_grey_and_gets_the_lightness_of_screens(
        self, kind: str, mode: str
    ) -> None:
        data = saved(plain(128, "L").convert(mode), kind, icc_profile=colour_profiles.grey(1.8))
        found = reread(pictures.prepared(data, FILE))
        assert found.mode == mode
        assert abs(found.convert("L").getpixel((8, 8)) - 146) <= 2  # type: ignore[operator]

    def test_inks_are_read_by_their_own_profile(self) -> None:
        data = saved(plain((255, 0, 0, 0), "CMYK"), icc_profile=colour_profiles.press(), quality=95)
        red, green, blue = reread(pictures.prepared(data, FILE)).getpixel((8, 8))  # type: ignore[misc]
        assert blue > green > red
        assert blue < 160, "the cyan of that press is dark"

    @pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
    def test_inks_without_a_profile_are_those_of_coated_paper(self, kind: str) -> None:
        """Taken for light, full cyan would be the cyan of a screen, which no ink has."""
        for ink, colour in (
            ((255, 0, 0, 0), (0, 158, 227)),  # what FOGRA39 says of its inks, in sRGB
            ((0, 255, 0, 0), (230, 0, 126)),
            ((0, 0, 255, 0), (255, 237, 0)),
            ((0, 0, 0, 0), (255, 255, 255)),
        ):
            made = reread(pictures.prepared(saved(plain(ink, "CMYK"), kind, quality=95), FILE))
            assert near(made, (8, 8), colour, 6), ink

    @pytest.mark.parametrize("kind", ["PNG", "TIFF"])
    def test_sixteen_bits_of_grey_are_turned_upright_too(self, kind: str) -> None:
        row = (60000).to_bytes(2, "little") * 32 + (20000).to_bytes(2, "little") * 32
        deep = Image.frombytes("I;16", (64, 48), row * 48)
        exif = Image.Exif()
        exif[0x0112] = 6
        found = reread(pictures.prepared(saved(deep, kind, exif=exif.tobytes()), FILE)).convert("L")
        assert found.size == (48, 64)
        assert abs(found.getpixel((24, 10)) - 234) <= 2  # type: ignore[operator]
        assert abs(found.getpixel((24, 60)) - 78) <= 2  # type: ignore[operator]


class TestSize:
    def test_a_photograph_is_kept_as_fine_as_a_page_can_show_it(self) -> None:
        for size, kept in (((4000, 30), (4000, 30)), ((6000, 60), (4000, 40)), ((60, 9000), (27, 4000))):
            for kind in ("JPEG", "PNG"):
                data = saved(plain("#24425c", "RGB", size), kind)
                assert reread(pictures.prepared(data, FILE)).size == kept

    @pytest.mark.parametrize("mode", ["1", "P"])
    def test_a_drawing_keeps_every_dot(self, mode: str) -> None:
        data = saved(drawn(9000, 40, mode), "PNG")
        assert reread(pictures.prepared(data, FILE)).tobytes() == reread(data).tobytes()

    @pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
    def test_forty_eight_million_pixels_of_a_telephone_take_less_than_a_gigabyte(
        self, tmp_path: Path
    ) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        large = Image.linear_gradient("L").resize((8064, 6048)).convert("RGB")
        file = tmp_path / "x.jpg"
        file.write_bytes(
            saved(large, exif=exif.tobytes(), icc_profile=colour_profiles.display_p3(), quality=60)
        )
        # Its own most: `ru_maxrss` of a program begins with that of the process that started it, which is
        # here one of the tests.
        script = (
            "import sys; from anthology import pictures; from pathlib import Path;"
            "made = pictures.prepared(Path(sys.argv[1]).read_bytes(), 'x.jpg');"
            "most = Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0];"
            "print(*pictures.size_of(made), most)"
        )
        said = subprocess.run(
            [sys.executable, "-c", script, str(file)], capture_output=True, check=True
        ).stdout
        width, height, kilobytes = map(int, said.split())
        assert (width, height) == (3000, 4000)
        assert kilobytes < 1_000_000

    def test_a_jpeg_larger_than_any_camera_makes_is_refused_before_it_is_unpacked(self) -> None:
        data = bytearray(saved(drawn()))
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = (11_000).to_bytes(2, "big") + (11_000).to_bytes(2, "big")
        assert "120 million pixels" in refused(bytes(data)).message


class TestForScreens:
    def test_a_picture_that_is_small_enough_stays_byte_for_byte(self) -> None:
        data = pictures.prepared(saved(drawn(2000, 1600)), FILE)
        assert pictures.for_screens(data) == data

    @pytest.mark.parametrize(
        ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P")]
    )
    def test_a_larger_one_is_made_smaller_in_its_own_shape(self, kind: str, mode: str) -> None:
        data = pictures.prepared(saved(drawn(2600, 1500, mode), kind), FILE)
        smaller = pictures.for_screens(data)
        found = reread(smaller)
        assert found.format == kind
        assert found.width * found.height <= pictures.SCREEN_PIXELS
        assert found.width * found.height > 0.99 * pictures.SCREEN_PIXELS
        assert found.width / found.height == pytest.approx(2600 / 1500, rel=0.002)
        if mode != "L":
            assert near(found, (10, 8), (0xD0, 0, 0))
        assert pictures.size_of(smaller) == found.size


CUTS = (0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)


class TestWhatIsRefused:
    @pytest.mark.parametrize("cut", CUTS)
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "HEIF"])
    def test_a_picture_cut_short_is_refused_wherever_it_was_cut(self, kind: str, cut: float) -> None:
        image = Image.effect_noise((200, 150), 80).convert("RGB")
        data = saved(image, kind)
        refused(data[: int(len(data) * cut)])

    @pytest.mark.parametrize("options", [{"progressive": True}, {"quality": 30}])
    def test_a_progressive_jpeg_cut_short_is_refused(self, options: dict[str, Any]) -> None:
        data = saved(Image.effect_noise((200, 150), 80).convert("RGB"), **options)
        refused(data[: len(data) // 2])

    def test_a_png_without_its_end_is_refused(self) -> None:
        refused(saved(drawn(), "PNG")[:-12])

    def test_a_png_with_a_changed_byte_is_refused(self) -> None:
        data = bytearray(saved(Image.effect_noise((60, 60), 80), "PNG"))
        data[len(data) // 2] ^= 0xFF
        refused(bytes(data))

    @pytest.mark.parametrize(
        "make",
        [
            lambda: b"",
            lambda: b"not a picture at all",
            lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
            lambda: b"%PDF-1.7\n",
            lambda: b"\xff\xd8\xff\xe0",
            lambda: b"\x89PNG\r\n\x1a\n",
            lambda: saved(drawn(), "BMP"),
            lambda: saved(drawn(), "TGA"),
            lambda: saved(drawn(), "ICO"),
        ],
    )
    def test_what_is_no_picture_of_a_known_kind_is_refused(self, make: Callable[[], bytes]) -> None:
        assert "JPEG or PNG" in str(refused(make()))

    @pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 10_000), (9_000, 8_000)])
    def test_a_picture_too_large_to_unpack_is_refused_before_it_is_unpacked(
        self, width: int, height: int
    ) -> None:
        def chunk(kind: bytes, body: bytes) -> bytes:
            crc = zlib.crc32(kind + body).to_bytes(4, "big")
            return len(body).to_bytes(4, "big") + kind + body + crc

        head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
        body = zlib.compress(b"\0" * 100)
        data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
        assert "million pixels" in refused(data).message

    def test_a_file_too_large_is_refused_unopened(self) -> None:
        assert "60 MB" in refused(b"\0" * (pictures.MAX_BYTES + 1)).message
