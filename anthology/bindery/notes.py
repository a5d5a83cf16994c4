"""The rule over the notes of a page to a short one: CSS has none but the border of their area, edge to edge.

A style sheet says `@page { @footnote { border-top: 0.3pt solid; --rule: 30pt } }`: the border is drawn so far
from the left edge, and nothing is laid out otherwise. Names that are private to version 70 of the engine:
`draw.draw_border`, `FootnoteAreaBox`.
"""

from __future__ import annotations

import copy
from typing import Any

_PROPERTY = "__rule"
_POINT = 4 / 3


def install(engine: Any) -> None:
    """Have the engine draw the border of an area of notes no longer than its style sheet says."""
    drawing, area = engine.draw, engine.formatting_structure.boxes.FootnoteAreaBox
    draw = drawing.draw_border

    def draw_border(stream: Any, box: Any) -> None:
        long = _length(box.style) if isinstance(box, area) else 0.0
        if 0 < long < box.width:
            box = copy.copy(box)
            box.width = long
        draw(stream, box)

    drawing.draw_border = draw_border


def _length(style: Any) -> float:
    """How long the rule is, in the engine's pixels; 0 where nothing is said."""
    token = next((one for one in style[_PROPERTY] or () if one.type == "dimension"), None)
    return float(token.value) * _POINT if token is not None and token.unit == "pt" else 0.0
