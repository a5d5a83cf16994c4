"""bubblewrap, where the kernel has no Landlock: a Python goes in, one that sees a bare machine comes out.

It is a program of its own, and needs user namespaces, which some systems refuse: so it is the second choice.
It confines the server that workers are forked from, and all of them with it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from anthology.sandbox import landlock
from anthology.sandbox.places import installed

_APART = ("--unshare-user", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--clearenv")
_LINKS = ("/lib", "/lib32", "/lib64")
_TRIAL_S = 10


@cache
def needed() -> bool:
    """True where the kernel has no Landlock, and bubblewrap can do its work."""
    return sys.platform.startswith("linux") and not landlock.abi() and works()


@cache
def works() -> bool:
    """True where bubblewrap is there, and the system lets it do its work."""
    program = shutil.which("bwrap")
    if program is None:
        return False
    trial = [program, "--ro-bind", "/", "/", *_APART, sys.executable, "-c", ""]
    try:
        return subprocess.run(trial, capture_output=True, timeout=_TRIAL_S).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False


def wrapped(folder: Path, python: str) -> str:
    """A program in that folder: this Python, which sees what is installed, and writes in the folder alone."""
    program = folder / "python"
    command = shlex.join([shutil.which("bwrap") or "bwrap", *_view(folder, python), python])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    return str(program)


def _view(folder: Path, python: str) -> Iterator[str]:
    yield from _APART
    yield from ("--dev", "/dev", "--dev-bind", "/dev/shm", "/dev/shm", "--tmpfs", "/tmp")  # noqa: S108
    for path in _needed_by(python):
        yield from ("--ro-bind", path, path)
    yield from ("--bind", str(folder), str(folder), "--chdir", str(folder))
    yield from ("--setenv", "PATH", "/nonexistent", "--setenv", "TMPDIR", tempfile.gettempdir())


def _needed_by(python: str) -> Iterable[str]:
    """What is installed, with the names that lead there, and what this Python begins with."""
    begins = (python, os.path.realpath(python), str(Path(sys.prefix, "pyvenv.cfg")))
    every = (*(path for path in installed() if not path.startswith("/dev/")), *_LINKS, *begins)
    return dict.fromkeys(path for path in every if Path(path).exists())
