"""One article of a submission in; its judgements, its draft and what only a person can decide out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from anthology.model import Block, Decision, Draft, Fate, Group, Judgement, Role, Turn
from anthology.recognise.copies import Inside
from anthology.recognise.credits import Credits, parse_credits
from anthology.recognise.forms import metadata_title, reason
from anthology.recognise.languages import language_of
from anthology.recognise.outline import Outline, Setting, doubts, outline_of
from anthology.recognise.passages import Turns, passages
from anthology.recognise.roles import Kind
from anthology.recognise.speakers import speakers_of, turns_of
from anthology.recognise.survey import Survey
from anthology.recognise.titles import Candidate, apart, candidates, title_from

PROPOSALS = 3
"""Titles shown to the editor: the one proposed, and two more."""

FIRST_WORDS = 8
"""Words of the text that stand for a title when nothing in it makes one."""

FATES: Mapping[Role, Fate] = MappingProxyType(
    {
        Role.PULL_QUOTE: Fate.DISPLAY_QUOTE,
        Role.PHOTO_CREDIT: Fate.PHOTO_CREDIT,
        Role.CREDIT: Fate.CREDIT,
        Role.GROUP_LABEL: Fate.CREDIT,
        Role.BYLINE: Fate.CREDIT,
        Role.INTERVIEWER: Fate.CREDIT,
        Role.TEASER: Fate.HELD_BACK,
        Role.DUPLICATE_TEASER: Fate.DROPPED_COPY,
        Role.DUPLICATE_TITLE: Fate.DROPPED_COPY,
        Role.NEAR_DUPLICATE: Fate.DROPPED_COPY,
        Role.WITHHELD: Fate.HELD_BACK,
        Role.FURNITURE: Fate.FURNITURE,
        Role.MARKER: Fate.FURNITURE,
        Role.MASTHEAD: Fate.FURNITURE,
        Role.BLANK: Fate.FURNITURE,
    }
)
"""Where the words of a role go; every other role is printed."""

_OF_THE_PAGE = "the page’s own words, not an author’s"
_BEFORE_ANY_QUESTION = frozenset({Role.TITLE, Role.CHAPO, Role.INTRO, Role.BODY})


_OUT_OF_LINE = frozenset(
    {*(role for role, fate in FATES.items() if fate is Fate.FURNITURE), Role.WITHHELD, Role.NOTE}
)
"""What stands inside the span of no article: notes may stand far from it."""


def fate_of(role: Role) -> Fate:
    """Where the words of a block of this role go."""
    return FATES.get(role, Fate.PRINTED)


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One article, understood.

    `judgements` are by position in the submission, their `article` still to be set; `draft` is None when
    there are credits but no text.
    """

    judgements: Mapping[int, Judgement]
    draft: Draft | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    proposed: bool
    decisions: tuple[Decision, ...] = ()


def read_article(survey: Survey, blocks: Sequence[int], inside: Inside, setting: Setting) -> ArticleReading:
    """Understand one article of a submission; `blocks` are the positions of its blocks."""
    text = [survey.block(index).text for index in blocks if index not in survey.fixed]
    language = language_of(text, setting.language)
    outline = outline_of(survey.in_language(language), blocks, inside, setting)
    credits, signing = _credits(outline, setting)
    turns, unnamed = _turns(outline, setting)
    title = _title(outline, turns, setting)
    decisions = (
        *title.decisions,
        *_missing_questions(outline, setting),
        *unnamed,
        *doubts(outline, setting),
        *_missing_text(outline, setting),
        *_repeats(outline, setting),
        *signing,
    )
    return ArticleReading(
        dict(_judgements(outline, turns, setting)), _draft(outline, title, turns, credits), decisions
    )


# --- judgements and draft ----------------------------------------------------------------------------


def _judgements(outline: Outline, turns: Turns, setting: Setting) -> Iterator[tuple[int, Judgement]]:
    survey = outline.survey
    for index in outline.blocks:
        block = survey.block(index)
        if index in survey.fixed:
            yield index, _settled(outline, index, setting)
        elif index in outline.guesses:
            yield index, _guessed(outline, index, block, turns.get(index, ()), setting)
        else:
            original = outline.inside.dropped[index]
            role = outline.role(original)
            yield (
                index,
                Judgement(
                    block,
                    role,
                    Fate.DROPPED_COPY,
                    of=survey.place(original),
                    evidence=("says the same again, right after it",),
                ),
            )


def settled(survey: Survey, index: int) -> Judgement:
    """The judgement of a block whose role its own words settle: a credit, furniture."""
    role, line = survey.fixed[index], survey.credits.get(index)
    return Judgement(
        survey.block(index),
        role,
        fate_of(role),
        evidence=line.evidence if line else (reason(survey.block(index)) or _OF_THE_PAGE,),
        margin=line.confidence if line else 1.0,
    )


def _settled(outline: Outline, index: int, setting: Setting) -> Judgement:
    """Credits without an article have no place in the book until somebody says so."""
    judgement = settled(outline.survey, index)
    question = next(_missing_text(outline, setting), None) if index in outline.survey.credits else None
    if question is None:
        return judgement
    agreed = question.answer == "accept"
    return replace(judgement, fate=Fate.HELD_BACK if agreed else Fate.UNDECIDED)


def _guessed(
    outline: Outline, index: int, block: Block, turns: tuple[Turn, ...], setting: Setting
) -> Judgement:
    guess = outline.guesses[index]
    echo = outline.inside.echoes.get(index)
    if echo is not None and outline.survey.ask("repeat", index, setting.answers).answer == "accept":
        of = outline.survey.place(echo)
        return Judgement(
            block, Role.NEAR_DUPLICATE, Fate.DROPPED_COPY, of=of, evidence=("an editor said so",)
        )
    lifted = outline.inside.lifted.get(index)
    source = outline.survey.place(lifted) if lifted is not None and guess.role is Role.PULL_QUOTE else None
    return Judgement(
        block,
        guess.role,
        fate_of(guess.role),
        of=source,
        turns=turns,
        evidence=guess.reasons,
        margin=guess.margin,
    )


def _draft(outline: Outline, title: _Title, turns: Turns, credits: Credits) -> Draft | None:
    if not outline.text:
        return None
    survey = outline.survey
    own = [index for index in outline.blocks if survey.fixed.get(index) not in _OUT_OF_LINE]
    stated = credits.number or credits.school or credits.cohort
    group = Group(credits.number, credits.cohort, credits.school) if stated else None
    said = [turn for index in outline.text for turn in turns.get(index, ())]
    return Draft(
        file=survey.manuscript.file,
        start=survey.block(own[0]).start,
        end=survey.block(own[-1]).end,
        title=title.text,
        title_proposed=title.proposed,
        language=survey.language,
        group=group,
        authors=credits.contributors,
        photos=credits.photos,
        speakers=speakers_of(said) or _introduced(outline, credits),
    )


def _introduced(outline: Outline, credits: Credits) -> tuple[str, ...]:
    """Who the opening introduces, but for those who sign: a byline introduces nobody who is asked."""
    signed = {one.person.display for one in credits.contributors}
    return tuple(name for name in outline.cast.introduced if name not in signed)


# --- speakers ----------------------------------------------------------------------------------------


def _turns(outline: Outline, setting: Setting) -> tuple[Turns, tuple[Decision, ...]]:
    """The turns of each answer, and a question when an answer is nobody's."""
    cues = outline.survey.cues
    answers = outline.having(Role.ANSWER)
    turns = {index: turns_of(outline.traits(index), outline.cast, cues) for index in answers}
    unnamed = [
        index
        for index, own in turns.items()
        if not all(turn.speakers for turn in own) and not outline.traits(index).voiced
    ]
    if not unnamed:
        return turns, ()
    decision = outline.survey.ask(
        "unnamed-speaker",
        unnamed[0],
        setting.answers,
        found=outline.survey.excerpt(unnamed[0]),
        evidence=tuple(
            f"{outline.survey.place(index)} is an answer of somebody nobody names" for index in unnamed
        ),
    )
    names = _names_answered(decision.answer)
    return {index: _named(own, names) if index in unnamed else own for index, own in turns.items()}, (
        decision,
    )


def _names_answered(answer: str) -> tuple[str, ...]:
    if answer in ("", "accept", "reject"):
        return ()
    return tuple(name.strip() for name in answer.split(",") if name.strip())


def _named(turns: Sequence[Turn], names: tuple[str, ...]) -> tuple[Turn, ...]:
    return tuple(turn if turn.speakers else Turn(turn.start, turn.end, names) for turn in turns)


def _missing_questions(outline: Outline, setting: Setting) -> Iterator[Decision]:
    before: Role = Role.TITLE
    for index in outline.text:
        role = outline.role(index)
        if role is Role.ANSWER and before in _BEFORE_ANY_QUESTION and not outline.traits(index).testimony:
            yield outline.survey.ask(
                "missing-question",
                index,
                setting.answers,
                found=outline.survey.excerpt(index),
                evidence=(
                    "an answer with no question before it",
                    f"after a block of the role {before.value}",
                ),
            )
        before = role


# --- titles ------------------------------------------------------------------------------------------


def _title(outline: Outline, turns: Turns, setting: Setting) -> _Title:
    """The title the source gives; or a proposal, and the question that goes with it."""
    given = outline.having(Role.TITLE)
    if given:
        return _Title(" ".join(outline.traits(given[0]).text.split()), proposed=False)
    if not outline.text:
        return _Title("", proposed=False)
    ranked = apart(candidates(passages(outline, turns), outline.survey.cues), PROPOSALS)
    if outline.kind is Kind.VERSE:
        ranked = ()  # a poem without a title goes by its first line
    proposals = [_proposal(outline, each) for each in ranked] or [_first_words(outline)]
    evidence = tuple(
        f"{outline.survey.manuscript.file}:{each.line}: {words}"
        for each, words in zip(ranked, proposals, strict=False)
    )
    if named := metadata_title(outline.survey.manuscript, outline.blocks):
        proposals = [named, *proposals]
        evidence = (f"the file says of itself: {named}", *evidence)
    decision = outline.survey.ask(
        "title",
        outline.text[0],
        setting.answers,
        proposed=proposals[0],
        evidence=evidence,
    )
    if decision.answer in ("", "reject"):
        return _Title(proposals[0], proposed=True, decisions=(decision,))
    words = proposals[0] if decision.answer == "accept" else decision.answer
    return _Title(words, proposed=False, decisions=(decision,))


def _proposal(outline: Outline, candidate: Candidate) -> str:
    names = candidate.speakers
    if not names and len(outline.cast.introduced) == 1:
        names = outline.cast.introduced
    return title_from(candidate, outline.survey.language, names)


def _first_words(outline: Outline) -> str:
    words = outline.traits(outline.text[0]).text.split()
    cut = "…" if len(words) > FIRST_WORDS else ""
    first = " ".join(words[:FIRST_WORDS])
    return (first.rstrip(".,;:") or first) + cut


# --- credits -----------------------------------------------------------------------------------------


def _credits(outline: Outline, setting: Setting) -> tuple[Credits, tuple[Decision, ...]]:
    """The credits of an article, and a question when they name nobody; somebody's own words are read too."""
    signed = {*outline.survey.credits, *outline.having(Role.BYLINE)}
    lines = [outline.survey.block(index) for index in outline.blocks if index in signed]
    credits = _parsed(outline, lines, setting)
    if credits.contributors or not outline.text:
        return credits, credits.decisions
    question = _missing_credit(outline, setting)
    if question.answer not in ("", "accept", "reject"):
        said = Block(0, len(question.answer), outline.survey.block(outline.text[0]).line, question.answer)
        credits = _parsed(outline, [*lines, said], setting)
    return credits, (question, *credits.decisions)


def _parsed(outline: Outline, lines: Sequence[Block], setting: Setting) -> Credits:
    return parse_credits(
        outline.survey.manuscript.file,
        lines,
        known=setting.known,
        answers=setting.answers,
        language=outline.survey.language,
    )


def _missing_credit(outline: Outline, setting: Setting) -> Decision:
    return outline.survey.ask(
        "missing-credit",
        outline.text[0],
        setting.answers,
        found=outline.survey.excerpt(outline.text[0]),
        evidence=("no line of this article says who wrote it",),
    )


def _missing_text(outline: Outline, setting: Setting) -> Iterator[Decision]:
    signed = next((index for index in outline.blocks if index in outline.survey.credits), None)
    if not outline.text and signed is not None:
        yield outline.survey.ask(
            "missing-text",
            signed,
            setting.answers,
            found=outline.survey.excerpt(signed),
            evidence=("somebody signed here, but there is no article",),
        )


def _repeats(outline: Outline, setting: Setting) -> Iterator[Decision]:
    for index, other in outline.inside.echoes.items():
        if index in outline.guesses:
            yield outline.survey.ask(
                "repeat",
                index,
                setting.answers,
                found=outline.survey.excerpt(index),
                evidence=(f"says again what {outline.survey.place(other)} says",),
            )
