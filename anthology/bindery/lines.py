"""The engine's justified paragraphs to better ones: where their lines end is chosen for each as a whole.

The engine breaks one line after the other, which leaves some far too loose. Here its breaking of lines is
taken over: a paragraph that is justified is measured once, `fitting.py` chooses all its breaks, and the
engine is made to end each line there. Everything else (boxes, tags, notes, text) stays its own work; so does
a paragraph that holds what is not measured here. As no line has to be tried, it saves more than it costs.

Style sheets say `--line-breaking: greedy` where the engine shall break lines as it does, and
`--optical-margins: on` where hyphens, points, commas and quotes shall hang a little over the edge. Where
they say `--text-wrap: balance`, ragged text of a few lines has those of about one length, and where they say
`--text-wrap: pretty`, a last line that is not too short (CSS Text 4 has these as `text-wrap`); of a longer
text the last six lines are made so.

The names that are taken over are private to version 70 of the engine; `CONTRACT` tells what they are given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from typing import Any

from anthology.bindery.engine import engine
from anthology.bindery.fitting import Give, fitted, ragged
from anthology.bindery.fragment import Loose
from anthology.bindery.measuring import (
    HANGING_LEFT,
    HANGING_RIGHT,
    Measured,
    Path,
    Run,
    Unmeasured,
    ruler,
    runs,
)

WIDEST_SPACE = 0.6
"""A space wider than this, in em, is a fault of its line."""

_EASY, _AIM = 0.37, 0.5
"""Without hyphens no space may be wider than the first, with hyphens none wider than the second, in em; where
that cannot be, none wider than the widest; and then whatever is least bad is taken."""
_STRETCH, _SHRINK = 0.5, 0.2
"""A space grows by half of its width before that counts as bad; it shrinks by a fifth, and no further."""

_EVEN, _PRETTY = "balance", "pretty"

_TRIES = 8
"""So often are the breaks of a paragraph chosen again, so that its page does not end in a hyphen."""

_ALL = 1 << 20
"""More lines than any paragraph has."""

_HAIR = 1e-6
_UNKNOWN: Any = object()

CONTRACT = {
    "layout.inline.get_next_linebox": (
        "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block",
        "absolute_boxes", "fixed_boxes", "first_letter_style", "first_line_style",
    ),
    "layout.inline.split_inline_box": (
        "context", "box", "position_x", "max_x", "bottom_space", "skip_stack", "containing_block",
        "absolute_boxes", "fixed_boxes", "line_placeholders", "waiting_floats", "line_children",
        "first_letter_style", "first_line_style",
    ),
    "layout.inline.split_text_box": ("context", "box", "available_width", "skip", "is_line_start"),
    "layout.inline.text_align": ("context", "line", "available_width", "last"),
    "layout.inline.justify_line": ("context", "line", "extra_width"),
    "layout.inline.add_word_spacing": ("context", "box", "justification_spacing", "x_advance"),
    "layout.block._linebox_layout": (
        "context", "box", "index", "child", "new_children", "page_is_empty", "absolute_boxes", "fixed_boxes",
        "adjoining_margins", "bottom_space", "position_y", "skip_stack", "first_letter_style",
        "first_line_style", "draw_bottom_decoration", "max_lines",
    ),
}  # fmt: skip
"""The functions of the engine that are taken over, and their arguments."""


@dataclass(frozen=True, slots=True)
class Wide:
    """A line whose spaces are too wide: its box, and the space in em."""

    box: Any
    space_em: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that was chosen: how wide it is, where it ends if not with the text, whether by a hyphen."""

    measure: float
    end: Path | None
    hyphen: bool = False
    hanging: bool = False


@dataclass(slots=True)
class _Plan:
    """The lines of a paragraph by where they begin; None is a line that the engine breaks.

    `barred` are ends that would put a hyphen at the end of a page.
    """

    lines: dict[Path, _Line | None] = field(default_factory=dict)
    barred: set[Path] = field(default_factory=set)


class _Now(threading.local):
    """What this thread lays out: the line, its box, the text it ends in; and the wide lines so far."""

    line: _Line | None = None
    box: Any = None
    target: Any = None
    loose: list[Wide] | None = None


_now = _Now()


@contextmanager
def watching() -> Iterator[list[Wide]]:
    """Collect the loose lines of what is laid out meanwhile; some may be laid out again in another way."""
    before, _now.loose = _now.loose, []
    try:
        yield _now.loose
    finally:
        _now.loose = before


def loose(pages: Sequence[Any], wide: Sequence[Wide]) -> Iterator[Loose]:
    """Those of the wide lines that stand on a page after all."""
    spaces = {id(one.box): one.space_em for one in wide}
    for number, page in enumerate(pages if spaces else ()):
        for box in page._page_box.descendants():
            if id(box) in spaces:
                yield Loose(number, round(spaces[id(box)], 2), _text(box))


def _text(box: Any) -> str:
    return "".join(one.text for one in box.descendants() if hasattr(one, "text"))


@lru_cache(maxsize=1)
def install() -> None:
    """Take the breaking of lines over, once in the life of a process."""
    layout = engine().layout
    for module, make in (
        (layout.inline, _next_line),
        (layout.inline, _inline_box),
        (layout.inline, _text_box),
        (layout.inline, _aligned),
        (layout.inline, _justified),
        (layout.inline, _spaced),
        (layout.block, _paragraph),
    ):
        name, function = make(module)
        setattr(module, name, function)


# --- the line that comes next ------------------------------------------------------------------------------


def _next_line(inline: Any) -> tuple[str, Callable[..., Any]]:
    made = inline.get_next_linebox

    def get_next_linebox(context: Any, linebox: Any, position_y: Any, bottom_space: Any, skip_stack: Any,
                         containing_block: Any, *rest: Any) -> Any:  # fmt: skip
        outer = _now.line, _now.box, _now.target
        arguments = (bottom_space, skip_stack, containing_block, *rest)
        _now.line = _now.target = None
        try:
            if _is_ours(linebox, rest):
                measures = _measures(made, context, linebox, position_y, *arguments)
                _now.line = line = _planned(context, linebox, skip_stack, containing_block, measures)
                _now.box = linebox
                _now.target = _at(linebox, line.end) if line and line.end else None
            return made(context, linebox, position_y, *arguments)
        finally:
            _now.line, _now.box, _now.target = outer

    return "get_next_linebox", get_next_linebox


def _is_ours(linebox: Any, rest: Sequence[Any]) -> bool:
    """Whether a paragraph is justified, or is to be ragged with care.

    A first line or letter with a look of its own is the engine's.
    """
    style = linebox.style
    if style["direction"] != "ltr" or rest[-1] is not None or rest[-2] is not None:
        return False
    if style["text_align_all"] == "justify":
        return _said(style, "__line_breaking") != "greedy"
    return _is_ragged(style) and _said(style, "__text_wrap") in (_EVEN, _PRETTY)


def _is_ragged(style: Any) -> bool:
    return style["text_align_all"] in ("left", "start")


def _said(style: Any, name: str) -> str:
    """What a style says by a property of our own."""
    tokens = style[name]
    return "".join(token.value for token in tokens if token.type == "ident") if tokens else ""


def _planned(
    context: Any, linebox: Any, skip_stack: Any, block: Any, measures: Sequence[float]
) -> _Line | None:
    """The line that begins there, if it was or can be chosen."""
    plan: _Plan | None = linebox.__dict__.get("anthology_plan")
    if plan is None:
        plan = linebox.anthology_plan = _Plan()
    start = _flat(skip_stack)
    known = plan.lines.get(start, _UNKNOWN)
    if known is _UNKNOWN or (known is not None and abs(known.measure - measures[0]) > _HAIR):
        _choose(context, linebox, block, start, measures, plan)
    return plan.lines[start]


def _flat(skip_stack: Any) -> Path:
    """A place as the engine says it (`{0: {2: {57: None}}}`) as one path."""
    found = []
    while skip_stack:
        ((number, skip_stack),) = skip_stack.items()
        found.append(number)
    return tuple(found)


def _at(box: Any, path: Path) -> Any:
    for number in path[:-1]:
        box = box.children[number]
    return box


def _measures(made: Any, context: Any, linebox: Any, position_y: float, bottom_space: Any, skip_stack: Any,
              block: Any, absolute: Any, fixed: Any, *styles: Any) -> list[float]:  # fmt: skip
    """How wide the next lines are, one by one, as long as something stands beside them; then all others."""
    before = context.excluded_shapes
    first = linebox.children[0] if skip_stack is None and linebox.children else None
    if first is not None and first.is_floated():
        context.excluded_shapes = before.copy()
        made(context, linebox, position_y, bottom_space, skip_stack, block, [], [], *styles)
    beside = list(_beside(context, linebox, position_y, block)) if context.excluded_shapes else []
    context.excluded_shapes = before
    measures = [*beside, block.width]
    if linebox.text_indent:
        measures = [measures[0] - linebox.text_indent, *(measures[1:] or measures)]
    return measures


def _beside(context: Any, linebox: Any, position_y: float, block: Any) -> Iterator[float]:
    """The widths of lines from a height on, down to where the last float ends."""
    end = max(shape.position_y + shape.margin_height() for shape in context.excluded_shapes)
    probe = linebox.copy()
    probe.width, probe.height = 0, engine().text.line_break.strut(linebox.style)[0]
    if probe.height <= 0:
        return
    while position_y < end:
        probe.position_y = position_y
        _, _, width = engine().layout.float.avoid_collisions(context, probe, block, outer=False)
        yield width
        position_y += probe.height


def _choose(
    context: Any, linebox: Any, block: Any, start: Path, measures: Sequence[float], plan: _Plan
) -> None:
    """Choose the lines from a place on; what cannot be measured is left to the engine."""
    plan.lines[start] = None
    try:
        found = runs(context, linebox, block, start)
    except Unmeasured:
        return
    if not any(run.text.strip(" ") for run in found):
        return
    is_ragged = _is_ragged(linebox.style)
    hanging = not is_ragged and _said(linebox.style, "__optical_margins") == "on"
    if is_ragged:
        # Where lines before are the engine's, this is the end of a long text.
        is_whole = not any(line is None for place, line in plan.lines.items() if place != start)
        even = is_whole and _said(linebox.style, "__text_wrap") == _EVEN
        fit = _ragged(found, measures, context.dictionaries, even=even)
    else:
        fit = _fit(found, measures, plan.barred, hanging, context.dictionaries)
    if fit is None:
        return
    measured, stops = fit
    for number, stop in enumerate(stops):
        end = measured.path(stop) if stop < len(measured.places) - 1 else None
        measure = measures[min(number, len(measures) - 1)]
        plan.lines[start] = _Line(measure, end, measured.puts_hyphen(stop), hanging)
        start = end or ()


def _fit(
    found: Sequence[Run], measures: Sequence[float], barred: set[Path], hanging: bool, dictionaries: Any
) -> tuple[Measured, list[int]] | None:
    """The stops that were chosen: without hyphens where that is good, loose where nothing else is left."""
    gauge, em = ruler(found[0].style), found[0].style["font_size"]
    measured = None
    for hyphens, most in ((False, _EASY), (True, _AIM), (True, WIDEST_SPACE), (True, inf)):
        if measured is None or most in (_AIM, inf):
            widest = min(measures) if most == inf else inf
            measured = Measured(
                found, hyphens=hyphens, hanging=hanging, dictionaries=dictionaries, widest=widest
            )
            measured.bar(barred)
        give = Give(gauge.space * _STRETCH, gauge.space * _SHRINK, most * em - gauge.space)
        stops = fitted(measured.stops, measures, give)
        if stops is not None:
            return measured, stops
    return None


def _ragged(
    found: Sequence[Run], measures: Sequence[float], dictionaries: Any, *, even: bool
) -> tuple[Measured, list[int]] | None:
    """The stops of ragged lines; beside a float, or where a line has an indent, they are the engine's."""
    if max(measures) - min(measures) > _HAIR:
        return None
    measured = Measured(found, hyphens=False, hanging=False, dictionaries=dictionaries)
    stops = ragged(measured.stops, measures[0], measured.ties(), even=even)
    return (measured, stops) if stops is not None else None


# --- the line, made ----------------------------------------------------------------------------------------


def _inline_box(inline: Any) -> tuple[str, Callable[..., Any]]:
    made = inline.split_inline_box

    def split_inline_box(context: Any, box: Any, position_x: Any, max_x: Any, *rest: Any) -> Any:
        """What was chosen for a line stands in it, wherever the edge is: its spaces are narrowed later."""
        if _now.line is not None and box is _now.box:
            max_x = inf
        return made(context, box, position_x, max_x, *rest)

    return "split_inline_box", split_inline_box


def _text_box(inline: Any) -> tuple[str, Callable[..., Any]]:
    made = inline.split_text_box

    def split_text_box(
        context: Any, box: Any, available_width: Any, skip: Any, is_line_start: bool = True
    ) -> Any:
        line = _now.line
        if line is None or available_width is None:
            return made(context, box, available_width, skip, is_line_start)
        if box is not _now.target or line.end is None:
            return made(context, box, None, skip)
        end = line.end[-1]
        text = box.text.encode()[skip:end].decode().rstrip(" ")
        if line.hyphen and text:
            text += box.style["hyphenate_character"]
        if not text:
            return None, end, False
        new_box, _, _ = made(context, box.copy_with_text(text), None, 0)
        return new_box, end, False

    return "split_text_box", split_text_box


def _aligned(inline: Any) -> tuple[str, Callable[..., Any]]:
    made = inline.text_align

    def text_align(context: Any, line: Any, available_width: Any, last: Any) -> Any:
        chosen = _now.line
        if chosen is None or _is_ragged(_now.box.style):
            return made(context, line, available_width, last)
        # What is given as available is wrong where a line that is still to be narrowed stands beside a float.
        indent = _now.box.text_indent
        left, right = _hung(line, inline.boxes) if chosen.hanging else (0.0, 0.0)
        left = 0.0 if indent else left
        extra = chosen.measure - _HAIR + indent + left + right - line.width + _floating(line)
        if extra < 0 or not last:
            inline.justify_line(context, line, extra)
        return -left

    return "text_align", text_align


def _floating(line: Any) -> float:
    """How much of the width of a line is a float that stands before it."""
    first = line.children[0] if line.children else None
    return float(first.margin_width()) if first is not None and first.is_floated() else 0.0


def _hung(line: Any, boxes: Any) -> tuple[float, float]:
    """How far the first and the last sign of a line hang over its edges."""
    left, right = _at_the_edge(line, 0, boxes), _at_the_edge(line, -1, boxes)
    return _hanging(left, 0, HANGING_LEFT), _hanging(right, -1, HANGING_RIGHT)


def _hanging(box: Any, place: int, parts: Mapping[str, float]) -> float:
    part = parts.get(box.text[place]) if box is not None and box.text else None
    return part * ruler(box.style).letter(box.text[place]) if part else 0.0


def _at_the_edge(box: Any, place: int, boxes: Any) -> Any:
    """The text at that end of a line, if it is one."""
    while isinstance(box, boxes.LineBox | boxes.InlineBox):
        children = [child for child in box.children if child.is_in_normal_flow()]
        box = children[place] if children else None
    return box if isinstance(box, boxes.TextBox) else None


def _justified(inline: Any) -> tuple[str, Callable[..., Any]]:
    def justify_line(context: Any, line: Any, extra_width: Any) -> None:
        """As the engine does it; a line that becomes too loose is told."""
        spaces = inline.count_expandable_spaces(line)
        em = line.style["font_size"]
        if spaces:
            inline.add_word_spacing(context, line, extra_width / spaces, 0)
        grown = extra_width / (spaces or 1)
        if _now.loose is not None and em and grown > 0.3 * em:
            space = ruler(line.style).space + grown
            if space > WIDEST_SPACE * em:
                _now.loose.append(Wide(line, space / em))

    return "justify_line", justify_line


def _spaced(inline: Any) -> tuple[str, Callable[..., Any]]:
    made = inline.add_word_spacing

    def add_word_spacing(context: Any, box: Any, justification_spacing: Any, x_advance: Any) -> Any:
        """As the engine does it, but its text is not shaped once more: that is done when it is drawn."""
        layout = getattr(box, "pango_layout", None)
        if layout is None or layout.text != box.text:
            return made(context, box, justification_spacing, x_advance)
        box.justification_spacing = layout.justification_spacing = justification_spacing
        box.position_x += x_advance
        extra = justification_spacing * inline.count_expandable_spaces(box)
        box.width += extra
        return x_advance + extra

    return "add_word_spacing", add_word_spacing


# --- the last line of a page -------------------------------------------------------------------------------


def _paragraph(block: Any) -> tuple[str, Callable[..., Any]]:
    made = block._linebox_layout

    def linebox_layout(context: Any, box: Any, index: Any, child: Any, new_children: Any, *rest: Any) -> Any:
        """As the engine does it; again with other breaks where the page would end in a hyphen.

        Where a paragraph may be cut after its second line and not before, the engine makes room for that line
        by sending notes of the page to the next one. Then the paragraph goes there instead, as a whole.
        """
        before, start, notes = list(new_children), _flat(rest[6]), _notes(context)
        for _ in range(_TRIES):
            result = made(context, box, index, child, new_children, *rest)
            if len(context.reported_footnotes) > len(notes[-1]) and not rest[0]:
                new_children[:] = before
                _take_back(context, notes)
                with _kept_together(box):
                    return made(context, box, index, child, new_children, *rest)
            end = _hyphen_at_the_end(child, result, new_children, before)
            if end is None or len(context.reported_footnotes) != len(notes[-1]):
                return result
            plan = child.anthology_plan
            plan.barred.add(end)
            plan.lines = {place: line for place, line in plan.lines.items() if place < start}
            new_children[:] = before
            if result[4]:
                _take_back(context, notes)
        return made(context, box, index, child, new_children, *rest)

    return "_linebox_layout", linebox_layout


@contextmanager
def _kept_together(box: Any) -> Iterator[None]:
    """A paragraph that may not be cut on this page."""
    style = box.style
    box.style = style.copy()
    box.style["orphans"] = _ALL
    try:
        yield
    finally:
        box.style = style


def _notes(context: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """The notes that are still to come, those of the page, and those that wait for the next one."""
    return list(context.footnotes), list(context.current_page_footnotes), list(context.reported_footnotes)


def _take_back(context: Any, notes: tuple[list[Any], list[Any], list[Any]]) -> None:
    """The notes as they were before the lines that called some of them; their area shrinks again."""
    context.footnotes[:], context.current_page_footnotes[:], context.reported_footnotes[:] = notes
    context._update_footnote_area()


def _hyphen_at_the_end(child: Any, result: Any, new_children: Any, before: Any) -> Path | None:
    """The place where a paragraph goes over to the next page in the middle of a word."""
    abort, plan = result[0], child.__dict__.get("anthology_plan")
    if abort or plan is None or len(new_children) == len(before) or not new_children[-1].resume_at:
        return None
    end = _flat(new_children[-1].resume_at)
    hyphened = any(line is not None and line.hyphen and line.end == end for line in plan.lines.values())
    return end if hyphened and end not in plan.barred else None
