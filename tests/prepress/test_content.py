"""Colours of a content change, and nothing else of it."""

from __future__ import annotations

import pytest
from anthology.prepress.colour import Colours
from anthology.prepress.content import ForeignColour, in_inks, used
from tests.prepress import plates


def inks(content: bytes, **asked: object) -> bytes:
    return in_inks(content, Colours(plates.job(**asked)))


@pytest.mark.parametrize(
    ("screen", "press"),
    [
        (b"0 0 0 rg", b"0 0 0 1 k"),
        (b"0 0 0 RG", b"0 0 0 1 K"),
        (b"1 1 1 rg", b"0 0 0 0 k"),
        (b"0.5 g", b"0 0 0 0.498 k"),
        (b".2 .4 .6 .8 k", b"0.2 0.4 0.6 0.8 k"),
        (b"/DeviceCMYK cs 0 0 0 1 scn", b" 0 0 0 1 k"),
        (b"/DeviceRGB CS 0 0 0 SC", b" 0 0 0 1 K"),
    ],
)
def test_each_way_to_give_a_colour_becomes_inks(screen: bytes, press: bytes) -> None:
    assert inks(screen) == press


def test_what_is_no_colour_stays_as_it_is() -> None:
    content = b"q 1 0 0 -1 0 595.2 cm /F1 10.5 Tf [<0022>0<00ff>-12] TJ 0 0 10 20 re f* /Pattern cs /p0 scn Q"
    assert inks(content) == content


def test_words_in_a_string_are_no_operators() -> None:
    content = rb"(1 0 0 rg \) 0 0 0 rg) Tj"
    assert inks(content) == content


def test_a_colour_between_other_operators_is_found() -> None:
    assert (
        inks(b"q\n0 0 0 rg\n1 2 3 4 re\nf\n0 0 0 rg/F 1 Tf")
        == b"q\n0 0 0 1 k\n1 2 3 4 re\nf\n0 0 0 1 k/F 1 Tf"
    )


def test_numbers_before_a_colour_are_not_taken_for_it() -> None:
    assert inks(b"12 0 0 0 rg") == b"0 0 0 1 k"


def test_one_ink_and_the_screen_have_their_own_operators() -> None:
    assert inks(b"1 0 0 rg 0 0 0 RG", colour="grey") == b"0.298 g 0 G"
    assert inks(b"1 0 0 rg 0 0 0 RG", standard="pdf", colour="rgb") == b"1 0 0 rg 0 G"


def test_a_colour_that_has_no_way_into_the_inks_is_refused() -> None:
    with pytest.raises(ForeignColour, match="lab-d50"):
        inks(b"/lab-d50 cs 50 10 10 scn")


def test_the_names_that_a_content_uses_are_found() -> None:
    found = used(b"/a0.5 gs /i1 Do /Pattern cs /p0 scn /s1 sh /F1 9 Tf (/no Do) Tj /i1 Do")
    assert (found["gs"], found["scn"], found["sh"]) == (("/a0.5",), ("/p0",), ("/s1",))
    assert "/i1" in found["Do"]
