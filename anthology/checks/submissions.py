"""Submissions and the ledger of their import to findings: is every file in, and every word accounted for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from anthology.checks.case import Case
from anthology.errors import SourceError
from anthology.ledger import FILE, Ledger, LedgerSubmission, read_ledger
from anthology.model import Fate, Finding, Severity

_AGAIN = "run `anthology import`"
_FATES = frozenset(Fate)


def imported(case: Case) -> Iterator[Finding]:
    """Whether the submissions are those of the last import, to the byte."""
    known = {one.file: one.sha256 for one in ledger_of(case).submissions}
    for file in sorted(case.submissions.keys() | known.keys()):
        if file not in known:
            yield _finding("submission-not-imported", "the book was made without this submission", file)
        elif file not in case.submissions:
            yield _finding(
                "submission-missing",
                "it was imported, but the file is no longer there",
                file,
                f"put it back, or {_AGAIN} to do without it",
            )
        elif case.submissions[file] != known[file]:
            yield _finding("submission-changed", "it changed since it was imported", file)


def accounted(case: Case) -> Iterator[Finding]:
    """Whether every word of every submission has one place in the ledger and one fate."""
    for one in ledger_of(case).submissions:
        for what in _unbalanced(one):
            yield _finding("ledger-unbalanced", what, one.file, f"{_AGAIN}; then report it", Severity.ERROR)
        for block in one.blocks:
            if block.fate == Fate.UNDECIDED:
                yield Finding(
                    "ledger-undecided",
                    Severity.WARNING,
                    f"nobody knows yet where {block.counted} words go: “{block.text[:60]}”",
                    "answer the decision about it in review.toml",
                    one.file,
                    block.line,
                )


def readable(case: Case) -> Iterator[Finding]:
    """Whether the ledger can be read at all."""
    try:
        read_ledger(case.ledger or {})
    except SourceError as error:
        yield Finding(error.code, Severity.ERROR, error.message, error.hint, FILE)


def ledger_of(case: Case) -> Ledger:
    """The ledger of the last import; empty where there was none, or none that can be read."""
    try:
        return read_ledger(case.ledger or {})
    except SourceError:  # told by `readable`
        return Ledger()


def _unbalanced(one: LedgerSubmission) -> Iterator[str]:
    held = sum(block.counted for block in one.blocks)
    if held != one.words:
        yield f"it holds {one.words} words, and its blocks {held}"
    wrong = [block for block in one.blocks if block.words not in (None, block.counted)]
    if wrong:
        yield f"the words of {len(wrong)} blocks are miscounted, the first in line {wrong[0].line}"
    strange = sorted({block.fate for block in one.blocks} - _FATES)
    if strange:
        yield f"no fate is called {', '.join(strange)}"
    by_fate = Counter(dict.fromkeys(one.fates, 0))
    for block in one.blocks:
        by_fate[block.fate] += block.counted
    if one.fates and +by_fate != +Counter(one.fates):
        yield "the words by fate are not those of the blocks"
    ends = [0, *(block.end for block in one.blocks)]
    if any(block.start < end for block, end in zip(one.blocks, ends, strict=False)):
        yield "two blocks overlap, so a word has two fates"


def _finding(
    code: str, message: str, file: str, hint: str = _AGAIN, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(code, severity, message, hint, file)
