"""Readings to articles: the Markdown of each block, under the front matter that its credits make.

Before anything is written, the words of every article are read back from its Markdown and compared with the
words they were made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

from lxml import etree

from anthology.config import Config
from anthology.errors import SourceError
from anthology.importing.body import Placed, Words, body_of
from anthology.importing.copyist import Copyist
from anthology.importing.illustrations import credited, links_left_out, pictures_of
from anthology.importing.photo_credits import signed
from anthology.importing.presentable import presentable
from anthology.importing.wording import SHOWN, Cleaning, Wording
from anthology.markup import read_body, words_of
from anthology.model import (
    Article,
    Draft,
    Finding,
    Group,
    Judgement,
    PhotoFacts,
    Reading,
    Role,
    Severity,
    Source,
)
from anthology.slugs import slugify


def placed(readings: Sequence[Reading], known: Sequence[Article]) -> list[tuple[str, ...]]:
    """The slugs of the articles of each submission, in their order; an article keeps the slug it had."""
    slugs = _Slugs(known)
    return [tuple(slugs.of(draft) for draft in reading.drafts) for reading in readings]


@dataclass(frozen=True, slots=True)
class Shown:
    """The articles of one submission, and what a person should know of how they were made."""

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...] = ()


NO_FILES: Mapping[str, str] = MappingProxyType({})
NO_FACTS: Mapping[str, PhotoFacts] = MappingProxyType({})


def articles_of(
    reading: Reading,
    slugs: Sequence[str],
    cleaning: Cleaning,
    config: Config,
    wording: Wording,
    files: Mapping[str, str] = NO_FILES,
    facts: Mapping[str, PhotoFacts] = NO_FACTS,
) -> Shown:
    """Every article found in a submission, in their order, under these slugs.

    `files` holds the file (`photos/x.jpg`) of each of its pictures that a book can show, by the name of the
    picture; `facts` what pictures say of themselves, by the digest of their bytes.

    Raises:
        SourceError: the words of an article are not the words it was made of (a defect of this tool).
    """
    shown, left = pictures_of(reading, files)
    articles = tuple(
        _article(
            reading,
            number,
            slug,
            Copyist(reading.manuscript, draft.language, cleaning.of(number), wording),
            config,
            shown.get(number, ()),
        )
        for number, (draft, slug) in enumerate(zip(reading.drafts, slugs, strict=True))
    )
    told = [
        signed(one.photos, shown.get(number, ()), facts, reading.judgements, one.language)
        for number, one in enumerate(articles)
    ]
    return Shown(
        tuple(
            presentable(replace(one, photos=photos)) for one, (photos, _) in zip(articles, told, strict=True)
        ),
        (*left, *links_left_out(reading), *(finding for _, doubts in told for finding in doubts)),
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
        base = slugify(draft.title) or slugify(_stem(draft.file)) or "article"
        slug, number = base, 1
        while slug in self.used:
            number += 1
            slug = f"{base}-{number}"
        self.used.add(slug)
        return slug


def _stem(file: str) -> str:
    """The name of a submission without its suffix: of one text of several, that text's own name."""
    path, _, own = file.rpartition("#")
    return own if "." in path else file.rpartition("/")[2].rpartition(".")[0]


def _article(
    reading: Reading,
    number: int,
    slug: str,
    copyist: Copyist,
    config: Config,
    pictures: Sequence[Placed],
) -> Article:
    draft = reading.drafts[number]
    own = [one for one in reading.judgements if one.article == number and one.fate in SHOWN]
    text = list(_text(own))
    body = body_of(text, pictures, copyist)
    standfirst = " ".join(
        copyist.copy(one.block.start, one.block.end).text for one in own if one.role is Role.CHAPO
    )
    article = Article(
        slug=slug,
        file=f"articles/{slug}.md",
        title=copyist.clean(draft.title),
        title_proposed=draft.title_proposed,
        standfirst=" ".join(standfirst.split()),
        language=draft.language,
        group=_group(draft.group, config, slug),
        source=Source(draft.file, draft.start, draft.end, reading.manuscript.sha256),
        authors=draft.authors,
        photos=credited(draft.photos, pictures, reading.judgements),
        speakers=_unmarked(draft, own),
        body=body.markdown,
    )
    _same_words(article, body.words)
    return article


def _text(own: Sequence[Judgement]) -> Iterator[Judgement]:
    """The blocks that the body holds: all but the title and the standfirst, which the front matter has."""
    titles = [one for one in own if one.role is Role.TITLE]
    for one in own:
        if one.role is Role.TITLE and one is not titles[0]:
            yield replace(one, role=Role.INTERTITLE)  # an article has one title: the others are read in it
        elif one.role not in (Role.TITLE, Role.CHAPO):
            yield one


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


def _same_words(article: Article, expected: Words) -> None:
    """The safety net of the import: the article's words are those of its blocks, in order."""
    try:
        found = _words_in(read_body(article).root)
    except SourceError as error:
        # There is no such article yet: what is to be mended is what was sent.
        error.file = article.source.file if article.source else article.file
        error.line = error.column = None
        raise
    alike = found.text == expected.text and found.alts == expected.alts
    if alike and sorted(found.notes) == sorted(expected.notes):
        return
    pairs = zip_longest(
        (*found.text, *found.alts, *(word for note in found.notes for word in note)),
        (*expected.text, *expected.alts, *(word for note in expected.notes for word in note)),
    )
    words = [*expected.text, *expected.alts, *(word for note in expected.notes for word in note)]
    at = next((n for n, pair in enumerate(pairs) if pair[0] != pair[1]), 0)
    near = " ".join(words[max(at - 3, 0) : at + 3])
    raise SourceError(
        "import-changed-words",
        f"the article would not hold the words of its source, near “{near}”",
        hint="this is a defect of the tool: please report it with the submission; nothing was written",
        file=article.source.file if article.source else article.file,
    )


def _words_in(root: etree._Element) -> Words:
    """The words of a text as it is read: what runs on, each note by itself, and what describes pictures."""
    alts = [word for picture in root.iter("img") for word in (picture.get("alt") or "").split()]
    notes = []
    for end in root.iter("br"):
        end.tail = f" {end.tail or ''}"
    for note in reversed(list(root.iterfind(".//span[@class='note']"))):
        tail, note.tail = note.tail, None
        notes.append(list(words_of(note)))
        _leave(note, tail or "")
    return Words(list(words_of(root)), notes, alts)


def _leave(note: etree._Element, tail: str) -> None:
    """Take a note out of the text that goes on behind it."""
    before, parent = note.getprevious(), note.getparent()
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(note)


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
