"""Texts in; the language most of their small words belong to out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from anthology.recognise.cues import words_of

MIN_HITS = 8
"""Fewer small words than this prove nothing."""

CLEAR_LEAD = 1.6
"""How many times the small words of another language must outnumber those of the book's own."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "fr": _set(
            "le la les des du un une et est dans que qui pour pas sur au aux ce cette ne se il elle "
            "nous vous avec son sa ses leur plus mais ou où je on par sont être à très été comme dont"
        ),
        "en": _set(
            "the of and to in is that it was for with as his her on be at by had not are but from or "
            "have an they which you were their there been we would who will what when she he this my"
        ),
        "es": _set(
            "el la los las de del y que en un una es por con no su para como más pero sus le ya este "
            "sí porque esta son entre cuando muy sin sobre ser también me hasta hay donde lo se al "
            "está yo"
        ),
        "de": _set(
            "der die das und ist ich nicht ein eine zu den dem in sie es mit auf für von sich des "
            "auch als an werden aus er hat dass wir bei nach wie im um am war noch nur über so man "
            "aber einen"
        ),
        "it": _set(
            "il lo gli le la di e che è un una per non in del della dei delle si con da sono come "
            "anche più ma nel alla al ha se questo questa mi io ci dal o cui lei lui quando perché "
            "tutto"
        ),
        "ca": _set(
            "el la els les de i que un una és per amb no del dels al als en es va ha han hi ho com "
            "més però seu seva aquest aquesta són perquè quan també molt fins des on jo tot ens em li"
        ),
    }
)


def language_of(texts: Iterable[str], expected: str) -> str:
    """Return `expected` unless the small words clearly say another language.

    Pass running text only: the names of a credit line have no language.
    """
    own = expected.split("-")[0].lower()
    if own not in STOP_WORDS:
        return expected
    votes = _votes(texts)
    best = max(votes, key=lambda language: votes[language])
    clear = votes[best] >= MIN_HITS and votes[best] >= CLEAR_LEAD * max(votes[own], 1)
    return best if clear and best != own else expected


def _votes(texts: Iterable[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words_of(text))
    return {language: sum(map(counts.__getitem__, words)) for language, words in STOP_WORDS.items()}
