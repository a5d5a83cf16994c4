"""Words of a book to the line of the file that holds them."""

from __future__ import annotations

import re

from anthology.checks.words import tokens
from anthology.model import Article

_ENOUGH = 6
"""Words that tell one line of an article from all others."""


def body_line(article: Article, text: str) -> int | None:
    """The line on which a paragraph of an article begins, by its first words."""
    wanted = tokens(text)[:_ENOUGH]
    if not wanted:
        return None
    for number, line in enumerate(article.body.split("\n"), start=article.body_line):
        words = tokens(re.sub(r"\\", "", line))
        if words[: len(wanted)] == wanted or _holds(words, wanted):
            return number
    return None


def _holds(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[start : start + size] == wanted for start in range(len(words) - size + 1))


def file_line(article: Article, text: str | None, needle: str) -> int | None:
    """The line of an article's file, front matter included, that holds these characters.

    Without the text of the file only the body is searched.
    """
    lines = text.splitlines() if text is not None else article.body.split("\n")
    first = 1 if text is not None else article.body_line
    return next((number for number, line in enumerate(lines, start=first) if needle in line), None)
