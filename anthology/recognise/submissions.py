"""One submission, and what it is told of the others, in; its reading and its questions out, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from anthology import records
from anthology.cache import Cache, digest
from anthology.model import Decision, Draft, Fate, Judgement, Reading, Role, Turn
from anthology.names import Person
from anthology.recognise.articles import ArticleReading, fate_of, read_article, settled
from anthology.recognise.claims import settled_fates
from anthology.recognise.copies import NOTHING_INSIDE, Inside
from anthology.recognise.outline import Setting
from anthology.recognise.segments import Plan, Segment
from anthology.recognise.sheets import Sheet
from anthology.recognise.survey import Survey


@dataclass(frozen=True, slots=True)
class Found:
    """Where a paragraph of a copy stands in the article that is kept; `same`: it says no more than that."""

    place: str
    excerpt: str
    same: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What an article or a teaser is told of the collection; positions are those of its blocks.

    `known` are people whom other articles credit too. `copied` is None unless it is a copy of an article, and
    holds the paragraphs that stand in that one; `said` is where an article says what a teaser says.
    """

    known: tuple[Person, ...] = ()
    inside: Inside = NOTHING_INSIDE
    copied: tuple[tuple[int, Found], ...] | None = None
    said: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A submission as it is read, and what only a person can decide about it."""

    reading: Reading
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one piece comes to: its judgements by position, a draft if it is printed, its questions."""

    judgements: Mapping[int, Judgement]
    draft: Draft | None = None
    decisions: tuple[Decision, ...] = ()


def read_submission(sheet: Sheet, told: Sequence[Told], setting: Setting, cache: Cache) -> Understood:
    """Read one submission; `told` has an entry for each segment of its plan."""
    key = digest(sheet.name, records.digest_of((tuple(told), tuple(setting.given_names), setting.language)))
    known = cache.known("submission", key, lambda data: _read(data, sheet.survey))
    if known and all(setting.answers.get(name) == said for name, said in known.answers):
        return known.understood
    answers = Consulted(setting.answers)
    understood = _understood(sheet, told, replace(setting, answers=answers))
    cache.keep("submission", key, records.dump(_written(answers, understood)))
    return understood


def _understood(sheet: Sheet, told: Sequence[Told], setting: Setting) -> Understood:
    survey, own = sheet.survey, sheet.plan
    pieces = list(zip(own.segments, told, strict=True))
    judged = [
        *(_article(survey, each, what, setting) for each, what in pieces if not each.teaser),
        *(_teaser(survey, each, what, setting) for each, what in pieces if each.teaser),
        _twins(survey, own),
    ]
    asked = tuple(decision for each in judged for decision in each.decisions)
    reading = _reading(survey, judged)
    judgements, unseen = settled_fates(survey, reading.judgements, setting.answers)
    return Understood(replace(reading, judgements=judgements), (*asked, *unseen))


# --- articles and copies of articles -----------------------------------------------------------------


def _article(survey: Survey, segment: Segment, told: Told, setting: Setting) -> _Judged:
    read = read_article(survey, segment.blocks, told.inside, replace(setting, known=told.known))
    if told.copied is not None:
        return _copy(survey, read, dict(told.copied), setting)
    return _Judged(read.judgements, read.draft, read.decisions)


def _copy(survey: Survey, read: ArticleReading, copied: Mapping[int, Found], setting: Setting) -> _Judged:
    """An article that is dropped for a richer one, and a question for each paragraph that one lacks."""
    judgements: dict[int, Judgement] = {}
    decisions: list[Decision] = []
    for index, judgement in read.judgements.items():
        original = copied.get(index)
        if judgement.fate is Fate.FURNITURE:
            judgements[index] = judgement
        elif original and original.same:
            judgements[index] = _dropped(judgement, original.place)
        else:
            decision = _only_in_copy(survey, index, original, setting)
            decisions.append(decision)
            judgements[index] = _left_over(judgement, decision)
    return _Judged(judgements, None, tuple(decisions))


def _dropped(judgement: Judgement, of: str) -> Judgement:
    return replace(
        judgement,
        fate=Fate.DROPPED_COPY,
        of=of,
        turns=(),
        evidence=(*judgement.evidence, f"says the same as {of}"),
    )


def _only_in_copy(survey: Survey, index: int, original: Found | None, setting: Setting) -> Decision:
    like = (f"nearly what {original.place} says",) if original else ()
    return survey.ask(
        "only-in-copy",
        index,
        setting.answers,
        found=survey.excerpt(index),
        proposed=original.excerpt if original else "",
        evidence=("stands in a copy of an article, and not in the article that is kept", *like),
    )


def _left_over(judgement: Judgement, decision: Decision) -> Judgement:
    """Held back once somebody agreed that the kept article needs no more."""
    fate = Fate.HELD_BACK if decision.answer == "accept" else Fate.UNDECIDED
    return replace(judgement, fate=fate, turns=(), evidence=(*judgement.evidence, *decision.evidence))


# --- teasers -----------------------------------------------------------------------------------------


def _teaser(survey: Survey, segment: Segment, told: Told, setting: Setting) -> _Judged:
    said = dict(told.said)
    judgements = {
        index: settled(survey, index)
        if index in survey.fixed
        else _held_back(survey, segment, index, said.get(index))
        for index in segment.blocks
    }
    held = any(judgement.role is Role.TEASER for judgement in judgements.values())
    question = (teaser_question(survey, segment, setting),) if held else ()
    return _Judged(judgements, None, question)


def _held_back(survey: Survey, segment: Segment, index: int, of: str | None) -> Judgement:
    """A teaser; or a copy, when an article of the collection says the same."""
    block = survey.block(index)
    if of is None:
        return Judgement(block, Role.TEASER, Fate.HELD_BACK, evidence=(segment.reason,))
    evidence = (segment.reason, f"{of} says it too")
    return Judgement(block, Role.DUPLICATE_TEASER, Fate.DROPPED_COPY, of=of, evidence=evidence)


def teaser_question(survey: Survey, segment: Segment, setting: Setting) -> Decision:
    """Ask whether a teaser is to be held back."""
    index = next(index for index in segment.blocks if index not in survey.fixed)
    return survey.ask(
        "teaser",
        index,
        setting.answers,
        found=survey.excerpt(index),
        proposed="hold back",
        evidence=(segment.reason,),
    )


def _twins(survey: Survey, own: Plan) -> _Judged:
    """The first of two equal paragraphs (or titles) at the head of a page."""
    judgements = {}
    for first, second in own.twins.items():
        title = not survey.traits[first].stopped
        role = Role.DUPLICATE_TITLE if title else Role.DUPLICATE_TEASER
        judgements[first] = Judgement(
            survey.block(first),
            role,
            fate_of(role),
            of=survey.place(second),
            evidence=("the page prints its first text twice",),
        )
    return _Judged(judgements)


# --- the whole submission ----------------------------------------------------------------------------


def _reading(survey: Survey, judged: Sequence[_Judged]) -> Reading:
    """One submission: the judgements in the order of its blocks, the drafts in the order of its articles."""
    drafts: list[Draft] = []
    judgements: dict[int, Judgement] = {}
    for each in judged:
        article = len(drafts) if each.draft else None
        if each.draft:
            drafts.append(each.draft)
        judgements.update(
            {
                index: replace(judgement, article=_article_of(judgement, article))
                for index, judgement in each.judgements.items()
            }
        )
    ordered = tuple(judgements[index] for index in range(len(survey.manuscript.blocks)))
    return Reading(survey.manuscript, survey.language, ordered, tuple(drafts))


def _article_of(judgement: Judgement, article: int | None) -> int | None:
    """Furniture belongs to no article."""
    return None if judgement.fate is Fate.FURNITURE else article


# --- as it is kept -----------------------------------------------------------------------------------


class Consulted(Mapping[str, str]):
    """Answers that remember which of them somebody looked for, whether there or not."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.asked: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        self.asked[name] = found = self._answers.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        raise TypeError("what is read of a submission depends on single answers, not on all there are")

    def __len__(self) -> int:
        return len(self._answers)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """A judgement without its block."""

    role: Role
    fate: Fate
    article: int | None
    of: str | None
    turns: tuple[Turn, ...]
    evidence: tuple[str, ...]
    margin: float


@dataclass(frozen=True, slots=True)
class _Written:
    """A submission as understood under certain answers: those it asked for, None where there was none."""

    answers: tuple[tuple[str, str | None], ...]
    language: str
    verdicts: tuple[_Verdict, ...]
    drafts: tuple[Draft, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was understood the last time, and the answers it was understood under.

    Which answers matter is only known from reading: so they are not part of the name, but kept with the
    result, which holds as long as each of them is what it was.
    """

    answers: tuple[tuple[str, str | None], ...]
    understood: Understood


def _written(answers: Consulted, understood: Understood) -> _Written:
    reading = understood.reading
    verdicts = tuple(
        _Verdict(one.role, one.fate, one.article, one.of, one.turns, one.evidence, one.margin)
        for one in reading.judgements
    )
    asked = tuple(answers.asked.items())
    return _Written(asked, reading.language, verdicts, reading.drafts, understood.decisions)


def _read(data: bytes, survey: Survey) -> _Known:
    """What was written of this submission.

    Raises:
        ValueError: it is none of this submission.
    """
    one = records.load(_Written, data)
    judgements = tuple(
        Judgement(block, each.role, each.fate, each.article, each.of, each.turns, each.evidence, each.margin)
        for block, each in zip(survey.manuscript.blocks, one.verdicts, strict=True)
    )
    reading = Reading(survey.manuscript, one.language, judgements, one.drafts)
    return _Known(one.answers, Understood(reading, one.decisions))
