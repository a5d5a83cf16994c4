"""How far the work is: what every step tells, and whom."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Told after each step: how many are done, of how many, and what was done."""


def silent(done: int, total: int, what: str) -> None:
    """Progress told to nobody."""
