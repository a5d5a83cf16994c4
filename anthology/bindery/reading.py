"""Laid-out pages to the tree of what is read: which element holds which text, in the order of reading.

An element that goes on over pages is one. A note stands behind the block that calls it. The names of tags are
those of ISO 32000-1, 14.8.4; no object of a PDF is made here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anthology.bindery.marks import Marks, inner

CONTENTS = "entries"
"""The class of a list that leads to parts of the book: a table of contents; so is one below `doc-toc`."""

NUMBER = "number"
"""The class of what counts a line of the contents."""

CALL, NOTE, NOTE_NUMBER = "note-call", "endnote", "note-number"
"""The classes of a note that is set behind the text: of its call, of the note, and of its number."""

_BLOCKS = {
    "section": "Sect", "nav": "Sect", "article": "Art", "aside": "Div", "figure": "Div",
    "blockquote": "BlockQuote", "p": "P", "pre": "P", "address": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L", "ol": "L", "dl": "L", "caption": "Caption", "figcaption": "Caption",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD",
}  # fmt: skip
_PHRASES = {"q": "Quote", "code": "Code"}
_GROUPS = frozenset({"Document", "Sect", "Art", "Div", "BlockQuote", "Index", "Note"})
"""Tags that hold blocks: text that stands in one of them by itself is a paragraph."""

_HOLDS_NOTES = _GROUPS | {"LBody", "TD", "TH", "Caption"}
_EMPTY_TOO = frozenset({"TD", "TH"})
_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}
_NUMBERINGS = {
    "none": "None", "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha", "upper-latin": "UpperAlpha",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """Content of a page (from 0): the box that was drawn."""

    page: int
    box: Any


@dataclass(frozen=True, slots=True)
class Led:
    """A link on a page (from 0): the box that leads somewhere."""

    page: int
    box: Any


@dataclass(eq=False, slots=True)
class Tag:
    """A tag of the tree: its kind, the element it was made of, what it holds, and what it says of itself.

    `said` are its further entries, and `layout` those of its attributes, by owner: texts, numbers, or
    sequences of numbers. `towards` is, for the link of a note's number, the call that it leads back to.
    """

    kind: str
    element: Any = None
    parent: Tag | None = None
    kids: list[Tag | Content | Led] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    owner: str = ""
    attributes: dict[str, str | int | Sequence[float]] = field(default_factory=dict)
    unnamed: bool = False
    towards: Tag | None = None

    def add(self, kind: str, element: Any = None, place: int | None = None) -> Tag:
        """A new tag in this one: behind all others, or at a place."""
        tag = Tag(kind, element, self)
        self.kids.insert(len(self.kids) if place is None else place, tag)
        return tag

    def above(self) -> Iterator[Tag]:
        """This tag, and all that hold it, from the inside out."""
        tag: Tag | None = self
        while tag is not None:
            yield tag
            tag = tag.parent

    def walk(self) -> Iterator[Tag]:
        """This tag, and all that it holds, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


def read(pages: Sequence[Any], marks: Marks, drawn: Sequence[Container[Any]]) -> Tag:
    """The tree of all pages; its root is the tag `Document`.

    `drawn` are, for each page, the boxes whose content is marked on it.
    """
    reading = _Reading(marks, drawn)
    for number, page in enumerate(pages):
        reading.page(number, page)
    reading.place_notes()
    _prune(reading.root)
    return reading.root


class _Reading:
    def __init__(self, marks: Marks, drawn: Sequence[Container[Any]]) -> None:
        self.marks, self.boxes, self.drawn = marks, marks.boxes, drawn
        self.root = Tag("Document")
        self.known: dict[tuple[int, str], Tag] = {}
        self.calls: dict[int, Tag] = {}
        self.notes: dict[int, Tag] = {}
        self.number, self.height, self.language, self.named = 0, 0.0, "", 0

    def page(self, number: int, page: Any) -> None:
        self.number, self.height = number, page.height
        root = page._page_box.children[0]
        self.language = _language(root.element)
        for box in page._page_box.children:
            self._visit(inner(box), self.root, None)

    # --- boxes ---------------------------------------------------------------------------------------

    def _visit(self, box: Any, tag: Tag, block: Any) -> None:
        boxes = self.boxes
        if id(box) in self.marks.artifacts:
            return
        if isinstance(box, boxes.TextBox):
            if box in self.drawn[self.number]:
                self._holder(tag, block).kids.append(Content(self.number, box))
            return
        if isinstance(box, boxes.LineBox):
            block = box.element
        elif isinstance(box, boxes.FootnoteAreaBox):
            for child in box.children:
                self._visit(inner(child), self._note(inner(child)), None)
            return
        elif isinstance(box, boxes.ReplacedBox):
            if box in self.drawn[self.number]:
                self._figure(box, tag)
            return
        elif box.element is not None:
            tag = self._tag(box, tag, block)
        for child in box.children:
            self._visit(inner(child), tag, block)

    def _holder(self, tag: Tag, block: Any) -> Tag:
        """What can hold a phrase: the tag itself, or a paragraph in it."""
        if tag.kind not in _GROUPS:
            return tag
        last = tag.kids[-1] if tag.kids else None
        if isinstance(last, Tag) and last.unnamed and last.element is block:
            return last
        made = self._made(tag, "P", block)
        made.unnamed = True
        return made

    def _made(self, parent: Tag, kind: str, element: Any, place: int | None = None) -> Tag:
        made = parent.add(kind, element, place)
        if parent is self.root and self.language:
            made.said["Lang"] = self.language
        return made

    def _tag(self, box: Any, tag: Tag, block: Any) -> Tag:
        """The tag of a box: that of its element, made where it is met first."""
        element = box.element
        name, _, part = str(box.element_tag).partition("::")
        if part:
            return self._part(part, box, tag, block)
        found = self.known.get((id(element), ""))
        if found is None:
            found = self._first(name, box, tag, block)
            if found is tag:
                return tag
            self.known[id(element), ""] = found
            language = _language(element)
            if language:
                found.said["Lang"] = language
        self._lead(box, found)
        return found

    def _first(self, name: str, box: Any, tag: Tag, block: Any) -> Tag:
        """The tag of an element that is met first; the given one where it has none of its own."""
        element = box.element
        if name in ("html", "body"):
            return tag
        if name in ("li", "dt", "dd"):
            return self._item(name, box, tag)
        if tag.kind == "TOCI":
            return self._in_contents(name, box, tag)
        if NOTE in _classes(element):
            return self._named_note(tag, element)
        if name in _BLOCKS:
            return self._block(name, box, tag)
        if name == "a" and box.link_annotation:
            return self._link(element, tag, block)
        line = tag.parent if tag.kind == "Reference" else None
        if NUMBER in _classes(element) and line is not None and line.kind == "TOCI":
            return line.add("Lbl", element, 0)
        if name in _PHRASES:
            return self._made(self._holder(tag, block), _PHRASES[name], element)
        if name == "abbr" and element.get("title"):
            short = self._made(self._holder(tag, block), "Span", element)
            short.said["E"] = element.get("title")
            return short
        if not _language(element):
            return tag
        if isinstance(box, self.boxes.InlineBox):
            return self._made(self._holder(tag, block), "Span", element)
        return self._made(tag, "Div", element)

    def _link(self, element: Any, tag: Tag, block: Any) -> Tag:
        if NOTE_NUMBER in _classes(element) and tag.kind == "Note":
            return tag.add("Lbl", element, 0).add("Link", element)
        holder = self._holder(tag, block)
        if CALL in _classes(element):
            return self._made(holder, "Reference", element).add("Link", element)
        return self._made(holder, "Link", element)

    def _lead(self, box: Any, tag: Tag) -> None:
        if box.link_annotation and tag.kind == "Link":
            tag.kids.append(Led(self.number, box))

    def _block(self, name: str, box: Any, tag: Tag) -> Tag:
        element, kind = box.element, _BLOCKS[name]
        if kind == "Sect" and element.get("role") == "doc-index":
            kind = "Index"
        if kind == "L" and _is_contents(element, tag):
            kind = "TOC"
        made = self._made(tag, kind, element)
        if kind == "L" and name != "dl":
            made.owner, made.attributes = "List", {"ListNumbering": _numbering(box)}
        if kind in ("TH", "TD"):
            made.owner, made.attributes = "Table", _cell(box, tag)
        return made

    # --- lists and contents --------------------------------------------------------------------------

    def _item(self, name: str, box: Any, tag: Tag) -> Tag:
        element = box.element
        if tag.kind == "TOC":
            return tag.add("TOCI", element)
        if tag.kind != "L":  # an item without a list
            return self._made(tag, "P", element) if tag.kind in _GROUPS else tag
        last = tag.kids[-1] if tag.kids else None
        if name == "dd" and isinstance(last, Tag):
            return last.add("LBody", element)
        item = tag.add("LI", element)
        return item.add("Lbl" if name == "dt" else "LBody", element)

    def _in_contents(self, name: str, box: Any, item: Tag) -> Tag:
        """A line of the contents: what leads there is a reference, what stands below it a paragraph."""
        element = box.element
        if name in ("ul", "ol"):
            return item.add("TOC", element)
        if name in _BLOCKS and next(element.iter("a"), None) is None:
            return item.add("P", element)
        reference = next((kid for kid in item.kids if isinstance(kid, Tag) and kid.kind == "Reference"), None)
        reference = reference or item.add("Reference", element)
        return self._first(name, box, reference, None) if name == "a" else reference

    def _part(self, part: str, box: Any, tag: Tag, block: Any) -> Tag:
        """What the style sheets put to an element: calls and numbers of notes, marks of lists, and text."""
        key = (id(box.element), part)
        if key in self.known:
            return self.known[key]
        if part == "footnote-call":
            made = self._made(self._holder(tag, block), "Reference", box.element)
            self.calls[id(box.element)] = made
        elif part == "footnote-marker" and id(box.element) in self.notes:
            made = self.notes[id(box.element)].add("Lbl", box.element, 0)
        elif part == "marker" and tag.kind == "TOCI":
            made = tag.add("Lbl", box.element, 0)
        elif part == "marker" and tag.kind == "LBody" and tag.parent is not None:
            made = tag.parent.add("Lbl", box.element, 0)
        else:
            return tag
        if box.link_annotation:
            made = made.add("Link", box.element)
            made.kids.append(Led(self.number, box))
        self.known[key] = made
        return made

    # --- figures and notes ---------------------------------------------------------------------------

    def _figure(self, box: Any, tag: Tag) -> None:
        made = self._made(tag, "Figure", box.element)
        words = _alternative(box.element)
        if words:
            made.said["Alt"] = words
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self.height - top - box.height, left + box.width, self.height - top)
        made.owner = "Layout"
        made.attributes = {"Placement": "Block", "BBox": [round(0.75 * side, 3) for side in corners]}
        if isinstance(box, self.boxes.InlineLevelBox):
            made.attributes["Placement"] = "Inline"
        made.kids.append(Content(self.number, box))

    def _note(self, box: Any) -> Tag:
        key = id(box.element)
        if key not in self.notes:
            self.notes[key] = self.known[key, ""] = note = self._named_note(Tag("Document"), box.element)
            if _language(box.element):
                note.said["Lang"] = _language(box.element)
        return self.notes[key]

    def _named_note(self, tag: Tag, element: Any) -> Tag:
        """A note, with the name that PDF/UA wants of each (ISO 14289-1, 7.9)."""
        self.named += 1
        note = tag.add("Note", element)
        note.said["ID"] = element.get("id") or f"note {self.named}"
        return note

    def place_notes(self) -> None:
        """Put each note behind the block that calls it, so that it interrupts no sentence."""
        last: dict[int, Tag] = {}
        for key, note in self.notes.items():
            call = self.calls.get(key)
            if (key, "footnote-marker") in self.known:
                self.known[key, "footnote-marker"].towards = call
            block, holder = _around(call) if call is not None else (None, self.root)
            before = last.get(id(block), block)
            last[id(block)] = note
            place = holder.kids.index(before) + 1 if before is not None and before in holder.kids else None
            note.parent = holder
            holder.kids.insert(len(holder.kids) if place is None else place, note)


def _around(call: Tag) -> tuple[Tag | None, Tag]:
    """The block of a call, and what holds it and can hold the note; no block where the note is to end it."""
    inside: Tag | None = None
    for tag in call.above():
        if tag.kind in _HOLDS_NOTES:
            direct = inside is None or inside.kind in ("Reference", "Link", "Span", "Quote", "Code")
            return (None if direct else inside), tag
        inside = tag
    raise AssertionError("the root holds notes")


def _prune(tag: Tag) -> None:
    """Take out what holds nothing."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            _prune(kid)
    tag.kids[:] = [kid for kid in tag.kids if not isinstance(kid, Tag) or kid.kids or kid.kind in _EMPTY_TOO]


# --- elements ----------------------------------------------------------------------------------------


def _language(element: Any) -> str:
    if element is None:
        return ""
    return str(element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or "")


def _classes(element: Any) -> Iterable[str]:
    return (element.get("class") or "").split()


def _is_contents(element: Any, tag: Tag) -> bool:
    if CONTENTS in _classes(element):
        return True
    return any(one.element is not None and one.element.get("role") == "doc-toc" for one in tag.above())


def _numbering(box: Any) -> str:
    style = box.style["list_style_type"]
    items = [inner(child) for child in box.children]
    if items:
        style = items[0].style["list_style_type"]
    return _NUMBERINGS.get(style, "Disc") if isinstance(style, str) else "Disc"


def _cell(box: Any, row: Tag) -> dict[str, str | int | Sequence[float]]:
    said: dict[str, str | int | Sequence[float]] = {}
    element = box.element
    if element.tag == "th":
        said["Scope"] = _SCOPES.get(element.get("scope", ""), "") or _scope(row)
    spans: Mapping[str, int] = {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
    return {**said, **{name: span for name, span in spans.items() if span != 1}}


def _scope(row: Tag) -> str:
    """What a heading without a scope heads: its row, where cells follow in it, or else its column."""
    head = row.parent is not None and row.parent.kind == "THead"
    cells = row.element is not None and next(row.element.iter("td"), None) is not None
    return "Row" if cells and not head else "Column"


def _alternative(element: Any) -> str:
    """The words for a picture: its `alt`, or the title of a drawing."""
    if element is None:
        return ""
    title = element.find("{http://www.w3.org/2000/svg}title")
    told = title.text if title is not None else None
    return str(told or element.get("alt") or element.get("aria-label") or "")
