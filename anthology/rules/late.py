"""A regular expression to a pattern that is compiled where it is first used.

The rules have hundreds of them, for all languages: a text needs few, and a build that sets one article fewer.
"""

from __future__ import annotations

import re
from functools import cached_property


def late(expression: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern that `re.compile` gives, in time for the first question to it."""
    # It answers as the pattern does.
    return _Late(expression, flags)  # type: ignore[return-value]


class _Late:
    """Stands for a pattern."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression, self._flags = expression, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._expression, self._flags)

    def __getattr__(self, name: str) -> object:
        found = getattr(self._compiled, name)
        # From now on this is asked no more.
        self.__dict__[name] = found
        return found
