"""What the filter of system calls lets through: step by step, and tried on the kernel of this machine."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import socket
import sys
import threading
from collections.abc import Callable

import pytest
from anthology.sandbox import landlock, seccomp
from anthology.sandbox.seccomp import MACHINES, Machine

ALLOW, REFUSE, UNKNOWN = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
EACH = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)

with_filters = pytest.mark.skipif(not seccomp.available(), reason="this kernel takes no filters")


def answer(machine: Machine, number: int, first: int = 0, second: int = 0, mark: int | None = None) -> int:
    """What the filter of process 77 says to a call, by the rules of such filters."""
    data = {0: number, 4: machine.mark if mark is None else mark, 16: first, 24: second}
    return judged(seccomp.program(machine, 77), data)


def judged(steps: list[seccomp.Step], data: dict[int, int]) -> int:
    at = held = 0
    while True:
        code, yes, no, value = steps[at]
        at += 1
        if code == 0x20:
            held = data[value]
        elif code == 0x06:
            return value
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            at += yes if holds else no


@EACH
def test_each_call_of_the_list_is_refused_and_its_neighbours_are_not(machine: Machine) -> None:
    steps = seccomp.program(machine, 77)
    looked_into = {machine.clone, machine.clone3, machine.ioctl, *machine.kill}
    for number in sorted(set(range(500)) - looked_into):
        refused = number in machine.refused.values()
        said = judged(steps, {0: number, 4: machine.mark, 16: 78, 24: 0x5412})
        assert said == (REFUSE if refused else ALLOW)


@EACH
def test_calls_of_another_machine_and_in_another_dress_are_refused(machine: Machine) -> None:
    assert answer(machine, 0, mark=machine.mark ^ 1) == REFUSE
    assert answer(machine, min(machine.most, 0xFFFFFFFE)) == ALLOW
    assert answer(machine, min(machine.most + 1, 0xFFFFFFFF)) == REFUSE


@EACH
def test_some_calls_are_looked_into(machine: Machine) -> None:
    assert answer(machine, machine.clone3) == UNKNOWN
    for number in machine.kill:
        assert [answer(machine, number, one) for one in (76, 77, 78)] == [REFUSE, ALLOW, REFUSE]
    assert answer(machine, machine.clone, 0x003D0F00) == ALLOW
    for bit in (17, 25, 26, 27, 28, 29, 30):
        assert answer(machine, machine.clone, 0x003D0F00 | 1 << bit) == REFUSE
    assert answer(machine, machine.clone, 1 << 31) == ALLOW
    keys = {0x5411: ALLOW, 0x5412: REFUSE, 0x5413: ALLOW, 0x541B: ALLOW, 0x541C: REFUSE, 0x541D: ALLOW}
    assert {key: answer(machine, machine.ioctl, 0x5412, key) for key in keys} == keys


@EACH
def test_a_filter_is_as_short_as_the_kernel_wants_it_and_jumps_forward_only(machine: Machine) -> None:
    steps = seccomp.program(machine, 77)
    assert len(steps) < 4096
    assert all(at + 1 + max(yes, no) < len(steps) for at, (_, yes, no, _) in enumerate(steps[:-1]))
    assert all(yes == no == 0 for code, yes, no, _ in steps if code in (0x20, 0x06))


@EACH
@pytest.mark.parametrize("network", [True, False])
def test_programs_of_others_start_programs_and_change_the_rights_of_nothing(
    machine: Machine, network: bool
) -> None:
    steps = seccomp.of_programs(machine, network=network)

    def said(name: str, first: int = 0, second: int = 0) -> int:
        return judged(steps, {0: machine.refused[name], 4: machine.mark, 16: first, 24: second})

    sockets = [said("socket", family) for family in (0, 1, 2, 10, 16)]
    assert sockets == ([ALLOW] * 5 if network else [REFUSE, ALLOW, REFUSE, REFUSE, REFUSE])
    for name in ("execve", "connect", "bind", "fchmod"):
        assert said(name, 2) == ALLOW
    for name in ("fchmodat", "fchownat", "utimensat"):
        assert said(name) == 0x00050000  # nothing is done, and it is told that it was
    for name in ("ptrace", "mount", "bpf", "unshare", "setns", "io_uring_setup", "setxattr", "reboot"):
        assert said(name) == REFUSE
    for key, answer_ in ((0x5411, ALLOW), (0x5412, REFUSE), (0x5413, ALLOW), (0x541C, REFUSE)):
        assert judged(steps, {0: machine.ioctl, 4: machine.mark, 16: 0x5412, 24: key}) == answer_
    assert judged(steps, {0: 0, 4: machine.mark ^ 1, 16: 0, 24: 0}) == REFUSE
    assert judged(steps, {0: 0, 4: machine.mark, 16: 0, 24: 0}) == ALLOW


def in_a_thread(task: Callable[[], object]) -> object:
    """What the task gives, done where the filter ends with the thread."""
    said: list[object] = []
    thread = threading.Thread(target=lambda: said.append(task()))
    thread.start()
    thread.join()
    return said[0]


def tried(task: Callable[[], object]) -> str:
    try:
        task()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


@with_filters
def test_the_kernel_refuses_a_filtered_thread_and_no_other() -> None:
    def attempts() -> list[str]:
        seccomp.restrict()
        return [
            tried(socket.socket),
            tried(lambda: os.kill(os.getppid(), 0)),
            tried(lambda: os.kill(os.getpid(), 0)),
            tried(lambda: os.execv("/nowhere", ["x"])),  # noqa: S606 - there is no such program
            tried(lambda: os.stat("/")),  # noqa: PTH116
        ]

    assert in_a_thread(attempts) == ["EPERM", "EPERM", "done", "EPERM", "done"]
    socket.socket().close()
    assert tried(lambda: signal.pthread_kill(threading.get_ident(), 0)) == "done"


class Library:
    """A kernel that notes what it is asked, and refuses with an error."""

    def __init__(self, number: int, answer: int = -1) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.number, self.answer = number, answer

    def prctl(self, *args: object) -> int:
        if args[0] == 22 and args[2] is not None:
            held = args[2]._obj  # type: ignore[attr-defined]
            steps = [held.steps[place] for place in range(held.length)]
            args = (*args[:2], [(one.code, one.yes, one.no, one.k) for one in steps], *args[3:])
        self.asked.append(args)
        ctypes.set_errno(self.number)
        return self.answer if args[0] == 22 else 0


def kernel(monkeypatch: pytest.MonkeyPatch, number: int, answer: int = -1) -> Library:
    made = Library(number, answer)
    monkeypatch.setattr(ctypes, "CDLL", lambda name, use_errno: made if name is None and use_errno else None)
    monkeypatch.setattr(landlock, "_library", lambda: made)
    return made


@pytest.mark.parametrize("name", MACHINES)
def test_the_whole_filter_of_this_process_is_handed_over(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(platform, "machine", lambda: name)
    asked = kernel(monkeypatch, 0, 0)
    seccomp.restrict()
    steps = seccomp.program(MACHINES[name], os.getpid())
    assert asked.asked == [(38, 1, 0, 0, 0), (22, 2, steps, 0, 0)]


@pytest.mark.parametrize("network", [True, False])
def test_so_is_that_of_programs_of_others(monkeypatch: pytest.MonkeyPatch, network: bool) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    asked = kernel(monkeypatch, 0, 0)
    seccomp.restrict_program(network=network)
    steps = seccomp.of_programs(MACHINES["x86_64"], network=network)
    assert asked.asked == [(38, 1, 0, 0, 0), (22, 2, steps, 0, 0)]
    seccomp.restrict_program()
    assert asked.asked[-1] == (22, 2, seccomp.of_programs(MACHINES["x86_64"]), 0, 0)
    assert seccomp.of_programs(MACHINES["x86_64"]) == seccomp.of_programs(MACHINES["x86_64"], network=False)


def test_a_filter_that_the_kernel_refuses_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    kernel(monkeypatch, errno.EINVAL)
    with pytest.raises(OSError, match="Invalid argument") as caught:
        seccomp.restrict()
    assert caught.value.errno == errno.EINVAL


@pytest.mark.parametrize(
    ("system", "machine", "answer", "number", "there"),
    [
        ("linux", "x86_64", -1, errno.EFAULT, True),
        ("linux", "aarch64", -1, errno.EFAULT, True),
        ("linux", "x86_64", -1, errno.EINVAL, False),
        ("linux", "x86_64", 0, errno.EFAULT, False),
        ("linux", "riscv64", -1, errno.EFAULT, False),
        ("darwin", "x86_64", -1, errno.EFAULT, False),
    ],
)
def test_filters_are_there_where_the_kernel_takes_them_and_its_calls_are_known(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, answer: int, number: int, there: bool
) -> None:
    asked = kernel(monkeypatch, number, answer)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert seccomp.available.__wrapped__() is there
    known = system == "linux" and machine in MACHINES
    assert asked.asked == ([(22, 2, None, 0, 0)] if known else [])
