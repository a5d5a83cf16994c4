"""Characters that are not text (U1) and characters that have a plainer form (U2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from anthology.rules.rule import Change, Level, Rule, rewrite
from anthology.rules.usage import EVERY_LANGUAGE, Usage

# The characters of Symbol and Wingdings that word processors use for bullets.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8"
_LINE_BREAKS = "\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_INVISIBLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u2060\ufeff"

# Text with longer runs of combining marks is no text: UAX #15 (Stream-Safe Text Format) stops at 30.
_MOST_MARKS = 30

_PRESENTATION = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# No character below U+0300 composes with what precedes it, so each piece is normalised alone.
_PIECE = re.compile("[\x00-\u02ff]?[^\x00-\u02ff]+")


def _visible(match: re.Match[str]) -> str:
    sign = match.group()
    if sign in _BULLETS:
        return "•"
    # A break between two words still keeps them apart.
    return " " if sign.isspace() or sign in "\x1c\x1d\x1e\x1f" else ""


def _plainer_forms(text: str, _usage: Usage) -> Iterator[Change]:
    for match in _PIECE.finditer(text):
        piece = match.group()
        if _too_many_marks(piece):
            continue
        plain = unicodedata.normalize("NFC", "".join(_PRESENTATION.get(char, char) for char in piece))
        if plain != piece:
            yield Change(match.start(), match.end(), plain)


def _too_many_marks(piece: str) -> bool:
    run = 0
    for char in piece:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MOST_MARKS:
            return True
    return False


RULES = (
    Rule(
        id="U1",
        name="invisible-characters",
        level=Level.APPLIED,
        languages=EVERY_LANGUAGE,
        why="Zero-width signs, soft hyphens and controls come with a paste; they break searches and lines.",
        source="Unicode, chapter 23: special areas and format characters",
        find=rewrite(f"[{_LINE_BREAKS}{_INVISIBLE}{_BULLETS}]", _visible),
        examples=(
            ("di\u00adman\u200bche", "dimanche"),
            ("\ufeffBonjour", "Bonjour"),
            ("une ligne\u2028une autre", "une ligne une autre"),
            ("\uf0b7 un point", "• un point"),
        ),
        unchanged=("👩\u200d👧", "❤\ufe0f", "02\u201131", "نمی\u200cخواهم"),
    ),
    Rule(
        id="U2",
        name="composed-characters",
        level=Level.APPLIED,
        languages=EVERY_LANGUAGE,
        why="A letter and its accent are one character, and ﬁ is two letters: the font joins them.",
        source="Unicode UAX #15 (NFC)",
        find=_plainer_forms,
        examples=(("la ﬁn", "la fin"), ("e\u0301te\u0301", "été"), ("aﬄuent", "affluent")),
        unchanged=("m²", "CO₂", "½", "№", "Ⅻ"),
    ),
)
