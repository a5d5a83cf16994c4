"""How the processes of a crew start: as forks of one server, in which a module has been loaded beforehand."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import types
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, process, spawn, util
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from anthology.sandbox import base_folder, bubblewrap, prefix
from anthology.sandbox.lodging import lodging

_LONGEST = 47
"""More bytes than that in the name of the folder for what is temporary, and a socket in it has a name that is
too long: unix(7) has 108, 92 on a Mac; the folder of a process adds 27, and the library 18."""

_SHORT = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - folders of their own are made there


class Fork(ForkServerProcess):
    """A process that does not run the script of its parent again."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802
        _have_swept_addresses()
        with _without_script(), _in_a_box():
            return ForkServerProcess._Popen(process_obj)


class Forks(ForkServerContext):
    """The start method as `multiprocessing` knows it."""

    Process = Fork


def forks(preloaded: str) -> Forks:
    """The start method; the server loads that module before its first fork.

    There is one server: what it has loaded already is not taken away.
    """
    method = Forks()
    # What sweeps up comes first: our end, or too little memory, may come while the other one is loaded.
    method.set_forkserver_preload(["anthology.bindery.sweeping", preloaded])
    return method


def end_server() -> None:
    """Wait for the end of the server, so that the time it took is counted and nothing stays behind."""
    if not multiprocessing.active_children():  # others may use it too
        server: Any = forkserver
        server._forkserver._stop()  # the library ends it too, but waits for it under no public name


def _have_swept_addresses() -> None:
    """Have the sockets of the processes in a folder that goes with this one, however it dies.

    The library's own would be left behind by one that is killed. A name that is too long is cut off by the
    system.
    """
    known = process.current_process()._config  # type: ignore[attr-defined]  # what the library itself looks up
    if known.get("tempdir") is None:
        place = short_place()
        known["tempdir"] = str(_lodging(place) if place else base_folder())


def short_place() -> str | None:
    """Where sockets are if the folder for what is temporary has too long a name; None if it has not."""
    if len(os.fsencode(tempfile.gettempdir())) <= _LONGEST:
        return None
    return next((place for place in _SHORT if os.access(place, os.W_OK | os.X_OK)), None)


def _lodging(place: str) -> Path:
    folder = lodging(prefix(os.getpid()), place)
    util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=-100)
    return folder


@contextmanager
def _in_a_box() -> Iterator[None]:
    """Have the server, if it is started now, see a bare machine, where only bubblewrap can do that."""
    if not bubblewrap.needed():
        yield
        return
    python = spawn.get_executable()
    spawn.set_executable(bubblewrap.wrapped(base_folder(), sys.executable))
    try:
        yield
    finally:
        spawn.set_executable(python)


@contextmanager
def _without_script() -> Iterator[None]:
    """Hide the script that runs: a worker would import it, and the whole command with it, for nothing."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
