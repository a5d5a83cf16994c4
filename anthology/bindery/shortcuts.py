"""The dearest steps of the engine to cheaper ones: the same boxes at the same places, with less work.

Five things take about a fifth of all setting and are nearly always the same: what a style says of a property
that nothing sets, the lengths of a box that has no percentages, the height of a line in a style, the first
word of a line that no float stands beside, and setting a text up again to draw it. Each is done here for the
plain case, and by the engine for every other one. The names that are taken over are private to version 70 of
the engine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_RELATIVE = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
_OWN_RULES = frozenset({"position", "float", "display", "page"})
"""Properties whose value depends on more than the cascade."""


def install(engine: Any) -> None:
    """Take the steps over, once in the life of a process."""
    css, layout = engine.css, engine.layout
    css.ComputedStyle.__missing__ = _computed(css, css.ComputedStyle.__missing__)
    resolve = _resolved(layout.percent.resolve_percentages)
    strut = _remembered(engine.text.line_break.strut)
    for module in _modules(engine):
        for name, function in (("resolve_percentages", resolve), ("strut", strut)):
            if hasattr(module, name):
                setattr(module, name, function)
    layout.inline.inline_min_content_width = _where_needed(layout.inline.inline_min_content_width)
    _keep_layouts(engine.text.line_break.Layout)


def _modules(engine: Any) -> Iterator[Any]:
    """All modules of the engine: many have taken a function by its name."""
    return (module for name, module in tuple(sys.modules.items()) if name.startswith(f"{engine.__name__}."))


def _computed(css: Any, made: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """The value of a property that no rule sets: the parent's, or the initial one."""
    inherited, initial = frozenset(css.INHERITED), css.INITIAL_VALUES
    later = frozenset(css.INITIAL_NOT_COMPUTED)
    logical = _logical(css)

    def __missing__(style: Any, key: str) -> Any:  # noqa: N807 - it stands in the place of one
        cascaded = style.cascaded
        if key in cascaded or key in _OWN_RULES or key[:2] == "__" or key[:16] == "text_decoration_":
            return made(style, key)
        if key in logical and not cascaded.keys().isdisjoint(logical[key]):
            return made(style, key)
        if key in inherited:
            parent = style.parent_style
            if parent is None:
                return made(style, key)
            value = parent[key]
            # What still has to be calculated is calculated anew in each style.
            if type(value) is tuple or getattr(value, "type", None) == "function":
                return made(style, key)
        elif key in later:
            return made(style, key)
        else:
            value = initial[key]
        style[key] = value
        return value

    return __missing__


def _logical(css: Any) -> Mapping[str, frozenset[str]]:
    """The properties of CSS Logical Properties that may stand for each physical one, in any direction."""
    return {
        key: frozenset(function(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
        for key, function in css.PHYSICAL_FUNCTIONS.items()
    }


def _resolved(made: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """The lengths of a box; found once for a style in which nothing is relative to what is around it."""

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            lengths = style.anthology_lengths
        except AttributeError:
            lengths = style.anthology_lengths = _lengths(style)
        if lengths is None:
            made(box, containing_block)
        else:
            box.__dict__.update(lengths)

    return resolve_percentages


def _lengths(style: Any) -> dict[str, Any] | None:
    """The used lengths that a style gives any box, or None where they depend on the box."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    found: dict[str, Any] = {}
    for name in _RELATIVE:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    return {**found, **{name: style[name] for name in _BORDERS}}


def _remembered(made: Callable[[Any], tuple[float, float]]) -> Callable[[Any], tuple[float, float]]:
    """Height and baseline of a line of a style, kept with the style."""

    def strut(style: Any) -> tuple[float, float]:
        try:
            known: tuple[float, float] = style.anthology_strut
        except AttributeError:
            known = style.anthology_strut = made(style)
        return known

    return strut


def _where_needed(made: Callable[..., float]) -> Callable[..., float]:
    """The width of the first word of a line: it counts only where a float reaches down to the line."""

    def inline_min_content_width(context: Any, linebox: Any, *rest: Any, **named: Any) -> float:
        top = linebox.position_y
        if all(shape.position_y + shape.margin_height() < top for shape in context.excluded_shapes):
            return 0
        return made(context, linebox, *rest, **named)

    return inline_min_content_width


def _keep_layouts(layout: Any) -> None:
    """Let a text that was laid out be drawn as it is, and not be set up a second time to be drawn."""
    deactivate, reactivate = layout.deactivate, layout.reactivate

    def put_away(self: Any) -> None:
        if "anthology_kept" in self.__dict__:
            del self.anthology_kept
            deactivate(self)
        else:
            self.anthology_kept = True

    def take_up(self: Any, style: Any) -> None:
        if "layout" in self.__dict__ and self.style is style:
            self.set_text(self.text, justify=True)
        else:
            reactivate(self, style)
            self.anthology_kept = True

    layout.deactivate, layout.reactivate = put_away, take_up
