"""What leads a reader through an e-book: one outline in, the navigation document, NCX and guide out.

All three are made from the same entries, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from anthology import labels
from anthology.errors import WriteError
from anthology.model import Matter, Metadata, Section
from anthology.numerals import from_roman
from anthology.writers.epub_documents import COVER_PAGE, STYLES, TEXT, Document
from anthology.writers.epub_item import NCX, OPS, XHTML, XHTML_TYPE, XML, Item, element, serialise
from anthology.writers.epub_pages import BEFORE

NAV = "nav.xhtml"
_DEPTH = 2
"""Levels of the contents; Kindle shows no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents, with the lines below it; `href` is relative to `EPUB/`.

    `language` is that of the title.
    """

    id: str
    title: str
    href: str
    language: str
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place every book has: its EPUB 3 type, its EPUB 2 type, its label and its address."""

    type: str
    guide_type: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the printed book: its folio, and the address of its mark, relative to `EPUB/`."""

    folio: str
    href: str

    @property
    def id(self) -> str:
        """The id of its mark."""
        return f"{BEFORE}{self.folio}"


def page_list(documents: Sequence[Document]) -> tuple[Leaf, ...]:
    """The pages of the printed book, as far as the e-book shows what is on them."""
    return tuple(
        Leaf(folio, f"{made.item.path}#{BEFORE}{folio}") for made in documents for folio in made.folios
    )


def outline(sections: Sequence[Section]) -> tuple[Entry, ...]:
    """The contents, in reading order: articles stand below the part that opens before them.

    Raises:
        WriteError: `epub-no-contents`, when no section is listed.
    """
    opened: list[tuple[Entry, list[Entry]]] = []
    for section in sections:
        if section.level == 0:
            continue
        entry = Entry(f"toc-{section.id}", section.title, f"{TEXT}/{section.id}.xhtml", section.language)
        if section.level >= _DEPTH and opened:
            opened[-1][1].append(entry)
        else:
            opened.append((entry, []))
    if not opened:
        raise WriteError(
            "epub-no-contents",
            "the book has nothing that its contents could list",
            hint="put an article into content/articles/",
        )
    return tuple(replace(entry, below=tuple(below)) if below else entry for entry, below in opened)


def landmarks(sections: Sequence[Section], language: str) -> tuple[Landmark, ...]:
    """Cover, contents and the beginning of the text, as far as the book has them."""
    say = labels.catalogue(language).gettext
    contents = next((section for section in sections if section.kind == "contents"), None)
    body = next((section for section in sections if section.matter is Matter.BODY), None)
    found = [
        Landmark("cover", "cover", say("Cover"), f"{TEXT}/cover.xhtml"),
        Landmark("toc", "toc", say("Contents"), f"{TEXT}/{contents.id}.xhtml" if contents else f"{NAV}#toc"),
    ]
    if body:
        found.append(Landmark("bodymatter", "text", say("Start of the text"), f"{TEXT}/{body.id}.xhtml"))
    return tuple(found)


def reading_order(sections: Sequence[Section]) -> tuple[str, ...]:
    """The ids of the spine. A book without a contents page shows the navigation document as one.

    It then stands where a contents page would: after the front matter.
    """
    ids = [COVER_PAGE, *(section.id for section in sections)]
    if not any(section.kind == "contents" for section in sections):
        front = sum(section.matter is Matter.FRONT for section in sections)
        ids.insert(1 + front, "nav")
    return tuple(ids)


def navigation_document(
    metadata: Metadata,
    entries: Sequence[Entry],
    places: Sequence[Landmark],
    styles: Sequence[str],
    leaves: Sequence[Leaf] = (),
) -> Item:
    """`nav.xhtml` (EPUB 3.3, 7): the contents; landmarks and pages, which only reading systems show.

    The labels are plain links: some readers break on an element inside one.
    """
    say = labels.catalogue(metadata.language).gettext
    contents = element(
        f"{XHTML}nav",
        {"id": "toc", "role": "doc-toc", "aria-labelledby": "toc-title", f"{OPS}type": "toc"},
        element(f"{XHTML}h1", {"id": "toc-title"}, say("Contents")),
        _list(entries, metadata.language),
    )
    marks = element(
        f"{XHTML}nav",
        {"id": "landmarks", "aria-labelledby": "landmarks-title", "hidden": "", f"{OPS}type": "landmarks"},
        element(f"{XHTML}h2", {"id": "landmarks-title"}, say("Landmarks")),
        element(f"{XHTML}ol", {}, *map(_mark, places)),
    )
    pages = [_pages(leaves, say("Pages"))] if leaves else []
    links = (
        element(f"{XHTML}link", {"rel": "stylesheet", "type": "text/css", "href": f"{STYLES}/{name}"})
        for name in styles
    )
    root = element(
        f"{XHTML}html",
        {"lang": metadata.language, f"{XML}lang": metadata.language},
        element(f"{XHTML}head", {}, element(f"{XHTML}title", {}, say("Contents")), *links),
        element(f"{XHTML}body", {}, contents, marks, *pages),
    )
    return Item("nav", NAV, XHTML_TYPE, serialise(root), ("nav",))


def _pages(leaves: Sequence[Leaf], label: str) -> etree._Element:
    attributes = {"id": "page-list", "role": "doc-pagelist", "aria-labelledby": "page-list-title"}
    links = (element(f"{XHTML}a", {"href": leaf.href}, leaf.folio) for leaf in leaves)
    return element(
        f"{XHTML}nav",
        {**attributes, "hidden": "", f"{OPS}type": "page-list"},
        element(f"{XHTML}h2", {"id": "page-list-title"}, label),
        element(f"{XHTML}ol", {}, *(element(f"{XHTML}li", {}, link) for link in links)),
    )


def ncx(
    metadata: Metadata, entries: Sequence[Entry], leaves: Sequence[Leaf] = (), order: Sequence[str] = ()
) -> Item:
    """`toc.ncx` for readers of EPUB 2 (OPF 2.0.1, 2.4.1): the same lines and pages under the same ids.

    `order` are the paths of the documents in the order of reading.
    """
    numbers = _play_order(entries, leaves, order)
    figures = [_figure(leaf.folio)[1] for leaf in leaves]
    depth = _DEPTH if any(entry.below for entry in entries) else 1
    facts = {
        "uid": metadata.identifier,
        "depth": str(depth),
        "totalPageCount": str(len(leaves)),
        "maxPageNumber": str(max(figures, default=0)),
    }
    about = {"version": "2005-1", f"{XML}lang": metadata.language}
    root = etree.Element(f"{NCX}ncx", about, nsmap={None: NCX[1:-1]})  # type: ignore[dict-item]
    head = etree.SubElement(root, f"{NCX}head")
    for name, value in facts.items():
        etree.SubElement(head, f"{NCX}meta", {"name": f"dtb:{name}", "content": value})
    _text(root, "docTitle", metadata.title)
    points = etree.SubElement(root, f"{NCX}navMap")
    for entry in entries:
        _point(points, entry, numbers)
    if leaves:
        list_ = etree.SubElement(root, f"{NCX}pageList")
        _text(list_, "navLabel", labels.catalogue(metadata.language).gettext("Pages"))
        for leaf in leaves:
            _target(list_, leaf, numbers)
    data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Item("ncx", "toc.ncx", "application/x-dtbncx+xml", data)


def _list(entries: Sequence[Entry], language: str) -> etree._Element:
    return element(f"{XHTML}ol", {}, *(_line(entry, language) for entry in entries))


def _line(entry: Entry, language: str) -> etree._Element:
    foreign = {"lang": entry.language, f"{XML}lang": entry.language} if entry.language != language else {}
    link = element(f"{XHTML}a", {"href": entry.href, **foreign}, entry.title)
    below = [_list(entry.below, language)] if entry.below else []
    return element(f"{XHTML}li", {"id": entry.id}, link, *below)


def _mark(place: Landmark) -> etree._Element:
    link = element(f"{XHTML}a", {"href": place.href, f"{OPS}type": place.type}, place.label)
    return element(f"{XHTML}li", {}, link)


def _point(parent: etree._Element, entry: Entry, numbers: Mapping[str, str]) -> None:
    attributes = {"id": entry.id, "playOrder": numbers[entry.id]}
    point = etree.SubElement(parent, f"{NCX}navPoint", attributes)
    _text(point, "navLabel", entry.title)
    etree.SubElement(point, f"{NCX}content", {"src": entry.href})
    for below in entry.below:
        _point(point, below, numbers)


def _target(parent: etree._Element, leaf: Leaf, numbers: Mapping[str, str]) -> None:
    kind, value = _figure(leaf.folio)
    attributes = {"id": leaf.id, "type": kind, "value": str(value), "playOrder": numbers[leaf.id]}
    target = etree.SubElement(parent, f"{NCX}pageTarget", attributes)
    _text(target, "navLabel", leaf.folio)
    etree.SubElement(target, f"{NCX}content", {"src": leaf.href})


def _figure(folio: str) -> tuple[str, int]:
    """Of which kind a page is, and its number."""
    return ("normal", int(folio)) if folio.isdecimal() else ("front", from_roman(folio))


def _play_order(entries: Sequence[Entry], leaves: Sequence[Leaf], order: Sequence[str]) -> Mapping[str, str]:
    """The number of each line and page in the order of reading: a document begins before its first page."""
    known: dict[str, list[str]] = {path: [] for path in order}
    places = [
        *((entry.id, entry.href) for entry in _walk(entries)),
        *((leaf.id, leaf.href) for leaf in leaves),
    ]
    for id_, href in places:
        known.setdefault(href.partition("#")[0], []).append(id_)
    ids = (id_ for each in known.values() for id_ in each)
    return {id_: str(number) for number, id_ in enumerate(ids, start=1)}


def _text(parent: etree._Element, name: str, words: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{NCX}{name}"), f"{NCX}text").text = words


def _walk(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.below)
