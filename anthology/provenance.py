"""What each output was made of, and what was noticed while it was made: kept beside the outputs.

An output whose sources have changed since is older than they are; judging it against them would only say so
in a hundred ways. What is noticed while pages are set (a loose line, a coarse picture) cannot be seen in the
finished files, so it is kept with them, and said again when these are checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from anthology.jsontext import to_json
from anthology.model import Finding, Severity

FILE = "report/build.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """The fingerprint of the sources an output was made of, and whether it is a draft."""

    sources: str
    draft: bool = False


def fingerprint(digests: Mapping[str, str], *, version: str) -> str:
    """One digest for all sources, by name, and the version of the tool."""
    lines = [version, *(f"{digests[name]}  {name}" for name in sorted(digests))]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def origins_text(
    origins: Mapping[str, Origin],
    noticed: Sequence[Finding] = (),
    now: Origin | None = None,
    *,
    made_with: Mapping[str, str] = MappingProxyType({}),
    inputs: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The origins by output, and what was noticed of the sources there are now, as the file holds them.

    `made_with` are versions by name, `inputs` the SHA-256 of each file the book of now was made of: who has
    the book can see what it was made of, and make it again.
    """
    told: dict[str, object] = {"outputs": {name: asdict(one) for name, one in sorted(origins.items())}}
    if made_with:
        told["made_with"] = dict(made_with)
    if inputs:
        told["inputs"] = dict(sorted(inputs.items()))
    if now is not None:
        told["noticed"] = {**asdict(now), "findings": [asdict(one) for one in noticed]}
    return to_json(told)


def read_origins(text: str) -> dict[str, Origin]:
    """The origins by output; none for those of which a damaged file says nothing that can be used."""
    try:
        outputs = json.loads(text)["outputs"]
        return {str(name): Origin(str(one["sources"]), one["draft"] is True) for name, one in outputs.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def read_noticed(text: str, now: Origin) -> tuple[Finding, ...]:
    """What was noticed of these sources; nothing of others, nor where the file is damaged."""
    try:
        kept = json.loads(text)["noticed"]
        if Origin(str(kept["sources"]), kept["draft"] is True) != now:
            return ()
        return tuple(Finding(**{**one, "severity": Severity(one["severity"])}) for one in kept["findings"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()
