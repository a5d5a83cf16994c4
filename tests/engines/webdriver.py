"""A browser's driver to a handle on its browser: pages opened, functions called, pictures taken.

One protocol, W3C WebDriver, drives Chromium and WebKitGTK alike in a dozen commands of JSON over HTTP, so no
package is needed for it. https://www.w3.org/TR/webdriver2/
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

_SCRIPT_MS = 120_000
_ASYNC = """
const [give, ...given] = [arguments[arguments.length - 1], ...[...arguments].slice(0, -1)]
Promise.resolve().then(() => window[given[0]](...given.slice(1)))
    .then(value => give({ value }), error => give({ error: `${error}\\n${error?.stack}` }))
"""


class Refused(Exception):
    """The browser could not do what it was told; the message is its own."""


@dataclass(frozen=True)
class Browser:
    """One open browser: `port` is its driver's."""

    port: int
    session: str

    def open(self, address: str) -> None:
        """Load a page, and wait until it says that it is ready (`window.ready`)."""
        self._post("url", {"url": address})
        self._post("execute/async", {"script": _WHEN_READY, "args": []})

    def call(self, name: str, *given: object) -> Any:
        """What a function of the page gives for these values, a promise waited for."""
        said = self._post("execute/async", {"script": _ASYNC, "args": [name, *given]})
        if "error" in said:
            raise Refused(f"{name}{given}: {said['error']}")
        return said.get("value")

    def run(self, script: str) -> Any:
        """What a script returns."""
        return self._post("execute/sync", {"script": script, "args": []})

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(_send(self.port, "GET", f"/session/{self.session}/screenshot"))

    def size(self, width: int, height: int) -> None:
        """Make the window so large that the page gets this size, in CSS pixels."""
        self._post("window/rect", {"width": width, "height": height})
        inner = self.run("return [innerWidth, innerHeight]")
        if inner != [width, height]:
            outer = {"width": 2 * width - inner[0], "height": 2 * height - inner[1]}
            self._post("window/rect", outer)

    def devtools(self, command: str, **given: object) -> Any:
        """A command of Chromium's DevTools protocol."""
        return self._post("goog/cdp/execute", {"cmd": command, "params": given})

    def log(self, kind: str) -> list[dict[str, Any]]:
        """What Chromium noted since it was last asked: `browser` (the console), `performance` (events)."""
        return list(self._post("se/log", {"type": kind}))

    def _post(self, command: str, body: Mapping[str, object]) -> Any:
        return _send(self.port, "POST", f"/session/{self.session}/{command}", body)


_WHEN_READY = """
const give = arguments[arguments.length - 1]
const timer = setInterval(() => { if (window.ready) { clearInterval(timer); give(true) } }, 10)
"""


@contextmanager
def browser(
    driver: Sequence[str], wanted: Mapping[str, object], display: str | None = None
) -> Iterator[Browser]:
    """A browser with these capabilities, ended at the end; `driver` is a command without its port."""
    port = _free_port()
    # (A book was set in this process, which gave it an empty list of fonts: a browser has the system's.)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")}
    surroundings = {**kept, **({"DISPLAY": display} if display else {})}
    process = subprocess.Popen(
        [*driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings
    )
    try:
        _wait(port, process)
        made = _send(port, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        opened = Browser(port, made["sessionId"])
        opened._post("timeouts", {"script": _SCRIPT_MS})
        try:
            yield opened
        finally:
            _send(port, "DELETE", f"/session/{opened.session}")
    finally:
        process.terminate()
        process.wait()


@contextmanager
def display(width: int, height: int) -> Iterator[str]:
    """A screen that nobody sees, for programs that need one; its name is given."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield f":{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def _send(port: int, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=_SCRIPT_MS / 1000)
    try:
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json"} if data else {})
        value = json.loads(connection.getresponse().read())["value"]
    finally:
        connection.close()
    if isinstance(value, dict) and "error" in value and "stacktrace" in value:
        raise Refused(f"{path.rpartition('/')[2]}: {value['error']}: {value['message']}")
    return value


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """A driver listens some time after it was started, and says it only there."""
    while process.poll() is None:
        try:
            if _send(port, "GET", "/status")["ready"]:
                return
        except OSError:
            time.sleep(0.02)
    raise Refused(f"{process.args!r} ended before it listened")
