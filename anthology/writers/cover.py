"""The picture of the cover, from the cover section set as a page of its own."""

from __future__ import annotations

from dataclasses import replace

from anthology.bindery.raster import COVER_PX, rasterise
from anthology.bindery.setting import Labels, Press, Properties
from anthology.config import Trim
from anthology.resources import font_bytes
from anthology.writers.making import Making

_PAGE = Trim(width_mm=150.0, height_mm=150.0 * COVER_PX[1] / COVER_PX[0])


def cover_image(making: Making) -> bytes:
    """The cover as a JPEG of 1600 by 2560 pixels.

    Raises:
        LayoutError: it cannot be set, or does not fit one page.
    """
    section = next(one for one in making.book.sections if one.kind == "cover")
    layout = replace(making.layout, trim=_PAGE)
    table = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
    press = Press(layout.style_sheets("print"), table)
    xhtml = layout.render(making.book, section, "print")
    pages = press.set(xhtml, name=section.id, first_page=1, side="recto")
    about = making.book.metadata
    pdf = press.bind([pages], [Labels(0, "D", 1)], Properties(about.title, (), about.language))
    return rasterise(pdf)
