"""`anthology watch` on a workspace: from the saving of a file to the line that says the book is made."""

from __future__ import annotations

import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.measuring import Cost, Failed, adopt_orphans, cpu_of, family, peak_of
from tests.bench.workspace import Workspace

DONE = re.compile(rb"\bin \d[\d.,]*\s*s\b|^Nothing changed")
"""What `anthology watch` says at the end of a round, also of one that found its work done."""
_STUCK = b"Waiting for the next change"
_FIRST_BUILD_MAY_TAKE_S = 1800.0
_REST_S = 0.5
"""What a build leaves for later (a cache to write) counts as processor time, not on the clock."""


class Watch:
    """A running `anthology watch` whose first build is done; its end with the block.

    Raises:
        Failed: it stopped, or said nothing for very long.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lines: queue.Queue[bytes] = queue.Queue()

    @staticmethod
    def lacking(workspace: Workspace) -> str:
        """Why nothing can be watched here."""
        if not Path("/proc/self/task").is_dir():
            return "the processor time of a running program is read from /proc"
        known = "import sys; from anthology.cli import main; sys.exit('watch' not in main.commands)"
        asked = subprocess.run(
            [sys.executable, "-c", known], cwd=workspace.folder, env=workspace.environment, check=False
        )
        return "there is no command `anthology watch`" if asked.returncode else ""

    def __enter__(self) -> Self:
        adopt_orphans()
        self._process = subprocess.Popen(
            self._workspace.command("watch"),
            cwd=self._workspace.folder,
            env={**self._workspace.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._until_done()
        time.sleep(_REST_S)
        return self

    def after(self, save: Callable[[], None]) -> Cost:
        """What one saving costs: the clock until the line, the processors until all is at rest again."""
        cpu = cpu_of(family(self._process.pid))
        started = time.perf_counter()
        save()
        self._until_done()
        wall = time.perf_counter() - started
        time.sleep(_REST_S)
        pids = family(self._process.pid)
        return Cost(wall, cpu_of(pids) - cpu, peak_of(pids))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as said:
            for line in said:
                self._lines.put(line)
        self._lines.put(b"")

    def _until_done(self) -> None:
        said: list[bytes] = []
        while not (said and DONE.search(said[-1])):
            try:
                said.append(self._lines.get(timeout=_FIRST_BUILD_MAY_TAKE_S))
            except queue.Empty:
                raise Failed("anthology watch: it says nothing any more") from None
            if not said[-1] or _STUCK in said[-1]:
                raise Failed(f"anthology watch: {b''.join(said[-20:]).decode(errors='replace')}")
