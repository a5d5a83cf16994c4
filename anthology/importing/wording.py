"""What may change the wording of submissions: proposals of the rules, and the answers of the editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from anthology import rules
from anthology.errors import ConfigError
from anthology.model import Decision, Edit, Fate, Judgement, Manuscript, Reading
from anthology.recognise.decisions import decision_id
from anthology.review import FILE as REVIEW

SHOWN = frozenset({Fate.PRINTED, Fate.DISPLAY_QUOTE, Fate.UNDECIDED})
"""The fates of what an article shows."""
_RULES = {rule.id: rule for rule in rules.RULES}


def rule_decisions(readings: Sequence[Reading]) -> Iterator[Decision]:
    """What the typographic rules propose for text that will be printed, one decision each."""
    for reading in readings:
        for one in reading.judgements:
            if one.fate not in SHOWN:
                continue
            for number, edit in enumerate(rules.proposals(one.block.text, reading.language)):
                yield _rule_decision(reading.manuscript, one, edit, number)


def _rule_decision(manuscript: Manuscript, one: Judgement, edit: Edit, number: int) -> Decision:
    rule = _RULES[edit.rule]
    text = one.block.text
    before = text[max(edit.start - 30, 0) : edit.end + 10]
    after = text[max(edit.start - 30, 0) : edit.start] + edit.after + text[edit.end : edit.end + 10]
    return Decision(
        id=decision_id(rule.name, manuscript.file, text, number),
        kind=rule.name,
        where=f"{manuscript.file}:{one.block.line}",
        found=before,
        proposed=after,
        evidence=(rule.why,),
        edits=(moved(edit, one.block.start),),
    )


def moved(edit: Edit, offset: int) -> Edit:
    """The edit, that many characters further on."""
    return replace(edit, start=edit.start + offset, end=edit.end + offset)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How text is cleaned: rules that are off, and the edits the editor accepted, by submission file."""

    off: frozenset[str]
    on: frozenset[str]
    accepted: Mapping[str, tuple[Edit, ...]]


def accepted_edits(decisions: Sequence[Decision]) -> dict[str, tuple[Edit, ...]]:
    """The edits of accepted decisions, by file; own words take the place of the proposal.

    Raises:
        ConfigError: two accepted decisions change the same letters.
    """
    found: dict[str, list[Edit]] = {}
    for one in decisions:
        if one.open or one.answer == "reject":
            continue
        file = one.where.rpartition(":")[0]
        for edit in one.edits:
            after = edit.after if one.answer == "accept" else one.answer
            found.setdefault(file, []).append(replace(edit, after=after, rule=f"{edit.rule}:{one.id}"))
    return {file: _disjoint(edits, file) for file, edits in found.items()}


def _disjoint(edits: Sequence[Edit], file: str) -> tuple[Edit, ...]:
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    for one, following in pairwise(ordered):
        if following.start < one.end:
            ids = " and ".join(edit.rule.rpartition(":")[2] for edit in (one, following))
            raise ConfigError(
                "review-overlap",
                f"the decisions {ids} change the same letters of {file}",
                hint="accept one of them, and answer the other with reject",
                file=REVIEW,
            )
    return tuple(ordered)
