"""The bytes of a PDF to what its pages put on paper: each run of text, line and picture, its place and ink.

Two readers do it: PDFium says where things are and how they look, pikepdf which glyphs of fonts are shown.
Lengths are in pt from the lower left corner of the page as it is cut (ISO 32000-1, 8.3.2.3).
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

_DEEPEST = 8
"""Forms within forms that are followed."""

_ROUNDING_PT = 0.02
_Points = list[tuple[float, float]]

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Ink(NamedTuple):
    """Something that is painted: text, a filled area, a line or a picture.

    `box` is what shows of it, `clip` what may show at most; that of upright text begins at the baseline.
    `light` is the luminance of its colour, from 0 to 1 (None: of many); `size_pt` that of letters, or the
    thickness of a line.
    """

    kind: Literal["text", "area", "line", "picture"]
    box: Box
    clip: Box | None
    light: float | None
    alpha: float
    size_pt: float
    text: str = ""
    upright: bool = True


DAMAGED = (pikepdf.PdfError, pdfium.PdfiumError, TypeError, ValueError)
"""What two libraries say of a file whose parts are not what they should be."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its boxes as the file has them (`MediaBox`, `BleedBox`, `TrimBox`), its ink as it is painted.

    `missing` counts the glyphs that stand for a character which no font has, `dumb` those without letters.
    """

    label: str
    media: Box
    bleed: Box
    trim: Box
    turned: int
    inks: tuple[Ink, ...]
    missing: int
    dumb: int

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height of the cut page."""
        return self.trim[2] - self.trim[0], self.trim[3] - self.trim[1]

    @property
    def texts(self) -> Iterator[Ink]:
        """The runs of text, in the order they were painted."""
        return (ink for ink in self.inks if ink.kind == "text" and ink.text.strip())


def sheets(data: bytes) -> tuple[Sheet, ...]:
    """Every page of a PDF that can be read.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: it is damaged.
    """
    with pikepdf.open(io.BytesIO(data)) as file, pdfium.PdfDocument(data) as document:
        fonts = _Fonts()
        return tuple(
            _sheet(page, document[number], fonts.missing(page)) for number, page in enumerate(file.pages)
        )


def _sheet(page: pikepdf.Page, shown: pdfium.PdfPage, glyphs: tuple[int, int]) -> Sheet:
    trim = _box(page.trimbox)
    with closing(shown.get_textpage()) as texts:
        inks = tuple(_inks(shown, texts, trim))
    return Sheet(
        str(page.label),
        _box(page.mediabox),
        _box(page.obj.get("/BleedBox", page.trimbox)),
        trim,
        int(page.obj.get("/Rotate", 0)) % 360,
        inks,
        *glyphs,
    )


def _box(values: Any) -> Box:
    left, bottom, right, top = (float(value) for value in values)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


# --- what is painted ---------------------------------------------------------------------------------


def _inks(page: pdfium.PdfPage, texts: Any, trim: Box) -> Iterator[Ink]:
    for one in page.get_objects(max_depth=_DEEPEST):
        if one.type == raw.FPDF_PAGEOBJ_TEXT:
            yield _text(one, texts, trim)
        elif one.type == raw.FPDF_PAGEOBJ_PATH:
            yield from _path(one, trim)
        elif one.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            clip = _clip(one, trim)
            yield Ink("picture", _common(_place(one, trim), clip), clip, None, 1.0, 0.0)


def _text(one: Any, texts: Any, trim: Box) -> Ink:
    matrix = _matrix(one)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(one.raw, size)
    upright = abs(matrix.b) + abs(matrix.c) < 1e-4
    height = size.value * (matrix.c**2 + matrix.d**2) ** 0.5
    place = _place(one, trim)
    if upright:
        base = matrix.f - trim[1]
        place = (place[0], base, place[2], max(place[3], base))
    drawn = raw.FPDFTextObj_GetTextRenderMode(one.raw) not in (3, 7)
    light, alpha = _colour(one)
    return Ink(
        "text", place, _clip(one, trim), light, alpha if drawn else 0.0, height, _said(one, texts), upright
    )


def _said(one: Any, texts: Any) -> str:
    size = raw.FPDFTextObj_GetText(one.raw, texts.raw, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(one.raw, texts.raw, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0")


def _path(one: Any, trim: Box) -> Iterator[Ink]:
    fill, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(one.raw, fill, stroke)
    clip, frame = _clip(one, trim), _frame(one)
    shown = _common(_place(one, trim), clip)
    if stroke.value:
        raw.FPDFPageObj_GetStrokeWidth(one.raw, width)
        matrix = _matrix(one)
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        yield Ink("line", shown, clip, None, 1.0, width.value * scale)
    elif fill.value and frame:
        yield Ink("line", shown, clip, None, 1.0, frame)
    elif fill.value and shown[2] > shown[0] and shown[3] > shown[1] and _is_rectangle(one):
        light, alpha = _colour(one)
        yield Ink("area", shown, clip, light, alpha, min(shown[2] - shown[0], shown[3] - shown[1]))


def _is_rectangle(one: Any) -> bool:
    """Whether a path is one rectangle: of other shapes nobody knows here what they hide."""
    count = raw.FPDFPath_CountSegments(one.raw)
    segments = [raw.FPDFPath_GetPathSegment(one.raw, place) for place in range(count)]
    kinds = [raw.FPDFPathSegment_GetType(segment) for segment in segments]
    if len(kinds) not in (4, 5) or kinds[1:] != [raw.FPDF_SEGMENT_LINETO] * (len(kinds) - 1):
        return False
    points = {_point(segment) for segment in segments}
    return len({x for x, _ in points}) == 2 == len({y for _, y in points})


def _frame(one: Any) -> float:
    """How thick a border is that is drawn as what one shape has and another, laid on it, has not; else 0.

    Engines fill both with the even-odd rule, or clip by them and fill.
    """
    matrix = _matrix(one)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    count, paths = raw.FPDFPath_CountSegments(one.raw), raw.FPDFPageObj_GetClipPath(one.raw)
    filled = _shapes(raw.FPDFPath_GetPathSegment(one.raw, place) for place in range(count))
    clips = (_clip_shapes(paths, number) for number in range(max(raw.FPDFClipPath_CountPaths(paths), 0)))
    return _gap(filled) * scale or next(filter(None, map(_gap, clips)), 0.0)


def _gap(shapes: Sequence[_Points]) -> float:
    """How far the sides of two shapes are from one another, where they are."""
    if len(shapes) != 2:
        return 0.0
    gaps = [abs(one - other) for one, other in zip(*map(_around, shapes), strict=True)]
    return min((gap for gap in gaps if gap > _ROUNDING_PT), default=0.0)


def _clip_shapes(paths: Any, number: int) -> list[_Points]:
    """The points of each shape that a path of a clip is made of."""
    count = max(raw.FPDFClipPath_CountPathSegments(paths, number), 0)
    return _shapes(raw.FPDFClipPath_GetPathSegment(paths, number, place) for place in range(count))


def _shapes(segments: Iterable[Any]) -> list[_Points]:
    shapes: list[_Points] = []
    for segment in segments:
        if not shapes or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            shapes.append([])
        shapes[-1].append(_point(segment))
    return shapes


def _around(points: _Points) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _point(segment: Any) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _matrix(one: Any) -> Any:
    """From the object to the page, through the forms it stands in."""
    matrix, form = one.get_matrix(), one.container
    while form is not None:
        matrix = matrix.multiply(form.get_matrix())
        form = form.container
    return matrix


def _place(one: Any, trim: Box) -> Box:
    left, bottom, right, top = one.get_bounds()
    form = one.container
    while form is not None:
        (left, bottom, right, top) = _moved((left, bottom, right, top), form.get_matrix())
        form = form.container
    return left - trim[0], bottom - trim[1], right - trim[0], top - trim[1]


def _moved(box: Box, matrix: Any) -> Box:
    return _around([matrix.on_point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])


_CHANNELS = (0.2126, 0.7152, 0.0722)


def _colour(one: Any) -> tuple[float, float]:
    """Relative luminance (WCAG 2.2) and opacity of what an object is filled with."""
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(one.raw, *parts)
    *colours, alpha = (part.value / 255 for part in parts)
    return sum(share * _linear(part) for share, part in zip(_CHANNELS, colours, strict=True)), alpha


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)


def _clip(one: Any, trim: Box) -> Box | None:
    """What an object may show, as far as rectangles tell it."""
    paths = raw.FPDFPageObj_GetClipPath(one.raw)
    shown: Box | None = None
    for number in range(max(raw.FPDFClipPath_CountPaths(paths), 0)):
        points = [point for shape in _clip_shapes(paths, number) for point in shape]
        if points:
            left, bottom, right, top = _around(points)
            own = (left - trim[0], bottom - trim[1], right - trim[0], top - trim[1])
            shown = _common(own, shown)
    return shown


def _common(one: Box, other: Box | None) -> Box:
    if other is None:
        return one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


# --- glyphs ------------------------------------------------------------------------------------------

_TEXT_OPERATORS = "q Q Tf Tj TJ ' \" Do"
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<[0-9A-Fa-f]*>|\[[^\]]*\])")
_SINGLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


class _Fonts:
    """The fonts of a file, and which of their glyphs have letters; asked for page by page."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], frozenset[int] | None] = {}

    def missing(self, page: pikepdf.Page) -> tuple[int, int]:
        """How many glyphs of a page are the one for what is missing, and how many have no letters."""
        lost = dumb = 0
        for font, codes in self._shown(page, page.obj.get("/Resources", pikepdf.Dictionary()), 0):
            letters = self._letters(font)
            if letters is not None:
                lost += codes.count(0)
                dumb += sum(1 for code in codes if code and code not in letters)
        return lost, dumb

    def _shown(self, content: Any, resources: Any, depth: int) -> Iterator[tuple[Any, Sequence[int]]]:
        fonts = resources.get("/Font", {})
        forms = resources.get("/XObject", {})
        font: Any = None
        kept: list[Any] = []
        instructions: Any = pikepdf.parse_content_stream(content, _TEXT_OPERATORS)
        for operands, operator in instructions:
            match str(operator):
                case "q":
                    kept.append(font)
                case "Q":
                    font = kept.pop() if kept else None
                case "Tf":
                    font = fonts.get(str(operands[0]))
                case "Do":
                    form = forms.get(str(operands[0]))
                    if form is not None and form.get("/Subtype") == "/Form" and depth < _DEEPEST:
                        yield from self._shown(form, form.get("/Resources", resources), depth + 1)
                case _:
                    if font is not None and operands:
                        yield font, _codes(operands[-1])

    def _letters(self, font: Any) -> frozenset[int] | None:
        """The glyphs of a font that have letters; None where its text is not written as numbers of glyphs."""
        key = font.objgen
        if key not in self._known:
            numbered = font.get("/Subtype") == "/Type0" and font.get("/Encoding") == "/Identity-H"
            self._known[key] = _with_letters(font) if numbered else None
        return self._known[key]


def _with_letters(font: Any) -> frozenset[int]:
    table = font.get("/ToUnicode")
    text = table.read_bytes() if isinstance(table, pikepdf.Stream) else b""
    found = {
        int(code, 16) for part in _SINGLES.findall(text) for code, letters in _SINGLE.findall(part) if letters
    }
    for part in _RANGES.findall(text):
        for first, last in _RANGE.findall(part):
            found.update(range(int(first, 16), min(int(last, 16), 0xFFFF) + 1))
    return frozenset(found)


def _codes(shown: Any) -> Sequence[int]:
    parts = shown if isinstance(shown, pikepdf.Array) else (shown,)
    data = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return [int.from_bytes(data[place : place + 2], "big") for place in range(0, len(data) - 1, 2)]
