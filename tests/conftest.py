"""The tests hear the tool in English, whatever language the person who runs them wishes for."""

from __future__ import annotations

import os

import pytest
from anthology.bindery import processes
from hypothesis import settings

DEAREST = (
    *("test_same_bytes", "test_folios", "test_validators", "test_unchanged", "test_pagination"),
    *("test_crash", "test_binding", "test_chromium", "test_beginning", "test_heard", "test_picture_book"),
)
"""Files that take longest: they come first, so that no process has one left when the others are done."""


def pytest_configure() -> None:
    """Set the variable that comes before all others; tests of other languages set it anew.

    And have the workers bring the tasks of the tests with them: once they are confined, they can load none.
    """
    os.environ["LANGUAGE"] = "en"
    # The same cases each time; and on a machine that has much to do, a slow one is no fault.
    settings.register_profile("calm", deadline=None, derandomize=True)
    settings.load_profile("calm")
    processes._PRELOADED = "tests.bindery.preloaded"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the dearest files run first; all others keep their order."""
    place = {name: number for number, name in enumerate(DEAREST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(DEAREST)))
