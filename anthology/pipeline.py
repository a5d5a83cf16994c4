"""The steps, in order: import the submissions, build the book, check what there is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from anthology import building, checks, config, folders, importing, judging, provenance, storage
from anthology.bindery.crew import Crew
from anthology.building import Composed as Composed
from anthology.building import read as read
from anthology.cache import Cache
from anthology.checks import press
from anthology.config import Config
from anthology.errors import ConfigError, SourceError
from anthology.importing import Imported as Imported
from anthology.jsontext import to_json as to_json
from anthology.judging import findings_json as findings_json
from anthology.memory import give_back_large_blocks
from anthology.model import Finding
from anthology.progress import Progress, silent


def load(content: Path) -> Config:
    """The settings, with every rule they name known.

    Raises:
        ConfigError: they cannot be used as they are.
    """
    settings = config.load(content)
    if not (settings.rules.off or settings.rules.on):
        return settings
    from anthology import rules  # a tenth of a second: only where one is named

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


def import_submissions(
    content: Path,
    files: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> Imported:
    """Read every submission, and write articles, open questions and the ledger.

    `files` are copied into the submissions first. Nothing is written before everything is understood.

    Raises:
        AnthologyError: a source or the settings cannot be read, or a file cannot be written.
    """
    return importing.imported(content, load(content), files, dry_run=dry_run, progress=progress, cache=cache)


@dataclass(frozen=True)
class Built:
    """What a build made: the findings, plain figures for people, and the outputs by name.

    `sums` is the `SHA256SUMS` of the set that was published, `pages` how many the printed book has (0: none
    was made).
    """

    findings: tuple[Finding, ...]
    figures: Mapping[str, str]
    outputs: Mapping[str, bytes]
    sums: str
    pages: int = 0


def build(
    content: Path,
    output: Path,
    *,
    only: Sequence[str] = (),
    quick: bool = False,
    draft: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
    crew: Crew | None = None,
) -> Built:
    """Make the book and publish it as one complete set.

    `only` names outputs to make anew; without it `quick` takes those that are looked at while writing. The
    others stay as they are in the set. What is in the cache is not made again; the crew sets what is not.

    Raises:
        AnthologyError: something stops the build; the set that was there stays whole.
    """
    give_back_large_blocks()
    settings = load(content)
    names = building.wanted(settings, only, quick=quick)
    some = bool(only) or names != building.wanted(settings, ())
    with storage.locked(output):
        book = read(content, settings, draft=draft, cache=cache, crew=crew)
        sources = judging.case(content, book, cache)  # what cannot be read is told before the work begins
        noticed: list[Finding] = []
        made = building.made(book, names, progress, noticed.append, cache=cache, crew=crew)
        there = _others(storage.published(output), made.files) if some else {}
        outputs = {**judging.outputs(there), **made.files}
        now = judging.origin(content, book, draft=draft, sources=sources)
        origins = {**judging.origins(there), **dict.fromkeys(made.files, now)}
        sources = replace(sources, seen=(*sources.seen, *noticed))
        case = judging.judged(sources, outputs, origins, now, read=made.read)
        findings = checks.run(case)
        judging.stop_on_errors(findings)
        figures = judging.figures(outputs, made.resolutions)
        report = judging.report(case, findings, figures, settings.book.language)
        record = {provenance.FILE: provenance.origins_text(origins).encode()}
        sums = storage.publish(output, {**outputs, **report, **record})
    pages = max((len(one.pages) for one in made.read.values()), default=0)
    return Built(findings, judging.with_pages(figures, made.read), outputs, sums, pages)


def _others(there: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a set that are no part of an output that was made anew: of a folder, all are."""
    anew = {judging.heading(name) for name in made}
    return {name: data for name, data in there.items() if judging.heading(name) not in anew}


def check(
    content: Path, output: Path, *, outside: bool = False, cache: Cache | None = None
) -> tuple[Finding, ...]:
    """Every finding about the sources, the book and the outputs that are there.

    Raises:
        AnthologyError: the settings or an article cannot be read at all.
    """
    settings = load(content)
    there = storage.published(output)
    origins = judging.origins(there)
    draft = any(one.draft for one in origins.values())
    book = read(content, settings, draft=draft, cache=cache)
    sources = judging.case(content, book, cache)
    now = judging.origin(content, book, draft=draft, sources=sources)
    case = judging.judged(sources, judging.outputs(there), origins, now)
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
    alone = checks.Case(config=None, outputs={press.called(data, path.suffix): data})
    return checks.run(alone, outside=outside)
