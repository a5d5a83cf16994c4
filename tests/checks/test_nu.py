"""What the Nu HTML checker says as findings, and what is found when it says nothing."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from anthology.checks import nu as module
from anthology.checks.nu import FACTS, nu
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity

NAMES = {"00001.xhtml": "E/a.xhtml", "00002.css": "E/s.css"}


def told(*messages: Mapping[str, object]) -> tuple[Finding, ...]:
    said = json.dumps({"messages": messages}).encode()
    return module._findings(Path("x.epub"), NAMES, Answer(said))


def message(kind: str = "error", said: str = "m", name: str = "00001.xhtml") -> Mapping[str, object]:
    return {
        "type": kind,
        "message": said,
        "url": f"file:/somewhere/{name}",
        "lastLine": 7,
        "extract": "a\n b",
    }


def test_a_message_comes_with_its_file_and_line() -> None:
    error, note = told(message(name="00002.css"), message("info"))[::-1]
    assert (error.code, error.severity, error.file) == ("nu-error", Severity.ERROR, "x.epub!E/s.css")
    assert (note.code, note.severity, note.file) == ("nu-note", Severity.WARNING, "x.epub!E/a.xhtml")
    assert (note.line, note.message, note.hint) == (7, "m", "a b")


def test_a_document_that_cannot_be_read_is_an_error_too() -> None:
    (found,) = told({"type": "non-document-error", "message": "m"})
    assert (found.severity, found.file, found.line) == (Severity.ERROR, "x.epub", None)


@pytest.mark.parametrize("words", sorted(FACTS))
def test_what_an_e_book_does_and_a_page_of_the_web_does_not_is_no_finding(words: str) -> None:
    assert told(message(said=f"… {words} …")) == ()


@pytest.mark.parametrize("said", [b"", b"Exception", b"{}"])
def test_no_report_is_an_error(said: bytes) -> None:
    (found,) = module._findings(Path("x.epub"), NAMES, Answer(said, b"", 1))
    assert found.code == "nu-failed"


def test_names_inside_lead_nowhere_and_are_no_options(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("../../up.xhtml", "/root.css", "--version.xhtml", "picture.jpg"):
            archive.writestr(name, "x")
    (tmp_path / "x.epub").write_bytes(made.getvalue())
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    names = module._unpacked(tmp_path / "x.epub", folder)
    assert names == {
        "00001.xhtml": "../../up.xhtml",
        "00002.css": "/root.css",
        "00003.xhtml": "--version.xhtml",
    }
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"x.epub", *names}


def test_a_small_file_that_holds_a_large_one_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.xhtml", "x" * 11)
    (tmp_path / "x.epub").write_bytes(made.getvalue())
    monkeypatch.setattr(module, "_program", lambda: ("true",))
    monkeypatch.setattr(module, "_LARGEST", 10)
    assert [one.code for one in nu(tmp_path / "x.epub")] == ["nu-failed"]


def test_a_file_that_is_no_e_book_is_an_error_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_program", lambda: ("true",))
    (tmp_path / "x.epub").write_bytes(b"junk")
    (found,) = nu(tmp_path / "x.epub")
    assert (found.code, found.file) == ("nu-failed", "x.epub")
    assert str(tmp_path) not in found.message


def test_that_it_is_not_installed_is_said_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (found,) = nu(Path("x.epub"))
    assert (found.code, found.severity) == ("nu-missing", Severity.WARNING)
    assert "npm install --global vnu-jar" in found.hint
