"""The pages of a book as lines: where each stands, what it belongs to, how high it is. For tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from anthology import building, config
from anthology.bindery.setting import Pages, Press
from anthology.config import Trim
from anthology.layouts import Layout
from anthology.model import Book, Section
from anthology.resources import font_bytes, theme

_PT = 0.75
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Line:
    """A line of text on a page, in points from the head of the type area."""

    top: float
    baseline: float
    height: float
    size: float
    words: str
    tags: tuple[str, ...]
    classes: frozenset[str]
    block: int
    """Which block it belongs to: the parts of a paragraph on two pages have the same."""

    @property
    def leads(self) -> bool:
        """Whether it is of a heading or a question."""
        return bool(set(HEADINGS) & set(self.tags)) or "question" in self.classes


@dataclass(frozen=True)
class Volume:
    """A book that can be set: in any theme, at any size."""

    book: Book
    layout: Layout
    photos: dict[str, bytes]

    def section(self, id_: str) -> Section:
        return next(one for one in self.book.sections if one.id == id_)


def volume(content: Path) -> Volume:
    """The book of a content folder."""
    read = building.read(content, config.load(content))
    photos = {name: read.photos[name] for name in read.photos}
    return Volume(read.composition.book, read.layout, photos)


@cache
def press(theme_name: str, trim: tuple[float, float]) -> tuple[Layout, Press]:
    """A layout, and what sets with it; pictures are given to it by `pages`."""
    layout = Layout(theme(theme_name), Trim(width_mm=trim[0], height_mm=trim[1]), "fr")
    table = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
    return layout, Press(layout.style_sheets("print"), table)


def pages(volume: Volume, section: Section, theme_name: str, trim: tuple[float, float]) -> Pages:
    """A section, set."""
    layout, machine = press(theme_name, trim)
    layout = replace(layout, language=volume.book.metadata.language)
    folios = {one.id: "8" for one in volume.book.sections}
    xhtml = layout.render(volume.book, section, "print", folios)
    pictures = {key: data for name, data in volume.photos.items() for key in (name, quote(name))}
    machine._fetcher.table = {**machine._table, **pictures}
    return machine.set(xhtml, name=section.id, side="recto")


def lines(page: Any) -> list[Line]:
    """The lines of the type area of a page from its head to its foot; notes at its foot are left out."""
    box = page._page_box
    top = box.content_box_y()
    found = [
        _line(line, around, top)
        for child in box.children
        if child.element_tag == "html"
        for line, around in _walk(child, ())
    ]
    return sorted((one for one in found if one.words), key=lambda one: one.top)


def _walk(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)
        if type(child).__name__ == "LineBox":
            yield child, (*around, box)
        elif type(child).__name__ != "FootnoteAreaBox":
            yield from _walk(child, (*around, box))


def _line(line: Any, around: tuple[Any, ...], top: float) -> Line:
    texts = [one for one in line.descendants() if type(one).__name__ == "TextBox"]
    owner = around[-1]
    said = [
        one for box in around if box.element is not None for one in (box.element.get("class") or "").split()
    ]
    return Line(
        top=(line.position_y - top) * _PT,
        baseline=(line.position_y + line.baseline - top) * _PT,
        height=line.height * _PT,
        size=owner.style["font_size"] * _PT,
        words="".join(one.text for one in texts).strip(),
        tags=tuple(str(box.element_tag) for box in around),
        classes=frozenset(said),
        block=id(owner.element),
    )
