"""The outputs a build can make: one writer each, from the same rendered sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anthology.writers.making import Made as Made
from anthology.writers.making import Making as Making

from anthology.writers.cover import cover_image  # isort: skip
from anthology.writers.epub import write_epub  # isort: skip
from anthology.writers.pdf import printed  # isort: skip

Writer = Callable[[Making], Made]
"""What a build needs of one output: its files by name, and what they show."""


def _pdf(making: Making) -> Made:
    book = printed(making)
    return Made({"book.pdf": book.data}, {"book.pdf": book.file})


def _epub(making: Making) -> Made:
    return Made({"book.epub": write_epub(making, cover=cover_image(making))})


WRITERS: Mapping[str, Writer] = MappingProxyType({"pdf": _pdf, "epub": _epub})
