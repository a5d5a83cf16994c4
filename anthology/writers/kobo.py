"""An e-book to the same for a Kobo reader: every sentence in a span that the reader can count by.

A Kobo opens a file whose name ends in `.kepub.epub` in its newer engine, which knows places, marks and notes
of a reader by these spans alone. Nothing else is changed, and no word: what each page shows is compared.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from anthology.cache import Cache, digest
from anthology.errors import WriteError
from anthology.writers.epub_archive import Archive
from anthology.writers.epub_documents import TEXT
from anthology.writers.epub_item import ROOT, XHTML, parse, serialise, text_of

_STOP = re.compile(r"[.!?…]+\s*[»”’\"')\]]*\s+(?=\S)")
"""The end of a sentence: what closes it belongs to it, in French behind a space."""

_COUNTED = frozenset(
    f"{XHTML}{name}" for name in ("p", "ol", "ul", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6")
)
"""Elements with which Kobo begins a new number."""
_LEFT_ALONE = frozenset(f"{XHTML}{name}" for name in ["script", "style", "pre", "audio", "video"])


def kobo(epub: bytes, cache: Cache) -> bytes:
    """The bytes of a `.kepub.epub` made of the bytes of an EPUB; the order of its files stays.

    Raises:
        WriteError: `kobo-words-differ`.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as book, Archive(out, cache) as made:
        for entry in book.infolist():
            data = book.read(entry)
            made.writestr(entry.filename, _page(entry.filename, data, cache) if _is_page(entry) else data)
    return out.getvalue()


def _is_page(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.startswith(f"{ROOT}/{TEXT}/") and entry.filename.endswith(".xhtml")


def _page(name: str, data: bytes, cache: Cache) -> bytes:
    return cache.remember("kobo page", digest(data), lambda: spanned(data, file=name), dump=bytes, load=bytes)


def spanned(data: bytes, *, file: str = "") -> bytes:
    """A content document with the spans; its text is the same, to the character.

    Raises:
        WriteError: `kobo-words-differ`.
    """
    root = parse(data)
    before = text_of(root)
    body = root.find(f"{XHTML}body")
    if body is not None:
        _Spans().wrap(body)
    made = serialise(root)
    if text_of(parse(made)) != before:
        raise WriteError(
            "kobo-words-differ",
            "the page for Kobo readers does not say what the e-book says",
            hint="please report this as a fault of the tool",
            file=file,
        )
    return made


@dataclass
class _Spans:
    """The numbers of one document: `kobo.PARAGRAPH.SENTENCE`, both from 1."""

    paragraph: int = 1
    sentence: int = 0

    def wrap(self, element: etree._Element) -> None:
        """Put every text inside an element, and every picture, into spans."""
        if element.tag in _COUNTED:
            self.paragraph, self.sentence = self.paragraph + 1, 0
        children = list(element)
        first, element.text = self._spans(element.text)
        for place, span in enumerate(first):
            element.insert(place, span)
        for child in children:
            self._wrap_child(element, child)

    def _wrap_child(self, parent: etree._Element, child: etree._Element) -> None:
        if child.tag == f"{XHTML}img":
            child = self._framed(parent, child)
        elif isinstance(child.tag, str) and child.tag.startswith(XHTML) and child.tag not in _LEFT_ALONE:
            self.wrap(child)
        after, child.tail = self._spans(child.tail)
        place = parent.index(child) + 1
        for number, span in enumerate(after):
            parent.insert(place + number, span)

    def _framed(self, parent: etree._Element, picture: etree._Element) -> etree._Element:
        """The span that stands where a picture stood, and holds it; what follows follows the span."""
        span = self._numbered()
        span.tail, picture.tail = picture.tail, None
        parent.replace(picture, span)
        span.append(picture)
        return span

    def _spans(self, text: str | None) -> tuple[list[etree._Element], str | None]:
        """The sentences of a text as spans, and what stays text: white space alone is no sentence."""
        if not text or not text.strip():
            return [], text
        made = []
        for sentence in sentences(text):
            span = self._numbered()
            span.text = sentence
            made.append(span)
        return made, None

    def _numbered(self) -> etree._Element:
        self.sentence += 1
        return etree.Element(
            f"{XHTML}span", {"class": "koboSpan", "id": f"kobo.{self.paragraph}.{self.sentence}"}
        )


def sentences(text: str) -> Iterator[str]:
    """The parts of a text that a reader would mark: each with its stop, its closing quotes and its spaces."""
    start = 0
    for stop in _STOP.finditer(text):
        yield text[start : stop.end()]
        start = stop.end()
    if start < len(text):
        yield text[start:]
