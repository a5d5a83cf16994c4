"""What a page draws, seen through in parts, to the same in full colours, as they look on white paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_STEP = re.compile(
    # Strings first: what stands in them is no operator (ISO 32000-1, 7.3.4).
    rb"\((?:[^\\()]|\\.)*\)|<[^<>]*>"
    rb"|(?<![^\s>\])])(?:"
    rb"(?P<numbers>(?:%b\s+)+)(?P<colour>rg|RG|g|G|k|K)"
    rb"|/(?P<name>[^\s/<>\[\](){}%%]+)\s+(?P<named>gs|Do)"
    rb"|(?P<stack>q|Q)|(?P<special>cs|CS|scn|SCN|sc|SC)"
    rb")(?![^\s/<\[(])" % _NUMBER,
    re.DOTALL,
)
_COUNTS = {b"g": 1, b"rg": 3, b"k": 4}
_FULL = 0.9995
"""What is so opaque is taken for opaque: files round."""


@dataclass(frozen=True, slots=True)
class State:
    """How opaque a state of graphics makes areas and lines, from 0 to 1; None: as before."""

    fill: float | None = None
    stroke: float | None = None


@dataclass(frozen=True, slots=True)
class Tinted:
    """A content in full colours, and the forms it shows: by a new name, its name and how opaque it was."""

    content: bytes
    shown: Mapping[str, tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Colour:
    """A colour as it was given: its numbers (None: a pattern, or nobody knows), its operator, its opacity."""

    numbers: tuple[float, ...] | None
    operator: bytes
    opacity: float = 1.0


@dataclass(slots=True)
class _Sides:
    fill: _Colour
    stroke: _Colour


def tinted(
    content: bytes, states: Mapping[str, State], opacity: float = 1.0, *, whole: bool = True
) -> Tinted:
    """The content with every colour mixed with white as much as it lets one see through it.

    `states` are those that its resources name (`/a0.5`); `opacity` is that of all of it. `whole` says that it
    is a page: it begins with black, a form with whatever the page had.
    """
    return _Tinting(states, opacity, whole=whole).done(content)


@dataclass(slots=True)
class _Tinting:
    states: Mapping[str, State]
    opacity: float
    whole: bool = field(kw_only=True)
    shown: dict[str, tuple[str, float]] = field(default_factory=dict)
    before: list[_Sides] = field(default_factory=list)
    now: _Sides = field(init=False)

    def __post_init__(self) -> None:
        black = (0.0,) if self.whole else None
        self.now = _Sides(_Colour(black, b"g"), _Colour(black, b"G"))

    def done(self, content: bytes) -> Tinted:
        made = _STEP.sub(self._one, content)
        return Tinted(made, self.shown)

    def _one(self, found: re.Match[bytes]) -> bytes:
        if found["colour"]:
            return self._colour(found["colour"], found["numbers"])
        if found["named"] == b"gs":
            return found[0] + self._state("/" + found["name"].decode("latin-1"))
        if found["named"]:
            return self._form("/" + found["name"].decode("latin-1"))
        if found["stack"]:
            self._stack(found["stack"])
        elif found["special"]:
            self._set(_Colour(None, b""), stroke=found["special"].isupper())
        return found[0]

    def _stack(self, operator: bytes) -> None:
        if operator == b"q":
            self.before.append(_Sides(self.now.fill, self.now.stroke))
        elif self.before:
            self.now = self.before.pop()

    def _set(self, colour: _Colour, *, stroke: bool) -> None:
        """Another colour, as opaque as the last."""
        if stroke:
            self.now.stroke = replace(colour, opacity=self.now.stroke.opacity)
        else:
            self.now.fill = replace(colour, opacity=self.now.fill.opacity)

    def _colour(self, operator: bytes, numbers: bytes) -> bytes:
        count = _COUNTS[operator.lower()]
        levels = tuple(float(one) for one in numbers.split()[-count:])
        stroke = operator.isupper()
        self._set(_Colour(levels, operator), stroke=stroke)
        return self._said(self.now.stroke if stroke else self.now.fill)

    def _state(self, name: str) -> bytes:
        """The colours again, where they are now more or less opaque."""
        state = self.states.get(name, State())
        said = b""
        if state.fill is not None and state.fill != self.now.fill.opacity:
            self.now.fill = replace(self.now.fill, opacity=state.fill)
            said += b"\n" + self._said(self.now.fill)
        if state.stroke is not None and state.stroke != self.now.stroke.opacity:
            self.now.stroke = replace(self.now.stroke, opacity=state.stroke)
            said += b"\n" + self._said(self.now.stroke)
        return said

    def _said(self, colour: _Colour) -> bytes:
        if colour.numbers is None:
            return b""
        share = self.opacity * colour.opacity
        ink = colour.operator.lower() == b"k"
        levels = (level * share if ink else 1 - (1 - level) * share for level in colour.numbers)
        numbers = " ".join(f"{level:.4f}".rstrip("0").rstrip(".") or "0" for level in levels)
        return numbers.encode() + b" " + colour.operator

    def _form(self, name: str) -> bytes:
        opacity = self.opacity * self.now.fill.opacity
        if opacity >= _FULL:
            self.shown[name] = (name, 1.0)
            return name.encode("latin-1") + b" Do"
        new = f"{name}-{round(opacity * 10_000)}"
        self.shown[new] = (name, opacity)
        return new.encode("latin-1") + b" Do"
