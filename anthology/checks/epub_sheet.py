"""A style sheet of an e-book to what the checks need of it: its addresses, and what in it would do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from anthology.cache import digest
from anthology.checks.epub_vocabulary import PROPERTIES

Rule = tuple[str, tuple[tuple[str, str], ...]]
"""The selectors of a rule, and its declarations as (property, value)."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
_NESTED = re.compile(r"@(?:media|supports|layer|container)[^{};]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_STATEMENT = re.compile(r"@(?:charset|import|namespace|layer)[^{};]*;")
_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_OLD = re.compile(r"(?<![\w-])page-break-[a-z]+\s*:[^;}]*;?\s*")
"""What is said a second time, in the words of CSS 2.1."""
_FIXED = re.compile(r"\d(?:px|pt|pc|mm|cm|in|q)\b")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_OFF_PAGE = re.compile(r"-(?:\d{3,}|\d{2,}(?:em|rem))")
_LEAST_EM = 0.4
"""Letters below this part of their surroundings are not read."""
_LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3, of text with its ground."""
_OPAQUE = 0.5


@dataclass(frozen=True, slots=True)
class SheetFaults:
    """What is wrong in a style sheet, in words.

    `broken` is what no reading system understands, `hiding` what hides words, `fixed` sizes that a reader
    cannot change. `rules` is the digest of all of it but the declarations of faces, and what old engines are
    told besides: two sheets that look alike have it in common.
    """

    broken: tuple[str, ...]
    hiding: tuple[str, ...]
    fixed: tuple[str, ...]
    rules: str


def faults_of(text: str) -> SheetFaults:
    """What is wrong in the text of a style sheet."""
    rules, broken = _parsed(text)
    return SheetFaults(
        broken=tuple(dict.fromkeys([*broken, *_unknown(rules)])),
        hiding=tuple(dict.fromkeys(_hiding(rules))),
        fixed=tuple(dict.fromkeys(_fixed(rules))),
        rules=digest(" ".join(_OLD.sub("", _FACE.sub("", _COMMENT.sub("", text))).split())),
    )


def hidden_by(declarations: str) -> tuple[str, ...]:
    """What hides words in the declarations of a `style` attribute."""
    return tuple(_hiding([("style", tuple(_declared(declarations)))]))


# --- reading -----------------------------------------------------------------------------------------


def _parsed(text: str) -> tuple[list[Rule], list[str]]:
    """The rules of a sheet, those inside of conditions too, and what could not be read."""
    plain = _STRING.sub('""', _COMMENT.sub("", text))
    if "/*" in plain:
        return [], ["a comment does not end"]
    flat = _STATEMENT.sub("", _NESTED.sub(lambda group: group[1], plain))
    rules = [(head.strip(), tuple(_declared(body))) for head, body in _RULE.findall(flat)]
    rest = " ".join(_RULE.sub("", flat).split())
    broken = [f"“{rest[:40]}” is no rule"] if rest else []
    broken += [f"a rule without a selector: “{body[0][0]}”" for head, body in rules if not head and body]
    broken += [f"“{name}” has no value" for _, body in rules for name, value in body if not value]
    return rules, broken


def _declared(body: str) -> Iterator[tuple[str, str]]:
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        if declaration.strip():
            yield name.strip().lower(), value.strip().lower()


def _unknown(rules: list[Rule]) -> Iterator[str]:
    for _, body in rules:
        for name, _ in body:
            if name.startswith("--") or (name.startswith("-") and name.count("-") > 1):
                continue
            if name not in PROPERTIES:
                yield f"no reading system knows the property “{name[:40]}”"


# --- what hides --------------------------------------------------------------------------------------


def _hiding(rules: list[Rule]) -> Iterator[str]:
    for selectors, body in rules:
        said = dict(body)
        for name, value in body:
            what = _hides(name, value.removesuffix("!important").strip(), said)
            if what and not _is_meant(selectors, name):
                yield f"{what} ({selectors[:40]})"


def _is_meant(selectors: str, name: str) -> bool:
    """Whether each selector is of what its document hides by itself: reading systems only need be told."""
    return name == "display" and all(one.strip().endswith("[hidden]") for one in selectors.split(","))


def _hides(name: str, value: str, said: dict[str, str]) -> str:
    shown = f"{name}: {value}"
    if shown in _HIDING or _is_nothing(name, value) or _is_moved_off(name, value):
        return shown
    if name in {"color", "-webkit-text-fill-color"} and _is_faint(value, said):
        return f"{shown}, on its ground"
    return ""


_HIDING = frozenset(
    {"display: none", "visibility: hidden", "visibility: collapse", "position: absolute", "position: fixed"}
    | {"content-visibility: hidden", "color: transparent", "-webkit-text-fill-color: transparent"}
    | {"overflow: hidden", "overflow-x: hidden", "overflow-y: hidden"}
)


def _is_nothing(name: str, value: str) -> bool:
    """Whether something is so small, or lets so much through, that nobody reads it."""
    number = _NUMBER.match(value)
    if number is None:
        return name in {"clip", "clip-path"} and value not in {"auto", "none"}
    size, unit = float(number[0]), value[number.end() :]
    if name == "font-size":
        least = {"em": _LEAST_EM, "rem": _LEAST_EM, "%": 100 * _LEAST_EM}
        return size == 0 or size < least.get(unit, 0)
    return (name == "opacity" and size < _OPAQUE) or (
        name in {"max-height", "max-width", "height", "width"} and size == 0
    )


def _is_moved_off(name: str, value: str) -> bool:
    moves = name in {"text-indent", "margin-left", "margin-top", "left", "top", "margin", "transform"}
    return moves and (_OFF_PAGE.search(value) is not None or "scale(0" in value)


def _is_faint(value: str, said: dict[str, str]) -> bool:
    own = _channels(value)
    ground = _channels(said.get("background-color", said.get("background", "white"))) or (255, 255, 255)
    return own is not None and _contrast(own, ground) < _LEAST_CONTRAST


def _channels(value: str) -> tuple[int, ...] | None:
    """Red, green and blue of a colour; None for one that comes from elsewhere (`inherit`)."""
    # Names of colours are in the library of pictures, which most sheets need not load: they name none.
    if not value or value in {"inherit", "currentcolor", "initial", "unset", "none", "auto"}:
        return None
    from PIL import ImageColor

    try:
        return ImageColor.getrgb(value.split(" url")[0])[:3]
    except ValueError:
        return None


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: tuple[int, ...]) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    linear = [(part / 255 + 0.055) / 1.055 for part in colour]
    red, green, blue = (part**2.4 if part > 0.09054 else (part * 1.055 - 0.055) / 12.92 for part in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _fixed(rules: list[Rule]) -> Iterator[str]:
    for selectors, body in rules:
        for name, value in body:
            if name in {"font", "font-size", "line-height"} and _FIXED.search(value):
                yield f"{name}: {value} ({selectors[:40]})"
