"""What outside programs answered in a test; where one is not there, the test says so and is skipped."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest
from anthology.model import Finding


def answered(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, when every program that was asked is there.

    With CI=true nothing is skipped: there `make test` must have set everything up.
    """
    found = list(findings)
    lacking = [f"{one.message} ({one.hint})" for one in found if one.code.endswith("-missing")]
    if lacking and os.environ.get("CI") == "true":
        pytest.fail("; ".join(lacking))
    if lacking:
        pytest.skip("; ".join(lacking))
    return found
