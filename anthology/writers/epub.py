"""A book and its layout to the bytes of an EPUB 3.3 file.

EbookLib writes the container and the package document, and nothing else: it would parse and change the
pages, so it is given finished bytes. The archive holds no clock, and its files come in the order of their
names.
"""

from __future__ import annotations

import datetime
import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ebooklib import epub
from lxml import etree

from anthology.cache import Cache
from anthology.errors import WriteError
from anthology.model import Metadata
from anthology.writers.epub_accessibility import Finished
from anthology.writers.epub_archive import Archive
from anthology.writers.epub_audit import Expected, audit
from anthology.writers.epub_documents import (
    Document,
    Places,
    cover_items,
    documents_of,
    picture_places,
    pictures_used,
    rendered,
    sections_of,
    style_items,
)
from anthology.writers.epub_facts import Facts, facts
from anthology.writers.epub_fonts import (
    characters_shown,
    declared_only,
    faces_used,
    font_items,
    licence_items,
)
from anthology.writers.epub_item import ROOT, XML, Item
from anthology.writers.epub_metadata import BOOK_ID, changed, refuse_unwritable, statements
from anthology.writers.epub_navigation import (
    Landmark,
    landmarks,
    navigation_document,
    ncx,
    outline,
    page_list,
    reading_order,
)
from anthology.writers.epub_pages import Starts, source_of
from anthology.writers.epub_pictures import screen_pictures
from anthology.writers.epub_statement import Statement
from anthology.writers.epub_styles import for_old_engines
from anthology.writers.making import Making

IBOOKS = ("ibooks", "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/")
"""Apple's vocabulary: its reader keeps a book's own fonts only where the package asks for them."""


@dataclass(frozen=True, slots=True)
class _Publication:
    """Everything that goes into the file. `apart` are items that only a line of the metadata names.

    `pages` is what was read off each XHTML item, by its path.
    """

    metadata: Metadata
    items: tuple[Item, ...]
    apart: tuple[Item, ...]
    documents: tuple[Document, ...]
    pages: Mapping[str, Facts]
    spine: tuple[str, ...]
    places: tuple[Landmark, ...]
    statements: tuple[Statement, ...]


PAGE_SOURCE = "page-source"
"""The id of the line that says of which book the page numbers are."""


def _no_pages() -> Starts:
    return {}


def write_epub(making: Making, *, cover: bytes, pages: Callable[[], Starts] = _no_pages) -> bytes:
    """Make the e-book.

    `cover` is a JPEG picture (1600 by 2560 pixels suit every shop). `pages` tells where the pages of the
    printed book begin; it is asked as late as can be, since they may be being set meanwhile. The bytes were
    read back and compared with what went in.

    Raises:
        LayoutError: a template failed.
        WriteError: something cannot stand in an e-book, or was lost on the way; see the modules `epub_*`.
    """
    refuse_unwritable(making.book)
    shown = screen_pictures(making)
    places = picture_places(shown, {name: one.size for name, one in shown.items() if one.size})
    documents = _documents(making, places, pages)
    pictures = pictures_used(documents, {name: one.data for name, one in shown.items()}, places)
    publication = _publication(making, documents, pictures, cover)
    data = _packed(publication, making.cache)
    audit(
        data,
        Expected(
            (*publication.items, *publication.apart),
            documents,
            publication.pages,
            publication.spine,
            len(publication.statements),
        ),
    )
    making.progress(len(documents) + 1, len(documents) + 1, "e-book")
    return data


def _documents(making: Making, places: Places, pages: Callable[[], Starts]) -> tuple[Document, ...]:
    sections = sections_of(making)
    texts = [rendered(making, section) for section in sections]
    made: list[Document] = []
    for one in documents_of(making, sections, texts, places, pages()):
        made.append(one)
        making.progress(len(made), len(sections) + 1, "e-book")
    return tuple(made)


def _publication(
    making: Making, documents: tuple[Document, ...], pictures: tuple[Item, ...], cover: bytes
) -> _Publication:
    metadata, sections = making.book.metadata, sections_of(making)
    sheets = {name: for_old_engines(text) for name, text in making.layout.style_sheets("ebook").items()}
    entries, marks = outline(sections), landmarks(sections, metadata.language)
    leaves = page_list(documents)
    nav = navigation_document(metadata, entries, marks, tuple(sheets), leaves)
    opening, picture = cover_items(metadata, cover)
    texts = tuple(made.facts for made in documents)
    listed = facts(nav.data)
    faces = faces_used(making.layout.fonts(), texts, sheets)
    fonts = font_items(faces, characters_shown((*texts, listed), sheets), sheets, making.cache)
    licences = licence_items(faces)
    items = (
        opening,
        picture,
        *(made.item for made in documents),
        nav,
        ncx(metadata, entries, leaves, [made.item.path for made in documents]),
        *style_items({name: declared_only(text, faces) for name, text in sheets.items()}),
        *fonts,
        *pictures,
    )
    spine = reading_order(sections)
    finished = Finished(documents, listed, sheets, [one.path for one in (*items, *licences)], spine)
    return _Publication(
        metadata=metadata,
        items=items,
        apart=licences,
        documents=documents,
        pages={
            **{made.item.path: made.facts for made in documents},
            nav.path: listed,
            opening.path: facts(opening.data),
        },
        spine=spine,
        places=marks,
        statements=_stated(making, finished, _covered(fonts, licences)),
    )


def _stated(making: Making, finished: Finished, licences: Mapping[str, str]) -> tuple[Statement, ...]:
    """Every line of the metadata, and of which book the page numbers are, where there are any."""
    said = statements(making.book, finished, licences, making.conformance)
    if not any(document.folios for document in finished.documents):
        return said
    source = source_of(making.book.metadata)
    return (
        *(one for one in said if one.name != "dc:source" or not one.value.startswith("urn:isbn:")),
        Statement("dc:source", source, {"id": PAGE_SOURCE}),
        Statement("meta", "pagination", {"refines": f"#{PAGE_SOURCE}", "property": "source-of"}),
    )


def _covered(fonts: Sequence[Item], licences: Sequence[Item]) -> dict[str, str]:
    """The file of the licence by the id of the font it covers: they stand in one folder."""
    by_folder = {licence.path.rpartition("/")[0]: licence.path for licence in licences}
    return {font.id: by_folder[font.path.rpartition("/")[0]] for font in fonts}


def _packed(publication: _Publication, cache: Cache) -> bytes:
    out = io.BytesIO()
    with _errors_raised(), Archive(out, cache) as archive:
        writer = _Writer(archive, _ebook(publication), {"mtime": _when(publication.metadata)})
        writer.process()
        writer.write()
    return out.getvalue()


def _when(metadata: Metadata) -> datetime.datetime:
    day = datetime.date.fromisoformat(changed(metadata))
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _ebook(publication: _Publication) -> epub.EpubBook:
    book = epub.EpubBook()
    # What the library puts there by itself: a random identifier, and its own name.
    book.metadata.clear()
    book.IDENTIFIER_ID = BOOK_ID
    book.language = publication.metadata.language
    book.add_prefix(*IBOOKS)
    for said in publication.statements:
        prefix, _, name = said.name.rpartition(":")
        book.add_metadata(prefix.upper() or None, name, said.value or None, dict(said.attributes))
    for item in publication.items:
        book.add_item(_library_item(item))
    for item in publication.apart:
        book.add_item(_library_item(item, manifest=False))
    by_id = {item.id: item for item in book.items}
    # Given an id, the library would look for its item from the first one on, each time.
    book.spine = [by_id[id_] for id_ in publication.spine]
    book.guide = [
        {"type": place.guide_type, "title": place.label, "href": place.href} for place in publication.places
    ]
    return book


def _library_item(item: Item, *, manifest: bool = True) -> epub.EpubItem:
    # The library names an item outside the manifest from the top of the archive, any other from `EPUB/`.
    name = item.path if manifest else f"{ROOT}/{item.path}"
    made = epub.EpubItem(item.id, name, item.media_type, item.data, manifest)
    made.properties = list(item.properties)
    return made


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, into an archive of ours in the place of a file, with the language of the package."""

    def write(self) -> None:
        self.out = self.file_name
        self.out.writestr("mimetype", "application/epub+zip")
        self._write_container()
        self._write_opf()
        self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(f"{XML}lang", self.book.language)
        # The library also declares a prefix that is reserved, and that this book does not use.
        root.set("prefix", " ".join(self.book.prefixes))
        super()._write_opf_file(root)

    def _write_items(self) -> None:
        self.book.items.sort(key=lambda item: item.file_name)
        super()._write_items()


@contextmanager
def _errors_raised() -> Iterator[None]:
    """Make what the library only logs, or raises as something else, an error of ours."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield
    except (OSError, ValueError, TypeError, AttributeError) as error:
        said.append(str(error))
    finally:
        logging.getLogger().removeHandler(handler)
    if said:
        raise WriteError(
            "epub-library-failed",
            f"the e-book could not be put together: {'; '.join(said)}",
            hint="please report this as a fault of the tool",
        )
