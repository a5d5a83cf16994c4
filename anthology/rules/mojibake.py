"""Letters that were read in the wrong encoding somewhere on their way, and saved so (U0).

`RÃ©gion` is `Région`, whose bytes in UTF-8 were read one by one. ftfy finds the way back; what it proposes is
done only where it leads to letters of European languages that suit their neighbours, and where going the way
again gives what was there, character for character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from anthology.rules.late import late
from anthology.rules.rule import Change, Level, Rule
from anthology.rules.usage import EVERY_LANGUAGE, Usage

MAX_LENGTH = 100_000
"""Characters: no paragraph is longer, and what is as long is left as it is."""

_READ_AS = (
    "sloppy-windows-1252",
    "latin-1",
    "macroman",
    "cp437",
    "cp850",
    "iso-8859-15",
    "sloppy-windows-1250",
)
"""In what the bytes of UTF-8 are taken for letters, the likeliest first; the sloppy ones are ftfy's."""

_MOST_TIMES = 3
"""How often one text went the wrong way: with every program that opens and saves it, once more."""

_LETTERS = frozenset(
    "àáâäæçèéêëìíîïñòóôöùúûüÿœßÀÁÂÄÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜŸŒẞãåõøýðþăąćčďęěğįłńňőřśşșšťțůűūźżžıėēŁŚŠŽŻČĆŘİŞȘȚŀĿ"
)
"""Letters that the languages of Europe write in Latin script; other results are no proof of anything."""

_WORDS = frozenset("àâáèéêìíòóôùúÀÂÁÈÉÊÌÍÒÓÔÙÚ")
"""Letters that are a word, or all of one that an apostrophe shortened."""

_SIGNS = frozenset(
    "«»‹›“”„‘’‚…–—€£§©®™°·•¿¡ªº²³½¼¾×→←\u00a0\u202f\u00ad\u2011\u200b\ufeff\u0301\u0300\u0302\u0308\u0327"
)
_PICTURE = late("[\u2600-\u27bf\U0001f000-\U0001faff]")

_CLOSING = frozenset("”’»…–—›“‘\"'.,;:!?)™®°²³")
"""What may follow a capital with nothing between them."""


SIGN = "[ÂÄÅâð√¬‚Œ≈ƒ├┬─┼ÔÇΓĂĹ][^\x00-\x7f]|Ã|[\x80-\x9f]"
"""What stands in every text whose letters were read wrongly in one of these encodings."""


def mended(text: str) -> str:
    """A paragraph as it was before its letters were read wrongly; the same where that is not certain."""
    parts: list[str] = []
    done = 0
    for change in changes_of(text):
        parts += text[done : change.start], change.after
        done = change.end
    return "".join(parts) + text[done:]


def suspected(text: str) -> bool:
    """Whether letters in a text look wrongly read, and it is not certain how they were."""
    return _SUSPECT.search(mended(text)) is not None


_SUSPECT = late(r"Ã[\u00a0-\u00bf©¨‰€ªˆ]|â€|√[©®†¥ß∂¥™´¨Æ]|├[®¿áÂ]|\ufffd|[a-zà-ÿ]Â[«»°\u00a0]")
"""What no language writes: the beginnings of the commonest letters, read wrongly, and lost letters."""


def _find(text: str, _usage: Usage) -> Iterable[Change]:
    return changes_of(text)


@lru_cache(maxsize=256)
def changes_of(text: str) -> tuple[Change, ...]:
    """The changes of the one way back there is; none where there are two, or none is certain."""
    if len(text) > MAX_LENGTH or text.isascii() or not _SIGN.search(text):
        return ()
    found = [changes for fixed in dict.fromkeys(_ways_back(text)) if (changes := _certain(text, fixed))]
    # One that goes further on the same way is no other way.
    return next((best for best in found if all(set(other) <= set(best) for other in found)), ())


_SIGN = late(SIGN)


def _ways_back(text: str) -> Iterator[str]:
    """What the text may have been: as ftfy sees it, and by the encodings that ftfy does not undo."""
    fixed = _by_ftfy(text)
    if fixed != text:
        yield fixed
    for codec in _READ_AS:
        whole = _back(text, codec)
        if whole != text:
            yield whole


def _by_ftfy(text: str) -> str:
    # Few texts need it, and most commands meet none of them.
    from ftfy import TextFixerConfig, fix_encoding

    # Letters alone: curly quotes, entities and forms of characters are no matter of this rule.
    config = TextFixerConfig(
        uncurl_quotes=False, unescape_html=False, fix_c1_controls=False, normalization=None
    )
    return fix_encoding(text, config._replace(replace_lossy_sequences=False))


def _back(text: str, codec: str) -> str:
    """The text, all of which went wrong, as often as it did; the same where not all of it can go back."""
    for _ in range(_MOST_TIMES):
        try:
            text = text.encode(codec).decode("utf-8")
        except UnicodeError:
            break
    return text


def _certain(text: str, fixed: str) -> tuple[Change, ...]:
    """The changes that lead from one to the other; none where one of them is not sure."""
    changes = _aligned(text, fixed)
    if not all(_suits(fixed, place) for place, _ in changes):
        return ()
    found = tuple(change for _, change in changes)
    if _is_mixed(text, found):
        # Right letters stand beside: what is no part of a word may have been written on purpose.
        return found if all(_is_sure(text, one) and _touches(text, one) for one in found) else ()
    return found if any(_is_sure(text, one) for one in found) else ()


def _aligned(text: str, fixed: str) -> list[tuple[int, Change]]:
    """Each letter that came out, with its place in `fixed`; nothing where one cannot be led back."""
    changes: list[tuple[int, Change]] = []
    at = 0
    for place, char in enumerate(fixed):
        wrong = next((form for form in _wrong_forms(char) if text.startswith(form, at)), "")
        if char == "à" and not wrong and text.startswith("Ã ", at):
            # The second half of it is a no-break space, of which many programs make a plain one, or none.
            wrong = "Ã " if text.startswith("Ã  ", at) else "Ã"
        if wrong:
            changes.append((place, Change(at, at + len(wrong), char)))
        elif not text.startswith(char, at):
            return []
        at += len(wrong) or 1
    return changes if at == len(text) else []


@lru_cache(maxsize=2048)
def _wrong_forms(char: str) -> tuple[str, ...]:
    """What a letter looks like after it went the wrong way once or more, the longest first."""
    if char < "\x80":
        return ()
    forms = {form for codec in _READ_AS for form in _gone(char, codec)}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _gone(char: str, codec: str) -> Iterator[str]:
    form = char
    for _ in range(_MOST_TIMES):
        try:
            form = form.encode("utf-8").decode(codec)
        except UnicodeEncodeError:  # half a pair of UTF-16 is no letter
            return
        yield form


def _suits(fixed: str, place: int) -> bool:
    """Whether a letter that came out is one that is written where it stands."""
    char = fixed[place]
    if char not in _LETTERS:
        return char in _SIGNS or _PICTURE.match(char) is not None
    before, after = fixed[max(place - 2, 0) : place], fixed[place + 1 : place + 2]
    if not before[-1:].isalpha() and not after.isalpha():
        return char in _WORDS
    if char.isupper():
        return not before[-1:].islower() and not (before[-1:].isalpha() and after.islower())
    return not after.isupper() and not (len(before) == 2 and all(one.isupper() for one in before))


def _is_sure(text: str, change: Change) -> bool:
    """Whether nobody writes this on purpose: signs that stand side by side in no word."""
    wrong, before, after = _with_neighbours(text, change)
    if len(wrong) > 2 or (change.after == "à" and not before.isalpha()):
        return True
    if before.islower() or after.islower():
        return not (len(wrong) == 1 and before.isupper())
    if wrong[-1] in _CLOSING:
        return before.isalpha() and after.isalpha()
    return len(wrong) > 1 and (change.after in _SIGNS or before.isalpha() or after.isalpha())


def _touches(text: str, change: Change) -> bool:
    """Whether it is a part of a word, or the word `à`."""
    _wrong, before, after = _with_neighbours(text, change)
    return before.isalnum() or after.isalnum() or change.after == "à"


def _with_neighbours(text: str, change: Change) -> tuple[str, str, str]:
    """What is to go, the character before it and the one behind it (empty at the ends)."""
    start, end = change.start, change.end
    return text[start:end], text[max(start - 1, 0) : start], text[end : end + 1]


def _is_mixed(text: str, changes: Iterable[Change]) -> bool:
    """Whether characters beyond ASCII are left that did not go the same way."""
    gone = {place for change in changes for place in range(change.start, change.end)}
    return any(char > "\xa0" and place not in gone for place, char in enumerate(text))


RULES = (
    Rule(
        id="U0",
        name="wrong-letters",
        level=Level.APPLIED,
        languages=EVERY_LANGUAGE,
        why="Bytes of UTF-8 that a program took for letters of an old encoding are what was written again.",
        source="ftfy: fixes text for you (R. Speer); Unicode, section 3.9 (UTF-8)",
        find=_find,
        sign=SIGN,
        examples=(
            ("La RÃ©gion possÃ¨de un lycÃ©e.", "La Région possède un lycée."),
            ("Lâ€™Ã©tÃ© dâ€™AmÃ©lie", "L’été d’Amélie"),
            ("Lâ\x80\x99Ã©cole", "L’école"),
            ("Le num√©rique", "Le numérique"),
            ("dÃƒÂ©jÃƒÂ\xa0", "déjà"),
            ("VoilÃ tout, dÃ©jÃ  la fin.", "Voilà tout, déjà la fin."),
        ),
        unchanged=("Ã", "AMANHÃ…", "le signe Ã© pour é", "Älter", "un CAFÉ…", "Œuvre"),
    ),
)
