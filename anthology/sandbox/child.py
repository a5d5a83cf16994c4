"""A task and its arguments go in; what a confined child made of them comes out, or how it had to be ended.

The child is forked when it is first needed, with all that is loaded by then, and does one task after the
other: it costs some hundredths of a second, however many there are. The kernel ends it when a task takes more
seconds of the processor than it may, or more memory beside what its parent held at the fork; its parent does
when it waits for too long.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import struct
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from anthology.sandbox import answers
from anthology.sandbox.confined import enter, own_folder, watched

T = TypeVar("T")

TIME, MEMORY = "time", "memory"
_OUT_OF_MEMORY = 77
_PATIENCE = 12
"""Seconds that the parent waits for each that the task may take: a machine may have much else to do."""
_READY_S = 60.0
_LENGTH = struct.Struct("!Q")


class Killed(Exception):
    """The task did not come to its end: `why` is `TIME`, `MEMORY`, or how the child died."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Child:
    """Does tasks in a child of its own, forked anew after one that had to be ended."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._running: _Running | None = None

    def do(self, task: Callable[..., T], /, *args: object, seconds: float) -> T:
        """Have the child do a function of a module; it may take so many seconds of the processor.

        Raises:
            Killed: it took more, or too much memory, or the child died of it.
            Breach: it tried what confined code may not.
            BaseException: what the task raises.
        """
        fresh = self._running is None
        try:
            return self._done(task, args, seconds)
        except Killed as killed:
            if fresh or killed.why == TIME:
                raise
        # What was done before may have filled it: a fresh one tells.
        return self._done(task, args, seconds)

    def close(self) -> None:
        """End the child, if there is one."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _done(self, task: Callable[..., T], args: tuple[object, ...], seconds: float) -> T:
        self._running = self._running or _started(self._memory_bytes)
        try:
            answer = self._running.asked(pickle.dumps((task, args, seconds)), seconds * _PATIENCE)
        except (TimeoutError, EOFError, BrokenPipeError) as error:
            running, self._running = self._running, None
            raise Killed(_why(error, running.end())) from None
        value, failure = answers.read(answer)
        if failure is not None:
            raise failure
        made: T = value
        return made


def _why(error: Exception, status: int) -> str:
    if isinstance(error, TimeoutError) or status == -signal.SIGPROF:
        return TIME
    if status == _OUT_OF_MEMORY:
        return MEMORY
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"status {status}"


@dataclass(frozen=True, slots=True)
class _Running:
    """A child that is there, and the two ends that are ours."""

    pid: int
    tasks: int
    answers: int

    def asked(self, work: bytes, wait_s: float) -> bytes:
        _send(self.tasks, work)
        return _received(self.answers, time.monotonic() + wait_s)

    def end(self) -> int:
        """End it, wait for that, and say how it ended."""
        os.close(self.tasks)
        os.close(self.answers)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _started(memory_bytes: int) -> _Running:
    """A child that is confined, and waits for tasks.

    Raises:
        OSError: there is no room for another process.
    """
    own = own_folder()
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with warnings.catch_warnings():
        # Python warns of a fork beside threads, whose locks a child finds as they are. This one uses nothing
        # that the threads of this tool hold; should it wait for ever, it is ended like all that does.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:  # pragma: no cover - in the child
        _live(theirs_in, theirs_out, memory_bytes, own)
    os.close(theirs_in)
    os.close(theirs_out)
    running = _Running(pid, ours_out, ours_in)
    try:
        _received(ours_in, time.monotonic() + _READY_S)
    except (TimeoutError, EOFError):
        raise Killed(f"status {running.end()}") from None
    return running


# --- bytes on their way ----------------------------------------------------------------------------------


def _send(handle: int, data: bytes) -> None:
    for part in (_LENGTH.pack(len(data)), data):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(handle, rest) :]


def _received(handle: int, until: float | None = None) -> bytes:
    """The next bytes that were sent.

    Raises:
        TimeoutError: they are not there in time.
        EOFError: nobody sends any more.
    """
    return _exactly(handle, _LENGTH.unpack(_exactly(handle, _LENGTH.size, until))[0], until)


def _exactly(handle: int, size: int, until: float | None) -> bytes:
    found = bytearray()
    while len(found) < size:
        if until is not None and not _is_there(handle, until):
            raise TimeoutError
        part = os.read(handle, min(size - len(found), 1 << 20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def _is_there(handle: int, until: float) -> bool:
    waiting = select.poll()  # select() knows no handle above 1023
    waiting.register(handle, select.POLLIN)
    return bool(waiting.poll(max(0.0, until - time.monotonic()) * 1000))


# --- in the child ------------------------------------------------------------------------------------------


def _live(tasks: int, answers: int, memory_bytes: int, own: Any) -> None:
    """Do one task after the other, until nobody gives any; never returns."""
    try:
        _get_ready(tasks, answers, memory_bytes)
        enter(own)
        _send(answers, b"")
        while True:
            _send(answers, _answer(*pickle.loads(_received(tasks))))  # noqa: S301 - from the parent
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except BaseException:
        os._exit(1)


def _get_ready(tasks: int, answers: int, memory_bytes: int) -> None:
    gc.freeze()  # what is the parent's is neither looked through, nor put away here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the parent, which ends this one
    for number in (signal.SIGTERM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    # Whatever the parent has open, its locks among it, is none of this one's.
    low, high = sorted((tasks, answers))
    os.closerange(3, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = _inherited_bytes() + memory_bytes
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _inherited_bytes() -> int:
    """What the kernel counts as this process's data before it did anything: all that its parent holds."""
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123 - nothing of another size may be loaded
            return int(told.read().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def _answer(task: Callable[..., Any], args: tuple[object, ...], seconds: float) -> bytes:
    """What came of a task, to be sent: its value, or its error."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return answers.write((watched(task, *args), None))
    except MemoryError:
        raise
    except Exception as error:
        return _told(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _told(error: Exception) -> bytes:
    error.add_note("".join(traceback.format_exception(error)))  # where it happened is only known here
    try:
        data = answers.write((None, error))
        answers.read(data)  # what could not be read must not be sent
    except Exception as failure:
        return answers.write((None, RuntimeError(f"{error!r} cannot be sent: {failure!r}")))
    return data
