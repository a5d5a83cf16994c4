"""Commands that run at the same time: one works, the others say so; what they share stays whole."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.safety import crash
from tests.safety.counts import count, is_long
from tests.safety.crash import Book
from tests.safety.crash_host import Ended, Host
from tests.safety.crash_import import Desk
from tests.safety.figures import record

LOCKED = 7
"""The status of a command that finds another one at work."""


def another(book: Book, folder: Path) -> Book:
    """The same book with its own cache, in another place."""
    shutil.copytree(book.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("tmp"))
    return Book(folder)


def judge(ended: list[Ended], code: str, case: object) -> int:
    """One at least did its work, each of the others says what it found; how many these were."""
    lost = [one for one in ended if one.status]
    assert len(lost) < len(ended), (case, ended)
    for one in lost:
        assert (one.status, f"[{code}]" in one.said) == (LOCKED, True), (case, one)
        assert "Traceback" not in one.said, (case, one)
    return len(lost)


def test_builds_at_once_into_one_folder_leave_one_whole_set(
    host: Host, book: Book, sums: dict[int, str], tmp_path: Path
) -> None:
    """Of the same book, and of two books that differ: one of them is what stands there."""
    other = another(book, tmp_path / "other")
    seen: Counter[str] = Counter()
    rounds = count(2, 200)
    for number in range(rounds):
        state, many = number % 2, 2 + number % 7
        book.turn_to(state)
        other.turn_to(1 - state if number % 3 == 0 else state)
        output = ("build", "--output", str(book.output))
        ended = host.at_once([(book, other)[one % 2].run(*output) for one in range(many)])
        seen["told to wait"] += judge(ended, "output-locked", number)
        seen["builds"] += many
        found = crash.standing(book.output)
        assert found in ({*sums.values()} if number % 3 == 0 else {sums[state]}), (number, ended)
        assert crash.leftovers(book) == [], number
        seen["rounds"] += 1
    # In a few rounds they may miss one another; that a second one is told is held by tests of the lock.
    assert seen["told to wait"] or rounds < 10
    record("P10", "rounds of two to eight builds at once: corrupt", f"{rounds}: 0")
    record("P10", "builds in them, and those told to wait", f"{seen['builds']}, {seen['told to wait']}")


def test_builds_at_once_share_what_is_kept(host: Host, book: Book, sums: dict[int, str]) -> None:
    rounds = count(1, 50)
    for number in range(rounds):
        book.turn_to(number % 2)
        outputs = [book.folder / f"output {one}" for one in range(2 + number % 3)]
        ended = host.at_once([book.run("build", "--output", str(output)) for output in outputs])
        assert [one.status for one in ended] == [0] * len(outputs), (number, ended)
        for output in outputs:
            assert crash.standing(output) == sums[number % 2], number
            shutil.rmtree(output)
    record("P10", "rounds of builds that share a cache, into folders of their own: corrupt", f"{rounds}: 0")


@pytest.mark.skipif(not is_long(), reason="imports have short tests of their own: tests/importing")
def test_imports_at_once_leave_every_article_whole(host: Host, desk: Desk, tmp_path: Path) -> None:
    whole = desk.copied(tmp_path / "whole")
    assert host.run(whole.run("import")).status == 0
    after, told = whole.files(), 0
    rounds = 50
    for number in range(rounds):
        here = desk.copied(tmp_path / "here")
        ended = host.at_once([here.run("import")] * (2 + number % 3))
        told += judge(ended, "import-locked", number)
        assert here.files() == after, (number, ended)
    record("P10", "rounds of imports at once: articles torn or lost", f"{rounds}: 0 ({told} told to wait)")


@pytest.mark.skipif(not is_long(), reason="whole builds beside imports are for the long form")
def test_a_build_while_an_import_runs_makes_a_whole_book_or_says_why_not(
    host: Host, desk: Desk, tmp_path: Path
) -> None:
    whole = desk.copied(tmp_path / "whole")
    assert host.run(whole.run("import")).status == 0
    assert host.run(whole.run("build")).status == 0
    after, final = whole.files(), crash.standing(Book(whole.folder).output)
    rounds, seen = 50, Counter[int]()
    for number in range(rounds):
        here = desk.copied(tmp_path / "here")
        output = Book(here.folder).output
        imported, built = host.at_once([here.run("import"), here.run("build")])
        assert imported.status == 0, (number, imported)
        assert "Traceback" not in built.said, (number, built)
        assert built.status == 0 or "[" in built.said, (number, built)
        assert crash.standing(output) not in (crash.MIXED, crash.NOTHING) or built.status, (number, built)
        assert here.files() == after, number
        again = host.run(here.run("build"))
        assert (again.status, crash.standing(output)) == (0, final), (number, again)
        seen[built.status] += 1
    record("P10", "rounds of a build while an import runs: wrong in the end", f"{rounds}: 0")


def test_a_build_that_finds_the_folder_held_says_so_and_leaves_it(
    host: Host, book: Book, sums: dict[int, str]
) -> None:
    """The lock is tried by those who hold it in another process: without one, these tests prove nothing."""
    import fcntl

    book.turn_to(0)
    assert host.run(book.run("build")).status == 0
    book.turn_to(1)
    with (book.output / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = host.run(replace(book.run("build")))
    judge([done, Ended(0, 0, "")], "output-locked", "held")
    assert done.status == LOCKED
    assert crash.standing(book.output) == sums[0]
