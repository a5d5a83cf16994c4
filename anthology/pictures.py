"""Photographs, decoded strictly and written anew: upright, in sRGB, without what the camera wrote."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePosixPath

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from anthology.errors import SourceError

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "HEIF")
"""What cameras, telephones, scanners and web pages make; each is known by its bytes, not by its name."""

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".gif", ".avif", ".heic", ".heif"}
)
"""How the names of photographs end, in small letters."""

MAX_BYTES = 25_000_000
MAX_PIXELS = 40_000_000
_JPEG_QUALITY = 92
_AS_PNG = ("PNG", "GIF")
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

    Orientation is applied, an embedded profile converted to sRGB, every kind of metadata left behind. Of a
    picture that moves the first frame is taken; what a JPEG cannot show, it shows on white.

    Raises:
        SourceError: not a picture of a known kind, damaged, cut short, or too large.
    """
    if len(data) > MAX_BYTES:
        raise _bad(file, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "make it smaller")
    # Another library of this process may have asked for leniency; half a photograph is not a photograph.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what the camera wrote: none of it is kept
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written(_decoded(data, file))
    except SourceError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large(file) from None
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
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(file)
    picture.load()
    return picture


def _written(picture: Image.Image) -> bytes:
    # A telephone's JPEG with a second picture behind it calls itself by another name.
    kind = "PNG" if picture.format in _AS_PNG else "JPEG"
    upright = _in_srgb(ImageOps.exif_transpose(picture))
    target = io.BytesIO()
    if kind == "JPEG":
        _bare(_opaque(upright)).save(target, kind, quality=_JPEG_QUALITY, optimize=True)
    else:
        _bare(upright.convert("RGBA") if "transparency" in upright.info else upright).save(
            target, kind, optimize=True
        )
    return target.getvalue()


def _opaque(picture: Image.Image) -> Image.Image:
    """The picture in three bytes a pixel, on white paper where one sees through it."""
    if picture.mode.startswith("I;16"):
        # Sixteen bits of grey: converted as they are, all above 255 would be white.
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: whatever else came with them is not written by chance."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if picture.mode == "P":
        bare.putpalette(picture.getpalette() or [])
    return bare


def _in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in the colours every screen expects; a profile that cannot be used is as good as none."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    mode = "RGB" if picture.mode in ("RGB", "CMYK", "L") else picture.mode
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        screen = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, screen, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return picture


def _too_large(file: str) -> SourceError:
    return _bad(
        file, f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels", "make it smaller"
    )


def _bad(file: str, what: str, hint: str) -> SourceError:
    return SourceError("photo-unreadable", what, hint=hint, file=file)
