"""A document, a drawing or a style sheet of an e-book to what in it could run, or be fetched from afar.

What a book is written with is listed, and all else is told: whoever thinks of a new thing that acts has to
put it here first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from anthology.checks.web_addresses import leads_to_the_web

_XHTML = "http://www.w3.org/1999/xhtml"
_SVG = "http://www.w3.org/2000/svg"
_MATHML = "http://www.w3.org/1998/Math/MathML"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KNOWN = {
    _XHTML: _words(
        "html head title link meta style body section header footer main nav article aside hgroup address "
        "h1 h2 h3 h4 h5 h6 p div span a em strong i b u s small sub sup q cite blockquote dfn abbr time code "
        "pre kbd samp var mark ins del bdi bdo ruby rb rt rtc rp br wbr hr ul ol li dl dt dd figure "
        "figcaption img table caption colgroup col thead tbody tfoot tr th td details summary data picture"
    ),
    _SVG: _words(
        "svg g defs desc title metadata symbol use image path rect circle ellipse line polyline polygon text "
        "tspan textPath linearGradient radialGradient stop clipPath mask pattern marker style a"
    ),
    _MATHML: _words(
        "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom mfenced "
        "menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
    ),
}
"""What the documents of a book may be made of, by namespace; nothing in it runs, plays, asks or embeds."""

_ADDRESSES = _words(
    "href src srcset poster action data background cite longdesc formaction codebase classid archive code "
    "manifest ping profile usemap icon lowsrc dynsrc altimg definitionURL"
)
_LISTS = frozenset({"srcset", "ping", "archive"})
"""Attributes that hold several addresses, with a size or a blank between them."""
_PAINTS = _words("style fill stroke filter mask clip-path cursor marker marker-start marker-mid marker-end")
"""Attributes that are read as a style is."""
_STEERING = _words("base target download http-equiv handler observer event defaultAction")
_PREPARING = _words("preload prefetch preconnect dns-prefetch modulepreload prerender manifest import")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def acts_in(root: etree._Element) -> tuple[str, ...]:
    """What a whole document could run or fetch, each once, with the line where it stands first."""
    found: dict[str, int | None] = {}
    for what, line in (*_around(root), *_of_elements(root.iter("{*}*"))):
        found.setdefault(what, line)
    return tuple(f"{what}{f', line {line}' if line else ''}" for what, line in found.items())


def _around(root: etree._Element) -> Iterator[tuple[str, int | None]]:
    """What stands before a document, or is no element of it."""
    tree = root.getroottree()
    about: Any = tree.docinfo
    entities = about.internalDTD.iterentities() if about.internalDTD is not None else ()
    if about.system_url or next(iter(entities), None) is not None:
        yield "a declaration that takes in other things", None
    instructions: Any = tree.xpath("//processing-instruction()")
    for one in instructions:
        yield f"an instruction to a program: {one.target}", one.sourceline


def _of_elements(elements: Iterable[Any]) -> Iterator[tuple[str, int | None]]:
    for element in elements:
        space, _, name = str(element.tag).removeprefix("{").rpartition("}")
        if name not in _KNOWN.get(space, ()):
            yield f"a <{name}> element", element.sourceline
        if name == "style":
            for word in fetched(_text(element)):
                yield f"a style that fetches {word}", element.sourceline
        for key, value in element.attrib.items():
            for what in _of_attribute(name, str(key), str(value)):
                yield what, element.sourceline


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _of_attribute(element: str, key: str, value: str) -> Iterator[str]:
    name = key.rpartition("}")[2]
    if name.casefold().startswith("on"):
        yield f"a script in {name}"
    elif name == "http-equiv" and value.strip().casefold() == "refresh":
        yield "a page that turns by itself"
    elif key == f"{_XML}base" or name in _STEERING:
        yield f"the attribute {name}"
    elif name in _PAINTS:
        yield from (f"a style that fetches {word}" for word in fetched(value))
    elif name == "rel" and element == "link":
        yield from (
            f"a link that fetches ({word})" for word in value.casefold().split() if word in _PREPARING
        )
    elif name in _ADDRESSES:
        yield from (f"the address {one[:60]!r}" for one in _each(name, value) if not _may(element, name, one))


def _each(name: str, value: str) -> Iterator[str]:
    if name not in _LISTS:
        yield value
        return
    for part in re.split(r"[,\s]+", value.strip()):
        if part and not re.fullmatch(r"[\d.]+[wx]", part):
            yield part


def _may(element: str, name: str, address: str) -> bool:
    """Whether an address may stand there: any inside of the book, and where a link leads, one of the web."""
    return is_inside(address) or (name == "href" and element == "a" and leads_to_the_web(address.strip()))


def is_inside(address: str) -> bool:
    """Whether an address leads to a place in the e-book, as every reading system understands it."""
    plain = address.strip()
    # Browsers take a backslash for a slash, and leave line ends and tabs out.
    if "\\" in plain or plain.startswith("/") or any(_is_hidden(char) for char in plain):
        return False
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


# --- style sheets ------------------------------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(?:\r\n|[\n\r\f])|(.))", re.DOTALL)
_URL = re.compile(r"""(?:\burl|\bsrc)\(\s*(["']?)(.*?)\1\s*\)""", re.IGNORECASE | re.DOTALL)
_SET = re.compile(r"(?:-webkit-)?(?:image-set|cross-fade|image|element|paint)\(", re.IGNORECASE)
_RUNS = re.compile(r"@import|expression\(|(?<![\w-])(?:-ms-)?behavior:|-moz-binding|javascript:|vbscript:")


def fetched(text: str) -> tuple[str, ...]:
    """What a style fetches from outside, or has run, however it is written."""
    plain = _ESCAPE.sub(_meant, _COMMENT.sub("", text))
    tight = "".join(plain.casefold().split())
    found = _RUNS.findall(tight)
    found += [match[2].strip()[:40] for match in _URL.finditer(plain) if not is_inside(match[2])]
    found += [match[0] for match in _SET.finditer(plain)]
    return tuple(dict.fromkeys(found))


def _meant(found: re.Match[str]) -> str:
    """What an escape of CSS stands for (CSS Syntax 3, 4.3.7)."""
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"
    return found[2] or ""
