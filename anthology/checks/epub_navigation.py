"""E-books to findings about what leads through the book: contents, NCX, headings, reading order."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import NCX, XHTML, EpubFile, fault, resolved, spaced, types
from anthology.model import Finding

_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))


def navigation(case: Case) -> Iterator[Finding]:
    """Whether contents, NCX and reading order agree with each other, with the headings, with the book."""
    for file in case.epubs.values():
        nav, ncx = _nav(file), _ncx(file)
        if not nav:
            yield fault(file, "epub-contents-wrong", "the e-book has no contents that a reader could use")
        if ncx is not None and nav != ncx:
            yield fault(file, "epub-contents-wrong", "the two contents (nav and NCX) say different things")
        order = [file.spine.index(path) for _, path in nav if path in file.spine]
        if len(order) != len(nav) or order != sorted(order):
            yield fault(file, "epub-order-wrong", "the contents are not in the order of reading")
        for title, path in nav:
            root = file.documents.get(path)
            if root is not None and not any(title in spaced(one) for one in root.iter(*_HEADINGS)):
                yield fault(
                    file, "epub-contents-wrong", f"no heading says “{title}”, as the contents do", path
                )
        if case.book is not None and file.name == EPUB:
            yield from _of_book(case, file, nav)


def _of_book(case: Case, file: EpubFile, nav: list[tuple[str, str]]) -> Iterator[Finding]:
    sections = case.sections("ebook")
    wanted = [" ".join(section.title.split()) for section in sections if section.level]
    found = [title for title, _ in nav]
    if found != wanted:
        lost = [title for title in wanted if title not in found]
        where = f"“{lost[0]}” is missing" if lost else "their order is another one"
        yield fault(file, "epub-contents-wrong", f"the contents are not those of the book: {where}")
    places = [file.document_of(section.id) for section in sections]
    order = [file.spine.index(place[0]) for place in places if place]
    if order != sorted(order):
        yield fault(file, "epub-order-wrong", "the reading order is not that of the book")


def _nav(file: EpubFile) -> list[tuple[str, str]]:
    """(title, path) of each line of the contents in the navigation document."""
    item = file.item("nav")
    root = file.documents.get(item.path) if item else None
    if item is None or root is None:
        return []
    tables = [nav for nav in root.iter(f"{XHTML}nav") if "toc" in types(nav)]
    lines = (link for nav in tables[:1] for link in nav.iter(f"{XHTML}a"))
    return [(spaced(link), resolved(item.path, link.get("href", ""))) for link in lines]


def _ncx(file: EpubFile) -> list[tuple[str, str]] | None:
    """The same lines in the NCX, where there is one."""
    if file.ncx is None:
        return None
    path, root = file.ncx
    points = ((one.find(f"{NCX}navLabel"), one.find(f"{NCX}content")) for one in root.iter(f"{NCX}navPoint"))
    return [
        (spaced(label), resolved(path, content.get("src", "")))
        for label, content in points
        if label is not None and content is not None
    ]
