"""The pages of a book as lines: where each stands, what it belongs to, how high it is. For tests.

`python -m tests.typography` prints what `docs/typography.md` says of both books in both themes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import quote

from anthology import building, config
from anthology.bindery.measuring import ruler
from anthology.bindery.setting import Pages, Press
from anthology.config import Trim
from anthology.layouts import Layout
from anthology.model import Book, Section
from anthology.resources import font_bytes, theme

_PT = 0.75
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Line:
    """A line of text on a page, in points from the head of the type area, and from its left edge."""

    top: float
    baseline: float
    height: float
    size: float
    words: str
    tags: tuple[str, ...]
    classes: frozenset[str]
    block: int
    """Which block it belongs to: the parts of a paragraph on two pages have the same."""
    left: float = 0.0
    space: float = 0.0
    """How wide the widest space of it is, in em (0: it has none)."""

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
    corner = box.content_box_x(), box.content_box_y()
    found = [
        _line(line, around, corner)
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


def _line(line: Any, around: tuple[Any, ...], corner: tuple[float, float]) -> Line:
    left, top = corner
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
        left=(line.position_x - left) * _PT,
        space=max((_space(one) for one in texts if " " in one.text.strip()), default=0.0),
    )


def _space(text: Any) -> float:
    return float((ruler(text.style).space + text.justification_spacing) / text.style["font_size"])


# --- what is measured --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """What the running text of a book measures: spaces in em, the rest in lines and in letters.

    `widest` and `spaces` are of lines that are filled; `ladder` is the most hyphens one above the other,
    `shortest` the fewest letters of a last line, `register` how far baselines are apart from the grid, in pt.
    """

    lines: int
    letters: float
    spaces: float
    widest: float
    hyphens: float
    ladder: int
    shortest: int
    register: float


def setting(sections: Iterable[Pages], leading: float) -> Setting:
    """What the justified paragraphs of these sections measure."""
    own = [line for each in sections for page in each.document.pages for line in lines(page) if _runs(line)]
    paragraphs = [list(found) for _, found in groupby(own, key=lambda line: line.block)]
    several = [found for found in paragraphs if len(found) > 1]
    full = [line for found in several for line in found[:-1]]
    phases = [line.baseline % leading for line in own if abs(line.size - own[0].size) < 0.01]
    return Setting(
        lines=len(own),
        letters=median(len(line.words) for line in full),
        spaces=mean(line.space for line in full if line.space),
        widest=max(line.space for line in full),
        hyphens=sum(map(_is_cut, full)) / len(full),
        ladder=max(_ladder(found) for found in several),
        shortest=min(sum(map(str.isalnum, found[-1].words)) for found in several),
        register=max(phases) - min(phases),
    )


def _runs(line: Line) -> bool:
    return "text" in line.classes and line.tags[-1] == "p" and not line.leads and "verse" not in line.classes


def _is_cut(line: Line) -> bool:
    return line.words.endswith(("-", "\u2010"))


def _ladder(paragraph: list[Line]) -> int:
    return max((len(list(run)) for cut, run in groupby(paragraph, key=_is_cut) if cut), default=0)


def _said(volume: Volume, theme_name: str) -> Setting:
    trim = (148.0, 210.0)
    texts = [one for one in volume.book.sections if one.kind in ("article", "page")]
    leading = press(theme_name, trim)[0].style_sheets("print")["shared-print.css"]
    points = float(leading.partition("line-height: ")[2].partition("pt")[0])
    return setting([pages(volume, one, theme_name, trim) for one in texts], points)


if __name__ == "__main__":
    from tests import picture_book

    root = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        for content in (root / "content", picture_book.content(Path(folder))):
            read = volume(content)
            for name in ("classic", "modern"):
                print(read.book.metadata.title, name, _said(read, name))
