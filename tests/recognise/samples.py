"""Submissions and what people read in them, for the tests of recognition."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anthology.model import Manuscript, Reading
from anthology.readers import read
from anthology.recognise import Recognition, recognise

DATA = Path(__file__).parents[1] / "data" / "recognise"
SUBMISSIONS = Path(__file__).parents[2] / "content" / "submissions"
CREDITS = frozenset({"credit", "byline", "interviewer", "group-label"})
"""Which of them a credit is, is told by the tests of credits."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A submission and its truth: the role of each block, and what else the table says."""

    name: str
    manuscript: Manuscript
    roles: tuple[str, ...]
    truth: Mapping[str, Any]


def manuscript_of(text: str, file: str = "submissions/a.txt") -> Manuscript:
    """A submission of this text."""
    return read(text.encode(), file).manuscripts[0]


def of_file(path: Path) -> Manuscript:
    """A submission on the disk."""
    return read(path.read_bytes(), f"submissions/{path.name}").manuscripts[0]


def recognised(*texts: str, answers: Mapping[str, str] | None = None, language: str = "fr") -> Recognition:
    """What is read in submissions of these texts, named a.txt, b.txt..."""
    files = (f"submissions/{chr(ord('a') + number)}.txt" for number in range(len(texts)))
    manuscripts = [manuscript_of(text, file) for text, file in zip(texts, files, strict=True)]
    return recognise(manuscripts, answers=answers or {}, language=language)


def roles_of(reading: Reading) -> list[str]:
    """The roles of a reading, in order."""
    return [judgement.role.value for judgement in reading.judgements]


def samples() -> list[Sample]:
    """The submissions in tests/data/recognise/samples."""
    table = tomllib.loads((DATA / "roles.toml").read_text(encoding="utf-8"))
    return [
        Sample(name, of_file(DATA / "samples" / f"{name}.txt"), spelled_out(truth["roles"]), truth)
        for name, truth in table.items()
    ]


def class_submissions() -> list[Sample]:
    """The five submissions of the class, in content/submissions."""
    table = tomllib.loads((DATA / "submissions.toml").read_text(encoding="utf-8"))
    return [
        Sample(name, of_file(SUBMISSIONS / name), spelled_out(truth["roles"]), truth)
        for name, truth in table.items()
        if "roles" in truth
    ]


def ledger() -> dict[str, int]:
    """The words of the class's submissions by fate."""
    table = tomllib.loads((DATA / "submissions.toml").read_text(encoding="utf-8"))
    return dict(table["ledger"])


def spelled_out(roles: Iterable[str]) -> tuple[str, ...]:
    """`["chapo", "2*body"]` as three roles."""
    counted = (role.rpartition("*") for role in roles)
    return tuple(name for count, _, name in counted for _ in range(int(count or 1)))
