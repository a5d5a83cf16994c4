"""Bytes of a Word file (.docx, .docm, .dotx) in; its manuscript out: every text node of it, in reading order.

Insertions are read as text; deletions, hidden words, comments, headers, footers and properties are withheld.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Shape, Withheld
from anthology.numerals import roman
from anthology.readers import audit
from anthology.readers.chunks import chunk_texts
from anthology.readers.docx_styles import Styles, marks, styles
from anthology.readers.notices import Notices, album, metadata, received
from anthology.readers.ooxml import child, is_on, number, own, related, short, way
from anthology.readers.package import Package, Relation, damaged, opened, relations
from anthology.readers.paragraphs import (
    LINE,
    PAGE,
    Call,
    Marked,
    Paragraph,
    Words,
    address_of,
    inked,
    is_address,
    joined,
    notes,
    plain,
    withhold,
)
from anthology.readers.symbols import symbol

_COMMON = frozenset({Form.PARAGRAPH, Form.CELL, Form.ITEM})
_PROPERTIES = frozenset(
    "w:pPr w:rPr w:sdtPr w:sdtEndPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:ffData w:rubyPr".split()  # noqa: SIM905
)
_FIXED = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": LINE,
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
    "a:br": LINE,
}
_SUFFIXES = {"jpeg": ".jpg", "jpe": ".jpg", "tif": ".tiff"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where paragraphs stand: the cell of a table, and why all of them are withheld."""

    table: int = 0
    row: int = 0
    column: int = 0
    head: bool = False
    withheld: Withheld | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look at a place of a paragraph: the style of the paragraph, and what surrounds them."""

    style: str = ""
    plain: bool = True
    marks: Marked = frozenset()
    withheld: Withheld | None = None
    label: str = ""

    def marked(self, *more: tuple[Emphasis, str]) -> _Look:
        return replace(self, marks=self.marks | frozenset(more))

    def held(self, why: Withheld, label: str = "") -> _Look:
        return self if self.withheld else replace(self, withheld=why, label=label)


@dataclass(slots=True)
class _Field:
    """A field whose end has not come: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    shows: bool = False

    @property
    def address(self) -> str:
        return address_of(self.instruction) if self.shows else ""


def read_docx(data: bytes, file: str) -> Received:
    """Read a Word file.

    Raises:
        SourceError: `office-locked`, `office-old`, `office-other`, `office-damaged`, `office-unsafe`,
            `office-too-large`, `office-too-deep` or `empty-submission`.
    """
    package = opened(data, file)
    reading = _Reading(package)
    paragraphs = reading.all()
    for part in audit.left_out(package):
        reading.notices.left_out(part.name, part.reason, part.words)
    nodes = tuple(audit.word_nodes(package))
    return received(data, file, paragraphs, nodes, reading.album, reading.notices)


class _Reading:
    """The reading of one file: what is counted and remembered on the way."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.notices = Notices(package.file)
        self.album = album(package.file)
        self.main = _main_part(package)
        self.arrows = relations(package, self.main)
        self.styles = self._styles()
        self.at = Paragraph()
        self.fields: list[_Field] = []
        self.closed: set[etree._Element] = set()
        self.tables = 0
        self.called: dict[tuple[str, str], str] = {}
        self.margin = False
        self._parts: dict[str, tuple[str, Mapping[str, etree._Element]]] = {}
        self._known: dict[str, tuple[dict[str, Relation], set[etree._Element]]] = {}
        self._counts = {"footnotes": 0, "endnotes": 0}

    # --- the parts ---------------------------------------------------------------------------------------

    def all(self) -> list[Paragraph]:
        """Every paragraph: the text, notes and comments that nothing calls, headers, footers, properties."""
        root = self.package.tree(self.main)
        paragraphs = self._part(self.main, lambda: self.blocks(child(root, "w:body"), _Place()))
        for kind, why in (("footnotes", None), ("endnotes", None), ("comments", Withheld.COMMENT)):
            for name in self._entries(kind):
                paragraphs += self.aside(kind, name, why)
        for kind in ("header", "footer"):
            for part in self._targets(kind):
                paragraphs += self._margin(part)
        paragraphs += self._properties()
        if any(name.endswith("vbaProject.bin") for name in self.package.names):
            self.notices.macros()
        return paragraphs

    def _styles(self) -> Styles:
        def root(kind: str) -> etree._Element | None:
            return next((self.package.tree(part) for part in self._targets(kind)), None)

        return styles(root("styles"), root("numbering"))

    def _targets(self, kind: str) -> list[str]:
        """The parts that the text points to as this kind, each once."""
        found = {one.target for one in self.arrows.values() if one.kind == kind and not one.external}
        return sorted((name for name in found if name in self.package), key=_naturally)

    def _part(self, name: str, read: Callable[[], list[Paragraph]]) -> list[Paragraph]:
        """Read with the arrows and the fields of one part; what stood open before stays so."""
        before = self.arrows, self.fields, self.closed, self.at
        if name not in self._known:
            self._known[name] = relations(self.package, name), _closed_fields(self.package.tree(name))
        (self.arrows, self.closed), self.fields, self.at = self._known[name], [], Paragraph()
        try:
            return read()
        finally:
            self.arrows, self.fields, self.closed, self.at = before

    def _entries(self, kind: str) -> Mapping[str, etree._Element]:
        """The notes or comments of the file, by id."""
        return self._notes_of(kind)[1]

    def _notes_of(self, kind: str) -> tuple[str, Mapping[str, etree._Element]]:
        """The part that holds the notes or comments, and its entries by id."""
        if kind not in self._parts:
            arrows = relations(self.package, self.main).values()
            part = next((one.target for one in arrows if one.kind == kind and one.target in self.package), "")
            entries = self.package.tree(part) if part else ()
            self._parts[kind] = part, {own(one, "id"): one for one in entries if short(one)}
        return self._parts[kind]

    def _margin(self, part: str) -> list[Paragraph]:
        self.margin = True
        root = self.package.tree(part)
        paragraphs = self._part(part, lambda: self.blocks(root, _Place(withheld=Withheld.RUNNING_HEAD)))
        self.margin = False
        return withhold(paragraphs, Withheld.RUNNING_HEAD)

    def _properties(self) -> list[Paragraph]:
        arrows = relations(self.package, "")
        parts = [one.target for one in arrows.values() if one.kind == "core-properties" and not one.external]
        root = next((self.package.tree(part) for part in parts if part in self.package), None)
        found = {short(one).partition(":")[2]: one for one in (root if root is not None else ())}
        return [
            metadata(name, "".join(map(str, found[name].itertext())))
            for name in audit.PROPERTIES
            if name in found
        ]

    def aside(self, kind: str, name: str, why: Withheld | None) -> list[Paragraph]:
        """A note or a comment, the first time that it is called (or at the end, when nothing calls it)."""
        entry = self._entries(kind).get(name)
        if entry is None or (kind, f"{name} read") in self.called:
            return []
        self.called[(kind, f"{name} read")] = ""
        part = self._notes_of(kind)[0]
        paragraphs = self._part(part, lambda: self.blocks(entry, _Place()))
        if own(entry, "type") not in ("", "normal"):
            return withhold(paragraphs, Withheld.RUNNING_HEAD) if inked(paragraphs) else []
        if why is None:
            return notes(paragraphs, self.label(kind, name))
        author = own(entry, "author")
        named = [replace(one, shape=replace(one.shape, label=author)) for one in paragraphs]
        return withhold(named, why)

    def label(self, kind: str, name: str) -> str:
        """The label of a note: footnotes are numbered 1, 2, 3, endnotes i, ii, iii, as Word does."""
        if (kind, name) not in self.called:
            self._counts[kind] += 1
            count = self._counts[kind]
            self.called[(kind, name)] = str(count) if kind == "footnotes" else roman(count).lower()
        return self.called[(kind, name)]

    # --- blocks ------------------------------------------------------------------------------------------

    def blocks(self, parent: etree._Element | None, place: _Place) -> list[Paragraph]:
        """The paragraphs below an element, in order."""
        found: list[Paragraph] = []
        pending: Paragraph | None = None
        for element in parent if parent is not None else ():
            name = short(element)
            if name == "w:p":
                paragraph = self.paragraph(element, place)
                if pending is not None:
                    paragraph = joined(pending, paragraph)
                pending = paragraph if _melts(element) else None
                if pending is None:
                    found.append(paragraph)
            elif name not in _PROPERTIES and (others := self._other(element, name, place)):
                found += others if pending is None else [pending, *others]
                pending = None
        return found if pending is None else [*found, pending]

    def _other(self, element: etree._Element, name: str, place: _Place) -> list[Paragraph]:
        if name == "w:tbl":
            return self.table(element, place)
        if name == "w:altChunk":
            return self.chunk(element)
        if name == "mc:AlternateContent":
            return [one for branch in _branches(element) for one in self.blocks(branch, place)]
        if name in ("w:del", "w:moveFrom"):
            return self.blocks(element, replace(place, withheld=place.withheld or Withheld.DELETED))
        if name == "w:sdt":
            empty = self._is_placeholder(element)
            held = replace(place, withheld=Withheld.HIDDEN, label="placeholder") if empty else place
            return self.blocks(child(element, "w:sdtContent"), held)
        if any(short(one) in _BLOCKS for one in element):
            return self.blocks(element, place)
        loose = self._open(place, Shape())
        self._into(loose, lambda: self.inline(element, _Look(withheld=place.withheld)))
        return [loose] if loose.content or loose.after else []

    def _is_placeholder(self, element: etree._Element) -> bool:
        empty = is_on(way(element, "w:sdtPr", "w:showingPlcHdr"))
        self.notices.count("placeholders", empty)
        return empty

    def table(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        self.tables += 1
        found: list[Paragraph] = []
        own_place = replace(place, table=self.tables, row=0, column=0, head=False)
        for row, (line, withheld) in enumerate(_through(element, "w:tr", place.withheld), 1):
            properties = child(line, "w:trPr")
            if child(properties, "w:del") is not None:
                withheld = withheld or Withheld.DELETED
            head = is_on(child(properties, "w:tblHeader"))
            column = 1 + number(own(child(properties, "w:gridBefore"), "val"))
            for cell, hidden in _through(line, "w:tc", withheld):
                there = replace(own_place, row=row, column=column, head=head, withheld=hidden)
                found += self.blocks(cell, there)
                column += max(number(own(way(cell, "w:tcPr", "w:gridSpan"), "val"), 1), 1)
        return found

    def paragraph(self, element: etree._Element, place: _Place) -> Paragraph:
        properties = child(element, "w:pPr")
        shape = self.styles.paragraph(properties)
        style = own(child(properties, "w:pStyle"), "val")
        opened_ = self._open(place, shape)
        look = _Look(style, shape.form in _COMMON, withheld=opened_.shape.withheld)
        self._into(opened_, lambda: self.children(element, look))
        return opened_

    def _open(self, place: _Place, shape: Shape) -> Paragraph:
        withheld = place.withheld or shape.withheld
        if place.table:
            form = Form.CELL if shape.form is Form.PARAGRAPH else shape.form
            shape = replace(
                shape, form=form, table=place.table, row=place.row, column=place.column, head=place.head
            )
        return Paragraph(replace(shape, withheld=withheld, label=place.label or shape.label))

    def _into(self, paragraph: Paragraph, read: Callable[[], None]) -> None:
        before, self.at = self.at, paragraph
        read()
        self.at = before

    # --- inside of a paragraph ---------------------------------------------------------------------------

    def children(self, element: etree._Element, look: _Look) -> None:
        for one in element:
            self.inline(one, look)

    def inline(self, element: etree._Element, look: _Look) -> None:
        """Read one element of a paragraph; what is unknown is looked into."""
        name = short(element)
        if name in _PROPERTIES or not name:
            return
        if name in _FIXED:
            self.write(_FIXED[name], look)
        else:
            _INLINE.get(name, _Reading.children)(self, element, look)

    def write(self, text: str, look: _Look) -> None:
        if not text:
            return
        if any(not field.shows for field in self.fields):
            look = look.held(Withheld.HIDDEN, "field")
        address = next((one.address for one in reversed(self.fields) if one.address), "")
        if is_address(address):
            look = look.marked((Emphasis.LINK, address))
        self.at.content.append(Words(text, look.marks, look.withheld, look.label))

    def text(self, element: etree._Element, look: _Look) -> None:
        self.write(_spaced(element.text or ""), look)

    def deleted(self, element: etree._Element, look: _Look) -> None:
        self.children(element, look.held(Withheld.DELETED))

    def deleted_text(self, element: etree._Element, look: _Look) -> None:
        self.text(element, look.held(Withheld.DELETED))

    def run(self, element: etree._Element, look: _Look) -> None:
        font = self.styles.run(child(element, "w:rPr"), look.style, look.plain)
        if font.get("vanish") == "on":
            look = look.held(Withheld.HIDDEN)
        self.children(element, look.marked(*((mark, "") for mark in marks(font))))

    def link(self, element: etree._Element, look: _Look) -> None:
        arrow = self.arrows.get(related(element, "id"))
        if arrow and arrow.external and is_address(arrow.target):
            look = look.marked((Emphasis.LINK, arrow.target))
        self.children(element, look)

    def break_(self, element: etree._Element, look: _Look) -> None:
        self.write(PAGE if own(element, "type") in ("page", "column") else LINE, look)

    def symbol(self, element: etree._Element, look: _Look) -> None:
        font, code = own(element, "font"), own(element, "char")
        sign = symbol(font, int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0xFFFD)
        if "\ue000" <= sign <= "\uf8ff" or sign == "\ufffd":
            self.notices.symbol(font, code)
        self.write(sign, look)

    def field_mark(self, element: etree._Element, _look: _Look) -> None:
        kind = own(element, "fldCharType")
        if kind == "begin" and element in self.closed:
            self.fields.append(_Field())
        elif self.fields and element in self.closed:
            if kind == "separate":
                self.fields[-1].shows = True
            elif kind == "end":
                self.fields.pop()

    def instruction(self, element: etree._Element, _look: _Look) -> None:
        if self.fields:
            self.fields[-1].instruction += element.text or ""

    def simple_field(self, element: etree._Element, look: _Look) -> None:
        self.fields.append(_Field(own(element, "instr"), shows=True))
        self.children(element, look)
        self.fields.pop()

    def control(self, element: etree._Element, look: _Look) -> None:
        if self._is_placeholder(element):
            look = look.held(Withheld.HIDDEN, "placeholder")
        content = child(element, "w:sdtContent")
        if content is not None:
            self.children(content, look)

    def ruby(self, element: etree._Element, look: _Look) -> None:
        for one in sorted(element, key=lambda part: short(part) == "w:rt"):
            raised = look.marked((Emphasis.SUPERSCRIPT, "")) if short(one) == "w:rt" else look
            self.inline(one, raised)

    def formula(self, element: etree._Element, look: _Look) -> None:
        self.notices.count("formulas")
        self.children(element, look)

    def raised(self, element: etree._Element, look: _Look) -> None:
        self.children(element, look.marked((Emphasis.SUPERSCRIPT, "")))

    def lowered(self, element: etree._Element, look: _Look) -> None:
        self.children(element, look.marked((Emphasis.SUBSCRIPT, "")))

    # --- what hangs on a paragraph -----------------------------------------------------------------------

    def footnote(self, element: etree._Element, look: _Look) -> None:
        self._note("footnotes", element, look)

    def endnote(self, element: etree._Element, look: _Look) -> None:
        self._note("endnotes", element, look)

    def _note(self, kind: str, element: etree._Element, look: _Look) -> None:
        name = own(element, "id")
        if name not in self._entries(kind):
            return
        if look.withheld is None:
            self.at.content.append(Call(self.label(kind, name)))
        paragraphs = self.aside(kind, name, None)
        self.hang(paragraphs, look)

    def comment(self, element: etree._Element, look: _Look) -> None:
        self.hang(self.aside("comments", own(element, "id"), Withheld.COMMENT), look)

    def hang(self, paragraphs: list[Paragraph], look: _Look) -> None:
        self.at.after += withhold(paragraphs, look.withheld) if look.withheld else paragraphs

    def box(self, element: etree._Element, look: _Look) -> None:
        # Fields that stand open around a box say nothing of what is inside of it.
        before, self.fields = self.fields, []
        paragraphs = self.blocks(element, _Place(withheld=look.withheld, label=look.label))
        self.fields = before
        self.notices.count("boxes", inked(paragraphs))
        self.hang(paragraphs, look)

    def either(self, element: etree._Element, look: _Look) -> None:
        for branch in _branches(element):
            self.children(branch, look)

    def drawing(self, element: etree._Element, look: _Look) -> None:
        """A picture or a shape: what it shows, and behind it what is said of it."""
        before = len(self.album.pictures)
        alternatives = _said_of(element)
        self.children(element, look)
        taken = list(self.album.pictures)[before:]
        for name, text in alternatives:
            label = taken[0] if taken else name
            self.hang([plain(text, Shape(Form.ALT, label=label))], look)

    def alternative(self, element: etree._Element, look: _Look) -> None:
        """A shape of the old kind: what is said of it stands in an attribute."""
        self.children(element, look)
        if text := str(element.get("alt") or "").strip():
            name = str(element.get("id") or "")
            self.hang([plain(text, Shape(Form.ALT, label=name))], look)

    def lettering(self, element: etree._Element, look: _Look) -> None:
        """Words drawn as a picture (WordArt)."""
        if text := str(element.get("string") or "").strip():
            self.hang([plain(text)], look)

    def picture(self, element: etree._Element, look: _Look) -> None:
        for name in ("embed", "link", "id", "href", "pict"):
            if arrow := self.arrows.get(related(element, name)):
                self._take(arrow, look)
                break
        self.children(element, look)

    def _take(self, arrow: Relation, look: _Look) -> None:
        if arrow.external or arrow.target not in self.package:
            self.notices.elsewhere(arrow.target)
        elif self.margin:
            self.notices.count("margin pictures")
        elif look.withheld is None:
            suffix = PurePosixPath(arrow.target).suffix.lower().lstrip(".")
            image = self.album.add(self.package.read(arrow.target), _SUFFIXES.get(suffix, f".{suffix}"))
            self.at.content.append(image)

    def object_(self, element: etree._Element, _look: _Look) -> None:
        arrow = self.arrows.get(related(element, "id"))
        name = PurePosixPath(arrow.target).name if arrow else "?"
        self.notices.embedded(f"{own(element, 'ProgID')} ({name})".strip())

    def chart(self, element: etree._Element, look: _Look) -> None:
        self._drawn(self.arrows.get(related(element, "id")), look, self._chart)

    def diagram(self, element: etree._Element, look: _Look) -> None:
        self._drawn(self.arrows.get(related(element, "dm")), look, self._diagram)

    def _drawn(
        self, arrow: Relation | None, look: _Look, read: Callable[[etree._Element, str], list[Paragraph]]
    ) -> None:
        if arrow is None or arrow.external or arrow.target not in self.package:
            return
        if ("drawn", f"{arrow.target} read") in self.called:
            return
        self.called[("drawn", f"{arrow.target} read")] = ""
        self.notices.count("charts")
        self.hang(read(self.package.tree(arrow.target), PurePosixPath(arrow.target).stem), look)

    def _chart(self, root: etree._Element, name: str) -> list[Paragraph]:
        """Titles as paragraphs; the figures and names of a series as a line each."""
        found: list[Paragraph] = []
        for one in root.iter():
            if short(one) == "a:p":
                found.append(plain(_drawn_text(one), Shape(Form.ALT, label=name)))
            elif short(one) in ("c:strCache", "c:numCache", "c:strLit", "c:numLit", "c:lvl"):
                points = [part.text or "" for point in one if short(point) == "c:pt" for part in point]
                found.append(plain("\t".join(points), Shape(Form.ALT, label=name)))
            elif short(one) == "c:tx" and (value := child(one, "c:v")) is not None:
                found.append(plain(value.text or "", Shape(Form.ALT, label=name)))
        return found

    def _diagram(self, root: etree._Element, _name: str) -> list[Paragraph]:
        return [plain(_drawn_text(one)) for one in root.iter() if short(one) == "a:p"]

    def drawn_paragraph(self, element: etree._Element, look: _Look) -> None:
        self.hang([plain(_drawn_text(element))], look)

    def chunk(self, element: etree._Element) -> list[Paragraph]:
        """A whole file inside of the file."""
        arrow = self.arrows.get(related(element, "id"))
        if arrow is None or arrow.external or arrow.target not in self.package:
            self.notices.elsewhere(arrow.target if arrow else "?")
            return []
        return self._chunk(arrow.target)

    def _chunk(self, name: str) -> list[Paragraph]:
        texts = chunk_texts(self.package.read(name), name)
        if texts is None:
            self.notices.embedded(name)
            return []
        return [plain(text) for text in texts]

    def subdocument(self, element: etree._Element, _look: _Look) -> None:
        arrow = self.arrows.get(related(element, "id"))
        self.notices.elsewhere(arrow.target if arrow else "?")


_BLOCKS = frozenset(
    "w:p w:tbl w:sdt w:altChunk w:ins w:del w:moveFrom w:moveTo w:customXml mc:AlternateContent".split()  # noqa: SIM905
)

_INLINE: Mapping[str, Callable[[_Reading, etree._Element, _Look], None]] = {
    "w:t": _Reading.text,
    "m:t": _Reading.text,
    "w:delText": _Reading.deleted_text,
    "w:del": _Reading.deleted,
    "w:moveFrom": _Reading.deleted,
    "w:r": _Reading.run,
    "w:hyperlink": _Reading.link,
    "w:br": _Reading.break_,
    "w:sym": _Reading.symbol,
    "w:fldChar": _Reading.field_mark,
    "w:instrText": _Reading.instruction,
    "w:delInstrText": _Reading.instruction,
    "w:fldSimple": _Reading.simple_field,
    "w:sdt": _Reading.control,
    "w:ruby": _Reading.ruby,
    "m:oMath": _Reading.formula,
    "m:sup": _Reading.raised,
    "m:sub": _Reading.lowered,
    "w:footnoteReference": _Reading.footnote,
    "w:endnoteReference": _Reading.endnote,
    "w:commentReference": _Reading.comment,
    "w:txbxContent": _Reading.box,
    "mc:AlternateContent": _Reading.either,
    "w:drawing": _Reading.drawing,
    "v:shape": _Reading.alternative,
    "v:rect": _Reading.alternative,
    "v:roundrect": _Reading.alternative,
    "v:oval": _Reading.alternative,
    "v:group": _Reading.alternative,
    "v:textpath": _Reading.lettering,
    "v:imagedata": _Reading.picture,
    "a:blip": _Reading.picture,
    "o:OLEObject": _Reading.object_,
    "c:chart": _Reading.chart,
    "dgm:relIds": _Reading.diagram,
    "a:p": _Reading.drawn_paragraph,
    "w:subDoc": _Reading.subdocument,
}


def _main_part(package: Package) -> str:
    arrows = relations(package, "").values()
    named = next((one.target for one in arrows if one.kind == "officeDocument" and not one.external), "")
    part = named if named in package else "word/document.xml"
    if part not in package:
        raise _not_word(package)
    root = package.tree(part)
    if short(root) != "w:document" or child(root, "w:body") is None:
        raise _not_word(package)
    return part


def _not_word(package: Package) -> SourceError:
    if "content.xml" in package:
        return SourceError(
            "office-other",
            "its name says Word, but it is an OpenDocument file",
            hint="give it the name it should have, ending in .odt",
            file=package.file,
        )
    return damaged(package.file, "the part that holds the text is missing")


def _naturally(name: str) -> list[int | str]:
    """A key by which `header10` follows `header9`."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _closed_fields(root: etree._Element) -> set[etree._Element]:
    """The marks of those fields that have a beginning and an end."""
    closed: set[etree._Element] = set()
    stack: list[list[etree._Element]] = []
    for one in root.iter("{*}fldChar"):
        kind = own(one, "fldCharType")
        if kind == "begin":
            stack.append([one])
        elif stack:
            stack[-1].append(one)
            if kind == "end":
                closed.update(stack.pop())
    return closed


def _melts(paragraph: etree._Element) -> bool:
    """Whether the mark that ends the paragraph was deleted, so that the next one goes on with it."""
    mark = way(paragraph, "w:pPr", "w:rPr")
    return child(mark, "w:del") is not None


def _through(
    parent: etree._Element, wanted: str, withheld: Withheld | None
) -> Iterator[tuple[etree._Element, Withheld | None]]:
    """Rows or cells, also those wrapped in content controls and tracked changes."""
    for element in parent:
        name = short(element)
        if name == wanted:
            yield element, withheld
        elif name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
            yield from _through(element, wanted, withheld)
        elif name in ("w:del", "w:moveFrom"):
            yield from _through(element, wanted, withheld or Withheld.DELETED)


def _branches(element: etree._Element) -> list[etree._Element]:
    """The alternatives to be read: the first, and each other that holds words or a picture it lacks."""
    choices = [one for one in element if short(one) in ("mc:Choice", "mc:Fallback")]
    if not choices:
        return []
    first, *others = choices
    words, pictures = audit.ink_below(first), _has_picture(first)
    return [
        first,
        *(
            one
            for one in others
            if audit.ink_below(one) not in words or (not words and not pictures and _has_picture(one))
        ),
    ]


def _has_picture(element: etree._Element) -> bool:
    return any(short(one) in ("a:blip", "v:imagedata") for one in element.iter())


def _said_of(element: etree._Element) -> list[tuple[str, str]]:
    """Names and descriptions in a drawing, but not in a text box of it; each description once."""
    found: dict[str, str] = {}
    for one in element.iter():
        if short(one) in ("wp:docPr", "pic:cNvPr") and not _is_boxed(one, element):
            for text in (one.get("title"), one.get("descr")):
                if text and text.strip():
                    found.setdefault(str(text).strip(), str(one.get("name") or ""))
    return [(name, text) for text, name in found.items()]


def _is_boxed(one: etree._Element, drawing: etree._Element) -> bool:
    return next(above for above in one.iterancestors() if short(above) == "w:drawing") is not drawing


def _drawn_text(element: etree._Element) -> str:
    """The words of a paragraph of DrawingML."""
    parts = (
        LINE if short(one) == "a:br" else one.text or ""
        for one in element.iter()
        if short(one) in ("a:t", "a:br")
    )
    return "".join(parts)


def _spaced(text: str) -> str:
    """The text as Word shows it: line ends of the XML are spaces."""
    return re.sub("[\r\n]", " ", text)
