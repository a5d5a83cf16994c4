"""What a rule is: data for people (why, source, examples) and a pure function from text to changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from anthology.rules.late import late
from anthology.rules.usage import NBSP, NNBSP, Usage


class Level(StrEnum):
    """Whether a rule is applied and logged, or only proposed to a person."""

    APPLIED = "A"
    PROPOSED = "R"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What a rule would write in place of `text[start:end]`."""

    start: int
    end: int
    after: str


Finder = Callable[[str, Usage], Iterable[Change]]
"""From a paragraph (protected spans shown as U+FFFC) and a country's usage to changes, in any order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of typography.

    `languages` are prefixes of language tags (`fr` holds for `fr-BE`), `*` every language. `sign` is a
    regular expression that stands in every text the rule changes, so that most texts need no search;
    empty where there is none. `examples`
    are pairs of text as typed and as the whole table sets it, `unchanged` texts that must stay: there ⍽
    stands for U+00A0 and · for U+202F (see `with_real_spaces`). They are in the language `shown_in`.
    `on` is False for a rule that works only where it is asked for. `writes_letters` is True for the few
    rules that change a letter or a digit, each by a closed list; of those applied, all others keep them.
    """

    id: str
    name: str
    level: Level
    languages: tuple[str, ...]
    why: str
    source: str
    find: Finder
    examples: tuple[tuple[str, str], ...]
    unchanged: tuple[str, ...] = ()
    on: bool = True
    sign: str = ""
    writes_letters: bool = False

    @property
    def shown_in(self) -> str:
        """The language of its examples."""
        return "fr" if {"fr", "*"} & set(self.languages) else self.languages[0]

    def speaks(self, language: str) -> bool:
        """Whether the rule holds for a language tag, such as `fr-BE`."""
        tag = language.lower().replace("_", "-")
        return any(
            prefix == "*" or tag == prefix or tag.startswith(prefix + "-") for prefix in self.languages
        )


def with_real_spaces(example: str) -> str:
    """Give the text that an example stands for."""
    return example.replace("⍽", NBSP).replace("·", NNBSP)


def write(pattern: str, after: str, flags: int = 0) -> Finder:
    """Make a finder that writes `after` over the group `x` (or the whole) of every match."""
    return rewrite(pattern, lambda _match: after, flags)


def space(pattern: str, field: str) -> Finder:
    """Make a finder that writes a space of the usage (its field) over the group `x` of every match."""
    found = late(pattern)

    def find(text: str, usage: Usage) -> Iterator[Change]:
        blank = getattr(usage, field)
        if blank is not None:
            for match in found.finditer(text):
                yield Change(*match.span("x"), blank)

    return find


def rewrite(pattern: str, after: Callable[[re.Match[str]], str], flags: int = 0) -> Finder:
    """Make a finder that writes what `after` makes of every match over its group `x` (or the whole)."""
    found = late(pattern, flags)

    def find(text: str, _usage: Usage) -> Iterator[Change]:
        group = "x" if "x" in found.groupindex else 0
        for match in found.finditer(text):
            yield Change(*match.span(group), after(match))

    return find


def together(*finders: Finder) -> Finder:
    """Make one finder of several."""
    return lambda text, usage: [change for find in finders for change in find(text, usage)]
