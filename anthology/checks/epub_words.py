"""The e-book to findings: does each document say what its section says, to the character?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.checks.case import EPUB
from anthology.checks.epub_file import REPORT
from anthology.checks.things import MadeSection
from anthology.checks.words import difference, shortened, tokens
from anthology.model import Finding, Severity


def words(one: MadeSection) -> Iterator[Finding]:
    """Whether the document of a section says what the section says, to the character."""
    if one.shown is None:
        return
    if one.page is None:
        yield _words(one, "epub-words-lost", "it is not in the e-book at all", EPUB)
    elif one.shown.text != one.page_text:
        yield from _compared(one, one.shown.text, one.page_text, f"{EPUB}!{one.page.path}")


def _compared(one: MadeSection, expected: str, found: str, where: str) -> Iterator[Finding]:
    seen = difference(tokens(expected), tokens(found))
    if seen.lost:
        what = f"{len(seen.lost)} words are missing: {shortened(seen.lost)}"
        yield _words(one, "epub-words-lost", what, where)
    elif seen.added:
        what = f"{len(seen.added)} words too many: {shortened(seen.added)}"
        yield _words(one, "epub-words-added", what, where)
    elif _lined(expected) != _lined(found):
        yield _words(one, "epub-text-differs", "signs or spaces are not those of the text", where)


def _lined(text: str) -> list[str]:
    """The words between the spaces at which a line may break; any other space is a sign."""
    return re.split(r"[ \t\r\n]+", text.strip(" \t\r\n"))


def _words(one: MadeSection, code: str, what: str, where: str) -> Finding:
    title = one.section.title or one.section.id
    return Finding(code, Severity.ERROR, f"“{title}”: {what}", REPORT, where)
