"""Documents to fragments: as an earlier build kept them, or set now by the crew."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field
from urllib.parse import unquote

from anthology import resources
from anthology.bindery import fragment
from anthology.bindery.binding import Piece
from anthology.bindery.crew import Shared
from anthology.bindery.fragment import Body, Head
from anthology.bindery.jobs import Job, Look, Side
from anthology.bindery.work import set_fragment
from anthology.cache import digest
from anthology.layouts import Layout
from anthology.writers.making import Making

_SHOWN = re.compile(rb"""\bsrc=["']([^"']+)["']""")


class Style:
    """What documents are set with; the bytes of its fonts are only read when something is set."""

    def __init__(self, layout: Layout, sheets: Mapping[str, str]) -> None:
        self.sheets = sheets
        self._files = [face.file for face in layout.fonts()]
        known = resources.digests(layout.theme)
        fonts = [part for file in self._files for part in (file, known[f"fonts/{file}"])]
        self.key = digest(*(part for sheet in sheets.items() for part in sheet), *fonts)

    def look(self) -> Look:
        """The style sheets and the fonts themselves."""
        return Look(dict(self.sheets), {f"fonts/{file}": resources.font_bytes(file) for file in self._files})

    def shared(self, making: Making) -> Shared:
        """What stands for the look among the arguments of a task; a crew is given it once."""
        crew = making.crew
        _, shared = making.cache.hold(
            "look", f"{id(crew)} {self.key}", lambda: (crew, crew.share(self.look()))
        )
        return shared


@dataclass
class Order:
    """A document that is to be set: ready at once if an earlier build set it."""

    key: str
    job: Job
    style: Style
    making: Making
    future: Future[bytes] | None = None
    _head: Head | None = field(default=None, repr=False)

    @property
    def ready(self) -> bool:
        """Whether asking for the head does not wait."""
        return self._head is not None or (self.future is not None and self.future.done())

    @property
    def head(self) -> Head:
        """The fragment's head; waits for it.

        Raises:
            LayoutError: the document cannot be set.
        """
        if self._head is None:
            self._head = self._taken(self._begun().result())
            self.future = None
        return self._head

    def body(self) -> Body:
        """The fragment's body, which is set again if it was not kept, or is damaged."""
        data = self.making.cache.recall("fragment body", self.key)
        return (_body(data, self.head) if data else None) or self._set_again()

    def piece(self, over: tuple[bytes, ...] = (), numbers: tuple[str, ...] = ()) -> Piece:
        """The fragment as it is bound, with what is laid over its pages and the page numbers it prints."""
        return Piece(self.head, self.body, self.key, over, numbers)

    def begin(self) -> None:
        """Have it set, unless an earlier build kept its fragment."""
        self._head = self.making.cache.known("fragment head", self.key, fragment.load_head)
        if self._head is None:
            self._begun()

    def _begun(self) -> Future[bytes]:
        if self.future is None:
            look = self.style.shared(self.making)
            self.future = self.making.crew.submit(set_fragment, look, self.job, name=self.job.name)
        return self.future

    def _set_again(self) -> Body:
        body = fragment.split(self._begun().result())[1]
        self.making.cache.keep("fragment body", self.key, body)
        return fragment.load_body(body)

    def _taken(self, made: bytes) -> Head:
        head, body = fragment.split(made)
        self.making.cache.keep("fragment head", self.key, head)
        self.making.cache.keep("fragment body", self.key, body)
        return fragment.load_head(head)


def _body(data: bytes, head: Head) -> Body | None:
    """The body of that head, or None if it is damaged."""
    try:
        body = fragment.load_body(data)
    except (ValueError, LookupError, TypeError):
        return None
    return body if fragment.fits(head, body) else None


class Fragments:
    """Gives every document the fragment it becomes; each is set once."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self._orders: dict[str, Order] = {}

    def order(
        self, style: Style, name: str, xhtml: bytes, side: Side, first_page: int | None = None
    ) -> Order:
        """Have a document set that begins on that side."""
        pictures = _Pictures(xhtml, self.making.pictures)
        said = (part for file, data in pictures.items() for part in (file, digest(data)))
        key = digest(style.key, name, xhtml, side, str(first_page), *said)
        if key not in self._orders:
            order = Order(key, Job(name, xhtml, side, pictures, first_page), style, self.making)
            order.begin()
            self._orders[key] = order
        return self._orders[key]


def as_ready(orders: Iterable[Order]) -> Iterator[Order]:
    """The orders that are being set, each when it is ready."""
    futures = {order.future: order for order in orders if order.future is not None}
    for future in as_completed(futures):
        yield futures[future]


class _Pictures(Mapping[str, bytes]):
    """Those pictures of a book that one document shows, by address: read when they are asked for, or sent."""

    def __init__(self, xhtml: bytes, pictures: Mapping[str, bytes]) -> None:
        names = (unquote(html.unescape(found.decode("utf-8"))) for found in _SHOWN.findall(xhtml))
        self._names = dict.fromkeys(name for name in names if name in pictures)
        self._pictures = pictures

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._pictures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __reduce__(self) -> tuple[type[dict[str, bytes]], tuple[dict[str, bytes]]]:
        return dict, (dict(self),)
