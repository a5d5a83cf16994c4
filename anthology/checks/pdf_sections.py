"""A finished PDF to the words of each section: its pages, without running heads and folios."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anthology.checks.pdf_file import PdfFile, PdfPage
from anthology.checks.words import tokens
from anthology.model import Section

FOLIO = re.compile(r"[ivxlcdm]+|\d+")
"""A printed folio: roman in the front, arabic in the rest."""


@dataclass(frozen=True, slots=True)
class SetSection:
    """A section as it stands in the PDF: its pages (from 0), its text, and the folios printed on them."""

    section: Section
    first: int
    pages: Sequence[PdfPage]
    text: str

    @property
    def words(self) -> list[str]:
        """The words of its text."""
        return tokens(self.text)


def set_sections(file: PdfFile, sections: Sequence[Section], mark: str = "") -> Iterator[SetSection]:
    """Where the file has each section; a section without a destination is left out.

    `mark` is what every page of a draft bears in its margin, letter by letter.
    """
    starts = _starts(file, sections)
    for section in sections:
        first = starts.get(section.id)
        if first is not None:
            end = min((start for start in starts.values() if start > first), default=len(file.pages))
            pages = file.pages[first:end]
            yield SetSection(section, first, pages, "\r\n".join(_plain(section, pages, mark)))


def _starts(file: PdfFile, sections: Sequence[Section]) -> Mapping[str, int]:
    return {one.id: file.destinations[one.id] for one in sections if one.id in file.destinations}


def _plain(section: Section, pages: Sequence[PdfPage], mark: str) -> Iterator[str]:
    """The text of each page without what its margins carry; the first page has no running head."""
    for number, page in enumerate(pages):
        lines = [line for line in page.text.splitlines() if not mark or line.replace(" ", "") != mark]
        if section.heads != ("", ""):
            lines = _without(lines, (page.label,))
            lines = _without(lines, section.heads) if number else lines
        yield "\r\n".join(lines)


def _without(lines: Sequence[str], furniture: Sequence[str]) -> list[str]:
    """The lines less the last one that is a piece of furniture: it is drawn after the text."""
    for place in range(len(lines) - 1, -1, -1):
        if any(_is(lines[place], one) for one in furniture):
            return [*lines[:place], *lines[place + 1 :]]
    return list(lines)


def _is(line: str, furniture: str) -> bool:
    said, known = " ".join(line.split()), " ".join(furniture.split())
    cut = said.removesuffix("…").rstrip()
    return bool(known) and (said == known or (cut != said and bool(cut) and known.startswith(cut)))
