"""Resolution: a picture too coarse at its placed size is told with its page, and with the size that fits."""

from __future__ import annotations

from anthology.bindery.binding import Piece
from anthology.bindery.fragment import Body, Head, SetPage, Shown
from anthology.model import Severity
from anthology.writers.resolution import SCREEN_LEAST, coarse_on_paper, coarse_on_screens

FOLIOS = ["i", "ii", "1", "2", "3"]


def shown(inches: float, page: int = 0, pixels: tuple[int, int] = (300, 600)) -> Shown:
    """A picture of 300 by 600 pixels, so many inches wide."""
    return Shown(0, "photos/x.jpg", page, inches * 72, inches * 144, pixels)


def piece(pages: int, *pictures: Shown) -> Piece:
    page = SetPage("", False, 300, 400)
    head = Head("a", (page,) * pages, (), (), (), 1, (0,) * pages, (), -1, shown=pictures)
    return Piece(head, lambda: Body(b"", (), (), ()), "key")


def test_one_that_is_fine_enough_is_no_finding() -> None:
    pieces = [piece(2), piece(3, shown(3.0), shown(1.0))]
    assert SCREEN_LEAST == 100
    assert list(coarse_on_screens(pieces, FOLIOS)) == []
    assert list(coarse_on_paper([piece(5, shown(1.0))], FOLIOS, 300)) == []


def test_one_that_is_too_coarse_is_told_with_the_folio_the_file_and_the_size_that_fits() -> None:
    (found,) = coarse_on_screens([piece(2), piece(3, shown(4.0, page=1))], FOLIOS)
    assert (found.code, found.severity) == ("photo-coarse", Severity.WARNING)
    assert (found.file, found.page) == ("photos/x.jpg", "2")
    assert "75 points an inch" in found.message
    assert "10.2 x 20.3 cm" in found.message
    assert "7.6 x 15.2 cm at most" in found.hint  # three inches
    assert "400 x 800 pixels" in found.hint


def test_paper_asks_for_what_the_printer_says() -> None:
    pieces = [piece(1, shown(1.5))]
    assert list(coarse_on_paper(pieces, FOLIOS, 200)) == []
    (found,) = coarse_on_paper(pieces, FOLIOS, 300)
    assert (found.code, found.page) == ("photo-coarse-print", "i")
    assert "needs 300" in found.message


def test_one_that_is_stretched_counts_where_it_is_coarsest() -> None:
    stretched = Shown(0, "photos/x.jpg", 0, 72, 72, (600, 90))
    assert stretched.ppi == 90
    assert len(list(coarse_on_screens([piece(1, stretched)], FOLIOS))) == 1


def test_each_place_where_it_is_shown_is_told() -> None:
    pieces = [piece(2, shown(4.0), shown(5.0, page=1)), piece(3, shown(1.0))]
    assert [one.page for one in coarse_on_screens(pieces, FOLIOS)] == ["i", "ii"]
