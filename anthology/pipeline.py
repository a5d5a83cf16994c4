"""The steps, in order: import the submissions, build the book, check what there is."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from anthology import (
    __version__,
    building,
    checks,
    config,
    folders,
    importing,
    judging,
    left_out,
    provenance,
    storage,
)
from anthology.bindery.crew import Crew
from anthology.bindery.versions import engine_versions
from anthology.building import Composed as Composed
from anthology.building import read as read
from anthology.cache import Cache
from anthology.checks import press
from anthology.checks.case import EPUB, PDF
from anthology.checks.epub_metadata import identified
from anthology.config import Config
from anthology.errors import AnthologyError, ConfigError, SourceError, together
from anthology.halves import Ahead
from anthology.importing import Imported as Imported
from anthology.importing.history import Entry, entries, stop_if_unfinished
from anthology.jsontext import to_json as to_json
from anthology.judging import findings_json as findings_json
from anthology.left_out import LeftOut
from anthology.memory import give_back_large_blocks
from anthology.model import Article, Finding
from anthology.placing import placing
from anthology.progress import Progress, silent
from anthology.strangers import Reader


def load(content: Path) -> Config:
    """The settings, with every rule they name known.

    Raises:
        ConfigError: they cannot be used as they are.
    """
    with placing(content):
        return _known_rules(config.load(content))


def _known_rules(settings: Config) -> Config:
    """The settings, unless they name a rule that there is not."""
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
            at=("rules", "off" if unknown[0] in settings.rules.off else "on", unknown[0]),
        )
    return settings


def import_submissions(
    content: Path,
    files: Sequence[Path] = (),
    *,
    dry_run: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
    when: int | None = None,
    keep_going: bool = False,
) -> Imported:
    """Read every submission, and write articles, open questions and the ledger.

    `files` are copied into the submissions first. Nothing is written before everything is understood, and
    what stands there is kept before: `when` says at what time, in seconds since 1970. With `keep_going` what
    cannot be read is left out, and is an error among the findings.

    Raises:
        AnthologyError: a source or the settings cannot be read, or a file cannot be written.
    """
    settings = load(content)
    with placing(content):
        return importing.imported(
            content,
            settings,
            files,
            dry_run=dry_run,
            progress=progress,
            cache=cache,
            when=when,
            keep_going=keep_going,
        )


def history(content: Path) -> tuple[Entry, ...]:
    """The last imports, and the undos between them, the last one first.

    Raises:
        AnthologyError: what was kept of them cannot be read.
    """
    return entries(content)


def undo(
    content: Path, number: int | None = None, *, when: int | None = None, dry_run: bool = False
) -> Entry | None:
    """Bring back what stood below content/ before an import (None: before the last one); see `history`.

    Raises:
        AnthologyError: there is no such import, or its state cannot be brought back.
    """
    return importing.undone(content, number, when=when, dry_run=dry_run)


@dataclass(frozen=True)
class Built:
    """What a build made: the findings, plain figures for people, and the outputs by name.

    `sums` is the `SHA256SUMS` of the set that was published, `pages` how many the printed book has (0: none
    was made), `left_out` what went wrong with articles that are not in it.
    """

    findings: tuple[Finding, ...]
    figures: Mapping[str, str]
    outputs: Mapping[str, bytes]
    sums: str
    pages: int = 0
    left_out: tuple[AnthologyError, ...] = ()


def build(
    content: Path,
    output: Path,
    *,
    only: Sequence[str] = (),
    quick: bool = False,
    draft: bool = False,
    keep_going: bool = False,
    progress: Progress = silent,
    cache: Cache | None = None,
    crew: Crew | None = None,
) -> Built:
    """Make the book and publish it as one complete set.

    `only` names outputs to make anew; without it `quick` takes those that are looked at while writing. The
    others stay as they are in the set. What is in the cache is not made again; the crew sets what is not.
    Where articles stop the build, `keep_going` makes a draft of the others: so nobody prints it by mistake.

    Raises:
        AnthologyError: something stops the build; the set that was there stays whole.
    """
    give_back_large_blocks()
    stop_if_unfinished(content)
    settings = load(content)
    names = building.wanted(settings, only, quick=quick)
    some = bool(only) or names != building.wanted(settings, ())
    kept = Cache() if cache is None else cache
    with storage.locked(output), placing(content):
        binding = _Binding(content, output, settings, names, some, progress, kept, crew)
        return binding.without_what_fails(draft) if keep_going else binding.build(draft)


@dataclass(frozen=True)
class _Binding:
    """One book that is to be made and published, perhaps without some of its articles."""

    content: Path
    output: Path
    settings: Config
    names: Sequence[str]
    some: bool
    progress: Progress
    cache: Cache
    crew: Crew | None

    def build(self, draft: bool, left: Mapping[str, LeftOut] = MappingProxyType({})) -> Built:
        content = self.content
        book = self._read(draft, left, self.crew)
        # What cannot be read is told before the work begins.
        sources = judging.case(content, book, self.cache, but=left)
        judging.stop_on_errors(checks.typed(sources))
        noticed: list[Finding] = []
        forks = self.crew is not None and self.crew.jobs > 1
        with Ahead() as ahead:
            made = building.made(
                book,
                self.names,
                self.progress,
                noticed.append,
                cache=self.cache,
                crew=self.crew,
                meanwhile=lambda: checks.begin(sources, ahead),
            )
            answered = ahead.given()
        there = _others(storage.undamaged(self.output), made.files) if self.some else {}
        outputs = {**judging.outputs(there), **made.files}
        now = judging.origin(content, book, draft=draft, sources=sources)
        origins = {**judging.origins(there), **dict.fromkeys(made.files, now)}
        before = judging.noticed_before(there, now)
        told = tuple(dict.fromkeys((*noticed, *before)))
        case = replace(sources, seen=(*sources.seen, *told), forks=forks)
        case = judging.judged(case, outputs, origins, now, read=made.read)
        findings = checks.run(case, ahead=answered)
        judging.stop_on_errors(findings)
        findings = (*left_out.findings(tuple(left.values())), *findings)
        figures = judging.figures(outputs, made.resolutions)
        report = judging.report(case, findings, figures, self.settings.book.language)
        known = provenance.origins_text(origins, told, now, made_with=_made_with(), inputs=sources.digests)
        record = {provenance.FILE: known.encode()}
        sums = storage.publish(self.output, {**outputs, **report, **record})
        pages = max((len(one.pages) for one in made.read.values()), default=0)
        figures = judging.with_pages(figures, made.read)
        return Built(findings, figures, outputs, sums, pages, left_out.errors(left))

    def without_what_fails(self, draft: bool) -> Built:
        """The same; where articles stop it, a draft without them. What others need is made but once."""
        left: dict[str, LeftOut] = {}
        while True:
            try:
                return self.build(draft or bool(left), left)
            except AnthologyError as error:
                more = self._blamed(error, left)
                if not more:
                    raise together([*left_out.errors(left), error]) from None
                left |= more

    def _read(self, draft: bool, left: Mapping[str, LeftOut], crew: Crew | None = None) -> Composed:
        settings = left_out.without(self.settings, left)
        return read(self.content, settings, draft=draft, cache=self.cache, crew=crew, but=left)

    def _blamed(self, error: AnthologyError, left: Mapping[str, LeftOut]) -> dict[str, LeftOut]:
        articles: tuple[Article, ...] = ()
        with suppress(AnthologyError):
            language = self.settings.book.language
            articles = folders.articles(self.content, folders.ARTICLES, language, self.cache, but=left)
        found = left_out.blamed(error, articles)
        return {one.file: one for one in found if one.file not in left}


def _made_with() -> dict[str, str]:
    """The versions of what decides on the bytes of a book: this tool, and the engine with its libraries."""
    engine = dict(one.rpartition(" ")[::2] for one in engine_versions().split(", "))
    return {"anthology": __version__, **engine}


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
    with placing(content):
        book = read(content, settings, draft=draft, cache=cache)
        sources = judging.case(content, book, cache)
    now = judging.origin(content, book, draft=draft, sources=sources)
    sources = replace(sources, seen=(*sources.seen, *judging.noticed_before(there, now)))
    case = judging.judged(sources, judging.outputs(there), origins, now)
    return checks.run(replace(case, pictures=book.photos), outside=outside)


def check_file(
    path: Path,
    *,
    content: Path | None = None,
    output: Path | None = None,
    named: bool = False,
    outside: bool = False,
    cache: Cache | None = None,
) -> tuple[Finding, ...]:
    """Every finding about one finished file (.pdf, .epub): beside the book it is of, where that is known.

    The book is that of the content folder, where `named` says so, and for an e-book also where it stands in
    the output folder or bears the identifier of that book. One of the output folder that was made of other
    sources than there are now is judged alone, as is every PDF but book.pdf.

    Raises:
        SourceError: it is neither a PDF nor an e-book.
        AnthologyError: `named`, and the settings or an article of the book cannot be read at all.
    """
    if path.suffix not in (".pdf", ".epub"):
        raise SourceError(
            "file-kind", "only a .pdf or an .epub can be checked alone", hint="name one", file=path.name
        )
    # The outputs of a set are links to its files.
    data = folders.read_bytes(Path(os.path.realpath(path)), path.name)
    ours = output is not None and _stands_in(path, output)
    alone = None if ours else _as_a_stranger(data, path.name)
    name, case = _whole(path), None
    if name and content is not None and (content / config.FILE).is_file():
        # Whoever asks about a file alone is not told what is wrong in the folder beside it.
        with suppress(*(() if named else (AnthologyError,))):
            case = _beside_its_book(path, {name: data}, content, output, named=named, cache=cache)
    if case is None:
        name = press.called(data, path.suffix)
        name = press.called(data, path.suffix)
        alone = _as_a_stranger(data, path.name) if alone is None else alone
        programs = checks.by_programs(checks.Case(outputs={name: data})) if outside else ()
        found = (*alone, *programs)
    else:
        found = tuple(one for one in checks.run(case, outside=outside) if _is_about(one, name))
    return tuple(_renamed(one, name, path.name) for one in found)


def _as_a_stranger(data: bytes, file: str) -> tuple[Finding, ...]:
    """What is found in a file that anybody may have sent; nobody opens it before this has come to its end.

    Raises:
        SourceError: it takes too long or too much memory, or reached for something else.
    """
    with Reader() as reader:
        return reader.read(checks.alone, data, file)


def _whole(path: Path) -> str:
    """The name of the output that a file would be, if it holds the whole book as it was made."""
    if path.name == PDF:
        return PDF
    return EPUB if path.suffix == ".epub" and not path.name.endswith(".kepub.epub") else ""


def _beside_its_book(
    path: Path,
    outputs: Mapping[str, bytes],
    content: Path,
    output: Path | None,
    *,
    named: bool,
    cache: Cache | None,
) -> checks.Case | None:
    """A finished file and the book it is of; None where it is of no book that is known as it was then."""
    settings = load(content)
    there = storage.published(output) if output is not None and _stands_in(path, output) else {}
    origin = judging.origins(there).get(path.name)
    book = read(content, settings, draft=origin is not None and origin.draft, cache=cache)
    sources = judging.case(content, book, cache)
    if origin is not None:
        now = judging.origin(content, book, draft=origin.draft, sources=sources)
        if not named and origin != now:
            return None
    elif not named and not identified(outputs, book.composition.book.metadata.identifier):
        return None
    # What is asked of the sources is not asked here: the file alone is judged.
    return checks.Case(
        config=settings,
        book=sources.book,
        layout=sources.layout,
        pictures=book.photos,
        outputs=outputs,
        digests=sources.digests,
        printed_by=sources.printed_by,
        cache=sources.cache,
    )


def _stands_in(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _is_about(finding: Finding, name: str) -> bool:
    """False for what was found in the book beside the file: its texts, its layout, its labels."""
    if finding.file is None:
        return any(finding.code in check.codes for check in checks.CHECKS if check.outside)
    return finding.file.partition("!")[0] == name


def _renamed(finding: Finding, name: str, to: str) -> Finding:
    """The finding under the name of the file that was given."""
    return replace(finding, file=f"{to}{finding.file.removeprefix(name)}") if finding.file else finding
