"""What people say in an article in; proposed titles in the house style, `Name : « words they said »`, out.

The quotation is never a paraphrase: its words stand in the text, side by side, in that order. Only the
first letter may become a capital, and a stop or comma at the end is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from anthology.recognise.cues import Cues, words_of
from anthology.recognise.patterns import pattern

MIN_WORDS, MAX_WORDS = 4, 18
"""Words: fewer say nothing, more are no title."""

IDEAL_WORDS = 9
"""Words: about what fits on one line of a contents page after a name."""

STEM = 6
"""Letters that tell a word from others, whatever its ending."""

MAX_BREAKS = 12
"""Places in one sentence where a clause may begin or end; a list of thirty items needs no more."""

MARKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "fr": (" : ", "« ", " »"),
        "en": (": ", "“", "”"),
        "es": (": ", "«", "»"),
        "de": (": ", "„", "“"),
        "it": (": ", "«", "»"),
        "ca": (": ", "«", "»"),
    }
)
"""Between name and quotation, and round the quotation, by language; plain spaces, as an editor types."""

_SENTENCE_END = pattern(r"(?<=[.!?…])[»”\"]?\s+(?=[«“„\"A-ZÀ-ÖØ-Þ¿¡])")
_ABBREVIATION = pattern(
    r"(?:\b(?:[A-Z]|M|MM|Mme|Mlle|Dr|Pr|St|Ste|av|art|p|n|fig|cf|etc|Mr|Mrs|Ms|vs|bzw|z\.B|Sr|Sra))\.$"
)
_BREAK = pattern(
    r"\s{0,3}[,;:–—]\s+|\s{1,3}(?=(?:et|mais|car|donc|and|but|because|y|pero|porque|und|aber|weil|e|ma|perché|però|i)\s)"
)
_HEDGES = pattern(
    r"\b(?:par exemple|notamment|effectivement|en effet|voilà|etc|bref|for example|for instance|actually|"
    r"por ejemplo|zum beispiel|per esempio|per exemple|d’ailleurs|également|ensuite|enfin)\b",
    re.IGNORECASE,
)
_CONTRAST = pattern(
    r"\b(?:mais|pas|jamais|rien|personne|plus|but|not|never|nobody|nothing|pero|nunca|nadie|nicht|nie|niemand|"
    r"ma|non|mai|però|mai)\b|n’t\b",
    re.IGNORECASE,
)
_STRONG_OPENING = pattern(
    r"(?:il faut|c’est|j’|je |nous |on |i |we |it’s|ich |wir |es ist|hay que|yo |es |bisogna|è |cal |és )",
    re.IGNORECASE,
)
_NO_REFERENT = pattern(
    r"\b(?:de|à|pour) (?:le|la|les) \w+(?:er|ir|re)\b|^(?:nous|on|je) (?:l[ea]s?|y|en)\b"
    r"|^(?:nous|vous|me|te|se) (?!\w+ons\b|sommes|ne |n’|nous )\w+",
    re.IGNORECASE,
)
_UNWANTED = pattern(r"[«»“”„\"()\[\]?/]|\.\s|:")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words said (or, failing that, written) in a paragraph: where, by whom, and how much they stand out.

    `start` is the offset in the submission. `favour` is above 0 for what the authors themselves set
    apart: a heading in quotation marks, a pull quote.
    """

    text: str
    start: int
    line: int
    speakers: tuple[str, ...] = ()
    favour: float = 0.0
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quotation fit for a title: its words as they stand in the text, and how fit."""

    words: str
    start: int
    line: int
    speakers: tuple[str, ...]
    weight: float
    spoken: bool


def candidates(passages: Sequence[Passage], cues: Cues) -> tuple[Candidate, ...]:
    """Return every fit quotation, the fittest first; equal ones in reading order; each wording once."""
    themes = _themes(passages)
    found = [
        _candidate(passage, span, edges, themes, cues)
        for passage in passages
        for span, edges in _clauses(passage.text)
        if _fits(passage.text[slice(*span)])
    ]
    best: dict[str, Candidate] = {}
    for each in sorted(found, key=lambda each: (-each.weight, each.start)):
        best.setdefault(each.words.casefold(), each)
    return tuple(best.values())


def _themes(passages: Iterable[Passage]) -> frozenset[str]:
    """The beginnings of the longer words that come back: what the article is about."""
    stems = Counter(
        word[:STEM] for each in passages for word in set(words_of(each.text)) if len(word) >= STEM
    )
    return frozenset(stem for stem, count in stems.items() if count > 1)


def apart(ranked: Sequence[Candidate], count: int) -> tuple[Candidate, ...]:
    """Return the first `count` that do not overlap: two halves of one sentence are no choice."""
    chosen: list[Candidate] = []
    for each in ranked:
        if len(chosen) < count and all(_disjoint(each, other) for other in chosen):
            chosen.append(each)
    return tuple(chosen)


def _disjoint(one: Candidate, other: Candidate) -> bool:
    separate = one.start + len(one.words) <= other.start or other.start + len(other.words) <= one.start
    return separate and one.words.casefold() not in other.words.casefold()


def title_from(candidate: Candidate, language: str, names: Sequence[str] = ()) -> str:
    """Set a quotation as a title, after the name of who said it."""
    between, opening, closing = MARKS.get(language.split("-")[0], MARKS["en"])
    words = " ".join(candidate.words.split())
    words = words[0].upper() + words[1:]
    if not candidate.spoken:
        return words
    quoted = f"{opening}{words}{closing}"
    return f"{names[0]}{between}{quoted}" if len(names) == 1 else quoted


# --- clauses -----------------------------------------------------------------------------------------


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence."""
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[start : found.start()]):
            yield start, found.start()
            start = found.end()
    yield start, len(text)


def _clauses(text: str) -> Iterator[tuple[tuple[int, int], tuple[bool, bool]]]:
    """Yield the spans that begin and end where a clause may, and whether that is the sentence's own edge."""
    for start, end in sentences(text):
        if "?" in text[start:end]:
            continue  # a question, however cut, says nothing
        breaks = [found.span() for found in _BREAK.finditer(text, start, end)][:MAX_BREAKS]
        begins = [start, *(after for _, after in breaks)]
        ends = [*(before for before, _ in breaks), end]
        for first, begin in enumerate(begins):
            for finish in ends[first:]:
                span = _bare(text, begin, finish, first > 0)
                yield span, (first == 0, finish == end)


_CONJUNCTION = pattern(
    r"(?:et|mais|car|donc|and|but|because|so|y|pero|porque|und|aber|weil|e|ma|perché|però|i)\s+"
)
_TRAILING = ' \u00a0\u202f.,;:–—»”"'


def _bare(text: str, start: int, end: int, inner: bool) -> tuple[int, int]:
    """Leave out marks at the edges and, inside a sentence, a conjunction that joined the clause to it."""
    while start < end and text[start] in ' \u00a0\u202f«“„"-–—':
        start += 1
    conjunction = _CONJUNCTION.match(text, start, end) if inner else None
    start = conjunction.end() if conjunction else start
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return start, end


def _fits(words: str) -> bool:
    count = len(words.split())
    return MIN_WORDS <= count <= MAX_WORDS and not _UNWANTED.search(words) and words[0].isalpha()


def _candidate(
    passage: Passage, span: tuple[int, int], edges: tuple[bool, bool], themes: frozenset[str], cues: Cues
) -> Candidate:
    words = passage.text[slice(*span)]
    weight = passage.favour + _weight(words, edges, themes, cues) - 0.7 * (len(passage.speakers) > 1)
    return Candidate(words, passage.start + span[0], passage.line, passage.speakers, weight, passage.spoken)


def _weight(text: str, edges: tuple[bool, bool], themes: frozenset[str], cues: Cues) -> float:
    """How well a clause stands by itself as a title."""
    words, count = words_of(text), len(text.split())
    opens, closes = edges
    first_person = any(word in cues.first for word in words)
    verb = first_person or any(word in cues.verbs for word in words)
    return sum(
        (
            1.0 * opens + 1.0 * closes,
            -0.13 * max(0, IDEAL_WORDS - count) - 0.2 * max(0, count - IDEAL_WORDS),
            1.0 * first_person,
            0.6 * bool(_STRONG_OPENING.match(text)),
            -3.0 * (not verb),
            -2.5 * (words[0] in cues.links and not _STRONG_OPENING.match(text)),
            -2.0 * (words[-1] in cues.links | cues.articles | cues.prepositions),
            -1.0 * (words[0] in cues.replies),
            -2.0 * any(char.isdigit() for char in text),
            -1.5 * bool(_HEDGES.search(text)),
            0.5 * bool(_CONTRAST.search(text)),
            -1.0 * bool(_NO_REFERENT.search(text)),
            0.3 * min(2, sum(word[:STEM] in themes for word in words if len(word) >= STEM)),
        )
    )
