"""The bytes of an old document in; those of a Word file out, converted by LibreOffice where it is there.

It runs without a window, confined to a folder and with settings of its own: no macro runs, nothing is asked
of the network, and it is stopped when it takes too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from anthology.errors import SourceError
from anthology.sandbox import held

CONVERTED = frozenset({".doc", ".wps", ".wpd", ".sxw", ".fodt", ".lwp", ".abw"})
"""The kinds it is asked to convert."""

SECONDS = 120
"""For one document: the first start of the program alone may take ten."""

MAX_BYTES = 100_000_000
"""Bytes of what it makes: no text of a school is as long."""

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_MEETING = ("/tmp",)  # noqa: S108
"""Where its processes meet, whatever folder it is told."""
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}</oor:items>
"""
_ITEM = """\
<item oor:path="/org.openoffice.{path}">
<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>
"""
_STRICT = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    # Whatever asks for an address all the same asks a port where nobody answers.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def program() -> str:
    """The path of LibreOffice; empty where it is not there."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def converted(data: bytes, kind: str, file: str) -> bytes:
    """The document as `.docx`; `kind` is the suffix of what it is, one of `CONVERTED`.

    Raises:
        SourceError: `conversion-failed`, when LibreOffice is missing, cannot read it, or takes too long.
    """
    with TemporaryDirectory(prefix="anthology-office-") as name:
        place = Path(name)
        source, made = place / f"in{kind}", place / "out" / "in.docx"
        source.write_bytes(data)
        _write_settings(place / "profile" / "user")
        _run(place, source, file)
        if not made.is_file() or not 0 < made.stat().st_size <= MAX_BYTES:
            raise _failed(file, "LibreOffice cannot read this file")
        return made.read_bytes()


def _write_settings(user: Path) -> None:
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _STRICT)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")


def _run(place: Path, source: Path, file: str) -> None:
    command = [
        program() or _PROGRAMS[0],
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(place / "out"), str(source)),
    ]
    try:
        # A session of its own: the program starts others, and all of them are to end with it.
        running = subprocess.Popen(  # noqa: S603 - the command is made of this module's own words and paths
            held(command, place, sockets=_MEETING),
            cwd=place,
            env=_environment(place),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(file, f"LibreOffice cannot be started: {error.strerror}") from None
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise _failed(file, f"LibreOffice takes more than {SECONDS} seconds for it") from None
    finally:
        _end(running)


def _environment(place: Path) -> dict[str, str]:
    """No display, no home but the folder, and nothing else of the machine but where its programs are."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(place),
        "TMPDIR": str(place),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _end(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _failed(file: str, what: str) -> SourceError:
    return SourceError(
        "conversion-failed",
        what,
        hint="open it in Word or LibreOffice, save it as .docx, and put that in its place",
        file=file,
    )
