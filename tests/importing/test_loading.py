"""What an import that has nothing to do need not load."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "anthology.importing.understanding", "anthology.recognise", "anthology.rules", "anthology.readers",
    "anthology.markup", "anthology.pages", "lxml", "markdown", "merge3", "rapidfuzz", "tomlkit",
)  # fmt: skip


def test_what_reads_and_cleans_is_loaded_when_something_is_to_be_read() -> None:
    script = f"import sys\nimport anthology.importing\nprint(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
