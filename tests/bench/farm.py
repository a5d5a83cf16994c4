"""`python -m tests.bench.farm`: measure what a build is made of -> what a farm of N cores would give.

The parts are measured as processor time and as bytes, which other work on the machine does not change;
the check, a farm of one worker and of two on this machine, as time on the clock, which it does.
"""

from __future__ import annotations

import argparse
import pickle
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, log2
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from anthology import pipeline
from anthology.bindery.crew import InProcess, Shared
from anthology.bindery.engine import engine
from anthology.bindery.workers import crew_for
from tests.bench import corpus
from tests.bindery import tasks
from tests.bindery.clusters import Cluster, cluster

PAGE = Path(__file__).resolve().parents[2] / "docs" / "farm.md"
CORES = (1, 2, 4, 8, 16, 32, 64)
NETWORK_BYTES_S = 125_000_000
"""A gigabit a second."""
_TRIES = 300
_PLACE = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Task:
    """One section: the processor time of setting it, and the bytes that go to the worker and come back."""

    cpu_s: float
    sent: int
    returned: int


@dataclass(frozen=True)
class Measured:
    """What a build of one book is made of; seconds of processor time, and bytes."""

    articles: int
    tasks: tuple[Task, ...]
    serial_s: float
    start_s: float
    look_bytes: int
    dispatch_s: float

    @property
    def setting_s(self) -> float:
        """All sections, on one core."""
        return sum(task.cpu_s for task in self.tasks)

    @property
    def longest_s(self) -> float:
        """The section that takes longest: no farm is faster."""
        return max(task.cpu_s for task in self.tasks)

    @property
    def traffic(self) -> int:
        """Bytes of all sections, both ways."""
        return sum(task.sent + task.returned for task in self.tasks)


def setting(measured: Measured, cores: int, network_bytes_s: float = NETWORK_BYTES_S) -> float:
    """Seconds in which a farm sets all sections, its workers cold."""
    # To the scheduler, to a worker, and then from worker to worker: each time twice as many have it.
    hops = 2 + ceil(log2(cores))
    shipping = (measured.look_bytes * hops + measured.traffic) / network_bytes_s
    dispatch = measured.dispatch_s * len(measured.tasks)
    work = max(measured.setting_s / cores, measured.longest_s)
    return measured.start_s + work + dispatch + shipping


def whole(measured: Measured, cores: int) -> float:
    """Seconds of a whole build from cold, if nothing else went on while the farm sets."""
    return measured.serial_s + setting(measured, cores)


# --- measuring -----------------------------------------------------------------------------------------


class Noting(InProcess):
    """A crew of one that notes what each task takes."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.given: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, task: Callable[..., Any], /, *args: object, name: str = "") -> Future[Any]:
        started = time.process_time()
        future = super().submit(task, *args, name=name)
        took = time.process_time() - started
        own = [arg for arg in args if not isinstance(arg, Shared)]
        self.tasks.append(Task(took, len(pickle.dumps((task, own))), len(future.result())))
        self.given.append((task, args))
        return future


def measured(content: Path, output: Path, articles: int, farm: Cluster) -> tuple[Measured, Noting]:
    """Build the book once in this process, from cold, and note where the time goes."""
    started = time.process_time()
    engine()
    start_s = time.process_time() - started
    crew = Noting()
    started = time.process_time()
    pipeline.build(content, output, crew=crew)
    whole_s = time.process_time() - started
    looks = {id(arg): arg for _, args in crew.given for arg in args if isinstance(arg, Shared)}
    look_bytes = sum(len(pickle.dumps(look.value())) for look in looks.values())
    serial_s = whole_s - sum(task.cpu_s for task in crew.tasks)
    found = tuple(crew.tasks)
    return Measured(articles, found, serial_s, start_s, look_bytes, _dispatch(found, farm)), crew


def _dispatch(found: Sequence[Task], farm: Cluster) -> float:
    """Processor seconds that handing out one task takes, here and in the scheduler: those work one by one."""
    sent = sum(task.sent for task in found) // len(found)
    returned = sum(task.returned for task in found) // len(found)
    with crew_for(farm.executor, 0) as crew:
        crew.submit(tasks.echo, b"x" * sent, returned).result()
        before = _busy(farm)
        for future in [crew.submit(tasks.echo, b"x" * sent, returned) for _ in range(_TRIES)]:
            future.result()
        return (_busy(farm) - before) / _TRIES


def _busy(farm: Cluster) -> float:
    times = psutil.Process(farm.scheduler.pid).cpu_times()
    return float(times.user + times.system) + time.process_time()


def clocked(crew_of_one: Noting, farm: Cluster) -> float:
    """Seconds on the clock in which that farm sets all that was noted."""
    with crew_for(farm.executor, 0) as crew:
        started = time.monotonic()
        shared: dict[int, Shared] = {}
        futures = []
        for task, args in crew_of_one.given:
            for arg in args:
                if isinstance(arg, Shared) and id(arg) not in shared:
                    shared[id(arg)] = crew.share(arg.value())
            futures.append(crew.submit(task, *(shared.get(id(arg), arg) for arg in args)))
        for future in futures:
            future.result()
        return time.monotonic() - started


# --- telling -------------------------------------------------------------------------------------------


def table(found: Measured, clock: dict[int, float]) -> str:
    """The measurements, and what follows from them, as Markdown."""
    parts = [
        f"One book of {found.articles} articles, {len(found.tasks)} pieces to set, from cold:",
        "",
        "| part | measured |",
        "| --- | --: |",
        f"| setting, all pieces | {found.setting_s:.1f} s |",
        f"| the piece that takes longest | {found.longest_s:.2f} s |",
        f"| all the rest of a build | {found.serial_s:.1f} s |",
        f"| loading the engine, once a worker | {found.start_s:.2f} s |",
        f"| handing out one piece | {1000 * found.dispatch_s:.1f} ms |",
        f"| style sheets and fonts, once a worker | {found.look_bytes / 1e6:.1f} MB |",
        f"| pieces and pages, both ways | {found.traffic / 1e6:.1f} MB |",
        "",
        "| cores of the farm | setting, predicted | on the clock, here | whole build, predicted | gain |",
        "| --: | --: | --: | --: | --: |",
    ]
    alone = found.serial_s + found.start_s + found.setting_s
    for cores in CORES:
        here = f"{clock[cores]:.1f} s" if cores in clock else ""
        total = whole(found, cores)
        parts.append(
            f"| {cores} | {setting(found, cores):.1f} s | {here} | {total:.1f} s | {alone / total:.1f} × |"
        )
    return "\n".join(parts) + "\n"


@contextmanager
def _farm(folder: Path, workers: int) -> Iterator[Cluster]:
    place = Path(tempfile.mkdtemp(dir=folder))
    with cluster(place, *(f"worker {number}" for number in range(workers))) as made:
        yield made


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables; `--write` puts them into docs/farm.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.farm", description=__doc__)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--clock", action="store_true", help="also measure farms of one and two workers here")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/farm.md")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.lay_down(folder / "content", asked.articles)
        with _farm(folder, 1) as one:
            found, noted = measured(folder / "content", folder / "output", asked.articles, one)
        clock = {}
        for workers in (1, 2) if asked.clock else ():
            with _farm(folder, workers) as some:
                clock[workers] = clocked(noted, some)
    said = table(found, clock)
    print(said)
    if asked.write:
        write(said)


def write(said: str) -> None:
    """Put the tables into the page, in the place of older ones."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_PLACE.sub(lambda place: f"{place[1]}\n{said}\n{place[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
