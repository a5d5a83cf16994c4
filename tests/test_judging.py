"""What the checks are given of a content folder, and what of it is noticed where results are kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import pytest
from anthology import building, checks, config, folders, judging, resources
from anthology.cache import Cache
from anthology.errors import SourceError
from anthology.finished import PdfFile, PdfPage
from anthology.jsontext import to_json
from anthology.ledger import StoredLedger
from anthology.model import Finding, Severity
from anthology.provenance import Origin
from tests import books
from tests.checks import small_ebooks

SETTINGS = '[book]\ntitle = "Un livre"\nlanguage = "fr"\n'
CREDIT = ', credit = [{ family = "Brune" }]'
ARTICLE = """+++
title = "Un titre"
authors = [{ given = "Ada", family = "Roy" }]
photos = [{ file = "photos/x.jpg", credit = [{ family = "Brune" }] }]
+++
Vraiment ? Il dit "oui".

![Une halle](photos/x.jpg)
"""
FILES: dict[str, str | bytes] = {
    "anthology.toml": SETTINGS,
    "articles/a.md": ARTICLE,
    "articles/b.md": '+++\ntitle = "Un autre"\nauthors = [{ family = "Brune" }]\n+++\nRien.\n',
    "articles/b.incoming.md": "de côté",
    "pages/preface.md": '+++\ntitle = "Préface"\n+++\nBonne lecture.\n',
    "photos/x.jpg": books.picture(64, 48),
    "submissions/a.txt": "Rien.",
    ".import/ledger.json": '{"submissions": [], "decisions": []}',
}


def put(content: Path, file: str, data: str | bytes) -> None:
    path = content / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for file, data in FILES.items():
        put(tmp_path / "content", file, data)
    return tmp_path / "content"


def case(content: Path, cache: Cache | None = None) -> checks.Case:
    composed = building.read(content, config.load(content), cache=cache)
    return judging.case(content, composed, cache)


def origin(content: Path) -> Origin:
    composed = building.read(content, config.load(content))
    return judging.origin(content, composed, draft=False)


class TestCase:
    def test_it_holds_the_digests_of_all_that_a_book_is_made_of_and_the_texts_of_its_pieces(
        self, content: Path
    ) -> None:
        seen = case(content)
        expected = {
            **folders.digests(content, folders.ARTICLES),
            **folders.digests(content, folders.PAGES),
            **folders.digests(content, folders.PHOTOS),
            **resources.digests(resources.theme("classic")),
        }
        assert expected.items() <= seen.digests.items()
        assert set(seen.digests) - set(expected) == {config.FILE}
        assert seen.photos == folders.digests(content, folders.PHOTOS)
        assert seen.submissions == folders.digests(content, folders.SUBMISSIONS)
        assert seen.texts == {
            file: FILES[file] for file in (config.FILE, "articles/a.md", "articles/b.md", "pages/preface.md")
        }

    def test_with_a_case_the_origin_is_the_same_and_nothing_is_read_again(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        composed = building.read(content, config.load(content))
        sources = judging.case(content, composed)
        plain = judging.origin(content, composed, draft=True)
        monkeypatch.setattr(folders, "read_bytes", lambda *_: pytest.fail("it was read"))
        monkeypatch.setattr(resources, "digests", lambda *_: pytest.fail("it was read"))
        assert judging.origin(content, composed, draft=True, sources=sources) == plain

    @pytest.mark.parametrize("file", [file for file in FILES if not file.startswith(("submissions/", "."))])
    def test_another_byte_of_any_file_is_another_origin(self, file: str, content: Path) -> None:
        before = origin(content)
        data = FILES[file]
        put(content, file, data + b"\0" if isinstance(data, bytes) else f"{data}\n")
        assert origin(content) != before

    def test_each_file_is_read_once(self, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        composed = building.read(content, config.load(content))
        read: list[str] = []
        plain = folders.read_bytes

        def counted(path: Path, file: str) -> bytes:
            read.append(file)
            return plain(path, file)

        monkeypatch.setattr(folders, "read_bytes", counted)
        sources = judging.case(content, composed)
        judging.origin(content, composed, draft=False, sources=sources)
        assert sorted(read) == sorted({*FILES} - {config.FILE})

    def test_a_ledger_that_is_damaged_is_told_cold_and_warm(self, content: Path, tmp_path: Path) -> None:
        cache = Cache(tmp_path / "results")
        case(content, cache)
        put(content, ".import/ledger.json", "[]")
        for _ in range(2):
            with pytest.raises(SourceError) as caught:
                case(content, cache)
            assert caught.value.code == "ledger-damaged"

    def test_a_ledger_that_is_known_to_be_sound_is_not_decoded(
        self, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Cache(tmp_path / "results") as cold:
            first = case(content, cold)
            findings = checks.run(first)
        monkeypatch.setattr(StoredLedger, "_decoded", property(lambda _: pytest.fail("it was decoded")))
        with Cache(tmp_path / "results") as warm:
            again = case(content, warm)
            assert isinstance(again.ledger, StoredLedger)
            assert checks.run(again) == findings


CHANGES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a text": ("articles/a.md", lambda text: text.replace('oui"', "oui"), "typography-straight-quote"),
    "a control character": ("articles/b.md", lambda text: text.replace("Rien", "Ri\x08en"), "text-control"),
    "a rule that is off": (
        "anthology.toml",
        lambda text: text + '[rules]\noff = ["P1", "P2", "P3"]\n',
        "typography-plain-space",
    ),
    "a description": ("articles/a.md", lambda text: text.replace("Une halle", ""), "photo-without-alt"),
    "a credit": ("articles/a.md", lambda text: text.replace(CREDIT, ""), "photo-without-credit"),
    "a question": (
        ".import/ledger.json",
        lambda text: text.replace('"submissions": []', '"submissions": 3'),
        "ledger-unreadable",
    ),
    "a page": ("pages/preface.md", lambda text: text.replace("Bonne", "飯"), "glyph-missing"),
}


class TestNoticed:
    @pytest.mark.parametrize("what", CHANGES)
    def test_what_changed_since_the_last_build_is_found(
        self, what: str, content: Path, tmp_path: Path
    ) -> None:
        file, change, code = CHANGES[what]
        with Cache(tmp_path / "results") as cold:
            before = checks.run(case(content, cold))
        assert code not in {one.code for one in before}
        text = FILES[file]
        assert isinstance(text, str)
        put(content, file, change(text))
        plain = checks.run(case(content))
        with Cache(tmp_path / "results") as warm:
            assert checks.run(case(content, warm)) == plain
        assert code in {one.code for one in plain}

    def test_a_photograph_that_went_is_found(self, content: Path, tmp_path: Path) -> None:
        with Cache(tmp_path / "results") as cache:
            seen = case(content, cache)
            assert "photo-missing" not in {one.code for one in checks.run(seen)}
            assert "photo-missing" in {one.code for one in checks.run(replace(seen, photos={}))}


class TestJudged:
    def test_an_older_output_is_said_to_be_older_and_a_new_one_is_read_by_its_writers_word(self) -> None:
        file = PdfFile("book.pdf", (), True, (), {}, (), "", "", "", True)
        now = Origin("1")
        made = {"book.pdf": b"", "book.epub": b""}
        seen = judging.judged(
            checks.Case(), made, {"book.pdf": now, "book.epub": Origin("0")}, now, read={"book.pdf": file}
        )
        assert seen.pdfs == {"book.pdf": file}
        assert [(one.code, one.file) for one in seen.seen] == [("output-older", "book.epub")]

    def test_a_folder_of_outputs_is_older_as_one(self) -> None:
        made = {"offprints/a.pdf": b"", "offprints/b.pdf": b""}
        seen = judging.judged(checks.Case(), made, {}, Origin("1"))
        assert [(one.code, one.file) for one in seen.seen] == [("output-older", "offprints/")]


class TestFigures:
    MADE: ClassVar[dict[str, bytes]] = {
        "press.pdf": b"x" * 2400,
        "book.pdf": b"x" * 1600,
        "offprints/b.pdf": b"x" * 900,
        "offprints/a.pdf": b"x" * 1300,
    }

    def test_each_output_has_its_size_and_the_resolution_of_its_pictures_and_a_folder_is_one(self) -> None:
        resolutions = {"book.pdf": (96, 150), "press.pdf": (300, 300)}
        assert judging.figures(self.MADE, resolutions) == {
            "book.pdf": "2 kB, 96–150 ppi",
            "offprints/": "2 PDF, 2 kB",
            "press.pdf": "2 kB, 300 ppi",
        }

    def test_what_was_made_just_now_has_its_pages_too(self) -> None:
        page = PdfPage("1", "", 148, 210)
        read = {"book.pdf": PdfFile("book.pdf", (page, page), True, (), {}, (), "", "", "", True)}
        told = judging.with_pages(judging.figures(self.MADE), read)
        assert told == {"book.pdf": "2 p., 2 kB", "offprints/": "2 PDF, 2 kB", "press.pdf": "2 kB"}


class TestReport:
    FINDING = Finding("article-empty", Severity.ERROR, "x", "y", "articles/a.md", 3)

    def test_the_ledger_is_given_as_it_would_be_written_now(self, content: Path) -> None:
        report = judging.report(case(content), (), {}, "fr")
        assert json.loads(report["report/ledger.json"]) == {"submissions": [], "decisions": []}
        assert report["report/ledger.json"].endswith(b"}\n")

    def test_a_ledger_that_stands_as_it_is_written_is_given_as_it_stands(
        self, content: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(content, ".import/ledger.json", to_json({"submissions": [], "decisions": []}))
        cache = Cache()
        first = judging.report(case(content, cache), (), {}, "fr")["report/ledger.json"]
        monkeypatch.setattr(StoredLedger, "_decoded", property(lambda _: pytest.fail("it was decoded")))
        assert judging.report(case(content, cache), (), {}, "fr")["report/ledger.json"] == first
        assert first == (content / ".import/ledger.json").read_bytes()

    def test_findings_are_given_with_their_places(self, content: Path) -> None:
        report = judging.report(case(content), (self.FINDING,), {}, "fr")
        (found,) = json.loads(report["report/findings.json"])["findings"]
        assert (found["code"], found["file"], found["line"]) == ("article-empty", "articles/a.md", 3)


class TestContents:
    FILES: ClassVar = {"mimetype": b"application/epub+zip", "EPUB/b.xhtml": "été".encode(), "EPUB/a.css": b""}

    def packed(self, files: Mapping[str, bytes]) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return made.getvalue()

    def test_they_are_the_digest_of_each_file_by_name(self) -> None:
        lines = judging.contents(self.packed(self.FILES)).splitlines()
        assert lines == [f"{sha256(self.FILES[name]).hexdigest()}  {name}" for name in sorted(self.FILES)]

    @pytest.mark.parametrize("name", FILES)
    def test_another_byte_in_a_file_is_another_digest_of_it_alone(self, name: str) -> None:
        good, other = (
            judging.contents(self.packed(files)).splitlines()
            for files in (self.FILES, {**self.FILES, name: self.FILES[name] + b"x"})
        )
        assert [line.split()[1] for line in set(other) - set(good)] == [name]

    def test_they_are_kept_in_the_report_of_an_e_book_that_can_be_read(self, content: Path) -> None:
        outputs = {"book.epub": small_ebooks.faulty(), "other.epub": b"junk", "book.pdf": b"junk"}
        report = judging.report(replace(case(content), outputs=outputs), (), {}, "fr")
        assert {name for name in report if name.endswith(".sha256")} == {"report/book.epub.sha256"}
        assert report["report/book.epub.sha256"].decode() == judging.contents(outputs["book.epub"])
