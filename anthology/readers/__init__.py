"""READERS: the bytes of a submission in, what was `Received` out; one function a file suffix.

To read a further format, write its module and add its suffix here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from anthology import limits
from anthology.errors import SourceError
from anthology.model import Finding, Manuscript, Received, Severity
from anthology.pictures import SUFFIXES
from anthology.readers.docx import read_docx
from anthology.readers.formats import kind_of, suffix_of
from anthology.readers.html import read_html, read_mhtml
from anthology.readers.markdown import read_markdown
from anthology.readers.odt import read_fodt, read_odt
from anthology.readers.office import CONVERTED, converted, program
from anthology.readers.refused import ADVICE, refused
from anthology.readers.rtf import read_rtf
from anthology.readers.text import read_text, uncovered
from anthology.readers.wordpress import read_wordpress
from anthology.strangers import decoded

Reader = Callable[[bytes, str], Received]
"""Takes the bytes and the name of a file (relative to the content folder)."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".docx": read_docx,
        ".odt": read_odt,
        ".fodt": read_fodt,
        ".rtf": read_rtf,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".mht": read_mhtml,
        ".mhtml": read_mhtml,
        ".xml": read_wordpress,
    }
)


_OVER_A_LIMIT = frozenset({"text-too-much", "office-too-large", "office-too-deep"})
_PLAIN = frozenset({read_text, read_markdown})


def read(data: bytes, file: str) -> Received:
    """Read one submission with the reader of its kind: what its bytes say it is, else what its name says.

    A picture is received as such. A file that a person has to convert, or to part, gives no manuscript, and a
    finding that says how.

    Raises:
        SourceError: `unknown-format` when no reader knows the kind; what the reader raises.
    """
    try:
        return _within_limits(_read(data, file))
    except SourceError as error:
        if error.code not in _OVER_A_LIMIT:
            raise
        return Received((), findings=(_set_aside(error),))


def is_converted(data: bytes, file: str) -> bool:
    """Whether only another program can read it: `read` starts that one, which no confined process may."""
    kind = kind_of(data, file)
    return kind in CONVERTED and kind not in READERS


def _within_limits(received: Received) -> Received:
    """The same without the texts that nobody could set in time; each of those is told."""
    kept, findings = [], list(received.findings)
    for one in received.manuscripts:
        try:
            limits.refuse_submission(one.text, one.file)
            kept.append(one)
        except SourceError as error:
            findings.append(_set_aside(error))
    return (
        received
        if len(kept) == len(received.manuscripts)
        else replace(received, manuscripts=tuple(kept), findings=tuple(findings))
    )


def _set_aside(error: SourceError) -> Finding:
    """What is said of a text that goes beyond a limit: it stays where it is, and the others go on."""
    return Finding(
        error.code,
        Severity.WARNING,
        f"not read: {error.message}",
        error.hint,
        error.file,
        error.line,
        error.column,
    )


def _read(data: bytes, file: str) -> Received:
    kind = kind_of(data, file)
    if kind in SUFFIXES:
        return Received((), {file.rpartition("/")[2]: data})
    if kind in READERS:
        if READERS[kind] in _PLAIN:
            limits.refuse_bytes(data, file)
        return _unlike_its_name(decoded(READERS[kind], data, file, file=file), kind, file)
    if kind in CONVERTED and program():
        return _through_office(data, kind, file)
    if kind in ADVICE:
        return refused(kind, file)
    raise SourceError(
        "unknown-format",
        f"no reader for “{kind}” files" if kind else "the file name has no suffix",
        hint=f"save it as one of: {', '.join(READERS)}",
        file=file,
    )


def _unlike_its_name(received: Received, kind: str, file: str) -> Received:
    """The same, with a remark where the file bears the name of another kind."""
    if READERS.get(suffix_of(file)) is READERS[kind]:
        return received
    remark = Finding(
        "name-misleads",
        Severity.REMARK,
        f"the name says “{suffix_of(file)}”, but this is {kind}; it was read as that",
        "nothing has to be done",
        file,
    )
    return replace(received, findings=(*received.findings, remark))


def _through_office(data: bytes, kind: str, file: str) -> Received:
    """A document that LibreOffice turned into a Word file, read as such; its name and digest stay its own."""
    try:
        received = decoded(READERS[".docx"], converted(data, kind, file), file, file=file)
    except SourceError as error:
        return Received(
            (), findings=(Finding("conversion-failed", Severity.WARNING, error.message, error.hint, file),)
        )
    sha256 = hashlib.sha256(data).hexdigest()
    manuscripts = tuple(
        replace(one, sha256=sha256, encoding=f"{one.encoding}, {kind} by LibreOffice")
        for one in received.manuscripts
    )
    return replace(received, manuscripts=manuscripts)


def cover(manuscript: Manuscript) -> tuple[tuple[int, int], ...]:
    """Audit that every character with ink is in exactly one block.

    Returns the spans that are in none, or in two: empty when the audit holds.
    """
    return uncovered(manuscript.text, ((block.start, block.end) for block in manuscript.blocks))
