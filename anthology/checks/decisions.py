"""Decisions to findings: what nobody answered yet, and what was answered but is no longer asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from anthology.checks.case import Case
from anthology.checks.submissions import known
from anthology.model import Decision, Finding, Severity
from anthology.review import FILE


def open_decisions(case: Case) -> Iterator[Finding]:
    """Everything that waits for a person."""
    is_asked = _asked(case)
    for one in case.decisions:
        if one.open and is_asked(one):
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
    is_asked = _asked(case)
    for one in case.decisions:
        if not one.open and not is_asked(one):
            yield Finding(
                "decision-orphaned",
                Severity.REMARK,
                f"{one.kind} {one.id}: answered “{one.answer}”, but this is no longer asked ({one.where})",
                f"delete the entry from {FILE}, or keep it for later",
                FILE,
            )


def _asked(case: Case) -> Callable[[Decision], bool]:
    """What says whether the last import asked a decision: true, where nobody can tell."""
    asked = known(case).asked
    ids = frozenset(asked or ())
    return lambda one: asked is None or one.id in ids


def _place(where: str) -> tuple[str, int | None]:
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isdecimal() else (where, None)
