"""E-books to findings about the pages of paper: who says « page 37 » must mean the same line everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from anthology.checks.case import Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_page import PageMark
from anthology.model import Finding

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SIGNS = re.compile(r"[ivxlcdm]+|\d+", re.IGNORECASE)


def pages(case: Case) -> Iterator[Finding]:
    """Whether the list of pages names each mark in the text once, by its own label, in order."""
    for file in case.epubs.values():
        item = file.item("nav")
        listed = file.pages[item.path].pages if item and item.path in file.pages else ()
        read = [file.pages[path] for path in dict.fromkeys(file.spine) if path in file.pages]
        marked = [mark for page in read for mark in page.breaks]
        if listed or marked:
            yield from _compared(file, listed, marked)
        if file.ncx is not None and file.ncx[1].pages != listed:
            yield fault(file, "epub-pages-wrong", "the two lists of pages (nav and NCX) differ", file.ncx[0])


def _compared(file: EpubFile, listed: Sequence[PageMark], marked: Sequence[PageMark]) -> Iterator[Finding]:
    labels = {(mark.path, mark.id): mark.label for mark in marked}
    for line in listed:
        label = labels.get((line.path, line.id))
        if label is None:
            yield fault(file, "epub-pages-wrong", f"page {line.label} leads to no page mark", line.path)
        elif label != line.label:
            what = f"the list says page {line.label}, and the text page {label}"
            yield fault(file, "epub-pages-wrong", what, line.path)
    there = {(line.path, line.id) for line in listed}
    for mark in marked:
        if (mark.path, mark.id) not in there:
            yield fault(file, "epub-pages-wrong", f"page {mark.label} is not in the list", mark.path)
    places = {key: place for place, key in enumerate(labels)}
    order = [place for line in listed if (place := places.get((line.path, line.id))) is not None]
    if order != sorted(order):
        yield fault(file, "epub-pages-wrong", "the list of pages is not in the order of reading")
    yield from _counted(file, listed)


def _counted(file: EpubFile, listed: Sequence[PageMark]) -> Iterator[Finding]:
    """Folios grow; where they begin anew, they do so with other figures."""
    for before, after in pairwise(line.label for line in listed):
        one, other = _number(before), _number(after)
        if one and other and one[0] == other[0] and one[1] >= other[1]:
            yield fault(file, "epub-pages-wrong", f"page {after} comes after page {before}")


def _number(label: str) -> tuple[bool, int] | None:
    """Whether a folio is roman, and what it counts to."""
    if not _SIGNS.fullmatch(label):
        return None
    if label.isdecimal():
        return False, int(label)
    values = [_ROMAN[letter] for letter in label.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return True, sum(-value if value < following else value for value, following in pairs)
