"""A confined child does one task after the other; one that it cannot end is ended, and the next goes on."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from anthology.errors import SourceError
from anthology.sandbox import MEMORY, TIME, Breach, Child, Killed, answers
from anthology.sandbox import child as inside

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 10.0
_MB = 1 << 20
_kept: list[bytearray] = []


def double(number: int) -> int:
    return 2 * number


def process() -> int:
    return os.getpid()


def loop() -> None:
    while True:
        pass


def wait() -> None:
    threading.Event().wait()


def take(megabytes: int) -> int:
    return len(bytearray(megabytes * _MB))


def keep(megabytes: int) -> int:
    _kept.append(bytearray(megabytes * _MB))
    return len(_kept)


def end(how: int) -> None:
    os.kill(os.getpid(), how)


def leave(status: int) -> None:
    os._exit(status)


def refuse() -> None:
    raise SourceError("file-unreadable", "it is not", hint="h", file="a", line=7)


def fill() -> None:
    raise MemoryError


def timed() -> float:
    return signal.getitimer(signal.ITIMER_PROF)[0]


def give_what_cannot_be_sent() -> object:
    return lambda: None


def raise_what_cannot_be_read() -> None:
    class Unknown(Exception):
        pass

    raise Unknown("x")


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def swallow(path: str) -> str:
    try:
        return read(path)
    except OSError:
        return ""


def environment() -> dict[str, str]:
    return dict(os.environ)


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    # Nothing here is worth waiting for minutes.
    monkeypatch.setattr(inside, "_PATIENCE", 3)
    with Child(1 << 30) as one:
        yield one


def why(child: Child, *task: object, seconds: float = LONG_S) -> str:
    with pytest.raises(Killed) as caught:
        child.do(*task, seconds=seconds)  # type: ignore[arg-type]
    return caught.value.why


class Left(BaseException):
    """The process would have ended, so."""


class TestInside:
    """What a child does, done here: bytes in, bytes out. What it makes of its own process is only noted."""

    @pytest.fixture
    def noted(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []

        def note(name: str) -> Callable[..., None]:
            return lambda *args: found.append((name, *args))

        def leave(status: int) -> None:
            raise Left(status)

        monkeypatch.setattr(inside, "_get_ready", note("ready"))
        monkeypatch.setattr(inside, "enter", note("enter"))
        monkeypatch.setattr(os, "_exit", leave)
        return found

    @staticmethod
    def lived(*tasks: tuple[object, ...]) -> tuple[int, list[bytes]]:
        """With what status a child that was given these tasks has left, and what it has sent."""
        (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()
        with os.fdopen(ours_out, "wb") as given:
            for task in tasks:
                work = pickle.dumps(task)
                given.write(len(work).to_bytes(8, "big") + work)
        with pytest.raises(Left) as left:
            inside._live(theirs_in, theirs_out, 7 * _MB, "own")
        os.close(theirs_in)
        os.close(theirs_out)
        said = []
        with os.fdopen(ours_in, "rb") as heard:
            while head := heard.read(8):
                said.append(heard.read(int.from_bytes(head, "big")))
        return left.value.args[0], said

    def test_it_is_confined_says_so_and_does_tasks_until_nobody_gives_any(
        self, noted: list[tuple[object, ...]]
    ) -> None:
        status, (ready, *said) = self.lived(
            (double, (21,), LONG_S), (refuse, (), LONG_S), (process, (), LONG_S)
        )
        (ready_, _, _, memory), entered = noted
        assert ((ready_, memory), entered) == (("ready", 7 * _MB), ("enter", "own"))
        assert (status, ready) == (1, b"")
        first, second, third = map(answers.read, said)
        assert (first, third) == ((42, None), (os.getpid(), None))
        assert second[0] is None
        assert isinstance(second[1], SourceError)

    def test_one_whose_memory_is_full_leaves_and_says_so(self, noted: list[tuple[object, ...]]) -> None:
        assert noted == []
        assert self.lived((double, (1,), LONG_S), (fill, (), LONG_S)) == (77, [b"", answers.write((2, None))])

    def test_one_that_cannot_be_confined_does_no_task(
        self, noted: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(_: object) -> None:
            raise OSError("the kernel refuses it")

        monkeypatch.setattr(inside, "enter", refused)
        assert self.lived((double, (21,), LONG_S)) == (1, [])
        assert [name for name, *_ in noted] == ["ready"]

    def test_the_seconds_of_a_task_are_counted_while_it_runs_whatever_comes_of_it(self) -> None:
        value, failure = answers.read(inside._answer(timed, (), 50.0))
        assert failure is None
        assert 40 < value < 51  # the kernel counts in its own ticks
        assert timed() == 0
        for task in (refuse, fill):
            with suppress(MemoryError):
                inside._answer(task, (), 50.0)
            assert timed() == 0

    def test_memory_that_is_full_is_no_answer(self) -> None:
        with pytest.raises(MemoryError):
            inside._answer(fill, (), LONG_S)

    def test_an_error_says_where_it_happened(self) -> None:
        value, error = answers.read(inside._answer(refuse, (), LONG_S))
        assert value is None
        assert isinstance(error, SourceError)
        (note,) = error.__notes__
        assert note.startswith("Traceback (most recent call last):\n")
        assert "in refuse\n" in note
        assert f"SourceError: {error}" in note

    def test_of_an_error_that_cannot_be_sent_it_is_said_what_it_was(self) -> None:
        value, error = answers.read(inside._answer(raise_what_cannot_be_read, (), LONG_S))
        assert value is None
        assert type(error) is RuntimeError
        before, why_not = str(error).split(" cannot be sent: ")
        assert before == "Unknown('x')"
        assert "Unknown" in why_not

    @pytest.mark.parametrize(
        ("handles", "closed"),
        [((5, 9), [(3, 5), (6, 9), (10, 77)]), ((9, 5), [(3, 5), (6, 9), (10, 77)])],
    )
    @pytest.mark.parametrize(("hard", "limit"), [(resource.RLIM_INFINITY, 1700), (1600, 1600), (1800, 1700)])
    def test_it_keeps_its_two_ends_its_own_signals_and_so_much_memory(
        self,
        handles: tuple[int, int],
        closed: list[tuple[int, int]],
        hard: int,
        limit: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        shut: list[tuple[int, ...]] = []
        signals: dict[int, object] = {}
        limits: dict[int, tuple[int, int]] = {}
        frozen: list[bool] = []
        most = {resource.RLIMIT_NOFILE: (77, 99), resource.RLIMIT_DATA: (5, hard)}
        monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
        monkeypatch.setattr(os, "closerange", lambda *span: shut.append(span))
        monkeypatch.setattr(signal, "signal", signals.__setitem__)
        monkeypatch.setattr(resource, "getrlimit", most.__getitem__)
        monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
        monkeypatch.setattr(inside, "_inherited_bytes", lambda: 1000)
        inside._get_ready(*handles, 700)
        assert shut == closed
        assert signals == {
            signal.SIGINT: signal.SIG_IGN,
            signal.SIGTERM: signal.SIG_DFL,
            signal.SIGPROF: signal.SIG_DFL,
        }
        assert limits == {resource.RLIMIT_DATA: (limit, limit), resource.RLIMIT_CORE: (0, 0)}
        assert frozen == [True]

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_what_it_inherited_is_what_the_kernel_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        counted = sum(int(told[name].split()[0]) * 1024 for name in ("VmData", "VmStk"))
        assert inside._inherited_bytes() == pytest.approx(counted, rel=0.05)

        def refused(*_: object) -> None:
            raise FileNotFoundError

        # A system that does not tell: all of it is held against the child then.
        monkeypatch.setattr(inside, "open", refused, raising=False)
        assert inside._inherited_bytes() == 0


class TestBytes:
    """They come through a pipe, in parts, from somebody who may stop at any."""

    @pytest.fixture
    def pipe(self) -> Iterator[tuple[int, int]]:
        ends = os.pipe()
        yield ends
        for one in ends:
            with suppress(OSError):
                os.close(one)

    def test_what_is_sent_is_its_length_and_itself(self, pipe: tuple[int, int]) -> None:
        inside._send(pipe[1], b"four")
        inside._send(pipe[1], b"")
        assert os.read(pipe[0], 99) == bytes([0, 0, 0, 0, 0, 0, 0, 4]) + b"four" + bytes(8)

    def test_what_comes_in_parts_is_put_together(
        self, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[int] = []
        read = os.read

        def sparing(handle: int, size: int) -> bytes:
            asked.append(size)
            return read(handle, min(size, 3))

        inside._send(pipe[1], b"fourteen bytes")
        inside._send(pipe[1], b"next")
        monkeypatch.setattr(os, "read", sparing)
        assert inside._received(pipe[0]) == b"fourteen bytes"
        # No more than is its own: the next is somebody else's answer.
        assert asked == [8, 5, 2, 14, 11, 8, 5, 2]
        assert inside._received(pipe[0], time.monotonic() + LONG_S) == b"next"

    def test_no_more_than_a_mebibyte_is_asked_for_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A length of a stranger's is no reason to make room for it."""
        asked: list[int] = []
        parts = [(1 << 62).to_bytes(8, "big"), b""]

        def read(_: int, size: int) -> bytes:
            asked.append(size)
            return parts.pop(0)

        monkeypatch.setattr(os, "read", read)
        with pytest.raises(EOFError):
            inside._received(0)
        assert asked == [8, 1 << 20]

    @pytest.mark.parametrize("sent", [b"", b"\0\0", bytes([0, 0, 0, 0, 0, 0, 0, 4]) + b"fo"])
    def test_who_stops_in_the_middle_has_sent_nothing(self, pipe: tuple[int, int], sent: bytes) -> None:
        os.write(pipe[1], sent)
        with pytest.raises(TimeoutError):
            inside._received(pipe[0], time.monotonic())
        os.write(pipe[1], sent)
        os.close(pipe[1])
        with pytest.raises(EOFError):
            inside._received(pipe[0], time.monotonic() + LONG_S)

    def test_it_is_waited_for_as_long_as_there_is_time_and_no_longer(
        self, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits: list[float] = []

        class Poll:
            def register(self, *what: int) -> None:
                assert what == (pipe[0], select.POLLIN)

            def poll(self, milliseconds: float) -> list[int]:
                waits.append(milliseconds)
                return []

        monkeypatch.setattr(select, "poll", Poll)
        monkeypatch.setattr(time, "monotonic", lambda: 100.0)
        assert not inside._is_there(pipe[0], 102.5)
        assert not inside._is_there(pipe[0], 99.0)
        assert waits == [2500.0, 0.0]


class TestTasks:
    def test_one_child_does_all_tasks_and_it_is_not_this_process(self, child: Child) -> None:
        pids = {child.do(process, seconds=LONG_S) for _ in range(20)}
        assert len(pids) == 1
        assert os.getpid() not in pids
        assert child.do(double, 21, seconds=LONG_S) == 42

    def test_what_is_large_goes_there_and_back(self, child: Child) -> None:
        data = os.urandom(9 * _MB)
        assert child.do(bytes, data, seconds=LONG_S) == data

    def test_an_error_comes_back_with_all_it_says(self, child: Child) -> None:
        with pytest.raises(SourceError) as caught:
            child.do(refuse, seconds=LONG_S)
        error = caught.value
        assert (error.code, error.message, error.hint, error.file, error.line) == (
            "file-unreadable", "it is not", "h", "a", 7,
        )  # fmt: skip
        with pytest.raises(Exception, match="pickle"):
            child.do(give_what_cannot_be_sent, seconds=LONG_S)
        assert child.do(double, 1, seconds=LONG_S) == 2

    def test_it_is_gone_when_it_is_closed_and_comes_again(self) -> None:
        child = Child(1 << 30)
        pid = child.do(process, seconds=LONG_S)
        child.close()
        child.close()
        assert not psutil.pid_exists(pid)
        assert child.do(process, seconds=LONG_S) != pid
        child.close()


class TestConfined:
    def test_it_may_read_nothing_of_others_even_where_it_swallows_the_refusal(
        self, child: Child, tmp_path: Path
    ) -> None:
        (tmp_path / "secret").write_text("x", encoding="utf-8")
        for task in (read, swallow):
            with pytest.raises(Breach) as caught:
                child.do(task, str(tmp_path / "secret"), seconds=LONG_S)
            assert "secret" in caught.value.what[0]

    def test_it_has_no_variable_of_its_parent(self, child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SECRET", "x")
        assert set(child.do(environment, seconds=LONG_S)) == {"PATH", "HOME", "TMPDIR"}

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_nothing_that_its_parent_has_open_is_open_to_it(self, tmp_path: Path) -> None:
        # Landlock asks when a file is opened: what is open before is for `_get_ready` to close.
        with (tmp_path / "lock").open("w"), Child(1 << 30) as child:
            pid = child.do(process, seconds=LONG_S)
            shown = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
        assert not any("lock" in one for one in shown)
        assert sum(one.startswith("pipe:") for one in shown) <= 2 + 3


class TestLimits:
    def test_too_many_seconds_of_the_processor(self, child: Child) -> None:
        assert why(child, loop, seconds=0.1) == TIME
        assert child.do(double, 1, seconds=LONG_S) == 2

    def test_waiting_for_ever_is_too_long_as_well(self, child: Child) -> None:
        child.do(double, 1, seconds=LONG_S)
        assert why(child, wait, seconds=0.02) == TIME

    def test_one_that_takes_too_long_is_not_tried_again_and_another_is_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[int] = []
        really = inside._started

        def counted(memory: int) -> inside._Running:
            started.append(memory)
            return really(memory)

        monkeypatch.setattr(inside, "_started", counted)
        with Child(300 * _MB) as child:
            child.do(double, 1, seconds=LONG_S)
            assert why(child, loop, seconds=0.05) == TIME
            assert len(started) == 1
            child.do(double, 1, seconds=LONG_S)
            assert why(child, leave, 3) == "status 3"
            assert started == [300 * _MB] * 3
            # It was fresh: to try again would be of no use.
            assert why(child, leave, 3) == "status 3"
            assert len(started) == 4

    def test_one_that_cannot_be_confined_is_never_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(_: object) -> None:
            raise OSError("the kernel refuses it")

        monkeypatch.setattr(inside, "enter", refused)
        before = psutil.Process().children()
        with Child(1 << 30) as child:
            assert why(child, double, 1) == "status 1"
        assert psutil.Process().children() == before

    def test_it_is_waited_for_longer_than_it_may_take(self) -> None:
        """A machine may have much else to do; a task that takes its seconds is ended by the kernel."""
        asked_for: list[tuple[bytes, float]] = []

        class Running(inside._Running):
            def asked(self, work: bytes, wait_s: float) -> bytes:
                asked_for.append((work, wait_s))
                return answers.write((42, None))

        child = Child(1 << 30)
        child._running = Running(0, 0, 0)
        assert child.do(double, 21, seconds=7.0) == 42
        assert asked_for == [(pickle.dumps((double, (21,), 7.0)), 84.0)]

    @pytest.mark.parametrize(
        ("error", "status", "why_"),
        [
            (TimeoutError(), -9, TIME),
            (EOFError(), -signal.SIGPROF, TIME),
            (EOFError(), 77, MEMORY),
            (BrokenPipeError(), -signal.SIGKILL, "SIGKILL"),
            (EOFError(), 1, "status 1"),
        ],
    )
    def test_how_a_child_ended_says_why(self, error: Exception, status: int, why_: str) -> None:
        assert inside._why(error, status) == why_

    def test_a_death_says_how(self, child: Child) -> None:
        assert why(child, end, signal.SIGSEGV) == "SIGSEGV"
        assert why(child, leave, 3) == "status 3"
        assert child.do(double, 1, seconds=LONG_S) == 2


class TestMemory:
    def test_too_much_memory(self) -> None:
        with Child(400 * _MB) as child:
            assert child.do(take, 20, seconds=LONG_S) == 20 * _MB
            assert why(child, take, 500) == MEMORY
            assert child.do(take, 20, seconds=LONG_S) == 20 * _MB

    def test_what_its_parent_holds_is_not_held_against_it(self) -> None:
        holding = bytearray(500 * _MB)
        with Child(200 * _MB) as child:
            assert child.do(take, 20, seconds=LONG_S) == 20 * _MB
            assert why(child, take, 300) == MEMORY
        assert len(holding) == 500 * _MB

    def test_what_others_left_there_is_not_held_against_a_task(self) -> None:
        with Child(600 * _MB) as child:
            assert [child.do(keep, 150, seconds=LONG_S) for _ in range(6)].count(1) > 1


SCRIPT = """
import os, signal, sys
sys.path.insert(0, {root!r})
from anthology.sandbox import Child
from tests.sandbox.test_child import process
child = Child(1 << 30)
print(child.do(process, seconds=60), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_does_not_outlive_a_parent_that_was_killed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT))], capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    gone = not psutil.pid_exists(pid) or not psutil.wait_procs([psutil.Process(pid)], LONG_S)[1]
    assert gone
