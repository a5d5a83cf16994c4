"""The e-book to findings: does each document say what its section says, to the character?"""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import REPORT
from anthology.checks.words import difference, shortened, text_of, tokens
from anthology.model import Finding, Section, Severity


def words(case: Case) -> Iterator[Finding]:
    """Whether each document says what its section says, to the character."""
    file = case.epubs.get(EPUB)
    if file is None or case.book is None or case.layout is None:
        return
    for section in case.sections("ebook"):
        place = file.document_of(section.id)
        if place is None:
            yield _words(section, "epub-words-lost", "it is not in the e-book at all", EPUB)
            continue
        expected, found = text_of(case.shown[section.id]), text_of(place[1])
        seen = difference(tokens(expected), tokens(found))
        where = f"{EPUB}!{place[0]}"
        if seen.lost:
            what = f"{len(seen.lost)} words are missing: {shortened(seen.lost)}"
            yield _words(section, "epub-words-lost", what, where)
        elif seen.added:
            what = f"{len(seen.added)} words too many: {shortened(seen.added)}"
            yield _words(section, "epub-words-added", what, where)
        elif expected.split() != found.split():
            yield _words(section, "epub-text-differs", "signs or spaces are not those of the text", where)


def _words(section: Section, code: str, what: str, where: str) -> Finding:
    return Finding(code, Severity.ERROR, f"“{section.title or section.id}”: {what}", REPORT, where)
