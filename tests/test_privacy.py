"""What a photograph tells of a person stays in the house: it is in no output and in no page of the report."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from anthology.pipeline import build
from anthology.readers.photographs import credit_of
from PIL import Image
from tests import books

SECRETS = (
    "Rue-du-Secret-12",
    "Serie-4711-XY",
    "48.858370N",
    "Notiz-der-Kamera",
    "Ville-Cachee",
    "Mail@Privat",
)
SETTINGS = """
[book]
title = "Un livre"
language = "fr"
school = "École"
date = "2024"

[output]
formats = ["pdf", "epub", "kobo", "press", "cover", "booklet", "offprints"]
"""
ARTICLE = """\
+++
title = "Un port"
authors = [ { given = "Ada", family = "Roy" } ]
photos = [
  { file = "photos/port.jpg", credit = [ { given = "Inès", family = "Causse" } ], licence = "CC BY 4.0" },
]
+++
Le port dort.

![Un port](photos/port.jpg)
{: .figure }
"""


def photograph() -> bytes:
    """A picture as a telephone and a program leave it: place, serial number, notes, a city, an address."""
    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[28] = "N", (48.0, 51.0, 30.0), SECRETS[0]
    own = exif.get_ifd(0x8769)
    own[0xA431], own[0x927C] = SECRETS[1], SECRETS[3].encode()
    target = io.BytesIO()
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{SECRETS[2]}">'
        f"<exif:UserComment>{SECRETS[5]}</exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    with Image.open(io.BytesIO(books.picture(400, 300))) as plain:
        plain.save(target, "JPEG", exif=exif.tobytes(), xmp=packet.encode(), quality=90)
    made = target.getvalue()
    record = b"\x1c\x02\x5a" + struct.pack(">H", len(SECRETS[4])) + SECRETS[4].encode()
    record += b"\0" * (len(record) % 2)
    body = b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    return made[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + made[2:]


def unwrapped(name: str, data: bytes) -> Iterator[bytes]:
    """Everything that is in a file, packed or not."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(one) for one in archive.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as file:
            for one in file.objects:
                if isinstance(one, pikepdf.Stream):
                    yield one.read_raw_bytes()
                    if one.get("/Filter") != "/DCTDecode":
                        yield one.read_bytes()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("privacy")
    content = folder / "content"
    for name, data in {
        "anthology.toml": SETTINGS.encode(),
        "articles/port.md": ARTICLE.encode(),
        "photos/port.jpg": photograph(),
    }.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes(data)
    build(content, folder / "output")
    there = (path for path in sorted((folder / "output").rglob("*")) if path.is_file())
    return {str(path.relative_to(folder / "output")): path.read_bytes() for path in there}


def test_the_photograph_tells_everything_before() -> None:
    data = photograph()
    assert [one for one in SECRETS if one.encode() not in data] == []
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.getexif().get_ifd(0x8825)[28] == SECRETS[0].encode()


def test_nothing_of_it_is_in_any_file_that_a_build_makes(outputs: dict[str, bytes]) -> None:
    made = {Path(name).name for name in outputs}
    assert {"book.pdf", "book.epub", "book.kepub.epub", "press.pdf", "cover.pdf", "booklet.pdf"} <= made
    assert "index.html" in made
    for name, data in outputs.items():
        for part in unwrapped(name, data):
            assert not [one for one in (*SECRETS, "GPSLatitude", "Exif\0\0") if one.encode() in part], name


def test_whose_it_is_goes_with_it(outputs: dict[str, bytes]) -> None:
    for name in ("book.epub", "book.kepub.epub"):
        with zipfile.ZipFile(io.BytesIO(outputs[name])) as archive:
            said = credit_of(archive.read("EPUB/images/port.jpg"))
        assert (said.creators, said.terms) == (("Inès Causse",), "CC BY 4.0")


def test_the_search_would_find_it(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jpg", photograph())
    assert any(SECRETS[0].encode() in part for part in unwrapped("a.epub", packed.getvalue()))
    with pikepdf.new() as file:
        file.Root.Hidden = file.make_stream(photograph())
        file.save(
            tmp_path / "a.pdf", compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    data = (tmp_path / "a.pdf").read_bytes()
    assert any(SECRETS[1].encode() in part for part in unwrapped("a.pdf", data))
