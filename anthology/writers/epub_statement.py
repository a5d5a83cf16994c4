"""A line of an e-book's metadata as a value, before the library writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the metadata: a Dublin Core element (`dc:title`), a `meta` or a `link`."""

    name: str
    value: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def meta(property_: str, value: str, **attributes: str) -> Statement:
    """A `meta` element: what a property says of the book, or of what `refines` names."""
    return Statement("meta", value, {**attributes, "property": property_})


def dc(name: str, value: str, **attributes: str) -> Statement:
    """An element of Dublin Core."""
    return Statement(f"dc:{name}", value, attributes)
