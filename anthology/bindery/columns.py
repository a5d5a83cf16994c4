"""Columns that are balanced in a few trials, where the engine would try one pixel more each time.

The engine sets columns at the height that they would have on average, and at one pixel more as long as not
even the first box fits into the first of them: the last page of an index was set eighty times. What does not
fit at a height fits at none below it: so the least height at which it does is looked for by halves, and the
trials below it are answered without setting anything. The pages are the same. The names that are taken over
are private to version 70 of the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor, inf
from typing import Any

PATIENCE = 3
"""So many pixels are tried one after the other before a height is looked for: mostly one is enough."""
_NOISE = 1e-6


@dataclass(slots=True)
class _Trials:
    """What is known of the column that is being balanced.

    `most` is the room below it where it is as high as can be. By where its boxes begin, `failed` is what the
    engine gave each time that not even the first one fitted, and `enough` the room below that just lets it.
    """

    most: float = inf
    failed: dict[str, list[Any]] = field(default_factory=dict)
    enough: dict[str, float] = field(default_factory=dict)


def install(engine: Any) -> None:
    """Have the engine look for the height of balanced columns by halves."""
    column, block = engine.layout.column, engine.layout.block
    create, lay_out = column._create_column_box, block.block_box_layout

    def create_column_box(*args: Any) -> Any:
        box = create(*args)
        box.trials = _Trials()
        return box

    def block_box_layout(context: Any, box: Any, bottom_space: Any, *rest: Any, **named: Any) -> Any:
        trials = getattr(box, "trials", None)
        if trials is None or bottom_space == inf:
            return lay_out(context, box, bottom_space, *rest, **named)
        trials.most = min(trials.most, bottom_space)
        begins = str(rest[0])
        if bottom_space > trials.enough.get(begins, inf) + _NOISE:
            return trials.failed[begins][-1]
        result = lay_out(context, box, bottom_space, *rest, **named)
        if result[0] is None:
            failed = trials.failed.setdefault(begins, [])
            failed.append(result)
            if len(failed) >= PATIENCE:

                def fits(pixels: int) -> bool:
                    return _is_set(
                        engine, context, lambda: lay_out(context, box, bottom_space - pixels, *rest, **named)
                    )

                trials.enough[begins] = bottom_space - _least(floor(bottom_space - trials.most), fits)
        return result

    column._create_column_box = create_column_box
    block.block_box_layout = block_box_layout


def _least(most: int, fits: Callable[[int], bool]) -> int:
    """The least number from 1 to `most` that fits, as all above it do; `most` if none does."""
    low, high = 0, max(most, 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


def _is_set(engine: Any, context: Any, lay_out: Callable[[], Any]) -> bool:
    """Whether something of the column is set so; nothing of it stays."""
    shapes = len(context.excluded_shapes)
    found = lay_out()[0]
    del context.excluded_shapes[shapes:]
    if found is not None:
        engine.layout.block.remove_placeholders(context, [found], [], [])
    return found is not None
