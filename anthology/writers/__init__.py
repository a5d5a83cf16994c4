"""The outputs a build can make: one writer each, from the same rendered sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anthology.writers.making import Made as Made
from anthology.writers.making import Making as Making

from anthology.writers.cover import cover_image, write_cover  # isort: skip
from anthology.writers.epub import write_epub  # isort: skip
from anthology.writers.booklet import write_booklet  # isort: skip
from anthology.writers.offprints import write_offprints  # isort: skip
from anthology.writers.pdf import printed, resolutions_of  # isort: skip

Writer = Callable[[Making], Made]
"""What a build needs of one output: its files by name, and what they show."""


def _pdf(making: Making) -> Made:
    book = printed(making)
    return Made({"book.pdf": book.data}, {"book.pdf": book.file}, resolutions_of("book.pdf", book))


def _epub(making: Making) -> Made:
    return Made({"book.epub": write_epub(making, cover=cover_image(making))})


def _press(making: Making) -> Made:
    # A library for PDF files and one for colours: only who wants this file loads them.
    from anthology.writers.press import write_press

    return write_press(making)


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "pdf": _pdf,
        "epub": _epub,
        "press": _press,
        "cover": write_cover,
        "booklet": write_booklet,
        "offprints": write_offprints,
    }
)
