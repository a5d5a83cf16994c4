"""Loads the engine when it is imported: for the one process that the workers are forked from."""

from __future__ import annotations

import atexit
import gc
import os

import pebble  # noqa: F401 - each worker would load it for itself

from anthology.bindery import forks, processes, setting  # noqa: F401 - for the same reason
from anthology.bindery.engine import engine
from anthology.sandbox.places import installed

engine()
installed()  # known here, each worker confines itself in a thousandth of a second
# What is here now stays: it is neither looked through again by the collector of each worker, nor copied.
gc.collect()
gc.freeze()
# Nothing is to be put away at the end, and doing so piece by piece would take longer than a page.
atexit.register(os._exit, 0)
