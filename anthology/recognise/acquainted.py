"""The credits of all articles of a book in; for each article, the people whom others credit too, out.

A list of names that shows no order (`Pons Carla`, or `Carla Pons`?) is read with the help of those who are
credited elsewhere in a list that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anthology.model import Block
from anthology.names import Person, collation_key
from anthology.recognise.credits import parse_credits
from anthology.recognise.survey import Survey


@dataclass(frozen=True, slots=True)
class Signed:
    """The credits of one article, read by themselves: each word of them once, and the people they name."""

    words: tuple[str, ...]
    people: tuple[Person, ...]


def signed(survey: Survey, blocks: Sequence[int]) -> Signed:
    """Read the credits of the article that has the blocks at these positions."""
    own = credit_blocks(survey, blocks)
    return Signed(tuple(sorted(_words(own))), _credited(survey, own))


def acquainted(articles: Sequence[Signed]) -> tuple[tuple[Person, ...], ...]:
    """Return, article by article, the people of other articles whose every word its credits hold."""
    holders = _holders([article.words for article in articles])
    met: list[dict[Person, None]] = [{} for _ in articles]
    for number, article in enumerate(articles):
        for person in article.people:
            for other in _sharing(person, holders) - {number}:
                met[other][person] = None
    return tuple(tuple(each) for each in met)


def credit_blocks(survey: Survey, blocks: Sequence[int]) -> tuple[Block, ...]:
    """The blocks of an article that are credits by their own words."""
    return tuple(survey.block(index) for index in blocks if index in survey.credits)


def _credited(survey: Survey, blocks: Sequence[Block]) -> tuple[Person, ...]:
    """The people whom these credits name."""
    credits = parse_credits(survey.manuscript.file, blocks, language=survey.language)
    return tuple(dict.fromkeys(span.person for span in credits.spans if span.person.given))


def _words(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(word for block in blocks for word in collation_key(block.text.replace("-", " ")).split())


def _holders(words: Sequence[Sequence[str]]) -> Mapping[str, frozenset[int]]:
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
