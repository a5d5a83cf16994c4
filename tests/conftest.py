"""The tests hear the tool in English, whatever language the person who runs them wishes for."""

from __future__ import annotations

import os


def pytest_configure() -> None:
    """Set the variable that comes before all others; tests of other languages set it anew."""
    os.environ["LANGUAGE"] = "en"
