"""press.pdf: the very pages of book.pdf in the inks, boxes and resolution of a printer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from anthology import resources
from anthology.bindery.binding import Piece, first_numbers
from anthology.finished import PdfFile
from anthology.layouts import Layout
from anthology.model import Book, Finding, Severity
from anthology.prepress import sheets, ticket
from anthology.prepress.identity import About
from anthology.prepress.pictures import Placed
from anthology.writers.making import Made, Making
from anthology.writers.pdf import printed, properties_of, resolutions_of
from anthology.writers.resolution import coarse_on_paper

NAME = "press.pdf"


def write_press(making: Making) -> Made:
    """The file for the press, by the printer of the book.

    Raises:
        ConfigError: the printer's profile is none that can be used.
        LayoutError: a page cannot be set, or cannot be brought into the inks.
    """
    book = printed(making)
    job = ticket.inside(making.printing)
    flat: list[int] = []
    data = sheets.made(
        book.data,
        job,
        about(making.book),
        letters=letters(making.layout),
        placed=photographs(making, book.pieces),
        kept=making.cache,
        flat=flat.append,
    )
    folios = [page.label for page in book.file.pages]
    if flat:
        making.notice(flattened(NAME, len(flat), folios[flat[0] - 1]))
    for finding in coarse_on_paper(book.pieces, folios, making.printing.printer.ppi_least):
        making.notice(finding)
    most = making.printing.printer.ppi
    return Made({NAME: data}, {NAME: _shown(book.file, job.ticket)}, resolutions_of(NAME, book, most))


def flattened(name: str, pages: int, folio: str | None = None) -> Finding:
    """What a person should know of a file of which parts became pictures; `folio` is of the first page."""
    more = f", and on {pages - 1} more pages" if pages > 1 else ""
    return Finding(
        "press-flattened",
        Severity.REMARK,
        f"what one sees through, over something else, is printed as a picture here{more}",
        hint="it looks as in the book, but letters in it are less sharp: in the style sheets, give colours "
        "without alpha, and no opacity, over what has a colour",
        file=name,
        page=folio,
    )


def about(book: Book) -> About:
    """What the file says of the book."""
    said = properties_of(book)
    return About(said.title, ", ".join(said.authors), said.date, said.producer)


def letters(layout: Layout) -> bytes:
    """The font of what stands beside the page: the first upright one of the theme."""
    upright = (face for face in layout.fonts() if face.style == "normal")
    return resources.font_bytes(next(upright, layout.fonts()[0]).file)


def photographs(making: Making, pieces: Sequence[Piece]) -> Mapping[int, Placed]:
    """The photographs of bound pieces by the numbers of their objects, each at its largest placed size."""
    found: dict[int, Placed] = {}
    for number, name, width, height in _placed(pieces):
        known = found.get(number)
        if known is not None and known.width_pt * known.height_pt >= width * height:
            continue
        if name in making.pictures:
            get = partial(making.pictures.__getitem__, name)
            found[number] = Placed(name, _digest(making, name), get, width, height)
    return found


def _digest(making: Making, name: str) -> str:
    from anthology.cache import digest

    return digest(making.pictures[name])


def _placed(pieces: Sequence[Piece]) -> Iterator[tuple[int, str, float, float]]:
    """Number of the object, file and size of each photograph that is shown, one that is shown twice too."""
    first_of: dict[str, int] = {}
    for piece, first in zip(pieces, first_numbers(pieces), strict=True):
        head = piece.head
        for local, picture in head.shared.items():
            first_of.setdefault(picture, first + local)
        for one in head.shown:
            number = first_of.get(head.shared.get(one.local, ""), first + one.local)
            yield number, one.name, one.width_pt, one.height_pt


def _shown(file: PdfFile, asked: ticket.Ticket) -> PdfFile:
    """What the file shows: the pages of the book, and empty ones behind them; it leads nowhere."""
    more = -len(file.pages) % asked.pages_multiple
    blank = replace(file.pages[-1], label="", text="")
    numbered = (replace(page, label=str(at)) for at, page in enumerate((*file.pages, *[blank] * more), 1))
    return replace(
        file, name=NAME, pages=tuple(numbered), labelled=False, outline=(), destinations={}, tagged=False
    )
