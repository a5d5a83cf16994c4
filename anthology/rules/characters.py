"""Characters that are not text (U1) and characters that have a plainer form (U2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from anthology.rules.rule import Change, Level, Rule, rewrite, together
from anthology.rules.usage import BLANK, EVERY_LANGUAGE, Usage

# The characters of Symbol and Wingdings that word processors use for bullets.
_BULLETS = "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8"
_LINE_BREAKS = "\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
)
# Where nothing runs from right to left, what turns the direction of text turns nothing.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Text with longer runs of combining marks is no text: UAX #15 (Stream-Safe Text Format) stops at 30.
_MOST_MARKS = 30

_PRESENTATION = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_JOINED = re.compile(f"[{''.join(_PRESENTATION)}]").search

# No character below U+0300 composes with what precedes it, so each piece is normalised alone.
_PIECE = re.compile("[\x00-\u02ff]?[^\x00-\u02ff]+")


def _visible(match: re.Match[str]) -> str:
    sign = match.group()
    if "\uf020" <= sign <= "\uf0ff":
        return "•"
    # A break between two words still keeps them apart.
    return " " if sign.isspace() or sign in "\x1c\x1d\x1e\x1f" else ""


def _turns(text: str, _usage: Usage) -> Iterator[Change]:
    if _TURNS.search(text) and not _FROM_THE_RIGHT.search(text):
        for match in _TURNS.finditer(text):
            yield Change(*match.span(), "")


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
        why="Zero-width signs, soft hyphens and controls come with a paste; they break searches and lines.",
        source="Unicode, chapter 23: special areas and format characters",
        find=together(
            rewrite(
                f"[{_LINE_BREAKS}{_INVISIBLE}{_BULLETS}]|(?:(?<=\\n)|\\A)[\uf020-\uf0ff](?={BLANK})", _visible
            ),
            _turns,
        ),
        examples=(
            ("di\u00adman\u200bche", "dimanche"),
            ("\ufeffBonjour", "Bonjour"),
            ("une ligne\u2028une autre", "une ligne une autre"),
            ("\uf0b7 un point", "• un point"),
            ("\uf02d un tiret de Symbol", "• un tiret de Symbol"),
            ("\u200eun nom\u202c", "un nom"),
        ),
        unchanged=("👩\u200d👧", "❤\ufe0f", "02\u201131", "نمی\u200cخواهم", "\u200fשלום", "un \uf8ff Apple"),
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
