"""A case and its findings -> the pages of the report, in the language of the book: files by name, as HTML.

A page holds no script and asks for nothing from outside, so that it opens from a disk or an e-mail. A page or
a part of one whose contents are those of an earlier report comes from the cache.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from markupsafe import Markup

from anthology import evidence, records, resources
from anthology.cache import Cache, digest
from anthology.config import Config, Trim
from anthology.errors import SourceError
from anthology.labels import catalogue, languages
from anthology.layouts import Layout
from anthology.ledger import Ledger, LedgerSubmission, ledger_digest, read_ledger
from anthology.model import Article, Book, Decision, Finding, Severity
from anthology.phrases import FATES, KINDS, ROLES, SEVERITIES, headline, remedy
from anthology.report.manuscript import rows
from anthology.report.sheets import Sheet, copied, place, shares, sheets

T = TypeVar("T")

INDEX = "index.html"
_PLACE = re.compile(r"<!-- (\w+) -->")
"""Where a part stands in `index.html`."""
_SHORT = 160
_FIRST = 24
"""Open questions that the first page shows; the others have a page of their own."""
_A_PAGE = 200
"""Questions or articles on one page."""
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


Rules = Mapping[str, tuple[str, str]]
"""The rules of typography by id: a name and a reason, in English."""


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file: where it is, seen from the report, and what is said of it.

    A folder of files is told as one output (`offprints/`), with its files as `parts`.
    """

    name: str
    href: str
    figure: str
    pages: int | None
    parts: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Findings of one code: what is wrong and what to do in the reader's language, and each place."""

    code: str
    severity: str
    headline: str
    remedy: str
    findings: tuple[tuple[Finding, str], ...]
    """Each with the address of its place in the report, empty where it has none."""


def report_pages(
    case: Reported,
    findings: Sequence[Finding],
    *,
    language: str,
    figures: Mapping[str, str],
    rules: Rules | None = None,
) -> Mapping[str, str]:
    """The pages by name; `index.html` is the first. `figures` says something short about outputs by name.

    Raises:
        LayoutError: the installation is incomplete.
    """
    desk = _Desk(case, language, rules or {})
    return {
        INDEX: _index(desk, case, findings, figures),
        **dict(_decision_pages(desk)),
        **dict(_article_pages(desk)),
        **dict(_submission_pages(desk)),
    }


class _Desk:
    """Makes pages and parts in one language, each once for the same contents; knows where everything is."""

    def __init__(self, case: Reported, language: str, rules: Rules) -> None:
        self.cache = case.cache
        self.language = language
        self.rules = rules
        self.decisions = case.decisions
        self.articles = case.articles
        self.title = _title(case)
        layout = Layout(resources.theme("classic"), _NO_PAPER, language)
        # Templates that did not change are compiled already, where many pages are made by one process.
        self.layout = self.cache.hold("layout of the report", layout.digest, lambda: layout)
        # Not `or`: to ask a stored ledger whether it is empty is to decode it.
        self._ledger = {} if case.ledger is None else case.ledger
        self.sheets = self._sheets()
        self.pages = {sheet.file: sheet.page for sheet in self.sheets}
        self.article_pages = dict(_places([one.slug for one in self.articles], "articles"))
        self.asked_of = _grouped_by(self.decisions, lambda one: place(one.where)[0])
        self.decision_pages = dict(_places([one.id for one in self.decisions], "decisions"))

    # --- what is kept ---

    def part(self, name: str, contents: object, values: Callable[[], Mapping[str, object]]) -> str:
        """A part or a page, by the template of its name; `contents` are all that its values are made of."""
        return self.cache.remember(
            f"report {name}",
            digest(self.layout.digest, self.language, repr(contents)),
            lambda: self.layout.page(f"report/{name}.html", **self._words, **values()),
            dump=lambda text: text.encode("utf-8", "surrogatepass"),
            load=lambda data: data.decode("utf-8", "surrogatepass"),
        )

    def page(self, name: str, contents: object, values: Callable[[], Mapping[str, object]], top: str) -> str:
        """A page of its own; `top` is the way from it to the folder of the report."""
        whole = (self.title, top, contents)
        return self.part(name, whole, lambda: {**self.frame(top), **values()})

    def frame(self, top: str = "") -> Mapping[str, object]:
        """What every page has around it."""
        style, sum_ = self._style
        return {"title": self.title, "style": style, "style_sum": sum_, "top": top}

    @property
    def _style(self) -> tuple[Markup, str]:
        """The style sheet, and the sum by which a page allows it and no other."""

        def made() -> tuple[Markup, str]:
            style = self.layout.page("report/report.css")
            sum_ = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            return Markup(style), f"sha256-{sum_}"  # noqa: S704 - it is ours

        return self.cache.hold("style of the report", self.layout.digest, made)

    @property
    def _words(self) -> Mapping[str, object]:
        """What every template may say: the names of fates, roles, kinds and severities."""

        def made() -> Mapping[str, object]:
            say = catalogue(self.language).gettext
            named = {"fates": FATES, "roles": ROLES, "kinds": KINDS, "severities": SEVERITIES}
            words = {
                name: {one: say(label) for one, label in labels.items()} for name, labels in named.items()
            }
            spoken = {
                "grouped": _grouped,
                "shortened": _shortened,
                "percent": _percent,
                "told": partial(evidence.all_told, language=self.language),
                "shown": partial(evidence.shown, language=self.language),
                "untranslated": self.language.partition("-")[0] not in languages(),
            }
            return {**words, **spoken, "language": self.language}

        return self.cache.hold("words of the report", self.language, made)

    # --- the ledger ---

    def _sheets(self) -> tuple[Sheet, ...]:
        return self.cache.remember(
            "sheets of the report",
            ledger_digest(self._ledger),
            lambda: sheets(self._account()),
            dump=records.dump,
            load=partial(records.load, tuple[Sheet, ...]),
        )

    def _account(self) -> Ledger:
        """The ledger, or an empty one where none can be read: that is a finding of its own."""

        def made() -> Ledger:
            try:
                return read_ledger(self._ledger)
            except SourceError:
                return Ledger()

        return self.cache.hold("account of the report", ledger_digest(self._ledger), made)

    def submission(self, number: int) -> LedgerSubmission:
        """All that the ledger says of one; it is decoded when the first page is made anew."""
        return self._account().submissions[number]

    # --- addresses, as seen from the folder of the report ---

    def address(self, file: str, line: int | None = None) -> str:
        """Where a file of the content is shown, if it is."""
        if page := self.pages.get(file):
            return f"{page}#l{line}" if line else page
        slug = file.rpartition("/")[2].removesuffix(".md")
        return self.article_address(slug) if file.startswith("articles/") else ""

    def article_address(self, slug: str) -> str:
        """Where an article is shown, if there is one of that name."""
        page = self.article_pages.get(slug)
        return f"{page}#a-{slug}" if page else ""

    def asked(self, one: Decision) -> tuple[Decision, str]:
        """A question, and where it is told beside the text it is about."""
        file, line = place(one.where)
        return one, f"{self.pages[file]}#d-{one.id}" if file in self.pages else self.address(file, line)


def _places(names: Sequence[str], page: str) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        yield name, _numbered(page, number // _A_PAGE + 1)


def _numbered(page: str, number: int) -> str:
    return f"{page}.html" if number == 1 else f"{page}-{number}.html"


def _grouped_by(items: Sequence[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for one in items:
        found.setdefault(key(one), []).append(one)
    return {name: tuple(own) for name, own in found.items()}


def _title(case: Reported) -> str:
    if case.book is not None:
        return case.book.metadata.title
    return case.config.book.title if case.config else ""


# --- the first page ----------------------------------------------------------------------------------

_Parts = Mapping[str, str]
"""Parts of the page by the names of their places."""


def _index(desk: _Desk, case: Reported, findings: Sequence[Finding], figures: Mapping[str, str]) -> str:
    # Open decisions stand in a part of their own.
    seen = tuple(one for one in findings if one.code != "decision-open")
    parts: _Parts = {
        **_files(desk, case, figures),
        **_waiting(desk),
        **_notices(desk, seen),
        **_received(desk),
    }
    frame = desk.page("index", (), dict, "")
    # What people typed is escaped, so none of it can look like a place.
    return _PLACE.sub(lambda found: parts[found[1]], frame)


def _files(desk: _Desk, case: Reported, figures: Mapping[str, str]) -> _Parts:
    outputs = tuple(_outputs(case, figures))
    known = {one.name for one in outputs}
    other = {name: figure for name, figure in figures.items() if name not in known}
    values = {"outputs": outputs, "figures": other}
    return {"files": desk.part("files", (outputs, other), lambda: values)}


def _outputs(case: Reported, figures: Mapping[str, str]) -> Iterator[Output]:
    for folder, names in _grouped_by(sorted(case.outputs), lambda name: name.rpartition("/")[0]).items():
        own = tuple(_output(case, figures, name) for name in names)
        if not folder:
            yield from own
            continue
        size = _kilobytes(sum(len(case.outputs[name]) for name in names))
        yield Output(f"{folder}/", f"../{folder}/", figures.get(f"{folder}/", size), None, own)


def _output(case: Reported, figures: Mapping[str, str], name: str) -> Output:
    file = case.pdfs.get(name)
    figure = figures.get(name, _kilobytes(len(case.outputs[name])))
    return Output(name, f"../{name}", figure, len(file.pages) if file else None)


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} kB"


def _waiting(desk: _Desk) -> _Parts:
    waiting = tuple(one for one in desk.decisions if one.open)
    first = tuple(map(desk.asked, waiting[:_FIRST]))
    kinds = tuple((kind, len(own)) for kind, own in _grouped_by(waiting, lambda one: one.kind).items())
    values = {"waiting": first, "number": len(waiting), "by_kind": kinds, "top": ""}
    answered = len(desk.decisions) - len(waiting)
    return {
        "waiting": desk.part("waiting", (len(waiting), answered), lambda: {**values, "answered": answered}),
        "decide": desk.part("decide", (len(waiting), first, kinds), lambda: values),
    }


def _notices(desk: _Desk, findings: Sequence[Finding]) -> _Parts:
    counts = {one.value: sum(finding.severity is one for finding in findings) for one in Severity}
    seen = tuple((one, desk.address(one.file, one.line) if one.file else "") for one in findings)
    return {
        "counts": desk.part("counts", counts, lambda: {"counts": counts}),
        "seen": desk.part("seen", seen, lambda: {"notices": tuple(_by_code(seen, desk.language))}),
    }


def _by_code(findings: Sequence[tuple[Finding, str]], language: str) -> Iterator[Notice]:
    """Findings by how much they matter, then by code, in the order in which they were found."""
    for severity in Severity:
        own = [one for one in findings if one[0].severity is severity]
        for code in dict.fromkeys(one.code for one, _ in own):
            alike = tuple(one for one in own if one[0].code == code)
            yield Notice(code, severity.value, headline(code, language), remedy(code, language), alike)


def _received(desk: _Desk) -> _Parts:
    """What was received: sums, and a line for each submission."""
    open_ = {file: sum(one.open for one in own) for file, own in desk.asked_of.items()}
    lines = tuple((sheet, open_.get(sheet.file, 0)) for sheet in desk.sheets)
    sums = tuple(shares(fate for sheet in desk.sheets for fate in sheet.fates))
    total = sum(sheet.words for sheet in desk.sheets)
    values = {"shares": sums, "total": total, "submissions": len(desk.sheets), "top": ""}
    shown = lambda: {"lines": [(sheet, number, shares(sheet.fates)) for sheet, number in lines]}  # noqa: E731
    return {
        "words": desk.part("words", (sums, total, len(desk.sheets)), lambda: values),
        "received": desk.part("received", lines, shown),
    }


# --- questions and credits ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turning:
    """One of several pages that follow one another: its number, their number, and the pages beside it."""

    number: int
    pages: int
    before: str
    after: str


def _turned(items: Sequence[T], page: str) -> Iterator[tuple[str, _Turning, Sequence[T]]]:
    """The items by pages; one page at least."""
    pages = max(-(-len(items) // _A_PAGE), 1)
    for number in range(1, pages + 1):
        before = _numbered(page, number - 1) if number > 1 else ""
        after = _numbered(page, number + 1) if number < pages else ""
        turning = _Turning(number, pages, before, after)
        yield _numbered(page, number), turning, items[(number - 1) * _A_PAGE : number * _A_PAGE]


def _decision_pages(desk: _Desk) -> Iterator[tuple[str, str]]:
    for name, turning, own in _turned(desk.decisions, "decisions"):
        shown = tuple(map(desk.asked, own))
        values = {"decisions": shown, "turning": turning}
        yield name, desk.page("decisions", (shown, turning), partial(dict, values), "")


def _article_pages(desk: _Desk) -> Iterator[tuple[str, str]]:
    """The credits; of an article no more counts than they show, so not its text."""
    for name, turning, own in _turned(desk.articles, "articles"):
        sources = tuple(desk.address(one.source.file) if one.source else "" for one in own)
        # An article is a value: while it is the same object, it need not be looked at again.
        credits = [desk.cache.hold("credits", str(id(one)), partial(_credits, one))[1] for one in own]
        values = {"articles": tuple(zip(own, sources, strict=True)), "turning": turning}
        yield name, desk.page("articles", (credits, sources, turning), partial(dict, values), "")


def _credits(one: Article) -> tuple[Article, str]:
    """The article, which stays the object it is as long as this is kept, and the digest of its credits."""
    source = one.source.file if one.source else ""
    own = (one.slug, one.title, one.title_proposed, one.language, one.file, source, one.group)
    return one, digest(repr((own, one.authors, one.photos, one.speakers)))


# --- submissions -------------------------------------------------------------------------------------


def _submission_pages(desk: _Desk) -> Iterator[tuple[str, str]]:
    copies = copied(desk.sheets)
    for number, sheet in enumerate(desk.sheets):
        asked = desk.asked_of.get(sheet.file, ())
        own = copies.get(sheet.file, ())
        addresses = _addresses(desk, sheet, own)
        around = tuple(
            (desk.sheets[n].file, desk.sheets[n].page) if 0 <= n < len(desk.sheets) else ("", "")
            for n in (number - 1, number + 1)
        )
        # The rules are part of the tool, which is part of the name of every result that is kept.
        contents = (sheet, asked, own, addresses, around)
        values = partial(_submission, desk, number, asked, own, addresses, around)
        yield sheet.page, desk.page("submission", contents, values, "../")


def _addresses(
    desk: _Desk, sheet: Sheet, copies: Sequence[tuple[int, str, int]]
) -> tuple[tuple[str, str], ...]:
    """Where everything is that the page of a submission names, as pairs."""
    places = {of: desk.address(*place(of)) for _, of in sheet.copies}
    places |= {f"{file}:{line}": desk.address(file, line) for _, file, line in copies}
    return tuple({**places, **{slug: desk.article_address(slug) for slug in sheet.articles}}.items())


def _submission(
    desk: _Desk,
    number: int,
    asked: tuple[Decision, ...],
    copies: Sequence[tuple[int, str, int]],
    addresses: tuple[tuple[str, str], ...],
    around: tuple[tuple[str, str], ...],
) -> Mapping[str, object]:
    one, sheet = desk.submission(number), desk.sheets[number]
    shown = rows(one, asked, copies)
    used = sorted({run.rule for row in shown for run in (*row.runs, *row.aside) if run.rule in desk.rules})
    return {
        "one": one,
        "sheet": sheet,
        "rows": shown,
        "shares": shares(sheet.fates),
        "asked": asked,
        "addresses": {name: address and f"../{address}" for name, address in addresses},
        "before": around[0],
        "after": around[1],
        "rules": {rule: _rule(desk, *desk.rules[rule]) for rule in used},
    }


def _rule(desk: _Desk, name: str, why: str) -> tuple[str, str]:
    return evidence.rule_name(name, desk.language), evidence.rule_reason(why, desk.language)


# --- figures -----------------------------------------------------------------------------------------


def _grouped(number: int) -> str:
    """A number with a fine space between thousands (ISO 80000-1, 7.3.1)."""
    return f"{number:,}".replace(",", "\u202f")


def _percent(part: int, whole: int) -> str:
    """A share in hundredths, never 0 or 100 where it is a little more or less."""
    if not whole or part in (0, whole):
        return f"{100 if whole and part == whole else 0}\u00a0%"
    return f"{min(max(round(100 * part / whole), 1), 99)}\u00a0%"


def _shortened(text: str) -> str:
    """The beginning of a text, for a line of a list."""
    return text if len(text) <= _SHORT else text[:_SHORT].rstrip() + "…"
