"""Manuscripts as the readers of rich files make them: blocks with shapes, marks and pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from anthology.importing.articles import Shown, articles_of, placed
from anthology.importing.wording import Cleaning, Wording
from anthology.model import Emphasis, Form, Manuscript, Mark, Picture, Reading, Shape
from anthology.readers.pieces import Piece, manuscript, origin
from anthology.recognise import Recognition, recognise
from tests.importing.readings import AS_IS, SETTINGS

__all__ = ["Piece", "cells", "made", "manuscript_of", "on", "picture", "read", "said"]

FILE = "submissions/a.docx"
TEXT = (
    "Il est quatre heures du matin quand le premier chalutier rentre au port, chargé de sardines.",
    "Les pêcheurs disent que la mer se vide, année après année, et que le gazole coûte trop cher.",
    "Le jour se lève sur les filets, et les mouettes reprennent leur ronde au-dessus des toits.",
)
"""Paragraphs that nobody takes for anything else."""


def manuscript_of(*pieces: Piece, file: str = FILE) -> Manuscript:
    return manuscript(origin(repr(pieces).encode(), file, "docx"), pieces)


def said(text: str, form: Form = Form.PARAGRAPH, *marks: Mark, pictures: Sequence[Picture] = (),
         **shape: object) -> Piece:  # fmt: skip
    return Piece(text, Shape(form, **shape), marks, tuple(pictures))  # type: ignore[arg-type]


def on(text: str, words: str, kind: Emphasis, target: str = "") -> Mark:
    """A mark on words of a text."""
    start = text.index(words)
    return Mark(start, start + len(words), kind, target)


def picture(name: str, data: bytes = b"", at: int = 0) -> Picture:
    return Picture(at, name, hashlib.sha256(data or name.encode()).hexdigest())


def cells(rows: Sequence[Sequence[str]], table: int = 1, *, head: bool = True) -> list[Piece]:
    return [
        said(text, Form.CELL, table=table, row=row, column=column, head=head and row == 1)
        for row, line in enumerate(rows, start=1)
        for column, text in enumerate(line, start=1)
        if text
    ]


def read(*pieces: Piece, answers: dict[str, str] | None = None, file: str = FILE) -> Recognition:
    return recognise([manuscript_of(*pieces, file=file)], answers=answers or {})


def made(*pieces: Piece, cleaning: Cleaning = AS_IS, files: dict[str, str] | None = None,
         answers: dict[str, str] | None = None) -> tuple[Reading, Shown]:  # fmt: skip
    """A submission as it is understood, and the articles that become of it."""
    (one,) = read(*pieces, answers=answers).readings
    names = {each.name: f"photos/{each.name}" for each in one.manuscript.pictures}
    (slugs,) = placed([one], [])
    wording = Wording(one.manuscript.file)
    return one, articles_of(one, slugs, cleaning, SETTINGS, wording, names if files is None else files)
