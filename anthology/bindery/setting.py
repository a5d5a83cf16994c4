"""XHTML to pages: one document is set by WeasyPrint at a time, and becomes a fragment of the book.

A section is set without knowing its page number: only the side of the sheet it begins on. The folios of all
pages are set on sheets of their own and laid over them when the book is bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from anthology.bindery import figures, gate, lines
from anthology.bindery.binding import words
from anthology.bindery.capture import capture
from anthology.bindery.engine import SCHEME, engine, font_configuration, listening, table_fetcher
from anthology.bindery.fragment import Loose, Start, Stray, dump
from anthology.bindery.jobs import Job, Look, Side
from anthology.bindery.starts import starts
from anthology.errors import LayoutError

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NUDGES = ("", *(f"p {{ orphans: {lines} }}" for lines in (3, 1, 4, 5)))
"""A paragraph that may only be cut after its second line makes the engine push the notes of the page to the
next one; a document to which that happens is set again with other cuts allowed."""


@dataclass(frozen=True)
class Pages:
    """A document, set: its pages, and on which of them (from 0) each id stands.

    `name` is what errors call it; `astray` are the ids of notes that could not be kept on the page of
    their call; `loose` are the lines whose spaces are too wide.
    """

    document: Any
    anchors: Mapping[str, int]
    astray: tuple[str, ...] = ()
    name: str = ""
    loose: tuple[Loose, ...] = ()

    def __len__(self) -> int:
        return len(self.document.pages)


@lru_cache(maxsize=4)
def press(look: Look) -> Press:
    """The press with that look; a worker keeps those it used last."""
    return Press(look.sheets, look.fonts)


class Press:
    """Sets documents with one set of style sheets and one table of resources.

    `sheets` maps names to CSS texts in the order they apply; `table` maps addresses without the
    scheme (`fonts/x.otf`, `photos/y.jpg`) to bytes.
    """

    def __init__(self, sheets: Mapping[str, str], table: Mapping[str, bytes]) -> None:
        self._engine = engine()
        lines.install()
        self._table = dict(table)
        self._fetcher = table_fetcher(table)
        self._fonts = font_configuration()
        _stop_without_font(sheets.values())
        with listening("style sheets", self._fetcher):
            self._sheets = [self._css(text) for text in sheets.values()]

    def fragment(self, job: Job) -> bytes:
        """Set one document, draw it, and take the words off its pages.

        Raises:
            LayoutError: the engine warned, or asked for something that is not in the table.
        """
        self._fetcher.table = {**self._table, **job.pictures}
        try:
            pages = self.set(job.xhtml, name=job.name, first_page=job.first_page, side=job.side)
            begins = self._starts(pages, job.xhtml) if job.first_page is None else ()
            with listening(job.name, self._fetcher):
                head, body = capture(
                    pages.document,
                    name=job.name,
                    tagged=job.first_page is None,
                    astray=pages.astray,
                    pictures=job.pictures,
                )
            strays = self._strays(pages) if job.first_page is None else ()
        finally:
            self._fetcher.table = self._table
        return dump(words(replace(head, strays=strays, loose=pages.loose, starts=begins), body), body)

    def _starts(self, pages: Pages, xhtml: bytes) -> tuple[Start, ...]:
        return starts(pages.document.pages, self._engine.formatting_structure.boxes, xhtml)

    def _strays(self, pages: Pages) -> tuple[Stray, ...]:
        return gate.strays(pages.document.pages, self._engine.formatting_structure.boxes)

    def set(self, xhtml: bytes, *, name: str, side: Side, first_page: int | None = None) -> Pages:
        """Set one document whose first page lies on that side of the sheet, and has that number if any.

        Raises:
            LayoutError: the engine warned, or asked for something that is not in the table.
        """
        start = f"@page :first {{ counter-reset: page {first_page} }}" if first_page is not None else ""
        turn = f"html {{ break-before: {'right' if side == 'recto' else 'left'} }}"
        with listening(name, self._fetcher):
            tries = (self._laid_out(xhtml, f"{start} {turn} {nudge}", name) for nudge in _NUDGES)
            first = next(tries)
            best = first if not first.astray else next((one for one in tries if not one.astray), first)
            if best.astray or b"<figure" not in xhtml:
                return best
            return figures.filled(
                xhtml,
                best,
                lambda pages: pages.document.pages,
                lambda changed: self._laid_out(changed, f"{start} {turn}", name),
            )

    def _laid_out(self, xhtml: bytes, sheet: str, name: str) -> Pages:
        with lines.watching() as wide:
            document = _read(self._engine, xhtml, self._fetcher).render(
                stylesheets=[*self._sheets, self._css(sheet)],
                font_config=self._fonts,
                presentational_hints=False,
            )
        _keep_links_whole(document)
        anchors = {
            anchor: number
            for number, page in reversed(list(enumerate(document.pages)))
            for anchor in page.anchors
        }
        astray = tuple(dict.fromkeys(_astray(document, anchors)))
        return Pages(document, anchors, astray, name, tuple(lines.loose(document.pages, wide)))

    def _css(self, text: str) -> Any:
        return self._engine.CSS(
            string=text, base_url=SCHEME, url_fetcher=self._fetcher, font_config=self._fonts
        )


def _stop_without_font(sheets: Iterable[str]) -> None:
    """Stop where the engine would have no font at all: it would end the whole process on the first letter."""
    if not any("@font-face" in text for text in sheets):
        raise LayoutError(
            "font-none",
            "the style sheets name no font",
            hint="name a family of fonts/ in theme.toml",
            file="style sheets",
        )


def _read(engine: Any, xhtml: bytes, fetcher: Any) -> Any:
    """A document for the engine, read as the XML it is: in C, and not as the engine would read a web page."""
    root = ElementTree.fromstring(xhtml)  # noqa: S314 - written by the layout, without a DTD
    for element in root.iter():
        element.tag = element.tag.removeprefix(_XHTML)
    html = engine.HTML.__new__(engine.HTML)
    html.base_url, html.url_fetcher, html.media_type = SCHEME, fetcher, "print"
    html.wrapper_element = engine.cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


def _keep_links_whole(document: Any) -> None:
    """Let each link be one: the engine makes one more of every element in it, and tags that one as text."""
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[3].link]


def _astray(document: Any, anchors: Mapping[str, int]) -> Iterator[str]:
    """Ids of the notes that do not start on the page of their call."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if str(box.element_tag).endswith("::footnote-call") and box.element is not None:
                id_ = box.element.get("id")
                if id_ and anchors.get(id_, number) != number:
                    yield id_
