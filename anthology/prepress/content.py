"""What a page draws, in the colours of the screen, to the same in the inks of a press."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anthology.prepress.colour import Colours, Inks

_NUMBER = rb"[-+]?(?:\d+\.?\d*|\.\d+)"
_COLOUR = re.compile(
    # Strings first: what stands in them is no operator (ISO 32000-1, 7.3.4).
    rb"\((?:[^\\()]|\\.)*\)"
    rb"|(?<![^\s>\])])(?:"
    rb"(?P<numbers>(?:%b\s+)+)(?P<operator>rg|RG|g|G|k|K|scn|SCN|sc|SC)"
    rb"|/(?P<space>[^\s/<>\[\](){}%%]+)\s+(?P<sets>cs|CS)"
    rb")(?![^\s/<\[(])" % _NUMBER,
    re.DOTALL,
)
_OPERATORS = {1: b"g", 3: b"rg", 4: b"k"}
_KEPT_SPACES = frozenset({b"Pattern"})
_SPACES = {b"DeviceGray": 1, b"DeviceRGB": 3, b"DeviceCMYK": 4}
_USED = {
    "gs": re.compile(rb"/([^\s/<>\[\](){}%]+)\s+gs\b"),
    "Do": re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b"),
    "scn": re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(?:scn|SCN)\b"),
    "sh": re.compile(rb"/([^\s/<>\[\](){}%]+)\s+sh\b"),
}


class ForeignColour(Exception):
    """A colour is given in a space that has no way into the inks; `space` is its name."""

    def __init__(self, space: str) -> None:
        super().__init__(space)
        self.space = space


def in_inks(content: bytes, colours: Colours) -> bytes:
    """The content with every colour in the space of the press.

    Raises:
        ForeignColour: a colour is neither of the screen, nor a grey, nor inks.
    """
    return _Converting(colours).converted(content)


def used(content: bytes) -> dict[str, tuple[str, ...]]:
    """The names of resources a content uses, by operator: `gs` states, `Do` objects, `scn` patterns, `sh`."""
    return {
        operator: tuple(dict.fromkeys("/" + name.decode("latin-1") for name in pattern.findall(content)))
        for operator, pattern in _USED.items()
    }


def operator(inks: Inks, *, stroke: bool) -> bytes:
    """The operator that sets a colour for lines (`stroke`) or for areas and letters."""
    numbers = b" ".join(b"%b" % f"{level:.4f}".rstrip("0").rstrip(".").encode() for level in inks)
    name = _OPERATORS[len(inks)]
    return b"%b %b" % (numbers, name.upper() if stroke else name)


class _Converting:
    """One content on its way: `spaces` says how many numbers a colour of lines and of areas now has."""

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self.spaces: dict[bool, bytes] = {False: b"DeviceGray", True: b"DeviceGray"}
        self.known: dict[bytes, bytes] = {}

    def converted(self, content: bytes) -> bytes:
        return _COLOUR.sub(self._one, content)

    def _one(self, found: re.Match[bytes]) -> bytes:
        if found["sets"]:
            return self._space(found[0], found["space"], stroke=found["sets"] == b"CS")
        if not found["operator"]:
            return found[0]
        if found["operator"][:2].lower() == b"sc":
            return self._special(found)
        if found[0] not in self.known:
            self.known[found[0]] = self._device(found["operator"], found["numbers"])
        return self.known[found[0]]

    def _space(self, text: bytes, name: bytes, *, stroke: bool) -> bytes:
        self.spaces[stroke] = name
        return text if name in _KEPT_SPACES else b""

    def _special(self, found: re.Match[bytes]) -> bytes:
        stroke = found["operator"].isupper()
        numbers = found["numbers"].split()
        if _SPACES.get(self.spaces[stroke]) != len(numbers):
            raise ForeignColour(self.spaces[stroke].decode("latin-1"))
        return operator(self._inks([float(one) for one in numbers]), stroke=stroke)

    def _device(self, name: bytes, numbers: bytes) -> bytes:
        levels = [float(one) for one in numbers.split()]
        count = {b"g": 1, b"rg": 3, b"k": 4}[name.lower()]
        return operator(self._inks(levels[-count:]), stroke=name.isupper())

    def _inks(self, levels: Sequence[float]) -> Inks:
        if len(levels) == 1:
            return self.colours.of_grey(levels[0])
        return self.colours.of_rgb(*levels) if len(levels) == 3 else self.colours.of_cmyk(levels)
