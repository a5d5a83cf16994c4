"""Readings to articles: the Markdown of each block, under the front matter that its credits make.

Before anything is written, the words of every article are read back from its Markdown and compared with the
words they were made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from anthology.config import Config
from anthology.errors import SourceError
from anthology.importing.wording import SHOWN, Cleaning, Wording, moved
from anthology.markup import escape, quoted, read_body, words_of
from anthology.model import (
    Article,
    Draft,
    Edit,
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
from anthology.slugs import slugify
from anthology.typeset import apply

_MARKED = {Role.QUESTION: "question", Role.CAPTION: "note"}


def placed(readings: Sequence[Reading], known: Sequence[Article]) -> list[tuple[str, ...]]:
    """The slugs of the articles of each submission, in their order; an article keeps the slug it had."""
    slugs = _Slugs(known)
    return [tuple(slugs.of(draft) for draft in reading.drafts) for reading in readings]


def articles_of(
    reading: Reading, slugs: Sequence[str], cleaning: Cleaning, config: Config, wording: Wording
) -> tuple[Article, ...]:
    """Every article found in a submission, in their order, under these slugs.

    Raises:
        SourceError: the words of an article are not the words it was made of (a defect of this tool).
    """
    return tuple(
        _article(
            reading, number, slug, _Writer(reading.manuscript, draft.language, cleaning, wording), config
        )
        for number, (draft, slug) in enumerate(zip(reading.drafts, slugs, strict=True))
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


def _article(reading: Reading, number: int, slug: str, writer: _Writer, config: Config) -> Article:
    draft = reading.drafts[number]
    own = [one for one in reading.judgements if one.article == number and one.fate in SHOWN]
    body = [one for one in own if one.role not in (Role.TITLE, Role.CHAPO)]
    standfirst = " ".join(
        writer.text(one.block.start, one.block.end) for one in own if one.role is Role.CHAPO
    )
    article = Article(
        slug=slug,
        file=f"articles/{slug}.md",
        title=writer.clean(draft.title),
        title_proposed=draft.title_proposed,
        standfirst=" ".join(standfirst.split()),
        language=draft.language,
        group=_group(draft.group, config, slug),
        source=Source(draft.file, draft.start, draft.end, reading.manuscript.sha256),
        authors=draft.authors,
        photos=draft.photos,
        speakers=_unmarked(draft, own),
        body="\n\n".join(_joined(body, writer)) + "\n",
    )
    _same_words(article, body, writer)
    return article


def _unmarked(draft: Draft, own: Sequence[Judgement]) -> tuple[str, ...]:
    """The people interviewed whom no answer names: those of a portrait, quoted in running text."""
    marked = {name for one in own for turn in one.turns for name in turn.speakers}
    return tuple(name for name in draft.speakers if name not in marked)


def _group(group: Group | None, config: Config, slug: str) -> Group | None:
    if group is None:
        return None
    return replace(
        group, cohort=group.cohort or config.cohort_of(slug), school=group.school or config.book.school
    )


class _Writer:
    """The text of spans of a submission, cleaned, as an article file holds it."""

    def __init__(self, manuscript: Manuscript, language: str, cleaning: Cleaning, wording: Wording) -> None:
        self.source = manuscript.text
        self.language = language
        self.cleaning = cleaning
        self.wording = wording
        self.accepted = cleaning.accepted.get(manuscript.file, ())

    def text(self, start: int, end: int) -> str:
        """The cleaned text of a span; the edits a person accepted come first, then the rules."""
        inside = [moved(edit, -start) for edit in self.accepted if start <= edit.start and edit.end <= end]
        return self.clean(apply(self.source[start:end].strip(), _within(inside, self.source[start:end])))

    def clean(self, text: str) -> str:
        """A text as the rules leave it."""
        return self.wording.plain(text, self.language, self.cleaning.off, self.cleaning.on)


def _within(edits: Sequence[Edit], text: str) -> list[Edit]:
    """Edits in the coordinates of the stripped text."""
    lead = len(text) - len(text.lstrip())
    return [moved(edit, -lead) for edit in edits]


def _joined(judgements: Sequence[Judgement], writer: _Writer) -> Iterator[str]:
    """The Markdown of each block; items of one list stay together. What cleaning empties is no block."""
    items: list[str] = []
    for one in judgements:
        if one.role is Role.LIST:
            items += [f"- {item}" for item in [_line(_text(one, writer))] if item]
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
    return writer.text(_start(one), one.block.end)


def _start(one: Judgement) -> int:
    """Where the words of a block begin: behind its bullet, if the source set one before an item of a list."""
    text = one.block.text
    if one.role is Role.LIST and text[:1] in _BULLETS and text[1:2].isspace():
        return one.block.start + len(text) - len(text[1:].lstrip())
    return one.block.start


def _line(text: str) -> str:
    """Plain text on one line of Markdown."""
    return escape(" ".join(text.split("\n"))).strip()


_BULLETS = "-–—•·*▪◦‣"


def _same_words(article: Article, body: Sequence[Judgement], writer: _Writer) -> None:
    """The safety net of the import: the article's words are those of its blocks, in order."""
    expected: list[str] = []
    for one in body:
        spans = [(turn.start, turn.end) for turn in one.turns] or [(_start(one), one.block.end)]
        expected += " ".join(writer.text(start, end) for start, end in spans).split()
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


def orphans(articles: Sequence[Article], slugs: Collection[str]) -> Iterator[Finding]:
    """Article files whose source no longer gives them; `slugs` are those it gives."""
    for one in articles:
        if one.source and one.slug not in slugs:
            yield Finding(
                "article-orphaned",
                Severity.WARNING,
                f"its source {one.source.file} no longer holds this article",
                hint="put the submission back, or take `source` out of the article to keep it as your own",
                file=one.file,
            )
