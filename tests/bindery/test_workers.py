"""The crews: every task gets its result or a clear error, whatever becomes of those who work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures import wait as wait_for
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from anthology.bindery import processes as processes_module
from anthology.bindery.crew import Crew
from anthology.bindery.jobs import Job
from anthology.bindery.processes import Processes
from anthology.bindery.work import set_fragment
from anthology.bindery.workers import crew_for, in_process, processes
from anthology.errors import ConfigError, LayoutError, Several
from anthology.sandbox import base_folder
from tests.bindery import tasks

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 60
"""Nothing here takes so long, unless it hangs."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Processes]:
    """Two workers with the engine, for the tests that do them no harm."""
    crew = processes(2)
    yield crew
    crew.close(wait=True)


@pytest.fixture
def made() -> Iterator[Callable[..., Processes]]:
    """Makes crews of one's own, and closes them."""
    crews: list[Processes] = []

    def make(jobs: int = 1, **limits: float) -> Processes:
        crews.append(Processes(jobs, **limits))  # type: ignore[arg-type]
        return crews[-1]

    yield make
    for crew in crews:
        crew.close(wait=True)


@pytest.fixture(params=["in_process", "processes"])
def crew(request: pytest.FixtureRequest, warm: Processes) -> Crew:
    return in_process() if request.param == "in_process" else warm


def workers_of(crew: Processes) -> set[int]:
    """The processes at work now."""
    return {crew.submit(tasks.process).result(LONG_S) for _ in range(4 * crew.jobs)}


def gone(folder: Path) -> bool:
    """Whether a folder is taken away: by the server, or by whoever sweeps at that moment."""
    until = time.monotonic() + LONG_S
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return not folder.exists()


def ended(*pids: int) -> bool:
    """True when all these processes come to their end."""
    alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], LONG_S)[1]
    return not alive


class TestEveryCrew:
    def test_a_task_gives_its_result(self, crew: Crew) -> None:
        assert crew.submit(tasks.double, 21).result(LONG_S) == 42

    def test_results_go_to_those_who_asked_for_them(self, crew: Crew) -> None:
        futures = [crew.submit(tasks.double, number) for number in range(200)]
        assert [future.result(LONG_S) for future in futures] == [2 * number for number in range(200)]

    def test_big_arguments_and_results_pass(self, crew: Crew) -> None:
        parts = [os.urandom(1_000_000) for _ in range(8)]
        assert crew.submit(tasks.lengths, parts).result(LONG_S) == [1_000_000] * 8
        assert crew.submit(tasks.together, *parts).result(LONG_S) == tuple(parts)

    def test_an_error_comes_back_with_all_it_says(self, crew: Crew) -> None:
        error = crew.submit(tasks.fail, "Le port").exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert vars(error) == vars(
            LayoutError("engine-failed", "it failed", hint="mend it", file="Le port", line=7)
        )

    def test_several_errors_come_back_together(self, crew: Crew) -> None:
        error = crew.submit(tasks.fail_twice).exception(LONG_S)
        assert isinstance(error, Several)
        assert [str(one) for one in error.failures] == ["x: one [a]", "two [b]\n  → h"]

    def test_a_fault_of_the_tool_is_not_hidden(self, crew: Crew) -> None:
        assert isinstance(crew.submit(tasks.fault).exception(LONG_S), KeyError)

    def test_a_shared_value_stands_where_it_was_given(self, crew: Crew) -> None:
        look, other = crew.share({"a.css": "p {}"}), crew.share(b"other")
        given = crew.submit(tasks.together, 1, look, other, look).result(LONG_S)
        assert given == (1, {"a.css": "p {}"}, b"other", {"a.css": "p {}"})

    def test_a_shared_value_is_one_object_in_each_worker(self, crew: Crew) -> None:
        look = crew.share(("sheet", "font"))
        places = [crew.submit(tasks.place_of, look) for _ in range(20)]
        found = {place.result(LONG_S) for place in places}
        assert len(found) == len({process for process, _ in found}) <= crew.jobs


class TestSetting:
    """The task that the crews are for."""

    def test_a_document_becomes_the_same_bytes_in_every_crew(self, warm: Processes) -> None:
        look, jobs = tasks.look(), tasks.jobs(6)
        here, there = in_process(), warm
        ours = [here.submit(set_fragment, here.share(look), job).result() for job in jobs]
        shared = there.share(look)
        theirs = [there.submit(set_fragment, shared, job) for job in jobs]
        assert [future.result(LONG_S) for future in theirs] == ours
        assert len(set(ours)) == len(jobs)

    def test_what_cannot_be_set_is_named(self, crew: Crew) -> None:
        job = Job("Le port", tasks.document("<p>x</p><img src='photos/none.jpg' alt=''/>"), "recto")
        error = crew.submit(set_fragment, crew.share(tasks.look()), job, name=job.name).exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("resource-refused", "Le port")


class TestInProcess:
    def test_a_task_is_done_when_it_is_submitted(self) -> None:
        future = in_process().submit(tasks.process)
        assert future.done()
        assert future.result() == os.getpid()

    def test_an_interrupt_is_not_kept_for_later(self) -> None:
        with pytest.raises(KeyboardInterrupt):
            in_process().submit(tasks.interrupted)

    def test_no_memory_left_is_an_error_of_the_piece(self) -> None:
        error = in_process().submit(tasks.no_memory, name="Le port").exception()
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("setting-memory", "Le port")


class Noting:
    """Notes that it is made into bytes."""

    def __init__(self, sent: list[int]) -> None:
        self._sent = sent

    def __reduce__(self) -> tuple[type[int], tuple[()]]:
        self._sent.append(1)
        return int, ()


class TestProcesses:
    def test_work_is_done_elsewhere_and_by_no_more_than_were_asked_for(self, warm: Processes) -> None:
        pids = workers_of(warm)
        assert os.getpid() not in pids
        assert 1 <= len(pids) <= 2

    def test_workers_have_the_engine_and_this_process_does_not(self) -> None:
        script = (
            "import sys\n"
            "from anthology.bindery.processes import Processes\n"
            "from tests.bindery import tasks\n"
            "with Processes(1, preloaded='tests.bindery.preloaded') as crew:\n"
            "    there = crew.submit(tasks.modules, 'weasyprint', 'this', 'anthology.cli').result()\n"
            "    assert there == ['weasyprint'], there\n"
            "    assert 'weasyprint' not in sys.modules\n"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
        assert (done.stderr, done.returncode) == ("", 0)

    def test_workers_do_not_run_the_script_of_the_command_again(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            "import sys\n"
            f"sys.path.insert(0, {str(ROOT)!r})\n"
            "from anthology.bindery.processes import Processes\n"
            "from tests.bindery import tasks\n"
            "print('the script runs')\n"
            "with Processes(2, preloaded='tests.bindery.preloaded') as crew:\n"
            "    print(crew.submit(tasks.double, 4).result())\n"
        )
        done = subprocess.run([sys.executable, script], capture_output=True, text=True)
        assert (done.stdout, done.stderr) == ("the script runs\n8\n", "")

    def test_nothing_starts_before_it_is_needed(self, made: Callable[..., Processes]) -> None:
        before = {child.pid for child in psutil.Process().children(recursive=True)}
        crew = made(2)
        crew.share(b"x")
        assert {child.pid for child in psutil.Process().children(recursive=True)} == before

    def test_warming_up_starts_the_workers(self, made: Callable[..., Processes]) -> None:
        crew = made(2)
        crew.warm()
        pool = crew._front.submit(crew._ready_pool).result(LONG_S)
        assert len(pool._pool_manager.worker_manager.workers) == 2

    def test_a_worker_makes_room_for_a_fresh_one_after_a_number_of_tasks(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made(1, tasks_each=2)
        pids = [crew.submit(tasks.process).result(LONG_S) for _ in range(6)]
        assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [2, 2, 2]

    def test_a_fresh_worker_gets_the_shared_value_too(self, made: Callable[..., Processes]) -> None:
        crew = made(1, tasks_each=1)
        look = crew.share(b"look")
        assert [crew.submit(tasks.together, look).result(LONG_S) for _ in range(3)] == [(b"look",)] * 3

    def test_the_same_value_is_shared_once_and_let_go_of_with_its_handle(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made()
        look, same = crew.share(b"look"), crew.share(b"look")
        assert look is same
        assert len(list(crew._shared.iterdir())) == 1
        del look, same
        assert crew.submit(len, "").result(LONG_S) == 0, "which comes after what was thrown away"
        assert list(crew._shared.iterdir()) == []

    def test_a_value_stays_as_long_as_a_task_needs_it(self, made: Callable[..., Processes]) -> None:
        crew = made()
        future = crew.submit(tasks.together, crew.share(b"look"))
        assert future.result(LONG_S) == (b"look",)

    def test_a_worker_keeps_few_values(self, made: Callable[..., Processes]) -> None:
        crew = made()
        looks = [crew.share(bytes([number])) for number in range(7)]
        for look in looks:
            crew.submit(tasks.together, look).result(LONG_S)
        assert crew.submit(tasks.values_kept).result(LONG_S) == 4

    def test_what_cannot_be_sent_is_an_error_of_that_task_alone(self, warm: Processes) -> None:
        error = warm.submit(tasks.together, lambda: None).exception(LONG_S)
        assert isinstance(error, AttributeError | TypeError)
        assert "pickle" in str(error)
        assert warm.submit(tasks.double, 1).result(LONG_S) == 2

    def test_no_more_is_sent_ahead_than_keeps_them_busy(self, warm: Processes) -> None:
        sent: list[int] = []
        futures = [warm.submit(tasks.together, Noting(sent)) for _ in range(40)]
        futures[0].result(LONG_S)
        assert len(sent) < 40
        for future in futures:
            future.result(LONG_S)
        assert len(sent) == 40

    def test_what_cannot_be_sent_back_is_an_error_of_that_task_alone(self, warm: Processes) -> None:
        for task in (tasks.unsendable, tasks.fail_unsendably):
            error = warm.submit(task).exception(LONG_S)
            assert isinstance(error, RuntimeError)
            assert "cannot be sent" in str(error)
        assert warm.submit(tasks.double, 1).result(LONG_S) == 2

    def test_a_fault_of_the_tool_tells_where_it_happened(self, warm: Processes) -> None:
        error = warm.submit(tasks.fault).exception(LONG_S)
        assert error is not None
        assert "in fault\n" in "".join(error.__notes__)

    def test_without_processes_the_work_is_done_all_the_same(
        self, made: Callable[..., Processes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def none(crew: Processes) -> None:
            raise OSError("no semaphores on this machine")

        monkeypatch.setattr(processes_module, "_new_pool", none)
        crew = made(2)
        assert crew.submit(tasks.together, crew.share(b"x"), os.getpid()).result(LONG_S) == (
            b"x",
            os.getpid(),
        )
        assert crew.submit(tasks.process).result(LONG_S) == os.getpid()
        assert isinstance(crew.submit(tasks.fail, "x").exception(LONG_S), LayoutError)


class TestLimits:
    def test_a_task_that_overruns_its_time_is_stopped_and_named(self, made: Callable[..., Processes]) -> None:
        crew = made(1, timeout_s=0.3)
        error = crew.submit(tasks.loop, name="Le port").exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("setting-timeout", "Le port")
        assert "0.3 seconds" in error.message
        assert crew.submit(tasks.double, 1).result(LONG_S) == 2

    def test_a_task_that_overruns_its_time_of_the_processor_is_stopped_and_named(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made(1, processor_s=0.3)
        error = crew.submit(tasks.loop, name="Le port").exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("setting-timeout", "Le port")
        assert "0.3 seconds of the processor" in error.message
        assert crew.submit(tasks.double, 1).result(LONG_S) == 2

    def test_what_holds_much_text_may_take_longer(self, made: Callable[..., Processes]) -> None:
        crew = made(1, processor_s=0.1)
        short, long = (Job("Le port", b"x" * size, "recto") for size in (100, 5_000))
        assert (
            crew.submit(tasks.loop_with, short)
            .exception(LONG_S)
            .message.startswith(  # type: ignore[union-attr]
                "setting it took more than 0.11 seconds"
            )
        )
        assert "0.6 seconds of the processor" in str(crew.submit(tasks.loop_with, long).exception(LONG_S))

    def test_a_task_that_lets_no_thread_run_is_stopped_too(self, made: Callable[..., Processes]) -> None:
        crew = made(1, timeout_s=0.3)
        error = crew.submit(tasks.sleep_without_heeding, str(crew._work / "m")).exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert error.code == "setting-timeout"

    def test_a_task_stopped_by_the_system_s_clock_overran_its_time(
        self, made: Callable[..., Processes]
    ) -> None:
        error = made().submit(tasks.die, signal.SIGALRM).exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert error.code == "setting-timeout"

    def test_waiting_for_a_worker_takes_no_time_of_the_task(self, made: Callable[..., Processes]) -> None:
        crew = made(1, timeout_s=0.5)
        stuck = [crew.submit(tasks.sleep, str(crew._work / f"{number}")) for number in range(3)]
        quick = crew.submit(tasks.double, 1)
        assert quick.result(LONG_S) == 2
        assert all(isinstance(one.exception(LONG_S), LayoutError) for one in stuck)

    def test_a_task_that_takes_too_much_memory_is_stopped_and_named(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made(1, memory_bytes=200_000_000)
        assert crew.submit(tasks.take, 50).result(LONG_S) == 50_000_000
        error = crew.submit(tasks.take, 400, name="Le port").exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("setting-memory", "Le port")
        assert crew.submit(tasks.take, 50).result(LONG_S) == 50_000_000

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
    def test_a_task_that_kills_its_workers_is_named(
        self, made: Callable[..., Processes], how: signal.Signals
    ) -> None:
        crew = made(1)
        error = crew.submit(tasks.die, how, name="Le port").exception(LONG_S)
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("worker-died", "Le port")
        assert crew.submit(tasks.double, 1).result(LONG_S) == 2

    def test_a_task_whose_worker_dies_is_tried_once_more_in_a_fresh_one(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made(1)
        mark = crew._work / "mark"
        second = crew.submit(tasks.die_once, str(mark)).result(LONG_S)
        assert second != int(mark.read_text())

    def test_those_who_are_not_at_fault_get_their_results(self, made: Callable[..., Processes]) -> None:
        crew = made(2)
        good, bad = [], []
        for number in range(30):
            good.append(crew.submit(tasks.double, number))
            if number % 10 == 5:
                bad.append(crew.submit(tasks.die))
        assert [future.result(LONG_S) for future in good] == [2 * number for number in range(30)]
        codes = [getattr(future.exception(LONG_S), "code", "") for future in bad]
        assert codes == ["worker-died"] * 3

    def test_workers_killed_while_they_are_idle_are_replaced(self, made: Callable[..., Processes]) -> None:
        crew = made(2)
        for _ in range(2):
            pids = workers_of(crew)
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            assert ended(*pids)
            assert not workers_of(crew) & pids

    def test_a_server_that_is_killed_is_replaced(self, made: Callable[..., Processes]) -> None:
        crew = made(1, tasks_each=1)
        server = crew.submit(tasks.parent).result(LONG_S)
        os.kill(server, signal.SIGKILL)
        assert crew.submit(tasks.double, 1).result(LONG_S) == 2
        assert crew.submit(tasks.parent).result(LONG_S) != server


class TestEnding:
    def test_closing_leaves_no_process_and_no_file(self, made: Callable[..., Processes]) -> None:
        crew = made(2)
        pids = workers_of(crew)
        crew.share(b"x")
        crew.close(wait=True)
        assert not any(psutil.pid_exists(pid) for pid in pids)
        assert not crew._folder.exists()

    def test_closing_waits_for_nothing_and_cancels_what_is_not_done(
        self, made: Callable[..., Processes]
    ) -> None:
        crew = made(1)
        futures = [crew.submit(tasks.sleep, str(crew._work / f"{number}")) for number in range(50)]
        pid = int(tasks.appears(crew._work / "0"))
        crew.close()
        assert wait_for(futures, LONG_S).not_done == set()
        with pytest.raises(CancelledError):
            futures[0].result()
        assert ended(pid)

    def test_a_crew_can_be_closed_twice_and_before_it_is_ready(self, made: Callable[..., Processes]) -> None:
        crew = made(2)
        crew.warm()
        future = crew.submit(tasks.double, 1)
        crew.close()
        crew.close()
        assert future.cancelled()

    def test_after_closing_no_task_is_taken(self, made: Callable[..., Processes]) -> None:
        crew = made()
        crew.close()
        with pytest.raises(RuntimeError, match="shutdown"):
            crew.submit(tasks.double, 1)

    def test_a_cancelled_task_is_stopped(self, made: Callable[..., Processes]) -> None:
        crew = made(1)
        future = crew.submit(tasks.sleep, str(crew._work / "mark"))
        pid = int(tasks.appears(crew._work / "mark"))
        assert future.cancel()
        assert crew.submit(tasks.process).result(LONG_S) != pid

    def test_a_crew_that_nobody_closed_leaves_nothing_either(self, tmp_path: Path) -> None:
        script = (
            "from anthology.bindery.processes import Processes\n"
            "from tests.bindery import tasks\n"
            "crew = Processes(1, preloaded='tests.bindery.tasks')\n"
            "print(crew._folder, crew.submit(tasks.process).result())\n"
        )
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
        folder, pid = done.stdout.split()
        assert (done.stderr, done.returncode) == ("", 0)
        assert not Path(folder).exists()
        assert ended(int(pid))

    def test_two_crews_end_one_by_one(self, made: Callable[..., Processes]) -> None:
        one, two = made(1), made(1)
        assert one.submit(tasks.double, 1).result(LONG_S) == two.submit(tasks.double, 1).result(LONG_S) == 2
        one.close(wait=True)
        assert two.submit(tasks.double, 2).result(LONG_S) == 4


PARENT = f"""
import sys, threading
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from anthology.bindery.processes import Processes
from anthology.bindery.jobs import Job
from anthology.bindery.work import set_fragment
from tests.bindery import tasks

folder = Path(sys.argv[1])
with Processes(2, timeout_s=1 if sys.argv[2] == "heedless" else 600, preloaded="tests.bindery.tasks") as crew:
    look = crew.share(b"look")
    task = tasks.sleep_without_heeding if sys.argv[2] == "heedless" else tasks.sleep
    futures = [crew.submit(task, str(crew._work / name)) for name in ("a", "b", "c")]
    (folder / "shared.new").write_text(str(crew._folder))
    (folder / "shared.new").rename(folder / "shared")
    futures[-1].result()
"""


def parent(folder: Path, how: str = "") -> tuple[subprocess.Popen[str], list[int]]:
    """A process whose two workers are at work; and those, with the server that they come from."""
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), how],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    work = Path(tasks.appears(folder / "shared")) / "work"
    workers = [int(tasks.appears(work / name)) for name in ("a", "b")]
    return process, [*workers, *(child.pid for child in psutil.Process(process.pid).children())]


class TestWithTheParent:
    def test_no_worker_outlives_a_parent_that_was_killed(self, tmp_path: Path) -> None:
        process, others = parent(tmp_path)
        process.kill()
        process.communicate()
        assert ended(*others)
        assert gone(Path((tmp_path / "shared").read_text()))
        assert list(tmp_path.glob("pymp-*")) == [], "the address of the server goes too"

    def test_nor_does_one_that_heeds_nothing(self, tmp_path: Path) -> None:
        process, others = parent(tmp_path, "heedless")
        process.kill()
        process.communicate()
        assert ended(*others)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_nor_one_that_was_told_to_end(self, tmp_path: Path, number: signal.Signals) -> None:
        process, others = parent(tmp_path)
        process.send_signal(number)
        process.communicate()
        assert ended(*others)

    def test_an_interrupt_ends_all_and_only_the_parent_speaks(self, tmp_path: Path) -> None:
        process, others = parent(tmp_path)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=LONG_S)[1]
        assert process.returncode == -signal.SIGINT
        assert said.count("Traceback") == 1
        assert said.endswith("KeyboardInterrupt\n")
        assert ended(*others)

    def test_an_interrupt_while_the_workers_start_is_quiet_too(self, tmp_path: Path) -> None:
        script = (
            "import os, signal\n"
            "from anthology.bindery.workers import processes\n"
            "with processes(2) as crew:\n"
            "    crew.warm()\n"
            "    try:\n"
            "        os.killpg(0, signal.SIGINT)\n"
            "    except KeyboardInterrupt:\n"
            "        pass\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, start_new_session=True
        )
        assert (done.stderr, done.returncode) == ("", 0)


class TestChoosing:
    @pytest.mark.parametrize(
        ("executor", "jobs", "number"),
        [("", 2, 2), ("", 1, 1), ("", 0, 1), ("processes", 3, 3), ("processes", 0, 1)],
    )
    def test_processes_are_as_many_as_asked_for(self, executor: str, jobs: int, number: int) -> None:
        with crew_for(executor, jobs) as crew:
            assert isinstance(crew, Processes)
            assert crew.jobs == number

    @pytest.mark.parametrize(
        "executor",
        [
            *("threads", "dask", "DASK", "processes:2", "tcp://host:8786", "dask://", "dask://host"),
            *("dask://:8786", "dask://host:port", "dask://host:99999", "dask://host:8786/x", "dask://me@h:1"),
        ],
    )
    def test_what_is_no_executor_is_told(self, executor: str) -> None:
        with pytest.raises(ConfigError) as failure:
            crew_for(executor, 2)
        assert failure.value.code == "executor-unknown"
        assert repr(executor) in failure.value.message


class TestTempFolder:
    def test_the_folder_of_a_crew_is_closed_to_others(self, made: Callable[..., Processes]) -> None:
        folder = made()._folder
        assert folder.parent.parent == Path(tempfile.gettempdir())
        assert folder.parent.stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0


def test_the_folder_of_a_process_that_goes_on_stays_when_its_server_ends() -> None:
    for _ in range(2):
        crew = Processes(1)
        assert crew.submit(len, "abc").result() == 3
        crew.close(wait=True)
        assert base_folder().is_dir()


_THAT_CANNOT_BEGIN = """
import operator
from anthology.bindery import forks

class Broken:
    def __reduce__(self):
        return operator.truediv, (1, 0)

if __name__ == "__main__":
    fork = forks.forks("json").Process(target=len, args=(Broken(),))
    fork.start()
    fork.join(60)
    print(fork.exitcode)
    forks.end_server()
"""


def test_a_worker_that_cannot_begin_says_nothing_to_the_person_at_the_screen() -> None:
    command = [sys.executable, "-c", _THAT_CANNOT_BEGIN]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert (said.stdout, said.stderr) == ("1\n", "")


_AS_A_POOL_BEGINS_IT = """
import resource, sys
from pebble.pool.base_pool import run_initializer
from anthology.bindery.processes import _begin
if len(sys.argv) > 2:
    import threading
    def start(thread): raise RuntimeError("can't start new thread")
    threading.Thread.start = start
run_initializer(_begin, (1 << 30, sys.argv[1], False))
print("went on")
"""


@pytest.mark.parametrize("more", [[], ["no thread"]], ids=["its parent is gone", "no thread"])
def test_a_worker_that_cannot_get_ready_ends_without_a_word(more: list[str], tmp_path: Path) -> None:
    """A command that ends for want of memory takes its folder away while its workers still begin."""
    for name in ("work", "shared") if more else ():
        (tmp_path / name).mkdir()
    command = [sys.executable, "-c", _AS_A_POOL_BEGINS_IT, str(tmp_path), *more]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "")
