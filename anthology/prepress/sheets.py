"""A bound book to the file for the press: each page in its boxes and inks, and nothing that is not printed.

The pages are taken over into a new file, so whatever else the book holds (tags, links, outline) stays behind.
What was made of a page or a picture is kept, named by all it was made of.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from anthology.errors import ConfigError, LayoutError
from anthology.prepress import content, glass, identity, marks
from anthology.prepress.boxes import POINTS_PER_MM, Box, Boxes, boxes, rounded
from anthology.prepress.colour import Colours
from anthology.prepress.fonts import bare_outlines
from anthology.prepress.glass import Patch
from anthology.prepress.identity import About
from anthology.prepress.lettering import Lettering
from anthology.prepress.pictures import Kept, Placed, Pressed, digest, in_inks, pressed
from anthology.prepress.ticket import CMYK, COMPONENTS, PLAIN, RGB, Job

PICTURE_NAME = Name("/AnthologyName")
"""In the dictionary of a picture: the file it was made of, so that a finding can name it."""

_PAGE_KEYS = frozenset({"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/TrimBox"})
_RESOURCES = {"gs": "/ExtGState", "Do": "/XObject", "scn": "/Pattern", "sh": "/Shading"}
_SPACE_NAMES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_DEEPEST = 30
_WORDS_PT = 6.0


def made(
    book: bytes,
    job: Job,
    about: About,
    *,
    letters: bytes,
    placed: Mapping[int, Placed] | None = None,
    kept: Kept,
    flat: Callable[[int], None] = lambda page: None,
) -> bytes:
    """The file for the press.

    `placed` are the photographs by the numbers of their objects in the book; any other picture is taken from
    there. `letters` is the font of what stands beside the page. `flat` is told of each page, from 1, of which
    a part became a picture: one sees through something there, and the printer's files may have nothing such.

    Raises:
        ConfigError: `press-profile-unusable`: the standard asks for a condition, and there is none.
        LayoutError: `press-colour`: a page cannot be brought into the inks.
    """
    if job.ticket.standard != PLAIN and (job.condition is None or job.ticket.colour == RGB):
        raise ConfigError(
            "press-profile-unusable",
            "a file of the standard PDF/X needs the colour profile of a press",
            hint='give a profile with four inks, or ask for standard = "pdf"',
            file="anthology.toml",
        )
    with pikepdf.open(io.BytesIO(book)) as source, pikepdf.new() as target:
        taking = _Taking(job, placed or {}, kept)
        patches = taking.flattened(source)
        for number, page in enumerate(source.pages, start=1):
            taking.take(page.obj, number)
            if patches.get(number):
                taking.lay(source, page.obj, patches[number])
                flat(number)
        target.pages.extend(source.pages)
        _fonts_unwrapped(target)
        _Laying(target, job, about, letters).lay()
        _said(target, job, about, identity.identifier(book, job, about))
        return _written(target, job)


def _written(target: pikepdf.Pdf, job: Job) -> bytes:
    written = io.BytesIO()
    target.save(
        written,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        force_version=identity.VERSIONS[job.ticket.standard],
        # What is packed already stays as it is.
        recompress_flate=False,
    )
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A content in the inks of the press, packed, and the names of resources that it uses."""

    packed: bytes
    used: Mapping[str, tuple[str, ...]]


class _Taking:
    """Brings what pages draw into the inks of a job, in place; each object once."""

    def __init__(self, job: Job, placed: Mapping[int, Placed], kept: Kept) -> None:
        self.job, self.placed, self.kept = job, placed, kept
        self.ticket = job.ticket
        self.colours = Colours(job)
        self.done: set[tuple[int, int]] = set()
        self.page = 0

    def take(self, page: Any, number: int) -> None:
        """Bring a page into the inks; `number` counts from 1."""
        self.page = number
        resources = page.get("/Resources", Dictionary())
        drawn = self._drawn(b"\n".join(_contents(page)))
        for key in sorted(set(page.keys()) - _PAGE_KEYS - self._groups()):
            del page[key]
        if "/Group" in page:
            self._group(page.Group)
        page.Contents = _packed_stream(page, drawn.packed)
        page.Resources = self._resources(resources, drawn, _DEEPEST)

    def flattened(self, source: pikepdf.Pdf) -> Mapping[int, Sequence[Patch]]:
        """Bring pages that one sees through, where none may be, into full colours, before they are taken."""
        live = self.ticket.live
        through = glass.Looking(_used, live=live)
        numbers = [at for at, page in enumerate(source.pages, 1) if through.at(page.obj, _DEEPEST)]
        return glass.flattened(source, numbers, self.colours, self.kept, live=live) if numbers else {}

    def lay(self, source: pikepdf.Pdf, page: Any, patches: Sequence[Patch]) -> None:
        """Lay pictures of parts of a page over it, once it was taken."""
        named = {f"/Glass{at}": patch for at, patch in enumerate(patches)}
        objects = dict(page.Resources.get("/XObject", Dictionary()).items())
        for name, patch in named.items():
            objects[name] = picture = source.make_stream(b"")
            picture["/Type"], picture["/Subtype"] = Name.XObject, Name.Image
            _set(picture, patch.picture)
        page.Resources["/XObject"] = Dictionary(objects)
        over = b"q\n%b\nQ\n%b" % (page.Contents.read_bytes(), glass.laid(named))
        page.Contents.write(zlib.compress(over, 9), filter=Name.FlateDecode)

    def _groups(self) -> frozenset[str]:
        return frozenset({"/Group"}) if self.ticket.live else frozenset()

    def _drawn(self, data: bytes) -> _Drawn:
        key = f"{digest(data)} {self.colours.key}"
        found = self.kept.recall("press page", key)
        if found is not None:
            start = 4 + int.from_bytes(found[:4], "big")
            return _Drawn(found[start:], json.loads(found[4:start]))
        try:
            inks = content.in_inks(data, self.colours)
        except content.ForeignColour as colour:
            raise LayoutError(
                "press-colour",
                f"page {self.page} has a colour of the space {colour.space}, which cannot be printed",
                hint="give colours in style sheets as #rrggbb",
                file=f"press.pdf, page {self.page}",
            ) from None
        drawn = _Drawn(zlib.compress(inks, 9), content.used(inks))
        head = json.dumps(drawn.used).encode()
        self.kept.keep("press page", key, len(head).to_bytes(4, "big") + head + drawn.packed)
        return drawn

    # --- what is used --------------------------------------------------------------------------------

    def _resources(self, resources: Any, drawn: _Drawn, depth: int) -> Any:
        """The resources that a content uses, in the inks; fonts as they are."""
        kept = Dictionary({key: resources[key] for key in ("/Font", "/Properties") if key in resources})
        for operator, key in _RESOURCES.items():
            there = resources.get(key, Dictionary())
            names = [name for name in drawn.used.get(operator, ()) if name in there]
            for name in names:
                self._brought(key, there[name], depth)
            if names:
                kept[key] = Dictionary({name: there[name] for name in names})
        return kept

    def _brought(self, key: str, one: Any, depth: int) -> None:
        if depth and not self._is_done(one):
            {
                "/ExtGState": self._state,
                "/XObject": self._object,
                "/Pattern": self._pattern,
                "/Shading": self._shading,
            }[key](one, depth - 1)

    def _is_done(self, one: Any) -> bool:
        if not one.is_indirect:
            return False
        met = one.objgen in self.done
        self.done.add(one.objgen)
        return met

    def _state(self, state: Any, depth: int) -> None:
        if state.get("/SMask", Name("/None")) != Name("/None"):
            self._object(state.SMask.G, depth)

    def _object(self, one: Any, depth: int) -> None:
        if one.get("/Subtype") == Name.Image:
            self._picture(one)
            return
        for key in ("/StructParents", "/StructParent", "/Metadata", "/PieceInfo", "/LastModified"):
            if key in one:
                del one[key]
        if "/Group" in one:
            if self.ticket.live:
                self._group(one.Group)
            else:
                # All that is drawn in there is opaque: drawn without the group, it is the same.
                del one["/Group"]
        self._form(one, depth)

    def _group(self, group: Any) -> None:
        if "/CS" in group:
            group.CS = _SPACE_NAMES[COMPONENTS[self.ticket.colour]]

    def _form(self, form: Any, depth: int) -> None:
        drawn = self._drawn(form.read_bytes())
        form.write(drawn.packed, filter=Name.FlateDecode)
        form["/Resources"] = self._resources(form.get("/Resources", Dictionary()), drawn, depth)

    def _pattern(self, pattern: Any, depth: int) -> None:
        if isinstance(pattern, Stream):
            self._form(pattern, depth)
        elif "/Shading" in pattern and not self._is_done(pattern.Shading):
            self._shading(pattern.Shading, depth)

    # --- gradients -----------------------------------------------------------------------------------

    def _shading(self, shading: Any, depth: int) -> None:
        """A gradient: the colours at its stops are brought into the inks, and run there."""
        count = {Name.DeviceRGB: 3, Name.DeviceGray: 1}.get(shading.get("/ColorSpace"))
        if isinstance(shading, Stream) or count is None or "/Function" not in shading:
            raise self._foreign_gradient()
        self._function(shading.Function, count, depth)
        if "/Background" in shading:
            del shading["/Background"]
        shading.ColorSpace = _SPACE_NAMES[COMPONENTS[self.ticket.colour]]

    def _function(self, function: Any, count: int, depth: int) -> None:
        kind = int(function.get("/FunctionType", -1))
        if kind == 3 and depth:
            for one in function.Functions:
                self._function(one, count, depth - 1)
        elif kind == 2 and not self._is_done(function):
            for key, usual in (("/C0", [0.0]), ("/C1", [1.0])):
                levels = [float(level) for level in function.get(key, usual)]
                function[key] = Array([*self._inks(levels * count if len(levels) < count else levels)])
            if "/Range" in function:
                del function["/Range"]
        elif kind != 2:
            raise self._foreign_gradient()

    def _inks(self, levels: list[float]) -> tuple[float, ...]:
        return self.colours.of_rgb(*levels) if len(levels) == 3 else self.colours.of_grey(levels[0])

    def _foreign_gradient(self) -> LayoutError:
        return LayoutError(
            "press-colour",
            f"page {self.page} has a gradient that cannot be brought into the inks of a press",
            hint="make it of colours given as #rrggbb, or of one colour",
            file=f"press.pdf, page {self.page}",
        )

    # --- pictures ------------------------------------------------------------------------------------

    def _picture(self, stream: Any) -> None:
        if stream.get("/ImageMask", False):
            return  # one ink, set by the content
        placed = self.placed.get(stream.objgen[0])
        if placed is not None:
            made = pressed(placed, self.colours, self.ticket.ppi, self.kept)
        else:
            made = self._of_book(stream)
        _set(stream, made)
        if placed is not None:
            stream[PICTURE_NAME] = String(placed.name)

    def _of_book(self, stream: Any) -> Pressed:
        """A picture of which only the book knows, such as a drawing of the layout."""
        mask = stream.get("/SMask")
        parts = [stream.read_raw_bytes(), mask.read_raw_bytes() if mask is not None else b""]
        key = f"{digest(b'|'.join(map(digest_bytes, parts)))} {self.colours.key}"
        found = self.kept.recall("press picture", key)
        if found is not None:
            return Pressed.load(found)
        picture = pikepdf.PdfImage(stream).as_pil_image()
        if mask is not None:
            picture = picture.convert("RGB")
            picture.putalpha(pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(picture.size))
        made = in_inks(picture, self.colours, lossless=stream.get("/Filter") != Name.DCTDecode)
        self.kept.keep("press picture", key, made.dump())
        return made


def digest_bytes(data: bytes) -> bytes:
    """A name for bytes, as bytes."""
    return digest(data).encode()


def _used(one: Any) -> Mapping[str, tuple[str, ...]]:
    """The names of resources that a page or a form uses, by operator."""
    return content.used(one.read_bytes() if isinstance(one, Stream) else b"\n".join(_contents(one)))


def _contents(page: Any) -> Iterator[bytes]:
    contents = page.get("/Contents", Array())
    for one in contents if isinstance(contents, Array) else (contents,):
        yield one.read_bytes()


def _packed_stream(page: Any, packed: bytes) -> Any:
    """A stream of the file of that page whose bytes are packed already."""
    contents = page.get("/Contents")
    stream = contents if isinstance(contents, Stream) else None
    if stream is None:
        raise LayoutError("engine-failed", "a page of the book has no content of its own", hint="build again")
    stream.write(packed, filter=Name.FlateDecode)
    return stream


def _set(stream: Any, made: Pressed) -> None:
    for key in ("/SMask", "/Mask", "/DecodeParms", "/Interpolate", "/Decode", "/Intent", "/StructParent"):
        if key in stream:
            del stream[key]
    stream.write(made.data, filter=Name(f"/{made.filter}"))
    stream.Width, stream.Height = made.width, made.height
    stream.ColorSpace, stream.BitsPerComponent = Name(f"/{made.space}"), made.bits
    if made.inverted:
        stream.Decode = Array([1, 0] * 4)


def _fonts_unwrapped(target: pikepdf.Pdf) -> None:
    """Fonts in a form that PDF 1.4 knows: the same outlines, without what is not needed to draw them."""
    for one in target.objects:
        if not isinstance(one, Dictionary) or isinstance(one, Stream):
            continue
        if one.get("/Subtype") == Name.CIDFontType0 and "/CIDToGIDMap" in one:
            del one["/CIDToGIDMap"]
        if one.get("/Type") == Name.FontDescriptor and "/FontFile3" in one:
            _unwrapped(one.FontFile3)


def _unwrapped(file: Any) -> None:
    outlines = bare_outlines(file.read_bytes()) if file.get("/Subtype") == Name.OpenType else None
    if outlines is not None:
        file.write(zlib.compress(outlines, 9), filter=Name.FlateDecode)
        file.Subtype = Name.CIDFontType0C


# --- pages in their boxes ----------------------------------------------------------------------------


class _Laying:
    """Puts each page into its boxes, with marks around it, and empty pages behind the last."""

    def __init__(self, target: pikepdf.Pdf, job: Job, about: About, letters: bytes) -> None:
        self.target, self.ticket, self.about = target, job.ticket, about
        self.letters = Lettering(letters) if job.ticket.marks else None
        self.condition = job.condition.info if job.condition else job.ticket.colour
        self.shared: dict[tuple[str, Boxes], Any] = {}
        self.patterns: dict[tuple[tuple[int, int], tuple[float, float]], Any] = {}
        self.spaces: Any = None
        self.count = 0

    def lay(self) -> None:
        sizes = [self._size(page.obj) for page in self.target.pages]
        self.count = -(-len(sizes) // self.ticket.pages_multiple) * self.ticket.pages_multiple
        for _ in range(self.count - len(sizes)):
            sizes.append(sizes[-1])
            self.target.add_blank_page(page_size=sizes[-1][2:])
        for number, (page, size) in enumerate(zip(self.target.pages, sizes, strict=True), start=1):
            self._lay(page.obj, size, number)

    def _size(self, page: Any) -> Box:
        left, bottom, right, top = (float(side) for side in page.get("/TrimBox", page.MediaBox))
        return left, bottom, right - left, top - bottom

    def _lay(self, page: Any, size: Box, number: int) -> None:
        left, bottom, width, height = size
        place = boxes(width, height, self.ticket, right_hand=number % 2 == 1)
        # A sheet that is empty has neither.
        own = [page.Contents] if "/Contents" in page else []
        resources = page.get("/Resources", Dictionary())
        moved = (place.trim[0] - left, place.trim[1] - bottom)
        before = self._once(f"before {moved}", place, lambda: self._before(place, moved))
        page.Contents = Array([before, *own, self._after(place, number)])
        self._patterns(resources, moved)
        page.Resources = self._with_marks(resources, place) if self.ticket.marks else resources
        page.MediaBox, page.BleedBox, page.TrimBox = (
            Array(rounded(box)) for box in (place.media, place.bleed, place.trim)
        )

    def _patterns(self, resources: Any, moved: tuple[float, float]) -> None:
        """Patterns hold to the sheet, whatever moves what is drawn (ISO 32000-1, 8.7): move them too."""
        there = dict(resources.get("/Pattern", Dictionary()).items())
        if there:
            resources["/Pattern"] = Dictionary({name: self._moved(one, moved) for name, one in there.items()})

    def _moved(self, pattern: Any, moved: tuple[float, float]) -> Any:
        key = pattern.objgen, moved
        if not pattern.is_indirect or key not in self.patterns:
            stream = isinstance(pattern, Stream)
            new = self.target.make_stream(pattern.read_raw_bytes()) if stream else Dictionary()
            for name, one in pattern.items():
                if name != "/Length":
                    new[name] = one
            a, b, c, d, x, y = (float(part) for part in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))
            new["/Matrix"] = Array([a, b, c, d, x + moved[0], y + moved[1]])
            if not pattern.is_indirect:
                return new
            self.patterns[key] = new
        return self.patterns[key]

    def _before(self, place: Boxes, moved: tuple[float, float]) -> Any:
        x, y, right, top = place.bleed
        said = b"q %.4f %.4f %.4f %.4f re W n 1 0 0 1 %.4f %.4f cm\n" % (x, y, right - x, top - y, *moved)
        return self.target.make_stream(said)

    def _once(self, kind: str, place: Boxes, make: Any) -> Any:
        key = kind, place
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]

    # --- around the page -----------------------------------------------------------------------------

    def _after(self, place: Boxes, number: int) -> Any:
        if self.letters is None:
            return self._once("after", place, lambda: self.target.make_stream(b"\nQ\n"))
        x, y = marks.words_at(place)
        drawn = self.letters.drawn(f"{number} / {self.count}", _WORDS_PT, x, y)
        colour = f"/{marks.REGISTRATION}".encode()
        said = b"\nQ\n/Marks Do\nq %b cs 1 scn\n%bQ\n" % (colour, drawn)
        return self.target.make_stream(said)

    def _with_marks(self, resources: Any, place: Boxes) -> Any:
        objects = Dictionary({**dict(resources.get("/XObject", Dictionary()).items())})
        objects["/Marks"] = self._once("marks", place, lambda: self._marks(place))
        resources["/XObject"] = objects
        resources["/ColorSpace"] = self._spaces()
        return resources

    def _marks(self, place: Boxes) -> Any:
        form = self.target.make_stream(marks.drawn(place, self.ticket.colour) + self._words(place))
        form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
        form["/BBox"] = Array(rounded(place.media))
        form["/Resources"] = Dictionary({"/ColorSpace": self._spaces()})
        return form

    def _words(self, place: Boxes) -> bytes:
        """The words on both sides of the register mark below the page: what is printed, and under what."""
        if self.letters is None:
            return b""
        left, y = marks.words_at(place)
        middle, aside = (place.trim[0] + place.trim[2]) / 2, 5 * POINTS_PER_MM
        begin = left + 16 * POINTS_PER_MM
        return b"".join(
            (
                self._line(self.about.title, begin, y, middle - aside - begin),
                self._line(self.condition, middle + aside, y, place.trim[2] - middle - 2 * aside),
            )
        )

    def _line(self, text: str, x: float, y: float, room: float) -> bytes:
        """A line of words, cut off where the room ends."""
        drawn = self.letters.drawn(text, _WORDS_PT, x, y) if self.letters else b""
        clip = b"q %.2f %.2f %.2f %.2f re W n" % (x, y - 3, max(room, 0), 12)
        return b"%b /%b cs 1 scn\n%bQ\n" % (clip, marks.REGISTRATION.encode(), drawn)

    def _spaces(self) -> Any:
        if self.spaces is None:
            count = COMPONENTS[self.ticket.colour]
            paper, full = ([0] * 4, [1] * 4) if self.ticket.colour == CMYK else ([1] * count, [0] * count)
            tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=paper, C1=full, N=1)
            space = Array([Name.Separation, Name.All, _SPACE_NAMES[count], tint])
            self.spaces = self.target.make_indirect(Dictionary({f"/{marks.REGISTRATION}": space}))
        return self.spaces


# --- what the file says of itself --------------------------------------------------------------------


def _said(target: pikepdf.Pdf, job: Job, about: About, identifier: str) -> None:
    for key, text in identity.properties(about, job).items():
        target.docinfo[f"/{key}"] = String(text)
    target.docinfo["/Trapped"] = Name("/False")
    packet = target.make_stream(identity.packet(about, job, identifier))
    packet["/Type"], packet["/Subtype"] = Name.Metadata, Name.XML
    target.Root.Metadata = packet
    if job.ticket.standard != PLAIN and job.condition is not None:
        profile = target.make_stream(job.condition.profile)
        profile["/N"] = 4
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFX,
            OutputConditionIdentifier=String(job.condition.identifier),
            OutputCondition=String(job.condition.info),
            Info=String(job.condition.info),
            DestOutputProfile=profile,
        )
        if job.condition.registered:
            intent["/RegistryName"] = String("http://www.color.org")
        target.Root.OutputIntents = Array([intent])
