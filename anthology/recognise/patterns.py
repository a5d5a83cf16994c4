"""A regular expression in; the same, compiled when it is first used, out.

Recognition knows hundreds of set phrases in six languages. To compile them all takes a third of a second, and
most imports need few of them, or none.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Takes the place of a compiled pattern until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
            setattr(self, method, getattr(compiled, method))  # found without coming here from now on
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives for it, later; a mistake in `source` shows at its first use."""
    return cast("re.Pattern[str]", _Late(source, int(flags)))
