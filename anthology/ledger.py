"""The ledger of the last import (`ledger.json`) to values: what became of every word of every submission."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, ValidationError

from anthology.errors import SourceError

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
