"""Names for files and ids, made from titles."""

from __future__ import annotations

import re
import unicodedata

from anthology.names import collation_key


def slugify(text: str, limit: int = 48) -> str:
    """A name for files and ids: `[a-z0-9-]`, cut at a word; empty when nothing of the text remains."""
    signs = (char for char in unicodedata.normalize("NFKC", text) if not unicodedata.combining(char))
    letters = "".join(collation_key(char) if char.isalnum() else char for char in signs)
    slug = ""
    for word in re.findall(r"[a-z0-9]+", letters):
        longer = f"{slug}-{word}" if slug else word[:limit]
        if len(longer) > limit:
            break
        slug = longer
    return slug
