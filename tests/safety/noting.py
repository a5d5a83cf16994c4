"""A plugin of pytest that notes the code of each error and finding a test makes: `-p tests.safety.noting`."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anthology import errors, model
from anthology.prepress import rules

FILE = "ANTHOLOGY_CODES"
"""The variable of the environment that names the file of the notes, one line a code: test, tab, code."""

_now: list[str] = []
_here: list[int] = [0, 0]
"""The number of the process that notes, and of its file: a confined thread could not open it."""


def _noting(make: Callable[..., Any], code_of: Callable[..., str]) -> Callable[..., Any]:
    @functools.wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        result = make(*args, **kwargs)
        _note(code_of(result, *args, **kwargs))
        return result

    return made


def _arriving(set_state: Callable[..., Any]) -> Callable[..., Any]:
    """One that was made in another process is made here again without `__init__`."""

    def arrived(made: Any, state: Any) -> None:
        set_state(made, state)
        _note(made.code)

    return arrived


def _note(code: str) -> None:
    process, notes = _here
    # A process that reads strangers' bytes may write nothing, nor has it the file: see `_arriving`.
    for test in _now if os.getpid() == process else ():
        os.write(notes, f"{test}\t{code}\n".encode())


def pytest_configure() -> None:
    """Stand at every door by which a code comes into this process."""
    _here[:] = os.getpid(), os.open(os.environ[FILE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    vars_ = {
        errors.AnthologyError: lambda result, one, code="", *_, **kw: code or kw.get("code", ""),
        model.Finding: lambda result, one, code="", *_, **kw: code or kw.get("code", ""),
    }
    for kind, code_of in vars_.items():
        setattr(kind, "__init__", _noting(vars(kind)["__init__"], code_of))  # noqa: B010 - mypy knows it
        setattr(kind, "__setstate__", _arriving(getattr(kind, "__setstate__")))  # noqa: B009, B010

    # Rules of press files are told by their code alone where they are judged.
    rules.judged = _noting_all(rules.judged)


def _noting_all(judge: Callable[..., Any]) -> Callable[..., Any]:
    def judged(file: Any) -> Any:
        found = judge(file)
        for rule, _ in found:
            _note(rule.code)
        return found

    return judged


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What is made between the set-up of a test and its end is made by it."""
    _now[:] = [item.nodeid.partition("[")[0]]
    try:
        return (yield)
    finally:
        _now.clear()
