"""Pages as they were laid out to the words that a reader would not see there, with page and fate.

The engine says nothing of a note that is taller than its page, of a line that a box cuts off, of white
letters on white paper. One walk over the boxes of each page finds them; nothing is drawn for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from anthology.bindery.fragment import Stray

_HANGS_EM = 0.5
"""Commas, hyphens and opening quotes may stand out of the text so far."""

_SIGNS_HANG_EM = 1.5
"""Signs by themselves may: a quotation mark stands in the margin before a large initial."""

_BODY_EM = 0.45
"""Height of letters without their stems: what is looked at of a line, from its baseline upwards."""

_OVER_EM = 0.5
"""Two words may lie over each other so far: a raised figure on a comma, an italic on a bracket."""

_LEAST_PX = 2.5
"""Letters smaller than that (not two points) are there to be hidden."""

_LEAST_ALPHA = 0.15
_LEAST_CONTRAST = 1.35
"""As WCAG 2.2 counts it, from 1 (the same) to 21; grey of 10 % on white has 1.25."""

_COVERS = 0.4
"""The share of a word that may not lie below something else."""

_MOST_WORDS = 40
"""Words that are told of one page and one fate."""

_PAPER = 1.0

_Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in the engine's pixels from the top left corner of the page."""

_Order = tuple[float, ...]
"""When something is painted: compared part by part (CSS 2.2, appendix E)."""


class _Around(NamedTuple):
    """What holds for all that stands in a box: where it is cut off, when it is painted, what is below it."""

    clip: _Box | None
    order: _Order
    alpha: float
    ground: float | None
    matrix: Any
    flows: bool


class _Word(NamedTuple):
    """A run of text in one line: where its letters are, how large, when painted, and its looks."""

    box: _Box
    size: float
    text: str
    order: _Order
    ink: _Ink
    around: _Around


class _Ink(NamedTuple):
    """The looks of a style: whether it shows at all, and how light it is (None: nobody can say)."""

    shows: bool
    light: float | None
    size: float


class _Paint(NamedTuple):
    """Something opaque that is not text: its place, when it is painted, and how light it is."""

    box: _Box
    order: _Order
    light: float | None


@dataclass(slots=True)
class _Kind:
    """What a style says of a box and of all in it."""

    level: float | None
    cuts: bool
    opacity: float
    flows: bool


def strays(pages: Sequence[Any], boxes: Any) -> tuple[Stray, ...]:
    """What nobody could read on these pages of the engine; `boxes` is its module of that name."""
    looks = _Looks()
    return tuple(
        stray
        for number, page in enumerate(pages)
        for stray in _Walk(page._page_box, boxes, looks).told(number)
    )


class _Looks:
    """What styles say: asked once for each, since a page has few and they answer slowly."""

    def __init__(self) -> None:
        self.inks: dict[int, _Ink] = {}
        self.kinds: dict[int, _Kind | None] = {}

    def ink(self, style: Any) -> _Ink:
        known = self.inks.get(id(style))
        if known is None:
            known = self.inks[id(style)] = _ink(style)
        return known

    def kind(self, style: Any) -> _Kind | None:
        """None for a box that changes nothing for what stands in it."""
        key = id(style)
        if key not in self.kinds:
            self.kinds[key] = _kind(style)
        return self.kinds[key]


class _Walk:
    """One walk over the boxes of one page."""

    def __init__(self, page: Any, boxes: Any, looks: _Looks) -> None:
        self.boxes, self.looks = boxes, looks
        self.turning = (boxes.FlexContainerBox, boxes.GridContainerBox, boxes.TableBox)
        self.words: list[_Word] = []
        self.paints: list[_Paint] = []
        self.lines: list[_Box] = []
        self.lost: dict[str, list[str]] = {}
        self.count = 0
        self.sheet: _Box = (0.0, 0.0, page.margin_width(), page.margin_height())
        left, top = page.content_box_x(), page.content_box_y()
        self.area: _Box = (left, top, left + page.width, top + page.height)
        paper = _PAPER
        for ground in (page.background, getattr(page, "canvas_background", None)):
            if ground is not None and ground.color.alpha >= 0.5:
                paper = _light(ground.color) or paper
        start = _Around(None, (), 1.0, paper, None, True)
        self._page(page, start)

    def _page(self, page: Any, start: _Around) -> None:
        inside: list[_Word] = []
        for child in page.children:
            first, self.lines = len(self.words), []
            self._box(child, start)
            if isinstance(child, self.boxes.MarginBox):
                self._furniture(self.words[first:])
            else:
                inside += self.words[first:]
                self._in_order()
        self._in_area(inside)

    def told(self, page: int) -> Iterator[Stray]:
        """Everything that was found, by what became of it."""
        self._seen()
        self._apart()
        for way, words in self.lost.items():
            told = " ".join(" ".join(words).split()).split(" ")
            yield Stray(page, way, " ".join(told[:_MOST_WORDS]), len(told))

    def _lose(self, way: str, word: _Word) -> None:
        self.lost.setdefault(way, []).append(word.text)

    # --- walking -------------------------------------------------------------------------------------

    def _box(self, box: Any, around: _Around) -> None:
        box = getattr(box, "_box", box)  # what stands elsewhere than in the flow has a place holder
        if isinstance(box, self.boxes.TextBox):
            self._text(box, around)
            return
        if isinstance(box, self.boxes.LineBox):
            self._line(box, around)
            return
        kind = self.looks.kind(box.style)
        if kind is not None:
            around = self._within(box, kind, around)
        ground = getattr(box, "background", None)
        if ground is not None:
            around = self._painted(box, ground, around)
        if isinstance(box, self.boxes.ReplacedBox):
            self._picture(box, around)
        if isinstance(box, self.turning):
            self._in_written_order(box)
        for child in box.children:
            self._box(child, around)

    def _line(self, line: Any, around: _Around) -> None:
        first = len(self.words)
        for child in line.children:
            self._box(child, around)
        own = [word.box for word in self.words[first:] if word.around is around]
        if own and around.flows and around.matrix is None and line.style["direction"] == "ltr":
            lefts, _, rights, _ = zip(*own, strict=True)
            self.lines.append((min(lefts), own[0][1], max(rights), own[0][3]))

    def _text(self, box: Any, around: _Around) -> None:
        text = box.text
        if not text.strip():
            return
        ink = self.looks.ink(box.style)
        if not ink.shows and "::" in str(box.element_tag):
            return  # a style sheet keeps a place with it: no word of the text
        left, base = box.position_x, box.position_y + box.baseline
        place = (left, base - _BODY_EM * ink.size, left + box.width, base)
        if around.matrix is not None:
            place = _moved(place, around.matrix)
        self.count += 1
        self.words.append(_Word(place, ink.size, text, (*around.order, 3.0, self.count), ink, around))

    def _within(self, box: Any, kind: _Kind, around: _Around) -> _Around:
        """What holds in a box that is not a plain one."""
        clip, matrix = around.clip, around.matrix
        if box.transformation_matrix:
            matrix = box.transformation_matrix @ matrix if matrix is not None else box.transformation_matrix
        if kind.cuts:
            clip = _common(clip, self._kept(box, matrix))
        self.count += 1
        order = around.order if kind.level is None else (*around.order, kind.level, self.count)
        return around._replace(
            clip=clip,
            order=order,
            alpha=around.alpha * kind.opacity,
            matrix=matrix,
            flows=around.flows and kind.flows,
        )

    def _kept(self, box: Any, matrix: Any) -> _Box:
        """What a box shows of what stands in it."""
        left, top = box.padding_box_x(), box.padding_box_y()
        place = (left, top, left + box.padding_width(), top + box.padding_height())
        if box.style["clip"] and box.is_absolutely_positioned():
            x, y = box.border_box_x(), box.border_box_y()
            sides = (y, x + box.border_width(), y + box.border_height(), x)
            said = [
                side if value == "auto" else start + value
                for side, value, start in zip(sides, box.style["clip"], (y, x, y, x), strict=True)
            ]
            place = (said[3], said[0], said[1], said[2])
        return _moved(place, matrix) if matrix is not None else place

    def _painted(self, box: Any, ground: Any, around: _Around) -> _Around:
        pictured = any(layer.image is not None for layer in ground.layers)
        if not pictured and ground.color.alpha * around.alpha < 0.5:
            return around
        light = None if pictured else _light(ground.color)
        inline = isinstance(box, self.boxes.InlineBox)
        self._paint(box.hit_area(), light, 3.0 if inline else 1.0, around)
        return around._replace(ground=light)

    def _picture(self, box: Any, around: _Around) -> None:
        if box.style["visibility"] == "visible" and around.alpha >= 0.5:
            place = (box.content_box_x(), box.content_box_y(), box.width, box.height)
            self._paint(place, None, 3.0, around)

    def _paint(self, area: Any, light: float | None, level: float, around: _Around) -> None:
        left, top, width, height = area
        place = (left, top, left + width, top + height)
        if around.matrix is not None:
            place = _moved(place, around.matrix)
        shown = _common(around.clip, place)
        self.count += 1
        self.paints.append(_Paint(shown, (*around.order, level, self.count), light))

    # --- what is asked of the words ------------------------------------------------------------------

    def _furniture(self, words: Sequence[_Word]) -> None:
        """Running heads and folios have the margins; they end with the sheet."""
        for word in words:
            if not _inside(word.box, self.sheet, 0.0):
                self._lose("outside", word)

    def _in_area(self, words: Sequence[_Word]) -> None:
        left, top, right, bottom = self.area
        for word in words:
            x, y, end, base = word.box
            hangs = _HANGS_EM if any(map(str.isalnum, word.text)) else _SIGNS_HANG_EM
            free = hangs * word.size + 0.5
            if x < left - free or end > right + free or y < top - free or base > bottom + 0.15 * word.size:
                self._lose("outside", word)

    def _in_order(self) -> None:
        """Whether each line stands below the one before, or beside it."""
        for before, line in pairwise(self.lines):
            if _goes_back(before, line):
                self.lost.setdefault("disordered", []).extend(
                    word.text for word in self.words if word.box[3] == line[3] and word.box[0] >= line[0]
                )

    def _in_written_order(self, box: Any) -> None:
        """Whether what a box may lay out in another order (`row-reverse`) stands as it was written."""
        # A box that the engine adds of itself may come from no element.
        own = box.element if box.element is not None else ()
        places = {id(element): place for place, element in enumerate(own)}
        last = -1
        for child in (getattr(one, "_box", one) for one in box.children):
            place = places.get(id(child.element), last)
            if place < last:
                texts = [one.text for one in child.descendants() if isinstance(one, self.boxes.TextBox)]
                self.lost.setdefault("disordered", []).extend(texts)
            last = max(last, place)

    def _seen(self) -> None:
        least = min((word.order for word in self.words), default=())
        over = [paint for paint in self.paints if paint.order > least]
        for word in self.words:
            clip = word.around.clip
            if clip is not None and not _inside(word.box, clip, 0.1 * word.size):
                self._lose("cut", word)
            elif not self._has_ink(word):
                self._lose("invisible", word)
            elif over and any(paint.order > word.order and _covers(paint.box, word.box) for paint in over):
                self._lose("covered", word)

    def _has_ink(self, word: _Word) -> bool:
        if not word.ink.shows or word.around.alpha < _LEAST_ALPHA:
            return False
        ground, light = word.around.ground, word.ink.light
        if light is None or ground is None or _contrast(light, ground) >= _LEAST_CONTRAST:
            return True
        below = [one for one in self.paints if one.order < word.order and _covers(one.box, word.box, 0.9)]
        ground = max(below, key=lambda one: one.order).light if below else ground
        return ground is None or _contrast(light, ground) >= _LEAST_CONTRAST

    def _apart(self) -> None:
        """Whether no two runs of words lie over each other."""
        words = sorted(self.words, key=_base)
        most = _BODY_EM * max((word.size for word in words), default=0.0)
        for place, one in enumerate(words):
            (left, top, right, base), size = one.box, one.size
            for follower in range(place + 1, len(words)):
                other = words[follower]
                if other.box[3] - base > most:
                    break
                least = min(size, other.size)
                wide = min(right, other.box[2]) - max(left, other.box[0])
                high = base - max(top, other.box[1])
                if wide > _OVER_EM * least + 0.5 and high > 0.15 * least:
                    self._lose("overprinted", other)


def _base(word: _Word) -> float:
    return word.box[3]


# --- styles ------------------------------------------------------------------------------------------


def _ink(style: Any) -> _Ink:
    colour, size = style["color"], style["font_size"]
    shows = style["visibility"] == "visible" and size >= _LEAST_PX and colour.alpha >= _LEAST_ALPHA
    light = _light(colour)
    if light is not None and colour.alpha < 1:
        light = 1 - (1 - light) * colour.alpha
    return _Ink(shows, light, size)


_PLAIN_POSITIONS = ("static", "running()", "note()")


def _kind(style: Any) -> _Kind | None:
    position, floats, z = style["position"], style["float"], style["z_index"]
    placed = isinstance(position, str) and position not in _PLAIN_POSITIONS
    away = placed and position in ("absolute", "fixed")
    floats = floats not in ("none", "footnote")
    cuts = style["overflow"] != "visible" or bool(style["clip"] and away)
    opacity = style["opacity"]
    level = _level(z, placed, floats, cuts or opacity < 1 or bool(style["transform"]), style["display"])
    if level is None and not cuts and opacity == 1 and not away:
        return None
    return _Kind(level, cuts, opacity, not (away or floats))


def _level(z: Any, placed: bool, floats: bool, context: bool, display: Any) -> float | None:
    """When a box is painted among its neighbours, if not with the text around it."""
    if placed and z != "auto":
        return 0.0 if z < 0 else 4.0 if z == 0 else 5.0 + z
    if placed or context:
        return 4.0
    if floats:
        return 2.0
    return 3.0 if display[0] == "inline" and len(display) > 1 and display[1] != "flow" else None


_WEIGHTS = (0.2126, 0.7152, 0.0722)


def _light(colour: Any) -> float | None:
    """Relative luminance (WCAG 2.2), from 0 to 1, where the colour is of a space that is easily counted."""
    if colour.space == "device-cmyk":
        *inks, black = (value or 0.0 for value in colour.coordinates)
        parts = [(1 - ink) * (1 - black) for ink in inks]
    elif colour.space in ("srgb", "hsl", "hwb"):
        parts = [value or 0.0 for value in colour.to("srgb").coordinates]
    else:
        return None
    return sum(weight * _linear(part) for weight, part in zip(_WEIGHTS, parts, strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


# --- places ------------------------------------------------------------------------------------------


def _inside(box: _Box, whole: _Box, free: float) -> bool:
    return (
        box[0] >= whole[0] - free
        and box[1] >= whole[1] - free
        and box[2] <= whole[2] + free
        and box[3] <= whole[3] + free
    )


def _common(one: _Box | None, other: _Box) -> _Box:
    if one is None:
        return other
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def _covers(paint: _Box, word: _Box, share: float = _COVERS) -> bool:
    left, top, right, bottom = _common(paint, word)
    whole = (word[2] - word[0]) * (word[3] - word[1])
    return right > left and bottom > top and (right - left) * (bottom - top) >= share * whole


def _goes_back(before: _Box, line: _Box) -> bool:
    """Whether a line stands above the one before it, or left of it at the same height."""
    over = min(before[2], line[2]) - max(before[0], line[0])
    height = line[3] - line[1]
    if line[3] <= before[1] + 0.1 * height:
        return over > height
    beside = min(before[3], line[3]) - max(before[1], line[1])
    return beside > 0.5 * height and line[2] <= before[0] + 0.5


def _moved(box: _Box, matrix: Any) -> _Box:
    """The rectangle around a box that was turned or moved."""
    move: Callable[[float, float], tuple[float, float]] = matrix.transform_point
    xs, ys = zip(*(move(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
