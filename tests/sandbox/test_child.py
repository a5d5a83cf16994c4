"""A confined child does one task after the other; one that it cannot end is ended, and the next goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from anthology.errors import SourceError
from anthology.sandbox import MEMORY, TIME, Breach, Child, Killed

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 60.0
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


def give_what_cannot_be_sent() -> object:
    return lambda: None


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
def child() -> Iterator[Child]:
    with Child(1 << 30) as one:
        yield one


def why(child: Child, *task: object, seconds: float = LONG_S) -> str:
    with pytest.raises(Killed) as caught:
        child.do(*task, seconds=seconds)  # type: ignore[arg-type]
    return caught.value.why


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

    def test_a_death_says_how(self, child: Child) -> None:
        assert why(child, end, signal.SIGSEGV) == "SIGSEGV"
        assert why(child, leave, 3) == "status 3"
        assert child.do(double, 1, seconds=LONG_S) == 2


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
