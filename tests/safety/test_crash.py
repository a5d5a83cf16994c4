"""A crash never costs a good book: builds and imports are killed, and their disk fails, at every moment."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from anthology import storage
from tests.safety import crash
from tests.safety.counts import count, is_long
from tests.safety.crash import Book
from tests.safety.crash_host import COUNT, Ended, Host, Run
from tests.safety.crash_import import Desk
from tests.safety.crash_injected import FAULTS, READING, WRITING, Point, hit, points, traceable
from tests.safety.figures import record

SEED = 7


class Kills:
    """Builds killed at random; every second one while it publishes, the others at any time."""

    def __init__(self, book: Book, host: Host, sums: dict[int, str]) -> None:
        self.book, self.host, self.sums = book, host, sums
        self.random = random.Random(SEED)  # noqa: S311
        self.seconds = [1.0]
        self.publishing = [0.05]
        self.seen: Counter[str] = Counter()

    def once(self, state: int) -> None:
        """Turn the book to a state, kill its build, judge what is there, build again, judge again."""
        first = self.random.random() < 0.1
        if first:
            _forget(self.book.output)
        before = crash.standing(self.book.output)
        self.book.turn_to(state)
        killed = self._killed()
        found = crash.standing(self.book.output)
        assert found in (before, self.sums[state]), f"{found}\n{killed}"
        if killed.killed:
            self.seen["new" if found == self.sums[state] else "none" if found == "" else "old"] += 1
            self.seen["half written"] += _is_half_written(self.book.output)
        else:
            assert killed.status == 0, killed.said
        self._built_again(state)

    def _killed(self) -> Ended:
        if self.random.random() < 0.5 and self.book.output.exists():
            after = self.random.random() * self.publishing[-1]
            return self.book.build(self.host, kill_after=after, watched=str(self.book.output / ".sets"))
        return self.book.build(self.host, kill_after=self.random.random() * self.seconds[-1])

    def _built_again(self, state: int) -> None:
        again = self.book.build(self.host)
        assert again.status == 0, again.said
        assert crash.standing(self.book.output) == self.sums[state]
        assert crash.leftovers(self.book) == []
        if "Built" in again.said:
            self.seconds.append((self.seconds[-1] + again.seconds) / 2)

    @property
    def landed(self) -> int:
        return self.seen["new"] + self.seen["old"] + self.seen["none"]


def _forget(output: Path) -> None:
    shutil.rmtree(output)


def _is_half_written(output: Path) -> bool:
    """True if a set was being written that is not the one that stands."""
    sets = output / ".sets"
    return sets.is_dir() and len(list(sets.iterdir())) > 1


def test_a_build_killed_at_any_time_leaves_the_old_set_or_the_new_one(
    book: Book, host: Host, sums: dict[int, str]
) -> None:
    kills = Kills(book, host, sums)
    wanted = count(3, 1000)
    for round_ in range(1, 4 * wanted):
        kills.once(round_ % 2)
        if kills.landed >= wanted:
            break
    assert kills.landed >= wanted, kills.seen
    book.turn_to(2)  # pages are set: whoever needs a place for that takes away those of the dead
    assert book.build(host).status == 0
    assert [path.name for path in book.temporary.iterdir()] == []
    record("P1", "builds killed at random: landed, corrupt, mixed", f"{kills.landed}, 0, 0")
    record("P1", "what the killed builds left", ", ".join(f"{n} {k}" for k, n in sorted(kills.seen.items())))


# --- a fault at every call that publishes ------------------------------------------------------------

OLD = {"book.pdf": b"old pdf", "book.epub": b"the same", "report/index.html": b"old", "offprints/x.pdf": b"x"}
NEW = {"book.pdf": b"new pdf", "book.epub": b"the same", "report/index.html": b"new"}
TEXTS = json.dumps({name: data.decode() for name, data in NEW.items()})
DRIVER = """
import json, sys
from pathlib import Path
from anthology import storage
from anthology.errors import WriteError
try:
    storage.publish(Path(args[0]), {name: data.encode() for name, data in json.loads(args[1]).items()})
except WriteError as error:
    print(error.code)
    sys.exit(error.exit_status)
"""


@pytest.fixture(scope="module")
def traced(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Host:
    """The host, where strace may be used."""
    if why := traceable(host, tmp_path_factory.mktemp("traceable")):
        pytest.skip(why)
    return host


class Published:
    """A set in a folder, and a newer one to be published there, with whatever befalls it."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host, self.folder, self.output = host, folder, folder / "output"
        storage.publish(folder / "prepared", OLD)
        self.run = Run((DRIVER, str(self.output), TEXTS), python=True)
        self.seen: Counter[str] = Counter()

    def prepare(self) -> None:
        if self.output.exists():
            shutil.rmtree(self.output)
        shutil.copytree(self.folder / "prepared", self.output, symlinks=True)

    def points(self, calls: Sequence[str]) -> list[tuple[str, int]]:
        self.prepare()
        return points(self.host, self.run, self.folder / "trace", calls)

    def judge(self, done: Ended, point: object) -> None:
        found = crash.standing(self.output)
        assert found in (storage.sums(OLD), storage.sums(NEW)), (point, found, done)
        assert done.status in (0, 7, -9), (point, done)
        if done.status == 0:
            assert found == storage.sums(NEW), point
        elif not done.killed:
            assert done.said == "cannot-write\n", (point, done)
        self.seen[f"{'killed' if done.killed else 'exit'} {done.status}"] += 1
        storage.publish(self.output, NEW)
        assert storage.standing(self.output) == storage.sums(NEW) == crash.standing(self.output), point


def _faults(number: int, all_of_them: bool) -> Sequence[str]:
    """The faults that befall a point: in the short form one, each in its turn."""
    return FAULTS if all_of_them else FAULTS[number % len(FAULTS) :][:1]


def test_every_call_that_publishes_may_fail(traced: Host, tmp_path: Path) -> None:
    work = Published(traced, tmp_path)
    every = work.points((*WRITING, *READING) if is_long() else WRITING)
    assert len(every) > 50
    for number, (call, nth) in enumerate(every):
        for fault in _faults(number, is_long()):
            work.prepare()
            point = Point(call, nth, fault)
            work.judge(hit(traced, work.run, point), point)
    assert {"killed -9", "exit 0", "exit 7"} <= set(work.seen)
    record("P1", "system calls of publishing, each hit by KILL, ENOSPC, EIO: bad", f"{len(every)} x 3: 0")


def test_a_call_that_is_hit_is_noticed_by_these_tests(traced: Host, tmp_path: Path) -> None:
    """Files written in place, one after the other, as most programs do it: the judge must not accept that."""
    work = Published(traced, tmp_path)
    work.run = Run((NAIVE, str(work.output), TEXTS), python=True)
    bad = 0
    for call, nth in work.points(("write",)):
        work.prepare()
        try:
            work.judge(hit(traced, work.run, Point(call, nth, "ENOSPC")), call)
        except AssertionError:
            bad += 1
    assert bad > 0


NAIVE = """
import json
from pathlib import Path
begin()
for name, data in json.loads(args[1]).items():
    try:
        (Path(args[0]) / name).write_text(data)
    except OSError:
        pass
"""


# --- whole commands, in which a call fails -----------------------------------------------------------


def test_a_build_in_which_any_write_fails_leaves_the_old_set_or_the_new_one(
    book: Book, host: Host, sums: dict[int, str], tmp_path: Path
) -> None:
    """The tool's own calls, whatever the system: this is tried where nothing can be traced, too."""
    book.turn_to(0)
    assert book.build(host).status == 0
    shutil.copytree(book.output, tmp_path / "prepared", symlinks=True)
    book.turn_to(1)
    seen: Counter[str] = Counter()
    for nth, fault in _sampled(_calls(host, book.run("build")), count(1, 1000)):
        shutil.rmtree(book.output)
        shutil.copytree(tmp_path / "prepared", book.output, symlinks=True)
        done = book.build(host, fault=fault, nth=nth)
        found = crash.standing(book.output)
        assert found in sums.values(), (nth, fault, done)
        assert done.status in (0, 7, -9), (nth, fault, done)
        assert done.status or found == sums[1], (nth, fault, done)
        seen[str(done.status)] += 1
        again = book.build(host)
        assert (again.status, crash.standing(book.output), crash.leftovers(book)) == (0, sums[1], [])
    assert seen
    record("P1", "calls of whole builds, each hit by KILL, ENOSPC, EIO: bad", f"{sum(seen.values())}: 0")


@pytest.mark.skipif(not is_long(), reason="imports have short tests of their own: tests/importing")
def test_an_import_in_which_any_write_fails_leaves_every_file_whole(
    host: Host, desk: Desk, tmp_path: Path
) -> None:
    before = desk.files()
    whole = desk.copied(tmp_path / "whole")
    calls = _calls(host, whole.run("import"))
    after = whole.files()
    changed = {name for name, data in after.items() if before.get(name) != data}
    assert any(name.startswith("articles/") for name in changed & before.keys()), changed
    assert any(name.startswith("articles/") for name in changed - before.keys()), changed
    tried = 0
    for nth, fault in _sampled(calls, 1000):
        here = desk.copied(tmp_path / "here")
        done = host.run(replace(here.run("import"), fault=fault, nth=nth))
        found = {name: data for name, data in here.files().items() if not _is_unfinished(name)}
        torn = [name for name, data in found.items() if data not in (before.get(name), after.get(name))]
        assert torn == [], (nth, fault, done)
        assert before.keys() & after.keys() <= found.keys(), (nth, fault, done)
        assert done.status in (0, 7, -9), (nth, fault, done)
        assert done.status or found == after, (nth, fault, done)
        again = host.run(here.run("import"))
        assert (again.status, here.files()) == (0, after), (nth, fault, again)
        tried += 1
    assert tried
    record("P1", "calls of whole imports, each hit by KILL, ENOSPC, EIO: files torn or lost", f"{tried}: 0")


def _calls(host: Host, run: Run) -> int:
    """How many of its own calls write while a command runs."""
    done = host.run(replace(run, fault=COUNT, nth=1_000_000))
    assert done.status == 0, done.said
    return int(done.said.rpartition("calls: ")[2])


def _sampled(calls: int, wanted: int) -> list[tuple[int, str]]:
    """So many of all calls and faults, spread evenly over the work."""
    every = [(nth, fault) for nth in range(1, calls + 1) for fault in FAULTS]
    return every if len(every) <= wanted else random.Random(SEED).sample(every, wanted)  # noqa: S311


def _is_unfinished(name: str) -> bool:
    """True for what a killed import had in hand: the next one takes it away."""
    return name.endswith((".being-written", "/.lock"))


@pytest.mark.skipif(not is_long(), reason="whole commands, hit at every system call, are for the long form")
def test_every_system_call_of_a_whole_build_that_publishes_may_fail(
    traced: Host, book: Book, sums: dict[int, str], tmp_path: Path
) -> None:
    book.turn_to(0)
    assert book.build(traced).status == 0
    shutil.copytree(book.output, tmp_path / "prepared", symlinks=True)
    book.turn_to(1)
    every = points(traced, book.run("build"), tmp_path / "trace")
    for call, nth, fault in [(*one, fault) for one in every for fault in FAULTS]:
        shutil.rmtree(book.output)
        shutil.copytree(tmp_path / "prepared", book.output, symlinks=True)
        done = hit(traced, book.run("build"), Point(call, nth, fault))
        found = crash.standing(book.output)
        assert found in sums.values(), (call, nth, fault, done)
        assert done.status or found == sums[1], (call, nth, fault, done)
        assert "Traceback" not in done.said, (call, nth, fault, done)
        again = book.build(traced)
        assert (again.status, crash.standing(book.output), crash.leftovers(book)) == (0, sums[1], [])
    record(
        "P1",
        "system calls of whole builds from publishing on, x KILL, ENOSPC, EIO: bad",
        f"{len(every)} x 3: 0",
    )


@pytest.mark.skipif(not is_long(), reason="whole commands, hit at every system call, are for the long form")
def test_every_system_call_of_a_whole_import_that_writes_may_fail(
    traced: Host, desk: Desk, tmp_path: Path
) -> None:
    before = desk.files()
    whole = desk.copied(tmp_path / "here")
    every = points(traced, whole.run("import"), tmp_path / "trace")
    after = whole.files()
    for call, nth, fault in [(*one, fault) for one in every for fault in FAULTS]:
        here = desk.copied(tmp_path / "here")
        done = hit(traced, here.run("import"), Point(call, nth, fault))
        found = {name: data for name, data in here.files().items() if not _is_unfinished(name)}
        torn = [name for name, data in found.items() if data not in (before.get(name), after.get(name))]
        assert torn == [], (call, nth, fault, done)
        assert before.keys() & after.keys() <= found.keys(), (call, nth, fault, done)
        assert done.status or found == after, (call, nth, fault, done)
        assert "Traceback" not in done.said, (call, nth, fault, done)
        again = traced.run(here.run("import"))
        assert (again.status, here.files()) == (0, after), (call, nth, fault, again)
    record(
        "P1",
        "system calls of whole imports that write, x KILL, ENOSPC, EIO: torn or lost",
        f"{len(every)} x 3: 0",
    )
