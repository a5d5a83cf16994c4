"""Bytes of an OpenDocument text (.odt, .ott, or .fodt: one flat file) in; its manuscript out.

Every text node is read, in reading order. Tracked deletions, hidden words, comments, headers, footers,
indexes and properties are withheld.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from anthology.errors import SourceError
from anthology.model import Emphasis, Form, Received, Shape, Withheld
from anthology.readers import audit, odf
from anthology.readers.notices import Notices, album, metadata, received
from anthology.readers.odf import child, get, short
from anthology.readers.odt_styles import form_in_table, marks, styles
from anthology.readers.ooxml import number
from anthology.readers.package import Package, damaged, inside, locked, opened, parsed
from anthology.readers.paragraphs import (
    LINE,
    Call,
    Marked,
    Paragraph,
    Words,
    inked,
    is_address,
    notes,
    plain,
    withhold,
)
from anthology.readers.style_names import heading

MAX_SPACES = 1000
"""Spaces in a row, and cells repeated: more are no text."""

_SPACES = re.compile("[ \t\r\n]+")
_PROPERTIES = (
    "dc:title", "dc:subject", "dc:creator", "meta:initial-creator", "meta:keyword", "dc:description",
    "meta:printed-by", "meta:user-defined",
)  # fmt: skip
_SIGNATURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp"}
_COMMON = frozenset({Form.PARAGRAPH, Form.CELL, Form.ITEM})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where paragraphs stand: the cell of a table, the level of a list, and why all of them are withheld."""

    table: int = 0
    row: int = 0
    column: int = 0
    head: bool = False
    level: int = 0
    listed: str = ""
    withheld: Withheld | None = None

    def held(self, why: Withheld) -> _Place:
        return self if self.withheld else replace(self, withheld=why)


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look: their marks, and why they are withheld."""

    marks: Marked = frozenset()
    withheld: Withheld | None = None
    label: str = ""

    def marked(self, *more: tuple[Emphasis, str]) -> _Look:
        return replace(self, marks=self.marks | frozenset(more))

    def held(self, why: Withheld, label: str = "") -> _Look:
        return self if self.withheld else replace(self, withheld=why, label=label)


def read_odt(data: bytes, file: str) -> Received:
    """Read an OpenDocument text.

    Raises:
        SourceError: `office-locked`, `office-old`, `office-other`, `office-damaged`, `office-unsafe`,
            `office-too-large`, `office-too-deep` or `empty-submission`.
    """
    package = opened(data, file)
    if "content.xml" not in package:
        raise _not_open(package)
    if _is_locked(package):
        raise locked(file)
    roots = {
        name: package.tree(name) for name in ("styles.xml", "content.xml", "meta.xml") if name in package
    }
    reading = _Reading(file, list(roots.values()), package)
    nodes = tuple(audit.open_nodes(package))
    return received(data, file, reading.all(), nodes, reading.album, reading.notices)


def read_fodt(data: bytes, file: str) -> Received:
    """Read an OpenDocument text that is one flat file of XML.

    Raises:
        SourceError: as `read_odt`.
    """
    root = parsed(data, file)
    if short(root) != "office:document":
        raise damaged(file, "it is no flat OpenDocument text")
    reading = _Reading(file, [root], None)
    nodes = tuple(audit.flat_nodes(root, "the file"))
    return received(data, file, reading.all(), nodes, reading.album, reading.notices)


class _Reading:
    """The reading of one file: what is counted and remembered on the way."""

    def __init__(self, file: str, roots: list[etree._Element], package: Package | None) -> None:
        self.roots = roots
        self.package = package
        self.notices = Notices(file)
        self.album = album(file)
        self.styles = styles(roots)
        self.at = Paragraph()
        self.blank = True
        self.tables = 0
        self.margin = False
        self.changes: dict[str, etree._Element] = {}
        self.deleting: set[str] = set()
        self.objects: set[str] = set()
        self.labels: set[str] = set()
        self.ending = {get(one, "text:change-id") for one in self._every("text:change-end")}

    # --- the whole ---------------------------------------------------------------------------------------

    def all(self) -> list[Paragraph]:
        """The text, deletions that nothing points to, headers and footers, properties."""
        self.changes = {
            get(one, "text:id") or get(one, "xml:id"): one for one in self._every("text:changed-region")
        }
        paragraphs = [
            one for body in self._every("office:body") for text in body for one in self.blocks(text, _Place())
        ]
        paragraphs += [one for name in list(self.changes) for one in self.deletion(name)]
        paragraphs += self._margins()
        return paragraphs + self._properties()

    def _every(self, name: str) -> Iterator[etree._Element]:
        for root in self.roots:
            yield from root.iter(odf.name(name))

    def _margins(self) -> list[Paragraph]:
        self.margin = True
        found = [
            one
            for page in self._every("style:master-page")
            for part in page
            for one in self.blocks(part, _Place(withheld=Withheld.RUNNING_HEAD))
        ]
        self.margin = False
        return withhold(found, Withheld.RUNNING_HEAD)

    def _properties(self) -> list[Paragraph]:
        return [
            metadata(get(one, "meta:name") or wanted.partition(":")[2], "".join(map(str, one.itertext())))
            for meta in self._every("office:meta")
            for wanted in _PROPERTIES
            for one in meta.iter(odf.name(wanted))
        ]

    # --- blocks ------------------------------------------------------------------------------------------

    def blocks(self, parent: etree._Element, place: _Place) -> list[Paragraph]:
        """The paragraphs below an element, in order."""
        found: list[Paragraph] = []
        for element in parent:
            found += self.block(element, place)
        return found

    def block(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        name = short(element)
        if name in ("text:p", "text:h"):
            return [self.paragraph(element, place)]
        if name == "text:change":
            return self.deletion(get(element, "text:change-id"))
        if name in ("text:change-start", "text:change-end"):
            self.inline(element, _Look())
            return []
        if read := _BLOCKS.get(name):
            return read(self, element, place)
        if name in _INLINE:
            loose = Paragraph(self._placed(Shape(), place))
            self._into(loose, lambda: self.inline(element, _Look(withheld=place.withheld)))
            return [loose] if loose.content or loose.after else []
        return [] if name in _SILENT or not name else self.blocks(element, place)

    def listing(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        style = get(element, "text:style-name") or place.listed
        deeper = replace(place, level=place.level + 1, listed=style)
        found: list[Paragraph] = []
        for item in element:
            inner = deeper if short(item) == "text:list-item" else replace(deeper, level=0)
            found += self.blocks(item, inner)
        return found

    def table(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        self.tables += 1
        there = replace(place, table=self.tables, row=0, column=0, head=False, level=0, listed="")
        found: list[Paragraph] = []
        row = 1
        for line, head in _rows(element, head=False):
            column = 1
            for cell in line:
                if short(cell) in ("table:table-cell", "table:covered-table-cell"):
                    found += self.blocks(cell, replace(there, row=row, column=column, head=head))
                    column += min(number(get(cell, "table:number-columns-repeated"), 1), MAX_SPACES)
            row += min(number(get(line, "table:number-rows-repeated"), 1), MAX_SPACES)
        return found

    def section(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        hidden = get(element, "text:display") in ("none", "condition")
        source = odf.child(element, "text:section-source")
        if address := get(source, "xlink:href"):
            self.notices.elsewhere(address)
        return self.blocks(element, place.held(Withheld.HIDDEN) if hidden else place)

    def index(self, element: etree._Element, place: _Place) -> list[Paragraph]:
        return self.blocks(element, place.held(Withheld.NAVIGATION))

    def deletion(self, name: str) -> list[Paragraph]:
        """What was deleted at a place, the first time that it is asked for."""
        region = self.changes.pop(name, None)
        deleted = child(region, "text:deletion")
        if deleted is None:
            return []
        return withhold(self.blocks(deleted, _Place(withheld=Withheld.DELETED)), Withheld.DELETED)

    def paragraph(self, element: etree._Element, place: _Place) -> Paragraph:
        style = get(element, "text:style-name")
        shape = self.styles.paragraph(style)
        if short(element) == "text:h":
            shape = self._heading(element, shape)
        elif place.level and shape.form is Form.PARAGRAPH:
            listed = place.listed or self.styles.list_of(style)
            shape = Shape(Form.ITEM, place.level, self.styles.is_numbered(listed, place.level))
        if self.styles.is_hidden("paragraph", style):
            place = place.held(Withheld.HIDDEN)
        opened_ = Paragraph(self._placed(shape, place))
        font = self.styles.font("paragraph", style, named_too=shape.form in _COMMON)
        by_hand = shape.form in _COMMON or shape.form in (Form.QUOTE, Form.CAPTION, Form.NOTE, Form.VERSE)
        look = _Look(withheld=opened_.shape.withheld)
        if by_hand:
            look = look.marked(*((mark, "") for mark in marks(font)))
        self._into(opened_, lambda: self.content(element, look))
        return opened_

    def _heading(self, element: etree._Element, shape: Shape) -> Shape:
        """A heading says its level itself, but one in the style of a title is the title."""
        if shape.form in (Form.TITLE, Form.STANDFIRST):
            return shape
        return heading(number(get(element, "text:outline-level"), 1))

    def _placed(self, shape: Shape, place: _Place) -> Shape:
        if place.table:
            shape = replace(
                shape,
                form=form_in_table(shape),
                table=place.table,
                row=place.row,
                column=place.column,
                head=place.head,
            )
        return replace(shape, withheld=place.withheld or shape.withheld)

    def _into(self, paragraph: Paragraph, read: Callable[[], None]) -> None:
        before = self.at, self.blank
        self.at, self.blank = paragraph, True
        read()
        self.at, self.blank = before

    # --- inside of a paragraph ---------------------------------------------------------------------------

    def content(self, element: etree._Element, look: _Look) -> None:
        """The words and the elements below one, in order."""
        self.collapsed(element.text, look)
        for one in element:
            self.inline(one, look)
            self.collapsed(one.tail, look)

    def inline(self, element: etree._Element, look: _Look) -> None:
        name = short(element)
        if name in _SILENT or not name:
            return
        _INLINE.get(name, _Reading.content)(self, element, look)

    def collapsed(self, text: str | None, look: _Look) -> None:
        """White space counts once, and not at all at the beginning (OpenDocument 1.3, part 3, 6.1.2)."""
        words = _SPACES.sub(" ", text or "")
        if self.blank:
            words = words.lstrip(" ")
        if words:
            self.blank = words.endswith(" ")
            self.write(words, look)

    def write(self, text: str, look: _Look) -> None:
        if self.deleting:
            look = look.held(Withheld.DELETED)
        self.at.content.append(Words(text, look.marks, look.withheld, look.label))

    def span(self, element: etree._Element, look: _Look) -> None:
        style = get(element, "text:style-name")
        font = self.styles.font("text", style)
        if font.get("hidden"):
            look = look.held(Withheld.HIDDEN)
        off = {(mark, "") for mark in marks({unit: not on for unit, on in font.items()})}
        look = replace(look, marks=look.marks - off)
        self.content(element, look.marked(*((mark, "") for mark in marks(font))))

    def link(self, element: etree._Element, look: _Look) -> None:
        address = get(element, "xlink:href")
        self.content(element, look.marked((Emphasis.LINK, address)) if is_address(address) else look)

    def spaces(self, element: etree._Element, look: _Look) -> None:
        self.write(" " * min(number(get(element, "text:c"), 1), MAX_SPACES), look)
        self.blank = False

    def tab(self, _element: etree._Element, look: _Look) -> None:
        self.write("\t", look)
        self.blank = True

    def line(self, _element: etree._Element, look: _Look) -> None:
        self.write(LINE, look)
        self.blank = True

    def change(self, element: etree._Element, _look: _Look) -> None:
        self.at.after += self.deletion(get(element, "text:change-id"))

    def change_start(self, element: etree._Element, _look: _Look) -> None:
        """A deletion whose words were left where they are, as LibreOffice does while it shows changes."""
        name = get(element, "text:change-id")
        if name in self.ending and child(self.changes.get(name), "text:deletion") is not None:
            self.deleting.add(name)

    def change_end(self, element: etree._Element, _look: _Look) -> None:
        self.deleting.discard(get(element, "text:change-id"))

    def control(self, element: etree._Element, look: _Look) -> None:
        if get(element, "loext:showing-place-holder") == "true":
            self.placeholder(element, look)
        else:
            self.content(element, look)

    def placeholder(self, element: etree._Element, look: _Look) -> None:
        self.notices.count("placeholders")
        self.content(element, look.held(Withheld.HIDDEN, "placeholder"))

    def hidden_text(self, element: etree._Element, look: _Look) -> None:
        """A field that holds words which it does not show."""
        self.content(element, look)
        self.write(odf.hidden_text(element), look.held(Withheld.HIDDEN, "field"))

    def hidden_paragraph(self, element: etree._Element, look: _Look) -> None:
        if get(element, "text:is-hidden") == "true":
            self.at.shape = replace(self.at.shape, withheld=self.at.shape.withheld or Withheld.HIDDEN)
        self.content(element, look)

    def note(self, element: etree._Element, look: _Look) -> None:
        citation = child(element, "text:note-citation")
        label = "".join(map(str, citation.itertext())).strip() if citation is not None else ""
        label = self.own_label(label or get(citation, "text:label") or get(element, "text:id") or "*")
        if look.withheld is None:
            self.at.content.append(Call(label))
        body = child(element, "text:note-body")
        if body is not None:
            self.hang(notes(self.blocks(body, _Place()), label), look)

    def own_label(self, label: str) -> str:
        """A label that no other note has: on each page, LibreOffice may begin with 1 or `*` again."""
        number, own = 1, label
        while own in self.labels:
            number += 1
            own = f"{label}-{number}"
        self.labels.add(own)
        return own

    def comment(self, element: etree._Element, look: _Look) -> None:
        author = child(element, "dc:creator")
        name = "".join(map(str, author.itertext())).strip() if author is not None else ""
        found = withhold(self.blocks(element, _Place(withheld=Withheld.COMMENT)), Withheld.COMMENT)
        self.hang([replace(one, shape=replace(one.shape, label=name)) for one in found], look)

    def ruby(self, element: etree._Element, look: _Look) -> None:
        for one in element:
            raised = look.marked((Emphasis.SUPERSCRIPT, "")) if short(one) == "text:ruby-text" else look
            self.content(one, raised)

    # --- what hangs on a paragraph -----------------------------------------------------------------------

    def hang(self, paragraphs: list[Paragraph], look: _Look) -> None:
        self.at.after += withhold(paragraphs, look.withheld) if look.withheld else paragraphs

    def box(self, element: etree._Element, look: _Look) -> None:
        paragraphs = self.blocks(element, _Place(withheld=look.withheld))
        self.notices.count("boxes", inked(paragraphs))
        self.hang(paragraphs, look)

    def shape(self, element: etree._Element, look: _Look) -> None:
        """A frame or a drawn shape: what it holds, and behind it what is said of it."""
        before = len(self.album.pictures)
        said: list[str] = []
        loose: list[etree._Element] = []
        for one in element:
            if short(one) in ("svg:title", "svg:desc"):
                said.append("".join(map(str, one.itertext())))
            elif short(one) in ("text:p", "text:h", "text:list"):
                loose.append(one)
            elif not (short(one) == "draw:image" and self._is_preview(one, element, before)):
                self.inline(one, look)
        words = [found for one in loose for found in self.block(one, _Place(withheld=look.withheld))]
        self.notices.count("boxes", inked(words))
        self.hang(words, look)
        taken = list(self.album.pictures)[before:]
        label = taken[0] if taken else get(element, "draw:name")
        self.hang([plain(text, Shape(Form.ALT, label=label)) for text in said], look)

    def _is_preview(self, image: etree._Element, frame: etree._Element, before: int) -> bool:
        """A frame shows the first of its pictures that can be shown; those of objects are mere previews."""
        words = any(True for _ in image.iter(odf.name("text:p")))
        objects = any(short(one) in ("draw:object", "draw:object-ole") for one in frame)
        return not words and (objects or len(self.album.pictures) > before)

    def picture(self, element: etree._Element, look: _Look) -> None:
        address = get(element, "xlink:href")
        flat = child(element, "office:binary-data")
        if flat is not None:
            self._keep(_unpacked(flat.text or ""), "", look)
        elif self.package and (part := inside("", address)) in self.package:
            self._keep(self.package.read(part), PurePosixPath(part).suffix.lower(), look)
        elif address:
            self.notices.elsewhere(address)
        self.hang(self.blocks(element, _Place(withheld=look.withheld)), look)

    def _keep(self, data: bytes, suffix: str, look: _Look) -> None:
        known = next((name for start, name in _SIGNATURES.items() if data.startswith(start)), suffix)
        if self.margin:
            self.notices.count("margin pictures")
        elif look.withheld is None and data:
            self.at.content.append(self.album.add(data, known))

    def object_(self, element: etree._Element, look: _Look) -> None:
        """A formula, a chart or another object; its words, where they are in the file."""
        address = get(element, "xlink:href")
        part = inside("", f"{address}/content.xml")
        if self.package and part in self.objects:
            return  # its words stand in the text already
        if address and part != "content.xml" and self.package and part in self.package:
            self.objects.add(part)
            self.embedded(self.package.tree(part), look)
        elif len(element):
            for one in element:
                self.embedded(one, look)
        elif address:
            self.notices.embedded(address)

    def embedded(self, root: etree._Element, look: _Look) -> None:
        formula = short(root) == "math:math" or root.find(f".//{odf.name('math:math')}") is not None
        self.notices.count("formulas" if formula else "charts")
        if formula:
            nodes = audit.flat_nodes(root, "")
            self.write(" ".join(node.text.strip() for node in nodes), look)
            self.blank = False
        else:
            self.hang(self.blocks(root, _Place(withheld=look.withheld)), look)

    def nested(self, element: etree._Element, look: _Look) -> None:
        """A block inside of a paragraph's shape."""
        self.hang(self.block(element, _Place(withheld=look.withheld)), look)


_SILENT = frozenset(
    "text:tracked-changes text:note-citation office:forms text:sequence-decls text:variable-decls "  # noqa: SIM905
    "text:user-field-decls text:dde-connection-decls text:alphabetical-index-auto-mark-file "
    "office:scripts office:settings office:font-face-decls office:styles office:automatic-styles "
    "office:master-styles office:meta text:table-of-content-source text:illustration-index-source "
    "text:table-index-source text:object-index-source text:user-index-source "
    "text:alphabetical-index-source text:bibliography-source dc:creator dc:date meta:date-string "
    "meta:creator-initials office:binary-data office:change-info table:table-columns "
    "table:table-column text:soft-page-break".split()
)

_BLOCKS: Mapping[str, Callable[[_Reading, etree._Element, _Place], list[Paragraph]]] = {
    "text:list": _Reading.listing,
    "table:table": _Reading.table,
    "text:section": _Reading.section,
    **dict.fromkeys(
        (
            "text:table-of-content",
            "text:illustration-index",
            "text:table-index",
            "text:object-index",
            "text:user-index",
            "text:alphabetical-index",
            "text:bibliography",
        ),
        _Reading.index,
    ),
}

_SHAPES = (
    "draw:frame", "draw:custom-shape", "draw:rect", "draw:line", "draw:polyline", "draw:polygon", "draw:path",
    "draw:circle", "draw:ellipse", "draw:connector", "draw:caption", "draw:measure", "draw:regular-polygon",
    "draw:g", "draw:control",
)  # fmt: skip

_INLINE: Mapping[str, Callable[[_Reading, etree._Element, _Look], None]] = {
    "text:span": _Reading.span,
    "text:a": _Reading.link,
    "text:s": _Reading.spaces,
    "text:tab": _Reading.tab,
    "text:line-break": _Reading.line,
    "text:change": _Reading.change,
    "text:change-start": _Reading.change_start,
    "text:change-end": _Reading.change_end,
    "loext:content-control": _Reading.control,
    "text:placeholder": _Reading.placeholder,
    "text:hidden-text": _Reading.hidden_text,
    "text:conditional-text": _Reading.hidden_text,
    "text:hidden-paragraph": _Reading.hidden_paragraph,
    "text:note": _Reading.note,
    "office:annotation": _Reading.comment,
    "text:ruby": _Reading.ruby,
    "draw:text-box": _Reading.box,
    "draw:image": _Reading.picture,
    "draw:object": _Reading.object_,
    "draw:object-ole": _Reading.object_,
    "draw:a": _Reading.content,
    "table:table": _Reading.nested,
    "text:list": _Reading.nested,
    "text:p": _Reading.nested,
    "text:h": _Reading.nested,
    **dict.fromkeys(_SHAPES, _Reading.shape),
}


def _rows(table: etree._Element, head: bool) -> Iterator[tuple[etree._Element, bool]]:
    for one in table:
        name = short(one)
        if name == "table:table-row":
            yield one, head
        elif name in ("table:table-header-rows", "table:table-rows", "table:table-row-group"):
            yield from _rows(one, head or name == "table:table-header-rows")


def _is_locked(package: Package) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in package:
        return False
    return b"encryption-data" in package.read(manifest)


def _not_open(package: Package) -> SourceError:
    if "word/document.xml" in package:
        return SourceError(
            "office-other",
            "its name says OpenDocument, but it is a Word file",
            hint="give it the name it should have, ending in .docx",
            file=package.file,
        )
    return damaged(package.file, "the part that holds the text is missing")


def _unpacked(text: str) -> bytes:
    """The bytes of a picture inside of a flat file; none where they are damaged."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
