"""content/review.toml: what the tool asked, and what the editor answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from anthology import toml
from anthology.errors import ConfigError
from anthology.model import Decision

FILE = "review.toml"
_HEAD = """\
# What only a person can decide. Write an answer between the quotes of `decision`:
#   "accept"   take what is proposed
#   "reject"   leave it as it is
#   any other words: use these words instead
# An empty answer is an open decision: the book is made, but `anthology check --strict` fails.
# Then run `anthology import` again.
"""


class _Entry(toml.Table):
    id: str
    kind: str
    where: str = ""
    found: str = ""
    proposed: str = ""
    evidence: tuple[str, ...] = ()
    decision: str = ""


class _File(toml.Table):
    decision: tuple[_Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions of the file, in its order."""

    decisions: tuple[Decision, ...] = ()

    @property
    def answers(self) -> Mapping[str, str]:
        """Answer by decision id, for those that have one."""
        return {one.id: one.answer for one in self.decisions if one.answer}


def read_review(text: str) -> Review:
    """The file's text as a value.

    Raises:
        ConfigError: it is not TOML, or holds unknown keys or wrong values (`Several` when more).
    """
    try:
        entries = toml.read(_File, text).decision
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(ConfigError, "review", FILE) from None
    return Review(
        tuple(
            Decision(one.id, one.kind, one.where, one.found, one.proposed, one.evidence, one.decision.strip())
            for one in entries
        )
    )


def merged(asked: Sequence[Decision], review: Review) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """What is asked now, with the answers given before; and answers to what is no longer asked."""
    answers = review.answers
    now = tuple(replace(one, answer=answers.get(one.id, "")) for one in asked)
    asked_ids = {one.id for one in asked}
    orphans = tuple(one for one in review.decisions if one.answer and one.id not in asked_ids)
    return now, orphans


def decision_json(one: Decision) -> dict[str, object]:
    """A decision as the ledger and `anthology review --json` give it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "open": one.open,
        "where": one.where,
        "found": one.found,
        "proposed": one.proposed,
        "evidence": list(one.evidence),
        "decision": one.answer,
    }


def review_text(decisions: Sequence[Decision], orphans: Sequence[Decision] = ()) -> str:
    """The file's text; answers to what is no longer asked are kept at its end."""
    parts = [_HEAD, *(_entry(one) for one in _once(decisions))]
    if orphans:
        parts += ["# No longer asked: the source changed. Delete them, or keep them.\n"]
        parts += [_entry(one) for one in orphans]
    return "\n".join(parts)


def as_read(decisions: Sequence[Decision], orphans: Sequence[Decision] = ()) -> Review:
    """What `read_review` makes of the text that `review_text` gives for the same."""
    return Review(
        tuple(
            Decision(
                _shown(one.id),
                _shown(one.kind),
                _shown(one.where),
                _shown(one.found),
                _shown(one.proposed),
                tuple(_shown(reason) for reason in one.evidence),
                _shown(one.answer).strip(),
            )
            for one in (*_once(decisions), *orphans)
        )
    )


def _once(decisions: Sequence[Decision]) -> list[Decision]:
    """The same words twice are one question."""
    first = {one.id: one for one in reversed(decisions)}
    return [one for one in decisions if first[one.id] is one]


def _entry(one: Decision) -> str:
    lines = ["[[decision]]"]
    for key, value in (
        ("id", one.id),
        ("kind", one.kind),
        ("where", one.where),
        ("found", one.found),
        ("proposed", one.proposed),
    ):
        lines.append(f"{key} = {_quoted(value)}")
    if one.evidence:
        lines.append("evidence = [")
        lines += [f"  {_quoted(reason)}," for reason in one.evidence]
        lines.append("]")
    lines.append(f"decision = {_quoted(one.answer)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML holds it."""
    shown = _shown(text)
    if not _ESCAPED.search(shown):
        return f'"{shown}"'  # nearly every text: a class has thousands of them
    # Only what must be escaped needs the library, and most commands write no decisions.
    import tomlkit

    return tomlkit.item(shown).as_string()


def _shown(text: str) -> str:
    """The text with a space for each control character of a submission."""
    return toml.CONTROL.sub(" ", text)


_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f]')
"""What a text of TOML cannot hold as it is."""
