"""Too little memory: a command ends right or by name, never by a signal; what was published stays."""

from __future__ import annotations

import functools
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from anthology import phrases
from anthology.beginning import begin
from tests.safety.counts import count
from tests.safety.figures import record

_START = "from anthology.cli import main; main(prog_name='anthology')"
_CODE = re.compile(r"\[([a-z][a-z0-9-]+)\]\s*$", re.MULTILINE)
_LOW_MB, _HIGH_MB = 60, 2000


def steps() -> list[int]:
    """Sizes of the address space in MB, each the same times the one before."""
    number = count(2, 50)
    return [round(_LOW_MB * (_HIGH_MB / _LOW_MB) ** (at / (number - 1))) for at in range(number)]


def _ended(folder: Path, megabytes: int) -> subprocess.CompletedProcess[str]:
    limit = megabytes * 1_000_000
    places = ["--content", str(folder / "content"), "--output", str(folder / "output")]
    return subprocess.run(
        [sys.executable, "-c", _START, *places, "build", "--only", "epub", "--no-cache", "--jobs", "2"],
        env={**os.environ, "LANGUAGE": "en"},
        preexec_fn=functools.partial(resource.setrlimit, resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("short")
    begin(folder, title="Un livre", language="fr")
    whole = _ended(folder, 8000)
    assert whole.returncode == 0, whole.stderr
    return folder


_ENDS: list[int] = []


@pytest.mark.parametrize("megabytes", steps())
def test_it_ends_right_or_by_name_and_the_old_set_is_whole(published: Path, megabytes: int) -> None:
    before = (published / "output" / "book.epub").read_bytes()
    ended = _ended(published, megabytes)
    assert ended.returncode >= 0, ended.stderr
    assert "Traceback" not in ended.stderr
    codes = _CODE.findall(ended.stderr)
    if ended.returncode:
        assert codes, ended.stderr
        assert set(codes) <= set(phrases.CODES)
        assert "tool-failed" not in codes, ended.stderr
    assert (published / "output" / "book.epub").read_bytes() == before
    _ENDS.append(ended.returncode)


def test_the_ends_are_noted() -> None:
    assert all(status >= 0 for status in _ENDS)
    record(
        "P2",
        "address space of 60 MB to 2 GB: right, ended by name",
        f"{_ENDS.count(0)}, {sum(map(bool, _ENDS))}",
    )
