"""Doubts about a credit and the editor's answers in; what to go on with, and the decisions to show, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from anthology.model import Block, Decision
from anthology.recognise.decisions import decision_id


@dataclass(slots=True)
class Desk:
    """Asks each question once, and knows what was answered. `decisions` grow in the order of asking."""

    file: str
    answers: Mapping[str, str]
    decisions: dict[str, Decision] = field(default_factory=dict)

    def ask(
        self, kind: str, block: Block, start: int, span: str, found: str, proposed: str, *evidence: str
    ) -> str:
        """Put a question about `span`, which starts at a place of the submission; return the answer.

        The answer is empty while the question is open. The same question about the same words is one
        decision, wherever it comes up.
        """
        id_ = decision_id(kind, self.file, span)
        answer = self.answers.get(id_, "").strip()
        where = f"{self.file}:{line_of(block, start)}"
        self.decisions.setdefault(id_, Decision(id_, kind, where, found, proposed, evidence, answer))
        return answer

    def choose(
        self,
        kind: str,
        block: Block,
        start: int,
        span: str,
        found: str,
        kept: str,
        proposed: str,
        *evidence: str,
    ) -> str:
        """Put a question whose answer is a spelling: the proposal, what is kept, or the editor's words."""
        answer = self.ask(kind, block, start, span, found, proposed, *evidence)
        return {"": kept, "reject": kept, "accept": proposed}.get(answer, answer)


def line_of(block: Block, start: int) -> int:
    """The line of the submission on which a place inside a block stands."""
    return block.line + block.text.count("\n", 0, max(start - block.start, 0))
