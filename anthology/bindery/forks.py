"""How the processes of a crew start: as forks of one server, in which a module has been loaded beforehand."""

from __future__ import annotations

import multiprocessing
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any


class Fork(ForkServerProcess):
    """A process that does not run the script of its parent again."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802
        with _without_script():
            return ForkServerProcess._Popen(process_obj)


class Forks(ForkServerContext):
    """The start method as `multiprocessing` knows it."""

    Process = Fork


def forks(preloaded: str) -> Forks:
    """The start method; the server loads that module before its first fork.

    There is one server: what it has loaded already is not taken away.
    """
    method = Forks()
    method.set_forkserver_preload([preloaded])
    return method


def end_server() -> None:
    """Wait for the end of the server, so that the time it took is counted and nothing stays behind."""
    if not multiprocessing.active_children():  # others may use it too
        server: Any = forkserver
        server._forkserver._stop()  # the library ends it too, but waits for it under no public name


@contextmanager
def _without_script() -> Iterator[None]:
    """Hide the script that runs: a worker would import it, and the whole command with it, for nothing."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
