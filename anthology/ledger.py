"""The ledger of the last import (`ledger.json`) to values: what became of every word of every submission."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from anthology.cache import digest
from anthology.errors import SourceError
from anthology.jsontext import to_json
from anthology.model import Decision, Finding, Severity
from anthology.names import Person

FILE = "ledger.json"


class _Line(BaseModel):
    # What a later version adds is passed over; a number that came as a text is an error.
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class LedgerBlock(_Line):
    """One paragraph: what it is, where its words went, and why that is believed."""

    start: int
    end: int
    text: str
    role: str
    fate: str
    line: int = 1
    form: str = "paragraph"
    withheld: str | None = None
    of: str | None = None
    article: str | None = None
    words: int | None = None
    speakers: list[str] = []
    margin: float = 1.0
    evidence: list[str] = []

    @property
    def counted(self) -> int:
        """Its words as the ledger counts them: runs of anything but white space."""
        return len(self.text.split())


class LedgerEdit(_Line):
    """One change of the text; `start` and `end` count characters of the submission."""

    start: int
    end: int
    before: str
    after: str
    rule: str


class LedgerPerson(_Line):
    """A name as it was read, in parts."""

    given: str = ""
    family: str = ""
    organisation: str = ""
    role: str = ""
    class_code: str = Field(default="", alias="class")

    @property
    def display(self) -> str:
        """The name as running text gives it."""
        return Person(self.family, self.given, self.organisation).display


class LedgerGroup(_Line):
    """Who wrote together."""

    number: str = ""
    cohort: str = ""
    school: str = ""


class LedgerPhoto(_Line):
    """A photograph, or a photo credit without one, as it was read."""

    file: str = ""
    credit: list[LedgerPerson] = []
    caption: str = ""
    licence: str = ""
    alt: str | None = None


class LedgerDraft(_Line):
    """An article as it was read: its title, and who made what of it."""

    slug: str
    title: str = ""
    title_proposed: bool = False
    language: str = ""
    group: LedgerGroup | None = None
    authors: list[LedgerPerson] = []
    photos: list[LedgerPhoto] = []
    speakers: list[str] = []


class LedgerMark(_Line):
    """Words that the file marks: italics, a link, a note."""

    start: int
    end: int
    kind: str
    target: str = ""


class LedgerPicture(_Line):
    """A picture inside of a submission, before a character of its text."""

    at: int
    name: str
    sha256: str = ""


class LedgerSubmission(_Line):
    """One submission, accounted for."""

    file: str
    sha256: str
    words: int
    language: str = ""
    encoding: str = ""
    fates: dict[str, int] = {}
    articles: list[LedgerDraft] = []
    blocks: list[LedgerBlock]
    edits: list[LedgerEdit] = []
    accepted: list[LedgerEdit] = []
    marks: list[LedgerMark] = []
    pictures: list[LedgerPicture] = []


class LedgerDecision(_Line):
    """Something the last import asked."""

    id: str


class LedgerFinding(_Line):
    """What a person should know of the reading of a submission."""

    code: str
    severity: str
    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None


class LedgerFile(_Line):
    """A file that was sent, whether there is a text in it or not."""

    file: str
    sha256: str


class Ledger(_Line):
    """Every submission of the last import, what it asked, and what it noticed."""

    submissions: list[LedgerSubmission] = []
    decisions: list[LedgerDecision] | None = None
    findings: list[LedgerFinding] = []
    files: list[LedgerFile] | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the last import noticed in the submissions themselves."""

    findings: tuple[Finding, ...] = ()


def noticed(data: Mapping[str, object]) -> Noticed:
    """What a decoded ledger says was noticed; nothing where it cannot be read: that is told elsewhere."""
    try:
        found = read_ledger({"findings": data.get("findings", [])}).findings
    except SourceError:
        return Noticed()
    return Noticed(
        tuple(
            Finding(one.code, _severity(one.severity), one.message, one.hint, one.file, one.line, one.column)
            for one in found
        )
    )


def _severity(name: str) -> Severity:
    return Severity(name) if name in set(Severity) else Severity.REMARK


def read_ledger(data: Mapping[str, object]) -> Ledger:
    """Check a decoded ledger.

    Raises:
        SourceError: `ledger-unreadable`.
    """
    try:
        return Ledger.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise SourceError(
            "ledger-unreadable",
            f"the account of the last import is damaged at {key}: {first['msg']}",
            hint="run `anthology import` again",
            file=FILE,
        ) from None


class StoredLedger(Mapping[str, object]):
    """A ledger as its file holds it: decoded when somebody looks into it, and known by its digest until then.

    Looking into it raises ValueError where the text is not that of a JSON object.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.digest = digest(text)

    def __getitem__(self, key: str) -> object:
        return self._decoded[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded)

    def __len__(self) -> int:
        return len(self._decoded)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, StoredLedger) else super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def _decoded(self) -> Mapping[str, object]:
        try:
            value = json.loads(self.text)
        except RecursionError:
            raise ValueError("nested too deep") from None
        if not isinstance(value, dict):
            raise ValueError("not an object")
        return value


def ledger_digest(ledger: Mapping[str, object]) -> str:
    """The digest of a ledger: of its text, where it is as it was stored."""
    return ledger.digest if isinstance(ledger, StoredLedger) else digest(to_json(dict(ledger)))


# --- where a question stands -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a submission, the words in question in it, and the paragraphs around it."""

    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""


class Passages:
    """The passages that questions are about; the ledger is looked into when the first is wanted."""

    def __init__(self, ledger: Callable[[], str | None]) -> None:
        self._text = ledger

    def of(self, one: Decision) -> Passage | None:
        """The passage a question is about; None where the ledger does not hold it."""
        file, _, line = one.where.rpartition(":")
        submission = self._submissions.get(file)
        if submission is None or not line.isdecimal():
            return None
        try:
            blocks = LedgerSubmission.model_validate(submission).blocks
        except ValidationError:
            return None
        return passage(blocks, int(line), one)

    @cached_property
    def _submissions(self) -> Mapping[str, Any]:
        try:
            found = StoredLedger(self._text() or "{}").get("submissions")
        except ValueError:
            return {}
        entries = found if isinstance(found, list) else []
        return {str(one["file"]): one for one in entries if isinstance(one, dict) and "file" in one}


def passage(blocks: Sequence[LedgerBlock], line: int, one: Decision) -> Passage | None:
    """The passage that a question about a line is about, among the paragraphs of a submission."""
    place = asked_about(blocks, line, one)
    if place is None:
        return None
    number, (start, end) = place
    before = blocks[number - 1].text if number else ""
    after = blocks[number + 1].text if number + 1 < len(blocks) else ""
    return Passage(blocks[number].text, start, end, before, after)


def asked_about(
    blocks: Sequence[LedgerBlock], line: int, one: Decision
) -> tuple[int, tuple[int, int]] | None:
    """The paragraph (its position) that a question is about, and the words in it; none if it names none."""
    above = [number for number, block in enumerate(blocks) if block.line <= line]
    if not above:
        return None
    first = blocks[above[-1]].line  # cells of a table and the like share a line
    candidates = [number for number in above if blocks[number].line == first]
    for number in candidates:
        if words := words_in_question(blocks[number].text, one.found, one.proposed):
            return number, words
    return candidates[0], (0, 0)


def words_in_question(text: str, found: str, proposed: str = "") -> tuple[int, int] | None:
    """Where words that were found stand in a text; only what a proposal would change, if it is near them."""
    match = _found(text, found) or _found(text, found.removesuffix("…"))
    if match is None:
        return None
    start, end = match.span()
    if found.endswith("…") and not text[:end].endswith("…"):
        return start, len(text)  # only their beginning was told
    if found != text[start:end]:
        return start, end
    head = _alike(found, proposed)
    tail = _alike(found[head:][::-1], proposed[head:][::-1])
    if 2 * (head + tail) < len(found):
        return start, end
    return _whole_words(text, start + head, end - tail)


def _found(text: str, words: str) -> re.Match[str] | None:
    """Where the words stand, whatever white space is between them."""
    shown = words.split()
    return re.search(r"\s+".join(map(re.escape, shown)), text) if shown else None


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (mine, its) in enumerate(pairs) if mine != its), min(len(one), len(other)))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The words that hold a span; an empty span between two words holds both."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
