"""The outputs a build can make: one writer each, from the same rendered sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from anthology.writers.making import Making as Making

from anthology.writers.cover import cover_image  # isort: skip
from anthology.writers.epub import write_epub  # isort: skip
from anthology.writers.pdf import write_pdf  # isort: skip

Writer = Callable[[Making], Mapping[str, bytes]]
"""What a build needs of one output: its files by name."""


def _pdf(making: Making) -> Mapping[str, bytes]:
    return {"book.pdf": write_pdf(making).data}


def _epub(making: Making) -> Mapping[str, bytes]:
    return {"book.epub": write_epub(making, cover=cover_image(making))}


WRITERS: Mapping[str, Writer] = MappingProxyType({"pdf": _pdf, "epub": _epub})
