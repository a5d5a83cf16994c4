"""Faults at system calls: which ones a work makes while it writes, and the same work with one of them hit.

strace hits them, from outside; `traceable` says whether it may here.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.safety.crash_host import Ended, Host, Run

FAULTS = ("KILL", "ENOSPC", "EIO")
WRITING = (
    *("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "fchmod", "close"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "flock"),
)
"""Calls by which something gets to the disk, or is taken away from it."""

READING = ("read", "readlink", "getdents64", "newfstatat", "lseek")
"""Calls by which the work sees what is there: they may fail as well."""


@dataclass(frozen=True, slots=True)
class Point:
    """One call of the work, by its name and its number among those of that name; and what befalls it."""

    call: str
    number: int
    fault: str


def traceable(host: Host, folder: Path) -> str:
    """Why strace cannot be used here; empty: it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    trace = folder / "trace"
    nothing = Run(("from anthology import storage; storage.publish.__name__",), python=True)
    work = replace(nothing, args=(_PROBE, str(folder / "probe")), traced=_watching(WRITING), trace=str(trace))
    done = host.run(work)
    return "" if done.status == 0 and trace.exists() and trace.read_text() else "tracing is not allowed here"


_PROBE = """
from pathlib import Path
from anthology import storage
storage.publish(Path(args[0]), {"a": b""})
"""


def _watching(calls: Sequence[str]) -> list[str]:
    return ["-e", "trace=" + ",".join(f"?{call}" for call in calls)]


def points(host: Host, run: Run, trace: Path, calls: Sequence[str] = WRITING) -> list[tuple[str, int]]:
    """Every call that the work makes from the moment it begins to write, in order."""
    done = host.run(replace(run, traced=_watching(calls), trace=str(trace)))
    assert done.status == 0, done.said
    return list(_numbered(re.findall(r"^(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE)))


def _numbered(names: Sequence[str]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name, seen[name]


def hit(host: Host, run: Run, point: Point) -> Ended:
    """The work, with that call befallen."""
    fault = "signal=KILL" if point.fault == "KILL" else f"error={point.fault}"
    inject = f"inject={point.call}:{fault}:when={point.number}"
    return host.run(replace(run, traced=["-e", f"trace={point.call}", "-e", inject]))
