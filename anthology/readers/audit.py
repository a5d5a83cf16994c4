"""A file of a word processor and the text that was read from it in; the text nodes without a place in it out.

The walk knows nothing of how the readers go: it takes every text node of every part, but for a closed list of
elements and parts that hold no words of the text, each with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import etree

from anthology.errors import SourceError
from anthology.readers import odf, ooxml
from anthology.readers.package import Package
from anthology.readers.symbols import symbol

MAX_SEARCH = 2_000_000_000
"""Characters looked through for nodes out of their order: more, and the file was made to be slow."""

PROPERTIES = ("title", "subject", "creator", "keywords", "description", "category", "lastModifiedBy")
"""The properties of a Word file that people type, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Node:
    """A text node: the part it stands in, its text, and the number of the paragraph around it."""

    where: str
    text: str
    group: int = 0

    @property
    def ink(self) -> str:
        """The text without white space."""
        return ink(self.text)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part whose words are no words of the text, and why."""

    name: str
    reason: str
    words: int


def ink(text: str) -> str:
    """The characters of a text that are not white space."""
    return "".join(text.split())


# --- finding the place of each node --------------------------------------------------------------------


def unplaced(nodes: Iterable[Node], text: str, file: str = "") -> list[Node]:
    """The nodes that have no place of their own in the text; those of one paragraph as one.

    Places do not overlap: words that stand twice in the file must stand twice in the text.

    Raises:
        SourceError: `office-too-large` when the nodes are so tangled that the search has no end.
    """
    inked = [node for node in nodes if node.ink]
    there = ink(text)
    if Counter(there) == Counter("".join(node.ink for node in inked)):
        return []
    return [_joined(run) for run in _runs(_Search(there, file).missing(_runs(inked)))]


def surplus(nodes: Iterable[Node], text: str) -> Counter[str]:
    """The characters of the text that no node holds, with their numbers."""
    return Counter(ink(text)) - Counter("".join(node.ink for node in nodes))


def _runs(nodes: Iterable[Node]) -> list[list[Node]]:
    """Nodes that follow one another in one paragraph."""
    groups = groupby(nodes, key=lambda node: (node.where, node.group))
    return [list(members) for _key, members in groups]


def _joined(nodes: Sequence[Node]) -> Node:
    return replace(nodes[0], text="".join(node.text for node in nodes))


class _Search:
    """Places whole paragraphs first, the longest first; then the nodes of the rest, one by one."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.used = bytearray(len(text))
        self.budget = MAX_SEARCH
        self.seen: dict[str, int] = {}

    def missing(self, runs: Sequence[Sequence[Node]]) -> list[Node]:
        whole = self._unplaced(["".join(node.ink for node in run) for run in runs])
        nodes = [node for at in whole for node in runs[at]]
        return [nodes[at] for at in self._unplaced([node.ink for node in nodes])]

    def _unplaced(self, texts: Sequence[str]) -> list[int]:
        longest_first = sorted(range(len(texts)), key=lambda at: (-len(texts[at]), at))
        return sorted(at for at in longest_first if not self._place(texts[at]))

    def _place(self, wanted: str) -> bool:
        start = self.seen.get(wanted, 0)
        while (found := self.text.find(wanted, start)) >= 0:
            self._spend(found - start + len(wanted))
            if not any(self.used[found : found + len(wanted)]):
                self.used[found : found + len(wanted)] = b"\x01" * len(wanted)
                self.seen[wanted] = found + len(wanted)
                return True
            start = found + 1
        self._spend(len(self.text) - start)
        self.seen[wanted] = len(self.text)
        return False

    def _spend(self, characters: int) -> None:
        self.budget -= characters
        if self.budget < 0:
            raise SourceError(
                "office-too-large",
                "its texts are in such disorder that the words cannot be accounted for",
                hint="open it in the program that wrote it and save it again as .docx or .odt",
                file=self.file or None,
            )


# --- the walk ------------------------------------------------------------------------------------------

_Short = Callable[[etree._Element], str]


@dataclass(slots=True)
class _Walk:
    """Through one part, without recursion: every text and tail but those inside of silent elements."""

    where: str
    short: _Short
    silent: frozenset[str]
    paragraphs: frozenset[str]
    skipped: frozenset[etree._Element] = frozenset()
    drawn: Callable[[etree._Element], str] = lambda _element: ""

    def nodes(self, root: etree._Element) -> Iterator[Node]:
        stack: list[tuple[etree._Element, int, bool]] = [(root, 0, False)]
        count = 0
        while stack:
            element, group, is_tail = stack.pop()
            if is_tail:
                yield Node(self.where, element.tail or "", group)
                continue
            if element is not root and element.tail and element.tail.strip():
                stack.append((element, group, True))
            name = self.short(element)
            if not name or name in self.silent or element in self.skipped:
                continue
            count += 1
            group = count if name in self.paragraphs or not group else group
            if element.text and element.text.strip():
                yield Node(self.where, element.text, group)
            elif sign := self.drawn(element):
                yield Node(self.where, sign, group)
            stack.extend((one, group, False) for one in reversed(element))


# --- Word ----------------------------------------------------------------------------------------------

_WORD_SILENT = frozenset(
    # Instructions of fields; measures of drawings; references and formats of charts; facts of other programs.
    "w:instrText w:delInstrText wp:posOffset wp:align wp14:pctWidth wp14:pctHeight wp14:pctPosHOffset "  # noqa: SIM905
    "wp14:pctPosVOffset c:f c:formatCode f sqref o:LockedField o:FieldCodes o:LinkType ClientData "
    "dcterms:created dcterms:modified cp:revision cp:lastPrinted cp:version cp:contentType cp:contentStatus "
    "dc:identifier dc:language".split()
)
_WORD_PARAGRAPHS = frozenset({"w:p", "a:p", "c:strCache", "c:numCache"})
_LOOKS = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|docProps/app\.xml|(?:.*/)?(?:styles|stylesWithEffects|settings|webSettings|"
    r"fontTable|numbering|people|comments(?:Extended|Ids|Extensible)|vbaData|theme/.*|drawings/.*|ink/.*|"
    r"tasks|documenttasks/.*|webextensions/.*|diagrams/(?:layout|colors|quickStyle)\w*|charts/(?:style|colors)\w*)\.xml"
    r"|_xmlsignatures/.*"
)
"""Parts that say how a text looks, or what programs noted of it."""
_REASONS: Mapping[str, str] = {
    "glossary": "it holds the ready-made pieces of the template",
    "customXml": "it holds data of another program, which the text shows where it needs them",
    "custom": "it holds notes of programs",
}
_ASIDE = re.compile(r"(?:.*/)?(glossary)/.*|(customXml)/.*|docProps/(custom)\.xml")
_ALTERNATIVE = {"v:shape", "v:rect", "v:roundrect", "v:oval", "v:group"}


def word_nodes(package: Package) -> Iterator[Node]:
    """Every text node of a Word file, part by part, and the attributes that hold words."""
    names = sorted(name for name in package.names if name.endswith((".xml", ".psmdcp")))
    texts = [name for name in names if not _LOOKS.fullmatch(name) and not _ASIDE.fullmatch(name)]
    drawn = [name for name in texts if re.search(r"diagrams/drawing\w*\.xml$", name)]
    shown = ""
    for name in texts:
        if name in drawn:
            continue
        for node in _word_part(package, name):
            shown += node.ink if "/diagrams/" in name else ""
            yield node
    for name in drawn:
        yield from (node for node in _word_part(package, name) if node.ink not in shown)


def _word_part(package: Package, name: str) -> Iterator[Node]:
    root = package.tree(name)
    walk = _Walk(name, ooxml.short, _WORD_SILENT, _WORD_PARAGRAPHS, frozenset(_repeated(root)), _sign)
    yield from walk.nodes(root)
    yield from _attributes(root, name, walk.skipped)


def _sign(element: etree._Element) -> str:
    """The character of an element that stands for one."""
    name = ooxml.short(element)
    if name == "w:sym":
        code = ooxml.own(element, "char")
        return symbol(
            ooxml.own(element, "font"), int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0xFFFD
        )
    return {"w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}.get(name, "")


def _repeated(root: etree._Element) -> Iterator[etree._Element]:
    """Alternatives that say nothing but what the first one says."""
    for one in root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"):
        branches = [part for part in one if ooxml.short(part) in ("mc:Choice", "mc:Fallback")]
        if branches:
            words = ink_below(branches[0])
            yield from (branch for branch in branches[1:] if ink_below(branch) in words)


_INKED = frozenset({"w:t", "w:delText", "m:t", "a:t"})


def ink_below(element: etree._Element) -> str:
    """All words below an element of a Word file, without white space."""
    return ink("".join(one.text or "" for one in element.iter() if ooxml.short(one) in _INKED))


def _attributes(root: etree._Element, name: str, skipped: frozenset[etree._Element]) -> Iterator[Node]:
    """Words that stand in attributes; what a drawing says of itself twice counts once."""
    said: set[tuple[etree._Element | None, str]] = set()
    for one in root.iter():
        texts = _words_of(one)
        if not any(texts) or any(above in skipped for above in one.iterancestors()):
            continue
        drawing = next((above for above in one.iterancestors() if ooxml.short(above) == "w:drawing"), None)
        for text in filter(None, texts):
            if drawing is None or (drawing, text) not in said:
                said.add((drawing, text))
                yield Node(name, text, -1)


def _words_of(one: etree._Element) -> tuple[str, ...]:
    kind = ooxml.short(one)
    if kind in ("wp:docPr", "pic:cNvPr"):
        keys: tuple[str, ...] = ("title", "descr")
    else:
        keys = ("string",) if kind == "v:textpath" else ("alt",) if kind in _ALTERNATIVE else ()
    return tuple(str(one.get(key) or "").strip() for key in keys)


def left_out(package: Package) -> list[LeftOut]:
    """The parts of a Word file that hold words, but none of the text."""
    found = []
    for name in sorted(package.names):
        kind = _ASIDE.fullmatch(name)
        if kind and name.endswith(".xml") and not _LOOKS.fullmatch(name):
            walk = _Walk(name, ooxml.short, _WORD_SILENT, _WORD_PARAGRAPHS)
            words = sum(len(node.text.split()) for node in walk.nodes(package.tree(name)))
            reason = _REASONS[next(filter(None, kind.groups()))]
            found += [LeftOut(name, reason, words)] if words else []
    return found


# --- OpenDocument --------------------------------------------------------------------------------------

_OPEN_SILENT = frozenset(
    # Formats of numbers and templates of indexes; who changed something and when; the numbers of notes, which
    # are the labels of their blocks; programs, settings and pictures.
    "number:text number:currency-symbol number:number-style number:date-style number:time-style "  # noqa: SIM905
    "number:currency-style number:percentage-style number:boolean-style number:text-style "
    "text:table-of-content-source text:illustration-index-source text:table-index-source "
    "text:object-index-source text:user-index-source text:alphabetical-index-source "
    "text:bibliography-source text:note-citation text:bibliography-configuration office:change-info "
    "dc:date meta:date-string meta:creator-initials office:scripts office:settings "
    "office:font-face-decls office:binary-data office:styles office:automatic-styles "
    "text:notes-configuration meta:generator meta:creation-date meta:editing-cycles "
    "meta:editing-duration meta:print-date meta:document-statistic meta:template meta:auto-reload "
    "meta:hyperlink-behaviour dc:language math:annotation".split()
)
_OPEN_PARAGRAPHS = frozenset({"text:p", "text:h"})


def open_nodes(package: Package) -> Iterator[Node]:
    """Every text node of an OpenDocument file: text, headers and footers, objects, properties."""
    names = [
        name for name in sorted(package.names) if re.fullmatch(r"(?:.*/)?(?:content|styles|meta)\.xml", name)
    ]
    for name in names:
        yield from flat_nodes(package.tree(name), name)


def flat_nodes(root: etree._Element, name: str) -> Iterator[Node]:
    """Every text node below the root of a part of an OpenDocument file."""
    creators = frozenset(
        one for one in root.iter(odf.name("dc:creator")) if odf.short(one.getparent()) == "office:annotation"
    )
    walk = _Walk(name, odf.short, _OPEN_SILENT, _OPEN_PARAGRAPHS, creators)
    yield from walk.nodes(root)
    for one in root.iter(*(odf.name(field) for field in odf.HIDDEN_TEXTS)):
        if text := odf.hidden_text(one):
            yield Node(name, text, -1)
