"""Errors, findings, questions and counts -> text for a person at a terminal, in their language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from anthology import evidence, phrases
from anthology.errors import AnthologyError, Several, placed_in
from anthology.labels import catalogue

if TYPE_CHECKING:
    from anthology.model import Decision, Finding


def error_text(error: AnthologyError, language: str = "en") -> str:
    """A failure as a person reads it on a terminal: its own words are English, what they mean is not."""
    if isinstance(error, Several):
        return "\n".join(error_text(one, language) for one in error.failures)
    if language == "en" or not phrases.headline(error.code, language):
        return str(error)
    place = placed_in(error.file, error.line, error.column)
    # Unlike that of a finding, the hint is told: it may be the key that was meant.
    detail = f"{error.message}; {error.hint}" if error.hint else error.message
    return _explained(place, error.code, detail, language)


def finding_text(one: Finding, language: str = "en") -> str:
    """One finding as a person reads it on a terminal."""
    place = _place(one)
    severity = phrases.severity(one.severity.value, language)
    if language != "en" and phrases.headline(one.code, language):
        return placed(severity, _explained(place, one.code, one.message, language), language)
    hint = f"\n  → {one.hint}" if one.hint else ""
    return placed(severity, f"{placed(place, one.message, language)} [{one.code}]{hint}", language)


def _place(one: Finding) -> str:
    place = placed_in(one.file, one.line, one.column)
    if one.page:
        place += f" p. {one.page}"
    return place.strip()


def _explained(place: str, code: str, detail: str, language: str) -> str:
    """What a code means and what to do about it, with the place and the words of the problem itself."""
    what = f"{phrases.headline(code, language)} ({detail}) [{code}]"
    return f"{placed(place, what, language)}\n  → {phrases.remedy(code, language)}"


def placed(place: str, what: str, language: str = "en") -> str:
    """What is at a place, or only what it is where there is none."""
    return (
        catalogue(language).gettext("%(place)s: %(what)s") % {"place": place, "what": what} if place else what
    )


def decision_text(one: Decision, language: str = "en") -> str:
    """One question as a person reads it on a terminal, in English by the name its kind has in review.toml."""
    say = catalogue(language).gettext
    kind = one.kind if language == "en" else phrases.kind(one.kind, language)
    one = evidence.shown(one, language)
    values = ((say("found"), one.found), (say("proposed"), one.proposed), (say("decision"), one.answer))
    return "\n".join(
        [
            placed(one.where, f"{kind} ({one.id})", language),
            *(f"    {placed(name, value, language)}" for name, value in values if value),
            *(f"    – {reason}" for reason in one.evidence),
        ]
    )


def summary(findings: Sequence[Finding], language: str = "en") -> str:
    """How many findings of each severity there are."""
    counts = [(name, sum(one.severity == name for one in findings)) for name in phrases.SEVERITIES]
    return ", ".join(phrases.counted(count, name, language) for name, count in counts)


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of cells, the same number in each, as lines whose columns stand under one another."""
    cells = [tuple(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
