"""A book shown by an engine in a browser, section by section, to what could be seen of each.

`pages/` holds a page for each engine, all with the same functions; `pages/looking.js` measures what they
laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.engines import shots
from tests.engines.webdriver import Browser


@dataclass(frozen=True)
class Shape:
    """How a reader reads: the window in CSS pixels, dark or light, and how large the text is."""

    name: str
    width: int
    height: int
    dark: bool = False
    size: str = "100%"

    @property
    def colours(self) -> tuple[str, str]:
        """Ink and ground, for an engine that leaves them to the reader's program."""
        return ("#dddddd", "#111111") if self.dark else ("#000000", "#ffffff")


@dataclass(frozen=True)
class Look:
    """What was seen of one section; `place` is its number in the book, `seen` what `looking.js` tells."""

    place: int
    section: str
    seen: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.seen[name]


@dataclass(frozen=True)
class Visit:
    """A book as one engine showed it in one shape; shots are PNG, some of its sections as they begin."""

    shape: Shape
    about: Mapping[str, Any]
    looks: Sequence[Look]
    shots: Sequence[tuple[Look, bytes]]

    def every(self, what: str) -> list[tuple[str, Any]]:
        """All that was seen of one kind, each with its section."""
        return [(look.section, one) for look in self.looks for one in look[what]]


def visit(browser: Browser, page: str, book: str, shape: Shape, only: Iterable[int] = ()) -> Visit:
    """Open a book on a page of an engine, and look at all its sections, or at some."""
    browser.open(page)
    about = browser.call("openBook", book, shape.size, shape.colours)
    places = list(only) or range(len(about["sections"]))
    looks = [Look(place, about["sections"][place], browser.call("lookAt", place)) for place in places]
    return Visit(shape, about, looks, list(_shots(browser, looks)))


def _shots(browser: Browser, looks: Sequence[Look]) -> Iterator[tuple[Look, bytes]]:
    """The longest sections, and those with the most pictures: there is most to see."""
    longest = sorted(looks, key=lambda look: -len(look["text"]))[:3]
    pictured = sorted(looks, key=lambda look: -len(look["pictures"]))[:2]
    for place, look in sorted({look.place: look for look in (*longest, *pictured)}.items()):
        browser.call("goTo", place)
        yield look, browser.picture()


def kept(visit: Visit, name: str) -> Visit:
    """The visit, its shots written where they can be looked at."""
    for look, png in visit.shots:
        shots.keep(f"{name}-{look.place:02}", png)
    return visit
