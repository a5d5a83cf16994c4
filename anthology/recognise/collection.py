"""The surveys of all submissions in; each block judged, each article drafted, each open question, out.

This is where what one submission cannot know is settled: copies between submissions, teasers of articles that
stand in another, people whom other articles credit too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from anthology.model import Decision, Draft, Fate, Judgement, Reading, Role
from anthology.recognise.acquainted import acquainted
from anthology.recognise.articles import ArticleReading, fate_of, read_article, settled
from anthology.recognise.copies import Copy, find_copies, find_inside
from anthology.recognise.duplicates import Place, Repeats, find_repeats
from anthology.recognise.outline import Setting
from anthology.recognise.segments import Plan, Segment, plan
from anthology.recognise.survey import Survey


@dataclass(frozen=True, slots=True)
class Piece:
    """An article or a teaser, and the position of the submission it stands in."""

    file: int
    segment: Segment

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its blocks are."""
        return tuple((self.file, index) for index in self.segment.blocks)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one piece comes to: its judgements by position, a draft if it is printed, its questions."""

    file: int
    judgements: Mapping[int, Judgement]
    draft: Draft | None = None
    decisions: tuple[Decision, ...] = ()


def read_collection(
    surveys: Sequence[Survey], setting: Setting
) -> tuple[tuple[Reading, ...], tuple[Decision, ...]]:
    """Judge every block of every submission, and gather what only a person can decide."""
    first = [plan(survey.traits, survey.fixed) for survey in surveys]
    wanted = [list(_wanted(survey, own, setting)) for survey, own in zip(surveys, first, strict=True)]
    plans = [_with(*each) for each in zip(surveys, first, wanted, strict=True)]
    repeats = find_repeats([[block.text for block in survey.manuscript.blocks] for survey in surveys])
    pieces = [Piece(file, segment) for file, own in enumerate(plans) for segment in own.segments]
    judged = [
        *_articles(surveys, [piece for piece in pieces if not piece.segment.teaser], repeats, setting),
        *_teasers(surveys, [piece for piece in pieces if piece.segment.teaser], repeats, setting),
        *(_twins(surveys[file], file, own) for file, own in enumerate(plans)),
    ]
    by_file: dict[int, list[_Judged]] = {file: [] for file in range(len(surveys))}
    for each in judged:
        by_file[each.file].append(each)
    readings = tuple(_reading(survey, by_file[file]) for file, survey in enumerate(surveys))
    asked = (decision for each in judged for decision in each.decisions)
    return readings, (*asked, *(question for own in wanted for question in own))


def _wanted(survey: Survey, own: Plan, setting: Setting) -> Iterator[Decision]:
    """The teasers that somebody wants printed."""
    questions = (_teaser_question(survey, each, setting) for each in own.segments if each.teaser)
    return (question for question in questions if question.answer == "reject")


def _with(survey: Survey, own: Plan, wanted: Sequence[Decision]) -> Plan:
    """The plan with those teasers put back among the articles."""
    if not wanted:
        return own
    places = {question.where for question in wanted}
    kept = {index for index in range(len(survey.traits)) if survey.place(index) in places}
    return plan(survey.traits, survey.fixed, frozenset(kept))


# --- articles and copies of articles -----------------------------------------------------------------


def _articles(
    surveys: Sequence[Survey], pieces: Sequence[Piece], repeats: Repeats, setting: Setting
) -> Iterator[_Judged]:
    copies = find_copies([piece.places for piece in pieces], repeats)
    known = acquainted([(surveys[piece.file], piece.segment.blocks) for piece in pieces])
    for number, piece in enumerate(pieces):
        inside = find_inside(piece.places, repeats)
        own = replace(setting, known=known[number])
        read = read_article(surveys[piece.file], piece.file, piece.segment.blocks, inside, own)
        if number in copies:
            yield _copy(surveys, piece, read, copies[number], repeats, setting)
        else:
            yield _Judged(piece.file, read.judgements, read.draft, read.decisions)


def _copy(
    surveys: Sequence[Survey],
    piece: Piece,
    read: ArticleReading,
    copy: Copy,
    repeats: Repeats,
    setting: Setting,
) -> _Judged:
    """An article that is dropped for a richer one, and a question for each paragraph that one lacks."""
    judgements: dict[int, Judgement] = {}
    decisions: list[Decision] = []
    for index, judgement in read.judgements.items():
        original = copy.blocks.get((piece.file, index))
        if judgement.fate is Fate.FURNITURE:
            judgements[index] = judgement
        elif original and _says_no_more((piece.file, index), original, repeats):
            judgements[index] = _dropped(judgement, surveys[original[0]].place(original[1]))
        else:
            decision = _only_in_copy(surveys, piece, index, original, setting)
            decisions.append(decision)
            judgements[index] = _left_over(judgement, decision)
    return _Judged(piece.file, judgements, None, tuple(decisions))


def _says_no_more(place: Place, original: Place, repeats: Repeats) -> bool:
    said, kept = repeats.words[place], repeats.words[original]
    repeat = repeats.pair(place, original)
    return said == kept or (repeat is not None and repeat.exact)


def _dropped(judgement: Judgement, of: str) -> Judgement:
    return replace(
        judgement,
        fate=Fate.DROPPED_COPY,
        of=of,
        turns=(),
        evidence=(*judgement.evidence, f"says the same as {of}"),
    )


def _only_in_copy(
    surveys: Sequence[Survey], piece: Piece, index: int, original: Place | None, setting: Setting
) -> Decision:
    survey = surveys[piece.file]
    kept = surveys[original[0]] if original else None
    like = (f"nearly what {kept.place(original[1])} says",) if kept and original else ()
    return survey.ask(
        "only-in-copy",
        index,
        setting.answers,
        found=survey.excerpt(index),
        proposed=kept.excerpt(original[1]) if kept and original else "",
        evidence=("stands in a copy of an article, and not in the article that is kept", *like),
    )


def _left_over(judgement: Judgement, decision: Decision) -> Judgement:
    """Held back once somebody agreed that the kept article needs no more."""
    fate = Fate.HELD_BACK if decision.answer == "accept" else Fate.UNDECIDED
    return replace(judgement, fate=fate, turns=(), evidence=(*judgement.evidence, *decision.evidence))


# --- teasers -----------------------------------------------------------------------------------------


def _teasers(
    surveys: Sequence[Survey], pieces: Sequence[Piece], repeats: Repeats, setting: Setting
) -> Iterator[_Judged]:
    for piece in pieces:
        yield _teaser(surveys, piece, repeats, setting)


def _teaser(surveys: Sequence[Survey], piece: Piece, repeats: Repeats, setting: Setting) -> _Judged:
    survey = surveys[piece.file]
    judgements: dict[int, Judgement] = {}
    for index in piece.segment.blocks:
        if index in survey.fixed:
            judgements[index] = settled(survey, index)
        else:
            judgements[index] = _held_back(surveys, piece, index, repeats)
    held = any(judgement.role is Role.TEASER for judgement in judgements.values())
    question = (_teaser_question(survey, piece.segment, setting),) if held else ()
    return _Judged(piece.file, judgements, None, question)


def _held_back(surveys: Sequence[Survey], piece: Piece, index: int, repeats: Repeats) -> Judgement:
    """A teaser; or a copy, when an article of the collection says the same."""
    block = surveys[piece.file].block(index)
    own = {(piece.file, other) for other in piece.segment.blocks}
    found = next(
        (
            repeat.larger
            for repeat in repeats.of((piece.file, index))
            if repeat.exact and repeat.larger not in own
        ),
        None,
    )
    if found is None or _is_twin(piece, index, found):
        return Judgement(block, Role.TEASER, Fate.HELD_BACK, evidence=(piece.segment.reason,))
    of = surveys[found[0]].place(found[1])
    return Judgement(
        block,
        Role.DUPLICATE_TEASER,
        Fate.DROPPED_COPY,
        of=of,
        evidence=(piece.segment.reason, f"{of} says it too"),
    )


def _is_twin(piece: Piece, index: int, found: Place) -> bool:
    """The page's own description, above: that is the copy, this the teaser."""
    return found[0] == piece.file and found[1] < index


def _teaser_question(survey: Survey, segment: Segment, setting: Setting) -> Decision:
    index = next(index for index in segment.blocks if index not in survey.fixed)
    return survey.ask(
        "teaser",
        index,
        setting.answers,
        found=survey.excerpt(index),
        proposed="hold back",
        evidence=(segment.reason,),
    )


def _twins(survey: Survey, file: int, own: Plan) -> _Judged:
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
    return _Judged(file, judgements)


# --- readings ----------------------------------------------------------------------------------------


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
                index: replace(judgement, article=_article(judgement, article))
                for index, judgement in each.judgements.items()
            }
        )
    ordered = tuple(judgements[index] for index in range(len(survey.manuscript.blocks)))
    return Reading(survey.manuscript, survey.language, ordered, tuple(drafts))


def _article(judgement: Judgement, article: int | None) -> int | None:
    """Furniture belongs to no article."""
    return None if judgement.fate is Fate.FURNITURE else article
