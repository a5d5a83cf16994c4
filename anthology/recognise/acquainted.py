"""The articles of a book in; for each, the people whom other articles credit too, out.

A list of names that shows no order (`Pons Carla`, or `Carla Pons`?) is read with the help of those who are
credited elsewhere in a list that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from anthology.model import Block
from anthology.names import Person, collation_key
from anthology.recognise.credits import parse_credits
from anthology.recognise.survey import Survey

Signed = tuple[Survey, Sequence[int]]
"""An article: its submission, and the positions of its blocks."""


def acquainted(articles: Sequence[Signed]) -> tuple[tuple[Person, ...], ...]:
    """Return, article by article, the people of other articles whose every word its credits hold."""
    words = [_words(credit_blocks(*article)) for article in articles]
    holders = _holders(words)
    met: list[dict[Person, None]] = [{} for _ in articles]
    for number, article in enumerate(articles):
        for person in _credited(*article):
            for other in _sharing(person, holders) - {number}:
                met[other][person] = None
    return tuple(tuple(each) for each in met)


def credit_blocks(survey: Survey, blocks: Sequence[int]) -> tuple[Block, ...]:
    """The blocks of an article that are credits by their own words."""
    return tuple(survey.block(index) for index in blocks if index in survey.credits)


def _credited(survey: Survey, blocks: Sequence[int]) -> tuple[Person, ...]:
    """The people of an article's credits, read by themselves."""
    credits = parse_credits(survey.manuscript.file, credit_blocks(survey, blocks), language=survey.language)
    return tuple(dict.fromkeys(span.person for span in credits.spans if span.person.given))


def _words(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(word for block in blocks for word in collation_key(block.text.replace("-", " ")).split())


def _holders(words: Sequence[frozenset[str]]) -> Mapping[str, frozenset[int]]:
    """The articles whose credits hold a word."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, own in enumerate(words):
        for word in own:
            holders[word].add(number)
    return {word: frozenset(numbers) for word, numbers in holders.items()}


def _sharing(person: Person, holders: Mapping[str, frozenset[int]]) -> frozenset[int]:
    said = collation_key(person.display.replace("-", " ")).split()
    own = [holders.get(word, frozenset()) for word in said]
    return frozenset.intersection(*own) if own else frozenset()
