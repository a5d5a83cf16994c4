"""WeasyPrint, fenced in: it reads a table of the book's own resources, and every warning is an error.

The engine can open no file and no socket. Whatever it logs as a warning is an error here, and so is every
refused address, even where the engine itself goes on without a word. No font of the machine is used: the
engine's font list is empty but for the faces the style sheets name.
"""

from __future__ import annotations

import ctypes.util
import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import unquote

from anthology.bindery import columns, grid, initials, notes, shortcuts, tables
from anthology.bindery.ends import note_line_ends
from anthology.errors import LayoutError
from anthology.sandbox import own_folder

SCHEME = "anthology:///"
"""Prefix of the addresses of the book's own resources."""

_MESSAGES = "weasyprint"
_NO_FONTS = str(Path(__file__).with_name("no-fonts.conf"))
_loaded: Any = None


def engine() -> Any:
    """WeasyPrint, loaded at first use (it costs half a second) with no font of the machine in sight."""
    global _loaded
    if _loaded is None:
        with (
            _environment(PATH="/nonexistent", FONTCONFIG_FILE=_NO_FONTS),
            _libraries_by_name(),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            import weasyprint
            import weasyprint.pdf
            import weasyprint.text.fonts
            import weasyprint.urls
        grid.install(weasyprint)
        columns.install(weasyprint)
        initials.install(weasyprint)
        notes.install(weasyprint)
        tables.install(weasyprint)
        note_line_ends(weasyprint)
        shortcuts.install(weasyprint)
        _loaded = weasyprint
    return _loaded


@contextmanager
def _libraries_by_name() -> Iterator[None]:
    """Let libraries be found by their names alone: to look for others, Python runs ldconfig and a compiler.

    The last name that the engine tries is that of the file itself; elsewhere than on Linux nothing is run.
    """
    search = ctypes.util.find_library
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set these variables of the environment meanwhile."""
    kept = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def font_configuration() -> Any:
    """A list of fonts, empty but for the faces that will be added; their files stand in our own folder."""
    base: Any = engine().text.fonts.FontConfiguration

    class FontConfiguration(base):  # type: ignore[misc]
        """Removes its files by their whole paths: confined code may name no others."""

        def __del__(self) -> None:
            folder: Any = self.__dict__.get("_folder")
            self._folder = None
            try:
                for file in folder.iterdir():
                    file.unlink()
                folder.rmdir()
            except Exception:  # noqa: S110 - at the end little is left of Python, not even `suppress`
                pass

    # Whenever such a list is made, fontconfig reads the file that this variable names.
    with _environment(FONTCONFIG_FILE=_NO_FONTS):
        fonts: Any = FontConfiguration()
    fonts._folder = Path(mkdtemp(prefix="fonts-", dir=own_folder()))
    return fonts


def table_fetcher(table: Mapping[str, bytes]) -> Any:
    """What the engine asks for resources: it gives what the table holds, and remembers what it refused."""
    urls = engine().urls

    class TableFetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Gives what the table holds; refuses, and remembers, everything else."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            self.table = dict(table)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = unquote(url.removeprefix(SCHEME))
            if name not in self.table:
                self.refused.append(url)
                raise urls.FatalURLFetchingError(f"refused: {url}")
            return urls.URLFetcherResponse(SCHEME + name, self.table[name])

    return TableFetcher()


@contextmanager
def listening(what: str, fetcher: Any) -> Iterator[None]:
    """Turn what the engine only logs, and what was refused to it, into an error that names the place."""
    with _hearing(fetcher) as ear:
        try:
            yield
        except LayoutError:
            raise
        except engine().urls.FatalURLFetchingError:
            pass  # the refusal is told below, with its address
        except RecursionError:
            raise LayoutError(
                "nesting-too-deep", "elements are nested too deep", hint="flatten the text", file=what
            ) from None
        except MemoryError:
            raise
        except Exception as error:  # nobody knows all that the engine raises
            raise LayoutError(
                "engine-failed",
                f"the page engine failed: {type(error).__name__}: {error}",
                hint="take away what is unusual in this piece: a huge size, an empty table, a rare sign",
                file=what,
            ) from error
    if fetcher.refused:
        raise LayoutError(
            "resource-refused",
            f"the page asks for {fetcher.refused[0]!r}, which is not part of the book",
            hint="only pictures of content/photos/ and fonts of the theme can be used",
            file=what,
        )
    if ear.messages:
        raise _said(ear.messages[0], what)


@contextmanager
def _hearing(fetcher: Any) -> Iterator[_Ear]:
    """Keep what the engine logs meanwhile, and what is refused to it."""
    ear = _Ear()
    logger = logging.getLogger(_MESSAGES)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    fetcher.refused.clear()
    try:
        yield ear
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagate


@dataclass
class _Ear(logging.Handler):
    """Keeps every message of the engine that is a warning or worse."""

    messages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


_NO_GLYPH = re.compile(r"\.notdef glyph.*?\"(?P<text>.+)\" \((?P<codes>U\+[0-9A-F]+)")


def _said(message: str, what: str) -> LayoutError:
    """A warning of the engine as an error; a character that no font has is told as that."""
    if found := _NO_GLYPH.search(message):
        return LayoutError(
            "glyph-missing",
            f"the fonts of the layout have no “{found['text']}” ({found['codes']})",
            hint="replace the character, or choose a layout whose fonts have it",
            file=what,
            at=found["text"],
        )
    return LayoutError("engine-warning", f"the page engine says: {message}", hint=_hint(message), file=what)


def _hint(message: str) -> str:
    if "HarfBuzz" in message:
        return "`make` installs the library HarfBuzz-Subset with the others; or install it by hand"
    return "mend the style sheet or the template that causes it"
