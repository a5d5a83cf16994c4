"""An open PDF to what in it could act or tell where it was made, each with its object and its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from anthology.checks.pdf_danger import (
    ACTIONS,
    ALLOWED_ACTIONS,
    ANNOTATIONS,
    ENTRIES,
    FILES,
    PROGRAM,
    Acts,
    Seen,
)
from anthology.checks.picture_notes import notes
from anthology.checks.private_words import told_in
from anthology.checks.web_addresses import leads_to_the_web
from anthology.errors import SourceError

_DEEPEST = 60
"""Values inside of values that are followed; what lies deeper counts as something that could act."""

DAMAGE = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a damaged file may make the reader of PDFs raise."""


def unreadable(name: str, error: Exception) -> SourceError:
    """What to say of a file that the readers of PDFs give up on."""
    return SourceError(
        "pdf-unreadable",
        f"the file cannot be read as a PDF ({type(error).__name__})",
        hint="make the book again; if this comes back, report it",
        file=name,
    )


def acts(pdf: pikepdf.Pdf) -> Acts:
    """Everything in a file that could act, or tells where it was made, in the order of its objects."""
    pages = dict(_pages(pdf))
    active: dict[Seen, None] = {}
    private: dict[Seen, None] = {}
    if pdf.is_encrypted:
        active[Seen("a lock", "the file")] = None
    for top, number in _tops(pdf):
        where = f"object {number}" if number else "the trailer"
        if number in pages:
            where += f" of page {pages[number]}"
        for one in inside(top, _DEEPEST):
            active.update(dict.fromkeys(Seen(what, where) for what in _active(one)))
            private.update(dict.fromkeys(Seen(what, where) for what in _private(one)))
    about = (Seen(what, "what the file says of itself") for what in _said(pdf))
    return Acts(tuple(active), (*private, *dict.fromkeys(about)))


def _tops(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, int]]:
    for one in pdf.objects:
        yield one, one.objgen[0]
    yield pdf.trailer, 0


def _pages(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """The page of each page object and of what lies over it, by number of the object."""
    for number, page in enumerate(pdf.pages, start=1):
        for over in page.obj.get("/Annots", []):
            if isinstance(over, pikepdf.Object) and over.is_indirect:
                yield over.objgen[0], str(number)
        yield page.obj.objgen[0], str(number)


def inside(one: Any, depth: int = _DEEPEST) -> Iterator[Any]:
    """A value, and each dictionary, stream and array that stands directly in it."""
    values: Callable[[], Any]
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        values = one.values if isinstance(one, pikepdf.Dictionary) else one.stream_dict.values
    elif isinstance(one, pikepdf.Array):
        yield one
        values = one.__iter__
    else:
        return
    for value in values():
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            if depth:
                yield from inside(value, depth - 1)
            elif isinstance(value, pikepdf.Dictionary | pikepdf.Array):
                yield None


# --- what could act ----------------------------------------------------------------------------------


def _active(one: Any) -> Iterator[str]:
    """What a viewer could run, open or send: an action, a form, a file inside, a link that is none."""
    if one is None:
        yield "something too deep to be seen"
        return
    if isinstance(one, pikepdf.Array):
        return
    yield from (f"the entry {key}" for key in sorted(ENTRIES) if key in one)
    yield from _kinds(one)
    yield from _deeds(one)
    yield from _addresses(one)
    if isinstance(one, pikepdf.Stream) and "/F" in one:
        yield "content that lies in another file"


def _kinds(one: Any) -> Iterator[str]:
    type_, kind = _name(one, "/Type"), _name(one, "/Subtype")
    if type_ in FILES:
        yield "a file inside"
    if kind in ANNOTATIONS:
        yield f"an annotation {kind}"
    if kind == PROGRAM:
        yield "a program for printers"
    if kind == "/Form" and "/Ref" in one:
        yield "a page of another file"


def _deeds(one: Any) -> Iterator[str]:
    action = _name(one, "/S")
    if action in ACTIONS:
        yield f"an action {action}"
    for key in ("/A", "/PA", "/OpenAction"):
        deed = one.get(key)
        if isinstance(deed, pikepdf.Dictionary):
            kind = _name(deed, "/S")
            if key == "/OpenAction":
                yield f"an action on opening {kind}".rstrip()
            elif "/S" in deed and kind not in ALLOWED_ACTIONS | ACTIONS:
                yield f"an action {kind}"


def _addresses(one: Any) -> Iterator[str]:
    address = one.get("/URI")
    if address is None:
        return
    if not isinstance(address, pikepdf.String):
        yield "an address that is none"
    elif not leads_to_the_web(str(address)):
        yield f"a link to {str(address)[:80]!r}"


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


# --- what tells of people and machines ---------------------------------------------------------------


def _private(one: Any) -> Iterator[str]:
    if not isinstance(one, pikepdf.Stream):
        return
    if _name(one, "/Type") == "/Metadata":
        yield from told_in(one.read_bytes().decode("utf-8", "replace"))
    elif _is_jpeg(one):
        yield from (f"a picture with {what}" for what in notes(bytes(one.read_raw_bytes())))


def _is_jpeg(one: Any) -> bool:
    packed = one.get("/Filter")
    if isinstance(packed, pikepdf.Array) and len(packed) == 1:
        packed = packed[0]
    return isinstance(packed, pikepdf.Name) and str(packed) == "/DCTDecode"


def _said(pdf: pikepdf.Pdf) -> Iterator[str]:
    for value in pdf.docinfo.values():
        yield from told_in(str(value))
