"""The bytes of a value that a confined process sent go in; the value comes out, and nothing is done for it.

Python's own way to send values calls whatever the bytes name. Who got hold of a confined process, by a fault
of a decoder, could name a function of ours outside. So an answer may name classes alone, and only such as
hold values: records, members of enumerations, errors, and a few of Python's own.
"""

from __future__ import annotations

import importlib
import io
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from anthology.sandbox.hook import Breach

_OF_PYTHON: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "builtins": frozenset(
            ("bytearray", "complex", "frozenset", "object", "range", "set", "slice", "list", "dict", "tuple")
        ),
        "collections": frozenset(("OrderedDict", "Counter", "deque")),
        "datetime": frozenset(("date", "datetime", "time", "timedelta", "timezone")),
        "decimal": frozenset(("Decimal",)),
        "fractions": frozenset(("Fraction",)),
        "pathlib": frozenset(("PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath")),
        "types": frozenset(("SimpleNamespace",)),
        "markupsafe": frozenset(("Markup",)),
    }
)
_LOADED = frozenset((__name__.partition(".")[0], "lxml", "PIL", "zipfile", "zlib"))
"""Packages that are loaded for the sake of an error of theirs; to load just any would be to do something."""
_MAKERS = frozenset(
    (
        *(("copyreg", "_reconstructor"), ("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__")),
        ("anthology.errors", "_remade"),
    )
)
"""Functions that make an instance of a class, and do nothing else; the class has been asked about before."""


def read(data: bytes, makers: frozenset[tuple[str, str]] = frozenset()) -> Any:
    """The value of these bytes; they may name these functions too, by module and name.

    Raises:
        Breach: they name what is no value.
        Exception: they are none of Python's.
    """
    reader = _Reader(io.BytesIO(data))
    reader.makers = _MAKERS | makers
    return reader.load()


def write(value: object) -> bytes:
    """The bytes of a value, by Python's own forms alone: libraries add theirs, with functions of their own.

    Raises:
        Exception: it is none that can be sent.
    """
    made = io.BytesIO()
    writer = pickle.Pickler(made, pickle.HIGHEST_PROTOCOL)
    writer.dispatch_table = {}
    writer.dump(value)
    return made.getvalue()


class _Reader(pickle.Unpickler):
    makers = _MAKERS

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self.makers:
            return super().find_class(module, name)
        found = _named(module, name)
        if isinstance(found, type) and _holds_values(found):
            return found
        raise Breach((f"an answer that names {module}.{name}",))


def _named(module: str, name: str) -> object:
    """What is called so, where its module is there, or may be loaded."""
    known = module.partition(".")[0] in _LOADED
    if known:
        with suppress(ImportError):
            importlib.import_module(module)
    found: object = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    # A module imports others by names of its own; only where a class is at home it is asked about.
    home = (getattr(found, "__module__", None), getattr(found, "__qualname__", None))
    return found if home == (module, name) else None


def _holds_values(kind: type) -> bool:
    if kind.__module__ in _OF_PYTHON:
        return kind.__qualname__ in _OF_PYTHON[kind.__module__] or _is_error(kind)
    record = is_dataclass(kind) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))
    return record or issubclass(kind, Enum) or _is_error(kind)


def _is_error(kind: type) -> bool:
    return issubclass(kind, Exception)
