"""The characters of the text nodes of a page and of an export, by other parsers than the readers use."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser

from anthology.model import Manuscript, Withheld

CODE = frozenset({"script", "style"})


class _Walk(HTMLParser):
    def __init__(self, *, with_alt: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._with_alt = with_alt
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag in CODE
        if tag == "img" and self._with_alt:
            self.texts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag in CODE and self._code > 0

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.texts.append(data)


def ink(texts: Iterable[str]) -> Counter[str]:
    """The characters with ink, and how often each."""
    return Counter(char for text in texts for char in text if not char.isspace())


def text_nodes(page: str, *, with_alt: bool = True) -> list[str]:
    """The text nodes of a page, and its alternative texts."""
    walk = _Walk(with_alt=with_alt)
    walk.feed(page)
    walk.close()
    return walk.texts


def said(manuscripts: Iterable[Manuscript]) -> list[str]:
    """The texts of all blocks, but for those made of what a page says of itself in its attributes."""
    return [block.text for each in manuscripts for block in each.blocks]


def shown(manuscript: Manuscript) -> str:
    """What the file shows as text, in one line."""
    return " ".join(
        " ".join(block.text for block in manuscript.blocks if block.shape.withheld is None).split()
    )


def withheld(manuscript: Manuscript, reason: Withheld) -> str:
    """What the file withholds for one reason, in one line."""
    return " ".join(" ".join(b.text for b in manuscript.blocks if b.shape.withheld is reason).split())


def xml_nodes(data: bytes) -> list[tuple[str, str]]:
    """The text nodes of an XML file with the local name of the element that each stands in."""
    found = []
    for element in ElementTree.fromstring(data).iter():  # noqa: S314
        name = element.tag.rpartition("}")[2]
        found.append((name, element.text or ""))
        found += [("", child.tail or "") for child in element]
    return found
