"""Which folders confined code may read: those that Python, its libraries and the package itself stand in.

Nothing here is taken from `sys.path`, which holds whatever folder the command was started in.
"""

from __future__ import annotations

import os
import site
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_SYSTEM = (
    *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/share", "/usr/local/lib"),
    *("/usr/local/share", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"),
    *("/System/Library", "/Library/Frameworks", "/opt/homebrew/lib", "/opt/homebrew/Cellar"),
)
_FILES = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_DEVICES = ("/dev/null",)


@dataclass(frozen=True, slots=True)
class Places:
    """Real paths, with all that is below them: what may be read, and what may be written too."""

    readable: tuple[str, ...]
    writable: tuple[str, ...]

    def may_read(self, path: str) -> bool:
        """True when that real path may be read."""
        return _beneath(path, self.readable) or self.may_write(path)

    def may_write(self, path: str) -> bool:
        """True when that real path may be written."""
        return _beneath(path, self.writable)


def places(own: Path, shared: Path | None = None) -> Places:
    """The places of this machine, with a folder to write in, and one of values to read."""
    readable = (*installed(), *((os.path.realpath(shared),) if shared else ()))
    return Places(readable, (os.path.realpath(own), *_DEVICES))


@cache
def installed() -> tuple[str, ...]:
    """What is installed: Python, its libraries, those of the system, and this package."""
    paths = sysconfig.get_paths()
    python = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    prefixes = [str(Path(prefix, "lib")) for prefix in (sys.prefix, sys.base_prefix)]
    own = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    every = (*python, *prefixes, *own, *_SYSTEM, *_FILES, str(_PACKAGE))
    real = dict.fromkeys(os.path.realpath(path) for path in every if Path(path).exists())
    return tuple(path for path in real if path != "/")


def _beneath(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)
