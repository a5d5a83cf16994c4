"""Words of a book to line and column of the file that holds them."""

from __future__ import annotations

import re

from anthology.checks.words import tokens
from anthology.model import Article

_ENOUGH = 6
"""Words that tell one line of an article from all others."""


Place = tuple[int, int] | tuple[None, None]
"""Line and column, both from 1."""
NOWHERE: Place = (None, None)


def body_place(article: Article, text: str) -> Place:
    """Where some words of an article stand, such as the first of a paragraph; by the letters, if need be."""
    wanted = tokens(text)[:_ENOUGH]
    lines = tuple(enumerate(article.body.split("\n"), start=article.body_line))
    for number, line in lines if wanted else ():
        words = tokens(re.sub(r"\\", "", line))
        if words[: len(wanted)] == wanted or _holds(words, wanted):
            return number, _column(line, wanted)
    return next(((number, line.index(text) + 1) for number, line in lines if text and text in line), NOWHERE)


def _column(line: str, words: list[str]) -> int:
    """Where the first of these words stands in a line that holds them one after the other."""
    folded = line.casefold()
    starts = [match.start() for match in re.finditer(re.escape(words[0].casefold()), folded)]
    whole = (at for at in starts if tokens(line[at:])[: len(words)] == words)
    return 1 + next(whole, starts[0] if starts else 0)


def _holds(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[start : start + size] == wanted for start in range(len(words) - size + 1))


def file_place(article: Article, text: str | None, needle: str) -> Place:
    """Where these characters stand first in an article's file, front matter included.

    Without the text of the file only the body is searched.
    """
    lines = text.splitlines() if text is not None else article.body.split("\n")
    first = 1 if text is not None else article.body_line
    found = ((number, line.find(needle)) for number, line in enumerate(lines, start=first))
    return next(((number, at + 1) for number, at in found if at >= 0), NOWHERE)
