"""A manuscript in; what the file itself says of its blocks, where nothing need be guessed, out.

A table, a note, the description of a picture are what they are: they stand beside the running text, and
nobody weighs them. What the file shows to nobody is told apart here too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from anthology.model import PLAIN, Block, Emphasis, Form, Manuscript, Role, Withheld
from anthology.recognise.patterns import pattern

CELL = 80
"""Words: a table with a longer cell was drawn to set text side by side, not to compare."""

_NO_TITLE = pattern(
    r"microsoft word\b.*|\w*document\s?\d*|.*\.(?:docx?|odt|rtf|txt|html?|pdf)|untitled.*"
    r"|sans (?:nom|titre).*|titre|title|.*template.*|modèle.*",
    re.IGNORECASE,
)
"""Titles that programs make."""


# --- what needs no guessing --------------------------------------------------------------------------


def roles_beside(manuscript: Manuscript) -> dict[int, Role]:
    """The role of each block that the file does not show, or sets apart from the running text.

    Captions are not among them: they may hold a credit (see `captions`).
    """
    drawn = _drawn(manuscript.blocks)
    return {
        index: role
        for index, block in enumerate(manuscript.blocks)
        if block.shape is not PLAIN and (role := _beside(block, drawn))
    }


def captions(manuscript: Manuscript) -> dict[int, Role]:
    """The captions of a manuscript, as the file says."""
    return {
        index: Role.CAPTION
        for index, block in enumerate(manuscript.blocks)
        if block.shape.form is Form.CAPTION and block.shape.withheld is None
    }


def is_title(block: Block) -> bool:
    """Whether the file says that a block is a title, which is never a credit."""
    return block.shape.form is Form.TITLE


_UNSEEN: Mapping[Withheld, Role] = MappingProxyType(
    {
        Withheld.NAVIGATION: Role.FURNITURE,
        Withheld.RUNNING_HEAD: Role.FURNITURE,
        Withheld.METADATA: Role.FURNITURE,
        Withheld.COMMENT: Role.WITHHELD,
        Withheld.UNPUBLISHED: Role.WITHHELD,
        Withheld.DELETED: Role.WITHHELD,
        Withheld.HIDDEN: Role.WITHHELD,
    }
)


def _beside(block: Block, drawn: Collection[int]) -> Role | None:
    shape = block.shape
    if shape.withheld:
        return _UNSEEN[shape.withheld]
    if shape.form is Form.CELL and shape.table in drawn:
        return Role.TABLE
    return {Form.NOTE: Role.NOTE, Form.ALT: Role.ALT}.get(shape.form)


def _drawn(blocks: Sequence[Block]) -> frozenset[int]:
    """The tables that compare something; the others only set text side by side, and are read as text."""
    rows: dict[int, set[int]] = defaultdict(set)
    columns: dict[int, set[int]] = defaultdict(set)
    widest: dict[int, int] = defaultdict(int)
    for block in blocks:
        table = block.shape.table
        if block.shape.form is Form.CELL and block.shape.withheld is None:
            rows[table].add(block.shape.row)
            columns[table].add(block.shape.column)
            widest[table] = max(widest[table], block.words)
    return frozenset(
        table for table in rows if len(rows[table]) > 1 and len(columns[table]) > 1 and widest[table] <= CELL
    )


_REASONS: Mapping[Form, str] = MappingProxyType(
    {
        Form.TITLE: "the file says it is a title",
        Form.STANDFIRST: "the file says it is a standfirst",
        Form.BYLINE: "the file says it is a byline",
        Form.HEADING: "the file says it is a heading",
        Form.ITEM: "the file says it is an item of a list",
        Form.CELL: "the file says it is a cell of a table",
        Form.QUOTE: "the file says it is a quotation",
        Form.VERSE: "the file says it is verse",
        Form.CAPTION: "the file says it is a caption",
        Form.ALT: "the file says it describes a picture",
        Form.NOTE: "the file says it is a note",
        Form.PARAGRAPH: "",
    }
)
_WITHHELD_REASONS: Mapping[Withheld, str] = MappingProxyType(
    {
        Withheld.DELETED: "somebody deleted it, and the file still holds it",
        Withheld.HIDDEN: "the file hides it",
        Withheld.COMMENT: "it is a comment beside the text",
        Withheld.UNPUBLISHED: "the site that it comes from does not show it",
        Withheld.NAVIGATION: "the page has it to lead elsewhere",
        Withheld.RUNNING_HEAD: "the file prints it at the edge of every page",
        Withheld.METADATA: "it is what the file says of itself",
    }
)


def reason(block: Block) -> str:
    """What the file says of a block, for people; empty where it says nothing."""
    if block.shape.withheld:
        return _WITHHELD_REASONS[block.shape.withheld]
    return _REASONS[block.shape.form]


def metadata_title(manuscript: Manuscript, blocks: Sequence[int]) -> str:
    """The title that one of these blocks gives the file where nobody sees it; none that a program made up."""
    for block in (manuscript.blocks[index] for index in blocks):
        if block.shape.withheld is Withheld.METADATA and block.shape.form is Form.TITLE:
            title = " ".join(block.text.split())
            return "" if _NO_TITLE.fullmatch(title) else title
    return ""


def callers(manuscript: Manuscript) -> Mapping[int, int]:
    """The block that calls each note first, by the positions of both."""
    notes = {
        block.shape.label: index
        for index, block in reversed(list(enumerate(manuscript.blocks)))
        if block.shape.form is Form.NOTE
    }
    if not notes:
        return {}
    called: dict[str, int] = {}
    starts = [block.start for block in manuscript.blocks]
    for mark in sorted(manuscript.marks, key=lambda one: one.start):
        if mark.kind is Emphasis.NOTE and mark.target in notes:
            called.setdefault(mark.target, _holding(starts, mark.start))
    return {
        index: called[block.shape.label]
        for index, block in enumerate(manuscript.blocks)
        if block.shape.form is Form.NOTE and block.shape.label in called
    }


def _holding(starts: Sequence[int], at: int) -> int:
    return max(bisect_right(starts, at) - 1, 0)
