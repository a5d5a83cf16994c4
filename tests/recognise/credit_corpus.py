"""A corpus of credits with their truth, and how a reading of one of them is judged."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anthology.model import Block
from anthology.names import Person
from anthology.recognise.credits import Credits, credit_lines, parse_credits

FOLDER = Path(__file__).parents[1] / "data" / "recognise"
FIELDS = {
    "authors": "author",
    "interviewers": "interviewer",
    "illustrators": "illustrator",
    "layout": "layout",
    "proofreaders": "proofreader",
    "translators": "translator",
    "editors": "editor",
    "video": "video",
    "sound": "sound",
}
DETAILS = frozenset({"name-accent", "name-case"})
"""Questions about the spelling of a name that was read."""

SURE = 0.5


@dataclass(frozen=True)
class Half:
    """Credits as the corpus has them, and lines that are none."""

    credits: tuple[dict[str, Any], ...]
    others: tuple[str, ...]


def half(name: str) -> Half:
    """One half of the corpus: `open` or `held`."""
    data = tomllib.loads((FOLDER / f"credits_{name}.toml").read_text(encoding="utf-8"))
    return Half(tuple(data["credit"]), tuple(data["no_credit"]))


def blocks(texts: Sequence[str]) -> tuple[Block, ...]:
    """Texts as the blocks of a submission, each on a line of its own."""

    def placed() -> Iterator[Block]:
        start = 0
        for line, text in enumerate(texts, 1):
            yield Block(start, start + len(text), line, text)
            start += len(text) + 1

    return tuple(placed())


def outcome(case: dict[str, Any], language: str = "") -> str:
    """How a credit is read: `read`, `asked`, `missed` (not seen to be a credit), or `wrong` in silence."""
    texts = case["text"].split("\n")
    found = credit_lines(texts)
    if any(n not in found or found[n].confidence < SURE for n in range(len(texts))):
        return "missed"
    credits = parse_credits("submissions/a.txt", blocks(texts), language=language)
    asked = any(one.kind not in DETAILS for one in credits.decisions)
    if case.get("asks") is True:
        return "read" if asked else "wrong"
    if facts(credits) == truth(case):
        return "read" if not asked or "asks" in case else "asked"
    return "asked" if asked else "wrong"


def truth(case: dict[str, Any]) -> dict[str, str]:
    """What the corpus says of a credit."""
    return {key: value for key, value in case.items() if key not in ("text", "language", "asks")}


def facts(credits: Credits) -> dict[str, str]:
    """What was read of a credit, as the corpus writes it."""
    said = {
        field: [_written(one.person, one.class_code) for one in credits.contributors if one.role == role]
        for field, role in FIELDS.items()
    }
    said["photos"] = [_written(person) for photo in credits.photos for person in photo.credit]
    plain = {
        **{field: "; ".join(people) for field, people in said.items()},
        **{field: getattr(credits, field) for field in ("number", "school", "cohort")},
        "licence": ", ".join(photo.licence for photo in credits.photos if photo.licence),
        "caption": ", ".join(photo.caption for photo in credits.photos if photo.caption),
    }
    return {field: value for field, value in plain.items() if value}


def _written(person: Person, class_code: str = "") -> str:
    name = f"+{person.organisation}" if person.organisation else f"{person.given}|{person.family}"
    return f"{name}@{class_code}" if class_code else name
