"""Loads the engine when it is imported: for the one process that the workers are forked from.

Where there is too little memory for it, that is an ImportError, which the server passes over: a worker tries
again, and what it meets has a name.
"""

from __future__ import annotations

import atexit
import gc
import io
from contextlib import redirect_stdout

try:
    with redirect_stdout(io.StringIO()):  # the engine says there what is missing, and what to read about it
        import pebble  # noqa: F401 - each worker would load these for itself
        import pypdfium2  # noqa: F401

        from anthology.bindery import forks, processes, setting, sweeping  # noqa: F401 - for the same reason
        from anthology.bindery.engine import engine
        from anthology.sandbox.places import installed

        engine()
        installed()  # known here, each worker confines itself in a thousandth of a second
except (OSError, MemoryError) as error:
    raise ImportError(str(error)) from None
# What is here now stays: it is neither looked through again by the collector of each worker, nor copied.
gc.collect()
gc.freeze()
# What a worker makes of a section lives until the section is done: to look through it often finds nothing.
gc.set_threshold(20_000, 20, 50)
# Nothing is to be put away piece by piece at the end: that would take longer than a page.
atexit.register(sweeping.end)
