"""A submission of the ledger -> the rows of its page: each paragraph as it came and as it was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from anthology.ledger import LedgerBlock, LedgerEdit, LedgerPicture, LedgerSubmission, asked_about
from anthology.model import Decision
from anthology.report.sheets import UNPRINTED, place


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph: what stood there (`before`), what stands there now (`after`), and why.

    An unchanged piece has the same text twice and no rule. `rule` is that of an edit; `decision` the id of
    the question whose answer it follows. `asked` is True where a question is about these words.
    """

    before: str
    after: str
    rule: str = ""
    decision: str = ""
    asked: bool = False

    @property
    def changed(self) -> bool:
        """True for an edit."""
        return bool(self.rule or self.decision)


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph as the page shows it.

    `aside` are changes that lie across others and have no place in it; `asked` the questions about it;
    `copies` the (file, line) of what was found to copy it; `pictures` those that stand in it or before it.
    """

    anchor: str
    block: LedgerBlock
    runs: tuple[Run, ...]
    aside: tuple[Run, ...] = ()
    asked: tuple[Decision, ...] = ()
    copies: tuple[tuple[str, int], ...] = ()
    pictures: tuple[LedgerPicture, ...] = ()

    @property
    def changed(self) -> bool:
        """True where something was edited."""
        return bool(self.aside) or any(run.changed for run in self.runs)

    @property
    def printed(self) -> bool:
        """True where the words reach the reader of the book, as text or as a credit."""
        return self.block.fate not in UNPRINTED


def rows(
    submission: LedgerSubmission,
    asked: Sequence[Decision] = (),
    copies: Sequence[tuple[int, str, int]] = (),
) -> tuple[Row, ...]:
    """Every paragraph of a submission, in order, with what was changed, asked and copied."""
    questions = _questions(submission.blocks, asked)
    edits = _by_block(submission)
    pictures = _pictures(submission)
    anchors = _anchors(submission.blocks)
    return tuple(
        Row(
            anchor,
            block,
            *_runs(block, edits[number], [words for _, words in questions.get(number, ())]),
            tuple(one for one, _ in questions.get(number, ())),
            tuple((file, line) for original, file, line in copies if original == block.line),
            pictures.get(number, ()),
        )
        for number, (block, anchor) in enumerate(zip(submission.blocks, anchors, strict=True))
    )


def _anchors(blocks: Sequence[LedgerBlock]) -> Iterator[str]:
    """`l12` for the first paragraph of line 12, `l12-2` for the next of the same line."""
    seen: dict[int, int] = {}
    for block in blocks:
        seen[block.line] = seen.get(block.line, 0) + 1
        yield f"l{block.line}" if seen[block.line] == 1 else f"l{block.line}-{seen[block.line]}"


def _questions(
    blocks: Sequence[LedgerBlock], asked: Sequence[Decision]
) -> Mapping[int, list[tuple[Decision, tuple[int, int]]]]:
    """The questions about each paragraph, with the words of it that each is about."""
    found: dict[int, list[tuple[Decision, tuple[int, int]]]] = {}
    for one in asked:
        about = asked_about(blocks, place(one.where)[1], one)
        number, words = about or (0, (0, 0))
        found.setdefault(number, []).append((one, words))
    return found


def _pictures(submission: LedgerSubmission) -> Mapping[int, tuple[LedgerPicture, ...]]:
    """The pictures by the paragraph that follows them or holds them; the last takes what stands behind it."""
    found: dict[int, tuple[LedgerPicture, ...]] = {}
    for picture in submission.pictures:
        behind = (n for n, block in enumerate(submission.blocks) if picture.at <= block.end)
        number = next(behind, len(submission.blocks) - 1)
        found[number] = (*found.get(number, ()), picture)
    return found


# --- changes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Change:
    """An edit with its reason apart: a rule, or the answer to a question."""

    start: int
    end: int
    run: Run


def _by_block(submission: LedgerSubmission) -> list[list[_Change]]:
    """The edits inside of each paragraph; what a person accepted comes before what a rule did."""
    changes = [*map(_accepted, submission.accepted), *map(_applied, submission.edits)]
    found: list[list[_Change]] = []
    for block in submission.blocks:
        found.append([one for one in changes if block.start <= one.start and one.end <= block.end])
    return found


def _accepted(edit: LedgerEdit) -> _Change:
    rule, _, id_ = edit.rule.rpartition(":")
    return _Change(edit.start, edit.end, Run(edit.before, edit.after, rule, id_))


def _applied(edit: LedgerEdit) -> _Change:
    return _Change(edit.start, edit.end, Run(edit.before, edit.after, edit.rule))


def _runs(
    block: LedgerBlock, changes: Sequence[_Change], asked: Sequence[tuple[int, int]]
) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The text in pieces, and the changes that have no place among them."""
    taken: list[_Change] = []
    aside: list[Run] = []
    for one in changes:
        fits = _text(block, one.start, one.end) == one.run.before
        if fits and not any(_overlap(one, other) for other in taken):
            taken.append(one)
        else:
            aside.append(one.run)
    taken.sort(key=lambda one: (one.start, one.end))
    return tuple(_pieces(block, taken, asked)), tuple(aside)


def _overlap(one: _Change, other: _Change) -> bool:
    if one.start == one.end or other.start == other.end:
        return one.start < other.end and other.start < one.end
    return max(one.start, other.start) < min(one.end, other.end)


def _pieces(
    block: LedgerBlock, changes: Sequence[_Change], asked: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    at = block.start
    for one in changes:
        yield from _unchanged(block, at, one.start, asked)
        touched = any(low < one.end - block.start and one.start - block.start < high for low, high in asked)
        yield Run(one.run.before, one.run.after, one.run.rule, one.run.decision, touched)
        at = one.end
    yield from _unchanged(block, at, block.end, asked)


def _unchanged(block: LedgerBlock, start: int, end: int, asked: Iterable[tuple[int, int]]) -> Iterator[Run]:
    """The text between two changes, cut where words in question begin and end."""
    words = [(low + block.start, high + block.start) for low, high in asked]
    cuts = {at for span in words for at in span if start < at < end}
    for low, high in pairwise(sorted({start, end} | cuts)):
        text = _text(block, low, high)
        yield Run(text, text, asked=any(first <= low and high <= last for first, last in words))


def _text(block: LedgerBlock, start: int, end: int) -> str:
    return block.text[start - block.start : end - block.start]
