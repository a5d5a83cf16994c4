"""A section, set: its pages as PDF objects that know no number of their own, and what binding needs of them.

The objects of a fragment stand in one text. Where one of them names an object, the text holds the byte
`HOLE`, and `codes` says, hole by hole, what belongs there: so a fragment is put at any place of a file by
filling the holes. The head is what every binding looks at; the body only when its bytes are made.
"""

from __future__ import annotations

import json
import re
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from anthology.bindery.fields import is_field

HOLE, BETWEEN = b"\x00", b"\x01"
"""Stands for a number of an object; stands between two objects. Neither occurs in an object's own text."""

NUMBER = 1 << 24
"""Added to a code where the bare number of the object is wanted, and not a reference to it."""

PAGES, DOCUMENT, FONTS, COLOURS = -1, -2, -3, -4
"""Codes of objects that all fragments share: page tree, root of the tags, fonts, colour spaces."""

_LENGTHS = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as it was set: its size, the name it has in the style sheets, and the words that it shows."""

    kind: str
    blank: bool
    width_pt: float
    height_pt: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an id stands: its page (from 0), and the point in pt from the lower left corner."""

    name: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the outline that a fragment gives: its level from 1, and where it leads."""

    level: int
    title: str
    page: int
    x: float
    y: float
    open: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A page number that a page prints: where its glyphs stand, and those of the ten figures.

    `at` is where the first glyph stands in the content of the page, as four hexadecimals, and `step` how far
    it is to the next; `count` how many they are; `target` the id whose page they tell; `text_at` where they
    begin in the words of the page, or -1. `advance` is how far each figure moves on (in thousandths of an em)
    where the number may be shorter; 0 where it may not. It is then held at its right end; or, where `size`
    (that of its letters) is given, what stands behind it in its line moves up: the numbers at the places
    `after` in the content of the page, and at the places `rects` in the text of the objects (`rows.py`).
    """

    page: int
    at: int
    count: int
    target: str
    figures: tuple[str, ...]
    step: int = 4
    text_at: int = -1
    advance: int = 0
    size: float = 0.0
    after: tuple[int, ...] = ()
    rects: tuple[int, ...] = ()

    def room(self, number: str) -> float:
        """How far what stands behind it moves up for that number, in units of the content."""
        return (self.count - len(number)) * self.advance / 1000 * self.size

    def places(self) -> range:
        """Where its glyphs stand in the content of the page."""
        return range(self.at, self.at + self.step * self.count, self.step)


@dataclass(frozen=True, slots=True)
class Face:
    """A font as a fragment uses it: `widths` (in thousandths of an em) and `letters` by number of the glyph.

    `key` is its name in the content of pages; `file` the digest of the font file. `ascent` and `descent` are
    in thousandths of an em, `flags` those of ISO 32000-1, 9.8.2.
    """

    key: str
    name: str
    family: str
    file: str
    flags: int
    italic_angle: int
    ascent: int
    descent: int
    stem: int
    widths: Mapping[int, float]
    letters: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Stray:
    """Words of a page (from 0) that nobody could read there: what became of them, the words, how many.

    `way` is one of `outside`, `cut`, `invisible`, `covered`, `overprinted`, `disordered`; `words` are the
    first of them.
    """

    page: int
    way: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Loose:
    """A line of a page (from 0) whose spaces are too wide: how wide, in em, and the words of the line."""

    page: int
    space_em: float
    words: str


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page (from 0) begins in the text of its document.

    `id` is the one that was opened last before it, and `characters` how many were read since, as
    `anthology.bindery.starts` counts them.
    """

    page: int
    id: str
    characters: int


PHOTOGRAPH_PPI = 150
"""Points an inch that a photograph keeps at the size it is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the text as it was placed: its file (`photos/x.jpg`), its page (from 0), its size in pt.

    `local` is the number of its object, `pixels` are those of the picture it was made from.
    """

    local: int
    name: str
    page: int
    width_pt: float
    height_pt: float
    pixels: tuple[int, int]

    @property
    def ppi(self) -> float:
        """Points an inch that the picture has at that size: in the direction where they are fewer."""
        sides = zip(self.pixels, (self.width_pt, self.height_pt), strict=True)
        return min((72 * pixels / size for pixels, size in sides if size > 0), default=0.0)


@dataclass(frozen=True, slots=True)
class Head:
    """What binding must know of a fragment without its bytes. `objects` is how many numbers it needs.

    `kids` are the tags at its top and `leaf` its part of the tree that leads from content to tags, by local
    number; `named` are the tags that have a name, each with its local number. `links` are the ids it leads to
    that stand elsewhere; `astray` the notes that are not on the page of their call; `strays` the words that
    cannot be read, `loose` the lines that are set too wide; `shared` the pictures by local number, with a
    digest by which two are known to be one. `references` are the page numbers it prints, page by page in the
    order of the content; `shown` the pictures of its text; `starts` where its pages begin, but for blank
    ones.
    """

    name: str
    pages: tuple[SetPage, ...]
    places: tuple[Place, ...]
    marks: tuple[Mark, ...]
    faces: tuple[Face, ...]
    objects: int
    page_objects: tuple[int, ...]
    kids: tuple[int, ...]
    leaf: int
    named: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()
    strays: tuple[Stray, ...] = ()
    loose: tuple[Loose, ...] = ()
    shared: Mapping[int, str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    shown: tuple[Shown, ...] = ()
    starts: tuple[Start, ...] = ()

    @property
    def anchors(self) -> Mapping[str, int]:
        """On which page (from 0) each id stands."""
        return {place.name: place.page for place in self.places}


@dataclass(frozen=True, slots=True)
class StreamPart:
    """A stream of a fragment: its local number, its dictionary with holes, and its bytes.

    `page` is the page (from 0) whose content it is: then the bytes are as they are drawn, and no filter is
    in the dictionary; -1 for any other stream.
    """

    local: int
    dictionary: bytes
    codes: Sequence[int]
    data: bytes
    page: int = -1


@dataclass(frozen=True, slots=True)
class Body:
    """The objects of a fragment: those of plain text, by local number in order, and the streams."""

    text: bytes
    codes: Sequence[int]
    plain: tuple[int, ...]
    streams: tuple[StreamPart, ...]


def dump_head(head: Head) -> bytes:
    """A head as JSON."""
    figures = {one.figures: None for one in head.references}
    places = {table: place for place, table in enumerate(figures)}
    value = {
        "name": head.name,
        "pages": [[one.kind, one.blank, one.width_pt, one.height_pt, one.text] for one in head.pages],
        "places": [[one.name, one.page, one.x, one.y] for one in head.places],
        "marks": [[one.level, one.title, one.page, one.x, one.y, one.open] for one in head.marks],
        "faces": [_face_values(face) for face in head.faces],
        "objects": head.objects,
        "page_objects": head.page_objects,
        "kids": head.kids,
        "leaf": head.leaf,
        "named": head.named,
        "links": head.links,
        "astray": head.astray,
        "loose": [[one.page, one.space_em, one.words] for one in head.loose],
        "strays": [[one.page, one.way, one.words, one.count] for one in head.strays],
        "shared": list(head.shared.items()),
        "shown": [_shown_values(one) for one in head.shown],
        "starts": [[one.page, one.id, one.characters] for one in head.starts],
        "figures": ["".join(table) for table in figures],
        "references": [
            [*_reference_values(one), places[one.figures], one.size, one.after, one.rects]
            for one in head.references
        ],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load_head(data: bytes) -> Head:
    """The head that was dumped.

    Raises:
        ValueError, LookupError, TypeError: it is damaged.
    """
    value = _read(data.decode("utf-8", "surrogatepass"))
    head = Head(
        name=_one(value["name"], _TEXT),
        pages=tuple(SetPage(*one) for one in _rows(value["pages"], _TEXT, _FLAG, _REAL, _REAL, _TEXT)),
        places=tuple(Place(*one) for one in _rows(value["places"], _TEXT, _WHOLE, _REAL, _REAL)),
        marks=tuple(Mark(*one) for one in _rows(value["marks"], _WHOLE, _TEXT, _WHOLE, _REAL, _REAL, _FLAG)),
        faces=tuple(_face(*one) for one in _all(value["faces"], _ROW)),
        objects=_one(value["objects"], _WHOLE),
        page_objects=tuple(_all(value["page_objects"], _WHOLE)),
        kids=tuple(_all(value["kids"], _WHOLE)),
        leaf=_one(value["leaf"], _WHOLE),
        named=tuple(map(tuple, _rows(value["named"], _TEXT, _WHOLE))),
        links=tuple(_all(value["links"], _TEXT)),
        astray=tuple(_all(value["astray"], _TEXT)),
        loose=tuple(Loose(*one) for one in _rows(value["loose"], _WHOLE, _REAL, _TEXT)),
        strays=tuple(Stray(*one) for one in _rows(value["strays"], _WHOLE, _TEXT, _TEXT, _WHOLE)),
        shared=dict(map(tuple, _rows(value["shared"], _WHOLE, _TEXT))),
        references=tuple(_references(value)),
        shown=tuple(_shown(value["shown"])),
        starts=tuple(Start(*one) for one in _rows(value["starts"], _WHOLE, _TEXT, _WHOLE)),
    )
    _below(len(head.pages), [place.page for place in head.places] + [mark.page for mark in head.marks])
    _below(head.objects, [local for _, local in head.named])
    _below(head.objects, (*head.page_objects, *head.kids, *head.shared, max(head.leaf, 0)))
    _below(len(head.pages), [one.page for one in head.shown])
    _below(len(head.pages), [one.page for one in head.loose])
    _below(len(head.pages), [one.page for one in head.starts])
    _below(head.objects, [one.local for one in head.shown])
    if len(head.page_objects) != len(head.pages):
        raise ValueError("a page without an object")
    return head


def _reference_values(one: Reference) -> list[object]:
    return [one.page, one.at, one.count, one.target, one.step, one.text_at, one.advance]


def _references(value: Any) -> Iterator[Reference]:
    tables = [_table(text) for text in _all(value["figures"], _TEXT)]
    kinds = (_WHOLE, _WHOLE, _WHOLE, _TEXT, _WHOLE, _WHOLE, _WHOLE, _WHOLE, _REAL, _ROW, _ROW)
    for *plain, table, size, after, rects in _rows(value["references"], *kinds):
        page, at, count, target, step, text_at, advance = plain
        _below(len(value["pages"]), [page])
        _below(len(tables), [table])
        if step < 4:
            raise ValueError("glyphs in one another")
        if not 0 <= advance < 1000:
            raise ValueError("a figure wider than an em")
        moved = (tuple(_all(places, _WHOLE)) for places in (after, rects))
        yield Reference(page, at, count, target, tables[table], step, text_at, advance, size, *moved)


def _shown_values(one: Shown) -> list[object]:
    return [one.local, one.name, one.page, one.width_pt, one.height_pt, *one.pixels]


def _shown(value: Any) -> Iterator[Shown]:
    for local, name, page, width, height, *pixels in _rows(
        value, _WHOLE, _TEXT, _WHOLE, _REAL, _REAL, _WHOLE, _WHOLE
    ):
        yield Shown(local, name, page, width, height, (pixels[0], pixels[1]))


def _table(text: str) -> tuple[str, ...]:
    """The glyphs of the ten figures."""
    if not re.fullmatch("[0-9a-f]{40}", text):
        raise ValueError("no ten glyphs")
    return tuple(text[place : place + 4] for place in range(0, 40, 4))


def _face_values(face: Face) -> list[object]:
    glyphs = sorted(face.widths)
    letters = [face.letters.get(glyph) for glyph in glyphs]
    plain = [face.key, face.name, face.family, face.file, face.flags, face.italic_angle]
    return [
        *plain,
        face.ascent,
        face.descent,
        face.stem,
        glyphs,
        [face.widths[one] for one in glyphs],
        letters,
    ]


def _face(*values: Any) -> Face:
    *plain, glyphs, widths, letters = values
    _all(plain[:4], _TEXT), _all(plain[4:], _WHOLE)
    _all(glyphs, _WHOLE), _all(widths, _REAL), _all(letters, _TEXT_OR_NONE)
    shown = {glyph: text for glyph, text in zip(glyphs, letters, strict=True) if text is not None}
    return Face(*plain, dict(zip(glyphs, widths, strict=True)), shown)  # type: ignore[call-arg]


def dump_body(body: Body) -> bytes:
    """A body as bytes: a JSON table of lengths, then the texts, codes and streams."""
    parts: list[bytes] = [body.text, _numbers(body.codes)]
    for stream in body.streams:
        parts += [stream.dictionary, _numbers(stream.codes), stream.data]
    table = json.dumps(
        {
            "plain": body.plain,
            "streams": [[stream.local, stream.page] for stream in body.streams],
            "sizes": [len(part) for part in parts],
        },
        separators=(",", ":"),
    ).encode()
    return len(table).to_bytes(4, "big") + table + b"".join(parts)


def load_body(data: bytes) -> Body:
    """The body that was dumped.

    Raises:
        ValueError, LookupError, TypeError: it is damaged.
    """
    start = 4 + int.from_bytes(data[:4], "big")
    table = _read(data[4:start].decode())
    parts = []
    for size in _all(table["sizes"], _WHOLE):
        parts.append(data[start : start + size])
        start += size
    if start != len(data):
        raise ValueError("cut off")
    text, codes, *rest = parts
    streams = tuple(
        StreamPart(local, *_part(rest[3 * place : 3 * place + 3]), page)
        for place, (local, page) in enumerate(_rows(table["streams"], _WHOLE, _WHOLE))
    )
    return Body(text, _read_numbers(codes), tuple(_all(table["plain"], _WHOLE)), streams)


def fits(head: Head, body: Body) -> bool:
    """Whether a body is one of that head, as far as binding relies on it."""
    texts = [(body.text, body.codes), *((part.dictionary, part.codes) for part in body.streams)]
    numbers = [*body.plain, *(part.local for part in body.streams)]
    pages = sorted(part.page for part in body.streams if part.page >= 0)
    drawn = {part.page: part.data for part in body.streams}
    return (
        len(body.plain) == body.text.count(BETWEEN) + 1
        and all(text.count(HOLE) == len(codes) for text, codes in texts)
        and all(_means_something(code, head.objects) for _, codes in texts for code in set(codes))
        and sorted(numbers) == list(range(head.objects))
        and pages == list(range(len(head.pages)))
        and all(_is_number(drawn[one.page], one) for one in head.references)
        and all(_can_move(drawn[one.page], one.after) for one in head.references)
        and all(_can_move(body.text, one.rects) for one in head.references)
    )


def _is_number(content: bytes, one: Reference) -> bool:
    found = {content[place : place + 4] for place in one.places()}
    known = found <= {figure.encode() for figure in one.figures}
    return known and one.count > 0 and one.at >= 2 and content[one.at - 2 : one.at] == b"[<"


def _can_move(text: bytes, places: Sequence[int]) -> bool:
    return all(is_field(text, place) for place in places)


def _means_something(code: int, objects: int) -> bool:
    return COLOURS <= code < objects or NUMBER <= code < NUMBER + objects


def _part(three: Sequence[bytes]) -> tuple[bytes, Sequence[int], bytes]:
    dictionary, codes, data = three
    return dictionary, _read_numbers(codes), data


def _numbers(codes: Sequence[int]) -> bytes:
    return b"".join(code.to_bytes(4, "big", signed=True) for code in codes)


def _read_numbers(data: bytes) -> Sequence[int]:
    numbers = array("i")
    numbers.frombytes(data)
    if struct.pack("=i", 1) == struct.pack("<i", 1):
        numbers.byteswap()
    return numbers


# --- what was written is read with care: it may have been damaged ------------------------------------

_Kind = frozenset[type]
_TEXT, _WHOLE, _FLAG = _Kind({str}), _Kind({int}), _Kind({bool})
_REAL, _TEXT_OR_NONE, _ROW = _Kind({int, float}), _Kind({str, type(None)}), _Kind({list})


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested without end") from None


def _rows(rows: Any, *kinds: _Kind) -> Any:
    """Rows of a table whose columns hold values of these kinds."""
    for column, kind in zip(zip(*rows, strict=True), kinds, strict=True) if rows else ():
        _all(column, kind)
    return rows


def _all(values: Any, kind: _Kind) -> Any:
    if not isinstance(values, list | tuple) or not kind.issuperset(map(type, values)):
        raise TypeError("a value of another kind")
    if kind is _REAL and not all(map(isfinite, values)):
        raise ValueError("a number without end")
    return values


def _one(value: Any, kind: _Kind) -> Any:
    return _all([value], kind)[0]


def _below(end: int, numbers: Iterable[int]) -> None:
    if not all(0 <= number < end for number in numbers):
        raise ValueError("a number of nothing")


def dump(head: Head, body: Body) -> bytes:
    """Head and body in one, as a worker sends them."""
    first, second = dump_head(head), dump_body(body)
    return _LENGTHS.pack(len(first), len(second)) + first + second


def split(data: bytes) -> tuple[bytes, bytes]:
    """The dumped head and the dumped body of what a worker sent."""
    first, second = _LENGTHS.unpack_from(data)
    start = _LENGTHS.size
    return data[start : start + first], data[start + first : start + first + second]
