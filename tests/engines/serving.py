"""Books and pages in, an address out: what engines in a browser load, served on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_PAGES = Path(__file__).parent / "pages"
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".epub": "application/epub+zip"}


@contextmanager
def served(packages: Path, books: Mapping[str, bytes]) -> Iterator[str]:
    """An address under which stand `/pages/`, `/npm/` (the packages) and `/books/` (by name)."""
    handler = type("Handler", (_Handler,), {"packages": packages, "books": books})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    packages: Path
    books: Mapping[str, bytes]

    def do_GET(self) -> None:
        data = self._data()
        self.send_response(200 if data is not None else 404)
        self.send_header("Content-Type", _KINDS.get(Path(self.path).suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def _data(self) -> bytes | None:
        if self.path == "/favicon.ico":
            return b""
        _, place, name = self.path.split("/", 2)
        if place == "books":
            return self.books.get(name)
        folder = {"pages": _PAGES, "npm": self.packages}.get(place, _PAGES)
        file = folder / name
        return file.read_bytes() if file.is_file() and ".." not in name else None

    def log_message(self, *_: object) -> None:
        """Requests are no news."""
