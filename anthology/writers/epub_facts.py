"""A content document of an e-book to what the others have to know of it: each is read once, for all of them.

The faces to carry, the lines of the metadata, the manifest, the links and the audit each ask something else
of the same page. What they ask depends on its bytes alone, so it can be kept for as long as these stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from anthology.cache import digest
from anthology.writers.epub_item import HEADINGS, OPS, XHTML, XML, parse, text_of, values_at

_FOREIGN: Mapping[str, str] = {
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "mathml",
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
_IDS = etree.XPath("//@id", smart_strings=False)
_ADDRESSES = etree.XPath("//@*[local-name() = 'href' or local-name() = 'src']", smart_strings=False)
_TYPES = etree.XPath("//@e:type", namespaces={"e": OPS[1:-1]}, smart_strings=False)
_DRAWING = "{http://www.w3.org/2000/svg}svg"
_ROLES = etree.XPath("boolean(//x:*[@role != ''])", namespaces={"x": XHTML[1:-1]})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is read off one content document; every tuple holds each of its values once.

    `words` is the digest of the text, character for character, `characters` is every character of it.
    `elements` are the local names of those of XHTML; `addresses` are those inside the e-book, as written;
    `headings` are the texts of the headings, `headed` says whether these go down one level at a time.
    `pictures` are the addresses of `img` elements; `illustrated` says whether any picture is more than
    decoration, `described` whether words stand for each of these, and `undescribed` are the addresses of the
    others. `types` are what the document says its parts are (`epub:type`), `tabled` whether each table names
    its columns or rows, `tongued` whether it says its language, to browsers and to XML alike. `properties`
    are what the manifest must say of the document (EPUB 3.3, D.6.1).
    """

    words: str
    characters: str
    elements: tuple[str, ...]
    ids: tuple[str, ...]
    addresses: tuple[str, ...]
    headings: tuple[str, ...]
    headed: bool
    pictures: tuple[str, ...]
    illustrated: bool
    described: bool
    undescribed: tuple[str, ...]
    roles: bool
    types: tuple[str, ...]
    tabled: bool
    tongued: bool
    properties: tuple[str, ...]


def facts(data: bytes) -> Facts:
    """Read a content document."""
    root = parse(data)
    said = text_of(root)
    names = {etree.QName(tag) for tag in {element.tag for element in root.iter("{*}*")}}
    headings, images = list(root.iter(*HEADINGS)), list(root.iter(f"{XHTML}img"))
    shown = [picture for picture in (*images, *root.iter(_DRAWING)) if not _is_decoration(picture)]
    silent = _once(picture.get("src", "") for picture in shown if not _is_described(picture))
    return Facts(
        words=digest(said),
        characters="".join(sorted(set(said))),
        elements=tuple(sorted(name.localname for name in names if name.namespace == XHTML[1:-1])),
        ids=_once(values_at(_IDS, root)),
        addresses=inside(root),
        headings=_once(map(spaced, headings)),
        headed=_go_down_one_by_one([HEADINGS.index(str(heading.tag)) for heading in headings]),
        pictures=_once(image.get("src", "") for image in images),
        illustrated=bool(shown),
        described=not silent,
        undescribed=silent,
        roles=bool(_ROLES(root)),
        types=_once(name for value in values_at(_TYPES, root) for name in value.split()),
        tabled=all(map(_is_headed, root.iter(f"{XHTML}table"))),
        tongued=bool(root.get("lang")) and root.get("lang") == root.get(f"{XML}lang"),
        properties=tuple(
            sorted({_FOREIGN[space] for name in names if (space := name.namespace) in _FOREIGN})
        ),
    )


def inside(root: etree._Element) -> tuple[str, ...]:
    """The addresses in a document that lead to something inside the e-book, each once."""
    return tuple(address for address in _once(values_at(_ADDRESSES, root)) if not is_outside(address))


def is_outside(address: str) -> bool:
    """Whether an address begins with a scheme (RFC 3986, 3.1)."""
    return _SCHEME.match(as_followed(address)) is not None


def as_followed(address: str) -> str:
    """An address without the white space that browsers leave out of it (WHATWG URL, 4.4)."""
    return _IGNORED.sub("", address)


def spaced(element: etree._Element) -> str:
    """The text of an element, each run of white space as one space."""
    return " ".join(text_of(element).split())


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _is_decoration(picture: etree._Element) -> bool:
    """Whether somebody said that it shows nothing a reader would miss."""
    return picture.get("aria-hidden") == "true" or picture.get("role") in {"none", "presentation"}


def _is_described(picture: etree._Element) -> bool:
    """Whether words stand for a picture: those beside it for `img`, its label or title for a drawing."""
    label = picture.get("alt" if picture.tag == f"{XHTML}img" else "aria-label", "")
    title = picture.find(f"{_DRAWING[:-3]}title")
    return bool(label.strip()) or (title is not None and bool(text_of(title).strip()))


def _is_headed(table: etree._Element) -> bool:
    return next(table.iter(f"{XHTML}th"), None) is not None


def _go_down_one_by_one(levels: Iterable[int]) -> bool:
    return all(lower <= upper + 1 for upper, lower in pairwise(levels))
