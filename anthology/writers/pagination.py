"""Sections in order to runs of pages: which side each opens on, its number, and the folios that it prints.

A section is set while others still are, as soon as its side is known; those that print folios of others are
set with noughts in their place, and again only if a number gets another count of figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from anthology.bindery.jobs import Side
from anthology.errors import LayoutError
from anthology.layouts import APART
from anthology.model import Opening, Section
from anthology.writers.fragments import Order

NumberStyle = Callable[[int], str]
_TRIES = 5
"""How often sections are set again for the folios they print; most settle at the first."""
_BYTES_A_PAGE = 4250
"""Of a list: its documents hold more marks than words."""
_NOUGHTS = re.compile(rb'<span class="reference(?: apart)?" data-to="[^"]*">0+</span>')
_FIGURES_APART = 3
"""As wide is a number set that stands apart: enough for most books; a shorter one takes less."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """A run of pages: a section, or a blank page (None), and the number of its first page.

    `numbers` are the page numbers that are filled in when it is bound; see `anthology.bindery.references`.
    """

    section: Section | None
    order: Order
    page: int
    numbers: tuple[str, ...] = ()


class Desk(Protocol):
    """Who renders sections and has them set."""

    def lengths_before(self) -> dict[str, int]:
        """How many pages each section had in the last build."""

    def render(self, section: Section, folios: Mapping[str, str]) -> bytes:
        """A section's document."""

    def order(self, section: Section, xhtml: bytes, side: Side) -> Order:
        """Have it set."""

    def blank(self, side: Side) -> Order:
        """A page with nothing on it."""

    def wait(self, orders: Sequence[Order]) -> None:
        """Wait until some of them are ready."""

    def counted(self, runs: Sequence[Leaves]) -> None:
        """Know these pages, and their likely numbers, while others are being set."""


_Shown = Callable[[Mapping[str, str], str], str]
"""What a section shows for the folio of an id, of all that are known."""


class _Asked(dict[str, str]):
    """The folios that are known, and what a template asked of them."""

    def __init__(self, known: Mapping[str, str], shown: _Shown) -> None:
        super().__init__()
        self._known, self._shown = known, shown

    def get(self, target: str, default: str = "") -> str:  # type: ignore[override]
        self[target] = self._shown(self._known, target)
        return self[target]


class Pagination:
    """Sections one after the other from page 1, each on the side it opens on."""

    def __init__(
        self,
        desk: Desk,
        sections: Sequence[Section],
        style: NumberStyle,
        meanwhile: Callable[[Mapping[str, str]], object] = lambda folios: None,
    ) -> None:
        self._desk, self._sections, self._style = desk, sections, style
        self._meanwhile = meanwhile
        self._rendered: dict[str, tuple[Mapping[str, str], bytes]] = {}
        self._orders: dict[tuple[str, Side], tuple[bytes, Order]] = {}
        self._lengths = desk.lengths_before()
        self._expected: dict[str, str] = {}
        self._exact: set[str] = set()

    def begin(self, folios: Mapping[str, str]) -> None:
        """Have set what will be asked for, if these folios come true."""
        self._desk.counted(self._walk(folios, all_=True)[0])

    def settled(self, folios: dict[str, str]) -> list[Leaves]:
        """Set the sections until the folios that they print of one another are true; `folios` learns them.

        Those that print folios are set last, and counted as one page till then, or as they were before.
        """
        self._set(folios, all_=False)
        for _ in range(_TRIES):
            before = dict(folios)
            runs = self._set(folios, all_=True)
            if folios == before:
                return [self._numbered(run, folios) for run in runs]
        raise LayoutError(
            "folios-unsettled",
            "the pages that print folios do not settle on their own length",
            hint="make the contents a line longer or shorter: change a title, or the size of the page",
        )

    def _set(self, folios: dict[str, str], *, all_: bool) -> list[Leaves]:
        """Have everything set whose side is known, until all is; `folios` learns where each id stands.

        Without `all_`, sections that print a folio nobody knows yet are left for later.
        """
        known = dict(folios)
        likely = {**known, **self._expected}
        if all_:  # before the long lists: what it has set may ask for folios, one after the other
            self._meanwhile(likely)
        runs, waiting = self._walk(known, all_=all_)
        while waiting:
            if all_:
                self._meanwhile(likely)
            self._desk.counted(runs)
            self._desk.wait(waiting)
            runs, waiting = self._walk(known, all_=all_)
        for run in runs:
            folios.update(self._places(run))
        return runs

    def _walk(self, folios: Mapping[str, str], *, all_: bool) -> tuple[list[Leaves], list[Order]]:
        """The runs as far as pages are counted, and the orders that must be waited for.

        What is still being set is taken to be as long as it was before, if it was: mostly it is.
        """
        runs: list[Leaves] = []
        waiting: list[Order] = []
        page: int | None = 1
        likely = (
            1  # as far as can be told without having set everything: for the count of figures it is enough
        )
        self._expected = {}
        for section in self._sections:
            side = _side_of(section.opening, page)
            likely = page or likely
            likely += side not in (None, side_of_page(likely))
            self._expected[section.id] = self._style(likely)
            if side is None:
                likely += 1
                continue  # where it begins is told by what is being set
            if page is not None and side_of_page(page) != side:
                runs.append(Leaves(None, self._desk.blank(side_of_page(page)), page))
                page += 1
            order = self._order(section, side, folios, all_=all_)
            if order is not None and not order.ready:
                waiting.append(order)
            elif order is not None and page is not None:
                runs.append(Leaves(section, order, page))
            length = self._length(section, order)
            likely += length or _likely_length(order)
            page = page + length if page is not None and length is not None else None
        return runs, waiting

    def _length(self, section: Section, order: Order | None) -> int | None:
        if order is None:
            return self._lengths.get(section.id, 1)
        if order.ready:
            self._lengths[section.id] = len(order.head.pages)
        return self._lengths.get(section.id)

    def _order(self, section: Section, side: Side, folios: Mapping[str, str], *, all_: bool) -> Order | None:
        asked, xhtml = self._xhtml(section, folios)
        if not all_ and not all(asked.values()):
            return None
        known = self._orders.get((section.id, side))
        if known is None or known[0] is not xhtml:
            known = self._orders[section.id, side] = (xhtml, self._desk.order(section, xhtml, side))
        order = known[1]
        if order.ready and section.id not in self._exact and not _all_found(order, xhtml):
            self._exact.add(section.id)
            return self._order(section, side, folios, all_=all_)
        return order

    def _xhtml(self, section: Section, folios: Mapping[str, str]) -> tuple[Mapping[str, str], bytes]:
        """The section's document, and the folios that it prints: noughts, where they are filled in later."""
        shown = _same if section.id in self._exact else _hidden
        known = self._rendered.get(section.id)
        if known is None or any(shown(folios, target) != said for target, said in known[0].items()):
            asked = _Asked(folios, shown)
            xhtml = self._desk.render(section, asked)
            known = self._rendered[section.id] = (dict(asked), xhtml)
        return known

    def _places(self, run: Leaves) -> Mapping[str, str]:
        if run.section is None:
            return {}
        return {id_: self._style(run.page + place) for id_, place in run.order.head.anchors.items()}

    def _numbered(self, run: Leaves, folios: Mapping[str, str]) -> Leaves:
        """The run with the page numbers that are filled in."""
        if run.section is None or run.section.id in self._exact:
            return run
        return replace(run, numbers=tuple(folios[one.target] for one in run.order.head.references))


def _likely_length(order: Order | None) -> int:
    """A guess at the pages of what is not set yet."""
    return 1 if order is None else max(1, round(len(order.job.xhtml) / _BYTES_A_PAGE))


def _same(folios: Mapping[str, str], target: str) -> str:
    return folios.get(target.removeprefix(APART), "")


def _hidden(folios: Mapping[str, str], target: str) -> str:
    """A nought for each figure, and some more where they stand apart; a roman number stays as it is."""
    folio = _same(folios, target)
    if not folio.isdecimal():
        return folio
    return "0" * max(len(folio), _FIGURES_APART if target.startswith(APART) else 1)


def _all_found(order: Order, xhtml: bytes) -> bool:
    """Whether all the noughts were found on the pages: else it is set with the numbers themselves."""
    return len(order.head.references) == len(_NOUGHTS.findall(xhtml))


def _side_of(opening: Opening, page: int | None) -> Side | None:
    """The side a section begins on; None while that depends on a page nobody knows."""
    if opening is Opening.RECTO:
        return "recto"
    if opening is Opening.VERSO:
        return "verso"
    return None if page is None else side_of_page(page)


def side_of_page(page: int) -> Side:
    """Odd numbers are on the right."""
    return "recto" if page % 2 else "verso"
