"""What several measures start from: a process that runs commands, a book built in two states, an import."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.safety import crash
from tests.safety.crash import Book
from tests.safety.crash_host import Host
from tests.safety.crash_import import Desk


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """A process that has loaded the tool and runs its commands."""
    with Host() as process:
        yield process


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book; who changes it turns it to the state they want."""
    return Book(tmp_path_factory.mktemp("book") / "original").lay_down()


@pytest.fixture(scope="session")
def sums(book: Book, host: Host) -> dict[int, str]:
    """The sums of two states of the book, both of which are in its cache; it stands there built."""
    return crash.made(book, host)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, host: Host) -> Desk:
    """A folder whose next import has much to write; to be copied."""
    return Desk(tmp_path_factory.mktemp("desk") / "prepared").lay_down(host)
