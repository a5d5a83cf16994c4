"""An error that names a key or some words of a file of the content, to the same with line and column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from anthology import folders, toml
from anthology.errors import AnthologyError, Several


@contextmanager
def placing(content: Path) -> Iterator[None]:
    """What stops the work inside is told with its place, where its file says the words or has the key."""
    try:
        yield
    except AnthologyError as error:
        # Those of several are told one by one; the whole has the place of the first.
        for one in (*(error.failures if isinstance(error, Several) else ()), error):
            _place(one, content)
        raise


def _place(error: AnthologyError, content: Path) -> None:
    if not (error.file and error.at) or error.line:
        return
    with suppress(AnthologyError, OSError, ValueError):  # the error itself matters more than its place
        lines = (folders.optional_text(content, error.file) or "").split("\n")
        found = _of_words(error.at, lines) if isinstance(error.at, str) else toml.place_of(error.at, lines)
        error.line, error.column = found or (None, None)


def _of_words(words: str, lines: list[str]) -> tuple[int, int] | None:
    found = ((number, line.find(words)) for number, line in enumerate(lines, start=1))
    return next(((number, at + 1) for number, at in found if at >= 0), None)
