"""book.pdf: each section set by itself in reading order, then bound into one file.

The body and the back have arabic folios from 1, the front roman ones, so the contents can be set last, when
every folio is known, without moving a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from anthology.bindery.setting import Labels, Pages, Press, Properties, Side
from anthology.errors import LayoutError
from anthology.model import Finding, Matter, Opening, Section, Severity
from anthology.numerals import roman
from anthology.resources import font_bytes
from anthology.writers.making import Making

_BLANK = b"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" class="blank"><head><title>-</title></head>
<body><div class="section"></div></body></html>
"""
_Style = Callable[[int], str]
_TRIES = 4
"""How often sections are set again for the folios they print; most settle at the second."""


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """The file, how many pages it has, and the printed folio of every id."""

    data: bytes
    pages: int
    folios: Mapping[str, str]


def write_pdf(making: Making) -> PrintedBook:
    """The whole book as one PDF.

    Raises:
        LayoutError: a section cannot be set, or those that print folios do not settle.
    """
    return _Run(making).book()


@dataclass(frozen=True, slots=True)
class _Set:
    """A section as it was set: from what, from which page on, and the pages."""

    xhtml: bytes
    first_page: int
    pages: Pages


class _Run:
    def __init__(self, making: Making) -> None:
        self.making = making
        self.book_ = making.book
        layout = making.layout
        table = {f"fonts/{face.file}": font_bytes(face.file) for face in layout.fonts()}
        self.press = Press(layout.style_sheets("print", draft=self.book_.draft), {**table, **making.pictures})
        self.there: dict[str, _Set] = {}
        self.told: set[str] = set()
        self.sections = [one for one in self.book_.sections if "print" in one.media]

    def book(self) -> PrintedBook:
        main = [one for one in self.sections if one.matter is not Matter.FRONT]
        front = [one for one in self.sections if one.matter is Matter.FRONT]
        folios: dict[str, str] = {}
        body = self._settled(main, folios, str)
        opening = self._settled(front, folios, _lower_roman)
        if _count(opening) % 2:  # the body starts on a right-hand page: the front fills its last sheet
            opening.append(self._blank(_count(opening) + 1))
        labels = [Labels(0, "r", 1)] if opening else []
        labels.append(Labels(_count(opening), "D", 1))
        runs = [*opening, *body]
        data = self.press.bind(runs, labels, self._properties())
        return PrintedBook(data, _count(runs), folios)

    def _settled(self, sections: Sequence[Section], folios: dict[str, str], style: _Style) -> list[Pages]:
        """Set sections until the folios that they print of one another are true."""
        for _ in range(_TRIES):
            before = dict(folios)
            runs = self._run(sections, folios, style)
            if folios == before:
                return runs
        raise LayoutError(
            "folios-unsettled",
            "the pages that print folios do not settle on their own length",
            hint="make the contents a line longer or shorter: change a title, or the size of the page",
        )

    def _run(self, sections: Sequence[Section], folios: dict[str, str], style: _Style) -> list[Pages]:
        """Set sections one after the other from page 1; `folios` learns where each id stands.

        Those that print folios (a part, the contents, the index) are set with what is known so far, and
        again when more is known.
        """
        runs: list[Pages] = []
        page = 1
        for section in sections:
            if _wrong_side(section.opening, page):
                runs.append(self._blank(page))
                page += 1
            pages = self._set(section, page, folios)
            folios.update({id_: style(page + place) for id_, place in pages.anchors.items()})
            runs.append(pages)
            page += len(pages)
        for section in sections:
            self._notice(self.there[section.id].pages, section, folios)
        return runs

    def _blank(self, page: int) -> Pages:
        """A page with nothing on it; in a draft, with the mark that every page bears."""
        if not self.book_.draft:
            trim = self.making.layout.trim
            return self.press.blank(trim.width_mm, trim.height_mm)
        return self.press.set(_BLANK, name="blank page", first_page=page, side=_side(page))

    def _set(self, section: Section, page: int, folios: Mapping[str, str]) -> Pages:
        """The section on pages from that one on; as it was set before, where nothing of it changed."""
        xhtml = self.making.layout.render(self.book_, section, "print", folios)
        there = self.there.get(section.id)
        if there is not None and (there.xhtml, there.first_page) == (xhtml, page):
            return there.pages
        pages = self.press.set(xhtml, name=section.id, first_page=page, side=_side(page))
        self.there[section.id] = _Set(xhtml, page, pages)
        self.making.progress(len(self.there), len(self.sections), section.title)
        return pages

    def _notice(self, pages: Pages, section: Section, folios: Mapping[str, str]) -> None:
        for id_ in [id_ for id_ in pages.astray if id_ not in self.told]:
            self.told.add(id_)
            self.making.notice(
                Finding(
                    "note-astray",
                    Severity.WARNING,
                    f"a note of “{section.title}” is not on the page of its call",
                    hint="shorten the note, or move its call",
                    page=folios.get(id_),
                )
            )

    def _properties(self) -> Properties:
        about = self.book_.metadata
        people = [person.person.display for person in self.book_.people]
        editors = tuple(editor.display for editor in about.editors)
        return Properties(
            title=about.title,
            authors=editors or tuple(people),
            language=about.language,
            subject=about.description or about.subtitle,
            keywords=(),
            date=about.date,
        )


def _count(runs: Sequence[Pages]) -> int:
    return sum(len(pages) for pages in runs)


def _side(page: int) -> Side:
    return "recto" if page % 2 else "verso"


def _wrong_side(opening: Opening, page: int) -> bool:
    recto = page % 2 == 1
    return (opening is Opening.RECTO and not recto) or (opening is Opening.VERSO and recto)


def _lower_roman(number: int) -> str:
    return roman(number).lower()
