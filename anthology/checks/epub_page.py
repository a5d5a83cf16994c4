"""A document or a style sheet of an e-book to what the checks need of it: one reading for all of them."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from lxml import etree

from anthology.checks.epub_acts import acts_in, fetched
from anthology.checks.epub_sheet import SheetFaults, faults_of
from anthology.checks.epub_spoken import Marks, marks_of

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))
Link = tuple[str, str, str]
"""An address inside the e-book as it is written, the file it leads to, and the id in it (or nothing)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that a document shows: its path, what is said of it, and its size as the document has it."""

    path: str
    alt: str | None
    width: str | None
    height: str | None


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page of paper in a document, or in a list: its label, and where it begins (a path and an id)."""

    label: str
    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the checks need of a document. `broken` says why it is not XML: then nothing else is known.

    `language` and `xml_language` are what the root says (None: nothing); `titled` and `stepped` say whether
    it has a title, and whether its headings go down one level at a time. `undescribed` are pictures without
    a description, by name; `links` are those that do not lead to a place in the page itself; `notes` what is
    wrong with notes; `active` what could run, or be fetched. `contents` are the lines (title, file) of the
    table of contents, in a document that has one, `tongues` the language of each; `landmarks` are (type,
    file), `types` all that `epub:type` says. `pages` are the lines of a list of pages, `breaks` where pages
    begin, `unpaged` the digest of the document without their labels and ids. `needs` is what
    the manifest must say of the document, `encoding` the encoding it names, `marks` what is wrong with its
    marks, `styles` what is wrong with its own styles.
    """

    broken: str = ""
    language: str | None = None
    xml_language: str | None = None
    titled: bool = False
    stepped: bool = True
    ids: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    undescribed: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    characters: str = ""
    contents: tuple[tuple[str, str], ...] = ()
    tongues: tuple[str, ...] = ()
    landmarks: tuple[tuple[str, str], ...] = ()
    types: tuple[str, ...] = ()
    pictures: tuple[Shown, ...] = ()
    pages: tuple[PageMark, ...] = ()
    breaks: tuple[PageMark, ...] = ()
    unpaged: str = ""
    needs: tuple[str, ...] = ()
    encoding: str = ""
    marks: Marks = field(default_factory=Marks)
    styles: tuple[SheetFaults, ...] = ()


def read_page(path: str, root: etree._Element) -> Page:
    """What the checks need of the document at that path of the archive."""
    elements = list(root.iter("{*}*"))
    ids = Counter(id_ for element in elements if (id_ := element.get("id")))
    title = root.find(f"{XHTML}head/{XHTML}title")
    headings = list(root.iter(*_HEADINGS))
    body = root.find("{*}body")
    hrefs = (href for element in elements for key in ("href", "src") if (href := element.get(key)))
    return Page(
        language=root.get("lang"),
        xml_language=root.get(f"{XML}lang"),
        titled=title is not None and bool(spaced(title)),
        stepped=all(low - high <= 1 for high, low in pairwise(int(str(one.tag)[-1]) for one in headings)),
        ids=tuple(ids),
        repeated=tuple(id_ for id_, count in ids.items() if count > 1),
        headings=tuple(map(spaced, headings)),
        undescribed=tuple(
            image.get("src", "").rpartition("/")[2]
            for image in root.iter(f"{XHTML}img")
            if not _is_described(image)
        ),
        links=tuple(one for one in _links(path, hrefs) if one[1] != path or one[2] not in {"", *ids}),
        notes=tuple(_notes(root, elements)),
        active=acts_in(root),
        characters="" if body is None else "".join(sorted(set("".join(map(str, body.itertext()))))),
        contents=tuple(_contents(path, root)),
        tongues=tuple(_tongues(root)),
        landmarks=tuple(_landmarks(path, root)),
        types=tuple(dict.fromkeys(one for element in elements for one in sorted(types(element)))),
        pictures=tuple(_shown(path, root)),
        pages=tuple(_page_list(path, root)),
        breaks=tuple(_breaks(path, elements)),
        needs=tuple(_needs(elements)),
        encoding=root.getroottree().docinfo.encoding or "",
        marks=marks_of(root, elements),
        styles=tuple(faults_of(style.text or "") for style in root.iter(f"{XHTML}style")),
    )


# --- addresses ---------------------------------------------------------------------------------------


def _links(path: str, hrefs: Iterable[str]) -> Iterator[Link]:
    """The addresses that stay inside the e-book, as seen from a file, each once."""
    for href in dict.fromkeys(hrefs):
        if is_local(href):
            yield href, resolved(path, href), href.partition("#")[2]


def resolved(base: str, href: str) -> str:
    """The path in the archive to which an address without fragment leads, as seen from a file."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base


def is_local(href: str) -> bool:
    """True when an address stays inside the e-book."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _lines(root: etree._Element, type_: str) -> Iterator[etree._Element]:
    """The lines of the first list of that type."""
    tables = [nav for nav in root.iter(f"{XHTML}nav") if type_ in types(nav)]
    return (line for nav in tables[:1] for line in nav.iter(f"{XHTML}a"))


def _contents(path: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    """(title, path) of each line of the first table of contents."""
    for line in _lines(root, "toc"):
        yield spaced(line), resolved(path, line.get("href", ""))


def _tongues(root: etree._Element) -> Iterator[str]:
    """The language of each line of the first table of contents."""
    for line in _lines(root, "toc"):
        said = (element.get("lang") for element in (line, *line.iterancestors()))
        yield next(filter(None, said), "")


def _landmarks(path: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    for line in _lines(root, "landmarks"):
        yield " ".join(sorted(types(line))), resolved(path, line.get("href", ""))


def _page_list(path: str, root: etree._Element) -> Iterator[PageMark]:
    for line in _lines(root, "page-list"):
        href = line.get("href", "")
        yield PageMark(spaced(line), resolved(path, href), href.partition("#")[2])


def _breaks(path: str, elements: Iterable[etree._Element]) -> Iterator[PageMark]:
    """Where pages of paper begin; what they are called is not shown, or is all that their mark shows."""
    for element in elements:
        if "pagebreak" in types(element):
            label = element.get("aria-label") or element.get("title") or spaced(element)
            yield PageMark(label.strip(), path, element.get("id", ""))


def is_page_mark(element: etree._Element) -> bool:
    """True for a mark of a page that stands there for nothing else."""
    return element.get("role") == "doc-pagebreak" and not len(element) and not (element.text or "").strip()


def renamed(root: etree._Element, called: Callable[[str], str]) -> etree._Element:
    """The document with its page marks called so, and without their ids; the tree given is changed.

    A mark that is called nothing in `aria-label`, or not plainly, keeps what it says.
    """
    for element in root.iter(f"{XHTML}span"):
        if is_page_mark(element) and "pagebreak" in types(element):
            if "id" in element.attrib:
                del element.attrib["id"]
            label = element.get("aria-label", "")
            if label and label == label.strip():
                element.set("aria-label", called(label))
    return root


# --- texts -------------------------------------------------------------------------------------------


def types(element: etree._Element) -> frozenset[str]:
    """What `epub:type` says an element is."""
    return frozenset((element.get(f"{OPS}type") or "").split())


def spaced(element: etree._Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(str(text) for text in element.itertext()).split())


def is_decoration(image: etree._Element) -> bool:
    """True for a picture that says nothing: a voice passes it over."""
    return image.get("aria-hidden") == "true" or image.get("role") in {"none", "presentation"}


def _is_described(image: etree._Element) -> bool:
    """False for a picture without a description, and for one that is described by the name of its file.

    A picture that stands for itself (a figure) is not decoration, unless its role says so: its description is
    not empty either.
    """
    if is_decoration(image):
        return True
    alt, name = image.get("alt"), image.get("src", "").rpartition("/")[2]
    if alt is None or (name and alt.strip() in {name, name.rpartition(".")[0]}):
        return False
    return bool(alt.strip()) or next(image.iterancestors(f"{XHTML}figure"), None) is None


def _shown(path: str, root: etree._Element) -> Iterator[Shown]:
    for image in root.iter(f"{XHTML}img"):
        src = resolved(path, image.get("src", ""))
        yield Shown(src, image.get("alt"), image.get("width"), image.get("height"))


# --- notes -------------------------------------------------------------------------------------------


def _notes(root: etree._Element, elements: list[etree._Element]) -> Iterator[str]:
    """What is wrong with the calls of notes, and with the notes."""
    by_id = {id_: element for element in elements if (id_ := element.get("id"))}
    calls = [one for one in root.iter(f"{XHTML}a") if "noteref" in types(one)]
    called = [call.get("href", "").removeprefix("#") for call in calls]
    for call, target in zip(calls, called, strict=True):
        if what := _note_fault(call, by_id.get(target)):
            yield f"the note call {spaced(call)!r} {what}"
    for id_, part in by_id.items():
        if "footnote" in types(part) and called.count(id_) != 1:
            yield f"the note “{spaced(part)[:40]}” is not called once"


def _note_fault(call: etree._Element, note: etree._Element | None) -> str:
    if note is None or "footnote" not in types(note):
        return "leads to no note"
    back = [one for one in note.iter(f"{XHTML}a") if one.get("href") == f"#{call.get('id')}"]
    if not back:
        return "has a note that does not lead back to it"
    if spaced(back[0]).strip(".†* ") != spaced(call).strip(".†* "):
        return f"leads to the note {spaced(back[0])!r}"
    return ""


# --- what the manifest must say ----------------------------------------------------------------------

_SPACES = {"http://www.w3.org/2000/svg": "svg", "http://www.w3.org/1998/Math/MathML": "mathml"}


def _needs(elements: Iterable[etree._Element]) -> Iterator[str]:
    """The properties of a document that its elements ask for (EPUB 3.3, D.6.1), sorted."""
    spaces = {str(element.tag).partition("}")[0].removeprefix("{") for element in elements}
    return iter(sorted(_SPACES[space] for space in spaces if space in _SPACES))


# --- style sheets ------------------------------------------------------------------------------------

_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the checks need of a style sheet: its addresses, what it fetches from afar, and its faults."""

    links: tuple[Link, ...]
    fetched: tuple[str, ...]
    faults: SheetFaults


def read_sheet(path: str, data: bytes) -> Sheet:
    """What the checks need of the style sheet at that path of the archive."""
    text = data.decode("utf-8", "replace")
    return Sheet(tuple(_links(path, _URL.findall(text))), fetched(text), faults_of(text))
