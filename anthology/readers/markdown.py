"""The bytes of a Markdown file in; its manuscript out: the words, their forms and marks, without the signs.

The rule for signs: the text of the manuscript is what the file says, not how it says it. `**`, `#`, `>`,
`-`, `|`, the number of a list's item and the brackets of a link are signs and in no block; the address of a
link is the target of its mark. All other characters with ink are in exactly one block, those of front
matter, comments, titles of links and definitions of addresses too, withheld. The reader proves that of each
file it reads: letters or digits that are in no block nor address are a paragraph that Markdown would
swallow, and then the file is read as plain text.

People who send Markdown do not know all of it, so: a line end parts paragraphs unless the lines were broken
to a width, an indented line is no program, `2022. A year` is no list, and a rule of hyphens makes no heading
of a whole paragraph above it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from anthology import limits
from anthology.errors import SourceError
from anthology.model import Finding, Form, Received, Severity, Shape, Withheld
from anthology.readers.encoding import decode
from anthology.readers.html import pieces_of, tree_of
from anthology.readers.html_pictures import Album
from anthology.readers.html_text import Habits, Line, read_tree
from anthology.readers.pieces import Piece, manuscript, origin
from anthology.readers.text import MAX_WRAP, MIN_WRAP, read_text, refuse_binary
from anthology.readers.word_sets import words

MAX_NESTING = 60
"""Quotations and lists inside one another: what stands deeper is swallowed, and the file read as text."""

MAX_HEADING = 120
"""Characters: a longer line above a rule of hyphens is a paragraph."""

MAX_FRONT = 200
"""Lines of front matter."""

_ELEMENTS = words(
    """
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd
    del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd
    li main mark nav ol p pre q s samp script section small span strike strong style sub summary sup
    table tbody td template tfoot th thead time tr tt u ul var video audio source iframe svg noscript
    """
)
_PICTURE = re.compile(r"<?(data:image/[^\s>]+)>?")
_TAG = re.compile(
    r"</?([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)\s*/?>"
)
_BARE_ATTRIBUTE = re.compile(
    r"\s(?!hidden\b|open\b|controls\b|reversed\b|allowfullscreen\b)[\w:-]+(?=\s|$)(?!\s*=)"
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LETTERS = re.compile(r"[^\W_]")
_NUMBERED = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=\s|$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,80}\]")

_KEYS = {
    Form.TITLE: words(
        """
    title titre título titulo titolo titel títol
    """
    ),
    Form.BYLINE: words(
        """
    author authors auteur auteurs auteure autrice by byline autor autores autore autori
    """
    ),
    Form.STANDFIRST: words(
        """
    subtitle description excerpt summary standfirst chapo chapeau sous-titre soustitre lead
    """
    ),
}
_KEY = re.compile(r"([\w-]+)\s*[:=]\s*(.*)")


def read_markdown(data: bytes, file: str) -> Received:
    """Read an `.md` or `.markdown` submission.

    Raises:
        SourceError: `unknown-encoding`, `bad-encoding`, `not-text` or `empty-submission`.
    """
    decoded = decode(data, file)
    refuse_binary(decoded.text, file)
    source = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    read = _read(source, Album(file))
    if read is None:
        plain = read_text(data, file)
        return replace(plain, findings=(*plain.findings, _as_text(file)))
    found = manuscript(origin(data, file, decoded.encoding), read.pieces)
    if not found.blocks:
        return read_text(data, file)
    return Received((found,), MappingProxyType(read.album.pictures), tuple(_findings(file, read.album)))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file says, and the pictures it shows."""

    pieces: tuple[Piece, ...]
    album: Album


def _read(source: str, album: Album) -> _Read | None:
    """The pieces of the file; None if Markdown would swallow some of its words, or take too long."""
    try:
        limits.refuse_marks(source, "")
    except SourceError:
        return None
    front, body = _front_matter(source)
    engine = _engine()
    environment: dict[str, Any] = {}
    try:
        tokens = engine.parse(body, environment)
        page = engine.renderer.render(list(_as_meant(tokens)), engine.options, environment)
    except (RecursionError, AssertionError):
        return None
    root, is_flat = tree_of(page)
    if is_flat:
        return None
    lines = read_tree(root, Habits(name_of=album.name_of, says_all=True)).lines
    pieces = [
        *front,
        *pieces_of(_titled(lines, front), album),
        *_definitions(body, environment, album),
        *_fences(tokens),
    ]
    if _swallowed(body, root, pieces, environment):
        return None
    return _Read(tuple(pieces), album)


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    engine.enable(["table", "strikethrough"]).disable("code")
    engine.use(footnote_plugin)
    for name in ("footnote_caption", "footnote_anchor"):
        engine.add_render_rule(name, _nothing)
    engine.add_render_rule("html_inline", _raw)
    engine.add_render_rule("html_block", _raw)
    engine.add_render_rule("footnote_anchor", _way_back)
    return engine


def _nothing(*_: object) -> str:
    return ""


def _way_back(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """The link from a note to its call: it says nothing, the file does not have it."""
    number = int(tokens[index].meta["id"]) + 1
    return f'<a href="#fnref{number}"></a>'


def _raw(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """Raw HTML as it is; what only looks like it (`x <y and y> z`) is text."""
    return _TAG.sub(
        lambda found: found[0] if _is_element(found) else html.escape(found[0]), tokens[index].content
    )


def _is_element(tag: re.Match[str]) -> bool:
    return tag[1].lower() in _ELEMENTS and not _BARE_ATTRIBUTE.search(_QUOTED.sub('=""', tag[2]))


# --- what people mean --------------------------------------------------------------------------------


def _as_meant(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with what people seldom mean taken back."""
    width = _wrap_width(tokens)
    waiting = ""
    kept: list[bool] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and _is_paragraph(token, tokens[index + 1]):
            token.tag = tokens[index + 2].tag = "p"
        elif token.type == "ordered_list_open":
            kept.append(token.attrGet("start") not in (None, 0, 1))
            token.tag = "div" if kept[-1] else token.tag
        elif token.type == "ordered_list_close":
            token.tag = "div" if kept.pop() else token.tag
        elif token.type == "bullet_list_open":
            kept.append(False)
        elif token.type == "bullet_list_close":
            kept.pop()
        elif token.type in {"list_item_open", "list_item_close"} and kept and kept[-1]:
            token.tag = "div"
            waiting = f"{token.info}{token.markup} " if token.nesting == 1 else waiting
        elif token.type == "inline":
            waiting = _take_inline(token, waiting, width)
        yield token


def _is_paragraph(heading: Token, inline: Token) -> bool:
    return heading.markup in {"-", "="} and (len(inline.content) > MAX_HEADING or "\n" in inline.content)


def _take_inline(token: Token, number: str, width: int) -> str:
    """Put the number back that was no list's, and end lines where they were ended on purpose."""
    children = token.children or []
    if number:
        text = Token("text", "", 0)
        text.content = number
        children.insert(0, text)
    if not _is_wrapped(token.content.split("\n"), width):
        for child in children:
            if child.type == "softbreak":
                child.type, child.tag = "hardbreak", "br"
    return ""


def _wrap_width(tokens: Iterable[Token]) -> int:
    """The width that the lines of the file were broken to; 0 when they were not."""
    paragraphs = [token.content.split("\n") for token in tokens if token.type == "inline"]
    widths = [max(map(len, lines)) for lines in paragraphs if len(lines) > 2]
    broken = [width for lines, width in zip((p for p in paragraphs if len(p) > 2), widths, strict=True)
              if MIN_WRAP <= width <= MAX_WRAP and _is_wrapped(lines, width)]  # fmt: skip
    return max(broken, default=0)


def _is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether each line was ended because the first word of the next one no longer fitted."""
    return bool(width) and all(
        len(line) + 1 + len((following.split(maxsplit=1) or [""])[0]) > width
        for line, following in pairwise(lines)
    )


# --- front matter ------------------------------------------------------------------------------------


def _front_matter(source: str) -> tuple[list[Piece], str]:
    """The pieces of YAML or TOML above the text, and the text."""
    lines = source.split("\n", MAX_FRONT)
    fence = lines[0].strip()
    if fence not in {"---", "+++"} or fence not in (line.strip() for line in lines[1:MAX_FRONT]):
        return [], source
    end = next(number for number, line in enumerate(lines[1:MAX_FRONT], 1) if line.strip() == fence)
    inside = lines[1:end]
    is_key = [bool(_KEY.match(line)) for line in inside if line.strip() and line[0] not in " \t-#[{}]"]
    if not is_key or not all(is_key):
        return [], source
    return list(_front_pieces(inside)), "\n".join(lines[end + 1 :])


def _front_pieces(lines: Iterable[str]) -> Iterator[Piece]:
    form: Form | None = None
    for line in lines:
        found = _KEY.match(line)
        if found is not None:
            form = next((form for form, keys in _KEYS.items() if found[1].lower() in keys), None)
        if form is None:
            yield Piece(line, Shape(withheld=Withheld.METADATA))
            continue
        value = found[2] if found is not None else line.strip().removeprefix("- ")
        for text in _values(value, form):
            yield Piece(text, Shape(form))


def _values(value: str, form: Form) -> list[str]:
    """One text, or the names of a list (`[A, B]`), without the quotation marks of the syntax."""
    value = value.strip()
    names = (
        value[1:-1].split(",") if form is Form.BYLINE and value[:1] == "[" and value[-1:] == "]" else [value]
    )
    return [_unquoted(name.strip()) for name in names]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


# --- pieces ------------------------------------------------------------------------------------------


def _titled(lines: Sequence[Line], front: Sequence[Piece]) -> Iterator[Line]:
    """The lines; a heading of the first level that opens the file, and is the only one, is its title."""
    first = next((line for line in lines if line.shape.withheld is None and line.text), None)
    tops = [line for line in lines if line.shape.form is Form.HEADING and line.shape.level == 1]
    has_title = any(piece.shape.form is Form.TITLE for piece in front)
    for line in lines:
        if line is first and tops == [line] and not has_title:
            yield replace(line, shape=replace(line.shape, form=Form.TITLE, level=0))
        else:
            yield line


def _definitions(source: str, environment: dict[str, Any], album: Album) -> Iterator[Piece]:
    """Lines that only say which address a name stands for.

    Editors on the web write the pictures of a text there, each as one word of many thousand letters: it is
    kept as a picture, and the line says by which name.
    """
    lines = source.split("\n")
    for each in _references(environment):
        start, end = each["map"]
        line = " ".join(line.strip() for line in lines[start:end])
        named = _PICTURE.sub(lambda found: album.name_of(found[1]) or found[0], line)
        yield Piece(named, Shape(withheld=Withheld.METADATA))


def _references(environment: dict[str, Any]) -> list[dict[str, Any]]:
    return [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]


def _fences(tokens: Iterable[Token]) -> Iterator[Piece]:
    """What stands behind the sign that opens a program."""
    for token in tokens:
        if token.type == "fence" and token.info.strip():
            yield Piece(token.info, Shape(withheld=Withheld.METADATA))


# --- proof -------------------------------------------------------------------------------------------


def _swallowed(
    source: str, root: etree._Element, pieces: Iterable[Piece], environment: dict[str, Any]
) -> bool:
    """Whether letters or digits of the file are in no piece, no address and no attribute of what it says."""
    said = Counter(char for piece in pieces for char in _LETTERS.findall(piece.text))
    for each in _references(environment):
        if each["href"].startswith("data:"):
            said.update(_LETTERS.findall(each["href"]))
    for element in root.iter(etree.Element):
        for value in element.attrib.values():
            said.update(_LETTERS.findall(str(value)))
        if element.tag in ("script", "style"):
            said.update(_LETTERS.findall("".join(map(str, element.itertext()))))
    bare = _TAG.sub(lambda found: "" if _is_element(found) else found[0], source)
    bare = _FOOTNOTE.sub("", _NUMBERED.sub("", bare))
    written = Counter(_LETTERS.findall(html.unescape(bare)))
    return bool(written - said)


def _as_text(file: str) -> Finding:
    return Finding(
        "markdown-as-text",
        Severity.WARNING,
        "read as Markdown, some words of the file would be lost; it was read as plain text",
        hint="look for brackets, tables or quotations that are not closed, and for text inside of tags",
        file=file,
    )


def _findings(file: str, album: Album) -> Iterator[Finding]:
    if album.elsewhere:
        yield Finding(
            "pictures-elsewhere",
            Severity.REMARK,
            f"{len(album.elsewhere)} pictures of the text are not in the file; none was fetched",
            hint="those that came beside it are used; put others there, under the names the text uses",
            file=file,
        )
