"""Ace's report as findings, and what is found when there is no report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from anthology.checks import ace as module
from anthology.checks.ace import ace
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity


def assertion(rule: str, impact: str = "serious", where: str = "") -> Mapping[str, object]:
    pointer = {"earl:pointer": {"css": [where]}} if where else {}
    help_ = {"dct:description": f"mend {rule}"}
    return {
        "earl:result": {"earl:outcome": "fail", "dct:description": "first\nsecond", **pointer},
        "earl:test": {"earl:impact": impact, "dct:title": rule, "help": help_},
    }


def report(**pages: list[Mapping[str, object]]) -> Mapping[str, object]:
    urls = {"package": "E/c.opf", "nav": "/E/nav.xhtml", "page": "text/a.xhtml"}
    told = [{"earl:testSubject": {"url": urls[name]}, "assertions": found} for name, found in pages.items()]
    outcome = "fail" if any(pages.values()) else "pass"
    return {"earl:result": {"earl:outcome": outcome}, "assertions": told}


def told(folder: Path, said: object, status: int = 0) -> tuple[Finding, ...]:
    file = folder / "report.json"
    if said is not None:
        file.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
    return module._findings(Path("x.epub"), file, Answer(status=status))


def test_every_page_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    page, nav, package = [assertion("a", where="p > b")], [assertion("b")], [assertion("c")]
    found = told(tmp_path, report(page=page, nav=nav, package=package))
    assert [(one.code, one.file, one.message, one.hint) for one in found] == [
        ("ace-c", "x.epub!E/c.opf", "first second", "mend c"),
        ("ace-b", "x.epub!E/nav.xhtml", "first second", "mend b"),
        ("ace-a", "x.epub!E/text/a.xhtml", "p > b: first second", "mend a"),
    ]


@pytest.mark.parametrize(
    ("impact", "severity"),
    [
        ("critical", Severity.ERROR),
        ("serious", Severity.ERROR),
        ("moderate", Severity.WARNING),
        ("minor", Severity.WARNING),
        ("something new", Severity.ERROR),
    ],
)
def test_no_impact_is_passed_over(impact: str, severity: Severity, tmp_path: Path) -> None:
    (found,) = told(tmp_path, report(package=[], page=[assertion("a", impact)]))
    assert found.severity is severity


def test_a_book_that_passes_gives_no_finding(tmp_path: Path) -> None:
    assert told(tmp_path, report(package=[], page=[])) == ()


@pytest.mark.parametrize("said", [None, b"", b"{}", b"[]", b'{"earl:result": {"earl:outcome": "pass"}}'])
def test_no_report_is_an_error(said: bytes | None, tmp_path: Path) -> None:
    assert [one.code for one in told(tmp_path, said, 1)] == ["ace-failed"]


def test_a_book_that_fails_for_no_reason_is_an_error(tmp_path: Path) -> None:
    said = {"earl:result": {"earl:outcome": "fail"}, "assertions": []}
    assert [one.code for one in told(tmp_path, said)] == ["ace-failed"]


def test_a_run_without_an_end_is_an_error(tmp_path: Path) -> None:
    (found,) = module._findings(Path("x.epub"), tmp_path / "none", Answer(fault="it takes too long"))
    assert (found.code, found.file) == ("ace-failed", "x.epub")
    assert "it takes too long" in found.message


def test_that_it_is_not_installed_is_said_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = ace(Path("x.epub"))
    assert (found.code, found.severity) == ("ace-missing", Severity.WARNING)
    assert "npm install --global @daisy/ace" in found.hint
