"""The rule over notes: as long as the style sheet says, and nothing else is moved by it."""

from __future__ import annotations

import re
import zlib

import pytest
from anthology.bindery.jobs import Job
from tests.bindery.sheets import bound_alone, document, press, texts

BODY = '<p>Le port<span class="note">Une note.</span> ne dort jamais.</p>'
SHEET = "span.note { float: footnote } @page { @footnote { border-top: 1pt solid %s } }"


def drawn(rule: str) -> tuple[bytes, bytes]:
    """The file, and the content of its page."""
    data = bound_alone(press(SHEET % rule), Job("s", document(BODY), "recto"))
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    contents = [zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x"]
    return data, next(one for one in contents if b" Tf" in one)


def widths(content: bytes) -> list[float]:
    """How far the edges of the filled shape that is the rule are apart."""
    places = [float(x) for x in re.findall(rb"([\d.-]+) [\d.-]+ l\b", content)]
    return [max(places) - min(places)] if places else []


def test_is_as_long_as_the_style_sheet_says() -> None:
    (short,), (whole,) = widths(drawn("; --rule: 30pt")[1]), widths(drawn("")[1])
    assert short == pytest.approx(40), "30 points, in the pixels that the content of a page is drawn in"
    assert whole > 3 * short


def test_is_no_longer_than_the_text_is_wide() -> None:
    assert widths(drawn("; --rule: 9000pt")[1]) == widths(drawn("")[1])


def test_is_drawn_in_the_colour_of_the_text_and_moves_no_word() -> None:
    short, whole = drawn("; --rule: 30pt"), drawn("")
    assert texts(short[0]) == texts(whole[0])
    assert short[1].count(b" Tf") == whole[1].count(b" Tf")
    assert short[1].count(b" gs") == whole[1].count(b" gs"), "nothing is seen through"
