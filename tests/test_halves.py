"""Two processes answer about the things of one list: the same answers, whatever becomes of the second."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology import halves
from anthology.cache import Cache

THINGS = list(range(4 * halves.FEWEST))
linux = pytest.mark.skipif(sys.platform != "linux", reason="a fork is made under Linux alone")


def answered(ask: Callable[[int], str], things: list[int] = THINGS, *, forks: bool = True) -> list[str]:
    return halves.answered(ask, things, dump=str.encode, load=bytes.decode, forks=forks)


def by_whom(thing: int) -> str:
    time.sleep(0.002)  # so that neither is done before the other has begun
    return f"{thing} {os.getpid()}"


@linux
def test_both_halves_are_answered_in_order_by_two_processes() -> None:
    answers = [one.split() for one in answered(by_whom)]
    assert [int(thing) for thing, _ in answers] == THINGS
    askers = [int(pid) for _, pid in answers]
    assert len(set(askers)) == 2
    assert askers[0] == os.getpid() != askers[-1]


def test_one_process_alone_gives_the_same() -> None:
    assert {one.split()[1] for one in answered(by_whom, forks=False)} == {str(os.getpid())}
    assert answered(str, forks=False) == answered(str) == list(map(str, THINGS))


def test_for_a_few_things_no_process_is_started() -> None:
    few = THINGS[: halves.FEWEST - 1]
    assert {one.split()[1] for one in answered(by_whom, few)} == {str(os.getpid())}
    assert answered(str, []) == []


WAYS = ["killed", "hangs", "fails", "ends"]


def goes_wrong(way: str) -> None:
    """What may become of a fork."""
    match way:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            signal.pause()
        case "fails":
            raise RuntimeError("here alone")
        case "ends":
            os._exit(3)


@linux
@pytest.mark.parametrize("way", WAYS)
def test_what_the_fork_does_not_tell_is_answered_here(way: str) -> None:
    parent = os.getpid()

    def ask(thing: int) -> str:
        if os.getpid() != parent and thing < THINGS[-3]:
            goes_wrong(way)
        time.sleep(0.001)
        return str(thing)

    assert answered(ask) == list(map(str, THINGS))


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@linux
def test_no_process_is_left_and_no_file_is_open() -> None:
    before = open_files()
    fork = int(answered(by_whom)[-1].split()[1])
    assert open_files() == before
    with pytest.raises(ProcessLookupError):
        os.kill(fork, 0)


@linux
def test_without_another_process_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> int:
        raise BlockingIOError(11, "no more processes")

    monkeypatch.setattr(os, "fork", none_left)
    assert answered(str) == list(map(str, THINGS))


def test_what_is_raised_here_is_raised() -> None:
    def ask(thing: int) -> str:
        raise ValueError(thing)

    with pytest.raises(ValueError, match=r"^0$"):
        answered(ask)


@linux
def test_an_answer_may_be_longer_than_what_a_pipe_holds() -> None:
    assert answered(lambda thing: str(thing) * 300_000) == [str(thing) * 300_000 for thing in THINGS]


@linux
def test_a_signal_that_finds_the_fork_does_not_lead_it_out_of_its_work(tmp_path: Path) -> None:
    parent = os.getpid()

    def ask(thing: int) -> str:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.001)
        return str(thing)

    try:
        assert answered(ask) == list(map(str, THINGS))
    finally:
        (tmp_path / str(os.getpid())).touch()
    assert [one.name for one in tmp_path.iterdir()] == [str(parent)]


def told(by: Callable[[int], bytes], *, until: Callable[[], bool]) -> dict[str, bytes]:
    """What a fork told ahead when that was so."""
    with halves.Ahead() as ahead:
        ahead.begin(by, {str(thing): thing for thing in THINGS})
        ends = time.monotonic() + 60
        while not until() and time.monotonic() < ends:
            time.sleep(0.01)
        return ahead.given()


@linux
class TestAhead:
    """A fork that answers while its parent is busy with something else."""

    def test_it_tells_of_all_things_if_there_is_time_and_wants_nothing_that_another_needs(
        self, tmp_path: Path
    ) -> None:
        def by(thing: int) -> bytes:
            (tmp_path / str(thing)).touch()
            return f"{thing} {os.getpid()} {os.nice(0)}".encode()

        before = open_files()
        found = told(by, until=lambda: len(list(tmp_path.iterdir())) == len(THINGS))
        assert open_files() == before
        # The last one may be on its way yet.
        assert set(found) >= {str(thing) for thing in THINGS[1:]}
        assert {key: data.split()[0].decode() for key, data in found.items()} == {key: key for key in found}
        ((fork, nice),) = {tuple(map(int, data.split()[1:])) for data in found.values()}
        assert nice == 19
        with pytest.raises(ProcessLookupError):
            os.kill(fork, 0)

    @pytest.mark.parametrize("way", WAYS)
    def test_what_came_before_its_end_is_there(self, way: str, tmp_path: Path) -> None:
        def by(thing: int) -> bytes:
            if thing < THINGS[-3]:
                (tmp_path / "now").touch()
                goes_wrong(way)
            return str(thing).encode()

        found = told(by, until=(tmp_path / "now").exists)
        assert found == {str(thing): str(thing).encode() for thing in THINGS[-3:]}

    def test_nothing_is_told_of_a_few_things_or_where_nobody_began(self) -> None:
        with halves.Ahead() as ahead:
            assert ahead.given() == {}
            ahead.begin(lambda thing: b"", {"1": 1})
            assert ahead.given() == {}

    def test_it_ends_with_the_block_whatever_comes(self, tmp_path: Path) -> None:
        def by(thing: int) -> bytes:
            (tmp_path / str(os.getpid())).touch()
            signal.pause()
            return b""

        def fails() -> None:
            with halves.Ahead() as ahead:
                ahead.begin(by, {str(thing): thing for thing in THINGS})
                while not list(tmp_path.iterdir()):
                    time.sleep(0.01)
                raise KeyError

        before = open_files()
        with pytest.raises(KeyError):
            fails()
        (there,) = tmp_path.iterdir()
        assert open_files() == before
        with pytest.raises(ProcessLookupError):
            os.kill(int(there.name), 0)


class TestKept:
    """Several results of the cache at once."""

    def results(self, cache: Cache, things: list[int], made: list[int]) -> list[str]:
        def make(thing: int) -> str:
            made.append(thing)
            return str(thing)

        return cache.remember_all("number", things, key=str, make=make, dump=str.encode, load=bytes.decode)

    def test_only_what_is_missing_is_made(self, tmp_path: Path) -> None:
        made: list[int] = []
        with Cache(tmp_path) as cache:
            assert self.results(cache, [3, 5], made) == ["3", "5"]
            assert self.results(cache, [5, 4, 3], made) == ["5", "4", "3"]
        with Cache(tmp_path) as cache:
            assert self.results(cache, [3, 4, 6], made) == ["3", "4", "6"]
            assert cache.known("number", "6", bytes.decode) == "6"
        assert made == [3, 5, 4, 6]

    @linux
    def test_a_fork_takes_nothing_from_the_file_of_its_parent(self, tmp_path: Path) -> None:
        with Cache(tmp_path) as cache:
            cache.remember("there", "", lambda: "made before", dump=str.encode, load=bytes.decode)
        with Cache(tmp_path) as cache:

            def ask(_: int) -> str:
                time.sleep(0.002)
                return cache.remember("there", "", lambda: "made anew", dump=str.encode, load=bytes.decode)

            cache.remember("other", "", lambda: "in memory", dump=str.encode, load=bytes.decode)
            answers = answered(ask)
        assert answers[0] == "made before"
        assert answers[-1] == "made anew"
