"""Takes away the folders of processes that were killed: loaded by the one process that outlives them.

A worker is confined and cannot remove its own folder; the server, which reads nothing of strangers, can. The
folder of a process that lives is held by it, and stays.
"""

from __future__ import annotations

import atexit
import os
import sys

from anthology.bindery.forks import short_place
from anthology.sandbox import lodging


def sweep() -> None:
    """Remove what dead processes left, ours among them; who that was need not be known."""
    lodging.sweep()
    if place := short_place():
        lodging.sweep(place)


def end() -> None:
    """Sweep, and end this process on the spot."""
    sweep()
    os._exit(0)


def unheard(*_: object) -> None:
    """Say nothing of a fork that could not begin: its parent was ending, and tells what counts."""


# This is the process that forks, and no other: what is not caught in a fork is told by this hook.
sys.excepthook = unheard
# Known now: what is loaded after this may find no memory.
atexit.register(sweep)
