"""The package document and the NCX of an e-book to what the checks need of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from anthology.checks.epub_page import resolved, spaced

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """A line of the manifest: where the file is in the archive, and what is said of it."""

    id: str
    path: str
    media_type: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says. `spine` are ids of the manifest; `linked` files that only a link names.

    `people` are those who made the book and those who helped; `roles` what somebody is said to have been;
    `dated` and `accessible` say whether it gives a date of change, and for whom the e-book is readable.
    """

    manifest: tuple[ManifestItem, ...]
    spine: tuple[str, ...]
    linked: tuple[str, ...]
    titles: tuple[str, ...]
    languages: tuple[str, ...]
    identifiers: tuple[str, ...]
    people: tuple[str, ...]
    roles: tuple[str, ...]
    dated: bool
    accessible: bool


@dataclass(frozen=True, slots=True)
class Ncx:
    """The contents for old readers: (title, path) of each line, and the books it says it is of."""

    lines: tuple[tuple[str, str], ...]
    identifiers: tuple[str, ...]
    broken: str = ""


def read_package(path: str, root: etree._Element) -> Package:
    """What the package document at that path of the archive says."""
    metas = list(root.iter(f"{OPF}meta"))
    properties = {line.get("property") or "" for line in metas}

    def said(*names: str) -> tuple[str, ...]:
        return tuple(spaced(line) for name in names for line in root.iter(f"{DC}{name}"))

    return Package(
        manifest=tuple(_manifest(root, path)),
        spine=tuple(line.get("idref", "") for line in root.iter(f"{OPF}itemref")),
        linked=tuple(resolved(path, line.get("href", "")) for line in root.iter(f"{OPF}link")),
        titles=said("title"),
        languages=said("language"),
        identifiers=said("identifier"),
        people=said("creator", "contributor"),
        roles=tuple(dict.fromkeys(spaced(line) for line in metas if line.get("property") == "role")),
        dated="dcterms:modified" in properties,
        # EPUB Accessibility 1.1, 3.1: what a reader who cannot see, or cannot hear, has to know beforehand.
        accessible=any(name.startswith("schema:access") for name in properties),
    )


def _manifest(root: etree._Element, path: str) -> Iterator[ManifestItem]:
    for line in root.iter(f"{OPF}item"):
        yield ManifestItem(
            line.get("id", ""),
            resolved(path, line.get("href", "")),
            line.get("media-type", ""),
            tuple(line.get("properties", "").split()),
        )


def read_ncx(path: str, root: etree._Element) -> Ncx:
    """What the NCX at that path of the archive says."""
    points = ((one.find(f"{NCX}navLabel"), one.find(f"{NCX}content")) for one in root.iter(f"{NCX}navPoint"))
    metas = (line for line in root.iter(f"{NCX}meta") if line.get("name") == "dtb:uid")
    return Ncx(
        lines=tuple(
            (spaced(label), resolved(path, content.get("src", "")))
            for label, content in points
            if label is not None and content is not None
        ),
        identifiers=tuple(line.get("content", "") for line in metas),
    )
