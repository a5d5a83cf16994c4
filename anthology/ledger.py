"""The ledger of the last import (`ledger.json`) to values: what became of every word of every submission."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict, ValidationError

from anthology.cache import digest
from anthology.errors import SourceError
from anthology.jsontext import to_json

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


class LedgerSubmission(_Line):
    """One submission, accounted for."""

    file: str
    sha256: str
    words: int
    language: str = ""
    encoding: str = ""
    fates: dict[str, int] = {}
    blocks: list[LedgerBlock]
    edits: list[LedgerEdit] = []


class LedgerDecision(_Line):
    """Something the last import asked."""

    id: str


class Ledger(_Line):
    """Every submission of the last import, and what it asked."""

    submissions: list[LedgerSubmission] = []
    decisions: list[LedgerDecision] | None = None


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
