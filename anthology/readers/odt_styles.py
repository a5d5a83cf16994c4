"""The styles of an OpenDocument file in; out what they make of a paragraph, of a run and of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from anthology.model import PLAIN, Emphasis, Form, Shape
from anthology.readers import odf
from anthology.readers.ooxml import number
from anthology.readers.style_names import heading, plainly, shape_of

MAX_CHAIN = 20
"""Styles based on one another."""

_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_CODE = frozenset({"source text", "teletype", "user entry", "source code"})
_ESCAPED = re.compile("_([0-9a-f]{1,4})_")
_MARKS = {
    "bold": Emphasis.STRONG,
    "italic": Emphasis.EMPHASIS,
    "strike": Emphasis.STRUCK,
    "super": Emphasis.SUPERSCRIPT,
    "sub": Emphasis.SUBSCRIPT,
    "code": Emphasis.CODE,
}

Font = Mapping[str, bool]
"""What is switched on or off: bold, italic, strike, super, sub, code, hidden."""


@dataclass(slots=True)
class Styles:
    """All styles of one file, by family and name, and the levels of its lists that are numbered."""

    styles: Mapping[tuple[str, str], etree._Element]
    automatic: frozenset[tuple[str, str]]
    numbered: Mapping[str, frozenset[int]]
    _shapes: dict[str, Shape] = field(default_factory=dict)
    _fonts: dict[tuple[str, str, bool], Font] = field(default_factory=dict)

    def chain(self, family: str, name: str) -> Iterator[etree._Element]:
        """The style, what it is based on, and so on."""
        seen: set[str] = set()
        while (family, name) in self.styles and name not in seen and len(seen) < MAX_CHAIN:
            seen.add(name)
            yield self.styles[family, name]
            name = odf.get(self.styles[family, name], "style:parent-style-name")

    def paragraph(self, name: str) -> Shape:
        """What a style makes of a paragraph."""
        if name not in self._shapes:
            self._shapes[name] = next(self._said(name), PLAIN)
        return self._shapes[name]

    def _said(self, name: str) -> Iterator[Shape]:
        chain = list(self.chain("paragraph", name))
        last = odf.get(chain[-1], "style:parent-style-name") if chain else name
        for called in (*(_names(chain)), last):
            if shape := shape_of(unescaped(called)):
                yield shape
        for one in chain:
            if level := number(odf.get(one, "style:default-outline-level")):
                yield heading(level)

    def font(self, family: str, name: str, named_too: bool = True) -> Font:
        """What a style switches on or off; without `named_too` only what was set by hand is heard."""
        key = (family, name, named_too)
        if key not in self._fonts:
            gathered: dict[str, bool] = {}
            for one in self.chain(family, name):
                called = odf.get(one, "style:name")
                own = _font(one, plainly(unescaped(called)))
                if not named_too and (family, called) not in self.automatic:
                    own = {unit: on for unit, on in own.items() if unit == "hidden"}
                gathered = {**own, **gathered}
            self._fonts[key] = gathered
        return self._fonts[key]

    def is_hidden(self, family: str, name: str) -> bool:
        """Whether a style hides its words."""
        return self.font(family, name).get("hidden", False)

    def is_numbered(self, style: str, level: int) -> bool:
        """Whether this level (from 1) of a list is numbered."""
        return level in self.numbered.get(style, ())

    def list_of(self, paragraph: str) -> str:
        """The list style that a paragraph style brings along."""
        chain = self.chain("paragraph", paragraph)
        return next((found for one in chain if (found := odf.get(one, "style:list-style-name"))), "")


def marks(font: Font) -> Iterator[Emphasis]:
    """The marks of what is switched on."""
    yield from (mark for unit, mark in _MARKS.items() if font.get(unit))


def unescaped(name: str) -> str:
    """`Heading 1` for `Heading_20_1`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)


def styles(roots: Iterable[etree._Element | None]) -> Styles:
    """Read the styles of all parts, those of the text last."""
    found: dict[tuple[str, str], etree._Element] = {}
    automatic: set[tuple[str, str]] = set()
    numbered: dict[str, frozenset[int]] = {}
    for root in roots:
        for group in ("office:styles", "office:automatic-styles"):
            for one in _children(root, group):
                key = (odf.get(one, "style:family"), odf.get(one, "style:name"))
                if odf.short(one) == "text:list-style":
                    numbered[key[1]] = frozenset(_numbered(one))
                elif odf.short(one) == "style:style":
                    found[key] = one
                    if group == "office:automatic-styles":
                        automatic.add(key)
    return Styles(found, frozenset(automatic), numbered)


def _children(root: etree._Element | None, group: str) -> Iterator[etree._Element]:
    for parent in root.iter(odf.name(group)) if root is not None else ():
        yield from parent


def _numbered(style: etree._Element) -> Iterator[int]:
    for level in style:
        if odf.short(level) == "text:list-level-style-number" and odf.get(level, "style:num-format"):
            yield number(odf.get(level, "text:level"), 1)


def _names(chain: Iterable[etree._Element]) -> Iterator[str]:
    for one in chain:
        yield odf.get(one, "style:display-name") or odf.get(one, "style:name")


def _font(style: etree._Element, name: str) -> dict[str, bool]:
    properties = odf.child(style, "style:text-properties")
    font = {"code": True} if name in _CODE else {}
    if properties is None:
        return font
    weight, slant = odf.get(properties, "fo:font-weight"), odf.get(properties, "fo:font-style")
    struck, position = _struck(properties), odf.get(properties, "style:text-position")
    display = odf.get(properties, "text:display")
    said = {
        "bold": (weight, weight in _BOLD),
        "italic": (slant, slant in ("italic", "oblique")),
        "strike": (struck, struck != "none"),
        "super": (position, _raised(position) > 0),
        "sub": (position, _raised(position) < 0),
        "hidden": (display, display == "none"),
    }
    return font | {unit: on for unit, (value, on) in said.items() if value}


def _struck(properties: etree._Element) -> str:
    return odf.get(properties, "style:text-line-through-style") or odf.get(
        properties, "style:text-line-through-type"
    )


def _raised(position: str) -> float:
    """How far words are raised (percent), from `super 58%` or `33% 58%`."""
    first = position.partition(" ")[0]
    if first in ("super", "sub"):
        return 33 if first == "super" else -33
    try:
        return float(first.rstrip("%"))
    except ValueError:
        return 0


def form_in_table(shape: Shape) -> Form:
    """A plain paragraph of a table is a cell of it; every other one stays what it is."""
    return Form.CELL if shape.form is Form.PARAGRAPH else shape.form
