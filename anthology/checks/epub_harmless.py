"""E-books to findings about what could run, or be fetched from afar."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import Case
from anthology.checks.epub_file import fault
from anthology.model import Finding


def harmless(case: Case) -> Iterator[Finding]:
    """Whether nothing can run, and nothing is fetched from afar."""
    for file in case.epubs.values():
        for path, page in file.pages.items():
            for what in page.active:
                yield fault(file, "epub-active", f"the document holds {what}", path)
        for path, sheet in file.sheets.items():
            for word in sheet.fetched:
                yield fault(file, "epub-active", f"a style sheet fetches {word}…", path)
