"""The lines of one submission, with what is known of each, in; the articles and teasers it holds out.

Credits close an article, or open it where a byline follows the title. What stands before the first
article of a listing page twice, and what follows the last credit alone, are teasers of articles that are
not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from types import MappingProxyType

from anthology.model import Role
from anthology.recognise.cues import words_of
from anthology.recognise.duplicates import MIN_WORDS, tokens
from anthology.recognise.traits import Traits

SIGNATURES = frozenset({Role.CREDIT, Role.GROUP_LABEL, Role.BYLINE, Role.INTERVIEWER})
"""Roles that say who wrote; a photo credit does not close an article."""

HEAD = 90
"""Words: a title and a standfirst, at most, stand before a byline at the head of an article."""

TEASER = 120
"""Words: what follows the last credit and is longer than this is an article, not a teaser."""

RELATED = 0.3
"""The share of a teaser's content words that its own article holds too."""

CONTENT = 5
"""Letters: shorter words say little about a subject."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of blocks that belong together, as positions: an article, or the teaser of one elsewhere."""

    blocks: tuple[int, ...]
    teaser: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a submission falls apart. `twins` maps a first paragraph to the one that repeats it."""

    segments: tuple[Segment, ...]
    twins: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class _Cut:
    """The article being gathered: its blocks, its words of text, and whether somebody signed at its head."""

    blocks: list[int] = field(default_factory=list)
    words: int = 0
    signed: bool = False


def plan(traits: Sequence[Traits], fixed: Mapping[int, Role], kept: frozenset[int] = frozenset()) -> Plan:
    """Part a submission.

    `fixed` holds the role of credits and furniture, `kept` the blocks that are no teasers.

    Every block is in exactly one segment, but for the first of two twins.
    """
    twins = _twins(traits, fixed)
    excerpts = list(_excerpts(traits, fixed, kept))
    away = {*twins, *(index for excerpt in excerpts for index in excerpt.blocks)}
    order = [index for index in range(len(traits)) if index not in away]
    articles = list(_articles(order, traits, fixed))
    segments = (*excerpts, *_teasers(articles, traits, fixed, twins, kept))
    return Plan(tuple(sorted(segments, key=lambda each: each.blocks)), MappingProxyType(twins))


def _excerpts(traits: Sequence[Traits], fixed: Mapping[int, Role], kept: frozenset[int]) -> Iterator[Segment]:
    """The beginnings of articles on other pages: a paragraph (and its title) above `read more`."""
    for index in range(1, len(traits)):
        text = index - 1
        if fixed.get(index) is not Role.FURNITURE or not traits[index].cut or text in fixed:
            continue
        titled = text > 0 and text - 1 not in fixed and _titles(traits[text - 1])
        blocks = (text - 1, text) if titled and (text == 1 or text - 2 in fixed) else (text,)
        if not kept.intersection(blocks):
            yield Segment(blocks, True, _CUT_REASON)


def _twins(traits: Sequence[Traits], fixed: Mapping[int, Role]) -> dict[int, int]:
    """The page's own description above the first text: the same words, or the same words cut short."""
    text = [index for index in range(len(traits)) if index not in fixed][:2]
    if len(text) < 2:
        return {}
    one, other = (tokens(traits[index].text) for index in text)
    cut_short = len(one) >= MIN_WORDS and other[: len(one)] == one and _cut_off(traits[text[0]])
    title = len(one) >= 2 and not traits[text[0]].stopped
    same = one == other and (len(one) >= MIN_WORDS or title)
    return {text[0]: text[1]} if same or cut_short else {}


def _cut_off(traits: Traits) -> bool:
    return traits.cut or traits.text.rstrip().endswith(("…", "...", "[…]", "[...]"))


# --- articles ----------------------------------------------------------------------------------------


def _articles(
    order: Sequence[int], traits: Sequence[Traits], fixed: Mapping[int, Role]
) -> Iterator[list[int]]:
    cut = _Cut()
    runs = [
        (signs, list(run))
        for signs, run in groupby(order, key=lambda index: fixed.get(index) in _WITH_SIGNATURES)
    ]
    for position, (credit, run) in enumerate(runs):
        signed = credit and any(fixed[index] in SIGNATURES for index in run)
        following = _following(runs[position + 1 :], traits, fixed)
        if signed and cut.signed and following:
            head = _head_of_next(cut.blocks, traits, fixed)
            if head:
                yield cut.blocks[: -len(head)]
                cut = _Cut(head, _words(head, traits, fixed))
        cut.blocks += run
        if not credit:
            cut.words += _words(run, traits, fixed)
        elif signed and _opens_an_article(cut, following):
            cut.signed = True
        elif signed:
            yield cut.blocks
            cut = _Cut()
    if cut.blocks:
        yield cut.blocks


_WITH_SIGNATURES = SIGNATURES | {Role.PHOTO_CREDIT}


def _following(
    runs: Sequence[tuple[bool, list[int]]], traits: Sequence[Traits], fixed: Mapping[int, Role]
) -> int:
    """The words of text until somebody signs again: a photograph with its credit stands between."""
    signed = (any(fixed.get(index) in SIGNATURES for index in run) for _, run in runs)
    own = takewhile(lambda each: not each[1], zip(runs, signed, strict=True))
    return sum(_words(run, traits, fixed) for (_, run), _ in own)


def _words(blocks: Sequence[int], traits: Sequence[Traits], fixed: Mapping[int, Role]) -> int:
    return sum(traits[index].words for index in blocks if index not in fixed)


def _opens_an_article(cut: _Cut, following: int) -> bool:
    """A byline under a title: little stands before it, and much follows."""
    return not cut.signed and cut.words <= HEAD and following > 2 * cut.words


def _head_of_next(blocks: Sequence[int], traits: Sequence[Traits], fixed: Mapping[int, Role]) -> list[int]:
    """The title (and standfirst) of a next article at the end of `blocks`, just before its byline."""
    text = [index for index in blocks if index not in fixed]
    for length in (1, 2):
        head = text[-length:]
        if len(text) > length and _titles(traits[head[0]]):
            return [index for index in blocks if index >= head[0]]
    return []


def _titles(traits: Traits) -> bool:
    return traits.words <= 18 and not traits.stopped


# --- teasers -----------------------------------------------------------------------------------------


def _teasers(
    articles: Sequence[list[int]],
    traits: Sequence[Traits],
    fixed: Mapping[int, Role],
    twins: Mapping[int, int],
    kept: frozenset[int],
) -> Iterator[Segment]:
    for position, blocks in enumerate(articles):
        if position == 0 and len(articles) >= 1:
            lead, blocks = _leading_teaser(blocks, traits, fixed, twins, kept)
            if lead:
                yield lead
        if position and position == len(articles) - 1 and (reason := _trails(blocks, traits, fixed, kept)):
            yield Segment(tuple(blocks), True, reason)
        elif blocks:
            yield Segment(tuple(blocks))


def _leading_teaser(
    blocks: list[int],
    traits: Sequence[Traits],
    fixed: Mapping[int, Role],
    twins: Mapping[int, int],
    kept: frozenset[int],
) -> tuple[Segment | None, list[int]]:
    """Set apart a first paragraph that the page prints twice and that has another subject than the rest."""
    text = [index for index in blocks if index not in fixed]
    first = text[0] if text else -1
    twin = first in twins.values() and traits[first].words >= MIN_WORDS
    if first in kept or len(text) < 2 or not (twin or traits[first].cut):
        return None, blocks
    if _relation(traits[first], [traits[index] for index in text[1:]]) >= RELATED:
        return None, blocks
    reason = "printed twice at the head of the page, and shares no subject with what follows"
    lead = [index for index in blocks if index <= first]
    return Segment(tuple(lead), True, reason if twin else _CUT_REASON), [i for i in blocks if i > first]


_CUT_REASON = "breaks off: the rest is on another page"


def _trails(
    blocks: Sequence[int], traits: Sequence[Traits], fixed: Mapping[int, Role], kept: frozenset[int]
) -> str:
    """Say why the last run of a submission is a teaser; empty when it is an article."""
    text = [index for index in blocks if index not in fixed]
    if not text or kept.intersection(text) or any(fixed.get(index) in SIGNATURES for index in blocks):
        return ""
    if _cut_off(traits[text[-1]]) and len(text) <= 3:
        return _CUT_REASON
    small = len(text) <= 2 and _words(blocks, traits, fixed) <= TEASER
    return "stands alone after the last credit, and nobody signed it" if small else ""


def _relation(teaser: Traits, others: Sequence[Traits]) -> float:
    """The share of the teaser's content words that come back in the other paragraphs."""
    own = _content(teaser)
    theirs = {word for traits in others for word in _content(traits)}
    return len(own & theirs) / len(own) if own else 0.0


def _content(traits: Traits) -> set[str]:
    return {word[: CONTENT + 1] for word in words_of(traits.text) if len(word) >= CONTENT}
