"""Finished e-books to the findings of outside programs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from anthology.checks.ace import ace
from anthology.checks.case import Case
from anthology.checks.epubcheck import epubcheck, older_epubcheck
from anthology.checks.nu import nu
from anthology.model import Finding

Validator = Callable[[Path], Iterable[Finding]]


def _of_each(validator: Validator, case: Case) -> Iterator[Finding]:
    for name, data in case.outputs.items():
        if name.endswith(".epub"):
            with tempfile.TemporaryDirectory() as folder:
                # The programs name their file in what they say; the folder is nobody's business.
                file = Path(folder) / Path(name).name
                file.write_bytes(data)
                yield from validator(file)


by_epubcheck = partial(_of_each, epubcheck)
"""What EPUBCheck says of each e-book of a case."""

by_older_epubcheck = partial(_of_each, older_epubcheck)
"""What the EPUBCheck of 2021 says of each e-book of a case."""

by_ace = partial(_of_each, ace)
"""What Ace says of each e-book of a case."""

by_nu = partial(_of_each, nu)
"""What the Nu HTML checker says of each e-book of a case."""
