"""Books in every theme at every size of page keep PDF/UA-1 and PDF/A-2a, as veraPDF judges them.

In the short form it is the small book, on a page as printers abroad cut it and on one of an own size; in the
long form (ANTHOLOGY_LONG) both whole books, in every theme at every size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from anthology import building, config
from anthology.config import TRIM_SIZES_MM, Trim
from anthology.resources import theme, theme_names
from anthology.writers.making import Making
from anthology.writers.pdf import write_pdf
from tests import books, kept, picture_book
from tests.safety.counts import is_long
from tests.verapdf import Verdict, verdicts

CONTENT = Path(__file__).resolve().parents[2] / "content"
OWN = "120x190"
SIZES: Mapping[str, tuple[float, float]] = {**TRIM_SIZES_MM, OWN: (120.0, 190.0)}


def looks() -> list[tuple[str, str]]:
    """Themes and sizes of pages that a book is made in."""
    every = [(name, size) for name in theme_names() for size in SIZES]
    return every if is_long() else [("modern", "6x9in"), ("classic", OWN)]


LOOKS = looks()


def sources(folder: Path) -> Iterator[Making]:
    """The books, as they come."""
    if not is_long():
        yield Making(books.book(), books.layout(), books.pictures(), cache=kept.results())
        return
    for content in (CONTENT, picture_book.content(folder)):
        read = building.read(content, config.load(content))
        yield Making(read.composition.book, read.layout, read.photos, cache=kept.results())


def made_as(making: Making, theme_name: str, size: str) -> bytes:
    """A book in a theme, at a size of page."""
    width, height = SIZES[size]
    trim = Trim(width_mm=width, height_mm=height)
    return write_pdf(replace(making, layout=replace(making.layout, theme=theme(theme_name), trim=trim))).data


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[Verdict]]:
    """What veraPDF says of each look: of every book, by both standards. Java is started once."""
    makings = list(sources(tmp_path_factory.mktemp("pictures")))
    files = [
        (look, flavour, made)
        for look in LOOKS
        for making in makings
        for made in (made_as(making, *look),)
        for flavour in ("ua1", "2a")
    ]
    found = verdicts([(flavour, made) for _, flavour, made in files])
    held: dict[tuple[str, str], list[Verdict]] = {look: [] for look in LOOKS}
    for (look, _, _), verdict in zip(files, found, strict=True):
        held[look].append(verdict)
    return held


@pytest.mark.parametrize("look", LOOKS, ids=" ".join)
def test_every_rule_of_both_standards_is_kept(
    told: dict[tuple[str, str], list[Verdict]], look: tuple[str, str]
) -> None:
    assert len(told[look]) == (4 if is_long() else 2)
    assert [dict(one.failed) for one in told[look]] == [{}] * len(told[look])
    assert min(one.checks for one in told[look]) > 10_000
