"""The bytes of a finished PDF to findings: whether a library can keep it, and everybody can read it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from anthology.checks.pdf_file import DAMAGE
from anthology.model import Finding, Severity

_DEEPEST = 200
"""Tags inside one another that are followed: a damaged file may hold a circle."""

_MARKS = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"
# Strings are stepped over: they may hold what looks like an operator.
_STEPS = re.compile(
    rb"\((?:[^\\()]|\\.|\((?:[^\\()]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>|\b(BDC|BMC|EMC|TJ|Tj|Do)\b", re.DOTALL
)
_AGAIN = "make the book again; if this comes back, report it as a fault of the tool"


def accessible(name: str, data: bytes) -> Iterator[Finding]:
    """Whether a file keeps what PDF/A-2a and PDF/UA-1 ask and what is easily lost."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from _found(name, pdf)


def _found(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    try:
        yield from _identified(name, pdf)
        if not str(pdf.Root.get("/Lang", "")):
            yield _error("pdf-language-missing", "the file names no language", name)
        tags = list(_tags(pdf.Root.StructTreeRoot))
        yield from _described(name, pdf, tags)
        yield from _ordered(name, tags)
        yield from _marked(name, pdf)
    except DAMAGE as error:
        yield _error("pdf-content-untagged", f"its tags cannot be read ({type(error).__name__})", name)


def _identified(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Whether it says that it is PDF/A of level A and PDF/UA, and names its colours (ISO 19005-2, 6.6.4)."""
    archive, everybody = _MARKS
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
        level = (packet.get(f"{archive}part"), packet.get(f"{archive}conformance"))
        reader = packet.get(f"{everybody}part")
    if level != ("2", "A") or reader != "1" or "/OutputIntents" not in pdf.Root:
        yield _error("pdf-not-archival", "the file does not say that it is PDF/A-2a and PDF/UA-1", name)


# --- tags --------------------------------------------------------------------------------------------


def _tags(root: Any) -> Iterator[Any]:
    """Every tag in the order of reading."""
    waiting = [(root, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if "/S" in tag:
            yield tag
        kids = tag.get("/K", [])
        inside = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        if depth < _DEEPEST:
            waiting += [(kid, depth + 1) for kid in reversed(inside) if _is_tag(kid)]


def _is_tag(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _described(name: str, pdf: pikepdf.Pdf, tags: list[Any]) -> Iterator[Finding]:
    """Whether pictures, links and notes have the words that stand for them."""
    labels = {page.obj.objgen: str(page.label) for page in pdf.pages}
    for tag in tags:
        page = labels.get(tag.Pg.objgen) if "/Pg" in tag else None
        if tag.S == "/Figure" and not (str(tag.get("/Alt", "")) or str(tag.get("/ActualText", ""))):
            yield _error(
                "pdf-figure-undescribed",
                "a picture has no words for those who do not see it",
                name,
                page,
                "say in `alt` what it shows, or that it only decorates",
            )
        if tag.S == "/Note" and not str(tag.get("/ID", "")):
            yield _error("pdf-note-unnamed", "a note has no name by which it is known", name, page)
    for leaf in pdf.pages:
        for link in leaf.get("/Annots", []):
            if link.get("/Subtype") == "/Link" and not str(link.get("/Contents", "")).strip():
                yield _error("pdf-link-unnamed", "a link does not say where it leads", name, str(leaf.label))


def _ordered(name: str, tags: list[Any]) -> Iterator[Finding]:
    """Whether no heading is more than one level below the one before it (ISO 14289-1, 7.4.2)."""
    levels = [int(found[1]) for tag in tags if (found := re.fullmatch("/H([1-6])", str(tag.S)))]
    for before, level in pairwise([0, *levels]):
        if level > before + 1:
            yield _error(
                "pdf-headings-skip",
                f"a heading of level {level} follows one of level {before}",
                name,
                hint="begin with the highest level of heading, and leave none out",
            )
            return


# --- what pages show ---------------------------------------------------------------------------------


def _marked(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Whether all text and every picture is real content or marked as none (ISO 14289-1, 7.1)."""
    for page in pdf.pages:
        loose = _loose(_content(page))
        if loose:
            yield _error(
                "pdf-content-untagged",
                f"{loose} pieces of text or pictures are neither content nor decoration",
                name,
                str(page.label),
            )


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents", pikepdf.Array())
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _loose(content: bytes) -> int:
    """How often something is shown outside of every mark."""
    depth = loose = 0
    for found in _STEPS.finditer(content):
        step = found[1]
        if step in (b"BDC", b"BMC"):
            depth += 1
        elif step == b"EMC":
            depth -= 1
        elif step and depth <= 0:
            loose += 1
    return loose


def _error(code: str, message: str, file: str, page: str | None = None, hint: str = _AGAIN) -> Finding:
    return Finding(code, Severity.ERROR, message, hint=hint, file=file, page=page)
