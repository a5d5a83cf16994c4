"""One file of an e-book as its package lists it, and the XML that its files are written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from anthology.layouts import serialise as serialise

ROOT = "EPUB"
"""The folder of the archive that holds the package document and all it lists."""

XHTML_TYPE = "application/xhtml+xml"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HEADINGS = tuple(f"{XHTML}h{level}" for level in range(1, 7))

_TEXT = etree.XPath("string()", smart_strings=False)
_PREFIXES = {None: XHTML[1:-1], "epub": OPS[1:-1]}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the e-book: `path` is below `EPUB/`; `properties` are those of its manifest line."""

    id: str
    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


def parse(data: bytes) -> etree._Element:
    """The root of an XML document of the e-book; no entity, no DTD and no network is used."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def element(
    tag: str, attributes: Mapping[str, str] | None = None, *content: str | etree._Element
) -> etree._Element:
    """An element with its attributes and what it holds; the prefix `epub` is declared where it is a root."""
    made = etree.Element(tag, dict(attributes or {}), nsmap=_PREFIXES)  # type: ignore[arg-type]
    for part in content:
        if not isinstance(part, str):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def text_of(root: etree._Element) -> str:
    """All the text of a document, character for character, without comments."""
    return str(_TEXT(root))


def values_at(path: etree.XPath, root: etree._Element) -> list[str]:
    """The attributes that a path leads to, as texts, in the order of the document."""
    found = path(root)
    return [str(value) for value in found] if isinstance(found, list) else []


def portable_path(folder: str, name: str, taken: Collection[str]) -> str:
    """`folder/name` in letters every archive and reader keeps, told apart from those taken (case-folded).

    EPUB 3.3, 4.2.3: file names are unique after case folding; Kobo wants them in ASCII.
    """
    file = PurePosixPath(name)
    stem, suffix = _ascii(file.stem) or "file", _ascii(file.suffix).lower()
    path, number = f"{folder}/{stem}{suffix}", 1
    while path.casefold() in taken:
        number += 1
        path = f"{folder}/{stem}-{number}{suffix}"
    return path


def _ascii(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", letters).strip("-")
