"""The bytes of a WordPress export in; a manuscript for each published post, and two for all the rest, out.

Published posts without a password are manuscripts, `export.xml#name-of-the-post`. Pages stand beside a blog
(about, contact): they are manuscripts only where no post is published. Drafts, private and protected texts,
comments, menus and pictures' descriptions are in `export.xml#unpublished`, withheld; what only programs read
(numbers, addresses, settings) is in `export.xml#record`. So every text node of the file is in one block.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from lxml import etree

from anthology.errors import SourceError
from anthology.model import Finding, Form, Manuscript, Received, Severity, Shape, Withheld
from anthology.readers.html import pieces_of, tree_of
from anthology.readers.html_pictures import Album
from anthology.readers.html_text import RUNNING, Habits, Line, classes, read_tree
from anthology.readers.pieces import Origin, Piece, manuscript, origin
from anthology.readers.shortcodes import ELEMENT, marked_up
from anthology.readers.word_sets import words
from anthology.slugs import slugify

UNPUBLISHED = "unpublished"
RECORD = "record"
"""Names of the manuscripts that hold what is not printed."""

MACHINES = words(
    """
    attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request
    wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field
    acf-field-group elementor_library wpcf7_contact_form feedback wp_block mc4wp-form popup jp_pay_order
    jp_pay_product
    """
)
"""Types of items that no reader ever sees as a text of their own."""

_WORDPRESS = "http://wordpress.org/export/"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ACCOUNTS = words(
    """
    admin administrator administrateur editor webmaster root wordpress user author test
    """
)
"""Names of accounts that are no names of people."""

_PLAYERS = re.compile(
    r"https?://(?:[\w-]+\.)?(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|soundcloud\.com|"
    r"spotify\.com|twitter\.com|x\.com|instagram\.com|facebook\.com|tiktok\.com|flickr\.com|flic\.kr|issuu\.com|"
    r"slideshare\.net|scribd\.com|deezer\.com|mixcloud\.com|ted\.com|bsky\.app|calameo\.com)/\S*",
    re.IGNORECASE,
)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_IDS = re.compile(r"\bids\s*=\s*[\"']?([\d,\s]+)")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_BLOCK_DATA = re.compile(r"<!--\s*wp:[\w/-]+\s+(\{[^<>]*\})\s*/-->")


def read_wordpress(data: bytes, file: str) -> Received:
    """Read an `.xml` submission, which must be an export of WordPress (WXR).

    Raises:
        SourceError: `not-an-export` for another kind of XML, `broken-xml` where it breaks off,
            `empty-submission` for an export without any text.
    """
    export = _Export(file)
    clean = data.translate(None, _CONTROLS) if b"\0" not in data[:200] else data
    try:
        for item in _children(clean, file):
            export.take(item)
    except etree.XMLSyntaxError as failure:
        raise SourceError(
            "broken-xml",
            f"the file is not whole: {_reason(failure)}",
            hint="export it again (in WordPress: Tools, Export), and do not open the file in between",
            file=file,
            line=failure.lineno,
        ) from None
    return export.received(origin(data, file, export.encoding))


def _reason(failure: etree.XMLSyntaxError) -> str:
    return (failure.msg or "it breaks off").rpartition(", line")[0] or "it breaks off"


# --- the file ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Child:
    """A child of the channel: the element, and the encoding that the file declares."""

    element: etree._Element
    encoding: str


def _children(data: bytes, file: str) -> Iterator[_Child]:
    """The children of the channel, one after the other; each is forgotten when the next one is read."""
    context = etree.iterparse(
        BytesIO(data), events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = 0
    encoding = "utf-8"
    for event, element in context:
        if event == "start":
            depth += 1
            if depth <= 2:
                encoding = (element.getroottree().docinfo.encoding or "utf-8").lower()
                _refuse_others(element, depth, file)
            continue
        depth -= 1
        if depth == 2:
            yield _Child(element, encoding)
            element.clear(keep_tail=True)
            while (before := element.getprevious()) is not None and not (before.tail or "").strip():
                element.getparent().remove(before)


def _refuse_others(element: etree._Element, depth: int, file: str) -> None:
    """Raise `not-an-export` unless the root is that of an export, whose entities nobody has declared."""
    is_export = any(uri.startswith(_WORDPRESS) for uri in element.nsmap.values())
    tag = ("rss", "channel")[depth - 1]
    info = element.getroottree().docinfo
    doctype = bool(info.internalDTD is not None or info.system_url or info.public_id)
    if (depth == 1 and element.tag != tag) or (depth == 2 and element.tag != tag) or not is_export or doctype:
        what = "declares a type of document" if doctype else "is not an export of WordPress"
        raise SourceError(
            "not-an-export",
            f"this XML file {what}; only exports of WordPress can be read",
            hint="in WordPress: Tools, Export; any other file: save it as .docx, .odt, .html or .txt",
            file=file,
        )


# --- an item -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Comment:
    """What a reader wrote below a post."""

    author: str
    text: str


@dataclass(slots=True)
class _Item:
    """A post, a page, a picture or another item, as the export has it; `rest` is what only programs read."""

    values: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[_Comment] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The text of a child, by its local name (`excerpt`, `content`, `creator` for the long ones)."""
        return self.values.get(name, "")

    @property
    def kind(self) -> str:
        """The type of the item; one without it is a post."""
        return self.get("post_type").strip() or "post"

    @property
    def is_public(self) -> bool:
        """Whether everybody could read it on the site."""
        return self.get("status").strip() == "publish" and not self.get("post_password").strip()

    @property
    def state(self) -> str:
        """Why it is not public, or what it is."""
        if self.get("post_password").strip():
            return "password"
        return self.get("status").strip() or "draft"


_READ = frozenset({"title", "content", "excerpt", "creator", "post_date"})
"""Children whose text is in a manuscript of the post; the others are record."""


_ALT = "_wp_attachment_image_alt"
_NOTES = "footnotes"
_READ_META = frozenset({_ALT, _NOTES})
"""Settings of an item that hold words of a text."""


def _item(element: etree._Element) -> _Item:
    item = _Item()
    for child in element:
        name = _name(child)
        if name == "comment":
            _take_comment(child, item)
        elif name == "postmeta":
            _take_meta(child, item)
        elif name == "category":
            item.terms.append((child.get("domain") or "", _text(child)))
        else:
            _take_value(name, _text(child), item)
    item.rest += _texts_between(element)
    return item


def _take_value(name: str, text: str, item: _Item) -> None:
    if name in item.values:
        item.rest.append(text)
        return
    item.values[name] = text
    if name not in _READ:
        item.rest.append(text)


def _texts_between(element: etree._Element) -> list[str]:
    texts = [element.text or "", *(child.tail or "" for child in element)]
    return [text.strip() for text in texts if text.strip()]


def _name(element: etree._Element) -> str:
    tag = str(element.tag)
    if tag == _CONTENT:
        return "content"
    if tag == _CREATOR:
        return "creator"
    local = tag.rpartition("}")[2]
    return "excerpt" if local == "encoded" else local


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _take_meta(element: etree._Element, item: _Item) -> None:
    pair = {_name(child): _text(child) for child in element}
    key, value = pair.pop("meta_key", ""), pair.pop("meta_value", "")
    is_read = key in _READ_META and key not in item.meta
    item.meta.setdefault(key, value)
    item.rest += [key, *([] if is_read else [value]), *pair.values()]
    item.rest += _texts_between(element)


def _take_comment(element: etree._Element, item: _Item) -> None:
    author = text = ""
    for child in element:
        name = _name(child)
        if name == "comment_author" and not author:
            author = _text(child)
        elif name == "comment_content" and not text:
            text = _text(child)
        else:
            item.rest += [str(part) for part in child.itertext()]
    item.rest += _texts_between(element)
    item.comments.append(_Comment(author, text))


# --- the export --------------------------------------------------------------------------------------


class _Export:
    """What has been read of an export so far, little enough to hold a large one."""

    def __init__(self, file: str) -> None:
        self.encoding = "utf-8"
        self._file = file
        self._posts: list[_Item] = []
        self._attachments: list[_Item] = []
        self._withheld: list[Piece] = []
        self._record: list[str] = []
        self._people: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._names: set[str] = {UNPUBLISHED, RECORD}
        self._album = Album(file)

    def take(self, child: _Child) -> None:
        """Take one child of the channel: an item, an author, or what else there is."""
        self.encoding = child.encoding
        name = _name(child.element)
        before = child.element.getprevious()
        self._record += [(before.tail or "").strip()] if before is not None else []
        if name == "item":
            self._take_item(_item(child.element))
            return
        if name == "author":
            self._take_author(child.element)
        self._record.append(_joined(str(text) for text in child.element.itertext()))

    def _take_author(self, element: etree._Element) -> None:
        values = {_name(each): _text(each).strip() for each in element}
        full = f"{values.get('author_first_name', '')} {values.get('author_last_name', '')}".strip()
        self._people[values.get("author_login", "")] = values.get("author_display_name", "") or full

    def _take_item(self, item: _Item) -> None:
        if item.kind != "attachment":
            item.rest.append(item.meta.get(_ALT, ""))
        self._record.append(_joined(item.rest))
        item.rest = []
        for comment in item.comments:
            self._counts["comment"] += 1
            self._withheld += _withheld(_comment_pieces(comment, self._album), Withheld.COMMENT)
        if item.kind == "attachment":
            self._attachments.append(item)
        elif item.is_public and item.kind not in MACHINES:
            self._posts.append(item)
        else:
            self._hold_back(item)

    def _hold_back(self, item: _Item) -> None:
        """Count what is not printed, and withhold its text with the reason."""
        is_menu = item.kind in {"nav_menu_item", "wp_navigation"}
        self._counts["menu" if is_menu else item.kind if item.is_public else item.state] += 1
        reason = Withheld.NAVIGATION if is_menu else Withheld.UNPUBLISHED
        self._withheld += _withheld(self._pieces(item), reason)

    def _pieces(self, item: _Item) -> list[Piece]:
        return [
            *_heading(item, self._album),
            *_bylines(item, self._people),
            *_content(item, self._album),
            *_filed(item, self._people),
        ]

    # --- what was received ---

    def received(self, of: Origin) -> Received:
        """The manuscripts, once the whole export is read."""
        printed, beside = self._chosen()
        for item in beside:
            self._counts[item.kind] += 1
            self._withheld += _withheld(self._pieces(item), Withheld.NAVIGATION)
        pictured = _Pictured(self._attachments)
        texts = [self._manuscript(of, item, pictured) for item in printed]
        self._counts["attachment"] += len(self._attachments)
        self._withheld += [piece for each in pictured.left() for piece in _described(each, self._album)]
        others = [
            manuscript(replace(of, file=f"{of.file}#{UNPUBLISHED}"), self._withheld),
            manuscript(replace(of, file=f"{of.file}#{RECORD}"), self._record_pieces()),
        ]
        whole = tuple(each for each in (*texts, *others) if each.blocks)
        if not whole:
            raise _empty(of.file)
        findings = tuple(self._findings(beside, len(texts)))
        return Received(whole, MappingProxyType(self._album.pictures), findings)

    def _chosen(self) -> tuple[list[_Item], list[_Item]]:
        """The items to print, and those that stand beside them: posts, else pages, else what there is."""
        for kind in ("post", "page"):
            chosen = [item for item in self._posts if item.kind == kind and _has_text(item)]
            if chosen:
                return chosen, [item for item in self._posts if item.kind != kind or not _has_text(item)]
        return self._posts, []

    def _manuscript(self, of: Origin, item: _Item, pictured: _Pictured) -> Manuscript:
        pieces = self._pieces(item)
        text = " ".join(piece.text for piece in pieces)
        for each in pictured.of(item):
            pieces += _captions(each, text, self._album)
        return manuscript(replace(of, file=f"{of.file}#{self._name(item)}"), pieces)

    def _name(self, item: _Item) -> str:
        """A name that no other text of the export has, and that stays when it is exported again."""
        given = _NOT_IN_A_NAME.sub("-", unquote(item.get("post_name")).strip().lower()).strip("-.")
        name = (
            given
            or slugify(html.unescape(item.get("title")))
            or f"{item.kind}-{item.get('post_id').strip() or 0}"
        )
        if name in self._names:
            name = f"{name}-{item.get('post_id').strip() or len(self._names)}"
        while name in self._names:
            name += "-x"
        self._names.add(name)
        return name

    def _record_pieces(self) -> Iterator[Piece]:
        shape = Shape(withheld=Withheld.METADATA)
        return (Piece(text, shape) for text in self._record)

    def _findings(self, beside: Sequence[_Item], printed: int) -> Iterator[Finding]:
        counted = ", ".join(f"{kind}: {count}" for kind, count in sorted(self._counts.items()) if count)
        if counted:
            yield Finding(
                "export-withheld",
                Severity.REMARK,
                f"{printed} published texts are read; what else the export holds is not printed ({counted})",
                hint="to print one of them, publish it and export again",
                file=self._file,
            )
        titles = [_short(item) for item in beside]
        if titles:
            yield Finding(
                "export-beside",
                Severity.REMARK,
                f"published beside the posts, and not printed: {', '.join(titles)}",
                hint="if one of them is an article of the book, put its text into a file of its own",
                file=self._file,
            )
        if self._album.elsewhere:
            yield Finding(
                "pictures-elsewhere",
                Severity.REMARK,
                f"{len(self._album.elsewhere)} pictures of the export are not in the file; none was fetched",
                hint="put those the book needs beside the submission, under the names the posts use",
                file=self._file,
            )


def _empty(file: str) -> SourceError:
    return SourceError(
        "empty-submission",
        "the export holds no text",
        hint="export all contents (in WordPress: Tools, Export), or take the file out of the folder",
        file=file,
    )


def _short(item: _Item) -> str:
    title = html.unescape(item.get("title")).strip()
    return f"{item.kind} “{title or item.get('post_name') or item.get('post_id')}”"


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text.strip() for text in texts if text.strip())


def _has_text(item: _Item) -> bool:
    return bool(item.get("content").strip() or item.get("excerpt").strip())


# --- pieces of a post --------------------------------------------------------------------------------


def _lines(text: str, album: Album) -> tuple[Line, ...]:
    """The lines of a text as typed into the blog, its codes withheld."""
    own = MappingProxyType({ELEMENT: Withheld.METADATA})
    has_blocks = "<!-- wp:" in text
    running = RUNNING if has_blocks else frozenset({"pre"})
    habits = Habits(name_of=album.name_of, line_ends=True, running=running, own=own)
    root, _ = tree_of(marked_up(text))
    return tuple(map(_judged, read_tree(root, habits).lines))


def _judged(line: Line) -> Line:
    """What a page of the blog shows as a player or a button is no text."""
    if line.shape.withheld is not None:
        return line
    names = classes(line.element)
    if "wp-block-button" in names or "wp-block-button__link" in names:
        return replace(line, shape=replace(line.shape, withheld=Withheld.NAVIGATION))
    if "wp-block-embed__wrapper" in names or _PLAYERS.fullmatch(line.text):
        return replace(line, shape=replace(line.shape, withheld=Withheld.METADATA))
    return line


def _html(text: str, album: Album) -> list[Piece]:
    return list(pieces_of(_lines(text, album), album)) if text.strip() else []


def _heading(item: _Item, album: Album) -> Iterator[Piece]:
    for name, form in (("title", Form.TITLE), ("excerpt", Form.STANDFIRST)):
        for piece in _html(item.get(name), album):
            is_plain = piece.shape.withheld is None and piece.shape.form is Form.PARAGRAPH
            yield replace(piece, shape=Shape(form)) if is_plain else piece


def _co_authors(item: _Item) -> list[str]:
    return [text for domain, text in item.terms if domain == "author"]


def _bylines(item: _Item, people: Mapping[str, str]) -> Iterator[Piece]:
    """Who signs: the co-authors where there are any, else the person of the account."""
    names = _co_authors(item) or [people.get(item.get("creator").strip(), "") or item.get("creator")]
    for name in names:
        is_person = name.strip().lower() not in _ACCOUNTS
        yield Piece(name, Shape(Form.BYLINE, withheld=None if is_person else Withheld.METADATA))


def _filed(item: _Item, people: Mapping[str, str]) -> Iterator[Piece]:
    """When it was published, by which account, and under what it is filed."""
    shape = Shape(withheld=Withheld.METADATA)
    login = item.get("creator")
    if _co_authors(item) or people.get(login.strip(), "") not in {"", login.strip()}:
        yield Piece(login, shape)
    yield Piece(item.get("post_date"), shape)
    yield from (Piece(text, shape) for domain, text in item.terms if domain != "author")


def _content(item: _Item, album: Album) -> Iterator[Piece]:
    text = item.get("content")
    yield from _html(text + _footnotes(item.meta.get(_NOTES, "")), album)
    for sentence in _block_words(text):
        yield Piece(sentence, Shape(withheld=Withheld.METADATA))


def _footnotes(text: str) -> str:
    """Notes that the block editor keeps beside the text, as a list under it."""
    if not text.strip():
        return ""
    try:
        notes = [(str(note["id"]), str(note["content"])) for note in json.loads(text)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return f"\n\n<{ELEMENT}>{html.escape(text)}</{ELEMENT}>"
    items = (
        f'<li id="{html.escape(name)}">{content}<a href="#{html.escape(name)}-link"></a></li>'
        for name, content in notes
    )
    return f"\n\n<ol>{''.join(items)}</ol>"


def _block_words(text: str) -> Iterator[str]:
    """Words that a block keeps in its settings: some extensions have the whole text of a block there."""
    for found in _BLOCK_DATA.finditer(text):
        try:
            data = json.loads(found[1])
        except (ValueError, RecursionError):
            continue
        yield from _words_in(data)


def _words_in(data: object) -> Iterator[str]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed(list(value.values()))
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, str) and value.count(" ") > 1:
            yield value


def _comment_pieces(comment: _Comment, album: Album) -> list[Piece]:
    return [Piece(comment.author, Shape(Form.BYLINE)), *_html(comment.text, album)]


def _withheld(pieces: Iterable[Piece], reason: Withheld) -> Iterator[Piece]:
    for piece in pieces:
        own = piece.shape.withheld
        kept = own if own is Withheld.METADATA else reason
        yield replace(piece, shape=replace(piece.shape, withheld=kept), pictures=())


# --- pictures ----------------------------------------------------------------------------------------


class _Pictured:
    """Which pictures of the library each text shows: in its words, in a gallery, or above it."""

    def __init__(self, attachments: Sequence[_Item]) -> None:
        self._waiting: dict[str, _Item] = {}
        self._by_parent: dict[str, list[str]] = {}
        for index, item in enumerate(attachments):
            number = item.get("post_id").strip()
            key = number if number and number not in self._waiting else f"?{index}"
            self._waiting[key] = item
            self._by_parent.setdefault(item.get("post_parent").strip(), []).append(key)

    def of(self, text: _Item) -> list[_Item]:
        """The pictures of a text that no text before it has shown."""
        shown = [text.meta.get("_thumbnail_id", "").strip()]
        for found in _IDS.finditer(text.get("content")):
            shown += [one.strip() for one in found[1].split(",")]
        shown += self._by_parent.get(text.get("post_id").strip(), [])
        return [self._waiting.pop(key) for key in dict.fromkeys(shown) if key in self._waiting]

    def left(self) -> list[_Item]:
        """The pictures that no text shows."""
        return list(self._waiting.values())


def _picture_name(item: _Item) -> str:
    try:
        return unquote(urlsplit(item.get("attachment_url").strip()).path).rpartition("/")[2]
    except ValueError:
        return ""


def _captions(item: _Item, text: str, album: Album) -> Iterator[Piece]:
    """Caption, description and alternative text of a picture; withheld where the text has them already."""
    label = _picture_name(item)
    alt = item.meta.get(_ALT, "")
    caption = _html(item.get("excerpt"), album)
    for piece in caption:
        known = piece.text.strip() in text
        withheld = Withheld.METADATA if known else piece.shape.withheld
        yield replace(piece, shape=Shape(Form.CAPTION, label=label, withheld=withheld))
    yield Piece(
        alt, Shape(Form.ALT, label=label, withheld=Withheld.METADATA if alt.strip() in text else None)
    )
    yield from _described(replace_texts(item, excerpt="", alt=""), album)


def replace_texts(item: _Item, *, excerpt: str, alt: str) -> _Item:
    """The item with another caption and alternative text."""
    values = {**item.values, "excerpt": excerpt}
    return replace(item, values=values, meta={**item.meta, _ALT: alt})


def _described(item: _Item, album: Album) -> Iterator[Piece]:
    """All words of a picture of the library, withheld: its title, who put it there, and when."""
    texts = [
        *_html(item.get("title"), album),
        *_html(item.get("excerpt"), album),
        *_html(item.get("content"), album),
    ]
    alt, notes = item.meta.get(_ALT, ""), item.meta.get(_NOTES, "")
    plain = [alt, notes, item.get("creator"), item.get("post_date"), *(text for _, text in item.terms)]
    label = _picture_name(item)
    shape = Shape(Form.CAPTION, label=label, withheld=Withheld.METADATA)
    yield from (replace(piece, shape=shape, pictures=()) for piece in texts)
    yield from (Piece(text, shape) for text in plain)
