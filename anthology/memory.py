"""Memory that is no longer needed goes back to the machine: a setting of the C library, where it has one."""

from __future__ import annotations

from contextlib import suppress

_THRESHOLD_BYTES = 256 * 1024
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8


def give_back_large_blocks() -> None:
    """From now on, blocks of a quarter of a megabyte or more are returned as soon as they are free.

    glibc returns such blocks at first; once some have been freed it keeps ever larger ones for itself, and a
    book of a hundred megabytes passes through several hands. Other C libraries have no such setting.
    """
    import ctypes  # a hundredth of a second: only where there is work to do

    with suppress(OSError, TypeError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _THRESHOLD_BYTES)
        library.mallopt(_M_ARENA_MAX, 1)  # one store for all threads: only one of them runs at a time anyway
