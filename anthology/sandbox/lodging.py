"""A name goes in; a folder for what is temporary comes out, held by this process, and no dead one's is left.

The system lets go of a folder when the process that holds it dies, however it died. So whoever comes next can
tell what nobody needs any more from what another one works in, also across containers, where a number of a
process says nothing.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAMES = re.compile(r"anthology-[0-9]+-[^/]+")


def lodging(prefix: str, place: str | None = None) -> Path:
    """A new folder in that place, among those of the system for a while, held until this process ends.

    Raises:
        OSError: there is no place for it.
    """
    sweep(place)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        if _hold(folder):
            return folder


def _hold(folder: Path) -> bool:
    """Hold it; False where somebody who swept was faster, and it is gone or will be."""
    with suppress(FileNotFoundError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)  # open until the process ends
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        except OSError:  # where folders cannot be held, none is swept either
            return True
        return os.path.samestat(os.fstat(handle), folder.lstat())
    return False


def sweep(place: str | None = None) -> None:
    """Take away the folders of processes that are dead; what cannot be taken away stays."""
    with suppress(OSError), os.scandir(place or tempfile.gettempdir()) as entries:
        for entry in entries:
            if _NAMES.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                take_away(Path(entry.path))


def take_away(folder: Path) -> None:
    """Take away a folder that nobody holds any more; one that is held, or another person's, stays."""
    with suppress(OSError), _unheld(folder):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _unheld(folder: Path) -> Iterator[None]:
    """The folder, if it is this person's and nobody holds it.

    Raises:
        OSError: it is another's, or held.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        state = os.fstat(handle)
        if state.st_uid != os.getuid() or stat.S_IMODE(state.st_mode) & 0o077:
            raise PermissionError
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
