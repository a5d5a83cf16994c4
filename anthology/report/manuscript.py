"""A submission of the ledger to what the page shows: words by fate, blocks with their changes in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anthology.ledger import LedgerBlock, LedgerEdit, LedgerSubmission
from anthology.model import Fate


@dataclass(frozen=True, slots=True)
class Share:
    """The words of one fate, and where their piece of the bar lies, in hundredths of its length."""

    fate: str
    words: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block's text: what stood there (`before`), what stands there now (`after`), and why.

    An unchanged piece has the same text twice and no rule.
    """

    before: str
    after: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block as the page shows it; `aside` are changes that lie across others and have no place in it."""

    block: LedgerBlock
    runs: tuple[Run, ...]
    aside: tuple[Run, ...]


def shares(submissions: Sequence[LedgerSubmission]) -> tuple[Share, ...]:
    """The words of some submissions by fate, in the order of the fates; unknown fates come last."""
    words: Counter[str] = Counter()
    for one in submissions:
        for block in one.blocks:
            words[block.fate] += block.counted
    order = [fate.value for fate in Fate]
    fates = sorted(words, key=lambda fate: (order.index(fate) if fate in order else len(order), fate))
    return tuple(_laid_out([(fate, words[fate]) for fate in fates if words[fate]]))


def _laid_out(words: Sequence[tuple[str, int]]) -> Iterator[Share]:
    total, before = sum(count for _, count in words), 0
    for fate, count in words:
        yield Share(fate, count, round(before * 100 / total, 3), round(count * 100 / total, 3))
        before += count


def paragraphs(submission: LedgerSubmission) -> tuple[Paragraph, ...]:
    """Every block of a submission, in order, with the changes inside it."""
    return tuple(_paragraph(block, submission.edits) for block in submission.blocks)


def _paragraph(block: LedgerBlock, edits: Sequence[LedgerEdit]) -> Paragraph:
    runs: list[Run] = []
    aside: list[Run] = []
    place = block.start
    inside = [edit for edit in edits if block.start <= edit.start and edit.end <= block.end]
    for edit in sorted(inside, key=lambda edit: (edit.start, edit.end)):
        changed = Run(edit.before, edit.after, edit.rule)
        if edit.start < place or _text(block, edit.start, edit.end) != edit.before:
            aside.append(changed)
            continue
        runs += [*_unchanged(block, place, edit.start), changed]
        place = edit.end
    return Paragraph(block, (*runs, *_unchanged(block, place, block.end)), tuple(aside))


def _unchanged(block: LedgerBlock, start: int, end: int) -> list[Run]:
    text = _text(block, start, end)
    return [Run(text, text)] if text else []


def _text(block: LedgerBlock, start: int, end: int) -> str:
    return block.text[start - block.start : end - block.start]
