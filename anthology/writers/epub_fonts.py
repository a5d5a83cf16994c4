"""The faces an e-book carries: those its style sheets use, cut down to the characters it shows.

A subset is closed over case: an engine that has no small capitals makes them from capitals, and a style
sheet may put a line in capitals, so both forms of every letter stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from anthology import resources
from anthology.cache import Cache, digest
from anthology.errors import WriteError
from anthology.resources import FontFace
from anthology.writers.epub_facts import Facts
from anthology.writers.epub_item import Item

_TYPES: Mapping[str, str] = {".otf": "font/otf", ".ttf": "font/ttf"}
_ALWAYS = " -\u00a0\u00ad\u2010\u2011\u202f" + "0123456789.•◦▪"
"""Spaces, hyphens with which a reading system breaks words, and what it puts before items of lists."""

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


def characters_shown(pages: Iterable[Facts], sheets: Mapping[str, str]) -> frozenset[str]:
    """Every character that may appear, in both cases: text of pages, and what style sheets put around it."""
    around = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), _rules(sheets))
    shown = set(_ALWAYS).union(around, *(page.characters for page in pages))
    return frozenset(
        form
        for char in shown
        for variant in (char, char.upper(), char.lower(), char.title())
        for form in variant
    )


def faces_used(
    faces: Sequence[FontFace], pages: Iterable[Facts], sheets: Mapping[str, str]
) -> tuple[FontFace, ...]:
    """The faces that the style sheets, or the elements a browser draws by itself in bold or italics, need."""
    rules = _rules(sheets)
    elements = {name for page in pages for name in page.elements}
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
    faces: Sequence[FontFace], characters: frozenset[str], sheets: Mapping[str, str], cache: Cache
) -> tuple[Item, ...]:
    """The subset of each face, in the order of the faces; one that was cut before is not cut again.

    Raises:
        WriteError: `epub-font-unusable`.
    """
    features = features_asked(sheets)
    return tuple(
        Item(
            f"font-{number}", f"fonts/{face.file}", _type(face.file), _cut(face, characters, features, cache)
        )
        for number, face in enumerate(faces, start=1)
    )


def features_asked(sheets: Mapping[str, str]) -> tuple[str, ...]:
    """The OpenType features that a reader can ever see: those always on, and those a style sheet asks for."""
    rules = _rules(sheets)
    return (*_ALWAYS_ON, *(name for name, asking in _ASKED_BY.items() if re.search(asking, rules)))


def _cut(face: FontFace, characters: frozenset[str], features: tuple[str, ...], cache: Cache) -> bytes:
    whole = resources.font_bytes(face.file)
    return cache.remember(
        "epub-font",
        digest(whole, "".join(sorted(characters)), *features),
        lambda: subset_face(whole, characters, features, file=face.file),
        dump=bytes,
        load=bytes,
    )


def subset_face(whole: bytes, characters: Iterable[str], features: Iterable[str], *, file: str) -> bytes:
    """A font with only these characters and features; `file`, below fonts/, names it in an error.

    Its names are those that a face is found by, in English; its licence travels beside it.

    Raises:
        WriteError: `epub-font-unusable`.
    """
    # Loading it takes longer than a build in which no character is new.
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    # Hints serve screens of few pixels; without them a face is a quarter smaller.
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(name.encode("ascii"), "big") for name in features)
    try:
        return bytes(uharfbuzz.subset(uharfbuzz.Face(whole), wanted).blob.data)
    except (RuntimeError, ValueError) as error:
        raise WriteError(
            "epub-font-unusable",
            f"the font cannot be cut down to the book's characters: {error}",
            hint="install the tool again, or replace the file",
            file=f"fonts/{file}",
        ) from error


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
