"""Ids for what only a person can decide: from a kind and the words in question to a short stable name."""

from __future__ import annotations

import hashlib

ID_LENGTH = 10
"""Hexadecimal digits in a decision's id: short enough to type, long enough not to collide in a book."""


def decision_id(kind: str, file: str, span_text: str, ordinal: int = 0) -> str:
    """Ten hexadecimal digits that name one decision.

    They depend on the kind, the file and the words in question, never on where these stand: an id
    survives edits elsewhere in the file. `ordinal` tells apart equal words of one file (0 the first).
    """
    parts = (kind, file, span_text, str(ordinal))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:ID_LENGTH]
