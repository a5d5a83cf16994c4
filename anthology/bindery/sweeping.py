"""Takes away the folder of a process that was killed: loaded by the one process that outlives it.

A worker is confined and cannot remove its own folder; the server, which reads nothing of strangers, can.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from anthology.bindery.forks import STAYS
from anthology.sandbox import prefix


def sweep(parent: int) -> None:
    """Remove the folder of that process, unless it goes on."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix(parent)}*"):
        if not (folder / STAYS).exists():
            shutil.rmtree(folder, ignore_errors=True)


# Known now: when the server ends, its parent may be gone.
atexit.register(sweep, os.getppid())
