"""Photographs, decoded strictly and written anew: upright, in sRGB, without what the camera wrote."""

from __future__ import annotations

import io
import warnings
from pathlib import Path, PurePosixPath

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from anthology.errors import SourceError
from anthology.strangers import decoded

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "HEIF")
"""What cameras, telephones, scanners and web pages make; each is known by its bytes, not by its name."""

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".gif", ".avif", ".heic", ".heif"}
)
"""How the names of photographs end, in small letters."""

MAX_BYTES = 60_000_000
MAX_PIXELS = 64_000_000
MAX_PIXELS_OF_JPEG = 120_000_000
"""What is decoded at most, so that no picture takes a gigabyte. A large JPEG is decoded to half its size at
once, so the 108 million pixels that some telephones take fit."""

LONGEST_SIDE = 4000
"""Pixels of a photograph as it is kept: the height of an A4 page with its bleed at more than 300 an inch."""

SCREEN_PIXELS = 3_200_000
"""Pixels of a picture in an e-book: more is refused by some shops, and no reading system shows it."""

_JPEG_QUALITY = 92
_SCREEN_QUALITY = 85
_DRAWN = ("1", "P")
_AS_PNG = ("PNG", "GIF")
_PRESS = Path(__file__).with_name("prepress") / "profiles" / "fogra39-300.icc"
"""What the inks of a picture mean that does not say it: those on coated paper, usual in Europe."""

_GREY = ("1", "L", "LA", "La")
_ORIENTATION = 0x0112
_KEPT_NAMES = (".jpg", ".jpeg", ".png")


def set_name(file: str) -> str:
    """The name of a photograph once it is prepared: `x.heic` becomes `x.heic.jpg`, `x.jpg` stays."""
    suffix = PurePosixPath(file).suffix.lower()
    if suffix in _KEPT_NAMES:
        return file
    return f"{file}.png" if suffix == ".gif" else f"{file}.jpg"


def opened(data: bytes) -> Image.Image:
    """A picture of a known kind, its pixels not decoded yet.

    Raises:
        OSError: it is of no known kind (`UnidentifiedImageError`), or its head is broken.
    """
    if data[4:8] == b"ftyp":
        # The library of these pictures is loaded where one is there, and only then.
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    return Image.open(io.BytesIO(data), formats=FORMATS if data[4:8] == b"ftyp" else FORMATS[:-1])


def prepared(data: bytes, file: str) -> bytes:
    """The picture as the book holds it: PNG where it was PNG or GIF, JPEG otherwise (see `set_name`).

    Orientation is applied, an embedded profile converted to sRGB, every kind of metadata left behind; what is
    grey stays grey. It is kept as fine as any page can print it (`LONGEST_SIDE`). Of a picture that moves the
    first frame is taken; what a JPEG cannot show, it shows on white.

    Raises:
        SourceError: not a picture of a known kind, damaged, cut short, or too large; or it broke out.
    """
    if len(data) > MAX_BYTES:
        raise _bad(file, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "make it smaller")
    return decoded(_ready, data, file, file=file)


def _ready(data: bytes, file: str) -> bytes:
    # Another library of this process may have asked for leniency; half a photograph is not a photograph.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            # About what the camera wrote: none of it is kept; and about the size, which is measured here.
            warnings.simplefilter("ignore")
            return _written(_decoded(data, file))
    except SourceError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(file, MAX_PIXELS) from None
    except UnidentifiedImageError:
        raise _bad(
            file, "this is not a picture of a kind that can be used", "save it as JPEG or PNG"
        ) from None
    except Exception as error:  # Pillow raises almost anything on a damaged file
        raise _bad(file, f"the picture is damaged: {error}", "save it again as JPEG or PNG") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _decoded(data: bytes, file: str) -> Image.Image:
    opened(data).verify()
    picture = opened(data)
    jpeg = picture.format in ("JPEG", "MPO")
    most = MAX_PIXELS_OF_JPEG if jpeg else MAX_PIXELS
    if picture.width * picture.height > most:
        raise _too_large(file, most)
    if jpeg and max(picture.size) > LONGEST_SIDE:
        picture.draft(None, _at_most(picture.size, LONGEST_SIDE / max(picture.size)))
    picture.load()
    return picture


def _at_most(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """A size made smaller, where the scale is below 1; no side is less than a pixel."""
    return size if scale >= 1 else (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def _written(picture: Image.Image) -> bytes:
    # A telephone's JPEG with a second picture behind it calls itself by another name.
    kind = "PNG" if picture.format in _AS_PNG else "JPEG"
    # Made small before it is turned and converted: each of these holds the picture twice.
    own = _sized(_eight_bits(picture))
    upright = _in_srgb(ImageOps.exif_transpose(own))
    target = io.BytesIO()
    if kind == "JPEG":
        _bare(_opaque(upright)).save(target, kind, quality=_JPEG_QUALITY, optimize=True)
    else:
        _bare(upright.convert("RGBA") if "transparency" in upright.info else upright).save(
            target, kind, optimize=True
        )
    return target.getvalue()


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits of grey in eight: converted by the library as they are, all above 255 would be white."""
    if not picture.mode.startswith("I;16") and picture.mode != "I":
        return picture
    return _with_notes(picture.point(lambda level: level / 256).convert("L"), picture)


def _sized(picture: Image.Image) -> Image.Image:
    """No larger than a page can show; a drawing of two colours or with a palette keeps every dot."""
    size = _at_most(picture.size, LONGEST_SIDE / max(picture.size))
    if size == picture.size or picture.mode in _DRAWN:
        return picture
    return _with_notes(picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), picture)


def _with_notes(made: Image.Image, picture: Image.Image) -> Image.Image:
    """What was made of a picture, with its profile and what the camera wrote: both are still to be read."""
    made.info = {**picture.info}
    if orientation := picture.getexif().get(_ORIENTATION):
        exif = made.getexif()
        exif[_ORIENTATION] = orientation
        made.info["exif"] = exif.tobytes()
    return made


def _opaque(picture: Image.Image) -> Image.Image:
    """The picture in grey or in three colours, on white paper where one sees through it."""
    plain = "L" if picture.mode in _GREY else "RGB"
    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture.convert(plain)
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert(plain)


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: whatever else came with them is not written by chance."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if picture.mode == "P":
        bare.putpalette(picture.getpalette() or [])
    return bare


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in the colours every screen expects; a profile that cannot be used is as good as none."""
    profile = picture.info.get("icc_profile") or (_PRESS.read_bytes() if picture.mode == "CMYK" else b"")
    if not profile:
        return picture
    if picture.mode == "P":
        picture = _with_notes(picture.convert("RGBA" if "transparency" in picture.info else "RGB"), picture)
    try:
        return _converted(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return picture


def _converted(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """The picture in sRGB. What is grey stays grey, and what lets one see through it is kept apart.

    Colours outside of sRGB become the nearest in it, and the deepest black of an ink becomes black.
    """
    alpha = picture.getchannel("A") if "A" in picture.getbands() else None
    grey = picture.mode in _GREY
    colours = picture.convert("L" if grey else "RGB") if alpha is not None else picture
    made = ImageCms.profileToProfile(
        colours,
        profile,
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if made is None:
        return picture
    made = made.convert("L") if grey else made
    if alpha is not None:
        made.putalpha(alpha)
    return made


def for_screens(data: bytes) -> bytes:
    """A prepared picture as an e-book holds it: the same bytes, or of at most `SCREEN_PIXELS`."""
    picture: Image.Image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    scale = (SCREEN_PIXELS / (picture.width * picture.height)) ** 0.5
    if scale >= 1:
        return data
    size = (max(1, int(picture.width * scale)), max(1, int(picture.height * scale)))
    kind = picture.format or "JPEG"
    if kind == "JPEG":
        picture.draft(None, (size[0] * 2, size[1] * 2))
    elif picture.mode in _DRAWN:
        picture = picture.convert("RGB" if picture.mode == "P" else "L")
    target = io.BytesIO()
    smaller = picture.resize(size, Image.Resampling.LANCZOS)
    _bare(smaller).save(target, kind, optimize=True, quality=_SCREEN_QUALITY)
    return target.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a prepared picture; nothing is decoded."""
    return Image.open(io.BytesIO(data), formats=("JPEG", "PNG")).size


def _too_large(file: str, most: int) -> SourceError:
    return _bad(file, f"the picture has more than {most // 1_000_000} million pixels", "make it smaller")


def _bad(file: str, what: str, hint: str) -> SourceError:
    return SourceError("photo-unreadable", what, hint=hint, file=file)
