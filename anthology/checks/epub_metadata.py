"""E-books to findings about what the package says of the book, of its readers, and of the people in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.checks.epub_package import Named
from anthology.checks.epub_vocabulary import CONFORMANCE, FEATURES, HAZARDS, MODES
from anthology.model import Book, Contributor, Finding
from anthology.names import Person

_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""EPUB 3.3, 5.5.3.3."""
_TOLD = (
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
)
"""What a reader who cannot see, or cannot hear, has to know beforehand (EPUB Accessibility 1.1, 3.1)."""
_RELATORS = {
    "author": "aut",
    "photographer": "pht",
    "illustrator": "ill",
    "interviewer": "ivr",
    "interviewee": "ive",
    "editor": "edt",
    "translator": "trl",
    "proofreader": "pfr",
    "video": "vdg",
    "sound": "rce",
    "layout": "bkd",
}
"""MARC relators, written down a second time: what the writer has wrong must not be right here."""


def metadata(case: Case) -> Iterator[Finding]:
    """Whether the package says title, language, identifier, date of change, and everybody who took part."""
    for file in case.epubs.values():
        package = file.package
        said = {
            "title": package.titles,
            "language": package.languages,
            "identifier": (package.identifier,),
            "language of its own": (package.language,),
        }
        for name in (name for name, values in said.items() if not any(values)):
            yield fault(file, "epub-metadata-missing", f"the package gives no {name}")
        if not package.modified:
            yield fault(file, "epub-metadata-missing", "the package gives no date of change")
        for value in package.modified:
            if not _MODIFIED.fullmatch(value):
                yield fault(file, "epub-metadata-wrong", f"{value!r} is no date of change")
        for id_ in package.dangling:
            yield fault(file, "epub-metadata-wrong", f"it speaks of {id_!r}, which is not there")
        if not package.version.startswith("3."):
            yield fault(file, "epub-metadata-wrong", f"the package is of version {package.version!r}")
        yield from _named(file, case.book)
        yield from _identifiers(file)
        yield from _accessibility(file)
        if case.book is not None and file.name == EPUB:
            yield from _of_book(case.book, file)


def _named(file: EpubFile, book: Book | None) -> Iterator[Finding]:
    people = file.package.people
    if not any(one.made for one in people) and (book is None or book.people or book.metadata.editors):
        yield fault(file, "epub-metadata-missing", "the package does not say who made the book")
    for one in people:
        # MARC relators are three small letters each: https://id.loc.gov/vocabulary/relators
        if one.role and not re.fullmatch("[a-z]{3}", one.role):
            yield fault(file, "epub-metadata-wrong", f"no library knows the role {one.role!r}")
        if not one.name or not one.role or not one.file_as:
            yield fault(file, "epub-metadata-wrong", f"{one.name or 'somebody'} is named by half")


def identified(outputs: Mapping[str, bytes], identifier: str) -> bool:
    """Whether one of some files is an e-book that bears an identifier."""
    return any(identifier in file.package.identifiers for file in Case(outputs=outputs).epubs.values())


def _identifiers(file: EpubFile) -> Iterator[Finding]:
    path, ncx = file.ncx or ("", None)
    for identifier in ncx.identifiers if ncx else ():
        if identifier not in file.package.identifiers:
            yield fault(file, "epub-metadata-wrong", "the NCX names another book", path)


# --- for whom it is readable -------------------------------------------------------------------------


_KNOWN = {"accessMode": MODES, "accessibilityFeature": FEATURES, "accessibilityHazard": HAZARDS}


def _accessibility(file: EpubFile) -> Iterator[Finding]:
    """Whether the package says for whom it is readable, in words that libraries know, and truly."""
    access = file.package.access
    for name in _TOLD:
        if name not in {one for one, _ in access}:
            what = f"the package does not say for whom it is readable ({name})"
            yield fault(file, "epub-metadata-missing", what)
    for name, value in access:
        if not value or value not in _KNOWN.get(name, {value}):
            yield fault(file, "epub-metadata-wrong", f"no library knows {name} {value!r}")
    for claim in file.package.conforms:
        if not CONFORMANCE.fullmatch(claim):
            yield fault(file, "epub-metadata-wrong", f"no library knows the standard {claim!r}")
    for what in _untrue(file):
        yield fault(file, "epub-claim-untrue", what)


def _untrue(file: EpubFile) -> Iterator[str]:
    """Claims that the pages do not bear out."""
    features = {value for name, value in file.package.access if name == "accessibilityFeature"}
    modes = {value for name, value in file.package.access if name == "accessMode"}
    pages = file.pages.values()
    shown = [one for page in pages for one in page.pictures]
    if "alternativeText" in features and (not shown or any(page.undescribed for page in pages)):
        yield "it claims that every picture is described"
    if "visual" not in modes and any(one.alt for one in shown if not _is_cover(file, one.path)):
        yield "it says nothing of its pictures"
    for feature in sorted(features & {"pageNavigation", "pageBreakMarkers", "printPageNumbers"}):
        if not any(page.pages if feature == "pageNavigation" else page.breaks for page in pages):
            yield f"it claims {feature}, and no page of paper is marked"
    if "index" in features and not any("index" in page.types for page in pages):
        yield "it claims an index, and has none"
    if "structuralNavigation" in features and not all(page.stepped for page in pages):
        yield "it claims that headings lead through it, and they skip levels"
    if "displayTransformability" in features and any(sheet.faults.fixed for sheet in file.sheets.values()):
        yield "it claims that its letters can be enlarged, and a style sheet forbids it"
    if "tableOfContents" in features and not any(page.contents for page in pages):
        yield "it claims a table of contents, and has none"


def _is_cover(file: EpubFile, path: str) -> bool:
    item = file.item("cover-image")
    return item is not None and item.path == path


# --- what the book says ------------------------------------------------------------------------------


def _of_book(book: Book, file: EpubFile) -> Iterator[Finding]:
    about, package = book.metadata, file.package
    titles = [" ".join(title.split()) for title in (about.title, about.subtitle) if title]
    if list(package.titles) != titles:
        yield fault(file, "epub-metadata-wrong", f"its title is not “{' – '.join(titles)}”")
    if package.languages[:1] != (about.language,) or package.language != about.language:
        yield fault(file, "epub-metadata-wrong", f"its language is not {about.language!r}")
    if package.identifier != about.identifier:
        yield fault(file, "epub-metadata-wrong", "it is the identifier of another book")
    said = Counter(package.said)
    for name, value in (
        ("publisher", about.publisher or about.school),
        ("date", about.date),
        ("rights", about.rights),
        ("description", about.description),
    ):
        if value and not said[name, " ".join(value.split())]:
            yield fault(file, "epub-metadata-wrong", f"its {name} is not “{value[:60]}”")
    yield from _people(book, file)
    yield from _authors(book, file)


def _people(book: Book, file: EpubFile) -> Iterator[Finding]:
    """Everybody is named for each of their roles as the book names them, and nobody else."""
    language = book.metadata.language
    wanted = {_entry(person, "editor", language): person for person in book.metadata.editors}
    wanted |= {_entry(one.person, role, language): one.person for one in book.people for role, _ in one.roles}
    found = {(one.name, one.role, one.file_as) for one in file.package.people}
    for (name, role, file_as), _ in wanted.items():
        if (name, role, file_as) not in found:
            what = f"the package does not name {name} ({role}, listed as {file_as})"
            yield fault(file, "epub-person-missing", what)
    for one in file.package.people:
        if (one.name, one.role, one.file_as) not in wanted:
            yield fault(file, "epub-person-missing", f"{_told(one)} is named, and is not in the book")
    for person in book.metadata.editors:
        if not any(one.made and one.name == person.display for one in file.package.people):
            yield fault(file, "epub-person-missing", f"{person.display} is not named as who made the book")


def _entry(person: Person, role: str, language: str) -> tuple[str, str, str]:
    return _plain(person.display), _RELATORS.get(role, "ctb"), _plain(person.inverted_in(language))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _told(one: Named) -> str:
    return f"{one.name} ({one.role})"


def _authors(book: Book, file: EpubFile) -> Iterator[Finding]:
    """Whether the authors of each article are said to be those of its document."""
    ids = {item.path: item.id for item in file.manifest}
    for section in book.sections:
        home = file.homes.get(section.id)
        authors = sorted(_plain(one.person.display) for one in _byline(section.data.get("byline", ())))
        if home is None or "ebook" not in section.media:
            continue
        said = sorted(name for id_, name in file.package.authors if id_ == ids.get(home))
        if said != authors:
            yield fault(file, "epub-person-missing", f"“{section.title}” is said to be by {said}", home)


def _byline(byline: object) -> Iterable[Contributor]:
    entries = byline if isinstance(byline, tuple) else ()
    return (one for one in entries if isinstance(one, Contributor) and one.role == "author")
