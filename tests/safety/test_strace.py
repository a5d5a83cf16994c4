"""A whole import and a whole build, watched at the kernel: no socket, no foreign file, no program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from anthology.sandbox.places import installed
from tests.safety.counts import is_long
from tests.safety.figures import record

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n'
ARTICLE = """+++
title = "Le port ne dort pas"
authors = [{ given = "Ada", family = "Roy" }]
+++

Il est cinq heures, et la criée ouvre ses portes.
"""
_CALLS = (
    "openat,open,openat2,creat,execve,execveat,"
    "socket,connect,bind,listen,accept,accept4,sendto,sendmsg,io_uring_setup,ptrace"
)

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@dataclass(frozen=True)
class Seen:
    """What a command did: its processes, the files it opened, the programs it started, and all else."""

    processes: frozenset[str]

    files: tuple[str, ...]
    programs: tuple[str, ...]
    calls: tuple[str, ...]


def watched(folder: Path, *arguments: str) -> Seen:
    """Run the command there under strace."""
    trace = folder / "trace.txt"
    command = ["strace", "-f", "-y", "-qq", "-s", "300", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    done = subprocess.run(
        [*command, "-o", str(trace), sys.executable, "-m", "anthology.cli", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    if "ptrace" in done.stderr and "permitted" in done.stderr:
        pytest.skip("this machine lets nobody watch a process")
    assert done.returncode == 0, done.stderr + done.stdout
    return read(trace.read_text(encoding="utf-8", errors="replace").splitlines())


def read(lines: Iterable[str]) -> Seen:
    """The lines of strace, sorted out; a call that was broken off in two lines is put together."""
    files, programs, calls = [], [], []
    begun: dict[str, str] = {}
    processes = set()
    for line in lines:
        process, _, said = line.partition(" ")
        said = said.strip()
        processes.add(process)
        if said.endswith("<unfinished ...>"):
            begun[process] = said.removesuffix("<unfinished ...>")
            continue
        if found := re.match(r"<\.\.\. \w+ resumed>", said):
            said = begun.pop(process, "") + said[found.end() :]
        if said.startswith(("open", "creat")):
            if opened := re.search(r"= \d+<(.*?)(?: \(deleted\))?>$", said):
                files.append(opened[1])
        elif said.startswith("execve"):
            programs.append(said)
        elif not said.startswith(("+++", "---")):
            calls.append(said)
    return Seen(frozenset(processes), tuple(files), tuple(programs), tuple(calls))


def foreign_files(seen: Seen, own: Iterable[Path]) -> list[str]:
    """Files that are neither installed, nor of the tool, nor of the book, nor of its own for a while."""
    for_a_while = os.path.realpath(tempfile.gettempdir())
    allowed = (
        *installed(),
        *(str(ROOT / name) for name in ("anthology", "layouts", "fonts")),
        *(str(path) for path in own),
        f"{for_a_while}/anthology-",  # of this process and its workers, and the address of their server
        "/dev/shm/",  # noqa: S108 - the locks of the pool
        "/dev/null",
        "/sys/devices/system/cpu/",  # how many processors there are
        *(f"/proc/{process}/" for process in seen.processes),
        *("/proc/self/", "/proc/stat", "/proc/meminfo", "/sys/fs/cgroup/", "/proc/filesystems"),
        "/proc/sys/vm/overcommit_memory",  # the C library asks before it gives memory of a thread back
        # What the system says to every program: names of languages, kinds of files, how OpenSSL begins.
        *("/etc/locale.alias", "/etc/mime.types", "/etc/ssl/openssl.cnf"),
    )
    # Python tries with a file of this kind whether it can write there.
    tried = re.compile(rf"{re.escape(for_a_while)}(/[a-z0-9_]{{8}})?")
    # Where Python itself stands, and where it looks for modules.
    looked = {
        *(str(ROOT), sys.prefix, str(Path(sys.prefix, "pyvenv.cfg")), str(Path(sys.executable).parent)),
        *(os.path.realpath(path) for path in (sys.executable, Path(sys.executable).parent)),
    }
    return sorted(
        {
            path
            for path in seen.files
            if path not in looked and not path.startswith(allowed) and not tried.fullmatch(path)
        }
    )


def foreign_programs(seen: Seen) -> list[str]:
    """Programs besides the command itself, and its two helpers: the tracker of resources and the server."""
    ours = ("-m", "anthology.cli"), ("-c", "from multiprocessing.")
    pythons = (sys.executable, os.path.realpath(sys.executable))
    return [
        one
        for one in seen.programs
        if not any(f'("{python}", ["{python}"' in one for python in pythons)
        or not any(f'"{flag}", "{begin}' in one for flag, begin in ours)
    ]


def foreign_calls(seen: Seen) -> list[str]:
    """Sockets besides the one by which the command asks its server for workers."""
    ours = re.compile(
        r"socket\(AF_UNIX, SOCK_STREAM\|SOCK_CLOEXEC, 0 ?\)\s+= |"
        r'(bind|connect)\(\d+<.*?>, \{sa_family=AF_UNIX, sun_path="[^"]*/anthology-[^"/]*/listener-[^"]*"\}|'
        r"(listen|accept4)\(\d+<(UNIX|socket)|sendmsg\(\d+<(UNIX|socket)"
    )
    return [one for one in seen.calls if not ours.match(one)]


def test_an_import_and_a_build_open_nothing_foreign_and_start_nothing(tmp_path: Path) -> None:
    content = tmp_path / "content"
    if is_long():
        shutil.copytree(ROOT / "content", content)
    else:
        (content / "submissions").mkdir(parents=True)
        (content / "articles").mkdir()
        (content / "anthology.toml").write_text(SETTINGS, encoding="utf-8")
        (content / "articles" / "a.md").write_text(ARTICLE, encoding="utf-8")
    steps = [["build", "--only", "pdf,epub"]]
    if is_long():
        steps = [["import"], ["build"]]
    for step in steps:
        seen = watched(tmp_path, *step)
        assert len(seen.files) > 100, "nothing was watched"
        assert foreign_files(seen, [tmp_path]) == []
        assert foreign_programs(seen) == []
        assert foreign_calls(seen) == []
    assert (tmp_path / "output" / "book.pdf").exists()
    record("P6", "foreign files, programs and sockets of a whole build under strace", 0)


TRACE = """\
7 execve("/usr/bin/gcc", ["gcc"], 0x1 /* 2 vars */) = -1 ENOENT (No such file or directory)
7 openat(AT_FDCWD</x>, "secret", O_RDONLY <unfinished ...>
8 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3<TCP:[1]>
7 <... openat resumed>) = 5</home/somebody/secret>
8 connect(3<UNIX:[1]>, {sa_family=AF_UNIX, sun_path="/run/bus"}, 10) = 0
9 openat(AT_FDCWD</x>, "/nowhere", O_RDONLY) = -1 ENOENT (No such file or directory)
9 +++ exited with 0 +++
"""


def test_what_is_foreign_is_seen() -> None:
    seen = read(TRACE.splitlines())
    assert foreign_files(seen, []) == ["/home/somebody/secret"]
    assert len(foreign_programs(seen)) == 1
    assert len(foreign_calls(seen)) == 2
