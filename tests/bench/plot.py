"""Results in, the figure of the README out: as SVG, the same bytes for the same results.

Left, what each contender takes for a book of one size; right, how that grows with the book. Ours is told from
the others by colour, by lightness, by its mark and by its name, so that no eye depends on one of them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from tests.bench.contenders import CONTENDERS, OURS, REFERENCE
from tests.bench.results import Entry, Results

OUR_COLOUR, THEIR_COLOUR, INK = "#0072b2", "#9a9a9a", "#222222"
SHOWN_SIZE = "100"


class _Line(NamedTuple):
    """A contender on the right: its name there, its mark, and how its line is broken."""

    name: str
    marker: str
    style: str


LINES: Mapping[str, _Line] = {
    REFERENCE: _Line("WeasyPrint in one go", "o", "-"),
    "cold": _Line("from nothing", "o", "-"),
    "typst": _Line("Typst", "s", "--"),
    "comma": _Line("one comma", "s", "--"),
    "watch": _Line("one comma, watching", "^", ":"),
    "nothing": _Line("nothing changed", "D", "-."),
}
_LOOK: Mapping[str, Any] = {
    "font.size": 9,
    "svg.hashsalt": "anthology",
    "svg.fonttype": "path",
    "axes.edgecolor": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(results: Results) -> str:
    """The figure as SVG."""
    with matplotlib.rc_context(dict(_LOOK)):
        target = io.BytesIO()
        figure(results).savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target.getvalue().decode("utf-8")


def figure(results: Results) -> Figure:
    """The figure as the library has it, to be saved in any format."""
    sizes = results["sizes"]
    shown = SHOWN_SIZE if SHOWN_SIZE in sizes else max(sizes, key=int)
    drawn = Figure(figsize=(9.6, 4.4), layout="constrained")
    left, right = drawn.subplots(1, 2, width_ratios=(3, 2))
    _dots(left, shown, sizes[shown]["contenders"])
    _growth(right, sizes)
    return drawn


# --- one size ------------------------------------------------------------------------------------------


def _dots(axes: Axes, size: str, entries: Sequence[Entry]) -> None:
    """The clock of every contender, the slowest on top; dots, since no bar begins at nothing here."""
    ordered = sorted(entries, key=lambda entry: entry["wall_s"])
    names = {one.key: _named(one.key, one.name) for one in CONTENDERS}
    seconds = [entry["wall_s"] for entry in ordered]
    axes.set_xscale("log")
    axes.set_xlim(min(seconds) / 1.6, max(seconds) * 3)
    axes.set_yticks(range(len(ordered)), [names[entry["key"]] for entry in ordered])
    axes.hlines(range(len(ordered)), axes.get_xlim()[0], seconds, color="#e0e0e0", zorder=0)
    for place, entry in enumerate(ordered):
        ours = entry["key"] in OURS
        axes.plot(entry["wall_s"], place, "o" if ours else "s", color=_colour(entry["key"]), markersize=7)
        at = (entry["wall_s"], place)
        axes.annotate(
            _seconds(at[0]), at, (8, 0), textcoords="offset points", va="center", color=_ink(entry["key"])
        )
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.set_xlabel("seconds until the book is there")
    axes.set_title(f"A book of {int(size):,} articles", loc="left")
    axes.tick_params(axis="y", length=0)


def _named(key: str, name: str) -> str:
    return f"anthology: {name}" if key in OURS else name


def _colour(key: str) -> str:
    return OUR_COLOUR if key in OURS else THEIR_COLOUR


def _ink(key: str) -> str:
    return OUR_COLOUR if key in OURS else INK


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


# --- all sizes -----------------------------------------------------------------------------------------


def _growth(axes: Axes, sizes: Mapping[str, Entry]) -> None:
    """The processors' time of some contenders, by the number of articles."""
    ends: list[tuple[float, float, str, str]] = []
    for key, line in LINES.items():
        points = [(int(size), cost) for size, one in sizes.items() for cost in _cpu(one, key)]
        if points:
            axes.plot(
                *zip(*points, strict=True),
                color=_colour(key),
                marker=line.marker,
                linestyle=line.style,
                markersize=5,
            )
            ends.append((*points[-1], line.name, _ink(key)))
    axes.set_xscale("log")
    axes.set_yscale("log")
    numbers = sorted(map(int, sizes))
    axes.set_xlim(numbers[0] / 1.4, numbers[-1] * 26)
    axes.set_xticks(numbers, [f"{number:,}" for number in numbers], minor=False)
    axes.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.set_xlabel("articles")
    axes.set_title("Seconds of processor, by size", loc="left")
    _write_ends(axes, ends)


def _cpu(one: Entry, key: str) -> list[float]:
    return [entry["cpu_s"] for entry in one["contenders"] if entry["key"] == key]


def _write_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Name each line where it ends; names that would stand on one another move upwards."""
    low, high = axes.get_ylim()
    step = (high / low) ** 0.055
    place = 0.0
    for x, y, name, ink in sorted(ends, key=lambda end: end[1]):
        place = max(y, place * step)
        axes.annotate(name, (x, y), (x * 1.35, place), color=ink, va="center", fontsize=8)
