"""Two texts to the words that one of them lacks, however lines, hyphens and notes fall."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lxml import etree

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
)
_APART = frozenset({"note", "noteref"})
"""Classes of inline elements that do not belong to the word before them."""

# The last two are what a PDF reader may give for a hyphen at the end of a line.
_HYPHEN = "[-\u2010\u2011\u00ad\u0002\ufffe]"
# What stands before the hyphen is looked at after it: texts are long, and hyphens are few.
_TURNED = re.compile(rf"{_HYPHEN}(?<=\w.)\s*[\r\n]+\s*(?=\w)")
_JOINED = re.compile(rf"{_HYPHEN}(?:(?<=\w.)(?=\w)|(?<=\u00ad))")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*|\d+")


def text_of(root: etree._Element) -> str:
    """The text that a document shows, with a line end wherever an element other than a phrase ends."""
    parts: list[str] = []
    _gather(next(root.iter("{*}body"), root), parts.append)
    return "".join(parts)


def _gather(element: etree._Element, say: Callable[[str], object]) -> None:
    # A list that grows, not a generator within a generator: it is the longest loop of the checks.
    edge = "" if _phrase(element) else "\n"
    say(edge)
    say(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _gather(child, say)
        say(child.tail or "")
    say(edge)


def _phrase(element: etree._Element) -> bool:
    if str(element.tag).rpartition("}")[2] not in _INLINE:
        return False
    return _APART.isdisjoint((element.get("class") or "").split())


def tokens(text: str) -> list[str]:
    """Runs of letters and runs of digits, without case and without hyphens inside a word.

    A word and a number that touch are two: a note's number stands right behind the word that calls it.
    """
    return list(_tokens(text))


# One text is asked about by some four checks, one after the other.
@lru_cache(maxsize=16)
def _tokens(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text)
    joined = _JOINED.sub("", _TURNED.sub("", plain))
    # Small capitals draw ı and i alike, and a PDF then has one of the two for both.
    return tuple(_WORD.findall(unicodedata.normalize("NFC", joined.casefold()).replace("ı", "i")))


def running_text(root: etree._Element) -> str:
    """The text of an article that runs on from page to page: without titles, notes, pictures and tables."""
    parts: list[str] = []
    for text in root.iter("{*}div"):
        if "text" in (text.get("class") or "").split():
            _run_on(text, parts.append)
    return "".join(parts)


_BESIDE = frozenset({"figure", "table"})
_BESIDE_CLASSES = frozenset({"note", "noteref", "note-call", "endnotes"})


def _run_on(element: etree._Element, say: Callable[[str], object]) -> None:
    edge = "" if _phrase(element) else "\n"
    say(edge)
    say(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name in _BESIDE or not _BESIDE_CLASSES.isdisjoint((child.get("class") or "").split()):
                say("\n")
            else:
                _run_on(child, say)
        say(child.tail or "")
    say(edge)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that should be there and are not, and words that are there and should not; in their order."""

    lost: tuple[str, ...]
    added: tuple[str, ...]


def difference(expected: Sequence[str], found: Sequence[str]) -> Difference:
    """What a set text lacks and has too much. Words may stand in another order, and be cut at line ends."""
    lost, added = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    if lost and added:
        _join_cut(lost, added)
        _cut_joined(lost, added, expected)
        _free_numbers(lost, added)
    return Difference(_first(expected, lost), _first(found, added))


def _join_cut(lost: Counter[str], added: Counter[str]) -> None:
    """A word that stands in pieces, as when a line or a page ended inside it."""
    for word in list(lost):
        while lost[word] and (pieces := _pieces(word, added)):
            lost[word] -= 1
            added.subtract(pieces)


def _pieces(word: str, added: Counter[str]) -> list[str]:
    if added[word] > 0:
        return [word]
    for end in range(len(word) - 1, 0, -1):
        head = word[:end]
        if added[head] > 0:
            added[head] -= 1
            rest = _pieces(word[end:], added)
            added[head] += 1
            if rest:
                return [head, *rest]
    return []


def _cut_joined(lost: Counter[str], added: Counter[str], expected: Sequence[str]) -> None:
    """Two words that stand as one, as when the first ends in a hyphen at the end of a line."""
    for one, two in pairwise(expected):
        if lost[one] > 0 and lost[two] > 0 and added[one + two] > 0:
            lost.subtract([one, two])
            added[one + two] -= 1


def _free_numbers(lost: Counter[str], added: Counter[str]) -> None:
    """A number with the number of a note (three digits at most) right behind it."""
    for number in [word for word in lost if word.isdigit()]:
        for longer in [word for word in added if word.startswith(number) and word.isdigit()]:
            if len(longer) <= len(number) + 3:
                both = min(lost[number], added[longer])
                lost[number] -= both
                added[longer] -= both


def _first(words: Sequence[str], wanted: Counter[str]) -> tuple[str, ...]:
    """The wanted words in the order in which they first stand in the text."""
    left, kept = +wanted, []
    for word in words if left else ():
        if left[word] > 0:
            left[word] -= 1
            kept.append(word)
    return tuple(kept)


def shortened(words: Sequence[str], most: int = 6) -> str:
    """The first of some words, for a message."""
    tail = " …" if len(words) > most else ""
    return "“" + " ".join(words[:most]) + tail + "”"
