"""A call in a confined thread: what Python itself does there is no attempt of the call."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from anthology.sandbox import apart
from anthology.sandbox.confined import own_folder

_LOADS = """
import sys
from anthology import strangers
sys.dont_write_bytecode = False
def load():
    import colorsys
    return colorsys.ONE_SIXTH
print(strangers.decoded(load, file="a"), sys.dont_write_bytecode, sys.pycache_prefix)
"""


def test_what_is_loaded_there_is_neither_compiled_to_disk_nor_looked_for_elsewhere(tmp_path: Path) -> None:
    """An installation that was never started has no compiled files, and a person may keep them elsewhere."""
    said = subprocess.run(
        [sys.executable, "-c", _LOADS],
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stdout, said.stderr) == (f"{1 / 6} False {tmp_path}\n", "")
    assert not list(tmp_path.rglob("colorsys*"))


def _state() -> tuple[bool, bool, str | None]:
    return gc.isenabled(), sys.dont_write_bytecode, sys.pycache_prefix


def _inside() -> tuple[bool, bool, str | None]:
    return _state()


def test_afterwards_all_is_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for collected, before in ((True, (False, "/x")), (False, (True, None))):
        monkeypatch.setattr(sys, "dont_write_bytecode", before[0])
        monkeypatch.setattr(sys, "pycache_prefix", before[1])
        gc.enable() if collected else gc.disable()
        try:
            assert apart(_inside) == (False, True, None)
            assert _state() == (collected, *before)
        finally:
            gc.enable()


def test_the_folder_to_write_in_is_this_person_s_alone() -> None:
    assert own_folder().stat().st_mode & 0o777 == 0o700
    assert own_folder() == own_folder()
