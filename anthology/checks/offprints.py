"""Offprints to findings: one for each article, with the pages and folios of the book, and a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anthology.checks.case import PDF, Case
from anthology.checks.words import tokens
from anthology.finished import PdfFile, PdfPage
from anthology.labels import catalogue
from anthology.model import Contributor, Finding, Section, Severity

FOLDER = "offprints/"
_ARTICLE = "article"
_AGAIN = "make the offprints again; if this comes back, report it as a fault of the tool"


def complete(case: Case) -> Iterator[Finding]:
    """Whether each article has its offprint, and no other thing has one."""
    files = _files(case)
    if not files or case.book is None:
        return
    found = {home: name for name, file in files.items() if (home := _home(file))}
    for section in _articles(case):
        if section.id not in found:
            yield _error("offprint-missing", f"“{section.title}” has no offprint", FOLDER)
    homes = {section.id for section in _articles(case)}
    for name in sorted(set(files) - {name for home, name in found.items() if home in homes}):
        yield _error("offprint-extra", "it holds no article of the book", name)


def pages(case: Case) -> Iterator[Finding]:
    """Whether each has the pages of the book, with the numbers they have there."""
    book = case.pdfs.get(PDF)
    for section, file in _pairs(case) if book else ():
        wanted = _in_book(case, book, section) if book else []
        front = file.destinations[section.id]
        found = file.pages[front:]
        if [page.label for page in found] != [page.label for page in wanted]:
            yield _error(
                "offprint-folios",
                f"its pages are {_span(found)}; in the book “{section.title}” has {_span(wanted)}",
                file.name,
            )
        elif lost := [one.label for one, other in zip(wanted, found, strict=True) if not _same(one, other)]:
            yield _error("offprint-words", "a page does not say what it says in the book", file.name, lost[0])


def reference(case: Case) -> Iterator[Finding]:
    """Whether the page in front tells title, authors, book and pages, and the file says whose it is."""
    book = case.pdfs.get(PDF)
    for section, file in _pairs(case) if book else ():
        front = [word for page in file.pages[: file.destinations[section.id]] for word in tokens(page.text)]
        names = _names(section)
        labels = [page.label for page in _in_book(case, book, section)] if book else []
        title = case.book.metadata.title if case.book else ""
        for what in (section.title, title, *names, labels[0], labels[-1]):
            if not _holds(front, tokens(what)):
                yield _error("offprint-reference", f"the page in front does not tell “{what}”", file.name)
        said = (file.title, file.language, file.tagged)
        if said != (section.title, section.language, True) or any(one not in file.author for one in names):
            yield _error(
                "offprint-properties",
                "its properties do not say title, authors and language of the article",
                file.name,
            )


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether words stand in a text one after the other."""
    return re.search(rf"(?:^| ){re.escape(' '.join(part))}(?: |$)", " ".join(words)) is not None


def _files(case: Case) -> dict[str, PdfFile]:
    return {name: file for name, file in case.pdfs.items() if name.startswith(FOLDER)}


def _articles(case: Case) -> list[Section]:
    return [one for one in case.sections("print") if one.kind == _ARTICLE]


def _home(file: PdfFile) -> str:
    """The id of the article that an offprint holds, empty if none."""
    return next((id_ for id_ in file.destinations if id_.startswith(f"{_ARTICLE}-") and "--" not in id_), "")


def _pairs(case: Case) -> Iterator[tuple[Section, PdfFile]]:
    """Each article that has an offprint, with it."""
    by_home = {_home(file): file for file in _files(case).values()}
    for section in _articles(case):
        if section.id in by_home:
            yield section, by_home[section.id]


def _in_book(case: Case, book: PdfFile, section: Section) -> Sequence[PdfPage]:
    """The pages of a section, up to the next one; empty ones before that are no part of it."""
    start = book.destinations.get(section.id, 0)
    others = sorted(
        book.destinations[one.id] for one in case.sections("print") if one.id in book.destinations
    )
    end = next((place for place in others if place > start), len(book.pages))
    mark = _letters(_mark(case))
    while end > start + 1 and _letters(book.pages[end - 1].text) in ("", mark):
        end -= 1
    return book.pages[start:end]


def _letters(text: str) -> str:
    """What stands on a page, whatever its case and lines: a turned mark is read letter by letter."""
    return "".join(text.split()).casefold()


def _mark(case: Case) -> str:
    """What every page of a draft bears, the empty ones too."""
    book = case.book
    return catalogue(book.metadata.language).gettext("Draft") if book and book.draft else ""


def _names(section: Section) -> list[str]:
    credited = section.data.get("byline", ())
    people = credited if isinstance(credited, tuple) else ()
    return [one.person.display for one in people if isinstance(one, Contributor)]


def _same(one: PdfPage, other: PdfPage) -> bool:
    return tokens(one.text) == tokens(other.text)


def _span(found: Sequence[PdfPage]) -> str:
    return f"{found[0].label}–{found[-1].label}" if found else "none"


def _error(code: str, message: str, file: str, page: str | None = None) -> Finding:
    return Finding(code, Severity.ERROR, message, _AGAIN, file, page=page)
