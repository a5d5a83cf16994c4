"""A program of others and its folder go in; the command that starts it comes out, confined to that folder.

Validators, calibre and LibreOffice are asked about files that strangers may have made. Such a program reads
what is installed and what is named, writes in its folder alone, and calls nobody. Landlock and seccomp hold
it, and all that it starts; where the kernel has no Landlock, bubblewrap does; elsewhere it runs as it is.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from anthology.sandbox import bubblewrap, landlock, seccomp
from anthology.sandbox.places import Places, installed

_PROGRAMS = (
    *("/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin", "/sbin", "/opt", "/run/current-system"),
    # What programs are set up with for everybody: fonts, Java, LibreOffice, languages, certificates.
    *("/etc/fonts", "/etc/libreoffice", "/etc/java", "/etc/alternatives", "/etc/chromium", "/etc/chromium.d"),
    *("/etc/nsswitch.conf", "/etc/localtime", "/etc/locale.alias", "/etc/ssl/openssl.cnf", "/etc/mime.types"),
    *("/etc/passwd", "/etc/group"),
    # What they ask of processors and memory; what belongs to other processes the kernel keeps to itself.
    *("/proc", "/sys/devices/system", "/sys/fs/cgroup", "/var/cache/fontconfig"),
    *("/var/spool/libreoffice", "/var/lib/libreoffice"),
)
_PYTHON = str(Path(sys.prefix, "pyvenv.cfg"))
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random")
_ITSELF = Path("/proc/self")
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 - where processes of one program meet
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DROP_POWER, _POWERS = 24, 64
_INTERNET, _DATAGRAMS = 2, 2
_SET_FLAGS, _IS_UP = 0x8914, 1
_START = (
    "import sys; sys.path[:0] = [sys.argv.pop(1)]; from anthology.sandbox import launching as l; l.main()"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a program may: read and run `reads`, write in `writes`, lay sockets of its own in `sockets`.

    One that talks with itself by the network of the machine has `loopback`: it gets a network in which there
    is nobody else, where the system gives one.
    """

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    sockets: tuple[str, ...] = ()
    loopback: bool = False


def held(
    command: Sequence[str | Path],
    own: Path,
    *,
    reads: Iterable[Path] = (),
    sockets: Iterable[str] = (),
    loopback: bool = False,
) -> list[str]:
    """The command that starts this one confined: it writes in `own`, and reads `reads` beside what is there.

    Nothing that a person or the environment says takes this away: it depends on the kernel alone.

    Raises:
        FileNotFoundError: there is no such program.
    """
    words = [str(part) for part in command]
    if shutil.which(words[0]) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), words[0])
    terms = Terms(
        tuple(_there([*installed(), *_PROGRAMS, _PYTHON, *_homes(words), *map(str, reads)])),
        tuple(_there([str(own), *_DEVICES, *([_SHARED_MEMORY] if loopback else [])])),
        tuple(_there(sockets)),
        loopback,
    )
    # Only a box has a folder for temporary files of its own.
    if terms.sockets and bubblewrap.works():
        return [*boxed(terms, str(own), words[0]), *words]
    if landlock.abi():
        root = str(Path(__file__).resolve().parents[2])
        return [sys.executable, "-I", "-c", _START, root, json.dumps(asdict(terms)), *words]
    return [*boxed(terms, str(own), words[0]), *words] if bubblewrap.needed() else words


def _homes(words: Sequence[str]) -> Iterator[str]:
    """The files that a command names, what its program brings along, and modules beside one of Node.js."""
    program = os.path.realpath(shutil.which(words[0]) or words[0])
    yield str(Path(program).parent.parent / "lib")
    for word in (program, *words[1:]):
        # The long words are scripts.
        if os.path.isfile(word):  # noqa: PTH113 - a name that is too long is none
            real = Path(word).resolve()
            modules = [one for one in real.parents if one.name == "node_modules"]
            yield str([real, *modules][-1])


def _there(paths: Iterable[str]) -> Iterator[str]:
    """Those that are there, as they really are called; never the whole machine."""
    real = dict.fromkeys(os.path.realpath(path) for path in paths if path and Path(path).exists())
    return (path for path in real if path not in ("/", os.path.realpath(Path.home())))


def boxed(terms: Terms, own: str, program: str) -> list[str]:
    """How bubblewrap is told the same, for a program: what is not named is not there."""
    links = [shutil.which(program) or program]
    links += [one for one in ("/lib", "/lib32", "/lib64", "/bin", "/sbin") if Path(one).is_symlink()]
    return [
        shutil.which("bwrap") or "bwrap",
        *("--unshare-user", "--unshare-net", "--unshare-uts", "--unshare-ipc", "--unshare-pid"),
        *("--die-with-parent", "--tmpfs", "/tmp"),  # noqa: S108 - a folder of that name, in the box
        *(word for path in (*terms.reads, *links) if path != "/proc" for word in ("--ro-bind", path, path)),
        *("--dev", "/dev", "--proc", "/proc", "--bind", own, own, "--chdir", own),
    ]


def main() -> None:
    """In the process that is to become the program: lay on what it is held by, and become it."""
    terms, *command = sys.argv[1:]
    confine(Terms(**json.loads(terms)))
    os.execvp(command[0], command)  # noqa: S606 - it is what this process is for


def confine(terms: Terms) -> None:
    """Confine this process, and whatever it becomes, for good.

    Raises:
        OSError: the kernel has a sandbox, and refuses it.
    """
    if terms.loopback:
        with suppress(OSError):
            _alone()
    _give_up_powers()
    landlock.restrict(
        Places(terms.reads, terms.writes), sockets=terms.sockets, programs=True, network=terms.loopback
    )
    if seccomp.available():
        seccomp.restrict_program(network=terms.loopback)


def _give_up_powers() -> None:
    """What this process becomes has none of the powers of the administrator, whoever started it.

    With them it would look into other processes by `/proc`, past Landlock.
    """
    library = ctypes.CDLL(None)
    for power in range(_POWERS):
        library.prctl(_DROP_POWER, power, 0, 0, 0)


def _alone() -> None:
    """Move into a network of one's own, in which this machine is all there is.

    Raises:
        OSError: the system gives none.
    """
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(_NEW_USER | _NEW_NETWORK) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        (_ITSELF / name).write_text(text, encoding="ascii")
    any_ = library.socket(_INTERNET, _DATAGRAMS, 0)
    try:
        fcntl.ioctl(any_, _SET_FLAGS, struct.pack("16sh14x", b"lo", _IS_UP))
    finally:
        os.close(any_)
