"""A content that one sees through to one in full colours, as it looks on white paper."""

from __future__ import annotations

import pytest
from anthology.prepress.tinting import State, tinted

STATES = {"/full": State(1.0, 1.0), "/half": State(0.5), "/line": State(None, 0.5), "/faint": State(0.2, 0.2)}


def drawn(content: bytes, opacity: float = 1.0, *, whole: bool = True) -> bytes:
    """The content in full colours, without the names of states and line ends."""
    said = tinted(content, STATES, opacity, whole=whole).content
    return b" ".join(part for part in said.split() if part not in (b"gs",) and part[:1] != b"/")


@pytest.mark.parametrize(
    ("content", "made"),
    [
        (b"/half gs 1 0 0 rg f", b"0.5 g 1 0.5 0.5 rg f"),
        (b"1 0 0 rg /half gs f", b"1 0 0 rg 1 0.5 0.5 rg f"),
        (b"/half gs f", b"0.5 g f"),
        (b"/half gs 1 0 0 RG S", b"0.5 g 1 0 0 RG S"),
        (b"/line gs 1 0 0 RG S", b"0.5 G 1 0.5 0.5 RG S"),
        (b"/half gs 0 1 1 0 k f", b"0.5 g 0 0.5 0.5 0 k f"),
        (b"q /half gs 0 g f Q 0 g f", b"q 0.5 g 0.5 g f Q 0 g f"),
        (b"/half gs 0 g q /full gs 0 g f Q f", b"0.5 g 0.5 g q 0 g 0 g f Q f"),
        (b"/full gs 0 0 0 rg f", b"0 0 0 rg f"),
        (b"/half gs (1 0 0 rg) Tj", b"0.5 g (1 0 0 rg) Tj"),
        (b"/nowhere gs 0 g f", b"0 g f"),
    ],
)
def test_a_colour_is_mixed_with_the_white_of_the_paper(content: bytes, made: bytes) -> None:
    assert drawn(content) == made


def test_two_opacities_on_each_other_are_multiplied() -> None:
    assert drawn(b"/half gs 0 g f", 0.5) == b"0.75 g 0.75 g f"


def test_a_form_begins_with_a_colour_that_its_page_said() -> None:
    assert drawn(b"/half gs f 0 g f", 0.5, whole=False) == b"f 0.75 g f"


def test_a_pattern_stays_what_it_is() -> None:
    assert drawn(b"/half gs /Pattern cs /p0 scn f") == b"0.5 g cs scn f"
    assert drawn(b"/Pattern cs /p0 scn /half gs f") == b"cs scn f"


def test_a_form_gets_a_name_for_each_opacity_it_is_shown_in() -> None:
    made = tinted(b"/x0 Do q /half gs /x0 Do Q q /faint gs /x0 Do /x1 Do Q", STATES)
    assert made.shown == {
        "/x0": ("/x0", 1.0),
        "/x0-5000": ("/x0", 0.5),
        "/x0-2000": ("/x0", 0.2),
        "/x1-2000": ("/x1", 0.2),
    }
    assert made.content.count(b"Do") == 4
    assert b"/x0-5000 Do" in made.content


def test_an_end_without_a_beginning_does_no_harm() -> None:
    assert drawn(b"Q Q /half gs 0 g f") == b"Q Q 0.5 g 0.5 g f"
