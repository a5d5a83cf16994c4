"""A tree of HTML in; its notes out: where they are called, where their text stands, and the ways back.

Every program writes notes in its own manner; what all share is that the call leads to the note and the note
back to the call. A link that leads to a heading and has no way back is no call.
"""

from __future__ import annotations

import re

from lxml import etree

MAX_CALL = 12
"""Characters: what calls a note is a number, a star, perhaps in brackets."""

MAX_RETURNS = 20
"""Links from one note to one call: there is one, or one for each time the note is called."""

_CONTAINERS = ("li", "p", "div", "dd", "td", "aside", "section")
_NOTE_NAMES = re.compile(r"(?:ftn|edn|nb|sdfootnote|sdendnote|fn|footnote)[\w:.-]*", re.IGNORECASE)
_INLINE = frozenset({"sup", "span", "small", "b", "i", "em", "strong", "a", "font"})


class Notes:
    """What calls notes and what holds them, each with its label; and the links from notes to their calls."""

    def __init__(self, root: etree._Element) -> None:
        self.calls: dict[etree._Element, str] = {}
        self.texts: dict[etree._Element, str] = {}
        self.ways_back: set[etree._Element] = set()
        self._targets: dict[str, etree._Element] = {}
        links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
        if links:
            self._read(root, links)

    def _read(self, root: etree._Element, links: list[etree._Element]) -> None:
        for element in root.iter(etree.Element):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    self._targets.setdefault(name, element)
        back: dict[str, list[etree._Element]] = {}
        for link in links:
            back.setdefault(_leads_to(link), []).append(link)
        for link in links:
            self._pair(link, back)

    def _pair(self, call: etree._Element, back: dict[str, list[etree._Element]]) -> None:
        """Take a link for a call if what it leads to leads back."""
        target = self._targets.get(_leads_to(call))
        if target is None or call in self.ways_back or _length(call, MAX_CALL + 1) > MAX_CALL:
            return
        note = _container(target)
        if note is None or note is _container(call) or _is_above(note, call):
            return
        links = [link for name in _names_at(call) for link in back.get(name, ())[:MAX_RETURNS]]
        returns = [link for link in links if _is_above(note, link)]
        if not returns:
            return
        label = self.texts.setdefault(note, str(len(self.texts) + 1))
        self.calls[_grown(call)] = label
        self.ways_back.update(_grown(link) for link in returns)
        self.ways_back.update(returns)


def _leads_to(link: etree._Element) -> str:
    """The name that a link inside of the page leads to."""
    return (link.get("href") or "")[1:]


def _names_at(call: etree._Element) -> list[str]:
    """What a note may lead back to: the link, or an element just around it."""
    around = [call, *call.iterdescendants("sup"), *_few_above(call)]
    return [name for element in around for name in (element.get("id"), element.get("name")) if name]


def _few_above(element: etree._Element) -> list[etree._Element]:
    above: list[etree._Element] = []
    parent = element.getparent()
    while parent is not None and len(above) < 3:
        above.append(parent)
        parent = parent.getparent()
    return above


def _container(target: etree._Element) -> etree._Element | None:
    """The block that holds the text of the note a link leads to."""
    block = target if target.tag in _CONTAINERS else next(target.iterancestors(*_CONTAINERS), None)
    if block is None:
        return None
    parent = block.getparent()
    if parent is not None and parent.tag in ("div", "li") and _NOTE_NAMES.fullmatch(parent.get("id") or ""):
        return parent
    return block


def _is_above(element: etree._Element, other: etree._Element) -> bool:
    return element is other or any(above is element for above in other.iterancestors(str(element.tag)))


def _grown(link: etree._Element) -> etree._Element:
    """The link with the brackets and the raising around it: the whole of the call."""
    whole = link
    parent = link.getparent()
    while parent is not None and parent.tag in _INLINE and _only_signs_around(parent, whole):
        whole, parent = parent, parent.getparent()
    return whole


def _only_signs_around(parent: etree._Element, child: etree._Element) -> bool:
    if len(parent) != 1:
        return False
    return not re.search(r"[^\s()\[\].*]", (parent.text or "") + (child.tail or ""))


def _length(element: etree._Element, enough: int) -> int:
    """Characters of an element, counted as far as `enough`."""
    length = 0
    for text in element.itertext():
        length += len(str(text).strip())
        if length >= enough:
            break
    return length
