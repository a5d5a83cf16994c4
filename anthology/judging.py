"""The book, its sources and its outputs to what the checks look at; findings to the report."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from anthology import __version__, checks, config, folders, provenance, records, resources
from anthology.building import Composed
from anthology.cache import Cache
from anthology.errors import ComposeError, SourceError, together
from anthology.finished import PdfFile
from anthology.importing.parcels import sorted_out
from anthology.jsontext import to_json
from anthology.ledger import Noticed, StoredLedger, noticed
from anthology.model import Finding, Severity
from anthology.provenance import Origin, fingerprint, read_noticed, read_origins
from anthology.report import report_pages


def case(
    content: Path, composed: Composed, cache: Cache | None = None, *, but: Container[str] = ()
) -> checks.Case:
    """What the checks look at before there is any output; the cache holds the answers of earlier builds.

    The files of `but` are no part of the book.

    Raises:
        AnthologyError: the answers, the ledger or a file of the content cannot be read.
    """
    kept = Cache() if cache is None else cache
    asked = folders.review(content)
    stored = folders.optional_text(content, f"{folders.BASES}/{folders.LEDGER}")
    pieces = frozenset((config.FILE, *(one.file for one in (*composed.articles, *composed.pages))))
    read = {config.FILE: (content / config.FILE).read_bytes()}
    read |= {file: folders.read_bytes(content / file, file) for file in _named(content) if file not in but}
    own = {file: hashlib.sha256(data).hexdigest() for file, data in read.items()}
    ledger = _ledger(stored, kept)
    return checks.Case(
        config=composed.settings,
        articles=composed.articles,
        pages=composed.pages,
        decisions=asked.decisions,
        submissions=_sent(content),
        photos={file: one for file, one in own.items() if file.startswith(f"{folders.PHOTOS}/")},
        digests={**own, **resources.digests(composed.layout.theme)},
        ledger=ledger,
        book=composed.composition.book,
        layout=composed.layout,
        # They were read as UTF-8 a moment ago; what changed since then is the next build's business.
        texts={file: data.decode("utf-8", "replace") for file, data in read.items() if file in pieces},
        seen=(*_noticed(ledger, kept), *composed.composition.findings),
        printed_by=composed.printed_by,
        cache=kept,
    )


def _sent(content: Path) -> dict[str, str]:
    """The submissions and their digests, but for what an import passes over."""
    digests = folders.digests(content, folders.SUBMISSIONS)
    return {file: digests[file] for file in sorted_out(digests).files}


def _named(content: Path) -> Iterator[str]:
    """Every file of the content that a book is made of, but the settings."""
    for folder in (folders.ARTICLES, folders.PAGES, folders.PHOTOS, folders.PRINTERS):
        yield from folders.names(content, folder)


def _ledger(stored: str | None, cache: Cache) -> StoredLedger | None:
    """The ledger, known to be sound: a long one is not decoded again only to see that."""
    if stored is None:
        return None
    ledger = StoredLedger(stored)
    cache.remember("sound ledger", ledger.digest, partial(_sound, ledger), dump=bytes, load=bytes)
    return ledger


def _noticed(ledger: StoredLedger | None, cache: Cache) -> tuple[Finding, ...]:
    """What the last import noticed; kept, so that nobody reads a long account for it."""
    if ledger is None:
        return ()
    return cache.remember(
        "noticed by the import",
        ledger.digest,
        lambda: noticed(ledger),
        dump=records.dump,
        load=partial(records.load, Noticed),
    ).findings


def _sound(ledger: StoredLedger) -> bytes:
    try:
        return b"empty" if not ledger else b"full"
    except ValueError:
        raise SourceError(
            "ledger-damaged",
            "what the last import wrote is damaged",
            hint="run `anthology import` again: it writes it anew",
            file=f"{folders.BASES}/{folders.LEDGER}",
        ) from None


def outputs(there: Mapping[str, bytes]) -> dict[str, bytes]:
    """The outputs of a set, without its report."""
    return {name: data for name, data in there.items() if not name.startswith("report/")}


def origins(there: Mapping[str, bytes]) -> dict[str, Origin]:
    """What the outputs of a set were made of, as far as the set says."""
    known = read_origins(there.get(provenance.FILE, b"").decode("utf-8", "replace"))
    return {name: known[name] for name in outputs(there) if name in known}


def noticed_before(there: Mapping[str, bytes], now: Origin) -> tuple[Finding, ...]:
    """What was noticed while the outputs of a set were made of the sources that there are now."""
    return read_noticed(there.get(provenance.FILE, b"").decode("utf-8", "replace"), now)


def origin(content: Path, composed: Composed, *, draft: bool, sources: checks.Case | None = None) -> Origin:
    """What an output that is made now is made of: settings, articles, pages, photographs, the theme.

    With the case of these sources nothing is read a second time.
    """
    digests = sources.digests if sources else case(content, composed).digests
    return Origin(fingerprint(digests, version=__version__), draft)


def judged(
    sources: checks.Case,
    made: Mapping[str, bytes],
    origins: Mapping[str, Origin],
    now: Origin,
    *,
    read: Mapping[str, PdfFile] | None = None,
) -> checks.Case:
    """The sources with the outputs that are made of them; every other output is only said to be older.

    `read` is what the writers said of the files they made just now.
    """
    fresh = {name: data for name, data in made.items() if origins.get(name) == now}
    older = tuple(
        Finding(
            "output-older",
            Severity.WARNING,
            "was made of other sources than there are now",
            hint="build again",
            file=name,
        )
        for name in dict.fromkeys(heading(name) for name in made if name not in fresh)
    )
    return replace(sources, outputs=fresh, read=read or {}, seen=(*sources.seen, *older))


def stop_on_errors(findings: Sequence[Finding]) -> None:
    """A book with an error is not published.

    Raises:
        ComposeError: at least one finding is an error (`Several` when more).
    """
    failures = [
        ComposeError(
            one.code,
            one.message,
            hint=one.hint,
            file=one.file,
            line=one.line,
            column=one.column,
            section=one.section,
        )
        for one in findings
        if one.severity is Severity.ERROR
    ]
    if failures:
        raise together(failures)


class _Reasons(Mapping[str, tuple[str, str]]):
    """Name and reason of each rule, asked late: the table of rules takes a tenth of a second to load."""

    @cached_property
    def _known(self) -> Mapping[str, tuple[str, str]]:
        from anthology import rules

        return {rule.id: (rule.name, rule.why) for rule in rules.RULES}

    def __getitem__(self, id_: str) -> tuple[str, str]:
        return self._known[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def heading(name: str) -> str:
    """What an output is told under: its name, or that of its folder (`offprints/`), which is one output."""
    folder, slash, _ = name.partition("/")
    return f"{folder}{slash}"


def figures(
    made: Mapping[str, bytes], resolutions: Mapping[str, tuple[int, int]] | None = None
) -> dict[str, str]:
    """Plain figures about the outputs: their size, and the points an inch of their pictures where known.

    Those of a folder are told together: how many files it has, and their size.
    """
    told: dict[str, list[str]] = {}
    for name in sorted(made):
        told.setdefault(heading(name), []).append(name)
    return {
        name: ", ".join(_figures(name, own, sum(len(made[one]) for one in own), resolutions or {}))
        for name, own in told.items()
    }


def _figures(
    name: str, own: Sequence[str], size: int, resolutions: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    if name.endswith("/"):
        yield f"{len(own)} {own[0].rpartition('.')[2].upper()}"
    yield f"{size / 1000:.0f} kB"
    if name in resolutions:
        yield f"{'–'.join(dict.fromkeys(map(str, resolutions[name])))} ppi"


def with_pages(told: Mapping[str, str], read: Mapping[str, PdfFile]) -> dict[str, str]:
    """The same figures, with the number of pages of those outputs that were made just now."""
    return {
        name: f"{len(read[name].pages)} p., {figure}" if name in read else figure
        for name, figure in told.items()
    }


def report(
    seen: checks.Case, findings: Sequence[Finding], sizes: Mapping[str, str], language: str
) -> dict[str, bytes]:
    """The files of the report: pages for people, findings and ledger for machines."""
    pages = report_pages(seen, findings, language=language, figures=sizes, rules=_Reasons())
    return {
        **{f"report/{name}": page.encode() for name, page in pages.items()},
        "report/findings.json": to_json(findings_json(findings)).encode(),
        "report/ledger.json": _ledger_json(seen),
        **{
            f"report/{name}.sha256": contents(data).encode()
            for name, data in seen.outputs.items()
            if name.endswith(".epub") and name not in {one.file for one in seen.unreadable}
        },
    }


def contents(data: bytes) -> str:
    """The digest of each file of an e-book, as `sha256sum` writes them, by name.

    Another zlib packs the same files into other bytes. What they hold is the same, and so is this.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(archive.namelist())
        return "".join(f"{hashlib.sha256(archive.read(name)).hexdigest()}  {name}\n" for name in names)


def _ledger_json(seen: checks.Case) -> bytes:
    """The ledger as the report gives it: as it is stored, where that is how it would be written now."""
    ledger = seen.ledger
    if isinstance(ledger, StoredLedger):
        as_written = seen.cache.remember(
            "written ledger", ledger.digest, partial(_as_written, ledger), dump=bytes, load=bytes
        )
        return ledger.text.encode() if as_written == b"same" else to_json(dict(ledger)).encode()
    return to_json(ledger or {}).encode()


def _as_written(ledger: StoredLedger) -> bytes:
    return b"same" if to_json(dict(ledger)) == ledger.text else b"other"


def findings_json(findings: Sequence[Finding]) -> dict[str, object]:
    """Findings as `anthology check --json` prints them."""
    return {"findings": [one.told() for one in findings]}
