"""Takes away the folder of a process that was killed: loaded by the one process that outlives it.

A worker is confined and cannot remove its own folder; the server, which reads nothing of strangers, can. The
folder of a process that lives is held by it, and stays.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from pathlib import Path

from anthology.sandbox import prefix
from anthology.sandbox.lodging import take_away


def sweep(parent: int) -> None:
    """Remove the folder of that process, unless it goes on."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix(parent)}*"):
        take_away(folder)


# Known now: when the server ends, its parent may be gone.
atexit.register(sweep, os.getppid())
