"""A real Dask cluster on this machine, for the tests: a scheduler and its workers, each a process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_START_S = 60
_PRELOADED = "tests.bindery.farm_folder"


@dataclass
class Cluster:
    """`address` is HOST:PORT; `workers` are the processes that set, by name."""

    address: str
    folder: Path
    scheduler: subprocess.Popen[bytes]
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def executor(self) -> str:
        """What `--executor` takes."""
        return f"dask://{self.address}"

    def add(self, name: str, *, nanny: bool = False) -> None:
        """Start a worker, which does one task at a time; a nanny starts it again when it dies."""
        kind = "--nanny" if nanny else "--no-nanny"
        where = ("--local-directory", str(self.folder), "--no-dashboard", "--preload", _PRELOADED)
        self.workers[name] = _started(
            *("dask_worker", f"tcp://{self.address}", "--name", name, "--nthreads", "1", kind, *where),
            folder=self.folder,
        )

    def wait(self) -> None:
        """Until all workers are there."""
        distributed = _distributed()
        with _quiet(), distributed.Client(f"tcp://{self.address}", set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=_START_S)

    def kill(self, name: str) -> None:
        """Kill a worker as a power cut does."""
        _end(self.workers.pop(name))

    def close(self) -> None:
        """Kill all that is left."""
        for process in (*self.workers.values(), self.scheduler):
            _end(process)


@contextmanager
def cluster(folder: Path, *names: str, nanny: bool = False, failures: int = 3) -> Iterator[Cluster]:
    """A scheduler on a free port of the loopback, with a worker for each name.

    A task that was on more workers that died than `failures` is given up.
    """
    file = folder / "scheduler.json"
    where = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    made = Cluster("", folder, _started("dask_scheduler", *where, failures=failures))
    try:
        made.address = _address(file, made.scheduler)
        for name in names:
            made.add(name, nanny=nanny)
        if names:
            made.wait()
        yield made
    finally:
        made.close()


def _started(
    command: str, *arguments: str, failures: int = 3, folder: Path = ROOT
) -> subprocess.Popen[bytes]:
    own = {
        "FARM_FOLDER": str(folder),
        "DASK_LOGGING__DISTRIBUTED": "critical",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{command}", *arguments],
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # the nanny and its worker
    process.wait()


def _address(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """Where the scheduler listens, as it writes it down."""
    pause = threading.Event()
    for _ in range(_START_S * 50):
        if file.exists() and (text := file.read_text()):
            return str(json.loads(text)["address"]).removeprefix("tcp://")
        assert scheduler.poll() is None, "the scheduler did not start"
        pause.wait(0.02)
    raise AssertionError("the scheduler did not say where it is")


def _distributed() -> Any:
    import dask

    dask.config.set({"logging": {"distributed": "critical"}})
    import distributed

    return distributed


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
