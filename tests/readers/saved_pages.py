"""Pages in; their manuscripts, and what is shown and marked in them, out."""

from __future__ import annotations

from anthology.model import Emphasis, Form, Manuscript
from anthology.readers import cover, read


def one(page: str, file: str = "submissions/a.html") -> Manuscript:
    """The manuscript of a page; each word of it is in exactly one block."""
    received = read(page.encode(), file)
    (manuscript,) = received.manuscripts
    assert cover(manuscript) == ()
    assert all(block.text == manuscript.text[block.start : block.end] for block in manuscript.blocks)
    return manuscript


def body(inside: str) -> Manuscript:
    """The manuscript of a page with this body."""
    return one(f"<!doctype html><html lang=fr><head><meta charset=utf-8></head><body>{inside}</body></html>")


def forms(manuscript: Manuscript) -> list[tuple[Form, str]]:
    """What is shown, with its forms."""
    return [(block.shape.form, block.text) for block in manuscript.blocks if block.shape.withheld is None]


def marked(manuscript: Manuscript) -> list[tuple[Emphasis, str, str]]:
    """Each mark with its words and its target."""
    return [(m.kind, manuscript.text[m.start : m.end], m.target) for m in manuscript.marks]
