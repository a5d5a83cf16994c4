"""Frozen values to JSON bytes and back by the types of their fields, and any value to one digest.

What is read back is checked against those types: bytes that hold anything else are refused, never obeyed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

T = TypeVar("T")

_Read = Callable[[Any], Any]

_PLAIN = frozenset({str, int, float, bool, NoneType})

# --- to bytes and back -------------------------------------------------------------------------------


def dump(value: object) -> bytes:
    """A value made of dataclasses, tuples, enumerations, texts, numbers, truths and None, as JSON.

    Raises:
        TypeError: it holds something else.
    """
    return _json(_listed(value))


def load(kind: type[T], data: bytes) -> T:
    """The value of that type which `dump` wrote.

    Raises:
        ValueError: the bytes are not such a value.
    """
    wanted: Any = kind
    try:
        return _reader(wanted)(json.loads(data.decode("utf-8", "surrogatepass")))  # type: ignore[no-any-return]
    except RecursionError:
        raise _no_value(kind) from None


def _listed(value: Any) -> object:
    """The value as JSON holds it: a dataclass is the list of its fields."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_listed(item) for item in value]
    if kind is Markup:
        return str.__str__(value)
    if isinstance(value, Enum):
        return _listed(value.value)
    return [item if type(item) in _PLAIN else _listed(item) for item in _fields(kind)(value)]


@cache
def _reader(kind: Any) -> _Read:
    """What turns decoded JSON into a value of a type, or raises ValueError."""
    origin = get_origin(kind)
    if kind is Markup:
        # Nothing is unescaped here: the text was markup when it was written.
        return lambda value: Markup(_text(value))  # noqa: S704
    if kind in _PLAIN:
        return _exactly(kind)
    if origin in (Union, UnionType):
        return _one_of(tuple(_reader(one) for one in get_args(kind)))
    if origin is tuple:
        return _tuple_of(get_args(kind))
    if issubclass(kind, Enum):
        return lambda value: kind(_text(value))
    return _dataclass_of(kind)


def _exactly(kind: type) -> _Read:
    kinds = (float, int) if kind is float else (kind,)

    def read(value: object) -> object:
        if type(value) not in kinds:
            raise _no_value(kind)
        return value

    return read


_text = _exactly(str)


def _one_of(readers: tuple[_Read, ...]) -> _Read:
    def read(value: object) -> object:
        for one in readers[:-1]:
            try:
                return one(value)
            except ValueError:
                continue
        return readers[-1](value)

    return read


def _tuple_of(kinds: tuple[Any, ...]) -> _Read:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _reader(kinds[0])
        return lambda value: tuple([each(item) for item in _list(value)])
    readers = tuple(_reader(one) for one in kinds)
    return lambda value: tuple(
        [read(item) for read, item in zip(readers, _list(value, len(readers)), strict=True)]
    )


def _dataclass_of(kind: Any) -> _Read:
    hints = get_type_hints(kind)
    readers = tuple(_reader(hints[name]) for name in _names(kind))
    return lambda value: kind(
        *[read(item) for read, item in zip(readers, _list(value, len(readers)), strict=True)]
    )


def _list(value: object, length: int | None = None) -> list[Any]:
    if type(value) is not list or (length is not None and len(value) != length):
        raise _no_value(list)
    return value


def _no_value(kind: type) -> ValueError:
    return ValueError(f"this is no {kind.__name__}")


# --- to a digest -------------------------------------------------------------------------------------


def digest_of(value: object) -> str:
    """The digest of a value, as 64 hexadecimal digits: two values that differ have two digests.

    It holds the type of every part and where each begins and ends; a text is not the same text as markup.
    The order of a mapping counts, that of a set does not. Values may hold what `dump` takes, and lists,
    mappings and frozen sets.

    Raises:
        TypeError: the value holds something else.
    """
    return hashlib.blake2b(_json(_tagged(value)), digest_size=32).hexdigest()


def _tagged(value: Any) -> object:
    """The value as JSON holds it, each list headed by what it was."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return ["tuple", *[_tagged(item) for item in value]]
    if kind is Markup:
        return ["markup", str.__str__(value)]
    if isinstance(value, Mapping):
        return ["mapping", *[[_tagged(key), _tagged(item)] for key, item in value.items()]]
    if kind is frozenset:
        return ["set", *sorted(_json(_tagged(item)).hex() for item in value)]
    if kind is list:
        return ["list", *[_tagged(item) for item in value]]
    if isinstance(value, Enum):
        return [_full_name(kind), value.name]
    items = _fields(kind)(value)
    return [_full_name(kind), *[item if type(item) in _PLAIN else _tagged(item) for item in items]]


@cache
def _names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"a {kind.__name__} is not a value that can be written down")
    return tuple(field.name for field in fields(kind))


@cache
def _fields(kind: Any) -> Callable[[Any], tuple[object, ...]]:
    """What takes the fields out of a value of a dataclass, in their order."""
    names = _names(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _json(value: object) -> bytes:
    # Letters as they are: escaped, half a character twice and the whole character would be one text.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
