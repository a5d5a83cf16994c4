"""A document that is drawn to its tags: the tree of what is read (`reading.py`), as the objects of a PDF.

It stands in the place of the engine's own tagger, which begins every element anew on each page, reads the
dots of leaders, and knows no notes, no languages and no contents. The names that are taken over are private
to version 70.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf

from anthology.bindery.engine import engine
from anthology.bindery.marks import inner, marks_of, stream_class
from anthology.bindery.reading import Content, Led, Tag, read
from anthology.bindery.titles import called

_ABOVE, _BELOW = 0.8, 0.25
"""How far letters reach above and below their line, in em."""

_PRINTED = 4
"""The flag of annotations that are printed, which PDF/A asks for (ISO 19005-2, 6.3.2)."""


@contextmanager
def tagging(document: Any) -> Iterator[None]:
    """Have a document drawn meanwhile with the tags of this module; calls and notes are linked."""
    writing = engine().pdf
    boxes = engine().formatting_structure.boxes
    marks = marks_of(document.pages, boxes)
    _link_notes(document.pages)
    for page in document.pages:
        page.links[:] = [_with_a_place(link, boxes) for link in page.links]

    def add_tags(pdf: Any, document: Any, version: Any, streams: Sequence[Any]) -> None:
        root = read(document.pages, marks, [stream._tags for stream in streams])
        _Tagging(pdf, streams).add(root)

    before = writing.Stream, writing.add_tags
    writing.Stream, writing.add_tags = stream_class(engine(), marks), add_tags
    try:
        yield
    finally:
        writing.Stream, writing.add_tags = before


# --- notes and their calls ---------------------------------------------------------------------------


def _link_notes(pages: Sequence[Any]) -> None:
    """Let each call lead to its note, and the number of the note back; the engine links neither."""
    for page in pages:
        for box in _parts(page._page_box):
            name = box.element.get("id")
            place = _place(box)
            if name and str(box.element_tag).endswith("::footnote-call"):
                page.anchors.setdefault(back(name), place)
                page.links.append(("internal", name, place, box))
            elif name:
                page.links.append(("internal", back(name), place, box))


def _with_a_place(link: Any, boxes: Any) -> Any:
    """A link that can be clicked: a line may be given no height, the letters in it have some."""
    kind, target, (_, top, _, bottom), box = link
    if isinstance(box, boxes.InlineBox) and bottom - top < box.style["font_size"] / 2:
        return kind, target, _place(box), box
    return link


def _place(box: Any) -> tuple[float, float, float, float]:
    """The place of the letters of a phrase on its page, in px from the top left: left, top, right, bottom."""
    left, _, width, _ = box.hit_area()
    foot, size = box.position_y + box.baseline, box.style["font_size"]
    return left, foot - _ABOVE * size, left + width, foot + _BELOW * size


def back(name: str) -> str:
    """The name of the place that calls a note."""
    return f"{name}--call"


def _parts(box: Any) -> Iterator[Any]:
    for child in box.children:
        child = inner(child)
        if str(child.element_tag).endswith(("::footnote-call", "::footnote-marker")):
            yield child
        else:
            yield from _parts(child)


# --- objects -----------------------------------------------------------------------------------------


class _Tagging:
    """Writes a tree of tags into a file."""

    def __init__(self, pdf: Any, streams: Sequence[Any]) -> None:
        self.pdf, self.numbers = pdf, [stream._tags for stream in streams]
        self.owners: list[dict[int, bytes]] = [{} for _ in streams]
        self.links: list[tuple[Any, bytes]] = []

    def add(self, root: Tag) -> None:
        content = pydyf.Dictionary({"Nums": pydyf.Array()})
        top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(content)
        self.pdf.add_object(top)
        top["ParentTree"] = content.reference
        top["K"] = pydyf.Array([self._object(root, top.reference)])
        self._lead_back(content["Nums"])
        self.pdf.catalog["StructTreeRoot"] = top.reference
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _lead_back(self, numbers: Any) -> None:
        """The tree from content to tags (ISO 32000-1, 14.7.4.4)."""
        for page, owners in enumerate(self.owners):
            each = range(len(self.numbers[page]))  # nothing that is drawn is without a tag
            numbers.extend((page, pydyf.Array(owners[number] for number in each)))
        for place, (note, tag) in enumerate(self.links, start=len(self.owners)):
            numbers.extend((place, tag))
            note["StructParent"] = place

    def _object(self, tag: Tag, parent: bytes) -> bytes:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag.kind}", "P": parent})
        self.pdf.add_object(made)
        reference = made.reference
        made.update({key: pydyf.String(text) for key, text in tag.said.items()})
        if tag.attributes:
            said = {key: _value(value) for key, value in tag.attributes.items()}
            made["A"] = pydyf.Dictionary({"O": f"/{tag.owner}", **said})
        page = next((kid.page for kid in tag.kids if not isinstance(kid, Tag)), None)
        if page is not None:
            made["Pg"] = self.pdf.page_references[page]
        title = called(tag) if tag.kind == "Link" else ""
        made["K"] = pydyf.Array(self._kid(kid, page, reference, title) for kid in tag.kids)
        return bytes(reference)

    def _kid(self, kid: Tag | Content | Led, page: int | None, owner: bytes, title: str) -> Any:
        if isinstance(kid, Tag):
            return self._object(kid, owner)
        there = self.pdf.page_references[kid.page]
        if isinstance(kid, Led):
            note = kid.box.link_annotation
            note["Rect"] = _corners(note["Rect"])
            note["Contents"], note["F"] = pydyf.String(title or note["Contents"].string), _PRINTED
            self.links.append((note, owner))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": note.reference, "Pg": there})
        number = self.numbers[kid.page][kid.box]
        self.owners[kid.page][number] = owner
        if kid.page == page:
            return number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": there, "MCID": number})


def _corners(sides: Sequence[float]) -> Any:
    """A rectangle from its lower left to its upper right corner."""
    left, right = sorted((sides[0], sides[2]))
    bottom, top = sorted((sides[1], sides[3]))
    return pydyf.Array((left, bottom, right, top))


def _value(value: str | int | Sequence[float]) -> Any:
    if isinstance(value, str):
        return f"/{value}"
    return value if isinstance(value, int) else pydyf.Array(value)
