"""A style sheet as old reading systems can follow it: each rule about breaks also in the words of CSS 2.1."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BREAK = re.compile(r"(?<![\w-])break-(after|before|inside)\s*:\s*([\w-]+)\s*(!important)?\s*;?")
_OLD_WORDS: Mapping[str, str] = {
    "auto": "auto",
    "avoid": "avoid",
    "avoid-page": "avoid",
    "page": "always",
    "always": "always",
    "left": "left",
    "right": "right",
    "verso": "left",
    "recto": "right",
}
"""What a value was called before (CSS Fragmentation 3, 3.4); any other had no name."""


def for_old_engines(sheet: str) -> str:
    """The style sheet with `page-break-*` before every `break-*`: old engines know no other."""
    return _BREAK.sub(_both, sheet)


def _both(said: re.Match[str]) -> str:
    side, value, urgent = said[1], _OLD_WORDS.get(said[2], ""), f" {said[3]}" if said[3] else ""
    # Inside of a box there was only the wish that it be not parted (CSS 2.1, 13.3.1).
    if not value or (side == "inside" and value not in ("auto", "avoid")):
        return said[0]
    return f"page-break-{side}: {value}{urgent}; {said[0]}"
