"""Loads what the server loads, and the tasks of the tests: a confined worker finds no test by itself."""

from __future__ import annotations

import importlib

from anthology.bindery import processes
from tests.bindery import tasks  # noqa: F401 - for the workers
from tests.safety import confined_tasks  # noqa: F401 - the same

importlib.import_module(processes._PRELOADED)
