"""Sections of the book to findings: can the fonts show every character, are its headings translated?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from anthology import labels
from anthology.checks.case import Case
from anthology.checks.places import NOWHERE, file_place
from anthology.checks.things import PrintedSection
from anthology.model import Finding, Severity

# Characters of these classes are signs to the setter (line ends, joiners, direction) and need no picture.
_NO_PICTURE = frozenset({"Cc", "Cf"})


def glyphs(one: PrintedSection) -> Iterator[Finding]:
    """Characters of a section that no font of the theme can show, each once."""
    for char in sorted(set(one.rendered.text) - one.fonts.characters):
        if unicodedata.category(char) not in _NO_PICTURE:
            yield _missing(one, char)


def _missing(one: PrintedSection, char: str) -> Finding:
    name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return Finding(
        "glyph-missing",
        Severity.ERROR,
        f"the fonts of the layout have no “{char}” ({name}), which “{one.section.title}” uses",
        "replace the character, or choose a layout whose fonts have it",
        one.article.file if one.article else None,
        *(file_place(one.article, one.text, char) if one.article else NOWHERE),
    )


def label_language(case: Case) -> Iterator[Finding]:
    """Whether the words that the tool itself prints exist in the book's language."""
    if case.config is None:
        return
    language, known = case.config.book.language, labels.languages()
    if language not in known and language.partition("-")[0] not in known:
        yield Finding(
            "labels-missing",
            Severity.WARNING,
            f"the headings of the book (Contents, Index…) are not translated into {language!r}: "
            "they will be English",
            f"choose one of {', '.join(known)}, or add locale/{language}/anthology.po to the tool",
            "anthology.toml",
        )
