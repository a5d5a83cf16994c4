"""A document as the engine laid it out to a fragment: its PDF objects, taken over before they become a file.

The engine draws every page; its fonts are only noted, for all fragments of a book share one program a face.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import pydyf

from anthology.bindery import fields
from anthology.bindery.engine import engine
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
    Place,
    Reference,
    SetPage,
    StreamPart,
)
from anthology.bindery.placed import Placed, placing
from anthology.bindery.references import Drawn, noted, watching
from anthology.bindery.tags import tagging

_PT_PER_PX = 0.75
_WANTED = b"\x02%d\x02"
"""Stands, until the text is taken over, for the bare number of an object."""

_TOKEN = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|\b(\d+) 0 R\b|\x02(\d+)\x02", re.DOTALL)
_RECT = b"/Rect ["
_STREAM, _END = b"\nstream\n", b"\nendstream"


def capture(
    document: Any,
    *,
    name: str,
    tagged: bool = True,
    astray: Sequence[str] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> tuple[Head, Body]:
    """Draw every page of a document, and take over what was drawn.

    `name` says which document it is, `pictures` are those it shows, by address. Without tags what is drawn is
    no content of the book (folios).
    """
    links = _links_elsewhere(document)
    marks = _marks_taken(document)
    taken: list[tuple[Head, Body]] = []
    drawn, placed = watching(document, every=not tagged), Placed(pictures or {})

    def take(document: Any, pdf: Any) -> None:
        taken.append(_Taking(document, pdf, name, tagged, drawn, placed).taken())

    tags = tagging(document) if tagged else nullcontext()
    with _fonts_only_noted(), noted(drawn), placing(placed), tags:
        document.write_pdf(io.BytesIO(), finisher=take, pdf_tags=tagged, pdf_version="1.7")
    head, body = taken[0]
    places = tuple(place for place in head.places if place.name not in links)
    return replace(head, places=places, marks=marks, links=links, astray=tuple(astray)), body


def _links_elsewhere(document: Any) -> tuple[str, ...]:
    """The ids a document leads to and does not hold; the engine is told that they stand on its first page."""
    here = {name for page in document.pages for name in page.anchors}
    wanted = (target for page in document.pages for kind, target, *_ in page.links if kind == "internal")
    elsewhere = tuple(dict.fromkeys(target for target in wanted if target not in here))
    document.pages[0].anchors.update(dict.fromkeys(elsewhere, (0, 0, 0, 0)))
    return elsewhere


def _marks_taken(document: Any) -> tuple[Mark, ...]:
    """The lines of the outline; the engine makes none of its own."""
    marks = []
    for number, page in enumerate(document.pages):
        for level, title, (x, y), state in page.bookmarks:
            marks.append(
                Mark(level, title, number, x * _PT_PER_PX, (page.height - y) * _PT_PER_PX, state != "closed")
            )
        page.bookmarks.clear()
    return tuple(marks)


@contextmanager
def _fonts_only_noted() -> Iterator[None]:
    """Keep the engine from cutting and packing fonts for each fragment: the name is private to version 70."""
    writing = engine().pdf
    packed: Callable[..., Any] = writing.build_fonts_dictionary
    writing.build_fonts_dictionary = lambda pdf, fonts, compress, subset, options: pydyf.Dictionary()
    try:
        yield
    finally:
        writing.build_fonts_dictionary = packed


class _Taking:
    """The objects of one document on their way into a fragment."""

    def __init__(
        self, document: Any, pdf: Any, name: str, tagged: bool, drawn: Drawn, placed: Placed
    ) -> None:
        self.document, self.pdf, self.name, self.tagged = document, pdf, name, tagged
        self.drawn, self.placed = drawn, placed
        self.by_number = {one.number: one for one in pdf.objects[1:]}
        self.page_numbers = [int(number) for number in pdf.pages["Kids"][::3]]
        self._trim()
        self._links_that_move()
        self.streams = {self._of(page, "Contents"): place for place, page in enumerate(self._page_objects())}
        self.codes = self._shared_codes()
        gone = {*self.codes, pdf.catalog.number, *self._roots()}
        self.kept = [one for one in pdf.objects[1:] if one.number not in gone]
        self.codes.update({one.number: place for place, one in enumerate(self.kept)})

    def taken(self) -> tuple[Head, Body]:
        leaf, named = self._leaf(), tuple(self._named())
        plain = [one for one in self.kept if not isinstance(one, pydyf.Stream)]
        texts = [one.data for one in plain] + ([leaf] if leaf else [])
        text, codes = self._with_holes(BETWEEN.join(texts))
        streams = tuple(self._stream(one) for one in self.kept if isinstance(one, pydyf.Stream))
        count = len(self.kept) + bool(leaf)
        local = [self.codes[one.number] for one in plain] + ([count - 1] if leaf else [])
        head = Head(
            name=self.name,
            pages=tuple(map(_set_page, self.document.pages)),
            places=tuple(self._places()),
            marks=(),
            faces=tuple(_faces(self.document.fonts.values())),
            objects=count,
            page_objects=tuple(self.codes[number] for number in self.page_numbers),
            kids=self._kids(),
            leaf=count - 1 if leaf else -1,
            named=named,
            shared=self._pictures(streams),
            references=tuple(self._references(plain, text)),
            shown=tuple(self.placed.shown(self.codes)),
        )
        return head, Body(text, codes, tuple(local), streams)

    def _trim(self) -> None:
        """Make each page as large as the cut book; what bleeds over its edge stays in its content."""
        for page, set_ in zip(self._page_objects(), map(_set_page, self.document.pages), strict=True):
            for box in ("MediaBox", "TrimBox", "BleedBox"):
                page[box] = pydyf.Array((0, 0, set_.width_pt, set_.height_pt))

    def _links_that_move(self) -> None:
        """Tell where links stand in lines whose page numbers are filled in so that it can be told anew."""
        for row in {id(row): row for row in self.drawn.rows.values()}.values():
            for link in row.links:
                left, bottom, right, top = link.link_annotation["Rect"]
                sides = fields.field(left), bottom, fields.field(right), top
                link.link_annotation["Rect"] = pydyf.Array(sides)

    # --- what all fragments share --------------------------------------------------------------------

    def _shared_codes(self) -> dict[int, int]:
        resources = self.by_number[self._of(self._page_objects()[0], "Resources")]
        shared = {self.pdf.pages.number: PAGES, _number(resources["Font"]): FONTS}
        if not self.document.color_profiles:  # colours that need a profile stay with the fragment
            shared[_number(resources["ColorSpace"])] = COLOURS
        if self.tagged:
            shared[self._document_tag().number] = DOCUMENT
        return shared

    def _roots(self) -> set[int]:
        if not self.tagged:
            return set()
        root = self._tag_root()
        return {root.number, _number(root["ParentTree"])}

    def _tag_root(self) -> Any:
        return self.by_number[_number(self.pdf.catalog["StructTreeRoot"])]

    def _document_tag(self) -> Any:
        return self.by_number[_number(self._tag_root()["K"][0])]

    def _page_objects(self) -> list[Any]:
        return [self.by_number[number] for number in self.page_numbers]

    def _of(self, one: Any, key: str) -> int:
        return _number(one[key])

    # --- tags ----------------------------------------------------------------------------------------

    def _kids(self) -> tuple[int, ...]:
        tags = self._document_tag()["K"] if self.tagged else ()
        return tuple(self.codes[_number(reference)] for reference in tags)

    def _leaf(self) -> bytes:
        """This fragment's leaf of the tree from content to tags; its keys are the numbers of the objects.

        A page or a link is told apart from all others by its own number, so no key is taken twice.
        """
        if not self.tagged:
            return b""
        owners = dict(enumerate(self.page_numbers))
        for one in self.kept:
            if isinstance(one, pydyf.Dictionary) and isinstance(one.get("StructParent"), int):
                owners[one["StructParent"]] = one.number
                one["StructParent"] = _WANTED % one.number
        for number in self.page_numbers:
            self.by_number[number]["StructParents"] = _WANTED % number
        return self._leaf_text(owners)

    def _named(self) -> Iterator[tuple[str, int]]:
        """The tags that have a name, which is made one of a kind in the book."""
        for one in self.kept:
            if isinstance(one, pydyf.Dictionary) and isinstance(one.get("ID"), pydyf.String):
                one["ID"].string = f"{self.name} {one['ID'].string}"
                yield one["ID"].string, self.codes[one.number]

    def _leaf_text(self, owners: Mapping[int, int]) -> bytes:
        pairs = self.by_number[_number(self._tag_root()["ParentTree"])]["Nums"]
        values = {owners[pairs[place]]: pairs[place + 1] for place in range(0, len(pairs), 2)}
        numbers = sorted(values)
        entries = [b"%b %b" % (_WANTED % number, _text(values[number])) for number in numbers]
        limits = b"%b %b" % (_WANTED % numbers[0], _WANTED % numbers[-1])
        return b"<</Limits[%b]/Nums[%b]>>" % (limits, b" ".join(entries))

    # --- objects -------------------------------------------------------------------------------------

    def _with_holes(self, text: bytes) -> tuple[bytes, list[int]]:
        """A text with a hole for every number of an object, and what belongs there."""
        codes: list[int] = []

        def hole(found: re.Match[bytes]) -> bytes:
            if found[1]:
                codes.append(self.codes[int(found[1])])
            elif found[2]:
                codes.append(self.codes[int(found[2])] + NUMBER)
            else:
                return found[0].translate(None, HOLE + BETWEEN)
            return HOLE

        return _TOKEN.sub(hole, text), codes

    def _stream(self, one: Any) -> StreamPart:
        page = self.streams.get(one.number, -1)
        one.extra.pop("Interpolate", None)  # PDF/A lets no viewer invent what stands between two pixels
        if page >= 0:
            one.compress = False  # what is drawn last comes behind it, before it is packed
        dictionary, _, data = one.data.partition(_STREAM)
        text, codes = self._with_holes(dictionary)
        return StreamPart(self.codes[one.number], text, codes, data.removesuffix(_END), page)

    def _references(self, plain: Sequence[Any], text: bytes) -> Iterator[Reference]:
        contents = {page: number for number, page in self.streams.items()}
        objects = dict(zip([one.number for one in plain], _spans(text), strict=False))

        def sides(links: Iterable[tuple[Any, tuple[int, ...]]]) -> Iterator[int]:
            for link, which in links:
                start, end = objects[link.link_annotation.number]
                left = text.index(_RECT, start, end) + len(_RECT)
                right = text.index(b" ", text.index(b" ", left + fields.LENGTH) + 1) + 1
                yield from ((left, right)[side] for side in which)

        for page in sorted(contents):
            yield from self.drawn.references(page, self.by_number[contents[page]].stream, sides)

    def _pictures(self, streams: Sequence[StreamPart]) -> dict[int, str]:
        """The pictures, by local number, with a digest of all they are made of."""
        images = {part.local: part for part in streams if b"/Subtype /Image" in part.dictionary}
        digests: dict[int, str] = {}
        # A picture names nothing but its mask, which names nothing.
        for part in sorted(images.values(), key=lambda part: len(part.codes)):
            if all(code in digests for code in part.codes):
                below = "".join(digests[code] for code in part.codes)
                digests[part.local] = hashlib.sha256(part.dictionary + below.encode() + part.data).hexdigest()
        return digests

    def _places(self) -> Iterator[Place]:
        numbers = {number: place for place, number in enumerate(self.page_numbers)}
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", ())
        for place in range(0, len(names), 2):
            page, _, x, y, _ = names[place + 1]
            yield Place(names[place].string, numbers[_number(page)], x, y)


def _spans(text: bytes) -> Iterator[tuple[int, int]]:
    """Where each object of a text begins and ends."""
    start = 0
    for part in text.split(BETWEEN):
        yield start, start + len(part)
        start += len(part) + len(BETWEEN)


def _number(reference: Any) -> int:
    return int(bytes(reference).split(b" ", 1)[0])


def _text(value: Any) -> bytes:
    return value.data if isinstance(value, pydyf.Object) else bytes(value)


def _set_page(page: Any) -> SetPage:
    kind = page._page_box.page_type
    width, height = (round(side * _PT_PER_PX, 6) for side in (page.width, page.height))  # as the file says it
    return SetPage(kind.name or "", bool(kind.blank), width, height)


def _faces(fonts: Any) -> Iterator[Face]:
    """The fonts by their names in the content; what the engine keeps twice under one name is one."""
    by_key: dict[str, Face] = {}
    for font in fonts:
        face = _face(font)
        known = by_key.get(face.key)
        by_key[face.key] = merged(known, face) if known else face
    yield from by_key.values()


def merged(first: Face, second: Face) -> Face:
    """One face with the glyphs of two; where both give a glyph letters, the first's stay."""
    return replace(
        first,
        widths={**second.widths, **first.widths},
        letters={**second.letters, **first.letters},
    )


def _face(font: Any) -> Face:
    return Face(
        key=font.hash,
        name=font.name.decode("ascii").lstrip("/"),
        family=font.family,
        file=hashlib.sha256(font.file_content).hexdigest(),
        flags=font.flags,
        italic_angle=font.italic_angle,
        ascent=font.ascent,
        descent=font.descent,
        stem=font.stemv,
        widths=dict(font.widths),
        letters=dict(font.to_unicode),
    )
