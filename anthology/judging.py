"""The book, its sources and its outputs to what the checks look at; findings to the report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from anthology import __version__, checks, config, folders, provenance, resources
from anthology.building import Composed
from anthology.errors import ComposeError, SourceError, together
from anthology.jsontext import to_json
from anthology.model import Finding, Severity
from anthology.provenance import Origin, fingerprint, read_origins
from anthology.report import report_html


def case(content: Path, composed: Composed) -> checks.Case:
    """What the checks look at before there is any output.

    Raises:
        AnthologyError: the answers, the ledger or a file of the content cannot be read.
    """
    asked = folders.review(content)
    stored = folders.optional_text(content, f"{folders.BASES}/{folders.LEDGER}")
    return checks.Case(
        config=composed.settings,
        articles=composed.articles,
        pages=composed.pages,
        decisions=asked.decisions,
        submissions=folders.digests(content, folders.SUBMISSIONS),
        photos=folders.digests(content, folders.PHOTOS),
        ledger=_ledger(stored),
        book=composed.composition.book,
        layout=composed.layout,
        texts={
            file: folders.text(content, file)
            for folder in (folders.ARTICLES, folders.PAGES)
            for file in folders.markdown(content, folder)
        },
        seen=composed.composition.findings,
    )


def _ledger(stored: str | None) -> Mapping[str, object] | None:
    if stored is None:
        return None
    try:
        value = json.loads(stored)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise SourceError(
            "ledger-damaged",
            "what the last import wrote is damaged",
            hint="run `anthology import` again: it writes it anew",
            file=f"{folders.BASES}/{folders.LEDGER}",
        )
    return value


def outputs(there: Mapping[str, bytes]) -> dict[str, bytes]:
    """The outputs of a set, without its report."""
    return {name: data for name, data in there.items() if not name.startswith("report/")}


def origins(there: Mapping[str, bytes]) -> dict[str, Origin]:
    """What the outputs of a set were made of, as far as the set says."""
    known = read_origins(there.get(provenance.FILE, b"").decode("utf-8", "replace"))
    return {name: known[name] for name in outputs(there) if name in known}


def origin(content: Path, composed: Composed, *, draft: bool) -> Origin:
    """What an output that is made now is made of: settings, articles, pages, photographs, the theme."""
    digests = {config.FILE: hashlib.sha256((content / config.FILE).read_bytes()).hexdigest()}
    for folder in (folders.ARTICLES, folders.PAGES, folders.PHOTOS):
        digests |= folders.digests(content, folder)
    digests |= resources.digests(composed.layout.theme)
    return Origin(fingerprint(digests, version=__version__), draft)


def judged(
    sources: checks.Case, made: Mapping[str, bytes], origins: Mapping[str, Origin], now: Origin
) -> checks.Case:
    """The sources with the outputs that are made of them; every other output is only said to be older."""
    fresh = {name: data for name, data in made.items() if origins.get(name) == now}
    older = tuple(
        Finding(
            "output-older",
            Severity.WARNING,
            "was made of other sources than there are now",
            hint="build again",
            file=name,
        )
        for name in made
        if name not in fresh
    )
    return replace(sources, outputs=fresh, seen=(*sources.seen, *older))


def stop_on_errors(findings: Sequence[Finding]) -> None:
    """A book with an error is not published.

    Raises:
        ComposeError: at least one finding is an error (`Several` when more).
    """
    failures = [
        ComposeError(one.code, one.message, hint=one.hint, file=one.file, line=one.line)
        for one in findings
        if one.severity is Severity.ERROR
    ]
    if failures:
        raise together(failures)


def figures(made: Mapping[str, bytes]) -> dict[str, str]:
    """Plain figures about the outputs: their size."""
    return {name: f"{len(data) / 1000:.0f} kB" for name, data in sorted(made.items())}


def report(
    seen: checks.Case, findings: Sequence[Finding], sizes: Mapping[str, str], language: str
) -> dict[str, bytes]:
    """The files of the report: a page for people, findings and ledger for machines."""
    return {
        "report/index.html": report_html(seen, findings, language=language, figures=sizes).encode(),
        "report/findings.json": to_json(findings_json(findings)).encode(),
        "report/ledger.json": to_json(seen.ledger or {}).encode(),
    }


def findings_json(findings: Sequence[Finding]) -> dict[str, object]:
    """Findings as `anthology check --json` prints them."""
    return {
        "findings": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "message": one.message,
                "hint": one.hint,
                "file": one.file,
                "line": one.line,
                "page": one.page,
            }
            for one in findings
        ]
    }
