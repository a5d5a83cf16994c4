"""What the kernel lets a thread open that is confined by Landlock: the places it named, and no other."""

from __future__ import annotations

import ctypes
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from anthology.sandbox import landlock
from anthology.sandbox.places import Places

with_landlock = pytest.mark.skipif(not landlock.abi(), reason="this kernel has no Landlock")


class Library:
    """A kernel that notes what it is asked, and answers as it is told."""

    def __init__(self, answer: Callable[[int], int] = lambda number: 0) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.answer = answer

    def syscall(self, number: int, *args: object) -> int:
        self.asked.append((number, *(getattr(one, "value", one) for one in map(_pointed, args))))
        return self.answer(number)

    def prctl(self, *args: int) -> int:
        self.asked.append(("prctl", *args))
        return self.answer(0)


def _pointed(one: object) -> object:
    """The fields of a structure that is given by its address."""
    held = getattr(one, "_obj", None)
    if held is None:
        return one
    return tuple(getattr(held, name) for name, *_ in held._fields_)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(landlock, "_library", lambda: made)
    return made


def in_a_thread(task: Callable[[], object]) -> object:
    """What the task gives, done where the confinement ends with the thread."""
    said: list[object] = []
    thread = threading.Thread(target=lambda: said.append(task()))
    thread.start()
    thread.join()
    return said[0]


def tried(task: Callable[[], object]) -> str:
    try:
        task()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    return "done"


@with_landlock
def test_a_confined_thread_opens_the_places_and_no_other(tmp_path: Path) -> None:
    for name in ("shown", "own", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"x")
    (tmp_path / "alone").write_bytes(b"x")
    places = Places((str(tmp_path / "shown"), str(tmp_path / "alone")), (str(tmp_path / "own"),))
    program = tmp_path / "own" / "program"
    program.write_bytes(b"#!/bin/sh\n")
    program.chmod(0o755)

    def attempts() -> dict[str, str]:
        landlock.restrict(places)
        shown, own, other = (tmp_path / name for name in ("shown", "own", "other"))
        return {
            "read shown": tried((shown / "a").read_bytes),
            "read alone": tried((tmp_path / "alone").read_bytes),
            "list shown": tried(lambda: list(shown.iterdir())),
            "write shown": tried(lambda: (shown / "a").write_bytes(b"")),
            "new in shown": tried(lambda: (shown / "b").write_bytes(b"")),
            "read own": tried((own / "a").read_bytes),
            "list own": tried(lambda: list(own.iterdir())),
            "write own": tried(lambda: (own / "a").write_bytes(b"y")),
            "cut own": tried(lambda: os.truncate(own / "a", 0)),
            "new in own": tried(lambda: (own / "b").write_bytes(b"")),
            "folder in own": tried((own / "c").mkdir),
            "move in own": tried(lambda: (own / "b").rename(own / "c" / "b")),
            "remove in own": tried((own / "a").unlink),
            "link in own": tried(lambda: (own / "d").symlink_to("a")),
            "pipe in own": tried(lambda: os.mkfifo(own / "e")),
            "read other": tried((other / "a").read_bytes),
            "list other": tried(lambda: list(other.iterdir())),
            "new in other": tried(lambda: (other / "b").write_bytes(b"")),
        }

    refused = {
        *("write shown", "new in shown", "read other", "list other", "new in other"),
        *("link in own", "pipe in own"),
    }
    found = in_a_thread(attempts)
    assert isinstance(found, dict)
    assert {how for how, said in found.items() if said != "done"} == refused
    assert {found[how] for how in refused} == {"EACCES"}
    assert (tmp_path / "other" / "a").read_bytes() == b"x"  # this thread is as free as it was


@with_landlock
def test_what_is_open_for_the_kernel_is_closed_again(tmp_path: Path) -> None:
    def opened() -> tuple[bool, str]:
        before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the very names
        places = Places((str(tmp_path), "/proc"), (str(tmp_path),))
        landlock.restrict(places)
        after = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        return before == after, tried(lambda: landlock.restrict(Places(("/nowhere",), ())))

    assert in_a_thread(opened) == (True, "ENOENT")


@pytest.mark.parametrize(
    ("version", "rights"),
    [(1, 0x1FFF), (2, 0x3FFF), (3, 0x7FFF), (4, 0x7FFF), (5, 0xFFFF), (6, 0xFFFF), (7, 0xFFFF)],
)
def test_each_version_handles_the_rights_it_knows(
    kernel: Library, monkeypatch: pytest.MonkeyPatch, version: int, rights: int
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: version)
    kernel.answer = lambda number: os.open("/dev/null", os.O_RDONLY) if number == 444 else 0
    landlock.restrict(Places((), ()))
    (made, privileges, confined) = kernel.asked
    assert made == (444, (rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0), 24, 0)
    assert privileges == ("prctl", 38, 1, 0, 0, 0)
    assert (confined[0], confined[2:]) == (446, (0,))


def test_a_place_is_given_with_the_rights_of_its_kind(
    kernel: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 7)
    kernel.answer = lambda number: os.open("/dev/null", os.O_RDONLY) if number == 444 else 0
    (tmp_path / "file").write_bytes(b"")
    both = (str(tmp_path), str(tmp_path / "file"))
    landlock.restrict(Places(both, both))
    rules = [one for one in kernel.asked if one[0] == 445]
    handle = kernel.asked[-1][1]
    assert {(one[1], one[2], one[4]) for one in rules} == {(handle, 1, 0)}
    granted = [one[3][0] for one in rules]  # type: ignore[index]
    # To read: files and folders. To write: all but programs, devices, sockets, pipes, links.
    assert granted == [0b1100, 0b100, 0x7FFF & ~(1 | 0x1E40), 0x4006]


def test_a_program_of_others_may_run_what_it_reads_and_lay_its_sockets(
    kernel: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 7)
    kernel.answer = lambda number: os.open("/dev/null", os.O_RDONLY) if number == 444 else 0
    (folder,) = places = (str(tmp_path),)
    landlock.restrict(Places(places, places), programs=True, sockets=[folder])
    granted = [one[3][0] for one in kernel.asked if one[0] == 445]  # type: ignore[index]
    # To read and run; to write: all but devices; to lay sockets and take them away.
    assert granted == [0b1101, 0xFFFF & ~0x840, 0x220]
    assert kernel.asked[0][1] == (0xFFFF, 3, 3)
    landlock.restrict(Places((), ()), programs=True, network=True)
    assert kernel.asked[-3][1] == (0xFFFF, 0, 3)


def test_what_the_kernel_refuses_is_an_error_and_nothing_stays_open(
    kernel: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: 7)
    for refused in (444, 445, 446, 0):
        handles: list[int] = []

        def answer(number: int, refused: int = refused, handles: list[int] = handles) -> int:
            if number == refused:
                ctypes.set_errno(errno.EOPNOTSUPP)
                return -1
            handles.extend([os.open("/dev/null", os.O_RDONLY)] if number == 444 else [])
            return handles[0] if number == 444 else 0

        kernel.answer = answer
        with pytest.raises(OSError, match="not supported") as caught:
            landlock.restrict(Places(("/dev/null",), ()))
        assert caught.value.errno == errno.EOPNOTSUPP
        for handle in handles:
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.fstat(handle)


@pytest.mark.parametrize(("said", "version"), [(7, 7), (0, 0), (-1, 0)])
def test_the_version_is_what_the_kernel_says_and_none_where_it_has_none(
    kernel: Library, said: int, version: int
) -> None:
    kernel.answer = lambda number: said
    assert landlock.abi.__wrapped__() == version
    assert kernel.asked == [(444, None, 0, 1)]


def test_another_system_has_none(kernel: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert landlock.abi.__wrapped__() == 0
    assert kernel.asked == []
