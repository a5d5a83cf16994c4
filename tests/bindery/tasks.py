"""Tasks for the crews: tiny, and as bad as tasks can be."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from anthology.bindery.jobs import Job, Look
from anthology.errors import LayoutError, Several
from anthology.resources import font_bytes


def double(number: int) -> int:
    return 2 * number


def together(*args: object) -> tuple[object, ...]:
    return args


def process() -> int:
    return os.getpid()


def place_of(value: object) -> tuple[int, int]:
    """In which process it is, and where in its memory."""
    return os.getpid(), id(value)


def modules(*names: str) -> list[str]:
    """Which of these modules the worker has loaded."""
    return [name for name in names if name in sys.modules]


def main_file() -> str | None:
    return getattr(sys.modules["__main__"], "__file__", None)


def fail(name: str) -> None:
    raise LayoutError("engine-failed", "it failed", hint="mend it", file=name, line=7)


def fail_twice() -> None:
    raise Several([LayoutError("a", "one", file="x"), LayoutError("b", "two", hint="h", line=2)])


def fault() -> None:
    raise KeyError("a fault of the tool")


class Unsendable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(one)
        self.two = two


def fail_unsendably() -> None:
    raise Unsendable(1, 2)


def unsendable() -> object:
    return lambda: None


def die(how: int = signal.SIGKILL) -> None:
    os.kill(os.getpid(), how)


def crash() -> None:
    ctypes.string_at(0)


def die_once(mark: str) -> int:
    """Die; the second time, say in which process."""
    path = Path(mark)
    if not path.exists():
        path.write_text(str(os.getpid()))
        die()
    return os.getpid()


def loop() -> None:
    while True:
        pass


def loop_with(_: object) -> None:
    loop()


def sleep(mark: str) -> None:
    """Say that it began, and never end."""
    Path(mark).with_suffix(".new").write_text(str(os.getpid()))
    Path(mark).with_suffix(".new").replace(mark)
    threading.Event().wait()


_LIBRARY = ctypes.PyDLL(None)
"""Loaded here: a confined worker may load no library."""


def sleep_without_heeding(mark: str) -> None:
    """The same with the interpreter in hand, so that no other thread runs: as a long search for a pattern."""
    Path(mark).with_suffix(".new").write_text(str(os.getpid()))
    Path(mark).with_suffix(".new").replace(mark)
    _LIBRARY.sleep(600)


def take(megabytes: int) -> int:
    """Fill that much memory."""
    return len(bytearray(b"x" * 1_000_000) * megabytes)


def echo(data: bytes, size: int) -> bytes:
    """So many bytes for some others."""
    return bytes(size) if data else b""


def lengths(parts: Sequence[bytes]) -> list[int]:
    return [len(part) for part in parts]


def interrupted() -> None:
    raise KeyboardInterrupt


def no_memory() -> None:
    raise MemoryError


def values_kept() -> int:
    from anthology.bindery import processes

    return len(processes._read)


def parent() -> int:
    return os.getppid()


def count(mark: str) -> int:
    """How often it was done."""
    with Path(mark).open("a") as file:
        file.write("x")
    return len(Path(mark).read_text())


def wait_for(go: str, mark: str, value: bytes = b"") -> tuple[int, int]:
    """Say that it began, wait for a file, and give the size of the value and the process back."""
    Path(mark).with_suffix(".new").write_text(str(os.getpid()))
    Path(mark).with_suffix(".new").replace(mark)
    while not Path(go).exists():
        threading.Event().wait(0.01)
    return len(value), os.getpid()


def look() -> Look:
    """A small style sheet and one font."""
    sheet = """
    @font-face { font-family: Libertine; src: url("fonts/r.otf") }
    @page { size: 100mm 100mm; margin: 15mm }
    html { font-family: Libertine }
    """
    return Look({"a.css": sheet}, {"fonts/r.otf": font_bytes("linux-libertine/LinLibertine_R.otf")})


def document(body: str) -> bytes:
    return (
        '<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="fr">'
        f"<head><title>t</title></head><body>{body}</body></html>"
    ).encode()


def jobs(number: int) -> list[Job]:
    """So many documents, each with other words and as many more pages."""
    paragraph = "<p>Le port ne dort jamais, et la ville non plus. </p>"
    return [
        Job(f"Texte {count}", document(f"<h1>Texte {count}</h1>{paragraph * 20 * count}"), "recto")
        for count in range(1, number + 1)
    ]


_LONG_S = 60


def appears(file: Path) -> str:
    """What a task writes as soon as it runs; for who waits for it."""
    seen = threading.Event()
    for _ in range(_LONG_S * 100):
        if file.exists():
            return file.read_text()
        seen.wait(0.01)
    raise AssertionError(f"{file.name} never came")
