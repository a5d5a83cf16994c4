"""A finished PDF to the words of each section: its pages, without running heads and folios."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from anthology.checks.words import tokens
from anthology.finished import PdfFile, PdfPage
from anthology.model import Section

_TURNED = re.compile("\ufffe(?![\r\n])")
"""The hyphen of a page's last line: PDFium gives no line end between it and the running head that follows."""

FOLIO = re.compile(r"[ivxlcdm]+|\d+")
"""A printed folio: roman in the front, arabic in the rest."""


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section as it stands in the PDF: its pages, the first of which is page `first` (from 0) of the file.

    `mark` is what every page of a draft bears in its margin, letter by letter.
    """

    section: Section
    first: int
    pages: Sequence[PdfPage]
    mark: str = ""

    @property
    def text(self) -> str:
        """What its pages show, without running heads and folios."""
        return "\r\n".join(self.texts)

    @property
    def texts(self) -> Sequence[str]:
        """The same, page by page."""
        return tuple(_plain(self.section, self.pages, self.mark))

    @property
    def words(self) -> list[str]:
        """The words of its text."""
        return tokens(self.text)


def set_sections(file: PdfFile, sections: Sequence[Section], mark: str = "") -> Iterator[SetSection]:
    """Where the file has each section; a section without a destination is left out."""
    starts = {one.id: file.destinations[one.id] for one in sections if one.id in file.destinations}
    ends = [*sorted(set(starts.values())), len(file.pages)]
    for section in sections:
        first = starts.get(section.id)
        if first is not None:
            end = ends[min(bisect_right(ends, first), len(ends) - 1)]
            yield SetSection(section, first, file.pages[first:end], mark)


def _plain(section: Section, pages: Sequence[PdfPage], mark: str) -> Iterator[str]:
    """The text of each page without what its margins carry; the first page has no running head."""
    for number, page in enumerate(pages):
        text = _TURNED.sub("\ufffe\r\n", page.text)
        lines = [line for line in text.splitlines() if not mark or line.replace(" ", "") != mark]
        if section.heads != ("", ""):
            lines = _without(lines, page.label, section.heads if number else ())
        yield "\r\n".join(lines)


def _without(lines: Sequence[str], folio: str, heads: Sequence[str]) -> list[str]:
    """The lines less the folio and less one running head, wherever they stand: alone, or both on one line.

    Of lines that read alike the last one goes, which is most often drawn after the text; the words that are
    left are the same whichever it is.
    """
    both = _last(lines, lambda line: folio in _beside(line, heads))
    if both is not None:
        return [*lines[:both], *lines[both + 1 :]]
    left = list(lines)
    for furniture in ((folio,), heads):
        place = _last(left, lambda line, known=furniture: any(_is(line, one) for one in known))  # type: ignore[misc]
        if place is not None:
            del left[place]
    return left


def _last(lines: Sequence[str], wanted: Callable[[str], bool]) -> int | None:
    return next((place for place in range(len(lines) - 1, -1, -1) if wanted(lines[place])), None)


def printed_folios(page: PdfPage, heads: Sequence[str]) -> list[str]:
    """What a page may show as its folio: a number alone on its line, or beside a running head."""
    lines = [line.strip() for line in page.text.splitlines()]
    alone = [line for line in lines if FOLIO.fullmatch(line)]
    return [*alone, *(number for line in lines for number in _beside(line, heads))]


def _beside(line: str, heads: Sequence[str]) -> list[str]:
    """The number that stands before or behind a running head on its line."""
    words = line.split()
    pairs = ((words[0], words[1:]), (words[-1], words[:-1])) if len(words) > 1 else ()
    numbers = ((number, " ".join(rest)) for number, rest in pairs if FOLIO.fullmatch(number))
    return [number for number, rest in numbers if any(_is(rest, head) for head in heads)]


def _is(line: str, furniture: str) -> bool:
    said, known = " ".join(line.split()), " ".join(furniture.split())
    cut = said.removesuffix("…").rstrip()
    return bool(known) and (said == known or (cut != said and bool(cut) and known.startswith(cut)))
