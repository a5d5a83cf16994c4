"""Finished PDF files to findings: what they hold and say of themselves, and whether a word is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from anthology.checks.case import PDF, Case
from anthology.checks.pdf_file import Bookmark, PdfFile, PdfPage
from anthology.checks.pdf_sections import FOLIO, SetSection, set_sections
from anthology.checks.words import difference, shortened, text_of, tokens
from anthology.labels import catalogue
from anthology.model import ContentsEntry, Finding, Section, Severity

_REPORT = "make the book again; if this comes back, report it as a fault of the tool"
_TOLERANCE_MM = 0.1


def readable(case: Case) -> Iterator[Finding]:
    """Whether the finished files can be opened at all."""
    yield from case.unreadable


# --- every file --------------------------------------------------------------------------------------


def fonts(case: Case) -> Iterator[Finding]:
    """Whether every font is of the theme, and in the file."""
    for file in case.pdfs.values():
        for font in file.fonts:
            if not font.embedded:
                yield _error("pdf-font-not-embedded", f"the font {font.name} is not in the file", file.name)
        if case.layout is None:
            continue
        known = {face.family for face in case.layout.fonts()}
        for font in file.fonts:
            if font.family not in known and not any(font.family.startswith(f"{one} ") for one in known):
                yield _error(
                    "pdf-font-foreign",
                    f"the font {font.name} is not one of the layout's",
                    file.name,
                    "name only families of the layout's theme.toml in its style sheets",
                )


def harmless(case: Case) -> Iterator[Finding]:
    """Whether nothing in a file can act: no script, no action, no form, no file inside, no odd link."""
    for file in case.pdfs.values():
        for what in file.active:
            yield _error(
                "pdf-active",
                f"the file holds {what}",
                file.name,
                "links may lead to http, https and mailto addresses only; nothing else may act",
            )


# --- the book ----------------------------------------------------------------------------------------


def properties(case: Case) -> Iterator[Finding]:
    """Whether the file says whose it is, in which language, and what its parts are."""
    file, book = case.pdfs.get(PDF), case.book
    if file is None:
        return
    if not file.tagged:
        yield _error("pdf-not-tagged", "the file is not tagged: it cannot be read aloud in order", file.name)
    if book is None:
        return
    about = book.metadata
    people = (*about.editors, *(one.person for one in book.people))
    if file.title != about.title:
        yield _error("pdf-title-wrong", f"its title is “{file.title}”, not “{about.title}”", file.name)
    if file.language != about.language:
        yield _error(
            "pdf-language-wrong", f"its language is {file.language!r}, not {about.language!r}", file.name
        )
    if people and not any(person.display in file.author for person in people):
        yield _error("pdf-author-missing", "its properties name nobody who made the book", file.name)


def page_size(case: Case) -> Iterator[Finding]:
    """Whether every page has the size that was asked for."""
    file = case.pdfs.get(PDF)
    if file is None or case.layout is None:
        return
    trim = case.layout.trim
    wrong = [page for page in file.pages if not _fits(page, trim.width_mm, trim.height_mm)]
    if wrong:
        page = wrong[0]
        yield _error(
            "pdf-page-size",
            f"{len(wrong)} pages are not {trim.width_mm:g} × {trim.height_mm:g} mm; the first is "
            f"{page.width_mm:.1f} × {page.height_mm:.1f} mm",
            file.name,
            page=page.label,
        )


def _fits(page: PdfPage, width_mm: float, height_mm: float) -> bool:
    return max(abs(page.width_mm - width_mm), abs(page.height_mm - height_mm)) <= _TOLERANCE_MM


def outline(case: Case) -> Iterator[Finding]:
    """Whether the bookmarks are the lines of the contents, and lead where these do."""
    file = case.pdfs.get(PDF)
    if file is None or case.book is None:
        return
    wanted = [
        Bookmark(" ".join(one.title.split()), one.level, file.destinations.get(one.id))
        for one in case.sections("print")
        if one.level
    ]
    found = [Bookmark(" ".join(one.title.split()), one.level, one.page) for one in file.outline]
    if found != wanted:
        lost = [one.title for one in wanted if one not in found]
        where = f"“{lost[0]}” is missing or leads elsewhere" if lost else "their order is another one"
        yield _error(
            "pdf-outline-wrong", f"the bookmarks are not the contents of the book: {where}", file.name
        )


def folios(case: Case) -> Iterator[Finding]:
    """Whether a viewer counts pages as the paper does, and the contents say the true page."""
    file = case.pdfs.get(PDF)
    if file is None:
        return
    if not file.labelled:
        yield _error("pdf-labels-missing", "a viewer cannot show the printed page numbers", file.name)
    for one in set_sections(file, case.sections("print"), _mark(case)):
        yield from _printed_folios(file, one)
        yield from _told_folios(file, one)


def _printed_folios(file: PdfFile, one: SetSection) -> Iterator[Finding]:
    """The last line of a page that carries furniture, where it is a number."""
    for page in one.pages if one.section.heads != ("", "") else ():
        lines = [line.strip() for line in page.text.splitlines() if line.strip()]
        numbers = [line for line in lines if FOLIO.fullmatch(line)]
        if numbers and page.label not in numbers:
            yield _error(
                "pdf-folio-wrong",
                f"the page prints {numbers[-1]}, and a viewer calls it {page.label}",
                file.name,
                page=page.label,
            )


def _told_folios(file: PdfFile, one: SetSection) -> Iterator[Finding]:
    """The number behind each title that a contents page prints."""
    entries = one.section.data.get("entries", ())
    if one.section.kind != "contents" or not isinstance(entries, tuple):
        return
    pairs = list(pairwise(one.words))
    for entry in entries:
        if isinstance(entry, ContentsEntry) and entry.target in file.destinations:
            label = file.pages[file.destinations[entry.target]].label
            yield from _told_folio(file, entry, label, pairs)


def _told_folio(
    file: PdfFile, entry: ContentsEntry, label: str, pairs: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    last = (tokens(entry.title) or [""])[-1]
    told = [number for word, number in pairs if word == last and FOLIO.fullmatch(number)]
    if told and label not in told:
        yield _error(
            "pdf-folio-wrong",
            f"the contents send readers of “{entry.title}” to page {told[0]}; it is on page {label}",
            file.name,
        )


# --- words -------------------------------------------------------------------------------------------


def words(case: Case) -> Iterator[Finding]:
    """Whether every word of every section is in the file, and no other."""
    file = case.pdfs.get(PDF)
    if file is None or case.book is None or case.layout is None:
        return
    sections = case.sections("print")
    there = {one.section.id: one for one in set_sections(file, sections, _mark(case))}
    for section in sections:
        one = there.get(section.id)
        if one is None:
            yield _lost(section, "it is not in the file at all", None)
        else:
            yield from _compared(case, one)


def _mark(case: Case) -> str:
    """What every page of a draft bears: it is set in capitals."""
    book = case.book
    return catalogue(book.metadata.language).gettext("Draft").upper() if book and book.draft else ""


def _compared(case: Case, one: SetSection) -> Iterator[Finding]:
    seen = difference(tokens(text_of(case.printed[one.section.id])), one.words)
    if seen.lost:
        what = f"{len(seen.lost)} words are missing: {shortened(seen.lost)}"
        yield _lost(one.section, what, one.pages[0].label)
    added = tuple(word for word in seen.added if not FOLIO.fullmatch(word))
    if added:
        yield _error(
            "pdf-words-added",
            f"“{_called(one.section)}”: {len(added)} words too many: {shortened(added)}",
            PDF,
            page=one.pages[0].label,
        )


def _lost(section: Section, what: str, page: str | None) -> Finding:
    hint = "make the book again; if this stays, look at the page: text may run off it, or the layout hides it"
    return _error("pdf-words-lost", f"“{_called(section)}”: {what}", PDF, hint, page)


def _called(section: Section) -> str:
    return section.title or section.id


def _error(code: str, message: str, file: str, hint: str = _REPORT, page: str | None = None) -> Finding:
    return Finding(code, Severity.ERROR, message, hint, file, page=page)
