"""A page of PDF to a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2 as pdfium
import pytest
from anthology.bindery.raster import COVER_PX, rasterise
from anthology.errors import WriteError
from PIL import Image


def pdf(*sizes_pt: tuple[float, float], draw: str = "") -> bytes:
    """A PDF with a page of each size, and on every page what `draw` (content operators) draws."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(sizes_pt)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sizes_pt)} >>",
    ]
    for n, (width, height) in enumerate(sizes_pt):
        box = f"/MediaBox [0 0 {width} {height}] /Contents {4 + 2 * n} 0 R /Resources << >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} >>")
        objects.append(f"<< /Length {len(draw)} >>\nstream\n{draw}\nendstream")
    return assembled(objects)


def assembled(objects: Sequence[str]) -> bytes:
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode("ascii"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


COVER_PT = (400.0, 640.0)
BLUE_LEFT = "0 0 1 rg 0 0 200 640 re f"


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_page_becomes_a_cover_of_the_size_that_shops_want() -> None:
    image = opened(rasterise(pdf(COVER_PT, draw=BLUE_LEFT)))
    assert (image.format, image.size, image.mode) == ("JPEG", COVER_PX, "RGB")
    assert not image.info.get("progressive")
    assert "exif" not in image.info
    left, right = image.getpixel((400, 1280)), image.getpixel((1200, 1280))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > 245
    assert left[0] < 10
    assert min(right) > 245


def test_the_picture_is_the_same_every_time() -> None:
    page = pdf(COVER_PT, draw=BLUE_LEFT)
    assert rasterise(page) == rasterise(page)


def test_another_size_and_png_can_be_asked_for() -> None:
    image = opened(rasterise(pdf((100, 100), draw="1 0 0 rg 0 0 100 100 re f"), size_px=(50, 50), as_="PNG"))
    assert (image.format, image.size) == ("PNG", (50, 50))
    assert image.getcolors() == [(2500, (255, 0, 0))]


def test_a_page_that_is_a_pixel_off_still_fills_the_picture() -> None:
    image = opened(
        rasterise(pdf((400.3, 639.6), draw="1 0 0 rg 0 0 401 640 re f"), size_px=(160, 256), as_="PNG")
    )
    assert image.size == (160, 256)
    assert image.getcolors() == [(160 * 256, (255, 0, 0))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"not a PDF", "raster-unreadable"),
        (b"", "raster-unreadable"),
        (pdf(COVER_PT, COVER_PT), "raster-pages"),
        (pdf((420, 595)), "raster-shape"),
        (pdf((640, 400)), "raster-shape"),
    ],
)
def test_what_cannot_become_a_cover_is_named(data: bytes, code: str) -> None:
    with pytest.raises(WriteError) as caught:
        rasterise(data)
    assert caught.value.code == code
    assert caught.value.hint


def test_the_test_pages_are_pages() -> None:
    assert len(pdfium.PdfDocument(pdf(COVER_PT, COVER_PT))) == 2
