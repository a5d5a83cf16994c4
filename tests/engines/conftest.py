"""The books that engines show."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.engines import ebooks
from tests.engines.ebooks import Ebook


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ebook]:
    """Both books of the tests, by name."""
    return ebooks.made(ebooks.shared(tmp_path_factory.getbasetemp()))
