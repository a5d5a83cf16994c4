"""Paragraphs of word processors as pieces: where they part, what is marked, what is held back."""

from __future__ import annotations

import hashlib

import pytest
from anthology.model import PLAIN, Emphasis, Form, Mark, Picture, Shape, Withheld
from anthology.readers.paragraphs import (
    LONG_LINE,
    Album,
    Call,
    Image,
    Paragraph,
    Words,
    address_of,
    inked,
    is_address,
    joined,
    notes,
    pieces,
    plain,
    withhold,
)
from anthology.readers.pieces import Piece

BOLD, ITALIC = (Emphasis.STRONG, ""), (Emphasis.EMPHASIS, "")
LONG = "x" * LONG_LINE


def bold(text: str) -> Words:
    return Words(text, frozenset({BOLD}))


def of(*content: Words | Call | Image, shape: Shape = PLAIN) -> list[Piece]:
    return list(pieces([Paragraph(shape, list(content))]))


def texts(text: str, shape: Shape = PLAIN) -> list[str]:
    return [piece.text for piece in pieces([plain(text, shape)])]


# --- lines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un\nDeux", ["Un", "Deux"]),
        ("un\nsuite", ["un", "suite"]),
        (f"{LONG}\nsuite", [f"{LONG}\nsuite"]),
        (f"{LONG}\n \t\xa0suite", [f"{LONG}\n \t\xa0suite"]),
        (f"{LONG}\nSuite", [LONG, "Suite"]),
        (f"{LONG}\n", [LONG, ""]),
        (f"{LONG[1:]}\nsuite", [LONG[1:], "suite"]),
        (f" {LONG[1:]} \nsuite", [f" {LONG[1:]} ", "suite"]),
        # What counts is the line before the end, and not all that stands before it.
        (f"{LONG}\nsuite\nfin", [f"{LONG}\nsuite", "fin"]),
        (f"Un\n{LONG}\nsuite", ["Un", f"{LONG}\nsuite"]),
        (f"{LONG}\n{LONG}\nsuite", [f"{LONG}\n{LONG}\nsuite"]),
        (f"{LONG}\fsuite", [LONG, "suite"]),
        (f"a\f{LONG[1:]}\nsuite", ["a", LONG[1:], "suite"]),
    ],
)
def test_a_line_end_parts_paragraphs_unless_the_line_was_broken_to_a_width(
    text: str, expected: list[str]
) -> None:
    assert texts(text) == expected


def test_lines_of_a_heading_stay_together_and_pages_do_not() -> None:
    assert texts("Un\nDeux\fTrois", Shape(Form.HEADING, level=1)) == ["Un\nDeux", "Trois"]


def test_parted_paragraphs_keep_their_marks_calls_and_pictures() -> None:
    found = of(
        bold("Un\nDe"), Words("ux "), Call("1"), Image("a.png", "77"), Words("\n"), Image("b.png", "78"),
        bold(" "), Words("Trois"), Call("2"), Image("c.png", "79"),
    )  # fmt: skip
    assert found == [
        Piece("Un", PLAIN, (Mark(0, 2, Emphasis.STRONG),)),
        Piece("Deux ", PLAIN, (Mark(0, 2, Emphasis.STRONG), Mark(5, 5, Emphasis.NOTE, "1")),
              (Picture(5, "a.png", "77"),)),
        Piece(" Trois", PLAIN, (Mark(6, 6, Emphasis.NOTE, "2"),),
              (Picture(0, "b.png", "78"), Picture(6, "c.png", "79"))),
    ]  # fmt: skip


def test_a_shape_is_that_of_each_of_its_lines() -> None:
    shape = Shape(Form.QUOTE)
    assert [piece.shape for piece in pieces([plain("Un\nDeux", shape)])] == [shape, shape]


# --- marks -------------------------------------------------------------------------------------------


def test_neighbours_that_bear_the_same_are_marked_once_without_the_blanks_at_the_ends() -> None:
    both = frozenset({BOLD, ITALIC})
    (found,) = of(Words("a "), bold(" b"), Words("", frozenset()), bold("c "), Words("d ", both), Words("e"))
    assert (found.text, found.marks) == (
        "a  bc d e",
        (Mark(3, 7, Emphasis.STRONG), Mark(6, 7, Emphasis.EMPHASIS)),
    )


def test_blanks_alone_bear_no_mark_and_no_letter_is_part_of_two_alike() -> None:
    (found,) = of(Words("a"), bold(" "), Words("b"), bold("c"), Words("d"), bold("e"))
    assert found.marks == (Mark(3, 4, Emphasis.STRONG), Mark(5, 6, Emphasis.STRONG))


def test_marks_that_begin_together_stand_longest_first() -> None:
    link = (Emphasis.LINK, "https://x.example")
    (found,) = of(Words("a", frozenset({BOLD, link})), Words("b", frozenset({link})), Call("1"), bold("c"))
    assert found.marks == (
        Mark(0, 2, Emphasis.LINK, "https://x.example"),
        Mark(0, 1, Emphasis.STRONG),
        Mark(2, 3, Emphasis.STRONG),
        Mark(2, 2, Emphasis.NOTE, "1"),
    )


# --- what is held back -------------------------------------------------------------------------------


def test_what_is_deleted_follows_the_paragraph_a_piece_for_each_who_deleted_it() -> None:
    gone = Withheld.DELETED
    shape = Shape(Form.ITEM, level=1, label="x")
    found = of(
        Words("a"), Words("b", withheld=gone, label="Anne"), bold("c"),
        Words("d", withheld=gone, label="Anne"), Words("", withheld=None),
        Words("e", withheld=gone, label="Paul"), Words("f", withheld=Withheld.HIDDEN), shape=shape,
    )  # fmt: skip
    assert [(one.text, one.shape.withheld, one.shape.label, one.shape.form) for one in found] == [
        ("ac", None, "x", Form.ITEM), ("b", gone, "Anne", Form.ITEM), ("d", gone, "Anne", Form.ITEM),
        ("e", gone, "Paul", Form.ITEM), ("f", Withheld.HIDDEN, "x", Form.ITEM),
    ]  # fmt: skip


def test_what_is_deleted_in_one_go_is_one_piece_with_its_marks() -> None:
    gone = Withheld.DELETED
    found = of(Words("a", withheld=gone), Words(" b", frozenset({BOLD}), gone), Words("", withheld=None))
    assert found[1:] == [Piece("a b", Shape(withheld=gone), (Mark(2, 3, Emphasis.STRONG),))]


def test_words_that_are_held_back_as_their_paragraph_is_stand_in_it() -> None:
    why = Withheld.HIDDEN
    found = of(Words("a", withheld=why), Words("b"), shape=Shape(withheld=why))
    assert [(one.text, one.shape.withheld) for one in found] == [("ab", why)]


def test_what_hangs_on_a_paragraph_follows_it() -> None:
    first = Paragraph(content=[Words("a"), Words("b", withheld=Withheld.DELETED)])
    first.after += [Paragraph(content=[Words("c")], after=[plain("d")]), plain("e")]
    assert [piece.text for piece in pieces([first, plain("f")])] == ["a", "b", "c", "d", "e", "f"]


def test_what_is_withheld_as_a_whole_keeps_its_own_reason() -> None:
    inner = plain("b", Shape(withheld=Withheld.DELETED))
    (found,) = withhold([Paragraph(Shape(Form.ITEM), [Words("a")], [inner, plain("c")])], Withheld.COMMENT)
    assert (found.shape, found.content) == (Shape(Form.ITEM, withheld=Withheld.COMMENT), [Words("a")])
    assert [one.shape.withheld for one in found.after] == [Withheld.DELETED, Withheld.COMMENT]


# --- small things ------------------------------------------------------------------------------------


def test_the_paragraphs_of_a_note_bear_its_label() -> None:
    (found,) = notes([plain("a", Shape(Form.ITEM, level=2))], "3")
    assert (found.shape, found.content) == (Shape(Form.NOTE, level=2, label="3"), [Words("a")])


def test_a_paragraph_has_ink_if_it_or_what_hangs_on_it_has_a_word() -> None:
    assert not inked([])
    assert not inked([Paragraph(content=[Words(" \n"), Call("1"), Image("a", "b")])])
    assert inked([plain(" "), plain("a")])
    assert inked([Paragraph(after=[plain("a")])])
    assert inked([Paragraph(content=[Words("a", withheld=Withheld.DELETED)])])


def test_two_paragraphs_whose_parting_was_deleted_are_the_second_one() -> None:
    first, second = plain("a", Shape(Form.ITEM)), plain("b", Shape(Form.QUOTE))
    first.after, second.after = [plain("c")], [plain("d")]
    found = joined(first, second)
    assert (found.shape, found.content) == (Shape(Form.QUOTE), [Words("a"), Words("b")])
    assert [one.content for one in found.after] == [[Words("c")], [Words("d")]]


def test_pictures_are_named_after_their_file_in_the_order_they_come() -> None:
    album = Album("le-port")
    assert album.add(b"a", ".png") == Image("le-port-1.png", hashlib.sha256(b"a").hexdigest())
    assert album.add(b"b", ".jpg").name == "le-port-2.jpg"
    assert album.pictures == {"le-port-1.png": b"a", "le-port-2.jpg": b"b"}
    assert Album("").add(b"a", ".png").name == "picture-1.png"


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        (' HYPERLINK "https://x.example/a" ', "https://x.example/a"),
        (' hyperlink \\o "Bulle" \\n "https://x.example/a"', "https://x.example/a"),
        ("PAGEREF _Toc1", ""), (' REF "x" HYPERLINK "y"', ""),
    ],
)  # fmt: skip
def test_the_address_of_a_field_is_that_of_its_link(instruction: str, address: str) -> None:
    assert address_of(instruction) == address


@pytest.mark.parametrize(
    ("target", "can_follow"),
    [("https://x.example", True), ("MAILTO:a@x.example", True), ("tel:12", True), ("file:///a", False),
     ("https://x.example/a b", False), ("#a", False)],
)  # fmt: skip
def test_only_the_web_mail_and_telephones_can_be_followed(target: str, can_follow: bool) -> None:
    assert is_address(target) is can_follow
