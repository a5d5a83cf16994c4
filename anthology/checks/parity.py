"""The two finished files to findings: do paper and screen say the same words, section by section?"""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import EPUB, PDF, Case
from anthology.checks.pdf_sections import FOLIO, set_sections
from anthology.checks.words import difference, shortened, text_of, tokens
from anthology.model import Finding, Severity

# Paper leads to pages and the screen to titles; the imprint of each says which of the two it is.
_APART = frozenset({"index", "imprint"})


def same_words(case: Case) -> Iterator[Finding]:
    """Words that only one of the two has; page numbers and the numbers of notes do not count."""
    pdf, epub = case.pdfs.get(PDF), case.epubs.get(EPUB)
    if pdf is None or epub is None or case.book is None or case.book.draft:
        return
    both = [one for one in case.sections("print") if "ebook" in one.media and one.kind not in _APART]
    for one in set_sections(pdf, case.sections("print")):
        place = epub.document_of(one.section.id) if one.section in both else None
        if place is None:
            continue
        seen = difference(tokens(text_of(place[1])), one.words)
        for words, where in ((seen.lost, EPUB), (seen.added, PDF)):
            kept = [word for word in words if not FOLIO.fullmatch(word)]
            if kept:
                yield Finding(
                    "parity-words",
                    Severity.ERROR,
                    f"“{one.section.title or one.section.id}”: only {where} has {shortened(kept)}",
                    "make both files again; if this comes back, report it as a fault of the tool",
                    where,
                    page=one.pages[0].label if where == PDF else None,
                )
