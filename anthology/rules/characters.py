"""Characters that are not text (U1) and characters that have a plainer form (U2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import BLANK, EVERY_LANGUAGE, Usage
from anthology.tricks import tricks

# The characters of Symbol and Wingdings that word processors use for bullets.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8"
_SYMBOL = late(f"[{_BULLETS}]|(?:(?<=\\n)|\\A)[\uf020-\uf0ff](?={BLANK})")
"""Signs of these fonts that stand for a bullet: some anywhere, any at the head of a line."""
_SOFT_HYPHEN = late("\u00ad")

# Text with longer runs of combining marks is no text: UAX #15 (Stream-Safe Text Format) stops at 30.
_MOST_MARKS = 30

_PRESENTATION = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_JOINED = re.compile(f"[{''.join(_PRESENTATION)}]").search

# No character below U+0300 composes with what precedes it, so each piece is normalised alone.
_PIECE = late("[\x00-\u02ff]?[^\x00-\u02ff]+")


def _unseen(text: str, _usage: Usage) -> Iterator[Change]:
    bullets = {match.start() for match in _SYMBOL.finditer(text)}
    for place in bullets:
        yield Change(place, place + 1, "•")
    # Words are divided by the rules of their language. None spells with a soft hyphen: Unicode has it say
    # where a line may end, and nothing else; in scripts that join their letters it changes no form.
    for match in _SOFT_HYPHEN.finditer(text):
        yield Change(*match.span(), "")
    for one in tricks(text):
        if one.start not in bullets:
            yield Change(one.start, one.start + 1, one.instead)


def _plainer_forms(text: str, _usage: Usage) -> Iterator[Change]:
    if unicodedata.is_normalized("NFC", text) and not _JOINED(text):
        return
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
        why="Signs that nobody sees come with a paste; they break searches and lines, and some deceive.",
        source="Unicode, chapter 23: special areas and format characters",
        find=_unseen,
        examples=(
            ("di\u00adman\u200bche", "dimanche"),
            ("\ufeffBonjour", "Bonjour"),
            ("une ligne\u2028une autre", "une ligne une autre"),
            ("\uf0b7 un point", "• un point"),
            ("\uf02d un tiret de Symbol", "• un tiret de Symbol"),
            ("\u200eun nom\u202c", "un nom"),
            ("Ada\u3164 Roy\ufdd0", "Ada Roy"),
            ("un \uf8ff Apple", "un Apple"),
            ("a\u0301\u0302\u0303\u0304\u0305\u0306", "á\u0302\u0303\u0304"),
        ),
        unchanged=("👩\u200d👧", "❤\ufe0f", "02\u201131", "نمی\u200cخواهم", "\u200fשלום"),
    ),
    Rule(
        id="U2",
        name="composed-characters",
        level=Level.APPLIED,
        languages=EVERY_LANGUAGE,
        why="A letter and its accent are one character, and ﬁ is two letters: the font joins them.",
        source="Unicode UAX #15 (NFC)",
        writes_letters=True,
        find=_plainer_forms,
        examples=(("la ﬁn", "la fin"), ("e\u0301te\u0301", "été"), ("aﬄuent", "affluent")),
        unchanged=("m²", "CO₂", "½", "№", "Ⅻ"),
    ),
)
