"""A case to the things that questions are asked of one by one: files of texts, sections, sections as made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from anthology.cache import digest
from anthology.checks.asking import Kind
from anthology.checks.case import EPUB, PDF, Case, Rendered
from anthology.checks.epub_file import EpubFile, parse
from anthology.checks.epub_page import renamed
from anthology.checks.font_characters import Fonts
from anthology.checks.paragraphs import paragraphs
from anthology.checks.pdf_sections import SetSection, set_sections
from anthology.checks.words import text_of
from anthology.config import FILE as SETTINGS
from anthology.finished import PdfFile, PdfPage
from anthology.labels import catalogue
from anthology.model import Article, ContentsEntry, Section

# --- files of texts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextFile:
    """The file of an article or a page: its text from line `first_line` on, and its language."""

    file: str
    language: str
    first_line: int
    text: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file

    @property
    def key(self) -> str:
        """The digest of everything in it."""
        return digest(self.file, self.language, str(self.first_line), self.text)


def _text_files(case: Case) -> Iterator[TextFile]:
    """Each file: the whole text where it is known, else the body."""
    for piece in (*case.articles, *case.pages):
        if piece.file in case.texts:
            yield TextFile(piece.file, piece.language, 1, case.texts[piece.file])
        else:
            yield TextFile(piece.file, piece.language, piece.body_line, piece.body)
    if case.config is not None and SETTINGS in case.texts:
        yield TextFile(SETTINGS, case.config.book.language, 1, case.texts[SETTINGS])


# --- sections as the templates make them -------------------------------------------------------------


@dataclass(frozen=True)
class PrintedSection:
    """A section as the template makes it for paper, the file it was made from, and the fonts it is set in."""

    section: Section
    rendered: Rendered
    article: Article | None
    text: str | None
    fonts: Fonts

    @property
    def name(self) -> str:
        """The id of the section."""
        return self.section.id

    @property
    def key(self) -> str:
        """The digest of everything in it."""
        one, article = self.section, self.article
        return digest(
            *(one.id, one.kind, one.title, one.language, self.rendered.key, self.fonts.key),
            *((article.file, str(article.body_line), article.body) if article else ()),
            *(("file", self.text) if self.text is not None else ()),
        )

    @cached_property
    def tree(self) -> etree._Element:
        """Its document, parsed."""
        return self.rendered.root()

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Its paragraphs, as (language, text)."""
        return paragraphs(self.tree, self.section.language)

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """All that somebody reads or hears of it, as (language, text): values of attributes as well."""
        yield self.section.language, "".join(map(str, self.tree.itertext()))
        for element in self.tree.iter("{*}*"):
            yield from ((self.section.language, str(value)) for value in element.attrib.values())


def _printed(case: Case) -> Iterator[PrintedSection]:
    for section in case.sections("print") if case.layout else ():
        yield _on_paper(case, section, case.printed[section.id])


def before_pages(case: Case) -> Iterator[PrintedSection]:
    """The sections on paper that print no folio of another one: no page need be set to know them."""
    for section in case.sections("print"):
        if case.layout and not section.needs_folios:
            yield _on_paper(case, section, case.rendered(section, "print", {}))


def _on_paper(case: Case, section: Section, rendered: Rendered) -> PrintedSection:
    article = case.article_of(section)
    text = case.texts.get(article.file) if article else None
    return PrintedSection(section, rendered, article, text, case.fonts)


# --- sections in the finished files ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A document of the e-book by its path, and its digest: the e-book itself is there to read it in.

    With `called` its page marks are called otherwise than in the file: see `by_place`.
    """

    path: str
    key: str
    file: EpubFile = field(compare=False, repr=False)
    called: Callable[[str], str] | None = field(default=None, compare=False, repr=False)

    def root(self) -> etree._Element:
        """Its tree, parsed for this call."""
        tree = parse(self.file.archive.read(self.path))
        return renamed(tree, self.called) if self.called else tree

    def by_place(self, called: Callable[[str], str]) -> ShownPage:
        """The same with its page marks called so, and without their ids; the key knows no more than that."""
        page = self.file.pages[self.path]
        return replace(
            self, key=digest(page.unpaged, *(called(mark.label) for mark in page.breaks)), called=called
        )


@dataclass(frozen=True)
class MadeSection:
    """A section as the templates make it, and as the finished files have it.

    `printed` and `shown` are None where the section is not meant for that medium, or there is no such file;
    `set` and `page` are None where the file does not hold it. `promised` are the (title, folio) pairs that a
    contents page has to show. `draft` says that paper bears a mark which the screen does not.
    """

    section: Section
    draft: bool
    printed: Rendered | None
    set: SetSection | None
    shown: Rendered | None
    page: ShownPage | None
    promised: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The id of the section."""
        return self.section.id

    def by_place(self) -> MadeSection:
        """The same wherever it stands in the book: its pages are called by their place in it.

        They have no running heads and no folios, which say where they stand, and the contents promise
        nothing: `FOLIOS` are asked about those.
        """
        bare = replace(self.section, heads=("", ""))
        if self.set is None:
            return replace(self, section=bare, promised=())
        places: dict[str, str] = {}
        for place, page in enumerate(self.set.pages):
            places.setdefault(page.label, f"p{place}")

        def called(label: str) -> str:
            return places.get(label, f"?{label}")

        pages = tuple(
            PdfPage(called(page.label), text, 0, 0)
            for page, text in zip(self.set.pages, self.set.texts, strict=True)
        )
        return replace(
            self,
            section=bare,
            set=SetSection(bare, 0, pages),
            page=self.page and self.page.by_place(called),
            promised=(),
        )

    @property
    def key(self) -> str:
        """The digest of everything in it."""
        one = self.section
        pages = self.set.pages if self.set else ()
        return digest(
            *(one.id, one.kind, one.title, *one.heads, str(self.draft)),
            self.printed.key if self.printed else "",
            self.shown.key if self.shown else "",
            *((self.page.path, self.page.key) if self.page else ("", "")),
            self.set.mark if self.set else "",
            # How many pages there are says where the rest begins.
            str(len(pages) if self.set else None),
            *(text for page in pages for text in (page.label, page.text)),
            *(text for pair in self.promised for text in pair),
        )

    @cached_property
    def page_tree(self) -> etree._Element:
        """Its document in the e-book, parsed.

        Raises:
            ValueError: it is not in the e-book.
        """
        if self.page is None:
            raise ValueError("not in the e-book")
        return self.page.root()

    @cached_property
    def page_text(self) -> str:
        """What its document in the e-book shows; see `page_tree`."""
        return text_of(self.page_tree)

    @cached_property
    def printed_tree(self) -> etree._Element:
        """Its document for paper, parsed.

        Raises:
            ValueError: it is not printed.
        """
        if self.printed is None:
            raise ValueError("not printed")
        return self.printed.root()

    @cached_property
    def words_on_paper(self) -> list[str]:
        """The words of its pages."""
        return self.set.words if self.set else []


def _made(case: Case) -> Iterator[MadeSection]:
    pdf, epub = case.pdfs.get(PDF), case.epubs.get(EPUB)
    printed, shown = case.printed if pdf else {}, case.shown if epub else {}
    there = (
        {one.section.id: one for one in set_sections(pdf, case.sections("print"), _mark(case))} if pdf else {}
    )
    for section in case.book.sections if case.book else ():
        home = epub.homes.get(section.id) if epub and "ebook" in section.media else None
        if section.media:
            yield MadeSection(
                section,
                case.book.draft if case.book else False,
                printed.get(section.id),
                _with_heads(there.get(section.id), printed.get(section.id)),
                shown.get(section.id),
                ShownPage(home, epub.archive.key(home), epub) if epub and home else None,
                tuple(_promised(pdf, section)) if pdf and section.kind == "contents" else (),
            )


_LONG_TABLE = (b"<thead", b'class="long"')


def _with_heads(made: SetSection | None, printed: Rendered | None) -> SetSection | None:
    """A section with the heads of its long tables, which each page says again to which one goes on."""
    if made is None or printed is None or not all(part in printed.xhtml for part in _LONG_TABLE):
        return made
    tables = (one for one in printed.root().iter("{*}table") if one.get("class") == "long")
    return replace(made, heads=tuple(text_of(head) for table in tables for head in table.iter("{*}thead")))


def _mark(case: Case) -> str:
    """What every page of a draft bears: it is set in capitals."""
    book = case.book
    return catalogue(book.metadata.language).gettext("Draft").upper() if book and book.draft else ""


def _promised(file: PdfFile, section: Section) -> Iterator[tuple[str, str]]:
    """Each title of the contents, with the folio of the page it leads to."""
    entries = section.data.get("entries", ())
    for entry in entries if isinstance(entries, tuple) else ():
        if isinstance(entry, ContentsEntry) and entry.target in file.destinations:
            yield entry.title, file.pages[file.destinations[entry.target]].label


TEXT_FILES = Kind("file of a text", _text_files)
PRINTED = Kind("section on paper", _printed)
MADE = Kind("section in the files", _made, MadeSection.by_place)
FOLIOS = Kind("section in the files, and where it stands", _made)
"""The files of articles and pages; sections before, and after they were made into files.

Where an article grows by a leaf, all that follow it have other folios, and nothing else.
"""
