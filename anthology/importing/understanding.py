"""The content folder in; what an import would do to it out: nothing is written here.

What depends on one submission alone is kept with it, so that an import costs what changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anthology import folders, records, review
from anthology.cache import Cache, digest
from anthology.config import Config
from anthology.importing.accounting import account, ledger_text
from anthology.importing.articles import articles_of, orphans, placed
from anthology.importing.intake import manuscripts
from anthology.importing.merging import Outcome, merged
from anthology.importing.wording import Cleaning, Wording, accepted_edits, rule_decisions
from anthology.importing.writing import Imported, changes
from anthology.model import Article, Decision, Edit, Manuscript, Reading
from anthology.pages import article_text
from anthology.progress import Progress
from anthology.recognise import Recognition, recognise
from anthology.review import Review


def understood(
    content: Path, settings: Config, added: Mapping[str, bytes], progress: Progress, cache: Cache
) -> Imported:
    """Read every submission, and those `added` as if they were there; say what is to be written.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is.
    """
    sent = manuscripts(content, added, progress, cache)
    known = folders.articles(content, folders.ARTICLES, settings.book.language, cache)
    before = _review(content, cache)
    answers = before.answers
    progress(0, 1, "recognising")
    found, names = _recognised(sent, settings, answers, _cohorts(settings, known), cache)
    desks = [_Desk(*each, settings, cache) for each in zip(found.readings, names, strict=True)]
    proposed = (decision for desk in desks for decision in desk.proposals())
    asked, unasked = review.merged((*found.decisions, *proposed), before)
    accepted = accepted_edits(asked)
    slugs = placed(found.readings, known)
    accounts = [desk.account(own, accepted) for desk, own in zip(desks, slugs, strict=True)]
    texts = [(slug, text) for one in accounts for slug, text in one.articles]
    outcomes = tuple(_outcome(content, slug, text, answers) for slug, text in texts)
    conflicts = {one.decision.id: one.decision for one in outcomes if one.decision}
    asked = (*asked, *conflicts.values())
    unasked = tuple(one for one in unasked if one.id not in conflicts)
    shown = [slug for slug, _ in texts]
    ledger = ledger_text((one.ledger for one in accounts), shown, asked)
    return Imported(
        outcomes,
        asked,
        unasked,
        tuple(orphans(known, frozenset(shown))),
        ledger,
        tuple(changes(content, added, outcomes, _review_text(asked, unasked, cache), ledger)),
    )


def _review(content: Path, cache: Cache) -> Review:
    text = folders.optional_text(content, review.FILE) or ""
    return cache.remember(
        "review",
        digest(text),
        lambda: review.read_review(text),
        dump=records.dump,
        load=partial(records.load, Review),
    )


def _review_text(asked: Sequence[Decision], unasked: Sequence[Decision], cache: Cache) -> str:
    """What the file of decisions is to hold; the next import need not take it apart."""
    if not asked and not unasked:
        return ""
    text = review.review_text(asked, unasked)
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
    cache: Cache,
) -> tuple[Recognition, tuple[str, ...]]:
    """What is recognised, and the name of each reading: the same for the same things.

    An import looks twice, see `anthology.importing`.
    """
    book = settings.book
    told = (dict(answers), tuple((*place, cohort) for place, cohort in cohorts.items()))

    def made() -> tuple[Recognition, tuple[str, ...]]:
        found = recognise(
            sent, language=book.language, school=book.school, answers=answers, cohorts=cohorts, cache=cache
        )
        return found, tuple(_name(reading) for reading in found.readings)

    files = (f"{one.sha256} {one.file}" for one in sent)
    return cache.hold(
        "recognition", digest(book.language, book.school, records.digest_of(told), *files), made
    )


def _outcome(content: Path, slug: str, text: str, answers: Mapping[str, str]) -> Outcome:
    base = folders.optional_text(content, f"{folders.BASES}/{slug}.md")
    current = folders.optional_text(content, f"{folders.ARTICLES}/{slug}.md")
    return merged(slug, base, text, current, answers)


# --- one submission ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Account:
    """What becomes of a submission: its articles as (slug, text), and its entry of the ledger."""

    articles: tuple[tuple[str, str], ...]
    ledger: str


@dataclass(frozen=True, slots=True)
class _Proposals:
    decisions: tuple[Decision, ...]


class _Desk:
    """One submission on its way from a reading to articles; what is kept of it is not done again."""

    def __init__(self, reading: Reading, name: str, settings: Config, cache: Cache) -> None:
        self._reading = reading
        self._settings = settings
        self._cache = cache
        self._file = reading.manuscript.file
        self._name = name

    def proposals(self) -> tuple[Decision, ...]:
        """What the rules propose for its text."""
        return self._cache.remember(
            "proposals",
            self._name,
            lambda: _Proposals(tuple(rule_decisions(self._reading, self._wording()))),
            dump=records.dump,
            load=partial(records.load, _Proposals),
        ).decisions

    def account(self, slugs: Sequence[str], accepted: Mapping[str, tuple[Edit, ...]]) -> _Account:
        """Its articles under these slugs, with the edits somebody accepted, and its entry of the ledger."""
        rules, book = self._settings.rules, self._settings.book
        own = {self._file: accepted[self._file]} if self._file in accepted else {}
        cleaning = Cleaning(frozenset(rules.off), frozenset(rules.on), own)
        cohorts = tuple(self._settings.cohort_of(slug) for slug in slugs)
        told = (cleaning, tuple(slugs), cohorts, book.school)
        return self._cache.remember(
            "account",
            digest(self._name, records.digest_of(told)),
            lambda: self._made(slugs, cleaning),
            dump=records.dump,
            load=partial(records.load, _Account),
        )

    def _made(self, slugs: Sequence[str], cleaning: Cleaning) -> _Account:
        wording = self._wording()
        articles = articles_of(self._reading, slugs, cleaning, self._settings, wording)
        texts = tuple((one.slug, article_text(one)) for one in articles)
        made = _Account(texts, account(self._reading, slugs, cleaning, wording))
        wording.keep()
        return made

    def _wording(self) -> Wording:
        return self._cache.hold("wording-table", self._file, lambda: Wording(self._file, self._cache))


def _name(reading: Reading) -> str:
    """A digest of a whole reading; the words of its blocks are those of the manuscript."""
    manuscript = reading.manuscript
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
        records.dump(reading.drafts),
    )
