"""The package document and the NCX of an e-book to what the checks need of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from anthology.checks.epub_acts import is_inside
from anthology.checks.epub_page import XML, PageMark, resolved, spaced
from anthology.checks.private_words import told_in
from anthology.checks.web_addresses import leads_to_the_web

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
class Named:
    """Somebody who is named: the name, what they did (a MARC relator), and where they stand in a list.

    `made` is True for those who made the whole (`dc:creator`).
    """

    name: str
    role: str
    file_as: str
    made: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says. `spine` are ids of the manifest; `linked` files that only a link names.

    `people` are those who made the book and those who helped; `authors` are (id of a document, name);
    `modified` is when it was changed; `access` are (property, value) about who can read it, `conforms` the
    standards that it claims to keep; `said` are (element, value) of every other line of Dublin Core.
    `dangling` are ids that a line is about and nothing has; `apart` those of the spine that are not in the
    line of reading; `ncx` and `cover` the ids that are named as such; `key` that of its identifier. `active`
    is what would be run or fetched, `private` what tells where it was made.
    """

    manifest: tuple[ManifestItem, ...]
    spine: tuple[str, ...]
    linked: tuple[str, ...]
    titles: tuple[str, ...]
    languages: tuple[str, ...]
    identifiers: tuple[str, ...]
    people: tuple[Named, ...]
    authors: tuple[tuple[str, str], ...]
    modified: tuple[str, ...]
    access: tuple[tuple[str, str], ...]
    conforms: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    dangling: tuple[str, ...]
    apart: tuple[str, ...]
    ncx: str
    cover: str
    language: str
    version: str
    identifier: str
    active: tuple[str, ...]
    private: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ncx:
    """The contents for old readers: (title, path) of each line, and the books it says it is of.

    `pages` are (label, path, id) of each page of paper.
    """

    lines: tuple[tuple[str, str], ...]
    identifiers: tuple[str, ...]
    broken: str = ""
    pages: tuple[PageMark, ...] = ()


def read_package(path: str, root: etree._Element) -> Package:
    """What the package document at that path of the archive says."""
    metas = list(root.iter(f"{OPF}meta"))

    def said(*names: str) -> tuple[str, ...]:
        return tuple(spaced(line) for name in names for line in root.iter(f"{DC}{name}"))

    return Package(
        manifest=tuple(_manifest(root, path)),
        spine=tuple(line.get("idref", "") for line in root.iter(f"{OPF}itemref")),
        linked=tuple(resolved(path, line.get("href", "")) for line in root.iter(f"{OPF}link")),
        titles=said("title"),
        languages=said("language"),
        identifiers=said("identifier"),
        people=tuple(_people(root, metas)),
        authors=tuple(
            (line.get("refines", "").removeprefix("#"), spaced(line))
            for line in metas
            if line.get("property") == "dcterms:creator"
        ),
        modified=tuple(spaced(line) for line in metas if line.get("property") == "dcterms:modified"),
        access=tuple(_access(metas)),
        conforms=tuple(_conforms(root, metas)),
        said=tuple(_said(root)),
        dangling=tuple(_dangling(root)),
        apart=tuple(
            line.get("idref", "") for line in root.iter(f"{OPF}itemref") if line.get("linear") == "no"
        ),
        ncx=next((line.get("toc", "") for line in root.iter(f"{OPF}spine")), ""),
        cover=next((line.get("content", "") for line in metas if line.get("name") == "cover"), ""),
        language=root.get(f"{XML}lang", ""),
        version=root.get("version", ""),
        identifier=_identifier(root),
        active=tuple(dict.fromkeys(_active(root))),
        private=tuple(dict.fromkeys(told_in(" ".join(_values(root))))),
    )


def _active(root: etree._Element) -> Iterator[str]:
    """What a reading system would run or fetch for the package."""
    for element in root.iter("{*}*"):
        space, _, name = str(element.tag).rpartition("}")
        known = name in _ELEMENTS if f"{space}}}" == OPF else f"{space}}}" == DC
        if not known:
            yield f"a <{name}> element"
        if name == "item" and not is_inside(element.get("href", "")):
            yield f"a file elsewhere, {element.get('href', '')[:60]!r}"
        if name == "itemref" and element.get("media-overlay"):
            yield "sound that plays"
        if name == "link" and not (is_inside(href := element.get("href", "")) or leads_to_the_web(href)):
            yield f"the address {href[:60]!r}"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words("package metadata manifest item spine itemref guide reference meta link")


def _values(root: etree._Element) -> Iterator[str]:
    """Every text and every value of the package."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield f"<!--{element.text}-->"
        else:
            yield from (element.text or "", *map(str, element.attrib.values()))


def _people(root: etree._Element, metas: list[etree._Element]) -> Iterator[Named]:
    about: dict[str, dict[str, str]] = {}
    for line in metas:
        known = about.setdefault(line.get("refines", ""), {})
        known.setdefault(line.get("property", ""), spaced(line))
    for made, name in ((True, "creator"), (False, "contributor")):
        for line in root.iter(f"{DC}{name}"):
            known = about.get(f"#{line.get('id', '')}", {})
            yield Named(spaced(line), known.get("role", ""), known.get("file-as", ""), made)


def _access(metas: list[etree._Element]) -> Iterator[tuple[str, str]]:
    """What a reader who cannot see, or cannot hear, has to know beforehand (EPUB Accessibility 1.1, 3.1)."""
    for line in metas:
        prefix, _, name = line.get("property", "").partition(":")
        if prefix == "schema" and name.startswith("access"):
            yield name, spaced(line)


def _conforms(root: etree._Element, metas: list[etree._Element]) -> Iterator[str]:
    yield from (spaced(line) for line in metas if line.get("property") == "dcterms:conformsTo")
    links = (line for line in root.iter(f"{OPF}link") if line.get("rel") == "dcterms:conformsTo")
    yield from (line.get("href", "") for line in links)


def _said(root: etree._Element) -> Iterator[tuple[str, str]]:
    for line in root.iter(f"{DC}*"):
        name = str(line.tag).removeprefix(DC)
        if name not in {"creator", "contributor"}:
            yield name, spaced(line)


def _dangling(root: etree._Element) -> Iterator[str]:
    ids = {line.get("id") for line in root.iter("{*}*")}
    for line in root.iter("{*}*"):
        refined = line.get("refines", "")
        if refined.startswith("#") and refined[1:] not in ids:
            yield refined[1:]


def _identifier(root: etree._Element) -> str:
    """The identifier that the package names as that of the book (EPUB 3.3, 5.3.4)."""
    key = root.get("unique-identifier", "")
    return next((spaced(line) for line in root.iter(f"{DC}identifier") if line.get("id") == key), "")


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
    marks = ((one.find(f"{NCX}navLabel"), one.find(f"{NCX}content")) for one in root.iter(f"{NCX}pageTarget"))
    return Ncx(
        lines=tuple(
            (spaced(label), resolved(path, content.get("src", "")))
            for label, content in points
            if label is not None and content is not None
        ),
        identifiers=tuple(line.get("content", "") for line in metas),
        pages=tuple(
            PageMark(spaced(label), resolved(path, src), src.partition("#")[2])
            for label, content in marks
            if label is not None and content is not None and (src := content.get("src", "")) is not None
        ),
    )
