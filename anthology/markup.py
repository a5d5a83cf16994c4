"""Plain text to Markdown, and an article's Markdown to safe XHTML.

Raw HTML is off and printed as typed. What Markdown makes, and every attribute an author sets on it, passes a
closed list; what does not pass is left out and reported.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from lxml import etree
from markdown import Markdown
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER
from markdown.inlinepatterns import LinkInlineProcessor, SubstituteTagInlineProcessor

from anthology import limits
from anthology.errors import SourceError
from anthology.model import Article, Finding, Severity

EXTENSIONS = ("attr_list", "footnotes", "sane_lists", "tables")
"""Python-Markdown's own extensions that give the text of an article meaning, one by one."""

# --- plain text to Markdown --------------------------------------------------------------------------

_INLINE = re.compile(r"[\\`*_\[\]{}|]|<(?=br\s*/?>)", re.IGNORECASE)
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^[#>+=-]")
_LINE_END = re.compile(r"#(?=#*$)")


def escape(text: str) -> str:
    """Plain text so that Markdown reads it as that text and nothing else.

    Whatever Markdown would take for a mark (`2022. Une année`, `* `, `[1]`, `snake_case`) gets a backslash.
    White space around a line goes; a blank line still ends a paragraph.
    """
    return "\n".join(escape_ends(line.strip()) for line in escape_signs(text).split("\n"))


def escape_signs(text: str) -> str:
    """A stretch of text without the meaning that its signs have wherever they stand."""
    return _INLINE.sub(r"\\\g<0>", text)


def escape_ends(line: str) -> str:
    """A line without the meaning that signs have where it begins and ends."""
    ended = _LINE_END.sub(r"\\#", line)
    return _LINE_START.sub(lambda mark: f"{mark[1]}\\{mark[2]}" if mark[1] else f"\\{mark[0]}", ended)


def quoted(text: str) -> str:
    """Plain text as the value of an attribute list (`speaker="…"`), quotes and all."""
    plain = escape_signs(" ".join(text.split()))
    if '"' not in plain:
        return f'"{plain}"'
    return "'" + plain.replace("'", "’") + "'"


_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x20()<>\[\]{}\"'`\\|^*_\x7f]")


def address(target: str) -> str:
    """The address of a link as Markdown takes it, between parentheses; empty where a book cannot hold it.

    That is any but whole addresses of the web and of mail.
    """
    bare = target.strip()
    written = _NOT_IN_ADDRESS.sub(lambda sign: quote(sign[0], safe=""), bare)
    # An underline has no other way to be written, and none in an address means anything to Markdown.
    written = written.replace("%5F", "_")
    return written if _web_address(written) else ""


# --- Markdown to XHTML -------------------------------------------------------------------------------

MAX_DEPTH = limits.DEPTH.most
"""Elements inside one another."""

LONG = 12
"""Rows: a table of more may go on over the page, a shorter one stands on one."""

_TEXT_LEVEL = {"em", "strong", "code", "sup", "sub", "s", "a", "img", "br", "span"}
_ELEMENTS = _TEXT_LEVEL | {
    "p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "hr", "pre", "div",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_BLOCKS = _ELEMENTS - _TEXT_LEVEL
_ATTRIBUTES = frozenset({"class", "id", "speaker", "lang", "href", "src", "alt", "title", "start", "style"})
_CLASSES = frozenset({"question", "answer", "pull-quote", "verse", "figure", "note"})
_STRETCHES = {"strong": "strong", "emphasis": "em", "sup": "sup", "sub": "sub", "struck": "s"}
"""Classes of a stretch in brackets (`[e]{: .sup }`), and the elements that they are."""
_ALIGNMENTS = {f"text-align: {side};": f"align-{side}" for side in ("left", "center", "right")}
_FOOTNOTE_CLASSES = {"div": "footnote", "a": "footnote-ref footnote-backref"}
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OFF_INLINE = ("html", "entity", "autolink", "automail")
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OLD_BREAKS = re.compile("[\x0b\x0c\x85]")


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text as an XHTML tree without namespace, under a `div`, and what was left out of it."""

    root: etree._Element
    findings: tuple[Finding, ...]


def read_body(article: Article) -> Body:
    """The Markdown of an article as a tree of the closed list of elements, classes and attributes.

    Notes stand where they are called, as `span.note`; a paragraph `.figure` with its picture is a `figure`.

    Raises:
        SourceError: it holds more of something than can be set, or marks stand in marks too deep.
    """
    limits.refuse_markdown(article.body, article.file, article.body_line)
    dropped: list[str] = []
    root = _markdown(_characters(article.body, dropped), article, dropped)
    _close(root, dropped)
    _notes_in_place(root, dropped)
    _lift(root)
    return Body(root, tuple(_dropped_finding(article, what) for what in dict.fromkeys(dropped)))


def _characters(text: str, dropped: list[str]) -> str:
    """The text without what XML cannot hold; the line ends of old programs are white space."""
    dropped += [f"the character U+{ord(char):04X}" for char in _NOT_XML.findall(text)]
    return _NOT_XML.sub("", _OLD_BREAKS.sub(" ", text))


def _markdown(text: str, article: Article, dropped: list[str]) -> etree._Element:
    engine = Markdown(extensions=list(EXTENSIONS), extension_configs={"footnotes": _FOOTNOTES})
    engine.preprocessors.deregister("html_block")
    # A line of === under a paragraph makes a heading, yet the engine has no escape for it.
    # Nor has it one for what only means something beside a call, a link or a break.
    engine.ESCAPED_CHARS = [*engine.ESCAPED_CHARS, "=", "<", ":", "^"]
    for depth in range(len(_STRETCHES) + 1):
        # What a pattern found is searched by those after it: so a stretch may hold one of each other kind.
        engine.inlinePatterns.register(_Stretch(r"\[", engine), f"stretch {depth}", 122 - depth / 10)
    engine.inlinePatterns.register(SubstituteTagInlineProcessor(r"<[bB][rR]\s*/?>", "br"), "break", 110)
    for name in _OFF_INLINE:
        engine.inlinePatterns.deregister(name)
    trees: list[ElementTree.Element] = []

    def keep(root: ElementTree.Element) -> str:
        trees.append(root)
        return "<div></div>"

    # The engine's own serializer lets what looks like an entity through; the tree is taken instead.
    engine.serializer = keep
    try:
        engine.convert(text)
    except RecursionError:
        raise _too_deep(article) from None
    return _parsed(trees[0], article, dropped) if trees else etree.Element("div")


class _Stretch(LinkInlineProcessor):  # type: ignore[misc]
    """Words in brackets before a list of attributes: `[words]{: lang="en" }` is a span that has them."""

    def handleMatch(  # noqa: N802  the engine's own name
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        text, end, handled = self.getText(data, m.end())
        if not handled or not data.startswith("{:", end):
            return None, None, None
        stretch = ElementTree.Element("span")
        stretch.text = text
        return stretch, m.start(), end


_FOOTNOTES = {"BACKLINK_TEXT": "", "PLACE_MARKER": "\x02no place\x03"}
"""Notes are moved to their calls: no text of an author may say where they go."""


def _parsed(tree: ElementTree.Element, article: Article, dropped: list[str]) -> etree._Element:
    """The engine's tree as one that can be searched, with no attribute whose very name may break XML."""
    if _depth(tree) > MAX_DEPTH:
        raise _too_deep(article)
    tree.tag = "div"
    for element in tree.iter():
        if element.tag == "code":
            element.text = _unescaped(element.text or "")
        # One that is written without a value (`{: lang }`) has none.
        for name in [name for name, value in element.items() if name not in _ATTRIBUTES or value is None]:
            dropped.append(f'{name}="{element.attrib.pop(name) or ""}"')
    text = ElementTree.tostring(tree, encoding="unicode")
    for placeholder in (FN_BACKLINK_TEXT, NBSP_PLACEHOLDER):
        text = text.replace(placeholder, "")
    # A link that is never closed may cut what stands for a call of a note in two.
    return etree.fromstring(_NOT_XML.sub("", text).encode("utf-8"))


def _depth(tree: ElementTree.Element) -> int:
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _too_deep(article: Article) -> SourceError:
    return SourceError(
        "article-nesting",
        f"marks stand in marks more than {MAX_DEPTH} deep",
        hint="look for long runs of >, * or indented lists, and make them plain text",
        file=article.file,
        line=article.body_line + _most_marked(article.body),
    )


def _most_marked(text: str) -> int:
    """The line (from 0) with the most marks and the deepest indent: there it goes too deep."""
    marks = [len(re.findall(r"[>*_\[]", line)) + _indent(line) for line in text.split("\n")]
    return marks.index(max(marks))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _where(text: str, what: str) -> tuple[int, int]:
    """Line and column (from 0) of what was left out; the beginning, where nobody can tell."""
    sign = re.search(r"U\+([0-9A-F]{4,6})$", what)
    name, _, value = what.partition("=")
    value = value.strip('"')
    needles = [chr(int(sign[1], 16))] if sign else [value, *value.split(), name.strip("<>"), name]
    at = next((found for one in needles if one and (found := text.find(one)) >= 0), 0)
    before = text[:at]
    return before.count("\n"), at - before.rfind("\n") - 1


def _unescaped(text: str) -> str:
    """Code reaches the tree escaped once already."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


# --- the closed list ---------------------------------------------------------------------------------


def _close(root: etree._Element, dropped: list[str]) -> None:
    for element in list(root.iterdescendants()):
        element.tag = {"h1": "h2", "h5": "h4", "h6": "h4"}.get(str(element.tag), element.tag)
        if element.tag not in _ELEMENTS:
            dropped.append(f"<{element.tag}>")
            element.tag = "div" if any(child.tag in _BLOCKS for child in element) else "span"
            element.attrib.clear()
        if element.tag == "span":
            _name_stretch(element)
        _close_attributes(element, dropped)
        if element.tag == "img" and not element.get("src"):
            _to_words(element)


def _name_stretch(element: etree._Element) -> None:
    """A stretch whose only class says what it is, as the element for that."""
    tag = _STRETCHES.get(element.get("class") or "")
    if tag:
        element.tag = tag
        del element.attrib["class"]


def _close_attributes(element: etree._Element, dropped: list[str]) -> None:
    for name, value in [(str(key), str(text)) for key, text in element.attrib.items()]:
        kept = _attribute(str(element.tag), name, value)
        if name == "style" and value in _ALIGNMENTS:
            element.set("class", _ALIGNMENTS[value])
        elif kept != value and (name != "src" or kept is None):
            dropped.append(f'{name}="{value}"')
        if kept is None:
            del element.attrib[name]
        else:
            element.set(name, kept)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that passes, or None."""
    if name == "class":
        return _classes(tag, value)
    if name == "lang":
        return value if _LANGUAGE_TAG.fullmatch(value) else None
    if (tag, name) == ("a", "href"):
        return value if value.startswith("#fn") or _web_address(value) else None
    if (tag, name) == ("img", "src"):
        file = unquote(value)
        return quote(file) if re.fullmatch(r"photos/(?!\.{1,2}$)[^/\\\x00-\x1f]+", file) else None
    if (tag, name) == ("li", "id"):
        return value if value.startswith("fn:") else None
    if (tag, name) == ("sup", "id"):
        return value if value.startswith("fnref") else None
    if (tag, name) in {("p", "speaker"), ("img", "alt"), ("a", "title"), ("img", "title")}:
        return value
    return value if (tag, name) == ("ol", "start") and re.fullmatch("[0-9]{1,6}", value) else None


def _classes(tag: str, value: str) -> str | None:
    known = _CLASSES if tag == "p" else _FOOTNOTE_CLASSES.get(tag, "").split()
    return " ".join(name for name in value.split() if name in known) or None


def _web_address(value: str) -> bool:
    """True for a whole address of the web or of mail, without blanks."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if any(char.isspace() for char in value):
        return False
    return bool(
        parts.netloc if parts.scheme in {"http", "https"} else parts.scheme == "mailto" and parts.path
    )


def _to_words(picture: etree._Element) -> None:
    """A picture that cannot be shown leaves what it would have said."""
    picture.tag = "span"
    picture.text = picture.get("alt")
    picture.attrib.clear()


def _dropped_finding(article: Article, what: str) -> Finding:
    number, column = _where(article.body, what)
    return Finding(
        "markup-left-out",
        Severity.WARNING,
        f"{what} is not something an article may hold; it was left out, its text kept",
        hint="classes: " + ", ".join(sorted(_CLASSES)) + "; links: http, https, mailto; pictures: photos/…",
        file=article.file,
        line=article.body_line + number,
        column=column + 1,
    )


# --- notes -------------------------------------------------------------------------------------------


def _notes_in_place(root: etree._Element, dropped: list[str]) -> None:
    """Put the text of each Markdown footnote where it is first called; later calls go.

    A note that nobody calls stands at the end of the text, as a paragraph.
    """
    container = root.find("div[@class='footnote']")
    notes: dict[str, etree._Element] = {}
    if container is not None:
        root.remove(container)
        notes = {str(item.get("id")): _note(item) for item in container.iterfind("ol/li")}
    _settle(root, notes, dropped)
    while notes:
        note = notes.pop(next(iter(notes)))
        dropped.append("a note that the text does not call")
        note.tag = "p"
        note.attrib.clear()
        root.append(note)
        _settle(note, notes, dropped)
    _no_dead_ends(root, dropped)


def _settle(tree: etree._Element, notes: dict[str, etree._Element], dropped: list[str]) -> None:
    """Replace every call in the tree by its note, once; a note may call another one."""
    waiting = [tree]
    while waiting:
        for call in _calls(waiting.pop()):
            note = notes.pop((call[0].get("href") or "").removeprefix("#"), None)
            if note is None:
                dropped.append("a second call of one note")
                note = etree.Element("span")
            else:
                waiting.append(note)
            note.tail = call.tail
            _parent(call).replace(call, note)


def _calls(tree: etree._Element) -> list[etree._Element]:
    return [sup for sup in tree.iter("sup") if sup.find("a[@class='footnote-ref']") is not None]


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root has no parent")
    return parent


def _no_dead_ends(root: etree._Element, dropped: list[str]) -> None:
    """What only notes use must not stay where there is none."""
    for element in root.iter("a", "sup", "li"):
        target = element.get("href") or ""
        if target.startswith("#"):
            dropped.append(f'href="{target}"')
            del element.attrib["href"]
        for name in ("id", "class") if element.tag == "a" else ("id",):
            if element.get(name) is not None:
                del element.attrib[name]


def _note(item: etree._Element) -> etree._Element:
    """All the text of a footnote as one run of text-level elements; paragraphs and items become lines."""
    note = etree.Element("span", {"class": "note"})
    for link in list(item.iter("a")):
        if link.get("class") == "footnote-backref":
            _parent(link).remove(link)
    _flatten(item, note)
    if len(note) and note[-1].tag == "br" and not (note[-1].tail or "").strip():
        note.remove(note[-1])
    return note


def _flatten(block: etree._Element, note: etree._Element) -> None:
    _add_text(note, block.text)
    for child in list(block):
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS:
            _flatten(child, note)
            if not len(note) or note[-1].tag != "br" or (note[-1].tail or "").strip():
                etree.SubElement(note, "br")
        else:
            note.append(child)
        _add_text(note, tail)


def _add_text(note: etree._Element, text: str | None) -> None:
    if not text or (not text.strip() and (not len(note) or note[-1].tag == "br")):
        return
    if len(note):
        note[-1].tail = (note[-1].tail or "") + text
    else:
        note.text = (note.text or "") + text


# --- blocks ------------------------------------------------------------------------------------------


def _lift(root: etree._Element) -> None:
    """Classes that mean the whole block move to it: quotations to the blockquote, verse and figures."""
    for block in root.iter("blockquote"):
        inner = [part for part in block if part.get("class") == "pull-quote"]
        if inner:
            block.set("class", "pull-quote")
            for part in inner:
                del part.attrib["class"]
    for head in list(root.iter("thead")):
        if not "".join(map(str, head.itertext())).strip() and head.find(".//img") is None:
            _parent(head).remove(head)  # Markdown has no table without a head
    for table in root.iter("table"):
        if sum(1 for _ in table.iter("tr")) > LONG:
            table.set("class", "long")
    for paragraph in list(root.iter("p")):
        if paragraph.get("class") == "figure" and paragraph.find("img") is not None:
            _figure(paragraph)
        elif paragraph.get("class") == "verse":
            _verse(paragraph)


def _figure(paragraph: etree._Element) -> None:
    """A picture, and what is written behind it as its caption."""
    paragraph.tag = "figure"
    picture = next(paragraph.iterchildren("img"), None)
    if picture is None or (paragraph.text or "").strip():
        return
    caption = etree.Element("figcaption")
    caption.text = (picture.tail or "").lstrip()
    caption.extend(list(picture.itersiblings()))
    if caption.text.strip() or len(caption):
        picture.tail = None
        paragraph.append(caption)


def _verse(paragraph: etree._Element) -> None:
    """Lines of verse keep their ends, also inside what is set in italics."""
    for element in list(paragraph.iter()):
        if element is not paragraph:
            _break_lines(element.tail, element, is_tail=True)
        _break_lines(element.text, element, is_tail=False)


def _break_lines(text: str | None, owner: etree._Element, *, is_tail: bool) -> None:
    first, *others = (text or "").split("\n")
    if not others:
        return
    breaks = []
    for line in others:
        stop = etree.Element("br")
        stop.tail = line
        breaks.append(stop)
    if is_tail:
        parent = _parent(owner)
        place = parent.index(owner) + 1
        owner.tail = first
        for offset, stop in enumerate(breaks):
            parent.insert(place + offset, stop)
    else:
        owner.text = first
        for offset, stop in enumerate(breaks):
            owner.insert(offset, stop)


def photo_files(article: Article, root: etree._Element) -> tuple[str, ...]:
    """The photographs an article names, or shows in its text, whose root is given; each once."""
    shown = [unquote(picture.get("src") or "") for picture in root.iter("img")]
    return tuple(dict.fromkeys([photo.file for photo in article.photos if photo.file] + shown))


def words_of(root: etree._Element) -> Iterator[str]:
    """The words of a tree, in reading order."""
    yield from "".join(str(text) for text in root.itertext()).split()
