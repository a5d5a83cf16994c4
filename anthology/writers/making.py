"""What every writer is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from anthology.bindery.crew import Crew
from anthology.bindery.workers import in_process
from anthology.cache import Cache
from anthology.finished import PdfFile
from anthology.layouts import Layout
from anthology.model import Book, Finding
from anthology.progress import Progress, silent


@dataclass(frozen=True)
class Making:
    """The book, its layout, and the pictures by file name (`photos/x.jpg`).

    `progress(done, total, what)` is told after each step, `notice(finding)` what a person should know;
    `cache` holds what earlier builds made, and `crew` sets pages.
    """

    book: Book
    layout: Layout
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    progress: Progress = silent
    notice: Callable[[Finding], None] = lambda finding: None
    cache: Cache = field(default_factory=Cache)
    crew: Crew = field(default_factory=in_process)


@dataclass(frozen=True)
class Made:
    """What a writer made: its files by name, and what those of them show that the writer can tell itself."""

    files: Mapping[str, bytes]
    read: Mapping[str, PdfFile] = field(default_factory=lambda: MappingProxyType({}))
