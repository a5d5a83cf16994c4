"""A folder of texts, photographs and what systems leave behind, imported as it came."""

from __future__ import annotations

import io
from pathlib import Path

import ftfy.bad_codecs
import pytest
from anthology import pipeline
from anthology.beginning import begin
from PIL import Image

SUBMISSIONS = sorted((Path(__file__).parents[2] / "content" / "submissions").glob("*.txt"))


def heic(**texts: str) -> bytes:
    from pillow_heif import register_heif_opener

    register_heif_opener()
    exif = Image.Exif()
    for tag, text in texts.items():
        exif[{"Artist": 0x013B, "ImageDescription": 0x010E}[tag]] = text
    target = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(target, "HEIF", exif=exif.tobytes())
    return target.getvalue()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    begin(tmp_path / "book", language="fr")
    for path in (tmp_path / "book" / "content" / "submissions").iterdir():
        path.unlink()
    return tmp_path / "book" / "content"


def test_a_folder_comes_whole_with_photographs_credits_and_wrong_letters(
    content: Path, tmp_path: Path
) -> None:
    ftfy.bad_codecs.ok()
    folder = tmp_path / "groupe3"
    folder.mkdir()
    text = SUBMISSIONS[2].read_text(encoding="utf-8")
    (folder / "texte.txt").write_text(text.encode().decode("sloppy-windows-1252"), encoding="utf-8")
    (folder / "vue.heic").write_bytes(heic(Artist="Zoe Grand", ImageDescription="La place"))
    (folder / "affiche.pdf").write_bytes(b"%PDF-1.7\n\0")
    (folder / ".DS_Store").write_bytes(b"\0")
    found = pipeline.import_submissions(content, [folder])
    assert {one.code for one in found.findings} >= {"files-passed-over", "format-pdf", "letters-repaired"}
    assert (content / "photos" / "vue.heic").read_bytes() == (folder / "vue.heic").read_bytes()
    (article,) = (
        path.read_text(encoding="utf-8")
        for path in (content / "articles").glob("*.md")
        if "groupe3" in path.read_text(encoding="utf-8")
    )
    assert 'credit = [ { given = "Zoe", family = "Grand" } ], caption = "La place"' in article
    assert 'given = "Rémi", family = "Medalle"' in article
    assert "Ã" not in article
    again = pipeline.import_submissions(content, [folder])
    assert again.changes == ()
