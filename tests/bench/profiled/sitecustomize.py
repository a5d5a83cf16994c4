"""Found first on the path of a profiled build, Python runs this at the start of each of its processes.

Every thread of every process counts its own seconds of processor, function by function, and leaves them in
the folder that BENCH_PROFILE names, in a file called after what the process is: the command, the server that
workers are forked from, or a worker.
"""

import atexit
import cProfile
import marshal
import os
import signal
import sys
import threading
import time
from multiprocessing import util
from typing import Any, NoReturn

_FOLDER = os.environ["BENCH_PROFILE"]
_profiles: list[cProfile.Profile] = []
_role = "server" if any("forkserver" in word for word in sys.orig_argv) else "command"
_exit, _signal = os._exit, signal.signal


def _begin(*_: Any) -> None:
    profile = cProfile.Profile(time.thread_time)
    _profiles.append(profile)
    profile.enable()


def _leave() -> None:
    for number, profile in enumerate(_profiles):
        file = os.path.join(_FOLDER, f"{_role}-{os.getpid()}-{number}.prof")  # noqa: PTH118
        with open(f"{file}.part", "wb") as target:  # noqa: PTH123
            marshal.dump(_counted(profile, own=not number), target)
        os.replace(f"{file}.part", file)  # noqa: PTH105 - a process may be ended while it writes
    _profiles.clear()


def _counted(profile: cProfile.Profile, *, own: bool) -> Any:
    """What was counted; to end it for a thread that waits would charge that with the clock of this one."""
    if own:
        profile.create_stats()
    else:
        profile.snapshot_stats()
    return profile.stats


def _leave_and_exit(status: int) -> NoReturn:
    _leave()
    _exit(status)


def _begin_in_worker(_: object) -> None:
    global _role
    _role = "worker"
    _profiles[0].disable()
    _profiles.clear()
    _begin()
    signal.signal = _signal_but_for_the_end  # type: ignore[assignment]
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _signal_but_for_the_end(number: int, handler: Any) -> Any:
    """A worker is ended by a signal: whatever it would do at that, it leaves its profile first."""
    return _signal(number, (lambda *_: _leave_and_exit(0)) if number == signal.SIGTERM else handler)


class _Owner:
    """Who asks to be told of forks: `multiprocessing` wants one that lives."""


if not any("resource_tracker" in word for word in sys.orig_argv):
    _owner = _Owner()
    util.register_after_fork(_owner, _begin_in_worker)
    # Servers and workers end this way, without the handlers of `atexit`.
    os._exit = _leave_and_exit
    atexit.register(_leave)
    threading.setprofile(_begin)
    _begin()
