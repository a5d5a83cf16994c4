"""seccomp: nothing goes in; from then on the kernel refuses this thread the calls that no setting needs.

Refused are sockets, programs, the memory of other processes, mounts, what looks past the folders of Landlock
(handles of files), what Landlock does not look at (owners, rights and times of files), and the keys of a
terminal. A refused call gives EPERM, so a library that tries it goes on and says what it says. Numbers are
those of `asm/unistd.h` of each machine.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from anthology.sandbox import landlock

_SET_SECCOMP, _FILTER = 22, 2

_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_PRETEND = 0x00050000
_UNKNOWN = 0x00050000 | errno.ENOSYS

# struct seccomp_data: number, machine, instruction pointer, six arguments of eight bytes.
_NUMBER, _MACHINE, _FIRST, _SECOND = 0, 4, 16, 24
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

_NAMESPACES = 0x7E020000
"""The flags of `clone` that ask for a namespace of one's own: CLONE_NEWNS to CLONE_NEWNET."""
_UNIX = 1
"""AF_UNIX: sockets within this machine."""
_PRETENDED = frozenset(
    (
        *("chmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchownat"),
        *("utime", "utimes", "futimesat", "utimensat"),
    )
)
"""Owners, rights and times of files by name: Landlock does not look at them, and programs end where they are
refused. So nothing is done, and they are told that it was."""
_OF_PROGRAMS = _PRETENDED | {
    *("socket", "socketpair", "connect", "accept", "accept4", "bind", "listen", "execve", "execveat"),
    *("personality", "tkill", "process_madvise", "fchmod", "fchown"),
}
"""Calls that programs of others need among those refused to workers."""
_TYPED_KEYS = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: a program that ends may leave typed commands behind for the shell."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of one kind of machine: of the calls that are refused, and of those looked into."""

    mark: int
    refused: Mapping[str, int]
    clone: int
    clone3: int
    ioctl: int
    kill: tuple[int, ...]
    most: int = 0xFFFFFFFF


_SAME_EVERYWHERE = {
    **{"pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427},
    **{"open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433},
    **{"pidfd_open": 434, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "fchmodat2": 452},
}
_INTEL = {
    **{"socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288},
    **{"execve": 59, "execveat": 322, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311},
    **{"kcmp": 312, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323, "personality": 135},
    **{"add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272, "setns": 308, "chroot": 161},
    **{"mount": 165, "umount2": 166, "pivot_root": 155, "swapon": 167, "swapoff": 168, "acct": 163},
    **{"init_module": 175, "finit_module": 313, "delete_module": 176, "kexec_load": 246, "reboot": 169},
    **{"kexec_file_load": 320, "iopl": 172, "ioperm": 173, "syslog": 103, "quotactl": 179, "adjtimex": 159},
    **{"settimeofday": 164, "clock_settime": 227, "clock_adjtime": 305, "sethostname": 170},
    **{"setdomainname": 171, "mknod": 133, "mknodat": 259, "name_to_handle_at": 303},
    **{"open_by_handle_at": 304, "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92, "fchown": 93},
    **{"lchown": 94, "fchownat": 260, "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280},
    **{"setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198},
    **{"fremovexattr": 199, "tkill": 200},
}
_ARM = {
    **{"socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203},
    **{"accept4": 242, "execve": 221, "execveat": 281, "ptrace": 117, "process_vm_readv": 270},
    **{"process_vm_writev": 271, "kcmp": 272, "perf_event_open": 241, "bpf": 280, "userfaultfd": 282},
    **{"personality": 92, "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97, "setns": 268},
    **{"chroot": 51, "mount": 40, "umount2": 39, "pivot_root": 41, "swapon": 224, "swapoff": 225},
    **{"acct": 89, "init_module": 105, "finit_module": 273, "delete_module": 106, "kexec_load": 104},
    **{"kexec_file_load": 294, "reboot": 142, "syslog": 116, "quotactl": 60, "adjtimex": 171},
    **{"settimeofday": 170, "clock_settime": 112, "clock_adjtime": 266, "sethostname": 161},
    **{"setdomainname": 162, "mknodat": 33, "name_to_handle_at": 264, "open_by_handle_at": 265},
    **{"fchmod": 52, "fchmodat": 53, "fchown": 55, "fchownat": 54, "utimensat": 88, "setxattr": 5},
    **{"lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16},
    **{"tkill": 130},
}
MACHINES: Mapping[str, Machine] = MappingProxyType(
    {
        "x86_64": Machine(
            # Numbers from here on are the same calls in another dress (x32).
            *(0xC000003E, {**_INTEL, **_SAME_EVERYWHERE}, 56, 435, 16, (62, 234)),
            most=0x3FFFFFFF,
        ),
        "aarch64": Machine(0xC00000B7, {**_ARM, **_SAME_EVERYWHERE}, 220, 435, 29, (129, 131)),
    }
)
"""The machines whose numbers are known, by the name that the system gives them."""


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


@cache
def available() -> bool:
    """True where the kernel takes filters, and the numbers of its calls are known."""
    if not sys.platform.startswith("linux") or platform.machine() not in MACHINES:
        return False
    # With no filter given, a kernel that has filters says that there is none there (EFAULT).
    library = ctypes.CDLL(None, use_errno=True)
    return library.prctl(_SET_SECCOMP, _FILTER, None, 0, 0) < 0 and ctypes.get_errno() == errno.EFAULT


def restrict() -> None:
    """Have the kernel refuse these calls to this thread, and to whatever it starts, for good.

    Raises:
        OSError: the kernel refuses the filter.
    """
    _install(program(MACHINES[platform.machine()], os.getpid()))


def restrict_program(*, network: bool = False) -> None:
    """Have the kernel refuse what no program of others needs, and every socket but those of this machine.

    One that talks with itself by the `network` keeps it.

    Raises:
        OSError: the kernel refuses the filter.
    """
    _install(of_programs(MACHINES[platform.machine()], network=network))


def _install(steps: Sequence[Step]) -> None:
    listed = (_Step * len(steps))(*(_Step(*step) for step in steps))
    filter_ = _Program(len(steps), listed)
    landlock.no_new_privileges()
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(filter_), 0, 0) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


Step = tuple[int, int, int, int]
"""An instruction of a filter: code, how far to jump if it holds and if not, value."""


def program(machine: Machine, process: int) -> list[Step]:
    """The filter: what is not refused is allowed; signals go to this process alone."""
    steps = _refused(machine, set(machine.refused.values()))
    steps += [(_EQUAL, 0, 1, machine.clone3), (_RETURN, 0, 0, _UNKNOWN)]
    for number in machine.kill:
        steps += _looked_into(number, [(_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, process)])
    steps += _looked_into(machine.clone, [(_LOAD, 0, 0, _FIRST), (_ANY_BIT, 0, 1, _NAMESPACES)])
    for key in _TYPED_KEYS:
        steps += _looked_into(machine.ioctl, [(_LOAD, 0, 0, _SECOND), (_EQUAL, 0, 1, key)])
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def of_programs(machine: Machine, *, network: bool = False) -> list[Step]:
    """The filter of programs of others: they start programs, and change the rights of their files."""
    kept = {number for name, number in machine.refused.items() if name not in _OF_PROGRAMS}
    steps = _refused(machine, kept)
    for number in sorted(number for name, number in machine.refused.items() if name in _PRETENDED):
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _PRETEND)]
    if not network:
        steps += _looked_into(machine.refused["socket"], [(_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, _UNIX)])
    for key in _TYPED_KEYS:
        steps += _looked_into(machine.ioctl, [(_LOAD, 0, 0, _SECOND), (_EQUAL, 0, 1, key)])
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _refused(machine: Machine, numbers: Iterable[int]) -> list[Step]:
    """The beginning of a filter: calls of another machine or in another dress, and those numbers."""
    steps: list[Step] = [
        *_only_if(_MACHINE, machine.mark),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, min(machine.most + 1, 0xFFFFFFFF)),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in sorted(numbers):
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    return steps


def _only_if(place: int, value: int) -> Sequence[Step]:
    return ((_LOAD, 0, 0, place), (_EQUAL, 1, 0, value), (_RETURN, 0, 0, _REFUSE))


def _looked_into(number: int, question: Sequence[Step]) -> Sequence[Step]:
    """Refuse that call where the question, which ends in a jump over one step, does not jump."""
    inside = (*question, (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, _NUMBER))
    return ((_EQUAL, 0, len(inside), number), *inside)
