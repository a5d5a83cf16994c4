"""The tests hear the tool in English, whatever language the person who runs them wishes for."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import pytest
from anthology.bindery import forks, processes
from hypothesis import settings
from tests import kept
from tests.safety.counts import count

DEAREST = (
    *("test_class_book", "test_picture_book", "test_same_bytes", "test_unchanged", "test_fragments"),
    *("test_rebuild", "test_incremental", "test_page", "test_asking", "test_cover", "test_properties"),
    *("test_folios", "test_validators", "test_pagination", "test_crash", "test_faults", "test_hostile"),
    *("test_binding", "test_chromium", "test_beginning", "test_heard", "test_workers"),
    *("test_farm", "test_watching", "test_provenance", "test_histories", "test_epub", "test_pdf"),
)
"""Files that take longest: they come first, so that no process has one left when the others are done. Before
them come those that make the books which later ones find among the results."""


_end_server = forks.end_server


def pytest_configure() -> None:
    """Set the variable that comes before all others; tests of other languages set it anew.

    And have the workers bring the tasks of the tests with them: once they are confined, they can load none.
    The server that they are forked from stays until the end: loading it costs more than most books of tests.
    """
    os.environ["LANGUAGE"] = "en"
    # Until all tests are found nothing is garbage, and to look for some takes as long as to find the tests.
    gc.disable()
    # The same cases each time; and on a machine that has much to do, a slow one is no fault.
    settings.register_profile("calm", deadline=None, derandomize=True, max_examples=count(30, 100))
    settings.load_profile("calm")
    processes._PRELOADED = "tests.bindery.preloaded"
    forks.end_server = lambda: None


def pytest_collection_finish() -> None:
    """Collect garbage from now on, and do not look again at what stays until the end."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """End the server that was held until now, when nobody is at his end any more who may ask it for more."""
    for thread in threading.enumerate():
        if thread.name == "crew's end":
            thread.join()
    forks.end_server = _end_server
    _end_server()


@pytest.fixture(scope="session", autouse=True)
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All processes of a run share what they keep: see `kept`."""
    base = tmp_path_factory.getbasetemp()
    kept.begin((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kept")
    yield
    kept.end()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have the dearest files run first; all others keep their order."""
    place = {name: number for number, name in enumerate(DEAREST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(DEAREST)))
