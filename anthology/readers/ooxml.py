"""The vocabulary of Office Open XML: elements in; their short names out, alike for both of its dialects."""

from __future__ import annotations

from functools import cache

from lxml import etree

_OFFICE = ("http://schemas.openxmlformats.org/{}/2006/{}", "http://purl.oclc.org/ooxml/{}/{}")
_BOTH = {
    "w": ("wordprocessingml", "main"),
    "a": ("drawingml", "main"),
    "wp": ("drawingml", "wordprocessingDrawing"),
    "pic": ("drawingml", "picture"),
    "c": ("drawingml", "chart"),
    "dgm": ("drawingml", "diagram"),
    "r": ("officeDocument", "relationships"),
    "m": ("officeDocument", "math"),
    "ep": ("officeDocument", "extended-properties"),
}
PREFIXES = {
    **{pattern.format(*words): prefix for prefix, words in _BOTH.items() for pattern in _OFFICE},
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties": "ep",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14",
    "http://schemas.microsoft.com/office/drawing/2008/diagram": "dsp",
    "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
}
"""Namespaces, those of the strict dialect too, to the prefix each is known by here."""

_RELATIONS = tuple(uri for uri, prefix in PREFIXES.items() if prefix == "r")


@cache
def _short(tag: str) -> str:
    uri, _, name = tag.removeprefix("{").rpartition("}")
    prefix = PREFIXES.get(uri)
    return f"{prefix}:{name}" if prefix else name


def short(element: etree._Element) -> str:
    """`w:p` for a paragraph in either dialect; the bare name in an unknown namespace; `` for a comment."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


def own(element: etree._Element | None, name: str) -> str:
    """An attribute in the namespace of its element (`w:val` of `w:b`), else in none; empty when missing."""
    if element is None:
        return ""
    uri = str(element.tag).rpartition("}")[0]
    return str(element.get(f"{uri}}}{name}") or element.get(name) or "")


def related(element: etree._Element, name: str) -> str:
    """An attribute that names a relation (`r:id`); empty when missing."""
    return next((str(found) for uri in _RELATIONS if (found := element.get(f"{{{uri}}}{name}"))), "")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of this short name."""
    if element is None:
        return None
    return next((one for one in element if short(one) == name), None)


def way(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element at the end of a way of children."""
    for name in names:
        element = child(element, name)
    return element


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch (`w:b`) is there and not set to off."""
    return element is not None and own(element, "val") not in ("0", "false", "off", "none")


def number(text: str, default: int = 0) -> int:
    """An attribute as a number; `default` where it is none."""
    try:
        return int(text)
    except ValueError:
        return default
