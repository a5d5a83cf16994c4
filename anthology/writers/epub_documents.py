"""Sections to the content documents of an e-book: XHTML, and the pictures it shows.

What a reading system must not be asked to do (run a script, fetch something from afar) is refused here. A
page is kept under the bytes its template rendered, and where its pictures go.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml import etree
from PIL import Image, UnidentifiedImageError

from anthology import labels, records
from anthology.cache import digest
from anthology.errors import WriteError
from anthology.model import Metadata, Section
from anthology.pictures import set_name
from anthology.writers.epub_facts import Facts, as_followed, facts, is_outside
from anthology.writers.epub_item import (
    XHTML,
    XHTML_TYPE,
    XML,
    Item,
    element,
    parse,
    portable_path,
    serialise,
    text_of,
)
from anthology.writers.epub_pages import PageStart, mark
from anthology.writers.making import Making

TEXT, IMAGES, STYLES = "text", "images", "styles"
COVER_PAGE, COVER_IMAGE = "cover-page", "cover-image"

_IMAGE_TYPES: Mapping[str, str] = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
_SUFFIXES: Mapping[str, str] = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif"}
_COVER_STYLE = "body { margin: 0; text-align: center } img { max-width: 100%; max-height: 100% }"
_REFUSED = frozenset(
    {
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
        "base",
    }
)
_FETCHING = frozenset({"href", "src", "srcset", "poster"})
_STAND_IN = "folio-to-come-"
_UNNUMBERED = re.compile(rf"{_STAND_IN}(\d+)\.")
"""What stands for the folio of a page start until it is known: letters that an id may hold."""


@dataclass(frozen=True, slots=True)
class Document:
    """A section as the e-book holds it, and what was read off its bytes.

    `words` is the digest of what the template rendered, to the character; `folios` are those of the printed
    pages that begin in it.
    """

    section: Section
    item: Item
    facts: Facts
    words: str
    folios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Where each picture of the book goes in the e-book, by its name (`photos/x.jpg`).

    `sizes` are width and height in pixels by the place, where they are known; `digest` is that of all of it.
    """

    paths: Mapping[str, str]
    digest: str
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """A document without its place in the book: what is kept of it."""

    data: bytes
    facts: Facts
    words: str
    folios: tuple[str, ...]


def sections_of(making: Making) -> tuple[Section, ...]:
    """The sections that the e-book shows, in reading order."""
    return tuple(section for section in making.book.sections if "ebook" in section.media)


def picture_places(pictures: Iterable[str], sizes: Mapping[str, tuple[int, int]] | None = None) -> Places:
    """A place for each picture of the book, in letters that every reader keeps; `sizes` are by the name."""
    paths: dict[str, str] = {}
    taken = {f"{IMAGES}/cover.jpg"}
    for name in sorted(pictures):
        paths[name] = portable_path(IMAGES, set_name(name.rpartition("/")[2]), taken)
        taken.add(paths[name].casefold())
    known = {paths[name]: size for name, size in (sizes or {}).items()}
    said = (f"{name}\n{path}\n{known.get(path)}" for name, path in paths.items())
    return Places(paths, digest(*said), known)


def rendered(making: Making, section: Section) -> bytes:
    """What the template makes of a section.

    Raises:
        LayoutError: the template failed.
    """
    return making.layout.render(making.book, section, "ebook", cache=making.cache)


def document(making: Making, section: Section, places: Places, starts: Sequence[PageStart] = ()) -> Document:
    """Render one section for the e-book, and make the document that shows it; see `documents_of`.

    Raises:
        LayoutError: the template failed.
        WriteError: `epub-picture-missing`, `epub-active-content`.
    """
    (made,) = documents_of(making, [section], [rendered(making, section)], places, {section.id: starts})
    return made


def documents_of(
    making: Making,
    sections: Sequence[Section],
    texts: Sequence[bytes],
    places: Places,
    starts: Mapping[str, Sequence[PageStart]],
) -> tuple[Document, ...]:
    """The documents that show some sections, from what their templates made of them.

    `places` are those of the pictures, `starts` where printed pages begin in each, by its id. Two processes
    make them, where several may.

    Raises:
        WriteError: `epub-picture-missing`, `epub-active-content`.
    """
    wanted = [
        _wanted(section, xhtml, places, starts.get(section.id, ()))
        for section, xhtml in zip(sections, texts, strict=True)
    ]
    kept = making.cache.remember_all(
        "epub-page",
        wanted,
        key=lambda one: one.key,
        make=lambda one: _page(one.xhtml, one.section, places, one.starts),
        dump=_dumped,
        load=_loaded,
        forks=making.crew.jobs > 1,
    )
    return tuple(_document(one, page) for one, page in zip(wanted, kept, strict=True))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A document to be made, whose marks bear stand-ins, and the folios that come into their places."""

    section: Section
    xhtml: bytes
    starts: tuple[PageStart, ...]
    folios: tuple[str, ...]
    key: str


def _wanted(section: Section, xhtml: bytes, places: Places, starts: Sequence[PageStart]) -> _Wanted:
    # A page more in the book moves every folio behind it, and no place: a document is kept without them.
    folios = tuple(one.folio for one in starts)
    unnumbered = tuple(replace(one, folio=f"{_STAND_IN}{at}.") for at, one in enumerate(starts))
    if _STAND_IN.encode() in xhtml:
        folios, unnumbered = (), tuple(starts)
    # Without these three letters there is no picture in it, and no place that it depends on.
    key = digest(xhtml, places.digest if b"img" in xhtml else "", records.digest_of(unnumbered))
    return _Wanted(section, xhtml, unnumbered, folios, key)


def _document(wanted: _Wanted, kept: _Page) -> Document:
    section = wanted.section
    page = _numbered(kept, wanted.folios) if wanted.folios else kept
    item = Item(section.id, f"{TEXT}/{section.id}.xhtml", XHTML_TYPE, page.data, page.facts.properties)
    return Document(section, item, page.facts, page.words, page.folios)


def _page(xhtml: bytes, section: Section, places: Places, starts: Sequence[PageStart]) -> _Page:
    root = parse(xhtml)
    words = digest(text_of(root))
    _refuse_active_content(root, section)
    for image in root.iter(f"{XHTML}img"):
        path = _picture_path(image.get("src", ""), places.paths, section)
        image.set("src", f"../{path}")
        # A reader that knows the size beforehand need not move the text when the picture comes.
        for name, pixels in zip(("width", "height"), places.sizes.get(path, ()), strict=False):
            image.set(name, str(pixels))
        if image.attrib.pop("role", "") == "presentation":
            # HTML-ARIA: a picture without words takes no role, and may only be hidden from a voice.
            image.set("alt", "")
            image.set("aria-hidden", "true")
    for part in root.iter(f"{XHTML}*"):
        # Browsers read the one, and readers that know XML alone the other.
        if language := part.get("lang"):
            part.set(f"{XML}lang", language)
    folios = mark(root, starts)
    data = serialise(root)
    # The words are those of the template, the facts those of the bytes: the audit compares the two.
    return _Page(data, facts(data), words, folios)


def _numbered(page: _Page, folios: Sequence[str]) -> _Page:
    """A page with the folios its marks bear, in the place of what stood there for them."""

    def folio(found: re.Match[str]) -> str:
        return folios[int(found[1])]

    def told(text: str) -> str:
        return _UNNUMBERED.sub(folio, text)

    ids = tuple(told(id_) for id_ in page.facts.ids)
    data = told(page.data.decode()).encode()
    return _Page(data, replace(page.facts, ids=ids), page.words, tuple(map(told, page.folios)))


def _dumped(page: _Page) -> bytes:
    return records.dump((page.facts, page.words, page.folios)) + b"\n" + page.data


def _loaded(kept: bytes) -> _Page:
    head, _, data = kept.partition(b"\n")
    read, words, folios = records.load(tuple[Facts, str, tuple[str, ...]], head)
    return _Page(data, read, words, folios)


def pictures_used(
    documents: Iterable[Document], pictures: Mapping[str, bytes], places: Places
) -> tuple[Item, ...]:
    """The pictures that a document shows, in the order of their places.

    Raises:
        WriteError: `epub-picture-unreadable`.
    """
    used = {src.removeprefix("../") for shown in documents for src in shown.facts.pictures}
    wanted = sorted((path, name) for name, path in places.paths.items() if path in used)
    return tuple(
        Item(f"image-{number}", path, _image_type(name, path, pictures[name]), pictures[name])
        for number, (path, name) in enumerate(wanted, start=1)
    )


def cover_items(metadata: Metadata, cover: bytes) -> tuple[Item, Item]:
    """The page that opens the e-book, and the picture on it.

    The picture stands alone on its page, as a plain `img` (what Kobo asks for); the page takes no style
    sheet of the book, so that no margin of the text falls on the cover.

    Raises:
        WriteError: `epub-picture-unreadable`, when the cover is not a JPEG picture.
    """
    path = f"{IMAGES}/cover.jpg"
    label = labels.catalogue(metadata.language).gettext("Cover of “%(title)s”") % {"title": metadata.title}
    language = {"lang": metadata.language, f"{XML}lang": metadata.language}
    head = element(
        f"{XHTML}head", {}, element(f"{XHTML}title", {}, label), element(f"{XHTML}style", {}, _COVER_STYLE)
    )
    image = element(f"{XHTML}img", {"src": f"../{path}", "alt": label, "role": "doc-cover"})
    page = element(
        f"{XHTML}html", language, head, element(f"{XHTML}body", {}, element(f"{XHTML}div", {}, image))
    )
    etree.cleanup_namespaces(page)
    return (
        Item(COVER_PAGE, f"{TEXT}/cover.xhtml", XHTML_TYPE, serialise(page)),
        Item(COVER_IMAGE, path, _image_type("the cover", path, cover), cover, ("cover-image",)),
    )


def style_items(sheets: Mapping[str, str]) -> tuple[Item, ...]:
    """The style sheets, in the order they apply."""
    return tuple(
        Item(f"style-{number}", f"{STYLES}/{name}", "text/css", text.encode("utf-8"))
        for number, (name, text) in enumerate(sheets.items(), start=1)
    )


def _picture_path(src: str, paths: Mapping[str, str], section: Section) -> str:
    path = paths.get(src) or paths.get(unquote(src))
    if path is None:
        raise WriteError(
            "epub-picture-missing",
            f"“{section.title or section.id}” shows the picture “{src}”, which the book does not have",
            hint="put the picture into content/photos/, or take it out of the article",
            file=src,
        )
    return path


def _image_type(name: str, path: str, data: bytes) -> str:
    """The media type that the bytes themselves show; the name must say the same."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_IMAGE_TYPES)) as image:
            format_ = image.format or ""
            still = getattr(image, "n_frames", 1) == 1
    except (UnidentifiedImageError, OSError):
        raise _unreadable(name, "is not a JPEG, PNG or GIF picture") from None
    if not still:
        raise _unreadable(name, "moves: it may harm readers, and paper cannot show it")
    if not path.endswith((_SUFFIXES[format_], ".jpeg" if format_ == "JPEG" else _SUFFIXES[format_])):
        raise _unreadable(name, f"is a {format_} picture under another suffix")
    return _IMAGE_TYPES[format_]


def _unreadable(name: str, what: str) -> WriteError:
    return WriteError(
        "epub-picture-unreadable", f"{name} {what}", hint="save it again as a JPEG or PNG file", file=name
    )


def _refuse_active_content(root: etree._Element, section: Section) -> None:
    for part in root.iter("{*}*"):
        name = _local(str(part.tag))
        if name in _REFUSED:
            raise _active(section, f"a <{name}> element")
        for key, value in part.items():
            if what := _activity(name, _local(str(key)), str(value)):
                raise _active(section, what)


def _local(name: str) -> str:
    """A name without its namespace, which may be none."""
    return name.rpartition("}")[2]


def _activity(name: str, attribute: str, value: str) -> str:
    """What an attribute makes a reading system do or fetch, if anything."""
    if attribute.startswith("on"):
        return f"a script in the attribute “{attribute}”"
    if attribute not in _FETCHING:
        return ""
    address = as_followed(value).strip().lower()
    fetched = attribute != "href" or name in {"link", "image", "use"}
    if fetched and (is_outside(address) or address.startswith("//")):
        return f"the outside resource “{address}”"
    if address.startswith(("javascript:", "data:", "file:")):
        return f"the address “{address}”"
    return ""


def _active(section: Section, what: str) -> WriteError:
    return WriteError(
        "epub-active-content",
        f"“{section.title or section.id}” holds {what}, which an e-book must not",
        hint=f"take it out of the text, or of the template sections/{section.kind}.xhtml",
    )
