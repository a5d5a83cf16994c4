"""The vocabulary of OpenDocument: elements in; their short names out."""

from __future__ import annotations

from functools import cache

from lxml import etree

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_PREFIXES = {
    **{
        _OASIS.format(name): prefix
        for name, prefix in {
            "office": "office",
            "text": "text",
            "table": "table",
            "drawing": "draw",
            "style": "style",
            "meta": "meta",
            "datastyle": "number",
            "chart": "chart",
            "form": "form",
            "script": "script",
            "xsl-fo-compatible": "fo",
            "svg-compatible": "svg",
            "manifest": "manifest",
            "presentation": "presentation",
            "animation": "anim",
        }.items()
    },
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_URIS = {prefix: uri for uri, prefix in _PREFIXES.items()}

HIDDEN_TEXTS = ("text:hidden-text", "text:conditional-text")
"""Fields that hold words in an attribute while they show others, or none."""


@cache
def _short(tag: str) -> str:
    uri, _, local = tag.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{local}" if prefix else local


def short(element: etree._Element | None) -> str:
    """`text:p` for a paragraph; the bare name where the namespace is unknown; `` for a comment or nothing."""
    tag = element.tag if element is not None else None
    return _short(tag) if isinstance(tag, str) else ""


@cache
def name(prefixed: str) -> str:
    """The full name of `text:p`."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{_URIS[prefix]}}}{local}"


def get(element: etree._Element | None, attribute: str) -> str:
    """An attribute by its short name; empty when missing."""
    return str(element.get(name(attribute)) or "") if element is not None else ""


def child(element: etree._Element | None, wanted: str) -> etree._Element | None:
    """The first child of this short name."""
    return element.find(name(wanted)) if element is not None else None


def hidden_text(element: etree._Element) -> str:
    """The words that a field holds and does not show."""
    held = [get(element, f"text:string-value{end}") for end in ("", "-if-true", "-if-false")]
    shown = "".join(map(str, element.itertext()))
    return " ".join(dict.fromkeys(text for text in held if text.strip() and text != shown))
