"""content/review.toml: what the tool asked, and what the editor answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from anthology import toml
from anthology.errors import ConfigError
from anthology.model import Decision

FILE = "review.toml"
_HEAD = """\
# What only a person can decide. Write an answer between the quotes of `decision`:
#   "accept"   take what is proposed
#   "reject"   leave it as it is
#   any other words: use these words instead
# An empty answer is an open decision: the book is made, but `anthology check --strict` fails.
# Then run `anthology import` again.
"""


_ORPHANS = "# No longer asked: the source changed. Delete them, or keep them."
_OURS = frozenset({*_HEAD.splitlines(), _ORPHANS})


class _Entry(toml.Table):
    id: str
    kind: str
    where: str = ""
    found: str = ""
    proposed: str = ""
    evidence: tuple[str, ...] = ()
    decision: str = ""


class _File(toml.Table):
    decision: tuple[_Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions of the file, in its order."""

    decisions: tuple[Decision, ...] = ()

    @property
    def answers(self) -> Mapping[str, str]:
        """Answer by decision id, for those that have one."""
        return {one.id: one.answer for one in self.decisions if one.answer}


def read_review(text: str) -> Review:
    """The file's text as a value.

    Raises:
        ConfigError: it is not TOML, or holds unknown keys or wrong values (`Several` when more).
    """
    try:
        entries = toml.read(_File, text).decision
    except toml.Mistakes as mistakes:
        raise mistakes.as_error(ConfigError, "review", FILE) from None
    return Review(
        tuple(
            Decision(one.id, one.kind, one.where, one.found, one.proposed, one.evidence, one.decision.strip())
            for one in entries
        )
    )


def merged(asked: Sequence[Decision], review: Review) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """What is asked now, with the answers given before; and answers to what is no longer asked."""
    answers = review.answers
    now = tuple(replace(one, answer=answers.get(one.id, "")) for one in asked)
    asked_ids = {one.id for one in asked}
    orphans = tuple(one for one in review.decisions if one.answer and one.id not in asked_ids)
    return now, orphans


def decision_json(one: Decision) -> dict[str, object]:
    """A decision as the ledger and `anthology review --json` give it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "open": one.open,
        "where": one.where,
        "found": one.found,
        "proposed": one.proposed,
        "evidence": list(one.evidence),
        "decision": one.answer,
    }


@dataclass(frozen=True, slots=True)
class Remarks:
    """The comments that people wrote into the file: lines by the id of their entry, and those of none."""

    of: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    general: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.of or self.general)


NO_REMARKS = Remarks()


def review_text(
    decisions: Sequence[Decision], orphans: Sequence[Decision] = (), remarks: Remarks = NO_REMARKS
) -> str:
    """The file's text; answers to what is no longer asked are kept at its end, and so is every remark."""
    asked = _once(decisions)
    ids = {one.id for one in (*asked, *orphans)}
    left = [line for id_, lines in remarks.of.items() if id_ not in ids for line in lines]
    general = [*remarks.general, *left]
    parts = [_HEAD]
    if general:
        parts += ["\n".join(general) + "\n"]
    parts += [_entry(one, remarks) for one in asked]
    if orphans:
        parts += [_ORPHANS + "\n", *(_entry(one, remarks) for one in orphans)]
    return "\n".join(parts)


def as_read(decisions: Sequence[Decision], orphans: Sequence[Decision] = ()) -> Review:
    """What `read_review` makes of the text that `review_text` gives for the same."""
    return Review(
        tuple(
            Decision(
                _shown(one.id),
                _shown(one.kind),
                _shown(one.where),
                _shown(one.found),
                _shown(one.proposed),
                tuple(_shown(reason) for reason in one.evidence),
                _shown(one.answer).strip(),
            )
            for one in (*_once(decisions), *orphans)
        )
    )


def _once(decisions: Sequence[Decision]) -> list[Decision]:
    """The same words twice are one question."""
    first = {one.id: one for one in reversed(decisions)}
    return [one for one in decisions if first[one.id] is one]


def _entry(one: Decision, remarks: Remarks) -> str:
    lines = [*remarks.of.get(_shown(one.id), ()), "[[decision]]"]
    for key, value in (
        ("id", one.id),
        ("kind", one.kind),
        ("where", one.where),
        ("found", one.found),
        ("proposed", one.proposed),
    ):
        lines.append(f"{key} = {_quoted(value)}")
    if one.evidence:
        lines.append("evidence = [")
        lines += [f"  {_quoted(reason)}," for reason in one.evidence]
        lines.append("]")
    lines.append(f"decision = {_quoted(one.answer)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML holds it."""
    shown = _shown(text)
    if not _ESCAPED.search(shown):
        return f'"{shown}"'  # nearly every text: a class has thousands of them
    # Only what must be escaped needs the library, and most commands write no decisions.
    import tomlkit

    return tomlkit.item(shown).as_string()


def _shown(text: str) -> str:
    """The text with a space for each control character of a submission."""
    return toml.CONTROL.sub(" ", text)


# --- the file as people keep it ----------------------------------------------------------------------

_HEADER = re.compile(r"\s*\[\[\s*decision\s*\]\]\s*(?P<remark>#.*)?")
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_ANSWER = re.compile(rf"(?P<head>\s*decision\s*=\s*)(?!\"{{3}}|'{{3}}){_STRING}(?P<tail>\s*(?:#.*)?)")
_VALUE = re.compile(rf"\s*(?:\w+\s*=\s*(?:{_STRING}|\[)?|{_STRING}\s*,?|\])\s*(?P<remark>#.*)")
_ID = re.compile(r"""\s*id\s*=\s*["']([^"'\\]*)["']""")


def with_answers(text: str, answers: Mapping[str, str]) -> str:
    """The file's text with these answers, by id; comments, order and every other line stay as they are.

    An id that the file does not hold changes nothing.

    Raises:
        ConfigError: the text is no file of decisions (`Several` when more than one thing is wrong).
    """
    read_review(text)
    bare = text.removeprefix("\ufeff")
    wanted = _told(toml.tables(bare), answers)
    made = _line_by_line(bare, answers)
    if made is None or toml.tables(made) != wanted:
        made = _by_the_library(bare, answers)
    return text[: len(text) - len(bare)] + made


def _told(data: dict[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """What the file is to say."""
    for one in data.get("decision", ()):
        if one["id"] in answers:
            one["decision"] = _shown(answers[one["id"]])
    return data


def _line_by_line(text: str, answers: Mapping[str, str]) -> str | None:
    """The text, where each entry has its answer on a line of its own: nearly always, and at once."""
    lines = text.split("\n")
    for start, end in _entries(lines):
        id_ = next((found[1] for line in lines[start:end] if (found := _ID.match(line))), None)
        if id_ is None or id_ not in answers:
            continue
        places = [n for n in range(start, end) if _ANSWER.fullmatch(lines[n])]
        if len(places) != 1:
            return None
        found = _ANSWER.fullmatch(lines[places[0]])
        lines[places[0]] = f"{found['head']}{_quoted(answers[id_])}{found['tail']}" if found else ""
    return "\n".join(lines)


def _entries(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    heads = [n for n, line in enumerate(lines) if _HEADER.fullmatch(line)]
    return pairwise((*heads, len(lines)))


def _by_the_library(text: str, answers: Mapping[str, str]) -> str:
    """The text, however the entries are written; it takes some hundred times as long."""
    import tomlkit

    document = tomlkit.parse(text)
    for one in document.get("decision", ()):
        if one["id"] in answers:
            one["decision"] = _shown(answers[one["id"]])
    return tomlkit.dumps(document)


def remarks(text: str) -> Remarks:
    """The comments of the file that this tool did not write.

    Those inside of an entry or directly above it belong to it, the others to the whole file.
    """
    of: dict[str, list[str]] = {}
    general: list[str] = []
    own = general
    above: list[str] = []
    inside = False
    lines = text.removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines):
        if _HEADER.fullmatch(line):
            id_ = _id_below(lines, number)
            own = general if id_ is None else of.setdefault(id_, [])
            own += above
            above = []
        elif not line.strip():
            general += above
            above, inside = [], False
            continue
        inside = inside or not line.lstrip().startswith("#")
        remark = _remark(line) if "#" in line else ""
        if remark and remark not in _OURS:
            (own if inside else above).append(remark)
    return Remarks({id_: tuple(found) for id_, found in of.items() if found}, (*general, *above))


def _id_below(lines: Sequence[str], header: int) -> str | None:
    for line in lines[header + 1 :]:
        if found := _ID.match(line):
            return found[1]
        if _HEADER.fullmatch(line):
            break
    return None


def _remark(line: str) -> str:
    """The comment of a line, if it has one."""
    if line.lstrip().startswith("#"):
        return line.strip()
    found = _HEADER.fullmatch(line) or _VALUE.fullmatch(line)
    return (found["remark"] or "").strip() if found else ""


_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f]')
"""What a text of TOML cannot hold as it is."""
