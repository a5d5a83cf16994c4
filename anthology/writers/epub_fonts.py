"""The faces an e-book carries: those its style sheets use, cut down to the characters it shows.

A subset is closed over case: an engine that has no small capitals makes them from capitals, and a style
sheet may put a line in capitals, so both forms of every letter stay.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath

from fontTools import subset, ttLib
from lxml import etree

from anthology import resources
from anthology.errors import WriteError
from anthology.resources import FontFace
from anthology.writers.epub_documents import Document
from anthology.writers.epub_item import XHTML, Item, parse, text_of

_TYPES: Mapping[str, str] = {".otf": "font/otf", ".ttf": "font/ttf"}
_ALWAYS = " -\u00a0\u00ad\u2010\u2011\u202f"
"""Spaces and the hyphens with which a reading system breaks words."""

_ALWAYS_ON = ("ccmp", "kern", "liga", "locl", "mark", "mkmk")
_ASKED_BY: Mapping[str, str] = {
    "c2sc": r"c2sc|all-small-caps|unicase",
    "frac": r"frac\b|diagonal-fractions",
    "lnum": r"lnum|lining-nums",
    "onum": r"onum|oldstyle-nums",
    "pnum": r"pnum|proportional-nums",
    "smcp": r"smcp|small-caps",
    "sups": r"sups|font-variant(?:-position)?:[^;}]*super",
    "tnum": r"tnum|tabular-nums",
}
"""Features that do nothing until a style sheet asks for them, and how it asks."""

_RULE = re.compile(r"@font-face\s*\{[^}]*\}\n?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?")
_WEIGHT = re.compile(r"font(?:-weight)?\s*:[^;}]*?\b([1-9]00|bold|bolder)\b")
_BLOCK = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|400)\b")
_ITALIC = re.compile(r"\b(?:italic|oblique)\b")
_ITALIC_ELEMENTS = frozenset({"address", "cite", "dfn", "em", "i", "var"})
_BOLD_ELEMENTS = frozenset({"b", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "th"})
_REGULAR, _BOLD = 400, 700


def characters_shown(
    documents: Iterable[Document], other: Iterable[Item], sheets: Mapping[str, str]
) -> frozenset[str]:
    """Every character that may appear, in both cases: text of pages, and what style sheets put around it."""
    texts = [document.text for document in documents]
    texts += [text_of(parse(item.data)) for item in other]
    texts += [_ESCAPE.sub(lambda code: chr(int(code[1], 16)), _rules(sheets))]
    shown = set(_ALWAYS).union(*texts)
    return frozenset(
        form
        for char in shown
        for variant in (char, char.upper(), char.lower(), char.title())
        for form in variant
    )


def faces_used(
    faces: Sequence[FontFace], documents: Iterable[Document], sheets: Mapping[str, str]
) -> tuple[FontFace, ...]:
    """The faces that the style sheets, or the elements a browser draws by itself in bold or italics, need."""
    rules = _rules(sheets)
    elements = {
        etree.QName(el).localname for doc in documents for el in parse(doc.item.data).iter(f"{XHTML}*")
    }
    styles = {"normal"}
    if _ITALIC.search(rules) or elements & _ITALIC_ELEMENTS:
        styles.add("italic")
    weights = {_REGULAR, *(int(said) if said.isdecimal() else _BOLD for said in _WEIGHT.findall(rules))}
    if elements & _BOLD_ELEMENTS - _made_light(rules):
        weights.add(_BOLD)
    return tuple(
        face
        for face in faces
        if _is_named(face.family, rules) and face.style in styles and face.weight in weights
    )


def _made_light(rules: str) -> frozenset[str]:
    """The elements that a style sheet takes the weight from: what a browser gives them does not count."""
    light = (selectors for selectors, said in _BLOCK.findall(rules) if _LIGHT.search(said))
    return frozenset(selector.strip() for selectors in light for selector in selectors.split(","))


def _is_named(family: str, rules: str) -> bool:
    return re.search(rf"""["':,]\s*{re.escape(family)}\s*["',;}}]""", rules) is not None


def font_items(
    faces: Sequence[FontFace], characters: frozenset[str], sheets: Mapping[str, str]
) -> tuple[Item, ...]:
    """The subset of each face, in the order of the faces.

    Raises:
        WriteError: `epub-font-unusable`.
    """
    features = features_asked(sheets)
    return tuple(
        Item(
            f"font-{number}",
            f"fonts/{face.file}",
            _type(face.file),
            subset_face(face.file, characters, features),
        )
        for number, face in enumerate(faces, start=1)
    )


def features_asked(sheets: Mapping[str, str]) -> tuple[str, ...]:
    """The OpenType features that a reader can ever see: those always on, and those a style sheet asks for."""
    rules = _rules(sheets)
    return (*_ALWAYS_ON, *(name for name, asking in _ASKED_BY.items() if re.search(asking, rules)))


@cache
def subset_face(file: str, characters: frozenset[str], features: tuple[str, ...]) -> bytes:
    """A font file of fonts/ with only these characters and features; the same bytes every time.

    Raises:
        WriteError: `epub-font-unusable`.
    """
    try:
        # The bounds of the whole font hold for a part of it, and drawing every glyph to find its own is slow.
        font = ttLib.TTFont(
            io.BytesIO(resources.font_bytes(file)), recalcBBoxes=False, recalcTimestamp=False, lazy=True
        )
        subsetter = subset.Subsetter(_options(features))
        subsetter.populate(text="".join(sorted(characters)))
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out)
    except (OSError, ttLib.TTLibError, subset.Subsetter.SubsettingError) as error:
        raise WriteError(
            "epub-font-unusable",
            f"the font cannot be cut down to the book's characters: {error}",
            hint="install the tool again, or replace the file",
            file=f"fonts/{file}",
        ) from error
    return out.getvalue()


def licence_items(faces: Sequence[FontFace]) -> tuple[Item, ...]:
    """The licence of each family that is carried: the first that its `family.toml` names."""
    folders = sorted({PurePosixPath(face.file).parent.as_posix() for face in faces})
    return tuple(_licence(folder, number) for number, folder in enumerate(folders, start=1))


def declared_only(sheet: str, faces: Sequence[FontFace]) -> str:
    """A style sheet without the `@font-face` rules of faces that are not carried."""
    carried = {f"fonts/{face.file}" for face in faces}
    return _RULE.sub(lambda rule: rule[0] if any(file in rule[0] for file in carried) else "", sheet)


def _licence(folder: str, number: int) -> Item:
    place = resources.folder("fonts") / folder
    name = tomllib.loads((place / "family.toml").read_text(encoding="utf-8"))["licence_files"][0]
    return Item(f"licence-{number}", f"fonts/{folder}/{name}", "text/plain", (place / name).read_bytes())


def _options(features: tuple[str, ...]) -> subset.Options:
    options = subset.Options()
    options.layout_features = list(features)
    options.recalc_timestamp = False
    # Hints serve screens of few pixels; without them a face is a quarter smaller.
    options.hinting = False
    # A table of FontForge's own, which the subsetter cannot cut.
    options.drop_tables = [*options.drop_tables, "FFTM"]
    options.notdef_outline = True
    return options


def _rules(sheets: Mapping[str, str]) -> str:
    """What the style sheets say of text, without their comments and their declarations of faces."""
    return _RULE.sub("", _COMMENT.sub("", "\n".join(sheets.values())))


def _type(file: str) -> str:
    suffix = PurePosixPath(file).suffix.lower()
    if suffix not in _TYPES:
        raise WriteError(
            "epub-font-unusable",
            f"e-readers do not read {suffix or 'such'} fonts",
            hint="use an .otf or .ttf file",
            file=f"fonts/{file}",
        )
    return _TYPES[suffix]
