"""A crew on other machines: the workers of a Dask scheduler, by way of Dask's own executor."""

from __future__ import annotations

import pickle
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, TypeVar

from anthology.bindery import versions
from anthology.bindery.crew import (
    TIMEOUT_S,
    Crew,
    Outcome,
    Shared,
    done_apart,
    opened,
    sealed,
    settle,
    too_big,
)
from anthology.bindery.engine import engine
from anthology.errors import ConfigError, LayoutError

_CONNECT_S = 10

T = TypeVar("T")


class Farm(Crew):
    """The workers of the scheduler at `HOST:PORT`; `jobs` is how many tasks they did at once at the start.

    The network is trusted: who can reach a Dask scheduler can have anything done by its workers. A worker
    whose versions are not ours fails with a `LayoutError`, `worker-other-version`; a task whose workers keep
    dying with `worker-died`.
    """

    def __init__(self, address: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._client = _connected(address)
        self.jobs = max(1, sum(self._client.nthreads().values()))
        self._executor = self._client.get_executor(pure=False)
        self._futures: set[Future[Any]] = set()

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        """Have any of the workers do the task."""
        future: Future[T] = Future()
        # Dask replaces its own futures among the arguments; all else goes as bytes, opened by our own code.
        planted = [arg.on_farm for arg in args if isinstance(arg, _Planted)]
        work = pickle.dumps((task, [_Gap if isinstance(arg, _Planted) else arg for arg in args], name))
        with _quiet():
            running = self._executor.submit(_perform, _ours(), self._timeout_s, work, *planted)
        self._futures.add(future)
        future.add_done_callback(partial(self._over, running))
        running.add_done_callback(partial(_came_back, future, name))
        return future

    def share(self, value: object) -> Shared:
        """Plant the value: the farm makes it again by itself when the workers that hold it die."""
        with _quiet():
            return _Planted(self._client.submit(pickle.loads, pickle.dumps(value), pure=False))

    def close(self) -> None:
        """Cancel what is not done, and leave the workers to others."""
        for future in tuple(self._futures):
            future.cancel()
        with _quiet(), suppress(Exception):  # a scheduler that is gone cannot be left
            self._executor.shutdown(wait=False)
            self._client.close(timeout=_CONNECT_S)

    def _over(self, running: Future[bytes], future: Future[Any]) -> None:
        self._futures.discard(future)
        if future.cancelled():
            future.set_running_or_notify_cancel()  # whoever waits for it hears of it only so
            running.cancel()


class _Gap:
    """Where a shared value goes, among the arguments."""


@dataclass(frozen=True, eq=False)
class _Planted(Shared):
    """A value on the farm: Dask puts it in the place of its own future."""

    on_farm: Any


# --- here ----------------------------------------------------------------------------------------------


@cache
def _ours() -> str:
    return versions.setting_versions()


def _connected(address: str) -> Any:
    """A client of the scheduler, which has workers."""
    try:
        import dask
    except ImportError:
        raise _missing() from None
    dask.config.set({"logging": {"distributed": "critical"}})
    try:
        import distributed
    except ImportError:
        raise _missing() from None
    try:
        with _quiet():
            client = distributed.Client(f"tcp://{address}", timeout=_CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(address, f"does not answer ({error})") from None
    try:
        client.wait_for_workers(1, timeout=_CONNECT_S)
    except TimeoutError:
        client.close()
        raise _unreachable(address, "has no workers") from None
    return client


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask warns of versions and of sizes: the first are compared task by task, the second are known."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _came_back(future: Future[Any], name: str, running: Future[bytes]) -> None:
    error = CancelledError() if running.cancelled() else running.exception()
    if error is None:
        settle(future, opened(running.result()))
    else:
        settle(future, Outcome(error=_told(error, name)))


def _told(error: BaseException, name: str) -> Exception:
    """The error of a task of which nothing came back."""
    if isinstance(error, MemoryError):
        return too_big(name)
    if not isinstance(error, CancelledError) and type(error).__name__ != "KilledWorker":
        return _other_version(f"{type(error).__name__}: {error}", name)  # it could not even begin
    return LayoutError(
        "worker-died",
        f"the workers that set it died, or were lost ({type(error).__name__})",
        hint="look at the log of the scheduler; if memory was short, give each worker more",
        file=name or None,
    )


def _other_version(what: str, name: str = "") -> LayoutError:
    return LayoutError(
        "worker-other-version",
        f"a worker would set it otherwise than this machine: {what}",
        hint="install the same anthology[cluster] and the same system libraries on every machine",
        file=name or None,
    )


def _missing() -> ConfigError:
    return ConfigError(
        "executor-missing", "Dask is not installed", hint="pip install 'anthology[cluster]', or set it here"
    )


def _unreachable(address: str, how: str) -> ConfigError:
    return ConfigError(
        "executor-unreachable",
        f"the Dask scheduler at {address} {how}",
        hint=f"start one with `dask scheduler`, and on each machine `dask worker {address} --nthreads 1`",
    )


# --- in a worker ---------------------------------------------------------------------------------------

_ALONE = threading.Lock()
"""A Dask worker may do several tasks at once; the engine can do one."""


def _perform(expected: str, limit_s: float, work: bytes, *planted: object) -> bytes:
    """Do the task, if all that decides on the result is the same here as there."""
    if expected != _ours():
        return sealed(Outcome(error=_other_version(versions.differences(expected, _ours()))))
    try:
        task, args, name = pickle.loads(work)  # noqa: S301 - a scheduler and its workers trust one another
    except (ImportError, AttributeError) as error:
        return sealed(Outcome(error=_other_version(str(error))))
    values = iter(planted)
    with _ALONE:
        engine()  # its start takes no time of the task
        with _within(limit_s):
            # The process must go on talking to its scheduler: the thread that does the task is confined.
            return sealed(done_apart(task, [next(values) if arg is _Gap else arg for arg in args], name))


@contextmanager
def _within(limit_s: float) -> Iterator[None]:
    """Let the system stop this worker when the time is over, if somebody is there to start another."""
    from distributed import get_worker

    timed = getattr(get_worker(), "nanny", None) is not None
    signal.setitimer(signal.ITIMER_REAL, limit_s if timed else 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
