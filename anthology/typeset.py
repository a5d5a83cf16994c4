"""Edits applied to text, and to text that is spread over the elements of a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from anthology.model import Edit

Typeset = Callable[..., Sequence[Edit]]
"""(text of one paragraph, language) to the edits that give it its final typography.

For an article that chooses its own rules it is also given `choice`, a `RuleChoice`.
"""

_FLOWS = frozenset({"p", "h2", "h3", "h4", "li", "td", "th", "figcaption", "blockquote", "figure", "div"})
_UNTOUCHED = frozenset({"code", "pre"})


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with every edit made; edits are disjoint and in its coordinates."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


OBJECT = "\ufffc"
"""What a typesetter sees of code, of a picture, of words in another language: that something stands there."""
_LINE = "\n"


@dataclass(slots=True)
class _Piece:
    """A stretch of a paragraph's text: one of the two texts of its owner, or a sign for what is not text."""

    owner: etree._Element | None
    is_tail: bool
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def write(self, text: str) -> None:
        if self.owner is None:
            return
        if self.is_tail:
            self.owner.tail = text
        else:
            self.owner.text = text


def typeset_tree(root: etree._Element, typeset: Typeset, language: str) -> None:
    """Typeset every paragraph of a tree in place, as one text, across its inline elements.

    Code keeps its characters. A note is a text of its own, inside the one that calls it. An element with a
    `lang` of its own is set by the rules of that language.
    """
    for flow in list(_flows(root)):
        pieces = list(_pieces(flow))
        text = "".join(piece.text for piece in pieces)
        if text.strip(OBJECT + _LINE + " "):
            _edit(pieces, typeset(text, _language(flow, language)))


def _flows(root: etree._Element) -> Iterator[etree._Element]:
    yield from (element for element in root.iter() if _is_flow(element) and not _in_code(element))


def _is_flow(element: etree._Element) -> bool:
    return element.tag in _FLOWS or element.get("class") == "note" or element.get("lang") is not None


def _in_code(element: etree._Element) -> bool:
    return element.tag in _UNTOUCHED or any(True for _ in element.iterancestors(*_UNTOUCHED))


def _language(element: etree._Element | None, default: str) -> str:
    while element is not None:
        if element.get("lang"):
            return element.get("lang") or default
        element = element.getparent()
    return default


def _pieces(flow: etree._Element) -> Iterator[_Piece]:
    place = 0
    for owner, is_tail, text in _texts(flow):
        yield _Piece(owner, is_tail, place, text)
        place += len(text)


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element | None, bool, str]]:
    yield element, False, element.text or ""
    for child in element:
        if _is_flow(child) or child.tag in _UNTOUCHED or child.tag in ("br", "img"):
            yield None, False, _sign(child)
        else:
            yield from _texts(child)
        yield child, True, child.tail or ""


def _sign(element: etree._Element) -> str:
    """What stands in the text for an element that is set by itself; the call of a note is nothing in it."""
    if element.get("class") == "note":
        return ""
    if element.tag in _FLOWS or element.tag in ("br", "pre"):
        return "" if (element.tail or "").startswith(_LINE) else _LINE
    return OBJECT


def _edit(pieces: Sequence[_Piece], edits: Sequence[Edit]) -> None:
    texts = [piece.text for piece in pieces]
    for edit in map(_least, sorted(edits, key=lambda one: (one.start, one.end), reverse=True)):
        touched = [n for n, piece in enumerate(pieces) if _touches(edit, piece)]
        if not touched or any(pieces[n].owner is None for n in touched):
            continue
        # The whole of the new text goes where the change starts; the rest of the old text goes away.
        after = edit.after
        for n in touched:
            low = max(edit.start - pieces[n].start, 0)
            high = min(edit.end, pieces[n].end) - pieces[n].start
            texts[n] = texts[n][:low] + after + texts[n][high:]
            after = ""
    for piece, text in zip(pieces, texts, strict=True):
        piece.write(text)


def _least(edit: Edit) -> Edit:
    """The same change without the letters it keeps at its ends: they stay in the elements they are in."""
    head = _shared(edit.before, edit.after)
    before, after = edit.before[head:], edit.after[head:]
    tail = _shared(before[::-1], after[::-1])
    end = len(before) - tail
    return replace(
        edit,
        start=edit.start + head,
        end=edit.end - tail,
        before=before[:end],
        after=after[: len(after) - tail],
    )


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _touches(edit: Edit, piece: _Piece) -> bool:
    if edit.start == edit.end:
        return piece.owner is not None and piece.start <= edit.start <= piece.end
    return edit.start < piece.end and piece.start < edit.end
