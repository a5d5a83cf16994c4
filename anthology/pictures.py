"""Photographs, decoded strictly and written anew: upright, in sRGB, without what the camera wrote."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from anthology.errors import SourceError

FORMATS = ("JPEG", "PNG")
MAX_BYTES = 25_000_000
MAX_PIXELS = 40_000_000
_JPEG_QUALITY = 92


def prepared(data: bytes, file: str) -> bytes:
    """The picture as the book holds it, JPEG or PNG like the original.

    Orientation is applied, an embedded profile converted to sRGB, every kind of metadata left behind.

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
        raise _bad(file, "this is not a JPEG or PNG picture", "save it as JPEG or PNG") from None
    except Exception as error:  # Pillow raises almost anything on a damaged file
        raise _bad(file, f"the picture is damaged: {error}", "save it again as JPEG or PNG") from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _decoded(data: bytes, file: str) -> Image.Image:
    Image.open(io.BytesIO(data), formats=FORMATS).verify()
    picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large(file)
    picture.load()
    return picture


def _written(picture: Image.Image) -> bytes:
    # A telephone's JPEG with a second picture behind it calls itself by another name.
    kind = "PNG" if picture.format == "PNG" else "JPEG"
    upright = _in_srgb(ImageOps.exif_transpose(picture))
    target = io.BytesIO()
    if kind == "JPEG":
        _bare(upright.convert("RGB")).save(target, kind, quality=_JPEG_QUALITY, optimize=True)
    else:
        _bare(upright.convert("RGBA") if "transparency" in upright.info else upright).save(
            target, kind, optimize=True
        )
    return target.getvalue()


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
