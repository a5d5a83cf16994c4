"""What the checks are given: a case of sources, book and files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from anthology import resources
from anthology.cache import Cache, digest
from anthology.checks.epub_file import EpubFile, read_epub
from anthology.checks.font_characters import Fonts
from anthology.checks.pdf_danger import Acts
from anthology.checks.pdf_gate import gated
from anthology.checks.words import text_of
from anthology.config import Config
from anthology.errors import SourceError
from anthology.finished import PdfFile
from anthology.layouts import Layout, Medium
from anthology.model import Article, Book, Decision, Finding, Section, Severity

if TYPE_CHECKING:
    from anthology.checks.preflight_file import Sheet
    from anthology.printers import Printing

PDF, EPUB = "book.pdf", "book.epub"
"""The names of the two files that hold the whole book."""


@dataclass(frozen=True)
class Rendered:
    """A section as the template makes it; `key` is the digest of its bytes."""

    xhtml: bytes

    @cached_property
    def key(self) -> str:
        """The digest of the document."""
        return digest(self.xhtml)

    @cached_property
    def text(self) -> str:
        """What it shows."""
        return text_of(self.root())

    def root(self) -> etree._Element:
        """Its tree, parsed for this call: the trees of a whole book would fill the memory."""
        return etree.fromstring(self.xhtml)


@dataclass(frozen=True)
class Case:
    """All that a check may look at. What is not there (no build yet) is None or empty.

    `submissions` and `photos` map the files that are there now (`submissions/a.txt`, `photos/x.jpg`) to the
    digests of their bytes, `digests` every file the book is made of, those of its layout included; `ledger`
    is what the last import wrote; `texts` holds the files of articles and pages by name; `seen` what was
    found on the way. `outputs` holds the finished files by name (`book.pdf`), `read` what the writer said of
    the files it just made: any other one is read. With `layout`, which made the outputs, their words can be
    compared with those of the sections; with `pictures`, the photographs of the book by name, those of the
    e-book are compared with them. A finished file alone is a case of `outputs` only. `printed_by`
    says, when it is asked, who prints the book; `cache` holds the answers of earlier builds; with `forks` a
    fork of this process may answer half of what is new.
    """

    config: Config | None = None
    articles: tuple[Article, ...] = ()
    pages: tuple[Article, ...] = ()
    decisions: tuple[Decision, ...] = ()
    submissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    photos: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ledger: Mapping[str, object] | None = None
    book: Book | None = None
    layout: Layout | None = None
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    outputs: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    read: Mapping[str, PdfFile] = field(default_factory=lambda: MappingProxyType({}))
    seen: tuple[Finding, ...] = ()
    printed_by: Callable[[], Printing] | None = None
    cache: Cache = field(default_factory=Cache)
    forks: bool = False

    @cached_property
    def pdfs(self) -> Mapping[str, PdfFile]:
        """The PDF files that can be read, by name."""
        return {name: file for name, file in self._files.items() if isinstance(file, PdfFile)}

    @cached_property
    def gated(self) -> Mapping[str, Acts]:
        """What stops each PDF, read off its bytes, whatever its writer says of it.

        Raises:
            SourceError: nobody can say what is in one that can be read otherwise.
        """
        return {name: self._gated(name, self.outputs[name]) for name in self.pdfs}

    def _gated(self, name: str, data: bytes) -> Acts:
        # Under a watch most files are those of the build before. It is held in memory alone: somebody might
        # write into a cache that nothing is wrong.
        return self.cache.hold("gated", digest(data), lambda: gated(name, data))

    @cached_property
    def preflight(self) -> Mapping[str, Sequence[Sheet]]:
        """The pages of the printed book, by the name of its file; none while a book is being built.

        What was made just now is known; to look at all that is painted is for `anthology check`.
        """
        names = [PDF] if PDF in self.pdfs and not self.read else []
        return {name: _sheets(self.outputs[name]) for name in names}

    @cached_property
    def epubs(self) -> Mapping[str, EpubFile]:
        """The e-books that can be read, by name."""
        return {name: file for name, file in self._files.items() if isinstance(file, EpubFile)}

    @cached_property
    def unreadable(self) -> tuple[Finding, ...]:
        """One finding for each file that cannot be read."""
        return tuple(file for file in self._files.values() if isinstance(file, Finding))

    @cached_property
    def printed(self) -> Mapping[str, Rendered]:
        """Each printed section as the template makes it, with the folios of the finished file.

        Raises:
            LayoutError: a template failed.
        """
        file = self.pdfs.get(PDF)
        folios = {id_: file.pages[page].label for id_, page in file.destinations.items()} if file else {}
        return self._rendered("print", folios)

    @cached_property
    def shown(self) -> Mapping[str, Rendered]:
        """Each section of the e-book as the template makes it.

        Raises:
            LayoutError: a template failed.
        """
        return self._rendered("ebook", {})

    @cached_property
    def fonts(self) -> Fonts:
        """What the fonts of the layout can show."""
        faces = self.layout.fonts() if self.layout else ()
        return Fonts(tuple(pair for face in faces for pair in self._font(face)), self.cache)

    def sections(self, medium: Medium) -> tuple[Section, ...]:
        """The sections of the book that a medium holds, in reading order."""
        return tuple(one for one in self.book.sections if medium in one.media) if self.book else ()

    def article_of(self, section: Section) -> Article | None:
        """The file from which a section was made."""
        return self._articles.get(section.id)

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        of_pages = {f"page-{one.slug}": one for one in reversed(self.pages)}
        return of_pages | {f"article-{one.slug}": one for one in reversed(self.articles)}

    def _font(self, face: resources.FontFace) -> Iterator[tuple[str, str]]:
        """The file of a face with the digest of its bytes; one that is missing is told where it is used."""
        with suppress(OSError):
            yield face.file, self.digests.get(f"fonts/{face.file}") or digest(resources.font_bytes(face.file))

    @cached_property
    def _files(self) -> Mapping[str, PdfFile | EpubFile | Finding]:
        read = {name: self._read(name, data) for name, data in self.outputs.items()}
        return {name: file for name, file in read.items() if file is not None}

    def _read(self, name: str, data: bytes) -> PdfFile | EpubFile | Finding | None:
        suffix = name.rpartition(".")[2].lower()
        try:
            if suffix == "pdf":
                return self.read.get(name) or _read_pdf(name, data)
            return read_epub(name, data, self.cache, forks=self.forks) if suffix == "epub" else None
        except SourceError as error:
            return Finding(error.code, Severity.ERROR, error.message, error.hint, error.file)

    def rendered(self, section: Section, medium: Medium, folios: Mapping[str, str]) -> Rendered:
        """A section of the book as the template makes it.

        Raises:
            LayoutError: a template failed.
        """
        assert self.book is not None and self.layout is not None  # noqa: S101, PT018
        # Only these are set when every folio is known; others may be set before the page they point to.
        known = folios if section.needs_folios else {}
        return Rendered(self.layout.render(self.book, section, medium, known, cache=self.cache))

    def _rendered(self, medium: Medium, folios: Mapping[str, str]) -> Mapping[str, Rendered]:
        if self.book is None or self.layout is None:
            return {}
        return {section.id: self.rendered(section, medium, folios) for section in self.sections(medium)}


def _read_pdf(name: str, data: bytes) -> PdfFile:
    # Two libraries for PDF files, a tenth of a second to load: a build knows what it made and needs neither.
    from anthology.checks.pdf_file import read_pdf

    return read_pdf(name, data)


def _sheets(data: bytes) -> Sequence[Sheet]:
    from anthology.checks.preflight_file import DAMAGED, sheets

    # What is damaged is told by the checks of its words; nothing can be said of its ink.
    try:
        return sheets(data)
    except DAMAGED:
        return ()
