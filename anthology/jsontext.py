"""A value to JSON text: stable, readable, for people and machines."""

from __future__ import annotations

import json


def to_json(value: object) -> str:
    """The value as JSON, one entry a line, with every letter as it is."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
