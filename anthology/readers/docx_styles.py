"""styles.xml and numbering.xml of a Word file in; out what they make of a paragraph and of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from anthology.model import PLAIN, Emphasis, Form, Shape
from anthology.readers.ooxml import child, is_on, number, own, short, way
from anthology.readers.style_names import heading, plainly, shape_of

MAX_CHAIN = 20
"""Styles based on one another: Word itself follows not more than ten."""

_TOGGLES = {"w:b": "bold", "w:i": "italic", "w:strike": "strike", "w:dstrike": "strike", "w:vanish": "vanish"}
_MARKS = {
    "bold": Emphasis.STRONG,
    "italic": Emphasis.EMPHASIS,
    "strike": Emphasis.STRUCK,
    "code": Emphasis.CODE,
}
_RAISED = {"superscript": Emphasis.SUPERSCRIPT, "subscript": Emphasis.SUBSCRIPT}
_CODE = frozenset(
    {"html code", "verbatim char", "source text", "code char", "inline code", "html typewriter"}
)
_UNITS = ("bold", "italic", "strike", "vanish")


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its name, what it is based on, and the properties that are its own."""

    name: str
    based_on: str
    element: etree._Element


@dataclass(slots=True)
class Styles:
    """All styles and lists of one file."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    lists: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """Formats of the levels (`bullet`, `decimal`...) by number of the list."""
    levels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """The level that a list keeps for a style, by number of the list and id of the style."""
    default: str = ""
    _shapes: dict[str, Shape] = field(default_factory=dict)
    _fonts: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[Style]:
        """The style, what it is based on, and so on."""
        seen: set[str] = set()
        while name in self.styles and name not in seen and len(seen) < MAX_CHAIN:
            seen.add(name)
            yield self.styles[name]
            name = self.styles[name].based_on

    def paragraph(self, properties: etree._Element | None) -> Shape:
        """What a paragraph is, by its own properties (`w:pPr`) and by its style."""
        style = own(child(properties, "w:pStyle"), "val") or self.default
        shape = self._of_style(style)
        outline = child(properties, "w:outlineLvl")
        if outline is not None and shape.form is Form.PARAGRAPH:
            shape = _outlined(outline, shape)
        if shape.form is not Form.PARAGRAPH:
            return shape
        return self._item(properties, style) or shape

    def _of_style(self, name: str) -> Shape:
        if name not in self._shapes:
            self._shapes[name] = next(self._said(name), PLAIN)
        return self._shapes[name]

    def _said(self, name: str) -> Iterator[Shape]:
        chain = list(self.chain(name))
        yield from (shape for one in chain if (shape := shape_of(one.name)))
        if not chain and (shape := shape_of(name)):
            yield shape
        for one in chain:
            outline = way(one.element, "w:pPr", "w:outlineLvl")
            if outline is not None and _outlined(outline, PLAIN) is not PLAIN:
                yield _outlined(outline, PLAIN)

    def _item(self, properties: etree._Element | None, style: str) -> Shape | None:
        kept = [way(one.element, "w:pPr", "w:numPr") for one in self.chain(style)]
        numbering = next((one for one in (child(properties, "w:numPr"), *kept) if one is not None), None)
        found = own(child(numbering, "w:numId"), "val")
        formats = self.lists.get(found)
        if formats is None:
            return None
        level = number(own(child(numbering, "w:ilvl"), "val"), self.levels.get((found, style), 0))
        how = formats.get(level, "bullet")
        return None if how == "none" else Shape(Form.ITEM, level + 1, how != "bullet")

    def run(self, properties: etree._Element | None, paragraph: str, plain: bool) -> Mapping[str, str]:
        """What is switched on for a run (`w:rPr`) in a paragraph of this style.

        `plain` tells that the paragraph is a common one: only there the look of its style is an emphasis.
        """
        own_style = self._font(own(child(properties, "w:rStyle"), "val"))
        around = self._font(paragraph or self.default)
        direct = _font(properties)
        result = {**around, **own_style, **direct}
        for unit in _UNITS:
            below = around.get(unit) == "on" and (plain or unit == "vanish")
            switched = below != (own_style.get(unit) == "on")
            result[unit] = direct.get(unit) or ("on" if switched else "off")
        if not plain and "raised" in around and "raised" not in own_style and "raised" not in direct:
            result.pop("raised", None)
        return result

    def _font(self, name: str) -> Mapping[str, str]:
        if name not in self._fonts:
            gathered: dict[str, str] = {}
            for one in self.chain(name):
                font = _font(child(one.element, "w:rPr"))
                if plainly(one.name) in _CODE:
                    font = {**font, "code": "on"}
                gathered = {**font, **gathered}
            self._fonts[name] = gathered
        return self._fonts[name]


def marks(font: Mapping[str, str]) -> Iterator[Emphasis]:
    """The marks of a run, by what `Styles.run` says of it."""
    yield from (mark for unit, mark in _MARKS.items() if font.get(unit) == "on")
    if font.get("raised") in _RAISED:
        yield _RAISED[font["raised"]]


def _font(properties: etree._Element | None) -> dict[str, str]:
    font: dict[str, str] = {}
    for one in properties if properties is not None else ():
        name = short(one)
        if name in _TOGGLES:
            font[_TOGGLES[name]] = "on" if is_on(one) else "off"
        elif name == "w:vertAlign":
            font["raised"] = own(one, "val")
    return font


def _outlined(outline: etree._Element, otherwise: Shape) -> Shape:
    level = number(own(outline, "val"), 9)
    return heading(level + 1) if 0 <= level < 9 else otherwise


def styles(root: etree._Element | None, numbering: etree._Element | None) -> Styles:
    """Read the styles and the lists; either may be missing."""
    found = {own(one, "styleId"): one for one in root if short(one) == "w:style"} if root is not None else {}
    table = {
        name: Style(own(child(one, "w:name"), "val") or name, own(child(one, "w:basedOn"), "val"), one)
        for name, one in found.items()
    }
    default = next(
        (
            name
            for name, one in found.items()
            if own(one, "type") == "paragraph" and own(one, "default") in ("1", "true", "on")
        ),
        "",
    )
    result = Styles(table, default=default)
    return _numbered(numbering, result) if numbering is not None else result


def _numbered(root: etree._Element, known: Styles) -> Styles:
    """The same styles, with the lists of numbering.xml."""
    kinds = {own(one, "abstractNumId"): one for one in root if short(one) == "w:abstractNum"}
    numbers = {own(one, "numId"): one for one in root if short(one) == "w:num"}
    lists: dict[str, Mapping[int, str]] = {}
    levels: dict[tuple[str, str], int] = {}
    for name, one in numbers.items():
        if name == "0":
            continue
        formats: dict[int, str] = {}
        for level in _levels(one, kinds, numbers, known):
            at = number(own(level, "ilvl"))
            formats[at] = own(child(level, "w:numFmt"), "val") or formats.get(at, "decimal")
            if style := own(child(level, "w:pStyle"), "val"):
                levels[(name, style)] = at
        lists[name] = formats
    return replace(known, lists=lists, levels=levels)


def _levels(
    one: etree._Element,
    kinds: Mapping[str, etree._Element],
    numbers: Mapping[str, etree._Element],
    known: Styles,
) -> Iterator[etree._Element]:
    """The levels of a list: those of its kind (by way of a style where it points to one), then its own."""
    kind = kinds.get(own(child(one, "w:abstractNumId"), "val"))
    link = own(child(kind, "w:numStyleLink"), "val")
    if link in known.styles:
        there = own(way(known.styles[link].element, "w:pPr", "w:numPr", "w:numId"), "val")
        kind = kinds.get(own(child(numbers.get(there), "w:abstractNumId"), "val"), kind)
    yield from (level for level in (kind if kind is not None else ()) if short(level) == "w:lvl")
    for override in one:
        level = child(override, "w:lvl")
        if level is not None:
            yield level
