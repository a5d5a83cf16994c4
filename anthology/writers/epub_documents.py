"""Sections to the content documents of an e-book: XHTML, and the pictures it shows.

What a reading system must not be asked to do (run a script, fetch something from afar) is refused here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree
from PIL import Image, UnidentifiedImageError

from anthology import labels
from anthology.errors import WriteError
from anthology.model import Metadata, Section
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
_FOREIGN: Mapping[str, str] = {
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "mathml",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A section as the e-book holds it; `text` is what the template rendered, to the character."""

    section: Section
    item: Item
    text: str


def sections_of(making: Making) -> tuple[Section, ...]:
    """The sections that the e-book shows, in reading order."""
    return tuple(section for section in making.book.sections if "ebook" in section.media)


def picture_paths(pictures: Iterable[str]) -> Mapping[str, str]:
    """Where each picture of the book goes in the e-book, by its name (`photos/x.jpg`)."""
    paths: dict[str, str] = {"": f"{IMAGES}/cover.jpg"}
    for name in sorted(pictures):
        paths[name] = portable_path(IMAGES, name.rpartition("/")[2], paths.values())
    del paths[""]
    return paths


def document(making: Making, section: Section, paths: Mapping[str, str]) -> Document:
    """Render one section for the e-book; `paths` are the places of the pictures.

    Raises:
        LayoutError: the template failed.
        WriteError: `epub-picture-missing`, `epub-active-content`.
    """
    root = parse(making.layout.render(making.book, section, "ebook"))
    text = text_of(root)
    _refuse_active_content(root, section)
    for image in root.iter(f"{XHTML}img"):
        image.set("src", "../" + _picture_path(image.get("src", ""), paths, section))
    item = Item(section.id, f"{TEXT}/{section.id}.xhtml", XHTML_TYPE, serialise(root), _properties(root))
    return Document(section, item, text)


def pictures_used(
    documents: Iterable[Document], pictures: Mapping[str, bytes], paths: Mapping[str, str]
) -> tuple[Item, ...]:
    """The pictures that a document shows, in the order of their places.

    Raises:
        WriteError: `epub-picture-unreadable`.
    """
    used = {
        image.get("src", "").removeprefix("../")
        for shown in documents
        for image in parse(shown.item.data).iter(f"{XHTML}img")
    }
    wanted = sorted((path, name) for name, path in paths.items() if path in used)
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


def _properties(root: etree._Element) -> tuple[str, ...]:
    """What the manifest must say of a document (EPUB 3.3, D.6.1), read from the document itself."""
    spaces = {etree.QName(element).namespace for element in root.iter("{*}*")}
    return tuple(sorted(name for space, name in _FOREIGN.items() if space in spaces))


def _refuse_active_content(root: etree._Element, section: Section) -> None:
    for part in root.iter("{*}*"):
        name = etree.QName(part).localname
        if name in _REFUSED:
            raise _active(section, f"a <{name}> element")
        for key, value in part.attrib.items():
            if what := _activity(name, etree.QName(key).localname, str(value).strip().lower()):
                raise _active(section, what)


def _activity(name: str, attribute: str, value: str) -> str:
    """What an attribute makes a reading system do or fetch, if anything."""
    if attribute.startswith("on"):
        return f"a script in the attribute “{attribute}”"
    if attribute not in {"href", "src", "srcset", "poster"}:
        return ""
    fetched = attribute != "href" or name in {"link", "image", "use"}
    if fetched and (urlsplit(value).scheme or value.startswith("//")):
        return f"the outside resource “{value}”"
    if value.startswith(("javascript:", "data:", "file:")):
        return f"the address “{value}”"
    return ""


def _active(section: Section, what: str) -> WriteError:
    return WriteError(
        "epub-active-content",
        f"“{section.title or section.id}” holds {what}, which an e-book must not",
        hint=f"take it out of the text, or of the template sections/{section.kind}.xhtml",
    )
