"""A list of things to the answer about each; a fork of this process begins at the other end of the list.

Or it answers ahead, while this process waits for something else, and has told what it has when it is asked.

A fork has everything in its memory that its parent has: nothing is sent to it, and no module is loaded again.
It only ever helps. Where it dies, hangs, or cannot be had, the parent answers for all things.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import struct
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
A = TypeVar("A")

FEWEST = 8
"""Of fewer things than that, one process has told all before another is there."""

_HEAD = struct.Struct("=II")
"""What stands before each answer: the place of its thing, and how many bytes it has."""
_GULP = 1 << 20
_LOWEST = 19


def answered(
    answer: Callable[[T], A],
    things: Sequence[T],
    *,
    dump: Callable[[A], bytes],
    load: Callable[[bytes], A],
    forks: bool,
) -> list[A]:
    """The answer about each thing, in their order.

    `answer` must depend on the thing alone and change nothing; `load` must undo `dump`. With `forks` two
    processes ask, under Linux: other systems have libraries that do not survive a fork.

    Raises:
        Exception: whatever `answer` raises.
    """
    if not forks or len(things) < FEWEST or sys.platform != "linux":
        return [answer(thing) for thing in things]
    with _helper(lambda place: dump(answer(things[place])), len(things)) as helped:
        answers: list[A] = []
        for place, thing in enumerate(things):
            if place in helped():
                break
            answers.append(answer(thing))
        # It goes from the end to the beginning: where one of its answers is there, so are all behind it.
        return answers + [load(helped()[place]) for place in range(len(answers), len(things))]


class Ahead:
    """What a fork answers ahead, at the lowest priority: with what no other process wants of the machine.

    It is ended with the block that it is opened by, wherever it is.
    """

    def __init__(self) -> None:
        self._fork = contextlib.ExitStack()
        self._keys: Sequence[str] = ()
        self._so_far: Callable[[], dict[int, bytes]] = dict

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_: object) -> None:
        self._fork.close()

    def begin(self, answer: Callable[[T], bytes], things: Mapping[str, T]) -> None:
        """Have a fork answer about things, which are given by their keys; once, and under Linux.

        `answer` must depend on the thing alone and change nothing.
        """
        if self._keys or len(things) < FEWEST or sys.platform != "linux":
            return
        self._keys, each = tuple(things), tuple(things.values())
        helper = _helper(lambda place: answer(each[place]), len(each), lowest=True)
        self._so_far = self._fork.enter_context(helper)

    def given(self) -> dict[str, bytes]:
        """The answers that have come, by the keys of their things; no more come after that."""
        given = {self._keys[place]: data for place, data in self._so_far().items()}
        self._so_far = dict
        self._fork.close()
        return given


@contextlib.contextmanager
def _helper(
    told: Callable[[int], bytes], number: int, *, lowest: bool = False
) -> Iterator[Callable[[], dict[int, bytes]]]:
    """A fork that tells of the last thing, of the one before it, and so on; gives what has come so far."""
    mine, its = os.pipe()
    try:
        pid = _forked(lambda: _tell(told, number, its, lowest=lowest))
    except OSError:  # no process is to be had
        pid = 0
    os.close(its)
    try:
        os.set_blocking(mine, False)
        yield _Answers(mine).so_far
    finally:
        os.close(mine)
        if pid > 0:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _forked(then: Callable[[], object]) -> int:
    """The number of a fork that does that and nothing else, whatever comes of it."""
    # No signal may lead the fork out of here, into what its parent does at its end.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        with warnings.catch_warnings():
            # Later Pythons warn where there are other threads: the fork waits for none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            try:
                then()
            finally:
                os._exit(0)
        return pid
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tell(told: Callable[[int], bytes], number: int, pipe: int, *, lowest: bool) -> None:
    """Tell of each thing, the last one first."""
    if lowest:
        os.nice(_LOWEST)
    # What is there is not looked through again: to look at it would copy it.
    gc.freeze()
    for place in reversed(range(number)):
        data = told(place)
        _write(pipe, _HEAD.pack(place, len(data)) + data)


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


class _Answers:
    """What has come through a pipe."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._rest = bytearray()
        self._whole: dict[int, bytes] = {}

    def so_far(self) -> dict[int, bytes]:
        """The answers that have come whole, by the places of their things."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._pipe, _GULP):
                self._rest += data
        while len(self._rest) >= _HEAD.size:
            place, size = _HEAD.unpack_from(self._rest)
            end = _HEAD.size + size
            if len(self._rest) < end:
                break
            self._whole[place] = bytes(self._rest[_HEAD.size : end])
            del self._rest[:end]
        return self._whole
