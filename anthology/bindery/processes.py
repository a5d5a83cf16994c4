"""A crew of processes on this machine; each has so much time and memory, and ends when its parent does.

The engine is loaded once, into a server from which the workers are forked with warm memory. Each confines
itself before its first task: see `anthology.sandbox`.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from anthology.bindery import forks
from anthology.bindery.crew import (
    MEMORY_BYTES,
    PROCESSOR_S,
    TIMEOUT_S,
    Crew,
    Outcome,
    Shared,
    done,
    done_apart,
    opened,
    sealed,
    seconds,
    settle,
    too_big,
)
from anthology.errors import LayoutError
from anthology.sandbox import Breach, answers, base_folder, bubblewrap, enter

TASKS_EACH = 100
"""Tasks after which a worker makes room for a fresh one."""

# On a Mac, system libraries that the engine loads do not survive a fork: each worker loads it there.
_PRELOADED = "pebble" if sys.platform == "darwin" else "anthology.bindery.warm"
_GRACE_S = 1.0
_AHEAD = 3
"""Tasks on their way for each worker: one in its hands, and enough to keep it from waiting. The others stay
what they are, and are not made into bytes before their turn."""
_BREAKS = 3
_VALUES = 4
_OUT_OF_MEMORY = 77

T = TypeVar("T")


class Processes(Crew):
    """A crew of that many processes, which start when they are first needed, in the background.

    A task that overruns its time or its memory, or that kills its worker twice, fails with a `LayoutError`:
    `setting-timeout`, `setting-memory`, `worker-died`. Its time is counted by the processor, which the system
    keeps, and more generously by the clock on the wall; a task of much text has more of both.
    """

    def __init__(
        self,
        jobs: int,
        *,
        processor_s: float = PROCESSOR_S,
        timeout_s: float = TIMEOUT_S,
        memory_bytes: int = MEMORY_BYTES,
        tasks_each: int = TASKS_EACH,
        preloaded: str = "",
    ) -> None:
        self.jobs = jobs
        self._processor_s = processor_s
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._tasks_each = tasks_each
        self._preloaded = preloaded or _PRELOADED
        self._folder = Path(tempfile.mkdtemp(prefix="crew-", dir=base_folder()))
        self._work, self._shared = self._folder / "work", self._folder / "shared"
        self._work.mkdir(mode=0o700)
        self._shared.mkdir(mode=0o700)
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._values: weakref.WeakValueDictionary[str, _Filed] = weakref.WeakValueDictionary()
        self._errands: set[_Errand] = set()
        self._waiting: deque[_Errand] = deque()
        self._away = 0
        # One thread starts workers and hands out tasks: the caller never waits for either.
        self._front = ThreadPoolExecutor(1, "crew", initializer=_deaf_to_interrupts)
        self._pool: Any = None
        self._ending: threading.Thread | None = None
        _open_crews.add(self)

    def warm(self) -> None:
        """Load the engine and start the workers, in the background."""
        self._front.submit(self._ready_pool)

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        """Have a worker do the task.

        The future fails with PicklingError, TypeError or AttributeError where an argument cannot be sent.
        """
        limit_s = seconds(self._processor_s, args)
        wait_s = self._timeout_s * limit_s / self._processor_s
        errand = _Errand((task, args, name), name, Future(), limit_s, wait_s)
        self._errands.add(errand)
        errand.future.add_done_callback(partial(self._over, errand))
        self._front.submit(self._take, errand)
        return errand.future

    def share(self, value: object) -> Shared:
        """Write the value to a file, which each worker reads once."""
        data = pickle.dumps(value)
        name = hashlib.blake2b(data, digest_size=16).hexdigest()
        known = self._values.get(name)
        if known is None:
            file = self._shared / name
            file.write_bytes(data)
            known = self._values[name] = _Filed(str(file))
            weakref.finalize(known, _thrown_away, self._front, file).atexit = False
        return known

    def close(self, *, wait: bool = False) -> None:
        """End all workers, in the background unless told to wait."""
        if self._ending is None:
            self._front.shutdown(wait=False, cancel_futures=True)
            for errand in tuple(self._errands):
                errand.future.cancel()
            self._ending = threading.Thread(target=self._end, name="crew's end")
            self._ending.start()
        if wait:
            self._ending.join()

    # --- in the thread at the front --------------------------------------------------------------------

    def _ready_pool(self) -> Any:
        """The pool with its workers; a new one in the place of one that broke."""
        if self._pool is not None and not self._pool.active:
            self._pool.join()
            self._pool = None
        if self._pool is None:
            pool = _new_pool(self)
            self._pool = pool if pool.active else None  # asking starts it
        return self._pool

    def _take(self, errand: _Errand) -> None:
        self._waiting.append(errand)
        self._send_some()

    def _one_is_back(self) -> None:
        self._away -= 1
        self._send_some()

    def _send_some(self) -> None:
        while self._waiting and self._away < _AHEAD * self.jobs:
            errand = self._waiting.popleft()
            if not errand.future.done():
                self._send(errand)

    def _send(self, errand: _Errand) -> None:
        try:
            work = pickle.dumps(errand.task)
        except Exception as error:
            settle(errand.future, Outcome(error=error))
            return
        try:
            errand.running = self._ready_pool().schedule(
                _perform, (work, errand.limit_s, errand.wait_s + _GRACE_S), timeout=errand.wait_s
            )
            self._away += 1
            errand.running.add_done_callback(partial(self._came_back, errand))
        except RuntimeError as error:  # the pool broke between the two
            self._again(errand, error)
        except (ImportError, OSError):  # no processes to be had here: the work is done all the same
            settle(errand.future, done_apart(*pickle.loads(work)))  # noqa: S301 - our own bytes
        except Exception as error:
            settle(errand.future, Outcome(error=error))

    # --- in a thread of the pool -----------------------------------------------------------------------

    def _came_back(self, errand: _Errand, running: Future[bytes]) -> None:
        with suppress(RuntimeError):  # the crew has been closed: nothing is sent any more
            self._front.submit(self._one_is_back)
        error = CancelledError() if running.cancelled() else running.exception()
        if error is None:
            settle(errand.future, opened(running.result(), errand.name))
        elif isinstance(error, TimeoutError):
            settle(errand.future, Outcome(error=_timed_out(errand.name, errand.wait_s)))
        elif isinstance(error, BrokenProcessPool):
            self._again(errand, error)
        else:
            self._died(errand, error)

    def _died(self, errand: _Errand, error: BaseException) -> None:
        status = getattr(error, "exitcode", None)
        if status == -signal.SIGPROF:
            settle(errand.future, Outcome(error=_timed_out(errand.name, errand.limit_s, " of the processor")))
        elif status == -signal.SIGALRM:
            settle(errand.future, Outcome(error=_timed_out(errand.name, errand.wait_s)))
        elif errand.tried or status is None:
            settle(errand.future, Outcome(error=self._told(errand, error, status)))
        else:
            errand.tried = True
            self._again(errand, error)

    def _told(self, errand: _Errand, error: BaseException, status: int | None) -> Exception:
        if status == _OUT_OF_MEMORY:
            return too_big(errand.name)
        if status is not None:
            return _dead(errand.name, status)
        return error if isinstance(error, Exception) else RuntimeError(repr(error))

    def _again(self, errand: _Errand, error: BaseException) -> None:
        """Try once more; not for ever, if workers die faster than it can be told whose fault it is."""
        errand.sendings += 1
        if errand.sendings > _BREAKS:
            settle(errand.future, Outcome(error=_dead(errand.name, None)))
            return
        try:
            self._front.submit(self._take, errand)
        except RuntimeError:  # the crew has been closed
            errand.future.cancel()

    def _over(self, errand: _Errand, future: Future[Any]) -> None:
        self._errands.discard(errand)
        errand.task = None
        if future.cancelled():
            future.set_running_or_notify_cancel()  # whoever waits for it hears of it only so
            if errand.running is not None:
                errand.running.cancel()

    # --- at the end ------------------------------------------------------------------------------------

    def _end(self) -> None:
        self._front.shutdown()
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
        shutil.rmtree(self._folder, ignore_errors=True)
        _open_crews.discard(self)
        if not _open_crews:
            forks.end_server()


def _thrown_away(front: ThreadPoolExecutor, file: Path) -> None:
    """Have a file removed by the thread at the front: what is collected may be so by one that is confined."""
    with suppress(RuntimeError):  # the crew has been closed, and its folder goes as a whole
        front.submit(file.unlink, missing_ok=True)


_open_crews: weakref.WeakSet[Processes] = weakref.WeakSet()


@dataclass(eq=False)
class _Errand:
    """A task with its arguments, kept until it is done: a shared value goes with the last of them."""

    task: tuple[Callable[..., Any], tuple[object, ...], str] | None
    name: str
    future: Future[Any]
    limit_s: float
    wait_s: float
    running: Future[bytes] | None = None
    tried: bool = False
    sendings: int = 0


def _timed_out(name: str, limit_s: float, whose: str = "") -> LayoutError:
    return LayoutError(
        "setting-timeout",
        f"setting it took more than {limit_s:.3g} seconds{whose}",
        hint="look for something endless in this piece, such as a huge table, or cut it in two",
        file=name or None,
    )


def _dead(name: str, status: int | None) -> LayoutError:
    how = f" ({_how_it_ended(status)})" if status is not None else ""
    return LayoutError(
        "worker-died",
        f"the process that set it died twice{how}",
        hint="run it again with fewer jobs, if memory is short; or look for what is unusual in this piece",
        file=name or None,
    )


def _how_it_ended(status: int) -> str:
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"status {status}"


def _deaf_to_interrupts() -> None:
    # The mask goes to all that is started from this thread: Ctrl-C is for the parent, which ends the others.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _new_pool(crew: Processes) -> Any:
    import pebble  # a tenth of a second, with what it needs

    pool = pebble.ProcessPool(
        max_workers=crew.jobs,
        max_tasks=crew._tasks_each,
        initializer=_begin,
        initargs=(crew._memory_bytes, str(crew._folder), bubblewrap.needed()),
        context=forks.forks(crew._preloaded),
    )
    _hear_values(pool._pool_manager.worker_manager)
    return pool


def _hear_values(manager: Any) -> None:
    """Have what comes from workers read as values: to do what it says would be to trust who got hold of one.

    pebble has no word for it; its own names are those of the version that is locked.
    """
    create = manager.create_channels

    def create_channels() -> None:
        create()
        manager.pool_channel.recv = partial(_heard, manager.pool_channel.reader)

    manager.create_channels = create_channels


def _heard(reader: Connection) -> Any:
    """What a worker sent.

    Raises:
        UnpicklingError: it is no value; its pool is given up for it.
    """
    try:
        return answers.read(reader.recv_bytes(), _OF_PEBBLE)
    except Breach as breach:
        raise pickle.UnpicklingError(*breach.what) from None


_OF_PEBBLE = frozenset({("pebble.common.types", "RemoteException.rebuild_exception")})
"""How it sends errors of its own."""


# --- in a worker ---------------------------------------------------------------------------------------


def _begin(memory_bytes: int, folder: str, boxed: bool) -> None:
    """Get ready, or end without a word where there is no memory for that, or no parent any more."""
    try:
        _get_ready(memory_bytes, folder, boxed)
    except (FileNotFoundError, MemoryError, RuntimeError):  # its folder is gone; no memory; none for a thread
        os._exit(1)  # pebble would tell of it at length, and end it the same way


def _get_ready(memory_bytes: int, folder: str, boxed: bool) -> None:
    """Be stopped at once when told, stay within the memory, be confined, end with the parent."""
    import resource

    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, signal.SIG_DFL)
    # What the process writes to counts; not the files it reads, nor addresses it only reserves.
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    enter(Path(folder) / "work", Path(folder) / "shared", boxed=boxed)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: str) -> None:
    """Wait until the parent is gone, however it went; then leave nothing behind that it may remove."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os.kill(os.getpid(), signal.SIGKILL)


def _perform(work: bytes, limit_s: float, wait_s: float) -> bytes:
    """Do the task that these bytes tell, in so many seconds of the processor and of the clock on the wall."""
    # The system's own clocks stop what nothing else can: a worker that heeds no one, its parent gone.
    signal.setitimer(signal.ITIMER_PROF, limit_s)
    signal.setitimer(signal.ITIMER_REAL, wait_s)
    try:
        task, args, name = pickle.loads(work)  # noqa: S301 - from the parent
        return sealed(done(task, args, name))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # a fresh worker tries again: this one may have been full before
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


@dataclass(frozen=True, eq=False)
class _Filed(Shared):
    """A value in a file."""

    file: str

    def value(self) -> object:
        if self.file not in _read:
            while len(_read) >= _VALUES:
                del _read[next(iter(_read))]
            _read[self.file] = pickle.loads(Path(self.file).read_bytes())  # noqa: S301 - from the parent
        return _read[self.file]


_read: dict[str, object] = {}
"""The values that this worker has read, the newest last."""
