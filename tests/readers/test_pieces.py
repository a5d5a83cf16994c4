"""Pieces laid one under the other: each keeps its words, its line, its marks and its pictures."""

from __future__ import annotations

import hashlib

from anthology.model import Block, Emphasis, Form, Mark, Picture, Shape
from anthology.readers.pieces import Origin, Piece, manuscript, origin, trimmed

OF = Origin("a.html", "5f", "utf-8")


def picture(at: int, name: str = "a.png") -> Picture:
    return Picture(at, name, "77")


def test_a_piece_is_a_block_on_the_line_where_it_stands() -> None:
    found = manuscript(OF, [Piece("Un"), Piece("Deux\ntrois", Shape(Form.VERSE)), Piece(" \n"), Piece("Fin")])
    assert (found.file, found.sha256, found.encoding) == ("a.html", "5f", "utf-8")
    assert found.text == "Un\nDeux\ntrois\nFin"
    assert found.blocks == (
        Block(0, 2, 1, "Un"),
        Block(3, 13, 2, "Deux\ntrois", Shape(Form.VERSE)),
        Block(14, 17, 4, "Fin"),
    )


def test_marks_and_pictures_move_with_their_piece() -> None:
    marks = (Mark(1, 4, Emphasis.STRONG), Mark(4, 4, Emphasis.NOTE, "1"))
    found = manuscript(OF, [Piece("Un"), Piece(" Deux ", marks=marks, pictures=(picture(3),)), Piece("Fin")])
    assert found.marks == (Mark(3, 6, Emphasis.STRONG), Mark(6, 6, Emphasis.NOTE, "1"))
    assert found.pictures == (picture(5),)


def test_a_piece_without_ink_keeps_its_pictures_where_the_next_one_begins_or_the_text_ends() -> None:
    first, last = Piece(" ", pictures=(picture(1),)), Piece("", pictures=(picture(0, "b.png"),))
    assert manuscript(OF, [Piece("Un"), first, Piece("Deux"), last]).pictures == (
        picture(3),
        picture(7, "b.png"),
    )
    assert manuscript(OF, [first]).pictures == (picture(0),)


def test_a_piece_is_cut_to_its_ink_with_what_stands_in_it() -> None:
    piece = Piece(
        "  mot  ",
        marks=(
            Mark(0, 3, Emphasis.STRONG),
            Mark(4, 7, Emphasis.EMPHASIS),
            Mark(0, 2, Emphasis.CODE),
            Mark(5, 7, Emphasis.STRUCK),
            Mark(0, 0, Emphasis.NOTE, "1"),
            Mark(7, 7, Emphasis.NOTE, "2"),
        ),
        pictures=(picture(0), picture(3), picture(7)),
    )
    assert trimmed(piece) == Piece(
        "mot",
        marks=(
            Mark(0, 1, Emphasis.STRONG),
            Mark(2, 3, Emphasis.EMPHASIS),
            Mark(0, 0, Emphasis.NOTE, "1"),
            Mark(3, 3, Emphasis.NOTE, "2"),
        ),
        pictures=(picture(0), picture(1), picture(3)),
    )


def test_the_origin_tells_the_digest_of_the_bytes() -> None:
    assert origin(b"mot", "a.html", "utf-8") == Origin("a.html", hashlib.sha256(b"mot").hexdigest(), "utf-8")
