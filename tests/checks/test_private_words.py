"""What metadata tell of the people and machines that made a file."""

from __future__ import annotations

import pytest
from anthology.checks.private_words import told_in


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file:///srv/a.md", "file:/"),
        ("x /home/ada/a.md y", "/home/ada/a.md"),
        ('"/Users/ada/a.md"', "/Users/ada/a.md"),
        ("</tmp/a>", "/tmp/a"),  # noqa: S108
        ("C:\\Users\\Ada\\a.docx", "C:\\Users\\Ada\\a.docx"),
        ("\\\\server\\ada\\a.docx", "\\\\server\\ada\\a.docx"),
        ("/root/" + "a" * 80, "/root/" + "a" * 54),
    ],
)
def test_a_place_on_a_machine_is_told(text: str, path: str) -> None:
    assert list(told_in(text)) == [f"a path on a machine: {path!r}"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<exif:GPSLatitude>48</exif:GPSLatitude>", "exif:GPSLatitude"),
        ('<rdf:Description tiff:Make="x"/>', "tiff:Make"),
        ("<xmpMM:History/>", "xmpMM:History"),
        ("<cp:lastModifiedBy>Ada</cp:lastModifiedBy>", "cp:lastModifiedBy"),
        ('<x\n stEvt:when = "x"/>', "stEvt:when"),
    ],
)
def test_notes_of_cameras_and_programs_are_told(text: str, what: str) -> None:
    assert list(told_in(text)) == [f"notes of a camera or a program: {what}"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "Un port", "/home", "https://e.org/home/ada", "./home/a", "12:/x", "<dc:title>x</dc:title>"),
        *("notre exif: rien", "a/tmp/b", "et/ou"),
    ],
)
def test_words_of_a_book_tell_nothing(text: str) -> None:
    assert list(told_in(text)) == []


def test_all_is_told_paths_first() -> None:
    assert list(told_in("<exif:a/> /tmp/a /tmp/b <crs:b/>")) == [
        "a path on a machine: '/tmp/a'",
        "a path on a machine: '/tmp/b'",
        "notes of a camera or a program: exif:a",
        "notes of a camera or a program: crs:b",
    ]
