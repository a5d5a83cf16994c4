"""book.pdf: each section set by itself, in any order and in several processes, then bound into one file.

The body and the back have arabic folios from 1, the front roman ones, so the contents can be set last, when
every folio is known, without moving a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from anthology import resources
from anthology.bindery import faces, versions
from anthology.bindery.binding import Labels, Piece, bind, with_numbers
from anthology.bindery.fragment import PHOTOGRAPH_PPI, Face, Loose, SetPage
from anthology.bindery.jobs import Side
from anthology.bindery.packet import Properties
from anthology.finished import Bookmark, PdfFile, PdfFont, PdfPage
from anthology.layouts import Layout
from anthology.model import Book, Finding, Matter, Section, Severity
from anthology.numerals import roman
from anthology.writers.folios import Folio, Folios, Numbered
from anthology.writers.fragments import Fragments, Order, Style, as_ready
from anthology.writers.making import Making
from anthology.writers.pagination import Leaves, NumberStyle, Pagination, side_of_page
from anthology.writers.resolution import coarse_on_screens
from anthology.writers.strays import told

NAME = "book.pdf"
_PIECES = frozenset({"article", "page"})
_LEAST_LINES = 4
"""So many lines a last page holds at least."""
_LONG = 16
"""So many sections take long enough to set for something else to be done meanwhile."""
_BLANK = b"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" class="blank" lang="und"><head><title>-</title></head>
<body><div class="section"></div></body></html>
"""
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paged:
    """The pages of the book before they are bound.

    `runs` are sections and blank pages in order, the first `front` pages have roman folios; `folios` is the
    folio of every id.
    """

    runs: tuple[Leaves, ...]
    folios: Mapping[str, str]
    front: int

    def folio(self, page: int) -> str:
        """What a viewer calls the page of that place (from 0)."""
        return _lower_roman(page + 1) if page < self.front else str(page + 1 - self.front)


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """The file, how many pages it has, the printed folio of every id, and what the file shows.

    `runs` and `pieces` are what it was bound of, in order: sections and blank pages, and the fragment of each
    with its folios; `labels` how its pages are numbered, and `laid_over` the faces of the folios.
    """

    data: bytes
    pages: int
    folios: Mapping[str, str]
    file: PdfFile
    runs: tuple[Leaves, ...] = field(default=(), compare=False)
    pieces: tuple[Piece, ...] = field(default=(), compare=False)
    labels: tuple[Labels, ...] = ()
    laid_over: tuple[Sequence[Face], ...] = ()


def printed(making: Making) -> PrintedBook:
    """The book as `write_pdf` makes it, made once however many writers need it.

    Raises:
        LayoutError: a section cannot be set, or those that print folios do not settle.
    """
    return making.once("printed book", lambda: write_pdf(making))


def paged(making: Making) -> Paged:
    """The pages of the book as `printed` binds them: enough to know where each begins.

    Raises:
        LayoutError: a section cannot be set, or those that print folios do not settle.
    """
    return _run(making).paged()


def _run(making: Making) -> _Run:
    return making.once("pages being set", lambda: _Run(making))


def write_pdf(making: Making) -> PrintedBook:
    """The whole book as one PDF.

    Raises:
        LayoutError: a section cannot be set, or those that print folios do not settle.
    """
    book = _run(making).book()
    for finding in coarse_on_screens(book.pieces, [page.label for page in book.file.pages]):
        making.notice(finding)
    return book


class _Run:
    def __init__(self, making: Making) -> None:
        self.making = making
        self.book_ = making.book
        self.layout = making.layout
        sheets = making.layout.style_sheets("print", draft=self.book_.draft, cache=making.cache)
        self.style = Style(making.layout, sheets)
        self.fragments = Fragments(making)
        self.printer = folios_of(self.fragments, making.layout, self.book_)
        self.sections = [one for one in self.book_.sections if "print" in one.media]
        self.titles = {one.id: one.title for one in self.sections}
        self.told: set[str] = set()

    def paged(self) -> Paged:
        """The pages, set once for the book and for whoever wants to know them."""
        return self.making.once("paged book", self._paged)

    def _paged(self) -> Paged:
        main = [one for one in self.sections if one.matter is not Matter.FRONT]
        front = [one for one in self.sections if one.matter is Matter.FRONT]
        folios: dict[str, str] = {}
        before_body = Pagination(self, front, _lower_roman)
        body = Pagination(self, main, str, before_body.begin).settled(folios)
        self.counted(body)
        opening = before_body.settled(folios)
        self._keep_lengths([*opening, *body])
        if _count(opening) % 2:  # the body starts on a right-hand page: the front fills its last sheet
            page = _count(opening) + 1
            opening.append(Leaves(None, self.blank(side_of_page(page)), page))
        runs = (*opening, *body)
        self._notice(runs, folios)
        self._stop_at_strays(opening, _lower_roman)
        self._stop_at_strays(body, str)
        return Paged(runs, folios, _count(opening))

    def book(self) -> PrintedBook:
        """The pages, bound."""
        set_ = self.paged()
        labels = [Labels(0, "r", 1)] if set_.front else []
        labels.append(Labels(set_.front, "D", 1))
        return self._bound(set_.runs, labels, set_.folios, set_.front)

    def _bound(
        self, runs: Sequence[Leaves], labels: Sequence[Labels], folios: Mapping[str, str], front: int
    ) -> PrintedBook:
        over = self.printer.over([one for run in runs for one in _numbered(run)])
        pieces, at = [], 0
        for run in runs:
            end = at + len(run.order.head.pages)
            pieces.append(run.order.piece(tuple(folio.drawn for folio in over[at:end]), run.numbers))
            at = end
        properties = properties_of(self.book_)
        faces_over = tuple(self.printer.faces())
        data = bind(pieces, labels, properties, program(self.layout), self.making.cache, laid_over=faces_over)
        said = [(_lower_roman if place < front else str) for place in range(at)]
        used = [*(run.order.head.faces for run in runs), *faces_over]
        file = _file(runs, over, properties, said, used)
        return PrintedBook(data, at, folios, file, tuple(runs), tuple(pieces), tuple(labels), faces_over)

    def lengths_before(self) -> dict[str, int]:
        """How many pages each section had in the last build: a guess, which saves time if it is right."""
        known = self.making.cache.known("lengths", self.book_.metadata.identifier, json.loads)
        pairs = known.items() if isinstance(known, dict) else ()
        return {id_: length for id_, length in pairs if isinstance(length, int) and length > 0}

    def _keep_lengths(self, runs: Sequence[Leaves]) -> None:
        lengths = {run.section.id: len(run.order.head.pages) for run in runs if run.section}
        self.making.cache.keep("lengths", self.book_.metadata.identifier, json.dumps(lengths).encode())

    def render(self, section: Section, folios: Mapping[str, str]) -> bytes:
        return self.layout.render(self.book_, section, "print", folios, cache=self.making.cache)

    def order(self, section: Section, xhtml: bytes, side: Side) -> Order:
        order = self.fragments.order(self.style, section.id, xhtml, side)
        if order.ready:
            self._tell(order)
        return order

    def _tell(self, order: Order) -> None:
        if order.job.name not in self.told:
            self.told.add(order.job.name)
            self.making.progress(len(self.told), len(self.sections), self.titles[order.job.name])

    def wait(self, orders: Sequence[Order]) -> None:
        """Wait until some of the orders are ready: half of them, so that nobody is asked too often."""
        if self.making.crew.jobs > 1 and len(orders) >= _LONG:
            self.making.once("meanwhile", self.making.meanwhile)
        for count, order in enumerate(as_ready(orders), start=1):
            self._tell(order)
            if 2 * count >= len(orders):
                return

    def counted(self, runs: Sequence[Leaves]) -> None:
        """Have the folios of these pages set: one sheet after the other, they would take long at the end."""
        self.printer.begin([one for run in runs if run.order.ready for one in _numbered(run)])

    def blank(self, side: Side) -> Order:
        """A page with nothing on it; in a draft, with the mark that every page bears."""
        return blank_page(self.fragments, self.style, side)

    def _notice(self, runs: Sequence[Leaves], folios: Mapping[str, str]) -> None:
        for run in runs:
            if section := run.section:
                for id_ in run.order.head.astray:
                    self._say(_astray(section.title, folios.get(id_)), section, "")

    def _stop_at_strays(self, runs: Sequence[Leaves], style: NumberStyle) -> None:
        for run in runs:
            if section := run.section:
                for stray in run.order.head.strays:
                    self._say(told(stray, section.title, style(run.page + stray.page)), section, stray.words)
                for line in run.order.head.loose:
                    loose = _too_loose(line, section.title, style(run.page + line.page))
                    self._say(loose, section, line.words)
                for short in short_ends(run, section, style):
                    self._say(short, section, "")

    def _say(self, finding: Finding, section: Section, words: str) -> None:
        """Tell what was found on a page, with the place where the words of it were written."""
        file, line, column = self.making.place(section.id, words)
        self.making.notice(replace(finding, file=file, line=line, column=column))


def _astray(title: str, folio: str | None) -> Finding:
    return Finding(
        "note-astray",
        Severity.WARNING,
        f"a note of “{title}” is not on the page of its call",
        hint="shorten the note, or move its call",
        page=folio,
    )


def _too_loose(line: Loose, title: str, folio: str) -> Finding:
    return Finding(
        "line-loose",
        Severity.REMARK,
        f"“{title}”, page {folio}: the spaces of a line are {line.space_em:.2f} em wide: “{line.words}”",
        hint="put other words there, or say where a long word may be cut",
        page=folio,
    )


def short_ends(run: Leaves, section: Section, style: NumberStyle) -> Iterator[Finding]:
    """A piece whose last page holds but a line or two: only other words, or a picture less, can mend that."""
    head = run.order.head
    last = len(head.pages) - 1
    if section.kind not in _PIECES or not last or any(one.page == last for one in head.shown):
        return
    heads = {"".join(one.split()) for one in section.heads}
    said = ["".join(line.split()) for line in head.pages[last].text.splitlines()]
    lines = [line for line in said if line and line not in heads]
    if len(lines) < _LEAST_LINES:
        folio = style(run.page + last)
        yield Finding(
            "page-short",
            Severity.REMARK,
            f"“{section.title}” ends on page {folio}, which holds no more lines than {len(lines)}",
            hint="shorten the piece by these lines, or let it run on",
            page=folio,
        )


def blank_page(fragments: Fragments, style: Style, side: Side) -> Order:
    """A page with nothing on it, set in that style."""
    return fragments.order(style, "blank page", _BLANK, side)


def folios_of(fragments: Fragments, layout: Layout, book: Book) -> Folios:
    """Who sets the folios of a book: with its style sheets and those that are for folios alone."""
    sheets = layout.style_sheets("print", extra=("folios.css",), cache=fragments.making.cache)
    return Folios(fragments, Style(layout, sheets), book.metadata.language)


def program(layout: Layout) -> faces.Program:
    """The fonts of a layout, by the digest of their files."""
    digests = resources.digests(layout.theme)
    by_digest = {digests[f"fonts/{face.file}"]: face.file for face in layout.fonts()}

    def cut(file: str, glyphs: Sequence[int]) -> bytes:
        return faces.subset(resources.font_bytes(by_digest[file]), glyphs)

    return cut


def properties_of(book: Book) -> Properties:
    """What the file says of itself."""
    about = book.metadata
    people = [person.person.display for person in book.people]
    editors = tuple(editor.display for editor in about.editors)
    return Properties(
        title=about.title,
        authors=editors or tuple(people),
        language=about.language,
        subject=about.description or about.subtitle,
        keywords=(),
        date=about.date,
        producer=versions.engine(),
    )


# --- what the file shows -----------------------------------------------------------------------------


def _numbered(run: Leaves) -> Iterator[Numbered]:
    for place, page in enumerate(run.order.head.pages):
        yield Numbered(page, run.page + place, first=place == 0)


def _file(
    runs: Sequence[Leaves],
    over: Sequence[Folio],
    about: Properties,
    styles: Sequence[NumberStyle],
    used: Iterable[Sequence[Face]],
) -> PdfFile:
    """What a reader of the file finds in it, from what was read of each section when it was set."""
    starts = _starts(runs)
    pages = [(page, run.page + place) for run in runs for place, page in enumerate(_shown(run))]
    return PdfFile(
        name=NAME,
        pages=tuple(
            PdfPage(
                style(number),
                "\r\n".join(part for part in (page.text, folio.text) if part),
                page.width_pt / _POINTS_PER_MM,
                page.height_pt / _POINTS_PER_MM,
            )
            for (page, number), folio, style in zip(pages, over, styles, strict=True)
        ),
        labelled=True,
        outline=tuple(_outline(runs, starts)),
        destinations=MappingProxyType(_destinations(runs, starts)),
        fonts=fonts_of(used),
        title=about.title,
        author=", ".join(about.authors),
        language=about.language,
        tagged=True,
    )


def resolutions_of(name: str, book: PrintedBook, most: int = PHOTOGRAPH_PPI) -> dict[str, tuple[int, int]]:
    """The points an inch of the pictures in a file of the book's pages, where none has more than `most`."""
    found = [min(round(one.ppi), most) for piece in book.pieces for one in piece.head.shown]
    return {name: (min(found), max(found))} if found else {}


def fonts_of(used: Iterable[Sequence[Face]]) -> tuple[PdfFont, ...]:
    """The fonts of a file that holds these faces."""
    faces = {face.key: face for each in used for face in each}.values()
    return tuple(PdfFont(face.name.partition("+")[2], face.family, embedded=True) for face in faces)


def _shown(run: Leaves) -> Sequence[SetPage]:
    """The pages of a run, with the words a reader sees."""
    return with_numbers(run.order.head, run.numbers) if run.numbers else run.order.head.pages


def _starts(runs: Sequence[Leaves]) -> list[int]:
    starts, at = [], 0
    for run in runs:
        starts.append(at)
        at += len(run.order.head.pages)
    return starts


def _destinations(runs: Sequence[Leaves], starts: Sequence[int]) -> dict[str, int]:
    places: dict[str, int] = {}
    for run, start in zip(runs, starts, strict=True):
        for place in run.order.head.places:
            places.setdefault(place.name, start + place.page)
    return places


def _outline(runs: Sequence[Leaves], starts: Sequence[int]) -> Iterator[Bookmark]:
    """The lines of the outline, each one below the line that holds it."""
    above: list[int] = []
    for run, start in zip(runs, starts, strict=True):
        for mark in run.order.head.marks:
            while above and above[-1] >= mark.level:
                above.pop()
            above.append(mark.level)
            yield Bookmark(mark.title, len(above), start + mark.page)


def _count(runs: Sequence[Leaves]) -> int:
    return sum(len(run.order.head.pages) for run in runs)


def _lower_roman(number: int) -> str:
    return roman(number).lower()
