"""The texts of articles, set by the rules of the book: a worker is asked for those of some at a time.

A worker loads nothing but this for it: neither settings nor templates, writers or checks.
"""

from __future__ import annotations

from collections.abc import Sequence

from anthology.galley import Galley, set_galley
from anthology.model import Article, Edit, RuleChoice
from anthology.typeset import Typeset


def by_rules(book: RuleChoice) -> Typeset:
    """What sets texts by the rules that run in a book, or those of an article where it chooses its own."""

    def typeset(text: str, language: str, choice: RuleChoice | None = None) -> tuple[Edit, ...]:
        # The table of rules takes a tenth of a second to load, and is not needed where all texts are kept.
        from anthology import rules

        running = book if choice is None else choice.over(book)
        return rules.edits(text, language, off=frozenset(running.off), on=frozenset(running.on))

    return typeset


def galleys(pieces: Sequence[tuple[Article, str]], book: RuleChoice, language: str) -> list[Galley]:
    """The galleys of articles, each given with the id of its section, in their order."""
    typeset = by_rules(book)
    return [set_galley(article, id_, typeset, language) for article, id_ in pieces]
