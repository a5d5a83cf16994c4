"""Twice the articles take twice the work: counted in calls here, in seconds and bytes in the long form."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from anthology import building, config
from anthology.cache import Cache
from anthology.writers.epub import write_epub
from anthology.writers.making import Making
from tests import books
from tests.bench import corpus
from tests.bench.measuring import run
from tests.bindery.test_binding import bound_of, small_section
from tests.safety.counts import is_long
from tests.safety.figures import record

ROOT = Path(__file__).resolve().parents[2]
MOST = 1.1
"""The exponent that is promised: 1 is straight, 2 would be four times the work for twice the articles."""
SIZES = (25, 100, 400)
FEW = (3, 6, 12)
MIB = 2**20


def exponent(costs: Mapping[int, float]) -> float:
    """The slope of the line through the logarithms of sizes and costs, by least squares."""
    points = [(math.log(size), math.log(cost)) for size, cost in costs.items()]
    across, up = (math.fsum(axis) / len(points) for axis in zip(*points, strict=True))
    rise = math.fsum((x - across) * (y - up) for x, y in points)
    return rise / math.fsum((x - across) ** 2 for x, _ in points)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of C included; nothing that a clock could change."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_the_exponent_is_that_of_the_power() -> None:
    for power in (0.5, 1.0, 2.0):
        assert exponent({size: 3 * size**power for size in SIZES}) == pytest.approx(power)


def test_work_that_grows_with_the_square_is_seen() -> None:
    def square(size: int) -> Callable[[], object]:
        return lambda: [abs(number) for _ in range(size) for number in range(size)]

    assert exponent({size: calls(square(size)) for size in FEW}) > 1.8


def test_reading_composing_and_the_e_book_take_as_many_calls_an_article_however_many_there_are(
    tmp_path: Path,
) -> None:
    cover = books.picture(100, 160)

    def read(size: int) -> Making:
        content = tmp_path / str(size)
        cache = Cache()
        one = building.read(content, config.load(content), cache=cache)
        return Making(one.composition.book, one.layout, one.photos, cache=cache)

    reading, writing = {}, {}
    for size in FEW:
        corpus.lay_down(tmp_path / str(size), size)
    read(FEW[0])  # what is done once a process is done
    for size in FEW:
        made: list[Making] = []
        reading[size] = calls(lambda size=size, made=made: made.append(read(size)))  # type: ignore[misc]
        writing[size] = calls(lambda made=made: write_epub(made[0], cover=cover))  # type: ignore[misc]
    assert exponent(reading) <= MOST
    assert exponent(writing) <= MOST


def test_binding_takes_as_many_calls_a_section_however_many_there_are() -> None:
    counted = {}
    for size in (50, 100, 200):
        pieces = [small_section(number) for number in range(size)]
        counted[size] = calls(lambda pieces=pieces: bound_of(pieces))  # type: ignore[misc]
    assert exponent(counted) <= MOST


@pytest.mark.skipif(not is_long(), reason="it takes minutes; `python -m tests.safety scale`")
def test_a_book_of_four_hundred_articles_is_built_in_straight_time(tmp_path: Path) -> None:
    seconds, bytes_ = {}, {}
    for size in SIZES:
        folder = tmp_path / str(size)
        corpus.lay_down(folder / "content", size)
        build = [sys.executable, "-m", "anthology.cli", "build", "--only", "pdf,epub"]
        cost = run([build], cwd=folder, environment={**os.environ, "PYTHONPATH": str(ROOT)})
        seconds[size], bytes_[size] = cost.cpu_s, cost.peak_bytes
        record(
            "P11", f"{size} articles, book and e-book from nothing: seconds of processor", f"{cost.cpu_s:.1f}"
        )
        record("P11", f"{size} articles: MiB of the largest process", f"{cost.peak_bytes / MIB:.0f}")
    record(
        "P11", f"exponent of the time over {', '.join(map(str, SIZES))} articles", f"{exponent(seconds):.2f}"
    )
    record("P11", "exponent of the memory", f"{exponent(bytes_):.2f}")
    assert exponent(seconds) <= MOST
    assert exponent(bytes_) <= MOST
