"""A PDF to all that people and their readers find in it, as values by which two files can be compared.

Numbers of objects, names of resources and the order in which a file is written are left out; everything that
can be seen, heard, searched or clicked is in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

Point = tuple[int, float, float]
"""A page, from 0, and a point on it in pt."""


@dataclass(frozen=True)
class Letter:
    """A letter on a page, and the box of its ink in pt: left, bottom, right, top."""

    said: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Tag:
    """A tag, what it says of itself, and what it holds: tags, marked text as (page, glyphs), links."""

    kind: str
    page: int | None
    said: Mapping[str, object]
    kids: tuple[object, ...]

    def walk(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


@dataclass(frozen=True)
class Line:
    """A line of the outline, and those below it."""

    title: str
    place: Point
    count: int
    below: tuple[Line, ...]


@dataclass(frozen=True)
class Embedded:
    """A font of the file: what its objects say, and its widths, letters and outlines by the glyph."""

    name: str
    said: Mapping[str, object]
    widths: Mapping[int, float]
    letters: Mapping[int, str]
    program: bytes

    @cached_property
    def outlines(self) -> Mapping[int, object]:
        return outlines(self.program)


@dataclass(frozen=True)
class Marked:
    """The glyphs of a page's content by the number of their mark, and those of its folios.

    What else is drawn around the text (lines, grounds) is in neither.
    """

    real: Mapping[int, tuple[tuple[str, bytes], ...]]
    folios: tuple[tuple[tuple[str, bytes], ...], ...]
    heads: tuple[tuple[tuple[str, bytes], ...], ...]
    shown: Mapping[str, frozenset[int]]


@dataclass
class Portrait:
    """One file, read."""

    data: bytes
    pdf: pikepdf.Pdf = field(init=False)

    def __post_init__(self) -> None:
        self.pdf = pikepdf.open(io.BytesIO(self.data))
        self.numbers = {page.obj.objgen: place for place, page in enumerate(self.pdf.pages)}

    # --- pages ---------------------------------------------------------------------------------------

    @cached_property
    def letters(self) -> list[list[Letter]]:
        """The letters of each page, in the order they are found, white space aside."""
        with pypdfium2.PdfDocument(self.data) as document:
            return [list(_letters(page)) for page in document]

    @cached_property
    def labels(self) -> list[str]:
        return [str(page.label) for page in self.pdf.pages]

    @cached_property
    def boxes(self) -> list[Mapping[str, object]]:
        names = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/Tabs", "/Rotate")
        return [{key: plain(page.obj[key]) for key in names if key in page.obj} for page in self.pdf.pages]

    @cached_property
    def marked(self) -> list[Marked]:
        return [_marked(page) for page in self.pdf.pages]

    @cached_property
    def links(self) -> list[list[Mapping[str, object]]]:
        """What each page leads to: the entries of its annotations, that to the tags aside."""
        return [[_said(note) for note in page.obj.get("/Annots", [])] for page in self.pdf.pages]

    @cached_property
    def pictures(self) -> list[bytes]:
        found = [one for one in self.pdf.objects if isinstance(one, pikepdf.Stream)]
        return sorted(one.read_raw_bytes() for one in found if one.get("/Subtype") == "/Image")

    # --- tags ----------------------------------------------------------------------------------------

    @cached_property
    def tags(self) -> Tag:
        """The root of the tags; names are counted instead of spelled."""
        (top,) = self.pdf.Root.StructTreeRoot.K
        return self._tag(top, _Names())

    def _tag(self, one: Any, names: _Names) -> Tag:
        aside = ("/K", "/P", "/Pg", "/S", "/Type")
        said = {
            key: names.counted(str(value)) if key == "/ID" else plain(value)
            for key, value in one.items()
            if key not in aside
        }
        page = self.numbers[one.Pg.objgen] if "/Pg" in one else None
        return Tag(str(one.S), page, said, tuple(self._kid(kid, page, names) for kid in one.get("/K", [])))

    def _kid(self, kid: Any, page: int | None, names: _Names) -> object:
        if isinstance(kid, int):
            assert page is not None
            return page, self.marked[page].real[kid]
        if kid.get("/Type") == "/MCR":
            there = self.numbers[kid.Pg.objgen]
            return there, self.marked[there].real[int(kid.MCID)]
        if kid.get("/Type") == "/OBJR":
            return "link", self.numbers[kid.Pg.objgen], _said(kid.Obj)
        return self._tag(kid, names)

    def spoken(self, tag: Tag) -> str:
        """What a voice that joins all text of a tag reads."""
        parts = []
        for kid in tag.kids:
            if isinstance(kid, Tag):
                parts.append(self.spoken(kid))
            elif isinstance(kid, tuple) and kid[0] != "link":
                parts += [self._letters(*one) for one in kid[1]]
        return "".join(parts)

    def _letters(self, font: str, glyphs: bytes) -> str:
        if font in (INSTEAD, "picture"):
            return glyphs.decode() if font == INSTEAD else ""
        known = self.fonts[font].letters
        pairs = (glyphs[place : place + 2] for place in range(0, len(glyphs), 2))
        return "".join(known[int.from_bytes(pair)] for pair in pairs)

    @cached_property
    def owners(self) -> Mapping[int, Any]:
        """Who owns each number of the tree that leads from content to tags."""
        return dict(pikepdf.NumberTree(self.pdf.Root.StructTreeRoot.ParentTree).items())

    # --- where it leads ------------------------------------------------------------------------------

    @cached_property
    def outline(self) -> tuple[Line, ...]:
        top = self.pdf.Root.get("/Outlines")
        return () if top is None else tuple(self._lines(top))

    def _lines(self, above: Any) -> Iterator[Line]:
        one, before = above.get("/First"), None
        while one is not None:
            assert one.Parent.objgen == above.objgen
            assert (one.Prev.objgen if "/Prev" in one else None) == before
            yield Line(
                str(one.Title), self._point(one.Dest), int(one.get("/Count", 0)), tuple(self._lines(one))
            )
            before, last, one = one.objgen, one, one.get("/Next")
        if before is not None:
            assert above.Last.objgen == last.objgen

    @cached_property
    def places(self) -> Mapping[str, Point]:
        names: Any = self.pdf.Root.get("/Names", pikepdf.Dictionary())
        tree = pikepdf.NameTree(names.Dests).items() if "/Dests" in names else ()
        return {str(name): self._point(place) for name, place in tree}

    def _point(self, place: Any) -> Point:
        page, how, x, y, zoom = place
        assert (str(how), int(zoom)) == ("/XYZ", 0)
        return self.numbers[page.objgen], float(x), float(y)

    # --- what it says of itself ----------------------------------------------------------------------

    @cached_property
    def said(self) -> Mapping[str, object]:
        root = self.pdf.Root
        wanted = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels")
        with self.pdf.open_metadata() as packet:
            told: dict[str, object] = {name: packet[name] for name in packet}
        return {
            **{key: plain(root[key]) for key in wanted if key in root},
            **{key: str(value) for key, value in self.pdf.docinfo.items()},
            **told,
            "version": self.pdf.pdf_version,
        }

    # --- fonts ---------------------------------------------------------------------------------------

    @cached_property
    def fonts(self) -> Mapping[str, Embedded]:
        """The fonts by their names in the content of pages."""
        known: dict[str, Any] = {}
        for page in self.pdf.pages:
            known.update(page.obj.Resources.get("/Font", {}).items())
        return {key: _font(font) for key, font in known.items()}


class _Names:
    """Counts the names of tags, which are told apart by them and by nothing else."""

    def __init__(self) -> None:
        self.met: dict[str, int] = {}

    def counted(self, name: str) -> int:
        assert name not in self.met, "one name, one tag"
        return self.met.setdefault(name, len(self.met))


def _said(link: Any) -> Mapping[str, object]:
    """What a link says of itself, but for its tag."""
    said = {key: plain(value) for key, value in link.items() if key not in ("/StructParent", "/P")}
    return {**said, "/Rect": Corners(map(float, link.Rect))}


class Corners(tuple[float, ...]):
    """The place of a link; two that lie within a hundredth of a point are one."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Corners) and all(
            abs(here - there) <= 0.01 for here, there in zip(self, other, strict=True)
        )

    def __ne__(self, other: object) -> bool:
        return not self == other


def plain(value: Any) -> object:
    """A value of a PDF without its file."""
    if isinstance(value, pikepdf.Dictionary):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, pikepdf.Array):
        return tuple(plain(one) for one in value)
    if isinstance(value, pikepdf.String | pikepdf.Name):
        return str(value)
    return value if isinstance(value, bool) else round(float(value), 4)


def outlines(program: bytes) -> Mapping[int, object]:
    """The outlines of a font program by the number of the glyph; those that draw nothing are left out."""
    font = TTFont(io.BytesIO(program))
    glyphs, found = font.getGlyphSet(), {}
    for number, name in enumerate(font.getGlyphOrder()):
        pen = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(pen)
        if pen.value:
            found[number] = tuple(pen.value)
    return found


def _letters(page: pypdfium2.PdfPage) -> Iterator[Letter]:
    text = page.get_textpage()
    for place, letter in enumerate(text.get_text_range(errors="surrogatepass")):
        if not letter.isspace():
            yield Letter(letter, text.get_charbox(place))


INSTEAD = "instead"
"""Stands for a font where the text of a mark is not that of its glyphs."""

_Glyphs = list[tuple[str, bytes]]


class _Marking:
    """Goes through the content of a page, and of the drawings it calls, and sorts glyphs by their marks."""

    def __init__(self) -> None:
        self.real: dict[int, _Glyphs] = {}
        self.folios: list[_Glyphs] = []
        self.heads: list[_Glyphs] = []
        self.shown: dict[str, set[int]] = {}
        self.open: list[_Glyphs] = []
        self.font = ""

    def read(self, content: Any, resources: Any) -> None:
        depth = len(self.open)
        for step in pikepdf.parse_content_stream(content):
            self.step(str(step.operator), step.operands, resources)
        assert len(self.open) == depth, "what is opened is closed"

    def step(self, operator: str, operands: Any, resources: Any) -> None:
        match operator:
            case "BDC" | "BMC":
                self.open.append(self.begun(operands))
            case "EMC":
                self.open.pop()
            case "Tf":
                self.font = str(operands[0])
            case "Tj" | "TJ":
                glyphs = b"".join(_strings(operands[0]))
                pairs = (glyphs[place : place + 2] for place in range(0, len(glyphs), 2))
                self.shown.setdefault(self.font, set()).update(int.from_bytes(pair) for pair in pairs)
                self.open[-1].append((self.font, glyphs))  # all text is real content or an artifact
            case "Do":
                called = resources.XObject[str(operands[0])]
                if called.Subtype == "/Form":
                    self.read(called, called.get("/Resources", resources))
                else:
                    self.open[-1].append(("picture", bytes(called.read_raw_bytes())))

    def begun(self, operands: Any) -> _Glyphs:
        if str(operands[0]) == "/Artifact":
            about = operands[1] if len(operands) > 1 else {}
            if about.get("/Type") != "/Pagination":
                return []
            # Running heads say on which edge they stand; what is laid over pages does not.
            edge = self.heads if "/Subtype" in about else self.folios
            edge.append([])
            return edge[-1]
        properties, within = operands[1], self.open[-1] if self.open else []
        if "/MCID" in properties:
            number = int(properties["/MCID"])
            assert number not in self.real, "one number, one mark"
            within = self.real.setdefault(number, [])
        if "/ActualText" not in properties:
            return within
        within.append((INSTEAD, str(properties["/ActualText"]).encode()))
        return []  # its glyphs are not read


def _marked(page: pikepdf.Page) -> Marked:
    marking = _Marking()
    marking.read(page, page.obj.Resources)
    return Marked(
        {number: tuple(glyphs) for number, glyphs in marking.real.items()},
        tuple(map(tuple, marking.folios)),
        tuple(map(tuple, marking.heads)),
        {key: frozenset(numbers) for key, numbers in marking.shown.items()},
    )


def _strings(operand: Any) -> Iterator[bytes]:
    for one in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(one, pikepdf.String):
            yield bytes(one)


def _font(font: Any) -> Embedded:
    (below,) = font.DescendantFonts
    description = below.FontDescriptor
    (program,) = (description[key] for key in ("/FontFile2", "/FontFile3") if key in description)
    aside = ("/FontFile2", "/FontFile3", "/DescendantFonts", "/FontDescriptor", "/ToUnicode", "/W")
    said = {
        f"{number}{key}": plain(value)
        for number, one in enumerate((font, below, description))
        for key, value in one.items()
        if key not in aside
    }
    extra = {key: plain(program[key]) for key in ("/Subtype", "/Length1") if key in program}
    return Embedded(
        str(font.BaseFont),
        {**said, **{f"3{key}": value for key, value in extra.items()}},
        _widths(below.W),
        _read(bytes(font.ToUnicode.read_bytes())),
        bytes(program.read_bytes()),
    )


def _widths(runs: Any) -> Mapping[int, float]:
    found = {}
    for place in range(0, len(runs), 2):
        for step, width in enumerate(runs[place + 1]):
            found[int(runs[place]) + step] = round(float(width), 4)
    return found


def _read(letters: bytes) -> Mapping[int, str]:
    """What each glyph reads."""
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>", letters.split(b"endcodespacerange")[1])
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
