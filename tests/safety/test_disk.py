"""Exit 0 means complete, on any disk: full, read-only, damaged, or with something in the way."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from anthology import storage
from tests.safety import crash, faults_disk
from tests.safety.counts import count, is_long
from tests.safety.crash import Book
from tests.safety.crash_host import Ended, Host, Run
from tests.safety.figures import record

SEED = 17
STATUSES = (*range(8), 71)
"""What a command may end with: done, or stopped by something with a name (71: the system refused)."""


@pytest.fixture(scope="module")
def original(book: Book, sums: dict[int, str], host: Host) -> Book:
    """The book, which stands there built in state 0; each test has a copy."""
    book.turn_to(0)
    assert book.build(host).status == 0
    assert crash.standing(book.output) == sums[0]
    return book


@pytest.fixture(scope="module")
def subject(request: pytest.FixtureRequest, host: Host, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    """What faults befall: in the long form a whole book, in the short one a set that is only published."""
    if is_long():
        return Subject(request.getfixturevalue("original"), request.getfixturevalue("sums"), host)
    book = Book(tmp_path_factory.mktemp("disk") / "published")
    storage.publish(book.output, _bytes(OLD))
    (book.output / ".lock").touch()
    return Published(book, {0: storage.sums(_bytes(OLD)), 1: storage.sums(_bytes(NEW))}, host)


@dataclass(frozen=True, slots=True)
class Subject:
    """A book that stands built in state 0, and what its two states are."""

    original: Book
    sums: Mapping[int, str]
    host: Host

    def build(self, book: Book, state: int, **befalls: object) -> Ended:
        """Build it in that state."""
        book.turn_to(state)
        return book.build(self.host, **befalls)

    def faults(self, every: Mapping[str, object]) -> list[str]:
        """Those of the faults that can befall it."""
        return sorted(every)


class Published(Subject):
    """A set of files without a book."""

    def build(self, book: Book, state: int, **befalls: object) -> Ended:
        """Publish the one or the other."""
        run = _publishing(str(book.output), (OLD, NEW)[state])
        return self.host.run(replace(run, **befalls))  # type: ignore[arg-type]

    def faults(self, every: Mapping[str, object]) -> list[str]:
        """Those that befall outputs."""
        return sorted(name for name in every if not faults_disk.of_results(name))


def copied(original: Book, place: Path) -> Book:
    """The book, built, in another place, which may be there already."""
    shutil.rmtree(place / "book", ignore_errors=True)
    shutil.copytree(original.folder, place / "book", symlinks=True, ignore=shutil.ignore_patterns("tmp"))
    return Book(place / "book")


def code(done: Ended) -> str:
    """The code that an error was told with."""
    return done.said.partition("[")[2].partition("]")[0]


def assert_named(done: Ended, case: object) -> None:
    """It ended in an error that has a name, or well; never in a traceback."""
    assert "Traceback" not in done.said, (case, done.said)
    assert done.status in STATUSES, (case, done)
    assert done.status == 0 or "[" in done.said or done.status == 1, (case, done)
    assert "tool-failed" not in done.said, (case, done.said)


# --- something is in the way, or lost ----------------------------------------------------------------


def test_whatever_is_lost_the_book_is_made_whole_again(subject: Subject, tmp_path: Path) -> None:
    names = subject.faults(faults_disk.BUILT)
    for name in names:
        book = copied(subject.original, tmp_path)
        faults_disk.BUILT[name](book)
        done = subject.build(book, 0)
        assert done.status == 0, (name, done)
        assert crash.standing(book.output) == subject.sums[0], name
        assert crash.leftovers(book) == [], name
        assert faults_disk.untouched(book), name
    assert len(names) > 14
    record("P2", "F7 outputs and cache lost or in the way: made whole again", len(names))


def test_whatever_is_in_the_way_has_a_name_and_stays(subject: Subject, tmp_path: Path) -> None:
    names = subject.faults(faults_disk.STOPPED)
    for name in names:
        wanted, lay_down = faults_disk.STOPPED[name]
        book = copied(subject.original, tmp_path)
        lay_down(book)
        done = subject.build(book, 1)
        assert_named(done, name)
        assert (done.status, code(done)) == (7, wanted), (name, done)
        assert faults_disk.untouched(book), name
        if is_long():
            assert_named(subject.host.run(book.run("check")), name)
    assert len(names) > 12
    record("P2", "F7 something of others in the way: named, and left alone", len(names))


# --- damage ------------------------------------------------------------------------------------------


def _damages(original: Book) -> list[tuple[Path, str]]:
    files = [path.relative_to(original.folder) for path in faults_disk.state(original)]
    return [(file, damage) for file in files for damage in faults_disk.DAMAGES]


def test_whatever_is_damaged_no_wrong_book_is_made(
    original: Book, sums: dict[int, str], host: Host, tmp_path: Path
) -> None:
    every = _damages(original)
    chance = random.Random(SEED)  # noqa: S311
    for file, damage in every if is_long() else chance.sample(every, 2):
        here = copied(original, tmp_path)
        faults_disk.spoil(here.folder / file, faults_disk.DAMAGES[damage], chance)
        case = (file, damage)
        assert_named(host.run(here.run("check")), case)
        done = here.build(host)
        assert (done.status, crash.standing(here.output)) == (0, sums[0]), (case, done)
        assert crash.leftovers(here) == [], case
    record("P2", "F17 files of earlier builds damaged: made right again", len(every))


def test_what_is_damaged_is_not_carried_over_into_a_new_set(
    original: Book, sums: dict[int, str], host: Host, tmp_path: Path
) -> None:
    every = [(file, damage) for file, damage in _damages(original) if file.parts[0] == "output"]
    chance = random.Random(SEED)  # noqa: S311
    stopped = 0
    for file, damage in every if is_long() else chance.sample(every, 1):
        here = copied(original, tmp_path)
        spoilt = here.folder / file
        before = spoilt.read_bytes()
        faults_disk.spoil(spoilt, faults_disk.DAMAGES[damage], chance)
        done = here.build(host, "--only", "pdf")
        if spoilt.exists() and spoilt.read_bytes() == before:  # zeros in the place of zeros
            continue
        assert_named(done, (file, damage))
        if done.status:
            assert code(done) == "output-damaged", (file, damage, done)
            stopped += 1
        else:
            assert crash.standing(here.output) == sums[0], (file, damage)
    assert stopped
    record("P2", "F17 files of a set damaged before `build --only`: named", len(every))


def test_a_cache_damaged_anywhere_costs_time_alone(
    original: Book, sums: dict[int, str], host: Host, tmp_path: Path
) -> None:
    chance = random.Random(SEED)  # noqa: S311
    rounds = count(1, 40)
    for number in range(rounds):
        here = copied(original, tmp_path)
        for _ in range(1 + number % 20):
            faults_disk.spoil(
                here.folder / ".cache" / "results.sqlite", faults_disk.DAMAGES["scrambled"], chance
            )
        here.turn_to(1)
        done = here.build(host)
        assert (done.status, crash.standing(here.output)) == (0, sums[1]), (number, done)
    record("P2", "F17 the cache scrambled at 1 to 20 places: built right", rounds)


# --- a full disk -------------------------------------------------------------------------------------

PAGE = 40_000
DRIVER = """
import json, sys
from pathlib import Path
from anthology import storage
from anthology.errors import WriteError
files = {name: bytes([65 + at]) * size for at, (name, size) in enumerate(json.loads(args[1]).items())}
try:
    with storage.locked(Path(args[0])):
        storage.publish(Path(args[0]), files)
except WriteError as error:
    print(f"[{error.code}]")
    sys.exit(error.exit_status)
"""
OLD = {"book.pdf": PAGE, "book.epub": PAGE, "report/index.html": 1000}
NEW = {"book.pdf": 6 * PAGE, "book.epub": 4 * PAGE, "report/index.html": 90_000}


def _bytes(sizes: dict[str, int]) -> dict[str, bytes]:
    return {name: bytes([65 + number]) * size for number, (name, size) in enumerate(sizes.items())}


def _publishing(output: str, sizes: dict[str, int]) -> Run:
    return Run((DRIVER, output, json.dumps(sizes)), python=True)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Host, Path]]:
    """A host that may mount disks, and the folder where it does: none but it sees what is there."""
    place = tmp_path_factory.mktemp("disks")
    with Host("unshare", "--map-root-user", "--mount", bare=True) as process:
        if not process.alive or process.shell("mount", "-t", "tmpfs", "none", str(place)):
            pytest.skip("no disks can be mounted here")
        process.shell("umount", str(place))
        yield process, place


def test_a_disk_of_any_size_holds_the_old_set_or_the_new_one(apart: tuple[Host, Path]) -> None:
    process, place = apart
    there = process.seen(place) / "output"
    ended = set()
    sizes = [64 * 1024 + number * (1_000_000 // count(12, 40)) for number in range(count(12, 40))]
    for size in sizes:
        assert process.shell("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)) == 0
        try:
            first = process.run(_publishing(f"{place}/output", OLD))
            before = crash.standing(there)
            assert before == ("" if first.status else storage.sums(_bytes(OLD))), (size, first)
            done = process.run(_publishing(f"{place}/output", NEW))
            assert crash.standing(there) == (storage.sums(_bytes(NEW)) if done.status == 0 else before), size
            assert done.status == 0 or code(done) == "cannot-write", (size, done)
            ended.add((first.status, done.status))
            process.shell("mount", "-o", "remount,size=8M", str(place))
            assert process.run(_publishing(f"{place}/output", NEW)).status == 0
            assert storage.standing(there) == storage.sums(_bytes(NEW)), size
        finally:
            process.shell("umount", str(place))
    assert ended == {(7, 7), (0, 7), (0, 0)}
    record("P2", "F3 disks of 64 kB to 1 MB, a set published: named, old set intact", len(sizes))


@pytest.mark.skipif(not is_long(), reason="whole builds on full disks are for the long form")
def test_a_book_built_on_a_disk_of_any_size_is_there_or_its_build_stops(
    apart: tuple[Host, Path], book: Book, sums: dict[int, str]
) -> None:
    process, place = apart
    process.learn(book.run("build"))
    ended = []
    for number in range(20):
        size = 300_000 + number * 3_000_000
        assert process.shell("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)) == 0
        try:
            assert process.shell("cp", "-a", f"{book.folder}/content", str(place)) == 0
            ended.append(_built_on(process, Book(place), Book(process.seen(place)), sums))
        finally:
            process.shell("umount", "-l", str(place))  # what a build left may still be ending
    assert ended[0] != 0 == ended[-1], ended
    right = ended.count(0)
    told = f"{right}, {len(ended) - right}"
    record("P2", "F3 whole builds on disks of 0.3 to 57 MB: right, ended by name", told)


def _built_on(process: Host, book: Book, seen: Book, sums: dict[int, str]) -> int:
    temporary = str(book.folder / seen.temporary.name)
    run = Run(("build",), cwd=str(book.folder), environment={"TMPDIR": temporary})
    done = process.run(run)
    assert_named(done, "full disk")
    found = crash.standing(seen.output) if seen.output.exists() else ""
    assert found == (sums[0] if done.status == 0 else ""), done
    process.shell("mount", "-o", "remount,size=64M", str(book.folder))
    again = process.run(run)
    assert (again.status, crash.standing(seen.output)) == (0, sums[0]), again
    return done.status


def test_no_file_may_grow_beyond_any_size(subject: Subject, tmp_path: Path) -> None:
    """Where nothing can be mounted, a limit of the process stands for the disk."""
    ended = set()
    sizes = [4**number + more for number in range(12) for more in (0, 1000)]
    for size in sizes:
        here = copied(subject.original, tmp_path)
        done = subject.build(here, 1, file_bytes=size)
        assert_named(done, size)
        assert crash.standing(here.output) == subject.sums[0 if done.status else 1], (size, done)
        ended.add(done.status)
        again = subject.build(here, 1)
        assert (again.status, crash.standing(here.output)) == (0, subject.sums[1]), (size, again)
        assert crash.leftovers(here) == [], size
    assert ended == {0, 7}
    record("P2", "F3 files limited from 1 byte to 4 MB: named, old set intact", len(sizes))


def test_a_disk_that_is_read_only_has_a_name(apart: tuple[Host, Path]) -> None:
    process, place = apart
    there = process.seen(place) / "output"
    assert process.shell("mount", "-t", "tmpfs", "none", str(place)) == 0
    try:
        assert process.run(_publishing(f"{place}/output", OLD)).status == 0
        process.shell("mount", "-o", "remount,ro", str(place))
        done = process.run(_publishing(f"{place}/output", NEW))
        assert (done.status, code(done)) == (7, "cannot-write")
        assert crash.standing(there) == storage.sums(_bytes(OLD))
    finally:
        process.shell("umount", str(place))


@pytest.mark.skipif(not is_long(), reason="a build that sets pages is for the long form")
def test_a_place_for_temporary_files_that_cannot_be_used_has_a_name_or_is_not_needed(
    original: Book, host: Host, sums: dict[int, str], tmp_path: Path
) -> None:
    for name in ("nowhere", "a file"):
        here = copied(original, tmp_path)
        (here.folder / "a file").write_text("x", encoding="utf-8")
        here.turn_to(2)  # there are pages to be set
        done = host.run(replace(here.run("build"), environment={"TMPDIR": str(here.folder / name)}))
        assert_named(done, name)
        assert (crash.standing(here.output) == sums[0]) == bool(done.status), (name, done)
