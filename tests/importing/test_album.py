"""Pictures of submissions to content/photos/: each once, under its own name, never over another's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from anthology import readers
from anthology.config import load
from anthology.errors import SourceError
from anthology.importing import Imported, imported
from anthology.importing.album import RECORD
from anthology.model import Form, Received
from tests.importing.rich import TEXT, Piece, manuscript_of, picture, said

SETTINGS = '[book]\ntitle = "T"\nlanguage = "fr"\nschool = "École"\n'
RED, BLUE = b"red", b"blue"
OTHER = (
    "La halle ouvre ses portes vers midi, et chacun cherche la caisse la moins lourde à porter.",
    "Personne ne sait plus quand la cloche a sonné pour la dernière fois sur cette place.",
    "On repart avec un panier plein, content d’avoir vu du monde et parlé de tout.",
)


class Sent:
    """A content folder whose submissions hold what a test says they do."""

    def __init__(self, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.content = content
        self.received: dict[str, Received] = {}
        self.reads: list[str] = []
        (content / "submissions").mkdir(parents=True)
        (content / "anthology.toml").write_text(SETTINGS, "utf-8")
        monkeypatch.setattr(readers, "read", self._read)

    def _read(self, data: bytes, file: str) -> Received:
        self.reads.append(file)
        return self.received[file]

    def put(self, name: str, pictures: Mapping[str, bytes], title: str, text: tuple[str, ...] = TEXT) -> None:
        """A submission that shows these pictures."""
        file = f"submissions/{name}"
        (self.content / file).write_bytes(name.encode() + repr(sorted(pictures.items())).encode())
        shown = [picture(one, data, at=0) for one, data in pictures.items()]
        pieces: list[Piece] = [
            said(title, Form.TITLE),
            said(text[0]),
            said(text[1], pictures=shown),
            said(text[2]),
        ]
        one = manuscript_of(*pieces, file=file)
        self.received[file] = Received((one,), MappingProxyType(dict(pictures)))

    def run(self, *, dry_run: bool = False) -> Imported:
        return imported(self.content, load(self.content), dry_run=dry_run)

    def photos(self) -> dict[str, bytes]:
        place = self.content / "photos"
        return {path.name: path.read_bytes() for path in sorted(place.glob("*"))} if place.is_dir() else {}

    def shown(self, slug: str) -> list[str]:
        text = (self.content / "articles" / f"{slug}.md").read_text("utf-8")
        return [line[4:].rstrip(")") for line in text.split("\n") if line.startswith("![]")]


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sent:
    return Sent(tmp_path / "content", monkeypatch)


def test_the_pictures_that_articles_show_are_written_with_them(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED, "y.png": BLUE}, "Le port")
    sent.run()
    assert sent.photos() == {"x.jpg": RED, "y.png": BLUE}
    assert sent.shown("le-port") == ["photos/x.jpg", "photos/y.png"]
    record = json.loads((sent.content / RECORD).read_text("utf-8"))
    assert record == {
        f"photos/{name}": hashlib.sha256(data).hexdigest() for name, data in sent.photos().items()
    }


def test_a_second_import_has_nothing_to_do_and_reads_no_picture(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    before = {path: path.read_bytes() for path in sent.content.rglob("*") if path.is_file()}
    assert sent.run().changes == ()
    assert {path: path.read_bytes() for path in sent.content.rglob("*") if path.is_file()} == before


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    found = sent.run(dry_run=True)
    assert "photos/x.jpg" in [one.file for one in found.changes]
    assert sent.photos() == {}


def test_the_same_bytes_are_one_file_and_other_bytes_of_one_name_are_two(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.put("b.docx", {"y.jpg": RED, "x.jpg": BLUE}, "La mer", OTHER)
    sent.run()
    assert sent.photos() == {"x.jpg": RED, "x-2.jpg": BLUE}
    assert sent.shown("le-port") == ["photos/x.jpg"]
    assert sorted(sent.shown("la-mer")) == ["photos/x-2.jpg", "photos/x.jpg"]


def test_a_file_of_the_editors_is_never_written_over(sent: Sent) -> None:
    (sent.content / "photos").mkdir()
    (sent.content / "photos" / "x.jpg").write_bytes(b"theirs")
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    assert sent.photos() == {"x.jpg": b"theirs", "x-2.jpg": RED}
    assert sent.shown("le-port") == ["photos/x-2.jpg"]


def test_a_picture_that_the_editor_retouched_stays_as_it_is_under_its_name(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    (sent.content / "photos" / "x.jpg").write_bytes(b"retouched")
    assert sent.run().changes == ()
    assert sent.photos() == {"x.jpg": b"retouched"}


def test_a_picture_that_is_gone_comes_back_while_an_article_shows_it(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    (sent.content / "photos" / "x.jpg").unlink()
    sent.run()
    assert sent.photos() == {"x.jpg": RED}


def test_a_picture_that_the_editor_took_out_does_not_come_back(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    article = sent.content / "articles" / "le-port.md"
    article.write_text(article.read_text("utf-8").replace("![](photos/x.jpg)\n{: .figure }\n\n", ""), "utf-8")
    (sent.content / "photos" / "x.jpg").unlink()
    sent.run()
    assert sent.photos() == {}


def test_a_name_that_no_folder_takes_is_made_one(sent: Sent) -> None:
    sent.put("a.docx", {"../l’été 1.jpg": RED}, "Le port")
    sent.run()
    (name,) = sent.photos()
    assert name == "l-été-1.jpg"
    assert sent.run().changes == ()


def test_a_damaged_record_is_told(sent: Sent) -> None:
    sent.put("a.docx", {"x.jpg": RED}, "Le port")
    sent.run()
    (sent.content / RECORD).write_text("[1", "utf-8")
    with pytest.raises(SourceError) as caught:
        sent.run()
    assert (caught.value.code, caught.value.file) == ("ledger-damaged", RECORD)


def test_a_file_with_several_texts_gives_each_its_article_under_its_own_name(sent: Sent) -> None:
    file = "submissions/export.xml"
    (sent.content / file).write_bytes(b"export")
    texts = {f"{file}#la-mer": "?!", f"{file}#le-port": "…"}
    ones = [
        manuscript_of(
            said(title, Form.TITLE),
            said(TEXT[0] + name[-3:], pictures=[picture("x.jpg", RED)]),
            said(TEXT[n]),
            file=name,
        )
        for n, (name, title) in enumerate(texts.items(), start=1)
    ]
    sent.received[file] = Received(tuple(ones), MappingProxyType({"x.jpg": RED}))
    found = sent.run()
    assert [one.slug for one in found.outcomes] == ["la-mer", "le-port"]
    text = (sent.content / "articles" / "la-mer.md").read_text("utf-8")
    assert 'source = { file = "submissions/export.xml#la-mer"' in text
    assert sent.photos() == {"x.jpg": RED}
    assert [one["file"] for one in found.ledger["files"]] == [file]
    assert sent.run().changes == ()
