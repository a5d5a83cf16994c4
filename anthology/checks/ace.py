"""An e-book file to what Ace by DAISY, the accessibility checker of EPUB, finds in it.

Ace comes with npm (`@daisy/ace`) and opens every page of the book in the Chromium of the system.
https://daisy.github.io/ace/
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anthology.checks import programs
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity

_SEVERITIES: Mapping[str, Severity] = {
    "critical": Severity.ERROR,
    "serious": Severity.ERROR,
    "moderate": Severity.WARNING,
    "minor": Severity.WARNING,
}
_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# It gives a page two seconds to appear: not enough on a machine that does other work.
_FIRST_PAGE_MS = "60000"


def ace(file: Path) -> tuple[Finding, ...]:
    """What Ace finds in an e-book, of any impact: nothing, when all is well.

    The code of a finding is the name of Ace's rule with `ace-` before it (`ace-image-alt`); `file` is the
    place inside the e-book. That it is not installed, or could not do its work, is a finding too.
    """
    node, browser = programs.of_system("node", "nodejs"), programs.of_system(*_BROWSERS)
    script = programs.of_node("ace-puppeteer")
    if node is None or browser is None or script is None:
        return (_absent(),)
    with TemporaryDirectory(prefix="anthology-ace-") as name:
        folder = Path(name)
        answer = programs.answer(
            [node, script, "--force", "--silent", "--outdir", folder / "report", file.resolve()],
            folder,
            {"PUPPETEER_EXECUTABLE_PATH": str(browser), "ACE_TIMEOUT_INITIAL": _FIRST_PAGE_MS},
            reads=[browser],
            loopback=True,
        )
        return _findings(file, folder / "report" / "report.json", answer)


def _findings(file: Path, report: Path, answer: Answer) -> tuple[Finding, ...]:
    """Its status says nothing of the book: only the report does."""
    if answer.fault:
        return (_failed(file, answer.fault),)
    try:
        told = json.loads(report.read_bytes())
        passed = told["earl:result"]["earl:outcome"] == "pass"
        found = tuple(sorted(set(_of_report(file, told)), key=_place))
    except (OSError, ValueError, KeyError, TypeError):
        return (_failed(file, f"it ended with status {answer.status} and no report"),)
    return found if passed or found else (_failed(file, "it fails the book and names no reason"),)


def _place(one: Finding) -> tuple[str, str, str]:
    return one.file or "", one.code, one.message


def _of_report(file: Path, report: Mapping[str, Any]) -> Iterator[Finding]:
    pages = [(page["earl:testSubject"]["url"], page["assertions"]) for page in report["assertions"]]
    package = next((url for url, _ in pages if url.endswith(".opf")), "")
    for url, assertions in pages:
        # Pages are named as the package file does, this file itself and what begins with a stroke in full.
        inside = url if url == package else posixpath.join("/", posixpath.dirname(package), url).lstrip("/")
        for one in assertions:
            test = one["earl:test"]
            where = one["earl:result"].get("earl:pointer", {}).get("css", [])
            yield Finding(
                code=f"ace-{test['dct:title']}",
                severity=_SEVERITIES.get(test["earl:impact"], Severity.ERROR),
                message=": ".join([*where[:1], " ".join(one["earl:result"]["dct:description"].split())]),
                hint=test["help"]["dct:description"],
                file=f"{file.name}!{inside}",
            )


def _absent() -> Finding:
    return Finding(
        code="ace-missing",
        severity=Severity.WARNING,
        message="Ace by DAISY is not installed, so nobody saw whether the e-book is accessible",
        hint="install Node.js 18 or newer and Chromium, then: npm install --global @daisy/ace",
    )


def _failed(file: Path, why: str) -> Finding:
    return Finding(
        code="ace-failed",
        severity=Severity.ERROR,
        message=f"Ace did not judge the e-book: {why}",
        hint="see that the file is an e-book, and that Node.js, Chromium and @daisy/ace are whole",
        file=file.name,
    )
