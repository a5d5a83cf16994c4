"""Large blocks that are free are given back, whatever was freed before them."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import re
from anthology.memory import give_back_large_blocks
if {given_back}:
    give_back_large_blocks()
def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
small = []
for size in (1, 4, 16, 30):
    block = bytearray(size << 20)
    del block  # glibc learns from it to keep blocks of this size for itself
before = resident()
blocks = []
for number in range(60):
    blocks.append(bytearray(1 << 20))
    small.append(bytearray(200))
last = bytearray(100_000)
del blocks
print(resident() - before)
"""


def left_over_kb(*, given_back: bool) -> int:
    """How much of sixty megabytes a process keeps that has freed them."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(given_back=given_back)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_process_does_not_keep_what_it_has_freed() -> None:
    assert left_over_kb(given_back=True) < 8_000
