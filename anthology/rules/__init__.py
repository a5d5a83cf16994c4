"""The rules of typography in the order they run, and what is done with them: from text to edits, and back.

A text is one paragraph or one title, without its markup. A character U+FFFC in it stands for something
nobody may touch (a picture, words in another language).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from anthology.errors import SourceError
from anthology.model import Article, Edit
from anthology.rules import (
    abbreviations,
    apostrophes,
    capitals,
    characters,
    dashes,
    dates,
    ellipsis,
    figures,
    hyphens,
    ligatures,
    mojibake,
    neighbours,
    numbers,
    ordinals,
    pairing,
    protected,
    punctuation,
    quotation,
    repetition,
    spaces,
    wording,
)
from anthology.rules.late import late
from anthology.rules.revision import Revision, apply, begin, each_alone, edits_of, protect, revise, undo
from anthology.rules.rule import Level, Rule, with_real_spaces
from anthology.rules.usage import NBSP, NNBSP, Usage, usage_of

__all__ = [
    "RULES",
    "Level",
    "Rule",
    "apply",
    "edits",
    "examples_in",
    "forget",
    "plain",
    "proposals",
    "refuse_unknown",
    "typeset",
    "undo",
    "with_real_spaces",
]

_CHARACTERS: tuple[Rule, ...] = mojibake.RULES + characters.RULES
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
        neighbours.RULES,
        figures.RULES,
        hyphens.RULES,
        capitals.RULES,
        repetition.RULES,
        wording.RULES,
    )
)
"""Signs before spaces, words before the spaces between them, numbers before their units."""

RULES: tuple[Rule, ...] = _CHARACTERS + _TYPOGRAPHY
"""Every rule, in the order they run."""

_IDS = frozenset(rule.id for rule in RULES)
_NOTHING: frozenset[str] = frozenset()

# A rule may make room for one that ran before it; three rounds settle every text seen, the rest is margin.
_MOST_ROUNDS = 8


def edits(
    text: str, language: str, *, off: frozenset[str] = _NOTHING, on: frozenset[str] = _NOTHING
) -> tuple[Edit, ...]:
    """Give the automatic corrections of a paragraph, in its own coordinates: sorted and disjoint.

    `off` and `on` are ids of rules not to run, and of rules to run that work only when asked: those that
    sleep, and those that else only propose. The `rule` of an edit is an id, or several joined by `+` where
    several rules changed one place.
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


def proposals(
    text: str, language: str, *, off: frozenset[str] = _NOTHING, on: frozenset[str] = _NOTHING
) -> tuple[Edit, ...]:
    """Give the corrections a person should decide on, in the coordinates of `text`, in order.

    A rule that is `off` proposes nothing; one that is `on` is applied by `edits`, and proposes nothing.
    """
    start = protect(begin(text), protected.spans(text, language))
    usage = usage_of(language)
    found = [
        edit
        for rule in _proposing(language, off | on)
        if not rule.sign or _SIGNS[rule.sign].search(start.view)
        for edit in each_alone(start, rule.find(start.view, usage), rule.id)
    ]
    return tuple(sorted(found, key=lambda edit: (edit.start, edit.end, edit.rule)))


@lru_cache(maxsize=64)
def _proposing(language: str, but: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in RULES
        if rule.level is Level.PROPOSED and rule.speaks(language) and rule.id not in but
    )


def examples_in(rule: Rule, language: str) -> tuple[tuple[str, str], ...]:
    """Give the examples of a rule as a language sets them; without a language, as they are written down.

    No-break spaces are shown as ⍽ and ·. An example that the language leaves as it is is left out.
    """
    if not language:
        return rule.examples
    mine = frozenset({rule.id})
    found = []
    for before, _ in rule.examples:
        typed = with_real_spaces(before)
        if rule.level is Level.APPLIED:
            after = typeset(typed, language, on=mine)
        else:
            after = apply(typed, [one for one in proposals(typed, language) if one.rule == rule.id])
        if after != typed:
            found.append((before, after.replace(NBSP, "⍽").replace(NNBSP, "·")))
    return tuple(found)


def forget() -> None:
    """Drop what is remembered of the last texts, so that the next one is looked at anew."""
    _revised.cache_clear()
    pairing.pair.cache_clear()


def refuse_unknown(articles: Iterable[Article]) -> None:
    """Refuse an article that chooses a rule there is not.

    Raises:
        SourceError: it names a rule that is not in the table.
    """
    for article in articles:
        for name in (*article.rules.off, *article.rules.on):
            if name not in _IDS:
                near = difflib.get_close_matches(name.upper(), sorted(_IDS), n=1)
                raise SourceError(
                    "rule-unknown",
                    f"there is no rule called {name!r}",
                    hint=f"did you mean {near[0]}?" if near else "`anthology rules` lists them",
                    file=article.file,
                    at=f'"{name}"',
                )


def _restored(final: str, made: tuple[Edit, ...]) -> set[int]:
    """Places where an edit of the folded text put back just what had been folded."""
    return {
        place
        for edit in made
        if edit.after == final[edit.start : edit.end]
        for place in range(edit.start, edit.end)
    }


# An import asks for the edits of a paragraph, then for its plain form: the same work.
@lru_cache(maxsize=16)
def _revised(text: str, language: str, off: frozenset[str], on: frozenset[str]) -> Revision:
    usage = usage_of(language)
    characters_, typography = _running(language, off, on)
    settled: dict[str, str] = {}
    revision = begin(text)
    for _ in range(_MOST_ROUNDS):
        before = revision.text
        # Letters may be certain only when what stood beside them is mended: they are looked at each time, and
        # those of what is protected since too, as they would be in the text that comes of it.
        mended = _one_round(replace(revision, view=before), characters_, usage, settled)
        revision = revision if mended.text == before else mended
        revision = protect(revision, protected.spans(revision.text, language))
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
    applied = rule.on and rule.level is Level.APPLIED
    return (applied or rule.id in on) and rule.id not in off and rule.speaks(language)


def _one_round(
    revision: Revision, table: tuple[Rule, ...], usage: Usage, settled: dict[str, str]
) -> Revision:
    """Run rules once; `settled` notes what each rule left as it was: it would leave it so again."""
    for rule in table:
        seen = revision.view
        if settled.get(rule.id) == seen:
            continue
        if not rule.sign or _SIGNS[rule.sign].search(seen):
            revision = revise(revision, rule.find(seen, usage), rule.id)
        if revision.view is seen:
            settled[rule.id] = seen
    return revision


_SIGNS = {rule.sign: late(rule.sign) for rule in RULES if rule.sign}
