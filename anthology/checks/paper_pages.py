"""The two finished files to findings: does each printed page begin at its mark in the e-book, to the word?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from anthology.checks.case import EPUB
from anthology.checks.epub_file import REPORT
from anthology.checks.epub_page import types
from anthology.checks.pdf_sections import FOLIO
from anthology.checks.things import MadeSection
from anthology.checks.words import difference, shortened, tokens
from anthology.model import Finding, Severity

_WORDS = 8
"""How many words at the beginning of a page are compared."""

_SPACES = re.compile("[ \t\r\n]+")
"""At which a line may end; any other space keeps its words together."""

_ELSEWHERE = frozenset({"noteref", "doc-noteref", "doc-backlink"})
_LISTS = (b'class="folio"', b'class="reference')
"""What shows that a section tells the pages of others."""

_TITLED = frozenset({"index"})
"""Sections whose lines lead to pages on paper, and to titles on screen."""


def begin(one: MadeSection) -> Iterator[Finding]:
    """Whether every page of a section that bears words has its mark, before the word that it begins with."""
    if one.set is None or one.page is None or one.draft:
        return
    marked = _marked(one.page_tree)
    pages = {page.label: tokens(text) for page, text in zip(one.set.pages, one.set.texts, strict=True)}
    first = one.set.pages[0].label
    for label, said in pages.items():
        if label in marked:
            if said and not _stands(one, said, marked[label]):
                what = f"page {label} begins with {shortened(said)}, and its mark stands before "
                yield _wrong(one, what + shortened(tokens(marked[label])), label)
        elif said:
            yield _wrong(one, f"page {label} has no mark in the e-book", label)
    for label in marked:
        if label not in pages:
            yield _wrong(one, f"the e-book marks page {label}, which is not among its pages", first)
    if list(marked) != [label for label in pages if label in marked]:
        yield _wrong(one, "the marks of its pages are not in the order of the pages", first)


def _stands(one: MadeSection, paper: Sequence[str], behind: str) -> bool:
    """Whether a page begins at its mark; of lists, whose lines a PDF gives in any order: whether it is it."""
    if one.printed is None or not any(name in one.printed.xhtml for name in _LISTS):
        return _begins(paper, behind, _words_of_pictures(one))
    seen = difference(tokens(behind), paper)
    added = [word for word in seen.added if not FOLIO.fullmatch(word)]
    return not added and (one.section.kind in _TITLED or not seen.lost)


def _marked(root: etree._Element) -> dict[str, str]:
    """The text that follows each mark, up to the next one: notes and their calls are read elsewhere."""
    parts: list[tuple[str, list[str]]] = []
    _gather(next(root.iter("{*}body"), root), parts)
    return {label: "".join(texts) for label, texts in parts}


def _gather(element: etree._Element, parts: list[tuple[str, list[str]]]) -> None:
    if "pagebreak" in types(element):
        parts.append((element.get("aria-label", ""), []))
    elif _ELSEWHERE.isdisjoint({element.get("role") or "", *types(element)}):
        edge = "" if element.tag.rpartition("}")[2] in _PHRASES else "\n"
        _say(parts, edge + (element.text or ""))
        for child in element:
            if isinstance(child.tag, str):
                _gather(child, parts)
            _say(parts, child.tail or "")
        _say(parts, edge)


_PHRASES = frozenset({"a", "abbr", "cite", "code", "em", "i", "b", "small", "span", "strong", "sub", "sup"})


def _say(parts: Sequence[tuple[str, list[str]]], text: str) -> None:
    if parts:
        parts[-1][1].append(text)


def _begins(paper: Sequence[str], behind: str, beside: frozenset[str]) -> bool:
    """Whether a page begins with the words of that text.

    Before them may stand the words of a picture, which may be set later than it is written; a number that
    only paper has may stand anywhere: those of pages and of notes. What no space parts (« l’endurance ») goes
    whole behind the mark, so a page may begin with any word of the first such piece.
    """
    screen = tokens(behind)
    first = len(tokens(_SPACES.split(behind.lstrip(" \t\r\n"), maxsplit=1)[0]))
    starts = [screen[place : place + _WORDS] for place in range(max(first, 1))]
    for start in range(len(paper)):
        if any(_same(paper[start:], wanted) for wanted in starts):
            return True
        if paper[start] not in beside and not FOLIO.fullmatch(paper[start]):
            return False
    return not screen


def _same(paper: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the first words are the same, the very first perhaps cut in two by the end of the page.

    A word that the end of a line divides stands on paper in pieces; the last of a page may be cut as well.
    """
    place, begun = 0, ""
    for word in paper:
        if place == len(wanted):
            break
        if begun + word == wanted[place] or (place == 0 and wanted[0].endswith(word)):
            place, begun = place + 1, ""
        elif place > 0 and not word.isdecimal() and wanted[place].startswith(begun + word):
            begun += word
        elif not FOLIO.fullmatch(word):
            return False
    return True


def _words_of_pictures(one: MadeSection) -> frozenset[str]:
    """The words that stand in the figures of a section."""
    root = one.printed_tree if one.printed else None
    figures = root.iter("{*}figure") if root is not None else ()
    return frozenset(word for figure in figures for word in tokens(" ".join(map(str, figure.itertext()))))


def _wrong(one: MadeSection, what: str, label: str) -> Finding:
    title = one.section.title or one.section.id
    return Finding(
        "epub-page-misplaced", Severity.ERROR, f"“{title}”: {what}", REPORT, EPUB, page=label or None
    )
