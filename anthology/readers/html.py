"""The bytes of a saved page or a fragment of HTML in; its manuscript out: the article, and all else withheld.

Nothing of the page runs and nothing it names is fetched: scripts and style sheets are counted, frames and
drawings are text at most. A page whose elements stand in one another deeper than any parser follows is read
as bare lines.
"""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from anthology.errors import SourceError
from anthology.model import Finding, Form, Received, Severity, Withheld
from anthology.readers.encoding import BYTE_ORDER_MARKS, Decoded, decode
from anthology.readers.html_pictures import Album
from anthology.readers.html_text import Habits, Line, read_tree
from anthology.readers.page_regions import arranged
from anthology.readers.pieces import Origin, Piece, manuscript, origin
from anthology.readers.text import refuse_binary

MAX_HEAD = 4096
"""Bytes in which a page must say its encoding (HTML allows 1024; programs are less strict)."""

_CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,30})""", re.IGNORECASE)
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"})
_UNFINISHED = re.compile(r"<(?=[a-zA-Z/!?][^<>]*\Z)")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>|<!--.*?-->", re.DOTALL)


def read_html(data: bytes, file: str) -> Received:
    """Read an `.html`, `.htm` or `.xhtml` submission.

    Raises:
        SourceError: `unknown-encoding`, `bad-encoding`, `not-text` or `empty-submission`.
    """
    decoded = decode_page(data, file)
    return received(decoded.text, origin(data, file, decoded.encoding), Album(file))


def read_mhtml(data: bytes, file: str) -> Received:
    """Read a page that a browser saved with its pictures as one file (`.mhtml`, `.mht`).

    Raises:
        SourceError: `no-page` when no part of it is a page, and what `read_html` raises.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = list(message.walk())
    page = next((_payload(part) for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise SourceError(
            "no-page",
            "the file holds no web page",
            hint="open it in a browser and save it again as a web page (.html)",
            file=file,
        )
    decoded = decode_page(page, file)
    return received(decoded.text, origin(data, file, decoded.encoding), Album(file, _pictures(parts)))


def _payload(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _pictures(parts: Iterable[email.message.Message]) -> Mapping[str, bytes]:
    """The pictures of a saved page by the addresses and the identifiers that the page calls them by."""
    pictures: dict[str, bytes] = {}
    for part in parts:
        if part.get_content_maintype() == "image":
            data = _payload(part)
            pictures[str(part.get("Content-Location") or "").strip()] = data
            pictures["cid:" + str(part.get("Content-ID") or "").strip("<> ")] = data
    return MappingProxyType(pictures)


# --- bytes to text -----------------------------------------------------------------------------------


def decode_page(data: bytes, file: str) -> Decoded:
    """The text of a page: by its byte order mark, as valid UTF-8, by what its head says, else by its letters.

    What a head says is often left over from before the page was saved: UTF-8 that is valid proves itself.
    """
    if data.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        return decode(data, file)
    named = _CHARSET.search(data[:MAX_HEAD]) or _XML_ENCODING.search(data[:MAX_HEAD])
    name = named[1].decode("ascii", "replace").lower() if named else ""
    proven = "utf-8" if name and _is_utf8(data) else name
    if not proven:
        return decode(data, file)
    try:
        return Decoded(data.decode("cp1252" if proven in _LATIN else proven), proven)
    except (LookupError, UnicodeError):
        return decode(data, file)


def _is_utf8(data: bytes) -> bool:
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


# --- text to a manuscript ----------------------------------------------------------------------------


def received(text: str, of: Origin, album: Album) -> Received:
    """The manuscript of a decoded page, its pictures, and what a person should know of it."""
    refuse_binary(text, of.file)
    root, is_flat = tree_of(text)
    page = read_tree(root, Habits(name_of=album.name_of))
    lines = arranged(root, page.lines)
    found = manuscript(of, pieces_of(lines, album))
    if not found.blocks:
        raise SourceError(
            "empty-submission",
            "the page holds no text",
            hint="it may fetch its text when it is shown: open it in a browser, select all, and paste it "
            "into a text file",
            file=of.file,
        )
    findings = tuple(_findings(of.file, lines, album, page.code, is_flat=is_flat))
    return Received((found,), MappingProxyType(album.pictures), findings)


def pieces_of(lines: Iterable[Line], album: Album) -> Iterator[Piece]:
    """Lines as pieces, with the pictures whose bytes are there."""
    for line in lines:
        shown = (album.picture(address, at) for at, address in line.shown)
        yield Piece(line.text, line.shape, line.marks, tuple(one for one in shown if one is not None))


def tree_of(text: str) -> tuple[etree._Element, bool]:
    """The tree of a page or a fragment, and whether it had to be read as bare lines.

    The parser stops where elements stand more than 2,048 deep: then every tag counts as the end of a line.
    """
    source = _finished(text)
    root, is_whole = _parsed(source)
    if is_whole:
        return root, False
    return _parsed(_flat(source))[0], True


def _finished(text: str) -> str:
    """The text with the sign written out that opens a comment or a tag which nothing closes.

    A parser, and a browser, would take all that follows for a part of it.
    """
    closed = text.rfind("-->") + 1
    opened = text.find("<!--", closed)
    if opened >= 0:
        text = f"{text[:opened]}&lt;{text[opened + 1 :]}"
    return _UNFINISHED.sub("&lt;", text)


def _parsed(text: str) -> tuple[etree._Element, bool]:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    # Of what holds no element the parser makes nothing.
    root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    return (root if root is not None else etree.Element("html")), not too_deep


def _flat(text: str) -> str:
    """The page with a line end for each tag, and without what scripts and style sheets hold."""
    parts: list[str] = []
    at, inside = 0, ""
    for tag in _TAG.finditer(text):
        name = (tag[2] or "").lower()
        if not inside:
            parts += [text[at : tag.start()], "<br>"]
        at = tag.end()
        if inside:
            inside = "" if tag[1] and name == inside else inside
        elif name in {"script", "style"} and not tag[1]:
            inside = name
    parts.append("" if inside else text[at:])
    return "".join(parts)


def _findings(
    file: str, lines: Iterable[Line], album: Album, code: int, *, is_flat: bool
) -> Iterator[Finding]:
    if is_flat:
        yield Finding(
            "page-too-deep",
            Severity.WARNING,
            "the elements of the page stand in one another too deep: it was read as bare lines",
            hint="open it in a browser, select the article, and paste it into a text document",
            file=file,
        )
    left_out = [
        line
        for line in lines
        if line.shape.withheld is Withheld.NAVIGATION and line.shape.form is not Form.ALT
    ]
    words = sum(len(line.text.split()) for line in left_out)
    if words:
        yield Finding(
            "page-furniture",
            Severity.REMARK,
            f"{words} words of menus, side columns and footers stand beside the article and are not printed",
            hint="the report shows them; if some belong to the article, save it as a text document",
            file=file,
        )
    if code:
        yield Finding(
            "page-code",
            Severity.REMARK,
            f"the page holds {code} characters of scripts and style sheets; they were neither run nor read",
            file=file,
        )
    if album.elsewhere:
        yield Finding(
            "pictures-elsewhere",
            Severity.REMARK,
            f"{len(album.elsewhere)} pictures of the page are not in the file; none was fetched",
            hint="those that came beside it are used; put others there, under the names the page uses",
            file=file,
        )
