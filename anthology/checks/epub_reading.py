"""E-books to findings about what guides a reader inside a page: language, headings, links, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_page import Page
from anthology.model import Finding


def languages(case: Case) -> Iterator[Finding]:
    """Whether each document says its language twice alike, and the right one."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            if not page.language or page.language != page.xml_language:
                yield fault(file, "epub-language-missing", "a document does not say its language", path)
        for section in case.sections("ebook") if file.name == EPUB else ():
            home = file.homes.get(section.id)
            said = file.pages[home].language if home else None
            if home and said not in (None, section.language):
                yield fault(file, "epub-language-wrong", f"it says {said!r}, not {section.language!r}", home)


def structure(case: Case) -> Iterator[Finding]:
    """Whether ids are one each, headings step down one at a time, titles and descriptions are there."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            yield from _structure(file, path, page)


def _structure(file: EpubFile, path: str, page: Page) -> Iterator[Finding]:
    for id_ in page.repeated:
        yield fault(file, "epub-id-twice", f"the id {id_!r} stands twice", path)
    if not page.titled:
        yield fault(file, "epub-title-missing", "a document has no title", path)
    if not page.stepped:
        yield fault(file, "epub-headings-skip", "a heading is more than one level below", path)
    for name in page.undescribed:
        hint = "describe it: ![what it shows](photos/…)"
        yield fault(file, "epub-alt-missing", f"nothing says what the picture {name} shows", path, hint)


def links(case: Case) -> Iterator[Finding]:
    """Whether every address inside the e-book leads somewhere."""
    for file in case.epubs.values():
        ids: dict[str, frozenset[str]] = {}
        of_pages = ((path, link) for path, page in file.pages.items() for link in page.links)
        of_sheets = ((path, link) for path, sheet in file.sheets.items() for link in sheet.links)
        for path, (href, target, fragment) in chain(of_pages, of_sheets):
            if target not in file.archive or (fragment and not _holds(file.pages, ids, target, fragment)):
                yield fault(file, "epub-link-broken", f"{href!r} leads nowhere", path)


def _holds(pages: Mapping[str, Page], ids: dict[str, frozenset[str]], target: str, id_: str) -> bool:
    """Whether a page has an id; of a file that is no page nobody knows."""
    if target not in pages:
        return True
    if target not in ids:
        ids[target] = frozenset(pages[target].ids)
    return id_ in ids[target]


def notes(case: Case) -> Iterator[Finding]:
    """Whether each call leads to its own note, and each note back to its call."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.notes:
                yield fault(file, "epub-note-broken", what, path)
