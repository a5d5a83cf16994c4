"""The layers of a program of others: it starts programs and lays its sockets; workers may do neither."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from anthology.sandbox import landlock, launching, seccomp
from anthology.sandbox.places import Places, installed
from tests.safety.test_sandbox import answered
from tests.sandbox.test_landlock import in_a_thread

with_landlock = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")


@pytest.mark.parametrize("machine", seccomp.MACHINES.values(), ids=list(seccomp.MACHINES))
def test_its_filter_knows_the_calls_of_each_machine(machine: seccomp.Machine) -> None:
    refused, pretended, allowed = 0x50001, 0x50000, 0x7FFF0000
    steps, networked = seccomp.of_programs(machine), seccomp.of_programs(machine, network=True)
    for name, said in {
        **dict.fromkeys(("ptrace", "mount", "bpf", "io_uring_setup", "open_by_handle_at"), refused),
        **dict.fromkeys(("fchmodat", "fchmodat2", "fchownat", "utimensat"), pretended),
        **dict.fromkeys(("execve", "connect", "fchmod"), allowed),
    }.items():
        assert answered(steps, machine.mark, machine.refused[name]) == said, name
        assert answered(networked, machine.mark, machine.refused[name]) == said, name
    socket_ = machine.refused["socket"]
    assert answered(steps, machine.mark, socket_, socket.AF_UNIX) == allowed
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
        assert answered(steps, machine.mark, socket_, family) == refused
        assert answered(networked, machine.mark, socket_, family) == allowed
    assert answered(steps, machine.mark ^ 1, 0) == refused
    assert answered(steps, machine.mark, machine.ioctl, 1, 0x5412) == refused


@with_landlock
def test_what_becomes_a_program_runs_what_it_reads_and_lays_sockets_and_no_devices(tmp_path: Path) -> None:
    meeting, own = tmp_path / "meeting", tmp_path / "own"
    meeting.mkdir()
    own.mkdir()
    (meeting / "old").touch()
    readable = tuple(launching._there([*installed(), *launching._PROGRAMS]))
    ways: dict[str, Callable[[], object]] = {
        "run": lambda: subprocess.run(["/bin/true"], check=True),
        "lay a socket": lambda: _bound(meeting / "s"),
        "take away": lambda: (meeting / "old").unlink(),
        "pipe": lambda: os.mkfifo(own / "pipe"),
        "link": lambda: (own / "link").symlink_to("x"),
        "write there": lambda: (meeting / "x").write_text("x"),
        "device": lambda: os.mknod(own / "null", stat.S_IFCHR | 0o600, os.makedev(1, 3)),
        "call": lambda: socket.create_connection(door.getsockname(), 5).close(),
    }
    with socket.create_server(("127.0.0.1", 0)) as door:

        def tried_as(**terms: bool) -> set[str]:
            def all_of_them() -> set[str]:
                landlock.restrict(Places(readable, (str(own),)), sockets=[str(meeting)], **terms)
                return {name for name, way in ways.items() if _done(way)}

            return cast("set[str]", in_a_thread(all_of_them))

        within = {"run", "lay a socket", "take away", "pipe", "link"}
        assert tried_as(programs=True, network=True) == within | {"call"}
        for one in (meeting / "s", own / "pipe", own / "link"):
            one.unlink()
        (meeting / "old").touch()
        assert tried_as(programs=True) == within | ({"call"} if landlock.abi() < 4 else set())
        for one in (meeting / "s", own / "pipe", own / "link"):
            one.unlink()
        (meeting / "old").touch()
        assert not {"run", "pipe", "link", "device"} & tried_as()


def _bound(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(place))


def _done(way: Callable[[], object]) -> bool:
    try:
        way()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
