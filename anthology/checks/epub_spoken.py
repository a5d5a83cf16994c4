"""A document of an e-book to what a voice, or a reading system, would be told wrongly by its marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from anthology.checks.epub_sheet import hidden_by
from anthology.checks.epub_vocabulary import PAIRS, ROLES, SMALLED, TYPES

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPS = "{http://www.idpf.org/2007/ops}"
_SVG = "{http://www.w3.org/2000/svg}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_REFERRING = ("aria-labelledby", "aria-describedby", "aria-details", "aria-owns", "aria-controls")
_WITHOUT_ROLE = frozenset({"article", "body", "html", "a"})
"""Elements that may bear a type without its role: their own role says it, or takes none."""
_SCRIPTS = {
    "GREEK": ("el", "grc"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "be", "mk", "kk", "mn"),
    "ARABIC": ("ar", "fa", "ur", "ps"),
    "HEBREW": ("he", "yi"),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
}
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u1f00-\u1fff\u3040-\u30ff\u3400-\u9fff]{2,}")
_GARBLED = re.compile("\u00c3[\u0080-\u00bf]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]|\ufffd")
_TYPEWRITER = (re.compile(r"\"|(?<=[^\W\d])'(?=\w)"), re.compile(r"(?<!\.)\.{3}(?!\.)"))
_PLAIN_SPACE = re.compile(r"(?<=\S) [;:!?»]|« ")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\ufeff]")


@dataclass(frozen=True, slots=True)
class Marks:
    """What is wrong with the marks of a document, in words.

    `roles` are wrong roles, types and references; `tables` those without heads; `hidden` what does not show;
    `unmarked` passages in another script than their language; `garbled` letters decoded wrongly; `unseen`
    characters that nobody sees; `languages` what elements say of their language in two ways; `leftovers`
    signs of the typewriter.
    """

    roles: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()


def marks_of(root: etree._Element, elements: Sequence[etree._Element]) -> Marks:
    """What is wrong with the marks of a document."""
    body = root.find(f"{_XHTML}body")
    text = "" if body is None else "".join(map(str, body.itertext()))
    return Marks(
        roles=_once([*_roles(elements), *_references(elements), *_smalled(elements)]),
        tables=_once(_headless(root)),
        hidden=_once(_hidden(elements)),
        unmarked=_once(_unmarked(body)) if _FOREIGN.search(text) else (),
        garbled=_once(_GARBLED.findall(text)),
        unseen=_once(f"U+{ord(char):04X}" for char in _UNSEEN.findall(text)),
        languages=_once(_twofold(elements)),
        leftovers=_once(_leftovers(text, root.get("lang") or "")),
    )


def _leftovers(text: str, language: str) -> Iterator[str]:
    """Signs of the typewriter, and in French spaces at which a sign may begin a line."""
    patterns = _TYPEWRITER + ((_PLAIN_SPACE,) if language.partition("-")[0] == "fr" else ())
    for pattern in patterns:
        if found := pattern.search(text):
            yield f"“{' '.join(text[max(0, found.start() - 20) : found.end() + 20].split())}”"


def _once(found: Sequence[str] | Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


# --- roles and types ---------------------------------------------------------------------------------


def _roles(elements: Sequence[etree._Element]) -> Iterator[str]:
    for element in elements:
        roles, types = (element.get("role") or "").split(), (element.get(f"{_OPS}type") or "").split()
        yield from (f"there is no role {role!r}" for role in roles if role not in ROLES)
        yield from (f"there is no type {one!r}" for one in types if ":" not in one and one not in TYPES)
        wanted = {PAIRS[type_] for type_ in types if type_ in PAIRS}
        if not roles and wanted and _wants_role(element):
            yield f"a voice is not told that this is a {types[0]}"
        if roles and wanted and wanted.isdisjoint(roles) and roles[0].startswith("doc-"):
            yield f"the role {roles[0]!r} says something else than the type {types[0]!r}"


def _wants_role(element: etree._Element) -> bool:
    """False for lines of landmarks, whose types say what they lead to, and where no role may stand."""
    if _name(element) == "a":
        return "noteref" in (element.get(f"{_OPS}type") or "").split()
    return _name(element) not in _WITHOUT_ROLE


def _references(elements: Sequence[etree._Element]) -> Iterator[str]:
    ids = {element.get("id") for element in elements}
    for element in elements:
        for name in _REFERRING:
            for id_ in (element.get(name) or "").split():
                if id_ not in ids:
                    yield f"{name} names {id_!r}, which is not there"
        if element.get("aria-label") is not None and not (element.get("aria-label") or "").strip():
            yield "an aria-label is empty"


def _smalled(elements: Sequence[etree._Element]) -> Iterator[str]:
    """Names of SVG in small letters that have capitals."""
    for element in elements:
        if str(element.tag).startswith(_SVG):
            for name in (_name(element), *map(str, element.attrib)):
                if name in SMALLED:
                    yield f"“{name}” means nothing: it is written {SMALLED[name]!r}"


# --- tables, and what does not show ------------------------------------------------------------------


def _headless(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{_XHTML}table"):
        if table.find(f".//{_XHTML}th") is None:
            words = " ".join("".join(map(str, table.itertext())).split())
            yield f"a table has no heads: “{words[:40]}”"


def _hidden(elements: Sequence[etree._Element]) -> Iterator[str]:
    for element in elements:
        if _name(element) == "style":
            continue
        words = " ".join("".join(map(str, element.itertext())).split()) if _is_hidden(element) else ""
        if words:
            yield f"an element does not show: “{words[:40]}”"
        yield from (f"a style hides words: {what}" for what in hidden_by(element.get("style") or ""))


def _is_hidden(element: etree._Element) -> bool:
    """True for what a reading system leaves out; lists that only reading systems show may be hidden."""
    if _name(element) == "nav":
        return False
    return element.get("hidden") is not None or element.get("aria-hidden") == "true"


# --- languages ---------------------------------------------------------------------------------------


def _twofold(elements: Sequence[etree._Element]) -> Iterator[str]:
    for element in elements:
        own, xml = element.get("lang"), element.get(f"{_XML}lang")
        if own is not None and not own.strip():
            yield "an element names no language"
        if own and xml and own != xml:
            yield f"an element says both {own!r} and {xml!r} of its language"


def _unmarked(element: etree._Element | None, language: str = "") -> Iterator[str]:
    """Runs of letters of a script in which their language is not written."""
    if element is None:
        return
    own = element.get("lang") or element.get(f"{_XML}lang") or language or _outer(element)
    yield from _strange(element.text or "", own)
    for child in element:
        if isinstance(child.tag, str):
            yield from _unmarked(child, own)
        yield from _strange(child.tail or "", own)


def _outer(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else parent.get("lang") or _outer(parent)


def _strange(text: str, language: str) -> Iterator[str]:
    for run in _FOREIGN.findall(text):
        script = unicodedata.name(run[0], "").partition(" ")[0]
        tags = _SCRIPTS.get(script, ())
        if tags and language.partition("-")[0].lower() not in tags:
            yield run
