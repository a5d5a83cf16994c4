"""Links to what they are called, for those who hear them: never an address where words can be had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anthology.bindery.reading import Tag
from anthology.bindery.references import CLASS

_MOST = 100
"""Letters of what a link is called, where these are not its own words."""

_ASIDE = frozenset({CLASS, "note"})
"""Classes of what is no part of the words around it: page numbers, filled in later, and notes."""

_PHRASES = frozenset({"Reference", "Link", "Span", "Quote", "Code", "Lbl"})


def called(link: Tag) -> str:
    """What a link is called (ISO 14289-1, 7.18.5): its words, or those before it where it is a page number.

    A call is called by its note, and the number of a note by the words that call it. It is empty where there
    are no words.
    """
    if link.towards is not None:
        return _end(_before(link.towards))
    above = link.parent
    if above is not None and above.element is link.element:  # a call, or the number of a note behind the text
        note = above.parent if above.kind == "Lbl" else None
        return _beginning(_words(note.element if note is not None else link.element))
    return _words(link.element) or _beginning(_before(link).rstrip(" ,;:·("))


def _words(element: Any) -> str:
    return " ".join("".join(_texts(element)).split())


def _before(tag: Tag) -> str:
    """The words of the block of a tag that stand before it."""
    block = next((one for one in tag.above() if one.kind not in _PHRASES), tag)
    if block.element is None or block is tag:
        return ""
    return " ".join("".join(_texts(block.element, tag.element)).split())


def _texts(element: Any, end: Any = None) -> Iterator[str]:
    """The texts of an element, without what stands aside; up to the element that ends them, if any."""
    yield element.text or ""
    for child in element:
        if child is end or (end is not None and _holds(child, end)):
            if child is not end:
                yield from _texts(child, end)
            return
        if isinstance(child.tag, str) and _ASIDE.isdisjoint((child.get("class") or "").split()):
            yield from _texts(child)
        yield child.tail or ""


def _holds(element: Any, inside: Any) -> bool:
    return any(one is inside for one in element.iter())


def _beginning(text: str) -> str:
    """The first words of a text."""
    if len(text) <= _MOST:
        return text
    return text[:_MOST].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _end(text: str) -> str:
    """The last words of a text."""
    if len(text) <= _MOST:
        return text
    return "…" + text[-_MOST:].partition(" ")[2]
