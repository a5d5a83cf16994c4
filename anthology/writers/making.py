"""What every writer is given."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from anthology.bindery.crew import Crew
from anthology.bindery.workers import in_process
from anthology.cache import Cache
from anthology.finished import PdfFile
from anthology.imposition import Folding
from anthology.layouts import Layout
from anthology.model import Book, Finding
from anthology.progress import Progress, silent

if TYPE_CHECKING:
    from anthology.printers import Printing

_T = TypeVar("_T")
Place = tuple[str | None, int | None, int | None]
"""File, line and column (both from 1), as far as they are known."""


class _Once:
    """What several writers need is made by the first who asks; the others wait for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[Hashable, Future[Any]] = {}

    def __call__(self, name: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            first = name not in self._made
            made: Future[_T] = self._made.setdefault(name, Future())
        if first:
            try:
                made.set_result(make())
            except BaseException as error:
                made.set_exception(error)
        return made.result()


def _plain() -> Printing:
    # Printers are read where something is made for one: most builds make a book for the screen alone.
    from anthology import printers

    return printers.plain()


@dataclass(frozen=True, slots=True)
class Conformance:
    """Who evaluated the e-book, and the standard that it was found to meet (EPUB Accessibility 1.1, 3).

    `standard` has the very letters that reading systems look for. A day, an address of the evaluation and
    what the evaluator is entitled to say it by are told where they are known.
    """

    evaluator: str
    standard: str
    date: str = ""
    report: str = ""
    credential: str = ""


@dataclass(frozen=True)
class Making:
    """The book, its layout, and the pictures by file name (`photos/x.jpg`).

    `progress(done, total, what)` is told after each step, `notice(finding)` what a person should know;
    `cache` holds what earlier builds made, and `crew` sets pages. `printed_by()` says where it is printed,
    `folding` how a booklet is folded, `cover_picture` which picture the cover shows, if any, and
    `conformance` what somebody who evaluated the e-book vouches for. `place(section id, words)` says where
    words of a section were written. `meanwhile()` is for who has something to do while a crew sets pages.
    """

    book: Book
    layout: Layout
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    progress: Progress = silent
    notice: Callable[[Finding], None] = lambda finding: None
    cache: Cache = field(default_factory=Cache)
    crew: Crew = field(default_factory=in_process)
    printed_by: Callable[[], Printing] = _plain
    folding: Folding = field(default_factory=Folding)
    cover_picture: str = ""
    conformance: Conformance | None = None
    place: Callable[[str, str], Place] = lambda section, words: (None, None, None)
    meanwhile: Callable[[], object] = lambda: None
    once: _Once = field(default_factory=_Once, init=False, compare=False, repr=False)
    """`once(name, make)` gives what `make` gave to the first writer that asked for that name."""

    @property
    def printing(self) -> Printing:
        """Where the book is printed, and what the editor says for it."""
        return self.once("printing", self.printed_by)


@dataclass(frozen=True)
class Made:
    """What a writer made: its files by name, and what those of them show that the writer can tell itself.

    `resolutions` tells the points an inch of their pictures at the placed size: the fewest and the most.
    """

    files: Mapping[str, bytes]
    read: Mapping[str, PdfFile] = field(default_factory=lambda: MappingProxyType({}))
    resolutions: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
