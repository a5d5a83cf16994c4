"""How many work at once, and where -> the crew that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from anthology.bindery.crew import MEMORY_BYTES, TIMEOUT_S, Crew, InProcess, Shared
from anthology.errors import ConfigError

# The two crews are loaded when they are asked for: with what they need, that takes longer than a build in
# which nothing is set spends on its pages.
if TYPE_CHECKING:
    from anthology.bindery.farm import Farm
    from anthology.bindery.processes import Processes

__all__ = ["Crew", "Shared", "crew_for", "dask", "in_process", "processes"]


def crew_for(executor: str, jobs: int) -> Crew:
    """The crew that `executor` asks for: empty, `processes`, or `dask://HOST:PORT`.

    `jobs` is how many processes work at once on this machine; one at least, for a process can be confined,
    and stopped from outside.

    Raises:
        ConfigError: it asks for something else, or Dask cannot be had.
    """
    if executor.startswith("dask://"):
        return dask(_address(executor))
    if executor not in ("", "processes"):
        raise _unknown(executor)
    return processes(max(jobs, 1))


def in_process() -> Crew:
    """A crew of one, in a confined thread of this process: each task is done when it is submitted."""
    return InProcess()


def processes(jobs: int, *, timeout_s: float = TIMEOUT_S, memory_bytes: int = MEMORY_BYTES) -> Processes:
    """A crew of processes on this machine, each task with so much time and memory."""
    from anthology.bindery.processes import Processes

    return Processes(jobs, timeout_s=timeout_s, memory_bytes=memory_bytes)


def dask(address: str) -> Farm:
    """A crew on other machines: the workers of the Dask scheduler at `HOST:PORT`.

    Raises:
        ConfigError: Dask is not installed, the scheduler does not answer, or has no workers.
    """
    from anthology.bindery.farm import Farm

    return Farm(address)


def _address(executor: str) -> str:
    """HOST:PORT of `dask://HOST:PORT`."""
    try:
        parts = urlsplit(executor)
        port = parts.port
    except ValueError:
        raise _unknown(executor) from None
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if not parts.hostname or port is None or extra:
        raise _unknown(executor)
    return parts.netloc


def _unknown(executor: str) -> ConfigError:
    return ConfigError(
        "executor-unknown",
        f"sections cannot be set by {executor!r}",
        hint='use "processes", or "dask://HOST:PORT" with the address of a Dask scheduler',
    )
