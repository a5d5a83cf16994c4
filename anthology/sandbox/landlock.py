"""Landlock: places go in; from then on the kernel lets this thread, and what it starts, open nothing else.

It asks for no privilege and no package. Rights that a kernel does not know are left out by its version (ABI):
2 refuses to move files between folders, 3 to cut them, 4 TCP, 5 the controls of devices, 6 signals and
abstract sockets of others. See <https://docs.kernel.org/userspace-api/landlock.html>.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from functools import cache

from anthology.sandbox.places import Places

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST = (1 << 13) - 1
"""Every right that the first version knows."""
_SPECIAL = sum(1 << bit for bit in (6, 9, 10, 11, 12))
"""Devices, sockets, pipes and symbolic links: nobody confined makes one."""
_REMOVE_FILE, _MAKE_SOCKET = 1 << 5, 1 << 9
_DEVICES = 1 << 6 | 1 << 11
"""Of characters and of blocks: no program of others makes one."""
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_TCP = 0b11
_SCOPED = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("place", ctypes.c_int32))


@cache
def abi() -> int:
    """The version of Landlock that this kernel has; 0 where it has none, or has it switched off."""
    if not sys.platform.startswith("linux"):
        return 0
    known: int = _library().syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)
    return max(0, known)


def restrict(
    places: Places, *, sockets: Iterable[str] = (), programs: bool = False, network: bool = False
) -> None:
    """Confine this thread, and whatever it will start, to the places, for good.

    What becomes a program of others (`programs`) may run what it may read, and make links and pipes in its
    own folder; it lays sockets in the folders of `sockets` too, and keeps the `network` where it needs one.

    Raises:
        OSError: the kernel refuses.
    """
    runs, kept = (_EXECUTE, _DEVICES) if programs else (0, _EXECUTE | _SPECIAL | _IOCTL)
    rules = _ruleset(_handled(abi()), network=network)
    try:
        _let(rules, places.readable, _READ_FILE | _READ_DIR | runs)
        _let(rules, places.writable, _handled(abi()) & ~kept)
        _let(rules, sockets, _MAKE_SOCKET | _REMOVE_FILE)
        no_new_privileges()
        _checked(_library().syscall(_RESTRICT, rules, 0))
    finally:
        os.close(rules)


def no_new_privileges() -> None:
    """Give up every way to more rights, which the kernel asks of who confines himself."""
    _checked(_library().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def _handled(version: int) -> int:
    known = _FIRST
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL)):
        known |= right if version >= since else 0
    return known


def _ruleset(files: int, *, network: bool = False) -> int:
    version = abi()
    net, scoped = (_TCP if version >= 4 and not network else 0), (_SCOPED if version >= 6 else 0)
    # A kernel that does not know the later fields takes them as long as they are empty.
    rules = _Ruleset(files, net, scoped)
    return _checked(
        _library().syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    )


def _let(rules: int, paths: Iterable[str], rights: int) -> None:
    for path in paths:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            kind = rights if stat.S_ISDIR(os.fstat(place).st_mode) else rights & _OF_FILES
            rule = _Beneath(kind, place)
            _checked(_library().syscall(_ADD, rules, _PATH_BENEATH, ctypes.byref(rule), 0))
        finally:
            os.close(place)


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
