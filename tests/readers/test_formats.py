"""A file is what its bytes are, whatever its name; what cannot be read is refused, with what to do."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from anthology import readers
from anthology.errors import SourceError
from anthology.model import Finding, Severity
from anthology.readers.formats import LOCKED, OLE, kind_of
from anthology.readers.refused import ADVICE
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.readers.word_files import word_file
from tests.readers.wordpress_export import Entry, export

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
with_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return target.getvalue()


def ole(stream: str) -> bytes:
    return OLE + b"\0" * 1000 + stream.encode("utf-16-le") + b"\0" * 500


def jpeg() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "program", lambda: "")


class TestKinds:
    @pytest.mark.parametrize(
        ("data", "file", "kind"),
        [
            (b"{\\rtf1\\ansi Bonjour}", "a.doc", ".rtf"),
            (b"{\\rtf1\\ansi Bonjour}", "a.txt", ".rtf"),
            (b"<!DOCTYPE html><html><body>Bonjour</body></html>", "a.doc", ".html"),
            (b"\xef\xbb\xbf<!-- saved --> <HTML>", "a.doc", ".html"),
            ("\ufeff<html>".encode("utf-16-le"), "a.doc", ".html"),
            (packed(word__document_DOT_xml=b"<w/>"), "a.doc", ".docx"),
            (packed(mimetype=b"application/vnd.oasis.opendocument.text"), "a.docx", ".odt"),
            (packed(mimetype=b"application/epub+zip"), "a.zip", ".epub"),
            (packed(ppt__presentation_DOT_xml=b"<p/>"), "a.docx", ".pptx"),
            (packed(xl__workbook_DOT_xml=b"<x/>"), "a.xlsx", ".xlsx"),
            (packed(Index__Document_DOT_iwa=b""), "a.pages", ".pages"),
            (packed(Index__Document_DOT_iwa=b""), "a.key", ".key"),
            (packed(other=b""), "a.docx", ".zip"),
            (ole("WordDocument"), "a.docx", ".doc"),
            (ole("WordDocument"), "a.txt", ".doc"),
            (ole("EncryptedPackage"), "a.docx", LOCKED),
            (ole("Workbook"), "a.doc", ".xls"),
            (ole("PowerPoint Document"), "a.doc", ".ppt"),
            (ole("__properties_version1.0"), "a.msg", ".msg"),
            (b"%PDF-1.7\n", "a.docx", ".pdf"),
            (b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; a=b\n\n", "a.html", ".mht"),
            (b"Bonjour \xe0 tous", "a.doc", ".txt"),
            (b"<html> est une balise", "a.txt", ".txt"),
            (b"# Titre", "a.md", ".md"),
            (b"II*\0....", "a.jpg", ".tif"),
            (b"\0\0\0\x18ftypheic....", "a.jpg", ".heic"),
            (b"PK\x03\x04 broken", "a.docx", ".docx"),
            (b"PK\x03\x04 broken", "a.txt", ".zip"),
            (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "sans-nom", ".webp"),
            (b"RIFF\x24\x00\x00\x00WAVEfmt ", "sans-nom", ""),
            (b"XXXX\x24\x00\x00\x00WEBPVP8 ", "a.odd", ".odd"),
            (b"\0\0\0\x18ftypmp42....", "a.jpg", ".mp4"),
            (b"\0\0\0\x18ftypodd ....", "a.odd", ".odd"),
            (b"\0\0\0\x18fxypheic....", "a.odd", ".odd"),
            (b"PK\x05\x06" + bytes(18), "a.odt", ".zip"),
            (packed(Index_DOT_zip=b""), "a.numbers", ".numbers"),
            (packed(Index_DOT_zip=b""), "a.docx", ".pages"),
            (packed(index_DOT_apxl=b""), "a.numbers", ".key"),
            (packed(mimetype=b"application/vnd.oasis.opendocument.text \n"), "a.docx", ".odt"),
            (packed(mimetype=b"text/plain", word__document_DOT_xml=b""), "a.zip", ".docx"),
            (b"PK\x03\x04 broken", "a.xlsx", ".xlsx"),
            (b"PK\x03\x04 broken", "a.jpg", ".zip"),
            (ole("Quill"), "a.doc", ".pub"),
            (OLE, "a.xls", ".doc"),
            (b"{\\rtf1 Bonjour}", "a", ".rtf"),
            (b"\0<html>", "a.md", ".md"),
            (b"\0%PDF-1.7", "a.txt", ".txt"),
            (b"%PDF-1.7\0", "a.txt", ".pdf"),
            (b"\0 Bonjour", "a.doc", ".doc"),
            (b" \n", "a.doc", ".doc"),
            (b" \n", "a.txt", ".txt"),
            (b"Bonjour", "a.jpg", ".jpg"),
            (b"Bonjour", "a.DOTX", ".txt"),
            (b"\0Bonjour", "a.DOTX", ".docx"),
            (b"\0Bonjour", "a.Ott", ".odt"),
            (b"\0Bonjour", "a.b.ODP", ".odp"),
            (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "a.xml", ".doc"),
            (b"<office:document office:version='1'>", "a.xml", ".fodt"),
            (b"<?xml version='1.0'?> <!-- x --> <!-- y --> <body >", "a.xml", ".html"),
            (b"Bonjour <html>", "a.xml", ".xml"),
            (b" " * 4090 + b"<html>", "a.xml", ".html"),
            (b" " * 4091 + b"<html>", "a.xml", ".html"),
            (b" " * 4092 + b"<html>", "a.xml", ".xml"),
            ("\ufeff<html>".encode("utf-16-be"), "a.doc", ".html"),
            ("\ufeff<html>".encode("utf-16-le") + b"\0", "a.doc", ".html"),
            (b"", "a.doc", ".doc"),
            (b"", "a", ""),
        ],
    )
    def test_the_bytes_say_what_a_file_is(self, data: bytes, file: str, kind: str) -> None:
        assert kind_of(data, f"submissions/{file}") == kind

    @pytest.mark.parametrize("text", ["II* est un texte", "GIF8 bits", "Rar! dit-il", "PK, Bonjour", "ۥ"])
    def test_texts_that_begin_like_other_files_are_texts(self, text: str) -> None:
        assert kind_of(text.encode(), "a.txt") == ".txt"

    @given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.doc", "a.docx", "a.html", "a.jpg", "a"]))
    def test_any_bytes_are_of_some_kind(self, data: bytes, file: str) -> None:
        assert isinstance(kind_of(data, file), str)

    @given(st.text(max_size=200))
    def test_a_text_is_a_text(self, text: str) -> None:
        kind = kind_of(text.encode("utf-8", "surrogatepass"), "a.txt")
        assert kind == ".txt" or any(char < " " for char in text) or text.startswith("{\\rtf")


class TestReading:
    @pytest.mark.usefixtures("no_office")
    @pytest.mark.parametrize("kind", sorted(set(ADVICE) - set(readers.READERS) - {LOCKED}))
    def test_what_no_reader_knows_gets_one_finding_that_says_what_to_do(self, kind: str) -> None:
        received = readers.read(b"\0\1\2", f"submissions/a{kind}")
        assert (received.manuscripts, dict(received.pictures)) == ((), {})
        (finding,) = received.findings
        assert finding.severity is Severity.WARNING
        assert finding.code.startswith("format-")
        assert finding.file == f"submissions/a{kind}"
        assert len(finding.hint) > 20

    def test_a_locked_document_says_so(self) -> None:
        (finding,) = readers.read(ole("EncryptedPackage"), "a.docx").findings
        assert finding.code == "format-locked"

    def test_an_unknown_kind_is_an_error(self) -> None:
        for file, what in (("a.xyz", "no reader for “.xyz” files"), ("a", "the file name has no suffix")):
            with pytest.raises(SourceError) as caught:
                readers.read(b"\0\1", f"submissions/{file}")
            error = caught.value
            assert (error.code, error.message, error.file) == ("unknown-format", what, f"submissions/{file}")
            assert (error.hint or "").startswith("save it as one of: .txt, .md, .markdown, .docx, .odt")

    def test_a_photograph_is_received_as_such_whatever_it_is_called(self) -> None:
        for file in ("submissions/g/a.jpg", "submissions/g/a.txt"):
            received = readers.read(jpeg(), file)
            assert dict(received.pictures) == {file.rpartition("/")[2]: jpeg()}
            assert received.manuscripts == ()

    def test_a_text_under_the_name_of_a_word_file_is_read_and_told(self) -> None:
        received = readers.read("Un été à Muret.".encode(), "submissions/a.doc")
        assert received.manuscripts[0].text == "Un été à Muret."
        assert received.manuscripts[0].file == "submissions/a.doc"
        assert received.findings == (
            Finding(
                "name-misleads",
                Severity.REMARK,
                "the name says “.doc”, but this is .txt; it was read as that",
                "nothing has to be done",
                "submissions/a.doc",
            ),
        )

    @pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml"])
    def test_a_second_suffix_of_a_kind_misleads_nobody(self, name: str) -> None:
        page = b"<!DOCTYPE html><html><body><p>Le port</p></body></html>"
        received = readers.read(page, f"submissions/{name}")
        assert (received.manuscripts[0].text, received.findings) == ("Le port", ())

    def test_a_file_that_is_refused_says_why_it_was_not_read(self) -> None:
        (finding,) = readers.read(b"%PDF-1.7\n", "submissions/a.pdf").findings
        advice = ADVICE[".pdf"]
        assert (finding.code, finding.hint) == (advice.code, advice.hint)
        assert finding.message == f"not read: {advice.what}"

    def test_a_file_far_too_large_for_a_text_is_not_even_decoded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(readers, "decoded", lambda *_, **__: pytest.fail("it was decoded"))
        received = readers.read(b"a b\n" * 1_500_001, "submissions/a.md")
        assert received.manuscripts == ()
        (finding,) = received.findings
        assert (finding.code, finding.severity, finding.file) == (
            "text-too-much", Severity.WARNING, "submissions/a.md",
        )  # fmt: skip
        assert finding.message.startswith("not read: ")

    def test_a_page_may_be_larger_than_a_text_for_its_tags_are_no_words(self) -> None:
        page = f"<!DOCTYPE html><html><body><p>Le port</p><!-- {'x' * 6_000_000} --></body></html>".encode()
        assert readers.read(page, "submissions/a.html").manuscripts[0].text == "Le port"

    def test_a_text_beyond_a_limit_is_set_aside_and_those_beside_it_are_read(self) -> None:
        data = export([Entry("Un", f"Le port {'a' * 1001}", number=1), Entry("Deux", "La mer", number=2)])
        received = readers.read(data, "submissions/blog.xml")
        texts = " ".join(one.text for one in received.manuscripts)
        assert "La mer" in texts
        assert "Le port" not in texts
        *_, finding = received.findings
        assert (finding.code, finding.severity) == ("text-too-much", Severity.WARNING)
        assert (finding.line, finding.column) == (3, 9)
        assert finding.message.startswith("not read: ")
        assert finding.hint
        assert finding.file == "submissions/blog.xml#un"
        whole = readers.read(export([Entry("Deux", "La mer")]), "submissions/blog.xml")
        assert "text-too-much" not in [one.code for one in whole.findings]

    def test_what_a_reader_refuses_is_an_error(self) -> None:
        with pytest.raises(SourceError) as caught:
            readers.read(b"{\\rtf1 }", "submissions/a.rtf")
        assert (caught.value.code, caught.value.file) == ("empty-submission", "submissions/a.rtf")

    def test_every_letter_of_a_manuscript_is_in_one_of_its_blocks(self) -> None:
        (manuscript,) = readers.read(b"Le port\n\nLa mer", "submissions/a.txt").manuscripts
        assert readers.cover(manuscript) == ()
        first, second = manuscript.blocks
        assert readers.cover(replace(manuscript, blocks=(first,))) == ((second.start, second.end),)


class TestConverted:
    """What LibreOffice gives is read as a Word file; one that was made here stands for it."""

    @pytest.fixture
    def given(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, str, str]]:
        asked: list[tuple[bytes, str, str]] = []

        def converted(*what: bytes | str) -> bytes:
            asked.append(what)  # type: ignore[arg-type]
            return word_file("in_body", ["plain"]).packed()

        monkeypatch.setattr(readers, "program", lambda: "soffice")
        monkeypatch.setattr(readers, "converted", converted)
        return asked

    def test_it_keeps_its_own_name_and_digest(self, given: list[tuple[bytes, str, str]]) -> None:
        data = ole("WordDocument")
        received = readers.read(data, "submissions/vieux.doc")
        assert given == [(data, ".doc", "submissions/vieux.doc")]
        (manuscript,) = received.manuscripts
        assert manuscript.file == "submissions/vieux.doc"
        assert manuscript.sha256 == hashlib.sha256(data).hexdigest()
        assert manuscript.encoding == "utf-8, .doc by LibreOffice"
        assert readers.cover(manuscript) == ()
        assert received.findings == ()

    def test_what_becomes_of_none_is_told_and_the_others_go_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def converted(_data: bytes, _kind: str, file: str) -> bytes:
            raise SourceError("x", "LibreOffice cannot read this file", hint="save it anew", file=file)

        monkeypatch.setattr(readers, "program", lambda: "soffice")
        monkeypatch.setattr(readers, "converted", converted)
        received = readers.read(ole("WordDocument"), "submissions/a.doc")
        assert (received.manuscripts, received.findings) == (
            (),
            (
                Finding(
                    "conversion-failed",
                    Severity.WARNING,
                    "LibreOffice cannot read this file",
                    "save it anew",
                    "submissions/a.doc",
                ),
            ),
        )

    @pytest.mark.parametrize(
        ("data", "file", "converted"),
        [
            (ole("WordDocument"), "a.doc", True),
            (ole("WordDocument"), "a.docx", True),
            (b"<office:document office:version='1'>", "a.fodt", False),
            (b"{\\rtf1 Bonjour}", "a.doc", False),
            (jpeg(), "a.doc", False),
        ],
    )
    def test_only_what_no_reader_knows_needs_another_program(
        self, data: bytes, file: str, converted: bool
    ) -> None:
        assert readers.is_converted(data, file) is converted


@pytest.fixture(scope="module")
def old_word_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A Word file of 1997, as LibreOffice writes it."""
    place = tmp_path_factory.mktemp("office")
    (place / "a.txt").write_text("Le port\n\nUn été à Muret, dit Maëlle.\n", encoding="utf-8")
    subprocess.run(
        [
            SOFFICE or "",
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *("--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(place), str(place / "a.txt")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        # The page engine, once loaded by another test, leaves no font of the machine in sight.
        env={name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"},
    )
    return (place / "a.doc").read_bytes()


@with_office
class TestOffice:
    def test_an_old_word_file_is_converted_and_keeps_its_name_and_digest(self, old_word_file: bytes) -> None:
        received = readers.read(old_word_file, "submissions/vieux.doc")
        (manuscript,) = received.manuscripts
        assert "Un été à Muret, dit Maëlle." in manuscript.text
        assert manuscript.file == "submissions/vieux.doc"
        assert manuscript.sha256 == hashlib.sha256(old_word_file).hexdigest()
        assert ".doc by LibreOffice" in manuscript.encoding
        assert readers.cover(manuscript) == ()

    def test_a_word_file_of_that_time_under_a_new_name_is_known(self, old_word_file: bytes) -> None:
        assert kind_of(old_word_file, "submissions/a.docx") == ".doc"

    @pytest.mark.usefixtures("no_office")
    def test_without_libreoffice_it_gets_advice(self, old_word_file: bytes) -> None:
        (finding,) = readers.read(old_word_file, "submissions/vieux.doc").findings
        assert finding.code == "format-doc"

    def test_what_it_cannot_read_is_a_finding(self) -> None:
        received = readers.read(ole("WordDocument"), "submissions/a.doc")
        assert (received.manuscripts, [one.code for one in received.findings]) == ((), ["conversion-failed"])
