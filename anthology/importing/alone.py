"""A content folder in; the certainty that no other import writes to it meanwhile, out."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from anthology import folders
from anthology.errors import WriteError

_LOCK = ".lock"


@contextlib.contextmanager
def alone(content: Path) -> Iterator[None]:
    """Hold the folder against a second import; nothing of it is left behind.

    The system lets go of it when the process dies; the empty file that then stays holds nobody up.

    Raises:
        WriteError: another import holds it, or the folder cannot be written.
    """
    path = content / folders.BASES / _LOCK
    handle = _held(path)
    try:
        yield
    finally:
        # While it is held: whoever opened it before sees that it is gone, and tries again.
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _held(path: Path) -> int:
    """The lock file, open and held, which still is the one that has this name."""
    while True:
        handle = _opened(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_there(handle, path):
                return handle
        except OSError:
            os.close(handle)
            raise WriteError(
                "import-locked",
                "another import is writing to this folder",
                hint="wait for it to end, then import again",
                file=path.parent.parent.name,
            ) from None
        os.close(handle)


def _opened(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise WriteError(
            "cannot-write",
            f"cannot write: {error.strerror}",
            hint="what was there before is untouched; look at who may write there",
            file=path.parent.name,
        ) from None


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False
