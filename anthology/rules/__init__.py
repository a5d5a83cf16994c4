"""The rules of typography in the order they run, and what is done with them: from text to edits, and back.

A text is one paragraph or one title, without its markup. A character U+FFFC in it stands for something
nobody may touch (a picture, words in another language).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from anthology.model import Edit
from anthology.rules import (
    abbreviations,
    apostrophes,
    characters,
    dashes,
    dates,
    ellipsis,
    ligatures,
    numbers,
    ordinals,
    protected,
    punctuation,
    quotation,
    spaces,
)
from anthology.rules.revision import Revision, apply, begin, edits_of, protect, revise, undo
from anthology.rules.rule import Level, Rule, with_real_spaces
from anthology.rules.usage import NBSP, NNBSP, Usage, usage_of

__all__ = [
    "RULES",
    "Level",
    "Rule",
    "apply",
    "edits",
    "plain",
    "proposals",
    "typeset",
    "undo",
    "with_real_spaces",
]

_CHARACTERS: tuple[Rule, ...] = characters.RULES
"""What is no text goes first, wherever it stands: only then can words and addresses be told."""

_TYPOGRAPHY: tuple[Rule, ...] = tuple(
    chain(
        apostrophes.RULES,
        ellipsis.RULES,
        dashes.RULES,
        quotation.RULES,
        spaces.RULES,
        punctuation.RULES,
        ligatures.RULES,
        ordinals.RULES,
        numbers.RULES,
        abbreviations.RULES,
        dates.RULES,
    )
)
"""Signs before spaces, words before the spaces between them, numbers before their units."""

RULES: tuple[Rule, ...] = _CHARACTERS + _TYPOGRAPHY
"""Every rule, in the order they run."""

_NOTHING: frozenset[str] = frozenset()

# A rule may make room for one that ran before it; three rounds settle every text seen, the rest is margin.
_MOST_ROUNDS = 8


def edits(
    text: str, language: str, *, off: frozenset[str] = _NOTHING, on: frozenset[str] = _NOTHING
) -> tuple[Edit, ...]:
    """Give the automatic corrections of a paragraph, in its own coordinates: sorted and disjoint.

    `off` and `on` are ids of rules not to run, and of rules to run that work only when asked. The `rule`
    of an edit is an id, or several joined by `+` where several rules changed one place.
    """
    return edits_of(_revised(text, language, off, on))


def typeset(
    text: str, language: str, *, off: frozenset[str] = _NOTHING, on: frozenset[str] = _NOTHING
) -> str:
    """Give a paragraph its final typography; doing it twice changes nothing more."""
    return _revised(text, language, off, on).text


def plain(text: str, language: str, *, off: frozenset[str] = _NOTHING, on: frozenset[str] = _NOTHING) -> str:
    """Give what is typed in an article: typeset, with ordinary spaces where the rules will put others.

    A no-break space that no rule would put back is the author's, and stays. Typesetting the result gives
    what typesetting `text` gives.
    """
    final = typeset(text, language, off=off, on=on)
    folded = {place for place, char in enumerate(final) if char in {NBSP, NNBSP}}
    for _ in range(_MOST_ROUNDS):
        candidate = "".join(" " if place in folded else char for place, char in enumerate(final))
        made = edits(candidate, language, off=off, on=on)
        if apply(candidate, made) == final:
            return candidate
        folded &= _restored(final, made)
    return final


def proposals(text: str, language: str) -> tuple[Edit, ...]:
    """Give the corrections a person should decide on, in the coordinates of `text`, in order."""
    start = protect(begin(text), protected.spans(text))
    usage = usage_of(language)
    found = [
        edit
        for rule in RULES
        if rule.level is Level.PROPOSED and rule.speaks(language)
        for edit in edits_of(revise(start, rule.find(start.view, usage), rule.id))
    ]
    return tuple(sorted(found, key=lambda edit: (edit.start, edit.end, edit.rule)))


def _restored(final: str, made: tuple[Edit, ...]) -> set[int]:
    """Places where an edit of the folded text put back just what had been folded."""
    return {
        place
        for edit in made
        if edit.after == final[edit.start : edit.end]
        for place in range(edit.start, edit.end)
    }


def _revised(text: str, language: str, off: frozenset[str], on: frozenset[str]) -> Revision:
    usage = usage_of(language)
    characters_, typography = _running(language, off, on)
    settled: dict[str, str] = {}
    revision = _one_round(begin(text), characters_, usage, settled)
    for _ in range(_MOST_ROUNDS):
        before = revision.text
        revision = protect(revision, protected.spans(before))
        revision = _one_round(revision, typography, usage, settled)
        if revision.text == before:
            break
    return revision


@lru_cache(maxsize=64)
def _running(language: str, off: frozenset[str], on: frozenset[str]) -> tuple[tuple[Rule, ...], ...]:
    """The rules of both tables that run."""
    return tuple(
        tuple(rule for rule in table if _runs(rule, language, off, on))
        for table in (_CHARACTERS, _TYPOGRAPHY)
    )


def _runs(rule: Rule, language: str, off: frozenset[str], on: frozenset[str]) -> bool:
    wanted = (rule.on or rule.id in on) and rule.id not in off
    return wanted and rule.level is Level.APPLIED and rule.speaks(language)


def _one_round(
    revision: Revision, table: tuple[Rule, ...], usage: Usage, settled: dict[str, str]
) -> Revision:
    """Run rules once; `settled` notes what each rule left as it was: it would leave it so again."""
    for rule in table:
        seen = revision.view
        if settled.get(rule.id) == seen:
            continue
        if not rule.sign or _SIGNS[rule.sign](seen):
            revision = revise(revision, rule.find(seen, usage), rule.id)
        if revision.view is seen:
            settled[rule.id] = seen
    return revision


_SIGNS = {rule.sign: re.compile(rule.sign).search for rule in RULES if rule.sign}
