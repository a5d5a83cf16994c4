"""One finished file is judged: beside the book it is of, where that is known, and alone where it is not."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from anthology import checks, cli, pipeline, strangers
from anthology.errors import AnthologyError, SourceError
from anthology.model import Finding, Severity
from click.testing import CliRunner
from pikepdf import Dictionary, Name
from PIL import Image

SETTINGS = '[book]\ntitle = "Un livre"\nlanguage = "fr"\neditors = [{ family = "Brune" }]\n'
ARTICLE = (
    '+++\ntitle = "L’aube"\nauthors = [{ given = "Ada", family = "Roy" }]\n+++\n\nElle dit oui, puis non.\n'
)
TEXT = "EPUB/text/article-aube.xhtml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a book of one article, and its e-book."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "content/articles").mkdir(parents=True)
    (folder / "content/anthology.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "content/articles/aube.md").write_text(ARTICLE, encoding="utf-8")
    pipeline.build(folder / "content", folder / "output", only=("epub",))
    return folder


@pytest.fixture
def work(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, to be changed, as the place where commands are given."""
    shutil.copytree(made, tmp_path / "work", symlinks=True)
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def spoilt(work: Path, name: str, *changes: tuple[str, str, str]) -> Path:
    """A copy of the e-book elsewhere, with texts of it changed: (file, old, new) each."""
    target = io.BytesIO()
    with zipfile.ZipFile(work / "output/book.epub") as before, zipfile.ZipFile(target, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            for path, old, new in changes:
                if entry.filename == path:
                    assert old.encode() in data
                    data = data.replace(old.encode(), new.encode())
            after.writestr(entry.filename, data)
    file = work / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(target.getvalue())
    return file


LOST = (TEXT, ", puis non", "")
ANOTHER = ("EPUB/content.opf", "urn:uuid:", "urn:uuid:0")


def codes(file: Path, work: Path, *, named: bool = False) -> set[str]:
    found = pipeline.check_file(file, content=work / "content", output=work / "output", named=named)
    assert all((one.file or "").partition("!")[0] == file.name for one in found)
    return {one.code for one in found}


def test_the_file_as_it_was_made_gives_nothing(work: Path) -> None:
    assert codes(work / "output/book.epub", work) == set()


def test_an_e_book_is_known_by_its_identifier_wherever_it_stands(work: Path) -> None:
    assert "epub-words-lost" in codes(spoilt(work, "sent/by mail.epub", LOST), work)


def test_an_e_book_of_another_book_is_judged_alone(work: Path) -> None:
    assert "epub-words-lost" not in codes(spoilt(work, "sent/x.epub", LOST, ANOTHER), work)


def test_who_names_the_content_holds_any_e_book_against_it(work: Path) -> None:
    found = codes(spoilt(work, "sent/x.epub", LOST, ANOTHER), work, named=True)
    assert {"epub-words-lost", "epub-metadata-wrong"} <= found


def test_an_output_of_other_sources_is_judged_alone(work: Path) -> None:
    article = work / "content/articles/aube.md"
    article.write_text(ARTICLE.replace("oui", "peut-être"), encoding="utf-8")
    assert codes(work / "output/book.epub", work) == set()
    assert "epub-words-lost" in codes(work / "output/book.epub", work, named=True)


def test_a_folder_that_cannot_be_read_stops_only_who_named_it(work: Path) -> None:
    (work / "content/anthology.toml").write_text("[book", encoding="utf-8")
    assert codes(work / "output/book.epub", work) == set()
    with pytest.raises(AnthologyError):
        codes(work / "output/book.epub", work, named=True)


def test_the_command_finds_the_book_or_is_told_it(work: Path) -> None:
    file = spoilt(work, "x.epub", LOST, ANOTHER)
    assert "epub-words-lost" not in CliRunner().invoke(cli.main, ["check", "x.epub"]).output
    for arguments in (
        ["check", "x.epub", "--content", "content"],
        ["--content", "content", "check", "x.epub"],
    ):
        done = CliRunner().invoke(cli.main, arguments)
        assert (done.exit_code, "epub-words-lost" in done.output) == (1, True)
    assert file.is_file()
    spoilt(work, "x.epub", LOST)
    assert "epub-words-lost" in CliRunner().invoke(cli.main, ["check", "x.epub"]).output


def test_a_derivative_for_a_device_is_judged_alone(work: Path) -> None:
    assert "epub-words-lost" not in codes(spoilt(work, "book.kepub.epub", LOST), work, named=True)


def test_a_photograph_in_the_place_of_another_is_seen(work: Path) -> None:
    def picture(colour: str) -> bytes:
        target = io.BytesIO()
        Image.new("RGB", (900, 600), colour).save(target, "JPEG")
        return target.getvalue()

    photos = work / "content/photos"
    photos.mkdir()
    (photos / "x.jpg").write_bytes(picture("navy"))
    credit = (
        'photos = [{ file = "photos/x.jpg", credit = [{ family = "Brune" }], alt = "La nuit" }]\n+++\n\nElle'
    )
    shown = ARTICLE.replace("+++\n\nElle", credit) + "\n![La nuit](photos/x.jpg)\n{: .figure }\n"
    (work / "content/articles/aube.md").write_text(shown, encoding="utf-8")
    pipeline.build(work / "content", work / "output", only=("epub",))
    assert codes(work / "output/book.epub", work) == set()
    with zipfile.ZipFile(work / "output/book.epub") as archive:
        data = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    data["EPUB/images/x.jpg"] = picture("maroon")
    with zipfile.ZipFile(work / "x.epub", "w") as archive:
        for name, content in data.items():
            archive.writestr(name, content)
    assert "epub-picture-differs" in codes(work / "x.epub", work)


class TestAFileOfAStranger:
    """Nothing of it is opened in the process of the command, which could not be ended from outside."""

    @staticmethod
    def pdf(tmp_path: Path, content: bytes, resources: object = None, packed: object = None) -> Path:
        with pikepdf.new() as file:
            page = file.add_blank_page(page_size=(200, 200))
            for depth in range(30 if resources == "doubling" else 0):
                below = Dictionary(XObject=Dictionary(A=page.obj.Held)) if depth else Dictionary()
                page.obj.Held = file.make_stream(
                    content if depth else b"0 0 1 1 re f",
                    Type=Name.XObject,
                    Subtype=Name.Form,
                    BBox=[0, 0, 9, 9],
                    Resources=below,
                )
                page.obj.Resources = Dictionary(XObject=Dictionary(A=page.obj.Held))
            stream = pikepdf.Stream(file, b"")
            stream.write(content, **({"filter": packed} if packed else {}))  # type: ignore[arg-type]
            page.obj.Contents = file.make_indirect(stream)
            file.save(tmp_path / "sent.pdf")
        return tmp_path / "sent.pdf"

    def test_one_that_draws_without_end_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = self.pdf(tmp_path, b"/A Do /A Do", "doubling")
        monkeypatch.setattr(strangers, "SECONDS", 1.0)
        with pytest.raises(SourceError) as caught:
            pipeline.check_file(file)
        assert (caught.value.code, caught.value.file) == ("reading-stopped", "sent.pdf")

    def test_one_that_unpacks_to_more_than_the_memory_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = self.pdf(tmp_path, zlib.compress(b"q Q " * 25_000_000, 1), packed=Name.FlateDecode)
        monkeypatch.setattr(strangers, "MEMORY_BYTES", 1 << 26)
        with pytest.raises(SourceError) as caught:
            pipeline.check_file(file)
        assert (caught.value.code, caught.value.file) == ("reading-stopped", "sent.pdf")

    def test_one_that_gets_hold_of_what_reads_it_reads_nothing_else(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secret = tmp_path / "secret"
        secret.write_text("a secret", encoding="utf-8")

        def reach(case: checks.Case) -> Iterator[Finding]:
            yield Finding("file-kind", Severity.ERROR, secret.read_text(encoding="utf-8"))

        monkeypatch.setattr(checks, "CHECKS", (checks.Check("reach", "", ("file-kind",), reach),))
        with pytest.raises(SourceError) as caught:
            pipeline.check_file(self.pdf(tmp_path, b"q Q"))
        assert (caught.value.code, caught.value.file) == ("sandbox-denied", "sent.pdf")

    def test_a_good_one_is_judged_as_ever(self, tmp_path: Path) -> None:
        found = pipeline.check_file(self.pdf(tmp_path, b"q Q"))
        assert "pdf-not-tagged" in {one.code for one in found}
        assert {one.file for one in found} == {"sent.pdf"}

    def test_the_command_says_so_without_a_traceback(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(strangers, "SECONDS", 0.5)
        file = self.pdf(tmp_path, b"/A Do /A Do", "doubling")
        said = CliRunner().invoke(cli.main, ["check", str(file)])
        assert said.exit_code not in (0, 70)
        assert "[reading-stopped]" in said.output
