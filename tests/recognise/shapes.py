"""Articles in many forms, each line under the role that people read: what the tests of roles read.

A file is an article: `role`, a tab and the paragraph, line by line; a blank line is one of the article. Its
name ends in the language. `development` is what the clues were weighed on; `kept_back` was written first, and
only its totals were ever looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anthology.model import Manuscript, Reading
from anthology.recognise import recognise
from anthology.recognise.outline import DOUBT
from tests.recognise.samples import CREDITS, DATA, manuscript_of

CORPUS = DATA / "corpus"
PARTS = ("development", "kept_back")


@dataclass(frozen=True, slots=True)
class Shape:
    """An article of the corpus, as its authors would send it, and the role of each of its paragraphs."""

    name: str
    language: str
    manuscript: Manuscript
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A paragraph of the corpus: what it is, what it was taken for, whether anybody is asked about it."""

    shape: str
    truth: str
    found: str
    asked: bool
    text: str

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is."""
        return self.truth == self.found


def shapes(part: str) -> list[Shape]:
    """The articles of one part of the corpus, by name."""
    return [shape_of(path) for path in sorted((CORPUS / part).glob("*.txt"))]


def shape_of(path: Path) -> Shape:
    """One article of the corpus."""
    lines = [line.partition("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    name, _, language = path.stem.rpartition(".")
    text = "".join(f"{paragraph}\n" for _, _, paragraph in lines)
    roles = tuple(role for role, _, _ in lines if role)
    return Shape(name, language, manuscript_of(text, f"submissions/{name}.txt"), roles)


def read(shape: Shape) -> Reading:
    """What recognition makes of an article by itself."""
    return recognise([shape.manuscript]).readings[0]


def verdicts(shape: Shape) -> Iterator[Verdict]:
    """Each paragraph of an article beside its truth; what kind of credit a credit is, is told elsewhere."""
    for judgement, truth in zip(read(shape).judgements, shape.roles, strict=True):
        role = judgement.role.value
        found = "credit" if role in CREDITS else role
        yield Verdict(shape.name, truth, found, judgement.margin < DOUBT, judgement.block.text)


def by_role(found: list[Verdict]) -> dict[str, tuple[int, int]]:
    """How many paragraphs of each role are right, and how many there are."""
    there = Counter(each.truth for each in found)
    right = Counter(each.truth for each in found if each.right)
    return {role: (right[role], there[role]) for role in sorted(there)}
