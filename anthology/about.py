"""This tool as it stands on this machine -> versions, sandbox and shipped files, for `anthology version`."""

from __future__ import annotations

import hashlib
import platform
import sqlite3
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from anthology import __version__, resources
from anthology.bindery import versions

LIBRARIES = (
    *versions.LIBRARIES,
    "ebooklib",
    "jinja2",
    "lxml",
    "markdown",
    "markdown-it-py",
    "pebble",
    "pypdfium2",
    "pydantic",
    "tomlkit",
)
"""The libraries in Python that decide on what a book holds, by their names on PyPI."""


def engines() -> Mapping[str, str]:
    """What sets and writes, by name: Python, the engine and its C libraries, what is beneath others."""
    from lxml import etree
    from PIL import features

    told = versions.engine_versions().split(", ")
    pairs = dict(one.rpartition(" ")[::2] for one in told)
    jpeg = features.version("libjpeg_turbo") or features.version("jpg") or "missing"
    return {
        "Python": platform.python_version(),
        **pairs,
        "libxml2": ".".join(map(str, etree.LIBXML_VERSION)),
        "SQLite": sqlite3.sqlite_version,
        "libjpeg": jpeg,
        "zlib": features.version("zlib") or "missing",
    }


def libraries() -> Mapping[str, str]:
    """The version of each library that is installed."""
    return {name: _version(name) for name in sorted(set(LIBRARIES))}


def sandbox() -> tuple[str, ...]:
    """What confines the processes that read submissions and set pages, on this machine."""
    from anthology import sandbox as confined

    return confined.layers()


def shipped() -> Mapping[str, str]:
    """SHA-256 of each font and each colour profile that the tool brings along, by its name in the tool."""
    package = Path(__file__).resolve().parent
    fonts = resources.folder("fonts")
    files = {
        f"fonts/{path.relative_to(fonts).as_posix()}": path
        for path in fonts.rglob("*")
        if path.suffix in (".otf", ".ttf")
    }
    files |= {path.relative_to(package).as_posix(): path for path in package.rglob("*.icc")}
    return {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in sorted(files)}


def facts() -> Mapping[str, object]:
    """All of it, for machines."""
    return {
        "anthology": __version__,
        "system": f"{platform.system()} {platform.machine()}",
        "engines": engines(),
        "libraries": libraries(),
        "sandbox": sandbox(),
        "files": shipped(),
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"
