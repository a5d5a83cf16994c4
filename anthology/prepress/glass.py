"""Pages that one sees through in parts to pages of full colours that look the same.

Colours are mixed with the white of the paper first, so letters stay letters. Where that does not look like
the page of the book, because something else lies below, a picture of that part of the page is laid over it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops

from anthology.prepress.boxes import POINTS_PER_MM
from anthology.prepress.colour import Colours
from anthology.prepress.pictures import Kept, Pressed, in_inks
from anthology.prepress.tinting import State, tinted

PPI = 600
"""Points an inch of a part of a page that became a picture: there may be letters in it."""

_LEAST_PPI = 300
_MOST_PIXELS = 24_000_000
"""A picture of a whole large page is made coarser, but never coarser than a photograph."""

_LOOK_PPI = 100
"""How finely two looks of a page are compared."""

_UNSEEN = 8
"""So many levels of 255 are rounding, and no eye sees them."""

_GAP_PX, _RIM_PX = 24, 2
"""Parts that are nearer to each other are one, such as words of a line; each gets a rim."""

_AROUND_PT = 10 * POINTS_PER_MM
"""What bleeds is looked at too: as much as any printer asks for."""

_DEEPEST = 30
_SEEN_THROUGH = ("/ca", "/CA", "/SMask", "/BM", "/AIS")

Box = tuple[float, float, float, float]
Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Patch:
    """A part of a page (left, bottom, right, top, in points of the page) as a picture in the inks."""

    box: Box
    picture: Pressed


class Looking:
    """Finds pages of which something lets one see through it that must be drawn in full colours.

    `used(page or form)` gives the names of resources by operator. What may stay `live` are states; a picture
    that one sees through never may.
    """

    def __init__(self, used: Callable[[Any], Mapping[str, tuple[str, ...]]], *, live: bool) -> None:
        self.used, self.live = used, live
        self.known: dict[tuple[int, int], bool] = {}

    def at(self, one: Any, depth: int) -> bool:
        """Whether a page or a form lets one see through it."""
        resources, used = one.get("/Resources", Dictionary()), self.used(one)
        states = resources.get("/ExtGState", Dictionary())
        if not self.live and any(not opaque(states[name]) for name in used.get("gs", ()) if name in states):
            return True
        shown = resources.get("/XObject", Dictionary())
        patterns = resources.get("/Pattern", Dictionary())
        below = [shown[name] for name in used.get("Do", ()) if name in shown]
        below += [patterns[name] for name in used.get("scn", ()) if name in patterns]
        return any(self._object(each, depth) for each in below)

    def _object(self, one: Any, depth: int) -> bool:
        if not isinstance(one, Stream) or not depth:
            return False
        if one.get("/Subtype") == Name.Image:
            return "/SMask" in one
        if one.objgen not in self.known:
            self.known[one.objgen] = False
            self.known[one.objgen] = self.at(one, depth - 1)
        return self.known[one.objgen]


def opaque(state: Any) -> bool:
    """Whether nothing drawn in a state lets one see through it."""
    full = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
    mask = state.get("/SMask", Name("/None"))
    blend = state.get("/BM", Name.Normal) in (Name.Normal, Name.Compatible)
    return full and blend and mask == Name("/None")


def flattened(
    source: pikepdf.Pdf, numbers: Sequence[int], colours: Colours, kept: Kept, *, live: bool
) -> dict[int, tuple[Patch, ...]]:
    """Draw pages of a book (from 1) in full colours, in place; what that cannot show, as patches to lay over.

    Where transparency may stay `live`, states are left alone.
    """
    naming = _Naming()
    names = {
        number: f"{naming.page(source.pages[number - 1].obj)} {colours.key} {live}" for number in numbers
    }
    found = {number: kept.recall("press glass", name) for number, name in names.items()}
    new = [number for number, data in found.items() if data is None]
    before = _apart(source, new)
    if not live:
        painting = _Painting(source)
        for number in numbers:
            painting.page(source.pages[number - 1].obj)
    made = _compared(before, _on_white(_apart(source, new)), colours) if new else []
    for number, patches in zip(new, made, strict=True):
        kept.keep("press glass", names[number], _dumped(patches))
    known = {number: _loaded(data) for number, data in found.items() if data is not None}
    return {**known, **dict(zip(new, made, strict=True))}


# --- in full colours ---------------------------------------------------------------------------------


class _Painting:
    """Draws pages in full colours; a form that is shown less opaque becomes another form."""

    def __init__(self, source: pikepdf.Pdf) -> None:
        self.source = source
        self.made: dict[tuple[tuple[int, int], float], Any] = {}
        self.full: set[tuple[int, int]] = set()

    def page(self, page: Any) -> None:
        """A page in full colours, in place."""
        content = b"\n".join(part.read_bytes() for part in _contents(page))
        resources = page.get("/Resources", Dictionary())
        # Pages may share their resources, and each needs names of its own.
        page.Resources = own = Dictionary(dict(resources.items()))
        page.Contents = self.source.make_stream(self._drawn(content, own, 1.0, _DEEPEST, whole=True))

    def _drawn(self, content: bytes, resources: Any, opacity: float, depth: int, *, whole: bool) -> bytes:
        states = resources.get("/ExtGState", Dictionary())
        made = tinted(content, {name: _state(one) for name, one in states.items()}, opacity, whole=whole)
        there = dict(resources.get("/XObject", Dictionary()).items())
        shown = {
            new: self._form(there[name], share, depth - 1)
            for new, (name, share) in made.shown.items()
            if name in there
        }
        patterns = dict(resources.get("/Pattern", Dictionary()).items())
        resources["/Pattern"] = Dictionary(
            {name: self._form(one, 1.0, depth - 1) for name, one in patterns.items()}
        )
        resources["/XObject"] = Dictionary({**there, **shown})
        resources["/ExtGState"] = Dictionary({name: _full(one) for name, one in states.items()})
        return made.content

    def _form(self, form: Any, opacity: float, depth: int) -> Any:
        if not isinstance(form, Stream) or form.get("/Subtype") == Name.Image or not depth:
            return form
        key = form.objgen, round(opacity, 4)
        if key not in self.made:
            self.made[key] = form
            self.made[key] = self._painted(form, opacity, depth)
        return self.made[key]

    def _painted(self, form: Any, opacity: float, depth: int) -> Any:
        new = self.source.make_stream(b"")
        for name, one in form.items():
            if name not in ("/Length", "/Filter", "/DecodeParms"):
                new[name] = one
        resources = Dictionary(dict(form.get("/Resources", Dictionary()).items()))
        drawn = self._drawn(form.read_bytes(), resources, opacity, depth, whole=False)
        new.write(drawn)
        new["/Resources"] = resources
        return new


def _contents(page: Any) -> Iterator[Any]:
    contents = page.get("/Contents", Array())
    yield from contents if isinstance(contents, Array) else (contents,)


def _state(state: Any) -> State:
    fill, stroke = (float(state[key]) if key in state else None for key in ("/ca", "/CA"))
    return State(fill, stroke)


def _full(state: Any) -> Any:
    """A state that lets nobody see through what is drawn in it."""
    kept = {key: one for key, one in state.items() if key not in _SEEN_THROUGH}
    return Dictionary(kept)


# --- how it looks ------------------------------------------------------------------------------------


def _apart(source: pikepdf.Pdf, numbers: Sequence[int]) -> bytes:
    """Some pages as a file of their own, with room around them for what bleeds."""
    with pikepdf.new() as apart:
        for number in numbers:
            apart.pages.append(source.pages[number - 1])
        for page in apart.pages:
            left, bottom, right, top = _around(page.obj)
            page.obj.MediaBox = Array([left, bottom, right, top])
            for key in ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Annots", "/Group"):
                if key in page.obj:
                    del page.obj[key]
        written = io.BytesIO()
        apart.save(written, deterministic_id=True)
        return written.getvalue()


def _around(page: Any) -> Box:
    left, bottom, right, top = (float(side) for side in page.get("/TrimBox", page.MediaBox))
    return left - _AROUND_PT, bottom - _AROUND_PT, right + _AROUND_PT, top + _AROUND_PT


def _on_white(data: bytes) -> bytes:
    """The same pages, with every picture that one sees through on white paper, as it will be printed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in list(pdf.objects):
            if isinstance(one, Stream) and one.get("/Subtype") == Name.Image and "/SMask" in one:
                _whitened(pdf, one)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


def _whitened(pdf: pikepdf.Pdf, picture: Any) -> None:
    """In place of a picture, a form that paints its square white and then the picture."""
    copy = pdf.make_stream(picture.read_raw_bytes())
    for name in [name for name in picture.keys() if name != "/Length"]:  # noqa: SIM118 - no dict
        copy[name] = picture[name]
        del picture[name]
    picture.write(b"1 g 0 0 1 1 re f /I Do")
    picture["/Type"], picture["/Subtype"] = Name.XObject, Name.Form
    picture["/BBox"] = Array([0, 0, 1, 1])
    picture["/Resources"] = Dictionary(XObject=Dictionary({"/I": copy}))


def _compared(before: bytes, after: bytes, colours: Colours) -> list[tuple[Patch, ...]]:
    """The patches that each page needs to look as it did."""
    import pypdfium2 as pdfium  # only here: hardly a book lets one see through anything

    with pdfium.PdfDocument(before) as was, pdfium.PdfDocument(after) as now:
        return [
            tuple(_patch(was[at], place, colours) for place in _places(was[at], now[at]))
            for at in range(len(was))
        ]


def _places(was: Any, now: Any) -> Iterator[Place]:
    """Where two looks of a page differ, in pixels from its top left corner, part by part."""
    first, second = (_look(page, _LOOK_PPI) for page in (was, now))
    levels = ImageChops.difference(first, second).split()
    most = ImageChops.lighter(ImageChops.lighter(levels[0], levels[1]), levels[2])
    differs = most.point(lambda level: 255 * (level > _UNSEEN))
    yield from _parts(differs, (0, 0, *differs.size))


def _parts(differs: Image.Image, place: Place) -> Iterator[Place]:
    """The parts of a place that are apart from one another, each as a rectangle with a rim."""
    inner = differs.crop(place).getbbox()
    if inner is None:
        return
    left, top, right, bottom = (at + place[side % 2] for side, at in enumerate(inner))
    rows = _bands(differs, [(left, at, right, at + 1) for at in range(top, bottom)], top)
    columns = _bands(differs, [(at, top, at + 1, bottom) for at in range(left, right)], left)
    if len(rows) > 1:
        for begin, end in rows:
            yield from _parts(differs, (left, begin, right, end))
    elif len(columns) > 1:
        for begin, end in columns:
            yield from _parts(differs, (begin, top, end, bottom))
    else:
        yield (left - _RIM_PX, top - _RIM_PX, right + _RIM_PX, bottom + _RIM_PX)


def _bands(differs: Image.Image, strips: Sequence[Place], first: int) -> list[tuple[int, int]]:
    """From where to where strips have something, those with a small gap between them as one."""
    bands: list[tuple[int, int]] = []
    for at, strip in enumerate(strips, start=first):
        if differs.crop(strip).getbbox() is None:
            continue
        if bands and at - bands[-1][1] < _GAP_PX:
            bands[-1] = bands[-1][0], at + 1
        else:
            bands.append((at, at + 1))
    return bands


def _look(page: Any, ppi: float, crop: Box = (0, 0, 0, 0)) -> Image.Image:
    shown: Image.Image = page.render(scale=ppi / 72, crop=crop, may_draw_forms=False).to_pil()
    return shown.convert("RGB")


def _patch(page: Any, place: Place, colours: Colours) -> Patch:
    """The picture of a place, as fine as letters want it."""
    left, bottom, right, top = page.get_mediabox()
    wide, high = right - left, top - bottom
    x, up, end, down = (at * 72 / _LOOK_PPI for at in place)
    x, up, end, down = max(x, 0.0), max(up, 0.0), min(end, wide), min(down, high)
    ppi = ((_MOST_PIXELS * 72**2) / ((end - x) * (down - up))) ** 0.5
    shown = _look(page, max(min(PPI, int(ppi)), _LEAST_PPI), (x, high - down, wide - end, up))
    return Patch((left + x, top - down, left + end, top - up), in_inks(shown, colours, lossless=False))


# --- kept --------------------------------------------------------------------------------------------


class _Naming:
    """Digests of PDF objects, through all that they refer to."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], str] = {}

    def page(self, page: Any) -> str:
        """A name for all that a page draws with."""
        return self.of(page.get("/Contents", Array())) + self.of(page.get("/Resources", Dictionary()))

    def of(self, one: Any) -> str:
        """The digest of an object; one that refers to itself is met once."""
        if not isinstance(one, pikepdf.Object) or not one.is_indirect:
            return self._of(one)
        if one.objgen not in self.known:
            self.known[one.objgen] = ""
            self.known[one.objgen] = self._of(one)
        return self.known[one.objgen]

    def _of(self, one: Any) -> str:
        if isinstance(one, Stream):
            return _digest(one.read_raw_bytes() + self._entries(one).encode())
        if isinstance(one, Dictionary):
            return _digest(self._entries(one).encode())
        if isinstance(one, Array):
            return _digest(" ".join(map(self.of, one)).encode())
        return _digest(repr(one).encode())

    def _entries(self, one: Any) -> str:
        return " ".join(f"{key} {self.of(each)}" for key, each in sorted(one.items()) if key != "/Parent")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dumped(patches: Sequence[Patch]) -> bytes:
    parts = [patch.picture.dump() for patch in patches]
    head = json.dumps([[patch.box, len(part)] for patch, part in zip(patches, parts, strict=True)]).encode()
    return len(head).to_bytes(4, "big") + head + b"".join(parts)


def _loaded(data: bytes) -> tuple[Patch, ...]:
    at = 4 + int.from_bytes(data[:4], "big")
    patches = []
    for box, length in json.loads(data[4:at]):
        left, bottom, right, top = box
        patches.append(Patch((left, bottom, right, top), Pressed.load(data[at : at + length])))
        at += length
    return tuple(patches)


def laid(patches: Mapping[str, Patch]) -> bytes:
    """What lays patches over a page, by the names of their pictures."""
    return b"".join(
        b"q %.3f 0 0 %.3f %.3f %.3f cm %b Do Q\n" % (right - left, top - bottom, left, bottom, name.encode())
        for name, (left, bottom, right, top) in ((name, patch.box) for name, patch in patches.items())
    )
