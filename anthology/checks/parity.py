"""The two finished files to findings: do paper and screen say the same words, section by section?"""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import EPUB, PDF
from anthology.checks.pdf_sections import FOLIO
from anthology.checks.things import MadeSection
from anthology.checks.words import difference, shortened, tokens
from anthology.model import Finding, Severity

# Paper leads to pages and the screen to titles; the imprint of each says which of the two it is.
_APART = frozenset({"index", "imprint"})


def same_words(one: MadeSection) -> Iterator[Finding]:
    """Words of a section that only one of the two has; the numbers of pages and of notes do not count."""
    if one.set is None or one.page is None or one.draft or one.section.kind in _APART:
        return
    seen = difference(tokens(one.page.text), one.words_on_paper)
    for words, where in ((seen.lost, EPUB), (seen.added, PDF)):
        kept = [word for word in words if not FOLIO.fullmatch(word)]
        if kept:
            yield Finding(
                "parity-words",
                Severity.ERROR,
                f"“{one.section.title or one.section.id}”: only {where} has {shortened(kept)}",
                "make both files again; if this comes back, report it as a fault of the tool",
                where,
                page=one.set.pages[0].label if where == PDF else None,
            )
