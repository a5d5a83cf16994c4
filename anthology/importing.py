"""Submissions, understood, to article files: cleaned, credited, and merged with what the editor did since.

The wording of a submission reaches the article unchanged but for recorded edits; what is not printed has a
named fate. Before anything is written, the words of every article are read back from its Markdown and
compared with the words they were made of.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from merge3 import Merge3

from anthology import rules
from anthology.config import Config
from anthology.errors import AnthologyError, ConfigError, SourceError
from anthology.markup import escape, quoted, read_body, words_of
from anthology.model import (
    Article,
    Decision,
    Draft,
    Edit,
    Fate,
    Finding,
    Group,
    Judgement,
    Manuscript,
    Reading,
    Role,
    Severity,
    Source,
    Turn,
)
from anthology.pages import article_text, read_article
from anthology.recognise.decisions import decision_id
from anthology.review import FILE as REVIEW
from anthology.slugs import slugify
from anthology.typeset import apply

_SHOWN = frozenset({Fate.PRINTED, Fate.DISPLAY_QUOTE, Fate.UNDECIDED})
_RULES = {rule.id: rule for rule in rules.RULES}
_MARKED = {Role.QUESTION: "question", Role.CAPTION: "note"}

# --- proposals of the rules --------------------------------------------------------------------------


def rule_decisions(readings: Sequence[Reading]) -> Iterator[Decision]:
    """What the typographic rules propose for text that will be printed, one decision each."""
    for reading in readings:
        for one in reading.judgements:
            if one.fate not in _SHOWN:
                continue
            for number, edit in enumerate(rules.proposals(one.block.text, reading.language)):
                yield _rule_decision(reading.manuscript, one, edit, number)


def _rule_decision(manuscript: Manuscript, one: Judgement, edit: Edit, number: int) -> Decision:
    rule = _RULES[edit.rule]
    text = one.block.text
    before = text[max(edit.start - 30, 0) : edit.end + 10]
    after = text[max(edit.start - 30, 0) : edit.start] + edit.after + text[edit.end : edit.end + 10]
    return Decision(
        id=decision_id(rule.name, manuscript.file, text, number),
        kind=rule.name,
        where=f"{manuscript.file}:{one.block.line}",
        found=before,
        proposed=after,
        evidence=(rule.why,),
        edits=(_moved(edit, one.block.start),),
    )


def _moved(edit: Edit, offset: int) -> Edit:
    return replace(edit, start=edit.start + offset, end=edit.end + offset)


# --- articles ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How text is cleaned: rules that are off, and the edits the editor accepted, by submission file."""

    off: frozenset[str]
    on: frozenset[str]
    accepted: Mapping[str, tuple[Edit, ...]]


def accepted_edits(decisions: Sequence[Decision]) -> dict[str, tuple[Edit, ...]]:
    """The edits of accepted decisions, by file; own words take the place of the proposal.

    Raises:
        ConfigError: two accepted decisions change the same letters.
    """
    found: dict[str, list[Edit]] = {}
    for one in decisions:
        if one.open or one.answer == "reject":
            continue
        file = one.where.rpartition(":")[0]
        for edit in one.edits:
            after = edit.after if one.answer == "accept" else one.answer
            found.setdefault(file, []).append(replace(edit, after=after, rule=f"{edit.rule}:{one.id}"))
    return {file: _disjoint(edits, file) for file, edits in found.items()}


def _disjoint(edits: Sequence[Edit], file: str) -> tuple[Edit, ...]:
    ordered = sorted(edits, key=lambda one: (one.start, one.end))
    for one, following in pairwise(ordered):
        if following.start < one.end:
            ids = " and ".join(edit.rule.rpartition(":")[2] for edit in (one, following))
            raise ConfigError(
                "review-overlap",
                f"the decisions {ids} change the same letters of {file}",
                hint="accept one of them, and answer the other with reject",
                file=REVIEW,
            )
    return tuple(ordered)


def articles_of(
    readings: Sequence[Reading], cleaning: Cleaning, config: Config, known: Sequence[Article]
) -> tuple[Article, ...]:
    """Every article found in the submissions, in their order; an article keeps the slug it had.

    Raises:
        SourceError: the words of an article are not the words it was made of (a defect of this tool).
    """
    slugs = _Slugs(known)
    return tuple(
        _article(reading, number, draft, cleaning, config, slugs)
        for reading in readings
        for number, draft in enumerate(reading.drafts)
    )


class _Slugs:
    """Names of articles: the one it had, else one made of the title, unused so far."""

    def __init__(self, known: Sequence[Article]) -> None:
        self.by_source = {(one.source.file, one.source.start): one.slug for one in known if one.source}
        self.used = {one.slug for one in known}

    def of(self, draft: Draft) -> str:
        """The slug of the article that starts there."""
        kept = self.by_source.get((draft.file, draft.start))
        if kept:
            return kept
        stem = draft.file.rpartition("/")[2].rpartition(".")[0]
        base = slugify(draft.title) or slugify(stem) or "article"
        slug, number = base, 1
        while slug in self.used:
            number += 1
            slug = f"{base}-{number}"
        self.used.add(slug)
        return slug


def _article(
    reading: Reading, number: int, draft: Draft, cleaning: Cleaning, config: Config, slugs: _Slugs
) -> Article:
    own = [one for one in reading.judgements if one.article == number and one.fate in _SHOWN]
    writer = _Writer(reading.manuscript, draft.language, cleaning)
    body = [one for one in own if one.role not in (Role.TITLE, Role.CHAPO)]
    standfirst = " ".join(
        writer.text(one.block.start, one.block.end) for one in own if one.role is Role.CHAPO
    )
    slug = slugs.of(draft)
    article = Article(
        slug=slug,
        file=f"articles/{slug}.md",
        title=rules.plain(draft.title, draft.language, off=cleaning.off, on=cleaning.on),
        title_proposed=draft.title_proposed,
        standfirst=" ".join(standfirst.split()),
        language=draft.language,
        group=_group(draft.group, config, slug),
        source=Source(draft.file, draft.start, draft.end, reading.manuscript.sha256),
        authors=draft.authors,
        photos=draft.photos,
        body="\n\n".join(_joined(body, writer)) + "\n",
    )
    _same_words(article, body, writer)
    return article


def _group(group: Group | None, config: Config, slug: str) -> Group | None:
    if group is None:
        return None
    return replace(
        group, cohort=group.cohort or config.cohort_of(slug), school=group.school or config.book.school
    )


class _Writer:
    """The text of spans of a submission, cleaned, as an article file holds it."""

    def __init__(self, manuscript: Manuscript, language: str, cleaning: Cleaning) -> None:
        self.source = manuscript.text
        self.language = language
        self.off, self.on = cleaning.off, cleaning.on
        self.accepted = cleaning.accepted.get(manuscript.file, ())

    def text(self, start: int, end: int) -> str:
        """The cleaned text of a span; the edits a person accepted come first, then the rules."""
        inside = [_moved(edit, -start) for edit in self.accepted if start <= edit.start and edit.end <= end]
        wording = apply(self.source[start:end].strip(), _within(inside, self.source[start:end]))
        return rules.plain(wording, self.language, off=self.off, on=self.on)


def _within(edits: Sequence[Edit], text: str) -> list[Edit]:
    """Edits in the coordinates of the stripped text."""
    lead = len(text) - len(text.lstrip())
    return [_moved(edit, -lead) for edit in edits]


def _joined(judgements: Sequence[Judgement], writer: _Writer) -> Iterator[str]:
    """The Markdown of each block; items of one list stay together. What cleaning empties is no block."""
    items: list[str] = []
    for one in judgements:
        if one.role is Role.LIST:
            items += [f"- {item}" for item in [_line(_unbulleted(_text(one, writer)))] if item]
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield from _markdown(one, writer)
    if items:
        yield "\n".join(items)


def _markdown(one: Judgement, writer: _Writer) -> Iterator[str]:
    text = _text(one, writer)
    line = _line(text)
    if not line:
        return
    if one.role is Role.ANSWER:
        yield from _answer(one, writer)
    elif one.role is Role.INTERTITLE:
        yield f"## {line}"
    elif one.role is Role.PULL_QUOTE:
        yield f"> {line}\n{{: .pull-quote }}"
    elif one.role is Role.VERSE:
        yield f"{escape(text)}\n{{: .verse }}"
    elif one.role in _MARKED:
        yield f"{line}\n{{: .{_MARKED[one.role]} }}"
    else:
        yield line


def _answer(one: Judgement, writer: _Writer) -> Iterator[str]:
    for turn in one.turns or (Turn(one.block.start, one.block.end),):
        speaker = f" speaker={quoted(', '.join(turn.speakers))}" if turn.speakers else ""
        if line := _line(writer.text(turn.start, turn.end)):
            yield f"{line}\n{{: .answer{speaker} }}"


def _text(one: Judgement, writer: _Writer) -> str:
    return writer.text(one.block.start, one.block.end)


def _line(text: str) -> str:
    """Plain text on one line of Markdown."""
    return escape(" ".join(text.split("\n"))).strip()


_BULLETS = "-–—•·*▪◦‣"


def _unbulleted(text: str) -> str:
    return text[1:].lstrip() if text[:1] in _BULLETS and text[1:2].isspace() else text


def _same_words(article: Article, body: Sequence[Judgement], writer: _Writer) -> None:
    """The safety net of the import: the article's words are those of its blocks, in order."""
    expected: list[str] = []
    for one in body:
        spans = [(turn.start, turn.end) for turn in one.turns] or [(one.block.start, one.block.end)]
        texts = [writer.text(start, end) for start, end in spans]
        expected += " ".join(map(_unbulleted, texts) if one.role is Role.LIST else texts).split()
    found = list(words_of(read_body(article).root))
    if found == expected:
        return
    at = next((n for n, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), -1)
    near = " ".join(expected[max(at - 3, 0) : at + 3])
    raise SourceError(
        "import-changed-words",
        f"the article would not hold the words of its source, near “{near}”",
        hint="this is a defect of the tool: please report it with the submission; nothing was written",
        file=article.source.file if article.source else article.file,
    )


# --- merging -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What importing does to one file: the new texts (None: leave as it is), and a word about it."""

    slug: str
    state: str
    """`new`, `unchanged`, `updated`, `merged`, `conflict`, `kept` or `deleted-by-editor`."""
    text: str | None = None
    base: str | None = None
    incoming: str | None = None
    decision: Decision | None = None


def merged(
    slug: str, base: str | None, result: str, current: str | None, answers: Mapping[str, str]
) -> Outcome:
    """Three-way: what import last wrote, what it would write now, and the editor's file.

    Line ends are no difference: an editor's program may write its own.
    """
    if current is None:
        state = "deleted-by-editor" if base == result else "new"
        return Outcome(slug, state, None if base == result else result, result)
    mine = current.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if mine == result:
        return Outcome(slug, "unchanged", None, result)
    if base == result:
        return Outcome(slug, "kept")
    if mine == base:
        return Outcome(slug, "updated", result, result)
    return _both_moved(slug, base, result, mine, answers)


def _both_moved(
    slug: str, base: str | None, result: str, current: str, answers: Mapping[str, str]
) -> Outcome:
    together = None if base is None else _together(base, current, result)
    if together is not None:
        return Outcome(slug, "merged", together, result)
    decision = _conflict(slug, current, result)
    answer = answers.get(decision.id, "")
    if answer == "accept":
        return Outcome(slug, "updated", result, result)
    if answer == "reject":
        return Outcome(slug, "kept", None, result)
    return Outcome(slug, "conflict", incoming=result, decision=decision)


def _together(base: str, current: str, result: str) -> str | None:
    """Both changes in one text; None where they touch, or where what they make cannot be read."""
    merge = Merge3(base.split("\n"), current.split("\n"), result.split("\n"))
    if any(group[0] == "conflict" for group in merge.merge_groups()):
        return None
    text = "\n".join(merge.merge_lines())
    try:
        read_article(text, "", slug="", language="und")
    except AnthologyError:
        return None
    return text


def _conflict(slug: str, current: str, result: str) -> Decision:
    """One question for these two texts: an answer given for others does not hold."""
    changed = [
        line[2:].strip()
        for line in difflib.ndiff(current.split("\n"), result.split("\n"))
        if line[:2] == "+ "
    ]
    return Decision(
        id=decision_id("merge-conflict", f"articles/{slug}.md", f"{current}\0{result}"),
        kind="merge-conflict",
        where=f"articles/{slug}.md:1",
        found="the editor and the import changed the same lines",
        proposed=f"articles/{slug}.incoming.md",
        evidence=tuple(line[:160] for line in changed[:3] if line),
    )


def to_text(article: Article) -> str:
    """The article as import writes it."""
    return article_text(article)


# --- ledger ------------------------------------------------------------------------------------------


def ledger(
    readings: Sequence[Reading],
    articles: Sequence[Article],
    decisions: Sequence[Decision],
    cleaning: Cleaning,
) -> dict[str, object]:
    """Every word of every submission, accounted for: see ARCHITECTURE.md for the shape."""
    slugs = iter([article.slug for article in articles])
    return {
        "submissions": [
            _submission(reading, [next(slugs) for _ in reading.drafts], cleaning) for reading in readings
        ],
        "articles": [{"slug": one.slug, "file": one.file} for one in articles],
        "decisions": [
            {
                "id": one.id,
                "kind": one.kind,
                "open": one.open,
                "where": one.where,
                "found": one.found,
                "proposed": one.proposed,
                "evidence": list(one.evidence),
                "decision": one.answer,
            }
            for one in decisions
        ],
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
            _moved(edit, one.block.start)
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


def orphans(articles: Sequence[Article], found: Sequence[Article]) -> Iterator[Finding]:
    """Article files whose source no longer gives them."""
    slugs = {one.slug for one in found}
    for one in articles:
        if one.source and one.slug not in slugs:
            yield Finding(
                "article-orphaned",
                Severity.WARNING,
                f"its source {one.source.file} no longer holds this article",
                hint="put the submission back, or take `source` out of the article to keep it as your own",
                file=one.file,
            )
