"""What a PDF may hold that a book needs none of: the names it acts by, and what was found of them.

The names are those of ISO 32000-2, 7.11, 12.5 to 12.7, 14.5 to 14.11.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody found in a file: `what` in words, and `where` it stands ("object 12 of page 3")."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What in a PDF could act, and what in it tells of the people and machines that made it."""

    active: tuple[Seen, ...] = ()
    private: tuple[Seen, ...] = ()


ENTRIES = frozenset(
    {
        *("/JS", "/JavaScript", "/AA", "/AcroForm", "/XFA", "/EmbeddedFiles", "/EF", "/RF", "/AF"),
        *("/RichMedia", "/RichMediaContent", "/RichMediaSettings", "/Collection", "/Requirements"),
        *("/SpiderInfo", "/Perms", "/Legal", "/Renditions", "/AlternatePresentations", "/URLS"),
        *("/Templates", "/OPI", "/DSS", "/FFilter", "/Encrypt", "/PieceInfo"),
    }
)
"""Entries that no dictionary of a book has: scripts, forms, files inside, notes of programs."""

ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/GoToR", "/GoToE"),
        *("/GoToDp", "/GoTo3DView", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Thread"),
        *("/Hide", "/Named", "/SetOCGState", "/Trans"),
    }
)
"""Actions; a book has two others, which lead to a page of its own or to a page of the web."""

ALLOWED_ACTIONS = frozenset({"/GoTo", "/URI"})

ANNOTATIONS = frozenset(
    {
        *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
        *("/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Popup", "/Sound"),
        *("/FileAttachment", "/Movie", "/Screen", "/Widget", "/PrinterMark", "/TrapNet", "/Watermark"),
        *("/3D", "/Redact", "/Projection", "/RichMedia"),
    }
)
"""Everything that may lie over a page, but for links."""

FILES = frozenset({"/Filespec", "/EmbeddedFile"})
PROGRAM = "/PS"
"""The kind of an object whose content a printer runs."""
