"""Fragments to one PDF: one tree of tags, one program a face, links across sections, outline, labels, folios.

Nothing is set here, and the engine is not loaded. The objects of a fragment get numbers in a range of their
own, rounded up, so that a fragment that grows a little moves no other; what was made of a fragment at its
place is kept, and a book in which one section changed is bound by making one section's bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby
from operator import index
from pathlib import Path
from typing import Protocol

from anthology.bindery import faces, fields, pdf
from anthology.bindery.faces import Program
from anthology.bindery.fragment import (
    BETWEEN,
    COLOURS,
    DOCUMENT,
    FONTS,
    HOLE,
    NUMBER,
    PAGES,
    Body,
    Face,
    Head,
    Mark,
    Reference,
    SetPage,
    StreamPart,
)
from anthology.bindery.packet import Properties as Properties
from anthology.bindery.packet import packet
from anthology.errors import LayoutError

_CATALOGUE, _PAGES, _TAGS, _DOCUMENT, _FONTS, _COLOURS, _PACKET, _INFO = range(1, 9)
_NAMES, _OUTLINE, _LEAVES, _PROFILE = range(9, 13)
_FIRST = 64
"""The number of the first object of the first fragment."""

_STEP = 128
"""The ranges of numbers begin at multiples of it: most corrections fit into the range that is there."""

_GROUP = 2048
"""Fragments whose numbers begin in one stretch of so many share an object stream."""

_PT_PER_PX = 0.75
_SRGB = "sRGB IEC61966-2.1"
_LAB = b"[/Lab <</WhitePoint [%b]/Range [-125 125 -125 125]>>]"
# The white points of CSS Color 4, as the engine writes them.
_WHITES = {
    "lab-d50": (0.3457 / 0.3585, 1.0, (1.0 - 0.3457 - 0.3585) / 0.3585),
    "lab-d65": (0.3127 / 0.329, 1.0, (1.0 - 0.3127 - 0.329) / 0.329),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """How a run of pages is numbered: `style` is `r` (roman) or `D` (arabic), from `first`."""

    index: int
    style: str
    first: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment in a book: its head, how to get its body, a digest of both, and what is laid over each page.

    `over` holds, for each page, the operators that draw its folio; none where it is empty. `numbers` are the
    page numbers that it prints, one for each of the head's references, or none where they are to stay.
    """

    head: Head
    body: Callable[[], Body]
    key: str
    over: tuple[bytes, ...] = ()
    numbers: tuple[str, ...] = ()


_Placed = tuple[Piece, int]


class Kept(Protocol):
    """Where bytes are kept from one binding to the next."""

    def recall(self, kind: str, key: str) -> bytes | None:
        """The bytes of that name, or None."""

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes under that name."""


class _Nowhere:
    def recall(self, kind: str, key: str) -> bytes | None:
        return None

    def keep(self, kind: str, key: str, data: bytes) -> None:
        pass


def bind(
    pieces: Sequence[Piece],
    labels: Sequence[Labels],
    properties: Properties,
    program: Program | None = None,
    kept: Kept | None = None,
    *,
    laid_over: Iterable[Sequence[Face]] = (),
    level: int = pdf.BEST,
) -> bytes:
    """All pages in order as one tagged PDF; `program` gives the fonts, which are left out without it.

    `laid_over` are the faces of what is laid over the pages; `level` says how hard to pack.

    Raises:
        LayoutError: `link-target-missing`: a section leads to an id that no section holds.
    """
    known = kept if kept is not None else _Nowhere()
    return _Binding(pieces, labels, properties, program, known, laid_over, level).data()


def words(head: Head, body: Body) -> Head:
    """The head of a fragment with the words that a reader of the file sees on each page."""
    alone = replace(head, links=())
    texts = _texts(alone, body, ())
    said = replace(
        head, pages=tuple(replace(page, text=text) for page, text in zip(head.pages, texts, strict=True))
    )
    return _located(said, texts, lambda numbers: _texts(alone, body, numbers)) if head.references else said


def _texts(head: Head, body: Body, numbers: tuple[str, ...]) -> list[str]:
    """The words of each page, as a reader of the file sees them."""
    import pypdfium2 as pdfium  # only here: a binding of kept fragments reads no page

    piece = Piece(head, lambda: body, "", numbers=numbers)
    data = bind([piece], [], Properties(head.name, (), ""), level=0)
    with pdfium.PdfDocument(io.BytesIO(data)) as document:
        return [_text(page) for page in document]


def _located(head: Head, set_: Sequence[str], texts: Callable[[tuple[str, ...]], Sequence[str]]) -> Head:
    """The head, with the places in its words of the page numbers it prints.

    Nothing else changes when the numbers do: so the places are found by changing them. Where it is not sure
    which number stands where, there are none, and the numbers are not changed later.
    """
    noughts, ones = (tuple(figure * one.count for one in head.references) for figure in "01")
    # Numbers of other places are set as noughts, and need no second look; a folio is set as it is.
    are_noughts = all(one.target for one in head.references)
    first, second = set_ if are_noughts else texts(noughts), texts(ones)
    places = [
        [place for place, pair in enumerate(zip(*pages, strict=False)) if pair == ("0", "1")]
        for pages in zip(first, second, strict=True)
    ]
    references, taken = [], [0] * len(places)
    for one in head.references:
        start = taken[one.page]
        taken[one.page] += one.count
        own = places[one.page][start : start + one.count]
        references.append(replace(one, text_at=own[0] if own else -1))
    located = replace(head, references=tuple(references))
    numbers = tuple(_some_number(place, one) for place, one in enumerate(references))
    told = [page.text for page in with_numbers(located, numbers)]
    # A line that a shorter number made shorter may end in one space more or less for a reader of the file.
    is_so = [one.split() for one in told] == [one.split() for one in texts(numbers)]
    return located if is_so else replace(head, references=())


def _some_number(place: int, one: Reference) -> str:
    """A number that fits a reference: shorter than it if it may be."""
    if one.advance:
        return str(place % 10 ** max(1, one.count - place % one.count))
    return str(place % 10**one.count).zfill(one.count)


def with_numbers(head: Head, numbers: Sequence[str]) -> tuple[SetPage, ...]:
    """The pages of a head, whose words tell these page numbers."""
    texts = texts_with(head, zip(head.references, numbers, strict=True))
    return tuple(replace(page, text=text) for page, text in zip(head.pages, texts, strict=True))


def texts_with(head: Head, said: Iterable[tuple[Reference, str]]) -> list[str]:
    """The words of the pages of a head, in which each of these references tells that number."""
    texts = [page.text for page in head.pages]
    # From the last to the first: a number may be shorter than what stands for it.
    for one, number in sorted(said, key=lambda pair: pair[0].text_at, reverse=True):
        before = texts[one.page]
        texts[one.page] = before[: one.text_at] + number + before[one.text_at + one.count :]
    return texts


def _text(page: object) -> str:
    text = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(text.get_text_range())
    finally:
        text.close()


class _Binding:
    def __init__(
        self,
        pieces: Sequence[Piece],
        labels: Sequence[Labels],
        properties: Properties,
        program: Program | None,
        kept: Kept,
        laid_over: Iterable[Sequence[Face]],
        level: int,
    ) -> None:
        self.level = level
        self.pieces, self.labels, self.properties = pieces, labels, properties
        self.program, self.kept = program, kept
        self.bases, end = _ranges(pieces)
        self.faces = faces.united([*(piece.head.faces for piece in pieces), *laid_over])
        self.first_face = end
        self.first_mark = end + faces.OBJECTS * len(self.faces)
        self.pages = [
            base + local
            for piece, base in zip(pieces, self.bases, strict=True)
            for local in piece.head.page_objects
        ]
        self.pictures = self._pictures()

    def data(self) -> bytes:
        lots = chain(self._lots(), self._whole())
        return pdf.file(lots, root=_CATALOGUE, info=_INFO, number=_PROFILE + 2)

    # --- fragments -----------------------------------------------------------------------------------

    def _pictures(self) -> dict[str, int]:
        """The number of each picture: that which it has where it is first shown."""
        numbers: dict[str, int] = {}
        for piece, base in zip(self.pieces, self.bases, strict=True):
            for local, digest in piece.head.shared.items():
                numbers.setdefault(digest, base + local)
        return numbers

    def _lots(self) -> Iterator[pdf.Lot]:
        """The bytes of the fragments, some neighbours at a time: one object stream packs better than many."""
        placed = zip(self.pieces, self.bases, strict=True)
        for _, group in groupby(placed, key=lambda one: one[1] // _GROUP):
            yield self._lot(list(group))

    def _lot(self, group: Sequence[_Placed]) -> pdf.Lot:
        elsewhere = [self._elsewhere(piece, base) for piece, base in group]
        said = [
            [
                piece.key,
                base,
                sorted(moved.items()),
                [one.decode("latin-1") for one in piece.over],
                piece.numbers,
            ]
            for (piece, base), moved in zip(group, elsewhere, strict=True)
        ]
        key, known = json.dumps(said), all(piece.key for piece, _ in group)
        found = self.kept.recall("lot", key) if known else None
        there = _load_lot(group[0][1], found) if found is not None else None
        if there is not None:
            return there
        made = _made_lot(group, elsewhere, self.level)
        if known:
            self.kept.keep("lot", key, _dump_lot(made))
        return made

    def _elsewhere(self, piece: Piece, base: int) -> dict[int, int]:
        """The pictures that the file holds already, by local number, and the number each has there."""
        numbers = {local: self.pictures[digest] for local, digest in piece.head.shared.items()}
        return {local: number for local, number in numbers.items() if number != base + local}

    # --- the whole -----------------------------------------------------------------------------------

    def _whole(self) -> Iterator[pdf.Lot]:
        """What is made of all fragments together: the objects of few numbers, then fonts and outline."""
        fonts, programs = self._fonts()
        lines, below = self._lines()
        marks = [(self.first_mark + place, self._mark(lines, below, place)) for place in range(len(lines))]
        plain = [
            (_CATALOGUE, self._catalogue(outlined=bool(lines))),
            (_PAGES, self._page_tree()),
            (_TAGS, self._tags()),
            (_DOCUMENT, self._document()),
            (_FONTS, self._font_names()),
            (_COLOURS, _colours()),
            (_INFO, self._info()),
            (_NAMES, self._names()),
            (_OUTLINE, self._outline(lines, below)),
            (_LEAVES, self._leaves()),
        ]
        said = pdf.stream(_PACKET, {"Type": b"/Metadata", "Subtype": b"/XML"}, packet(self.properties))
        profile = pdf.packed_stream(_PROFILE, {"N": b"3"}, _srgb())
        yield pdf.lot(_CATALOGUE, plain, [(_PACKET, said), (_PROFILE, profile)], _PROFILE + 1)
        yield pdf.lot(self.first_face, [*fonts, *marks], programs, self.first_mark + len(lines))

    def _catalogue(self, *, outlined: bool) -> bytes:
        return pdf.dictionary(
            {
                "Type": b"/Catalog",
                "Pages": pdf.reference(_PAGES),
                "Outlines": pdf.reference(_OUTLINE) if outlined else None,
                "Names": pdf.dictionary({"Dests": pdf.reference(_NAMES)}),
                "StructTreeRoot": pdf.reference(_TAGS),
                "ViewerPreferences": pdf.dictionary({"DisplayDocTitle": b"true"}),
                "MarkInfo": pdf.dictionary({"Marked": b"true"}),
                "Lang": pdf.string(self.properties.language),
                "Metadata": pdf.reference(_PACKET),
                "OutputIntents": pdf.array([_intent()]),
                "PageLabels": self._page_labels() if self.labels else None,
            }
        )

    def _page_tree(self) -> bytes:
        kids = pdf.array(map(pdf.reference, self.pages))
        return pdf.dictionary({"Type": b"/Pages", "Kids": kids, "Count": b"%d" % len(self.pages)})

    def _tags(self) -> bytes:
        return pdf.dictionary(
            {
                "Type": b"/StructTreeRoot",
                "ParentTree": pdf.reference(_LEAVES),
                "ParentTreeNextKey": b"%d" % self.first_face,
                "K": pdf.array([pdf.reference(_DOCUMENT)]),
                "IDTree": self._named(),
            }
        )

    def _named(self) -> bytes | None:
        """The tree from the names of tags to tags (ISO 32000-1, 14.7.2)."""
        numbers: dict[str, int] = {}
        for piece, base in zip(self.pieces, self.bases, strict=True):
            for name, local in piece.head.named:
                numbers.setdefault(name, base + local)
        ordered = sorted(numbers, key=_as_bytes)
        pairs = (pdf.string(name) + b" " + pdf.reference(numbers[name]) for name in ordered)
        return b"<</Names [%b]>>" % b" ".join(pairs) if numbers else None

    def _document(self) -> bytes:
        kids = (
            pdf.reference(base + local)
            for piece, base in zip(self.pieces, self.bases, strict=True)
            for local in piece.head.kids
        )
        return pdf.dictionary(
            {"Type": b"/StructElem", "S": b"/Document", "K": pdf.array(kids), "P": pdf.reference(_TAGS)}
        )

    def _leaves(self) -> bytes:
        leaves = (
            pdf.reference(base + piece.head.leaf)
            for piece, base in zip(self.pieces, self.bases, strict=True)
            if piece.head.leaf >= 0
        )
        return pdf.dictionary({"Kids": pdf.array(leaves)})

    def _info(self) -> bytes:
        about = self.properties
        said = {
            "Producer": about.producer,
            "Title": about.title,
            "Author": ", ".join(about.authors),
            "Subject": about.subject,
            "Keywords": ", ".join(about.keywords),
            "CreationDate": _pdf_date(about.date),
            "ModDate": _pdf_date(about.date),
        }
        return pdf.dictionary({key: pdf.string(text) for key, text in said.items() if text})

    def _page_labels(self) -> bytes:
        """The number tree of labels (ISO 32000-1, 12.4.2)."""
        entries = (
            b"%d <</S /%b/St %d>>" % (label.index, label.style.encode(), label.first) for label in self.labels
        )
        return pdf.dictionary({"Nums": pdf.array(entries)})

    # --- where links lead ----------------------------------------------------------------------------

    def _names(self) -> bytes:
        """The tree of named places; where two fragments have one id, the first is meant.

        Raises:
            LayoutError: a link leads nowhere.
        """
        places: dict[str, bytes] = {}
        page = 0
        for piece in self.pieces:
            for one in piece.head.places:
                place = b" ".join(
                    (
                        pdf.reference(self.pages[page + one.page]),
                        b"/XYZ",
                        pdf.real(one.x),
                        pdf.real(one.y),
                        b"0",
                    )
                )
                places.setdefault(one.name, place)
            page += len(piece.head.pages)
        self._stop_if_astray(places)
        ordered = sorted(places, key=_as_bytes)
        pairs = b" ".join(b"%b [%b]" % (pdf.string(name), places[name]) for name in ordered)
        return b"<</Names [%b]>>" % pairs

    def _stop_if_astray(self, places: Mapping[str, bytes]) -> None:
        for piece in self.pieces:
            missing = next((name for name in piece.head.links if name not in places), None)
            if missing is not None:
                raise LayoutError(
                    "link-target-missing",
                    f"a link leads to “{missing}”, which is nowhere in the book",
                    hint="mend the link, or the template that makes it",
                    file=piece.head.name,
                )

    # --- outline -------------------------------------------------------------------------------------

    def _lines(self) -> tuple[list[_Line], dict[int, list[int]]]:
        """The lines of the outline, and by the place of each the places of those that it holds."""
        lines: list[_Line] = []
        below: dict[int, list[int]] = {}
        above: list[int] = []
        for mark in self._marks():
            while above and lines[above[-1]].mark.level >= mark.level:
                above.pop()
            inside = below.setdefault(above[-1] if above else -1, [])
            above.append(len(lines))
            inside.append(len(lines))
            lines.append(_Line(mark, above[-2] if len(above) > 1 else -1, len(inside) - 1))
        return lines, below

    def _marks(self) -> Iterator[Mark]:
        page = 0
        for piece in self.pieces:
            yield from (replace(mark, page=page + mark.page) for mark in piece.head.marks)
            page += len(piece.head.pages)

    def _outline(self, lines: Sequence[_Line], below: Mapping[int, Sequence[int]]) -> bytes:
        top = below.get(-1)
        if not top:
            return b"null"
        return pdf.dictionary(
            {
                "Count": b"%d" % _shown(lines, below, -1),
                "First": self._mark_number(top[0]),
                "Last": self._mark_number(top[-1]),
            }
        )

    def _mark(self, lines: Sequence[_Line], below: Mapping[int, Sequence[int]], place: int) -> bytes:
        mark, parent, at = lines[place].mark, lines[place].parent, lines[place].order
        beside, inside = below[parent], below.get(place, ())
        point = (pdf.reference(self.pages[mark.page]), b"/XYZ", pdf.real(mark.x), pdf.real(mark.y), b"0")
        shown = _shown(lines, below, place)
        number = self._mark_number
        return pdf.dictionary(
            {
                "Title": pdf.string(mark.title),
                "Dest": pdf.array(point),
                "Count": b"%d" % (shown if mark.open else -shown),
                "Prev": number(beside[at - 1]) if at else None,
                "Next": number(beside[at + 1]) if at + 1 < len(beside) else None,
                "First": number(inside[0]) if inside else None,
                "Last": number(inside[-1]) if inside else None,
                "Parent": number(parent) if parent >= 0 else pdf.reference(_OUTLINE),
            }
        )

    def _mark_number(self, place: int) -> bytes:
        return pdf.reference(self.first_mark + place)

    # --- fonts ---------------------------------------------------------------------------------------

    def _fonts(self) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
        plain: list[tuple[int, bytes]] = []
        streams: list[tuple[int, bytes]] = []
        for place, face in enumerate(self.faces):
            program = self._program(face)
            texts, data = faces.objects(face, self.first_face + faces.OBJECTS * place, program)
            plain += texts
            streams += data
        return plain, streams

    def _program(self, face: Face) -> bytes | None:
        if self.program is None:
            return None
        glyphs = sorted(face.letters)
        key = json.dumps([face.file, glyphs])
        found = self.kept.recall("face", key)
        if found is None:
            found = self.program(face.file, glyphs)
            self.kept.keep("face", key, found)
        return found

    def _font_names(self) -> bytes:
        return pdf.dictionary(
            {
                face.key: pdf.reference(self.first_face + faces.OBJECTS * place)
                for place, face in enumerate(self.faces)
            }
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the outline: the place of the line above it that holds it, or -1, and its place in there."""

    mark: Mark
    parent: int
    order: int


def _shown(lines: Sequence[_Line], below: Mapping[int, Sequence[int]], place: int) -> int:
    """How many lines below this one a viewer shows at first."""
    inside = below.get(place, ())
    return len(inside) + sum(_shown(lines, below, one) for one in inside if lines[one].mark.open)


def first_numbers(pieces: Sequence[Piece]) -> list[int]:
    """The number of the first object of each fragment, in the file that they are bound to."""
    return _ranges(pieces)[0]


def _ranges(pieces: Sequence[Piece]) -> tuple[list[int], int]:
    """The first number of each fragment, and the first after them all."""
    bases, at = [], _FIRST
    for piece in pieces:
        bases.append(at)
        at += -(-(piece.head.objects + 1) // _STEP) * _STEP
    return bases, at


def _made_lot(group: Sequence[_Placed], elsewhere: Sequence[Mapping[int, int]], level: int) -> pdf.Lot:
    """The bytes of neighbouring fragments, each numbered from its base."""
    plain: list[tuple[int, bytes]] = []
    streams: list[tuple[int, bytes]] = []
    for (piece, base), moved in zip(group, elsewhere, strict=True):
        body = piece.body()
        fill = _Filling(base, piece.head.objects, moved)
        texts = fill.filled(_links_moved(body.text, piece), body.codes).split(BETWEEN)
        plain += [(base + local, text) for local, text in zip(body.plain, texts, strict=True)]
        streams += [
            (base + part.local, _stream(part, base, piece, fill, level))
            for part in body.streams
            if part.local not in moved
        ]
    last, base = group[-1]
    return pdf.lot(group[0][1], plain, streams, base + last.head.objects, level)


class _Filling:
    """Puts numbers into the holes of a text."""

    def __init__(self, base: int, count: int, elsewhere: Mapping[int, int]) -> None:
        numbers = [elsewhere.get(local, base + local) for local in range(count)]
        self.numbers = numbers
        self.shared = {PAGES: _PAGES, DOCUMENT: _DOCUMENT, FONTS: _FONTS, COLOURS: _COLOURS}

    def filled(self, text: bytes, codes: Sequence[int]) -> bytes:
        parts = text.split(HOLE)
        whole = [b""] * (2 * len(parts) - 1)
        whole[::2] = parts
        whole[1::2] = map(self._said, codes)
        return b"".join(whole)

    def _said(self, code: int) -> bytes:
        if code >= NUMBER:
            return b"%d" % self.numbers[code - NUMBER]
        return b"%d 0 R" % (self.numbers[code] if code >= 0 else self.shared[code])


def _stream(part: StreamPart, base: int, piece: Piece, fill: _Filling, level: int) -> bytes:
    number = base + part.local
    if part.page < 0:
        return pdf.raw_stream(number, fill.filled(part.dictionary, part.codes), part.data)
    folio = piece.over[part.page] if piece.over else b""
    content = _with_numbers(part, piece)
    return pdf.packed_stream(number, {}, _with_folio(content, folio) if folio else content, level)


def _links_moved(text: bytes, piece: Piece) -> bytes:
    """The objects of a fragment, with its links where its page numbers leave them."""
    said = zip(piece.head.references, piece.numbers, strict=True) if piece.numbers else ()
    sides = [(place, _PT_PER_PX * one.room(number)) for one, number in said for place in one.rects]
    return fields.moved(text, sides) if sides else text


def _with_numbers(part: StreamPart, piece: Piece) -> bytes:
    """The content of a page with the numbers of pages that it prints."""
    if not piece.numbers:
        return part.data
    said = zip(piece.head.references, piece.numbers, strict=True)
    return numbered(part.data, ((one, number) for one, number in said if one.page == part.page))


def numbered(content: bytes, said: Iterable[tuple[Reference, str]]) -> bytes:
    """The content of a page in which each of these references tells that number."""
    known = list(said)
    behind = [(place, one.room(number)) for one, number in known for place in one.after]
    filled = bytearray(fields.moved(content, behind))
    for one, number in known:
        places = one.places()
        missing = len(places) - len(number)
        if missing:
            _left_out(filled, one, missing)
        for place, figure in zip(places[missing:], number, strict=True):
            filled[place : place + 4] = one.figures[int(figure)].encode()
    return bytes(filled)


def _left_out(content: bytearray, one: Reference, missing: int) -> None:
    """Take the first figures out, or put a move to the right in their place (ISO 32000-1, 9.4.3)."""
    if not one.advance or missing < 0:
        raise ValueError("a number that is as long as another")
    start, end = one.at - len(b"[<"), one.places()[missing]
    move = b"" if one.size else b"-%d" % (missing * one.advance)
    content[start:end] = (b"[" + move).ljust(end - start - 1) + b"<"


def _with_folio(content: bytes, folio: bytes) -> bytes:
    """The content of a page with its folio over it, which is no part of the text (ISO 32000-1, 14.8.2.2)."""
    return b"q\n%b\nQ\n/Artifact <</Type /Pagination>> BDC\nq\n%b\nQ\nEMC" % (content, folio)


def _as_bytes(name: str) -> tuple[bool, bytes]:
    """A key that puts names in the order of their bytes in the file: ASCII, then UTF-16 and its mark."""
    return not name.isascii(), name.encode("utf-16-be", "replace")


def _dump_lot(one: pdf.Lot) -> bytes:
    table = json.dumps([len(one.rows), one.offsets], separators=(",", ":")).encode()
    return len(table).to_bytes(4, "big") + table + one.rows + one.data


def _load_lot(first: int, data: bytes) -> pdf.Lot | None:
    """The lot that was dumped; None if it is damaged."""
    start = 4 + int.from_bytes(data[:4], "big")
    try:
        size, offsets = json.loads(data[4:start])
        one = pdf.Lot(
            first,
            data[start + size :],
            data[start : start + size],
            tuple((index(place), index(offset)) for place, offset in offsets),
        )
        return one if len(one.rows) == size and one.fits() else None
    except (ValueError, TypeError, RecursionError):
        return None


def _colours() -> bytes:
    said = {name: _LAB % b" ".join(map(pdf.real, white)) for name, white in _WHITES.items()}
    return pdf.dictionary(said)


def _intent() -> bytes:
    """In which colours the file is to be seen (ISO 19005-2, 6.2.3)."""
    return pdf.dictionary(
        {
            "Type": b"/OutputIntent",
            "S": b"/GTS_PDFA1",
            "OutputConditionIdentifier": pdf.string(_SRGB),
            "Info": pdf.string(_SRGB),
            "DestOutputProfile": pdf.reference(_PROFILE),
        }
    )


@cache
def _srgb() -> bytes:
    return Path(__file__).with_name("sRGB2014.icc").read_bytes()


def _pdf_date(date: str) -> str:
    """An ISO 8601 date, as far as it goes, in the form of PDF (ISO 32000-1, 7.9.4)."""
    return "D:" + date.replace("-", "") if date else ""
