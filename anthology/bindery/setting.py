"""XHTML to pages: one document is set by WeasyPrint at a time, then the pages are bound into one PDF.

This is the only module that knows the engine. The engine reads from a table of the book's own resources
and nothing else: it can open no file and no socket. Whatever it logs as a warning is an error here, and so
is every refused address, even where the engine itself goes on without a word. No font of the machine is
used: the engine's font list is empty but for the faces the style sheets name.
"""

from __future__ import annotations

import io
import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import unquote

from anthology.errors import LayoutError

SCHEME = "anthology:///"
"""Prefix of the addresses of the book's own resources."""

Side = Literal["recto", "verso"]
_MESSAGES = "weasyprint"
_WRITTEN: Mapping[str, Any] = MappingProxyType({"pdf_tags": True, "pdf_variant": "pdf/ua-1"})
_NUDGES = ("", *(f"p {{ orphans: {lines} }}" for lines in (3, 1, 4, 5)))
"""A paragraph that may only be cut after its second line makes the engine push the notes of the page to the
next one; a document to which that happens is set again with other cuts allowed."""


@dataclass(frozen=True)
class Pages:
    """A document, set: its pages, and on which of them (from 0) each id stands.

    `name` is what errors call it; `astray` are the ids of notes that could not be kept on the page of
    their call.
    """

    document: Any
    anchors: Mapping[str, int]
    astray: tuple[str, ...] = ()
    name: str = ""

    def __len__(self) -> int:
        return len(self.document.pages)


@dataclass(frozen=True, slots=True)
class Labels:
    """How a run of pages is numbered: `style` is `r` (roman) or `D` (arabic), from `first`."""

    index: int
    style: str
    first: int


@dataclass(frozen=True, slots=True)
class Properties:
    """What the PDF says of itself. `date` is ISO 8601 or empty."""

    title: str
    authors: tuple[str, ...]
    language: str
    subject: str = ""
    keywords: tuple[str, ...] = ()
    date: str = ""


class Press:
    """Sets documents with one set of style sheets and one table of resources.

    `sheets` maps names to CSS texts in the order they apply; `table` maps addresses without the
    scheme (`fonts/x.otf`, `photos/y.jpg`) to bytes.
    """

    def __init__(self, sheets: Mapping[str, str], table: Mapping[str, bytes]) -> None:
        self._engine = _engine()
        self._fetcher = _table_fetcher(self._engine, table)
        self._fonts = self._engine.text.fonts.FontConfiguration()
        with self._listening("style sheets"):
            self._sheets = [self._css(text) for text in sheets.values()]

    def set(self, xhtml: bytes, *, name: str, first_page: int, side: Side) -> Pages:
        """Set one document whose first page has that number and lies on that side of the sheet.

        Raises:
            LayoutError: the engine warned, or asked for something that is not in the table.
        """
        start = f"@page :first {{ counter-reset: page {first_page} }}"
        turn = f"html {{ break-before: {'right' if side == 'recto' else 'left'} }}"
        with self._listening(name):
            tries = (self._laid_out(xhtml, f"{start} {turn} {nudge}", name) for nudge in _NUDGES)
            first = next(tries)
            return first if not first.astray else next((one for one in tries if not one.astray), first)

    def _laid_out(self, xhtml: bytes, sheet: str, name: str) -> Pages:
        html = self._engine.HTML(
            string=xhtml.decode("utf-8"), base_url=SCHEME, url_fetcher=self._fetcher, encoding="utf-8"
        )
        document = html.render(
            stylesheets=[*self._sheets, self._css(sheet)], font_config=self._fonts, presentational_hints=False
        )
        anchors = {
            anchor: number
            for number, page in reversed(list(enumerate(document.pages)))
            for anchor in page.anchors
        }
        return Pages(document, anchors, tuple(dict.fromkeys(_astray(document, anchors))), name)

    def blank(self, width_mm: float, height_mm: float) -> Pages:
        """One page with nothing on it."""
        sheet = self._css(f"@page {{ size: {width_mm:g}mm {height_mm:g}mm; margin: 0 }}")
        with self._listening("blank page"):
            html = self._engine.HTML(string="<html><body></body></html>", url_fetcher=self._fetcher)
            return Pages(html.render(stylesheets=[sheet], font_config=self._fonts), {})

    def bind(self, runs: Sequence[Pages], labels: Sequence[Labels], properties: Properties) -> bytes:
        """All pages in order as one tagged PDF with outline, labels and metadata.

        Raises:
            LayoutError: the engine warned, or asked for something that is not in the table.
        """
        try:
            return self._bound(runs, labels, properties)
        except LayoutError as error:
            raise self._blamed(error, runs) from error

    def _bound(self, runs: Sequence[Pages], labels: Sequence[Labels], properties: Properties) -> bytes:
        pages = [page for run in runs for page in run.document.pages]
        book = runs[0].document.copy(pages)
        book.metadata.title = properties.title
        book.metadata.authors = list(properties.authors)
        book.metadata.lang = properties.language
        book.metadata.description = properties.subject
        book.metadata.keywords = list(properties.keywords)
        book.metadata.created = book.metadata.modified = properties.date or None
        book.metadata.generator = None
        target = io.BytesIO()

        def finish(document: Any, pdf: Any) -> None:
            pdf.catalog["PageLabels"] = _page_labels(labels)

        with self._listening("binding"):
            book.write_pdf(target, finisher=finish, **_WRITTEN)
        return target.getvalue()

    def _blamed(self, error: LayoutError, runs: Sequence[Pages]) -> LayoutError:
        """The error with the name of the document that causes it: what is only seen when pages are drawn."""
        name = next((run.name for run in runs if run.name and self._causes(run, error)), error.file)
        return LayoutError(error.code, error.message, hint=error.hint, file=name)

    def _causes(self, run: Pages, error: LayoutError) -> bool:
        """Whether the document, drawn alone, meets what that error tells."""
        with self._hearing() as ear:
            try:
                run.document.write_pdf(io.BytesIO(), **_WRITTEN)
            except (Exception, self._engine.urls.FatalURLFetchingError) as failure:
                ear.messages.append(str(failure))
        told = (*ear.messages, *map(repr, self._fetcher.refused))
        return any(message in error.message for message in told if message)

    def _css(self, text: str) -> Any:
        return self._engine.CSS(
            string=text, base_url=SCHEME, url_fetcher=self._fetcher, font_config=self._fonts
        )

    @contextmanager
    def _hearing(self) -> Iterator[_Ear]:
        """Keep what the engine logs meanwhile, and what is refused to it."""
        ear = _Ear()
        logger = logging.getLogger(_MESSAGES)
        propagate, logger.propagate = logger.propagate, False
        logger.addHandler(ear)
        self._fetcher.refused.clear()
        try:
            yield ear
        finally:
            logger.removeHandler(ear)
            logger.propagate = propagate

    @contextmanager
    def _listening(self, what: str) -> Iterator[None]:
        """Turn what the engine only logs, and what was refused to it, into an error that names the place."""
        with self._hearing() as ear:
            try:
                yield
            except self._engine.urls.FatalURLFetchingError:
                pass  # the refusal is told below, with its address
            except RecursionError:
                raise LayoutError(
                    "nesting-too-deep", "elements are nested too deep", hint="flatten the text", file=what
                ) from None
            except Exception as error:  # nobody knows all that the engine raises
                raise LayoutError(
                    "engine-failed",
                    f"the page engine failed: {type(error).__name__}: {error}",
                    hint="take away what is unusual in this piece: a huge size, an empty table, a rare sign",
                    file=what,
                ) from error
        if self._fetcher.refused:
            raise LayoutError(
                "resource-refused",
                f"the page asks for {self._fetcher.refused[0]!r}, which is not part of the book",
                hint="only pictures of content/photos/ and fonts of the theme can be used",
                file=what,
            )
        if ear.messages:
            raise LayoutError(
                "engine-warning",
                f"the page engine says: {ear.messages[0]}",
                hint=_hint(ear.messages[0]),
                file=what,
            )


@dataclass
class _Ear(logging.Handler):
    """Keeps every message of the engine that is a warning or worse."""

    messages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def version() -> str:
    """Name and version of the engine, for the colophon and the report."""
    return f"WeasyPrint {_engine().__version__}"


def _hint(message: str) -> str:
    if "notdef" in message.casefold():
        return (
            "a character has no glyph in the book's fonts: replace it, or choose a theme whose fonts have it"
        )
    if "HarfBuzz" in message:
        return "`make` installs the library HarfBuzz-Subset with the others; or install it by hand"
    return "mend the style sheet or the template that causes it"


def _astray(document: Any, anchors: Mapping[str, int]) -> Iterator[str]:
    """Ids of the notes that do not start on the page of their call."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if str(box.element_tag).endswith("::footnote-call") and box.element is not None:
                id_ = box.element.get("id")
                if id_ and anchors.get(id_, number) != number:
                    yield id_


def _page_labels(labels: Sequence[Labels]) -> Any:
    """The catalogue's number tree of labels (ISO 32000-1, 12.4.2)."""
    import pydyf

    entries: list[Any] = []
    for label in labels:
        entries += [label.index, pydyf.Dictionary({"S": f"/{label.style}", "St": label.first})]
    return pydyf.Dictionary({"Nums": pydyf.Array(entries)})


_loaded: Any = None


def _engine() -> Any:
    """WeasyPrint, loaded at first use (it costs half a second) with no font of the machine in sight."""
    global _loaded
    if _loaded is None:
        empty = Path(__file__).with_name("no-fonts.conf")
        kept = {name: os.environ.get(name) for name in ("PATH", "FONTCONFIG_FILE")}
        # An empty PATH: the engine's start would otherwise run ldconfig and a compiler to look for
        # libraries that it also finds by name.
        os.environ.update({"PATH": "/nonexistent", "FONTCONFIG_FILE": str(empty)})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import weasyprint
                import weasyprint.text.fonts
                import weasyprint.urls
        finally:
            if kept["PATH"] is not None:
                os.environ["PATH"] = kept["PATH"]
        _loaded = weasyprint
    return _loaded


def _table_fetcher(engine: Any, table: Mapping[str, bytes]) -> Any:
    class TableFetcher(engine.urls.URLFetcher):  # type: ignore[misc]
        """Gives what the table holds; refuses, and remembers, everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = unquote(url.removeprefix(SCHEME))
            if name not in table:
                self.refused.append(url)
                raise engine.urls.FatalURLFetchingError(f"refused: {url}")
            return engine.urls.URLFetcherResponse(SCHEME + name, table[name])

    return TableFetcher()
