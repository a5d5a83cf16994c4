"""How a plain-text submission falls into paragraphs, each with its exact place."""

from __future__ import annotations

import hashlib

import pytest
from anthology.errors import SourceError
from anthology.model import Manuscript
from anthology.readers import READERS, cover, read
from anthology.readers.text import read_text, uncovered
from hypothesis import given
from hypothesis import strategies as st

PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
    | st.sampled_from("\n\r\t \x0c"),
    max_size=300,
)

WRAPPED = (
    "Le jardin de la rue Lejeune fête ses dix ans. Trente familles y cultivent\n"
    "des légumes, des fleurs et quelques rancunes. Visite guidée un matin de\n"
    "septembre.\n"
    "\n"
    "Au portail, une ardoise indique les tours d’arrosage. Le mardi, c’est le\n"
    "tour d’Hortense.\n"
    "\n"
    "Groupe 7\n"
    "Basile NOUGARET\n"
)


def text_of(text: str) -> Manuscript:
    return read(text.encode(), "submissions/a.txt").manuscripts[0]


def blocks_of(text: str) -> list[str]:
    return [block.text for block in text_of(text).blocks]


def test_a_line_is_a_paragraph_where_no_blank_line_parts_them() -> None:
    assert blocks_of("Un.\nDeux.\nTrois.") == ["Un.", "Deux.", "Trois."]


def test_a_block_is_the_exact_slice_of_the_text_without_outer_space() -> None:
    manuscript = text_of("  Un.  \r\n\r\n\tDeux,  trois. \r\n")
    assert [block.text for block in manuscript.blocks] == ["Un.", "Deux,  trois."]
    assert all(manuscript.text[block.start : block.end] == block.text for block in manuscript.blocks)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(newline: str) -> None:
    manuscript = text_of(newline.join(["Un.", "", "Deux.", "Trois."]))
    assert [block.line for block in manuscript.blocks] == [1, 3, 4]


def test_lines_broken_to_a_width_between_blank_lines_are_one_paragraph() -> None:
    blocks = blocks_of(WRAPPED)
    assert len(blocks) == 4
    assert blocks[0].endswith("septembre.")
    assert blocks[2:] == ["Groupe 7", "Basile NOUGARET"]


def test_verse_between_blank_lines_keeps_its_lines() -> None:
    poem = "Je suis passée sous vos fenêtres\navec la lune\net les ponts\n\nQui m’a donné\nmon nom ?\n"
    assert len(blocks_of(poem)) == 5


def test_long_lines_between_blank_lines_are_not_joined() -> None:
    paragraph = "Un paragraphe bien long, " * 12
    assert len(blocks_of(f"{paragraph}\n{paragraph}\n{paragraph}\n\nFin.")) == 4


def test_a_form_feed_parts_two_pages() -> None:
    assert blocks_of("Page un.\x0cPage deux.") == ["Page un.", "Page deux."]


def test_the_digest_is_of_the_bytes_as_they_came() -> None:
    data = "Été".encode("cp1252") + b" en ville, d\xe9j\xe0"
    assert read(data, "submissions/a.txt").manuscripts[0].sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n ", b"\xef\xbb\xbf"])
def test_a_submission_without_text_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, "submissions/a.txt")
    assert caught.value.code == "empty-submission"
    assert caught.value.exit_status == 4
    assert caught.value.file == "submissions/a.txt"
    assert caught.value.message == "the submission holds no text"
    assert caught.value.hint == "put the text into the file, or take the file out of the folder"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x07", "\x7f", "\x90"])
def test_a_control_character_is_an_error_that_names_the_line(char: str) -> None:
    with pytest.raises(SourceError) as caught:
        text_of(f"Un.\nDeux{char}.")
    assert caught.value.code == "not-text"
    assert caught.value.file == "submissions/a.txt"
    assert (caught.value.line, caught.value.column) == (2, 5)
    assert caught.value.message == f"character U+{ord(char):04X} on line 2 does not occur in text"
    assert caught.value.hint == (
        "this may be a picture, a Word file or a damaged file under the name of a text file: "
        "give it its real name, or save it again as plain text in UTF-8"
    )


@pytest.mark.parametrize(
    ("text", "place"), [("\x1b", (1, 1)), ("a\x1b", (1, 2)), ("a\n\n\nb\x1b", (4, 2)), ("a\r\n\x1b", (2, 1))]
)
def test_a_control_character_has_a_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(SourceError) as caught:
        text_of(text)
    assert (caught.value.line, caught.value.column) == place


def test_a_manuscript_says_its_file_and_its_encoding() -> None:
    manuscript = read_text("Été en ville, déjà là".encode("cp1252"), "submissions/a.txt").manuscripts[0]
    assert (manuscript.file, manuscript.encoding) == ("submissions/a.txt", "cp1252")
    with pytest.raises(SourceError) as caught:
        read_text(b"\xff\xfe\x00", "submissions/a.txt")
    assert caught.value.file == "submissions/a.txt"


def broken_at(*widths: int, word: int = 4) -> str:
    """Lines of such widths, between blank lines, each of words of so many letters."""
    lines = [("x" * (word - 1) + " ") * (width // word) + "x" * (width % word) for width in widths]
    return "\n".join(line.strip().ljust(width, "x") for line, width in zip(lines, widths, strict=True))


@pytest.mark.parametrize(
    ("run", "is_one"),
    [
        # The width is that of the widest line of three and more: forty to a hundred and twenty characters.
        ((40, 40, 20), True),
        ((39, 39, 20), False),
        ((120, 120, 20), True),
        ((121, 121, 20), False),
        # The first word of the next line (three letters) and its space did not fit.
        ((60, 57, 20), True),
        ((60, 56, 20), False),
        ((60, 60), False),
    ],
)
def test_a_run_of_lines_is_one_paragraph_where_no_further_word_fitted(
    run: tuple[int, ...], is_one: bool
) -> None:
    text = f"{broken_at(*run)}\n\nFin.\n"
    assert len(blocks_of(text)) == (2 if is_one else len(run) + 1)


def test_two_lines_are_one_paragraph_where_three_others_tell_the_width() -> None:
    assert len(blocks_of(f"{broken_at(60, 60, 20)}\n\n{broken_at(60, 20)}\n\nFin.\n")) == 3


def test_without_a_blank_line_nothing_is_joined() -> None:
    assert len(blocks_of(broken_at(60, 60, 20))) == 3


def test_a_picture_under_the_name_of_a_text_is_received_as_a_picture() -> None:
    data = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x02\x00\x00\x01"
    received = read(data, "submissions/a.txt")
    assert (received.manuscripts, dict(received.pictures)) == ((), {"a.txt": data})


@pytest.mark.parametrize("file", ["submissions/a.xyz", "submissions/README"])
def test_a_format_nobody_reads_says_which_ones_are_read(file: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(b"text", file)
    assert caught.value.code == "unknown-format"
    assert ".txt" in caught.value.hint


def test_the_suffix_may_be_in_capitals() -> None:
    assert read(b"Un.", "submissions/A.TXT").manuscripts[0].blocks[0].text == "Un."
    assert set(READERS) >= {".txt"}


def outcome(data: bytes) -> Manuscript | str:
    """What comes of some bytes: a manuscript, or the code of the error."""
    try:
        return read_text(data, "submissions/a.txt").manuscripts[0]
    except SourceError as error:
        return error.code


@given(PRINTABLE)
def test_every_character_with_ink_is_in_exactly_one_block(text: str) -> None:
    manuscript = outcome(text.encode())
    if isinstance(manuscript, str):
        assert (manuscript, text.strip()) == ("empty-submission", "")
        return
    assert cover(manuscript) == ()
    assert sum(block.words for block in manuscript.blocks) == len(manuscript.text.split())
    assert all(block.text == block.text.strip() != "" for block in manuscript.blocks)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    manuscript = outcome(data)
    if isinstance(manuscript, str):
        assert manuscript in {"unknown-encoding", "bad-encoding", "not-text", "empty-submission"}
    else:
        assert cover(manuscript) == ()


def test_the_audit_sees_a_gap_and_an_overlap() -> None:
    assert uncovered("abc def", [(0, 3), (4, 7)]) == ()
    assert uncovered("abc def", [(0, 3)]) == ((4, 7),)
    assert uncovered("abc def", [(0, 5), (4, 7)]) == ((4, 5),)
    assert uncovered("abc def", [(4, 7)]) == ((0, 3),)
