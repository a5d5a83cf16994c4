"""What a check is given, and what a check is: a case of sources, book and files; a question about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from lxml import etree

from anthology.checks.epub_file import EpubFile, read_epub
from anthology.checks.pdf_file import PdfFile, read_pdf
from anthology.config import Config
from anthology.errors import SourceError
from anthology.layouts import Layout, Medium
from anthology.model import Article, Book, Decision, Finding, Section, Severity

PDF, EPUB = "book.pdf", "book.epub"
"""The names of the two files that hold the whole book."""


@dataclass(frozen=True)
class Case:
    """All that a check may look at. What is not there (no build yet) is None or empty.

    `submissions` and `photos` map the files that are there now (`submissions/a.txt`, `photos/x.jpg`) to the
    digests of their bytes; `ledger` is what the last import wrote; `outputs` holds the finished files by
    name (`book.pdf`); `texts` the files of articles and pages by name; `seen` what was found on the way.
    With `layout`, which made the outputs, their words can be compared with those of the sections. A finished
    file alone is a case of `outputs` only.
    """

    config: Config | None = None
    articles: tuple[Article, ...] = ()
    pages: tuple[Article, ...] = ()
    decisions: tuple[Decision, ...] = ()
    submissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    photos: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ledger: Mapping[str, object] | None = None
    book: Book | None = None
    layout: Layout | None = None
    outputs: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    seen: tuple[Finding, ...] = ()

    @cached_property
    def pdfs(self) -> Mapping[str, PdfFile]:
        """The PDF files that can be read, by name."""
        return {name: file for name, file in self._files.items() if isinstance(file, PdfFile)}

    @cached_property
    def epubs(self) -> Mapping[str, EpubFile]:
        """The e-books that can be read, by name."""
        return {name: file for name, file in self._files.items() if isinstance(file, EpubFile)}

    @cached_property
    def unreadable(self) -> tuple[Finding, ...]:
        """One finding for each file that cannot be read."""
        return tuple(file for file in self._files.values() if isinstance(file, Finding))

    @cached_property
    def printed(self) -> Mapping[str, etree._Element]:
        """Each printed section as the template makes it, with the folios of the finished file.

        Raises:
            LayoutError: a template failed.
        """
        file = self.pdfs.get(PDF)
        folios = {id_: file.pages[page].label for id_, page in file.destinations.items()} if file else {}
        return self._rendered("print", folios)

    @cached_property
    def shown(self) -> Mapping[str, etree._Element]:
        """Each section of the e-book as the template makes it.

        Raises:
            LayoutError: a template failed.
        """
        return self._rendered("ebook", {})

    def sections(self, medium: Medium) -> tuple[Section, ...]:
        """The sections of the book that a medium holds, in reading order."""
        return tuple(one for one in self.book.sections if medium in one.media) if self.book else ()

    def article_of(self, section: Section) -> Article | None:
        """The file from which a section was made."""
        head, _, slug = section.id.partition("-")
        files = {"article": self.articles, "page": self.pages}.get(head, ())
        return next((one for one in files if one.slug == slug), None)

    @cached_property
    def _files(self) -> Mapping[str, PdfFile | EpubFile | Finding]:
        readers: Mapping[str, Callable[[str, bytes], PdfFile | EpubFile]] = {
            "pdf": read_pdf,
            "epub": read_epub,
        }
        return {
            name: _read(readers[suffix], name, data)
            for name, data in self.outputs.items()
            if (suffix := name.rpartition(".")[2].lower()) in readers
        }

    def _rendered(self, medium: Medium, folios: Mapping[str, str]) -> Mapping[str, etree._Element]:
        if self.book is None or self.layout is None:
            return {}
        return {
            # Only these are set when every folio is known; others may be set before the page they point to.
            section.id: etree.fromstring(
                self.layout.render(self.book, section, medium, folios if section.needs_folios else {})
            )
            for section in self.sections(medium)
        }


def _read(
    reader: Callable[[str, bytes], PdfFile | EpubFile], name: str, data: bytes
) -> PdfFile | EpubFile | Finding:
    try:
        return reader(name, data)
    except SourceError as error:
        return Finding(error.code, Severity.ERROR, error.message, error.hint, error.file)


@dataclass(frozen=True, slots=True)
class Check:
    """One question: its name, why it is asked, the codes it can give, and the function that asks it.

    `outside` marks a check that runs a program that is not part of this tool.
    """

    name: str
    why: str
    codes: tuple[str, ...]
    ask: Callable[[Case], Iterable[Finding]]
    outside: bool = False
