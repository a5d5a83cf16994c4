"""The two finished files to findings: does all that leads through the book name one thing, in one order?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anthology.checks.case import EPUB, PDF, Case
from anthology.checks.epub_file import REPORT, EpubFile
from anthology.checks.pdf_sections import set_sections
from anthology.checks.words import tokens
from anthology.model import ContentsEntry, Finding, Section, Severity

_Titles = Sequence[str]


def agree(case: Case) -> Iterator[Finding]:
    """Whether bookmarks, both contents of the e-book, its reading order and its headings list one thing.

    And whether the contents that are printed say each of these titles, in that order.
    """
    epub = case.epubs.get(EPUB)
    if epub is None or PDF not in case.pdfs:
        return
    first, *others = _lists(case, epub).items()
    for name, titles in others:
        if titles != first[1]:
            only = [title for title in (*first[1], *titles) if (title in titles) != (title in first[1])]
            what = f"“{only[0]}” is in one of them alone" if only else "they are in another order"
            yield _differ(f"{first[0]} and {name} differ: {what}")
    yield from _printed(case)


def _lists(case: Case, epub: EpubFile) -> Mapping[str, _Titles]:
    nav = epub.item("nav")
    lines = epub.pages[nav.path].contents if nav and nav.path in epub.pages else ()
    lists = {
        "the bookmarks of the PDF": [_line(one.title) for one in case.pdfs[PDF].outline],
        "the contents of the e-book": [_line(title) for title, _ in lines],
        "the headings of the e-book": list(_headings(epub, {path: title for title, path in lines})),
    }
    return lists | ({"the NCX": [_line(title) for title, _ in epub.ncx[1].lines]} if epub.ncx else {})


def _headings(epub: EpubFile, listed: Mapping[str, str]) -> Iterator[str]:
    """The heading of each listed document that the contents mean, in the order of reading."""
    for path in dict.fromkeys(epub.spine):
        headings = epub.pages[path].headings if path in listed and path in epub.pages else ()
        said = [one for one in headings if _line(listed[path]) in _line(one)]
        yield from [_line(listed[path]) if said else _line(headings[0])] if headings else []


def _printed(case: Case) -> Iterator[Finding]:
    """Whether each contents page says its titles in their order."""
    made = set_sections(case.pdfs[PDF], case.sections("print"))
    for one in (one for one in made if one.section.kind == "contents"):
        letters, at = "".join(one.words), 0
        for title in _promised(one.section):
            place = letters.find("".join(tokens(title)), at)
            if place < 0:
                yield _differ(f"the printed contents do not say “{title}” in its turn")
                return
            at = place + 1


def _promised(section: Section) -> Iterator[str]:
    entries = section.data.get("entries", ())
    for entry in entries if isinstance(entries, tuple) else ():
        if isinstance(entry, ContentsEntry):
            yield entry.title


def _line(text: str) -> str:
    return " ".join(text.split())


def _differ(what: str) -> Finding:
    return Finding("contents-disagree", Severity.ERROR, what, REPORT, EPUB)
