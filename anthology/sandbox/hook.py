"""An audit hook: what confined code asks of Python comes in; what it may not is refused, and noted by name.

Python tells the hook before it opens a file, makes a socket, starts a program or loads a library. It sees
nothing of what a library in C does by itself: that is for the kernel. The hook cannot be taken out again.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from anthology.sandbox.places import Places


class Denied(PermissionError):
    """What confined code is told when it asks for what is not its own."""


class Breach(Exception):
    """Confined code tried what it may not: `what` says each of its attempts, the first first."""

    def __init__(self, what: tuple[str, ...]) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True, eq=False)
class Watch:
    """Places, and what was tried outside of them."""

    places: Places
    noted: list[str] = field(default_factory=list)


_here = threading.local()
_everywhere: Watch | None = None
_installed = False
_installing = threading.Lock()


def watch_thread(places: Places) -> None:
    """From now on, this thread is held to these places."""
    _install()
    _here.watch = Watch(places)


def watch_process(places: Places) -> None:
    """From now on, every thread of this process is held to these places, for good."""
    global _everywhere
    _install()
    _everywhere = Watch(places)


def watching() -> Watch | None:
    """What this thread is held to; None where it is free."""
    return _everywhere or getattr(_here, "watch", None)


def taken() -> tuple[str, ...]:
    """What was refused since this was asked last."""
    watch = watching()
    if watch is None:
        return ()
    noted = tuple(watch.noted)
    watch.noted.clear()
    return noted


def _install() -> None:
    global _installed
    with _installing:
        if not _installed:
            sys.addaudithook(_heard)
            _installed = True


def _heard(event: str, args: tuple[Any, ...]) -> None:
    watch = _everywhere or getattr(_here, "watch", None)
    if watch is None:
        return
    if _is_refused(event):
        _refuse(watch, event)
    elif (question := _QUESTIONS.get(event)) and (what := question(watch.places, args)):
        _refuse(watch, f"{event} {what}")


@lru_cache
def _is_refused(event: str) -> bool:
    # The engine causes a hundred thousand events, of a few names.
    return event.startswith(_NEVER)


def _refuse(watch: Watch, what: str) -> None:
    # Python keeps what it has compiled wherever it can, and asks no more than once.
    if not what.endswith(_COMPILED):
        watch.noted.append(what)
    raise Denied(errno.EACCES, "not for an article", what)


_COMPILED = (".pyc'", "__pycache__'")
_NEVER = (
    *("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"),
    *("os.fork", "pty.", "webbrowser.", "urllib.", "ftplib.", "smtplib.", "http.client."),
    *("imaplib.", "nntplib.", "poplib.", "telnetlib.", "syslog.", "winreg.", "_winapi.", "msvcrt."),
    *("os.chmod", "os.chown", "os.setxattr", "os.removexattr", "os.utime", "os.lockf", "shutil.chown"),
    *("signal.pthread_kill", "os.killpg", "ensurepip.", "fcntl.ioctl", "sys.addaudithook"),
)
"""How the names of events begin that no confined code has a use for."""


def _opened(places: Places, args: tuple[Any, ...]) -> str:
    path, _, flags = args
    if isinstance(path, int):
        return ""  # opened before
    writes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
    return _unless(places.may_write if writes else places.may_read, path)


def _listed(places: Places, args: tuple[Any, ...]) -> str:
    path = "." if args[0] is None else args[0]
    # Python looks for modules in these; the kernel lets it see only what is installed.
    return "" if isinstance(path, int) or path in sys.path else _unless(places.may_read, path)


def _changed(places: Places, args: tuple[Any, ...]) -> str:
    return "" if isinstance(args[0], int) else _unless(places.may_write, args[0])


def _moved(places: Places, args: tuple[Any, ...]) -> str:
    return _changed(places, args) or _unless(places.may_write, args[1])


def _loaded(places: Places, args: tuple[Any, ...]) -> str:
    name = args[0]
    if not isinstance(name, str | bytes):
        return repr(name)
    path = Path(os.fsdecode(name))
    real = os.path.realpath(path)
    # One that is installed; none that was written here, and none that is looked for by its name.
    installed = path.is_absolute() and places.may_read(real) and not places.may_write(real)
    return "" if installed else repr(name)


def _signalled(places: Places, args: tuple[Any, ...]) -> str:
    return "" if args[0] == os.getpid() else f"{args[0]}"


def _unless(may: Callable[[str], bool], path: Any) -> str:
    text = os.fsdecode(path)
    return "" if may(os.path.realpath(text)) else repr(text)


_QUESTIONS: Mapping[str, Callable[[Places, tuple[Any, ...]], str]] = MappingProxyType(
    {
        "open": _opened,
        "os.listdir": _listed,
        "os.scandir": _listed,
        "os.chdir": _changed,
        "os.mkdir": _changed,
        "os.rmdir": _changed,
        "os.remove": _changed,
        "os.truncate": _changed,
        "os.rename": _moved,
        "os.link": _moved,
        "os.symlink": _moved,
        "os.mkfifo": _changed,
        "os.mknod": _changed,
        "os.kill": _signalled,
        "sqlite3.connect": _changed,
        "ctypes.dlopen": _loaded,
    }
)
"""The events whose arguments decide, and what of them is refused: the empty text where nothing is."""
