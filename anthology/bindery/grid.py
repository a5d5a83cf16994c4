"""Boxes of any height to whole lines: what a style sheet gives a `--step` ends on the grid of the text.

CSS has `block-step-size` for this (CSS Rhythmic Sizing 1), which the engine does not know. A picture has the
height that its width gives it and a caption has a leading of its own; the text below them is to stand back
to back with the text on the other side of the leaf all the same. So a sheet says `figure { --step: 13.5pt
}`, and what is missing to a multiple of that is added below the box. A box that goes on on the next page is
left alone: its foot is the page's.
"""

from __future__ import annotations

from typing import Any

_PROPERTY = "__step"
_POINT = 4 / 3
_LEAST = 0.01


def install(engine: Any) -> None:
    """Have the engine honour `--step` in every block that it lays out."""
    block = engine.layout.block
    lay_out = block.block_level_layout

    def stepped(
        context: Any,
        box: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        *rest: Any,
        **named: Any,
    ) -> Any:
        around = containing_block  # its name is the engine's: grids give all that follows by name
        result = lay_out(context, box, bottom_space, skip_stack, around, *rest, **named)
        laid, resume_at = result[0], result[1]
        if (
            laid is not None
            and resume_at is None
            and box.element is not None
            and (step := _step(box, around))
        ):
            laid.padding_bottom += missing(laid.border_height(), step)
        return result

    block.block_level_layout = stepped


def missing(height: float, step: float) -> float:
    """What is to be added to a height to be a multiple of a step; nothing where it is one but for noise."""
    over = height % step
    return 0.0 if over < _LEAST or step - over < _LEAST else step - over


def _step(box: Any, around: Any) -> float:
    """The step of a box in the engine's pixels; 0 if it has but the one it inherits from around it."""
    said = box.style[_PROPERTY]
    if not said or (said == around.style[_PROPERTY]):
        return 0.0
    token = next((one for one in said if one.type == "dimension"), None)
    return float(token.value) * _POINT if token is not None and token.unit == "pt" else 0.0
