"""The bytes of any PDF to the facts that the rules of a press file look at."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot, inf
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops

from anthology.prepress import ticket
from anthology.prepress.boxes import Box
from anthology.prepress.colour import most_ink
from anthology.prepress.identity import NAMES, TICKET
from anthology.prepress.pictures import Kept, digest
from anthology.prepress.ticket import Ticket

_DEEPEST = 30
_POINT = 1e-9


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent (ISO 32000-1, 14.11.5): identifier, registry, and its profile."""

    identifier: str
    registry: str
    profile: str
    space: str
    components: int


@dataclass(frozen=True, slots=True)
class Font:
    """A font: its name, how its program is in the file (`FontFile3/OpenType`; empty: not), its page."""

    name: str
    program: str
    page: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it: where its bytes are from, its resolution there, its space, its most ink.

    `ink` is in percent of one ink; `filter` holds every filter of its stream.
    """

    page: int
    name: str
    ppi: float
    space: str
    ink: float
    masked: bool
    filter: tuple[str, ...]
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its boxes, and what its content does.

    `spaces` are the spaces of its colours, `inks` the colours given as four inks (0 to 1), `glass` what one
    sees through, `odd` what a press must not be told; `thinnest` and `smallest` are the width of the thinnest
    line and the size of the smallest letters in points (inf: none); `annotations` are their kinds.
    """

    number: int
    media: Box | None
    crop: Box | None
    bleed: Box | None
    trim: Box | None
    art: bool
    turned: bool
    annotations: tuple[str, ...] = ()
    spaces: frozenset[str] = frozenset()
    inks: tuple[tuple[float, ...], ...] = ()
    glass: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    thinnest: float = inf
    smallest: float = inf


@dataclass(frozen=True, slots=True)
class PressFile:
    """A PDF as a press sees it. `asked` is the ticket it carries; without one, what it says it is."""

    name: str
    version: str
    encrypted: bool
    identified: bool
    properties: Mapping[str, str]
    packet: str
    packet_plain: bool
    intents: tuple[Intent, ...]
    active: tuple[str, ...]
    outline: bool
    layers: bool
    files: bool
    fonts: tuple[Font, ...]
    pictures: tuple[Picture, ...]
    sheets: tuple[Sheet, ...]
    asked: Ticket = field(default_factory=Ticket)
    ticketed: bool = True


class _Nowhere:
    def recall(self, kind: str, key: str) -> bytes | None:
        return None

    def keep(self, kind: str, key: str, data: bytes) -> None:
        pass


def claims(data: bytes) -> bool:
    """Whether the bytes of a PDF look like those of a file for a press, without reading it."""
    return b"GTS_PDFX" in data or TICKET.encode() in data


def read(name: str, data: bytes, kept: Kept | None = None) -> PressFile:
    """The facts of a file; what was found in a content or a picture is kept.

    Raises:
        pikepdf.PdfError and whatever else a damaged file makes of the library.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _Reading(name, pdf, kept or _Nowhere()).file()


def asked_by(properties: Mapping[str, str], packet: str) -> tuple[Ticket, bool]:
    """What a file is to be: its ticket; else the standard it names, with nothing a printer asks."""
    carried = ticket.read(properties.get(TICKET, ""))
    if carried is not None:
        return carried, True
    said = properties.get("GTS_PDFXVersion", "") + packet
    standards = [standard for standard, name in NAMES.items() if name in said]
    standard = standards[0] if standards else ticket.PLAIN
    nothing = Ticket(
        printer="",
        standard=standard,
        colour=ticket.RGB if standard == ticket.PLAIN else ticket.CMYK,
        ink_limit=400,
        transparency=True,
        bleed_mm=-1,
        ppi_least=0,
    )
    return nothing, False


class _Reading:
    def __init__(self, name: str, pdf: pikepdf.Pdf, kept: Kept) -> None:
        self.name, self.pdf, self.kept = name, pdf, kept
        self.fonts: dict[tuple[int, int], Font] = {}
        self.pictures: list[Picture] = []
        self.inks: dict[tuple[int, int], float] = {}
        self.steps: dict[str, list[_Step]] = {}

    def file(self) -> PressFile:
        root, packet = self.pdf.Root, self._packet()
        properties = {str(key)[1:]: _text(value) for key, value in self.pdf.docinfo.items()}
        asked, ticketed = asked_by(properties, packet)
        sheets = tuple(self._sheet(page.obj, at) for at, page in enumerate(self.pdf.pages, start=1))
        names: Any = root.get("/Names", Dictionary())
        return PressFile(
            name=self.name,
            version=self.pdf.pdf_version,
            encrypted=self.pdf.is_encrypted,
            identified="/ID" in self.pdf.trailer,
            properties=properties,
            packet=packet,
            packet_plain="/Metadata" not in root or "/Filter" not in root.Metadata,
            intents=tuple(_intent(one) for one in root.get("/OutputIntents", Array())),
            active=tuple(self._active(root, names)),
            outline="/Outlines" in root,
            layers="/OCProperties" in root,
            files="/EmbeddedFiles" in names or "/AF" in root,
            fonts=tuple(self.fonts.values()),
            pictures=tuple(self.pictures),
            sheets=sheets,
            asked=asked,
            ticketed=ticketed,
        )

    def _packet(self) -> str:
        packet = self.pdf.Root.get("/Metadata")
        return packet.read_bytes().decode("utf-8", "replace") if isinstance(packet, Stream) else ""

    def _active(self, root: Any, names: Any) -> Iterator[str]:
        yield from (key for key in ("/OpenAction", "/AA", "/AcroForm") if key in root)
        if "/JavaScript" in names:
            yield "/JavaScript"
        yield from ("/AA" for page in self.pdf.pages if "/AA" in page.obj)

    def _sheet(self, page: Any, number: int) -> Sheet:
        walk = _Walk(self, number)
        walk.group(page)
        contents = page.get("/Contents", Array())
        parts = contents if isinstance(contents, Array) else [contents]
        data = b"\n".join(part.read_bytes() for part in parts)
        walk.content(data, page.get("/Resources", Dictionary()), (1, 0, 0, 1, 0, 0), _DEEPEST)
        return Sheet(
            number=number,
            media=_box(page, "/MediaBox"),
            crop=_box(page, "/CropBox"),
            bleed=_box(page, "/BleedBox"),
            trim=_box(page, "/TrimBox"),
            art="/ArtBox" in page,
            turned=bool(page.get("/Rotate", 0)) or float(page.get("/UserUnit", 1)) != 1,
            annotations=tuple(str(one.get("/Subtype", "/?"))[1:] for one in page.get("/Annots", Array())),
            spaces=frozenset(walk.spaces),
            inks=tuple(sorted(walk.inks)),
            glass=tuple(dict.fromkeys(walk.glass)),
            odd=tuple(dict.fromkeys(walk.odd)),
            thinnest=walk.thinnest,
            smallest=walk.smallest,
        )

    def font(self, font: Any, page: int) -> None:
        key = font.objgen if font.is_indirect else (0, len(self.fonts))
        if key not in self.fonts:
            below = font.get("/DescendantFonts")
            one = below[0] if below is not None else font
            program = "Type3" if font.get("/Subtype") == Name.Type3 else _program(one)
            self.fonts[key] = Font(str(font.get("/BaseFont", "/?"))[1:], program, page)

    def ink_of(self, picture: Any) -> float:
        """The most ink on a spot of a picture, in percent; 0 where it is not printed in four inks."""
        if _family(picture.get("/ColorSpace")) != "DeviceCMYK":
            return 0.0
        if picture.objgen not in self.inks:
            raw = picture.read_raw_bytes()
            self.inks[picture.objgen] = self._kept_ink(f"{digest(raw)} {picture.get('/Decode')!r}", picture)
        return self.inks[picture.objgen]

    def _kept_ink(self, key: str, picture: Any) -> float:
        found = self.kept.recall("ink of a picture", key)
        if found is not None:
            return float(found)
        ink = round(most_ink(_pixels(picture)) / 2.55, 1)
        self.kept.keep("ink of a picture", key, str(ink).encode())
        return ink


def _pixels(picture: Any) -> Image.Image:
    """The pixels of a picture of four inks, as levels of ink."""
    turned = [float(level) for level in picture.get("/Decode", ())][:2] == [1, 0]
    if picture.get("/Filter") == Name.DCTDecode:
        opened = Image.open(io.BytesIO(picture.read_raw_bytes()))
        # The decoder takes every such JPEG for one that is turned round, whatever the file says.
        return opened if turned else ImageChops.invert(opened)
    made = Image.frombytes("CMYK", (int(picture.Width), int(picture.Height)), picture.read_bytes())
    return ImageChops.invert(made) if turned else made


def _text(value: Any) -> str:
    return str(value)


def _box(page: Any, key: str) -> Box | None:
    for one in (page, page.get("/Parent", Dictionary())):
        if key in one and (one is page or key in ("/MediaBox", "/CropBox")):
            left, bottom, right, top = (float(side) for side in one[key])
            return left, bottom, right, top
    return None


def _intent(one: Any) -> Intent:
    profile = one.get("/DestOutputProfile")
    head = profile.read_bytes()[:20] if isinstance(profile, Stream) else b""
    return Intent(
        identifier=_text(one.get("/OutputConditionIdentifier", "")) if one.get("/S") == Name.GTS_PDFX else "",
        registry=_text(one.get("/RegistryName", "")),
        profile=head[12:16].decode("latin-1"),
        space=head[16:20].decode("latin-1").strip(),
        components=int(profile.get("/N", 0)) if isinstance(profile, Stream) else 0,
    )


def _program(font: Any) -> str:
    about = font.get("/FontDescriptor", Dictionary())
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in about:
            return key[1:] + str(about[key].get("/Subtype", ""))
    return ""


def _family(space: Any) -> str:
    """The family of a space of colours; one that stands for another is that other."""
    if isinstance(space, Name):
        return str(space)[1:]
    if isinstance(space, Array) and len(space):
        family = str(space[0])[1:]
        if family in ("Indexed", "Pattern") and len(space) > 1:
            return _family(space[1])
        if family in ("Separation", "DeviceN"):
            return "Separation" if _family(space[2]) in ("DeviceCMYK", "DeviceGray") else _family(space[2])
        return f"ICCBased{int(space[1].get('/N', 0))}" if family == "ICCBased" else family
    return ""


# --- contents ----------------------------------------------------------------------------------------

_STRING = re.compile(rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)", re.DOTALL)
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>")
_ARRAY = re.compile(rb"\[[^\[\]]*\]")
_INLINE = re.compile(rb"\bBI\s.*?\sEI\b", re.DOTALL)
_NAMED = re.compile(rb"\s*/")
_PATH = re.compile(rb"(?:(?<![^\s])[-+.\d]+\s+){2,6}(?:m|l|c|v|y|re)(?![^\s])")
"""Where lines go is not looked at; most of what is drawn says that."""
_WANTED = frozenset(
    b"q Q cm Do gs w S s B B* b b* rg RG g G k K cs CS sc scn SC SCN sh Tf Tm Td TD T* BT TJ Tj ri BX".split()
)
_DEVICE = {b"g": "DeviceGray", b"rg": "DeviceRGB", b"k": "DeviceCMYK"}
_Matrix = tuple[float, float, float, float, float, float]
_Step = tuple[str, tuple[Any, ...]]


def steps(content: bytes) -> list[_Step]:
    """The operators of a content that the rules look at, with their operands; texts are left out."""
    quiet = _ARRAY.sub(b" [] ", _HEX.sub(b" () ", _STRING.sub(b" () ", _INLINE.sub(_inline, content))))
    found: list[_Step] = []
    operands: list[bytes] = []
    for token in _NAMED.sub(b" /", _PATH.sub(b" ", quiet)).split():
        if token in _WANTED:
            found.append((token.decode(), tuple(map(_operand, operands))))
            operands = []
        elif token[:1].isalpha() or token in (b"'", b'"'):
            operands = []
        else:
            operands.append(token)
    return found


def _inline(found: re.Match[bytes]) -> bytes:
    """A picture inside of a content: only the space of its colours is looked at."""
    named = re.search(rb"/(?:CS|ColorSpace)\s*/(\w+)", found[0])
    names = {b"RGB": b"DeviceRGB", b"G": b"DeviceGray", b"CMYK": b"DeviceCMYK"}
    return b" /%b cs 0 sc " % names.get(named[1], named[1]) if named else b" "


def _operand(token: bytes) -> Any:
    if token[:1] == b"/":
        return token.decode("latin-1")
    try:
        return float(token)
    except ValueError:
        return None


class _Walk:
    """Follows what one page draws, through everything it shows."""

    def __init__(self, reading: _Reading, page: int) -> None:
        self.reading, self.page = reading, page
        self.spaces: set[str] = set()
        self.inks: set[tuple[float, ...]] = set()
        self.glass: list[str] = []
        self.odd: list[str] = []
        self.thinnest = self.smallest = inf

    def content(self, data: bytes, resources: Any, matrix: _Matrix, depth: int) -> None:
        """Follow a content, whose resources these are, drawn through that matrix."""
        drawing = _Drawing(self, resources, matrix, depth)
        for operator, operands in self._steps(data):
            drawing.do(operator, operands)

    def _steps(self, data: bytes) -> list[_Step]:
        key = digest(data)
        if key not in self.reading.steps:
            self.reading.steps[key] = self._kept_steps(key, data)
        return self.reading.steps[key]

    def _kept_steps(self, key: str, data: bytes) -> list[_Step]:
        found = self.reading.kept.recall("steps of a content", key)
        if found is not None:
            return [(operator, tuple(operands)) for operator, operands in json.loads(found)]
        made = _telling(steps(data))
        self.reading.kept.keep("steps of a content", key, json.dumps(made, separators=(",", ":")).encode())
        return made

    def group(self, one: Any) -> None:
        """Note a group that is transparent (ISO 32000-1, 11.4.7)."""
        if one.get("/Group", Dictionary()).get("/S") == Name.Transparency:
            self.glass.append("a group")

    def state(self, state: Any) -> None:
        """Note what a state of graphics tells a press."""
        if any(float(state.get(key, 1)) != 1 for key in ("/ca", "/CA")):
            self.glass.append("an opacity")
        if state.get("/SMask", Name("/None")) != Name("/None"):
            self.glass.append("a soft mask")
        if state.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible):
            self.glass.append("a blend mode")
        self.odd += [key[1:] for key in ("/TR", "/HTP") if key in state]
        if state.get("/TR2", Name.Default) != Name.Default:
            self.odd.append("TR2")

    def picture(self, one: Any, matrix: _Matrix) -> None:
        """Note a picture drawn into the unit square of a matrix."""
        width, height = (hypot(matrix[at], matrix[at + 1]) / 72 for at in (0, 2))
        sides = ((int(one.Width), width), (int(one.Height), height))
        sizes = [pixels / inches if inches > _POINT else inf for pixels, inches in sides]
        filters = one.get("/Filter", Array())
        masked = "/SMask" in one or int(one.get("/SMaskInData", 0)) != 0
        self.reading.pictures.append(
            Picture(
                page=self.page,
                name=_text(one.get("/AnthologyName", "")),
                ppi=inf if one.get("/ImageMask", False) else min(sizes),
                space=_family(one.get("/ColorSpace")),
                ink=self.reading.ink_of(one),
                masked=masked,
                filter=tuple(map(str, filters if isinstance(filters, Array) else (filters,))),
                odd=tuple(key[1:] for key in ("/Alternates", "/OPI") if key in one),
            )
        )
        if masked:
            self.glass.append("a soft mask")


def _telling(found: Sequence[_Step]) -> list[_Step]:
    """The steps without those that say again what was said: most of a page sets the same colour and font."""
    texts = {"TJ", "Tj", "Td", "TD", "T*"}
    kept: list[_Step] = []
    for operator, operands in found:
        if operator in texts and (not kept or kept[-1][0] == "Tj"):
            continue
        kept.append(("Tj", ()) if operator in texts else (operator, operands))
    return kept


class _Drawing:
    """The state of graphics while a content is followed."""

    def __init__(self, walk: _Walk, resources: Any, matrix: _Matrix, depth: int) -> None:
        self.walk, self.resources, self.depth = walk, resources, depth
        self.matrix, self.line, self.size = matrix, 1.0, 0.0
        self.text: _Matrix = (1, 0, 0, 1, 0, 0)
        self.before: list[tuple[_Matrix, float, float]] = []
        self.spaces: dict[bool, str] = {}
        self.doing: Mapping[str, Callable[[str, tuple[Any, ...]], None]] = {
            "q": self._save, "Q": self._restore, "cm": self._move, "Do": self._show, "gs": self._state,
            "w": self._width, "Tf": self._font, "Tm": self._place, "BT": self._begin, "Tj": self._text,
            "g": self._device, "G": self._device, "rg": self._device, "RG": self._device,
            "k": self._device, "K": self._device, "cs": self._space, "CS": self._space, "sh": self._shading,
            "sc": self._colour, "SC": self._colour, "scn": self._colour, "SCN": self._colour,
            "S": self._stroke, "s": self._stroke, "B": self._stroke, "B*": self._stroke, "b": self._stroke,
            "b*": self._stroke,
        }  # fmt: skip

    def do(self, operator: str, operands: tuple[Any, ...]) -> None:
        """Follow one operator."""
        if operator in self.doing:
            self.doing[operator](operator, operands)

    def _resource(self, kind: str, name: Any) -> Any:
        there = self.resources.get(kind, Dictionary())
        return there[name] if isinstance(name, str) and name in there else None

    def _save(self, _: str, operands: tuple[Any, ...]) -> None:
        self.before.append((self.matrix, self.line, self.size))

    def _restore(self, _: str, operands: tuple[Any, ...]) -> None:
        if self.before:
            self.matrix, self.line, self.size = self.before.pop()

    def _move(self, _: str, operands: tuple[Any, ...]) -> None:
        if len(operands) == 6:
            self.matrix = _times(operands, self.matrix)

    def _begin(self, _: str, operands: tuple[Any, ...]) -> None:
        self.text = (1, 0, 0, 1, 0, 0)

    def _place(self, _: str, operands: tuple[Any, ...]) -> None:
        if len(operands) == 6:
            self.text = operands

    def _font(self, _: str, operands: tuple[Any, ...]) -> None:
        font = self._resource("/Font", operands[0])
        self.size = abs(float(operands[-1] or 0))
        if font is not None:
            self.walk.reading.font(font, self.walk.page)

    def _text(self, _: str, operands: tuple[Any, ...]) -> None:
        whole = _times(self.text, self.matrix)
        self.walk.smallest = min(self.walk.smallest, self.size * hypot(whole[2], whole[3]) or inf)

    def _width(self, _: str, operands: tuple[Any, ...]) -> None:
        self.line = float(operands[-1] or 0)

    def _stroke(self, _: str, operands: tuple[Any, ...]) -> None:
        a, b, c, d, *_rest = self.matrix
        self.walk.thinnest = min(self.walk.thinnest, self.line * abs(a * d - b * c) ** 0.5)

    def _state(self, _: str, operands: tuple[Any, ...]) -> None:
        state = self._resource("/ExtGState", operands[-1])
        if state is not None:
            self.walk.state(state)
            if "/LW" in state:
                self.line = float(state.LW)

    def _device(self, operator: str, operands: tuple[Any, ...]) -> None:
        self._said(_DEVICE[operator.lower().encode()], operands)

    def _space(self, operator: str, operands: tuple[Any, ...]) -> None:
        name = operands[-1]
        there = self._resource("/ColorSpace", name)
        self.spaces[operator.isupper()] = _family(there) if there is not None else str(name)[1:]

    def _colour(self, operator: str, operands: tuple[Any, ...]) -> None:
        if operands and isinstance(operands[-1], str):
            self._pattern(operands[-1])
        self._said(self.spaces.get(operator.isupper(), "DeviceGray"), operands)

    def _said(self, space: str, operands: tuple[Any, ...]) -> None:
        if space != "Pattern":
            self.walk.spaces.add(space)
        if space == "DeviceCMYK" and len(operands) == 4:
            self.walk.inks.add(tuple(float(level or 0) for level in operands))

    def _pattern(self, name: str) -> None:
        pattern = self._resource("/Pattern", name)
        if isinstance(pattern, Stream):
            self._form(pattern)
        elif pattern is not None and "/Shading" in pattern:
            self._gradient(pattern.Shading)

    def _shading(self, _: str, operands: tuple[Any, ...]) -> None:
        shading = self._resource("/Shading", operands[-1])
        if shading is not None:
            self._gradient(shading)

    def _gradient(self, shading: Any) -> None:
        space = _family(shading.get("/ColorSpace"))
        self.walk.spaces.add(space)
        if space == "DeviceCMYK" and "/Function" in shading:
            self.walk.inks.update(_stops(shading.Function, _DEEPEST))

    def _show(self, _: str, operands: tuple[Any, ...]) -> None:
        one = self._resource("/XObject", operands[-1])
        if one is None:
            return
        kind = one.get("/Subtype")
        if kind == Name.Image:
            self.walk.picture(one, self.matrix)
        elif kind == Name.Form:
            self.walk.odd += [key[1:] for key in ("/OPI", "/Ref") if key in one]
            self.walk.group(one)
            self._form(one)
        else:
            self.walk.odd.append(str(kind)[1:])

    def _form(self, form: Any) -> None:
        if self.depth:
            matrix = [float(part) for part in form.get("/Matrix", (1, 0, 0, 1, 0, 0))]
            resources = form.get("/Resources", self.resources)
            self.walk.content(form.read_bytes(), resources, _times(matrix, self.matrix), self.depth - 1)


def _stops(function: Any, depth: int) -> Iterator[tuple[float, ...]]:
    """The colours at the stops of a gradient of inks."""
    if int(function.get("/FunctionType", -1)) == 3 and depth:
        for one in function.Functions:
            yield from _stops(one, depth - 1)
    for key in ("/C0", "/C1"):
        levels = tuple(float(level) for level in function.get(key, ()))
        if len(levels) == 4:
            yield levels


def _times(first: Sequence[float], second: Sequence[float]) -> _Matrix:
    """One matrix through another (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = (float(part or 0) for part in first)
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
