"""Texts that nobody writes, and somebody may send: each is judged, in time that grows with the text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from anthology.model import Block, Manuscript
from anthology.recognise import recognise
from anthology.recognise.duplicates import LONGEST, find_repeats
from tests.safety.counts import count

Lines = Callable[[int], list[str]]

SHAPES: dict[str, Lines] = {
    "one letter": lambda size: ["a" * size],
    "capitals": lambda size: ["A" * size],
    "words": lambda size: ["mot " * (size // 4)],
    "digits": lambda size: ["1" * size],
    "names": lambda size: ["Jean Dupont " * (size // 12)],
    "dashes": lambda size: ["-" * size + "a"],
    "a gap": lambda size: ["a" + " " * size + "b"],
    "a hard gap": lambda size: ["a" + "\u00a0" * size + "b"],
    "opened quotations": lambda size: ["« " * (size // 2)],
    "closed quotations": lambda size: ["« oui » dit Jean. " * (size // 18)],
    "question marks": lambda size: ["? " * (size // 2)],
    "colons": lambda size: ["a : " * (size // 4)],
    "addresses": lambda size: ["a.b-c+" * (size // 6)],
    "brackets": lambda size: ["(" * size],
    "sentences": lambda size: ["Je vous dis oui. " * (size // 17)],
    "questions alone": lambda size: ["Pourquoi pas vous ?"] * (size // 20),
    "quotations alone": lambda size: ["« Nous marchons. » explique Léa Roux."] * (size // 38),
    "paragraphs of a word": lambda size: ["a"] * (size // 8),
    "labels": lambda size: [f"Nom{number} : oui." for number in range(size // 16)],
    "groups": lambda size: [f"Groupe {number} : DUPONT Jean" for number in range(size // 26)],
    "furniture": lambda size: ["Partager", "Lire aussi : a b"] * (size // 26),
    "markers": lambda size: ["***"] * (size // 4),
    "entries": lambda size: [f"{number % 24} h {number % 60} : but !" for number in range(size // 16)],
    "parts of a play": lambda size: ["LA DAME : oui.", "LE MONSIEUR : ah ?"] * (size // 34),
    "voices": lambda size: [f"Inès, {number} ans : « oui. »" for number in range(size // 26)],
    "one paragraph again": lambda size: (
        ["Il était une fois une phrase qui ne disait rien à personne."] * (size // 60)
    ),
}


def manuscript(lines: list[str]) -> Manuscript:
    """A submission of these paragraphs."""
    blocks, start = [], 0
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        blocks.append(Block(start, start + len(text), number, text))
        start += len(text) + 1
    text = "\n".join(block.text for block in blocks)
    return Manuscript("submissions/a.txt", "0" * 64, "utf-8", text, tuple(blocks))


def cost(lines: list[str]) -> float:
    """Processor time that it takes to recognise them."""
    before = time.process_time()
    found = recognise([manuscript(lines)])
    taken = time.process_time() - before
    assert len(found.readings[0].judgements) == len(lines)
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_four_times_the_time_and_no_more(shape: str) -> None:
    size = count(2500, 5000)
    cost(SHAPES[shape](100))  # patterns are compiled when they are first used
    # The machine may be busy: one quiet measurement out of three is enough.
    ratios = (cost(SHAPES[shape](4 * size)) / max(cost(SHAPES[shape](size)), 0.01) for _ in range(3))
    assert any(ratio < 9 for ratio in ratios)


def test_paragraphs_too_long_to_be_aligned_are_compared_by_their_runs() -> None:
    words = [f"mot{number}" for number in range(LONGEST // 4)]
    changed = [*words[:-1], "autre"]
    (repeat,) = find_repeats([[" ".join(words)], [" ".join(changed)]]).of((0, 0))
    assert repeat.containment > 0.99
    assert not repeat.exact
