"""offprints/<article>.pdf: each article alone, with the folios of the book, behind a page with its reference.

An offprint is bound of the same fragment as the book, so its pages are those of the book. Only the page in
front is set besides, and an article whose links lead to others, which it has without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from lxml import etree

from anthology import records
from anthology.bindery.binding import Labels, Piece, bind, with_numbers
from anthology.bindery.fragment import Face
from anthology.bindery.packet import Properties
from anthology.cache import digest
from anthology.errors import LayoutError
from anthology.finished import Bookmark, PdfFile, PdfPage
from anthology.layouts import XHTML, serialise
from anthology.model import Contributor, Matter, PhotoEntry, Section
from anthology.numerals import roman
from anthology.writers.fragments import Fragments, Order, Style
from anthology.writers.making import Made, Making
from anthology.writers.pagination import Leaves, side_of_page
from anthology.writers.pdf import PrintedBook, blank_page, fonts_of, printed, program, properties_of

FOLDER = "offprints"
_SHEET = "offprint.css"
_KIND = "article"
_FIRST, _LAST = "first-page", "last-page"
"""What the page in front calls the pages of the article."""
_RESERVED = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Names that no file may have on Windows, whatever its suffix."""


def name_of(section: Section) -> str:
    """The name of the file of an article: that of the article's own file, as far as every system takes it."""
    slug = section.id.removeprefix(f"{_KIND}-")
    return f"{FOLDER}/{'_' if slug in _RESERVED else ''}{slug}.pdf"


def write_offprints(making: Making) -> Made:
    """A file for each article, and what each of them shows.

    Raises:
        LayoutError: the book, or the page in front of an article, cannot be set.
    """
    desk = _Desk(making, printed(making))
    articles = list(desk.articles())
    for run, _, _ in articles:
        desk.begin(run)  # all are ordered before any is waited for
    offprints = [desk.begun(place) for place in articles]
    return Made(
        {one.name: desk.data(one) for one in offprints}, {one.name: desk.shown(one) for one in offprints}
    )


@dataclass(frozen=True, slots=True)
class _Offprint:
    """An article on its own: its run of pages, what stands in front of it, and where it stands in the book.

    `start` is its first page, from 0, `numbers` what is filled in on the page in front.
    """

    run: Leaves
    piece: Piece
    start: int
    cover: Order
    numbers: tuple[str, ...]
    blank: Order | None
    about: Properties

    @property
    def name(self) -> str:
        """The name of the file."""
        assert self.run.section is not None  # noqa: S101 - blank pages are no articles
        return name_of(self.run.section)

    @property
    def front(self) -> int:
        """How many pages stand before the article."""
        return len(self.cover.head.pages) + (self.blank is not None)

    def pieces(self) -> tuple[Piece, ...]:
        """What the file is bound of."""
        empty = (self.blank.piece(),) if self.blank else ()
        return (self.cover.piece((), self.numbers), *empty, self.piece)


class _Desk:
    """Puts each article together, of the pieces of the printed book."""

    def __init__(self, making: Making, book: PrintedBook) -> None:
        self.making, self.book = making, book
        self.fragments = Fragments(making)
        layout, draft = making.layout, making.book.draft
        self.style = Style(layout, layout.style_sheets("print", draft=draft, cache=making.cache))
        sheets = layout.style_sheets("print", draft=draft, extra=(_SHEET,), cache=making.cache)
        self.front_style = Style(layout, sheets)
        self.photos = _photos(making)
        self.over: Sequence[Face] = tuple(face for faces in book.laid_over for face in faces)

    def articles(self) -> Iterator[tuple[Leaves, Piece, int]]:
        """Each article with its piece, and the place of its first page in the book."""
        start = 0
        for run, piece in zip(self.book.runs, self.book.pieces, strict=True):
            if run.section is not None and run.section.kind == _KIND:
                yield run, piece, start
            start += len(piece.head.pages)

    def begin(self, run: Leaves) -> None:
        """Have the page in front of an article set."""
        assert run.section is not None  # noqa: S101
        self._set(self._front(run, run.section), _noughts(_folios(run)))

    def begun(self, found: tuple[Leaves, Piece, int]) -> _Offprint:
        """Have set what is not in the book."""
        run, piece, start = found
        assert run.section is not None  # noqa: S101
        front = self._front(run, run.section)
        cover, numbers = self._cover(front, run)
        before = len(cover.head.pages)
        # An article lies on the side it has in the book.
        astray = side_of_page(before + 1) != side_of_page(run.page)
        blank = blank_page(self.fragments, self.style, side_of_page(before + 1)) if astray else None
        return _Offprint(
            run, self._alone(run, piece), start, cover, numbers, blank, self._properties(run.section)
        )

    # --- the page in front -----------------------------------------------------------------------------

    def _front(self, run: Leaves, article: Section) -> Section:
        about = self.making.book.metadata
        return Section(
            id=f"offprint-{article.id}",
            kind="offprint",
            matter=Matter.FRONT,
            title=article.title,
            language=about.language,
            data=MappingProxyType(
                {
                    "article": article,
                    "alone": len(run.order.head.pages) == 1,
                    "photos": self.photos.get(article.id, ()),
                }
            ),
        )

    def _cover(self, front: Section, run: Leaves) -> tuple[Order, tuple[str, ...]]:
        """The page in front, with noughts for the numbers of pages, and these: so it is set but once.

        Where not all the noughts are found on the page, it is set with the numbers themselves.
        """
        folios = _folios(run)
        order = self._set(front, _noughts(folios))
        found = order.head.references
        if len(found) == (1 if front.data["alone"] else 2):
            return order, tuple(folios[one.target] for one in found)
        return self._set(front, folios), ()

    def _set(self, front: Section, folios: Mapping[str, str]) -> Order:
        making = self.making
        xhtml = making.layout.render(making.book, front, "print", folios, cache=making.cache)
        return self.fragments.order(self.front_style, front.id, xhtml, "recto")

    def _properties(self, article: Section) -> Properties:
        about = self.making.book.metadata
        credited = article.data["byline"]
        authors = [one.person.display for one in credited if isinstance(one, Contributor)]  # type: ignore[attr-defined]
        return replace(
            properties_of(self.making.book),
            title=article.title,
            authors=tuple(authors),
            language=article.language,
            subject=about.title,
        )

    # --- the article -----------------------------------------------------------------------------------

    def _alone(self, run: Leaves, piece: Piece) -> Piece:
        """The article as it is bound alone: one whose links lead to other sections is set without them."""
        own = {place.name for place in piece.head.places}
        if own.issuperset(piece.head.links):
            return piece
        job = run.order.job
        order = self.fragments.order(self.style, job.name, _unlinked(job.xhtml, own), job.side)
        if len(order.head.pages) != len(piece.head.pages):
            raise LayoutError(
                "offprint-pages",
                f"“{run.section.title if run.section else job.name}” has other pages without its links",
                hint="set links in the style sheets of the layout as the words around them",
            )
        return order.piece(piece.over, piece.numbers)

    # --- the file --------------------------------------------------------------------------------------

    def data(self, one: _Offprint) -> bytes:
        """The bytes of the file, as they are kept or bound now."""
        labels = [Labels(0, "r", 1), Labels(one.front, "D", one.run.page)]
        pieces = one.pieces()
        said = [
            part
            for piece in pieces
            for part in (piece.key, *(over.decode("latin-1") for over in piece.over), "", *piece.numbers, "")
        ]
        faces = [face.key for face in self.over]
        key = digest(*said, *faces, records.digest_of(one.about), records.digest_of(tuple(labels)))
        return self.making.cache.remember(
            "offprint",
            key,
            lambda: bind(
                pieces, labels, one.about, program(self.making.layout), laid_over=self.book.laid_over
            ),
            dump=bytes,
            load=bytes,
        )

    def shown(self, one: _Offprint) -> PdfFile:
        """What a reader of the file finds in it."""
        heads = [piece.head for piece in one.pieces()]
        front = with_numbers(one.cover.head, one.numbers) if one.numbers else one.cover.head.pages
        front = (*front, *(one.blank.head.pages if one.blank else ()))
        end = one.start + len(one.piece.head.pages)
        size = self.book.file.pages[one.start]
        return PdfFile(
            name=one.name,
            pages=(
                *(
                    PdfPage(roman(number).lower(), page.text, size.width_mm, size.height_mm)
                    for number, page in enumerate(front, start=1)
                ),
                *self.book.file.pages[one.start : end],
            ),
            labelled=True,
            outline=tuple(Bookmark(mark.title, 1, one.front + mark.page) for mark in one.piece.head.marks),
            destinations=_destinations(one),
            fonts=fonts_of([*(head.faces for head in heads), *self.book.laid_over]),
            title=one.about.title,
            author=", ".join(one.about.authors),
            language=one.about.language,
            tagged=True,
        )


def _folios(run: Leaves) -> Mapping[str, str]:
    """The numbers of the first and the last page of a section."""
    return {_FIRST: str(run.page), _LAST: str(run.page + len(run.order.head.pages) - 1)}


def _noughts(folios: Mapping[str, str]) -> Mapping[str, str]:
    """As many noughts in the place of each number."""
    return {name: "0" * len(folio) for name, folio in folios.items()}


def _destinations(one: _Offprint) -> Mapping[str, int]:
    places: dict[str, int] = {}
    at = 0
    for piece in one.pieces():
        for place in piece.head.places:
            places.setdefault(place.name, at + place.page)
        at += len(piece.head.pages)
    return MappingProxyType(places)


def _photos(making: Making) -> Mapping[str, tuple[PhotoEntry, ...]]:
    """The credits of photographs, by the id of the article that shows them."""
    found: dict[str, list[PhotoEntry]] = {}
    for section in making.book.sections:
        entries = section.data.get("entries", ()) if section.kind == "photo-credits" else ()
        for entry in entries if isinstance(entries, tuple) else ():
            if isinstance(entry, PhotoEntry):
                found.setdefault(entry.target, []).append(entry)
    return {target: tuple(own) for target, own in found.items()}


def _unlinked(xhtml: bytes, own: set[str]) -> bytes:
    """A document whose links lead to its own ids and out of the book; what they say stays."""
    root = etree.fromstring(xhtml)
    for link in list(root.iter(f"{{{XHTML}}}a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in own:
            link.tag = f"{{{XHTML}}}span"
            del link.attrib["href"]
    return serialise(root)
