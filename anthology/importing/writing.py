"""What an import found, written below the content folder: the only writing that is done there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from anthology import folders, review, storage
from anthology.importing.merging import Outcome
from anthology.jsontext import to_json
from anthology.model import Decision, Finding


@dataclass(frozen=True)
class Imported:
    """What an import found and (unless it was a dry run) wrote.

    `added` holds the files that are copied into the submissions, by the name they have there; `orphans` are
    answers to what is no longer asked.
    """

    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    orphans: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    ledger: Mapping[str, object]
    added: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))


def write(content: Path, imported: Imported) -> None:
    """Write new submissions, articles, open questions and the ledger; a file that would not change stays.

    Raises:
        WriteError: a file cannot be written; those before it are whole, and a later import does the rest.
    """
    for folder in (folders.SUBMISSIONS, folders.ARTICLES, folders.BASES, "."):
        storage.sweep(content / folder)
    for file, data in imported.added.items():
        storage.write_file(content / file, data)
    for one in imported.outcomes:
        _write_article(content, one)
    if imported.decisions or imported.orphans:
        _write_text(content / review.FILE, review.review_text(imported.decisions, imported.orphans))
    _write_text(content / folders.BASES / folders.LEDGER, to_json(imported.ledger))


def _write_article(content: Path, one: Outcome) -> None:
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


def _write_text(path: Path, text: str) -> None:
    data = text.encode("utf-8")
    if not path.exists() or path.read_bytes() != data:
        storage.write_file(path, data)
