"""How the bytes of a text file become text, whatever program wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from anthology.errors import SourceError
from anthology.readers.encoding import decode

SUBMISSIONS = Path(__file__).parents[2] / "content" / "submissions"
SAMPLES = Path(__file__).parents[1] / "data" / "recognise" / "samples"
TEXTS = tuple(
    path.read_text(encoding="utf-8") for path in sorted((*SUBMISSIONS.glob("*.txt"), *SAMPLES.glob("*.txt")))
)
LINES = tuple(line for text in TEXTS for line in text.splitlines() if not line.isascii() and len(line) > 20)


def in_encoding(text: str, encoding: str) -> bytes | None:
    """The bytes an old program would have written, with what it put for characters it lacked."""
    if encoding in ("iso8859-15", "cp850"):
        text = text.replace("’", "'").replace("…", "...").replace("–", "-").replace("—", "-")
        text = text.replace("“", '"').replace("”", '"').replace("„", '"')
    if encoding == "cp850":
        text = text.replace("œ", "oe").replace("Œ", "Oe").replace("€", "euros")
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    return None if data.isascii() else data


@pytest.mark.parametrize(
    ("mark", "encoding", "name"),
    [
        (b"\xef\xbb\xbf", "utf-8", "utf-8"),
        (b"\xff\xfe", "utf-16-le", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be", "utf-16-be"),
        (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    ],
)
def test_a_byte_order_mark_is_believed_and_left_out(mark: bytes, encoding: str, name: str) -> None:
    decoded = decode(mark + "Été à Muret".encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == ("Été à Muret", name)


def test_a_mark_that_lies_is_an_error_with_the_byte() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"\xef\xbb\xbfvoil\xe0", "submissions/a.txt")
    assert caught.value.code == "bad-encoding"
    assert "offset 7" in caught.value.message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen_by_its_zero_bytes(encoding: str) -> None:
    text = "La Région Occitanie possède de nombreuses missions."
    assert decode(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "iso8859-15", "cp850"])
def test_every_whole_submission_comes_back_from_an_old_encoding(encoding: str) -> None:
    for text in TEXTS:
        data = in_encoding(text, encoding)
        if data is not None:
            assert decode(data, "a.txt").text == data.decode(encoding)


SENTENCES = tuple(
    dict.fromkeys(
        sentence
        for text in TEXTS
        for line in text.splitlines()
        for sentence in re.split(r"(?<=[.?!]) ", line)
    )
)


@pytest.mark.parametrize(
    ("pieces", "least"),
    [
        pytest.param(LINES, 0.95, id="lines"),
        pytest.param([line.upper() for line in LINES], 0.9, id="capitals"),
        pytest.param(SENTENCES, 0.93, id="sentences"),
        pytest.param(
            [one for one in SENTENCES if sum(char > "\x7f" for char in one) == 1], 0.85, id="one accent"
        ),
        pytest.param(
            [one for one in SENTENCES if not any(char > "\x7f" and char.isalpha() for char in one)],
            0.85,
            id="quotation marks",
        ),
    ],
)
def test_a_short_text_is_read_right_or_asked_about_and_never_wrong(
    pieces: Sequence[str], least: float
) -> None:
    right, total, wrong = 0, 0, []
    for piece in pieces:
        for encoding in ("cp1252", "mac_roman", "iso8859-15", "cp850"):
            data = in_encoding(piece, encoding)
            if data is None:
                continue
            total += 1
            try:
                read = decode(data, "a.txt").text
            except SourceError:
                continue
            right += read == data.decode(encoding)
            wrong += [(encoding, piece, read)] if read != data.decode(encoding) else []
    assert wrong == []
    assert total > 100
    assert right / total > least


def test_ascii_and_utf_8_never_reach_the_old_encodings() -> None:
    assert decode(b"Plain text.", "a.txt").encoding == "utf-8"
    assert decode("Ž Õ ‚ † é, la lettre Ω".encode(), "a.txt").encoding == "utf-8"


def test_a_word_of_another_script_stays_what_it_is() -> None:
    assert decode("On dit λόγος en grec, да en russe.".encode(), "a.txt").encoding == "utf-8"
    assert decode("5 μm, 3 kΩ".encode(), "a.txt").encoding == "utf-8"


def test_two_old_letters_that_look_like_one_of_utf_8_are_not_believed() -> None:
    data = "Pourquoi n’êtes-vous pas là ?".encode("mac_roman").replace(b"l\x88", b"las")
    assert data.decode("utf-8")
    assert decode(data, "a.txt").text == "Pourquoi n’êtes-vous pas las ?"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "text",
    [
        "LES ENFANTS DU QUAI\n\n© Le Journal du Port\n",
        "Le port\n\nIls ont dit “ oui ” puis ‘ non ’, l'un apres l'autre.\n",
        "À 9 h, ou à 10 h, peut-être.\n\nIt's a matter of people who don't sleep. The quay is as it was.\n",
    ],
)
def test_a_credit_spaced_quotes_and_two_languages_are_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt").text == text


def test_letters_that_two_encodings_read_equally_well_are_asked_about() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"abc\nMaur\x8ace", "submissions/a.txt")
    assert caught.value.code == "unknown-encoding"
    assert caught.value.line == 2
    assert "offset 8" in caught.value.message
    assert "UTF-8" in caught.value.hint


def test_one_text_in_two_encodings_that_agree_needs_no_question() -> None:
    assert decode("déjà vu".encode("cp1252"), "a.txt").text == "déjà vu"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Это школьная газета. " * 20, "cp1251"), ("Η σχολική εφημερίδα. " * 20, "iso8859-7")],
)
def test_letters_of_another_script_are_asked_about_and_not_taken_for_accents(
    text: str, encoding: str
) -> None:
    with pytest.raises(SourceError) as caught:
        decode(text.encode(encoding), "a.txt")
    assert caught.value.code == "unknown-encoding"
    assert decode("ÉTÉ À ÔÉÉÉ".encode("cp1252"), "a.txt").text == "ÉTÉ À ÔÉÉÉ"


def test_zero_bytes_that_are_no_utf_16_are_none() -> None:
    half_a_pair = "Un texte".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(SourceError) as caught:
        decode(half_a_pair, "submissions/a.txt")
    assert (caught.value.code, caught.value.line) == ("unknown-encoding", 1)
    assert "byte 0xd8 at offset 17" in str(caught.value)


def test_a_mark_on_no_letter_of_its_script_is_no_utf_8_and_where_it_stands_is_told() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"Une ligne\nx\xd6\xbcy", "submissions/a.txt")
    assert (caught.value.code, caught.value.line) == ("unknown-encoding", 2)
    assert "byte 0xd6 at offset 11" in str(caught.value)


def test_half_a_pair_behind_letters_of_utf_16_is_no_utf_16() -> None:
    with pytest.raises(SourceError) as caught:
        decode("Un texte plus long".encode("utf-16-le") + b"\x01\xd8", "submissions/a.txt")
    assert caught.value.code == "unknown-encoding"
