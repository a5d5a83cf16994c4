"""A finished PDF to the words of each section: its pages, without margins and what is said again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

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

    `mark` is what every page of a draft bears in its margin, letter by letter; `heads` are the words of the
    heads of its tables that each page says again to which such a table goes on.
    """

    section: Section
    first: int
    pages: Sequence[PdfPage]
    mark: str = ""
    heads: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What its pages show, without running heads, folios, and what is said again."""
        return "\r\n".join(self.texts)

    @property
    def texts(self) -> Sequence[str]:
        """The same, page by page."""
        plain = tuple(_plain(self.section, self.first, self.pages, self.mark))
        return tuple(_said_once(plain, self.heads)) if self.heads else plain

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


def _plain(section: Section, first: int, pages: Sequence[PdfPage], mark: str) -> Iterator[str]:
    """The text of each page without what its margins carry; the first page has no running head.

    A file begins with a recto, and each side has a head of its own: a heading that reads like the head of the
    other side is a word of the text.
    """
    for number, page in enumerate(pages):
        text = _TURNED.sub("\ufffe\r\n", page.text)
        lines = [line for line in text.splitlines() if not mark or line.replace(" ", "") != mark]
        if section.heads != ("", ""):
            head = section.heads[(first + number + 1) % 2]
            lines = _without(lines, page.label, [head] if number and head else ())
        yield "\r\n".join(lines)


def _said_once(texts: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    """The text of each page without the head of a table that goes on from the page before.

    Where two tables have one head, as many of these stay as there are tables.
    """
    letters = [_letters(text) for text in texts]
    again = {
        head: sum(text.count(head) for text in letters) - count
        for head, count in Counter(map(_letters, heads)).items()
        if head
    }
    for number, text in enumerate(texts):
        lines = text.split("\r\n")
        for head in again if number else ():
            end = _end_of(head, lines) if again[head] > 0 else 0
            if end:
                again[head], lines = again[head] - 1, lines[end:]
                break
        yield "\r\n".join(lines)


def _end_of(head: str, lines: Sequence[str]) -> int:
    """How many of the first lines are that head, and nothing else; 0 where it does not stand there."""
    for end in range(1, len(lines) + 1):
        said = _letters("\r\n".join(lines[:end]))
        if said == head:
            return end
        if not head.startswith(said):
            return 0
    return 0


def _letters(text: str) -> str:
    """Letters and figures alone: in a narrow column a word may be cut anywhere."""
    return "".join(tokens(text))


def _without(lines: Sequence[str], folio: str, heads: Sequence[str]) -> list[str]:
    """The lines less the folio and less one running head, wherever they stand: alone, or both on one line.

    Of lines that read alike the last one goes, which is most often drawn after the text; the words that are
    left are the same whichever it is.
    """
    both = _last(lines, lambda line: folio in line and folio in _beside(line, heads))
    if both is not None:
        return [*lines[:both], *lines[both + 1 :]]
    left = list(lines)
    for furniture in ((folio,), heads):
        place = _last(left, partial(_is_one_of, [" ".join(one.split()) for one in furniture]))
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
    return _is_one_of([" ".join(furniture.split())], line)


def _is_one_of(known: Sequence[str], line: str) -> bool:
    """Whether a line is one of those, or as much of it as there was place for."""
    said = " ".join(line.split())
    if not said.endswith("…"):
        return bool(said) and said in known
    cut = said.removesuffix("…").rstrip()
    return said in known or (bool(cut) and any(one.startswith(cut) for one in known))
