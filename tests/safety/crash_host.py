"""Commands in, how they ended out: a process that has loaded the tool, and forks one that runs each command.

What is forked runs the very command of the shell, and is really killed; only loading is done once. A request
is a list of runs, as JSON on one line, which start at the same time; the answer is a list of how they ended.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import gc
import importlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120.0
"""After that a run is ended: something in it waits for ever."""

_LOOK_S = 0.0005
_WRITING = ("anthology/storage.py", "anthology/importing/writing.py")
COUNT = "COUNT"
"""In the place of a fault: nothing fails, and the number of calls is said at the end."""
CALLS = ("open", "replace", "fsync", "link", "symlink", "unlink", "mkdir", "rmdir", "fchmod", "fdopen")
"""What of `os` may fail in the tool's own process."""
_ANY = -1 & (2**64 - 1)
_SET_TRACER = 0x59616D61


@dataclass(frozen=True, slots=True)
class Run:
    """One command, and what befalls it.

    It is killed `kill_after` so many seconds: after its start, or after `watched` (a folder) changed. The
    `nth` of the calls that write ends in `fault`: KILL, or the name of an error. No file may grow beyond
    `file_bytes`, and data of the process beyond `data_bytes`. `traced` are what strace is told when the files
    are about to be written; what it says goes to the file `trace`. `python` is run in the place of a command;
    it calls `begin()` before it writes, unless it publishes.
    """

    args: Sequence[str]
    cwd: str = "."
    environment: dict[str, str] = field(default_factory=dict)
    kill_after: float | None = None
    watched: str = ""
    fault: str = ""
    nth: int = 0
    file_bytes: int = 0
    traced: Sequence[str] = ()
    trace: str = os.devnull
    python: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its status (below 0: the signal that killed it), how long it took, what it said."""

    status: int
    seconds: float
    said: str

    @property
    def killed(self) -> bool:
        """True if it was killed before it had ended."""
        return self.status == -signal.SIGKILL


class Host:
    """The process at the other end, as a context.

    `shell` may stand before it, such as `unshare -rm`. A `bare` one has not loaded the tool: each run does.
    """

    def __init__(self, *shell: str, bare: bool = False) -> None:
        self._process = subprocess.Popen(
            [*shell, sys.executable, "-W", "ignore", "-m", "tests.safety.crash_host", *["bare"] * bare],
            cwd=ROOT,
            env={**os.environ, "LANGUAGE": "en"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    @property
    def alive(self) -> bool:
        """False where it could not be started: what stands before it may be forbidden here."""
        with contextlib.suppress(OSError, ValueError):
            return self.shell("true") == 0
        return False

    def seen(self, path: Path) -> Path:
        """A path as the host sees it, which may have disks of its own."""
        return Path(f"/proc/{self._process.pid}/root") / path.relative_to("/")

    def run(self, run: Run) -> Ended:
        """One command."""
        return self.at_once([run])[0]

    def at_once(self, runs: Sequence[Run]) -> list[Ended]:
        """Commands that start together."""
        answer = self._ask({"runs": [asdict(run) for run in runs]})
        return [Ended(**one) for one in answer]

    def shell(self, *command: str) -> int:
        """A command of the system, where the others run; its status."""
        return int(self._ask({"shell": command}))

    def learn(self, run: Run) -> Ended:
        """Run it, and load what it loaded, so that those after it need not."""
        return Ended(**self._ask({"learn": asdict(run)}))

    def _ask(self, request: dict[str, Any]) -> Any:
        there, back = self._process.stdin, self._process.stdout
        assert there is not None
        assert back is not None
        there.write(json.dumps(request) + "\n")
        there.flush()
        return json.loads(back.readline())


# --- at the other end --------------------------------------------------------------------------------


def main() -> None:
    """Answer requests until there are no more."""
    if sys.argv[1:] != ["bare"]:
        _load()
    gc.freeze()
    # What a command says must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


def _load() -> None:
    from anthology import cli, pipeline  # noqa: F401 - loaded once
    from anthology.cache import tool_digest

    tool_digest()


def _answer(request: dict[str, Any]) -> Any:
    if "shell" in request:
        return subprocess.run(request["shell"], check=False).returncode
    if "learn" in request:
        return _learnt(Run(**request["learn"]))
    started = [_Started(Run(**run)) for run in request["runs"]]
    return [asdict(one.ended()) for one in started]


def _learnt(run: Run) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder) / "modules"
        done = _Started(run, names).ended()
        for name in names.read_text(encoding="utf-8").split() if names.exists() else ():
            with contextlib.suppress(Exception):  # what cannot be loaded alone is loaded when it is needed
                importlib.import_module(name)
    gc.freeze()
    return asdict(done)


class _Started:
    """A run on its way."""

    def __init__(self, run: Run, names: Path | None = None) -> None:
        self._run = run
        self._before = _changed(run.watched)
        # A pipe, not a file: how large files may be is among the things that are tried.
        self._said, mouth = os.pipe()
        os.set_blocking(self._said, False)
        self._words: list[bytes] = []
        self._end, theirs = os.pipe()
        self._ready, told = os.pipe()
        self._go, start = None, None
        if run.traced:
            start, self._go = os.pipe()
        self._begin = time.monotonic()
        self._pid = os.fork()
        if not self._pid:
            _become(run, mouth, told, start, names)
        for handle in (theirs, mouth, told, start):
            if handle is not None:
                os.close(handle)

    def ended(self) -> Ended:
        """Wait for its end, or bring it about."""
        tracer = self._traced()
        self._wait()
        status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        seconds = time.monotonic() - self._begin
        if tracer is not None:
            tracer.wait()
        self._listen()
        for handle in (self._said, self._end, self._ready):
            os.close(handle)
        return Ended(status, seconds, b"".join(self._words).decode(errors="replace"))

    def _listen(self) -> None:
        """Take what was said, before it fills the pipe."""
        with contextlib.suppress(BlockingIOError):
            while words := os.read(self._said, 65536):
                self._words.append(words)

    def _traced(self) -> subprocess.Popen[bytes] | None:
        if self._go is None:
            return None
        tracer = None
        if os.read(self._ready, 1):
            command = ["strace", "-qq", "-o", self._run.trace, "-p", str(self._pid), *self._run.traced]
            tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL)
            while not _is_traced(self._pid) and tracer.poll() is None:
                select.select([], [], [], _LOOK_S)
            with contextlib.suppress(BrokenPipeError):
                os.write(self._go, b".")
        os.close(self._go)
        return tracer

    def _wait(self) -> None:
        deadline = None if self._run.watched else self._run.kill_after
        while self._end not in select.select([self._end, self._said], [], [], self._patience(deadline))[0]:
            self._listen()
            now = time.monotonic() - self._begin
            if deadline is None and self._run.watched and _changed(self._run.watched) != self._before:
                deadline = now + (self._run.kill_after or 0)
            if now >= (PATIENCE_S if deadline is None else deadline):
                os.kill(self._pid, signal.SIGKILL)
                return

    def _patience(self, deadline: float | None) -> float:
        if deadline is None:
            return _LOOK_S if self._run.watched else PATIENCE_S
        return max(self._begin + deadline - time.monotonic(), 0)


def _changed(folder: str) -> int:
    try:
        return Path(folder).stat().st_mtime_ns if folder else 0
    except OSError:
        return 0


def _is_traced(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    return "TracerPid:\t0\n" not in status


# --- in a forked process -----------------------------------------------------------------------------


def _become(run: Run, said: int, told: int, start: int | None, names: Path | None) -> None:
    """Be the command; does not return."""
    status = 70
    try:
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout, sys.stderr = (os.fdopen(os.dup(said), "w", encoding="utf-8", buffering=1) for _ in "oe")
        status = _obeyed(run, told, start)
        if names is not None:
            names.write_text("\n".join(name for name in sys.modules if not name.startswith("__")))
        _finish()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _finish() -> None:
    """What Python does at the end of a process, which `os._exit` leaves out."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()


def _obeyed(run: Run, told: int, start: int | None) -> int:
    os.chdir(run.cwd)
    os.environ.update(run.environment)
    tempfile.tempdir = None
    if run.file_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (run.file_bytes, run.file_bytes))
    begin = _be_traced(told, start) if start is not None else _nothing
    calls = _fail(run.fault, run.nth) if run.nth else None
    try:
        _work(run, begin)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    finally:
        if calls is not None and run.fault == COUNT:
            print(f"calls: {calls()}")
    return 0


def _nothing() -> None:
    pass


def _work(run: Run, begin: Callable[[], None]) -> None:
    if run.python:
        exec(run.args[0], {"__name__": "driver", "args": run.args[1:], "begin": begin})  # noqa: S102 - of a test
    else:
        from anthology import cli

        cli.main(list(run.args), prog_name="anthology")


def _be_traced(told: int, start: int) -> Callable[[], None]:
    """Stop where files are about to be written, until strace is there; a driver says itself when that is."""
    with contextlib.suppress(OSError, AttributeError):  # where only parents may trace, all may from now on
        ctypes.CDLL(None).prctl(_SET_TRACER, ctypes.c_ulong(_ANY), 0, 0, 0)
    from anthology import importing, storage

    def begin() -> None:
        os.write(told, b".")
        select.select([start], [], [])  # not `read`: that may be the call that is hit

    def stopping(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            begin()
            return real(*args, **kwargs)

        return call

    storage.publish = stopping(storage.publish)
    importing.write = stopping(importing.write)
    return begin


def _fail(fault: str, nth: int) -> Callable[[], int]:
    """Let the nth call that writes an output, or below content/, fail; given back is how to count them."""
    calls = 0

    def befall(name: str) -> None:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += _is_writing()
            if calls != nth or not _is_writing():
                return real(*args, **kwargs)
            if name == "fdopen":
                return _Spoilt(fault, real(*args, **kwargs))
            return _befallen(fault)

        setattr(os, name, call)

    for name in CALLS:
        befall(name)
    return lambda: calls


def _is_writing() -> bool:
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename.endswith(_WRITING):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _befallen(fault: str) -> Any:
    if fault == "KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    number = getattr(errno, fault)
    raise OSError(number, os.strerror(number))


class _Spoilt:
    """A file of which half of what is written gets to the disk."""

    def __init__(self, fault: str, file: IO[bytes]) -> None:
        self._fault = fault
        self._file = file

    def __enter__(self) -> _Spoilt:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        """Write half, and fail."""
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        _befallen(self._fault)


if __name__ == "__main__":
    main()
