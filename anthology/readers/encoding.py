"""Bytes of a text file in; the decoded text and the name of its encoding out.

The order of proof: a byte order mark, strict UTF-8, UTF-16 without a mark (every other byte is zero),
then the old single-byte encodings, weighed by how well the letters they give fit their neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anthology.errors import SourceError

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Marks and what they announce; the longer stand before those they begin with."""

SINGLE_BYTE = ("cp1252", "mac_roman", "iso8859-15", "cp850")
"""Encodings of old Windows, old Macintosh, Unix and DOS, the likeliest first."""

MAX_BY_CHANCE = 3
"""Letters: more letters of another script than this are no accident."""

MOST_BEYOND = 0.4
"""Part of the letters of a text: accented letters are fewer in every language of the west."""
MIN_FOREIGN = 12
"""Letters: fewer say nothing about the language (`ÉTÉ`)."""

MIN_LEAD = 1.0
"""How much better the best single-byte reading must be than a different second best."""


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """What tells a language without its accents, its letters beyond ASCII, and those that are words."""

    words: frozenset[str]
    letters: str
    alone: str


def _alphabet(words: str, letters: str, alone: str = "") -> _Alphabet:
    return _Alphabet(frozenset(words.split()), letters + letters.upper(), alone + alone.upper())


_ENGLISH = _alphabet("the of and to is was for that with his her they not but in on a it as at", "éèêçïñö")
_ALPHABETS: tuple[_Alphabet, ...] = (
    _alphabet(
        "le la les des et est dans que qui pour une un il elle nous vous sur de en se ce au du ne pas on "
        "quand comme plus avec son sa ses leur mais ou tout fait va si",
        "éèàêçùâîôûëïüœ",
        "àôâ",
    ),
    _ENGLISH,
    _alphabet(
        "el los las del que una con por para no se su como cuando la de en y es lo le un al si ha",
        "áéíóúñü",
        "óá",
    ),
    _alphabet("der die das und ist nicht ein eine mit den sie wir auf von im zu es in", "äöüß"),
    _alphabet("il di che una per non con gli della del alla sono la le un in se si ha lo al", "àèéìòù", "è"),
    _alphabet(
        "els les amb que una per del al i va quan dels la el de en un no es se ha si", "àèéíïòóúüç", "àò"
    ),
)
_AFTER_A_LETTER = frozenset("’'»”…")
_BEFORE_A_LETTER = frozenset("«“„‘¿¡")
_AFTER_A_DIGIT = frozenset("€°£²³ºª")
_STRANGE_IN_A_WORD = re.compile("[A-Za-z][\u0370-\u07ff]|[\u0370-\u07ff][A-Za-z]")
_ASCII_WORD = re.compile(r"\b[a-z]+\b")
_NEAR = 0.7
"""A language of which a text holds nearly as many words as of the likeliest may be its language too."""

_ELIDED = re.compile(
    r"(?<![^\W\d_])(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu|quelqu|presqu|aujourd|entr|o|"
    r"(?:d|n|s)?[ae]ll|dall|sull|un|quest|quell|cos|com|dov|anch|bell|sant|gl|rock)’(?=[^\W\d_])"
    r"|(?<=[^\W\d_])’(?:s|t|m|d|n|ll|re|ve)(?![^\W\d_])",
    re.IGNORECASE,
)
"""An apostrophe where French, Italian, Catalan or English write one."""

_ODD_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(?<!\b[nodNOD])’(?=[bcdfgjklmnpqrtvwxz][^\W\d_])")
"""An apostrophe where these languages write none: they drop a vowel before a vowel."""

_PAIRS = (
    (re.compile("“[^“”]+”"), 2.0),
    (re.compile(r"“\s[^“”]+\s”"), 3.0),
    (re.compile(r"‘\s[^‘’]+\s’"), 4.0),
    (re.compile("„[^„“]+“"), 3.0),
    (re.compile(r"[¿¡][^¿¡?!]+[?!]"), 2.0),
)
"""Signs that come in twos, and what both together weigh beside what each weighs.

Set off by spaces, as guillemets are, each of them alone would speak against the reading.
"""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and the Python name of the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, file: str) -> Decoded:
    """Return the text of `data`, without its byte order mark.

    Raises:
        SourceError: `bad-encoding` when a mark lies about the bytes, `unknown-encoding` when two
            encodings give different texts that are about equally likely.
    """
    marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked:
        mark, name = marked
        return _decode_marked(data[len(mark) :], name, len(mark), file)
    if name := _utf16_without_mark(data):
        return Decoded(data.decode(name), name)
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as failure:
        return _decode_single_byte(data, failure.start, file)
    return _unless_by_chance(decoded, data, file)


def _unless_by_chance(decoded: Decoded, data: bytes, file: str) -> Decoded:
    """Two letters of an old encoding can look like one of UTF-8: then it is of another script.

    (`n’ê` of an old Macintosh is `nՐ`, an Armenian letter inside a French word.) A mark that stands on no
    letter of its script is never right.
    """
    strange = [char for char in decoded.text if "\u0370" <= char <= "\u07ff"]
    if not 0 < len(strange) <= MAX_BY_CHANCE or not _STRANGE_IN_A_WORD.search(decoded.text):
        return decoded
    readings = sorted(_readings(data), key=lambda pair: -pair[0])
    if not _is_clear(readings) and any(unicodedata.combining(char) for char in strange):
        raise _unknown(data, next(offset for offset, byte in enumerate(data) if byte > 127), file)
    return readings[0][1] if _is_clear(readings) else decoded


def _decode_marked(data: bytes, name: str, skipped: int, file: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError as failure:
        raise SourceError(
            "bad-encoding",
            f"the file says it is {name.upper()}, but the byte at offset {failure.start + skipped} is not",
            hint="open it in the program that wrote it and save it again as UTF-8",
            file=file,
            line=data[: failure.start].count(b"\n") + 1,
        ) from None


def _utf16_without_mark(data: bytes) -> str:
    """Name the byte order when (nearly) every other byte is zero, as in UTF-16 of western text."""
    if len(data) < 4 or len(data) % 2:
        return ""
    zeros = {"utf-16-be": data[::2].count(0), "utf-16-le": data[1::2].count(0)}
    name = max(zeros, key=lambda key: zeros[key])
    if zeros[name] < 0.45 * len(data) or min(zeros.values()) > 0:
        return ""
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return ""
    return name


def _decode_single_byte(data: bytes, offset: int, file: str) -> Decoded:
    readings = sorted(_readings(data), key=lambda pair: -pair[0])
    if readings and _is_clear(readings) and _is_of_the_west(readings[0][1].text):
        return readings[0][1]
    raise _unknown(data, offset, file)


def _is_of_the_west(text: str) -> bool:
    """False where the letters beyond ASCII are too many for a language that one of the encodings is for.

    So look Cyrillic or Greek texts of an old encoding of their own: a row of accented letters.
    """
    letters = [char for char in text if char.isalpha()]
    beyond = sum(char > "\x7f" for char in letters)
    return beyond < MIN_FOREIGN or beyond <= MOST_BEYOND * len(letters)


def _unknown(data: bytes, offset: int, file: str) -> SourceError:
    byte = data[offset]
    return SourceError(
        "unknown-encoding",
        f"the file is not UTF-8 (byte 0x{byte:02x} at offset {offset}), "
        "and no older encoding fits clearly better than the others",
        hint="open it in the program that wrote it and save it again as UTF-8",
        file=file,
        line=data[:offset].count(b"\n") + 1,
    )


def _readings(data: bytes) -> Iterator[tuple[float, Decoded]]:
    for name in SINGLE_BYTE:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        yield likelihood(text), Decoded(text, name)


def _is_clear(readings: list[tuple[float, Decoded]]) -> bool:
    best, text = readings[0][0], readings[0][1].text
    rivals = [score for score, decoded in readings[1:] if decoded.text != text]
    return best > 0 and all(best - score >= MIN_LEAD for score in rivals)


def likelihood(text: str) -> float:
    """Weigh the characters beyond ASCII by how well they sit between their neighbours."""
    alphabet = _alphabet_of(text)
    padded = f" {text} "
    single = sum(
        _fit(char, padded[index], padded[index + 2], alphabet)
        for index, char in enumerate(text)
        if char > "\x7f"
    )
    pairs = sum(weight * len(pair.findall(text)) for pair, weight in _PAIRS)
    apostrophes = 1.8 * len(_ELIDED.findall(text)) - 3.0 * len(_ODD_APOSTROPHE.findall(text))
    return single + pairs + apostrophes


def _alphabet_of(text: str) -> _Alphabet:
    """The letters of the languages that the plain ASCII words speak; all letters when they speak none.

    English does not outweigh the others: accents between its words are those of a quotation or a name.
    """
    words = Counter(_ASCII_WORD.findall(text.casefold()))
    hits = {own: sum(words[word] for word in own.words) for own in _ALPHABETS}
    most = max(count for own, count in hits.items() if own is not _ENGLISH)
    if not most:
        return _Alphabet(frozenset(), "".join(own.letters for own in _ALPHABETS), "àè")
    near = [own for own in _ALPHABETS if hits[own] >= _NEAR * most]
    return _Alphabet(frozenset(), "".join(own.letters for own in near), "".join(own.alone for own in near))


def _fit(char: str, before: str, after: str, alphabet: _Alphabet) -> float:
    if char.isalpha() and char not in _AFTER_A_DIGIT:
        return _fit_letter(char, before, after, alphabet)
    return next(weigh(char, before, after) for belongs, weigh in _FITS if belongs(char))


def _fit_letter(char: str, before: str, after: str, alphabet: _Alphabet) -> float:
    """Score a letter: lower case in a word, or a capital that opens a word or stands among capitals."""
    own = 1.0 if char in alphabet.letters else -1.0
    if not before.isalpha() and not after.isalpha():
        apart = before.isspace() or before in "’'(«“"
        return 1.0 if char in alphabet.alone and apart else -2.0
    if char.islower():
        return own + (-2.0 if after.isupper() else 1.0)
    return own + (-2.5 if before.islower() else 1.0)


def _fit_closing(char: str, before: str, after: str) -> float:
    if char == "’":
        return 1.1 if before.isalpha() and after.isalpha() else -1
    if char in "…”":
        return 1.5 if not before.isspace() and not after.isalpha() else -1
    return 1 if (not before.isspace() and not after.isalpha()) or (char == "»" and before.isspace()) else -1


def _fit_opening(char: str, before: str, after: str) -> float:
    if char == "“" and not after.isalnum():
        return 0 if not before.isspace() else -1  # German closes with it
    return 1.5 if (not before.isalnum() and not after.isspace()) or char == "«" else -1


def _fit_unit(_char: str, before: str, _after: str) -> float:
    return 1 if before.isdigit() or before.isspace() or before in "nm" else -1


def _fit_copyright(char: str, before: str, after: str) -> float:
    opens = (before.isspace() or before == "(") and (after.isspace() or after.isalnum())
    return 1.5 if opens else _fit_anything(char, before, after)


def _fit_dash(_char: str, before: str, after: str) -> float:
    return 1 if before.isspace() == after.isspace() else -0.5


def _fit_no_break_space(_char: str, before: str, after: str) -> float:
    return 1 if before in "«" or after in "»?!:;%€0123456789" else -1


def _fit_anything(char: str, _before: str, _after: str) -> float:
    return -3 if unicodedata.category(char) in ("Cc", "So") else -2


_FITS: tuple[tuple[Callable[[str], bool], Callable[[str, str, str], float]], ...] = (
    (_AFTER_A_LETTER.__contains__, _fit_closing),
    (_BEFORE_A_LETTER.__contains__, _fit_opening),
    (_AFTER_A_DIGIT.__contains__, _fit_unit),
    ("©".__eq__, _fit_copyright),
    ("–—".__contains__, _fit_dash),
    ("\u00a0".__eq__, _fit_no_break_space),
    (lambda _char: True, _fit_anything),
)
