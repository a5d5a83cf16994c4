"""What each output was made of: a fingerprint of its sources, kept beside the outputs.

An output whose sources have changed since is older than they are; judging it against them would only say so
in a hundred ways.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from anthology.jsontext import to_json

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


def origins_text(origins: Mapping[str, Origin]) -> str:
    """The origins by output, as the file holds them."""
    outputs = {name: {"sources": one.sources, "draft": one.draft} for name, one in sorted(origins.items())}
    return to_json({"outputs": outputs})


def read_origins(text: str) -> dict[str, Origin]:
    """The origins by output; none for those of which a damaged file says nothing that can be used."""
    try:
        outputs = json.loads(text)["outputs"]
        return {str(name): Origin(str(one["sources"]), one["draft"] is True) for name, one in outputs.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
