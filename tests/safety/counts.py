"""How often a thing is tried: seldom in `make test`, often where promises are measured."""

from __future__ import annotations

import os

LONG = "ANTHOLOGY_LONG"
"""The variable of the environment that asks for the long form."""


def is_long() -> bool:
    """True in the long form, which `python -m tests.safety` runs."""
    return bool(os.environ.get(LONG))


def count(short: int, long: int) -> int:
    """How often to try: `short` among all other tests, `long` where promises are measured."""
    return long if is_long() else short
