"""A crew sets sections: tasks go in, futures of what they made come out."""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from anthology.errors import AnthologyError, LayoutError
from anthology.sandbox import Breach, answers, apart, watched

PROCESSOR_S = 25.0
"""A piece that takes more seconds of the processor is stopped, where there is somebody to stop it.
Most take less than one, on a machine that may be five times as fast as the reader's."""
BYTES_A_SECOND = 10_000
"""For so many bytes of text a piece may take a second more."""
TIMEOUT_S = 300.0
"""The same by the clock on the wall, for a piece of little text: others may want the processor too."""
MEMORY_BYTES = 1 << 30
"""A section that takes more is stopped. One of 200 pages needs 0.2 GB; longer lists go on in further ones."""

T = TypeVar("T")


def seconds(processor_s: float, args: Iterable[object]) -> float:
    """How long a task may take with these arguments; those that hold much text say their `weight`."""
    return processor_s + sum(getattr(arg, "weight", 0) for arg in args) / BYTES_A_SECOND


class Shared:
    """Stands for a value among the arguments of a task, so that no worker is sent the value twice."""

    def value(self) -> object:
        """The value; in one worker the same object each time."""
        raise NotImplementedError


class Crew(ABC):
    """Those who set sections: `jobs` at once.

    Tasks are functions of modules, for they are known by their names where they run; so are the classes of
    their arguments, of what they give back and of what they raise.
    """

    jobs: int = 1

    @abstractmethod
    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        """Have the task done with these arguments; `name` is what an error calls it.

        An argument that `share` gave is replaced by the value it stands for; an argument only, not what
        is inside of one.
        """

    @abstractmethod
    def share(self, value: object) -> Shared:
        """Have a big value, which nobody changes, brought to each worker at most once.

        It is let go of when the answer is.
        """

    def warm(self) -> None:
        """Begin to get ready; returns at once."""
        return

    def close(self) -> None:
        """End: what is not done yet is cancelled. Returns at once."""
        return

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class InProcess(Crew):
    """A crew of one: a confined thread of this process does each task when it is submitted."""

    def submit(self, task: Callable[..., T], /, *args: object, name: str = "") -> Future[T]:
        """Do the task; the future that is given back is done."""
        future: Future[T] = Future()
        settle(future, done_apart(task, args, name))
        return future

    def share(self, value: object) -> Shared:
        """Keep the value."""
        return _Kept(value)


@dataclass(frozen=True, eq=False)
class _Kept(Shared):
    kept: object

    def value(self) -> object:
        return self.kept


@dataclass(frozen=True)
class Outcome:
    """What came of a task: its value, or the error that stopped it."""

    value: Any = None
    error: Exception | None = None


def done(task: Callable[..., Any], args: Iterable[object], name: str = "") -> Outcome:
    """Do the task, with the values themselves in the place of what stands for them.

    In confined code, what it tried and may not do is its error, whatever it made of the refusal.
    """
    try:
        values = [arg.value() if isinstance(arg, Shared) else arg for arg in args]
        return Outcome(watched(task, *values))
    except Breach as breach:
        return Outcome(error=denied(breach, name))
    except MemoryError:
        raise  # not of the task alone: whoever runs tasks decides
    except Exception as error:
        return Outcome(error=error)


def done_apart(task: Callable[..., Any], args: Iterable[object], name: str = "") -> Outcome:
    """Do the task in a confined thread of this process."""
    # The engine is loaded by libraries, programs and files that no task may ask for.
    from anthology.bindery.engine import engine

    engine()
    values = [arg.value() if isinstance(arg, Shared) else arg for arg in args]
    try:
        return apart(done, task, values, name)
    except MemoryError:
        return Outcome(error=too_big(name))
    except Breach as breach:  # on its way in or out
        return Outcome(error=denied(breach, name))


def settle(future: Future[Any], outcome: Outcome) -> None:
    """Give the outcome to who waits for it, unless that was cancelled."""
    with suppress(InvalidStateError):
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.value)


def too_big(name: str) -> LayoutError:
    """The error of a task that found no more memory."""
    return LayoutError(
        "setting-memory",
        "setting it takes too much memory",
        hint="look for something huge in this piece, such as a table or a photograph, or cut it in two",
        file=name or None,
    )


def denied(breach: Breach, name: str) -> LayoutError:
    """The error of a task that tried to leave its sandbox."""
    return LayoutError(
        "sandbox-denied",
        f"something in it reached for what is not part of the book: {', '.join(breach.what)}",
        hint="take away what is unusual in this piece; nothing was let in or out",
        file=name or None,
    )


def sealed(outcome: Outcome) -> bytes:
    """The outcome as bytes, to be sent to another process."""
    error = outcome.error
    if error is not None and not isinstance(error, AnthologyError):
        # A fault of the tool: where it happened is only known here.
        error.add_note("".join(traceback.format_exception(error)))
    try:
        data = answers.write(outcome)
        answers.read(data)  # what could not be read must not be sent
    except Exception as failure:
        return answers.write(Outcome(error=RuntimeError(f"{error or failure!r} cannot be sent")))
    return data


def opened(data: bytes, name: str = "") -> Outcome:
    """The outcome that was sealed by a worker of ours, which is no reason to do what it says.

    `name` is what an error calls it.
    """
    try:
        outcome = answers.read(data)
    except Breach as breach:
        return Outcome(error=denied(breach, name))
    except Exception as error:
        return Outcome(error=TypeError(f"no answer: {error!r}"))
    return outcome if isinstance(outcome, Outcome) else Outcome(error=TypeError("no outcome"))
