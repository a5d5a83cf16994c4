"""Figures that tests measured, as lines of a file; of those lines, a page for people and one for programs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.safety.counts import is_long

FILE = "ANTHOLOGY_FIGURES"
"""The variable of the environment that names the file of the lines."""

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
"""What the table of a page stands between; all else of the page is written by people."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of one promise, and by which measure of `python -m tests.safety`."""

    promise: str
    what: str
    figure: str
    measure: str = ""


def record(promise: str, what: str, figure: object) -> None:
    """Note a figure, as in `record("P1", "landed kills", 1000)`; in the short form nothing is noted."""
    file = os.environ.get(FILE)
    if not (file and is_long()):
        return
    line = json.dumps({"promise": promise, "what": what, "figure": str(figure)}, ensure_ascii=False)
    # One write of one line: several processes may note at once.
    with Path(file).open("ab", buffering=0) as notes:
        notes.write(f"{line}\n".encode())


def recorded(file: Path, measure: str) -> list[Figure]:
    """The figures of a file of lines; of two about the same thing the later one."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    found = (json.loads(line) for line in lines)
    every = {(one["promise"], one["what"]): Figure(**one, measure=measure) for one in found}
    return in_order(every.values())


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """By the number of the promise, then as they were measured."""
    return sorted(figures, key=lambda one: int(re.sub(r"\D", "", one.promise) or 0))


def kept(page: Path) -> list[Figure]:
    """The figures of earlier runs."""
    return [Figure(**one) for one in json.loads(page.read_text(encoding="utf-8"))] if page.exists() else []


def to_json(figures: Iterable[Figure]) -> str:
    """The page for programs."""
    return json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=1) + "\n"


def table(figures: Iterable[Figure]) -> str:
    """The table for people: what was promised, how to measure it, what it gave."""
    rows = [
        f"| {one.promise} | {one.what} | {one.figure} | `python -m tests.safety {one.measure}` |\n"
        for one in figures
    ]
    return "".join(["| promise | what | figure | measured by |\n| --- | --- | --- | --- |\n", *rows])


def put_in(page: str, figures: Iterable[Figure]) -> str:
    """A page with its table made anew; one that has no place for it stays as it is."""
    begin, end = page.find(BEGIN), page.find(END)
    if begin < 0 or end < begin:
        return page
    return f"{page[: begin + len(BEGIN)]}\n{table(figures)}{page[end:]}"
