"""One article's blocks in; its kind, the role of each, and the people who may speak in it, out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from anthology.model import Decision, Role
from anthology.names import Person
from anthology.recognise.claims import roles_said, text_of
from anthology.recognise.copies import NOTHING_INSIDE, Inside
from anthology.recognise.roles import Article, Guess, Kind, guess_roles, kind_of
from anthology.recognise.speakers import Cast, cast_of
from anthology.recognise.survey import Survey
from anthology.recognise.traits import Traits, questioner, replier

DOUBT = 0.35
"""A role whose margin is below this is asked about."""

Said = Mapping[int, tuple[Role, str]]
"""Roles that nobody need guess, by position, and who says so."""

OPENING = 4
"""Paragraphs, at most, in which an article introduces the people who speak in it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole collection tells each article: the answers given, names known, language expected."""

    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    given_names: Collection[str] = ()
    known: tuple[Person, ...] = ()
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Outline:
    """An article as positions of blocks in its submission, with the role of each block of text.

    `doubted` are the roles before anybody's answers; `cast` is everybody who may speak in it.
    """

    survey: Survey
    blocks: tuple[int, ...]
    text: tuple[int, ...]
    guesses: Mapping[int, Guess]
    doubted: Mapping[int, Guess]
    kind: Kind
    cast: Cast
    inside: Inside

    def role(self, index: int) -> Role:
        """The role of a block of text."""
        return self.guesses[index].role

    def traits(self, index: int) -> Traits:
        """What a block shows by itself."""
        return self.survey.traits[index]

    def having(self, *roles: Role) -> tuple[int, ...]:
        """The blocks of text that have one of these roles, in order."""
        return tuple(index for index in self.text if self.role(index) in roles)


def outline_of(survey: Survey, blocks: Sequence[int], inside: Inside, setting: Setting) -> Outline:
    """Read the blocks at these positions as one article."""
    every = text_of(survey, blocks)
    inside = _among_text(inside, frozenset(every))
    if kind_of(_article(survey, every, ())) is Kind.VERSE:
        inside = NOTHING_INSIDE  # what comes back in verse is a refrain
    text = tuple(index for index in every if index not in inside.dropped)
    traits = [survey.traits[index] for index in text]
    opening = _opening(traits)
    cast = cast_of(opening, traits, survey.cues, setting.given_names)
    article = replace(
        _article(survey, text, _labelled(traits, cast), _among(text, inside.lifted)),
        askers=_askers(traits, cast),
        refrains=frozenset(_among(text, inside.refrains)),
    )
    interview = kind_of(article) is Kind.INTERVIEW
    said = roles_said(survey, text, interview=interview, lifted=inside.lifted)
    doubted = _guessed(article, text, said)
    return Outline(
        survey,
        tuple(blocks),
        text,
        _decided(survey, article, doubted, said, setting),
        doubted,
        kind_of(article),
        cast,
        inside,
    )


def _among_text(inside: Inside, text: frozenset[int]) -> Inside:
    """What the text says twice: a note or a table that says the same is no reason to leave anything out."""

    def kept(pairs: Mapping[int, int]) -> Mapping[int, int]:
        return {one: other for one, other in pairs.items() if one in text and other in text}

    return Inside(
        kept(inside.dropped), kept(inside.lifted), kept(inside.echoes), inside.refrains.intersection(text)
    )


def _decided(
    survey: Survey, article: Article, doubted: Mapping[int, Guess], said: Said, setting: Setting
) -> Mapping[int, Guess]:
    """The roles with somebody's answers held fast."""
    forced = _forced(survey, doubted, setting)
    if not forced:
        return doubted
    answered = {index: (role, "an editor said so") for index, role in forced.items()}
    return _guessed(article, tuple(doubted), {**said, **answered})


def _guessed(article: Article, text: Sequence[int], said: Said) -> dict[int, Guess]:
    """The role of each block of text, those that are said held fast."""
    forced = {position: said[index][0] for position, index in enumerate(text) if index in said}
    guesses = dict(zip(text, guess_roles(article, forced), strict=True))
    return {
        index: replace(guess, reasons=(said[index][1],)) if index in said else guess
        for index, guess in guesses.items()
    }


def _article(
    survey: Survey, text: Sequence[int], speakers: Collection[int], lifted: Collection[int] = ()
) -> Article:
    return Article(
        tuple(survey.traits[index] for index in text),
        tuple(_spaced(survey, index) for index in text),
        frozenset(lifted),
        frozenset(speakers),
    )


def _spaced(survey: Survey, index: int) -> bool:
    """Whether a blank line stands before a block."""
    if not index:
        return False
    before, block = survey.block(index - 1), survey.block(index)
    gap = survey.manuscript.text[before.end : block.start]
    return gap.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1


def _opening(traits: Sequence[Traits]) -> list[str]:
    """The paragraphs before the first question, quotation or label, where people are introduced."""
    opening = []
    for position, each in enumerate(traits[:OPENING]):
        turn = each.asks or each.quoted or questioner(each.label) or replier(each.label)
        if turn and position:
            break
        opening.append(each.text)
    return opening


def _labelled(traits: Sequence[Traits], cast: Cast) -> tuple[int, ...]:
    return tuple(position for position, each in enumerate(traits) if each.label and cast.resolve(each.label))


def _askers(traits: Sequence[Traits], cast: Cast) -> frozenset[int]:
    """Positions under a label that comes back, is nobody's name, and mostly asks: the interviewer's."""
    asks: dict[str, list[bool]] = {}
    for each in traits:
        if each.label and not cast.resolve(each.label):
            asks.setdefault(each.label, []).append(each.asks)
    asking = {label for label, own in asks.items() if len(own) > 1 and sum(own) > len(own) / 2}
    return frozenset(position for position, each in enumerate(traits) if each.label in asking)


def _among(text: Sequence[int], places: Collection[int]) -> tuple[int, ...]:
    return tuple(position for position, index in enumerate(text) if index in places)


def _forced(survey: Survey, guesses: Mapping[int, Guess], setting: Setting) -> dict[int, Role]:
    """What somebody answered about doubtful roles: `reject` means the second-best, a role its name."""
    forced = {}
    for index, guess in guesses.items():
        if guess.margin < DOUBT:
            answer = survey.ask("role", index, setting.answers).answer.strip().lower()
            if answer == "reject":
                forced[index] = guess.second
            elif answer in set(Role):
                forced[index] = Role(answer)
    return forced


def doubts(outline: Outline, setting: Setting) -> Iterator[Decision]:
    """Ask about every role that is nearly another."""
    for index, guess in outline.doubted.items():
        if guess.margin < DOUBT:
            yield outline.survey.ask(
                "role",
                index,
                setting.answers,
                found=outline.survey.excerpt(index),
                proposed=guess.role.value,
                evidence=(*guess.reasons, f"otherwise: {guess.second.value}"),
            )
