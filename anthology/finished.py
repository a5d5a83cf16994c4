"""What a finished file shows and says of itself: whoever makes a file can tell it, or read it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its label (the folio a viewer shows), its text, and the size of the cut page."""

    label: str
    text: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: its depth from 1, and the page (from 0) it leads to, if any."""

    title: str
    level: int
    page: int | None


@dataclass(frozen=True, slots=True)
class PdfFont:
    """A font of the file: the name of its family as far as the file tells it."""

    name: str
    family: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF, read. `destinations` gives the page (from 0) of each name."""

    name: str
    pages: tuple[PdfPage, ...]
    labelled: bool
    outline: tuple[Bookmark, ...]
    destinations: Mapping[str, int]
    fonts: tuple[PdfFont, ...]
    title: str
    author: str
    language: str
    tagged: bool
