"""E-books to findings about what the package says of the book and of the people in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from anthology.checks.case import EPUB, Case
from anthology.checks.epub_file import DC, NCX, OPF, EpubFile, fault, spaced
from anthology.model import Finding


def metadata(case: Case) -> Iterator[Finding]:
    """Whether the package says title, language, identifier, date of change, and everybody who took part."""
    for file in case.epubs.values():
        said = {
            name: [spaced(line) for line in file.package.iter(f"{DC}{name}")]
            for name in ("title", "language", "identifier", "creator", "contributor")
        }
        for name in ("title", "language", "identifier"):
            if not any(said[name]):
                yield fault(file, "epub-metadata-missing", f"the package gives no {name}")
        if not any(line.get("property") == "dcterms:modified" for line in _metas(file)):
            yield fault(file, "epub-metadata-missing", "the package gives no date of change")
        # EPUB Accessibility 1.1, 3.1: what a reader who cannot see, or cannot hear, has to know beforehand.
        if not any((line.get("property") or "").startswith("schema:access") for line in _metas(file)):
            yield fault(file, "epub-metadata-missing", "the package does not say for whom it is readable")
        for line in _metas(file):
            role = spaced(line)
            # MARC relators are three small letters each: https://id.loc.gov/vocabulary/relators
            if line.get("property") == "role" and not re.fullmatch("[a-z]{3}", role):
                yield fault(file, "epub-metadata-wrong", f"no library knows the role {role!r}")
        yield from _identifiers(file, said["identifier"])
        if case.book is not None and file.name == EPUB:
            yield from _of_metadata(case, file, said)


def _metas(file: EpubFile) -> list[etree._Element]:
    return list(file.package.iter(f"{OPF}meta"))


def _identifiers(file: EpubFile, known: list[str]) -> Iterator[Finding]:
    if file.ncx is not None:
        path, root = file.ncx
        for line in root.iter(f"{NCX}meta"):
            if line.get("name") == "dtb:uid" and line.get("content") not in known:
                yield fault(file, "epub-metadata-wrong", "the NCX names another book", path)


def _of_metadata(case: Case, file: EpubFile, said: Mapping[str, list[str]]) -> Iterator[Finding]:
    if case.book is None:
        return
    about = case.book.metadata
    if " ".join(about.title.split()) not in said["title"]:
        yield fault(file, "epub-metadata-wrong", f"its title is not “{about.title}”")
    if about.language not in said["language"]:
        yield fault(file, "epub-metadata-wrong", f"its language is not {about.language!r}")
    named = {*said["creator"], *said["contributor"]}
    for person in (*about.editors, *(one.person for one in case.book.people)):
        if person.display not in named:
            yield fault(file, "epub-person-missing", f"the package does not name {person.display}")
