"""Submissions whose letters were read wrongly on their way; to be understood as they were written, and back.

What is recognised (quotations, names, credits) is seen in the text as rules U0 and U1 put it right, without
characters that nobody sees; where it stands is said in the text as it was sent, which nobody changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from anthology.model import Block, Decision, Draft, Edit, Finding, Judgement, Manuscript, Reading, Severity
from anthology.recognise import Recognition
from anthology.rules.mojibake import changes_of, suspected
from anthology.rules.rule import Change
from anthology.tricks import tricks


@dataclass(frozen=True, slots=True)
class _Way:
    """From places of a text as it was sent to those of the mended text, and back.

    Each step is a change: where it starts and ends in the one, and where its letter ends in the other.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    mended: tuple[int, ...] = ()
    blocks: Mapping[int, int] = field(default_factory=dict)
    """Where each block starts in the mended text, and where in the other: the first of it may be gone."""

    def to(self, place: int) -> int:
        """A place of the text as sent, in the mended one."""
        step = bisect_right(self.ends, place) - 1
        return place if step < 0 else self.mended[step] + place - self.ends[step]

    def back(self, place: int) -> int:
        """A place of the mended text, in the one that was sent."""
        if place in self.blocks:
            return self.blocks[place]
        step = bisect_right(self.mended, place) - 1
        return place if step < 0 else self.ends[step] + place - self.mended[step]


def mended(sent: Sequence[Manuscript]) -> tuple[Manuscript, ...]:
    """The manuscripts as they were written: the same where no letter was read wrongly."""
    return tuple(_mended(one) for one in sent)


def as_sent(found: Recognition, sent: Sequence[Manuscript]) -> Recognition:
    """What was recognised in the mended manuscripts, with its places in those that were sent."""
    ways = {one.file: _way(one) for one in sent}
    if not any(way.ends for way in ways.values()):
        return found
    texts = {one.file: one for one in sent}
    return replace(
        found,
        readings=tuple(
            _reading(one, texts[one.manuscript.file], ways[one.manuscript.file]) for one in found.readings
        ),
        decisions=tuple(_decision(one, texts, ways) for one in found.decisions),
    )


def repairs(sent: Sequence[Manuscript]) -> Iterator[Finding]:
    """What a person should know: how many letters were put right, and where it is not certain."""
    for one in sent:
        number = sum(len(changes_of(block.text)) for block in one.blocks)
        if number:
            yield Finding(
                "letters-repaired",
                Severity.REMARK,
                f"{number} letters had been read wrongly by a program, and were put right (rule U0)",
                "nothing has to be done: each is listed among the corrections",
                one.file,
            )
        doubtful = next((block for block in one.blocks if suspected(block.text)), None)
        if doubtful:
            yield Finding(
                "letters-doubtful",
                Severity.WARNING,
                f"letters here may have been read wrongly by a program: {doubtful.text[:80]}",
                "compare it with what was written, and put the article right",
                one.file,
                doubtful.line,
            )


def _way(manuscript: Manuscript) -> _Way:
    steps: list[tuple[int, int, int]] = []
    shift = 0
    for block in manuscript.blocks:
        for change in _changes(block.text):
            start, end = block.start + change.start, block.start + change.end
            shift += len(change.after) - (end - start)
            steps.append((start, end, end + shift))
    if not steps:
        return _Way()
    starts, ends, moved = zip(*steps, strict=True)
    way = _Way(starts, ends, moved)
    return replace(way, blocks={way.to(block.start): block.start for block in manuscript.blocks})


def _changes(text: str) -> tuple[Change, ...]:
    """What rule U0 puts right, and what rule U1 takes out beside it, but not all of a block."""
    repaired = tuple(changes_of(text))
    taken = {place for change in repaired for place in range(change.start, change.end)}
    unseen = [Change(one.start, one.start + 1, one.instead) for one in tricks(text) if one.start not in taken]
    gone = {change.start for change in unseen if not change.after}
    if all(place in gone or char.isspace() for place, char in enumerate(text)):
        return repaired
    return tuple(sorted((*repaired, *unseen)))


def _mended(manuscript: Manuscript) -> Manuscript:
    way = _way(manuscript)
    if not way.ends:
        return manuscript
    text = _text(manuscript)
    return replace(
        manuscript,
        text=text,
        blocks=tuple(_block(one, text, way) for one in manuscript.blocks),
        marks=tuple(replace(one, start=way.to(one.start), end=way.to(one.end)) for one in manuscript.marks),
        pictures=tuple(replace(one, at=way.to(one.at)) for one in manuscript.pictures),
    )


def _text(manuscript: Manuscript) -> str:
    parts: list[str] = []
    done = 0
    for block in manuscript.blocks:
        for change in _changes(block.text):
            parts += manuscript.text[done : block.start + change.start], change.after
            done = block.start + change.end
    return "".join(parts) + manuscript.text[done:]


def _block(block: Block, text: str, way: _Way) -> Block:
    start, end = way.to(block.start), way.to(block.end)
    return replace(block, start=start, end=end, text=text[start:end])


# --- and back ----------------------------------------------------------------------------------------


def _reading(reading: Reading, manuscript: Manuscript, way: _Way) -> Reading:
    if not way.ends:
        return reading
    blocks = {one.start: one for one in manuscript.blocks}
    return replace(
        reading,
        manuscript=manuscript,
        judgements=tuple(
            _judgement(one, blocks[way.back(one.block.start)], way) for one in reading.judgements
        ),
        drafts=tuple(_draft(one, way) for one in reading.drafts),
    )


def _judgement(one: Judgement, block: Block, way: _Way) -> Judgement:
    turns = tuple(replace(turn, start=way.back(turn.start), end=way.back(turn.end)) for turn in one.turns)
    return replace(one, block=block, turns=turns)


def _draft(one: Draft, way: _Way) -> Draft:
    return replace(one, start=way.back(one.start), end=way.back(one.end))


def _decision(one: Decision, texts: dict[str, Manuscript], ways: dict[str, _Way]) -> Decision:
    file = one.where.rpartition(":")[0]
    if not one.edits or file not in ways:
        return one
    edits = tuple(_edit(edit, texts[file].text, ways[file]) for edit in one.edits)
    return replace(one, edits=edits)


def _edit(edit: Edit, text: str, way: _Way) -> Edit:
    start, end = way.back(edit.start), way.back(edit.end)
    return replace(edit, start=start, end=end, before=text[start:end])
