"""A PDF of one page to a picture of it, in pixels: the cover of the e-book is a page like any other."""

from __future__ import annotations

import io
from typing import Literal

import pypdfium2 as pdfium
from PIL import Image

from anthology.errors import WriteError

COVER_PX = (1600, 2560)
"""The size of a cover that every shop accepts, width and height."""

_JPEG_QUALITY = 90
_MOST_STRETCH = 0.005
"""How far the shape of the page may be from that of the picture: beyond it, letters look stretched."""


def rasterise(
    pdf: bytes, *, size_px: tuple[int, int] = COVER_PX, as_: Literal["JPEG", "PNG"] = "JPEG"
) -> bytes:
    """The picture of a page, RGB on white, `size_px` wide and high; the same bytes every time.

    Raises:
        WriteError: `raster-unreadable`, `raster-pages` (not one page), `raster-shape` (not the shape of the
            picture).
    """
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        raise _refused("raster-unreadable", f"it cannot be read: {error}") from error
    with document:
        if len(document) != 1:
            raise _refused("raster-pages", f"it has {len(document)} pages, and a picture is made of one")
        return _encoded(_drawn(document[0], size_px), as_)


def _drawn(page: pdfium.PdfPage, size_px: tuple[int, int]) -> Image.Image:
    (width_pt, height_pt), (width_px, height_px) = page.get_size(), size_px
    across, down = width_px / width_pt, height_px / height_pt
    if abs(across / down - 1) > _MOST_STRETCH:
        raise _refused(
            "raster-shape",
            f"a page of {width_pt:g} by {height_pt:g} pt does not fill {width_px} by {height_px} pixels",
        )
    # The page covers the picture on its longer side; the pixel or so that is over is cut off.
    drawn: Image.Image = page.render(scale=max(across, down)).to_pil().convert("RGB")
    return drawn.crop((0, 0, width_px, height_px))


def _encoded(image: Image.Image, as_: Literal["JPEG", "PNG"]) -> bytes:
    out = io.BytesIO()
    if as_ == "JPEG":
        # Baseline, and colour as sharp as light: old readers show no progressive one, and letters have edges.
        image.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0, optimize=True, progressive=False)
    else:
        image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _refused(code: str, why: str) -> WriteError:
    return WriteError(
        code, f"no picture can be made of the page: {why}", hint="look at the template of the page"
    )
