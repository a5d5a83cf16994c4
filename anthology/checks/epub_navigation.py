"""E-books to findings about what leads through the book: contents, NCX, headings, reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_vocabulary import TYPES
from anthology.model import Finding

_Lines = Sequence[tuple[str, str]]
"""(title, path) of each line of a table of contents."""


def navigation(case: Case) -> Iterator[Finding]:
    """Whether contents, NCX and reading order agree with each other, with the headings, with the book."""
    for file in case.epubs.values():
        nav, places = _nav(file), _places(file)
        if not nav:
            yield fault(file, "epub-contents-wrong", "the e-book has no contents that a reader could use")
        if file.ncx is not None and nav != file.ncx[1].lines:
            yield fault(file, "epub-contents-wrong", "the two contents (nav and NCX) say different things")
        order = [places[path] for _, path in nav if path in places]
        if len(order) != len(nav) or order != sorted(order):
            yield fault(file, "epub-order-wrong", "the contents are not in the order of reading")
        for title, path in nav:
            page = file.pages.get(path)
            if page is not None and not any(title in heading for heading in page.headings):
                yield fault(
                    file, "epub-contents-wrong", f"no heading says “{title}”, as the contents do", path
                )
        yield from _whole(file, places)
        if case.book is not None and file.name == EPUB:
            yield from _of_book(case, file, nav, places)


def _whole(file: EpubFile, places: Mapping[str, int]) -> Iterator[Finding]:
    """Whether every document is in the line of reading, and landmarks lead to documents of it."""
    nav = file.item("nav")
    for path in file.pages:
        if path not in places and not (nav and path == nav.path):
            yield fault(file, "epub-order-wrong", "nobody who reads on comes to it", path)
    listed = {path for _, path in _nav(file)}
    for path in places:
        if path in file.pages and path not in listed and not _LISTED.isdisjoint(file.pages[path].types):
            yield fault(file, "epub-contents-wrong", "the contents do not name it", path)
    for id_ in file.package.apart:
        yield fault(file, "epub-order-wrong", f"{id_} is set apart from the line of reading")
    own = file.pages.get(nav.path) if nav else None
    for type_, path in own.landmarks if own else ():
        if type_ not in TYPES or path not in file.pages:
            yield fault(file, "epub-contents-wrong", f"the landmark {type_!r} leads nowhere")
        elif type_ in _OPENS and type_ not in file.pages[path].types:
            yield fault(file, "epub-contents-wrong", f"the landmark {type_!r} leads to something else", path)


_LISTED = frozenset({"chapter", "part"})
"""What every table of contents names."""
_OPENS = frozenset({"titlepage", "index", "colophon", "foreword"})
"""Landmarks whose document says by itself what it is."""


def _of_book(case: Case, file: EpubFile, nav: _Lines, places: Mapping[str, int]) -> Iterator[Finding]:
    sections = case.sections("ebook")
    wanted = [" ".join(section.title.split()) for section in sections if section.level]
    found = [title for title, _ in nav]
    if found != wanted:
        lost = [title for title in wanted if title not in found]
        where = f"“{lost[0]}” is missing" if lost else "their order is another one"
        yield fault(file, "epub-contents-wrong", f"the contents are not those of the book: {where}")
    order = [places[file.homes[section.id]] for section in sections if section.id in file.homes]
    if order != sorted(order):
        yield fault(file, "epub-order-wrong", "the reading order is not that of the book")


def _nav(file: EpubFile) -> _Lines:
    """The contents of the navigation document."""
    item = file.item("nav")
    return file.pages[item.path].contents if item and item.path in file.pages else ()


def _places(file: EpubFile) -> Mapping[str, int]:
    """The place of each document in the reading order: the first, if it stands there twice."""
    return {path: place for place, path in reversed(list(enumerate(file.spine)))}
