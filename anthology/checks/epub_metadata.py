"""E-books to findings about what the package says of the book and of the people in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import EpubFile, fault
from anthology.model import Finding


def metadata(case: Case) -> Iterator[Finding]:
    """Whether the package says title, language, identifier, date of change, and everybody who took part."""
    for file in case.epubs.values():
        package = file.package
        said = {
            "title": package.titles,
            "language": package.languages,
            "identifier": package.identifiers,
        }
        for name in (name for name, values in said.items() if not any(values)):
            yield fault(file, "epub-metadata-missing", f"the package gives no {name}")
        if not package.dated:
            yield fault(file, "epub-metadata-missing", "the package gives no date of change")
        if not package.accessible:
            yield fault(file, "epub-metadata-missing", "the package does not say for whom it is readable")
        for role in package.roles:
            # MARC relators are three small letters each: https://id.loc.gov/vocabulary/relators
            if not re.fullmatch("[a-z]{3}", role):
                yield fault(file, "epub-metadata-wrong", f"no library knows the role {role!r}")
        yield from _identifiers(file)
        if case.book is not None and file.name == EPUB:
            yield from _of_metadata(case, file)


def _identifiers(file: EpubFile) -> Iterator[Finding]:
    path, ncx = file.ncx or ("", None)
    for identifier in ncx.identifiers if ncx else ():
        if identifier not in file.package.identifiers:
            yield fault(file, "epub-metadata-wrong", "the NCX names another book", path)


def _of_metadata(case: Case, file: EpubFile) -> Iterator[Finding]:
    if case.book is None:
        return
    about, package = case.book.metadata, file.package
    if " ".join(about.title.split()) not in package.titles:
        yield fault(file, "epub-metadata-wrong", f"its title is not “{about.title}”")
    if about.language not in package.languages:
        yield fault(file, "epub-metadata-wrong", f"its language is not {about.language!r}")
    named = frozenset(package.people)
    for person in (*about.editors, *(one.person for one in case.book.people)):
        if person.display not in named:
            yield fault(file, "epub-person-missing", f"the package does not name {person.display}")
