"""All submissions of a book in; what each block is, the articles they make and every open question, out.

The steps, each in a module of its own: what a submission shows by itself (`sheets`): its blocks (`survey`,
`traits`, `credits`, `furniture`) and where articles begin and end (`segments`); what is said twice
(`duplicates`, `copies`) and who is credited twice (`acquainted`), told to each submission (`collection`);
then article by article its roles (`outline`, `roles`), its speakers, its title, its credits (`articles`),
copies dropped and teasers held back (`submissions`); and the whole again: people and groups (`across`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anthology.cache import Cache
from anthology.model import Decision, Manuscript, Reading
from anthology.progress import Progress, silent
from anthology.recognise.across import brought_together, in_cohorts
from anthology.recognise.collection import read_collection
from anthology.recognise.outline import Setting

__all__ = ["Recognition", "recognise"]

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
NO_COHORTS: Mapping[tuple[str, int], str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recognition:
    """Every submission understood, in the order given, and what only a person can decide."""

    readings: tuple[Reading, ...]
    decisions: tuple[Decision, ...]


def recognise(
    manuscripts: Sequence[Manuscript],
    *,
    language: str = "fr",
    school: str = "",
    answers: Mapping[str, str] = NO_ANSWERS,
    given_names: Collection[str] = (),
    cohorts: Mapping[tuple[str, int], str] = NO_COHORTS,
    cache: Cache | None = None,
    progress: Progress = silent,
) -> Recognition:
    """Understand the submissions of one book together.

    `language` and `school` are the book's own, for what the submissions leave unsaid; `answers` holds
    what somebody decided, by the id of the decision; `given_names` are hints for names in running text;
    `cohorts` the cohorts the editor gave, by the submission and the start of the article.
    Each block gets exactly one judgement, whatever the text. What the cache holds of a submission, and of
    what it is told of the others, is not worked out again.
    """
    setting = Setting(answers, given_names, (), language)
    readings, decisions = read_collection(manuscripts, setting, Cache() if cache is None else cache, progress)
    readings, further = brought_together(in_cohorts(readings, cohorts), school, answers)
    asked = sorted((*decisions, *further), key=_reading_order(manuscripts))
    return Recognition(readings, tuple(asked))


def _reading_order(manuscripts: Sequence[Manuscript]) -> Callable[[Decision], tuple[int, int]]:
    """Sort questions as somebody meets them: submission after submission, line after line."""
    order = {each.file: number for number, each in enumerate(manuscripts)}

    def place(decision: Decision) -> tuple[int, int]:
        file, _, line = decision.where.rpartition(":")
        return order.get(file, len(order)), int(line)

    return place
