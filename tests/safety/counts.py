"""How often a thing is tried: seldom in `make test`, often where promises are measured."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TypeVar

Found = TypeVar("Found")

LONG = "ANTHOLOGY_LONG"
"""The variable of the environment that asks for the long form."""


def is_long() -> bool:
    """True in the long form, which `python -m tests.safety` runs."""
    return bool(os.environ.get(LONG))


def count(short: int, long: int) -> int:
    """How often to try: `short` among all other tests, `long` where promises are measured."""
    return long if is_long() else short


def each(one: Callable[[int], Found], numbers: range) -> Iterator[Found]:
    """What `one` gives for every number: in this process, and in the long form on all cores, as it comes.

    How far the long form is goes to the error output: it may run for an hour.
    """
    if not is_long():
        yield from map(one, numbers)
        return
    # Forked: how pytest names the module of a test is known to no new process.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        waiting = {pool.submit(one, number) for number in numbers}
        try:
            for done, found in enumerate(as_completed(waiting), 1):
                yield found.result()
                if done % 100 == 0:
                    print(f"{done} of {len(numbers)}", file=sys.__stderr__, flush=True)
        finally:
            pool.shutdown(cancel_futures=True)
