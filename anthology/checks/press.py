"""Finished files for a press to findings: each by the rules of what it says it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from anthology import records
from anthology.cache import Cache, digest
from anthology.checks.case import Case
from anthology.model import Finding, Severity

PRESS, COVER = "press.pdf", "cover.pdf"
CODES = (
    "press-encrypted",
    "press-version",
    "press-identifier",
    "press-standard",
    "press-properties",
    "press-trapped",
    "press-packet",
    "press-title",
    "press-condition",
    "press-profile",
    "press-active",
    "press-outline",
    "press-layers",
    "press-files",
    "press-font",
    "press-font-kind",
    "press-rgb-object",
    "press-rgb-picture",
    "press-ink",
    "press-ink-area",
    "press-rich-black",
    "press-transparency",
    "press-told",
    "press-filter",
    "press-resolution",
    "press-trim",
    "press-boxes",
    "press-origin",
    "press-sizes",
    "press-bleed",
    "press-marks",
    "press-turned",
    "press-annotation",
    "press-page-count",
    "press-line",
    "press-letters",
)
"""The codes of the rules in their order: the table of checks wants them without a library for PDF files."""

_MARKS = (b"GTS_PDFX", b"AnthologyTicket")
_COVER = b'"part":"cover"'


def called(data: bytes, suffix: str) -> str:
    """The name that a finished file alone would have among the outputs, by what it says it is."""
    if suffix == ".pdf" and any(mark in data for mark in _MARKS):
        return COVER if _COVER in data else PRESS
    return f"book{suffix}"


def rules(case: Case) -> Iterator[Finding]:
    """Whether each file for a press keeps the rules of its standard and of its printer."""
    for name in sorted(case.pdfs):
        data = case.outputs[name]
        if name == PRESS or any(mark in data for mark in _MARKS):
            found = _kept_findings(name, data, case.cache)
            # Of a file made just now the writer said it already, with the size that would be right; what it
            # said is kept with the set.
            noticed = name in case.read or any(one.code == "photo-coarse-print" for one in case.seen)
            told = {"press-resolution"} if noticed else set()
            yield from (one for one in found if one.code not in told)


def _kept_findings(name: str, data: bytes, cache: Cache) -> tuple[Finding, ...]:
    return cache.remember(
        "press rules",
        digest(name, data),
        lambda: _findings(name, data, cache),
        dump=records.dump,
        load=partial(records.load, tuple[Finding, ...]),
    )


def _findings(name: str, data: bytes, cache: Cache) -> tuple[Finding, ...]:
    # Only here: a build that makes no such file needs neither library.
    from anthology.prepress import reading
    from anthology.prepress.rules import judged, verdict

    file = reading.read(name, data, cache)
    faults = judged(file)
    broken = len({rule.code for rule, _ in faults})
    return (
        *(
            Finding(
                one.code,
                Severity.ERROR if one.grave else Severity.WARNING,
                fault.message,
                hint=one.hint,
                file=name,
                page=str(fault.page) if fault.page else None,
            )
            for one, fault in faults
        ),
        Finding("press-rules", Severity.REMARK, verdict(file, broken), file=name),
    )
