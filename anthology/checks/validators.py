"""Finished files to the findings of outside programs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from anthology.checks.case import Case
from anthology.checks.epubcheck import epubcheck
from anthology.model import Finding


def by_epubcheck(case: Case) -> Iterator[Finding]:
    """What EPUBCheck says of each e-book."""
    for name, data in case.outputs.items():
        if name.endswith(".epub"):
            with tempfile.TemporaryDirectory() as folder:
                # The program names its file in what it says; the folder is nobody's business.
                file = Path(folder) / Path(name).name
                file.write_bytes(data)
                yield from epubcheck(file)
