"""Command lines in; out: their seconds on the clock and on the processors, and the memory of the largest.

Processor time is that of a command and of everything it started, also of what outlived it: on Linux this
process adopts orphans, so that a server or a pool of workers that ends last is counted too. Memory is the
resident set of the largest single process (`ru_maxrss` as `wait4` gives it), not the sum of all.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_ORPHANS_MAY_TAKE_S = 20.0
_LINUX = sys.platform == "linux"
_UNIT_OF_MAXRSS = 1024 if _LINUX else 1
Command = Sequence[str | Path]


class Failed(Exception):
    """A command ended with an error; the text is what it said last."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of processor, bytes of the largest process."""

    wall_s: float
    cpu_s: float
    peak_bytes: int


def run(commands: Sequence[Command], *, cwd: Path, environment: Mapping[str, str]) -> Cost:
    """What these commands cost together, one after the other.

    Raises:
        Failed: one of them did.
    """
    costs = [_cost(command, cwd, environment) for command in commands]
    return Cost(
        sum(one.wall_s for one in costs),
        sum(one.cpu_s for one in costs),
        max(one.peak_bytes for one in costs),
    )


def _cost(command: Command, cwd: Path, environment: Mapping[str, str]) -> Cost:
    adopt_orphans()
    before = set(children(os.getpid()))
    log = cwd / "last-command.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    spent = [usage, *_orphans(before)]
    if process.returncode:
        raise Failed(f"{command[0]} …: exit status {process.returncode}\n{_end_of(log)}")
    return Cost(
        wall,
        sum(one.ru_utime + one.ru_stime for one in spent),
        max(one.ru_maxrss for one in spent) * _UNIT_OF_MAXRSS,
    )


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends."""
    if _LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)


def _orphans(before: set[int]) -> list[os.struct_rusage]:  # type: ignore[name-defined]
    """What the processes used that outlived their parent, waited for; one that will not end is ended.

    `before` are the children this process had already: they are nobody's orphans.
    """
    found, deadline = [], time.monotonic() + _ORPHANS_MAY_TAKE_S
    while orphans := set(children(os.getpid())) - before:
        for pid in orphans:
            ended, _, usage = os.wait4(pid, os.WNOHANG)
            if ended:
                found.append(usage)
            elif time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)
    return found


def _end_of(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


# --- a process that goes on ---------------------------------------------------------------------------


def family(pid: int) -> list[int]:
    """A process and all below it (Linux)."""
    return [pid, *(below for child in children(pid) for below in family(child))]


def children(pid: int) -> list[int]:
    """The processes that one started and that run (Linux)."""
    lists = Path("/proc").glob(f"{pid}/task/*/children")
    return [int(child) for one in lists for child in _text(one).split()]


def cpu_of(pids: Sequence[int]) -> float:
    """Seconds of processor these and their ended children used so far (Linux; in steps of 0.01 s)."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, _fields(pid)[11:15])) for pid in pids) / ticks


def _fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; the second, a name, may hold anything."""
    return _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()


def peak_of(pids: Sequence[int]) -> int:
    """The largest resident set that one of these ever had, in bytes (Linux)."""
    lines = [line for pid in pids for line in _text(Path(f"/proc/{pid}/status")).splitlines()]
    return max((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), default=0)


def _text(path: Path) -> str:
    """A file of /proc; nothing, where its process has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
