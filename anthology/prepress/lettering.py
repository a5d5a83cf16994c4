"""A line of text to outlines: what stands beside the page needs no font in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import uharfbuzz as hb


class Lettering:
    """Draws letters of one font as areas."""

    def __init__(self, font: bytes) -> None:
        face = hb.Face(font)
        self._font: Any = hb.Font(face)
        self._em = face.upem
        self._pen = _Pen()
        self._known: dict[tuple[int, float], bytes] = {}

    def drawn(self, text: str, size_pt: float, x: float = 0.0, y: float = 0.0) -> bytes:
        """The operators that draw a line from a point, in the colour that is set; unknown ones stay out."""
        parts, at, scale = [], x, size_pt / self._em
        for glyph in self._glyphs(text):
            parts.append(b"q 1 0 0 1 %.2f %.2f cm\n%bf Q\n" % (at, y, self._outline(glyph, scale)))
            at += self._font.get_glyph_h_advance(glyph) * scale
        return b"".join(parts)

    def _outline(self, glyph: int, scale: float) -> bytes:
        if (glyph, scale) not in self._known:
            self._known[glyph, scale] = self._pen.outline(self._font, glyph, scale)
        return self._known[glyph, scale]

    def _glyphs(self, text: str) -> Iterator[int]:
        for letter in text:
            glyph = self._font.get_nominal_glyph(ord(letter))
            if glyph:
                yield int(glyph)


class _Pen:
    """Notes an outline as operators of a PDF (ISO 32000-1, 8.5.2)."""

    def __init__(self) -> None:
        self._said: list[bytes] = []
        self._last = (0.0, 0.0)
        self._scale = 1.0
        self._draw = hb.DrawFuncs()
        self._draw.set_move_to_func(lambda x, y, _: self._add(b"m", (x, y)))
        self._draw.set_line_to_func(lambda x, y, _: self._add(b"l", (x, y)))
        self._draw.set_cubic_to_func(lambda a, b, c, d, x, y, _: self._add(b"c", (a, b), (c, d), (x, y)))
        self._draw.set_quadratic_to_func(lambda a, b, x, y, _: self._quadratic((a, b), (x, y)))
        self._draw.set_close_path_func(lambda _: self._said.append(b"h\n"))

    def outline(self, font: Any, glyph: int, scale: float) -> bytes:
        self._said, self._scale = [], scale
        font.draw_glyph(glyph, self._draw)
        return b"".join(self._said)

    def _add(self, operator: bytes, *points: tuple[float, float]) -> None:
        numbers = b" ".join(b"%.2f %.2f" % (across * self._scale, up * self._scale) for across, up in points)
        self._said.append(b"%b %b\n" % (numbers, operator))
        self._last = points[-1]

    def _quadratic(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        first, second = (
            tuple(one + (mid - one) * 2 / 3 for one, mid in zip(point, control, strict=True))
            for point in (self._last, end)
        )
        self._add(b"c", first, second, end)  # type: ignore[arg-type]
