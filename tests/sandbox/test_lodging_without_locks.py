"""On a disk that knows no locks a folder is given all the same, and nobody's is taken away."""

from __future__ import annotations

import errno
import fcntl
import tempfile
from pathlib import Path

import pytest
from anthology.sandbox import lodging


def test_where_nothing_can_be_held_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(fcntl, "flock", refuse)
    first, second = lodging.lodging("anthology-1-"), lodging.lodging("anthology-1-")
    assert first != second
    assert sorted(tmp_path.iterdir()) == sorted((first, second))
