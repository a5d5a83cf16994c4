"""Sections of the book to findings: can the fonts show every character, are its headings translated?"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache

from fontTools.ttLib import TTFont, TTLibError

from anthology import labels, resources
from anthology.checks.case import Case
from anthology.checks.places import file_line
from anthology.checks.words import text_of
from anthology.layouts import Layout
from anthology.model import Finding, Section, Severity

# Characters of these classes are signs to the setter (line ends, joiners, direction) and need no picture.
_NO_PICTURE = frozenset({"Cc", "Cf"})


def glyphs(case: Case) -> Iterator[Finding]:
    """Characters that no font of the theme can show; one finding for each character of a section."""
    if case.layout is None or case.book is None:
        return
    known = covered(case.layout)
    for section in case.sections("print"):
        shown = set(text_of(case.printed[section.id])) - known
        for char in sorted(char for char in shown if unicodedata.category(char) not in _NO_PICTURE):
            yield _missing(case, section, char)


def _missing(case: Case, section: Section, char: str) -> Finding:
    article = case.article_of(section)
    name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return Finding(
        "glyph-missing",
        Severity.ERROR,
        f"the fonts of the layout have no “{char}” ({name}), which “{section.title}” uses",
        "replace the character, or choose a layout whose fonts have it",
        article.file if article else None,
        file_line(article, case.texts, char) if article else None,
    )


def covered(layout: Layout) -> frozenset[str]:
    """Every character that some face of the theme has."""
    return frozenset().union(*(_characters(face.file) for face in layout.fonts()))


@cache
def _characters(file: str) -> frozenset[str]:
    try:
        font = TTFont(io.BytesIO(resources.font_bytes(file)), lazy=True)
        return frozenset(map(chr, font.getBestCmap() or {}))
    except (OSError, TTLibError):  # told where the font is used: nothing can be set with it
        return frozenset()


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
