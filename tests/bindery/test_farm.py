"""The farm: sections set by the workers of a real Dask scheduler, which may die, or be of another version."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from concurrent.futures import CancelledError
from concurrent.futures import wait as wait_for
from pathlib import Path

import pytest
from anthology.bindery import farm
from anthology.bindery.farm import Farm
from anthology.bindery.work import set_fragment
from anthology.bindery.workers import crew_for, in_process
from anthology.errors import AnthologyError, ConfigError, LayoutError, Several
from tests.bindery import tasks
from tests.bindery.clusters import ROOT, Cluster, cluster
from tests.safety.counts import is_long

LONG_S = 60


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A farm of two workers, for the tests that do them no harm."""
    with cluster(tmp_path_factory.mktemp("farm"), "one", "other") as made:
        yield made


@pytest.fixture
def crew(two: Cluster) -> Iterator[Farm]:
    with crew_for(two.executor, 0) as made:
        assert isinstance(made, Farm)
        yield made


def code(error: BaseException | None) -> str:
    return error.code if isinstance(error, AnthologyError) else repr(error)


def appears_in(marks: list[Path], pid: int) -> None:
    """Wait until that process has begun one of the tasks that leave these marks."""
    seen = threading.Event()
    for _ in range(LONG_S * 100):
        if str(pid) in [mark.read_text() for mark in marks if mark.exists()]:
            return
        seen.wait(0.01)
    raise AssertionError("the worker never began")


class TestWork:
    def test_tasks_are_done_by_all_workers(self, crew: Farm) -> None:
        assert crew.jobs == 2
        futures = [crew.submit(tasks.process) for _ in range(40)]
        pids = {future.result(LONG_S) for future in futures}
        assert len(pids) == 2
        assert os.getpid() not in pids

    def test_results_go_to_those_who_asked_for_them(self, crew: Farm) -> None:
        futures = [crew.submit(tasks.double, number) for number in range(100)]
        assert [future.result(LONG_S) for future in futures] == [2 * number for number in range(100)]

    def test_the_same_task_is_done_as_often_as_it_is_asked_for(self, crew: Farm, two: Cluster) -> None:
        mark = str(two.folder / "mark")
        assert [crew.submit(tasks.count, mark).result(LONG_S) for _ in range(3)] == [1, 2, 3]

    def test_errors_come_back_with_all_they_say(self, crew: Farm) -> None:
        one = crew.submit(tasks.fail, "Le port").exception(LONG_S)
        assert vars(one) == vars(
            LayoutError("engine-failed", "it failed", hint="mend it", file="Le port", line=7)
        )
        several = crew.submit(tasks.fail_twice).exception(LONG_S)
        assert isinstance(several, Several)
        assert [str(each) for each in several.failures] == ["x: one [a]", "two [b]\n  → h"]
        assert isinstance(crew.submit(tasks.fault).exception(LONG_S), KeyError)

    def test_a_shared_value_is_one_object_in_each_worker(self, crew: Farm) -> None:
        look = crew.share({"a.css": "p {}", "font": b"x" * 1_000_000})
        assert crew.submit(tasks.together, 1, look).result(LONG_S) == (
            1,
            {"a.css": "p {}", "font": b"x" * 1_000_000},
        )
        places = [crew.submit(tasks.place_of, look) for _ in range(40)]
        found = {place.result(LONG_S) for place in places}
        assert len(found) == len({process for process, _ in found}) == 2

    def test_a_value_larger_than_dask_likes_is_shared_without_a_word(self, crew: Farm) -> None:
        big = os.urandom(20_000_000)
        assert crew.submit(tasks.lengths, crew.share([big])).result(LONG_S) == [20_000_000]

    def test_no_memory_left_is_an_error_of_the_piece(self, crew: Farm) -> None:
        error = crew.submit(tasks.no_memory, name="Le port").exception(LONG_S)
        assert code(error) == "setting-memory"
        assert isinstance(error, LayoutError)
        assert error.file == "Le port"

    def test_closing_cancels_what_is_not_done_and_leaves_the_workers(self, two: Cluster) -> None:
        crew = crew_for(two.executor, 0)
        folder = two.folder
        go = folder / "go"
        futures = [crew.submit(tasks.wait_for, str(go), str(folder / f"{number}")) for number in range(10)]
        tasks.appears(folder / "0")
        crew.close()
        assert wait_for(futures, LONG_S).not_done == set()
        with pytest.raises(CancelledError):
            futures[-1].result()
        go.touch()
        with crew_for(two.executor, 0) as other:
            assert other.submit(tasks.double, 2).result(LONG_S) == 4

    def test_nothing_is_said_on_the_way(self, two: Cluster) -> None:
        script = (
            "import sys\n"
            "from anthology.bindery.workers import crew_for\n"
            "from tests.bindery import tasks\n"
            "with crew_for(sys.argv[1], 2) as crew:\n"
            "    print(crew.submit(tasks.together, crew.share(1)).result())\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, two.executor], cwd=ROOT, capture_output=True, text=True
        )
        assert (done.stdout, done.stderr, done.returncode) == ("(1,)\n", "", 0)


class TestVersions:
    def test_a_worker_of_another_version_is_told_with_what_differs(
        self, crew: Farm, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ours = farm._ours()
        monkeypatch.setattr(farm, "_ours", lambda: ours.replace("Pango ", "Pango 9"))
        error = crew.submit(tasks.double, 1).exception(LONG_S)
        assert code(error) == "worker-other-version"
        assert "Pango 9" in str(error)
        assert "WeasyPrint" not in str(error)

    def test_a_worker_without_our_code_is_told(self, crew: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
        module = types.ModuleType("only_here")
        exec("def task():\n    return 1\n", vars(module))  # noqa: S102
        monkeypatch.setitem(sys.modules, "only_here", module)
        error = crew.submit(module.task, name="Le port").exception(LONG_S)
        assert code(error) == "worker-other-version"
        assert "only_here" in str(error)


class TestDeath:
    @pytest.mark.skipif(not is_long(), reason="tests/test_rebuild.py loses a worker of a whole book")
    def test_when_a_worker_dies_the_pages_are_the_same(self, tmp_path: Path) -> None:
        look, jobs = tasks.look(), tasks.jobs(8)
        here = in_process()
        ours = [here.submit(set_fragment, here.share(look), job).result() for job in jobs]
        with cluster(tmp_path, "one", "other") as farm_of_two, crew_for(farm_of_two.executor, 0) as crew:
            shared = crew.share(look)
            futures = [crew.submit(set_fragment, shared, job, name=job.name) for job in jobs]
            futures[0].result(LONG_S)
            farm_of_two.kill("one")
            assert [future.result(LONG_S) for future in futures] == ours

    def test_when_a_worker_dies_at_work_the_others_do_all_of_it(self, tmp_path: Path) -> None:
        with cluster(tmp_path, "one", "other") as farm_of_two, crew_for(farm_of_two.executor, 0) as crew:
            look = crew.share(b"x" * 1_000_000)
            go = tmp_path / "go"
            marks = [tmp_path / f"mark-{number}" for number in range(12)]
            futures = [crew.submit(tasks.wait_for, str(go), str(mark), look) for mark in marks]
            appears_in(marks, farm_of_two.workers["one"].pid)
            farm_of_two.kill("one")
            go.touch()
            found = [future.result(LONG_S) for future in futures]
            assert [size for size, _ in found] == [1_000_000] * 12
            assert {pid for _, pid in found} == {farm_of_two.workers["other"].pid}

    def test_a_task_that_kills_its_workers_is_named_and_the_others_are_done(self, tmp_path: Path) -> None:
        with cluster(tmp_path, "one", "other", failures=0) as mortal, crew_for(mortal.executor, 0) as crew:
            error = crew.submit(tasks.die, name="Le port").exception(LONG_S)
            assert code(error) == "worker-died"
            assert isinstance(error, LayoutError)
            assert error.file == "Le port"
            assert crew.submit(tasks.double, 2).result(LONG_S) == 4

    def test_a_task_that_overruns_its_time_is_stopped_where_a_nanny_watches(self, tmp_path: Path) -> None:
        with (
            cluster(tmp_path, "one", nanny=True, failures=0) as watched,
            Farm(watched.address, timeout_s=0.3) as crew,
        ):
            assert code(crew.submit(tasks.loop).exception(LONG_S)) == "worker-died"
            assert crew.submit(tasks.double, 2).result(LONG_S) == 4

    def test_a_scheduler_that_dies_ends_the_work(self, tmp_path: Path) -> None:
        with cluster(tmp_path, "one") as doomed, crew_for(doomed.executor, 0) as crew:
            future = crew.submit(tasks.sleep, str(tmp_path / "mark"))
            tasks.appears(tmp_path / "mark")
            doomed.scheduler.kill()
            assert code(future.exception(LONG_S)) == "worker-died"


class TestConnecting:
    def test_without_dask_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for library in ("dask", "distributed"):
            with monkeypatch.context() as patched:
                patched.setitem(sys.modules, library, None)
                with pytest.raises(ConfigError) as failure:
                    crew_for("dask://127.0.0.1:1", 0)
            assert failure.value.code == "executor-missing"
            assert "anthology[cluster]" in failure.value.hint

    def test_a_scheduler_that_does_not_answer_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(farm, "_CONNECT_S", 0.3)
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))  # taken, and nobody listens
            address = f"127.0.0.1:{held.getsockname()[1]}"
            with pytest.raises(ConfigError) as failure:
                crew_for(f"dask://{address}", 0)
        assert failure.value.code == "executor-unreachable"
        assert address in failure.value.message

    def test_a_scheduler_without_workers_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(farm, "_CONNECT_S", 0.5)
        with cluster(tmp_path) as empty:
            with pytest.raises(ConfigError) as failure:
                crew_for(empty.executor, 0)
            assert failure.value.code == "executor-unreachable"
            assert "no workers" in failure.value.message
