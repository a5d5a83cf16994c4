"""The steps, in order: import the submissions, build the book, check what there is."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from anthology import (
    __version__,
    checks,
    config,
    folders,
    importing,
    pictures,
    provenance,
    readers,
    resources,
    review,
    rules,
    storage,
)
from anthology.bindery import setting
from anthology.compose import Composition, compose, with_cohort
from anthology.config import Config
from anthology.errors import AnthologyError, ComposeError, ConfigError, SourceError, together
from anthology.layouts import Layout
from anthology.markup import photo_files
from anthology.model import Article, Decision, Edit, Finding, Manuscript, Severity
from anthology.provenance import Origin, fingerprint, origins_text, read_origins
from anthology.recognise import recognise
from anthology.report import report_html
from anthology.writers import WRITERS, Making

Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, what: str) -> None:
    """Progress told to nobody."""


def load(content: Path) -> Config:
    """The settings, with every rule they name known.

    Raises:
        ConfigError: they cannot be used as they are.
    """
    settings = config.load(content)
    known = {rule.id: rule for rule in rules.RULES}
    unknown = [name for name in (*settings.rules.off, *settings.rules.on) if name not in known]
    if unknown:
        near = difflib.get_close_matches(unknown[0].upper(), known, n=1)
        raise ConfigError(
            "rule-unknown",
            f"there is no rule called {unknown[0]!r}",
            hint=f"did you mean {near[0]}?" if near else "`anthology rules` lists them",
            file=config.FILE,
        )
    return settings


# --- import ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Imported:
    """What an import found and (unless it was a dry run) wrote."""

    outcomes: tuple[importing.Outcome, ...]
    decisions: tuple[Decision, ...]
    orphans: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    ledger: Mapping[str, object]


def import_submissions(
    content: Path, files: Sequence[Path] = (), *, dry_run: bool = False, progress: Progress = silent
) -> Imported:
    """Read every submission, and write articles, open questions and the ledger.

    `files` are copied into the submissions first. Nothing is written before everything is understood.

    Raises:
        AnthologyError: a source or the settings cannot be read.
    """
    settings = load(content)
    added = _added(content, files)
    manuscripts = _manuscripts(content, added, progress)
    known = folders.articles(content, folders.ARTICLES, settings.book.language)
    before = folders.review(content)
    book = settings.book
    progress(0, 1, "recognising")
    found = recognise(
        manuscripts,
        language=book.language,
        school=book.school,
        answers=before.answers,
        cohorts=_cohorts(settings, known),
    )
    proposals = tuple(importing.rule_decisions(found.readings))
    asked, orphans = review.merged((*found.decisions, *proposals), before)
    cleaning = importing.Cleaning(
        frozenset(settings.rules.off), frozenset(settings.rules.on), importing.accepted_edits(asked)
    )
    articles = importing.articles_of(found.readings, cleaning, settings, known)
    outcomes = tuple(_outcome(content, article, before.answers) for article in articles)
    conflicts = tuple(one.decision for one in outcomes if one.decision)
    asked = (*asked, *conflicts)
    orphans = tuple(one for one in orphans if one.id not in {conflict.id for conflict in conflicts})
    result = Imported(
        outcomes,
        asked,
        orphans,
        tuple(importing.orphans(known, articles)),
        importing.ledger(found.readings, articles, asked, cleaning),
    )
    if not dry_run:
        _write_import(content, added, result)
    return result


def _added(content: Path, files: Sequence[Path]) -> dict[str, bytes]:
    """New submissions by the name they will have.

    Raises:
        SourceError: a different file has that name already.
    """
    added: dict[str, bytes] = {}
    for path in files:
        file = f"{folders.SUBMISSIONS}/{path.name}"
        data = folders.read_bytes(path, str(path))
        there = content / file
        if (there.exists() and there.read_bytes() != data) or added.get(file, data) != data:
            raise SourceError(
                "submission-name-taken",
                "another submission has this name",
                hint="give the new file another name; what was received is never changed",
                file=file,
            )
        added[file] = data
    return added


def _manuscripts(content: Path, added: Mapping[str, bytes], progress: Progress) -> tuple[Manuscript, ...]:
    read: list[Manuscript] = []
    failures: list[AnthologyError] = []
    files = sorted({*folders.names(content, folders.SUBMISSIONS), *added})
    for done, file in enumerate(files, start=1):
        try:
            data = added[file] if file in added else folders.read_bytes(content / file, file)
            read.append(readers.read(data, file))
        except AnthologyError as error:
            failures.append(error)
        progress(done, len(files), file)
    if failures:
        raise together(failures)
    return tuple(read)


def _cohorts(settings: Config, known: Sequence[Article]) -> dict[tuple[str, int], str]:
    """The cohort of each article already placed in a part, by where it starts in its submission."""
    return {
        (one.source.file, one.source.start): cohort
        for one in known
        if one.source and (cohort := settings.cohort_of(one.slug))
    }


def _outcome(content: Path, article: Article, answers: Mapping[str, str]) -> importing.Outcome:
    return importing.merged(
        article.slug,
        folders.optional_text(content, f"{folders.BASES}/{article.slug}.md"),
        importing.to_text(article),
        folders.optional_text(content, article.file),
        answers,
    )


def _write_import(content: Path, added: Mapping[str, bytes], result: Imported) -> None:
    for file, data in added.items():
        storage.write_file(content / file, data)
    for one in result.outcomes:
        article = content / folders.ARTICLES / f"{one.slug}.md"
        incoming = article.with_name(f"{one.slug}{folders.INCOMING}")
        if one.incoming is not None:
            _write_text(incoming, one.incoming)
        elif incoming.exists():
            incoming.unlink()
        if one.text is not None:
            _write_text(article, one.text)
        if one.base is not None:
            _write_text(content / folders.BASES / f"{one.slug}.md", one.base)
    if result.decisions or result.orphans:
        _write_text(content / review.FILE, review.review_text(result.decisions, result.orphans))
    _write_text(content / folders.BASES / folders.LEDGER, to_json(result.ledger))


def _write_text(path: Path, text: str) -> None:
    data = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != data:
        storage.write_file(path, data)


def to_json(value: object) -> str:
    """JSON for people and machines: stable, readable, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# --- build -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Composed:
    """The content folder, read and put together: all that writers and checks need."""

    settings: Config
    articles: tuple[Article, ...]
    pages: tuple[Article, ...]
    composition: Composition
    layout: Layout
    photos: Mapping[str, bytes]


@dataclass(frozen=True)
class Built:
    """What a build made: the findings, and plain figures for people."""

    findings: tuple[Finding, ...]
    figures: Mapping[str, str]
    outputs: Mapping[str, bytes]


def build(
    content: Path,
    output: Path,
    *,
    only: Sequence[str] = (),
    draft: bool = False,
    progress: Progress = silent,
) -> Built:
    """Make the book and publish it as one complete set.

    `only` names outputs to make anew; the others stay as they are in the set.

    Raises:
        AnthologyError: something stops the build; the set that was there stays whole.
    """
    settings = load(content)
    wanted = _wanted(settings, only)
    with storage.locked(output):
        composed = read(content, settings, draft=draft)
        sources = _case(content, composed, {})  # what cannot be read is told before the work begins
        noticed: list[Finding] = []
        made = _made(composed, wanted, progress, noticed.append)
        there = storage.published(output) if only else {}
        kept = {name: data for name, data in _outputs(there).items() if name not in made}
        now = _origin(content, composed, draft=draft)
        origins = {**_origins(there, kept), **dict.fromkeys(made, now)}
        outputs = {**kept, **made}
        case = _judging(replace(sources, seen=(*sources.seen, *noticed)), outputs, origins, now)
        findings = checks.run(case)
        _stop_on_errors(findings)
        figures = _figures(outputs)
        report = _report(case, findings, figures, settings.book.language)
        storage.publish(output, {**outputs, **report, provenance.FILE: origins_text(origins).encode()})
    return Built(findings, figures, outputs)


def _wanted(settings: Config, only: Sequence[str]) -> tuple[str, ...]:
    """The writers to run, in the order of the table.

    Raises:
        ConfigError: an output nobody knows.
    """
    unknown = [name for name in only if name not in WRITERS]
    if unknown:
        raise ConfigError(
            "output-unknown",
            f"there is no output called {unknown[0]!r}",
            hint=f"outputs: {', '.join(WRITERS)}",
        )
    chosen = only or settings.output.formats
    return tuple(name for name in WRITERS if name in chosen)


def read(content: Path, settings: Config, *, draft: bool = False) -> Composed:
    """Read the articles, the pages and the photographs, and put the book together."""
    book = settings.book
    articles = tuple(
        with_cohort(article, settings.cohort_of(article.slug))
        for article in folders.articles(content, folders.ARTICLES, book.language)
    )
    pages = folders.articles(content, folders.PAGES, book.language)
    layout = Layout(resources.theme(book.layout), book.trim, book.language)
    composition = compose(
        settings,
        articles,
        pages,
        _typeset(settings),
        engines=(setting.version(),),
        fonts=tuple(dict.fromkeys(face.family for face in layout.fonts())),
        draft=draft,
    )
    return Composed(settings, articles, pages, composition, layout, _photos(content, (*articles, *pages)))


def _typeset(settings: Config) -> Callable[[str, str], tuple[Edit, ...]]:
    off, on = frozenset(settings.rules.off), frozenset(settings.rules.on)

    def typeset(text: str, language: str) -> tuple[Edit, ...]:
        return rules.edits(text, language, off=off, on=on)

    return typeset


def _photos(content: Path, articles: Sequence[Article]) -> dict[str, bytes]:
    """The photographs that the articles show, made ready for print."""
    there = set(folders.names(content, folders.PHOTOS))
    wanted = {file: article for article in articles for file in photo_files(article)}
    missing = [
        SourceError(
            "photo-missing",
            f"shows {file}, which is not there",
            hint="put the file into the photos folder of the content, or take the picture out",
            file=article.file,
        )
        for file, article in wanted.items()
        if file not in there
    ]
    if missing:
        raise together(missing)
    return {
        file: pictures.prepared(folders.read_bytes(content / file, file), file) for file in sorted(wanted)
    }


def _made(
    composed: Composed, wanted: Sequence[str], progress: Progress, notice: Callable[[Finding], None]
) -> dict[str, bytes]:
    making = Making(composed.composition.book, composed.layout, composed.photos, progress, notice)
    return {file: data for name in wanted for file, data in WRITERS[name](making).items()}


def _outputs(there: Mapping[str, bytes]) -> dict[str, bytes]:
    """The outputs of a set, without its report."""
    return {name: data for name, data in there.items() if not name.startswith("report/")}


def _origins(there: Mapping[str, bytes], names: Iterable[str]) -> dict[str, Origin]:
    """What the outputs of a set were made of, as far as the set says."""
    known = read_origins(there.get(provenance.FILE, b"").decode("utf-8", "replace"))
    return {name: known[name] for name in names if name in known}


def _origin(content: Path, composed: Composed, *, draft: bool) -> Origin:
    digests = {config.FILE: hashlib.sha256((content / config.FILE).read_bytes()).hexdigest()}
    for folder in (folders.ARTICLES, folders.PAGES, folders.PHOTOS):
        digests |= folders.digests(content, folder)
    digests |= resources.digests(composed.layout.theme)
    return Origin(fingerprint(digests, version=__version__), draft)


def _judging(
    case: checks.Case, outputs: Mapping[str, bytes], origins: Mapping[str, Origin], now: Origin
) -> checks.Case:
    """The case with the outputs that are of these sources; the others are only said to be older."""
    fresh = {name: data for name, data in outputs.items() if origins.get(name) == now}
    older = tuple(
        Finding(
            "output-older",
            Severity.WARNING,
            "was made of other sources than there are now",
            hint="build again",
            file=name,
        )
        for name in outputs
        if name not in fresh
    )
    return replace(case, outputs=fresh, seen=(*case.seen, *older))


def _case(content: Path, composed: Composed, outputs: Mapping[str, bytes]) -> checks.Case:
    asked = folders.review(content)
    stored = folders.optional_text(content, f"{folders.BASES}/{folders.LEDGER}")
    return checks.Case(
        config=composed.settings,
        articles=composed.articles,
        pages=composed.pages,
        decisions=asked.decisions,
        submissions=folders.digests(content, folders.SUBMISSIONS),
        photos=folders.digests(content, folders.PHOTOS),
        ledger=_ledger(stored),
        book=composed.composition.book,
        layout=composed.layout,
        outputs=outputs,
        texts={
            file: folders.text(content, file)
            for folder in (folders.ARTICLES, folders.PAGES)
            for file in folders.markdown(content, folder)
        },
        seen=composed.composition.findings,
    )


def _ledger(stored: str | None) -> Mapping[str, object] | None:
    if stored is None:
        return None
    try:
        value = json.loads(stored)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise SourceError(
            "ledger-damaged",
            "what the last import wrote is damaged",
            hint="run `anthology import` again: it writes it anew",
            file=f"{folders.BASES}/{folders.LEDGER}",
        )
    return value


def _stop_on_errors(findings: Sequence[Finding]) -> None:
    """A book with an error is not published.

    Raises:
        ComposeError: at least one finding is an error (`Several` when more).
    """
    failures = [
        ComposeError(one.code, one.message, hint=one.hint, file=one.file, line=one.line)
        for one in findings
        if one.severity is Severity.ERROR
    ]
    if failures:
        raise together(failures)


def _figures(outputs: Mapping[str, bytes]) -> dict[str, str]:
    """Plain figures about the outputs: their size."""
    return {name: f"{len(data) / 1000:.0f} kB" for name, data in sorted(outputs.items())}


def _report(
    case: checks.Case, findings: Sequence[Finding], figures: Mapping[str, str], language: str
) -> dict[str, bytes]:
    return {
        "report/index.html": report_html(case, findings, language=language, figures=figures).encode(),
        "report/findings.json": to_json(findings_json(findings)).encode(),
        "report/ledger.json": to_json(case.ledger or {}).encode(),
    }


# --- check -------------------------------------------------------------------------------------------


def check(content: Path, output: Path, *, outside: bool = False) -> tuple[Finding, ...]:
    """Every finding about the sources, the book and the outputs that are there.

    Raises:
        AnthologyError: the settings or an article cannot be read at all.
    """
    settings = load(content)
    there = storage.published(output)
    outputs = _outputs(there)
    origins = _origins(there, outputs)
    draft = any(one.draft for one in origins.values())
    composed = read(content, settings, draft=draft)
    now = _origin(content, composed, draft=draft)
    case = _judging(_case(content, composed, {}), outputs, origins, now)
    return checks.run(case, outside=outside)


def check_file(path: Path, *, outside: bool = False) -> tuple[Finding, ...]:
    """Every finding about one finished file (.pdf, .epub), without the book it came from.

    Raises:
        SourceError: it is neither.
    """
    if path.suffix not in (".pdf", ".epub"):
        raise SourceError(
            "file-kind", "only a .pdf or an .epub can be checked alone", hint="name one", file=path.name
        )
    data = folders.read_bytes(path, path.name)
    return checks.run(checks.Case(config=None, outputs={f"book{path.suffix}": data}), outside=outside)


def findings_json(findings: Sequence[Finding]) -> dict[str, object]:
    """Findings as `anthology check --json` prints them."""
    return {
        "findings": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "message": one.message,
                "hint": one.hint,
                "file": one.file,
                "line": one.line,
                "page": one.page,
            }
            for one in findings
        ]
    }
