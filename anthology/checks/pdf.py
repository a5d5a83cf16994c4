"""Finished PDF files to findings: what they hold and say of themselves, and whether a word is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from anthology.checks.case import PDF, Case
from anthology.checks.pdf_sections import FOLIO, printed_folios
from anthology.checks.things import MadeSection
from anthology.checks.word_order import astray
from anthology.checks.words import difference, running_text, shortened, tokens
from anthology.finished import Bookmark, PdfPage
from anthology.model import Finding, Section, Severity

_REPORT = "make the book again; if this comes back, report it as a fault of the tool"
_OFFPRINTS = "offprints/"
_TOLERANCE_MM = 0.1

ACCESSIBLE = (
    "pdf-not-archival",
    "pdf-language-missing",
    "pdf-figure-undescribed",
    "pdf-link-unnamed",
    "pdf-note-unnamed",
    "pdf-headings-skip",
    "pdf-content-untagged",
)
"""The codes of `accessible`."""


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
    for name, acts in case.gated.items():
        for seen in acts.active:
            yield _error(
                "pdf-active",
                f"the file holds {seen.what} ({seen.where})",
                name,
                "links may lead to http, https and mailto addresses only; nothing else may act",
            )


def discreet(case: Case) -> Iterator[Finding]:
    """Whether a file tells nothing of the machines and people that made it, but whose the book is."""
    for name, acts in case.gated.items():
        for seen in acts.private:
            yield _error("pdf-private", f"the file holds {seen.what} ({seen.where})", name)


def accessible(case: Case) -> Iterator[Finding]:
    """Whether the book and its offprints keep what PDF/A-2a and PDF/UA-1 ask and what is easily lost.

    What was made just now is known: to walk through a whole file is for `anthology check`.
    """
    for name, file in case.pdfs.items():
        if (name == PDF or name.startswith(_OFFPRINTS)) and file.tagged and name not in case.read:
            # With the libraries for PDF files, which a build needs for nothing else.
            from anthology.checks import pdf_tags

            yield from pdf_tags.accessible(name, case.outputs[name])


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


def labels(case: Case) -> Iterator[Finding]:
    """Whether a viewer counts pages as the paper does."""
    file = case.pdfs.get(PDF)
    if file is not None and not file.labelled:
        yield _error("pdf-labels-missing", "a viewer cannot show the printed page numbers", file.name)


def folios(one: MadeSection) -> Iterator[Finding]:
    """Whether each page of a section prints its number, and the contents say the true page."""
    if one.set is not None:
        for page in one.set.pages if one.section.heads != ("", "") else ():
            yield from _printed_folio(page, one.section.heads)
        yield from _told_folios(one)
        yield from _sent_elsewhere(one)


def _printed_folio(page: PdfPage, heads: Sequence[str]) -> Iterator[Finding]:
    """The folio of a page that carries furniture: the last number that stands as one."""
    numbers = printed_folios(page, heads)
    if numbers and page.label not in numbers:
        yield _error(
            "pdf-folio-wrong",
            f"the page prints {numbers[-1]}, and a viewer calls it {page.label}",
            PDF,
            page=page.label,
        )


def _told_folios(one: MadeSection) -> Iterator[Finding]:
    """The number behind each title that a contents page prints."""
    told: dict[str, list[str]] = {}
    for word, number in pairwise(one.words_on_paper) if one.promised else ():
        if FOLIO.fullmatch(number):
            told.setdefault(word, []).append(number)
    for title, label in one.promised:
        numbers = told.get((tokens(title) or [""])[-1], [])
        if numbers and label not in numbers:
            yield _error(
                "pdf-folio-wrong",
                f"the contents send readers of “{title}” to page {numbers[0]}; it is on page {label}",
                PDF,
            )


def _sent_elsewhere(one: MadeSection) -> Iterator[Finding]:
    """Page numbers of an index or of a list of authors that are not those of the places they mean."""
    if one.promised or one.printed is None or b'class="reference' not in one.printed.xhtml:
        return
    wanted, found = (
        Counter(_with_numbers(words_)) for words_ in (tokens(one.printed.text), one.words_on_paper)
    )
    wrong = dict((found - wanted).elements())
    for word, label in wanted - found:
        if word in wrong:
            yield _error(
                "pdf-folio-wrong",
                f"“{_called(one.section)}” sends readers of “{word}” to page {wrong[word]}; it is {label}",
                PDF,
                page=one.set.pages[0].label if one.set else None,
            )


def _with_numbers(words_: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each number with the last word before it that is none."""
    last = ""
    for word in words_:
        if word.isdigit():
            yield last, word
        else:
            last = word


# --- words -------------------------------------------------------------------------------------------


def words(one: MadeSection) -> Iterator[Finding]:
    """Whether every word of a section is in the file, and no other."""
    if one.printed is None:
        return
    if one.set is None:
        yield _lost(one.section, "it is not in the file at all", None)
        return
    seen = difference(tokens(one.printed.text), one.words_on_paper)
    if seen.lost:
        what = f"{len(seen.lost)} words are missing: {shortened(seen.lost)}"
        yield _lost(one.section, what, one.set.pages[0].label)
    added = tuple(word for word in seen.added if not FOLIO.fullmatch(word))
    if added:
        yield _error(
            "pdf-words-added",
            f"“{_called(one.section)}”: {len(added)} words too many: {shortened(added)}",
            PDF,
            page=one.set.pages[0].label,
        )


def order(one: MadeSection) -> Iterator[Finding]:
    """Whether the words of a text stand in the order in which they were written."""
    if one.printed is None or one.set is None:
        return
    found = astray(tokens(running_text(one.printed_tree)), tokens(one.printed.text), one.words_on_paper)
    if found:
        words_ = [one.words_on_paper[place] for place in found]
        yield _error(
            "pdf-words-disordered",
            f"“{_called(one.section)}”: {len(found)} words stand in another order than they were written: "
            f"{shortened(words_)}",
            PDF,
            "look at the page: the layout turns the order of its pieces",
            one.set.pages[0].label,
        )


def _lost(section: Section, what: str, page: str | None) -> Finding:
    hint = "make the book again; if this stays, look at the page: text may run off it, or the layout hides it"
    return _error("pdf-words-lost", f"“{_called(section)}”: {what}", PDF, hint, page)


def _called(section: Section) -> str:
    return section.title or section.id


def _error(code: str, message: str, file: str, hint: str = _REPORT, page: str | None = None) -> Finding:
    return Finding(code, Severity.ERROR, message, hint, file, page=page)
