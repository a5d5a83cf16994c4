"""Text to the characters in it that nobody sees, that turn it round, pile up or pretend to be others.

The classes follow the Unicode Standard, chapter 23 (special areas), and UTS #39 (security mechanisms). What a
script needs stays: joiners of Persian, of the scripts of India and of emoji, selectors behind what they
select, signs of direction where something is written from the right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_MARKS = 4
"""Marks on one letter; no language that is written with them needs more (Unicode UTR #36, 2.11)."""

_FROM_THE_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_LETTER = re.compile(
    "(?!\u061c)[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_OVERRIDES = frozenset("\u202d\u202e")
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef"
_TAGS = "\U000e0020-\U000e007f"
_NOTHING = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NONE = "\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
_MARKS = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

_CLASSES: tuple[tuple[str, str], ...] = (
    ("text-control", f"[{_CONTROLS}]"),
    ("text-surrogate", "[\ud800-\udfff]"),
    ("text-noncharacter", f"[{_NONE}]"),
    ("text-bidi", f"[{_DIRECTIONS}]"),
    ("text-invisible", f"[{_NOTHING}{_JOINERS}{_SELECTORS}{_TAGS}]"),
    ("text-private-use", f"[{_PRIVATE}]"),
    ("text-line-separator", "[\u2028\u2029]"),
    ("text-marks-piled", f"(?<=[{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]"),
)
_CODES = tuple(code for code, _ in _CLASSES)
_ANY = re.compile("|".join(f"({pattern})" for _, pattern in _CLASSES))
# Where a text has no character beyond these, nothing has to be looked for.
_PLAIN = re.compile("[\t\n\r\x20-\x7e\xa0-\u02ff\u2010-\u2027\u202f\u2030-\u205f\u20a0-\u20cf\u2190-\u27bf]*")

_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_WORD_SPACES = (range(0x0E00, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x1800), range(0x1A20, 0x1AB0))
"""Scripts without blanks (Thai, Lao, Burmese, Khmer): there a sign that nobody sees parts two words."""
_JAMO = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xD7B0, 0xD800))
_JOINING = (
    *(range(0x0600, 0x1100), range(0x1200, 0x1CD0), range(0x2190, 0x2C00), range(0x3030, 0x3040)),
    *(range(0x3290, 0x32A0), range(0xA800, 0xAC00), range(0xFB1D, 0xFE00), range(0xFE0F, 0xFE10)),
    *(range(0xFE70, 0xFEFD), range(0x10A00, 0x12000), range(0x1E900, 0x1E960), range(0x1F000, 0x20000)),
)
"""Letters that take another form beside a joiner, and signs that become one picture by it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of characters by its code: why they do harm, and what an editor can do."""

    code: str
    message: str
    hint: str


_DELETE = "delete it; it is between the letters that stand around it"
_MEANT = "type the character that is meant"

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("text-control", "a control character, which has no place in a text", _DELETE),
        Kind("text-surrogate", "half of a character", _MEANT),
        Kind("text-noncharacter", "a code that is no character", _DELETE),
        Kind(
            "text-replaced",
            "a mark that stands for a character that was lost",
            "look into the submission for what stood there, and type it",
        ),
        Kind(
            "text-bidi",
            "a sign that turns the direction of writing: what is read is not what is written",
            _DELETE,
        ),
        Kind("text-invisible", "a character that nobody can see", _DELETE),
        Kind("text-private-use", "a sign that means something in one font only", _MEANT),
        Kind(
            "text-line-separator",
            "a line end of an unusual kind",
            "type an ordinary line end, or an empty line between paragraphs",
        ),
        Kind(
            "text-marks-piled",
            "more marks on one letter than any language writes",
            "leave the marks that belong to the word",
        ),
        Kind(
            "text-scripts-mixed",
            "a letter of another alphabet that looks like a Latin one: it looks right, and cannot be found",
            "type the word again",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Trick:
    """A character that no reader may get: where it stands in its text, and of which class it is."""

    start: int
    char: str
    code: str

    @property
    def instead(self) -> str:
        """What stands in its place: a break between two words still keeps them apart."""
        return " " if self.char in _BREAKS else ""


def tricks(text: str, language: str = "") -> Iterator[Trick]:
    """Every such character of a text, in order; in a language that is written from the right, its signs stay.

    In any other one they stay in paragraphs that hold letters of such a language, but for those that write
    letters in another order than they stand.
    """
    if _PLAIN.fullmatch(text):
        return
    flags = {place for flag in _FLAG.finditer(text) for place in range(flag.start() + 1, flag.end())}
    turns = is_from_the_right(language)
    for found in _ANY.finditer(text):
        code, start = _CODES[(found.lastindex or 1) - 1], found.start()
        if start in flags or (code == "text-bidi" and _may_turn(text, start, turns=turns)):
            continue
        if code != "text-invisible" or not _is_needed(text, start):
            yield Trick(start, found[0], code)


def directions(text: str) -> Iterator[Trick]:
    """Every sign that turns the direction of writing, whether it may stay or not."""
    for found in _DIRECTION.finditer(text):
        yield Trick(found.start(), found[0], "text-bidi")


def without(text: str, language: str = "") -> str:
    """The text as a reader may get it."""
    parts: list[str] = []
    done = 0
    for one in tricks(text, language):
        parts += text[done : one.start], one.instead
        done = one.start + 1
    return "".join(parts) + text[done:]


def is_from_the_right(language: str) -> bool:
    """Whether a language is written from the right to the left."""
    return language.partition("-")[0].lower() in _FROM_THE_RIGHT


def named(char: str) -> str:
    """A character as people look it up: its code point, and its name where it has one."""
    return f"U+{ord(char):04X} {unicodedata.name(char, _NAMES.get(char, ''))}".strip()


_NAMES = {"\x00": "NULL", "\x07": "BELL", "\x08": "BACKSPACE", "\x1b": "ESCAPE", "\x7f": "DELETE"}


def _may_turn(text: str, start: int, *, turns: bool) -> bool:
    if text[start] in _OVERRIDES:
        return False
    if turns:
        return True
    line = slice(text.rfind("\n", 0, start) + 1, len(text) if (end := text.find("\n", start)) < 0 else end)
    return _RIGHT_LETTER.search(text[line]) is not None


def _is_needed(text: str, start: int) -> bool:
    """Whether a character without a look of its own changes that of those beside it, as it is meant to."""
    char = text[start]
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    if char in "\u200c\u200d":
        return _is_in(before, _JOINING) or unicodedata.category(before or " ") == "So"
    if char == "\u200b":
        return _is_in(before, _WORD_SPACES) or _is_in(after, _WORD_SPACES)
    if char in "\u115f\u1160":
        return _is_in(before, _JAMO) or _is_in(after, _JAMO)
    if char == "\u034f":
        return _RIGHT_LETTER.match(before) is not None
    return _SELECTOR(char) is not None and _can_be_selected(before)


_SELECTOR = re.compile(f"[{_SELECTORS}]").match


def _can_be_selected(before: str) -> bool:
    """Whether a character has more than one look: ideographs, signs, digits of keys, Mongolian letters."""
    if not before:
        return False
    return (ord(before) >= 0x1000 and before.isalpha()) or unicodedata.category(before)[0] in "SPN"


def _is_in(char: str, ranges: tuple[range, ...]) -> bool:
    return bool(char) and any(ord(char) in one for one in ranges)


# --- letters that look like others -------------------------------------------------------------------

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_GREEK_ALIKE = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχϲϳ"
_OTHERS = (
    f"{_GREEK_ALIKE}\u0400-\u052f\u0531-\u0587\u13a0-\u13f5\u2c80-\u2cff\ua4d0-\ua4ff"
    "\uff21-\uff3a\uff41-\uff5a"
)
# Cyrillic letters that look like Latin ones.
_CYRILLIC_ALIKE = "АВЕЅІЈКМНОРСТУХЗԌԚԜаеѕіјорсухүԁԛԝһѵӏ"
_MIXED = re.compile(f"(?<=[{_LATIN}\u0300-\u036f])[{_OTHERS}]|[{_OTHERS}](?=[{_LATIN}])")
_WHOLE = re.compile(rf"(?<!\w)[{_CYRILLIC_ALIKE}]{{2,}}(?!\w)")
_OTHER = re.compile(f"[{_OTHERS}]").search
_CYRILLIC = re.compile("[\u0400-\u052f]").search
_READ_IN_CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})


def lookalikes(text: str, language: str = "") -> Iterator[Trick]:
    """Letters of other alphabets that look like Latin ones, inside of Latin words and as whole words.

    By the confusables of UTS #39. A word that is written in Cyrillic letters alone is taken for one in
    disguise where each of its letters looks like a Latin one, and nothing else in its line is Cyrillic.
    """
    if not _OTHER(text):
        return
    found = {match.start(): match[0] for match in _MIXED.finditer(text)}
    if language.partition("-")[0].lower() not in _READ_IN_CYRILLIC:
        for word in _WHOLE.finditer(text):
            line = _line_of(text, word.start())
            if not _CYRILLIC(line.replace(word[0], "")):
                found.setdefault(word.start(), word[0][0])
    for start in sorted(found):
        yield Trick(start, found[start], "text-scripts-mixed")


def _line_of(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)]
