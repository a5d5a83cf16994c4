"""Submissions and the ledger of their import to findings: is every file in, and every word accounted for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from anthology import records
from anthology.checks.asking import Kind
from anthology.checks.case import Case
from anthology.errors import SourceError
from anthology.ledger import FILE, Ledger, LedgerSubmission, ledger_digest, read_ledger
from anthology.model import Fate, Finding, Severity

_AGAIN = "run `anthology import`"
_FATES = frozenset(Fate)


@dataclass(frozen=True)
class Account:
    """The account of the last import; empty where there was none."""

    data: Mapping[str, object]
    name = "account"

    @cached_property
    def key(self) -> str:
        """The digest of the whole account."""
        return ledger_digest(self.data)

    @cached_property
    def ledger(self) -> Ledger:
        """It, read; empty where it cannot be: `readable` says so."""
        try:
            return read_ledger(self.data)
        except SourceError:
            return Ledger()


def _account(case: Case) -> Iterator[Account]:
    yield Account(_ledger_of(case))


def _ledger_of(case: Case) -> Mapping[str, object]:
    # Not `or`: to ask a stored ledger whether it is empty is to decode it.
    return {} if case.ledger is None else case.ledger


ACCOUNT = Kind("account", _account)


def accounted(account: Account) -> Iterator[Finding]:
    """Whether every word of every submission has one place in the ledger and one fate."""
    for one in account.ledger.submissions:
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


def readable(account: Account) -> Iterator[Finding]:
    """Whether the ledger can be read at all."""
    try:
        read_ledger(account.data)
    except SourceError as error:
        yield Finding(error.code, Severity.ERROR, error.message, error.hint, FILE)


@dataclass(frozen=True, slots=True)
class Known:
    """What the last import knew: (file, digest) of each submission, and what it asked (None: not told)."""

    files: tuple[tuple[str, str], ...]
    asked: tuple[str, ...] | None


def known(case: Case) -> Known:
    """What the last import knew; kept, so that nobody reads a long account for it."""
    account = Account(_ledger_of(case))
    return case.cache.remember(
        "known to the import",
        account.key,
        lambda: _known(account.ledger),
        dump=records.dump,
        load=partial(records.load, Known),
    )


def _known(ledger: Ledger) -> Known:
    asked = ledger.decisions
    return Known(
        tuple(_files(ledger)),
        None if asked is None else tuple(one.id for one in asked),
    )


def _files(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Each file that was read, once: one file may hold many texts, or none."""
    if ledger.files is not None:
        yield from ((one.file, one.sha256) for one in ledger.files)
    else:
        yield from ((one.file, one.sha256) for one in ledger.submissions)


def imported(case: Case) -> Iterator[Finding]:
    """Whether the submissions are those of the last import, to the byte."""
    then = dict(known(case).files)
    for file in sorted(case.submissions.keys() | then.keys()):
        if file not in then:
            yield _finding("submission-not-imported", "the book was made without this submission", file)
        elif file not in case.submissions:
            yield _finding(
                "submission-missing",
                "it was imported, but the file is no longer there",
                file,
                f"put it back, or {_AGAIN} to do without it",
            )
        elif case.submissions[file] != then[file]:
            yield _finding("submission-changed", "it changed since it was imported", file)


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
