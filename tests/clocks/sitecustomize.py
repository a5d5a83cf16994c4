"""A clock that shows another time, for a process started with this folder on its path: `CLOCK` says which.

It is Python's own clock that is set: one of the system, set back by a library, makes waiting itself fail.
"""

from __future__ import annotations

import datetime
import os
import time
from typing import Any


def _set(at: float) -> None:
    away = at - time.time()
    now, now_ns, local, universal, told = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
    clock: Any = time
    clock.time = lambda: now() + away
    clock.time_ns = lambda: now_ns() + int(away * 1e9)
    clock.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
    clock.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)
    clock.strftime = lambda layout, moment=None: told(layout, moment or time.localtime())


class _Moment(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Moment:
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> _Moment:
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


if "CLOCK" in os.environ:
    _set(float(os.environ["CLOCK"]))
    datetime.datetime = _Moment  # type: ignore[misc]
