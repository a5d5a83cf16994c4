"""What an engine needs of the machine, to its place; or the test says what is lacking and is skipped.

With CI=true it fails instead: there `make test` must have set everything up.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

# The npm packages of the tests, set up by `make test`.
PACKAGES = Path(sys.prefix) / "npm" / "node_modules"


def program(name: str) -> str:
    """Where a program stands."""
    return shutil.which(name) or lacking(f"the program {name}")


def package(name: str) -> Path:
    """The folder of an npm package."""
    folder = PACKAGES / name
    return folder if folder.is_dir() else lacking(f"the npm package {name}")


def file(pattern: str) -> str:
    """The first file of the system that is named so."""
    found = sorted(map(str, Path("/").glob(pattern.lstrip("/"))))
    return found[0] if found else lacking(f"the file {pattern}")


def lacking(what: str) -> NoReturn:
    """Say it, and skip the test: on CI, fail it."""
    told = f"This machine lacks {what}; `make test` sets it up."
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)
