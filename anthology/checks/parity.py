"""The two finished files to findings: do paper and screen say the same words, section by section?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from anthology.checks.case import EPUB, PDF
from anthology.checks.pdf_sections import FOLIO
from anthology.checks.text_parts import Part, parts, told
from anthology.checks.things import MadeSection
from anthology.checks.word_order import astray, rising
from anthology.checks.words import difference, running_text, shortened, tokens
from anthology.model import Finding, Severity

# Paper leads to pages and the screen to titles; the imprint of each says which of the two it is.
_APART = frozenset({"index", "imprint"})

_CALL = r"\d{0,3}"
"""The number of a note on paper, where the screen has its call."""

_LONG = 12
"""So many letters in a row stand in a section by chance but once."""


def same_words(one: MadeSection) -> Iterator[Finding]:
    """Words of a section that only one of the two has; the numbers of pages and of notes do not count."""
    if not _is_in_both(one) or one.set is None or one.page is None:
        return
    seen = difference(tokens(one.page_text), one.words_on_paper)
    for words, where in ((seen.lost, EPUB), (seen.added, PDF)):
        kept = [word for word in words if not FOLIO.fullmatch(word)]
        if kept:
            text = one.page_text if where == EPUB else one.set.text
            what = f"only {where} has {shortened(kept)}"
            yield _differs("parity-words", one, _offset(text, kept[0]), what, where)


def same_order(one: MadeSection) -> Iterator[Finding]:
    """Words of the running text that stand in another order on paper than on screen."""
    if not _is_in_both(one) or one.page is None:
        return
    written = tokens(running_text(one.page_tree))
    found = astray(written, tokens(one.page_text), one.words_on_paper)
    if found:
        words = [one.words_on_paper[place] for place in found]
        what = f"{len(words)} words stand in another order on paper: {shortened(words)}"
        yield _differs("parity-order", one, _offset(one.page_text, words[0]), what, EPUB)


def same_parts(one: MadeSection) -> Iterator[Finding]:
    """Headings, captions, credits and notes that only one of the two has, or has elsewhere."""
    if not _is_in_both(one) or one.printed is None:
        return
    screen, paper = parts(one.page_tree), parts(one.printed_tree)
    yield from _unlike(one, screen, paper)
    letters = "".join(one.words_on_paper)
    for part in screen:
        if _place(part, letters) is None and not _goes_on(part, one):
            what = f"the {part.kind} {told(part.pieces)} is not on paper as one"
            yield _differs("parity-parts", one, part.offset, what, EPUB)
    for kind, those in groupby(screen, lambda part: part.kind):
        # Long notes stand behind the text, so those of one kind have two places.
        if kind != "note" or b'class="endnote"' not in one.printed.xhtml:
            yield from _turned(one, list(those), letters)


def _unlike(one: MadeSection, screen: Sequence[Part], paper: Sequence[Part]) -> Iterator[Finding]:
    """What the document of one medium has and that of the other has not."""
    first, second = Counter(part.same for part in screen), Counter(part.same for part in paper)
    for those, own, other, where in ((screen, first, second, EPUB), (paper, second, first, PDF)):
        alone = (part for part in those if own[part.same] > other[part.same])
        for part in islice(alone, 1):
            what = f"only {where} has the {part.kind} {told(part.pieces)} there"
            yield _differs("parity-parts", one, part.offset, what, where)


def _turned(one: MadeSection, those: Sequence[Part], letters: str) -> Iterator[Finding]:
    """Parts of one kind that stand in another order on paper."""
    places = ((_place(part, letters), part) for part in those if _is_alone(part, letters))
    known = [(place, part) for place, part in places if place is not None]
    straight = set(rising([place for place, _ in known]))
    for place, part in known:
        if place not in straight:
            what = f"the {part.kind} {told(part.pieces)} stands in another order on paper"
            yield _differs("parity-parts", one, part.offset, what, EPUB)


def _place(part: Part, letters: str) -> int | None:
    """Where a part stands on paper, whose letters are these."""
    if len(part.pieces) == 1:
        # Nearly every part: to compile an expression takes longer than to find a text.
        return place if (place := letters.find(part.pieces[0])) >= 0 else None
    found = re.search(_CALL.join(map(re.escape, part.pieces)), letters)
    return found.start() if found else None


def _goes_on(part: Part, one: MadeSection) -> bool:
    """Whether a part stands in pieces, one on each of some pages in a row.

    What a line of contents leads to is drawn last, so that it comes between the names that a page parts.
    """
    if one.set is None or len(part.pieces) > 1:
        return False
    left, begun = part.pieces[0], False
    for letters in ("".join(tokens(text)) for text in one.set.texts):
        piece = bisect_left(range(len(left)), True, key=lambda end: left[: end + 1] not in letters)
        if begun and not piece:
            return False
        left, begun = left[piece:], begun or piece >= _LONG
        if begun and not left:
            return True
        if not begun:
            left = part.pieces[0]
    return False


def _is_alone(part: Part, letters: str) -> bool:
    longest = max(part.pieces, key=len, default="")
    return len(longest) >= _LONG and letters.count(longest) == 1


def _is_in_both(one: MadeSection) -> bool:
    there = one.set is not None and one.page is not None
    return there and not one.draft and one.section.kind not in _APART


def _offset(text: str, word: str) -> int:
    """How many characters stand before the first occurrence of a word."""
    places = (found.start() for found in re.finditer(r"\S+", text) if word in tokens(found[0]))
    return next(places, 0)


def _differs(code: str, one: MadeSection, offset: int, what: str, where: str) -> Finding:
    return Finding(
        code,
        Severity.ERROR,
        f"“{one.section.title or one.section.id}”, character {offset}: {what}",
        "make both files again; if this comes back, report it as a fault of the tool",
        where,
        page=one.set.pages[0].label if where == PDF and one.set else None,
    )
