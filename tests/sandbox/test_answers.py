"""An answer of a confined process is a value: what it names is neither called nor loaded."""

from __future__ import annotations

import builtins
import copyreg
import multiprocessing
import os
import pickle
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from anthology.bindery import processes
from anthology.bindery.crew import Outcome, opened, sealed
from anthology.errors import LayoutError, SourceError
from anthology.model import Finding, Severity
from anthology.sandbox import Breach, answers
from markupsafe import Markup
from PIL import UnidentifiedImageError
from tests.safety.figures import record


class Calling:
    """Names a function, to be called with these arguments where it is read."""

    def __init__(self, function: Callable[..., Any], *args: object) -> None:
        self.named = (function, args)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return self.named


def hostile(target: Path) -> dict[str, bytes]:
    """Answers that would each do something, by what they do."""
    written = str(target)
    calls = {
        "runs a command": Calling(os.system, f"touch {written}"),
        "starts a program": Calling(subprocess.Popen, ["/bin/touch", written]),
        "opens a file": Calling(builtins.open, written, "w"),
        "runs Python": Calling(builtins.exec, f"open({written!r}, 'w')"),
        "computes": Calling(builtins.eval, f"open({written!r}, 'w')"),
        "makes a folder": Calling(os.mkdir, written),
        "writes by a method": Calling(Path.write_text, target, "x"),
        "lays down a book": Calling(_of_ours("beginning", "begin"), target),
        "opens a cache of ours": Calling(_of_ours("cache", "Cache"), target),
    }
    by_name = {
        "by a name of another": b"canthology.pages\nos.system\n(S'touch %s'\ntR." % written.encode(),
        "by a name inside of a module": _global("anthology.storage", "os.mkdir", written),
        "fetches an attribute": _global("builtins", "getattr", "x"),
        "looks for what is not there": _global("anthology.nowhere", "nothing", written),
        "loads a module": _global("this", "s", written),
        "loads one of ours that runs": _global("anthology.cli", "main", written),
    }
    return {**{name: pickle.dumps(one) for name, one in calls.items()}, **by_name}


def _of_ours(module: str, name: str) -> Callable[..., Any]:
    made: Callable[..., Any] = getattr(__import__(f"anthology.{module}", fromlist=[name]), name)
    return made


def _global(module: str, name: str, argument: str) -> bytes:
    """Protocol 4: the named thing, called with one text."""

    def text(one: str) -> bytes:
        data = one.encode()
        return b"X" + len(data).to_bytes(4, "little") + data

    return b"\x80\x04" + text(module) + text(name) + b"\x93" + text(argument) + b"\x85R."


def test_what_an_answer_names_is_not_done(tmp_path: Path) -> None:
    target = tmp_path / "done"
    every = hostile(target)
    sys.modules.pop("this", None)
    for name, data in every.items():
        with pytest.raises(Breach, match="an answer that names"):
            answers.read(data)
        assert not target.exists(), name
    assert "this" not in sys.modules
    record("P6", "hostile answers of a worker that were refused", f"{len(every)} of {len(every)}")


def test_some_of_them_are_done_by_who_reads_them_as_python_does(tmp_path: Path) -> None:
    """Without this the test above would hold for answers that do nothing."""
    for name in ("runs a command", "makes a folder", "writes by a method"):
        target = tmp_path / name.replace(" ", "-")
        pickle.loads(hostile(target)[name])  # noqa: S301 - ours
        assert target.exists()


VALUES = (
    {"a": [1, 2.5, None, True, b"x", "\u00e9", (1,), {2}, frozenset({3})]},
    Finding("a-code", Severity.WARNING, "a message", file="a.md", line=3),
    date(2026, 1, 2),
    Path("a/b"),
    Markup("<b>x</b>"),
    range(3),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda one: type(one).__name__)
def test_values_come_through_as_they_were(value: object) -> None:
    assert answers.read(answers.write(value)) == value


@pytest.mark.parametrize(
    "error",
    [
        LayoutError("a-code", "a message", hint="h", file="a.md"),
        SourceError("a-code", "a message"),
        ZeroDivisionError("x"),
        OSError(2, "No such file"),
        zlib.error("x"),
        UnidentifiedImageError("x"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_errors_come_through_too(error: Exception) -> None:
    read = answers.read(answers.write(error))
    assert (type(read), str(read)) == (type(error), str(error))


def test_a_hostile_answer_of_a_worker_is_an_error_with_a_name(tmp_path: Path) -> None:
    target = tmp_path / "done"
    for data in hostile(target).values():
        error = opened(data, "a.md").error
        assert isinstance(error, LayoutError)
        assert (error.code, error.file) == ("sandbox-denied", "a.md")
    assert isinstance(opened(b"no pickle").error, TypeError)
    assert isinstance(opened(pickle.dumps("a text")).error, TypeError)
    assert not target.exists()


def test_what_could_not_be_read_is_not_sent(tmp_path: Path) -> None:
    error = opened(sealed(Outcome(value=Calling(os.mkdir, str(tmp_path / "done"))))).error
    assert isinstance(error, RuntimeError)
    assert "cannot be sent" in str(error)
    assert not (tmp_path / "done").exists()


def test_what_a_worker_sends_past_its_answer_is_not_done_either(tmp_path: Path) -> None:
    target = tmp_path / "done"
    reader, writer = multiprocessing.Pipe(duplex=False)
    with reader, writer:
        for data in hostile(target).values():
            writer.send_bytes(data)
            with pytest.raises(pickle.UnpicklingError):
                processes._heard(reader)
        writer.send(3)
        assert processes._heard(reader) == 3
    assert not target.exists()


def test_what_libraries_put_in_the_place_of_a_form_of_pythons_own_is_not_used() -> None:
    copyreg.pickle(ZeroDivisionError, lambda error: (_remade_by_a_library, (str(error),)))
    try:
        with pytest.raises(Breach):
            answers.read(pickle.dumps(ZeroDivisionError("x")))
        assert str(answers.read(answers.write(ZeroDivisionError("x")))) == "x"
    finally:
        del copyreg.dispatch_table[ZeroDivisionError]


def _remade_by_a_library(text: str) -> ZeroDivisionError:
    return ZeroDivisionError(text)
