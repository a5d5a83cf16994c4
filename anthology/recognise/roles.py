"""The text blocks of one article in; the role of each, why, and how sure, out.

An article is read as a whole: first its kind (prose, interview or verse), then the best sequence of roles
for that kind (Viterbi). How far the second-best sequence is, and whether another kind would say
otherwise, is kept as the margin of each block.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from statistics import median
from types import MappingProxyType
from typing import TypeVar

from anthology.model import Role
from anthology.recognise.quotes import CLOSERS, STRAIGHT
from anthology.recognise.traits import Traits, questioner, replier

T, C, N, B, Q, A, H, P, V, L, K, S = (
    Role.TITLE,
    Role.CHAPO,
    Role.INTRO,
    Role.BODY,
    Role.QUESTION,
    Role.ANSWER,
    Role.INTERTITLE,
    Role.PULL_QUOTE,
    Role.VERSE,
    Role.LIST,
    Role.CAPTION,
    Role.BYLINE,
)

Item = TypeVar("Item")

SHORT = 18
"""Words: a heading is seldom longer."""


LINE = 10
"""Words: lines of verse are seldom longer, paragraphs seldom shorter."""


class Kind(StrEnum):
    """What an article is as a whole; it decides which roles its blocks can have."""

    PROSE = "prose"
    INTERVIEW = "interview"
    VERSE = "verse"


@dataclass(frozen=True, slots=True)
class Sight:
    """A block among its neighbours: what the clues look at.

    `typical` is the median length in words of the blocks of more than 12 words after the first of the
    text. `opening` is true before the first question, label or quotation. `speaker` is true when the
    label names a person known to the article, `repeats` when a longer block says the whole again,
    `alone` when a blank line follows, `apart` when one stands before it, `runs_on` when none follows though
    blank lines part the article elsewhere. `voice` is true for one of several people who are quoted in turn,
    `theme` for the first block above them, `play` in a piece for the stage, `alone_among` for the only short
    question of an article without other headings, `series` where headings and single paragraphs take turns
    from the first block on.
    """

    traits: Traits
    position: int
    last: bool
    before: Traits | None
    after: Traits | None
    typical: float
    opening: bool
    titled: bool
    speaker: bool
    repeats: bool
    listed: bool
    alone: bool
    apart: bool
    runs_on: bool
    asker: bool
    refrain: bool
    narrative: bool
    signed: bool
    voice: bool
    theme: bool
    play: bool
    alone_among: bool
    series: bool

    @property
    def first(self) -> bool:
        """The first block of the article."""
        return self.position == 0

    @property
    def lead(self) -> bool:
        """The first block, or the first after something like a title."""
        return self.first or (self.position == 1 and self.titled)

    @property
    def heading(self) -> bool:
        """Short and without a final stop."""
        return self.traits.words <= SHORT and not self.traits.stopped and not self.traits.hanging


@dataclass(frozen=True, slots=True)
class Clue:
    """A reason (in words for people), how to see it, and what it says for or against each role."""

    reason: str
    seen: Callable[[Sight], bool]
    weights: Mapping[Role, float]


def _clue(reason: str, seen: Callable[[Sight], bool], weights: Mapping[Role, float]) -> Clue:
    return Clue(reason, seen, MappingProxyType(dict(weights)))


def _long_neighbours(sight: Sight) -> bool:
    return bool(sight.after and sight.after.words >= 1.5 * sight.traits.words)


CLUES: tuple[Clue, ...] = (
    # How it ends and what it asks.
    _clue("asks a question", lambda s: s.traits.asks, {Q: 3, A: -2.5, C: -1.5, N: -2, T: -1, P: -1, K: -2}),
    _clue("asks nothing", lambda s: "?" not in s.traits.text, {Q: -1.5}),
    _clue(
        "states something to nobody",
        lambda s: s.traits.statement and not s.traits.address and s.traits.words > 8,
        {Q: -1.5},
    ),
    _clue("introduces somebody", lambda s: s.traits.introduces and s.opening, {C: 0.5, N: 1.2}),
    _clue("opens with a conjunction", lambda s: s.traits.joins, {H: -1.5, T: -1.5, C: -0.5, B: 0.3}),
    _clue("opens with a dash, like speech", lambda s: s.traits.dashed, {H: -4, T: -2, C: -1.5, B: 0.5}),
    _clue("opens with ¿", lambda s: s.traits.text.lstrip("-–— ").startswith("¿"), {Q: 1.5, A: -1.5}),
    _clue("addresses somebody", lambda s: s.traits.address, {Q: 1}),
    _clue("opens like a reply", lambda s: s.traits.reply, {A: 1.2, Q: -0.5, C: -0.5}),
    _clue("speaks in the first person", lambda s: s.traits.first_person, {A: 1, Q: -0.3, C: -0.3}),
    _clue("ends like a sentence", lambda s: s.traits.statement, {T: -2.5, H: -2, B: 0.5, A: 0.3, L: -1}),
    _clue("breaks off at a comma", lambda s: s.traits.hanging, {C: -3, T: -5, H: -3, B: 1.5}),
    _clue("has no final stop", lambda s: not s.traits.stopped, {C: -1, N: -0.5, Q: -0.5}),
    # Quotation marks and labels.
    _clue("is one quotation", lambda s: s.traits.quoted, {A: 1.5, Q: -3, C: -2.5, N: -3, B: -0.5, L: -2}),
    _clue("names who spoke", lambda s: bool(s.traits.speakers), {A: 2, B: 1, Q: -3, H: -3, T: -2, C: -0.5}),
    _clue("opens with the speaker’s name", lambda s: s.speaker, {A: 5, Q: -4, B: -2, H: -3, C: -3, N: -3}),
    _clue("is labelled as a question", lambda s: s.asker, {Q: 5, A: -4, B: -2, C: -3}),
    _clue("is labelled as an answer", lambda s: replier(s.traits.label), {A: 5, Q: -4, B: -2, C: -3}),
    _clue("is one of several who are quoted in turn", lambda s: s.voice, {A: 5, B: -1, H: -3, C: -3, N: -3}),
    _clue("asks what several people answer", lambda s: s.theme and s.traits.asks, {T: 2, Q: -3}),
    _clue("is a line of a play", lambda s: s.play, {B: 5, H: -3, A: -3, Q: -3, L: -3, C: -2, K: -2, S: -4}),
    _clue(
        "opens with a word and a colon that is nobody’s name",
        lambda s: _labelled_for_nobody(s) and not s.opening,
        {B: 2.5, A: -0.5},
    ),
    # Length.
    _clue("is long", lambda s: s.traits.words > 25, {B: 1, A: 0.6, H: -5, T: -4, L: -2, K: -1}),
    _clue("is long for a question", lambda s: s.traits.words > 60, {Q: -1.5}),
    _clue("is very long", lambda s: s.traits.words > 100, {Q: -2, C: -1.5, B: 0.5}),
    _clue("is a few words", lambda s: s.traits.words <= 12, {H: 1, T: 1, C: -1.5, N: -1, B: -0.7}),
    _clue("is longer than a heading", lambda s: s.traits.words > SHORT, {H: -2.5, T: -2}),
    _clue("is short before something longer", _long_neighbours, {H: 0.7, T: 0.5, Q: 0.7, C: 0.3}),
    # Place.
    _clue("opens the article", lambda s: s.first, {T: 2, H: -3, A: -1, P: -3, B: -0.5}),
    _clue("does not open the article", lambda s: not s.first, {T: -6}),
    _clue(
        "stands above lines that open with small letters",
        lambda s: s.first and s.traits.text[0].isupper() and bool(s.after and s.after.text[0].islower()),
        {T: 1},
    ),
    _clue("opens a stanza", lambda s: s.first and s.runs_on, {V: 5}),
    _clue("is no heading", lambda s: not s.heading, {V: 1}),
    _clue("opens the text", lambda s: s.lead, {C: 2.5, N: -1}),
    _clue("does not open the text", lambda s: not s.lead, {C: -5}),
    _clue("comes before the first question", lambda s: s.opening, {N: 1, A: -1.5}),
    _clue("comes after the first question", lambda s: not s.opening, {N: -6}),
    _clue("closes the article", lambda s: s.last, {H: -4, T: -4, Q: -3}),
    _clue("is the only question of its kind", lambda s: s.alone_among, {B: 2.5, H: -1.5}),
    _clue("is the first of several short pieces", lambda s: s.series and s.first, {H: 5.2, T: -2.5}),
    _clue("is one of several short pieces", lambda s: s.series and not s.first, {C: -3}),
    _clue(
        "opens the text and is no shorter than the rest",
        lambda s: s.lead and 0 < s.typical < s.traits.words / 0.9,
        {B: 1.2, C: -0.8},
    ),
    _clue(
        "opens the text under no title and is longer than the rest",
        lambda s: s.first and 0 < s.typical < s.traits.words / 1.15,
        {B: 0.7, C: -0.7},
    ),
    _clue("comes back later in the same words", lambda s: s.refrain, {C: -3, T: -1, H: -1}),
    _clue("belongs to a story with dialogue", lambda s: s.narrative, {C: -2.5, B: 0.5}),
    _clue("stands last, like a signature", lambda s: s.signed, {S: -2.5}),
    _clue("stands last after a blank line", lambda s: s.signed and s.apart, {S: 2}),
    _clue("names people who sign together", lambda s: s.signed and s.traits.collective, {S: 4, L: -1}),
    _clue("is full of capitals, like names", lambda s: s.traits.capitals >= 0.5, {S: 1.5, H: 0.3}),
    _clue("does not stand last, like a signature", lambda s: not s.signed, {S: -12}),
    _clue("announces an interview", lambda s: s.lead and s.traits.announces, {C: 1.5, N: 0.5}),
    # Shape.
    _clue("has the shape of a heading", lambda s: s.heading, {H: 1.7, T: 1.5, B: -2, A: -0.7}),
    _clue(
        "is a heading in quotation marks",
        lambda s: s.traits.quoted and s.traits.words <= SHORT and not s.repeats and _long_neighbours(s),
        {H: 2.2, A: -0.5},
    ),
    _clue("says again what a longer paragraph says", lambda s: s.repeats, {P: 7}),
    _clue("says nothing twice", lambda s: not s.repeats, {P: -6}),
    _clue("is an item of a list", lambda s: s.listed, {L: 4.5, B: -1, H: -1.5}),
    _clue("is no item of a list", lambda s: not s.listed, {L: -4}),
    _clue("describes a picture", lambda s: s.traits.captioned, {K: 4}),
    _clue("describes no picture", lambda s: not s.traits.captioned, {K: -5}),
)
"""Every reason to take a block for something, in the order they are told to people."""


def _labelled_for_nobody(sight: Sight) -> bool:
    return bool(sight.traits.label) and not (sight.speaker or sight.asker or replier(sight.traits.label))


def _like_a_signature(traits: Traits) -> bool:
    """A few words without a stop: `La classe de CM2`, or a last line that forgot its stop."""
    named = traits.capitals >= 0.5 or not traits.label
    unended = not traits.stopped or traits.collective
    return traits.words <= 10 and named and unended and not traits.opens_quote


def _asked(label: str) -> bool:
    return questioner(label) or replier(label)


START, END = "start", "end"
Transitions = Mapping[tuple[str, str], float]

TRANSITIONS: Mapping[Kind, Transitions] = MappingProxyType(
    {
        Kind.INTERVIEW: {
            (START, T): 0, (START, C): 0, (START, N): -1.5, (START, Q): -1, (START, A): -3,
            (START, B): -2, (START, H): -3,
            (T, C): 0.5, (T, N): -0.5, (T, Q): -0.5, (T, B): -1, (T, END): -3,
            (C, N): 0.3, (C, Q): 0.5, (C, A): -0.5, (C, H): -0.5, (C, B): -1, (C, P): -1, (C, K): -0.5,
            (C, END): -1,
            (N, N): -0.3, (N, Q): 0.5, (N, A): 0, (N, H): -0.5, (N, P): -1, (N, K): -0.5, (N, END): -1,
            (Q, A): 1.5, (Q, Q): -2, (Q, P): -1.5, (Q, K): -1.5, (Q, END): -2,
            (B, S): 0, (A, S): 0, (A, Q): 1, (A, A): -0.6, (A, P): 0, (A, H): -0.5, (A, B): -1, (A, K): -0.5,
            (A, L): -1,
            (P, Q): 0.5, (P, A): 0, (P, H): -0.5, (P, B): -1,
            (H, Q): 0.5, (H, A): -0.3, (H, B): 0, (H, END): -3,
            (B, Q): 0.3, (B, A): -1, (B, B): -0.5, (B, H): -0.5, (B, P): -1, (B, L): -0.5,
            (L, L): 0.5, (L, Q): 0, (L, A): -1, (L, B): 0,
            (K, Q): 0, (K, A): 0, (K, B): 0,
        },
        Kind.PROSE: {
            (START, T): 0, (START, C): 0, (START, B): -0.3, (START, H): -3, (START, L): -1,
            (START, P): -3, (START, K): -1,
            (T, C): 0.5, (T, B): 0.3, (T, L): 0, (T, H): -1.5, (T, K): -0.5, (T, END): -3,
            (C, B): 0.3, (C, H): 0.3, (C, P): -0.3, (C, L): 0.3, (C, K): 0, (C, END): -0.5,
            (B, S): 0, (P, S): 0, (L, S): 0, (B, B): 0.3, (B, H): 0.2, (B, P): 0, (B, L): 0, (B, K): 0,
            (H, B): 0.7, (H, L): 0.3, (H, H): -2, (H, P): -0.5, (H, K): 0, (H, END): -3,
            (P, B): 0.3, (P, H): 0, (P, L): -0.5,
            (L, L): 0.7, (L, B): 0, (L, H): 0,
            (K, B): 0, (K, H): 0, (K, L): 0,
        },
        Kind.VERSE: {
            (START, T): 0, (START, C): -2, (START, V): 0,
            (T, V): 0.5, (T, C): -1, (T, END): -5,
            (C, V): 0,
            (V, V): 0.5, (V, S): 0,
        },
    }
)  # fmt: skip
"""What may follow what in each kind of article, and how gladly; what is not here does not happen gladly."""

UNLIKELY = -3.0
"""For two roles that no table puts side by side."""

ROLES: Mapping[Kind, tuple[Role, ...]] = MappingProxyType(
    {
        Kind.INTERVIEW: (T, C, N, Q, A, B, H, P, L, K, S),
        Kind.PROSE: (T, C, B, H, P, L, K, S),
        Kind.VERSE: (T, C, V, S),
    }
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A role, the reasons that count for it, the second-best role and how far that is (0 to 1)."""

    role: Role
    reasons: tuple[str, ...]
    margin: float
    second: Role


@dataclass(frozen=True, slots=True)
class Article:
    """The text blocks of one article, and what is known of them beyond themselves.

    `spaced[i]` tells that a blank line stands before block i. The others hold positions: `repeats` of
    blocks that a longer one says too; `speakers` of those whose label names somebody of the article,
    `askers` of those whose label is the interviewer's; `refrains` of those that come back word for word.
    """

    traits: tuple[Traits, ...]
    spaced: tuple[bool, ...]
    repeats: frozenset[int] = frozenset()
    speakers: frozenset[int] = frozenset()
    askers: frozenset[int] = frozenset()
    refrains: frozenset[int] = frozenset()


def guess_roles(article: Article, forced: Mapping[int, Role] = MappingProxyType({})) -> tuple[Guess, ...]:
    """Return the best role of each block; `forced` holds what somebody decided, by position."""
    if not article.traits:
        return ()
    weights = _kind_weights(article)
    kinds = sorted(Kind, key=lambda kind: -weights[kind])
    looks = tuple(_looks(article))
    best, second = (_best_path(looks, kind, forced) for kind in kinds[:2])
    alone = _standing_over_nothing(best, forced)
    if alone:
        return guess_roles(article, {**forced, **dict.fromkeys(alone, Role.BODY)})
    lead = _margin(weights[kinds[0]] - weights[kinds[1]])
    return tuple(_doubted(guess, other, lead) for guess, other in zip(best, second, strict=True))


def _standing_over_nothing(guesses: Sequence[Guess], forced: Mapping[int, Role]) -> tuple[int, ...]:
    """Standfirsts of a piece that has no text but them: a brief of one paragraph is that paragraph."""
    if any(guess.role in _RUNNING_TEXT for guess in guesses):
        return ()
    return tuple(
        place for place, guess in enumerate(guesses) if guess.role is Role.CHAPO and place not in forced
    )


_RUNNING_TEXT = frozenset({Role.BODY, Role.INTRO, Role.QUESTION, Role.ANSWER, Role.VERSE, Role.LIST})


def _doubted(guess: Guess, other: Guess, lead: float) -> Guess:
    """Lower the margin when the next likely kind of article would give another role."""
    if guess.role == other.role or guess.margin <= lead:
        return guess
    return Guess(guess.role, guess.reasons, lead, other.role)


def _margin(difference: float) -> float:
    return 1 - math.exp(-max(difference, 0.0) / 2)


# --- the kind of article -----------------------------------------------------------------------------


def kind_of(article: Article) -> Kind:
    """What the article is as a whole."""
    weights = _kind_weights(article)
    return max(Kind, key=lambda kind: weights[kind])


def _kind_weights(article: Article) -> dict[Kind, float]:
    return {
        Kind.PROSE: 0.0,
        Kind.INTERVIEW: interview_weight(article),
        Kind.VERSE: verse_weight(article),
    }


def interview_weight(article: Article) -> float:
    """Weigh an interview against prose; above 0 it is one.

    Rhetorical questions do not make one: somebody must be addressed, and somebody must reply.
    """
    turns = [index for index, traits in enumerate(article.traits) if _asking(article, index)]
    labelled = len(article.speakers | article.askers)
    labelled += sum(_asked(traits.label) for traits in article.traits)
    voices = len(_voices(article.traits))
    addressed = _share(turns, lambda index: article.traits[index].address)
    opening = article.traits[: turns[0] if turns else 3][:4]
    announced = any(traits.announces for traits in opening)
    someone = announced or labelled or voices or any(traits.introduces for traits in opening)
    if _plays(article.traits) or (not turns and labelled + voices < 2):
        return -8.0
    replies = [article.traits[index + 1] for index in turns]
    return sum(
        (
            -2.5,
            0.6 * min(len(turns), 4),
            2 * (_alternation(article, turns) - 0.5),
            2 * addressed - 0.5,
            2 * _share(replies, _sounds_like_a_reply) - 0.5,
            _brevity(article, turns),
            1.5 * announced,
            -1.5 * (not someone and addressed < 0.5),
            -1.2 * (len(turns) == 1 and not announced),
            -3.0 * _tells_a_story(article),
            min(labelled, 3) * 1.2,
            min(voices, 3) * 2.0,
        )
    )


def _tells_a_story(article: Article) -> bool:
    """Dialogue with dashes and incises (`— Oui, dit-elle`) is told, not answered."""
    return sum(traits.dashed and traits.narrated for traits in article.traits) >= 1 and (
        sum(traits.dashed for traits in article.traits) >= 2
    )


def _asking(article: Article, index: int) -> bool:
    """A paragraph that asks, short enough, in nobody's mouth, with something that is no question after it."""
    traits = article.traits[index]
    if index + 1 >= len(article.traits) or traits.words > 70 or traits.quoted or traits.speakers:
        return False
    if not index and _voices(article.traits):
        return False  # what all of them were asked, as a title
    asked = traits.asks or questioner(traits.label) or index in article.askers
    return asked and not article.traits[index + 1].asks


def _alternation(article: Article, turns: Sequence[int]) -> float:
    """The share of the paragraphs, from the first question on, that are a question or follow one."""
    if not turns:
        return 0.5
    paired = {index + offset for index in turns for offset in (0, 1)}
    return len(paired) / (len(article.traits) - turns[0])


def _share(items: Sequence[Item], test: Callable[[Item], bool]) -> float:
    return sum(map(test, items)) / len(items) if items else 0.0


def _sounds_like_a_reply(traits: Traits) -> bool:
    spoken = traits.opens_quote or bool(traits.speakers) or replier(traits.label) or traits.dashed
    return spoken or traits.first_person or traits.reply


def _brevity(article: Article, turns: Sequence[int]) -> float:
    """Questions are shorter than what answers them, in an interview."""
    if not turns:
        return 0.0
    asked = median(article.traits[index].words for index in turns)
    answered = median(article.traits[index + 1].words for index in turns)
    return 0.5 if asked < 0.8 * answered or any(article.traits[index].dashed for index in turns) else -1.0


def verse_weight(article: Article) -> float:
    """Weigh verse against prose; above 0 it is verse."""
    lines = [traits for traits in article.traits if traits.words]
    if len(lines) < 4 or median(traits.words for traits in lines) > LINE:
        return -8.0
    unended = _share(lines, lambda traits: not traits.stopped)
    return sum(
        (
            -2.0,
            1.5 * (_share(lines, lambda traits: traits.words <= 14) > 0.9) - 0.5,
            1.0 * (unended >= 0.25) + 1.0 * (unended >= 0.7),
            2.5 * (_rhymes(lines) >= 0.5),
            1.5 * (_share(lines, _runs_on) >= 0.3),
            1.0 * _stanzas(article),
            1.5 * _refrain(lines),
            -4.0 * (_share(lines, _itemlike) > 0.15),
            -3.0 * (_share(lines, lambda traits: traits.asks or bool(traits.label)) > 0.3),
            -3.0 * (_share(lines, _named) > 0.4),
            -1.5 * (_share(lines, lambda traits: traits.words < 3) > 0.4),
            -4.0 * (_share(lines, lambda traits: bool(traits.cue) or traits.dashed) > 0.3),
        )
    )


def _itemlike(traits: Traits) -> bool:
    return traits.contact or traits.bullet or traits.entry or traits.digits > 0.1


def _runs_on(traits: Traits) -> bool:
    """A line that opens with a small letter goes on from the one before."""
    return traits.text[0].islower() and not traits.stopped


def _named(traits: Traits) -> bool:
    """Two words or more, most of them with capitals: a list of names is no poem."""
    return traits.words >= 2 and traits.capitals > 0.6


def _refrain(lines: Sequence[Traits]) -> bool:
    """Two lines at least come back word for word."""
    counts = Counter(traits.text.casefold() for traits in lines if traits.words >= 3)
    return sum(times > 1 for times in counts.values()) >= 2


def _rhymes(lines: Sequence[Traits]) -> float:
    """The share of lines whose last two letters come back at the end of one of the next three lines."""
    endings = ["".join(filter(str.isalpha, traits.text.casefold()))[-2:] for traits in lines]
    pairs = [
        (index, later)
        for index, ending in enumerate(endings)
        for later in range(index + 1, min(index + 4, len(endings)))
        if endings[later] == ending
    ]
    return len({index for pair in pairs for index in pair}) / len(lines)


def _stanzas(article: Article) -> bool:
    """Runs of two lines or more with a blank line between them."""
    breaks = [index for index, spaced in enumerate(article.spaced) if spaced and index]
    return bool(breaks) and len(article.spaced) >= 3 * len(breaks)


# --- the best sequence -------------------------------------------------------------------------------


def _sights(article: Article) -> tuple[Sight, ...]:
    traits = article.traits
    lead = 1 if _like_a_title(traits) else 0
    typical = median([each.words for each in traits[lead + 1 :] if each.words > 12] or [0])
    turn = next((index for index in range(len(traits)) if _starts_turns(article, index)), len(traits))
    titled = _like_a_title(traits)
    narrative = _tells_a_story(article)
    listed = _listed(article, narrative)
    voices, play = _voices(traits), _plays(traits)
    series, lonely = _series(traits), _lonely_question(traits)
    return tuple(
        Sight(
            traits=each,
            position=index,
            last=index == len(traits) - 1,
            before=traits[index - 1] if index else None,
            after=traits[index + 1] if index + 1 < len(traits) else None,
            typical=typical,
            opening=index < turn,
            titled=titled,
            speaker=index in article.speakers,
            repeats=index in article.repeats,
            listed=index in listed,
            asker=index in article.askers or questioner(each.label),
            refrain=index in article.refrains,
            narrative=narrative,
            voice=index in voices,
            theme=bool(voices) and not index,
            play=bool(play) and play[0] <= index <= play[-1],
            alone_among=index == lonely,
            series=series,
            signed=_like_a_signature(each) and 0 < index == len(traits) - 1,
            alone=_spaced(article, index + 1),
            apart=_spaced(article, index),
            runs_on=any(article.spaced) and not _spaced(article, index + 1),
        )
        for index, each in enumerate(traits)
    )


def _spaced(article: Article, index: int) -> bool:
    return 0 < index < len(article.spaced) and article.spaced[index]


def _starts_turns(article: Article, index: int) -> bool:
    traits = article.traits[index]
    return (
        _asking(article, index)
        or index in article.speakers
        or _asked(traits.label)
        or (index > 0 and (traits.quoted or traits.testimony))
    )


def _like_a_title(traits: Sequence[Traits]) -> bool:
    first = traits[0]
    unended = not first.stopped and not first.hanging
    return len(traits) > 1 and first.words <= SHORT and (unended or first.asks or first.quoted)


def _listed(article: Article, narrative: bool) -> frozenset[int]:
    """Items: bullets, contact details, entries; and short lines without a stop between contact details.

    One bullet or entry is none: another must stand beside it.
    """
    traits = article.traits
    contacts = {index for index, each in enumerate(traits) if each.contact}
    items = contacts if narrative else contacts | _itemised(article)
    sure = contacts | {index for index in items if {index - 1, index + 1} & items}
    sure |= {index for index, each in enumerate(traits) if index - 1 in sure and _goes_on(each)}
    if len(contacts) < 2:
        return frozenset(sure)
    between = {
        index
        for index, each in enumerate(traits)
        if each.words <= 12
        and not (each.stopped or each.collective)
        and {index - 1, index + 1, index + 2} & contacts
        and index
    }
    return frozenset(sure | between)


def _goes_on(traits: Traits) -> bool:
    """A short line after an entry that has its label, if not its figures (`Relay: Red, Blue`)."""
    return bool(traits.label) and traits.words <= 12 and not traits.stopped and not traits.voiced


def _itemised(article: Article) -> set[int]:
    """Bullets and entries that nobody says; where bullets ask, they are turns of talk."""
    traits = article.traits
    spoken = article.speakers | article.askers
    plain = [
        index
        for index, each in enumerate(traits)
        if not (each.asks or _quoted_after_label(each) or index in spoken or _asked(each.label))
    ]
    talk = any((each.bullet and each.asks) or (each.dashed and each.narrated) for each in traits)
    return {index for index in plain if traits[index].entry or (traits[index].bullet and not talk)}


def _quoted_after_label(traits: Traits) -> bool:
    return traits.voiced and traits.text.rstrip(". ")[-1] in CLOSERS + STRAIGHT


def _voices(traits: Sequence[Traits]) -> frozenset[int]:
    """Several people quoted one after the other, each under a name and more (`Inès, 16 ans : « … »`)."""
    if sum(each.testimony for each in traits) < 2:
        return frozenset()
    return frozenset(index for index, each in enumerate(traits) if each.voiced)


def _plays(traits: Sequence[Traits]) -> tuple[int, ...]:
    """The lines of a play: several parts in capitals, none of which only asks."""
    lines = [index for index, each in enumerate(traits) if each.cue]
    parts: dict[str, list[bool]] = {}
    for index in lines:
        parts.setdefault(traits[index].cue, []).append(traits[index].asks)
    asker = any(len(asks) > 1 and sum(asks) > 0.7 * len(asks) for asks in parts.values())
    several = len(lines) >= 4 and 2 <= len(parts) < len(lines)
    between = any(each.asks and not each.cue for each in traits[lines[0] :]) if lines else True
    return tuple(lines) if several and not asker and not between else ()


def _lonely_question(traits: Sequence[Traits]) -> int | None:
    """The only short question that could be a heading, where nothing else could."""
    heads = [
        index
        for index, each in enumerate(traits[:-1])
        if index and each.words <= SHORT and (each.asks or not each.stopped) and not each.dashed
    ]
    return heads[0] if len(heads) == 1 and traits[heads[0]].asks else None


def _series(traits: Sequence[Traits]) -> bool:
    """Headings and single paragraphs in turn from the first block on, the first pair like the others."""
    rows = list(zip(traits[::2], traits[1::2], strict=False))
    if len(rows) < 3 or not all(_heads(head) and body.stopped and body.words > 8 for head, body in rows):
        return False
    heads = [head.words for head, _ in rows[1:]]
    bodies = median(body.words for _, body in rows[1:])
    first, opening = rows[0]
    if first.text[0].isalpha() and not any(head.text[0].isalpha() for head, _ in rows[1:]):
        return False  # the others are numbered
    return first.words <= max(heads) and bodies / 1.5 <= opening.words <= bodies * 1.5


def _heads(traits: Traits) -> bool:
    return traits.words <= SHORT and not traits.stopped and not traits.hanging


@dataclass(frozen=True, slots=True)
class _Look:
    """The clues seen in one block, and what they weigh together for each role that any of them speaks of."""

    clues: tuple[Clue, ...]
    weights: Mapping[Role, float]

    def reasons(self, role: Role) -> tuple[str, ...]:
        """What speaks for a role."""
        return tuple(clue.reason for clue in self.clues if clue.weights.get(role, 0.0) > 0)


def _looks(article: Article) -> Iterator[_Look]:
    for sight in _sights(article):
        clues = tuple(clue for clue in CLUES if clue.seen(sight))
        weights: dict[Role, float] = defaultdict(float)
        for clue in clues:
            for role, weight in clue.weights.items():
                weights[role] += weight
        yield _Look(clues, weights)


def _best_path(looks: Sequence[_Look], kind: Kind, forced: Mapping[int, Role]) -> tuple[Guess, ...]:
    columns = [_column(look, kind, forced.get(position)) for position, look in enumerate(looks)]
    through = _through(columns, kind)
    return tuple(_guess(look, totals) for look, totals in zip(looks, through, strict=True))


def _column(look: _Look, kind: Kind, forced: Role | None) -> dict[Role, float]:
    """The weight of each role for one block, by itself."""
    if forced is not None:
        return {forced: 0.0}
    return {role: look.weights.get(role, 0.0) for role in ROLES[kind]}


@cache
def _steps(kind: Kind) -> tuple[Mapping[Role, Mapping[Role, float]], Mapping[Role, Mapping[Role, float]]]:
    """For each role how gladly it follows each other, and for each how gladly each other follows it."""
    table, roles = TRANSITIONS[kind], Role
    onto = {after: {before: table.get((before, after), UNLIKELY) for before in roles} for after in roles}
    since = {before: {after: table.get((before, after), UNLIKELY) for after in roles} for before in roles}
    return onto, since


def _through(columns: Sequence[Mapping[Role, float]], kind: Kind) -> list[dict[Role, float]]:
    """The weight of the best whole sequence that gives each block each role (max-marginals)."""
    table, (onto, since) = TRANSITIONS[kind], _steps(kind)
    forward = [{role: table.get((START, role), UNLIKELY) + own for role, own in columns[0].items()}]
    for column in columns[1:]:
        forward.append({role: own + _best_step(forward[-1], onto[role]) for role, own in column.items()})
    backward = [{role: table.get((role, END), 0.0) for role in columns[-1]}]
    for column, following in reversed(list(pairwise(columns))):
        ahead = {role: own + backward[-1][role] for role, own in following.items()}
        backward.append({role: _best_step(ahead, since[role]) for role in column})
    return [
        {role: weight + back[role] for role, weight in front.items()}
        for front, back in zip(forward, reversed(backward), strict=True)
    ]


def _best_step(weights: Mapping[Role, float], steps: Mapping[Role, float]) -> float:
    return max([weight + steps[role] for role, weight in weights.items()])


def _guess(look: _Look, totals: Mapping[Role, float]) -> Guess:
    ranked = sorted(totals, key=lambda role: -totals[role])
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 else best
    margin = _margin(totals[best] - totals[second]) if second != best else 1.0
    return Guess(best, look.reasons(best), margin, second)
