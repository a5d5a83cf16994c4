"""The text of a post as it was typed in; HTML in which the codes of the blog are elements of their own out.

`[gallery ids="1,2"]` is a code, `[sic]` is not: a code is one that WordPress knows, that has attributes, or
that is closed further on. Codes become `<wp-code>`, what `[caption]` holds a `<figcaption>`, a note typed
into the text a note with its call.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anthology.readers.word_sets import words

ELEMENT = "wp-code"
"""The element that holds a code."""

KNOWN = words(
    """
    caption wp_caption gallery embed audio video playlist youtube vimeo dailymotion soundcloud
    googlemaps contact-form contact-form-7 jetpack_subscription_form archives tweet instagram facebook
    spotify slideshow polldaddy googleapps wpvideo gravityform recent_posts sitemap toc ninja_form
    mailpoet_form wpforms portfolio code sourcecode blip.tv scribd slideshare flickr presentation
    """
)
"""Codes that WordPress and its most common extensions know."""

NOTES = frozenset({"footnote", "efn_note", "mfn", "note", "ref", "fn"})
"""Codes whose text is a note."""

_TAG = re.compile(r"(<!--.*?-->|<[a-zA-Z/!][^<>]*>)", re.DOTALL)
_CODE = re.compile(r"\[(/?)([a-zA-Z][\w.-]*)((?:[\s=][^\[\]]*)?)\]")
_ATTRIBUTES = re.compile(r"""(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+))+\s*/?|\s*/""")
_OLD_CAPTION = re.compile(r"""(\bcaption\s*=\s*)(["'])(.*?)\2""", re.DOTALL)
MAX_ATTRIBUTES = 2000
"""Characters of the attributes of one code."""


@dataclass(frozen=True, slots=True)
class _Code:
    """A code in the text: where it stands, its name, whether it closes one."""

    part: int
    start: int
    end: int
    name: str
    closes: bool
    attributes: str


def marked_up(text: str) -> str:
    """The text with its codes as elements; all else as it is."""
    if "[" not in text:
        return text
    parts = _TAG.split(text)
    codes = _codes(parts)
    partners = _partners(codes)
    inside: dict[int, list[tuple[_Code, str]]] = {}
    for index, code in enumerate(codes):
        if _is_code(code, index, partners):
            inside.setdefault(code.part, []).append((code, _element(code, index, partners)))
    return _with_notes("".join(_replaced(part, inside.get(place, ())) for place, part in enumerate(parts)))


def _replaced(part: str, codes: Iterable[tuple[_Code, str]]) -> str:
    """The text between two tags with its codes as elements."""
    pieces: list[str] = []
    at = 0
    for code, element in codes:
        pieces += [part[at : code.start], element]
        at = code.end
    return "".join([*pieces, part[at:]])


def _codes(parts: Sequence[str]) -> list[_Code]:
    """All that could be codes, in the text between the tags (the even parts)."""
    return [
        _Code(part, found.start(), found.end(), found[2].lower(), bool(found[1]), found[3])
        for part in range(0, len(parts), 2)
        for found in _CODE.finditer(parts[part])
    ]


def _partners(codes: Sequence[_Code]) -> dict[int, int]:
    """For each code that is closed the one that closes it, and the other way round."""
    opened: dict[str, list[int]] = {}
    partners: dict[int, int] = {}
    for index, code in enumerate(codes):
        if not code.closes:
            opened.setdefault(code.name, []).append(index)
        elif opened.get(code.name):
            first = opened[code.name].pop()
            partners[first], partners[index] = index, first
    return partners


def _is_code(code: _Code, index: int, partners: dict[int, int]) -> bool:
    if index in partners or code.name in KNOWN:
        return True
    short = len(code.attributes) <= MAX_ATTRIBUTES
    return not code.closes and short and _ATTRIBUTES.fullmatch(html.unescape(code.attributes)) is not None


def _element(code: _Code, index: int, partners: dict[int, int]) -> str:
    text = f"[{'/' * code.closes}{code.name}{code.attributes}]"
    element = f"<{ELEMENT}>{text}</{ELEMENT}>"
    if index not in partners:
        return element
    if code.name in {"caption", "wp_caption"}:
        if code.closes:
            return f"</figcaption>{element}</figure>"
        return f'<figure class="wp-caption">{_old_caption(text)}<figcaption>'
    if code.name in {"embed", "code-only"}:
        return f"{text}</{ELEMENT}>" if code.closes else f"<{ELEMENT}>{text}"
    if code.name in NOTES:
        return f"</wp-note>{element}" if code.closes else f"{element}<wp-note>"
    return element


def _old_caption(text: str) -> str:
    """Old posts have the words of the caption inside of the code."""
    found = _OLD_CAPTION.search(text) if len(text) <= MAX_ATTRIBUTES else None
    if found is None:
        return f"<{ELEMENT}>{text}</{ELEMENT}>"
    head, tail = text[: found.start(3)], text[found.end(3) :]
    words = f"<figcaption>{found[3]}</figcaption>"
    return f"<{ELEMENT}>{head}</{ELEMENT}>{words}<{ELEMENT}>{tail}</{ELEMENT}>"


def _with_notes(text: str) -> str:
    """Notes typed into the text, moved to its end and called where they stood."""
    notes: list[str] = []

    def call(found: re.Match[str]) -> str:
        notes.append(found[1])
        number = len(notes)
        return f'<sup><a id="typed-call-{number}" href="#typed-note-{number}"></a></sup>'

    if "<wp-note>" not in text:
        return text
    body = re.sub(r"<wp-note>((?:(?!</?wp-note>).)*)</wp-note>", call, text, flags=re.DOTALL)
    items = [
        f'<li id="typed-note-{number}"><a href="#typed-call-{number}"></a>{note}</li>'
        for number, note in enumerate(notes, 1)
    ]
    return f"{body}<ol>{''.join(items)}</ol>" if items else body
