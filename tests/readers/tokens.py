"""Words that occur once in a file, and what each of them must become: the measure of every generated file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from anthology.model import Block, Form, Received, Withheld

_LETTERS = "aéïøßčñ"


@dataclass(frozen=True)
class Fate:
    """What must become of a word: the form of its block, and why it is withheld."""

    form: Form | None = None
    withheld: Withheld | None = None


@dataclass
class Tokens:
    """Hands out words, each of which is given once."""

    expected: dict[str, Fate] = field(default_factory=dict)
    withheld: Withheld | None = None
    """What everything given from now on is withheld as, unless it is withheld already."""

    def new(self, withheld: Withheld | None = None, form: Form | None = None) -> str:
        number = len(self.expected)
        word = f"x{_LETTERS[number % len(_LETTERS)]}{number:04d}z"
        self.expected[word] = Fate(form, self.withheld or withheld)
        return word

    def mistakes(self, received: Received) -> list[str]:
        """Words that are missing, come twice, or became something else; blocks that are not the text's."""
        blocks = [block for manuscript in received.manuscripts for block in manuscript.blocks]
        places: dict[str, list[Block]] = {}
        for block in blocks:
            for word in self.words(block.text):
                places.setdefault(word, []).append(block)
        counts = Counter({word: len(found) for word, found in places.items()})
        wrong = [f"{word} comes {counts[word]} times" for word in self.expected if counts[word] != 1]
        wrong += [f"{word} was never written" for word in counts if word not in self.expected]
        for word, fate in self.expected.items():
            for block in places.get(word, []):
                if block.shape.withheld != fate.withheld:
                    wrong.append(f"{word} is {block.shape.withheld}, not {fate.withheld}: {block.text!r}")
                if fate.form is not None and block.shape.form != fate.form:
                    wrong.append(f"{word} is a {block.shape.form}, not a {fate.form}: {block.text!r}")
        return wrong

    def words(self, text: str) -> Iterator[str]:
        """The words of this kind in a text: six characters and more, from `x` to `z`."""
        start = text.find("x")
        while start >= 0:
            end = text.find("z", start)
            if end < 0:
                return
            yield text[start : end + 1]
            start = text.find("x", end)


def placed(received: Received) -> list[str]:
    """What is wrong with the places of blocks, marks and pictures in their manuscripts."""
    wrong: list[str] = []
    for one in received.manuscripts:
        reached = 0
        for block in one.blocks:
            if one.text[block.start : block.end] != block.text or block.text != block.text.strip():
                wrong.append(f"{block} is not the text at its place")
            if one.text[reached : block.start].strip() or block.start < reached:
                wrong.append(f"{block} leaves a gap or overlaps")
            if block.line != one.text.count("\n", 0, block.start) + 1:
                wrong.append(f"{block} stands on another line")
            reached = block.end
        if one.text[reached:].strip():
            wrong.append("the end of the text is in no block")
        for mark in one.marks:
            if not any(block.start <= mark.start <= mark.end <= block.end for block in one.blocks):
                wrong.append(f"{mark} is in no block")
        for picture in one.pictures:
            if not 0 <= picture.at <= len(one.text) or picture.name not in received.pictures:
                wrong.append(f"{picture} has no place or no bytes")
    return wrong
