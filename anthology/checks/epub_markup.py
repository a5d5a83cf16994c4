"""The e-book to findings: is each document built of what its template made, element by element?

Words are compared to the character elsewhere; here it is what stands around them: which element, in which
language, with which role, described how, leading where.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import REPORT, EpubFile, fault
from anthology.checks.epub_page import OPS, XHTML, XML, is_decoration, is_page_mark
from anthology.checks.epub_sheet import faults_of
from anthology.checks.things import MadeSection
from anthology.model import Finding, Severity

_OF_PICTURES = frozenset({"src", "width", "height"})
"""What the e-book says of a picture in its own way; `epub_pictures` looks at it."""

_Step = tuple[str, tuple[tuple[str, str], ...]]
"""The name of an element, or of its end, and its attributes."""


def built(one: MadeSection) -> Iterator[Finding]:
    """Whether a document has the elements of its section, each with the attributes that its template gave."""
    if one.shown is None or one.page is None:
        return
    made, found = one.shown.root(), one.page_tree
    for wanted, there in zip_longest(_steps(made), _steps(found)):
        if wanted != there:
            title = one.section.title or one.section.id
            what = f"“{title}”: {_told(there)} stands where {_told(wanted)} should"
            yield Finding("epub-markup-differs", Severity.ERROR, what, REPORT, f"{EPUB}!{one.page.path}")
            return


def _steps(root: etree._Element) -> Iterator[_Step]:
    """Each beginning and end of an element, in order; where pages of paper begin is no part of the text."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or is_page_mark(element):
            continue
        name = element.tag.rpartition("}")[2]
        yield (name, tuple(_attributes(name, element))) if event == "start" else (f"/{name}", ())


def _attributes(name: str, element: etree._Element) -> Iterator[tuple[str, str]]:
    said = {str(key): str(value) for key, value in element.attrib.items()}
    language = said.pop(f"{XML}lang", "")
    if language and "lang" not in said:
        said["lang"] = language
    if name == "img" and is_decoration(element):
        said = {"class": said.get("class", ""), "decoration": "yes"}
    for key in sorted(said):
        if not (name == "img" and key in _OF_PICTURES):
            yield key.replace(OPS, "epub:").replace(XHTML, ""), said[key]


def _told(step: _Step | None) -> str:
    if step is None:
        return "nothing"
    said = "".join(f' {key}="{value[:60]}"' for key, value in step[1])
    return f"<{step[0]}{said}>"


def styles(case: Case) -> Iterator[Finding]:
    """Whether each style sheet says what that of the layout says, but for faces that are not carried."""
    file = case.epubs.get(EPUB)
    if file is None or case.layout is None or case.book is None:
        return
    wanted = case.layout.style_sheets("ebook")
    there = {path.rpartition("/")[2]: path for path in file.sheets}
    for name, text in wanted.items():
        if name not in there:
            yield fault(file, "epub-style-differs", f"the style sheet {name} is missing")
        elif file.sheets[there[name]].faults.rules != faults_of(text).rules:
            yield fault(file, "epub-style-differs", "it is not the one of the layout", there[name])
    yield from _strangers(file, wanted.keys(), there)


def _strangers(file: EpubFile, wanted: object, there: dict[str, str]) -> Iterator[Finding]:
    for name in there.keys() - set(wanted):  # type: ignore[call-overload]
        yield fault(file, "epub-style-differs", "the layout has no such style sheet", there[name])
