"""A case and its findings to the text of the report: one HTML page, in the language of the book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol

from markupsafe import Markup

from anthology import resources
from anthology.cache import Cache, digest
from anthology.config import Config, Trim
from anthology.errors import SourceError
from anthology.labels import catalogue
from anthology.layouts import Layout
from anthology.ledger import Ledger, LedgerSubmission, ledger_digest, read_ledger
from anthology.model import Article, Book, Decision, Fate, Finding, Severity
from anthology.phrases import FATES, KINDS, ROLES, SEVERITIES, headline, remedy
from anthology.report.manuscript import paragraphs, shares

_PLACE = re.compile(r"<!-- (\w+) -->")
"""Where a part stands in `index.html`."""
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
    def cache(self) -> Cache:
        """The parts of earlier reports."""

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


def report_html(
    case: Reported, findings: Sequence[Finding], *, language: str, figures: Mapping[str, str]
) -> str:
    """The page. `figures` says something short about outputs by their names, and anything else worth a line.

    It holds no script and asks for no other file, so that it opens from a disk or an e-mail. Parts whose
    contents are those of an earlier page come from the cache of the case.

    Raises:
        LayoutError: the installation is incomplete.
    """
    page = _Page(case.cache, language)
    # Open decisions stand in a part of their own.
    seen = tuple(one for one in findings if one.code != "decision-open")
    parts: Mapping[str, str] = {
        **_files(page, case, figures),
        **_decisions(page, case.decisions),
        **_notices(page, seen),
        # Not `or`: to ask a stored ledger whether it is empty is to decode it.
        **_received(page, {} if case.ledger is None else case.ledger),
        **_articles(page, case.articles),
    }
    title = _title(case)
    frame = page.part("index", (title,), lambda: {"title": title})
    # What people typed is escaped, so none of it can look like a place.
    return _PLACE.sub(lambda place: parts[place[1]], frame)


class _Page:
    """Makes the parts of the page in one language, each once for the same contents."""

    def __init__(self, cache: Cache, language: str) -> None:
        self.cache = cache
        self.language = language
        layout = Layout(resources.theme("classic"), _NO_PAPER, language)
        # Templates that did not change are compiled already, where many pages are made by one process.
        self.layout = cache.hold("layout of the report", layout.digest, lambda: layout)

    def part(self, name: str, contents: object, values: Callable[[], Mapping[str, object]]) -> str:
        """A part, by the template of its name; `contents` are all that its values are made of."""
        return self.cache.remember(
            f"report {name}",
            digest(self.layout.digest, repr(contents)),
            lambda: self.layout.page(f"report/{name}.html", **self._words(), **values()),
            dump=lambda text: text.encode("utf-8", "surrogatepass"),
            load=lambda data: data.decode("utf-8", "surrogatepass"),
        )

    def _words(self) -> Mapping[str, object]:
        """What every template may say: the names of fates, roles, kinds and severities."""
        say = catalogue(self.language).gettext
        named = {"fates": FATES, "roles": ROLES, "kinds": KINDS, "severities": SEVERITIES}
        words = {name: {one: say(label) for one, label in labels.items()} for name, labels in named.items()}
        return {**words, "language": self.language, "grouped": _grouped, "shortened": _shortened}


# --- parts -------------------------------------------------------------------------------------------

_Parts = Mapping[str, str]
"""Parts of the page by the names of their places."""


def _title(case: Reported) -> str:
    if case.book is not None:
        return case.book.metadata.title
    return case.config.book.title if case.config else ""


def _files(page: _Page, case: Reported, figures: Mapping[str, str]) -> _Parts:
    outputs = tuple(_outputs(case, figures))
    other = {name: figure for name, figure in figures.items() if name not in case.outputs}
    values = {"outputs": outputs, "figures": other}
    return {"files": page.part("files", (outputs, other), lambda: values)}


def _outputs(case: Reported, figures: Mapping[str, str]) -> Iterator[Output]:
    for name in sorted(case.outputs):
        file = case.pdfs.get(name)
        size = f"{len(case.outputs[name]) / 1000:.0f} kB"
        yield Output(name, f"../{name}", figures.get(name, size), len(file.pages) if file else None)


def _decisions(page: _Page, decisions: tuple[Decision, ...]) -> _Parts:
    waiting = tuple(one for one in decisions if one.open)
    return {
        "waiting": page.part("waiting", len(waiting), lambda: {"number": len(waiting)}),
        "decide": page.part("decide", waiting, lambda: {"open_decisions": waiting}),
        "decisions": page.part("decisions", decisions, lambda: {"decisions": decisions}),
    }


def _notices(page: _Page, findings: Sequence[Finding]) -> _Parts:
    counts = {one.value: sum(finding.severity is one for finding in findings) for one in Severity}
    return {
        "counts": page.part("counts", counts, lambda: {"counts": counts}),
        "seen": page.part("seen", findings, lambda: {"notices": tuple(_by_code(findings, page.language))}),
    }


def _by_code(findings: Sequence[Finding], language: str) -> Iterator[Notice]:
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


def _articles(page: _Page, articles: tuple[Article, ...]) -> _Parts:
    """The credits; of an article no more counts than they show, so not its text."""
    # An article is a value: while it is the same object, it need not be looked at again.
    shown = [page.cache.hold("credits", str(id(one)), partial(_credits, one))[1] for one in articles]
    return {"articles": page.part("articles", shown, lambda: {"articles": articles})}


def _credits(one: Article) -> tuple[Article, str]:
    """The article, which stays the object it is as long as this is kept, and the digest of its credits."""
    source = one.source.file if one.source else ""
    own = (one.title, one.title_proposed, one.language, one.file, source, one.group)
    return one, digest(repr((own, one.authors, one.photos)))


# --- submissions -------------------------------------------------------------------------------------


def _received(page: _Page, ledger: Mapping[str, object]) -> _Parts:
    """What was received: the whole of it is made once for the same ledger, and each submission by itself."""
    name = ledger_digest(ledger)

    @cache
    def submissions() -> Sequence[LedgerSubmission]:
        return _account(ledger).submissions

    return {
        "words": page.part("words", name, lambda: _words(submissions())),
        "received": page.part(
            "received", name, lambda: {"received": tuple(_submissions(page, submissions()))}
        ),
    }


def _account(ledger: Mapping[str, object]) -> Ledger:
    """The ledger, or an empty one where none can be read: that is a finding of its own."""
    try:
        return read_ledger(ledger)
    except SourceError:
        return Ledger()


def _words(submissions: Sequence[LedgerSubmission]) -> Mapping[str, object]:
    return {
        "shares": shares(submissions),
        "total": sum(one.words for one in submissions),
        "submissions": len(submissions),
    }


def _submissions(page: _Page, submissions: Sequence[LedgerSubmission]) -> Iterator[Markup]:
    for number, one in enumerate(submissions, start=1):
        values = partial(_submission, number, one)
        # Made by a template just now, or kept since: it is markup.
        yield Markup(page.part("submission", (number, one), values))  # noqa: S704


def _submission(number: int, one: LedgerSubmission) -> Mapping[str, object]:
    unprinted = sum(block.counted for block in one.blocks if block.fate in _UNPRINTED)
    return {
        "number": number,
        "one": {
            "account": one,
            "shares": shares([one]),
            "paragraphs": paragraphs(one),
            "unprinted": unprinted,
        },
    }


def _grouped(number: int) -> str:
    """A number with a fine space between thousands (ISO 80000-1, 7.3.1)."""
    return f"{number:,}".replace(",", "\u202f")


def _shortened(text: str) -> str:
    """The beginning of a text, for a line of a list."""
    return text if len(text) <= _SHORT else text[:_SHORT].rstrip() + "…"
