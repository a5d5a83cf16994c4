"""An e-book to the same for a Kindle: calibre's converter makes it, with nothing left to chance.

It runs confined to a folder of its own, and what it reads is our finished e-book, which the gates have seen.
What it makes is looked at by a gate of its own (`kindle_gate.py`).

A Kindle takes an EPUB by way of Amazon alone; an AZW3 file it reads when it is copied there by cable. Who
wants none of them needs no calibre: it is a program of its own, looked for when a book for Kindle is made.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from anthology.cache import Cache, digest
from anthology.errors import WriteError
from anthology.sandbox import held
from anthology.writers.kindle_gate import wrong_with

PROGRAM = "calibre-debug"
"""The part of calibre that runs a script of ours with its converter."""

_PLACES = ("/Applications/calibre.app/Contents/MacOS", "/opt/calibre")
"""Where the makers of calibre put it when it is on no path."""

_SCRIPT = Path(__file__).with_name("kindle_converter.py")
_LONGEST_S = 900.0
_OPTIONS = (
    # The book has its own contents, breaks and sizes: the converter is to find none.
    "--chapter=/",
    "--chapter-mark=none",
    "--page-breaks-before=/",
    "--no-inline-toc",
    "--disable-font-rescaling",
)
_MAGIC = (60, b"BOOKMOBI")
"""Where a Kindle's file says what it is, and how."""


def azw3(epub: bytes, cache: Cache) -> bytes:
    """The bytes of an AZW3 file, made of the bytes of an EPUB.

    The same version of calibre makes the same bytes of the same book: see `kindle_converter`.

    Raises:
        WriteError: `kindle-converter-missing`, `kindle-converter-failed`.
    """
    program = calibre()
    if program is None:
        raise WriteError(
            "kindle-converter-missing",
            "a book for Kindle is made by calibre, which is not on this machine",
            hint="install calibre (apt-get install calibre, or https://calibre-ebook.com)",
        )
    with tempfile.TemporaryDirectory(prefix="kindle-") as folder:
        place = Path(folder)
        version = _run((program, "--version"), place)
        made = cache.remember(
            "kindle",
            digest(epub, version, _SCRIPT.read_bytes(), *_OPTIONS),
            lambda: _converted(program, epub, place),
            dump=bytes,
            load=bytes,
        )
    if wrong := wrong_with(made, epub):  # also of one that was kept: somebody might write into a cache
        raise _failed(wrong)
    return made


def calibre() -> str | None:
    """The program that converts, where calibre is installed."""
    return shutil.which(PROGRAM) or shutil.which(PROGRAM, path=os.pathsep.join(_PLACES))


def _converted(program: str, epub: bytes, place: Path) -> bytes:
    source, made = place / "book.epub", place / "book.azw3"
    source.write_bytes(epub)
    said = _run((program, "-e", str(_SCRIPT), "--", digest(epub), str(source), str(made), *_OPTIONS), place)
    data = made.read_bytes() if made.exists() else b""
    if not data.startswith(_MAGIC[1], _MAGIC[0]):
        raise _failed(said)
    return data


def _run(command: Sequence[str], place: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the program found above, with arguments of ours
            held(command, place),
            env=_surroundings(place),
            cwd=place,
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from None
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode != 0:
        raise _failed(said)
    return said


def _surroundings(place: Path) -> Mapping[str, str]:
    """What the program may know of this machine: no screen, no settings of a person, no time zone."""
    own = {name: str(place) for name in ("HOME", "TMPDIR", "CALIBRE_CONFIG_DIRECTORY", "CALIBRE_TEMP_DIR")}
    fixed = {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "QT_QPA_PLATFORM": "offscreen",
    }
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, **own, **fixed}


def _failed(said: str) -> WriteError:
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "it said nothing")
    return WriteError(
        "kindle-converter-failed",
        f"calibre did not make the book for Kindle: {last.strip()}",
        hint="try `calibre-debug --version`; if that works, report this as a fault of the tool",
    )
