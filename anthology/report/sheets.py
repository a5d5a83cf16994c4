"""The ledger -> a sheet for each submission: its page, its sums, and what of it copies what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from anthology.cache import digest
from anthology.ledger import Ledger, LedgerSubmission
from anthology.model import Fate
from anthology.slugs import slugify

UNPRINTED = frozenset({Fate.DROPPED_COPY, Fate.HELD_BACK, Fate.FURNITURE, Fate.UNDECIDED})
"""The fates of words that no reader of the book will see."""


@dataclass(frozen=True, slots=True)
class Share:
    """The words of one fate, and where their piece of the bar lies, in hundredths of its length."""

    fate: str
    words: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a report says of a submission without its text.

    `page` is the name of its page in the report, `contents` the digest of all that the ledger says of it.
    `fates` are words by fate, `copies` pairs of the line of a copy and the place of what it copies.
    """

    file: str
    page: str
    contents: str
    words: int
    fates: tuple[tuple[str, int], ...]
    paragraphs: int
    changes: int
    unprinted: int
    articles: tuple[str, ...]
    copies: tuple[tuple[int, str], ...]


def sheets(ledger: Ledger) -> tuple[Sheet, ...]:
    """A sheet for each submission, in their order."""
    pages = _pages([one.file for one in ledger.submissions])
    return tuple(_sheet(one, page) for one, page in zip(ledger.submissions, pages, strict=True))


def _pages(files: Sequence[str]) -> list[str]:
    """A name for the page of each submission, which does not change when others come or go."""
    names = [slugify(file.partition("/")[2] or file) or "x" for file in files]
    shared = {name for name, number in Counter(names).items() if number > 1}
    return [
        f"submissions/{name}-{digest(file)[:8]}.html" if name in shared else f"submissions/{name}.html"
        for name, file in zip(names, files, strict=True)
    ]


def _sheet(one: LedgerSubmission, page: str) -> Sheet:
    words = fates_of(one)
    return Sheet(
        one.file,
        page,
        digest(one.model_dump_json()),
        one.words,
        words,
        len(one.blocks),
        len(one.edits) + len(one.accepted),
        sum(number for fate, number in words if fate in UNPRINTED),
        tuple(article.slug for article in one.articles),
        tuple((block.line, block.of) for block in one.blocks if block.of),
    )


def fates_of(one: LedgerSubmission) -> tuple[tuple[str, int], ...]:
    """Words by fate, counted in the blocks themselves."""
    words: Counter[str] = Counter()
    for block in one.blocks:
        words[block.fate] += block.counted
    return tuple(sorted(words.items()))


def shares(fates: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    """Words by fate, summed, in the order of the fates; unknown fates come last."""
    words: Counter[str] = Counter()
    for fate, number in fates:
        words[fate] += number
    order = [fate.value for fate in Fate]
    known = sorted(words, key=lambda fate: (order.index(fate) if fate in order else len(order), fate))
    return tuple(_laid_out([(fate, words[fate]) for fate in known if words[fate]]))


def _laid_out(words: Sequence[tuple[str, int]]) -> Iterator[Share]:
    total, before = sum(count for _, count in words), 0
    for fate, count in words:
        yield Share(fate, count, round(before * 100 / total, 3), round(count * 100 / total, 3))
        before += count


def copied(sheets: Iterable[Sheet]) -> Mapping[str, tuple[tuple[int, str, int], ...]]:
    """For each submission that something was copied from: (its line, the file of the copy, its line)."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    for sheet in sheets:
        for line, of in sheet.copies:
            file, original = place(of)
            found.setdefault(file, []).append((original, sheet.file, line))
    return {file: tuple(sorted(copies)) for file, copies in found.items()}


def place(where: str) -> tuple[str, int]:
    """A place (`file:line`) as file and line; line 0 where none is named."""
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isascii() and line.isdecimal() else (where, 0)
