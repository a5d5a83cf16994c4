"""Decisions to findings: what nobody answered yet, and what was answered but is no longer asked."""

from __future__ import annotations

from collections.abc import Iterator

from anthology.checks.case import Case
from anthology.checks.submissions import ledger_of
from anthology.model import Decision, Finding, Severity
from anthology.review import FILE


def open_decisions(case: Case) -> Iterator[Finding]:
    """Everything that waits for a person."""
    for one in case.decisions:
        if one.open and _is_asked(case, one):
            file, line = _place(one.where)
            yield Finding(
                "decision-open",
                Severity.WARNING,
                f"{one.kind}: {one.found} → {one.proposed}" if one.proposed else f"{one.kind}: {one.found}",
                f"answer the decision {one.id} in {FILE}: accept, reject or your own words",
                file or FILE,
                line,
            )


def orphaned_answers(case: Case) -> Iterator[Finding]:
    """Answers whose question is gone, because the source changed."""
    for one in case.decisions:
        if one.open or _is_asked(case, one):
            continue
        yield Finding(
            "decision-orphaned",
            Severity.REMARK,
            f"{one.kind} {one.id}: answered “{one.answer}”, but this is no longer asked ({one.where})",
            f"delete the entry from {FILE}, or keep it for later",
            FILE,
        )


def _is_asked(case: Case, one: Decision) -> bool:
    """False when the last import no longer asked it; true when nobody can tell."""
    asked = ledger_of(case).decisions
    return asked is None or any(known.id == one.id for known in asked)


def _place(where: str) -> tuple[str, int | None]:
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isdecimal() else (where, None)
