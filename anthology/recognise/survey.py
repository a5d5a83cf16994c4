"""One manuscript in; what can be said of each of its blocks before the articles are told apart, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from anthology.model import Block, Decision, Manuscript, Role
from anthology.recognise.credits import CreditLine, credit_lines
from anthology.recognise.cues import Cues, cues_for
from anthology.recognise.decisions import decision_id
from anthology.recognise.forms import captions, is_title, roles_beside
from anthology.recognise.furniture import furniture
from anthology.recognise.languages import language_of
from anthology.recognise.traits import Traits, traits_of

SURE_CREDIT = 0.5
"""Confidence from which a line is taken for a credit whatever stands round it."""

EXCERPT = 120
"""Characters of a block that a decision shows."""


@dataclass(frozen=True)  # no slots: what is looked at once is kept beside the fields
class Survey:
    """A manuscript with the language of its running text, the traits of its blocks, and what is settled.

    `fixed` holds the role of credits, furniture and what stands beside the text (tables, notes) by position,
    `credits` what is known of each credit line.
    """

    manuscript: Manuscript
    language: str
    fixed: Mapping[int, Role]
    credits: Mapping[int, CreditLine]

    @cached_property
    def traits(self) -> tuple[Traits, ...]:
        """What each block shows by itself; not looked for before somebody asks."""
        return tuple(traits_of(block, self.cues) for block in self.manuscript.blocks)

    @cached_property
    def ordinals(self) -> tuple[int, ...]:
        """How often the words of each block stood before it: it tells blocks of the same words apart."""
        return _ordinals([block.text for block in self.manuscript.blocks])

    @property
    def cues(self) -> Cues:
        """The small words of its language."""
        return cues_for(self.language)

    def block(self, index: int) -> Block:
        """The block at a position."""
        return self.manuscript.blocks[index]

    def place(self, index: int) -> str:
        """`file:line` of a block."""
        return f"{self.manuscript.file}:{self.block(index).line}"

    def in_language(self, language: str) -> Survey:
        """The same survey, its blocks seen with the small words of another language."""
        return self if language == self.language else replace(self, language=language)

    def ask(
        self,
        kind: str,
        index: int,
        answers: Mapping[str, str],
        *,
        found: str = "",
        proposed: str = "",
        evidence: tuple[str, ...] = (),
    ) -> Decision:
        """Put a question about the block at `index`, with the answer that somebody may have given."""
        name = decision_id(kind, self.manuscript.file, self.block(index).text, self.ordinals[index])
        return Decision(name, kind, self.place(index), found, proposed, evidence, answers.get(name, ""))

    def excerpt(self, index: int) -> str:
        """The beginning of a block, on one line."""
        text = " ".join(self.block(index).text.split())
        return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]}…"


def survey_of(manuscript: Manuscript, language: str) -> Survey:
    """Look at every block of a manuscript; `language` is the one to expect."""
    beside = roles_beside(manuscript)
    texts = ["" if index in beside else block.text for index, block in enumerate(manuscript.blocks)]
    settled = {**furniture(texts), **beside}
    titles = {index: Role.TITLE for index, block in enumerate(manuscript.blocks) if is_title(block)}
    credits = _credits(texts, {**titles, **settled})
    settled = {**captions(manuscript), **settled}
    settled.update({index: line.kind for index, line in credits.items()})
    own = language_of((text for index, text in enumerate(texts) if index not in settled), language)
    return Survey(manuscript, own, MappingProxyType(settled), MappingProxyType(credits))


def _credits(texts: list[str], settled: Mapping[int, Role]) -> dict[int, CreditLine]:
    lines = credit_lines(["" if index in settled else text for index, text in enumerate(texts)])
    return {index: line for index, line in lines.items() if line.confidence >= SURE_CREDIT}


def _ordinals(texts: list[str]) -> tuple[int, ...]:
    seen: dict[str, int] = {}
    ordinals = []
    for text in texts:
        ordinals.append(seen.get(text, 0))
        seen[text] = ordinals[-1] + 1
    return tuple(ordinals)
