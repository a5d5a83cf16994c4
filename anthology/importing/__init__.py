"""Submissions to article files: understood, cleaned, credited, and merged with what the editor did since.

The wording of a submission reaches the article unchanged but for recorded edits; what is not printed has a
named fate. Nothing is written before everything is understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from anthology import folders, review
from anthology.config import Config
from anthology.importing.accounting import ledger
from anthology.importing.articles import articles_of, orphans
from anthology.importing.intake import added_files, manuscripts
from anthology.importing.merging import Outcome, merged
from anthology.importing.wording import Cleaning, accepted_edits, rule_decisions
from anthology.importing.writing import Imported, write
from anthology.model import Article
from anthology.pages import article_text
from anthology.progress import Progress
from anthology.recognise import recognise

__all__ = ["Imported", "understand", "write"]


def understand(content: Path, settings: Config, files: Sequence[Path], progress: Progress) -> Imported:
    """Read every submission, and `files` as if they were there; say what is to be written.

    Raises:
        AnthologyError: a source or an answer cannot be used as it is.
    """
    book = settings.book
    added = added_files(content, files)
    sent = manuscripts(content, added, progress)
    known = folders.articles(content, folders.ARTICLES, book.language)
    before = folders.review(content)
    progress(0, 1, "recognising")
    found = recognise(
        sent,
        language=book.language,
        school=book.school,
        answers=before.answers,
        cohorts=_cohorts(settings, known),
    )
    asked, unasked = review.merged((*found.decisions, *rule_decisions(found.readings)), before)
    cleaning = Cleaning(frozenset(settings.rules.off), frozenset(settings.rules.on), accepted_edits(asked))
    articles = articles_of(found.readings, cleaning, settings, known)
    outcomes = tuple(_outcome(content, article, before.answers) for article in articles)
    conflicts = {one.decision.id: one.decision for one in outcomes if one.decision}
    asked = (*asked, *conflicts.values())
    return Imported(
        outcomes,
        asked,
        tuple(one for one in unasked if one.id not in conflicts),
        tuple(orphans(known, articles)),
        ledger(found.readings, articles, asked, cleaning),
        added,
    )


def _cohorts(settings: Config, known: Sequence[Article]) -> dict[tuple[str, int], str]:
    """The cohort of each article already placed in a part, by where it starts in its submission."""
    return {
        (one.source.file, one.source.start): cohort
        for one in known
        if one.source and (cohort := settings.cohort_of(one.slug))
    }


def _outcome(content: Path, article: Article, answers: Mapping[str, str]) -> Outcome:
    return merged(
        article.slug,
        folders.optional_text(content, f"{folders.BASES}/{article.slug}.md"),
        article_text(article),
        folders.optional_text(content, article.file),
        answers,
    )
