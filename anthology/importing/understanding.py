"""The content folder in; what an import would do to it out: nothing is written here.

What depends on one submission alone is kept with it, so that an import costs what changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from anthology import folders, records, review
from anthology.cache import Cache, digest
from anthology.config import Config
from anthology.importing.accounting import account, ledger_text
from anthology.importing.album import Album, album_of
from anthology.importing.articles import articles_of, orphans, placed
from anthology.importing.illustrations import unshown
from anthology.importing.intake import Opened, Sent, submissions
from anthology.importing.mending import as_sent, mended, repairs
from anthology.importing.merging import Outcome, edited_aside, merged
from anthology.importing.oddities import oddities
from anthology.importing.wording import Cleaning, Wording, accepted_edits, rule_decisions
from anthology.importing.writing import Imported, articles_changed, aside_file, changes
from anthology.model import (
    PLAIN,
    Article,
    Decision,
    Edit,
    Finding,
    Manuscript,
    PhotoFacts,
    Reading,
    RuleChoice,
    Severity,
)
from anthology.pages import article_text
from anthology.progress import Progress
from anthology.recognise import Recognition, recognise
from anthology.review import Review
from anthology.rules import refuse_unknown
from anthology.strangers import Reader


def understood(
    content: Path,
    settings: Config,
    added: Mapping[str, bytes],
    progress: Progress,
    cache: Cache,
    *,
    keep_going: bool = False,
) -> Imported:
    """Read every submission, and those `added` as if they were there; say what is to be written.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is.
    """
    with Reader() as reader:
        received = submissions(content, added, progress, cache, reader, keep_going=keep_going)
        return _understood(content, settings, added, received, progress, cache, reader)


def _understood(
    content: Path,
    settings: Config,
    added: Mapping[str, bytes],
    received: Sent,
    progress: Progress,
    cache: Cache,
    reader: Reader,
) -> Imported:
    sent = received.manuscripts
    known = folders.articles(content, folders.ARTICLES, settings.book.language, cache)
    refuse_unknown(known)
    answered = folders.optional_text(content, review.FILE) or ""
    before = _review(answered, cache)
    answers = before.answers
    found, names = _recognised(sent, settings, answers, _cohorts(settings, known), progress, cache)
    slugs = placed(found.readings, known)
    desks = [
        _Desk(reading, name, _chosen(own, known), settings, cache)
        for reading, name, own in zip(found.readings, names, slugs, strict=True)
    ]
    proposed = _proposed(desks, progress)
    asked, unasked = review.merged((*found.decisions, *proposed), before)
    accepted = accepted_edits(asked)
    album = album_of(content, sent)
    facts = dict(received.facts)
    accounts = []
    for done, (desk, own) in enumerate(zip(desks, slugs, strict=True)):
        progress(len(desks) + done, 2 * len(desks), "cleaning")
        accounts.append(desk.account(own, accepted, album.of(desk.file), facts))
    texts = [(slug, text) for one in accounts for slug, text in one.articles]
    outcomes = tuple(_outcome(content, slug, text, answers) for slug, text in texts)
    conflicts = {one.decision.id: one.decision for one in outcomes if one.decision}
    asked = (*asked, *conflicts.values())
    unasked = tuple(one for one in unasked if one.id not in conflicts)
    shown = [slug for slug, _ in texts]
    noticed = (
        *received.findings,
        *repairs(sent),
        *oddities(found.readings),
        *unshown(received.loose, sent),
        *(finding for one in accounts for finding in one.findings),
    )
    ledger = ledger_text((one.ledger for one in accounts), shown, asked, noticed, received.files)
    del accounts  # all of it is in the ledger now, and in a large school it is much
    pictures = tuple(
        album.changes(_standing(content, outcomes, album), Opened(content, added, reader).picture)
    )
    return Imported(
        outcomes,
        asked,
        unasked,
        (*noticed, *_kept_aside(content, outcomes), *orphans(known, frozenset(shown))),
        ledger,
        tuple(
            changes(
                content,
                added,
                (*pictures, *articles_changed(content, outcomes)),
                _review_text(asked, unasked, answered, cache),
                ledger,
            )
        ),
    )


def _proposed(desks: Sequence[_Desk], progress: Progress) -> Iterator[Decision]:
    """What the rules propose: the first half of the cleaning, as far as a person can count it."""
    for done, desk in enumerate(desks):
        progress(done, 2 * len(desks), "cleaning")
        yield from desk.proposals()


def _standing(content: Path, outcomes: Sequence[Outcome], album: Album) -> Iterator[str]:
    """The text of each article as it will be, if there are pictures that it may show."""
    for one in outcomes if album else ():
        text = one.text
        if text is None:
            text = folders.optional_text(content, f"{folders.ARTICLES}/{one.slug}.md")
        yield from (each for each in (text, one.incoming) if each)


def _review(text: str, cache: Cache) -> Review:
    return cache.remember(
        "review",
        digest(text),
        lambda: review.read_review(text),
        dump=records.dump,
        load=partial(records.load, Review),
    )


def _review_text(asked: Sequence[Decision], unasked: Sequence[Decision], before: str, cache: Cache) -> str:
    """What the file of decisions is to hold; the next import need not take it apart."""
    remarks = review.remarks(before)
    if not asked and not unasked and not remarks:
        return ""
    text = review.review_text(asked, unasked, remarks)
    cache.remember(
        "review",
        digest(text),
        lambda: review.as_read(asked, unasked),
        dump=records.dump,
        load=partial(records.load, Review),
    )
    return text


def _cohorts(settings: Config, known: Sequence[Article]) -> dict[tuple[str, int], str]:
    """The cohort of each article already placed in a part, by where it starts in its submission."""
    return {
        (one.source.file, one.source.start): cohort
        for one in known
        if one.source and (cohort := settings.cohort_of(one.slug))
    }


def _recognised(
    sent: Sequence[Manuscript],
    settings: Config,
    answers: Mapping[str, str],
    cohorts: Mapping[tuple[str, int], str],
    progress: Progress,
    cache: Cache,
) -> tuple[Recognition, tuple[str, ...]]:
    """What is recognised, and the name of each reading: the same for the same things.

    An import looks twice, see `anthology.importing`.
    """
    book = settings.book
    told = (dict(answers), tuple((*place, cohort) for place, cohort in cohorts.items()))

    def made() -> tuple[Recognition, tuple[str, ...]]:
        # Names and quotations are found in letters as they were written; where they stand, in those sent.
        found = recognise(
            mended(sent),
            language=book.language,
            school=book.school,
            answers=answers,
            cohorts=cohorts,
            cache=cache,
            progress=progress,
        )
        found = as_sent(found, sent)
        return found, tuple(_name(reading) for reading in found.readings)

    files = (f"{one.sha256} {one.file}" for one in sent)
    return cache.hold(
        "recognition", digest(book.language, book.school, records.digest_of(told), *files), made
    )


def _chosen(slugs: Sequence[str], known: Sequence[Article]) -> tuple[RuleChoice, ...]:
    """The rules that the editor chose for articles that are there already; the others choose none."""
    choices = {one.slug: one.rules for one in known if one.rules != RuleChoice()}
    return tuple(choices.get(slug, RuleChoice()) for slug in slugs)


def _outcome(content: Path, slug: str, text: str, answers: Mapping[str, str]) -> Outcome:
    base = folders.optional_text(content, f"{folders.BASES}/{slug}.md")
    current = folders.optional_text(content, f"{folders.ARTICLES}/{slug}.md")
    there = folders.optional_text(content, f"{folders.ARTICLES}/{slug}{folders.INCOMING}")
    written = folders.optional_text(content, f"{folders.BASES}/{slug}{folders.INCOMING}")
    found = merged(slug, base, text, current, answers)
    return replace(found, aside=edited_aside(there, written, text))


def _kept_aside(content: Path, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """What an editor made of texts that were set aside: it stands beside the article from now on."""
    for one in outcomes:
        if one.aside is not None:
            yield Finding(
                "aside-kept",
                Severity.REMARK,
                "the text that import had set aside was edited: it is kept as it was",
                "take what you need of it into the article, then delete it",
                aside_file(content, one.slug),
            )


# --- one submission ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Account:
    """What becomes of a submission: its articles as (slug, text), its entry of the ledger, and findings."""

    articles: tuple[tuple[str, str], ...]
    ledger: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Proposals:
    decisions: tuple[Decision, ...]


class _Desk:
    """One submission on its way from a reading to articles; what is kept of it is not done again."""

    def __init__(
        self, reading: Reading, name: str, choices: tuple[RuleChoice, ...], settings: Config, cache: Cache
    ) -> None:
        self._reading = reading
        self._choices = choices
        self._settings = settings
        self._cache = cache
        self.file = reading.manuscript.file
        self._name = name

    def proposals(self) -> tuple[Decision, ...]:
        """What the rules propose for its text."""
        cleaning = self._cleaning({})
        return self._cache.remember(
            "proposals",
            digest(self._name, records.digest_of(cleaning)),
            lambda: _Proposals(tuple(rule_decisions(self._reading, self._wording(), cleaning))),
            dump=records.dump,
            load=partial(records.load, _Proposals),
        ).decisions

    def account(
        self,
        slugs: Sequence[str],
        accepted: Mapping[str, tuple[Edit, ...]],
        files: Mapping[str, str],
        facts: Mapping[str, PhotoFacts],
    ) -> _Account:
        """Its articles under these slugs, with the edits somebody accepted, and its entry of the ledger.

        `files` names the files of its pictures, `facts` is what pictures say of themselves.
        """
        own = {one.sha256 for one in self._reading.manuscript.pictures}
        facts = {sha256: told for sha256, told in facts.items() if sha256 in own} if own else {}
        book = self._settings.book
        cleaning = self._cleaning({self.file: accepted[self.file]} if self.file in accepted else {})
        cohorts = tuple(self._settings.cohort_of(slug) for slug in slugs)
        told = (cleaning, tuple(slugs), cohorts, book.school, files, facts)
        return self._cache.remember(
            "account",
            digest(self._name, records.digest_of(told)),
            lambda: self._made(slugs, cleaning, files, facts),
            dump=records.dump,
            load=partial(records.load, _Account),
        )

    def _cleaning(self, accepted: Mapping[str, tuple[Edit, ...]]) -> Cleaning:
        rules = self._settings.rules
        return Cleaning(frozenset(rules.off), frozenset(rules.on), accepted, self._choices)

    def _made(
        self,
        slugs: Sequence[str],
        cleaning: Cleaning,
        files: Mapping[str, str],
        facts: Mapping[str, PhotoFacts],
    ) -> _Account:
        wording = self._wording()
        shown = articles_of(self._reading, slugs, cleaning, self._settings, wording, files, facts)
        texts = tuple((one.slug, article_text(one)) for one in shown.articles)
        made = _Account(texts, account(self._reading, slugs, cleaning, wording), shown.findings)
        wording.keep()
        return made

    def _wording(self) -> Wording:
        return self._cache.hold("wording-table", self.file, lambda: Wording(self.file, self._cache))


def _name(reading: Reading) -> str:
    """A digest of a whole reading; the words of its blocks are those of the manuscript."""
    manuscript = reading.manuscript
    shapes = tuple((n, one.shape) for n, one in enumerate(manuscript.blocks) if one.shape != PLAIN)
    judged = [
        (
            (one.block.start, one.block.end, one.block.line),
            (one.role, one.fate, one.article, one.of, one.evidence, one.margin),
            [(turn.start, turn.end, turn.speakers) for turn in one.turns],
        )
        for one in reading.judgements
    ]
    return digest(
        manuscript.file,
        manuscript.sha256,
        manuscript.encoding,
        manuscript.text,
        reading.language,
        json.dumps(judged),
        records.digest_of((shapes, manuscript.marks, manuscript.pictures)),
        records.dump(reading.drafts),
    )
