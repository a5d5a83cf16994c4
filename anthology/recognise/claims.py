"""Surveyed blocks in; the roles, beginnings of articles and fates that their file claims for them out.

A heading, an item, a quotation belong to the running text: there the file's word counts for more than any
guess. What it shows to nobody is printed only if somebody says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from anthology.model import PLAIN, Block, Decision, Emphasis, Fate, Form, Judgement, Role, Withheld
from anthology.recognise.forms import callers, is_title, reason
from anthology.recognise.roles import SHORT
from anthology.recognise.segments import SIGNATURES, Plan, Segment
from anthology.recognise.survey import Survey
from anthology.recognise.traits import Traits

HEADING = 30
"""Words: what is set as a heading and is longer was only meant to be large."""

LINE_OF_NAMES = 30
"""Words: a byline that is longer tells of its author, and is text."""

PARAGRAPH = 12
"""Words: a standfirst in bold is longer than this."""

_IN_BOLD = "is set in bold from end to end"
_BESIDE = frozenset({Role.TABLE, Role.CAPTION, Role.ALT, Role.NOTE})
"""Roles that stand beside the running text, and are printed with it."""


# --- where articles begin ----------------------------------------------------------------------------


def arranged(plan: Plan, survey: Survey) -> Plan:
    """The plan with an article for each title the file marks; notes and tables with what they belong to."""
    if all(block.shape is PLAIN for block in survey.manuscript.blocks):
        return plan
    segments = [part for each in plan.segments for part in _at_titles(each, survey)]
    runs = _gathered([list(each.blocks) for each in segments], survey)
    kept = (replace(each, blocks=tuple(run)) for each, run in zip(segments, runs, strict=True) if run)
    return Plan(tuple(kept), plan.twins)


def _at_titles(segment: Segment, survey: Survey) -> Iterator[Segment]:
    """An article that holds several titles, each with text below it, is several."""
    starts = [
        place
        for place, index in enumerate(segment.blocks)
        if is_title(survey.block(index)) and index not in survey.fixed
    ]
    text = [place for place, index in enumerate(segment.blocks) if index not in survey.fixed]
    cuts = [two for one, two in pairwise(starts) if any(one < place < two for place in text)]
    if segment.teaser or not cuts:
        yield segment
        return
    for start, end in pairwise((0, *cuts, len(segment.blocks))):
        yield replace(segment, blocks=segment.blocks[start:end])


def _gathered(runs: Sequence[list[int]], survey: Survey) -> Sequence[list[int]]:
    """Notes go to the article that calls them; tables and captions that stand alone, to the one before."""
    home = {index: number for number, run in enumerate(runs) for index in run}
    for index, caller in callers(survey.manuscript).items():
        if index in home and caller in home and home[index] != home[caller]:
            runs[home[index]].remove(index)
            runs[home[caller]].append(index)
    for number, run in enumerate(runs):
        if number and run and _only_beside(run, survey):
            runs[number - 1].extend(run)
            run.clear()
    return [sorted(run) for run in runs]


def _only_beside(run: Sequence[int], survey: Survey) -> bool:
    fixed = [survey.fixed.get(index) for index in run]
    return None not in fixed and not SIGNATURES.intersection(fixed) and not _BESIDE.isdisjoint(fixed)


# --- the running text --------------------------------------------------------------------------------


def text_of(survey: Survey, blocks: Sequence[int]) -> list[int]:
    """The blocks of an article that are its text; one of tables alone is what it is."""
    text = [index for index in blocks if index not in survey.fixed]
    return text or [index for index in blocks if survey.fixed.get(index) in (Role.TABLE, Role.CAPTION)]


def roles_said(
    survey: Survey, text: Sequence[int], *, interview: bool, lifted: Collection[int]
) -> dict[int, tuple[Role, str]]:
    """What the file says of blocks of text, by position: a role that is certain, and why."""
    bold = _bold(survey, text)
    if not bold and all(survey.block(index).shape is PLAIN for index in text):
        return {}
    said: dict[int, tuple[Role, str]] = {}
    title = _title(survey, text, bold)
    for place, index in enumerate(text):
        after = text[place + 1] if place + 1 < len(text) else None
        role = None if index in lifted else _said(survey, index, after, bold, interview=interview)
        role = _opening(survey, index, text[:place], said, bold) or role
        if title is not None and index <= title:
            role = Role.TITLE if index == title else role or Role.BODY
        if role:
            said[index] = role, reason(survey.block(index)) or _IN_BOLD
    return said


def _title(survey: Survey, text: Sequence[int], bold: Collection[int]) -> int | None:
    """The block that the file makes the title: so marked, else a heading (or a line in bold) that opens."""
    marked = [index for index in text if is_title(survey.block(index))]
    if marked or not text:
        return marked[0] if marked else None
    first, traits = text[0], survey.traits[text[0]]
    if survey.block(first).shape.form is Form.HEADING:
        return first if len(text) > 1 and traits.words <= HEADING else None
    heads = len(text) > 1 and traits.words <= SHORT and not traits.stopped and not traits.hanging
    return first if first in bold and heads else None


def _said(
    survey: Survey, index: int, after: int | None, bold: Collection[int], *, interview: bool
) -> Role | None:
    block, traits = survey.block(index), survey.traits[index]
    form = block.shape.form
    if index in survey.fixed:
        return survey.fixed[index]
    if form is Form.TITLE:
        return Role.INTERTITLE if after is not None else None
    if form is Form.BYLINE:
        return Role.BYLINE if traits.words <= LINE_OF_NAMES else None
    if form is Form.VERSE:
        return Role.VERSE
    if form is Form.QUOTE:
        return None if interview else Role.BODY
    if form is Form.ITEM:
        alone = after is not None and survey.block(after).shape.form is not Form.ITEM
        return Role.QUESTION if interview and alone and traits.asks else Role.LIST
    if form is Form.HEADING or index in bold:
        return _heading(traits, form is Form.HEADING, after, interview)
    return None


def _heading(traits: Traits, marked: bool, after: int | None, interview: bool) -> Role | None:
    """A heading of an interview that asks is a question; one with nothing below it is none."""
    if after is None:
        return None
    if traits.asks and interview:
        return Role.QUESTION
    if marked:
        return Role.INTERTITLE if traits.words <= HEADING and not _told(traits) else None
    like = traits.words <= SHORT and not traits.stopped and not traits.hanging and not traits.label
    return Role.INTERTITLE if like else None


def _told(traits: Traits) -> bool:
    """More than a heading says, and ended like a sentence."""
    return traits.statement and traits.words > SHORT


def _opening(
    survey: Survey,
    index: int,
    before: Sequence[int],
    said: Mapping[int, tuple[Role, str]],
    bold: Collection[int],
) -> Role | None:
    """A standfirst, where only the title and its byline stand before it."""
    if any(index_ not in said or said[index_][0] not in _HEAD for index_ in before):
        return None
    traits = survey.traits[index]
    titled = any(said[index_][0] is Role.TITLE for index_ in before)
    strong = titled and index in bold and traits.words > PARAGRAPH and not traits.asks
    return Role.CHAPO if strong or survey.block(index).shape.form is Form.STANDFIRST else None


_HEAD = frozenset({Role.TITLE, Role.CHAPO, Role.BYLINE})


def _bold(survey: Survey, text: Sequence[int]) -> frozenset[int]:
    """Paragraphs in bold from end to end; none where most of the text is bold, which says nothing then."""
    strong = [(mark.start, mark.end) for mark in survey.manuscript.marks if mark.kind is Emphasis.STRONG]
    if not strong:
        return frozenset()
    covered = _covered(strong, survey.manuscript.text)
    blocks = {index: survey.block(index) for index in text}
    found = frozenset(
        index
        for index, block in blocks.items()
        if block.shape.form is Form.PARAGRAPH and _within(block, covered)
    )
    words = sum(block.words for block in blocks.values())
    return found if 2 * sum(blocks[index].words for index in found) < words else frozenset()


def _covered(spans: Sequence[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The marked stretches, in order; those that only white space parts are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _within(block: Block, covered: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(covered, block.start, key=lambda span: span[0]) - 1
    return place >= 0 and covered[place][1] >= block.end


# --- fates -------------------------------------------------------------------------------------------


def settled_fates(
    survey: Survey, judgements: Sequence[Judgement], answers: Mapping[str, str]
) -> tuple[tuple[Judgement, ...], tuple[Decision, ...]]:
    """The judgements of a whole submission, once it is known what is printed; and what has to be asked.

    A note goes where its caller goes. The description of a picture that is not there describes nothing. What
    belongs to no article is not printed. Of what somebody deleted or hid, the proposal is to hold it back:
    every answer but `accept` prints it where it stands.
    """
    if all(block.shape is PLAIN for block in survey.manuscript.blocks):
        return tuple(judgements), ()
    decisions, wanted = _asked(survey, answers)
    found = [
        replace(one, fate=Fate.PRINTED, evidence=("an editor wants it printed",))
        if index in wanted and one.article is not None
        else one
        for index, one in enumerate(judgements)
    ]
    names = {picture.name for picture in survey.manuscript.pictures}
    called = callers(survey.manuscript)
    found = [
        _fated(one, found[called[index]] if index in called else None, names)
        for index, one in enumerate(found)
    ]
    return tuple(found), decisions


def _fated(one: Judgement, caller: Judgement | None, pictures: Collection[str]) -> Judgement:
    if one.fate is not Fate.PRINTED or one.role not in _BESIDE:
        return one
    if one.role is Role.ALT and one.block.shape.label not in pictures:
        evidence = (*one.evidence, "the picture did not come with the file")
        return replace(one, fate=Fate.HELD_BACK, evidence=evidence)
    if one.role is Role.NOTE and caller and caller.fate in (Fate.HELD_BACK, Fate.FURNITURE):
        return replace(one, fate=Fate.HELD_BACK, evidence=(*one.evidence, "what calls it is not printed"))
    if one.article is None:
        return replace(one, fate=Fate.HELD_BACK, evidence=(*one.evidence, "it belongs to no article"))
    return one


def _asked(survey: Survey, answers: Mapping[str, str]) -> tuple[tuple[Decision, ...], frozenset[int]]:
    """A question for each run of blocks that somebody deleted or hid, and the blocks to be printed."""
    decisions: list[Decision] = []
    wanted: set[int] = set()
    for run in _unseen_runs(survey.manuscript.blocks):
        question = _question(survey, run, answers)
        decisions.append(question)
        if question.answer not in ("", "accept"):
            wanted.update(run)
    return tuple(decisions), frozenset(wanted)


def _unseen_runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    run: list[int] = []
    for index, block in enumerate(blocks):
        why = block.shape.withheld
        if run and why is not blocks[run[-1]].shape.withheld:
            yield run
            run = []
        if why in (Withheld.DELETED, Withheld.HIDDEN):
            run.append(index)
    if run:
        yield run


def _question(survey: Survey, run: Sequence[int], answers: Mapping[str, str]) -> Decision:
    deleted = survey.block(run[0]).shape.withheld is Withheld.DELETED
    found = " ".join(survey.excerpt(index) for index in run[:3])
    evidence = (reason(survey.block(run[0])),)
    if deleted:
        return survey.ask(
            "deleted-text", run[0], answers, found=found, proposed="hold back", evidence=evidence
        )
    return survey.ask("hidden-text", run[0], answers, found=found, proposed="hold back", evidence=evidence)
