"""A process, or one call, goes in free; it is confined by all that the machine has: the process for good."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from anthology.sandbox import bubblewrap, hook, landlock, seccomp
from anthology.sandbox.lodging import lodging
from anthology.sandbox.places import Places, places

T = TypeVar("T")


def layers() -> tuple[str, ...]:
    """What confines, on this machine, in words: `Landlock (ABI 7)`, `seccomp`, `audit hook`."""
    known = landlock.abi()
    return (
        *([f"Landlock (ABI {known})"] if known else []),
        *(["bubblewrap"] if bubblewrap.needed() else []),
        *(["seccomp"] if seccomp.available() else []),
        "audit hook",
    )


def enter(own: Path, shared: Path | None = None, *, boxed: bool = False) -> None:
    """Confine this process for good: it reads what is installed and `shared`, and writes in `own`.

    One that is `boxed` has been started by bubblewrap, and sees nothing else anyway.

    It is to have one thread, or only such as may stay free: the kernel confines the thread that asks, and
    those that it starts.

    Raises:
        OSError: the kernel has a sandbox, and refuses it.
    """
    _forget_the_machine(own)
    allowed = places(own, shared)
    _lay_on(allowed, boxed=boxed)
    hook.watch_process(allowed)
    _given.append(own)


def apart(task: Callable[..., T], /, *args: object) -> T:
    """Do the task in a confined thread, and wait for it; in confined code, do it.

    The kernel keeps the libraries of that thread from opening, calling or starting anything. It is no wall
    against machine code of a stranger's: that needs a process (`enter`).

    Raises:
        Breach: it tried something else, whatever became of it.
        BaseException: what the task raises.
    """
    if hook.watching() is not None:
        return watched(task, *args)
    call: _Call[T] = _Call(task, args, places(own_folder()))
    thread = threading.Thread(target=call.run, name="confined", daemon=True)
    with _by_itself():
        thread.start()
        thread.join()
    return call.result()


@contextmanager
def _by_itself() -> Iterator[None]:
    """Let Python reach for nothing of its own accord: a confined thread may not, and would be blamed for it.

    Garbage is not collected: what others left would be put away there. What is imported is not compiled into
    files beside it, nor looked for in a folder of such files elsewhere.
    """
    with _alone:
        _before.append((gc.isenabled(), sys.dont_write_bytecode, sys.pycache_prefix))
        gc.disable()
        sys.dont_write_bytecode, sys.pycache_prefix = True, None
    try:
        yield
    finally:
        with _alone:
            first = _before[0]
            _before.pop()
            if not _before:
                sys.dont_write_bytecode, sys.pycache_prefix = first[1:]
                if first[0]:
                    gc.enable()


_alone = threading.Lock()
_before: list[tuple[bool, bool, str | None]] = []
"""For each confined call that is under way, what was so before it; the first one knows."""


def watched(task: Callable[..., T], /, *args: object) -> T:
    """Do the task; in confined code, an attempt at anything else is an error, even where it was swallowed.

    Raises:
        Breach: that.
    """
    hook.taken()
    try:
        value = task(*args)
    except BaseException as error:
        if noted := hook.taken():
            raise hook.Breach(noted) from error
        raise
    if noted := hook.taken():
        raise hook.Breach(noted)
    return value


def own_folder() -> Path:
    """The folder in which confined code of this process may write; it is gone when the process is."""
    if _given:
        return _given[-1]
    folder = base_folder() / "confined"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


_given: list[Path] = []


@cache
def base_folder() -> Path:
    """The folder of this process among those of the system for a while; it is gone when the process is."""
    folder = lodging(prefix(os.getpid()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prefix(process: int) -> str:
    """How the folder of a process is called, so that whoever outlives it can take it away."""
    return f"anthology-{process}-"


class _Call(Generic[T]):
    """One call in a thread of its own."""

    def __init__(self, task: Callable[..., T], args: tuple[object, ...], allowed: Places) -> None:
        self._task, self._args, self._allowed = task, args, allowed
        self._values: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            _lay_on(self._allowed)
            hook.watch_thread(self._allowed)
            self._values.append(watched(self._task, *self._args))
        except BaseException as error:
            self._error = error

    def result(self) -> T:
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # it holds this frame, which holds it
        return self._values.pop()


def _lay_on(allowed: Places, *, boxed: bool = False) -> None:
    if landlock.abi() and not boxed:
        landlock.restrict(allowed)
    if seccomp.available():
        seccomp.restrict()


def _forget_the_machine(own: Path) -> None:
    """No variable of the environment, no program, no folder but its own is known to this process any more."""
    os.environ.clear()
    os.environ.update({"PATH": "/nonexistent", "HOME": str(own), "TMPDIR": str(own)})
    tempfile.tempdir = str(own)
    os.chdir(own)
    sys.dont_write_bytecode, sys.pycache_prefix = True, None
