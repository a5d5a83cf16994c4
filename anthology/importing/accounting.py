"""Readings, articles and decisions to the ledger: every word of every submission, accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from anthology.importing.marked import masked
from anthology.importing.wording import Cleaning, Wording, language_of, moved
from anthology.jsontext import to_json
from anthology.model import Decision, Draft, Edit, Fate, Finding, Judgement, Reading, Withheld
from anthology.names import Person
from anthology.review import decision_json


def ledger_text(
    submissions: Iterable[str],
    slugs: Iterable[str],
    decisions: Iterable[Decision],
    findings: Iterable[Finding] = (),
    files: Iterable[tuple[str, str]] = (),
) -> str:
    """The text of `ledger.json`: see ARCHITECTURE.md. `submissions` are as `account` gives them.

    It is put together from its parts: most submissions are as they were, and so are their parts.
    """
    parts = {
        "submissions": submissions,
        "articles": (_entry({"slug": slug, "file": f"articles/{slug}.md"}) for slug in slugs),
        "decisions": map(_decision, decisions),
        "findings": (_entry(_finding(one)) for one in findings),
        "files": (_entry({"file": file, "sha256": sha256}) for file, sha256 in files),
    }
    return "".join(_pieces(parts))


@lru_cache(maxsize=1 << 13)
def _decision(one: Decision) -> str:
    # An import puts its ledger together twice (see `anthology.importing`); most entries are decisions.
    return _entry(decision_json(one))


def _finding(one: Finding) -> dict[str, object]:
    """What a person should know of the reading of a submission."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        "file": one.file,
        "line": one.line,
        "column": one.column,
    }


def _pieces(parts: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """An object of lists, piece by piece: joined once, for that of a large school fills the memory."""
    between = "{\n"
    for name, entries in parts.items():
        yield f'{between} "{name}": '
        yield from _array(entries)
        between = ",\n"
    yield "\n}\n"


def _array(entries: Iterable[str]) -> Iterator[str]:
    between = "[\n"
    for one in entries:
        yield between
        yield one
        between = ",\n"
    yield "[]" if between == "[\n" else "\n ]"


def _entry(value: object) -> str:
    """One entry of a list of the ledger, as far to the right as it stands there."""
    # No text of JSON holds a line end as it is, so whatever follows one is the beginning of a line.
    return "  " + to_json(value).rstrip("\n").replace("\n", "\n  ")


def account(reading: Reading, slugs: Sequence[str], cleaning: Cleaning, wording: Wording) -> str:
    """The entry of one submission, whose articles have these slugs."""
    manuscript = reading.manuscript
    return _entry(
        {
            "file": manuscript.file,
            "sha256": manuscript.sha256,
            "encoding": manuscript.encoding,
            "language": reading.language,
            "words": len(manuscript.text.split()),
            "fates": _fates(reading),
            "articles": [_draft(*each) for each in zip(slugs, reading.drafts, strict=True)],
            "blocks": [_block(one, slugs) for one in reading.judgements],
            "edits": [_edit(edit) for edit in _edits(reading, cleaning, wording)],
            "accepted": [_edit(edit) for edit in cleaning.accepted.get(manuscript.file, ())],
            "marks": [
                {"start": one.start, "end": one.end, "kind": one.kind.value, "target": one.target}
                for one in manuscript.marks
            ],
            "pictures": [
                {"at": one.at, "name": one.name, "sha256": one.sha256} for one in manuscript.pictures
            ],
        }
    )


def _draft(slug: str, draft: Draft) -> dict[str, object]:
    """An article as it was read: who made what of it."""
    group = draft.group
    return {
        "slug": slug,
        "title": draft.title,
        "title_proposed": draft.title_proposed,
        "language": draft.language,
        "group": group and {"number": group.number, "cohort": group.cohort, "school": group.school},
        "authors": [
            {**_person(one.person), "role": one.role, "class": one.class_code} for one in draft.authors
        ],
        "photos": [
            {
                "file": one.file,
                "credit": [_person(person) for person in one.credit],
                "caption": one.caption,
                "licence": one.licence,
                "alt": one.alt,
            }
            for one in draft.photos
        ],
        "speakers": list(draft.speakers),
    }


def _person(one: Person) -> dict[str, object]:
    return {"given": one.given, "family": one.family, "organisation": one.organisation}


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
        "form": one.block.shape.form.value,
        "withheld": one.block.shape.withheld,
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


NOBODYS_TEXT = frozenset({Withheld.METADATA, Withheld.UNPUBLISHED, Withheld.COMMENT})


def _edits(reading: Reading, cleaning: Cleaning, wording: Wording) -> Iterator[Edit]:
    """Every automatic edit on every block that was sent as text, printed or not, in order.

    What the file itself keeps back (drafts, comments, data) is nobody's text to correct.
    """
    found: list[Edit] = []
    seen = masked(reading.manuscript)
    for one in reading.judgements:
        if one.block.shape.withheld in NOBODYS_TEXT:
            continue
        text = seen[one.block.start : one.block.end]
        own = cleaning.of(one.article)
        language = language_of(reading, one)
        found += [moved(edit, one.block.start) for edit in wording.edits(text, language, own.off, own.on)]
    yield from sorted(found, key=lambda edit: (edit.start, edit.end, edit.rule))


def _edit(edit: Edit) -> dict[str, object]:
    return {
        "start": edit.start,
        "end": edit.end,
        "before": edit.before,
        "after": edit.after,
        "rule": edit.rule,
    }
