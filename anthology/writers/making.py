"""What every writer is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from anthology.layouts import Layout
from anthology.model import Book, Finding
from anthology.progress import Progress, silent


@dataclass(frozen=True)
class Making:
    """The book, its layout, and the pictures by file name (`photos/x.jpg`).

    `progress(done, total, what)` is told after each step, `notice(finding)` what a person should know.
    """

    book: Book
    layout: Layout
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    progress: Progress = silent
    notice: Callable[[Finding], None] = lambda finding: None
