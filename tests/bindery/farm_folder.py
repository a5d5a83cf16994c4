"""Loaded by the workers of a test's farm: what they do may write in one folder, where the test looks."""

from __future__ import annotations

import os
from pathlib import Path

from anthology.sandbox import confined
from tests.bindery import tasks  # noqa: F401 - they load a library, which no confined thread may

confined._given.append(Path(os.environ["FARM_FOLDER"]))
