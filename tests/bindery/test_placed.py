"""Pictures as they are placed: noted with their size; photographs for a screen, drawings as they are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

import pypdfium2
import pypdfium2.raw as raw
import pytest
from anthology.bindery import fragment
from anthology.bindery.binding import Labels, Piece, bind
from anthology.bindery.fragment import PHOTOGRAPH_PPI, Body, Head
from anthology.bindery.jobs import Job, Look
from anthology.bindery.placed import DRAWING_PPI
from anthology.bindery.work import set_fragment
from anthology.cache import Cache
from anthology.writers.pdf import program, properties_of
from PIL import Image
from tests import books, picture_book
from tests.bindery import one_go

CSS = """
@page { size: 100mm 150mm; margin: 10mm }
body { font-family: "Linux Libertine"; margin: 0 }
img { display: block; width: 60mm }
img.half { width: 30mm }
img.ground { background: url(photos/gravure.png) }
"""
HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>t</title></head><body>'


@cache
def look() -> Look:
    layout = books.layout()
    faces = layout.style_sheets("print")
    sheets = {name: text for name, text in faces.items() if "@font-face" in text}
    return Look({**sheets, "own": CSS}, one_go.fonts(layout))


@cache
def pictures() -> Mapping[str, bytes]:
    made = {
        "photos/gross é.jpg": picture_book.landscape(1300, 867, 1),
        "photos/klein.jpg": picture_book.landscape(90, 60, 2),
        "photos/gravure.png": picture_book.engraving(2400, 1500),
        "photos/plan.png": picture_book.chart(900, 560),
        "photos/enseigne.png": picture_book.sign(500, 320),
    }
    return {name: saved(image, "PNG" if name.endswith("png") else "JPEG") for name, image in made.items()}


def saved(image: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, quality=90)
    return target.getvalue()


@cache
def taken(body: str) -> tuple[Head, Body]:
    job = Job("one", f"{HEAD}{body}</body></html>".encode(), "recto", pictures())
    head, rest = fragment.split(set_fragment(look(), job))
    return fragment.load_head(head), fragment.load_body(rest)


def shown(name: str, more: str = "") -> str:
    return f'<p><img src="{name}" alt="x"{more}/></p>'


def dictionary(body: str) -> bytes:
    head, rest = taken(body)
    local = head.shown[0].local
    return next(part.dictionary for part in rest.streams if part.local == local)


def test_a_picture_is_noted_with_its_file_its_page_its_size_and_its_pixels() -> None:
    head, _ = taken(
        shown("photos/gross%20%C3%A9.jpg") + '<p style="break-before: page">.</p>' + shown("photos/plan.png")
    )
    first, second = head.shown
    assert (first.name, first.page, first.pixels) == ("photos/gross é.jpg", 0, (1300, 867))
    assert (second.name, second.page, second.pixels) == ("photos/plan.png", 1, (900, 560))
    assert first.width_pt == pytest.approx(60 / 25.4 * 72, abs=0.01)
    assert first.height_pt == pytest.approx(first.width_pt * 867 / 1300, abs=0.01)
    assert first.ppi == pytest.approx(1300 / (60 / 25.4), abs=0.1)
    assert first.local in head.shared


def test_a_picture_shown_twice_is_one_object_made_for_the_larger_size() -> None:
    twice = shown("photos/gross%20%C3%A9.jpg", ' class="half"') + shown("photos/gross%20%C3%A9.jpg")
    head, _ = taken(twice)
    assert [one.local for one in head.shown] == [head.shown[0].local] * 2
    assert head.shown[1].width_pt == pytest.approx(2 * head.shown[0].width_pt, abs=0.01)
    assert f"/Width {round(60 / 25.4 * PHOTOGRAPH_PPI)}".encode() in dictionary(twice)


def test_a_picture_of_the_background_is_not_one_of_the_text() -> None:
    head, _ = taken(shown("photos/klein.jpg", ' class="ground"'))
    assert [one.name for one in head.shown] == ["photos/klein.jpg"]


def test_what_is_noted_is_kept_with_the_head() -> None:
    head, _ = taken(shown("photos/plan.png"))
    assert head.shown
    assert fragment.load_head(fragment.dump_head(head)).shown == head.shown


def test_a_photograph_is_held_as_fine_as_a_screen_shows_it() -> None:
    held = dictionary(shown("photos/gross%20%C3%A9.jpg"))
    assert f"/Width {round(60 / 25.4 * PHOTOGRAPH_PPI)}".encode() in held
    assert b"/DCTDecode" in held
    assert b"/Interpolate" not in held


def test_a_small_photograph_stays_byte_for_byte() -> None:
    head, rest = taken(shown("photos/klein.jpg"))
    data = next(part.data for part in rest.streams if part.local == head.shown[0].local)
    assert data == pictures()["photos/klein.jpg"]


def rendered(body: str) -> Image.Image:
    """The picture of a page as a viewer decodes it."""
    head, rest = taken(body)
    data = bind(
        [Piece(head, lambda: rest, "one")],
        [Labels(0, "D", 1)],
        properties_of(books.book()),
        program(books.layout()),
        Cache(),
    )
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        (image,) = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))
        return image.get_bitmap(render=False).to_pil().copy()  # type: ignore[no-any-return]


def original(name: str) -> Image.Image:
    return Image.open(io.BytesIO(pictures()[name]))


def test_black_and_white_keeps_every_dot_in_one_bit() -> None:
    held = dictionary(shown("photos/gravure.png", ' style="width: 105mm"'))
    assert b"/BitsPerComponent 1" in held
    assert b"/Width 2400" in held
    found = rendered(shown("photos/gravure.png", ' style="width: 105mm"')).convert("L")
    assert found.tobytes() == original("photos/gravure.png").convert("L").tobytes()


def test_black_and_white_finer_than_any_printer_is_made_smaller_and_stays_black_and_white() -> None:
    held = dictionary(shown("photos/gravure.png"))
    assert f"/Width {round(60 / 25.4 * DRAWING_PPI)}".encode() in held
    assert b"/BitsPerComponent 1" in held


def test_a_palette_keeps_its_colours_to_the_pixel() -> None:
    body = shown("photos/plan.png")
    assert b"/Indexed" in dictionary(body)
    assert rendered(body).convert("RGB").tobytes() == original("photos/plan.png").convert("RGB").tobytes()


def test_what_lets_the_paper_through_keeps_its_colours_and_its_edge() -> None:
    head, rest = taken(shown("photos/enseigne.png"))
    held = next(part for part in rest.streams if part.local == head.shown[0].local)
    assert b"/SMask" in held.dictionary
    assert b"/FlateDecode" in held.dictionary
    mask = next(part for part in rest.streams if part.local == held.codes[0])
    assert b"/DeviceGray" in mask.dictionary
    assert b"/Width 500" in mask.dictionary


def test_the_same_picture_gives_the_same_bytes() -> None:
    job = Job(
        "one", f"{HEAD}{shown('photos/gross%20%C3%A9.jpg')}</body></html>".encode(), "recto", pictures()
    )
    assert set_fragment(look(), job) == set_fragment(look(), job)
