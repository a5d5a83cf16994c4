"""E-books to findings about what guides a reader inside a page: language, headings, links, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_page import Page
from anthology.model import Finding, Severity


def languages(case: Case) -> Iterator[Finding]:
    """Whether each document says its language twice alike, and the right one."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            if not page.language or page.language != page.xml_language:
                yield fault(file, "epub-language-missing", "a document does not say its language", path)
            for what in page.marks.languages:
                yield fault(file, "epub-language-wrong", what, path)
        for section in case.sections("ebook") if file.name == EPUB else ():
            home = file.homes.get(section.id)
            said = file.pages[home].language if home else None
            if home and said not in (None, section.language):
                yield fault(file, "epub-language-wrong", f"it says {said!r}, not {section.language!r}", home)
        yield from _of_contents(file)


def _of_contents(file: EpubFile) -> Iterator[Finding]:
    """Whether each document is in the language in which the contents name it."""
    item = file.item("nav")
    nav = file.pages.get(item.path) if item else None
    for (title, path), language in zip(nav.contents, nav.tongues, strict=True) if nav else ():
        page = file.pages.get(path)
        if page is not None and page.language and language and page.language != language:
            what = f"it says {page.language!r}, and the contents name “{title}” in {language!r}"
            yield fault(file, "epub-language-wrong", what, path)


def structure(case: Case) -> Iterator[Finding]:
    """Whether ids are one each, headings step down one at a time, titles and descriptions are there."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            yield from _structure(file, path, page)
            for letters in page.marks.garbled if case.book is None else ():
                what = f"letters were decoded wrongly: “{letters}”"
                yield _warning(file, "epub-encoding-wrong", what, path, _ANEW)
        for path, what in _of_ids(file):
            yield fault(file, "epub-id-twice", what, path)


def _of_ids(file: EpubFile) -> Iterator[tuple[str, str]]:
    """Ids of sections and paragraphs are those of the whole book: links by them lead to one place."""
    homes: dict[str, str] = {}
    for path in dict.fromkeys(file.spine):
        for id_ in file.pages[path].ids if path in file.pages else ():
            # A Kobo counts the sentences of each document by itself, and nothing links to them.
            if not id_.startswith("kobo.") and homes.setdefault(id_, path) != path:
                yield path, f"the id {id_!r} stands in {homes[id_]} too"


def _structure(file: EpubFile, path: str, page: Page) -> Iterator[Finding]:
    if page.encoding.upper() not in {"", "UTF-8", "US-ASCII", "ASCII"}:
        yield fault(file, "epub-encoding-wrong", f"it is written as {page.encoding}, not as UTF-8", path)
    for id_ in page.repeated:
        yield fault(file, "epub-id-twice", f"the id {id_!r} stands twice", path)
    if not page.titled:
        yield fault(file, "epub-title-missing", "a document has no title", path)
    if not page.stepped:
        yield fault(file, "epub-headings-skip", "a heading is more than one level below", path)
    for name in page.undescribed:
        hint = "describe it: ![what it shows](photos/…)"
        yield fault(file, "epub-alt-missing", f"nothing says what the picture {name} shows", path, hint)


def marks(case: Case) -> Iterator[Finding]:
    """Whether a voice is told what each element is, and which cells are the heads of a table."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.marks.roles:
                yield fault(file, "epub-role-wrong", what, path)
            for what in page.marks.tables:
                yield _warning(file, "epub-table-headless", what, path, "give the table a first row of heads")


def hidden(case: Case) -> Iterator[Finding]:
    """Whether every word shows: none is hidden by its element, or by a style."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.marks.hidden:
                yield fault(file, "epub-text-hidden", what, path)
            for what in (what for style in page.styles for what in style.hiding):
                yield fault(file, "epub-text-hidden", f"a style hides words: {what}", path)
        for path, sheet in file.sheets.items():
            for what in sheet.faults.hiding:
                yield fault(file, "epub-text-hidden", f"a style hides words: {what}", path)


def sheets(case: Case) -> Iterator[Finding]:
    """Whether styles can be read, and leave the size of letters to the reader."""
    for file in case.epubs.values():
        of_pages = ((path, style) for path, page in file.pages.items() for style in page.styles)
        of_sheets = ((path, sheet.faults) for path, sheet in file.sheets.items())
        for path, faults in chain(of_sheets, of_pages):
            for what in faults.broken:
                yield fault(file, "epub-style-broken", what, path)
            for what in faults.fixed:
                yield fault(file, "epub-style-fixed", f"nobody can enlarge {what}", path)


def texts(case: Case) -> Iterator[Finding]:
    """What may be wrong in the text of a book that nobody has to compare it with."""
    for file in case.epubs.values() if case.book is None else ():
        for path, page in file.pages.items():
            for name in page.marks.unseen:
                yield _warning(
                    file, "epub-text-invisible", f"it holds {name}", path, "take it out of the text"
                )
            for run in page.marks.unmarked:
                what, hint = f"“{run}” is not written like the language around it", "say its language there"
                yield _warning(file, "epub-phrase-unmarked", what, path, hint)
            for what in page.marks.leftovers:
                yield _warning(file, "epub-typography", what, path, _ANEW)


_ANEW = "make the book again from its sources"


def _warning(file: EpubFile, code: str, message: str, path: str, hint: str) -> Finding:
    return Finding(code, Severity.WARNING, message, hint, f"{file.name}!{path}")


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
