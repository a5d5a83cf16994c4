"""Readings, articles and decisions to the ledger: every word of every submission, accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anthology import rules
from anthology.importing.wording import Cleaning, moved
from anthology.model import Article, Decision, Edit, Fate, Judgement, Reading
from anthology.review import decision_json


def ledger(
    readings: Sequence[Reading],
    articles: Sequence[Article],
    decisions: Sequence[Decision],
    cleaning: Cleaning,
) -> dict[str, object]:
    """The ledger as `ledger.json` holds it: see ARCHITECTURE.md for the shape."""
    slugs = iter([article.slug for article in articles])
    return {
        "submissions": [
            _submission(reading, [next(slugs) for _ in reading.drafts], cleaning) for reading in readings
        ],
        "articles": [{"slug": one.slug, "file": one.file} for one in articles],
        "decisions": [decision_json(one) for one in decisions],
    }


def _submission(reading: Reading, slugs: Sequence[str], cleaning: Cleaning) -> dict[str, object]:
    manuscript = reading.manuscript
    return {
        "file": manuscript.file,
        "sha256": manuscript.sha256,
        "encoding": manuscript.encoding,
        "language": reading.language,
        "words": len(manuscript.text.split()),
        "fates": _fates(reading),
        "blocks": [_block(one, slugs) for one in reading.judgements],
        "edits": [_edit(edit) for edit in _edits(reading, cleaning)],
        "accepted": [_edit(edit) for edit in cleaning.accepted.get(manuscript.file, ())],
    }


def _fates(reading: Reading) -> dict[str, int]:
    """Words by fate, in the order of the list of fates."""
    counts = {fate.value: 0 for fate in Fate}
    for one in reading.judgements:
        counts[one.fate.value] += one.block.words
    return {fate: words for fate, words in counts.items() if words}


def _block(one: Judgement, slugs: Sequence[str]) -> dict[str, object]:
    return {
        "start": one.block.start,
        "end": one.block.end,
        "line": one.block.line,
        "role": one.role.value,
        "fate": one.fate.value,
        "of": one.of,
        "article": None if one.article is None else slugs[one.article],
        "words": one.block.words,
        "speakers": [name for turn in one.turns for name in turn.speakers],
        "margin": round(one.margin, 3),
        "evidence": list(one.evidence),
        "text": one.block.text,
    }


def _edits(reading: Reading, cleaning: Cleaning) -> Iterator[Edit]:
    """Every automatic edit on every block, printed or not, in order."""
    found: list[Edit] = []
    for one in reading.judgements:
        found += [
            moved(edit, one.block.start)
            for edit in rules.edits(one.block.text, reading.language, off=cleaning.off, on=cleaning.on)
        ]
    yield from sorted(found, key=lambda edit: (edit.start, edit.end, edit.rule))


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "rule": edit.rule,
    }
