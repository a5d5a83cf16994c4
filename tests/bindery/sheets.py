"""A small style sheet with two fonts, and presses that set documents with it: for tests of the bindery."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence

import pikepdf
import pypdfium2
from anthology.bindery import faces, fragment, versions
from anthology.bindery.binding import Labels, Piece, bind
from anthology.bindery.jobs import Job
from anthology.bindery.packet import Properties
from anthology.bindery.setting import Press
from anthology.resources import font_bytes
from PIL import Image

SHEET = """
@font-face { font-family: Libertine; src: url("fonts/r.otf") }
@font-face { font-family: Biolinum; src: url("fonts/b.otf") }
@page { size: 100mm 100mm; margin: 15mm; @bottom-center { content: counter(page) } }
@page :left { @top-center { content: "left" } }
@page :right { @top-center { content: "right" } }
@page :blank { @bottom-center { content: none } @top-center { content: none } }
html { font-family: Libertine }
h1 { bookmark-level: 1 }
.new { break-before: page }
"""
FONTS = {
    "fonts/r.otf": font_bytes("linux-libertine/LinLibertine_R.otf"),
    "fonts/b.otf": font_bytes("linux-biolinum/LinBiolinum_R.otf"),
}
PROPERTIES = Properties(
    "Un titre", ("Amélie Marsan", "Théo"), "fr", "Un sujet", ("mot", "clé"), "2022-11-30", versions.engine()
)

TABLE = (
    "<table><caption>La table</caption><thead><tr><th>A</th><th>B</th></tr></thead>"
    '<tbody><tr><th scope="row">r</th><td>1</td></tr><tr><td colspan="2">2</td></tr></tbody></table>'
)


def document(body: str, head: str = "") -> bytes:
    return (
        '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="fr">'
        f"<head><title>t</title>{head}</head><body>{body}</body></html>"
    ).encode()


def press(css: str = "", table: Mapping[str, bytes] | None = None) -> Press:
    return Press({"a.css": SHEET, "b.css": css}, {**FONTS, **(table or {})})


def program(file: str, glyphs: Sequence[int]) -> bytes:
    """The fonts of these tests, cut as those of a book are."""
    (font,) = [data for data in FONTS.values() if hashlib.sha256(data).hexdigest() == file]
    return faces.subset(font, glyphs)


def piece(one: Press, job: Job) -> Piece:
    head, body = fragment.split(one.fragment(job))
    return Piece(fragment.load_head(head), lambda: fragment.load_body(body), job.name)


def bound_alone(one: Press, job: Job, first: int = 1) -> bytes:
    return bind([piece(one, job)], [Labels(0, "D", first)], PROPERTIES, program)


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def picture(colour: str = "#123456") -> bytes:
    target = io.BytesIO()
    Image.new("RGBA" if len(colour) > len("#123456") else "RGB", (4, 4), colour).save(target, "PNG")
    return target.getvalue()


def pictures_in(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return sum(item.get("/Subtype") == "/Image" for item in streams)
