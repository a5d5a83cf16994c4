"""Tasks for confined workers that try to leave: by the C library, which no hook sees, and by Python."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anthology.bindery.engine import engine
from anthology.bindery.jobs import Job, Look
from anthology.bindery.setting import Press
from lxml import etree

_C = ctypes.CDLL(None, use_errno=True)
"""Loaded before the worker is confined, as it is for an attacker who runs code of his own in it."""

_IO_URING_SETUP, _PIDFD_OPEN = 425, 434
_SEIZE = 0x4206  # as attaching, but the parent goes on


def told(answer: int) -> str:
    """The name of the error, or `done`."""
    return errno.errorcode[ctypes.get_errno()] if answer < 0 else "done"


def by_c(how: str, target: str) -> str:
    """Try to leave in one of the ways below; what the kernel said."""
    ctypes.set_errno(0)
    return BY_C[how](target)


def _exec(target: str) -> str:
    # Without a fork, after which a process of several threads may wait for ever; who is let through is gone.
    program = b"/bin/true"
    return told(_C.execv(program, (ctypes.c_char_p * 2)(program, None)))


def _linked(target: str) -> str:
    link = Path("link")
    if _C.symlink(os.fsencode(target), b"link") < 0:
        return told(-1)
    try:
        return told(_C.open(bytes(link), os.O_RDONLY))
    finally:
        _C.unlink(b"link")


def _parsed(target: str) -> str:
    try:
        etree.parse(target)
    except (OSError, etree.XMLSyntaxError) as error:
        return "EACCES" if "ermission denied" in str(error) else str(error)
    return "done"


def _resolved(target: str) -> str:
    parser = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False)
    text = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{target}">]><a>&e;</a>'
    try:
        etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        return "EACCES" if "ermission denied" in str(error) else str(error)
    return "done"


def _included(target: str) -> str:
    text = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{target}" parse="text"/></a>'
    try:
        etree.ElementTree(etree.fromstring(text)).xinclude()
    except etree.XIncludeError:
        return "EACCES"
    return "done"


BY_C: dict[str, Callable[[str], str]] = {
    "open": lambda target: told(_C.open(os.fsencode(target), os.O_RDONLY)),
    "open-through-a-link": _linked,
    "open-to-write": lambda target: told(_C.open(os.fsencode(target), os.O_WRONLY)),
    "make-a-file": lambda target: told(
        _C.open(os.fsencode(f"{target}.new"), os.O_CREAT | os.O_WRONLY, 0o600)
    ),
    "hard-link": lambda target: told(_C.link(os.fsencode(target), b"hard")),
    "rename": lambda target: told(_C.rename(os.fsencode(target), os.fsencode(f"{target}.old"))),
    "remove": lambda target: told(_C.unlink(os.fsencode(target))),
    "change-rights": lambda target: told(_C.chmod(os.fsencode(target), 0o777)),
    "list": lambda target: told(_C.open(os.fsencode(Path(target).parent), os.O_RDONLY | os.O_DIRECTORY)),
    "xml-file": _parsed,
    "xml-entity": _resolved,
    "xml-include": _included,
    "socket": lambda target: told(_C.socket(socket.AF_INET, socket.SOCK_STREAM, 0)),
    "socket-of-files": lambda target: told(_C.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)),
    "socket-raw": lambda target: told(_C.socket(socket.AF_INET, socket.SOCK_RAW, 1)),
    "exec": _exec,
    "trace-the-parent": lambda target: told(_C.ptrace(_SEIZE, os.getppid(), 0, 0)),
    "read-the-memory-of-the-parent": lambda target: told(
        _C.process_vm_readv(os.getppid(), None, 0, None, 0, 0)
    ),
    "read-the-environment-of-the-parent": lambda target: told(
        _C.open(f"/proc/{os.getppid()}/environ".encode(), os.O_RDONLY)
    ),
    "signal-the-parent": lambda target: told(_C.kill(os.getppid(), 0)),
    "rings": lambda target: told(_C.syscall(_IO_URING_SETUP, 1, 0)),
    "handle-of-the-parent": lambda target: told(_C.syscall(_PIDFD_OPEN, os.getppid(), 0)),
    "namespace": lambda target: told(_C.unshare(0x10000000)),
    "mount": lambda target: told(_C.mount(b"none", b"/mnt", b"tmpfs", 0, None)),
    "type-for-the-shell": lambda target: told(_C.ioctl(1, 0x5412, ctypes.byref(ctypes.c_char(b"x")))),
}
"""Ways out through the C library."""

NINE = (
    "open",
    "xml-file",
    "xml-entity",
    "socket",
    "exec",
    "make-a-file",
    "trace-the-parent",
    "rings",
    "remove",
)
"""Those of the measure: 9 of 9."""


def by_python(how: str, target: str) -> str:
    """Try to leave as any Python would."""
    return str(BY_PYTHON[how](target))


BY_PYTHON: dict[str, Callable[[str], object]] = {
    "open": lambda target: Path(target).read_bytes(),
    "os.open": lambda target: os.open(target, os.O_RDONLY),
    "os.listdir": lambda target: os.listdir(Path(target).parent),  # noqa: PTH208 - this very call
    "os.remove": os.remove,
    "os.rename": lambda target: os.rename(target, "here"),  # noqa: PTH104
    "os.symlink": lambda target: Path(f"{target}.link").symlink_to(target),
    "os.mkdir": lambda target: Path(f"{target}.d").mkdir(),
    "os.chmod": lambda target: Path(target).chmod(0o600),
    "os.kill": lambda target: os.kill(os.getppid(), 0),
    "os.system": lambda target: os.system("true"),  # noqa: S605
    "os.exec": lambda target: os.execv("/bin/true", ["true"]),  # noqa: S606
    "os.fork": lambda target: os.fork(),
    "subprocess.Popen": lambda target: subprocess.run(["true"], check=True),
    "socket.__new__": lambda target: socket.socket(),
    "socket.getaddrinfo": lambda target: socket.getaddrinfo("localhost", 80),
    "ctypes.dlopen": lambda target: ctypes.CDLL("libc.so.6"),
}
"""Ways out through Python, by the name that the refusal gives them."""


def swallowed(target: str) -> str:
    """Try to read, and say nothing of it, as the engine does with pictures inside of pictures."""
    try:
        return Path(target).read_text(encoding="utf-8")
    except BaseException:
        return "nothing happened"


def known_to_the_worker() -> tuple[dict[str, str], str]:
    """Its environment and the folder it stands in."""
    return dict(os.environ), str(Path.cwd())


def careless(look: Look, job: Job) -> bytes:
    """Set a document with the engine's own fetcher, as if ours had a hole in it."""
    press = Press(look.sheets, look.fonts)
    press._fetcher = _careless(look.fonts)
    return press.fragment(job)


def _careless(table: Any) -> Any:
    urls = engine().urls

    class Careless(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Gives what is asked for, wherever it is."""

        def __init__(self) -> None:
            super().__init__(timeout=1)
            self.table = dict(table)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix("anthology:///")
            if name in self.table:
                return urls.URLFetcherResponse(url, self.table[name])
            return super().fetch(url, headers)

    return Careless()
