"""A case and its findings to the text of the report: one HTML page, in the language of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Protocol

from anthology import resources
from anthology.config import Config, Trim
from anthology.errors import SourceError
from anthology.labels import catalogue
from anthology.layouts import Layout
from anthology.ledger import Ledger, LedgerSubmission, read_ledger
from anthology.model import Article, Book, Decision, Fate, Finding, Severity
from anthology.phrases import FATES, KINDS, ROLES, SEVERITIES, headline, remedy
from anthology.report.manuscript import Paragraph, Share, paragraphs, shares

TEMPLATE = "report/index.html"
_SHORT = 160
_UNPRINTED = frozenset({Fate.DROPPED_COPY, Fate.HELD_BACK, Fate.FURNITURE, Fate.UNDECIDED})
_NO_PAPER = Trim(width_mm=148.0, height_mm=210.0)
"""A layout has a size of page; a report has none."""


class _Paged(Protocol):
    @property
    def pages(self) -> Sized: ...


class Reported(Protocol):
    """What the report shows of a case of checks."""

    @property
    def config(self) -> Config | None:
        """The settings."""

    @property
    def book(self) -> Book | None:
        """The book, once it is put together."""

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Everything that was asked."""

    @property
    def ledger(self) -> Mapping[str, object] | None:
        """The account of the last import."""

    @property
    def outputs(self) -> Mapping[str, bytes]:
        """The finished files."""

    @property
    def pdfs(self) -> Mapping[str, _Paged]:
        """Those of them that are PDF and can be read."""


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file: where it is, seen from the report, and what is said of it."""

    name: str
    href: str
    figure: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Findings of one code: what is wrong and what to do in the reader's language, and each place."""

    code: str
    severity: str
    headline: str
    remedy: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """A submission: its account, and its text with every change in place."""

    account: LedgerSubmission
    shares: tuple[Share, ...]
    paragraphs: tuple[Paragraph, ...]
    unprinted: int


def report_html(
    case: Reported, findings: Sequence[Finding], *, language: str, figures: Mapping[str, str]
) -> str:
    """The page. `figures` says something short about outputs by their names, and anything else worth a line.

    It holds no script and asks for no other file, so that it opens from a disk or an e-mail.

    Raises:
        LayoutError: the installation is incomplete.
    """
    say = catalogue(language).gettext
    # Open decisions stand in a part of their own.
    findings = [one for one in findings if one.code != "decision-open"]
    account = _account(case.ledger)
    return Layout(resources.theme("classic"), _NO_PAPER, language).page(
        TEMPLATE,
        language=language,
        title=_title(case),
        outputs=tuple(_outputs(case, figures)),
        figures={name: figure for name, figure in figures.items() if name not in case.outputs},
        decisions=case.decisions,
        open_decisions=tuple(one for one in case.decisions if one.open),
        notices=tuple(_notices(findings, language)),
        counts={severity.value: sum(one.severity is severity for one in findings) for severity in Severity},
        received=tuple(map(_received, account.submissions)),
        shares=shares(account.submissions),
        articles=case.articles,
        fates={fate: say(label) for fate, label in FATES.items()},
        roles={role: say(label) for role, label in ROLES.items()},
        kinds={kind: say(label) for kind, label in KINDS.items()},
        severities={severity: say(label) for severity, label in SEVERITIES.items()},
        grouped=_grouped,
        shortened=_shortened,
    )


def _account(ledger: Mapping[str, object] | None) -> Ledger:
    """The ledger, or an empty one where none can be read: that is a finding of its own."""
    try:
        return read_ledger(ledger or {})
    except SourceError:
        return Ledger()


def _title(case: Reported) -> str:
    if case.book is not None:
        return case.book.metadata.title
    return case.config.book.title if case.config else ""


def _outputs(case: Reported, figures: Mapping[str, str]) -> Iterator[Output]:
    for name in sorted(case.outputs):
        file = case.pdfs.get(name)
        size = f"{len(case.outputs[name]) / 1000:.0f} kB"
        yield Output(name, f"../{name}", figures.get(name, size), len(file.pages) if file else None)


def _notices(findings: Sequence[Finding], language: str) -> Iterator[Notice]:
    """Findings by how much they matter, then by code, in the order in which they were found."""
    for severity in Severity:
        own = [one for one in findings if one.severity is severity]
        for code in dict.fromkeys(one.code for one in own):
            yield Notice(
                code,
                severity.value,
                headline(code, language),
                remedy(code, language),
                tuple(one for one in own if one.code == code),
            )


def _received(one: LedgerSubmission) -> Received:
    unprinted = sum(block.counted for block in one.blocks if block.fate in _UNPRINTED)
    return Received(one, shares([one]), paragraphs(one), unprinted)


def _grouped(number: int) -> str:
    """A number with a fine space between thousands (ISO 80000-1, 7.3.1)."""
    return f"{number:,}".replace(",", "\u202f")


def _shortened(text: str) -> str:
    """The beginning of a text, for a line of a list."""
    return text if len(text) <= _SHORT else text[:_SHORT].rstrip() + "…"
