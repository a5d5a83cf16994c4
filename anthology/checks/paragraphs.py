"""A rendered section to its paragraphs, each with its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_FLOWS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "td", "th", "figcaption"})
_TYPED = frozenset({"code", "pre"})


def paragraphs(root: etree._Element, language: str) -> tuple[tuple[str, str], ...]:
    """Each paragraph that is not empty, as (language, text on one line); code in it is one sign."""
    found: list[tuple[str, str]] = []
    _gather(root, language, found)
    return tuple(found)


def _gather(element: etree._Element, language: str, found: list[tuple[str, str]]) -> None:
    own = element.get("lang") or language
    if _is_paragraph(element) and (text := _on_one_line("".join(_line(element)))):
        found.append((own, text))
    for child in element:
        if isinstance(child.tag, str):
            _gather(child, own, found)


def _line(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph without what stands in it as a paragraph of its own."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _is_paragraph(child):
            if _name(child) in _TYPED:
                yield "\ufffc"
            else:
                yield from _line(child)
        yield child.tail or ""


def _is_paragraph(element: etree._Element) -> bool:
    return _name(element) in _FLOWS or element.get("class") == "note"


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).strip()
