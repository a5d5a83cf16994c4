"""What devices take of an e-book, and what its pictures must not tell: each is spoilt, and seen."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Mapping

import pytest
from anthology.checks import CHECKS, Case, asked, epub_devices
from anthology.writers.picture_rights import Rights, with_rights
from PIL import Image
from tests import books
from tests.checks import cases

(CHECK,) = (one for one in CHECKS if one.name == "epub-devices")


def found(case: Case) -> list[tuple[str, str]]:
    """(code, file) of each finding."""
    return [(one.code, one.file or "") for one in asked(CHECK, case)]


def spoilt(files: Mapping[str, bytes]) -> Case:
    """The good case with some files of its e-book changed, or added."""
    return cases.with_files({**cases.unpacked(), **files})


def with_picture(change: Callable[[bytes], bytes]) -> Case:
    """The good case, its photograph changed."""
    files = cases.unpacked()
    name = next(one for one in files if one.startswith("EPUB/images/") and "cover" not in one)
    return spoilt({name: change(files[name])})


def test_a_good_book_is_taken_everywhere() -> None:
    assert found(cases.good()) == []


@pytest.mark.parametrize("name", ["book.epub", "book.azw3", "book.kepub.epub"])
def test_a_file_that_no_mail_carries_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cases.fresh(cases.good(), outputs={name: cases.epub()})
    monkeypatch.setattr(epub_devices, "MOST_BYTES", len(cases.epub()))
    assert found(case) == []
    monkeypatch.setattr(epub_devices, "MOST_BYTES", len(cases.epub()) - 1)
    assert found(case) == [("epub-too-large", name)]


def test_a_large_face_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub_devices, "FACE_BYTES", 1_000)
    told = found(cases.good())
    assert told
    assert {code for code, _ in told} == {"epub-font-large"}
    assert all(file.startswith("book.epub!EPUB/fonts/") for _, file in told)


def test_a_font_of_the_web_is_told() -> None:
    assert found(spoilt({"EPUB/fonts/a.woff2": b"wOF2"})) == [
        ("epub-font-foreign", "book.epub!EPUB/fonts/a.woff2")
    ]


def test_a_picture_of_too_many_pixels_is_told_and_the_cover_may_have_more() -> None:
    ((code, file),) = found(with_picture(lambda _: books.picture(2000, 1601)))
    assert (code, file.startswith("book.epub!EPUB/images/")) == ("epub-picture-large", True)
    assert found(spoilt({"EPUB/images/cover.jpg": books.picture(2000, 1601)})) == []


def test_contents_of_three_levels_are_told() -> None:
    nav = cases.unpacked()["EPUB/nav.xhtml"].decode()
    deeper = nav.replace("<ol><li ", "<ol><li><ol><li>a</li></ol></li><li ", 1)
    assert deeper != nav
    assert found(spoilt({"EPUB/nav.xhtml": deeper.encode()})) == []
    deepest = nav.replace("<ol><li ", "<ol><li><ol><li><ol><li>a</li></ol></li></ol></li><li ", 1)
    assert found(spoilt({"EPUB/nav.xhtml": deepest.encode()})) == [
        ("epub-contents-deep", "book.epub!EPUB/nav.xhtml")
    ]


# --- what a picture tells --------------------------------------------------------------------------------


def saved(**notes: object) -> Callable[[bytes], bytes]:
    """Save a picture again, with something beside it."""

    def change(data: bytes) -> bytes:
        target = io.BytesIO()
        with Image.open(io.BytesIO(data)) as picture:
            picture.save(target, "JPEG", **notes)
        return target.getvalue()

    return change


def placed(data: bytes) -> bytes:
    """The picture with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return saved(exif=exif.tobytes())(data)


def of_a_program(data: bytes) -> bytes:
    """The picture with a city as IPTC has it."""
    record = b"\x1c\x02\x5a\x00\x05Paris"
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    body = b"Photoshop 3.0\x00" + block
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:]


def described(data: bytes) -> bytes:
    """The picture with its rights, and a place among them."""
    made = with_rights(books.picture(*Image.open(io.BytesIO(data)).size), Rights(("Brune",)))
    old = b"<photoshop:Credit>Brune</photoshop:Credit>"
    # The packet keeps its length, and so the segment.
    new = b"<photoshop:City>Brune12</photoshop:City>"
    assert old in made
    return made.replace(old, new + b" " * (len(old) - len(new)))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (placed, "EXIF"),
        (of_a_program, "IPTC"),
        (described, "XMP: City"),
        (saved(xmp=b"<broken"), "cannot be read"),
    ],
)
def test_a_picture_that_tells_of_a_person_is_told(spoil: Callable[[bytes], bytes], what: str) -> None:
    (told,) = asked(CHECK, with_picture(spoil))
    assert told.code == "epub-picture-private"
    assert what in told.message


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_credit_and_a_licence_are_no_secret(kind: str) -> None:
    plain = books.picture(60, 40, kind)
    rights = Rights(("Inès Causse",), "CC BY 4.0")
    assert epub_devices._read_private(with_rights(plain, rights)).what == ""
    assert epub_devices._read_private(b"not a picture").what == ""
