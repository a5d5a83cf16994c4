"""The blocks of one article in; who speaks in each answer, turn by turn, out.

A speaker is a name the article itself gives: in its opening, in full in a label, or after a quotation.
Nobody is guessed: where the text names nobody, nobody speaks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from anthology.model import Block, Turn
from anthology.names import collation_key, in_capitals, person_of
from anthology.recognise.cues import Cues, words_of
from anthology.recognise.mentions import NAME, SURE, mentions
from anthology.recognise.patterns import pattern
from anthology.recognise.quotes import Attribution, attributions
from anthology.recognise.traits import Traits, replier

LIKELY = 1.0
"""The weight from which the only person of an interview's opening is the one who answers."""

_FULL_NAME = pattern(NAME)
_AFTER_TURN = pattern(r"[\s.,;]*")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one article who may speak, by full names as the text gives them.

    `introduced` are those of the opening; `names` holds them first, then those of labels and quotations.
    """

    names: tuple[str, ...]
    introduced: tuple[str, ...] = ()
    rivals: int = 0
    """Others in the opening who may be people too: with one of them, nobody is the only one."""

    def resolve(self, label: str) -> str:
        """Return the full name a label stands for (initials, given name, surname, both); empty if unclear."""
        wanted = _letters(label)
        found = [name for name in self.names if wanted and wanted in _short_forms(name)]
        return found[0] if len({_letters(name) for name in found}) == 1 else ""

    @property
    def only(self) -> str:
        """The one person who is introduced (or else named at all); empty when there are more."""
        names = self.introduced or self.names
        return names[0] if len(names) + self.rivals == 1 else ""


def cast_of(
    opening: Sequence[str], body: Sequence[Traits], cues: Cues, given_names: Collection[str] = ()
) -> Cast:
    """Gather who may speak: people of the opening, full names in labels, names after quotations."""
    weights = _weights(opening, body, cues, given_names)
    likely = _distinct(name for name, weight in weights.items() if weight >= LIKELY)
    introduced = _distinct(name for name, weight in weights.items() if weight >= SURE)
    if not introduced and len(likely) == 1 and any(traits.asks or traits.quoted for traits in body):
        introduced = likely
    labelled = [traits.label for traits in body if _is_full_name(traits.label, body, cues)]
    attributed = [name for traits in body for name in traits.speakers if " " in name]
    everybody = _distinct([*introduced, *labelled, *attributed])
    return Cast(tuple(everybody), tuple(introduced), len(likely) - len(introduced))


def _weights(
    opening: Sequence[str], body: Sequence[Traits], cues: Cues, given_names: Collection[str]
) -> dict[str, float]:
    """How much speaks for each name of the opening to be a person, by the fullest form of the name."""
    found = [mention for text in opening for mention in mentions(text, cues, given_names)]
    fullest = _fullest(mention.name for mention in found)
    weights: dict[str, float] = {}
    for mention in found:
        name = fullest[mention.name]
        weights[name] = max(weights.get(name, 0.0), mention.weight) + (0.5 if name in weights else 0.0)
    return {name: weight + _support(name, body, cues) for name, weight in weights.items() if " " in name}


def _fullest(names: Iterable[str]) -> dict[str, str]:
    """The longest form of each name that ends in it (`Wallrath` → `Jürgen Wallrath`)."""
    fullest: dict[str, str] = {}
    for name in dict.fromkeys(names):
        words = name.split(" ")
        for tail in (" ".join(words[start:]) for start in range(len(words))):
            fullest[tail] = max(name, fullest.get(tail, ""), key=len)
    return fullest


def _support(name: str, body: Sequence[Traits], cues: Cues) -> float:
    """What the rest of the article adds: a label, a quotation, `Herr Wallrath` in a question."""
    forms = _short_forms(name)
    labels = any(_letters(traits.label) in forms for traits in body if traits.label)
    quoted = any(_letters(said) in forms for traits in body for said in traits.speakers)
    surname = re.escape(name.split()[-1])
    honorifics = "|".join(map(re.escape, sorted(cues.honorifics)))
    addressed = re.compile(rf"\b(?:{honorifics})\.?\s+{surname}\b", re.IGNORECASE)
    return 1.5 * labels + 1.5 * quoted + 1.5 * any(addressed.search(traits.text) for traits in body)


def _is_full_name(label: str, body: Sequence[Traits], cues: Cues) -> bool:
    """Two capitalised words or more that label more than one paragraph, and not the ones that ask."""
    if " " not in label or not _FULL_NAME.fullmatch(label) or words_of(label)[0] in cues.articles:
        return False
    asks = [traits.asks for traits in body if traits.label == label]
    return len(asks) > 1 and sum(asks) <= len(asks) / 2


def _distinct(names: Iterable[str]) -> list[str]:
    """One entry a person: case and accents make no other person; surnames lose their capitals."""
    kept: dict[str, list[str]] = {}
    for name in names:
        kept.setdefault(_letters(name), []).append(name)
    plain = (next(filter(_in_small_letters, each), each[0]) for each in kept.values())
    return [person_of(name).display for name in plain]


def _in_small_letters(name: str) -> bool:
    return not any(in_capitals(word) for word in name.split())


def _letters(text: str) -> str:
    return collation_key(text.replace("-", " ")).replace(" ", "")


def _short_forms(name: str) -> frozenset[str]:
    """`Aziz Oulhiyane` is also `Aziz`, `Oulhiyane` and `AO`; `Jean-Luc Sabathé` also `JLS` and `JS`."""
    parts = name.split()
    pieces = re.split(r"[\s\-]+", name)
    initials = {"".join(piece[0] for piece in pieces), parts[0][0] + parts[-1][0]}
    surnames = {" ".join(parts[start:]) for start in range(1, len(parts))}
    return frozenset(map(_letters, {name, parts[0], *surnames, *initials}))


# --- turns -------------------------------------------------------------------------------------------


def turns_of(traits: Traits, cast: Cast, cues: Cues) -> tuple[Turn, ...]:
    """Cut an answer into turns: after `» verb Name` when another quotation follows."""
    block = traits.block
    start = traits.label_end if cast.resolve(traits.label) or replier(traits.label) else 0
    said = attributions(block.text, cues)
    if not said:
        return (_turn(block, start, len(block.text), _labelled(traits, cast)),)
    return tuple(_attributed_turns(block, start, said, cast))


def _labelled(traits: Traits, cast: Cast) -> tuple[str, ...]:
    name = cast.resolve(traits.label) or ("" if traits.voiced else cast.only)
    return (name,) if name else ()


def _attributed_turns(block: Block, start: int, said: Sequence[Attribution], cast: Cast) -> Iterable[Turn]:
    """One turn an attribution, but one turn for neighbours by the same people."""
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    for attribution in said:
        names = tuple(cast.resolve(name) or name for name in attribution.names)
        following = _AFTER_TURN.match(block.text, attribution.end)
        end = following.end() if following else attribution.end  # the stop belongs to the turn
        if spans and spans[-1][2] == names:
            spans[-1] = (spans[-1][0], end, names)
        else:
            spans.append((spans[-1][1] if spans else start, end, names))
    spans[-1] = (spans[-1][0], len(block.text), spans[-1][2])
    for begin, end, names in spans:
        yield _turn(block, begin, end, names)


def _turn(block: Block, start: int, end: int, names: tuple[str, ...]) -> Turn:
    """A turn in the submission's own offsets, without outer white space."""
    text = block.text[start:end]
    begin = start + len(text) - len(text.lstrip())
    return Turn(block.start + begin, block.start + begin + len(text.strip()), names)


def speakers_of(turns: Iterable[Turn]) -> tuple[str, ...]:
    """Everybody who speaks, in the order of their first words."""
    return tuple(dict.fromkeys(name for turn in turns for name in turn.speakers))
